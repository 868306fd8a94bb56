//! Opening a record.

use linli_pack::model::{Home, Register};
use linli_pack::record::{Record, Value};

use super::draft::Draft;
use super::{Case, effects, parts, place};
use crate::act::{Outcome, Problem, Refusal};
use crate::facts::Mint;
use crate::inputs::Filled;
use crate::rights::{self, Acting};
use crate::{places, service};

pub(super) fn open(case: &Case<'_>, mint: &mut dyn Mint) -> Result<Outcome, Refusal> {
    let register = case.register(&case.command.register).ok_or_else(|| case.not_from(""))?;
    let mv = register.moves.get(&case.command.name).filter(|mv| mv.from.is_empty()).ok_or_else(|| case.not_from(""))?;
    let origin = parts::placed(case, register)?;
    let guess = place::guess(case);
    let acting = rights::on_opening(case.facts, guess.as_deref(), case.actor, mv).ok_or_else(|| case.not_yours(mv))?;
    let today = crate::calendar::date_of(case.clock.day(case.now)).to_string();
    places::check(register, mv, case.origin, &today)?;
    let mut filled = case.desk(register, None).read(mv, &case.command.input);
    let mut record = blank(case, register);
    case.guard(mv, &record, &filled)?;
    let source = source(case, acting, &mut filled);
    let area = area(case, register, acting, &mut filled)?;
    if !filled.problems.is_empty() {
        return Err(Refusal::Inputs(filled.problems));
    }
    record.area = area;
    record.source = source;
    record.opener = acting.grant().map(|grant| grant.body.clone());
    record.memory.origin = origin;
    // States itself in the journal: a draft over an empty record.
    let mut draft = Draft::on(case, register, &Record::default(), acting);
    draft.record = record;
    effects::apply(&mut draft, mv, &filled)?;
    service::check(case.pack, register, mv, &draft.record)?;
    service::turn(&case.clock, mv, &mut draft.record, case.now, mint);
    draft.record.id = mint.id(case.now);
    let year = case.clock.year(case.now);
    let count = mint.next(&format!("{}-{year}", register.name));
    draft.record.number = number(&register.number, &case.pack.root, year, count);
    Ok(draft.finish(&mv.name, filled.personal))
}

fn blank(case: &Case<'_>, register: &Register) -> Record {
    Record { register: register.name.clone(), created: case.now, updated: case.now, ..Record::default() }
}

/// How it came in. Residents cannot say that they are an office.
fn source(case: &Case<'_>, acting: Acting<'_>, filled: &mut Filled) -> String {
    let said = filled.plain.remove("source");
    match (said.as_ref().and_then(Value::as_str), acting) {
        (Some(source), Acting::Resident) if !matches!(source, "resident" | "api") => {
            filled.problem("source", Problem::NotAChoice);
            String::new()
        }
        (Some(source), _) => source.to_owned(),
        (None, Acting::Resident) => "resident".to_owned(),
        (None, Acting::System) => "import".to_owned(),
        (None, Acting::Staff(grant)) => {
            let patrols = case.pack.roles.get(&grant.role).is_some_and(|role| role.home == Home::Patrol);
            if patrols { "patrol" } else { "window" }.to_owned()
        }
    }
}

/// Where it belongs: as filled in, else the area of whoever opens it, else the realm where the register asks for nothing finer.
fn area(case: &Case<'_>, register: &Register, acting: Acting<'_>, filled: &mut Filled) -> Result<String, Refusal> {
    let area = match place::named(case, filled) {
        Ok(Some(area)) => Some(area),
        Ok(None) if filled.problems.iter().any(|p| matches!(p.input.as_str(), "area" | "lon" | "lat")) => return Ok(String::new()),
        Ok(None) => acting.grant().map(|grant| grant.area.clone()).or_else(|| Some(case.pack.root.clone())),
        Err(refusal) if filled.problems.is_empty() => return Err(refusal),
        Err(_) => {
            filled.problem("place", Problem::Unknown);
            return Ok(String::new());
        }
    };
    match area {
        Some(area) if place::fine_enough(case, register, &area) => Ok(area),
        _ => {
            filled.problem("place", Problem::Missing);
            Ok(String::new())
        }
    }
}

/// A number by its pattern: `{root}`, `{year}`, `{seq:N}` with N digits; anything else stands as written.
fn number(pattern: &str, root: &str, year: i16, count: u64) -> String {
    if pattern.is_empty() {
        return format!("{year}-{count:06}");
    }
    let mut made = String::new();
    let mut rest = pattern;
    while let Some((text, after)) = rest.split_once('{') {
        made.push_str(text);
        let Some((name, after)) = after.split_once('}') else {
            made.push('{');
            rest = after;
            continue;
        };
        match name.split_once(':') {
            _ if name == "root" => made.push_str(root),
            _ if name == "year" => made.push_str(&year.to_string()),
            _ if name == "seq" => made.push_str(&count.to_string()),
            Some(("seq", digits)) => {
                let width = digits.parse().unwrap_or(1_usize).min(18);
                made.push_str(&format!("{count:0width$}"));
            }
            _ => made.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_follows_its_pattern() {
        assert_eq!(number("{root}-{year}-{seq:6}", "340104", 2026, 41), "340104-2026-000041");
        assert_eq!(number("蜀民{year}{seq}", "", 2026, 7), "蜀民20267");
        assert_eq!(number("{seq:2}", "", 2026, 12345), "12345");
        assert_eq!(number("", "", 2026, 1), "2026-000001");
        assert_eq!(number("a{b", "", 2026, 1), "a{b");
    }
}
