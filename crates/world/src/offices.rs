//! Who holds which post in the made-up district: the two committees of each community, heads of workstations and grids, and concurrent
//! members from the units of the area. Names of those who also have an account are that account's.

use std::collections::BTreeMap;

use crate::bodies::{Body, code};
use crate::dice::Dice;
use crate::people::Staff;
use crate::places;

/// Somebody in a post, before the engine has agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Code of the body.
    pub body: String,
    /// Post of the pack.
    pub post: &'static str,
    /// Made-up name.
    pub name: String,
    /// Member of the Party.
    pub member: bool,
    /// Their membership is kept in this body.
    pub here: bool,
    /// Code of the body they work in; empty: none.
    pub unit: String,
    /// `head`, `deputy`, `staff` or `resident`.
    pub standing: &'static str,
    /// How they came into it.
    pub how: &'static str,
    /// Due, present, for it; zeros where nobody voted.
    pub votes: (i64, i64, i64),
    /// Full years between the first day and the day on which the world ends.
    pub years: i64,
    /// Days beyond those years.
    pub days: i64,
}

/// Everybody in a post, in a fixed order.
#[must_use]
pub fn offices(seed: u64, bodies: &[Body], staff: &[Staff]) -> Vec<Office> {
    let mut dice = Dice::new(seed, "offices");
    let accounts: BTreeMap<(&str, &str), &str> = staff.iter().rev().map(|one| ((one.role, one.body.as_str()), one.name.as_str())).collect();
    let known: std::collections::BTreeSet<&str> = bodies.iter().map(|body| body.code.as_str()).collect();
    let mut out = Vec::new();
    for body in bodies {
        let name = |role: &str| accounts.get(&(role, body.code.as_str())).map(|name| (*name).to_owned());
        // Terms of one subdistrict end together; those of every fourth within half a year.
        let street = body.area.get(6..9).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
        let (years, days) = if street % 4 == 1 { (4, 230 + street % 30) } else { (1 + street % 3, 40 + street) };
        let base = Office { body: body.code.clone(), years, days, how: "appointed", standing: "staff", ..Office::default() };
        let elected = |dice: &mut Dice, low: i64, high: i64| {
            let due = dice.between(low, high);
            let present = due - due * dice.between(0, 14) / 100;
            ("elected", (due, present, present - present * dice.between(0, 12) / 100))
        };
        match body.kind.as_str() {
            "party_committee" | "party_general_branch" | "party_branch" => {
                let mut add = |dice: &mut Dice, post: &'static str, name: String| {
                    let (how, votes) = elected(dice, 40, 160);
                    out.push(Office {
                        post,
                        name,
                        member: true,
                        here: true,
                        how,
                        votes,
                        unit: body.code.clone(),
                        standing: "head",
                        ..base.clone()
                    });
                };
                let first = name("community.secretary").unwrap_or_else(|| places::person(&mut dice));
                add(&mut dice, "party_secretary", first);
                for post in ["party_deputy", "party_member", "party_member", "party_member"] {
                    let name = places::person(&mut dice);
                    add(&mut dice, post, name);
                }
                for kind in ["property_firm", "new_organisation"] {
                    let unit = code(&body.area, kind);
                    if known.contains(unit.as_str()) {
                        let name = places::person(&mut dice);
                        out.push(Office {
                            post: "party_concurrent",
                            name,
                            member: true,
                            unit,
                            standing: "head",
                            how: "co_opted",
                            ..base.clone()
                        });
                    }
                }
            }
            "street_party_committee" => {
                for (post, standing) in
                    [("party_secretary", "head"), ("party_deputy", "deputy"), ("party_member", "staff"), ("party_member", "staff")]
                {
                    let name = places::person(&mut dice);
                    out.push(Office { post, name, member: true, here: true, standing, unit: body.code.clone(), ..base.clone() });
                }
                for kind in ["police_station", "justice_office", "enforcement_team"] {
                    let (name, unit) = (places::person(&mut dice), code(&body.area, kind));
                    out.push(Office {
                        post: "party_concurrent",
                        name,
                        member: true,
                        unit,
                        standing: "head",
                        how: "co_opted",
                        ..base.clone()
                    });
                }
            }
            "residents_committee" | "village_committee" => {
                for post in ["residents_chair", "residents_member", "residents_member", "residents_member"] {
                    let (how, votes) = elected(&mut dice, 60, 240);
                    let name = places::person(&mut dice);
                    out.push(Office { post, name, how, votes, standing: "resident", ..base.clone() });
                }
            }
            // One in sixteen is vacant.
            "workstation" if !dice.chance(0.06) => {
                let name = places::person(&mut dice);
                out.push(Office { post: "station_head", name, how: "competition", standing: "head", unit: body.code.clone(), ..base });
            }
            "property_firm" | "new_organisation" => {
                let name = places::person(&mut dice);
                out.push(Office { post: "firm_manager", name, standing: "head", unit: body.code.clone(), ..base });
            }
            "grid_post" => {
                let head = name("grid.lead").unwrap_or_else(|| places::person(&mut dice));
                out.push(Office { post: "grid_head", name: head, ..base.clone() });
                if !dice.chance(0.03) {
                    let name = places::person(&mut dice);
                    out.push(Office { post: "grid_manager", name, how: "competition", ..base });
                }
            }
            _ => {}
        }
    }
    out
}
