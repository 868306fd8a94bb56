//! Values that two sides say: what follows once both have spoken.

use linli_pack::record::Value;

use super::draft::Draft;
use super::starts;
use crate::act::Command;
use crate::inputs::Filled;

/// Where this act says one side's value and the other's is there, the program's move follows that says whether they are the same. Nothing follows
/// where that move does not start from here: two sides that still differ are told once.
pub(super) fn compare(draft: &mut Draft<'_, '_>, filled: &Filled) {
    for both in draft.register.both.values() {
        if ![&both.ours, &both.theirs].into_iter().any(|side| filled.plain.contains_key(side)) {
            continue;
        }
        let value = |name: &String| draft.record.fields.get(name).filter(|value| !value.is_null());
        let (Some(ours), Some(theirs)) = (value(&both.ours), value(&both.theirs)) else { continue };
        let name = if same(ours, theirs) { &both.agreed } else { &both.differ };
        if draft.register.moves.get(name).is_some_and(|mv| starts(mv, &draft.record)) {
            let next = Command { register: draft.record.register.clone(), name: name.clone(), ..Command::default() };
            draft.also.push((draft.record.id.clone(), next));
        }
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
