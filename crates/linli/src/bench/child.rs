//! A fresh `linli serve` on the folder: how soon it answers, how much memory it holds with nothing to do.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::stats::{Report, memory};

/// How long it is left alone before its memory is read.
const IDLE: Duration = Duration::from_millis(2_500);

/// Stops the program when it goes out of scope.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

pub(crate) fn measure(data: &Path, report: &mut Report) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let started = Instant::now();
    let child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start linli serve: {error}"))?;
    let mut running = Running(child);
    let out = running.0.stdout.take().ok_or("linli serve has no output")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
    let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/')).map(|(address, _)| address);
    let address = address.ok_or_else(|| format!("linli serve said: {line}"))?;
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n").map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
    if !answer.starts_with("HTTP/1.1 200") {
        return Err(format!("linli serve answered: {answer}"));
    }
    report.num("startup_ms", started.elapsed().as_secs_f64() * 1000.0);
    std::thread::sleep(IDLE);
    let process = running.0.id().to_string();
    report.num("idle_rss_mb", memory(&process, "VmRSS").unwrap_or_default());
    report.num("idle_anon_mb", memory(&process, "RssAnon").unwrap_or_default());
    Ok(())
}
