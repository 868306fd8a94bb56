//! Made-up staff for every desk. Names are thrown together; logins say where somebody works.

use std::collections::BTreeMap;

use linli_pack::Pack;

use crate::areas::{Area, ROOT};
use crate::bodies::{Body, code};
use crate::dice::Dice;
use crate::places;

/// Somebody with an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// e.g. `lead-340104001001-03`.
    pub login: String,
    /// Made-up name.
    pub name: String,
    /// Role in the pack.
    pub role: &'static str,
    /// Code of the body.
    pub body: String,
}

/// One account of each role to show the program with: (login, what it shows).
pub const DEMO: &[(&str, &str)] = &[
    ("lead-340104001001-03", "grid.lead"),
    ("clerk-340104001001-1", "community.clerk"),
    ("secretary-340104001001", "community.secretary"),
    ("volunteer-340104001001", "volunteer.lead"),
    ("dispatch-340104001-1", "street.dispatcher"),
    ("handler-dept_drainage-1", "department.handler"),
    ("district-1", "district.supervisor"),
    ("organiser", "district.organiser"),
    ("admin", "admin"),
    ("auditor", "auditor"),
];

/// Departments with more work than others have more handlers.
fn handlers(kind: &str) -> u32 {
    match kind {
        "dept_urban" | "dept_housing" | "dept_drainage" | "dept_sanitation" => 4,
        "police_station" | "justice_office" => 2,
        _ => 3,
    }
}

/// Everybody who works in the district, in a fixed order.
#[must_use]
pub fn staff(seed: u64, areas: &[Area], bodies: &[Body], pack: &Pack) -> Vec<Staff> {
    let mut dice = Dice::new(seed, "people");
    let mut out = Vec::new();
    let mut add = |login: String, role: &'static str, body: &str| {
        out.push(Staff { login, name: places::person(&mut dice), role, body: body.to_owned() });
    };
    for area in areas {
        let short = |kind: &str| code(&area.code, kind);
        match area.level {
            "grid" => {
                let (community, number) = area.code.split_at_checked(12).unwrap_or_default();
                add(format!("lead-{community}-{}", number.get(1..).unwrap_or(number)), "grid.lead", &short("grid_post"));
            }
            "community" => {
                let clerks = if area.population > 12_000 { 3 } else { 2 };
                (1..=clerks).for_each(|i| add(format!("clerk-{}-{i}", area.code), "community.clerk", &short("community_center")));
                add(format!("volunteer-{}", area.code), "volunteer.lead", &short("volunteer_team"));
            }
            "street" => {
                let desks = if area.population > 60_000 { 3 } else { 2 };
                (1..=desks).for_each(|i| add(format!("dispatch-{}-{i}", area.code), "street.dispatcher", &short("street_center")));
            }
            _ => {
                (1..=3).for_each(|i| add(format!("district-{i}"), "district.supervisor", &short("district_center")));
                add("admin".to_owned(), "admin", &short("district_center"));
                add("auditor".to_owned(), "auditor", &short("district_center"));
            }
        }
    }
    let departments = pack.roles.get("department.handler").map(|role| role.bodies.clone()).unwrap_or_default();
    for body in bodies {
        if body.kind.starts_with("party_") {
            add(format!("secretary-{}", body.area), "community.secretary", &body.code);
        }
        if departments.contains(&body.kind) {
            let place = if body.area == ROOT { String::new() } else { format!("{}-", body.area) };
            (1..=handlers(&body.kind)).for_each(|i| add(format!("handler-{place}{}-{i}", body.kind), "department.handler", &body.code));
        }
    }
    for body in bodies {
        match body.kind.as_str() {
            "district_party_committee" => add("organiser".to_owned(), "district.organiser", &body.code),
            "street_party_committee" => add(format!("organiser-{}", body.area), "street.organiser", &body.code),
            _ => {}
        }
    }
    out
}

/// Logins by role and body.
#[must_use]
pub fn roster(staff: &[Staff]) -> BTreeMap<(&'static str, String), Vec<String>> {
    let mut out: BTreeMap<(&'static str, String), Vec<String>> = BTreeMap::new();
    for one in staff {
        out.entry((one.role, one.body.clone())).or_default().push(one.login.clone());
    }
    out
}
