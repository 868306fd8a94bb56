//! Keeping what was written: proof, backups, one server to a folder.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::run::{copy, head, linli, place, run, text, world};

fn change(data: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(data.join("linli.db")).unwrap();
    assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
}

/// A server that is ended with the test.
struct Server(Child);

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = linli()
            .args(["serve", "--listen", "127.0.0.1:0", "--data", text(data)])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("Linli serves"), "{line}");
        Self(child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn a_changed_journal_is_found() {
    for (name, sql) in [
        ("altered", "UPDATE journal SET at = at + 1 WHERE seq = 40"),
        ("renamed", "UPDATE journal SET actor = 'somebody else' WHERE seq = 40"),
        ("missing", "DELETE FROM journal WHERE seq = 40"),
        ("cut", "DELETE FROM journal WHERE seq > 100"),
        ("reworded", "UPDATE journal_words SET sealed = x'00' WHERE seq = (SELECT MIN(seq) FROM journal_words)"),
        ("moved", "UPDATE record SET state = 'rated' WHERE state <> 'rated'"),
        ("counted", "UPDATE tally SET n = n + 1"),
    ] {
        let data = copy(name);
        change(&data, sql);
        let said = run(&["verify", "--data", text(&data)]).bad();
        assert!(said.contains("WRONG"), "{name}: {said}");
    }
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let data = copy("served");
    let _server = Server::start(&data);
    let said = run(&["serve", "--listen", "127.0.0.1:0", "--data", text(&data)]).bad();
    assert!(said.contains("in use by another process") && said.contains(text(&data)), "{said}");
}

#[test]
fn a_running_place_can_be_backed_up_verified_and_given_a_token() {
    let data = copy("running");
    let _server = Server::start(&data);
    let to = place("of-running");
    run(&["backup", "--data", text(&data), "--to", text(&to), "--with-keys"]).good();
    // The server goes on with its timers meanwhile; what was copied is whole in itself.
    head(&to);
    let login = "lead-340104001001-03";
    let token = run(&["token", "create", "--data", text(&data), "--account", login]).good();
    assert_eq!(token.trim().len(), 32);
    assert!(run(&["token", "create", "--data", text(&data), "--account", "nosuch"]).bad().contains("nosuch"));
}

#[test]
fn data_made_by_a_newer_program_is_left_alone() {
    let data = copy("newer");
    change(&data, "INSERT INTO schema_step (name, nth, print) VALUES ('tomorrow', 99, '')");
    for args in [["serve", "--data", text(&data), "--listen", "127.0.0.1:0"].as_slice(), &["verify", "--data", text(&data)]] {
        let said = run(args).bad();
        assert!(said.contains("newer program") && said.contains("tomorrow"), "{said}");
    }
}

#[test]
fn what_is_backed_up_comes_back_whole() {
    let backup = copy("backup");
    let data = place("restored");
    let said = run(&["restore", "--from", text(&backup), "--data", text(&data)]).good();
    assert!(said.contains("all well"), "{said}");
    assert_eq!(head(&data), head(world()));
    run(&["figures", "shushan", "--data", text(&data)]).good();
    // It is the same made-up world, so it is not made again.
    assert!(run(&["demo", "shushan", "--data", text(&data), "--no-serve"]).good().contains("already"));
}

#[test]
fn a_backup_without_its_keys_says_so_and_comes_back_with_them() {
    let (backup, data) = (place("keyless"), place("keyless-restored"));
    let said = run(&["backup", "--data", text(world()), "--to", text(&backup)]).good();
    assert!(said.contains("THE KEYS ARE NOT IN IT"), "{said}");
    assert!(!backup.join("keys").exists());
    let said = run(&["verify", "--data", text(&backup)]).bad();
    assert!(said.contains("keys is missing") && said.contains("cannot be read"), "{said}");
    assert!(!backup.join("keys").exists(), "no new key is made for data that was sealed with another");
    let said = run(&["restore", "--from", text(&backup), "--data", text(&data)]).bad();
    assert!(said.contains("without its keys") && said.contains("--keys"), "{said}");
    let keys = world().join("keys");
    let said = run(&["verify", "--data", text(&backup), "--keys", text(&keys)]).good();
    assert!(said.contains("all well"), "{said}");
    run(&["restore", "--from", text(&backup), "--data", text(&data), "--keys", text(&keys)]).good();
    assert_eq!(head(&data), head(world()));
    let other = place("other-keys");
    std::fs::write(&other, format!("1 aes-256-gcm {}\n", "ab".repeat(32))).unwrap();
    let said = run(&["verify", "--data", text(&backup), "--keys", text(&other)]).bad();
    assert!(said.contains("keys of other data"), "{said}");
}

#[test]
fn a_world_sealed_with_national_algorithms_is_checked_like_any_other() {
    let data = place("national");
    let args = ["demo", "shushan", "--data", text(&data), "--until", "2026-11-22", "--cases", "20", "--no-serve", "--seal", "sm4-gcm"];
    run(&args).good();
    assert!(std::fs::read_to_string(data.join("keys")).unwrap().contains("sm4-gcm"));
    let said = run(&["verify", "--data", text(&data)]).good();
    assert!(said.contains("all well") && said.contains("open with the keys at hand"), "{said}");
    assert!(run(&["demo", "shushan", "--data", text(&place("rot13")), "--no-serve", "--seal", "rot13"]).bad().contains("sm4-gcm"));
}

#[test]
fn a_damaged_backup_is_not_put_in_place() {
    let backup = copy("damaged");
    change(&backup, "DELETE FROM journal WHERE seq = 7");
    let data = place("not-restored");
    run(&["restore", "--from", text(&backup), "--data", text(&data)]).bad();
    assert!(!data.exists());
}

#[test]
fn a_backup_goes_into_no_folder_that_is_there_and_comes_from_none_that_is_not() {
    let there = place("there");
    std::fs::create_dir_all(&there).unwrap();
    assert!(run(&["backup", "--data", text(world()), "--to", text(&there)]).bad().contains("already there"));
    let (nowhere, to) = (place("nowhere"), place("to"));
    run(&["backup", "--data", text(&nowhere), "--to", text(&to)]).bad();
    run(&["restore", "--from", text(&nowhere), "--data", text(&to)]).bad();
    assert!(!to.exists() && !nowhere.exists(), "nothing is left behind");
    run(&["verify", "--data", text(&nowhere)]).bad();
    run(&["serve", "--data", text(&nowhere), "--listen", "127.0.0.1:0"]).bad();
    assert!(!nowhere.exists());
}
