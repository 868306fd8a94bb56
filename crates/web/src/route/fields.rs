//! The form of a move: one field for each thing it asks, with what the program knows already filled in.

use std::collections::BTreeMap;

use linli_app::detail::Detail;
use linli_engine::{NOTE, PHOTOS, WORKDAYS};
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
}

impl Known<'_> {
    fn value(&self, name: &str) -> String {
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        if let Some(typed) = self.typed {
            return typed.get(name).map(text).unwrap_or_default();
        }
        let Some(detail) = self.detail else { return String::new() };
        match name {
            "category" => detail.record.category.clone().unwrap_or_default(),
            "urgency" => detail.record.urgency.clone().unwrap_or_default(),
            "body" => detail.proposal.as_ref().map(|proposal| proposal.body.clone()).unwrap_or_default(),
            "workdays" => "3".to_owned(),
            _ => detail.record.fields.get(name).map(text).unwrap_or_default(),
        }
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
        value: known.value(name),
        wide: matches!(kind, FieldKind::LongText { .. } | FieldKind::Photos { .. } | FieldKind::Category(_) | FieldKind::Place { .. }),
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
        model::FieldKind::Body { kinds } => FieldKind::Body(bodies(present, kinds, None)),
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
        "body" => FieldKind::Body(bodies(present, &mv.choose, known.detail)),
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

/// Bodies of these kinds that reach the record, the proposed one first.
fn bodies(present: &Present, kinds: &[String], detail: Option<&Detail<'_>>) -> Vec<Choice> {
    let proposal = detail.and_then(|detail| detail.proposal.as_ref());
    let area = detail.map(|detail| detail.record.area.as_str());
    let reaches = |of: &str| area.is_none_or(|area| present.territory.within(area, of));
    let mut found: Vec<Choice> = present
        .territory
        .bodies()
        .filter(|named| kinds.is_empty() || kinds.contains(&named.body.kind))
        .filter(|named| reaches(&named.body.area))
        .map(|named| {
            let proposed = proposal.filter(|proposal| proposal.body == named.body.code);
            let note = proposed.map(|proposal| present.l.t_x("proposed-by", &proposal.rule.item)).unwrap_or_default();
            Choice { note, ..choice(&named.body.code, named.name.get(present.l.lang())) }
        })
        .collect();
    found.sort_by(|a, b| a.note.is_empty().cmp(&b.note.is_empty()).then_with(|| a.label.cmp(&b.label)));
    found.truncate(BODIES);
    found
}
