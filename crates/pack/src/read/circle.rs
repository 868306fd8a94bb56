//! Fifteen-minute circles.

use super::Cx;
use super::cursor::Tab;
use crate::circle::Circle;
use crate::code;
use crate::model::{Capability, FieldKind, Register};

pub(super) fn circle(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Circle> {
    let mut tab = tab.table("circle", cx)?;
    if !register.with.contains(&Capability::Place) {
        let (zh, en) = ("设施要有位置：台账须有 `place` 能力", "facilities have a place: the register must compose `place`");
        cx.out.error(code::CAPABILITY_NEEDED, tab.at, zh, en);
    }
    let by = tab.required("by", cx).map(|(name, at)| {
        let choices = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Choice { .. }));
        cx.known(code::UNKNOWN_FIELD, &name, at, ("选择字段", "field of kind `choice`"), choices.map(|field| field.name.as_str()));
        name
    });
    let circle = Circle {
        by: by.unwrap_or_default(),
        minutes: tab.int("minutes", 1..=120, cx).unwrap_or(15),
        pace: tab.int("pace", 20..=200, cx).unwrap_or(70),
        detour: tab.int("detour", 100..=300, cx).unwrap_or(130),
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(circle)
}
