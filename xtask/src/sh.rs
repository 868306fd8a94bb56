//! Running other programs and saying clearly what is missing.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs to the end; an exit code other than 0 is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = shown(command);
    println!("$ {line}");
    let status = command.status().map_err(|error| format!("cannot start `{line}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})")) }
}

/// What a command prints, trimmed; `None` if it cannot be started or fails.
pub(crate) fn output(program: &str, args: &[&str]) -> Option<String> {
    let out = Command::new(program).args(args).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Whether a program is on the PATH.
pub(crate) fn has(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

/// Installs the Debian packages behind a program when that is possible without asking, or says what to install.
pub(crate) fn need(program: &str, packages: &[&str]) -> Result<(), String> {
    if has(program) {
        return Ok(());
    }
    install(packages)?;
    if has(program) { Ok(()) } else { Err(missing(packages)) }
}

/// Installs Debian packages as root; otherwise says which are missing.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    let is_root = output("id", &["-u"]).as_deref() == Some("0");
    if !has("apt-get") || !is_root {
        return Err(missing(packages));
    }
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn missing(packages: &[&str]) -> String {
    let packages = packages.join(" ");
    format!("missing on this machine: {packages}. On Debian or Ubuntu: sudo apt-get install {packages}")
}

fn shown(command: &Command) -> String {
    let words: Vec<&OsStr> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    let first = words.first().map(|program| Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned());
    let rest = words.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
    first.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}
