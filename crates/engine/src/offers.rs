//! What an actor may do now: the buttons of a page.

use linli_pack::expr::RecordEnv;
use linli_pack::model::{Move, Pack};
use linli_pack::record::{Instant, Record};

use crate::act::Actor;
use crate::decide::starts;
use crate::facts::Facts;
use crate::rights;
use crate::service;

/// Moves offered to an actor.
#[derive(Clone, Debug, Default)]
pub struct Offers<'p> {
    /// Moves the actor may make, in the register's order.
    pub moves: Vec<&'p Move>,
    /// The pending move that the actor may `approve` or `refuse`.
    pub review: Option<&'p Move>,
}

/// The moves that an actor may make on a record now. A guard that depends on inputs is judged only when they are there.
#[must_use]
pub fn offers<'p>(pack: &'p Pack, facts: &dyn Facts, record: &Record, actor: &Actor, now: Instant) -> Offers<'p> {
    let Some(register) = pack.registers.get(&record.register) else { return Offers::default() };
    let pending = record.memory.pending.as_ref();
    let seen = RecordEnv { record, input: None, now };
    let guarded = |mv: &&Move| mv.when.as_ref().is_none_or(|when| when.uses_input() || when.holds(&seen));
    let moves = register.moves.values();
    let moves = moves
        .filter(|mv| starts(mv, record) && pending.is_none_or(|pending| pending.name != mv.name))
        .filter(|mv| {
            rights::on_record(facts, record, actor, mv).is_some_and(|acting| !(rates(mv) && rights::rates_own(record, acting, actor)))
        })
        .filter(guarded)
        .filter(|mv| !service::is_closed(pack, register, mv, record))
        .collect();
    let review = pending
        .filter(|pending| pending.by != actor.id)
        .and_then(|pending| register.moves.get(&pending.name))
        .filter(|mv| mv.review.as_deref().is_some_and(|role| rights::to_review(facts, record, actor, role).is_some()));
    Offers { moves, review }
}

/// The moves by which an actor may open a record, over all registers, in the pack's order.
#[must_use]
pub fn openings<'p>(pack: &'p Pack, facts: &dyn Facts, actor: &Actor) -> Vec<(&'p str, &'p Move)> {
    let own = pack.registers.values().filter(|register| register.part_of.is_none());
    let moves = own.flat_map(|register| register.moves.values().map(|mv| (register.name.as_str(), mv)));
    moves.filter(|(_, mv)| mv.from.is_empty() && rights::on_opening(facts, None, actor, mv).is_some()).collect()
}

fn rates(mv: &Move) -> bool {
    mv.fill.iter().any(|name| name == "rating")
}
