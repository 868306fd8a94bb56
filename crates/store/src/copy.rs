//! A whole store into an empty one, whichever engine either has: backups of a server's database, and places that move.

use crate::dialect::Dialect;
use crate::tx::{Param, Row, Tx, all, first};
use crate::{Store, StoreError};

/// Rows that are written together.
const TOGETHER: usize = 500;

/// A table and its columns.
struct Table {
    name: String,
    columns: Vec<String>,
}

/// A value of its own.
enum Value {
    Null,
    Int(i64),
    Num(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    fn of(value: Param<'_>) -> Self {
        match value {
            Param::Null => Self::Null,
            Param::Int(value) => Self::Int(value),
            Param::Num(value) => Self::Num(value),
            Param::Text(value) => Self::Text(value.to_owned()),
            Param::Bytes(value) => Self::Bytes(value.to_vec()),
        }
    }

    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(value) => Param::Int(*value),
            Self::Num(value) => Param::Num(*value),
            Self::Text(value) => Param::Text(value),
            Self::Bytes(value) => Param::Bytes(value),
        }
    }
}

impl Store {
    /// Copies one snapshot of everything, but for what can be derived again (the search index), into an empty store that was opened with
    /// the same keys and by the same program; gives how many rows. While it runs others may write to this store, and what they write is
    /// not in the copy.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the other store is not empty; what either database says. Then the other store is of no use.
    pub fn copy_to(&self, other: &Self) -> Result<u64, StoreError> {
        if other.read(|tx| first(tx, "SELECT 1 FROM area LIMIT 1", &[], |row| row.int(0)))?.is_some() {
            return Err(StoreError::Exists(
                "the database to copy into holds a place already, or what a copy that was broken off left: empty it, or name another"
                    .to_owned(),
            ));
        }
        self.read(|tx| {
            let mut rows = 0;
            for table in tables(tx)? {
                rows += copy(tx, other, &table)?;
            }
            other.write(|w| count_on(w))?;
            Ok(rows)
        })
    }
}

/// All tables that hold what cannot be derived, and are not about the database itself.
fn tables(tx: &mut dyn Tx) -> Result<Vec<Table>, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid"
        }
        Dialect::Postgres => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        }
    };
    let mut tables: Vec<Table> = Vec::new();
    for (name, column) in all(tx, sql, &[], |row| Ok((row.text(0)?, row.text(1)?)))? {
        if name.starts_with("search") || name.starts_with("sqlite") || matches!(name.as_str(), "meta" | "schema_step") {
            continue;
        }
        match tables.last_mut().filter(|last| last.name == name) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}

fn copy(tx: &mut dyn Tx, other: &Store, table: &Table) -> Result<u64, StoreError> {
    let Table { name, columns } = table;
    let select = format!("SELECT {} FROM {name}", columns.join(", "));
    let places: Vec<String> = (1..=columns.len()).map(|nth| format!("?{nth}")).collect();
    let insert = format!("INSERT INTO {name} ({}) VALUES ({})", columns.join(", "), places.join(", "));
    let mut load: Vec<Vec<Value>> = Vec::with_capacity(TOGETHER);
    let mut rows = 0;
    let mut read = |row: &dyn Row| {
        load.push((0..columns.len()).map(|column| row.value(column).map(Value::of)).collect::<Result<_, _>>()?);
        rows += 1;
        if load.len() == TOGETHER { write(other, &insert, std::mem::take(&mut load)) } else { Ok(()) }
    };
    tx.query(&select, &[], &mut read)?;
    write(other, &insert, load)?;
    Ok(rows)
}

fn write(other: &Store, insert: &str, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    let insert = insert.to_owned();
    other.write(move |w| {
        rows.iter().try_for_each(|row| {
            let params: Vec<Param<'_>> = row.iter().map(Value::param).collect();
            w.execute(&insert, &params).map(drop)
        })
    })
}

/// Rows that come later get numbers beyond those that were copied.
fn count_on(tx: &mut dyn Tx) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        let sql = "SELECT setval(pg_get_serial_sequence('record', 'row'), MAX(row)) FROM record HAVING MAX(row) IS NOT NULL";
        tx.query(sql, &[], &mut |_| Ok(()))?;
    }
    Ok(())
}
