//! The list of accounts as an administrator asks for it: one page at a time, however many there are.

use crate::StoreError;
use crate::people::{ACCOUNT, Account, read_account};
use crate::tx::{Param, Tx, all, first};

/// Which accounts are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountQuery<'a> {
    /// With a role in one of these areas or below, at whatever time; accounts without any role are everybody's.
    pub areas: &'a [String],
    /// Part of the login or the name, in lower case; empty: all.
    pub words: &'a str,
    /// With this role; empty: all.
    pub role: &'a str,
}

/// From where a page of the list goes on.
#[derive(Clone, Copy, Debug)]
pub enum From<'a> {
    /// From the first.
    Start,
    /// Behind this login.
    After(&'a str),
    /// Before this login.
    Before(&'a str),
}

/// At most `limit` accounts by login.
///
/// # Errors
/// What the database says.
pub fn accounts_page(
    tx: &mut dyn Tx,
    realm: i64,
    query: &AccountQuery<'_>,
    from: From<'_>,
    limit: i64,
) -> Result<Vec<Account>, StoreError> {
    let like = pattern(query.words);
    let (wanted, mut params) = wanted(realm, query, &like);
    let columns = ACCOUNT.split(", ").map(|name| format!("a.{name}")).collect::<Vec<_>>().join(", ");
    let (next, login, order) = match from {
        From::Start => ("", None, "ASC"),
        From::After(login) => ("AND a.login > ", Some(login), "ASC"),
        From::Before(login) => ("AND a.login < ", Some(login), "DESC"),
    };
    let mut next = next.to_owned();
    if let Some(login) = login {
        params.push(login.into());
        next.push_str(&format!("?{}", params.len()));
    }
    params.push(limit.into());
    let sql = format!("SELECT {columns} FROM account a WHERE {wanted} {next} ORDER BY a.login {order} LIMIT ?{}", params.len());
    let mut found = all(tx, &sql, &params, read_account)?;
    if matches!(from, From::Before(_)) {
        found.reverse();
    }
    Ok(found)
}

/// How many accounts are wanted.
///
/// # Errors
/// What the database says.
pub fn count_accounts(tx: &mut dyn Tx, realm: i64, query: &AccountQuery<'_>) -> Result<i64, StoreError> {
    let like = pattern(query.words);
    let (wanted, params) = wanted(realm, query, &like);
    Ok(first(tx, &format!("SELECT COUNT(*) FROM account a WHERE {wanted}"), &params, |row| row.int(0))?.unwrap_or(0))
}

/// Part of a text, for `LIKE`: its own signs stand for themselves.
fn pattern(words: &str) -> String {
    format!("%{}%", words.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

fn wanted<'a>(realm: i64, query: &AccountQuery<'a>, like: &'a str) -> (String, Vec<Param<'a>>) {
    let mut params: Vec<Param<'a>> = vec![realm.into()];
    let mut sql = "a.realm = ?1".to_owned();
    let mut areas = Vec::new();
    for area in query.areas {
        params.push(area.into());
        areas.push(format!("?{}", params.len()));
    }
    let own = "FROM grant_ g WHERE g.realm = a.realm AND g.account = a.id";
    let within = "EXISTS (SELECT 1 FROM area_closure c WHERE c.realm = g.realm AND c.area = g.area AND c.ancestor IN";
    sql.push_str(&format!(" AND (NOT EXISTS (SELECT 1 {own}) OR EXISTS (SELECT 1 {own} AND {within} ({}))))", areas.join(", ")));
    if !query.words.is_empty() {
        params.push(like.into());
        let at = params.len();
        sql.push_str(&format!(" AND (LOWER(a.login) LIKE ?{at} ESCAPE '!' OR LOWER(a.name) LIKE ?{at} ESCAPE '!')"));
    }
    if !query.role.is_empty() {
        params.push(query.role.into());
        sql.push_str(&format!(" AND EXISTS (SELECT 1 {own} AND g.role = ?{})", params.len()));
    }
    (sql, params)
}
