//! `/areas/where`: which grid a place lies in, and who answers for it.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::whereabouts::Meant;
use serde::Deserialize;

use crate::route::Web;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn, role_label};
use crate::view::{Empty, Field, FieldKind, FilterBar, Link, PlaceCard, PlaceStep, WherePage};

const HERE: &str = "/areas/where";

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
}

/// `GET /areas/where?q=…`: an address in words, or longitude and latitude.
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<WherePage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let words = asked.q.as_deref().unwrap_or_default().trim().to_owned();
    let (places, wrong) = match web.app.places(&context, &words) {
        Ok(places) => (places, String::new()),
        Err(AppError::Invalid { rule: "where-swapped", .. }) => (Vec::new(), l.t("where-swapped").into_owned()),
        Err(error) => return Err(error),
    };
    let exact = places.iter().find(|place| place.text == words);
    let one = exact.or(if let [only] = places.as_slice() { Some(only) } else { None });
    let known = one.filter(|place| !place.area.is_empty());
    let nothing = !words.is_empty() && wrong.is_empty() && known.is_none() && places.len() < 2;
    Ok(WherePage {
        filter: FilterBar {
            action: HERE.to_owned(),
            controls: vec![Field {
                name: "q".to_owned(),
                label: l.t("where-ask").into_owned(),
                hint: l.t("where-hint").into_owned(),
                value: words.clone(),
                kind: FieldKind::Text,
                ..Field::default()
            }],
            hidden: Vec::new(),
            reset: HERE.to_owned(),
            active: !words.is_empty(),
        },
        wrong,
        places: if one.is_some() {
            Vec::new()
        } else {
            places
                .iter()
                .map(|place| Link {
                    label: format!("{} · {}", place.text, present.territory.place_name(&place.area)),
                    href: with(HERE, "q", &place.text),
                })
                .collect()
        },
        place: match known {
            Some(place) => Some(card(web, &context, &present, place)?),
            None => None,
        },
        empty: nothing.then(|| Empty {
            icon: "map-pin",
            title: l.t("where-none").into_owned(),
            text: l.t("where-none-why").into_owned(),
            next: Vec::new(),
        }),
        shell: shell::staff(web, staff, &l.t("menu-where"), HERE)?,
    })
}

fn card(web: &Web, context: &linli_app::Context, present: &Present, place: &Meant) -> Result<PlaceCard, AppError> {
    let (territory, pack, lang) = (&present.territory, web.app.pack(), present.l.lang());
    let answers = web.app.who_answers(context, &place.area)?;
    let steps = territory.path(&place.area).into_iter().rev().map(|area| {
        let mut bodies: Vec<&str> =
            territory.bodies().filter(|named| named.body.area == area.code).map(|named| named.name.get(lang)).collect();
        bodies.sort_unstable();
        let own = |body: &str| territory.named_body(body).is_some_and(|named| named.body.area == area.code);
        PlaceStep {
            level: pack
                .levels
                .iter()
                .find(|level| level.name == area.level)
                .map(|level| level.label.get(lang).to_owned())
                .unwrap_or_default(),
            area: format!("{} {}", area.name, area.code),
            bodies: bodies.into_iter().map(str::to_owned).collect(),
            people: answers
                .iter()
                .filter(|one| own(&one.body))
                .map(|one| (format!("{} · {}", role_label(web, &one.role, lang), present.body(&one.body)), one.name.clone()))
                .collect(),
        }
    });
    let point = format!("{:.6}, {:.6}", place.lon, place.lat);
    Ok(PlaceCard {
        title: territory.place_name(&place.area),
        at: if place.text.is_empty() { point } else { format!("{} · {point}", place.text) },
        steps: steps.collect(),
    })
}
