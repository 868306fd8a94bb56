use std::sync::Arc;

use crate::seal::{Keys, Suite};
use crate::sqlite::Conn;
use crate::tx::{Tx as _, first};

#[test]
fn an_older_database_keeps_its_tallies_and_notices_when_it_is_brought_up_to_date() {
    let folder = std::env::temp_dir().join(format!("linli-schema-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    let keys = Arc::new(Keys::fresh(Suite::Aes, [1; 32]).unwrap());
    let mut conn = Conn::writer(&folder.join("linli.db"), &keys).unwrap();
    conn.execute("CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)", &[]).unwrap();
    super::run(&mut conn, &super::STEPS[..1]).unwrap();
    for statement in [
        "INSERT INTO meta VALUES ('schema', 1)",
        "INSERT INTO tally VALUES (7, '01', 'case', '', 20000, 'received', 5)",
        "INSERT INTO personal VALUES (7, 'r', x'00', '{\"name\":\"王\"}')",
        "INSERT INTO notice VALUES (7, 'n1', 'body/b', 'r', 'dispatch', 12, NULL)",
    ] {
        conn.execute(statement, &[]).unwrap();
    }
    super::prepare(&mut conn).unwrap();
    let n = first(&mut conn, "SELECT n FROM tally WHERE realm = 7 AND day = 20000", &[], |row| row.int(0)).unwrap();
    let id = first(&mut conn, "SELECT id FROM notice WHERE target = 'body/b'", &[], |row| row.text(0)).unwrap();
    let version = first(&mut conn, "SELECT value FROM meta WHERE name = 'schema'", &[], |row| row.int(0)).unwrap();
    assert_eq!((n, id.as_deref(), version), (Some(5), Some("n1"), Some(super::SCHEMA)));
    crate::keyring::settle(&mut conn, &folder.join("keys"), false).unwrap();
    assert_eq!(crate::personal(&mut conn, 7, "r").unwrap().as_deref(), Some("{\"name\":\"王\"}"), "sealed, and it opens");
    assert!(conn.execute("SELECT 1 FROM personal_clear", &[]).is_err(), "what was kept in clear is gone");
    drop(conn);
    std::fs::remove_dir_all(&folder).unwrap();
}
