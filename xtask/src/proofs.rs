//! The interfaces tried by other people's programs: an Open311 client, and requests made up from the description of the API.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{demo, sh};

/// Cases of the place that is asked.
const CASES: &str = "300";
/// Seconds in which requests are made up, for each account.
const SECONDS: &str = "40";
/// Whose token the programs show: one who opens records, and one who keeps webhooks.
const ACCOUNTS: [&str; 2] = ["dispatch-340104001-1", "admin"];

/// Runs both against a freshly made place.
pub(crate) fn run() -> Result<(), String> {
    let linli = demo::build(demo::Built::Dev)?;
    let target = linli.parent().and_then(Path::parent).ok_or("the program lies nowhere")?.join("proofs");
    let bin = programs(&target)?;
    let place = Place::made(&linli, &target.join("place"))?;
    let proofs = sh::root().join("e2e/proofs");
    for account in ACCOUNTS {
        let token = place.token(&linli, account)?;
        if account == ACCOUNTS[0] {
            let script = proofs.join("open311.py");
            sh::run(Command::new(bin.join("python")).arg(script).arg(&place.address).arg(&token))?;
        }
        let mut command = Command::new(bin.join("schemathesis"));
        command.arg("--config-file").arg(proofs.join("schemathesis.toml")).arg("run");
        command.arg(format!("{}/api/v1/openapi.json", place.address)).args(["--max-time", SECONDS]);
        sh::run(command.current_dir(&target).env("LINLI_TOKEN", token).env("PYTHONUTF8", "1"))?;
    }
    Ok(())
}

/// The folder of the programs, installed where they are not yet, each at the version that is written down.
fn programs(target: &Path) -> Result<PathBuf, String> {
    let wanted = sh::root().join("e2e/proofs/requirements.txt");
    let pinned = std::fs::read_to_string(&wanted).map_err(|error| format!("{}: {error}", wanted.display()))?;
    let (venv, noted) = (target.join("venv"), target.join("requirements.txt"));
    let bin = venv.join("bin");
    if std::fs::read_to_string(&noted).is_ok_and(|had| had == pinned) {
        return Ok(bin);
    }
    sh::need("python3", &["python3", "python3-venv"])?;
    // Debian keeps what makes an environment apart from Python itself.
    if sh::output("python3", &["-c", "import ensurepip, venv"]).is_none() {
        sh::install(&["python3-venv"])?;
    }
    sh::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    sh::run(Command::new(bin.join("python")).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&wanted))?;
    std::fs::write(&noted, pinned).map_err(|error| error.to_string())?;
    Ok(bin)
}

/// A made-up place that is served until this goes.
struct Place {
    server: Child,
    data: PathBuf,
    address: String,
}

impl Place {
    fn made(linli: &Path, data: &Path) -> Result<Self, String> {
        let said = |error: std::io::Error| error.to_string();
        if data.exists() {
            std::fs::remove_dir_all(data).map_err(said)?;
        }
        let mut command = Command::new(linli);
        command.args(["demo", "shushan", "--cases", CASES, "--listen", "127.0.0.1:0", "--data"]).arg(data);
        let mut server = command.stdout(Stdio::piped()).spawn().map_err(said)?;
        let out = server.stdout.take().ok_or("the server says nothing")?;
        let mut place = Self { server, data: data.to_owned(), address: String::new() };
        let mut lines = BufReader::new(out).lines();
        for line in lines.by_ref() {
            let line = line.map_err(said)?;
            if let Some(at) = line.find("http://127.0.0.1:") {
                let address = line.get(at..).unwrap_or_default().trim_end_matches('/');
                address.split([' ', '/']).filter(|part| part.starts_with("127.")).for_each(|part| place.address = format!("http://{part}"));
                break;
            }
        }
        if place.address.is_empty() {
            return Err("the server ended before it listened".to_owned());
        }
        // A server whose reader has gone would stumble over its next line.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(place)
    }

    fn token(&self, linli: &Path, account: &str) -> Result<String, String> {
        let out = Command::new(linli).args(["token", "create", "--account", account, "--data"]).arg(&self.data).output();
        let out = out.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&out.stdout).trim().to_owned();
        if out.status.success() { Ok(text) } else { Err(String::from_utf8_lossy(&out.stderr).into_owned()) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // It holds nothing that is kept.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
