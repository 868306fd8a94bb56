//! The store and the application on PostgreSQL: a server of its own, started from the machine's packages and thrown away afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh;

/// Tests that run on whatever engine the environment names.
const TESTED: &[&str] = &["linli-store", "linli-app", "linli-web"];

pub(crate) fn run() -> Result<(), String> {
    let programs = programs()?;
    let server = Server::start(&programs)?;
    let mut tests = sh::cargo();
    tests.args(["test", "--no-fail-fast", "--test", "it"]).env("LINLI_TEST_POSTGRES", &server.address).env("INSTA_UPDATE", "no");
    for package in TESTED {
        tests.args(["--package", package]);
    }
    sh::run(&mut tests)
}

/// The folder with `initdb` and `pg_ctl`, of the newest version there is; installed if there is none.
fn programs() -> Result<PathBuf, String> {
    if let Some(found) = newest() {
        return Ok(found);
    }
    sh::install(&["postgresql"])?;
    newest().ok_or_else(|| "the package postgresql is installed, but initdb is not where Debian puts it".to_owned())
}

fn newest() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

struct Server {
    programs: PathBuf,
    folder: PathBuf,
    address: String,
}

impl Server {
    fn start(programs: &Path) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("linli-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(|error| error.to_string())?.port();
        let server = Self { programs: programs.to_owned(), folder, address: format!("postgres://linli@127.0.0.1:{port}/postgres") };
        if is_root() {
            // The server refuses to run as root; the package has made a user for it.
            sh::run(Command::new("chown").arg("postgres").arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        sh::run(
            server
                .program("initdb")
                .args(["--username", "linli", "--auth", "trust", "--encoding", "UTF8", "--no-sync", "--pgdata"])
                .arg(&data),
        )?;
        // Nothing of this is kept, so nothing has to reach the disk.
        let settings = format!("-p {port} -k {} -c fsync=off -c full_page_writes=off -c max_connections=400", server.folder.display());
        sh::run(
            server
                .program("pg_ctl")
                .args(["--wait", "--silent", "--options", &settings, "--log"])
                .arg(server.folder.join("log"))
                .arg("--pgdata")
                .arg(&data)
                .arg("start"),
        )?;
        Ok(server)
    }

    /// A program of the server, as a user who may run it.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(sh::run(
            self.program("pg_ctl").args(["--mode", "immediate", "--silent", "--pgdata"]).arg(self.folder.join("data")).arg("stop"),
        ));
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn is_root() -> bool {
    sh::output("id", &["-u"]).as_deref() == Some("0")
}
