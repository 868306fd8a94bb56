//! Makes sure that `assets/dist/` exists, so that the crate compiles before the browser assets were built.
//! What is missing is said at the start of the server (`assets::missing`) and here, once, as a warning.

use std::path::Path;

fn main() {
    let dist = Path::new("assets/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::error=cannot create crates/web/assets/dist: {error}");
    }
    if !dist.join("manifest.json").exists() {
        println!("cargo::warning=the browser assets are not built: run `cargo xtask assets`");
    }
    println!("cargo::rerun-if-changed=assets/dist/manifest.json");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=locales");
}
