//! `linli backup` and `linli restore`: a folder into a folder.

use std::fs;
use std::path::Path;

use linli_store::{ADDRESS_FILE, KEY_FILE, Store};

use crate::cmd::{demo, verify};

pub(crate) fn backup(data: &Path, to: &Path, with_keys: bool) -> Result<(), String> {
    if !data.join("place").is_file() {
        return Err(format!("{} is no data folder of Linli", data.display()));
    }
    let store = Store::open_beside(data).map_err(|error| error.to_string())?;
    make_empty(to)?;
    cleaned(to, fill(&store, data, to, with_keys))?;
    let (data, to) = (data.display(), to.display());
    if with_keys {
        println!("copied to {to}; check it with `linli verify --data {to}`");
        println!("THE KEYS ARE IN IT: whoever has this copy can read everybody's personal data. Keep it locked away.");
    } else {
        println!("copied to {to}; check it with `linli verify --data {to} --keys {data}/{KEY_FILE}`");
        println!(
            "THE KEYS ARE NOT IN IT: without {data}/{KEY_FILE} no personal data and no words of the journal can be read from this copy."
        );
        println!("Keep a copy of that file in another place, locked away; it changes only when keys are changed.");
    }
    Ok(())
}

fn fill(store: &Store, data: &Path, to: &Path, with_keys: bool) -> Result<(), String> {
    if data.join(ADDRESS_FILE).is_file() {
        let copy = Store::make_with(to, &data.join(KEY_FILE)).map_err(|error| error.to_string())?;
        store.copy_to(&copy).map_err(|error| error.to_string())?;
    } else {
        store.backup_to(&to.join("linli.db")).map_err(|error| error.to_string())?;
    }
    // Photos never change once written, and those of the copied database are all there by now.
    for name in ["blobs", "packs", "place", demo::FINISHED] {
        copy(&data.join(name), &to.join(name))?;
    }
    if with_keys { copy_keys(&data.join(KEY_FILE), to) } else { Ok(()) }
}

/// The key file goes through the store, which makes it readable by its owner only.
fn copy_keys(from: &Path, to: &Path) -> Result<(), String> {
    let keys = linli_store::read_keys(from).map_err(|error| format!("{}: {error}", from.display()))?;
    let keys = keys.ok_or_else(|| format!("{} is not there", from.display()))?;
    linli_store::write_keys(&to.join(KEY_FILE), &keys).map_err(|error| error.to_string())
}

pub(crate) fn restore(from: &Path, data: &Path, keys: Option<&Path>) -> Result<(), String> {
    if !from.join("place").is_file() || !from.join("linli.db").is_file() {
        return Err(format!("{} holds no backup made by `linli backup`", from.display()));
    }
    let own = from.join(KEY_FILE);
    let keys = keys.or_else(|| own.is_file().then_some(own.as_path())).ok_or_else(|| {
        format!("{} was made without its keys: name the key file that was kept apart from it with --keys FILE", from.display())
    })?;
    // A folder that only says where the database is, is as good as none.
    let address = data.join(ADDRESS_FILE).is_file();
    if !address || data.join("place").exists() {
        make_empty(data)?;
    }
    let whole = || {
        for name in ["blobs", "packs", "place", demo::FINISHED] {
            copy(&from.join(name), &data.join(name))?;
        }
        copy_keys(keys, data)?;
        if address {
            into_database(from, keys, data)?;
        } else {
            copy(&from.join("linli.db"), &data.join("linli.db"))?;
        }
        verify::verify(data, None)
    };
    cleaned(data, whole())
}

/// Puts the records of a backup into the database that a folder names.
fn into_database(from: &Path, keys: &Path, data: &Path) -> Result<(), String> {
    let backup = Store::open_beside_with(from, keys).map_err(|error| error.to_string())?;
    let database = Store::open(data).map_err(|error| error.to_string())?;
    let rows = backup.copy_to(&database).map_err(|error| error.to_string())?;
    println!("{rows} rows copied into the database");
    Ok(())
}

/// Takes away a folder that did not become what it should: half a copy must not be taken for one, nor stand in the way of the next try.
fn cleaned(folder: &Path, done: Result<(), String>) -> Result<(), String> {
    if done.is_err() {
        // The reason for the failure matters more than that something was left behind.
        drop(fs::remove_dir_all(folder));
    }
    done
}

fn make_empty(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        return Err(format!("{} is already there; choose a folder that is not", folder.display()));
    }
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if !from.exists() {
        return Ok(());
    }
    let wrong = |path: &Path, error: std::io::Error| format!("cannot copy {}: {error}", path.display());
    if from.is_dir() {
        fs::create_dir_all(to).map_err(|error| wrong(to, error))?;
        for entry in fs::read_dir(from).map_err(|error| wrong(from, error))? {
            let entry = entry.map_err(|error| wrong(from, error))?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        Ok(())
    } else {
        fs::copy(from, to).map(|_| ()).map_err(|error| wrong(from, error))
    }
}
