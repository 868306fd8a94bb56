//! CEL text to the `cel` crate's tree, and the places of its nodes in the text.

use std::ops::Range;

use cel::common::ast::{Expr as Cel, IdedExpr, SourceInfo};

use crate::code;
use crate::model::Text;

/// What is wrong with an expression, and where in its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Stable code, see [`crate::code`].
    pub code: &'static str,
    /// Bytes of the expression's text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// How to mend it.
    pub help: Option<Text>,
}

/// Longest expression; the parser's work grows faster than the text.
const LONGEST: usize = 4000;

/// The CEL tree and the places of its nodes.
pub(super) fn syntax(source: &str) -> Result<(IdedExpr, SourceInfo), Vec<Problem>> {
    if source.trim().is_empty() || source.len() > LONGEST {
        let message =
            Text::new(format!("表达式不能为空，也不能超过 {LONGEST} 字节"), format!("an expression is 1 to {LONGEST} bytes long"));
        return Err(vec![Problem { code: code::EXPR_SYNTAX, range: 0..source.len(), message, help: None }]);
    }
    cel::parser::Parser::default().max_recursion_depth(48).parse_with_source_info(source).map_err(|errors| {
        let problem = |error: &cel::ParseError| {
            let start = offset_of(source, error.pos);
            let end = source.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
            let message = Text::new(format!("表达式写法有误: {}", error.msg), format!("the expression does not parse: {}", error.msg));
            Problem { code: code::EXPR_SYNTAX, range: start..end, message, help: None }
        };
        // The parser recovers and then reports what follows from the first mistake; only the first helps.
        errors.errors.first().map(problem).into_iter().collect()
    })
}

/// Byte offset of a line and column (in characters, from 1) of the parser's errors.
fn offset_of(source: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line - 1).unwrap_or_default();
    let column = usize::try_from(column - 1).unwrap_or_default();
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
}

/// Bytes a node and everything below it cover.
pub(super) fn range(source: &str, node: &IdedExpr, info: &SourceInfo) -> Range<usize> {
    let mut found: Option<Range<usize>> = None;
    spread(source, node, info, &mut found);
    found.unwrap_or(0..source.len())
}

fn spread(source: &str, node: &IdedExpr, info: &SourceInfo, found: &mut Option<Range<usize>>) {
    if let Some((start, stop)) = info.offset_for(node.id) {
        let (mut start, mut end) = (start as usize, stop as usize + 1);
        if let Cel::Select(select) = &node.expr {
            // The parser gives the place of the dot; the name behind it belongs to the node too.
            let rest = source.get(end..).unwrap_or_default();
            if let Some(blank) = rest.find(select.field.as_str()).filter(|at| rest.get(..*at).is_some_and(|gap| gap.trim().is_empty())) {
                end += blank + select.field.len();
            }
        }
        if let Cel::Call(call) = &node.expr {
            // Of a call, the parser gives the place of the opening bracket.
            let before = source.get(..start).map(str::trim_end).unwrap_or_default();
            if let Some(rest) = before.strip_suffix(call.func_name.as_str()) {
                start = rest.len();
            }
        }
        let end = (end..=source.len()).find(|at| source.is_char_boundary(*at)).unwrap_or(source.len());
        let whole = found.get_or_insert(start..end);
        *whole = whole.start.min(start)..whole.end.max(end);
    }
    let mut below = |child: &IdedExpr| spread(source, child, info, found);
    match &node.expr {
        Cel::Call(call) => {
            call.target.iter().for_each(|target| below(target));
            call.args.iter().for_each(below);
        }
        Cel::Select(select) => below(&select.operand),
        Cel::List(list) => list.elements.iter().for_each(below),
        Cel::Comprehension(macro_call) => below(&macro_call.iter_range),
        _ => {}
    }
    if let (Cel::Call(_) | Cel::List(_), Some(whole)) = (&node.expr, found) {
        // The closing bracket belongs to it too.
        let closing = source.get(whole.end..).unwrap_or_default();
        let rest = closing.trim_start();
        let open = source.get(whole.clone()).map_or(0, depth);
        if open > 0 && (rest.starts_with(')') || rest.starts_with(']')) {
            whole.end += closing.len() - rest.len() + 1;
        }
    }
}

/// Brackets opened and not closed, outside of strings.
fn depth(text: &str) -> i32 {
    let (mut open, mut quote) = (0, None);
    for c in text.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, '(' | '[') => open += 1,
            (None, ')' | ']') => open -= 1,
            _ => {}
        }
    }
    open
}
