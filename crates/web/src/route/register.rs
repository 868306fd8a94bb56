//! Any register (台账): its list as a table, board, map or calendar over one filter.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::desk::{Listed, Narrow, cursor_text, read_cursor};
use linli_app::{AppError, Context};
use linli_engine::Light as EngineLight;
use linli_pack::model::{Capability, FieldKind as Kind, Register};
use linli_pack::record::Record;
use linli_store::Order;
use serde::Deserialize;

use crate::route::detail::{field_text, with};
use crate::route::errors::failed;
use crate::route::intake::openings;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::page;
use crate::route::{Web, blocking, calendar, maps, shell};
use crate::view::{
    Badge, BoardColumn, Cell, Choice, Column, Empty, Field, FieldKind, FilterBar, Link, Pager, RegisterBody, RegisterPage, Row, Tab,
};

/// Lines of one page of the table.
const PAGE: usize = 50;
/// Records counted at most for the heading.
const COUNTED: usize = 10_000;
/// Cards of one column of the board.
const CARDS: usize = 20;
/// Fields of the register that are columns where nobody chose any.
const FIELDS: usize = 2;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
    category: Option<String>,
    area: Option<String>,
    open: Option<String>,
    light: Option<String>,
    measure: Option<String>,
    from: Option<String>,
    to: Option<String>,
    order: Option<String>,
    show: Option<String>,
    col: Option<String>,
    after: Option<String>,
    pub(super) month: Option<String>,
}

fn filled(value: Option<&String>) -> Option<&str> {
    value.map(String::as_str).filter(|value| !value.is_empty())
}

impl Asked {
    /// The register's address with all of this but what is named.
    pub(super) fn without(&self, register: &str, names: &[&str]) -> String {
        let parts = [
            ("state", &self.state),
            ("category", &self.category),
            ("area", &self.area),
            ("open", &self.open),
            ("light", &self.light),
            ("measure", &self.measure),
            ("from", &self.from),
            ("to", &self.to),
            ("order", &self.order),
            ("show", &self.show),
            ("col", &self.col),
            ("month", &self.month),
        ];
        parts.into_iter().filter(|(name, _)| !names.contains(name)).fold(format!("/registers/{register}"), |path, (name, value)| {
            match filled(value.as_ref()) {
                Some(value) => with(&path, name, value),
                None => path,
            }
        })
    }

    /// What the list is narrowed to. Days come as dates or as numbers.
    pub(super) fn narrow(&self) -> Narrow {
        let day = |text: Option<&str>| {
            let text = text?;
            text.parse::<i64>().ok().or_else(|| text.parse().ok().map(linli_app::days::number))
        };
        let own = |value: &Option<String>| filled(value.as_ref()).map(str::to_owned);
        Narrow {
            states: own(&self.state).into_iter().collect(),
            category: own(&self.category),
            area: own(&self.area),
            open: match filled(self.open.as_ref()) {
                Some("yes" | "true") => Some(true),
                Some("no" | "false") => Some(false),
                _ => None,
            },
            light: match filled(self.light.as_ref()) {
                Some("late") => Some(EngineLight::Late),
                Some("soon") => Some(EngineLight::Soon),
                Some("fine") => Some(EngineLight::Fine),
                _ => None,
            },
            measure: own(&self.measure),
            from: day(filled(self.from.as_ref())),
            to: day(filled(self.to.as_ref())),
            mine: false,
        }
    }

    fn order(&self) -> (Order, bool) {
        match filled(self.order.as_ref()) {
            Some("created") => (Order::Created, false),
            Some("-updated") => (Order::Updated, true),
            // Only open records have a limit to be ordered by.
            Some("due") if self.narrow().open == Some(true) || self.narrow().light.is_some() => (Order::Due, false),
            _ => (Order::Created, true),
        }
    }
}

/// `GET /registers/{register}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let (work, register) = (web.clone(), name.clone());
    match blocking(move || draw(&work, &staff, &register, &asked)).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, Some(&name), &error),
    }
}

