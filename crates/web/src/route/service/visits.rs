//! How often people had to come for each service, against what the catalogue promises, and how they rated it.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use serde::Deserialize;

use crate::route::Web;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::{VisitsLine, VisitsPage};

/// Days looked back, if nothing else is asked.
const DAYS: i64 = 365;

/// Of which area.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
}

/// `GET /board/services`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<VisitsPage, AppError> {
    let l = staff.reader.l;
    let lang = l.lang();
    let context = staff.context(web);
    let pack = web.app.pack();
    let own = context.grants_where(pack, |role| role.board).next().map(|grant| grant.area.clone()).ok_or(AppError::Forbidden("board"))?;
    let area = asked.area.clone().filter(|area| !area.is_empty()).unwrap_or(own);
    let mut found = web.app.visits(&context, &area, DAYS)?;
    found.sort_by_key(|one| (std::cmp::Reverse(one.over), std::cmp::Reverse(one.records)));
    let lines: Vec<VisitsLine> = found
        .iter()
        .filter_map(|one| Some((one, pack.services.get(&one.service)?)))
        .map(|(one, service)| VisitsLine {
            label: service.label.get(lang).to_owned(),
            href: format!("/services/{}", service.name),
            records: one.records,
            target: service.visits,
            mean: tenths(one.visits, one.records),
            over: one.over,
            rating: tenths(one.ratings, one.rated),
            rated: one.rated,
        })
        .collect();
    let (records, over) = found.iter().fold((0, 0), |(records, over), one| (records + one.records, over + one.over));
    let mut shell = shell::staff(web, staff, &l.t("visits-title"), "/board/services")?;
    shell.area.name = web.app.territory().place_name(&area);
    Ok(VisitsPage {
        within: if records == 0 { "–".to_owned() } else { format!("{}%", (records - over) * 100 / records) },
        records,
        over,
        lines,
        shell,
    })
}

/// A mean with one decimal; – where there is nothing.
fn tenths(sum: i64, over: i64) -> String {
    if over == 0 {
        return "–".to_owned();
    }
    let tenths = (sum * 10 + over / 2) / over;
    format!("{}.{}", tenths / 10, tenths % 10)
}
