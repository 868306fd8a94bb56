//! Who asks, in which language, and when: one value that every operation takes.

use linli_engine::{Actor, Grant};
use linli_pack::Lang;
use linli_pack::model::{Home, Pack, Role};
use linli_pack::record::{Instant, Record};

use crate::territory::Territory;

/// What keys begin with that a phone made when something was reported, maybe days before it could be sent.
pub const PHONE_KEY: &str = "phone-";
/// Days for which the answer to a phone is kept: so long may it have had no signal before it asks whether its report arrived.
pub const PHONE_DAYS: i64 = 60;

/// Who asks, and when.
#[derive(Clone, Debug)]
pub struct Context {
    /// The actor as rules see them.
    pub actor: Actor,
    /// What other people call the account; empty for residents and the program.
    pub name: String,
    /// Language of the reader.
    pub lang: Lang,
    /// The time of the request.
    pub now: Instant,
    /// Key under which a repeated request is recognised.
    pub once: Option<String>,
}

impl Context {
    /// A resident without an account.
    #[must_use]
    pub fn resident(lang: Lang, now: Instant) -> Self {
        let actor = Actor { id: "resident".to_owned(), ..Actor::default() };
        Self { actor, name: String::new(), lang, now, once: None }
    }

    /// The program itself.
    #[must_use]
    pub fn system(now: Instant) -> Self {
        let actor = Actor { id: "system".to_owned(), system: true, ..Actor::default() };
        Self { actor, name: String::new(), lang: Lang::Zh, now, once: None }
    }

    /// The grants whose role has a property.
    pub fn grants_where<'a>(&'a self, pack: &'a Pack, is: impl Fn(&Role) -> bool + 'a) -> impl Iterator<Item = &'a Grant> {
        self.actor.grants.iter().filter(move |grant| pack.roles.get(&grant.role).is_some_and(&is))
    }

    /// Whether the actor may see a record: desks of a tier see their area, other bodies what they hold, held or opened, or are called to.
    #[must_use]
    pub fn sees(&self, pack: &Pack, territory: &Territory, record: &Record) -> bool {
        if self.actor.system || self.actor.reporter {
            return true;
        }
        self.actor.grants.iter().any(|grant| {
            let own = |body: &String| *body == grant.body;
            record.holder.as_ref().is_some_and(own)
                || record.opener.as_ref().is_some_and(own)
                || record.memory.chain.iter().chain(&record.memory.called).any(own)
                || (sees_area(pack, territory, grant, Some(&record.register)) && territory.within(&record.area, &grant.area))
        })
    }

    /// The post through which the actor may have a record's personal fields shown in full, if any. Where the reporter asked for it (a
    /// field `anonymous`, set), only the desks of the tiers may; the bodies that handle the matter may not.
    #[must_use]
    pub fn may_reveal(&self, pack: &Pack, territory: &Territory, record: &Record) -> Option<&Grant> {
        let hidden = record.fields.get("anonymous").and_then(serde_json::Value::as_bool).unwrap_or(false);
        self.actor.grants.iter().find(|grant| {
            let may = pack.roles.get(&grant.role).is_some_and(|role| role.reveal);
            let one = Self { actor: Actor { grants: vec![(*grant).clone()], ..self.actor.clone() }, ..self.clone() };
            may && one.sees(pack, territory, record) && (!hidden || is_desk(pack, territory, grant))
        })
    }

    /// The widest area whose records (of a register, or of all) the actor may see as a whole; `None` where they see only their own.
    #[must_use]
    pub fn widest_area(&self, pack: &Pack, territory: &Territory, register: Option<&str>) -> Option<String> {
        let areas = self.actor.grants.iter().filter(|grant| sees_area(pack, territory, grant, register)).map(|grant| grant.area.clone());
        areas.min_by_key(|area| territory.path(area).len())
    }

    /// Whether the actor may see all records of a register in an area.
    #[must_use]
    pub fn sees_all_in(&self, pack: &Pack, territory: &Territory, register: &str, area: &str) -> bool {
        let mut grants = self.actor.grants.iter();
        grants.any(|grant| sees_area(pack, territory, grant, Some(register)) && territory.within(area, &grant.area))
    }
}

/// Whether a grant reaches over its whole area: the desk of a tier does, roles that read boards or the journal do, and a role that may
/// act over an area sees what it may act on. Who administers accounts at that desk does not sit at it: the three administrators of
/// GB/T 22239 are kept apart.
fn sees_area(pack: &Pack, territory: &Territory, grant: &Grant, register: Option<&str>) -> bool {
    let kept_for = register.and_then(|name| pack.registers.get(name)).map(|register| register.see.as_slice()).unwrap_or_default();
    if !kept_for.is_empty() && !kept_for.contains(&grant.role) {
        return false;
    }
    let acts_over = || {
        let register = register.and_then(|name| pack.registers.get(name));
        register.is_some_and(|register| register.moves.values().any(|mv| mv.over.contains(&grant.role)))
    };
    let role = pack.roles.get(&grant.role);
    let sits = role.is_none_or(|role| role.home != Home::Admin);
    is_desk(pack, territory, grant) && sits || role.is_some_and(|role| role.board || role.audit) || acts_over()
}

/// Whether a grant is at the desk of a tier.
fn is_desk(pack: &Pack, territory: &Territory, grant: &Grant) -> bool {
    territory.named_body(&grant.body).is_some_and(|named| pack.levels.iter().any(|level| level.tier.as_ref() == Some(&named.body.kind)))
}
