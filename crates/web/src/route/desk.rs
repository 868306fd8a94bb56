//! `GET /desk`: what waits, where it is, and everything needed to decide, on one page.

use axum::extract::{Query, RawQuery, State};
use axum::response::Response;
use linli_app::desk::{Narrow, Tab as AppTab, cursor_text, read_cursor};
use linli_app::{AppError, Context};
use linli_pack::record::Record;
use serde::Deserialize;

use crate::route::batch::{self, Batch};
use crate::route::detail::{self, How, with};
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::{Web, blocking, maps, shell};
use crate::view::{Choice, DeskPage, Empty, Field, FieldKind, FilterBar, KeyHelp, Link, Tab, WorkList};

/// Lines of one page of the list.
const PAGE: usize = 40;
/// Tabs in the strip.
const STRIP: usize = 8;

/// What the address of the desk says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    register: Option<String>,
    view: Option<String>,
    category: Option<String>,
    area: Option<String>,
    after: Option<String>,
    show: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) act: Option<String>,
    pub(crate) batch: Option<String>,
    other: Option<String>,
}

impl Asked {
    /// The desk's address with its view and filters, without a record.
    pub(crate) fn list(&self) -> String {
        let parts =
            [("register", &self.register), ("view", &self.view), ("category", &self.category), ("area", &self.area), ("show", &self.show)];
        parts.into_iter().fold("/desk".to_owned(), |path, (name, value)| match value {
            Some(value) if !value.is_empty() => with(&path, name, value),
            _ => path,
        })
    }
}

