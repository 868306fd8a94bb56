//! What was filled in: read by its kind, tidied, and every problem found at once.
//!
//! Values may come typed (JSON) or as a form's text; both are read to the same value. An input that is empty counts as not filled in.

mod form;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use linli_pack::model::{DaysFrom, Field, FieldKind, Move, Pack, Register};
use linli_pack::record::{Instant, Value};

use crate::act::{InputProblem, Problem};
use crate::attendance::{self, Attendee};
use crate::clock::Clock;
use crate::facts::{Body, Facts};
use crate::{identity, service};

pub(crate) use form::{integer, number};

/// Longest note, in characters.
pub const NOTE: usize = 2_000;
/// Longest name of a person, in characters.
pub const PERSON: usize = 50;
/// Longest address, in characters.
pub const ADDRESS: usize = 200;
/// Most photos of one act.
pub const PHOTOS: usize = 9;
/// Most bodies chosen at once.
pub const BODIES: usize = 30;
/// Most materials of one service.
pub(crate) const NAMES: usize = 50;
/// Most working days of one extension.
pub const WORKDAYS: i64 = 250;
/// How a record can come in.
pub const SOURCES: [&str; 7] = ["resident", "patrol", "window", "hotline", "api", "import", "meeting"];

/// Inputs as they were read, by where they go.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filled {
    /// Everything but personal values, by name.
    pub(crate) plain: BTreeMap<String, Value>,
    /// Personal fields.
    pub(crate) personal: BTreeMap<String, Value>,
    /// Who was there: it goes neither into the record nor into the journal.
    pub(crate) attendance: Option<Vec<Attendee>>,
    /// Everything wrong with them.
    pub(crate) problems: Vec<InputProblem>,
}

impl Filled {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.plain.get(name).and_then(Value::as_str)
    }

    pub(crate) fn problem(&mut self, input: &str, problem: Problem) {
        self.problems.push(InputProblem { input: input.to_owned(), problem });
    }
}

/// What the reading of inputs needs to know.
pub(crate) struct Desk<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) facts: &'a dyn Facts,
    pub(crate) register: &'a Register,
    pub(crate) zone: TimeZone,
    /// The local day.
    pub(crate) today: Date,
    /// The moment of the act.
    pub(crate) now: Instant,
    /// The record moved, which it cannot be merged into.
    pub(crate) record: Option<&'a str>,
}

