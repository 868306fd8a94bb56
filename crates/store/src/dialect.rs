//! The true differences between the engines, in one place. Everything else is SQL both accept.

use linli_pack::expr::Names;
use linli_pack::record::Type;

/// Ends a table whose rows are kept in the order of its key.
pub(crate) const CLUSTERED: &str = "WITHOUT ROWID";
/// A column that numbers rows by itself.
pub(crate) const ROW_NUMBER: &str = "INTEGER PRIMARY KEY";
/// The tokens of all rows of `personal_index i` in one text, a line each: the token in hex, a space, the field.
pub(crate) const TOKEN_LINES: &str = "group_concat(lower(hex(i.blind)) || ' ' || i.field || '\n', '')";
/// The full-text index: two columns of ready-made words, found by row number.
pub(crate) const SEARCH_TABLE: &str = "CREATE VIRTUAL TABLE search USING fts5(words, initials, content = '', contentless_delete = 1, tokenize = \"unicode61 remove_diacritics 0\")";
/// Takes row ?1 out of the full-text index.
pub(crate) const SEARCH_REMOVE: &str = "DELETE FROM search WHERE rowid = ?1";
/// Puts row ?1 with words ?2 and initials ?3 into the full-text index.
pub(crate) const SEARCH_PUT: &str = "INSERT INTO search (rowid, words, initials) VALUES (?1, ?2, ?3)";

/// Merges ?1 pages of the full-text index; a negative number begins to merge all of it, which lets go of what was taken out.
pub(crate) const SEARCH_MERGE: &str = "INSERT INTO search (search, rank) VALUES ('merge', ?1)";
/// Whether there is a table or index called ?1.
pub(crate) const IS_THERE: &str = "SELECT 1 FROM sqlite_master WHERE name = ?1";
/// How many rows this connection has changed.
pub(crate) const CHANGES: &str = "SELECT total_changes()";

/// Rows whose words match ?2, of realm ?1, in area ?3 or below where that is given, the newest first, at most ?4.
pub(crate) const SEARCH_FIND: &str = "SELECT {columns} FROM search s CROSS JOIN record r \
     WHERE s.search MATCH ?2 AND r.row = s.rowid AND r.realm = ?1 \
     AND (?3 IS NULL OR EXISTS (SELECT 1 FROM area_closure c WHERE c.realm = ?1 AND c.ancestor = ?3 AND c.area = r.area)) \
     ORDER BY s.rowid DESC LIMIT ?4";

/// Pins the plan of a query to one index; a planner left alone takes 300 ms now and then.
pub(crate) fn using(index: &str) -> String {
    format!("INDEXED BY {index}")
}

/// Names of columns for compiled filters; the table `record` is called `r` in every query that takes one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns;

impl Names for Columns {
    fn column(&self, name: &str, field: bool, kind: Type) -> String {
        let name: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
        if !field {
            return format!("r.{name}");
        }
        let cast = match kind {
            Type::Bool | Type::Int | Type::Time => "INTEGER",
            Type::Num => "REAL",
            Type::Text | Type::List => "TEXT",
        };
        format!("CAST(r.fields ->> '$.\"{name}\"' AS {cast})")
    }
}