fn draw(web: &Web, staff: &Staff, name: &str, asked: &Asked) -> Result<RegisterPage, AppError> {
    let context = staff.context(web);
    let app = &web.app;
    let present = Present::new(app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let register = app.pack().registers.get(name).ok_or(AppError::NotFound("register"))?;
    let narrow = asked.narrow();
    let (order, descending) = asked.order();
    let show = filled(asked.show.as_ref()).unwrap_or("table");
    let total = app.browse_count(&context, name, &narrow, COUNTED)?;
    let chosen = columns(&present, register, asked);
    let after = asked.after.as_deref().and_then(read_cursor);
    let (body, next) = match show {
        "board" => (board(web, &context, &present, register, asked)?, None),
        "calendar" => (RegisterBody::Calendar(calendar::month(web, &context, &present, name, asked)?), None),
        "map" => {
            let found = app.browse(&context, name, &narrow, order, descending, after, 300)?;
            let map = maps::of_records(&present, &staff.post.area, &found.records, None, &|record| format!("/records/{}", record.id));
            let items = found.records.iter().map(|record| present.item(record, format!("/records/{}", record.id), false)).collect();
            (RegisterBody::Map { map, items }, None)
        }
        _ => {
            let found: Listed = app.browse(&context, name, &narrow, order, descending, after, PAGE)?;
            let rows = found.records.iter().map(|record| row(&present, register, record, &chosen)).collect();
            (RegisterBody::Table(rows), found.next)
        }
    };
    let mut shell = shell::staff(web, staff, register.label.get(lang), &format!("/registers/{name}"))?;
    shell.head.map = matches!(body, RegisterBody::Map { .. });
    let export = |kind: &str| {
        asked.without(name, &["show", "order"]).replacen("/registers/", "/export/", 1).replacen(name, &format!("{name}.{kind}"), 1)
    };
    let count = if total >= COUNTED { l.t_n("register-many", COUNTED) } else { l.t_n("register-count", total) };
    let measure = narrow.measure.as_ref().and_then(|measure| register.measures.get(measure));
    let sub = match measure {
        Some(measure) => format!("{count} · {}", measure.label.get(lang)),
        None => count.clone(),
    };
    let print_line = format!("{} · {sub} · {}", register.label.get(lang), present.moment(context.now).text);
    Ok(RegisterPage {
        heading: register.label.get(lang).to_owned(),
        new: openings(web, &context, name)
            .first()
            .map(|_| Link { label: l.t("register-new").into_owned(), href: format!("/registers/{name}/new") }),
        import: app
            .importable(&context, name, &crate::sheet::labels())
            .first()
            .map(|_| Link { label: l.t("import").into_owned(), href: format!("/registers/{name}/import") }),
        exchanges: app
            .exchanges(&context, name, &crate::sheet::labels())
            .into_iter()
            .map(|one| Link { label: one.label.get(lang).to_owned(), href: format!("/registers/{name}/exchange/{}", one.name) })
            .collect(),
        exports_note: l.t_x("export-all", &count),
        reveal: if may_reveal(web, &context, register) { export("xlsx") } else { String::new() },
        exports: vec![
            Link { label: l.t("export-xlsx").into_owned(), href: export("xlsx") },
            Link { label: l.t("export-csv").into_owned(), href: export("csv") },
        ],
        tabs: Vec::new(),
        filter: filter(&present, staff, register, asked),
        views: [("table", "list"), ("board", "columns-3"), ("map", "map"), ("calendar", "calendar")]
            .into_iter()
            .map(|(view, icon)| Tab {
                label: match view {
                    "table" => l.t("view-table"),
                    "board" => l.t("view-board"),
                    "map" => l.t("view-map"),
                    _ => l.t("view-calendar"),
                }
                .into_owned(),
                href: with(&asked.without(name, &["show"]), "show", view),
                current: view == show,
                icon: icon.to_owned(),
                ..Tab::default()
            })
            .collect(),
        columns_action: asked.without(name, &["col"]),
        columns: chosen,
        body,
        pager: Some(Pager {
            text: sub.clone(),
            prev: if asked.after.is_some() { asked.without(name, &[]) } else { String::new() },
            next: next.map(|next| with(&asked.without(name, &[]), "after", &cursor_text(&next))).unwrap_or_default(),
        }),
        batch: Vec::new(),
        batch_action: String::new(),
        batch_form: None,
        detail: None,
        print_line,
        topic: "list".to_owned(),
        empty: Empty {
            icon: "file-text",
            title: l.t("register-empty").into_owned(),
            text: l.t("register-empty-way").into_owned(),
            next: vec![Link { label: l.t("filter-reset").into_owned(), href: format!("/registers/{name}") }],
        },
        sub,
        shell,
    })
}

/// Whether the reader may have personal fields of a register in full, for a purpose.
fn may_reveal(web: &Web, context: &Context, register: &Register) -> bool {
    let personal = register.fields.values().any(|field| field.personal.is_some());
    personal && context.grants_where(web.app.pack(), |role| role.reveal).next().is_some()
}

/// The columns of a table: what every record has, and the register's own plain fields.
fn columns(present: &Present, register: &Register, asked: &Asked) -> Vec<Column> {
    let l = present.l;
    let lang = l.lang();
    let name = register.name.as_str();
    let chosen: Option<Vec<&str>> = filled(asked.col.as_ref()).map(|list| list.split(',').collect());
    let own = register.fields.values().filter(|field| {
        field.personal.is_none() && field.name != register.title && !matches!(field.kind, Kind::Photos { .. } | Kind::LongText { .. })
    });
    // What is told in one line of its own has a name; of long words the first line is shown, which is what the matter is.
    let title = register.fields.get(&register.title).filter(|field| matches!(field.kind, Kind::Text { .. }));
    let sorted_by_kind = register.moves.values().any(|mv| mv.fill.iter().chain(&mv.may).any(|input| input == "category"));
    let on_map = register.has(Capability::Place);
    let mut usual = 0;
    let mut columns: Vec<(String, String, bool)> = [
        ("number", l.t("column-number"), true),
        ("title", title.map_or_else(|| l.t("column-title"), |field| field.label.get(lang).to_owned().into()), true),
        ("state", l.t("column-state"), true),
        ("area", l.t("column-area"), true),
        ("category", l.t("column-category"), sorted_by_kind),
        ("holder", l.t("column-holder"), true),
        ("due", l.t("column-due"), true),
        ("created", l.t("column-created"), true),
        ("closed", l.t("column-closed"), false),
        ("rating", l.t("column-rating"), false),
    ]
    .into_iter()
    .map(|(name, label, shown)| (name.to_owned(), label.into_owned(), shown))
    .collect();
    for field in own {
        // A balance is what people look a fund up for, though the program fills it in.
        let told = !field.derived || register.is_balance(&field.name);
        usual += usize::from(told);
        columns.push((field.name.clone(), field.label.get(lang).to_owned(), told && !on_map && usual <= FIELDS));
    }
    columns
        .into_iter()
        .map(|(column, label, usual)| {
            let sort = match column.as_str() {
                "created" if asked.order.as_deref() == Some("created") => with(&asked.without(name, &["order"]), "order", "-created"),
                "created" => with(&asked.without(name, &["order"]), "order", "created"),
                "due" if asked.narrow().open == Some(true) => with(&asked.without(name, &["order"]), "order", "due"),
                _ => String::new(),
            };
            let sorted = match (column.as_str(), asked.order.as_deref()) {
                ("created", Some("created")) | ("due", Some("due")) => "ascending",
                ("created", None | Some("-created")) => "descending",
                _ => "",
            };
            Column {
                shown: chosen.as_ref().map_or(usual, |chosen| chosen.contains(&column.as_str())),
                name: column,
                label,
                number: false,
                sort,
                sorted,
            }
        })
        .collect()
}

fn row(present: &Present, register: &Register, record: &Record, columns: &[Column]) -> Row {
    let cell = |column: &Column| match column.name.as_str() {
        "number" => Cell::Text(record.number.clone()),
        "title" => Cell::Text(record.title.clone()),
        "state" => Cell::Badge(Badge { text: present.state(record), tone: if record.open { "accent" } else { "" } }),
        "area" => Cell::Text(present.territory.place_name(&record.area)),
        "category" => Cell::Text(record.category.as_deref().map(|code| present.category(code)).unwrap_or_default()),
        "holder" => Cell::Text(record.holder.as_deref().map(|code| present.body(code)).unwrap_or_default()),
        "due" => Cell::Due(present.due(record)),
        "created" => Cell::Time(present.moment(record.created).text),
        "closed" => Cell::Time(record.closed.map(|at| present.moment(at).text).unwrap_or_default()),
        "rating" => Cell::Number(record.rating.map(|score| score.to_string()).unwrap_or_default()),
        name => {
            let field = register.fields.get(name);
            let found = field.and_then(|field| field_text(present, &field.kind, record.fields.get(name)?)).unwrap_or_default();
            match field.map(|field| &field.kind) {
                Some(Kind::Date | Kind::Time) => Cell::Time(found),
                _ => Cell::Text(found),
            }
        }
    };
    Row {
        id: record.id.clone(),
        href: format!("/records/{}", record.id),
        cells: columns.iter().filter(|column| column.shown).map(cell).collect(),
        current: false,
        picked: false,
    }
}

/// Open states as columns, each with the records due soonest.
fn board(web: &Web, context: &Context, present: &Present, register: &Register, asked: &Asked) -> Result<RegisterBody, AppError> {
    let mut columns = Vec::new();
    for state in register.states.values().filter(|state| state.open) {
        let narrow = Narrow { states: vec![state.name.clone()], open: Some(true), ..asked.narrow() };
        let count = web.app.browse_count(context, &register.name, &narrow, COUNTED)?;
        if count == 0 {
            continue;
        }
        let late = web.app.browse_count(context, &register.name, &Narrow { light: Some(EngineLight::Late), ..narrow.clone() }, COUNTED)?;
        let found = web.app.browse(context, &register.name, &narrow, Order::Due, false, None, CARDS)?;
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        columns.push(BoardColumn {
            label: state.label.get(present.l.lang()).to_owned(),
            count: number(count),
            late: number(late),
            items: found.records.iter().map(|record| present.item(record, format!("/records/{}", record.id), false)).collect(),
            href: with(&with(&asked.without(&register.name, &["show", "state"]), "state", &state.name), "show", "table"),
        });
    }
    Ok(RegisterBody::Board(columns))
}

fn filter(present: &Present, staff: &Staff, register: &Register, asked: &Asked) -> FilterBar {
    let l = present.l;
    let lang = l.lang();
    let choice = |code: &str, label: &str| Choice { code: code.to_owned(), label: label.to_owned(), ..Choice::default() };
    let select = |name: &str, label: std::borrow::Cow<'static, str>, value: &Option<String>, options: Vec<Choice>| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: value.clone().unwrap_or_default(),
        kind: FieldKind::Choice(std::iter::once(choice("", &l.t("filter-all"))).chain(options).collect()),
        ..Field::default()
    };
    let states = register.states.values().map(|state| choice(&state.name, state.label.get(lang))).collect();
    let categories = present.pack.categories.values().map(|category| {
        let depth = category.code.matches('.').count();
        choice(&category.code, &format!("{}{}", "　".repeat(depth), category.label.get(lang)))
    });
    let areas = present.territory.children(&staff.post.area).map(|area| choice(&area.code, &area.name));
    let lights = [("late", l.t("light-late")), ("soon", l.t("light-soon")), ("fine", l.t("light-fine"))];
    let date = |name: &str, label: std::borrow::Cow<'static, str>, value: &Option<String>| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: value.clone().unwrap_or_default(),
        kind: FieldKind::Date,
        ..Field::default()
    };
    let mut controls = vec![select("state", l.t("column-state"), &asked.state, states)];
    if register.has(linli_pack::model::Capability::Place) {
        controls.push(select("category", l.t("filter-category"), &asked.category, categories.collect()));
    }
    controls.push(select("area", l.t("filter-area"), &asked.area, areas.collect()));
    controls.push(select(
        "light",
        l.t("filter-light"),
        &asked.light,
        lights.into_iter().map(|(code, label)| choice(code, &label)).collect(),
    ));
    controls.push(date("from", l.t("filter-from"), &asked.from));
    controls.push(date("to", l.t("filter-to"), &asked.to));
    let kept = [("measure", &asked.measure), ("show", &asked.show), ("order", &asked.order), ("col", &asked.col)];
    let narrowed = [&asked.state, &asked.category, &asked.area, &asked.light, &asked.from, &asked.to, &asked.measure];
    FilterBar {
        action: format!("/registers/{}", register.name),
        controls,
        hidden: kept.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect(),
        reset: format!("/registers/{}", register.name),
        active: narrowed.into_iter().any(|value| filled(value.as_ref()).is_some()),
    }
}
