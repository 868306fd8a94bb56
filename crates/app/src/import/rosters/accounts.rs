//! Accounts from a file: a row for each role of a person. Rows of one login come in together or not at all.

use std::collections::{BTreeMap, HashMap};

use linli_engine::Facts as _;
use linli_pack::model::{FieldKind, Pack};
use linli_pack::record::Value;
use linli_store::{Account, AccountQuery, AccountsFrom, Tx, Write};

use super::super::check::{Checked, Fate};
use super::super::columns::{Column, Kind, Labels};
use super::super::values::Fault;
use super::{Fates, Given, Ground, Slip, column};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::password;
use crate::people::{areas_administered, in_the_journal, login_fits, mine_to_administer};

/// Longest name of a person, in characters.
const NAME: usize = 40;
/// Bodies named where several fit.
const NAMED: usize = 3;

pub(super) fn columns(pack: &Pack, labels: &Labels) -> Vec<Column> {
    let roles = pack.roles.values().map(|role| (role.name.clone(), role.label.clone())).collect();
    let text = |max| FieldKind::Text { max };
    let of = |name, kind, required| column(labels, name, kind, required);
    vec![
        of("login", text(64), true),
        of("name", text(NAME), true),
        of("role", FieldKind::Choice { options: roles }, true),
        Column { kind: Kind::Body(Vec::new()), ..of("body", text(0), false) },
        Column { kind: Kind::Area, ..of("area", text(0), false) },
        of("from", FieldKind::Date, false),
        of("until", FieldKind::Date, false),
        of("disabled", FieldKind::Bool, false),
    ]
}

/// An account as it is to be.
pub(super) struct Wanted {
    account: Account,
    is_new: bool,
    grants: Vec<linli_store::Grant>,
}

/// The rows of one login.
struct Person {
    rows: Vec<usize>,
    account: Account,
    is_new: bool,
    before: (Account, Vec<linli_store::Grant>),
    grants: Vec<linli_store::Grant>,
}

pub(super) fn settle(
    ground: &Ground<'_>,
    tx: &mut dyn Tx,
    checked: &Checked,
    given: &mut [Given<'_>],
) -> Result<(Vec<Wanted>, Fates), AppError> {
    let areas = areas_administered(&ground.inner.pack, ground.context)?;
    let mut people: Vec<Person> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut seen: HashMap<(usize, String, String), (usize, u32)> = HashMap::new();
    for (nth, row) in given.iter_mut().enumerate() {
        if !row.must(checked, "login") {
            continue;
        }
        let login = row.text("login").to_owned();
        if !login_fits(&login) {
            row.breaks(checked, "login", "login-form");
            continue;
        }
        let at = match known.get(&login) {
            Some(at) => *at,
            None => {
                people.push(person(ground, tx, &login)?);
                known.insert(login.clone(), people.len() - 1);
                people.len() - 1
            }
        };
        let Some(person) = people.get_mut(at) else { continue };
        let first = person.rows.is_empty();
        person.rows.push(nth);
        if !person.is_new && !ground.updates {
            row.breaks(checked, "login", "roster-login-taken");
            continue;
        }
        if mine_to_administer(tx, ground.inner.realm, &ground.territory, &areas, &person.account.id).is_err() {
            row.breaks(checked, "login", "roster-not-yours");
            continue;
        }
        about_the_person(ground, checked, row, person, first);
        if let Some(grant) = role(ground, checked, row, person, &areas) {
            let place = row.place();
            match seen.entry((at, grant.role.clone(), grant.body.clone())) {
                std::collections::hash_map::Entry::Occupied(other) => {
                    let fault = ground.twice(checked, *other.get());
                    row.wrong(checked, "role", fault);
                }
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(place);
                    person.grants.retain(|known| (&known.role, &known.body) != (&grant.role, &grant.body));
                    person.grants.push(grant);
                }
            }
        }
    }
    Ok(together(checked, given, people))
}

/// Somebody who is known already, or not yet.
fn person(ground: &Ground<'_>, tx: &mut dyn Tx, login: &str) -> Result<Person, AppError> {
    let found = linli_store::account_by_login(tx, ground.inner.realm, login)?;
    let is_new = found.is_none();
    let account = found.unwrap_or_else(|| Account { login: login.to_owned(), ..Account::default() });
    let grants = if is_new { Vec::new() } else { linli_store::grants(tx, ground.inner.realm, &account.id)? };
    Ok(Person { rows: Vec::new(), before: (account.clone(), grants.clone()), account, is_new, grants })
}

