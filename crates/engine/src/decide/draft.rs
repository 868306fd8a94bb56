//! A record being changed, and the line of the journal that says so.

use std::collections::BTreeMap;

use linli_pack::model::{FieldKind, Register};
use linli_pack::record::{Record, Value};

use super::{Case, parts, wake};
use crate::act::{Act, Command, FOR, Notice, Outcome, SAID, To};
use crate::attendance::Attendee;
use crate::rights::Acting;

/// Attributes whose change the journal states.
const STATED: [&str; 20] = [
    "number",
    "area",
    "source",
    "category",
    "urgency",
    "created",
    "due",
    "warn",
    "deadline",
    "closed",
    "rating",
    "raised",
    "returns",
    "reopened",
    "followers",
    "supervised",
    "public",
    "opener",
    "holder",
    "open",
];

pub(crate) struct Draft<'c, 'a> {
    pub(crate) case: &'c Case<'a>,
    pub(crate) register: &'c Register,
    /// As it was; empty for a record being opened.
    pub(crate) before: Record,
    pub(crate) record: Record,
    pub(crate) acting: Acting<'c>,
    pub(crate) facts: BTreeMap<String, Value>,
    pub(crate) words: BTreeMap<String, Value>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) also: Vec<(String, Command)>,
    /// Who was there.
    pub(crate) attendance: Option<Vec<Attendee>>,
    /// Steps of escalation that are due by now have been taken.
    pub(crate) raised: bool,
}

impl<'c, 'a> Draft<'c, 'a> {
    pub(crate) fn on(case: &'c Case<'a>, register: &'c Register, record: &Record, acting: Acting<'c>) -> Self {
        Self {
            case,
            register,
            before: record.clone(),
            record: record.clone(),
            acting,
            facts: BTreeMap::new(),
            words: BTreeMap::new(),
            notices: Vec::new(),
            also: Vec::new(),
            attendance: None,
            raised: false,
        }
    }

    /// States an input or a field in the journal: among the facts, or the words that can be erased.
    pub(crate) fn state(&mut self, name: &str, value: &Value) {
        let line = if self.is_words(name) { &mut self.words } else { &mut self.facts };
        line.insert(name.to_owned(), value.clone());
    }

    fn is_words(&self, name: &str) -> bool {
        use FieldKind::{Address, IdNumber, LongText, Person, Phone, Photos, Text};
        match self.register.fields.get(name) {
            Some(field) => {
                field.personal.is_some()
                    || matches!(field.kind, Text { .. } | LongText { .. } | Person | Address | Phone | IdNumber | Photos { .. })
            }
            // A point can be somebody's home.
            None => matches!(name, "note" | "photos" | "lon" | "lat" | "title"),
        }
    }

    pub(crate) fn tell(&mut self, to: To, name: &str) {
        let notice = Notice { to, name: name.to_owned() };
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Whom a word of `notify` names.
    pub(crate) fn notify(&mut self, whom: &str, name: &str) {
        let body = |code: &String| To::Body(code.clone());
        let to: Vec<To> = match whom {
            "holder" => self.record.holder.iter().map(body).collect(),
            "opener" => self.record.opener.iter().map(body).collect(),
            "chain" => self.record.memory.chain.iter().map(body).collect(),
            "reporter" | "resident" => vec![To::Reporter],
            role => vec![To::Role { role: role.to_owned(), area: self.record.area.clone() }],
        };
        to.into_iter().for_each(|to| self.tell(to, name));
    }

    /// The body acted for.
    pub(crate) fn body(&self) -> Option<String> {
        self.acting.grant().map(|grant| grant.body.clone())
    }

    /// Closes the draft: version, times and the line of the journal.
    pub(crate) fn finish(mut self, name: &str, personal: BTreeMap<String, Value>) -> Outcome {
        let case = self.case;
        self.record.version = self.before.version + 1;
        // Ten thousand neighbours who add their voice must not keep the one who works on it from acting.
        let only_voices = matches!(name, "join" | "leave");
        self.record.memory.same_since = only_voices.then(|| self.before.memory.same_since.unwrap_or(self.before.version));
        self.record.updated = case.now;
        self.record.pack.clone_from(&case.pack.version);
        self.record.wake = wake::next(&self);
        self.state_changes();
        if let Some(origin) = self.record.memory.origin.as_ref().filter(|_| self.before.id.is_empty()) {
            self.facts.insert("origin".to_owned(), origin.record.clone().into());
        }
        for (name, value) in &personal {
            self.words.insert(name.clone(), value.clone());
        }
        if let Some(giver) = self.acting.grant().and_then(|grant| case.actor.stands_in_for(&grant.role, Some(&grant.body))) {
            self.facts.insert(FOR.to_owned(), giver.into());
        }
        if let Some(said) = case.actor.said {
            self.facts.insert(SAID.to_owned(), said.into());
        }
        let act = Act {
            at: case.now,
            actor: self.actor(),
            role: self.acting.grant().map(|grant| grant.role.clone()).unwrap_or_default(),
            body: self.body(),
            record: self.record.id.clone(),
            register: self.record.register.clone(),
            name: name.to_owned(),
            from: self.before.state.clone(),
            to: self.record.state.clone(),
            holder: self.record.holder.clone(),
            version: self.record.version,
            facts: self.facts,
            words: self.words,
        };
        self.also.extend(parts::told(case.pack, Some(&self.before).filter(|before| !before.id.is_empty()), &self.record, &act));
        Outcome { record: self.record, personal, act, notices: self.notices, also: self.also, attendance: self.attendance }
    }

    fn actor(&self) -> String {
        match self.acting {
            Acting::Staff(_) => self.case.actor.id.clone(),
            Acting::System => "system".to_owned(),
            Acting::Resident => {
                let id = &self.case.actor.id;
                if id.is_empty() { "resident".to_owned() } else { id.clone() }
            }
        }
    }

    /// Whatever differs from before is in the journal, however it came about.
    fn state_changes(&mut self) {
        for name in STATED {
            let (before, after) = (self.before.attribute(name), self.record.attribute(name));
            if let Some(after) = after.filter(|after| Some(after) != before.as_ref()) {
                self.facts.insert(name.to_owned(), after);
            }
        }
        if self.record.title != self.before.title {
            self.words.insert("title".to_owned(), self.record.title.clone().into());
        }
        for (name, value) in [("lon", self.record.lon), ("lat", self.record.lat)] {
            let before = if name == "lon" { self.before.lon } else { self.before.lat };
            if value != before {
                self.words.insert(name.to_owned(), value.into());
            }
        }
        let fields: Vec<(String, Value)> = self
            .record
            .fields
            .iter()
            .filter(|(name, value)| self.before.fields.get(*name) != Some(*value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        fields.iter().for_each(|(name, value)| self.state(name, value));
        let gone: Vec<String> = self.before.fields.keys().filter(|name| !self.record.fields.contains_key(*name)).cloned().collect();
        gone.iter().for_each(|name| self.state(name, &Value::Null));
    }
}
