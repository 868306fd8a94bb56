//! Who holds which post in which body, from when to when.

use crate::StoreError;
use crate::tx::{Row, Tx, all, first};

/// Somebody who holds or held a post. They need no account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Official {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Member of the Party.
    pub member: bool,
    /// Code of the body that keeps their membership, where it is one of the realm's.
    pub home: Option<String>,
    /// Code of the body they work in, where it is one of the realm's.
    pub unit: Option<String>,
    /// What they are there.
    pub standing: String,
}

/// A post held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appointment {
    /// Id.
    pub id: String,
    /// Id of the official.
    pub person: String,
    /// Code of the body.
    pub body: String,
    /// The post, by its name in the pack.
    pub post: String,
    /// Beside other work.
    pub concurrent: bool,
    /// First day, counted from 1970-01-01.
    pub from_day: i64,
    /// Last day of the regular term.
    pub term_day: Option<i64>,
    /// Last day, put off or not.
    pub to_day: Option<i64>,
    /// Last day, where it ended before that.
    pub ended: Option<i64>,
    /// How it came about.
    pub how: String,
    /// Those who had a vote.
    pub due: Option<i64>,
    /// Those who were present.
    pub present: Option<i64>,
    /// Those who were for it.
    pub agreed: Option<i64>,
    /// The paper behind it.
    pub basis: String,
    /// Id of the appointment it stands in for.
    pub stands_in: Option<String>,
}

/// Adds or replaces an official.
///
/// # Errors
/// What the database says.
pub fn put_official(tx: &mut dyn Tx, realm: i64, official: &Official) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO official (realm, id, name, member, home, unit, standing) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (realm, id) DO UPDATE SET name = excluded.name, member = excluded.member, home = excluded.home, \
         unit = excluded.unit, standing = excluded.standing",
        &[
            realm.into(),
            (&official.id).into(),
            (&official.name).into(),
            official.member.into(),
            (&official.home).into(),
            (&official.unit).into(),
            (&official.standing).into(),
        ],
    )
    .map(drop)
}

const OFFICIAL: &str = "o.id, o.name, o.member, o.home, o.unit, o.standing";

fn read_official(row: &dyn Row, at: usize) -> Result<Official, StoreError> {
    Ok(Official {
        id: row.text(at)?,
        name: row.text(at + 1)?,
        member: row.bool(at + 2)?,
        home: row.opt_text(at + 3)?,
        unit: row.opt_text(at + 4)?,
        standing: row.text(at + 5)?,
    })
}

