//! A process killed while it writes loses nothing it has acknowledged. The child is this very test binary.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use linli_store::*;

use crate::support::*;

const FOLDER: &str = "LINLI_STORE_CRASH_FOLDER";

/// The child: writes from several threads for ever and says which acts were acknowledged. Does nothing in an ordinary run.
#[test]
fn child_that_writes_until_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = Store::open(folder.as_ref()).unwrap();
    store.write(|w| put_areas(w, REALM, &territory())).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for n in 0.. {
                    let n = n * 4 + thread;
                    let seq = store.write(move |w| report(w, &new_record(n))).unwrap();
                    writeln!(std::io::stdout().lock(), "acknowledged {n} {seq}").unwrap();
                }
            });
        }
    });
}

#[test]
fn every_acknowledged_act_survives_kill_9() {
    let folder = Folder::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child_that_writes_until_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder.as_os_str())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some((_, rest)) = line.split_once("acknowledged ") else { continue };
        let Some((n, seq)) = rest.split_once(' ') else { continue };
        acknowledged.push((n.parse::<usize>().unwrap(), seq.parse::<i64>().unwrap()));
        if acknowledged.len() == 500 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= 500);
    let store = Store::open(&folder).unwrap();
    for (n, seq) in &acknowledged {
        let id = new_record(*n).id;
        let lines = store.read(|tx| timeline(tx, REALM, &id)).unwrap();
        assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [*seq], "record {n}");
    }
    let found = check(&store);
    assert!(found.is_sound(), "{found:?}");
}
