//! What an analysis compares and from when on something stands out.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use super::privacy::days;
use crate::code;
use crate::model::Analysis;

pub(super) fn analyses(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Analysis> {
    let mut analyses = IndexMap::new();
    for mut tab in tab.tables("analysis", cx) {
        let register = tab.name.to_owned();
        let known: Vec<String> = cx.index.registers.keys().cloned().collect();
        cx.known(code::UNKNOWN_REGISTER, &register, tab.at, ("台账", "register"), known.iter().map(String::as_str));
        let measure = tab.required("measure", cx);
        if let (Some((name, at)), Some(own)) = (&measure, cx.index.registers.get(&register)) {
            let (measures, standing) = (own.measures.clone(), own.standing.clone());
            let known = cx.known(code::UNKNOWN_MEASURE, name, *at, ("计量项", "measure"), measures.iter().map(String::as_str));
            if known && standing.contains(name) {
                let (zh, en) = ("现状没有日期，看不出趋势", "what stands has no day: nothing can be compared with its past");
                cx.out.error(code::STANDING_AND_DATED, *at, zh, en);
            }
        }
        let mut whole = |name, bounds, usual| tab.int(name, bounds, cx).and_then(|n| u32::try_from(n).ok()).unwrap_or(usual);
        let (months, least) = (whole("months", 3..=36, 12), whole("least", 1..=1000, 5));
        let (chance, quiet) = (whole("chance", 1..=20, 5), whole("quiet", 1..=99, 50));
        let near = whole("near", 1..=1000, 50);
        let mut span = |name, usual| tab.string(name, cx).and_then(|(text, at)| days(&text, at, cx)).unwrap_or(usual);
        let (quiet_days, repeat) = (span("quiet_over", 90), span("repeat", 30));
        let basis = tab.required_string("basis", cx);
        let measure = measure.map(|(name, _)| name).unwrap_or_default();
        tab.finish(cx);
        analyses.insert(register.clone(), Analysis { register, measure, months, least, chance, quiet_days, quiet, repeat, near, basis });
    }
    analyses
}
