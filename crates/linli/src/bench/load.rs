//! The records that are there before anybody asks: cases that grid leads found and settled on patrol (`patrol_done`) over two years, made by
//! the engine and written by the program's own path, some thousand in a transaction; and a few open ones on every desk, however many
//! closed ones there are, so that lists are equally long in every run.

use std::time::Instant;

use linli_app::{App, AppError, Context, Target};
use linli_engine::{Actor, Command, Grant};
use linli_pack::Lang;
use linli_world::dice::Dice;

use super::ground::{Desk, Ground, Matter, Seat};
use crate::world::SEED;

/// Acts in one transaction.
const BATCH: usize = 20_000;
/// Open cases on each community desk: a few days' arrivals at 60,000 a year over 59 communities.
const BACKLOG: usize = 10;
/// How far back the closed cases reach, in seconds.
const SPAN: i64 = 2 * 365 * 86_400;

/// Somebody of the staff, as rules see them.
pub(crate) fn context(seat: &Seat, now: i64) -> Context {
    let grants = vec![Grant { role: seat.role.to_owned(), body: seat.body.clone(), area: seat.area.clone() }];
    let mut context = Context::resident(Lang::Zh, now);
    context.actor = Actor { id: seat.account.clone(), grants, ..Actor::default() };
    context
}

/// The command that opens a case.
pub(crate) fn opening(matter: &Matter, name: &str) -> Command {
    let mut input = matter.input.clone();
    if name == "patrol_done" {
        // On patrol nobody reports: there is a note on what was done instead.
        input.remove("name");
        input.remove("phone");
        input.insert("source".to_owned(), "patrol".into());
        input.insert("note".to_owned(), matter.note.clone().into());
    }
    Command { register: "case".to_owned(), name: name.to_owned(), input, seen: None }
}

struct Planned {
    context: Context,
    command: Command,
}

/// Makes `records` closed cases and the backlog; then brings the search index up to date.
pub(crate) fn load(app: &App, ground: &Ground, records: usize, until: i64) -> Result<(), String> {
    let started = Instant::now();
    let mut dice = Dice::new(SEED, "bench load");
    let mut made = 0;
    while made < records {
        let take = BATCH.min(records - made);
        let batch: Vec<Planned> =
            (made..made + take).filter_map(|nth| closed(ground, &mut dice, until - SPAN + at(nth, records))).collect();
        write(app, batch)?;
        made += take;
        if made % (BATCH * 5) == 0 {
            eprintln!("  {made} records in {:.0} s", started.elapsed().as_secs_f64());
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut open = Vec::new();
    for desk in &ground.desks {
        if !seen.contains(&desk.clerk.body.as_str()) {
            seen.push(&desk.clerk.body);
            open.extend((0..BACKLOG).filter_map(|nth| waiting(ground, desk, &mut dice, until - 600 * i64::try_from(nth).unwrap_or(0))));
        }
    }
    write(app, open)?;
    eprintln!("  {records} closed cases and the desks' open ones in {:.1} s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    while app.index_some(5_000).map_err(|error| error.to_string())? > 0 {}
    eprintln!("  search index in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Seconds into the span at which one of so many cases comes in.
fn at(nth: usize, of: usize) -> i64 {
    i64::try_from(u128::try_from(SPAN).unwrap_or(0) * nth as u128 / of.max(1) as u128).unwrap_or(0)
}

fn closed(ground: &Ground, dice: &mut Dice, now: i64) -> Option<Planned> {
    let desk = dice.pick(&ground.desks)?;
    let (matter, lead) = ground.pick(desk, dice)?;
    Some(Planned { context: context(lead, now), command: opening(matter, "patrol_done") })
}

fn waiting(ground: &Ground, desk: &Desk, dice: &mut Dice, now: i64) -> Option<Planned> {
    let (matter, _) = ground.pick(desk, dice)?;
    Some(Planned { context: context(&desk.clerk, now), command: opening(matter, "register") })
}

fn write(app: &App, planned: Vec<Planned>) -> Result<(), String> {
    let done = app.batch(move |batch| {
        for one in &planned {
            batch.act(&one.context, &Target::New, &one.command)?;
        }
        Ok::<_, AppError>(())
    });
    done.map_err(|error| error.to_string())
}
