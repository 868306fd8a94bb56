//! What the pages on a phone share: their surroundings, photos already sent, tiers, and the forms' answers to a repeated request.

use axum::http::{HeaderMap, header};
use linli_app::{AppError, Context, Done};
use linli_engine::Actor;
use linli_pack::model::{Hold, Move, Register};
use linli_pack::record::{Record, Value};

use crate::Locale;
use crate::route::present::Present;
use crate::route::session::Reader;
use crate::route::{Web, form, shell};
use crate::say::photo_problem;
use crate::view::track::{Stage, Tier};
use crate::view::{Link, PhoneShell, Photo};

/// Most photos of one form, for the pages.
pub(super) const PHOTOS: u64 = 9;

/// What surrounds a page on a phone.
pub(super) fn shell(reader: &Reader, title: &str, back: Option<Link>) -> PhoneShell {
    PhoneShell {
        head: shell::head(reader, title),
        back,
        lang_href: shell::preference(reader, "lang", reader.l.other().tag()),
        text_href: shell::preference(reader, "text", if reader.large { "normal" } else { "large" }),
        ..PhoneShell::default()
    }
}

/// Ids of photos that came with this form or an earlier try.
pub(super) fn photo_ids(sent: &form::Sent) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in sent.all("photo").chain(sent.photos.iter().map(String::as_str)).map(str::trim).filter(|id| !id.is_empty()) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// What is wrong with the photos; empty when nothing is. The ids beyond the most are dropped.
pub(super) fn photo_error(l: Locale, sent: &form::Sent, ids: &mut Vec<String>) -> String {
    let mut texts: Vec<String> = sent.bad_photos.iter().map(|(index, problem)| photo_problem(l, *problem, *index)).collect();
    if sent.too_many || ids.len() > form::PHOTOS {
        ids.truncate(form::PHOTOS);
        texts.push(l.t_n("photo-too-many", form::PHOTOS));
    }
    texts.join(" ")
}

/// Photos sent before, as thumbnails that travel with the form.
pub(super) fn kept(l: Locale, under: &str, ids: &[String]) -> Vec<Photo> {
    ids.iter()
        .map(|id| Photo {
            href: format!("{under}/{id}"),
            thumb: format!("{under}/{id}/small"),
            text: l.t("photo").into_owned(),
            code: id.clone(),
            ..Photo::default()
        })
        .collect()
}

/// The ids as an input.
pub(super) fn photo_input(ids: &[String]) -> Value {
    ids.iter().map(|id| Value::from(id.as_str())).collect()
}

/// An address of ours as others reach it: by the host they asked for.
pub(super) fn absolute(headers: &HeaderMap, path: &str) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).filter(|host| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c)));
    let scheme = if text("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    host.map_or_else(|| path.to_owned(), |host| format!("{scheme}://{host}{path}"))
}

/// The answer to the same form sent before, when it says the same; photos that travelled twice have other ids and do not count.
pub(super) fn answered(web: &Web, context: &Context, same: impl Fn(&Record) -> bool) -> Result<Option<Done>, AppError> {
    Ok(web.app.answered(context)?.filter(|done| same(&done.record)))
}

/// The register that a person reports to, and the moves by which they may open a record in it: the pack's first that has a place.
pub(super) fn openings<'p>(web: &'p Web, actor: &Actor) -> Option<(&'p Register, Vec<&'p Move>)> {
    let pack = web.app.pack();
    let territory = web.app.territory();
    let found = linli_engine::openings(pack, territory.as_ref(), actor);
    let own = |mv: &Move| actor.grants.iter().any(|grant| mv.by.contains(&grant.role));
    let (first, _) = found.iter().find(|(_, mv)| actor.grants.is_empty() || own(mv))?;
    let register = pack.registers.get(*first)?;
    let moves = found.iter().filter(|(name, mv)| name == first && (actor.grants.is_empty() || own(mv))).map(|(_, mv)| *mv).collect();
    Some((register, moves))
}

/// The opening whose holder there is in an area: a matter whose grid nobody knows yet begins at its community.
pub(super) fn opening_at<'p>(web: &Web, moves: &[&'p Move], area: Option<&str>) -> Option<&'p Move> {
    let territory = web.app.territory();
    let held = |mv: &&&Move| match (&mv.hold, area) {
        (Hold::Kind(kinds), Some(area)) => kinds.iter().any(|kind| linli_engine::route::nearest(territory.as_ref(), area, kind).is_some()),
        _ => true,
    };
    moves.iter().find(held).or(moves.first()).copied()
}

/// The desks that a record has climbed, the lowest first, without naming who sits there.
pub(super) fn tiers(present: &Present, record: &Record) -> Vec<Tier> {
    let kind = |code: &String| present.territory.named_body(code).map(|named| named.body.kind.clone());
    let passed: Vec<String> = record.memory.chain.iter().filter_map(kind).collect();
    let holder = record.holder.as_ref().and_then(kind);
    let desks: Vec<_> = present.pack.tiers().collect();
    let is_at = |kind: &Option<String>, at: usize| desks.get(at).is_some_and(|level| level.tier.is_some() && level.tier == *kind);
    let last_passed = (0..desks.len()).find(|at| passed.iter().any(|kind| is_at(&Some(kind.clone()), *at)));
    let here = (0..desks.len()).find(|at| is_at(&holder, *at));
    // A body that is no desk works for the highest desk that the matter has reached.
    let sent_out = here.is_none() && holder.is_some();
    let here = here.or(last_passed).filter(|_| record.open);
    let highest = (0..desks.len()).find(|at| Some(*at) == here || Some(*at) == last_passed || is_at(&holder, *at));
    desks
        .iter()
        .enumerate()
        .rev()
        .map(|(at, level)| Tier {
            label: level.label.get(present.l.lang()).to_owned(),
            stage: match (here, highest) {
                (Some(here), _) if here == at => Stage::Now,
                (_, Some(highest)) if at >= highest => Stage::Done,
                _ => Stage::Ahead,
            },
            note: if sent_out && here == Some(at) { present.l.t("track-sent-out").into_owned() } else { String::new() },
        })
        .collect()
}
