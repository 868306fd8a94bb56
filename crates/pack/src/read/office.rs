//! Structures and posts.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, pick};
use super::moves::expression;
use crate::code;
use crate::expr::Scope;
use crate::model::{BodyKind, Level, Part, Post, Right, Share, Structure, Vote, Way};
use crate::source::At;

/// Longest term in years.
const TERM: i64 = 20;
/// Months in ten years: longest warning and delay.
const MONTHS: i64 = 120;
/// Most seats of one post in one body.
const SEATS: i64 = 200;

pub(super) fn structures(
    tab: &mut Tab<'_>,
    levels: &[Level],
    bodies: &IndexMap<String, BodyKind>,
    cx: &mut Cx<'_, '_>,
) -> IndexMap<String, Structure> {
    let mut structures = IndexMap::new();
    for mut tab in tab.tables("structure", cx) {
        let level = tab.required("level", cx);
        if let Some((level, at)) = &level {
            cx.level(level, *at);
        }
        let level = level.map(|(level, _)| level).unwrap_or_default();
        let possible = levels.iter().find(|one| one.name == level).map(|one| one.kinds.keys().cloned().collect::<Vec<_>>());
        let kinds = tab.strings("kinds", cx);
        if let Some(possible) = &possible {
            for (kind, at) in &kinds {
                cx.known(code::UNKNOWN_LEVEL, kind, *at, ("辖区种类", "kind of area"), possible.iter().map(String::as_str));
            }
        }
        let mut structure = Structure {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            kinds: kinds.into_iter().map(|(kind, _)| kind).collect(),
            parts: parts(&mut tab, &level, levels, bodies, cx),
            level,
            ..Structure::default()
        };
        if structure.parts.is_empty() {
            tab.missing("part", cx);
        }
        if let Some((lead, at)) = tab.string("lead", cx)
            && known_part(&lead, at, &structure.parts, cx)
        {
            structure.lead = Some(lead);
        }
        structure.basis = tab.basis(cx);
        tab.finish(cx);
        structures.insert(structure.name.clone(), structure);
    }
    structures
}

fn known_part(name: &str, at: At, parts: &IndexMap<String, Part>, cx: &mut Cx<'_, '_>) -> bool {
    cx.known(code::UNKNOWN_PART, name, at, ("组成部分", "part"), parts.keys().map(String::as_str))
}

fn parts(
    tab: &mut Tab<'_>,
    level: &str,
    levels: &[Level],
    bodies: &IndexMap<String, BodyKind>,
    cx: &mut Cx<'_, '_>,
) -> IndexMap<String, Part> {
    let rank = |level: &str| levels.iter().position(|known| known.name == level);
    let mut parts = IndexMap::new();
    let mut below: Vec<(String, String, At)> = Vec::new();
    for mut tab in tab.tables("part", cx) {
        let each = tab.string("each", cx);
        if let Some((each, at)) = &each
            && cx.level(each, *at)
            && rank(each).zip(rank(level)).is_some_and(|(each, own)| each < own)
        {
            let (zh, en) = (format!("`{each}` 在 `{level}` 之上"), format!("`{each}` lies above `{level}`"));
            cx.out.error(code::UNKNOWN_LEVEL, *at, zh, en);
        }
        let each = each.map_or_else(|| level.to_owned(), |(each, _)| each);
        if !tab.has("bodies") {
            tab.missing("bodies", cx);
        }
        let kinds = tab.strings("bodies", cx);
        for (kind, at) in &kinds {
            if !cx.body(kind, *at) {
                continue;
            }
            let stands = bodies.get(kind).map(|body| body.level.as_str()).unwrap_or_default();
            if rank(stands).zip(rank(&each)).is_some_and(|(stands, each)| stands < each) {
                let (zh, en) =
                    (format!("`{kind}` 在层级 `{stands}`，不在 `{each}`"), format!("`{kind}` stands at `{stands}`, above `{each}`"));
                cx.out.error(code::UNKNOWN_LEVEL, *at, zh, en);
            }
        }
        let least = tab.int("least", 0..=SEATS, cx).unwrap_or(1);
        let most = tab.int("most", 1..=10_000, cx);
        if most.is_some_and(|most| most < least) {
            cx.out.error(code::BAD_VALUE, tab.place("most"), "`most` 小于 `least`", "`most` is less than `least`");
        }
        if let Some((above, at)) = tab.string("below", cx) {
            below.push((tab.name.to_owned(), above, at));
        }
        let part = Part {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            bodies: kinds.into_iter().map(|(kind, _)| kind).collect(),
            each,
            least: u32::try_from(least).unwrap_or(1),
            most: most.and_then(|most| u32::try_from(most).ok()),
            below: None,
            duty: tab.text("duty", cx).unwrap_or_default(),
        };
        tab.finish(cx);
        parts.insert(part.name.clone(), part);
    }
    hang(&mut parts, below, cx);
    parts
}

/// Hangs parts below others; a part below itself is a mistake.
fn hang(parts: &mut IndexMap<String, Part>, below: Vec<(String, String, At)>, cx: &mut Cx<'_, '_>) {
    for (name, above, at) in below {
        if !known_part(&above, at, parts, cx) {
            continue;
        }
        let mut up = Some(above.clone());
        let mut steps = 0;
        while let Some(next) = up.take_if(|next| *next != name && steps <= parts.len()) {
            steps += 1;
            up = parts.get(&next).and_then(|part| part.below.clone());
        }
        if up.is_some() {
            cx.out.error(code::LOOP, at, "组成部分的上下级成了环", "the parts stand below each other in a circle");
        } else if let Some(part) = parts.get_mut(&name) {
            part.below = Some(above);
        }
    }
}