/// `GET /desk`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>, RawQuery(query): RawQuery) -> Response {
    let reader = staff.reader.clone();
    let (work, shown) = (web.clone(), staff.clone());
    let batch = Batch { act: asked.batch.clone(), picks: batch::picks(query.as_deref()), ..Batch::default() };
    match blocking(move || draw_with(&work, &shown, &asked, &How::default(), &batch)).await {
        Ok(desk) => shell::page(&desk, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Draws the desk; `how` carries what became of an act on the record that is open.
pub(crate) fn draw(web: &Web, staff: &Staff, asked: &Asked, how: &How) -> Result<DeskPage, AppError> {
    draw_with(web, staff, asked, how, &Batch::default())
}

/// Draws the desk; `batch` carries what is ticked and what became of an act on several records.
pub(crate) fn draw_with(web: &Web, staff: &Staff, asked: &Asked, how: &How, batch: &Batch) -> Result<DeskPage, AppError> {
    let context = staff.context(web);
    let app = &web.app;
    let present = Present::new(app, staff.reader.l, context.now);
    let l = present.l;
    let tabs = app.tabs(&context, &staff.post)?;
    let current = tabs
        .iter()
        .find(|tab| {
            Some(tab.view.name.as_str()) == asked.view.as_deref() && asked.register.as_deref().is_none_or(|name| name == tab.register)
        })
        .or_else(|| tabs.iter().find(|tab| tab.count > 0))
        .or_else(|| tabs.first());
    let mut asked = asked.clone();
    if let Some(current) = current {
        asked.register = Some(current.register.to_owned());
        asked.view = Some(current.view.name.clone());
    }
    let list_href = asked.list();
    let records = match current {
        Some(tab) => page(web, &context, staff, tab, &asked)?,
        None => linli_app::desk::Listed::default(),
    };
    let selected = asked.id.clone().or_else(|| records.records.first().map(|record| record.id.clone()));
    let mut record_view = None;
    if let Some(id) = &selected {
        match app.detail(&context, id) {
            Ok(found) => {
                let here = with(&list_href, "id", id);
                let how =
                    How { back: list_href.clone(), here, once: app.random().secret(), people: detail::people(web, &found)?, ..how.clone() };
                let how = open_form(how, &asked);
                record_view = Some(detail::view(&present, &found, &how));
            }
            // It may have moved out of sight since the list was drawn.
            Err(AppError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let mut list = work_list(&present, &records, &asked, selected.as_deref(), current);
    if let Some(tab) = current {
        batch::offer(web, staff, &present, tab, &list_href, batch, &mut list);
    }
    let (tabs, folded) = shown_tabs(&present, &tabs, current);
    let title = current.map_or_else(|| l.t("menu-desk").into_owned(), |tab| tab.view.label.get(l.lang()).to_owned());
    let mut shell = shell::staff(web, staff, &title, "/desk")?;
    shell.keys = record_view.as_ref().map(keys).unwrap_or_default();
    // A wide screen has room for both; a narrow one starts with the list.
    let as_map = asked.show.as_deref() != Some("list");
    let on_map = asked.show.as_deref() == Some("map");
    let map = if as_map {
        Some(maps::of_records(
            &present,
            asked.area.as_deref().filter(|area| !area.is_empty()).unwrap_or(&staff.post.area),
            &records.records,
            selected.as_deref(),
            &|record| with(&list_href, "id", &record.id),
        ))
    } else {
        None
    };
    shell.head.map = map.is_some();
    Ok(DeskPage {
        tabs,
        folded,
        filter: filter(&present, &asked),
        list,
        map,
        views: vec![
            view_switch(l.t("view-list").into_owned(), "list", &asked, !on_map),
            view_switch(l.t("view-map").into_owned(), "map", &asked, on_map),
        ],
        detail: record_view,
        open: asked.id.is_some(),
        nothing: Empty {
            icon: "inbox",
            title: l.t("desk-nothing-open").into_owned(),
            text: l.t("desk-nothing-open-way").into_owned(),
            next: Vec::new(),
        },
        shell,
    })
}

/// Opens the form that the address asks for, with what a link has filled in already.
pub(crate) fn open_form(mut how: How, asked: &Asked) -> How {
    if how.act.is_none() {
        how.act.clone_from(&asked.act);
    }
    if let Some(other) = asked.other.as_ref().filter(|_| how.typed.is_none()) {
        how.typed = Some([("other".to_owned(), other.clone().into())].into());
    }
    how
}

fn page(web: &Web, context: &Context, staff: &Staff, tab: &AppTab<'_>, asked: &Asked) -> Result<linli_app::desk::Listed, AppError> {
    let territory = web.app.territory();
    let within = |area: &String| territory.within(area, &staff.post.area);
    let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let narrow = Narrow { category: given(&asked.category), area: given(&asked.area).filter(within), ..Narrow::default() };
    let after = asked.after.as_deref().and_then(read_cursor);
    web.app.view(context, &staff.post, tab.register, &tab.view.name, &narrow, after, PAGE)
}

/// Tabs in the strip: the first register's views of open records, and the one shown. The others are under 更多.
fn shown_tabs(present: &Present, tabs: &[AppTab<'_>], current: Option<&AppTab<'_>>) -> (Vec<Tab>, Vec<Tab>) {
    let first = tabs.first().map(|tab| tab.register);
    let waits = |tab: &AppTab<'_>| {
        let states = present.register(tab.register).map(|register| &register.states);
        let closed = |state: &String| states.and_then(|states| states.get(state)).is_some_and(|state| !state.open);
        let is_due = tab.view.order == "due";
        Some(tab.register) == first && is_due && !tab.view.states.iter().any(closed)
    };
    let (mut shown, mut folded) = (Vec::new(), Vec::new());
    for tab in tabs {
        let drawn = shown_tab(present, tab, current);
        // What holds nothing gives way where there are many.
        let spare = tab.count == 0 && tabs.len() > STRIP && shown.len() >= 2;
        if drawn.current || waits(tab) && !spare && shown.len() < STRIP { shown.push(drawn) } else { folded.push(drawn) }
    }
    (shown, folded)
}

fn shown_tab(present: &Present, tab: &AppTab<'_>, current: Option<&AppTab<'_>>) -> Tab {
    let is = current.is_some_and(|current| current.view.name == tab.view.name && current.register == tab.register);
    let lang = present.l.lang();
    let label = tab.view.label.get(lang);
    Tab {
        // Views of other registers than the first say which they are of.
        label: match present.register(tab.register) {
            Some(register) if present.pack.registers.keys().next().is_some_and(|first| first != tab.register) => {
                format!("{} · {label}", register.label.get(lang))
            }
            _ => label.to_owned(),
        },
        href: with(&with("/desk", "register", tab.register), "view", &tab.view.name),
        count: Some(shell::shown_count(tab.count)),
        urgent: tab.count > 0 && tab.view.filter.as_ref().is_some_and(|filter| filter.source.contains("due < now")),
        current: is,
        icon: String::new(),
    }
}

fn view_switch(label: String, show: &str, asked: &Asked, current: bool) -> Tab {
    let asked = Asked { show: Some(show.to_owned()), ..asked.clone() };
    Tab { label, href: asked.list(), count: None, urgent: false, current, icon: show.to_owned() }
}

/// The area is chosen in the top bar, and stays.
fn filter(present: &Present, asked: &Asked) -> FilterBar {
    let l = present.l;
    let first = Choice { label: l.t("filter-all-categories").into_owned(), ..Choice::default() };
    let upper = present.pack.categories.values().filter(|category| category.code.matches('.').count() < 2).map(|category| Choice {
        code: category.code.clone(),
        label: format!("{}{}", if category.code.contains('.') { "　" } else { "" }, category.label.get(l.lang())),
        ..Choice::default()
    });
    let kept = [("register", &asked.register), ("view", &asked.view), ("area", &asked.area), ("show", &asked.show)];
    FilterBar {
        action: "/desk".to_owned(),
        controls: vec![Field {
            name: "category".to_owned(),
            label: l.t("filter-category").into_owned(),
            value: asked.category.clone().unwrap_or_default(),
            kind: FieldKind::Choice(std::iter::once(first).chain(upper).collect()),
            ..Field::default()
        }],
        hidden: kept.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect(),
        reset: Asked { category: None, area: None, ..asked.clone() }.list(),
        active: asked.category.as_ref().filter(|value| !value.is_empty()).or(asked.area.as_ref()).is_some_and(|value| !value.is_empty()),
    }
}

fn work_list(
    present: &Present,
    listed: &linli_app::desk::Listed,
    asked: &Asked,
    selected: Option<&str>,
    tab: Option<&AppTab<'_>>,
) -> WorkList {
    let l = present.l;
    let href = asked.list();
    let item = |record: &Record| present.item(record, with(&href, "id", &record.id), Some(record.id.as_str()) == selected);
    let shown = u64::try_from(listed.records.len()).unwrap_or_default();
    let total = tab.map_or(shown, |tab| shell::shown_count(tab.count));
    let filtered = [&asked.category, &asked.area].into_iter().flatten().any(|value| !value.is_empty());
    WorkList {
        topic: "list".to_owned(),
        label: tab.map(|tab| tab.view.label.get(l.lang()).to_owned()).unwrap_or_default(),
        summary: if filtered { l.t_n("list-shown", shown) } else { l.t_n("list-total", total) },
        items: listed.records.iter().map(item).collect(),
        more: listed.next.as_ref().map(|next| with(&href, "after", &cursor_text(next))).unwrap_or_default(),
        empty: Empty {
            icon: "circle-check",
            title: l.t("desk-empty").into_owned(),
            text: l.t("desk-empty-way").into_owned(),
            next: vec![Link { label: l.t("menu-home").into_owned(), href: "/home".to_owned() }],
        },
        ..WorkList::default()
    }
}

fn keys(record: &crate::view::RecordView) -> Vec<KeyHelp> {
    let acts = record.acts.iter().chain(&record.more).filter(|act| !act.key.is_empty());
    acts.map(|act| KeyHelp { key: act.key.to_uppercase(), text: act.label.clone() }).collect()
}
