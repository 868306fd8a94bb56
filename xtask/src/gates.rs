//! The gates a change passes: what CI runs is what a developer runs.

use std::time::Instant;

use crate::{assets, browser, postgres, proofs, sh};

type Step = (&'static str, fn() -> Result<(), String>);

const STEPS: &[Step] = &[
    ("fmt", || sh::run(sh::cargo().args(["fmt", "--all", "--check"]))),
    ("assets", assets_and_types),
    ("clippy", || sh::run(sh::cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))),
    ("rust", || sh::run(sh::cargo().args(["test", "--workspace", "--no-fail-fast"]).env("INSTA_UPDATE", "no"))),
    ("postgres", postgres::run),
    ("docs", || sh::run(sh::cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))),
    ("deny", deny),
    ("generated", || generated(true)),
    ("browser", browser::journeys),
    ("proofs", proofs::run),
];

/// Runs all steps, or the named ones; stops at the first that fails.
pub(crate) fn test(only: &[&str]) -> Result<(), String> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|(step, _)| step != *name)) {
        return Err(format!("no such step: {unknown}"));
    }
    let mut times = Vec::new();
    for (name, step) in STEPS.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        println!("\n== {name}");
        let started = Instant::now();
        step().map_err(|why| format!("{name}: {why}"))?;
        times.push(format!("{name} {} s", started.elapsed().as_secs()));
    }
    println!("\nAll green: {}", times.join(", "));
    Ok(())
}

/// Writes every generated document anew.
pub(crate) fn generate() -> Result<(), String> {
    generated(false)
}

fn assets_and_types() -> Result<(), String> {
    assets::build()?;
    sh::run(std::process::Command::new("npm").args(["run", "--silent", "check"]).current_dir(sh::root().join("crates/web/assets")))
}

/// `cargo deny`: licences, sources, banned versions. Installed where cargo keeps its tools if it is not there; a debug build, because
/// it runs for a second and compiling it well takes minutes.
fn deny() -> Result<(), String> {
    if !sh::has("cargo-deny") {
        sh::run(sh::cargo().args(["install", "cargo-deny", "--locked", "--debug", "--quiet"]))?;
    }
    sh::run(sh::cargo().args(["deny", "check", "bans", "licenses", "sources"]))
}

/// The documents that the program writes itself: handbooks of the packs. With `check`, a stale one is an error.
fn generated(check: bool) -> Result<(), String> {
    let root = sh::root();
    for pack in ["base", "county", "keqiao", "shihe", "shushan", "xuchang"] {
        let out = sh::cargo()
            .args(["run", "--quiet", "--package", "linli", "--", "pack", "doc"])
            .arg(root.join("packs").join(pack))
            .output()
            .map_err(|error| error.to_string())?;
        if !out.status.success() {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned());
        }
        let path = root.join(format!("docs/handbook-{pack}.md"));
        if check {
            let is = std::fs::read(&path).unwrap_or_default();
            if is != out.stdout {
                return Err(format!("docs/handbook-{pack}.md is stale: run `cargo xtask generate` and commit it"));
            }
        } else {
            std::fs::write(&path, &out.stdout).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}