/// Name and whether they may sign in: the same in every row of a login.
fn about_the_person(ground: &Ground<'_>, checked: &Checked, row: &mut Given<'_>, person: &mut Person, first: bool) {
    let name = row.text("name").to_owned();
    if name.chars().count() > NAME {
        row.breaks(checked, "name", "roster-name-long");
    } else if name.is_empty() {
        if person.is_new && person.account.name.is_empty() {
            row.must(checked, "name");
        }
    } else if first || person.account.name.is_empty() {
        person.account.name = name;
    } else if name != person.account.name {
        row.breaks(checked, "name", "roster-name-differs");
    }
    if let Some(disabled) = row.values.get("disabled").and_then(Value::as_bool) {
        if disabled && person.account.id == ground.context.actor.id {
            row.breaks(checked, "disabled", "roster-self");
        }
        person.account.disabled = disabled;
    }
}

/// The role that a row gives; `None` where it gives none, or something is wrong with it.
fn role(ground: &Ground<'_>, checked: &Checked, row: &mut Given<'_>, person: &Person, areas: &[String]) -> Option<linli_store::Grant> {
    let asks = ["body", "area", "from", "until"].iter().any(|name| row.values.contains_key(*name));
    if row.text("role").is_empty() && !person.is_new && !asks {
        return None;
    }
    let days = period(checked, row);
    if !row.must(checked, "role") {
        return None;
    }
    let declared = ground.inner.pack.roles.get(row.text("role"))?;
    let body = body(ground, checked, row, &declared.bodies)?;
    let named = ground.territory.named_body(&body)?;
    let column = if row.text("body").is_empty() { "area" } else { "body" };
    if named.ended.is_some() {
        row.breaks(checked, column, "body-ended");
        return None;
    }
    if !declared.bodies.contains(&named.body.kind) {
        row.breaks(checked, column, "role-body");
        return None;
    }
    if !areas.iter().any(|area| ground.territory.within(&named.body.area, area)) {
        row.breaks(checked, column, "roster-not-yours");
        return None;
    }
    let (from, until) = days?;
    let old = person.grants.iter().find(|known| known.role == declared.name && known.body == body);
    // An empty cell leaves what is there.
    let grant = linli_store::Grant {
        account: person.account.id.clone(),
        role: declared.name.clone(),
        body: body.clone(),
        area: named.body.area.clone(),
        from_day: from.or_else(|| old.and_then(|old| old.from_day.clone())),
        to_day: until.or_else(|| old.and_then(|old| old.to_day.clone())),
    };
    if grant.from_day.is_some() && grant.to_day.is_some() && grant.to_day < grant.from_day {
        row.breaks(checked, "until", "date-order");
        return None;
    }
    Some(grant)
}

/// First and last day; `None` where a cell holds no day.
fn period(checked: &Checked, row: &mut Given<'_>) -> Option<(Option<String>, Option<String>)> {
    if row.spoilt("from") || row.spoilt("until") {
        return None;
    }
    let day = |name: &str| Some(row.text(name)).filter(|day| !day.is_empty()).map(str::to_owned);
    let days = (day("from"), day("until"));
    if days.0.is_some() && days.1.is_some() && days.1 < days.0 {
        row.breaks(checked, "until", "date-order");
        return None;
    }
    Some(days)
}

/// The body of a role: named, or the one of an area in which the role can be.
fn body(ground: &Ground<'_>, checked: &Checked, row: &mut Given<'_>, kinds: &[String]) -> Option<String> {
    if row.spoilt("body") || row.spoilt("area") {
        return None;
    }
    let (body, area) = (row.text("body").to_owned(), row.text("area").to_owned());
    if !body.is_empty() {
        let elsewhere = !area.is_empty() && ground.territory.named_body(&body).is_some_and(|named| named.body.area != area);
        if elsewhere {
            row.breaks(checked, "area", "roster-body-elsewhere");
            return None;
        }
        return Some(body);
    }
    if area.is_empty() {
        row.breaks(checked, "body", "roster-body-or-area");
        return None;
    }
    let fitting: Vec<String> =
        kinds.iter().flat_map(|kind| ground.territory.bodies_in(&area, kind)).map(|body| body.code.clone()).collect();
    match fitting.as_slice() {
        [one] => Some(one.clone()),
        [] => {
            row.breaks(checked, "area", "roster-no-body");
            None
        }
        several => {
            row.wrong(checked, "area", Fault::Ambiguous { names: several.iter().take(NAMED).cloned().collect() });
            None
        }
    }
}

