//! What is wrong with a file, a row or a cell, which rule says so, and the way out.

use linli_app::App;
use linli_app::import::{Checked, Column, Fault, FileProblem, Finding, Kind, Labels, letters};
use linli_engine::{InputProblem, Problem};
use linli_pack::model::{FieldKind, Pack, Register, Text};

use crate::Locale;
use crate::say;

/// Choices named in a message; a template has them all.
const NAMED: usize = 12;

/// What the columns that every register has are called, in both languages.
#[must_use]
pub fn labels() -> Labels {
    let both = |of: fn(Locale) -> std::borrow::Cow<'static, str>| Text { zh: of(Locale::Zh).into_owned(), en: of(Locale::En).into_owned() };
    Labels(
        [
            ("number", both(|l| l.t("column-number"))),
            ("title", both(|l| l.t("column-title"))),
            ("state", both(|l| l.t("column-state"))),
            ("area", both(|l| l.t("column-area"))),
            ("category", both(|l| l.t("column-category"))),
            ("urgency", both(|l| l.t("fact-urgency"))),
            ("holder", both(|l| l.t("column-holder"))),
            ("source", both(|l| l.t("input-source"))),
            ("created", both(|l| l.t("column-created"))),
            ("due", both(|l| l.t("column-due"))),
            ("closed", both(|l| l.t("column-closed"))),
            ("rating", both(|l| l.t("column-rating"))),
            ("note", both(|l| l.t("input-note"))),
            ("body", both(|l| l.t("input-body"))),
            ("lon", both(|l| l.t("column-lon"))),
            ("lat", both(|l| l.t("column-lat"))),
            ("workdays", both(|l| l.t("input-workdays"))),
            ("result", both(|l| l.t("column-result"))),
        ]
        .into(),
    )
}

/// What the columns of accounts and of bodies are called.
#[must_use]
pub fn roster_labels() -> Labels {
    let both = |of: fn(Locale) -> std::borrow::Cow<'static, str>| Text { zh: of(Locale::Zh).into_owned(), en: of(Locale::En).into_owned() };
    Labels(
        [
            ("login", both(|l| l.t("account-login"))),
            ("name", both(|l| l.t("account-name"))),
            ("role", both(|l| l.t("account-role"))),
            ("body", both(|l| l.t("account-body"))),
            ("area", both(|l| l.t("area"))),
            ("from", both(|l| l.t("account-from"))),
            ("until", both(|l| l.t("account-until"))),
            ("disabled", both(|l| l.t("account-disabled"))),
            ("code", both(|l| l.t("roster-code"))),
            ("kind", both(|l| l.t("body-kind"))),
            ("called", both(|l| l.t("body-name"))),
            ("parent", both(|l| l.t("body-above"))),
            ("since", both(|l| l.t("body-since"))),
            ("result", both(|l| l.t("column-result"))),
        ]
        .into(),
    )
}

/// A file that cannot be imported as a whole, in words.
#[must_use]
pub(crate) fn file_problem(l: Locale, problem: &FileProblem) -> String {
    match problem {
        FileProblem::Empty => l.t("file-empty").into_owned(),
        FileProblem::TooLarge => l.t_n("file-too-large", linli_app::import::BYTES / 1024 / 1024),
        FileProblem::TooManyRows { most } => l.t_n("file-too-many-rows", *most),
        FileProblem::Bomb => l.t("file-bomb").into_owned(),
        FileProblem::Locked => l.t("file-locked").into_owned(),
        FileProblem::OldExcel => l.t("file-old-excel").into_owned(),
        FileProblem::WebPage => l.t("file-web-page").into_owned(),
        FileProblem::NotASheet => l.t("file-not-a-sheet").into_owned(),
        FileProblem::Unknown => l.t("file-unknown").into_owned(),
        FileProblem::Damaged { what } => l.t_x("file-damaged", what),
        FileProblem::NoHeadings { wanted } => l.t_x("file-no-headings", &wanted.join(l.pick("、", ", "))),
        FileProblem::MissingColumns { wanted } => l.t_x("file-missing-columns", &wanted.join(l.pick("、", ", "))),
        FileProblem::NoRows => l.t("file-no-rows").into_owned(),
    }
}

/// One mistake in words: what is wrong and the way out, without its place.
#[must_use]
pub fn finding(l: Locale, app: &App, checked: &Checked, found: &Finding) -> String {
    let pack = app.pack();
    let register = pack.registers.get(&checked.order.register);
    let column = column_of(checked, found);
    fault(l, pack, register, column, &found.input, &found.fault)
}

fn column_of<'a>(checked: &'a Checked, found: &Finding) -> Option<&'a Column> {
    let heading = checked.headings.get(found.sheet)?.as_ref()?;
    heading.found.iter().find(|one| Some(one.at) == found.column).map(|one| &one.column)
}

