//! `linli backup` and `linli restore`: a folder into a folder.

use std::fs;
use std::path::Path;

use linli_store::Store;

use crate::cmd::{demo, verify};

pub(crate) fn backup(data: &Path, to: &Path) -> Result<(), String> {
    if !data.join("place").is_file() {
        return Err(format!("{} is no data folder of Linli", data.display()));
    }
    let store = Store::open_beside(data).map_err(|error| error.to_string())?;
    make_empty(to)?;
    cleaned(to, fill(&store, data, to))?;
    println!("copied to {}; check it with `linli verify --data {}`", to.display(), to.display());
    Ok(())
}

fn fill(store: &Store, data: &Path, to: &Path) -> Result<(), String> {
    store.backup_to(&to.join("linli.db")).map_err(|error| error.to_string())?;
    // Photos never change once written, and those of the copied database are all there by now.
    for name in ["blobs", "packs", "place", demo::FINISHED] {
        copy(&data.join(name), &to.join(name))?;
    }
    Ok(())
}

pub(crate) fn restore(from: &Path, data: &Path) -> Result<(), String> {
    if !from.join("place").is_file() || !from.join("linli.db").is_file() {
        return Err(format!("{} holds no backup made by `linli backup`", from.display()));
    }
    make_empty(data)?;
    let whole = || {
        for name in ["linli.db", "blobs", "packs", "place", demo::FINISHED] {
            copy(&from.join(name), &data.join(name))?;
        }
        verify::verify(data)
    };
    cleaned(data, whole())
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
