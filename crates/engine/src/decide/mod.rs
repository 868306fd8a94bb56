//! A decision: what a command leads to, or why it is refused.
//!
//! The order of the checks is fixed, so that a refusal says the first thing that stands in the way: the move exists and starts from here →
//! the actor's right → a stale version → the guard → the inputs, all at once → the effects.

mod both;
mod draft;
mod effects;
mod hand;
mod limits;
mod merge;
mod open;
mod parts;
mod place;
mod review;
mod wake;

use linli_pack::expr::RecordEnv;
use linli_pack::model::{Move, Pack, Register};
use linli_pack::record::{Instant, Record};

use crate::act::{Actor, Command, Outcome, Refusal};
use crate::clock::Clock;
use crate::facts::{Facts, Mint};
use crate::inputs::{Desk, Filled};
use crate::rights::{self, Acting};
use crate::{poll, service};

use draft::Draft;

pub use effects::title;
pub use parts::{absorb, told};

/// Everything a decision is made from.
pub(crate) struct Case<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) facts: &'a dyn Facts,
    pub(crate) actor: &'a Actor,
    pub(crate) command: &'a Command,
    pub(crate) now: Instant,
    pub(crate) clock: Clock<'a>,
    /// The record whose move opens another.
    pub(crate) origin: Option<&'a Record>,
}

/// Decides a command on a record, or one that opens a record.
///
/// Besides the register's moves there are the program's own: `approve` and `refuse` by the role that reviews a pending move; `wake` by a
/// timer; `join` and `leave`, by which a merged record tells the one it was merged into; `told`, by which a record tells the one it was opened
/// from; `hand_over`, when the territory or its bodies changed. Nothing is changed but `mint`, and that only if a
/// record is opened or gets a number in a queue.
///
/// # Errors
/// The first thing that stands in the way; never an error of the program.
pub fn decide(
    pack: &Pack,
    facts: &dyn Facts,
    record: Option<&Record>,
    actor: &Actor,
    command: &Command,
    now: Instant,
    mint: &mut dyn Mint,
) -> Result<Outcome, Refusal> {
    let case = Case { pack, facts, actor, command, now, clock: Clock::new(&pack.clock, facts.calendar()), origin: None };
    let Some(record) = record else { return open::open(&case, mint) };
    let register = case.register(&record.register).ok_or_else(|| case.not_from(&record.state))?;
    match command.name.as_str() {
        "wake" => wake::wake(&case, register, record),
        "approve" => review::approve(&case, register, record),
        "refuse" => review::refuse(&case, register, record),
        "hand_over" => hand::over(&case, register, record),
        "join" | "leave" => merge::tell(&case, register, record),
        "told" => parts::hear(&case, register, record),
        _ => advance(&case, register, record, mint),
    }
}

/// Decides a command that opens a record because a move on another asks for it. It remembers that one as its origin.
///
/// # Errors
/// As [`decide`].
pub fn decide_part(
    pack: &Pack,
    facts: &dyn Facts,
    origin: &Record,
    actor: &Actor,
    command: &Command,
    now: Instant,
    mint: &mut dyn Mint,
) -> Result<Outcome, Refusal> {
    let clock = Clock::new(&pack.clock, facts.calendar());
    open::open(&Case { pack, facts, actor, command, now, clock, origin: Some(origin) }, mint)
}

