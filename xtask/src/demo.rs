//! From a clean clone to a running place.

use std::process::Command;

use crate::{assets, sh};

/// Builds, makes the world and serves it until it is stopped.
pub(crate) fn demo(args: &[&str]) -> Result<(), String> {
    let mut place = "shushan";
    let mut port = "8080";
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match *word {
            "--port" => port = words.next().ok_or("--port needs a number")?,
            word if word.starts_with('-') => return Err(format!("demo does not know {word}")),
            word => place = word,
        }
    }
    let linli = build(Built::Release)?;
    let data = sh::root().join("demo-data").join(place);
    sh::run(Command::new(linli).args(["demo", place, "--data"]).arg(data).args(["--listen", &format!("127.0.0.1:{port}")]))
}

/// How fast the program is to run and how long it takes to build.
#[derive(Clone, Copy)]
pub(crate) enum Built {
    /// For people and measurements.
    Release,
    /// For tests: what the other steps have mostly built already.
    Dev,
}

/// The program, freshly built.
pub(crate) fn build(built: Built) -> Result<std::path::PathBuf, String> {
    sh::need("cc", &["build-essential"])?;
    assets::build()?;
    let mut command = sh::cargo();
    command.args(["build", "--package", "linli"]);
    let folder = match built {
        Built::Release => {
            command.arg("--release");
            "release"
        }
        Built::Dev => "debug",
    };
    sh::run(&mut command)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| sh::root().join("target"), Into::into);
    Ok(target.join(folder).join("linli"))
}
