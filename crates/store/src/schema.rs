//! The tables, and how an older database becomes a current one: by the steps it does not have yet.
//!
//! Each step has a name, and a database notes the names of those it has, with a print of what was carried out. So a step may be put anywhere,
//! two branches may each bring one, and a database that has a step unknown here is left alone.

mod counted;
mod steps;
#[cfg(test)]
mod tests;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::StoreError;
use crate::tx::{Tx, all, first};

use steps::STEPS;

/// One change of the tables.
struct Step {
    name: &'static str,
    statements: &'static [&'static str],
}

impl Step {
    /// Tells what it does from what another text under the same name would do; how lines are broken does not matter.
    fn print(&self) -> String {
        let mut hasher = Sha256::new();
        for statement in self.statements {
            for word in statement.split_whitespace() {
                hasher.update(word);
                hasher.update(b" ");
            }
            hasher.update([0]);
        }
        HEXLOWER.encode(&hasher.finalize())
    }

    fn run(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        for statement in self.statements {
            for statement in tx.dialect().schema(statement) {
                tx.execute(&statement, &[])?;
            }
        }
        Ok(())
    }

    /// Notes that the database has it.
    fn note(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        let nth = first(tx, "SELECT COUNT(*) + 1 FROM schema_step", &[], |row| row.int(0))?.unwrap_or(1);
        let print = self.print();
        let params = [self.name.into(), nth.into(), (&print).into()];
        tx.execute("INSERT INTO schema_step (name, nth, print) VALUES (?1, ?2, ?3)", &params).map(drop)
    }
}

/// Makes the tables of an empty database, or gives an older one what it lacks, in one transaction.
pub(crate) fn prepare(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)", &[])?;
    tx.execute("CREATE TABLE IF NOT EXISTS schema_step (name TEXT NOT NULL PRIMARY KEY, nth BIGINT NOT NULL, print TEXT NOT NULL)", &[])?;
    if missing(tx)?.is_empty() {
        return Ok(());
    }
    tx.execute("BEGIN IMMEDIATE", &[])?;
    match migrate(tx) {
        Ok(()) => tx.execute("COMMIT", &[]).map(drop),
        Err(error) => {
            drop(tx.execute("ROLLBACK", &[]));
            Err(error)
        }
    }
}

/// The steps that the database does not have.
fn missing(tx: &mut dyn Tx) -> Result<Vec<&'static Step>, StoreError> {
    let applied = all(tx, "SELECT name, print FROM schema_step ORDER BY nth", &[], |row| Ok((row.text(0)?, row.text(1)?)))?;
    for (name, print) in &applied {
        let step = STEPS.iter().find(|step| step.name == *name);
        let step = step.ok_or_else(|| StoreError::MadeByNewer { step: name.clone() })?;
        if step.print() != *print {
            return Err(StoreError::OtherSchema { step: name.clone() });
        }
    }
    Ok(STEPS.iter().filter(|step| applied.iter().all(|(name, _)| name != step.name)).collect())
}

fn migrate(tx: &mut dyn Tx) -> Result<(), StoreError> {
    counted::name(tx)?;
    for step in missing(tx)? {
        step.run(tx)?;
        step.note(tx)?;
    }
    // For programs that count: they refuse a number larger than theirs.
    tx.execute(
        "INSERT INTO meta (name, value) SELECT 'schema', COUNT(*) FROM schema_step WHERE TRUE \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[],
    )?;
    Ok(())
}
