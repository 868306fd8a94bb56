//! What a plan does to the bodies: which end, which are made, who goes where.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use linli_pack::model::Pack;

use crate::plan::drawn::{Drawn, Node};
use crate::territory::Territory;

/// Bodies after a plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rebuilt {
    /// Bodies that are new, or have another name or another body above them.
    pub(crate) put: Vec<linli_store::Body>,
    /// Bodies that end, with what takes their place.
    pub(crate) heirs: BTreeMap<String, String>,
}

/// A role that goes with its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantMove {
    /// Account id.
    pub account: String,
    /// Role.
    pub role: String,
    /// Body that ends.
    pub from: String,
    /// Body in which the role goes on; `None` where no body of the successor has the role: somebody must decide.
    pub to: Option<String>,
}

/// Works out the bodies after a plan.
pub(crate) fn rebuild(territory: &Territory, pack: &Pack, drawn: &Drawn) -> Rebuilt {
    let gone: BTreeSet<&str> = drawn.ended.iter().map(|(code, _)| code.as_str()).collect();
    // Kinds by area, as they will be.
    let mut stand: HashMap<(String, String), String> = HashMap::new();
    for named in territory.standing_bodies().filter(|named| !gone.contains(named.body.area.as_str())) {
        stand.entry((named.body.area.clone(), named.body.kind.clone())).or_insert_with(|| named.body.code.clone());
    }
    let mut made: Vec<(&Node, &str)> = Vec::new();
    for node in drawn.created.iter().filter_map(|code| drawn.after.get(code)) {
        // Of what only some areas have, a new one has what the first of its predecessors had.
        let first = drawn.ended.iter().find(|(_, into)| into.first() == Some(&node.code)).map(|(code, _)| code);
        for kind in pack.bodies.values().filter(|kind| kind.level == node.level) {
            let inherited = first.is_some_and(|first| territory.has_body(first, &kind.name));
            if kind.every || inherited {
                made.push((node, &kind.name));
                stand.insert((node.code.clone(), kind.name.clone()), format!("{}:{}", node.code, kind.name));
            }
        }
    }
    let above = |area: &str, kind: &str| {
        let parent = pack.bodies.get(kind)?.parent.as_ref()?;
        upwards(drawn, area).into_iter().find_map(|code| stand.get(&(code, parent.clone())).cloned())
    };
    let mut put: Vec<linli_store::Body> = made
        .iter()
        .filter_map(|(node, kind)| {
            Some(linli_store::Body {
                code: format!("{}:{kind}", node.code),
                kind: (*kind).to_owned(),
                level: node.level.clone(),
                area: node.code.clone(),
                parent: above(&node.code, kind),
                name: pack.bodies.get(*kind)?.label.zh.replace("{area}", &spoken(pack, drawn, node)),
                from_day: None,
                to_day: None,
            })
        })
        .collect();
    for named in territory.standing_bodies() {
        let (Some(node), Some(kind)) = (drawn.after.get(&named.body.area), pack.bodies.get(&named.body.kind)) else { continue };
        let moved = upwards(drawn, &node.code).iter().any(|code| drawn.changes(code));
        if !moved {
            continue;
        }
        let parent = above(&node.code, &kind.name).or_else(|| named.parent.clone());
        // Names that people gave stay; those made from the area's follow it.
        let was = kind.label.zh.replace("{area}", &spoken_before(pack, territory, &node.code));
        let is = kind.label.zh.replace("{area}", &spoken(pack, drawn, node));
        let name = if named.name.zh == was { is } else { named.name.zh.clone() };
        if parent != named.parent || name != named.name.zh {
            put.push(linli_store::Body {
                code: named.body.code.clone(),
                kind: kind.name.clone(),
                level: node.level.clone(),
                area: node.code.clone(),
                parent,
                name,
                from_day: None,
                to_day: None,
            });
        }
    }
    put.sort_by(|a, b| a.code.cmp(&b.code));
    let mut heirs = BTreeMap::new();
    for named in territory.standing_bodies() {
        let Some(into) = drawn.ended.iter().find(|(code, _)| *code == named.body.area).and_then(|(_, into)| last(drawn, into)) else {
            continue;
        };
        let kinds = std::iter::once(named.body.kind.as_str())
            .chain(pack.bodies.keys().map(String::as_str).filter(|kind| alike(pack, kind, &named.body.kind)))
            .chain(pack.levels.iter().filter(|level| level.name == into.level).filter_map(|level| level.tier.as_deref()));
        if let Some(heir) = kinds.into_iter().find_map(|kind| stand.get(&(into.code.clone(), kind.to_owned()))) {
            heirs.insert(named.body.code.clone(), heir.clone());
        }
    }
    Rebuilt { put, heirs }
}

/// Who goes where: every role in a body that ends.
pub(crate) fn grants(pack: &Pack, rebuilt: &Rebuilt, all: &[linli_store::Grant], today: &str) -> Vec<GrantMove> {
    let over = |grant: &&linli_store::Grant| grant.to_day.as_deref().is_some_and(|day| day < today);
    all.iter()
        .filter(|grant| !over(grant))
        .filter_map(|grant| {
            let heir = rebuilt.heirs.get(&grant.body)?;
            let kind = heir.rsplit_once(':').map(|(_, kind)| kind).unwrap_or_default();
            let has = pack.roles.get(&grant.role).is_some_and(|role| role.bodies.iter().any(|one| one == kind));
            Some(GrantMove {
                account: grant.account.clone(),
                role: grant.role.clone(),
                from: grant.body.clone(),
                to: has.then(|| heir.clone()),
            })
        })
        .collect()
}

/// Two kinds in which the same role exists stand for each other: a Party committee and a general branch.
fn alike(pack: &Pack, one: &str, other: &str) -> bool {
    one != other
        && pack.roles.values().any(|role| role.bodies.iter().any(|kind| kind == one) && role.bodies.iter().any(|kind| kind == other))
}

/// The main successor, and where that ends too, its own.
fn last<'a>(drawn: &'a Drawn, into: &[String]) -> Option<&'a Node> {
    let mut code = into.first()?;
    for _ in 0..drawn.ended.len() {
        match drawn.ended.iter().find(|(ended, _)| ended == code).and_then(|(_, into)| into.first()) {
            Some(next) => code = next,
            None => break,
        }
    }
    drawn.after.get(code)
}

/// An area and all above it, afterwards.
pub(crate) fn upwards(drawn: &Drawn, area: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = drawn.after.get(area);
    while let Some(node) = next.filter(|_| found.len() < 32) {
        found.push(node.code.clone());
        next = drawn.after.get(&node.parent);
    }
    found
}

/// How a body's name calls its area: a grid by its community too.
fn spoken(pack: &Pack, drawn: &Drawn, node: &Node) -> String {
    let finest = pack.levels.last().is_some_and(|level| level.name == node.level);
    let above = drawn.after.get(&node.parent).filter(|_| finest).map_or("", |above| above.name.as_str());
    format!("{above}{}", node.name)
}

fn spoken_before(pack: &Pack, territory: &Territory, code: &str) -> String {
    let Some(area) = territory.area(code) else { return String::new() };
    let finest = pack.levels.last().is_some_and(|level| level.name == area.level);
    let above = territory.area(&area.parent).filter(|_| finest).map_or("", |above| above.name.as_str());
    format!("{above}{}", area.name)
}
