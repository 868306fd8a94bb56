//! `/areas/{code}/grids`: the grids of a community on a map.

use axum::extract::{FromRequest as _, Multipart, Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use linli_app::AppError;
use linli_app::grids::plane::{Corner, Plane};
use linli_app::grids::{Draft, Finding, Found, LARGEST, Sheet, Weighed, write};
use linli_pack::record::Value;
use serde_json::json;

use crate::Locale;
use crate::route::errors::failed;
use crate::route::figures::grouped;
use crate::route::maps;
use crate::route::session::Staff;
use crate::route::shell::{self, go, page};
use crate::route::{Web, blocking};
use crate::view::{Badge, Crumbs, GridRow, GridsPage, GridsSaid, Link};

/// What was sent with the form.
#[derive(Clone, Debug, Default)]
struct Sent {
    what: String,
    text: String,
    seen: String,
    swap: bool,
    n: usize,
}

/// `GET /areas/{code}/grids`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let drawn = move || {
        let context = staff.context(&work);
        let sheet = work.app.grids(&context, &code)?;
        let weighed = standing(&work, &staff, &sheet)?;
        draw(&work, &staff, &sheet, &weighed, "", false, 0)
    };
    match blocking(drawn).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// What stands, checked as if it had just been drawn.
fn standing(web: &Web, staff: &Staff, sheet: &Sheet) -> Result<Weighed, AppError> {
    let text = write(&sheet.draft, &sheet.code, &sheet.name).to_string();
    web.app.weigh_grids(&staff.context(web), &sheet.code, &text, false)
}

