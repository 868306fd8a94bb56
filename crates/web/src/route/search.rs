//! One box that finds records, areas, bodies, accounts, and people by their numbers. A number that names somebody never stands in an
//! address: the box posts, what may be in an address is then led there.

use std::collections::BTreeMap;

use axum::extract::{Form, Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::lookup::{Number, Places};
use linli_pack::record::Record;
use serde::Deserialize;

use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, shell};
use crate::view::{Due, Empty, Hit, Piece, SearchGroup, SearchPage};

/// Hits of one search.
const HITS: usize = 60;
/// Areas, bodies or accounts of one search.
const PLACES: usize = 12;

/// What a search asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Words {
    #[serde(default)]
    q: String,
}

/// `GET /search?q=…`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(words): Query<Words>) -> Response {
    answer(web, staff, words.q, false).await
}

/// `POST /search`: what the box sends.
pub(super) async fn post(State(web): State<Web>, staff: Staff, Form(words): Form<Words>) -> Response {
    let words = words.q.trim();
    if Number::read(words, today(&web)).is_none() {
        let words = percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC);
        return go(&format!("/search?q={words}"), None);
    }
    answer(web, staff, words.to_owned(), true).await
}

fn today(web: &Web) -> i64 {
    linli_app::days::of(web.app.now(), &web.app.pack().clock.timezone)
}

async fn answer(web: Web, staff: Staff, words: String, posted: bool) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, words.trim(), posted)).await
}

fn draw(web: &Web, staff: &Staff, words: &str, posted: bool) -> Result<SearchPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let number = Number::read(words, today(web));
    let named = number.as_ref().is_some_and(Number::names_somebody);
    let by_number = match &number {
        Some(number) if posted => web.app.look_up(&context, number, HITS)?,
        _ => Vec::new(),
    };
    let (found, places) = if words.is_empty() || named {
        (Vec::new(), Places::default())
    } else {
        (web.app.search(&context, words, HITS)?, web.app.find_places(&context, words, PLACES)?)
    };
    let mut groups = Vec::new();
    if !by_number.is_empty() {
        groups.push(SearchGroup {
            label: l.t("search-by-number").into_owned(),
            count: u64::try_from(by_number.len()).unwrap_or_default(),
            hits: by_number.iter().map(|record| hit(&present, record, "")).collect(),
            more: String::new(),
        });
    }
    groups.extend(records(web, &present, &found, words));
    groups.extend(of_places(web, staff, &present, &places, words));
    let n = by_number.len() + found.len() + places.areas.len() + places.bodies.len() + places.accounts.len();
    let (title, text) = match (words.is_empty(), posted && number.is_some(), named) {
        (true, ..) => (l.t("search-nothing-asked"), l.t("search-way")),
        (false, true, _) => (l.t("search-nobody-found"), l.t("search-recorded")),
        // Such an address was made by hand: nobody is looked up by following a link.
        (false, false, true) => (l.t("search-number-in-address"), l.t("search-number-way")),
        (false, false, false) => (l.t("search-nothing-found"), l.t("search-way")),
    };
    let mut shell = shell::staff(web, staff, &l.t("search-title"), "/search")?;
    shell.query = if named && !posted { String::new() } else { words.to_owned() };
    Ok(SearchPage {
        summary: match (words.is_empty(), named) {
            (true, _) => String::new(),
            (false, true) if posted => l.t_n("search-summary-number", n),
            (false, true) => String::new(),
            (false, false) => l.t_with("search-summary", &[("words", words.into()), ("n", i64::try_from(n).unwrap_or_default().into())]),
        },
        recorded: if posted && number.is_some() { l.t("search-recorded").into_owned() } else { String::new() },
        groups,
        empty: Empty { icon: "search", title: title.into_owned(), text: text.into_owned(), next: Vec::new() },
        shell,
    })
}

/// Records by register, in the pack's order.
fn records(web: &Web, present: &Present, found: &[Record], words: &str) -> Vec<SearchGroup> {
    let mut groups: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for record in found {
        let order = web.app.pack().registers.get_index_of(&record.register).unwrap_or(usize::MAX);
        groups.entry(order).or_default().push(record);
    }
    groups
        .into_values()
        .map(|records| SearchGroup {
            label: records
                .first()
                .and_then(|record| present.register(&record.register))
                .map(|register| register.label.get(present.l.lang()).to_owned())
                .unwrap_or_default(),
            count: u64::try_from(records.len()).unwrap_or_default(),
            hits: records.into_iter().map(|record| hit(present, record, words)).collect(),
            more: String::new(),
        })
        .collect()
}

fn hit(present: &Present, record: &Record, words: &str) -> Hit {
    Hit {
        href: format!("/records/{}", record.id),
        title: pieces(&record.title, words),
        facts: vec![
            record.number.clone(),
            present.territory.place_name(&record.area),
            present.state(record),
            present.moment(record.created).text,
        ],
        snippet: Vec::new(),
        due: present.due(record),
    }
}

/// Areas, bodies and accounts, each leading to where the reader may look into it.
fn of_places(web: &Web, staff: &Staff, present: &Present, places: &Places, words: &str) -> Vec<SearchGroup> {
    let l = present.l;
    let pack = web.app.pack();
    let board = pack.roles.get(&staff.post.role).is_some_and(|role| role.board);
    let register = pack.registers.keys().next().cloned().unwrap_or_default();
    let of_area = |code: &str| if board { format!("/board?area={code}") } else { format!("/registers/{register}?area={code}") };
    let line = |href: String, title: &str, facts: Vec<String>| Hit {
        href,
        title: pieces(title, words),
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
        snippet: Vec::new(),
        due: Due::default(),
    };
    let areas = places.areas.iter().filter_map(|code| {
        let area = present.territory.area(code)?;
        let level = pack.levels.iter().find(|level| level.name == area.level).map(|level| level.label.get(l.lang()).to_owned());
        Some(line(of_area(code), &area.name, vec![level.unwrap_or_default(), present.territory.place_name(&area.parent), code.clone()]))
    });
    let bodies = places.bodies.iter().filter_map(|code| {
        let named = present.territory.named_body(code)?;
        Some(line(of_area(&named.body.area), named.name.get(l.lang()), vec![present.territory.place_name(&named.body.area)]))
    });
    let accounts = places.accounts.iter().map(|one| {
        let post = one.grants.first().map(|grant| present.body(&grant.body)).unwrap_or_default();
        line(format!("/admin/accounts/{}", one.account.id), &one.account.name, vec![one.account.login.clone(), post])
    });
    [
        (l.t("search-areas"), areas.collect::<Vec<_>>()),
        (l.t("search-bodies"), bodies.collect()),
        (l.t("search-accounts"), accounts.collect()),
    ]
    .into_iter()
    .filter(|(_, hits)| !hits.is_empty())
    .map(|(label, hits)| SearchGroup {
        label: label.into_owned(),
        count: u64::try_from(hits.len()).unwrap_or_default(),
        hits,
        more: String::new(),
    })
    .collect()
}

/// A title with the searched words marked.
fn pieces(title: &str, words: &str) -> Vec<Piece> {
    let piece = |text: &str, hit: bool| Piece { text: text.to_owned(), hit };
    match title.split_once(words).filter(|_| !words.is_empty()) {
        None => vec![piece(title, false)],
        Some((before, after)) => {
            [piece(before, false), piece(words, true), piece(after, false)].into_iter().filter(|piece| !piece.text.is_empty()).collect()
        }
    }
}
