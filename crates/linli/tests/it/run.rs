//! Running the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) fn linli() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").stdin(Stdio::null());
    command
}

/// What the program said, and how it ended.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(args: &[&str]) -> Said {
    let Output { status, stdout, stderr } = linli().args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

impl Said {
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// Exit code 1, and no panic: the reason on standard error.
    pub(crate) fn bad(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert!(self.err.contains("linli: ") && !self.err.contains("panicked"), "{}", self.err);
        self.out + &self.err
    }
}

/// A place for a folder that is not there yet; what a test leaves is removed by the next run of it.
pub(crate) fn place(name: &str) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("linli-{name}-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    drop(std::fs::remove_dir_all(&path));
    path
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn demo(name: &str) -> PathBuf {
    let data = place(name);
    run(&["demo", "shushan", "--data", text(&data), "--until", "2026-11-22", "--cases", "200", "--no-serve"]).good();
    data
}

/// A made-up world that tests only read.
pub(crate) fn world() -> &'static Path {
    static WORLD: OnceLock<PathBuf> = OnceLock::new();
    WORLD.get_or_init(|| demo("world"))
}

/// A copy of it to be changed.
pub(crate) fn copy(name: &str) -> PathBuf {
    let to = place(name);
    run(&["backup", "--data", text(world()), "--to", text(&to), "--with-keys"]).good();
    to
}

/// The journal's last entry, as `verify` prints it.
pub(crate) fn head(data: &Path) -> String {
    let said = run(&["verify", "--data", text(data)]).good();
    said.lines().find(|line| line.starts_with("head ")).unwrap().to_owned()
}
