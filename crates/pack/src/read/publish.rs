//! What of a register is shown to the public.

use super::Cx;
use super::cursor::Tab;
use super::measures::scope;
use super::moves::expression;
use crate::code;
use crate::expr::Expr;
use crate::model::{Capability, Closeness, Publish, Register};

pub(super) fn publish(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Publish> {
    let scope = scope(&register.name, cx);
    let mut tab = tab.table("publish", cx)?;
    if !register.has(Capability::Publish) {
        let zh = format!("`{}` 没有公开的能力：在 with 里写上 \"publish\"", register.name);
        let en = format!("`{}` does not compose `publish`: add it to `with`", register.name);
        cx.out.error(code::CAPABILITY_NEEDED, tab.at, zh, en);
    }
    if !tab.has("when") {
        let (zh, en) = ("要写明公开哪些记录：`when`", "`when` must say which records are shown");
        cx.out.error(code::MISSING_KEY, tab.at, zh, en);
    }
    let when = expression("when", &mut tab, &scope, cx);
    if when.as_ref().is_some_and(Expr::uses_now) {
        let zh = "公开与否随每一步办理确定，不能写 `now`";
        let en = "whether a record is shown is decided with each act: `now` has no place here";
        cx.out.error(code::BAD_VALUE, tab.place("when"), zh, en);
    }
    let closeness = [("point", Closeness::Point), ("area", Closeness::Area)];
    let publish = Publish {
        when: when.unwrap_or_else(Expr::always),
        place: tab.word("place", &closeness, cx).unwrap_or_default(),
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(publish)
}
