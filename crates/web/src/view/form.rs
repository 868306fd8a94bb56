//! Forms made of [`Field`]s: the form of an act, a filter bar, paging.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::i18n::AsLocale;
use crate::view::{Field, FieldKind, Link};
use crate::{Locale, filters};

/// A form that does one thing. Refused, it comes back with its values and errors (status 422).
#[derive(Clone, Debug, Default)]
pub struct ActForm {
    /// 退回, 新增微心愿.
    pub title: String,
    /// Where it is sent (POST).
    pub action: String,
    /// What is asked.
    pub fields: Vec<Field>,
    /// Errors of the form as a whole.
    pub errors: Vec<String>,
    /// The button: 退回社区.
    pub submit: String,
    /// The button is red: it cannot be undone.
    pub danger: bool,
    /// What will happen: who gets it, by when. May be empty.
    pub effect: String,
    /// The clause behind the rule; may be empty.
    pub basis: String,
    /// Where 取消 leads; empty: no such button.
    pub cancel: String,
    /// Sent once: `_once`.
    pub once: String,
    /// What is asked while one types (GET, with the form's values), shown beside the form; empty: nothing.
    pub watch: String,
    /// Hidden values: name and value (`_version` of the record seen).
    pub hidden: Vec<(String, String)>,
}

/// [`ActForm`] inside a record or list: htmx swaps the detail only.
#[derive(Template)]
#[template(path = "parts/act_form.html")]
pub struct InlineForm<'a> {
    l: Locale,
    form: &'a ActForm,
}
impl HtmlSafe for InlineForm<'_> {}

/// [`ActForm`] on a page of its own, in two columns.
#[derive(Template)]
#[template(path = "parts/page_form.html")]
pub struct PageForm<'a> {
    l: Locale,
    form: &'a ActForm,
    columns: u8,
}
impl HtmlSafe for PageForm<'_> {}

impl ActForm {
    /// Draws the form at the foot of a record.
    #[must_use]
    pub fn inline(&self, l: impl AsLocale) -> InlineForm<'_> {
        InlineForm { l: l.locale(), form: self }
    }

    /// Draws the form as a page's content in one or two columns.
    #[must_use]
    pub fn page(&self, l: impl AsLocale, columns: u8) -> PageForm<'_> {
        PageForm { l: l.locale(), form: self, columns }
    }

    /// Something was wrong with what was sent.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty() || self.fields.iter().any(|field| !field.error.is_empty())
    }

    /// Files travel: the form needs `multipart/form-data`.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.kind, FieldKind::Photos { .. }))
    }

    /// No field asks for the focus, so the form's title takes it.
    #[must_use]
    pub fn title_focus(&self) -> bool {
        !self.fields.iter().any(|field| field.focus)
    }
}

/// The controls above a list. Drawn from [`Field`]s of kinds text, choice and date.
#[derive(Clone, Debug, Default)]
pub struct FilterBar {
    /// Where it is sent (GET).
    pub action: String,
    /// Its controls; a choice's first answer with an empty code is 全部.
    pub controls: Vec<Field>,
    /// Values that stay (the tab, the view).
    pub hidden: Vec<(String, String)>,
    /// The list without filters.
    pub reset: String,
    /// Something is filtered.
    pub active: bool,
}

/// [`FilterBar`] ready to be written.
#[derive(Template)]
#[template(path = "parts/filter.html")]
pub struct FilterHtml<'a> {
    l: Locale,
    bar: &'a FilterBar,
    auto: bool,
}
impl HtmlSafe for FilterHtml<'_> {}

impl FilterBar {
    /// With 搜索 and 重置, as register pages have it.
    #[must_use]
    pub fn html(&self, l: impl AsLocale) -> FilterHtml<'_> {
        FilterHtml { l: l.locale(), bar: self, auto: false }
    }

    /// Applies itself when a choice changes, as desks have it.
    #[must_use]
    pub fn auto(&self, l: impl AsLocale) -> FilterHtml<'_> {
        FilterHtml { l: l.locale(), bar: self, auto: true }
    }
}

/// Paging by key: forwards and back, never a page number that shifts.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// 第 1—50 条，共 1,284 条.
    pub text: String,
    /// The page before; empty on the first.
    pub prev: String,
    /// The page after; empty on the last.
    pub next: String,
}

/// [`Pager`] ready to be written.
#[derive(Template)]
#[template(path = "parts/pager.html")]
pub struct PagerHtml<'a> {
    l: Locale,
    p: &'a Pager,
}
impl HtmlSafe for PagerHtml<'_> {}

impl Pager {
    /// Draws it.
    #[must_use]
    pub fn html(&self, l: impl AsLocale) -> PagerHtml<'_> {
        PagerHtml { l: l.locale(), p: self }
    }
}

/// The way from the top to this page.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/crumbs.html")]
pub struct Crumbs {
    /// The reader's language.
    pub l: Locale,
    /// Pages above, the highest first.
    pub above: Vec<Link>,
    /// This page.
    pub here: String,
}
impl HtmlSafe for Crumbs {}
