//! Figures: aggregates over ledgers, written as CEL calls whose arguments we read ourselves.

use cel::common::ast::{Expr as Cel, IdedExpr, SourceInfo, operators};

use super::check::condition;
use super::scope::Scope;
use super::syntax::{Problem, range, syntax};
use crate::code;
use crate::model::{FigureExpr, Text};

/// Reads a figure's expression; `ledger` gives the scope of a ledger by name.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn parse_figure(source: &str, ledger: &dyn Fn(&str) -> Option<Scope>) -> Result<FigureExpr, Vec<Problem>> {
    let (tree, info) = syntax(source)?;
    let mut reader = Reader { source, info: &info, ledger, problems: Vec::new() };
    match reader.figure(&tree) {
        Some(figure) if reader.problems.is_empty() => Ok(figure),
        _ => Err(reader.problems),
    }
}

struct Reader<'s> {
    source: &'s str,
    info: &'s SourceInfo,
    ledger: &'s dyn Fn(&str) -> Option<Scope>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem<T>(&mut self, node: &IdedExpr, zh: String, en: String) -> Option<T> {
        let range = range(self.source, node, self.info);
        let help = Text::new(
            "可写: count(台账)、count(台账, 条件)、A + B、percent(A, B)、tiers()",
            "known: count(LEDGER), count(LEDGER, FILTER), A + B, percent(A, B), tiers()",
        );
        self.problems.push(Problem { code: code::BAD_FIGURE, range, message: Text::new(zh, en), help: Some(help) });
        None
    }

    fn figure(&mut self, node: &IdedExpr) -> Option<FigureExpr> {
        if let Cel::Call(call) = &node.expr {
            match (call.func_name.as_str(), call.target.is_none(), call.args.as_slice()) {
                ("count", true, [ledger]) => return self.count(ledger, None),
                ("count", true, [ledger, filter]) => return self.count(ledger, Some(filter)),
                ("tiers", true, []) => return Some(FigureExpr::Tiers),
                ("percent", true, [a, b]) => {
                    let (a, b) = (self.figure(a), self.figure(b));
                    return a.zip(b).map(|(a, b)| FigureExpr::Percent(Box::new(a), Box::new(b)));
                }
                (operators::ADD, true, [a, b]) => {
                    let (a, b) = (self.figure(a), self.figure(b));
                    return a.zip(b).map(|(a, b)| FigureExpr::Sum(flat(a).into_iter().chain(flat(b)).collect()));
                }
                _ => {}
            }
        }
        self.problem(node, "这不是可推算的数".into(), "this is not something that can be derived".into())
    }

    fn count(&mut self, ledger: &IdedExpr, filter: Option<&IdedExpr>) -> Option<FigureExpr> {
        let Cel::Ident(name) = &ledger.expr else {
            return self.problem(ledger, "这里要写台账名".into(), "a ledger's name is needed here".into());
        };
        let Some(scope) = (self.ledger)(name) else {
            return self.problem(ledger, format!("没有台账 `{name}`"), format!("there is no ledger `{name}`"));
        };
        let filter = match filter.map(|filter| condition(self.source, filter, self.info, &scope)) {
            None => None,
            Some(Ok(filter)) => Some(filter),
            Some(Err(problems)) => {
                self.problems.extend(problems);
                return None;
            }
        };
        Some(FigureExpr::Count { ledger: name.clone(), filter })
    }
}

/// The terms of a sum, so that `a + b + c` is one sum of three.
fn flat(figure: FigureExpr) -> Vec<FigureExpr> {
    match figure {
        FigureExpr::Sum(terms) => terms,
        other => vec![other],
    }
}