/// Everything that is right, people whole: where one of somebody's rows is wrong, the others say so and wait.
fn together(checked: &Checked, given: &mut [Given<'_>], people: Vec<Person>) -> (Vec<Wanted>, Fates) {
    let (mut wanted, mut fates) = (Vec::new(), Fates::new());
    for person in people {
        let spoilt = person.rows.iter().any(|nth| given.get(*nth).is_some_and(|row| !row.findings.is_empty()));
        let by_key = |grants: &[linli_store::Grant]| grants.iter().map(|one| (key(one), one.clone())).collect::<BTreeMap<_, _>>();
        let same = (&person.account, by_key(&person.grants)) == (&person.before.0, by_key(&person.before.1));
        let fate = if person.is_new {
            Fate::Made
        } else if same {
            Fate::Same
        } else {
            Fate::Changed
        };
        for nth in &person.rows {
            let Some(row) = given.get_mut(*nth) else { continue };
            if spoilt && row.findings.is_empty() {
                row.breaks(checked, "login", "roster-other-row");
            } else if !spoilt {
                fates.insert(row.place(), fate);
            }
        }
        if !spoilt && fate != Fate::Same {
            wanted.push(Wanted { account: person.account, is_new: person.is_new, grants: person.grants });
        }
    }
    (wanted, fates)
}

fn key(grant: &linli_store::Grant) -> (String, String) {
    (grant.role.clone(), grant.body.clone())
}

/// Writes accounts, and gives the new ones their first passwords.
pub(super) fn write(inner: &Inner, w: &mut Write<'_>, context: &Context, wanted: Vec<Wanted>) -> Result<Vec<Slip>, AppError> {
    let mut slips = Vec::new();
    for one in wanted {
        let mut account = one.account;
        if one.is_new {
            account.id = inner.random.uuid(context.now);
            let first = password::made_up(&inner.random);
            account.password = password::hash_made_up(&first, &inner.random).map_err(|error| AppError::Internal(error.to_string()))?;
            // Two people know it until its owner has changed it.
            account.must_change = true;
            slips.push(Slip { login: account.login.clone(), name: account.name.clone(), password: first });
        }
        let grants: Vec<linli_store::Grant> =
            one.grants.into_iter().map(|grant| linli_store::Grant { account: account.id.clone(), ..grant }).collect();
        linli_store::put_account(w, inner.realm, &account)?;
        linli_store::put_grants(w, inner.realm, &account.id, &grants)?;
        let roles = grants.iter().map(in_the_journal).map(Value::from).collect::<Vec<_>>();
        let facts = [("roles", roles.into()), ("disabled", account.disabled.into()), ("password", one.is_new.into())];
        let words = [("login", Value::from(account.login.clone())), ("name", account.name.clone().into())];
        crate::keys::note(inner, w, context, &account.id, if one.is_new { "account_new" } else { "account_change" }, &facts, &words)?;
        if account.disabled {
            crate::sign_ins::end_sessions(w, inner.realm, &account.id, None, context)?;
        }
    }
    Ok(slips)
}

impl App {
    /// Accounts of the actor's areas with their roles there, a row for each.
    pub(super) fn account_rows(&self, context: &Context) -> Result<Vec<Vec<String>>, AppError> {
        let areas = self.administered(context)?;
        let (territory, pack, realm) = (self.territory(), &self.0.pack, self.0.realm);
        let query = AccountQuery { areas: &areas, words: "", role: "" };
        self.0.store.read(|tx| {
            let mut rows = Vec::new();
            for account in linli_store::accounts_page(tx, realm, &query, AccountsFrom::Start, i64::MAX)? {
                let disabled = match (context.lang, account.disabled) {
                    (linli_pack::Lang::Zh, true) => "是",
                    (linli_pack::Lang::Zh, false) => "否",
                    (_, true) => "yes",
                    (_, false) => "no",
                };
                let line = |role: &str, body: &str, area: &str, from: &str, until: &str| {
                    [account.login.as_str(), account.name.as_str(), role, body, area, from, until, disabled].map(str::to_owned).to_vec()
                };
                let mut grants = linli_store::grants(tx, realm, &account.id)?;
                grants.retain(|grant| areas.iter().any(|area| territory.within(&grant.area, area)));
                if grants.is_empty() {
                    rows.push(line("", "", "", "", ""));
                }
                for grant in grants {
                    let role = pack.roles.get(&grant.role).map_or(grant.role.as_str(), |role| role.label.get(context.lang));
                    let (from, until) = (grant.from_day.as_deref().unwrap_or_default(), grant.to_day.as_deref().unwrap_or_default());
                    rows.push(line(role, &grant.body, "", from, until));
                }
            }
            Ok(rows)
        })
    }
}
