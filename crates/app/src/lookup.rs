//! Finding people by their numbers, without the numbers: the blind index, who may ask it, and the trace that every question leaves.
//! And the other things one box finds: areas, bodies, accounts.

use std::collections::BTreeMap;

use linli_engine::{Act, identity};
use linli_pack::model::{FieldKind, Register};
use linli_pack::record::{Record, Value};
use linli_store::{Blind, FieldToken, Keys, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::people::{AccountsWanted, SignedIn};

/// A number by which a person is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A whole phone number.
    Phone(String),
    /// The last four digits of one.
    Ending(String),
    /// A whole identity number.
    Id(String),
}

impl Number {
    /// What was typed, if it is one of these. `today` is days since 1970.
    #[must_use]
    pub fn read(text: &str, today: i64) -> Option<Self> {
        let text = text.trim();
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Ending(text.to_owned()));
        }
        let today = linli_engine::calendar::date_of(i32::try_from(today).unwrap_or_default());
        if let Ok(id) = identity::id_number(text, today) {
            return Some(Self::Id(id));
        }
        identity::phone(text).map(Self::Phone)
    }

    /// Whether it names one person: such a number belongs in no address and no log.
    #[must_use]
    pub const fn names_somebody(&self) -> bool {
        !matches!(self, Self::Ending(_))
    }

    /// How the journal calls the question; never the value.
    const fn act(&self) -> &'static str {
        match self {
            Self::Phone(_) => "lookup_phone",
            Self::Ending(_) => "lookup_ending",
            Self::Id(_) => "lookup_id",
        }
    }

    pub(crate) fn blind(&self, keys: &Keys, realm: i64) -> Result<Blind, AppError> {
        let (kind, value) = match self {
            Self::Phone(value) => ("phone", value),
            Self::Ending(value) => ("ending", value),
            Self::Id(value) => ("id", value),
        };
        Ok(keys.blind(realm, kind, value)?)
    }
}

/// The numbers in a record's personal values, each with its field.
pub(crate) fn numbers<'a>(register: &'a Register, personal: &BTreeMap<String, Value>) -> Vec<(&'a str, Number)> {
    let mut found = Vec::new();
    for field in register.fields.values() {
        let Some(value) = personal.get(&field.name).and_then(Value::as_str) else { continue };
        match field.kind {
            FieldKind::IdNumber => found.push((field.name.as_str(), Number::Id(value.to_owned()))),
            FieldKind::Phone => {
                found.push((field.name.as_str(), Number::Phone(value.to_owned())));
                let from = value.len().saturating_sub(4);
                found.extend(value.get(from..).map(|ending| (field.name.as_str(), Number::Ending(ending.to_owned()))));
            }
            _ => {}
        }
    }
    found
}

/// Under which tokens of the index a record with these personal values is found, each with its field.
pub(crate) fn tokens(
    keys: &Keys,
    realm: i64,
    register: &Register,
    personal: &BTreeMap<String, Value>,
) -> Result<Vec<FieldToken>, AppError> {
    numbers(register, personal).into_iter().map(|(field, number)| Ok((field.to_owned(), number.blind(keys, realm)?))).collect()
}

/// What one box finds beside records.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Areas, by code.
    pub areas: Vec<String>,
    /// Bodies, by code.
    pub bodies: Vec<String>,
    /// Accounts, for those who keep them.
    pub accounts: Vec<SignedIn>,
}

/// Records looked through at most: of an ending that many people share, the newest.
const MOST: i64 = 2_000;

impl App {
    /// Records with a person's number among those that the actor may see, the newest first. That somebody was looked up is in the
    /// journal, with who did it and how many were found, never with the number. A reporter who asked not to be named to those who
    /// handle the matter is not found by them either.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn look_up(&self, context: &Context, number: &Number, limit: usize) -> Result<Vec<Record>, AppError> {
        let blind = self.0.store.read(|tx| number.blind(&tx.keys(), self.0.realm))?;
        let territory = self.territory();
        let mut found = self.0.store.read(|tx| {
            let mut used = Vec::new();
            for record in linli_store::by_blind(tx, self.0.realm, &blind, MOST)? {
                // What is only kept by law is not looked up either.
                if linli_store::held_back(tx, self.0.realm, &record.id)?.is_none() {
                    used.push(record);
                }
            }
            Ok::<_, AppError>(used)
        })?;
        found.retain(|record| {
            let hidden = record.fields.get("anonymous").and_then(Value::as_bool).unwrap_or(false);
            context.sees(&self.0.pack, &territory, record) && (!hidden || context.may_reveal(&self.0.pack, &territory, record).is_some())
        });
        found.truncate(limit);
        let grant = context.actor.grants.first();
        let act = Act {
            at: context.now,
            actor: context.actor.id.clone(),
            role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
            body: grant.map(|grant| grant.body.clone()),
            name: number.act().to_owned(),
            facts: [("found".to_owned(), Value::from(found.len()))].into(),
            ..Act::default()
        };
        let inner = std::sync::Arc::clone(&self.0);
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::append(w, inner.realm, &crate::act::entry(&inner, &act))?;
            Ok::<_, AppError>(())
        })?;
        Ok(found)
    }

    /// Areas, bodies and accounts by words, the beginning of a code, or the initials of their pinyin: those of the actor's areas, and
    /// accounts only for those who keep them.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn find_places(&self, context: &Context, text: &str, limit: usize) -> Result<Places, AppError> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Ok(Places::default());
        }
        let letters = text.chars().all(|c| c.is_ascii_lowercase());
        let matches = |name: &str, code: &str| {
            name.to_lowercase().contains(&text)
                || (code.starts_with(&text) && text.len() > 3)
                || (letters && text.len() > 1 && linli_store::pinyin_initials(name).contains(&text))
        };
        let territory = self.territory();
        let mine = |area: &str| context.actor.grants.iter().any(|grant| territory.within(area, &grant.area));
        let mut places = Places::default();
        let mut areas: Vec<_> = territory.areas().filter(|area| matches(&area.name, &area.code) && mine(&area.code)).collect();
        // The widest first, then by code.
        areas.sort_by_key(|area| (territory.path(&area.code).len(), area.code.clone()));
        places.areas = areas.into_iter().take(limit).map(|area| area.code.clone()).collect();
        let lang = context.lang;
        let mut bodies: Vec<_> = territory
            .bodies()
            .filter(|named| matches(named.name.get(lang), &named.body.code) && mine(&named.body.area))
            .map(|named| named.body.code.clone())
            .collect();
        bodies.sort();
        bodies.truncate(limit);
        places.bodies = bodies;
        if context.grants_where(&self.0.pack, |role| role.admin).next().is_some() {
            let wanted = AccountsWanted { words: text.clone(), ..AccountsWanted::default() };
            places.accounts = self.accounts(context, &wanted, limit)?.rows;
        }
        Ok(places)
    }
}
