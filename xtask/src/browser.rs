//! Journeys in a real browser, and the pictures of the README.

use std::process::Command;

use crate::{assets, demo, sh};

/// Makes sure that there is a browser and a font that can show Chinese.
fn chromium() -> Result<(), String> {
    if !sh::has("google-chrome") {
        sh::need("chromium", &["chromium"])?;
    }
    let fonts = sh::output("fc-list", &[":lang=zh", "family"]).unwrap_or_default();
    if fonts.is_empty() { sh::install(&["fonts-noto-cjk", "fontconfig"]) } else { Ok(()) }
}

/// Every journey in `e2e/`, against a freshly made small place.
pub(crate) fn journeys() -> Result<(), String> {
    let linli = demo::build(demo::Built::Dev)?;
    chromium()?;
    let dir = sh::root().join("e2e");
    assets::install(&dir)?;
    sh::run(Command::new("npm").args(["test", "--silent"]).current_dir(dir).env("LINLI", linli))
}

/// `docs/images/*.png`, taken from a freshly made place.
pub(crate) fn screenshots() -> Result<(), String> {
    let linli = demo::build(demo::Built::Dev)?;
    chromium()?;
    let dir = sh::root().join("e2e");
    assets::install(&dir)?;
    sh::run(Command::new("npm").args(["run", "--silent", "screenshots"]).current_dir(dir).env("LINLI", linli))
}
