use std::path::PathBuf;
use std::sync::Arc;

use super::steps::STEPS;
use super::{Step, prepare};
use crate::StoreError;
use crate::seal::{Keys, Suite};
use crate::sqlite::Conn;
use crate::tx::{Tx as _, all, first};

/// A database in a folder that goes with the test.
struct Old {
    conn: Option<Conn>,
    folder: PathBuf,
}

impl Old {
    /// As a program made it that counted its steps.
    fn counted(test: &str, steps: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("linli-schema-{test}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        let keys = Arc::new(Keys::fresh(Suite::Aes, [1; 32]).unwrap());
        let mut conn = Conn::writer(&folder.join("linli.db"), &keys).unwrap();
        conn.execute("CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)", &[]).unwrap();
        for step in steps {
            named(step).run(&mut conn).unwrap();
        }
        let count = i64::try_from(steps.len()).unwrap();
        conn.execute("INSERT INTO meta VALUES ('schema', ?1)", &[count.into()]).unwrap();
        Self { conn: Some(conn), folder }
    }

    fn conn(&mut self) -> &mut Conn {
        self.conn.as_mut().unwrap()
    }

    fn steps(&mut self) -> Vec<String> {
        all(self.conn(), "SELECT name FROM schema_step ORDER BY nth", &[], |row| row.text(0)).unwrap()
    }
}

impl Drop for Old {
    fn drop(&mut self) {
        drop(self.conn.take());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn named(name: &str) -> &'static Step {
    STEPS.iter().find(|step| step.name == name).unwrap()
}

#[test]
fn an_older_database_keeps_its_tallies_and_notices_when_it_is_brought_up_to_date() {
    let mut old = Old::counted("tallies", &["first"]);
    for statement in [
        "INSERT INTO tally VALUES (7, '01', 'case', '', 20000, 'received', 5)",
        "INSERT INTO personal VALUES (7, 'r', x'00', '{\"name\":\"王\"}')",
        "INSERT INTO notice VALUES (7, 'n1', 'body/b', 'r', 'dispatch', 12, NULL)",
    ] {
        old.conn().execute(statement, &[]).unwrap();
    }
    prepare(old.conn()).unwrap();
    let n = first(old.conn(), "SELECT n FROM tally WHERE realm = 7 AND day = 20000", &[], |row| row.int(0)).unwrap();
    let id = first(old.conn(), "SELECT id FROM notice WHERE target = 'body/b'", &[], |row| row.text(0)).unwrap();
    assert_eq!((n, id.as_deref(), old.steps().len()), (Some(5), Some("n1"), STEPS.len()));
    let keys = old.folder.join("keys");
    crate::keyring::settle(old.conn(), &keys, false).unwrap();
    assert_eq!(crate::personal(old.conn(), 7, "r").unwrap().as_deref(), Some("{\"name\":\"王\"}"), "sealed, and it opens");
    assert!(old.conn().execute("SELECT 1 FROM personal_clear", &[]).is_err(), "what was kept in clear is gone");
}

#[test]
fn databases_that_counted_their_steps_open_in_whichever_order_they_took_them() {
    let begun = ["first", "tallies-together", "territory-over-time", "own-keys", "imports", "offices"];
    let orders: [&[&str]; 6] = [
        &["codes", "standing-in", "privacy", "sealed", "second-factors", "public", "retention"],
        &["codes", "standing-in", "privacy", "sealed"],
        &["codes", "standing-in", "sealed"],
        &["sealed", "codes", "standing-in"],
        &["sealed"],
        &["codes"],
    ];
    for (nth, order) in orders.into_iter().enumerate() {
        let had = [begun.as_slice(), order].concat();
        let mut old = Old::counted(&format!("order{nth}"), &had);
        prepare(old.conn()).unwrap();
        let lacked = STEPS.iter().map(|step| step.name).filter(|name| !had.contains(name));
        assert_eq!(old.steps()[had.len()..], lacked.collect::<Vec<_>>(), "only what it lacked was carried out");
        prepare(old.conn()).unwrap();
        assert_eq!(old.steps().len(), STEPS.len(), "opening it again changes nothing");
    }
}

#[test]
fn a_database_that_counted_more_than_is_known_here_is_left_alone() {
    let mut old = Old::counted("newer", &["first"]);
    old.conn().execute("UPDATE meta SET value = 99", &[]).unwrap();
    assert_eq!(prepare(old.conn()), Err(StoreError::MadeByNewer { step: "99".into() }));
    assert!(old.steps().is_empty());
}

#[test]
fn a_step_that_does_something_else_under_the_same_name_is_refused() {
    let mut old = Old::counted("other", &["first"]);
    prepare(old.conn()).unwrap();
    old.conn().execute("UPDATE schema_step SET print = 'x' WHERE name = 'codes'", &[]).unwrap();
    assert_eq!(prepare(old.conn()), Err(StoreError::OtherSchema { step: "codes".into() }));
}

#[test]
fn a_released_step_is_never_edited() {
    let prints: Vec<String> = STEPS.iter().map(|step| format!("{} {}\n", step.print(), step.name)).collect();
    let known: Vec<String> = include_str!("prints.txt").lines().map(|line| format!("{line}\n")).collect();
    assert!(known.iter().all(|line| prints.contains(line)), "a step was changed; those here are:\n{}", prints.concat());
    assert_eq!(known.len(), prints.len(), "a new step's line belongs into prints.txt:\n{}", prints.concat());
}
