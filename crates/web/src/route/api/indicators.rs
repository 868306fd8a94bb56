//! `/api/v1/indicators`: rates and counts with every version of their formula, and what a period comes to by each.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use linli_app::board::{Period, Reading, Shape};
use linli_pack::model::{Indicator, Version};
use linli_pack::record::Value;
use serde_json::json;

use super::{Caller, Problem};
use crate::Locale;
use crate::route::board::{LONGEST, iso, own_area};
use crate::route::{Web, blocking};
use crate::say::Said;

/// `GET /api/v1/indicators`
pub(in crate::route) async fn list(State(web): State<Web>, caller: Caller) -> Json<Value> {
    let l = caller.l;
    let about = |indicator: &Indicator| {
        json!({
            "name": indicator.name,
            "label": indicator.label.get(l.lang()),
            "register": indicator.register,
            "standing": indicator.standing,
            "versions": indicator.versions().map(|version| formula(l, version)).collect::<Vec<_>>(),
        })
    };
    Json(web.app.pack().indicators.values().map(about).collect())
}

fn formula(l: Locale, version: Version<'_>) -> Value {
    let formula = version.formula;
    json!({
        "version": formula.version,
        "from": version.from.map(iso),
        "until": version.until.map(iso),
        "of": formula.of,
        "over": formula.over,
        "weigh": formula.weights.iter().map(|weight| json!({ "of": weight.of, "over": weight.over, "times": weight.times })).collect::<Vec<_>>(),
        "formula": formula.words.get(l.lang()),
        "basis": formula.basis,
    })
}

/// What a period is asked for.
#[derive(Debug, Default)]
struct Asked {
    area: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    shape: Shape,
}

impl Asked {
    fn read(caller: &Caller, pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut asked = Self::default();
        for (name, value) in pairs {
            let form = || caller.bad("query", &name, caller.l.t_x("problem-bad-form", &name));
            let day = || value.parse().map(linli_app::days::number).map_err(|_| form());
            match name.as_str() {
                "area" => asked.area = Some(value),
                "from" => asked.from = Some(day()?),
                "to" => asked.to = Some(day()?),
                "areas_of" if value == "now" => asked.shape = Shape::Now,
                "areas_of" if value == "then" => asked.shape = Shape::Then,
                "areas_of" => return Err(caller.bad("query", &name, caller.l.t_x("problem-not-a-choice", &value))),
                _ => return Err(caller.bad("query", &name, caller.l.t_x("problem-unexpected", &name))),
            }
        }
        Ok(asked)
    }

    fn period(&self, caller: &Caller) -> Result<Period, Problem> {
        let missing = |name: &str| caller.bad("query", name, caller.l.t_x("problem-missing", name));
        let (from, to) = (self.from.ok_or_else(|| missing("from"))?, self.to.ok_or_else(|| missing("to"))?);
        if !(from..=from + LONGEST).contains(&to) {
            let days = [("x", "to".into()), ("from", iso(from).into()), ("to", iso(from + LONGEST).into())];
            let text = caller.l.t_with("problem-not-between", &days);
            let fields = vec![("to".to_owned(), text.clone())];
            let title = caller.l.t("no-inputs").into_owned();
            return Err(Problem::new(Said { status: 422, kind: "inputs", title, detail: text, fields, ..Said::default() }));
        }
        Ok(Period { from, to })
    }
}

/// `GET /api/v1/indicators/{name}?from=…&to=…`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn get(
    State(web): State<Web>,
    caller: Caller,
    Path(name): Path<String>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(pairs) = query.map_err(|error| caller.bad("query", "query", error.body_text()))?;
    let asked = Asked::read(&caller, pairs)?;
    let period = asked.period(&caller)?;
    let (context, work, l) = (caller.context(&web), web.clone(), caller.l);
    let made = move || {
        let area = asked.area.map_or_else(|| own_area(&work, &context), Ok)?;
        let found = work.app.rates(&context, &name, &area, period, asked.shape)?;
        let versions = found.versions.iter().map(|reckoned| {
            let mut body = formula(l, reckoned.version);
            if let (Some(map), Value::Object(reading)) = (body.as_object_mut(), reading(reckoned.reading)) {
                map.insert("shown".to_owned(), reckoned.shown.into());
                map.insert("reading".to_owned(), reading.into());
            }
            body
        });
        let below = found
            .areas
            .iter()
            .map(|(code, readings)| json!({ "area": code, "readings": readings.iter().map(|one| reading(*one)).collect::<Vec<_>>() }));
        Ok(json!({
            "name": found.indicator.name,
            "label": found.indicator.label.get(l.lang()),
            "register": found.indicator.register,
            "area": found.area,
            "from": iso(period.from),
            "to": iso(period.to),
            "areas_of": if found.shape == Shape::Now { "now" } else { "then" },
            "versions": versions.collect::<Vec<_>>(),
            "areas": below.collect::<Vec<_>>(),
        }))
    };
    blocking(made).await.map(|body| Json(body).into_response()).map_err(|error| caller.problem(&web, None, &error))
}

fn reading(reading: Reading) -> Value {
    json!({ "of": reading.of, "over": reading.over, "rate": reading.rate() })
}