impl Desk<'_> {
    /// Reads the inputs of a move.
    pub(crate) fn read(&self, mv: &Move, input: &BTreeMap<String, Value>) -> Filled {
        let opening = mv.from.is_empty();
        let wanted = self.wanted(mv, opening);
        let mut filled = Filled::default();
        for name in allowed(mv, opening, &wanted) {
            let required = wanted.contains(name);
            match input.get(name).filter(|value| !is_empty(value)) {
                Some(value) => self.one(mv, name, value, required, &mut filled),
                // Where it lies is known by an area or a point; the opening of a record looks at that by itself.
                None if required && name == "place" => {
                    let given = |name: &str| input.get(name).is_some_and(|value| !is_empty(value));
                    if !(opening || given("area") || given("lon") && given("lat")) {
                        filled.problem(name, Problem::Missing);
                    }
                }
                // Where nobody is due there is nobody to say anything of.
                None if name == "attendance" && required && self.facts.roll().is_empty() => filled.attendance = Some(Vec::new()),
                None if required => filled.problem(name, Problem::Missing),
                None => {}
            }
        }
        for (name, span) in &mv.days {
            if let Some(problem) = filled.text(name).and_then(|text| self.too_far(text, *span)) {
                filled.problem(name, problem);
            }
        }
        if filled.plain.contains_key("lon") != filled.plain.contains_key("lat") {
            let missing = if filled.plain.contains_key("lon") { "lat" } else { "lon" };
            if !filled.problems.iter().any(|p| p.input == missing) {
                filled.problem(missing, Problem::Missing);
            }
        }
        let known = allowed(mv, opening, &wanted);
        for (name, value) in input {
            if !known.contains(name.as_str()) && !is_empty(value) {
                filled.problem(name, Problem::Unexpected);
            }
        }
        filled
    }

    /// Inputs that must be filled.
    fn wanted<'m>(&'m self, mv: &'m Move, opening: bool) -> BTreeSet<&'m str> {
        let mut wanted: BTreeSet<&str> = mv.fill.iter().map(String::as_str).collect();
        if opening {
            wanted.extend(self.register.fields.values().filter(|f| f.required && !f.derived).map(|f| f.name.as_str()));
        }
        if mv.merge == Some(true) {
            wanted.insert("other");
        }
        wanted
    }

    fn one(&self, mv: &Move, name: &str, value: &Value, required: bool, filled: &mut Filled) {
        if let Some(field) = self.register.fields.get(name) {
            match self.field(field, value, required) {
                Ok(value) if field.personal.is_some() => {
                    filled.personal.insert(name.to_owned(), value);
                }
                Ok(value) => {
                    filled.plain.insert(name.to_owned(), value);
                }
                Err(problem) => filled.problem(name, problem),
            }
            return;
        }
        match name {
            "bodies" => return self.bodies(mv, name, value, filled),
            "attendance" | "made_up" => return self.attendance(name, value, filled),
            _ => {}
        }
        match self.builtin(mv, name, value, required) {
            Ok(value) => {
                filled.plain.insert(name.to_owned(), value);
            }
            Err(problem) => filled.problem(name, problem),
        }
    }

    /// A day that does not lie as many days from today as the move asks for.
    fn too_far(&self, text: &str, span: DaysFrom) -> Option<Problem> {
        let day: Date = text.parse().ok()?;
        let away = |days: Option<i64>| days.and_then(|days| self.today.checked_add(Span::new().try_days(days).ok()?).ok());
        let (from, to) = (away(span.least), away(span.most));
        let fits = from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to);
        let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (!fits).then(|| Problem::NotBetween { from: iso(from), to: iso(to) })
    }

    /// Who of those due was there, or has made it up since.
    fn attendance(&self, name: &str, value: &Value, filled: &mut Filled) {
        let roll = self.facts.roll();
        let read = if name == "attendance" { attendance::read(value, roll) } else { attendance::read_made_up(value, roll) };
        match read {
            Ok(marked) => filled.attendance = Some(marked),
            Err(problem) => filled.problem(name, problem),
        }
    }

    /// Several bodies: a list of codes, or a text of them with spaces between. What is wrong is told of each.
    fn bodies(&self, mv: &Move, name: &str, value: &Value, filled: &mut Filled) {
        let codes: Option<Vec<&str>> = match value {
            Value::String(text) => Some(text.split_whitespace().collect()),
            Value::Array(list) => list.iter().filter(|one| !is_empty(one)).map(|one| one.as_str().map(str::trim)).collect(),
            _ => None,
        };
        let Some(codes) = codes else { return filled.problem(name, Problem::BadForm) };
        if codes.len() > BODIES {
            return filled.problem(name, Problem::TooMany { max: BODIES });
        }
        let before = filled.problems.len();
        for (i, code) in codes.iter().enumerate() {
            let known = self.standing(&Value::from(*code), &mv.choose).err();
            let twice = codes.iter().take(i).any(|other| other == code).then_some(Problem::Twice);
            if let Some(problem) = known.or(twice) {
                filled.problem(name, Problem::Among { which: (*code).to_owned(), problem: Box::new(problem) });
            }
        }
        if filled.problems.len() == before {
            filled.plain.insert(name.to_owned(), codes.into());
        }
    }

    fn field(&self, field: &Field, value: &Value, required: bool) -> Result<Value, Problem> {
        match &field.kind {
            FieldKind::Text { max } => form::line(value, *max, required),
            FieldKind::LongText { max } => form::lines(value, *max, required),
            FieldKind::Person => form::line(value, PERSON, required),
            FieldKind::Duty => form::choice(value, |item| self.pack.duty(item).is_some()),
            FieldKind::Service => form::choice(value, |name| self.pack.services.contains_key(name)),
            FieldKind::Materials => form::names(value),
            FieldKind::Slot => {
                let text = form::string(value)?;
                let clock = Clock::new(&self.pack.clock, self.facts.calendar());
                let slot = self
                    .register
                    .booking
                    .as_ref()
                    .and_then(|booking| service::read_slot(booking, &clock, self.facts.calendar(), self.now, &text));
                slot.map(|slot| slot.text.into()).ok_or(Problem::NotAChoice)
            }
            FieldKind::Address => form::line(value, ADDRESS, required),
            FieldKind::Int { min, max } => form::int_between(value, *min, *max),
            FieldKind::Money => form::money(value),
            FieldKind::Date => form::date(value),
            FieldKind::Time => form::time(value, &self.zone),
            FieldKind::Bool => form::boolean(value),
            FieldKind::Choice { options } => form::choice(value, |name| options.contains_key(name)),
            FieldKind::Category => self.category(value),
            FieldKind::Body { kinds } => self.body(value, kinds),
            FieldKind::Phone => form::phone(value),
            FieldKind::IdNumber => identity::id_number(&form::code(value)?, self.today).map(Value::from).map_err(Problem::IdNumber),
            FieldKind::CreditCode => identity::credit_code(&form::code(value)?).map(Value::from).map_err(Problem::CreditCode),
            FieldKind::Photos { max } => form::photos(value, *max),
        }
    }

    fn builtin(&self, mv: &Move, name: &str, value: &Value, required: bool) -> Result<Value, Problem> {
        match name {
            "note" => form::lines(value, NOTE, required),
            "photos" => form::photos(value, PHOTOS),
            "body" => self.standing(value, &mv.choose),
            "workdays" => form::int_between(value, 1, WORKDAYS),
            "rating" => form::int_between(value, 1, 5),
            "category" => self.category(value),
            "urgency" => form::choice(value, |name| self.pack.urgencies.contains_key(name)),
            "source" => form::choice(value, |name| SOURCES.contains(&name)),
            "other" => {
                let other = form::string(value)?;
                if Some(other.as_str()) == self.record { Err(Problem::Itself) } else { Ok(other.into()) }
            }
            "area" | "place" => {
                let area = form::string(value)?;
                if self.facts.level(&area).is_some() { Ok(area.into()) } else { Err(Problem::Unknown) }
            }
            "lon" => form::degrees(value, 180),
            "lat" => form::degrees(value, 90),
            _ => Err(Problem::Unexpected),
        }
    }

    fn category(&self, value: &Value) -> Result<Value, Problem> {
        let code = form::string(value)?;
        if self.pack.categories.contains_key(&code) { Ok(code.into()) } else { Err(Problem::Unknown) }
    }

    fn known_body(&self, value: &Value, kinds: &[String]) -> Result<Body, Problem> {
        let body = self.facts.body(&form::string(value)?).ok_or(Problem::Unknown)?;
        if kinds.is_empty() || kinds.contains(&body.kind) { Ok(body) } else { Err(Problem::WrongKind) }
    }

    fn body(&self, value: &Value, kinds: &[String]) -> Result<Value, Problem> {
        Ok(self.known_body(value, kinds)?.code.into())
    }

    /// A body that is to do something: one that has ended is still known, but nothing is sent to it.
    fn standing(&self, value: &Value, kinds: &[String]) -> Result<Value, Problem> {
        let body = self.known_body(value, kinds)?;
        let stands = self.facts.bodies_in(&body.area, &body.kind).iter().any(|one| one.code == body.code);
        if stands { Ok(body.code.into()) } else { Err(Problem::Unknown) }
    }
}

