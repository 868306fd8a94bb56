//! Rates and counts: the formula that is in force, and those that were before it.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use crate::code;
use crate::indicator::day;
use crate::model::{Formula, Indicator, Past, Weight};
use crate::source::At;

/// The measures of an indicator's register; none where the register is not known, which is told already.
#[derive(Default)]
struct Measures {
    all: Option<Vec<String>>,
    standing: Vec<String>,
}

/// What all versions of an indicator have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sort {
    rate: bool,
    standing: bool,
}

pub(super) fn indicators(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Indicator> {
    let mut indicators = IndexMap::new();
    for mut tab in tab.tables("indicator", cx) {
        let register = tab.required("register", cx);
        let mut measures = Measures::default();
        if let Some((name, at)) = &register {
            let known: Vec<String> = cx.index.registers.keys().cloned().collect();
            cx.known(code::UNKNOWN_REGISTER, name, *at, ("台账", "register"), known.iter().map(String::as_str));
            if let Some(own) = cx.index.registers.get(name) {
                measures = Measures { all: Some(own.measures.clone()), standing: own.standing.clone() };
            }
        }
        let (formula, sort) = formula(&mut tab, &measures, cx);
        let before = before(&mut tab, &measures, (&formula.version, sort), cx);
        let percent = |name, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>| tab.int(name, 1..=100, cx).and_then(|n| u8::try_from(n).ok());
        let (least, most) = (percent("least", &mut tab, cx), percent("most", &mut tab, cx));
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            cx.out.error(code::BAD_VALUE, tab.place("most"), "`least` 大于 `most`", "`least` is more than `most`");
        }
        if !sort.rate && (least.is_some() || most.is_some()) {
            let (zh, en) = ("只有比率才有上下限，件数没有：写上 `over`", "a rate has bounds, a count has none: say `over`");
            cx.out.error(code::MISSING_KEY, tab.place(if least.is_some() { "least" } else { "most" }), zh, en);
        }
        let judge = tab.string("judge", cx);
        if let Some((level, at)) = &judge {
            cx.level(level, *at);
        }
        let indicator = Indicator {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            register: register.map(|(name, _)| name).unwrap_or_default(),
            standing: sort.standing,
            least,
            most,
            below: tab.text("below", cx),
            above: tab.text("above", cx),
            judge: judge.map(|(level, _)| level),
            up_is_good: tab.word("good", &[("up", true), ("down", false)], cx).unwrap_or(true),
            formula,
            before,
        };
        tab.finish(cx);
        indicators.insert(indicator.name.clone(), indicator);
    }
    indicators
}

/// `of`, `over`, `weigh`, `formula`, `version` and `basis`, of the indicator itself or of one of its older versions.
fn formula(tab: &mut Tab<'_>, measures: &Measures, cx: &mut Cx<'_, '_>) -> (Formula, Sort) {
    let (of, over) = quotient(tab, measures, cx);
    let sort = Sort { rate: over.is_some(), standing: of.as_ref().is_some_and(|(name, _)| measures.standing.contains(name)) };
    let mut weights = Vec::new();
    for mut tab in tab.list("weigh", cx) {
        let (of, over) = quotient(&mut tab, measures, cx);
        if let Some((name, at)) =
            of.as_ref().filter(|(name, _)| measures.all.is_some() && measures.standing.contains(name) != sort.standing)
        {
            let (zh, en) =
                (format!("`{name}` 与分子不同：一个按时间计，一个是现状"), format!("`{name}` and `of`: one has a day, the other stands"));
            cx.out.error(code::STANDING_AND_DATED, *at, zh, en);
        }
        if over.is_some() != sort.rate {
            let at = over.as_ref().map_or(tab.at, |(_, at)| *at);
            let (zh, en) = if sort.rate {
                ("比率的加权，分子、分母都要写", "a rate is weighed above and below: say `of` and `over`")
            } else {
                ("件数没有分母，加权也没有", "a count has nothing below, nor has its weight")
            };
            cx.out.error(code::WEIGHT, at, zh, en);
        }
        if !tab.has("times") {
            tab.missing("times", cx);
        }
        let times = tab.int("times", 2..=100, cx).unwrap_or(2);
        weights.push(Weight { of: of.map(|(name, _)| name).unwrap_or_default(), over: over.map(|(name, _)| name), times });
        tab.finish(cx);
    }
    let formula = Formula {
        of: of.map(|(name, _)| name).unwrap_or_default(),
        over: over.map(|(name, _)| name),
        weights,
        words: tab.label("formula", cx),
        version: tab.required_string("version", cx),
        basis: tab.basis(cx),
    };
    (formula, sort)
}

type Named = Option<(String, At)>;

/// `of` and `over`, both measures of the register, both with a day or both standing.
fn quotient(tab: &mut Tab<'_>, measures: &Measures, cx: &mut Cx<'_, '_>) -> (Named, Named) {
    let (of, over) = (tab.required("of", cx), tab.string("over", cx));
    if let Some(all) = &measures.all {
        for (measure, at) in of.iter().chain(&over) {
            cx.known(code::UNKNOWN_MEASURE, measure, *at, ("计量项", "measure"), all.iter().map(String::as_str));
        }
    }
    let stands = |measure: &(String, _)| measures.standing.contains(&measure.0);
    if let (Some(of), Some(over)) = (&of, &over)
        && stands(of) != stands(over)
    {
        let (zh, en) = ("分子、分母要么都按时间计，要么都是现状".to_owned(), "both must have a day, or both must stand".to_owned());
        cx.out.error(code::STANDING_AND_DATED, over.1, zh, en);
    }
    (of, over)
}

/// The older versions, each until a day, the oldest first.
fn before(tab: &mut Tab<'_>, measures: &Measures, (newest, sort): (&str, Sort), cx: &mut Cx<'_, '_>) -> Vec<Past> {
    let mut before: Vec<Past> = Vec::new();
    for mut tab in tab.list("before", cx) {
        let until = tab.required("until", cx);
        let last = until.as_ref().and_then(|(text, at)| {
            let last = day(text);
            if last.is_none() {
                cx.out
                    .error(code::BAD_VALUE, *at, format!("`{text}` 不是日期"), format!("`{text}` is no date"))
                    .help("2026-06-30", "2026-06-30");
            }
            last
        });
        let (formula, own) = formula(&mut tab, measures, cx);
        if let (Some((_, at)), Some(last), Some(older)) = (&until, last, before.last())
            && last <= older.until
        {
            let (zh, en) =
                ("旧版本按先后写，每个都比上一个晚失效", "older versions are written in their order: each ends after the one before it");
            cx.out.error(code::VERSION_ORDER, *at, zh, en);
        }
        if before.iter().map(|past| past.formula.version.as_str()).chain([newest]).any(|version| version == formula.version) {
            let (zh, en) = (format!("版本 `{}` 写了两次", formula.version), format!("there is another version `{}`", formula.version));
            cx.out.error(code::TWICE, tab.place("version"), zh, en);
        }
        if own != sort && measures.all.is_some() {
            let (zh, en) = (
                "各版本要能放在一起比：要么都是比率，要么都是件数；要么都按时间计，要么都是现状",
                "versions must compare: all of them rates or all counts, all with a day or all standing",
            );
            cx.out.error(code::OTHER_SORT, tab.place("of"), zh, en);
        }
        tab.finish(cx);
        before.push(Past { until: last.unwrap_or_default(), formula });
    }
    before
}