/// `GET /areas/{code}/grids.geojson`: the grids as they stand, to take along.
pub(super) async fn download(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let read = move || {
        let sheet = work.app.grids(&staff.context(&work), &code)?;
        Ok((format!("attachment; filename=\"grids-{}.geojson\"", sheet.code), write(&sheet.draft, &sheet.code, &sheet.name).to_string()))
    };
    match blocking(read).await {
        Ok((name, body)) => {
            ([(header::CONTENT_TYPE, "application/geo+json".to_owned()), (header::CONTENT_DISPOSITION, name)], body).into_response()
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /areas/{code}/grids/check`: what there is to say about a drawing, while it is being drawn.
pub(super) async fn check(State(web): State<Web>, staff: Staff, Path(code): Path<String>, body: String) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let l = reader.l;
    match blocking(move || work.app.weigh_grids(&staff.context(&work), &code, &body, false)).await {
        Ok(weighed) => page(&said(l, &weighed), 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /areas/{code}/grids`: check, propose, or save.
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let sent = match read(request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (work, l) = (web.clone(), reader.l);
    let to = format!("/areas/{code}/grids");
    let done = move || {
        let context = staff.context(&work);
        let sheet = work.app.grids(&context, &code)?;
        let tried = match sent.what.as_str() {
            "save" => work.app.save_grids(&context, &code, &sent.text, sent.swap, &sent.seen),
            "propose" => work.app.propose_grids(&context, &code, sent.n),
            _ => work.app.weigh_grids(&context, &code, &sent.text, sent.swap),
        };
        let (weighed, refused) = match tried {
            Ok(weighed) if sent.what == "save" && !weighed.refused() => return Ok(Err(weighed)),
            Ok(weighed) => (weighed, String::new()),
            Err(AppError::Invalid { rule, .. }) => {
                let why = match rule {
                    "grids-stale" => l.t("grids-stale"),
                    "grids-no-outline" => l.t("grids-no-outline"),
                    _ => l.t("grids-number-wrong"),
                };
                // What was drawn is not lost by it.
                let weighed = if sent.text.is_empty() {
                    standing(&work, &staff, &sheet)?
                } else {
                    work.app.weigh_grids(&context, &code, &sent.text, sent.swap)?
                };
                (weighed, why.into_owned())
            }
            Err(error) => return Err(error),
        };
        let status = if !refused.is_empty() || (sent.what == "save" && weighed.refused()) { 422 } else { 200 };
        Ok(Ok((draw(&work, &staff, &sheet, &weighed, &refused, true, sent.n)?, status)))
    };
    match blocking(done).await {
        Ok(Ok((found, status))) => page(&found, status),
        Ok(Err(weighed)) => {
            let gaps = weighed.findings.iter().filter(|finding| matches!(finding.what, Found::Gap(_))).count();
            let text = if gaps > 0 { l.t_n("grids-saved-gaps", gaps) } else { l.t("grids-saved").into_owned() };
            go(&to, Some(&text))
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Reads the form; of a file that is too large only so much as shows that it is.
async fn read(request: Request) -> Result<Sent, AppError> {
    // What is longer than any request may be is cut off while it is read.
    let broken = |_| AppError::Invalid { field: "file", rule: "grids-too-large" };
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| AppError::Invalid { field: "file", rule: "unknown" })?;
    let (mut sent, mut file) = (Sent::default(), Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            if bytes.len() <= LARGEST {
                bytes.extend_from_slice(&chunk);
            }
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "do" => sent.what = text(),
            "seen" => sent.seen = text(),
            "swap" => sent.swap = text() == "true",
            "n" => sent.n = text().parse().unwrap_or_default(),
            "geojson" => sent.text = text(),
            "file" => file = bytes,
            _ => {}
        }
    }
    if !file.is_empty() {
        sent.text = String::from_utf8_lossy(&file).into_owned();
    }
    Ok(sent)
}

fn draw(web: &Web, staff: &Staff, sheet: &Sheet, weighed: &Weighed, refused: &str, draft: bool, n: usize) -> Result<GridsPage, AppError> {
    let l = staff.reader.l;
    let territory = web.app.territory();
    let admin = staff.who.grants.iter().any(|grant| web.app.pack().roles.get(&grant.role).is_some_and(|role| role.admin));
    let above = territory.path(&sheet.code).into_iter().rev().skip(1).rev().map(|area| Link {
        label: area.name.clone(),
        href: if admin { format!("/admin/areas?at={}#chosen", area.code) } else { "/areas/grids".to_owned() },
    });
    let usual = sheet.draft.grids.len().max(1);
    Ok(GridsPage {
        crumbs: Crumbs { l, above: above.collect(), here: sheet.name.clone() },
        name: sheet.name.clone(),
        rule: sheet.rule.as_ref().map_or_else(String::new, |rule| {
            let args = [("least", linli_number(rule.least)), ("most", linli_number(rule.most)), ("basis", rule.basis.clone().into())];
            l.t_with("grids-rule", &args)
        }),
        action: format!("/areas/{}/grids", sheet.code),
        geojson: write(&weighed.draft, &sheet.code, &sheet.name).to_string(),
        download: format!("/areas/{}/grids.geojson", sheet.code),
        code: sheet.code.clone(),
        seen: sheet.seen.clone(),
        draft: draft && weighed.draft != sheet.draft,
        refused: refused.to_owned(),
        n: if n > 0 { n } else { usual },
        said: said(l, weighed),
        landless: sheet.landless.iter().map(|(_, name)| name.clone()).collect(),
        shell: shell::staff(web, staff, &l.t_x("grids-title", &sheet.name), "/areas/grids")?,
    })
}

fn linli_number(n: i64) -> fluent_bundle::FluentValue<'static> {
    n.to_string().into()
}

/// `GET /areas/grids`: the communities whose grids the reader may draw.
pub(super) async fn list(State(web): State<Web>, staff: Staff) -> Response {
    let pack = web.app.pack();
    let territory = web.app.territory();
    let context = staff.context(&web);
    let level = pack.levels.len().checked_sub(2).and_then(|at| pack.levels.get(at)).map(|level| level.name.clone()).unwrap_or_default();
    let areas: Vec<String> = context.grants_where(pack, |role| role.territory).map(|grant| grant.area.clone()).collect();
    let mut communities: Vec<_> =
        territory.areas().filter(|area| area.level == level && areas.iter().any(|above| territory.within(&area.code, above))).collect();
    communities.sort_by(|a, b| a.code.cmp(&b.code));
    if areas.is_empty() {
        return failed(&web, &staff.reader, None, &AppError::Forbidden("territory"));
    }
    let l = staff.reader.l;
    let shell = match shell::staff(&web, &staff, &l.t("menu-grids"), "/areas/grids") {
        Ok(shell) => shell,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let rows = communities.into_iter().map(|area| crate::view::FoundArea {
        name: area.name.clone(),
        code: area.code.clone(),
        within: format!(
            "{} · {}",
            territory.area(&area.parent).map_or("", |above| above.name.as_str()),
            l.t_n("grids-count", territory.children(&area.code).count())
        ),
        href: format!("/areas/{}/grids", area.code),
    });
    page(&crate::view::GridsListPage { shell, rows: rows.collect() }, 200)
}

/// All there is to say about a drawing, in words.
fn said(l: Locale, weighed: &Weighed) -> GridsSaid {
    let origin = weighed.draft.outline.first().or_else(|| weighed.draft.grids.first()?.ring.first());
    let plane = Plane::around(origin.copied().unwrap_or_default());
    let (wrong, warn): (Vec<&Finding>, Vec<&Finding>) = weighed.findings.iter().partition(|finding| finding.what.refuses());
    let lines = |all: &[&Finding]| all.iter().map(|finding| line(l, finding)).collect::<Vec<_>>();
    let marks = weighed.findings.iter().flat_map(|finding| {
        let kind = if finding.what.refuses() { "wrong" } else { "warn" };
        finding.marks.iter().map(move |piece| {
            let rings: Vec<Value> = piece.iter().map(|ring| maps::ring(ring)).collect();
            json!({ "type": "Feature", "properties": { "kind": kind }, "geometry": { "type": "Polygon", "coordinates": rings } })
        })
    });
    GridsSaid {
        l,
        wrong: lines(&wrong),
        // That a community has no outline is said once and first; sizes are in the table.
        warn: lines(&warn.into_iter().filter(|finding| mark(l, &finding.what).is_none()).collect::<Vec<_>>()),
        swapped: weighed.findings.iter().any(|finding| finding.what == Found::Swapped),
        rows: rows(l, &plane, &weighed.draft, &weighed.findings),
        marks: json!({ "type": "FeatureCollection", "features": marks.collect::<Vec<_>>() }).to_string(),
    }
}

fn rows(l: Locale, plane: &Plane, draft: &Draft, findings: &[Finding]) -> Vec<GridRow> {
    draft
        .grids
        .iter()
        .map(|grid| GridRow {
            code: grid.code.clone(),
            name: grid.name.clone(),
            households: grid.households,
            population: grid.population,
            ground: square(l, plane.square_metres(&grid.ring)),
            marks: findings.iter().filter(|finding| finding.grid == grid.name).filter_map(|finding| mark(l, &finding.what)).collect(),
        })
        .collect()
}

/// What is said about a grid's size, beside the grid.
fn mark(l: Locale, what: &Found) -> Option<Badge> {
    let text = match what {
        Found::Small(_, least) => l.t_x("grids-small", &grouped(*least)),
        Found::Large(_, most) => l.t_x("grids-large", &grouped(*most)),
        Found::Unbalanced(_, mean) => l.t_x("grids-unbalanced", &grouped(*mean)),
        _ => return None,
    };
    Some(Badge { text, tone: "soon" })
}

/// Square metres as people read them; hectares from ten thousand on.
#[expect(clippy::cast_possible_truncation, reason = "square metres of a grid")]
fn square(l: Locale, metres: f64) -> String {
    if metres < 10_000.0 {
        l.t_x("grids-metres", &grouped(metres.round() as i64))
    } else {
        l.t_x("grids-hectares", &format!("{:.1}", metres / 10_000.0))
    }
}

#[expect(clippy::cast_precision_loss, reason = "units of 10⁻⁷ degree are far below 2^52")]
fn degrees((x, y): Corner) -> String {
    format!("{:.6}, {:.6}", x as f64 / 1e7, y as f64 / 1e7)
}

fn line(l: Locale, finding: &Finding) -> String {
    let said = match &finding.what {
        Found::NotJson(line, column) => {
            l.t_with("grids-not-json", &[("line", line.to_string().into()), ("column", column.to_string().into())])
        }
        Found::NotCollection => l.t("grids-not-collection").into_owned(),
        Found::TooLarge => l.t("grids-too-large").into_owned(),
        Found::TooMany(n) => l.t_n("grids-too-many", *n),
        Found::NotPolygon(kind) => l.t_x("grids-not-polygon", if kind.is_empty() { "null" } else { kind }),
        Found::Parts(n) => l.t_n("grids-parts", *n),
        Found::Hole => l.t("grids-hole").into_owned(),
        Found::NotClosed => l.t("grids-not-closed").into_owned(),
        Found::FewCorners => l.t("grids-few-corners").into_owned(),
        Found::ManyCorners(n) => l.t_n("grids-many-corners", *n),
        Found::Crossing => l.t("grids-crossing").into_owned(),
        Found::Swapped => l.t("grids-swapped").into_owned(),
        Found::OutOfRange => l.t("grids-out-of-range").into_owned(),
        Found::Far => l.t("grids-far").into_owned(),
        Found::CodeTwice(code) => l.t_x("grids-code-twice", code),
        Found::CodeForm(code) => l.t_x("grids-code-form", code),
        Found::NoNumber("households") => l.t_x("grids-no-number", &l.t("grids-households")),
        Found::NoNumber(_) => l.t_x("grids-no-number", &l.t("grids-population")),
        Found::Overlap(other, size) => l.t_with("grids-overlap", &[("other", other.clone().into()), ("size", square(l, *size).into())]),
        Found::Gap(size) => l.t_x("grids-gap", &square(l, *size)),
        Found::Outside(size) => l.t_x("grids-outside", &square(l, *size)),
        // Sizes stand beside their grids.
        Found::Small(..) | Found::Large(..) | Found::Unbalanced(..) => String::new(),
        Found::NoOutline => l.t("grids-outline-none").into_owned(),
        Found::LeftOut => l.t("grids-left-out").into_owned(),
    };
    let said = match finding.at {
        Some(at) => format!("{said} ({})", degrees(at)),
        None => said,
    };
    if finding.grid.is_empty() { said } else { l.t_with("grids-of", &[("grid", finding.grid.clone().into()), ("said", said.into())]) }
}
