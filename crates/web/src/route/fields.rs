//! The form of a move: one field for each thing it asks, with what the program knows already filled in.

mod people;

use std::collections::BTreeMap;

use linli_app::detail::Detail;
use linli_engine::{Facts as _, NOTE, PHOTOS, WORKDAYS};
use linli_pack::model::{self, Move, Register};
use linli_pack::record::Value;

use crate::i18n::Locale;
use crate::route::present::Present;
use crate::say::input_label;
use crate::view::{Choice, Field, FieldKind};

/// Chips up to this many choices of bodies are proposed before one types.
const BODIES: usize = 400;

/// What is known when a form is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    /// What was typed before, by input.
    pub(crate) typed: Option<&'a BTreeMap<String, Value>>,
    /// What was wrong with it, by input.
    pub(crate) wrong: &'a [(String, String)],
    /// The record, unless the move opens one.
    pub(crate) detail: Option<&'a Detail<'a>>,
    /// Where whoever opens one has their post: bodies that have nothing to do with it are not offered.
    pub(crate) post: Option<&'a str>,
}

impl Known<'_> {
    fn value(&self, present: &Present, mv: &Move, name: &str, declared: Option<&model::Field>) -> String {
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        // Each payment is one of its own: what the last one was is not offered again.
        if name == "attendance" || self.typed.is_none() && !(mv.pays.is_empty() && mv.draws.is_empty()) {
            return String::new();
        }
        if let Some(typed) = self.typed {
            return typed.get(name).map(text).unwrap_or_default();
        }
        let Some(detail) = self.detail else { return String::new() };
        match name {
            "category" => detail.record.category.clone().unwrap_or_default(),
            "urgency" => detail.record.urgency.clone().unwrap_or_default(),
            "body" => detail.proposal.as_ref().map(|proposal| proposal.body.clone()).unwrap_or_default(),
            // What is proposed is ticked.
            "bodies" => proposed(present, mv, Some(detail)).into_iter().map(|(code, _)| code).collect::<Vec<_>>().join(" "),
            "workdays" => "3".to_owned(),
            _ => {
                let money = declared.is_some_and(|field| field.kind == model::FieldKind::Money);
                let kept = detail.record.fields.get(name);
                let fen = kept.and_then(Value::as_i64).filter(|_| money);
                fen.map_or_else(|| kept.map(text).unwrap_or_default(), |fen| format!("{}.{:02}", fen / 100, fen % 100))
            }
        }
    }

    /// Where the bodies offered must reach.
    fn area(&self) -> Option<&str> {
        self.detail.map(|detail| detail.record.area.as_str()).or(self.post)
    }

    fn error(&self, name: &str) -> String {
        let same = |input: &str| input == name || (name == "place" && matches!(input, "area" | "lon" | "lat"));
        self.wrong.iter().find(|(input, _)| same(input)).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// The fields of a move, the required ones first as the pack lists them.
pub(crate) fn of_move(present: &Present, register: &Register, mv: &Move, known: &Known<'_>) -> Vec<Field> {
    let opening = mv.from.is_empty();
    let required = register.fields.values().filter(|field| opening && field.required && !field.derived).map(|field| field.name.as_str());
    let mut names: Vec<(&str, bool)> = Vec::new();
    for (name, must) in required
        .map(|name| (name, true))
        .chain(mv.fill.iter().map(|n| (n.as_str(), true)))
        .chain(mv.may.iter().map(|n| (n.as_str(), false)))
    {
        if !names.iter().any(|(known, _)| *known == name) {
            names.push((name, must));
        }
    }
    let mut fields: Vec<Field> = names.into_iter().map(|(name, must)| field(present, register, mv, name, must, known)).collect();
    let focus = fields.iter().position(|field| !field.error.is_empty()).unwrap_or(0);
    if let Some(field) = fields.get_mut(focus) {
        field.focus = true;
    }
    fields
}

fn field(present: &Present, register: &Register, mv: &Move, name: &str, required: bool, known: &Known<'_>) -> Field {
    let lang = present.l.lang();
    let declared = register.fields.get(name);
    let kind = match declared {
        Some(declared) => kind_of(present, declared),
        None => builtin(present, mv, name, known),
    };
    Field {
        id: String::new(),
        name: name.to_owned(),
        label: input_label(present.l, Some(register), name),
        hint: declared.map(|field| hint(present.l, field)).unwrap_or_default(),
        error: known.error(name),
        required,
        purpose: declared.and_then(|field| field.personal.as_ref()).map(|purpose| purpose.get(lang).to_owned()).unwrap_or_default(),
        value: known.value(present, mv, name, declared),
        wide: matches!(
            kind,
            FieldKind::LongText { .. }
                | FieldKind::Photos { .. }
                | FieldKind::Category(_)
                | FieldKind::Place { .. }
                | FieldKind::Many(_)
                | FieldKind::People(_)
        ),
        kind,
        focus: false,
    }
}

/// The hint of a field: its own, or the rule of its kind.
pub(crate) fn hint(l: Locale, field: &model::Field) -> String {
    match (&field.hint, &field.kind) {
        (Some(hint), _) => hint.get(l.lang()).to_owned(),
        (None, model::FieldKind::Phone) => l.t("rule-phone").into_owned(),
        (None, model::FieldKind::IdNumber) => l.t("rule-id-number").into_owned(),
        (None, model::FieldKind::CreditCode) => l.t("rule-credit-code").into_owned(),
        (None, _) => String::new(),
    }
}

fn kind_of(present: &Present, field: &model::Field) -> FieldKind {
    let lang = present.l.lang();
    match &field.kind {
        model::FieldKind::Text { .. } | model::FieldKind::Person | model::FieldKind::Address => FieldKind::Text,
        model::FieldKind::LongText { max } => FieldKind::LongText { rows: 4, max: u32::try_from(*max).unwrap_or(0) },
        model::FieldKind::Int { min, max } => {
            FieldKind::Number { min: min.to_string(), max: max.to_string(), step: "1", unit: String::new() }
        }
        model::FieldKind::Money => {
            FieldKind::Number { min: "0".to_owned(), max: String::new(), step: "0.01", unit: present.l.t("unit-yuan").into_owned() }
        }
        model::FieldKind::Date => FieldKind::Date,
        model::FieldKind::Time => FieldKind::Time,
        model::FieldKind::Bool => FieldKind::Bool,
        model::FieldKind::Choice { options } => {
            FieldKind::Choice(options.iter().map(|(code, label)| choice(code, label.get(lang))).collect())
        }
        model::FieldKind::Category => FieldKind::Category(present.category_groups()),
        model::FieldKind::Body { kinds } => FieldKind::Body(bodies(present, kinds, None, &[])),
        model::FieldKind::Duty => FieldKind::Body(duties(present)),
        model::FieldKind::Service => FieldKind::Body(services(present)),
        model::FieldKind::Materials => FieldKind::Many(materials(present)),
        model::FieldKind::Slot => FieldKind::Text,
        model::FieldKind::Phone => FieldKind::Phone,
        model::FieldKind::IdNumber | model::FieldKind::CreditCode => FieldKind::Code,
        model::FieldKind::Photos { max } => FieldKind::Photos { max: u8::try_from(*max).unwrap_or(9), kept: Vec::new() },
    }
}

fn builtin(present: &Present, mv: &Move, name: &str, known: &Known<'_>) -> FieldKind {
    let lang = present.l.lang();
    match name {
        "note" => FieldKind::LongText { rows: 3, max: u32::try_from(NOTE).unwrap_or(0) },
        "photos" => FieldKind::Photos { max: u8::try_from(PHOTOS).unwrap_or(9), kept: Vec::new() },
        "body" => FieldKind::Body(bodies(present, &mv.choose, known.area(), &proposed_one(present, known.detail))),
        "bodies" => FieldKind::Many(bodies(present, &mv.choose, known.area(), &proposed(present, mv, known.detail))),
        "attendance" => FieldKind::People(people::marked(present.l, known)),
        "made_up" => FieldKind::Many(people::owing(known)),
        "workdays" => FieldKind::Workdays { min: 1, max: u32::try_from(WORKDAYS.min(30)).unwrap_or(30), until: String::new() },
        "rating" => FieldKind::Rating(
            present.pack.rating.labels.iter().enumerate().map(|(at, label)| choice(&(at + 1).to_string(), label.get(lang))).collect(),
        ),
        "category" => FieldKind::Category(present.category_groups()),
        "urgency" => {
            FieldKind::Choice(present.pack.urgencies.values().map(|urgency| choice(&urgency.name, urgency.label.get(lang))).collect())
        }
        "place" => FieldKind::Place { lat: typed(known, "lat"), lon: typed(known, "lon"), shapes: String::new() },
        _ => FieldKind::Text,
    }
}

fn typed(known: &Known<'_>, name: &str) -> String {
    known.typed.and_then(|typed| typed.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn choice(code: &str, label: &str) -> Choice {
    Choice { code: code.to_owned(), label: label.to_owned(), note: String::new(), words: String::new() }
}

/// The body that should handle a record, with the reason.
fn proposed_one(present: &Present, detail: Option<&Detail<'_>>) -> Vec<(String, String)> {
    let proposal = detail.and_then(|detail| detail.proposal.as_ref());
    proposal.map(|proposal| (proposal.body.clone(), present.l.t_x("proposed-by", &proposal.rule.item))).into_iter().collect()
}

/// The bodies that should be called to a record, each with the reason: the one that should handle it, and those that the move proposes where they
/// stand in the record's own area.
fn proposed(present: &Present, mv: &Move, detail: Option<&Detail<'_>>) -> Vec<(String, String)> {
    let Some(detail) = detail else { return Vec::new() };
    let fits = |code: &str, kinds: &[String]| present.territory.body(code).is_some_and(|body| kinds.contains(&body.kind));
    let mut found = proposed_one(present, Some(detail));
    found.retain(|(code, _)| fits(code, &mv.choose));
    let here = mv.propose.iter().flat_map(|kind| present.territory.bodies_in(&detail.record.area, kind));
    for body in here.filter(|body| detail.record.memory.called.iter().all(|called| *called != body.code)) {
        if found.iter().all(|(code, _)| *code != body.code) {
            found.push((body.code, present.l.t_x("proposed-here", &present.territory.place_name(&detail.record.area))));
        }
    }
    found
}

/// The services of the catalogue, found by their initials too.
fn services(present: &Present) -> Vec<Choice> {
    let lang = present.l.lang();
    let one = |service: &model::Service| Choice {
        words: format!("{} {}", linli_store::pinyin_initials(&service.label.zh), service.words.join(" ")),
        ..choice(&service.name, service.label.get(lang))
    };
    present.pack.services.values().map(one).collect()
}

/// Every material that some service asks for.
fn materials(present: &Present) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for material in present.pack.services.values().flat_map(|service| service.materials.values()) {
        if all.iter().all(|known| known.code != material.name) {
            all.push(choice(&material.name, material.label.get(present.l.lang())));
        }
    }
    all
}

/// Lines of the list of who handles what.
fn duties(present: &Present) -> Vec<Choice> {
    let lines = present.pack.dispatch.iter().filter(|rule| !rule.item.is_empty());
    lines
        .map(|rule| {
            let (label, note) = duty_words(present, rule);
            Choice { note, ..choice(&rule.item, &label) }
        })
        .collect()
}

/// 4.2 公共排水管网养护, and beside it whose it is and by which clause.
pub(crate) fn duty_words(present: &Present, rule: &model::DispatchRule) -> (String, String) {
    let lang = present.l.lang();
    let whose = present.pack.bodies.get(&rule.body).map(|kind| kind.label.get(lang).replace("{area}", ""));
    let beside = [whose.unwrap_or_default().trim().to_owned(), rule.basis.clone()];
    let beside: Vec<String> = beside.into_iter().filter(|part| !part.is_empty()).collect();
    (format!("{} {}", rule.item, rule.duty.get(lang)), beside.join(" · "))
}

/// Bodies of these kinds that reach an area, those proposed first, each with its reason.
fn bodies(present: &Present, kinds: &[String], area: Option<&str>, proposed: &[(String, String)]) -> Vec<Choice> {
    let reaches = |of: &str| area.is_none_or(|area| present.territory.within(area, of) || present.territory.within(of, area));
    let mut found: Vec<Choice> = present
        .territory
        .bodies()
        .filter(|named| kinds.is_empty() || kinds.contains(&named.body.kind))
        .filter(|named| reaches(&named.body.area))
        .map(|named| {
            let why = proposed.iter().find(|(code, _)| *code == named.body.code);
            let note = why.map(|(_, why)| why.clone()).unwrap_or_default();
            Choice { note, ..choice(&named.body.code, named.name.get(present.l.lang())) }
        })
        .collect();
    found.sort_by(|a, b| a.note.is_empty().cmp(&b.note.is_empty()).then_with(|| a.label.cmp(&b.label)));
    found.truncate(BODIES);
    found
}
