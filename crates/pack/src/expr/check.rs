//! From CEL text to the typed tree: what the language does not allow, does not know or cannot compare is refused here, with its place.

use cel::common::ast::{CallExpr, Expr as Cel, IdedExpr, LiteralValue, SourceInfo, operators};

use super::Expr;
use super::ast::{Cond, Op, Sum, Tree, Val};
use super::reach;
use super::scope::{Kind, Name, Scope};
use super::syntax::{Problem, range, syntax};
use crate::code;
use crate::model::Text;

/// Reads a condition.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn parse(source: &str, scope: &Scope) -> Result<Expr, Vec<Problem>> {
    let (tree, info) = syntax(source)?;
    condition(source, &tree, &info, scope)
}

/// Reads an expression of any type, for [`Expr::value`].
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn parse_value(source: &str, scope: &Scope) -> Result<Expr, Vec<Problem>> {
    let (tree, info) = syntax(source)?;
    let mut check = Check { source, info: &info, scope, problems: Vec::new() };
    match check.val(&tree) {
        Some((val, _)) if check.problems.is_empty() => Ok(Expr { source: source.to_owned(), root: Tree::Val(val) }),
        _ => Err(check.problems),
    }
}

/// Checks a CEL tree that must be a condition; `source` is the text the tree's places point into.
pub(super) fn condition(source: &str, tree: &IdedExpr, info: &SourceInfo, scope: &Scope) -> Result<Expr, Vec<Problem>> {
    let mut check = Check { source, info, scope, problems: Vec::new() };
    let cond = check.cond(tree);
    match cond {
        Some(cond) if check.problems.is_empty() => {
            let range = range(source, tree, info);
            let text = source.get(range).unwrap_or(source).to_owned();
            Ok(Expr { source: text, root: Tree::Cond(cond) })
        }
        _ => Err(check.problems),
    }
}

/// Type of a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ty {
    Bool,
    Int,
    Num,
    Text,
    Date,
    Time,
    /// A length of time in seconds.
    Span,
    List,
    Opaque,
    /// Something already complained about.
    Broken,
}

impl Ty {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Bool => Self::Bool,
            Kind::Int => Self::Int,
            Kind::Num => Self::Num,
            Kind::Text => Self::Text,
            Kind::Date => Self::Date,
            Kind::Time => Self::Time,
            Kind::List => Self::List,
            Kind::Opaque => Self::Opaque,
            Kind::Broken => Self::Broken,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Bool => ("是非", "true or false"),
            Self::Int => ("整数", "a whole number"),
            Self::Num => ("数", "a number"),
            Self::Text => ("文字", "a text"),
            Self::Date => ("日期", "a date"),
            Self::Time => ("时间", "a time"),
            Self::Span => ("时长", "a length of time"),
            Self::List => ("列表", "a list"),
            Self::Opaque => ("位置", "a place"),
            Self::Broken => ("未知", "something unknown"),
        }
    }

    fn number(self) -> bool {
        matches!(self, Self::Int | Self::Num)
    }
}

