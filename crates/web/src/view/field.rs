//! Form fields: a descriptor says what is asked, what was given and what is wrong with it; `parts/field.html` draws it.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::i18n::AsLocale;
use crate::{Locale, filters};

/// One question of a form. Values are kept as typed, so that a refused form comes back as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Form name, unique in the page or told apart by `id`.
    pub name: String,
    /// What stands in its element's id instead of the name; empty: the name.
    pub id: String,
    /// Label in the reader's language.
    pub label: String,
    /// One line of help; may be empty.
    pub hint: String,
    /// What is wrong and how to put it right; empty when nothing is.
    pub error: String,
    /// Must be filled.
    pub required: bool,
    /// For personal data: what it is for, shown under the field.
    pub purpose: String,
    /// What was given, as text (`true` for a ticked box; the code of a choice).
    pub value: String,
    /// How it is asked.
    pub kind: FieldKind,
    /// Takes the whole width of a two-column form.
    pub wide: bool,
    /// Gets the focus when the form opens (at most one).
    pub focus: bool,
}

/// How a question is asked.
#[derive(Clone, Debug, Default)]
pub enum FieldKind {
    /// One line.
    #[default]
    Text,
    /// Several lines, with the count of characters left when `max` is above 0.
    LongText {
        /// Lines shown.
        rows: u8,
        /// Most characters; 0: unlimited.
        max: u32,
    },
    /// One of a few (chips up to five, otherwise a select).
    Choice(Vec<Choice>),
    /// Any of a few; the value is the codes, separated by spaces.
    Many(Vec<Choice>),
    /// A whole or decimal number with its unit.
    Number {
        /// Least; may be empty.
        min: String,
        /// Most; may be empty.
        max: String,
        /// `1`, `0.01`, `any`.
        step: &'static str,
        /// 元, 人, 户; may be empty.
        unit: String,
    },
    /// A length in working days, with the date that it would give.
    Workdays {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
        /// 到 12 月 3 日（周四）下班前; may be empty.
        until: String,
    },
    /// A date, ISO.
    Date,
    /// A date and a time of day, local, ISO without zone.
    Time,
    /// Yes or no: a ticked box whose sentence is the label.
    Bool,
    /// A category: groups that open, each with its leaves.
    Category(Vec<ChoiceGroup>),
    /// A body or a record, found by typing.
    Body(Vec<Choice>),
    /// Photos to be added.
    Photos {
        /// Most files.
        max: u8,
        /// Those given before.
        kept: Vec<Photo>,
    },
    /// A telephone number.
    Phone,
    /// A number or code of letters and digits, as it stands on a card.
    Code,
    /// A secret.
    Password {
        /// A new one is chosen here (for the browser's help).
        new: bool,
    },
    /// A code that an authenticator shows for half a minute.
    OneTime,
    /// An address in words and its point, moved on a small map.
    Place {
        /// Latitude; may be empty.
        lat: String,
        /// Longitude; may be empty.
        lon: String,
        /// Shapes for the small map, GeoJSON; empty: no map.
        shapes: String,
    },
    /// One to five, the worst first.
    Rating(Vec<Choice>),
    /// Everybody who is due, each with one tap.
    People(Vec<PersonMark>),
}

/// One answer of a choice.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Second line: reason, record, clause; may be empty.
    pub note: String,
    /// Words that find it: pinyin initials, code; may be empty.
    pub words: String,
}

/// Somebody who is due, and what is said of them.
#[derive(Clone, Debug, Default)]
pub struct PersonMark {
    /// The name of their own field.
    pub field: String,
    /// 王*.
    pub name: String,
    /// Their post, or their number on the roster; may be empty.
    pub note: String,
    /// What can be said.
    pub marks: Vec<Choice>,
    /// What is said.
    pub mark: String,
}

/// A group of answers: an upper category.
#[derive(Clone, Debug, Default)]
pub struct ChoiceGroup {
    /// Its name.
    pub label: String,
    /// Its leaves; deeper levels are written as 上级 / 下级.
    pub items: Vec<Choice>,
}

/// A photo that was already sent.
#[derive(Clone, Debug, Default)]
pub struct Photo {
    /// Full size.
    pub href: String,
    /// Thumbnail.
    pub thumb: String,
    /// What it shows, who took it and when.
    pub text: String,
    /// Under the thumbnail: 09:51.
    pub time: String,
    /// What is sent to keep it.
    pub code: String,
}

/// [`Field`] ready to be written into a page.
#[derive(Template)]
#[template(path = "parts/field.html")]
pub struct FieldHtml<'a> {
    l: Locale,
    f: &'a Field,
}
impl HtmlSafe for FieldHtml<'_> {}

/// The list of errors above a form, each leading to its field.
#[derive(Template)]
#[template(path = "parts/errors.html")]
pub struct ErrorsHtml<'a> {
    l: Locale,
    general: &'a [String],
    fields: Vec<&'a Field>,
}
impl HtmlSafe for ErrorsHtml<'_> {}

impl Field {
    /// Draws the field; in templates `{{ field.html(l) }}`.
    #[must_use]
    pub fn html(&self, l: impl AsLocale) -> FieldHtml<'_> {
        FieldHtml { l: l.locale(), f: self }
    }

    /// The element that a label or an error leads to.
    #[must_use]
    pub fn id(&self) -> String {
        format!("f-{}", if self.id.is_empty() { &self.name } else { &self.id })
    }

    /// True when `code` is (among) what was given.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.value.split_whitespace().any(|given| given == code)
    }

    /// `aria-describedby`: the hint and the error, where there are any.
    #[must_use]
    pub fn described_by(&self) -> String {
        let id = self.id();
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{id}-hint"));
        }
        if !self.error.is_empty() {
            ids.push(format!("{id}-error"));
        }
        ids.join(" ")
    }

    /// True when the field is a set of inputs and needs `<fieldset>` and `<legend>`.
    #[must_use]
    pub fn grouped(&self) -> bool {
        match &self.kind {
            FieldKind::Choice(options) => options.len() <= 5,
            FieldKind::Many(_)
            | FieldKind::People(_)
            | FieldKind::Category(_)
            | FieldKind::Body(_)
            | FieldKind::Photos { .. }
            | FieldKind::Rating(_) => true,
            _ => false,
        }
    }

    /// A place may come as a point instead of words: the box itself may stay empty.
    fn is_place(&self) -> bool {
        matches!(self.kind, FieldKind::Place { .. })
    }

    /// True for a yes-or-no box, whose label stands beside it.
    #[must_use]
    pub fn is_bool(&self) -> bool {
        matches!(self.kind, FieldKind::Bool)
    }

    /// True when the answer lies in this group, which is then open.
    #[must_use]
    pub fn group_open(&self, group: &ChoiceGroup) -> bool {
        group.items.iter().any(|item| self.has(&item.code))
    }

    /// Characters given, for the counter of a long text.
    #[must_use]
    pub fn length(&self) -> usize {
        self.value.chars().count()
    }
}

/// Draws the error summary; nothing when there are no errors. In templates `{{ crate::view::errors(l, general, fields) }}`.
#[must_use]
pub fn errors<'a>(l: impl AsLocale, general: &'a [String], fields: &'a [Field]) -> ErrorsHtml<'a> {
    ErrorsHtml { l: l.locale(), general, fields: fields.iter().filter(|field| !field.error.is_empty()).collect() }
}