/// One official.
///
/// # Errors
/// What the database says.
pub fn official(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Official>, StoreError> {
    let sql = format!("SELECT {OFFICIAL} FROM official o WHERE o.realm = ?1 AND o.id = ?2");
    first(tx, &sql, &[realm.into(), id.into()], |row| read_official(row, 0))
}

/// Officials of exactly this name, by their ids.
///
/// # Errors
/// What the database says.
pub fn officials_named(tx: &mut dyn Tx, realm: i64, name: &str) -> Result<Vec<Official>, StoreError> {
    let sql = format!("SELECT {OFFICIAL} FROM official o WHERE o.realm = ?1 AND o.name = ?2 ORDER BY o.id");
    all(tx, &sql, &[realm.into(), name.into()], |row| read_official(row, 0))
}

/// Adds or replaces an appointment.
///
/// # Errors
/// What the database says.
pub fn put_appointment(tx: &mut dyn Tx, realm: i64, one: &Appointment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO appointment (realm, id, person, body, post, concurrent, from_day, term_day, to_day, ended, how, due, present, agreed, \
         basis, stands_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
         ON CONFLICT (realm, id) DO UPDATE SET person = excluded.person, body = excluded.body, post = excluded.post, \
         concurrent = excluded.concurrent, from_day = excluded.from_day, term_day = excluded.term_day, to_day = excluded.to_day, \
         ended = excluded.ended, how = excluded.how, due = excluded.due, present = excluded.present, agreed = excluded.agreed, \
         basis = excluded.basis, stands_in = excluded.stands_in",
        &[
            realm.into(),
            (&one.id).into(),
            (&one.person).into(),
            (&one.body).into(),
            (&one.post).into(),
            one.concurrent.into(),
            one.from_day.into(),
            one.term_day.into(),
            one.to_day.into(),
            one.ended.into(),
            (&one.how).into(),
            one.due.into(),
            one.present.into(),
            one.agreed.into(),
            (&one.basis).into(),
            (&one.stands_in).into(),
        ],
    )
    .map(drop)
}

const APPOINTMENT: &str = "a.id, a.person, a.body, a.post, a.concurrent, a.from_day, a.term_day, a.to_day, a.ended, a.how, a.due, \
     a.present, a.agreed, a.basis, a.stands_in";

fn read_appointment(row: &dyn Row) -> Result<Appointment, StoreError> {
    Ok(Appointment {
        id: row.text(0)?,
        person: row.text(1)?,
        body: row.text(2)?,
        post: row.text(3)?,
        concurrent: row.bool(4)?,
        from_day: row.int(5)?,
        term_day: row.opt_int(6)?,
        to_day: row.opt_int(7)?,
        ended: row.opt_int(8)?,
        how: row.text(9)?,
        due: row.opt_int(10)?,
        present: row.opt_int(11)?,
        agreed: row.opt_int(12)?,
        basis: row.text(13)?,
        stands_in: row.opt_text(14)?,
    })
}

fn with_official(row: &dyn Row) -> Result<(Appointment, Official), StoreError> {
    Ok((read_appointment(row)?, read_official(row, 15)?))
}

/// One appointment.
///
/// # Errors
/// What the database says.
pub fn appointment(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Appointment>, StoreError> {
    let sql = format!("SELECT {APPOINTMENT} FROM appointment a WHERE a.realm = ?1 AND a.id = ?2");
    first(tx, &sql, &[realm.into(), id.into()], read_appointment)
}

/// Every appointment in a body, past ones too, the earliest first.
///
/// # Errors
/// What the database says.
pub fn appointments_in(tx: &mut dyn Tx, realm: i64, body: &str) -> Result<Vec<(Appointment, Official)>, StoreError> {
    let sql = format!(
        "SELECT {APPOINTMENT}, {OFFICIAL} FROM appointment a JOIN official o ON o.realm = ?1 AND o.id = a.person \
         WHERE a.realm = ?1 AND a.body = ?2 ORDER BY a.from_day, a.id"
    );
    all(tx, &sql, &[realm.into(), body.into()], with_official)
}

/// Every appointment of a person, the earliest first.
///
/// # Errors
/// What the database says.
pub fn appointments_of(tx: &mut dyn Tx, realm: i64, person: &str) -> Result<Vec<Appointment>, StoreError> {
    let sql = format!("SELECT {APPOINTMENT} FROM appointment a WHERE a.realm = ?1 AND a.person = ?2 ORDER BY a.from_day, a.id");
    all(tx, &sql, &[realm.into(), person.into()], read_appointment)
}

/// The appointments in force on a day in bodies that stand in an area or below it, by body.
///
/// # Errors
/// What the database says.
pub fn appointments_below(tx: &mut dyn Tx, realm: i64, area: &str, day: i64) -> Result<Vec<(Appointment, Official)>, StoreError> {
    let sql = format!(
        "SELECT {APPOINTMENT}, {OFFICIAL} FROM area_closure c CROSS JOIN body b CROSS JOIN appointment a CROSS JOIN official o \
         WHERE c.realm = ?1 AND c.ancestor = ?2 AND b.realm = ?1 AND b.area = c.area AND a.realm = ?1 AND a.body = b.code \
         AND o.realm = ?1 AND o.id = a.person AND a.from_day <= ?3 AND COALESCE(a.ended, a.to_day, ?3) >= ?3 \
         ORDER BY a.body, a.post, a.from_day, a.id"
    );
    all(tx, &sql, &[realm.into(), area.into(), day.into()], with_official)
}

/// The appointments in force on a day in the bodies of one area, by body.
///
/// # Errors
/// What the database says.
pub fn appointments_at(tx: &mut dyn Tx, realm: i64, area: &str, day: i64) -> Result<Vec<(Appointment, Official)>, StoreError> {
    let sql = format!(
        "SELECT {APPOINTMENT}, {OFFICIAL} FROM body b JOIN appointment a ON a.realm = ?1 AND a.body = b.code \
         JOIN official o ON o.realm = ?1 AND o.id = a.person \
         WHERE b.realm = ?1 AND b.area = ?2 AND a.from_day <= ?3 AND COALESCE(a.ended, a.to_day, ?3) >= ?3 \
         ORDER BY a.body, a.post, a.from_day, a.id"
    );
    all(tx, &sql, &[realm.into(), area.into(), day.into()], with_official)
}