/// Where a mistake is: sheet, row, and the column with its letters and heading; empty where the row as a whole is meant.
#[must_use]
pub(crate) fn place_of(l: Locale, pack: &Pack, checked: &Checked, found: &Finding) -> (String, String) {
    let sheet = checked.table.sheets.get(found.sheet).map(|sheet| sheet.name.clone()).unwrap_or_default();
    let label = || {
        let named = match pack.registers.get(&checked.order.register) {
            Some(register) => Some(labels().of(register, &found.input)),
            None => roster_labels().0.get(found.input.as_str()).cloned(),
        };
        named.map(|label| label.get(l.lang()).to_owned()).unwrap_or_default()
    };
    let column = match (found.column, column_of(checked, found)) {
        (Some(at), Some(column)) => format!("{} {}", letters(at), column.label.get(l.lang())),
        (Some(at), None) => letters(at),
        (None, _) if !found.input.is_empty() => label(),
        (None, _) => String::new(),
    };
    (sheet, column)
}

fn fault(l: Locale, pack: &Pack, register: Option<&Register>, column: Option<&Column>, input: &str, fault: &Fault) -> String {
    match fault {
        Fault::Input(problem) => {
            // What is no register's field is called as its column is.
            let own = column.filter(|_| register.is_none()).map(|column| column.label.get(l.lang()));
            let said = say::problem(l, register, &InputProblem { input: own.unwrap_or(input).to_owned(), problem: problem.clone() });
            let way = match problem {
                Problem::NotAChoice => choices(l, pack, column),
                Problem::Unknown => match column.map(|column| &column.kind) {
                    Some(Kind::Area) => l.t("fault-unknown-area").into_owned(),
                    Some(Kind::Body(_)) => l.t("fault-unknown-body").into_owned(),
                    _ => choices(l, pack, column),
                },
                _ => String::new(),
            };
            [said, way].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(l.pick("。", ". "))
        }
        Fault::Merged { range } => l.t_x("fault-merged", range),
        Fault::NoValue => l.t("fault-no-value").into_owned(),
        Fault::SheetError => l.t("fault-sheet-error").into_owned(),
        Fault::Scientific => l.t("fault-scientific").into_owned(),
        Fault::LostDigits => l.t("fault-lost-digits").into_owned(),
        Fault::BadDate => l.t("fault-bad-date").into_owned(),
        Fault::BadBool => l.t("fault-bad-bool").into_owned(),
        Fault::Ambiguous { names } => l.t_x("fault-ambiguous", &names.join(l.pick("、", ", "))),
        Fault::Masked => l.t("fault-masked").into_owned(),
        Fault::Twice { sheet, row } => l.t_with("fault-twice", &[("sheet", sheet.clone().into()), ("row", i64::from(*row).into())]),
        Fault::Taken { number } => l.t_x("fault-taken", number),
        Fault::Elsewhere => l.t("fault-elsewhere").into_owned(),
        Fault::NoSuchRecord => l.t("fault-no-such-record").into_owned(),
        Fault::Rule(rule) => say::rule_text(l, rule),
        Fault::NotChangeable => l.t("fault-not-changeable").into_owned(),
        Fault::Refused(refusal) => {
            let error = linli_app::AppError::Refused(refusal.clone());
            let said = say::say(l, pack, register.map(|register| register.name.as_str()), &error);
            let parts = [said.title, said.detail, if said.basis.is_empty() { String::new() } else { l.t_x("basis", &said.basis) }];
            parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(l.pick("。", ". "))
        }
    }
}

/// What may be filled in, by label.
fn choices(l: Locale, pack: &Pack, column: Option<&Column>) -> String {
    let names = column.map(|column| options(l, pack, &column.kind)).unwrap_or_default();
    if names.is_empty() {
        return String::new();
    }
    let mut text = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(l.pick("、", ", "));
    if names.len() > NAMED {
        text.push('…');
    }
    l.t_x("fault-choices", &text)
}

/// The labels that a column takes; empty where it takes anything.
pub(super) fn options(l: Locale, pack: &Pack, kind: &Kind) -> Vec<String> {
    let lang = l.lang();
    let is_leaf = |code: &str| {
        let below = format!("{code}.");
        !pack.categories.keys().any(|other| other.starts_with(&below))
    };
    match kind {
        Kind::Field(FieldKind::Choice { options }) => options.values().map(|label| label.get(lang).to_owned()).collect(),
        Kind::Field(FieldKind::Bool) => vec![l.t("yes").into_owned(), l.t("no").into_owned()],
        Kind::Field(FieldKind::Category) => pack
            .categories
            .values()
            .filter(|category| is_leaf(&category.code))
            .map(|category| pack.category_path(&category.code).iter().map(|step| step.label.get(lang)).collect::<Vec<_>>().join("/"))
            .collect(),
        Kind::Urgency => pack.urgencies.values().map(|urgency| urgency.label.get(lang).to_owned()).collect(),
        _ => Vec::new(),
    }
}
