//! Where a run works: a folder that goes with it, or one that somebody named and keeps.

use std::path::{Path, PathBuf};

pub(super) struct Scratch {
    path: PathBuf,
    keep: bool,
}

impl Scratch {
    /// The folder that was named, or a new one among the system's temporary files; `name` says what for.
    pub(super) fn new(name: &str, named: Option<&Path>) -> Result<Self, String> {
        let temporary = || std::env::temp_dir().join(format!("linli-bench-{name}-{}", std::process::id()));
        let scratch = Self { path: named.map_or_else(temporary, Path::to_owned), keep: named.is_some() };
        std::fs::create_dir_all(&scratch.path).map_err(|error| error.to_string())?;
        Ok(scratch)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.keep {
            drop(std::fs::remove_dir_all(&self.path));
        }
    }
}
