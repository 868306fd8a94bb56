//! The bodies of the made-up district: those that stand in every area of their level by the pack, and those that only some areas have.

use linli_pack::Pack;

use crate::areas::Area;

/// One body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// `AREA:KIND`.
    pub code: String,
    /// Kind, named in the pack.
    pub kind: String,
    /// Area it stands in.
    pub area: String,
    /// Code of the body above it.
    pub parent: Option<String>,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

/// Code of the body of a kind in an area.
#[must_use]
pub fn code(area: &str, kind: &str) -> String {
    format!("{area}:{kind}")
}

/// Which Party organisation each community has: 29 committees, 13 general branches and 10 branches among the 52 (shushan, opening). The order is
/// made up; only the totals are the document's.
#[must_use]
pub fn party_kind(nth: usize) -> &'static str {
    // 52 = 4 × 13, and 17 shares no factor with 52: every rank is met once, spread over the streets.
    match nth * 17 % 52 {
        0..=28 => "party_committee",
        29..=41 => "party_general_branch",
        _ => "party_branch",
    }
}

/// Kinds that only some communities have: the "1+2" of Party organisation, residents' committee and workstation (shushan 一-一), property firms
/// and new organisations, whose leaders are concurrent members (shushan 一-三), and village committees.
#[must_use]
pub fn particular(areas: &[Area]) -> Vec<(String, &'static str)> {
    let committees = areas.iter().filter(|a| a.level == "community" && a.kind == "committee").enumerate();
    let villages = areas.iter().filter(|a| a.kind == "village");
    committees
        .flat_map(|(i, a)| {
            let always = [party_kind(i), "residents_committee", "workstation", "property_firm"];
            let some = (i % 2 == 0).then_some("new_organisation");
            always.into_iter().chain(some).map(|kind| (a.code.clone(), kind)).collect::<Vec<_>>()
        })
        .chain(villages.map(|a| (a.code.clone(), "village_committee")))
        .collect()
}

/// Every body of the district under a pack, in the pack's order of kinds.
#[must_use]
pub fn all(areas: &[Area], pack: &Pack) -> Vec<Body> {
    let particular = particular(areas);
    let mut out: Vec<Body> = Vec::new();
    for kind in pack.bodies.values() {
        for area in areas.iter().filter(|a| a.level == kind.level) {
            let has = kind.every || particular.iter().any(|(code, k)| *code == area.code && *k == kind.name);
            if !has {
                continue;
            }
            let name = if area.level == "grid" { grid_name(areas, area) } else { area.name.clone() };
            out.push(Body {
                code: code(&area.code, &kind.name),
                kind: kind.name.clone(),
                area: area.code.clone(),
                parent: None,
                name_zh: kind.label.zh.replace("{area}", &name),
                name_en: kind.label.en.replace("{area}", &name),
            });
        }
    }
    let known: std::collections::BTreeSet<String> = out.iter().map(|body| body.code.clone()).collect();
    for body in &mut out {
        let above = pack.bodies.get(&body.kind).and_then(|kind| kind.parent.clone());
        // The nearest area at or above the body's own that has a body of the parent's kind.
        body.parent = above.and_then(|kind| {
            let codes = [12, 9, 6].into_iter().filter_map(|n| body.area.get(..n.min(body.area.len())));
            std::iter::once(body.area.as_str()).chain(codes).map(|area| code(area, &kind)).find(|code| known.contains(code))
        });
    }
    out
}

fn grid_name(areas: &[Area], grid: &Area) -> String {
    let community = areas.iter().find(|a| Some(&a.code) == grid.parent.as_ref());
    format!("{}{}", community.map(|a| a.name.as_str()).unwrap_or_default(), grid.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_communities_have_29_committees_13_general_branches_and_10_branches() {
        let bodies = particular(&crate::areas::table());
        let count = |kind: &str| bodies.iter().filter(|(_, k)| *k == kind).count();
        assert_eq!(count("party_committee"), 29);
        assert_eq!(count("party_general_branch"), 13);
        assert_eq!(count("party_branch"), 10);
        assert_eq!(count("residents_committee"), 52);
        assert_eq!(count("workstation"), 52);
        assert_eq!(count("village_committee"), 7);
    }
}
