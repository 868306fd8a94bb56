//! The seam between the store's queries and a database: one small synchronous trait.

use std::sync::Arc;

use crate::StoreError;
use crate::dialect::Dialect;
use crate::seal::Keys;

/// An open transaction. Statements are portable SQL with placeholders `?1`, `?2`, …
pub trait Tx {
    /// What values are sealed and opened with.
    fn keys(&self) -> Arc<Keys>;

    /// Which database it is, for the few statements that differ.
    fn dialect(&self) -> Dialect;

    /// Runs a statement; gives the number of rows changed.
    ///
    /// # Errors
    /// What the database says.
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError>;

    /// Runs a query and hands each row to `row`.
    ///
    /// # Errors
    /// What the database or `row` says.
    fn query(&mut self, sql: &str, params: &[Param<'_>], row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>)
    -> Result<(), StoreError>;
}

/// One row of a result. Columns count from 0; a `NULL` in a method without `opt` is an error.
pub trait Row {
    /// Whatever it is.
    ///
    /// # Errors
    /// No such column.
    fn value(&self, column: usize) -> Result<Param<'_>, StoreError>;

    /// An integer or `NULL`.
    ///
    /// # Errors
    /// Another type.
    fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.value(column)? {
            Param::Null => Ok(None),
            Param::Int(value) => Ok(Some(value)),
            _ => Err(other(column, "integer")),
        }
    }
    /// A float or `NULL`.
    ///
    /// # Errors
    /// Another type.
    #[expect(clippy::cast_precision_loss, reason = "asked for as a float")]
    fn opt_num(&self, column: usize) -> Result<Option<f64>, StoreError> {
        match self.value(column)? {
            Param::Null => Ok(None),
            Param::Num(value) => Ok(Some(value)),
            Param::Int(value) => Ok(Some(value as f64)),
            _ => Err(other(column, "number")),
        }
    }
    /// A text or `NULL`.
    ///
    /// # Errors
    /// Another type.
    fn opt_str(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self.value(column)? {
            Param::Null => Ok(None),
            Param::Text(value) => Ok(Some(value)),
            _ => Err(other(column, "text")),
        }
    }
    /// Bytes or `NULL`.
    ///
    /// # Errors
    /// Another type.
    fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        match self.value(column)? {
            Param::Null => Ok(None),
            Param::Bytes(value) => Ok(Some(value)),
            _ => Err(other(column, "bytes")),
        }
    }

    /// An integer.
    ///
    /// # Errors
    /// `NULL` or another type.
    fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| absent(column))
    }
    /// A boolean, kept as 0 or 1.
    ///
    /// # Errors
    /// `NULL` or another type.
    fn bool(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }
    /// A text.
    ///
    /// # Errors
    /// `NULL` or another type.
    fn str(&self, column: usize) -> Result<&str, StoreError> {
        self.opt_str(column)?.ok_or_else(|| absent(column))
    }
    /// A text of its own.
    ///
    /// # Errors
    /// `NULL` or another type.
    fn text(&self, column: usize) -> Result<String, StoreError> {
        Ok(self.str(column)?.to_owned())
    }
    /// A text of its own, or `NULL`.
    ///
    /// # Errors
    /// Another type.
    fn opt_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        Ok(self.opt_str(column)?.map(str::to_owned))
    }
    /// Bytes.
    ///
    /// # Errors
    /// `NULL` or another type.
    fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        self.opt_bytes(column)?.ok_or_else(|| absent(column))
    }
}

pub(crate) fn other(column: usize, wanted: &str) -> StoreError {
    StoreError::Malformed(format!("column {column} holds no {wanted}"))
}

fn absent(column: usize) -> StoreError {
    StoreError::Malformed(format!("column {column} is NULL"))
}

/// A parameter of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Param<'a> {
    /// `NULL`.
    Null,
    /// Integer, time or boolean.
    Int(i64),
    /// Float.
    Num(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<f64> for Param<'_> {
    fn from(value: f64) -> Self {
        Self::Num(value)
    }
}
impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(value)
    }
}
impl<'a> From<&'a Option<String>> for Param<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}
impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The first row of a query, read by `read`.
pub(crate) fn first<T>(
    tx: &mut dyn Tx,
    sql: &str,
    params: &[Param<'_>],
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut found = None;
    tx.query(sql, params, &mut |row| {
        if found.is_none() {
            found = Some(read(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// All rows of a query, read by `read`.
pub(crate) fn all<T>(
    tx: &mut dyn Tx,
    sql: &str,
    params: &[Param<'_>],
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql, params, &mut |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}