fn advance(case: &Case<'_>, register: &Register, record: &Record, mint: &mut dyn Mint) -> Result<Outcome, Refusal> {
    let mv = case.starting(register, record, &case.command.name)?;
    let acting = rights::on_record(case.facts, record, case.actor, mv).ok_or_else(|| case.not_yours(mv))?;
    case.fresh(record)?;
    if record.memory.pending.as_ref().is_some_and(|pending| pending.name == mv.name) {
        return Err(Refusal::Pending { name: mv.name.clone() });
    }
    let mut filled = case.desk(register, Some(record)).read(mv, &case.command.input);
    case.guard(mv, record, &filled)?;
    place::check(case, register, &mut filled)?;
    poll::check(mv, &mut filled);
    if !filled.problems.is_empty() {
        return Err(Refusal::Inputs(filled.problems));
    }
    if filled.plain.contains_key("rating") && rights::rates_own(record, acting, case.actor) {
        return Err(Refusal::OwnAct);
    }
    if let Some(role) = &mv.review {
        return Ok(review::ask(case, register, record, mv, acting, role, filled));
    }
    let mut draft = Draft::on(case, register, record, acting);
    effects::apply(&mut draft, mv, &filled)?;
    service::check(case.pack, register, mv, &draft.record)?;
    service::turn(&case.clock, mv, &mut draft.record, case.now, mint);
    Ok(draft.finish(&mv.name, filled.personal))
}

impl<'a> Case<'a> {
    pub(crate) fn register(&self, name: &str) -> Option<&'a Register> {
        self.pack.registers.get(name)
    }

    /// The move of this name, if it starts from the record's state and, where it goes back, there is somewhere to go back to.
    fn starting<'r>(&self, register: &'r Register, record: &Record, name: &str) -> Result<&'r Move, Refusal> {
        register.moves.get(name).filter(|mv| starts(mv, record)).ok_or_else(|| self.not_from(&record.state))
    }

    fn fresh(&self, record: &Record) -> Result<(), Refusal> {
        match self.command.seen {
            Some(seen) if !record.is_as_seen(seen) => Err(Refusal::Stale { seen, is: record.version }),
            _ => Ok(()),
        }
    }

    fn guard(&self, mv: &Move, record: &Record, filled: &Filled) -> Result<(), Refusal> {
        let Some(when) = &mv.when else { return Ok(()) };
        // Inputs that could be read are seen as they were read, the others as they came.
        let mut input = self.command.input.clone();
        input.extend(filled.plain.iter().chain(&filled.personal).map(|(name, value)| (name.clone(), value.clone())));
        if when.holds(&RecordEnv { record, input: Some(&input), now: self.now }) {
            Ok(())
        } else {
            Err(Refusal::Guard { because: mv.because.clone(), basis: mv.basis.clone() })
        }
    }

    fn desk(&self, register: &'a Register, record: Option<&'a Record>) -> Desk<'a> {
        let zone = self.clock.zone().clone();
        let today = crate::calendar::date_of(self.clock.day(self.now));
        Desk { pack: self.pack, facts: self.facts, register, zone, today, now: self.now, record: record.map(|record| record.id.as_str()) }
    }

    pub(crate) fn not_from(&self, state: &str) -> Refusal {
        Refusal::NotFromHere { name: self.command.name.clone(), state: state.to_owned() }
    }

    fn not_yours(&self, mv: &Move) -> Refusal {
        Refusal::NotYours { name: mv.name.clone(), roles: rights::roles(mv), basis: mv.basis.clone() }
    }

    /// Of the program's own acts only the program is the author.
    fn only_system(&self) -> Result<Acting<'a>, Refusal> {
        let refusal = || Refusal::NotYours { name: self.command.name.clone(), roles: vec!["system".to_owned()], basis: String::new() };
        if self.actor.system { Ok(Acting::System) } else { Err(refusal()) }
    }
}

/// Whether a move starts from where a record is.
pub(crate) fn starts(mv: &Move, record: &Record) -> bool {
    let memory = &record.memory;
    let from = mv.from.contains(&record.state);
    let back = !goes_back(mv) || memory.back.is_some();
    let apart = mv.merge != Some(false) || memory.merged_into.is_some();
    from && back && apart && !(sets_aside(mv) && memory.back.is_some())
}

/// Whether a move sets a record aside, to be set back later.
pub(crate) fn sets_aside(mv: &Move) -> bool {
    mv.merge == Some(true) || mv.clock == linli_pack::model::ClockEffect::Suspend
}

/// Whether a move sets a record back to where it was before.
pub(crate) fn goes_back(mv: &Move) -> bool {
    mv.to_back || mv.merge == Some(false) && mv.to.is_none()
}
