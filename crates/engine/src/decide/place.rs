//! Where a record belongs.

use linli_pack::model::Register;

use super::Case;
use crate::act::{Problem, Refusal};
use crate::inputs::{Filled, number};
use crate::route::{covers, rank};

/// The area that raw inputs point at, if they do: an area by its code, else the one a point lies in.
pub(super) fn guess(case: &Case<'_>) -> Option<String> {
    let input = |name: &str| case.command.input.get(name);
    let named = input("area").or_else(|| input("place")).and_then(|value| value.as_str()).map(str::trim);
    if let Some(area) = named.filter(|area| case.facts.level(area).is_some()) {
        return Some(area.to_owned());
    }
    case.facts.area_at(number(input("lon")?)?, number(input("lat")?)?)
}

/// The area that inputs name, as they were read. `Ok(None)` where they name none.
///
/// # Errors
/// The point lies in no area of the realm, or the area is not in the realm.
pub(super) fn named(case: &Case<'_>, filled: &Filled) -> Result<Option<String>, Refusal> {
    let area = match filled.text("area").or_else(|| filled.text("place")) {
        Some(area) => Some(area.to_owned()),
        None => match (filled.plain.get("lon").and_then(number), filled.plain.get("lat").and_then(number)) {
            (Some(lon), Some(lat)) => Some(case.facts.area_at(lon, lat).ok_or(Refusal::Outside)?),
            _ => None,
        },
    };
    match area {
        Some(area) if !case.pack.root.is_empty() && !covers(case.facts, &case.pack.root, &area) => Err(Refusal::Outside),
        other => Ok(other),
    }
}

/// Whether an area is fine enough for a register.
pub(super) fn fine_enough(case: &Case<'_>, register: &Register, area: &str) -> bool {
    let Some(wanted) = rank(case.pack, &register.level) else { return true };
    case.facts.level(area).and_then(|level| rank(case.pack, &level)).is_some_and(|is| is >= wanted)
}

/// Checks the place that a move gives a record that exists already.
pub(super) fn check(case: &Case<'_>, register: &Register, filled: &mut Filled) -> Result<(), Refusal> {
    match named(case, filled) {
        Ok(Some(area)) if !fine_enough(case, register, &area) => filled.problem("place", Problem::Missing),
        Ok(_) => {}
        // Other problems first: a point outside may be a slip among several.
        Err(refusal) if filled.problems.is_empty() => return Err(refusal),
        Err(_) => filled.problem("place", Problem::Unknown),
    }
    Ok(())
}