pub(super) fn posts(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Post> {
    let scope = Scope::appointee(&cx.index.bodies);
    let mut posts = IndexMap::new();
    for tab in tab.tables("post", cx) {
        let post = post(tab, &scope, cx);
        posts.insert(post.name.clone(), post);
    }
    posts
}

fn post(mut tab: Tab<'_>, scope: &Scope, cx: &mut Cx<'_, '_>) -> Post {
    if !tab.has("bodies") {
        tab.missing("bodies", cx);
    }
    let bodies = kinds("bodies", &mut tab, cx);
    if !tab.has("seats") {
        tab.missing("seats", cx);
    }
    let seats = tab.int("seats", 1..=SEATS, cx).unwrap_or(1);
    let least = tab.int("least", 0..=SEATS, cx).unwrap_or(i64::from(seats == 1));
    if least > seats {
        cx.out.error(code::BAD_VALUE, tab.place("least"), "`least` 大于 `seats`", "`least` is more than `seats`");
    }
    let term = tab.int("term", 1..=TERM, cx);
    let ways: Vec<Way> = tab.strings("how", cx).into_iter().filter_map(|(word, at)| pick(&word, at, Way::ALL, cx)).collect();
    let ways = if ways.is_empty() { vec![Way::Appointed] } else { ways };
    let vote = tab.table("vote", cx).map(|tab| vote(tab, cx));
    if ways.contains(&Way::Elected) && vote.is_none() {
        let (zh, en) = ("可以选举产生，就要写明 vote", "people can be elected into it, so it needs `vote`");
        cx.out
            .error(code::MISSING_KEY, tab.place("how"), zh, en)
            .help("vote = { present = \"2/3\", agree = \"1/2\" }", "vote = { present = \"2/3\", agree = \"1/2\" }");
    }
    for key in ["warn", "delay"] {
        if tab.has(key) && term.is_none() {
            let (zh, en) =
                (format!("没有任期 `term`，`{key}` 无从算起"), format!("`{key}` counts from the end of a `term`, and there is none"));
            cx.out.error(code::MISSING_KEY, tab.place(key), zh, en);
        }
    }
    let because = tab.text("because", cx);
    let at = tab.place("eligible");
    let eligible = expression("eligible", &mut tab, scope, cx);
    if tab.has("eligible") && because.is_none() {
        let (zh, en) = ("有任职条件就要写明为什么不行", "a condition needs `because`: the words people read when it says no");
        cx.out.error(code::MISSING_LABEL, at, zh, en).help("because = { zh = \"…\", en = \"…\" }", "because = { zh = \"…\", en = \"…\" }");
    }
    let post = Post {
        name: tab.name.to_owned(),
        label: tab.label("label", cx),
        bodies,
        seats: u32::try_from(seats).unwrap_or(1),
        least: u32::try_from(least).unwrap_or_default(),
        concurrent: tab.word("kind", &[("dedicated", false), ("concurrent", true)], cx).unwrap_or_default(),
        lead: tab.boolean("lead", cx).unwrap_or_default(),
        term,
        warn: tab.int("warn", 1..=MONTHS, cx).unwrap_or(6),
        delay: tab.int("delay", 0..=MONTHS, cx).unwrap_or_default(),
        ways,
        vote,
        eligible,
        because: because.unwrap_or_default(),
        rights: tab.strings("rights", cx).into_iter().filter_map(|(word, at)| pick(&word, at, Right::ALL, cx)).collect(),
        cross: kinds("cross", &mut tab, cx),
        role: tab.string("role", cx).filter(|(role, at)| cx.role(role, *at, &[])).map(|(role, _)| role),
        basis: tab.basis(cx),
    };
    tab.finish(cx);
    post
}

/// Kinds of bodies.
fn kinds(key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let named = tab.strings(key, cx);
    named.into_iter().filter(|(kind, at)| cx.body(kind, *at)).map(|(kind, _)| kind).collect()
}

fn vote(mut tab: Tab<'_>, cx: &mut Cx<'_, '_>) -> Vote {
    let vote = Vote {
        present: share("present", &mut tab, cx),
        agree: share("agree", &mut tab, cx),
        of_present: tab.word("of", &[("due", false), ("present", true)], cx).unwrap_or_default(),
    };
    tab.finish(cx);
    vote
}

pub(super) fn share(key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Share {
    let Some((text, at)) = tab.required(key, cx) else { return Share::default() };
    text.parse().unwrap_or_else(|()| {
        let (zh, en) = (format!("`{text}` 不是比例"), format!("`{text}` is not a share"));
        cx.out.error(code::BAD_VALUE, at, zh, en).help("例如 \"2/3\"", "such as \"2/3\"");
        Share::default()
    })
}

impl Structure {
    /// Whether an area of this level and kind is meant to have it.
    #[must_use]
    pub fn covers(&self, level: &str, kind: &str) -> bool {
        self.level == level && (self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind))
    }
}
