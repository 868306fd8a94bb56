//! What anybody may see: records that a register's pack opens to the public. Nothing here hands out what somebody wrote.

use linli_pack::expr::{Param, Sql};
use linli_pack::record::{Instant, Record};
use linli_store::{ListQuery, Order, Scope};

use crate::app::App;
use crate::error::AppError;

/// Which public records, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Categories, each with those below it; empty for all.
    pub categories: Vec<String>,
    /// Area, with those below it.
    pub area: Option<String>,
    /// Opened at or after.
    pub from: Option<Instant>,
    /// Opened at or before.
    pub until: Option<Instant>,
    /// Only open or only closed ones.
    pub open: Option<bool>,
    /// How many to leave out before the first.
    pub skip: usize,
    /// Most records.
    pub limit: usize,
}

impl App {
    /// Records of a register that anybody may see.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn public_records(&self, register: &str, wanted: &Wanted) -> Result<Vec<Record>, AppError> {
        let mut query = ListQuery::new(register, Scope::Public);
        query.order = Order::Created;
        query.descending = true;
        query.open = wanted.open;
        query.filter = filter(wanted, self.0.realm);
        query.limit = wanted.skip + wanted.limit;
        let page = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?;
        Ok(page.records.into_iter().skip(wanted.skip).collect())
    }

    /// The public record of this number; `None` also where there is one that not everybody may see.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn public_record(&self, number: &str) -> Result<Option<Record>, AppError> {
        let found = self.0.store.read(|tx| linli_store::record_by_number(tx, self.0.realm, number))?;
        Ok(found.filter(|record| record.public))
    }
}

/// The conditions beside register and openness.
fn filter(wanted: &Wanted, realm: i64) -> Option<Sql> {
    let (mut texts, mut params) = (Vec::new(), Vec::new());
    if let Some(from) = wanted.from {
        texts.push("r.created >= ?".to_owned());
        params.push(Param::Int(from));
    }
    if let Some(until) = wanted.until {
        texts.push("r.created <= ?".to_owned());
        params.push(Param::Int(until));
    }
    if !wanted.categories.is_empty() {
        // What lies below a category starts with its code and a dot; '/' is the character after '.'.
        let each = wanted.categories.iter().map(|code| {
            params.extend([Param::Text(code.clone()), Param::Text(format!("{code}.")), Param::Text(format!("{code}/"))]);
            "r.category = ? OR (r.category >= ? AND r.category < ?)".to_owned()
        });
        texts.push(format!("({})", each.collect::<Vec<_>>().join(" OR ")));
    }
    if let Some(area) = &wanted.area {
        texts.push("EXISTS (SELECT 1 FROM area_closure c WHERE c.realm = ? AND c.ancestor = ? AND c.area = r.area)".to_owned());
        params.extend([Param::Int(realm), Param::Text(area.clone())]);
    }
    (!texts.is_empty()).then(|| Sql { text: texts.join(" AND "), params })
}
