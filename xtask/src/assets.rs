//! What browsers load: npm packages by lockfile, bundled by esbuild, embedded in the binary.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::sh;

/// Installs the locked packages where they changed, then bundles.
pub(crate) fn build() -> Result<(), String> {
    let dir = sh::root().join("crates/web/assets");
    install(&dir)?;
    sh::run(Command::new("npm").args(["run", "--silent", "build"]).current_dir(&dir))
}

/// `npm ci`, skipped when the lockfile has not changed since the last one.
pub(crate) fn install(dir: &Path) -> Result<(), String> {
    sh::need("npm", &["nodejs", "npm"])?;
    let changed = |path: &Path| path.metadata().and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    if changed(&dir.join("node_modules/.package-lock.json")) > changed(&dir.join("package-lock.json")) {
        return Ok(());
    }
    sh::run(Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(dir))
}