/// The value that an input would be kept as, read as a move reads it: to tell whether something filled in differs from what is there.
///
/// # Errors
/// What is wrong with it.
pub fn read_input(pack: &Pack, facts: &dyn Facts, register: &Register, name: &str, value: &Value) -> Result<Value, Problem> {
    let zone = TimeZone::get(&pack.clock.timezone).unwrap_or(TimeZone::UTC);
    // Whether a day of birth is still to come is for the move itself to say.
    let desk = Desk { pack, facts, register, zone, today: Date::MAX, now: Instant::MAX, record: None };
    match register.fields.get(name) {
        Some(field) => desk.field(field, value, false),
        None => desk.builtin(&Move::default(), name, value, false),
    }
}

/// Several lines of text that need not say anything.
pub(crate) fn text(value: &Value, max: usize) -> Result<Value, Problem> {
    form::lines(value, max, false)
}

/// Inputs that a move takes.
fn allowed<'m>(mv: &'m Move, opening: bool, wanted: &BTreeSet<&'m str>) -> BTreeSet<&'m str> {
    let mut names = wanted.clone();
    names.extend(mv.may.iter().map(String::as_str));
    if opening {
        names.extend(["area", "lon", "lat", "source"]);
    } else if names.contains("place") {
        names.extend(["area", "lon", "lat"]);
    }
    names
}

/// Whether a value counts as not filled in.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}
