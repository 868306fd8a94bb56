//! Levels, kinds of bodies, the clock and the rating.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, bilingual, wrong_type};
use crate::code;
use crate::model::{BodyKind, ClockRules, Level, RatingRules, SizeRule};
use crate::source::At;
use crate::tree::Val;

pub(super) fn levels(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for mut tab in tab.list("level", cx) {
        let name = tab.required("name", cx);
        let tier = tab.string("tier", cx);
        if let Some((tier, at)) = &tier {
            cx.body(tier, *at);
        }
        if let Some((name, at)) = &name
            && levels.iter().any(|level| level.name == *name)
        {
            cx.out.error(code::TWICE, *at, format!("层级 `{name}` 写了两次"), format!("level `{name}` is given twice"));
        }
        levels.push(Level {
            name: name.map(|(name, _)| name).unwrap_or_default(),
            label: tab.label("label", cx),
            tier: tier.map(|(tier, _)| tier),
            kinds: tab.labels("kinds", cx),
            size: size(&mut tab, cx),
            basis: tab.basis(cx),
        });
        tab.finish(cx);
    }
    levels
}

/// `size = { households = [200, 300], balance = 30, basis = "…" }`
fn size(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<SizeRule> {
    let mut tab = tab.table("size", cx)?;
    let bounds: Option<(i64, i64)> = match tab.get("households") {
        None => {
            tab.missing("households", cx);
            None
        }
        Some(node) => match &node.value {
            Val::Array(items) => match items.as_slice() {
                [a, b] => match (&a.value, &b.value) {
                    (Val::Int(least), Val::Int(most)) if *least >= 1 && least <= most => Some((*least, *most)),
                    _ => None,
                },
                _ => None,
            }
            .or_else(|| {
                let (zh, en) = ("要写两个整数，先少后多", "two whole numbers are needed, the smaller first");
                cx.out.error(code::BAD_VALUE, node.at, zh, en).help("例如 [200, 300]", "such as [200, 300]");
                None
            }),
            _ => {
                wrong_type(node, ("列表", "a list"), cx);
                None
            }
        },
    };
    let kinds = tab.strings("kinds", cx).into_iter().map(|(kind, _)| kind).collect();
    let abolish = tab.int("abolish", 1..=10_000_000, cx);
    let reach = tab.int("reach", 1..=100_000, cx);
    let balance = tab.int("balance", 1..=100, cx).unwrap_or(30);
    let basis = tab.basis(cx);
    tab.finish(cx);
    bounds.map(|(least, most)| SizeRule { least, most, balance, kinds, abolish, reach, basis })
}

pub(super) fn bodies(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, BodyKind> {
    let mut bodies = IndexMap::new();
    for mut tab in tab.tables("body", cx) {
        let level = tab.required("level", cx);
        if let Some((level, at)) = &level {
            cx.level(level, *at);
        }
        // Empty: nothing, where the inherited pack has something.
        let parent = tab.string("parent", cx).filter(|(parent, _)| !parent.is_empty());
        if let Some((parent, at)) = &parent {
            cx.body(parent, *at);
        }
        let body = BodyKind {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            level: level.map(|(level, _)| level).unwrap_or_default(),
            parent: parent.map(|(parent, _)| parent),
            every: tab.boolean("every", cx).unwrap_or_default(),
            basis: tab.basis(cx),
        };
        cx.placeholders(&body.label, tab.place("label"), &["area"]);
        tab.finish(cx);
        bodies.insert(body.name.clone(), body);
    }
    bodies
}

pub(super) fn clock(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> ClockRules {
    let Some(mut tab) = tab.table("clock", cx) else { return ClockRules::default() };
    let zone = tab.required("timezone", cx);
    if let Some((zone, at)) = &zone
        && zone != "UTC"
        && !(zone.contains('/') && zone.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)))
    {
        let (zh, en) = (format!("`{zone}` 不是时区名"), format!("`{zone}` is not a time zone"));
        cx.out.error(code::BAD_VALUE, *at, zh, en).help("例如 Asia/Shanghai", "such as Asia/Shanghai");
    }
    if !tab.has("hours") {
        tab.missing("hours", cx);
    }
    let mut hours = Vec::new();
    for (text, at) in tab.strings("hours", cx) {
        work_hours(&text, at, &mut hours, cx);
    }
    let yellow_at = tab.int("yellow_at", 1..=100, cx).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(80);
    let clock = ClockRules { timezone: zone.map(|(zone, _)| zone).unwrap_or_default(), hours, yellow_at, basis: tab.basis(cx) };
    tab.finish(cx);
    clock
}

/// One `08:30-12:00`, which must start after the one before it has ended.
pub(super) fn work_hours(text: &str, at: At, hours: &mut Vec<(u16, u16)>, cx: &mut Cx<'_, '_>) {
    let minutes = |clock: &str| {
        let (hour, minute) = clock.split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
    };
    let small = |text: &str| text.len() == 11;
    let parsed = text.split_once('-').filter(|_| small(text)).and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)));
    match parsed {
        Some((from, to)) if from < to && hours.last().is_none_or(|(_, end)| *end <= from) => hours.push((from, to)),
        _ => {
            let (zh, en) =
                (format!("`{text}` 不是工作时段，或与前一段重叠"), format!("`{text}` is not a stretch of hours after the one before it"));
            cx.out.error(code::BAD_HOURS, at, zh, en).help("例如 \"08:30-12:00\"", "such as \"08:30-12:00\"");
        }
    }
}

pub(super) fn rating(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> RatingRules {
    let Some(mut tab) = tab.table("rating", cx) else { return RatingRules::default() };
    let mut labels = Vec::new();
    match tab.get("labels") {
        Some(node) => match &node.value {
            Val::Array(items) if items.len() == 5 => labels = items.iter().map(|item| bilingual(item, cx)).collect(),
            Val::Array(_) => {
                cx.out.error(code::BAD_VALUE, node.at, "要写五档，从最差到最好", "five labels are needed, the worst first");
            }
            _ => wrong_type(node, ("列表", "a list"), cx),
        },
        None => tab.missing("labels", cx),
    }
    let bad = tab.int("bad", 1..=5, cx).unwrap_or(2);
    let good = tab.int("good", 1..=5, cx).unwrap_or(4);
    if bad >= good {
        cx.out.error(code::BAD_VALUE, tab.place("bad"), "`bad` 要小于 `good`", "`bad` must be less than `good`");
    }
    let rating = RatingRules { labels, bad, good, basis: tab.basis(cx) };
    tab.finish(cx);
    rating
}