struct Check<'s> {
    source: &'s str,
    info: &'s SourceInfo,
    scope: &'s Scope,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem<T>(&mut self, code: &'static str, node: &IdedExpr, zh: String, en: String) -> Option<T> {
        self.problems.push(Problem { code, range: range(self.source, node, self.info), message: Text::new(zh, en), help: None });
        None
    }

    fn suggest<'a>(&mut self, written: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        if let (Some(near), Some(problem)) = (crate::near::nearest(written, &known), self.problems.last_mut()) {
            problem.help = Some(Text::new(format!("是不是想写 `{near}`?"), format!("did you mean `{near}`?")));
        }
    }

    fn help(&mut self, zh: &str, en: &str) {
        if let Some(problem) = self.problems.last_mut() {
            problem.help = Some(Text::new(zh, en));
        }
    }

    fn unsupported<T>(&mut self, node: &IdedExpr, what: &str) -> Option<T> {
        self.problem(code::EXPR_UNSUPPORTED, node, format!("本语言不支持 {what}"), format!("{what} is not part of the language"))
    }

    fn mismatch<T>(&mut self, node: &IdedExpr, wanted: Ty, got: Ty) -> Option<T> {
        if got == Ty::Broken {
            return None;
        }
        let ((wz, we), (gz, ge)) = (wanted.words(), got.words());
        self.problem(code::EXPR_TYPE, node, format!("这里需要{wz}，写的却是{gz}"), format!("this must be {we}, but it is {ge}"))
    }

    /// A node that must be a condition.
    fn cond(&mut self, node: &IdedExpr) -> Option<Cond> {
        if let Cel::Call(call) = &node.expr
            && let Some(cond) = self.logic(node, call)
        {
            return cond;
        }
        if let Cel::Select(select) = &node.expr
            && select.test
        {
            let (val, _) = self.name(node, &select.operand, &select.field)?;
            return Some(Cond::Not(Box::new(Cond::Missing(val))));
        }
        match self.val(node)? {
            (Val::Bool(yes), _) => Some(Cond::Const(yes)),
            (val, Ty::Bool) => Some(Cond::True(val)),
            (val, Ty::Broken) => Some(Cond::True(val)),
            (_, got) => self.mismatch(node, Ty::Bool, got),
        }
    }

    /// Calls that are conditions; the outer `None`: it is none of them.
    fn logic(&mut self, node: &IdedExpr, call: &CallExpr) -> Option<Option<Cond>> {
        let both = |a: Option<Cond>, b: Option<Cond>| a.zip(b).map(|(a, b)| (Box::new(a), Box::new(b)));
        Some(match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            (operators::LOGICAL_AND, None, [a, b]) => both(self.cond(a), self.cond(b)).map(|(a, b)| Cond::And(a, b)),
            (operators::LOGICAL_OR, None, [a, b]) => both(self.cond(a), self.cond(b)).map(|(a, b)| Cond::Or(a, b)),
            (operators::LOGICAL_NOT, None, [a]) => self.cond(a).map(|a| Cond::Not(Box::new(a))),
            (operators::EQUALS, None, [a, b]) => self.compare(node, Op::Eq, a, b),
            (operators::NOT_EQUALS, None, [a, b]) => self.compare(node, Op::Ne, a, b),
            (operators::LESS, None, [a, b]) => self.compare(node, Op::Lt, a, b),
            (operators::LESS_EQUALS, None, [a, b]) => self.compare(node, Op::Le, a, b),
            (operators::GREATER, None, [a, b]) => self.compare(node, Op::Gt, a, b),
            (operators::GREATER_EQUALS, None, [a, b]) => self.compare(node, Op::Ge, a, b),
            (operators::IN, None, [a, list]) => self.is_in(a, list),
            ("startsWith", Some(text), [start]) => self.two_texts(text, start).map(|(a, b)| Cond::StartsWith(a, b)),
            ("contains", Some(text), [part]) => self.two_texts(text, part).map(|(a, b)| Cond::Contains(a, b)),
            _ => return None,
        })
    }

    fn two_texts(&mut self, a: &IdedExpr, b: &IdedExpr) -> Option<(Val, Val)> {
        let (left, right) = (self.typed(a, Ty::Text), self.typed(b, Ty::Text));
        left.zip(right)
    }

    fn typed(&mut self, node: &IdedExpr, wanted: Ty) -> Option<Val> {
        match self.val(node)? {
            (val, got) if got == wanted || got == Ty::Broken => Some(val),
            (_, got) => self.mismatch(node, wanted, got),
        }
    }

    fn compare(&mut self, node: &IdedExpr, op: Op, a: &IdedExpr, b: &IdedExpr) -> Option<Cond> {
        let null = |node: &IdedExpr| matches!(node.expr, Cel::Literal(LiteralValue::Null));
        if null(a) || null(b) {
            let (val, _) = self.val(if null(a) { b } else { a })?;
            return match op {
                Op::Eq => Some(Cond::Missing(val)),
                Op::Ne => Some(Cond::Not(Box::new(Cond::Missing(val)))),
                _ => self.problem(
                    code::EXPR_TYPE,
                    node,
                    "null 只能用 == 或 != 比较".into(),
                    "null can only be compared with == or !=".into(),
                ),
            };
        }
        let (left, right) = (self.val(a), self.val(b));
        let ((left, mut lt), (right, mut rt)) = (left?, right?);
        // A text that is written like a day is one when it meets a date.
        if lt == Ty::Date && is_day(&right) {
            rt = Ty::Date;
        } else if rt == Ty::Date && is_day(&left) {
            lt = Ty::Date;
        }
        if lt != Ty::Broken && rt != Ty::Broken && !(lt == rt || lt.number() && rt.number()) {
            let ((lz, le), (rz, re)) = (lt.words(), rt.words());
            self.problem::<()>(code::EXPR_TYPE, node, format!("{lz}与{rz}不能比较"), format!("{le} cannot be compared with {re}"));
            if lt == Ty::Date || rt == Ty::Date {
                self.help("日期写作 '2026-01-31'", "a date is written '2026-01-31'");
            } else if lt == Ty::Time || rt == Ty::Time {
                self.help("时间可与 now、其他时间及 now - days(7) 比较", "a time compares with now, other times and e.g. now - days(7)");
            }
            return None;
        }
        let ordered = !matches!(op, Op::Eq | Op::Ne);
        if matches!(lt, Ty::List | Ty::Opaque) || ordered && matches!(lt, Ty::Text | Ty::Bool) {
            let (zh, en) = lt.words();
            return self.problem(code::EXPR_TYPE, node, format!("{zh}不能这样比较"), format!("{en} cannot be compared like this"));
        }
        self.known(a, b);
        self.known(b, a);
        Some(Cond::Compare(op, left, right))
    }

    fn is_in(&mut self, a: &IdedExpr, list: &IdedExpr) -> Option<Cond> {
        let left = self.val(a);
        let Cel::List(items) = &list.expr else {
            return self.problem(code::EXPR_TYPE, list, "`in` 右边要写列表".into(), "`in` needs a list written out".into());
        };
        let (left, wanted) = left?;
        let mut values = Vec::new();
        for item in &items.elements {
            if !matches!(item.expr, Cel::Literal(_) | Cel::Call(_)) {
                return self.problem(code::EXPR_TYPE, item, "列表里只能写字面值".into(), "only literals can be listed".into());
            }
            let (value, got) = self.val(item)?;
            let literal = matches!(value, Val::Text(_) | Val::Int(_) | Val::Num(_) | Val::Bool(_));
            if !literal
                || !(got == wanted || wanted == Ty::Broken || got.number() && wanted.number() || wanted == Ty::Date && is_day(&value))
            {
                return self.mismatch(item, wanted, got);
            }
            self.known(a, item);
            values.push(value);
        }
        Some(Cond::In(left, values))
    }

    /// Complains where an attribute is compared with a text it can never hold.
    fn known(&mut self, name: &IdedExpr, literal: &IdedExpr) {
        let Cel::Literal(LiteralValue::String(text)) = &literal.expr else { return };
        let Some(entry) = self.find(name) else { return };
        let text = text.inner();
        let known = entry.known.clone();
        if !known.is_empty() && !known.iter().any(|k| k == text) {
            let (zh, en) = (format!("这里不可能是 `{text}`"), format!("this can never be `{text}`"));
            self.problem::<()>(code::EXPR_VALUE, literal, zh, en);
            self.suggest(text, known.iter().map(String::as_str));
        }
    }

    /// The scope's entry that a node names, without complaint.
    fn find(&self, node: &IdedExpr) -> Option<&Name> {
        match &node.expr {
            Cel::Ident(name) if self.scope.bare => self.scope.names.get(name),
            Cel::Select(select) => match &select.operand.expr {
                Cel::Ident(root) if root == "input" => self.scope.inputs.as_ref()?.get(&select.field),
                Cel::Ident(root) if self.scope.roots.contains(root) => self.scope.names.get(&select.field),
                _ => None,
            },
            _ => None,
        }
    }

    /// A node that must be a value.
    fn val(&mut self, node: &IdedExpr) -> Option<(Val, Ty)> {
        match &node.expr {
            Cel::Literal(literal) => self.literal(node, literal),
            Cel::Ident(name) if name == "now" => Some((Val::Now, Ty::Time)),
            Cel::Ident(name) => self.ident(node, name),
            Cel::Select(select) if select.test => self.cond(node).map(|cond| (Val::Of(Box::new(cond)), Ty::Bool)),
            Cel::Select(select) => self.name(node, &select.operand, &select.field),
            Cel::Call(call) => match self.logic(node, call) {
                Some(cond) => cond.map(|cond| (Val::Of(Box::new(cond)), Ty::Bool)),
                None => self.call(node, call),
            },
            Cel::List(_) => self.unsupported(node, "[…]"),
            Cel::Map(_) | Cel::Struct(_) => self.unsupported(node, "{…}"),
            Cel::Comprehension(_) => self.unsupported(node, "all/exists/map/filter"),
            Cel::Unspecified => self.unsupported(node, "…"),
        }
    }

    fn literal(&mut self, node: &IdedExpr, literal: &LiteralValue) -> Option<(Val, Ty)> {
        Some(match literal {
            LiteralValue::Boolean(yes) => (Val::Bool(*yes.inner()), Ty::Bool),
            LiteralValue::Int(int) => (Val::Int(*int.inner()), Ty::Int),
            LiteralValue::UInt(int) => (Val::Int(i64::try_from(*int.inner()).unwrap_or(i64::MAX)), Ty::Int),
            LiteralValue::Double(num) if num.inner().is_finite() => (Val::Num(*num.inner()), Ty::Num),
            LiteralValue::String(text) => (Val::Text(text.inner().to_owned()), Ty::Text),
            LiteralValue::Null => {
                let (zh, en) = ("null 只能用在 == 或 != 旁边", "null can only stand beside == or !=");
                return self.problem(code::EXPR_TYPE, node, zh.into(), en.into());
            }
            LiteralValue::Double(_) | LiteralValue::Bytes(_) => return self.unsupported(node, "b'…'"),
        })
    }

    fn ident(&mut self, node: &IdedExpr, name: &str) -> Option<(Val, Ty)> {
        if self.scope.bare
            && let Some(entry) = self.scope.names.get(name)
        {
            return self.entry(node, name, &entry.clone());
        }
        self.problem::<()>(code::EXPR_NAME, node, format!("没有 `{name}`"), format!("there is no `{name}`"));
        let root = self.scope.roots.first().cloned().unwrap_or_default();
        if self.scope.bare {
            let names: Vec<String> = self.scope.names.keys().cloned().collect();
            self.suggest(name, names.iter().map(String::as_str));
        } else if self.scope.names.contains_key(name) {
            self.help(&format!("写作 `{root}.{name}`"), &format!("write `{root}.{name}`"));
        }
        None
    }

    /// `case.NAME` or `input.NAME`.
    fn name(&mut self, node: &IdedExpr, operand: &IdedExpr, name: &str) -> Option<(Val, Ty)> {
        let Cel::Ident(root) = &operand.expr else {
            return self.unsupported(node, "a.b.c");
        };
        if root == "input" {
            return self.input(node, name);
        }
        if !self.scope.roots.contains(root) {
            let roots = self.scope.roots.clone();
            self.problem::<()>(code::EXPR_NAME, operand, format!("没有 `{root}`"), format!("there is no `{root}`"));
            self.suggest(root, roots.iter().map(String::as_str));
            return None;
        }
        if let Some(entry) = self.scope.names.get(name) {
            return self.entry(node, name, &entry.clone());
        }
        let names: Vec<String> = self.scope.names.keys().cloned().collect();
        let (zh, en) = (format!("`{root}` 没有属性或字段 `{name}`"), format!("`{root}` has no attribute or field `{name}`"));
        self.problem::<()>(code::EXPR_NAME, node, zh, en);
        self.suggest(name, names.iter().map(String::as_str));
        None
    }

    fn entry(&mut self, node: &IdedExpr, name: &str, entry: &Name) -> Option<(Val, Ty)> {
        if entry.personal {
            let (zh, en) = (
                format!("`{name}` 是个人信息，另行保存，表达式读不到"),
                format!("`{name}` is personal and kept apart: no expression reads it"),
            );
            return self.problem(code::EXPR_PERSONAL, node, zh, en);
        }
        let val = Val::Entry { name: name.to_owned(), field: entry.field, kind: entry.column(), nullable: entry.nullable };
        Some((val, Ty::of(entry.kind)))
    }

    fn input(&mut self, node: &IdedExpr, name: &str) -> Option<(Val, Ty)> {
        let Some(inputs) = &self.scope.inputs else {
            let (zh, en) = ("`input` 只能用在办理动作的条件里", "`input` is known only to the guard of a move");
            return self.problem(code::EXPR_INPUT, node, zh.into(), en.into());
        };
        if let Some(entry) = inputs.get(name) {
            return Some((Val::Input { name: name.to_owned() }, Ty::of(entry.kind)));
        }
        let names: Vec<String> = inputs.keys().cloned().collect();
        self.problem::<()>(code::EXPR_NAME, node, format!("没有填写项 `{name}`"), format!("there is no input `{name}`"));
        self.suggest(name, names.iter().map(String::as_str));
        None
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr) -> Option<(Val, Ty)> {
        match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            (operators::ADD, None, [a, b]) => self.arith(node, Sum::Add, a, b),
            (operators::SUBSTRACT, None, [a, b]) => self.arith(node, Sum::Sub, a, b),
            (operators::MULTIPLY, None, [a, b]) => self.arith(node, Sum::Mul, a, b),
            (operators::NEGATE, None, [a]) => match self.val(a)? {
                (Val::Int(int), ty) => Some((Val::Int(int.wrapping_neg()), ty)),
                (Val::Num(num), ty) => Some((Val::Num(-num), ty)),
                (val, ty) if ty.number() || matches!(ty, Ty::Span | Ty::Broken) => Some((Val::Negate(Box::new(val)), ty)),
                (_, got) => self.mismatch(a, Ty::Int, got),
            },
            (operators::CONDITIONAL, None, [cond, a, b]) => self.choice(node, cond, a, b),
            ("size", None, [a]) | ("size", Some(a), []) => match self.val(a)? {
                (val, Ty::List) => Some((Val::Count(Box::new(val)), Ty::Int)),
                (val, Ty::Text | Ty::Date | Ty::Broken) => Some((Val::Length(Box::new(val)), Ty::Int)),
                (_, got) => self.mismatch(a, Ty::List, got),
            },
            (unit @ ("days" | "hours"), None, [a]) => {
                let seconds = if unit == "days" { 86_400 } else { 3_600 };
                let val = match self.typed(a, Ty::Int)? {
                    // Folded, so that SQL sees one number and no 32-bit product.
                    Val::Int(n) => Val::Int(n.saturating_mul(seconds)),
                    val => Val::Arith(Sum::Mul, Box::new(val), Box::new(Val::Int(seconds))),
                };
                self.countable(node, val, Ty::Span)
            }
            (name, _, _) => {
                let shown = name.trim_matches('_').trim_matches('@').to_owned();
                self.unsupported::<()>(node, &format!("`{shown}`"));
                self.suggest(name, ["has", "size", "startsWith", "contains", "days", "hours"]);
                None
            }
        }
    }

    fn arith(&mut self, node: &IdedExpr, sum: Sum, a: &IdedExpr, b: &IdedExpr) -> Option<(Val, Ty)> {
        let (left, right) = (self.val(a), self.val(b));
        let ((left, lt), (right, rt)) = (left?, right?);
        let ty = match (sum, lt, rt) {
            (_, Ty::Broken, _) | (_, _, Ty::Broken) => Ty::Broken,
            (_, Ty::Int, Ty::Int) => Ty::Int,
            (_, l, r) if l.number() && r.number() => Ty::Num,
            (Sum::Add | Sum::Sub, Ty::Time, Ty::Span) | (Sum::Add, Ty::Span, Ty::Time) => Ty::Time,
            (Sum::Sub, Ty::Time, Ty::Time) | (Sum::Add | Sum::Sub, Ty::Span, Ty::Span) => Ty::Span,
            (Sum::Mul, Ty::Span, Ty::Int) | (Sum::Mul, Ty::Int, Ty::Span) => Ty::Span,
            _ => {
                let ((lz, le), (rz, re)) = (lt.words(), rt.words());
                return self.problem(
                    code::EXPR_TYPE,
                    node,
                    format!("{lz}与{rz}不能这样运算"),
                    format!("{le} and {re} do not go together here"),
                );
            }
        };
        self.countable(node, Val::Arith(sum, Box::new(left), Box::new(right)), ty)
    }

    /// Refuses whole numbers that can grow too large: past 2^53 they differ between the program, its engines and the readers of JSON.
    fn countable(&mut self, node: &IdedExpr, val: Val, ty: Ty) -> Option<(Val, Ty)> {
        if ty != Ty::Num && reach::most(&val, self.scope) > reach::EXACT {
            let (zh, en) = ("结果可能超过 2^53，算不准", "the result can go beyond 2^53, where whole numbers are no longer exact");
            self.problem::<()>(code::EXPR_REACH, node, zh.into(), en.into());
            self.help("给整数字段写上较小的 `max`", "give the whole numbers a smaller `max`");
            return Some((val, Ty::Broken));
        }
        Some((val, ty))
    }

    fn choice(&mut self, node: &IdedExpr, cond: &IdedExpr, a: &IdedExpr, b: &IdedExpr) -> Option<(Val, Ty)> {
        let (cond, left, right) = (self.cond(cond), self.val(a), self.val(b));
        let (cond, (left, lt), (right, rt)) = (cond?, left?, right?);
        let ty = match (lt, rt) {
            (Ty::Broken, _) | (_, Ty::Broken) => Ty::Broken,
            (l, r) if l == r && !matches!(l, Ty::List | Ty::Opaque) => l,
            (l, r) if l.number() && r.number() => Ty::Num,
            _ => {
                let (zh, en) = ("`? :` 两边类型要一致", "both branches of `? :` must be of one type");
                return self.problem(code::EXPR_TYPE, node, zh.into(), en.into());
            }
        };
        Some((Val::If(Box::new(cond), Box::new(left), Box::new(right)), ty))
    }
}

/// Whether a value is a literal written like a day.
fn is_day(val: &Val) -> bool {
    let Val::Text(text) = val else { return false };
    text.len() == 10 && text.chars().enumerate().all(|(i, c)| if matches!(i, 4 | 7) { c == '-' } else { c.is_ascii_digit() })
}
