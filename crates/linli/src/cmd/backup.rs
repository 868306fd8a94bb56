//! `linli backup` and `linli restore`: a folder into a folder.

use std::fs;
use std::path::Path;

use linli_store::Store;

use crate::cmd::verify;

pub(crate) fn backup(data: &Path, to: &Path) -> Result<(), String> {
    make_empty(to)?;
    let store = Store::open_beside(data).map_err(|error| error.to_string())?;
    store.backup_to(&to.join("linli.db")).map_err(|error| error.to_string())?;
    // Photos never change once written, and those of the copied database are all there by now.
    for name in ["blobs", "packs"] {
        copy(&data.join(name), &to.join(name))?;
    }
    fs::copy(data.join("place"), to.join("place")).map_err(|error| error.to_string())?;
    println!("copied to {}; check it with `linli verify --data {}`", to.display(), to.display());
    Ok(())
}

pub(crate) fn restore(from: &Path, data: &Path) -> Result<(), String> {
    make_empty(data)?;
    copy(from, data)?;
    verify::verify(data)
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
