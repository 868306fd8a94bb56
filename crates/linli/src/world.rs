//! Making a world: founding its realm, then playing a year of matters through the engine, in the order of time.

mod merger;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::path::Path;
use std::sync::Arc;

use linli_app::clock::HandClock;
use linli_app::office::AppointForm;
use linli_app::random::Random;
use linli_app::seed::NewAccount;
use linli_app::{App, AppError, Context, Target};
use linli_engine::attendance::{Attendee, Mark};
use linli_engine::{Actor, Command, Grant};
use linli_pack::Lang;
use linli_pack::record::{Instant, Value};
use linli_store::{KEY_FILE, Keys, Suite};
use linli_world::people::Staff;
use linli_world::plan::{By, Ground, Plan, PlanOptions, PlannedCase, PlannedStep};

use crate::folder;

/// Seed of every made-up world.
pub(crate) const SEED: u64 = 2012;
/// Password of every account of a made-up world.
pub(crate) const PASSWORD: &str = "linli-demo";
/// Steps in one transaction.
const CHUNK: usize = 4_000;
/// How often timers are looked at while the year runs, in seconds.
const TICK: i64 = 3_600;

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// Acts in the journal.
    pub(crate) acts: usize,
    /// Records opened, by register.
    pub(crate) opened: BTreeMap<&'static str, usize>,
    /// Steps that the engine refused, by move and reason.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Recurring duties that fell due.
    pub(crate) owed: usize,
    /// Timers that fired.
    pub(crate) woken: usize,
}

/// The realm's areas, bodies, addresses and people, without any record.
pub(crate) struct Founded {
    pub(crate) app: App,
    pub(crate) described: linli_world::World,
    pub(crate) areas: Vec<linli_world::Area>,
    pub(crate) addresses: Vec<linli_world::places::Address>,
    pub(crate) staff: Vec<Staff>,
    pub(crate) bodies: Vec<linli_world::bodies::Body>,
    /// What the year begins with and does not end with.
    before: merger::Before,
    clock: Arc<HandClock>,
}

/// Gives a made-up world its keys, the same for the same seed: nobody in it is real.
pub(crate) fn keys(data: &Path, suite: Suite) -> Result<(), String> {
    let master = Random::seeded(SEED ^ 0x6b65_7973).bytes();
    let keys = Keys::fresh(suite, master).map_err(|error| error.to_string())?;
    linli_store::write_keys(&data.join(KEY_FILE), &keys).map_err(|error| error.to_string())
}

/// Founds the realm of a place in a data folder where its pack has been unpacked.
pub(crate) fn found(data: &Path, now: Instant) -> Result<Founded, String> {
    let clock = Arc::new(HandClock::at(now));
    let app = folder::open_with(data, Box::new(Arc::clone(&clock)), Random::seeded(SEED))?;
    let described = folder::world(data)?;
    let areas = described.areas(SEED);
    let bodies = described.bodies(&areas, app.pack());
    let addresses = linli_world::places::addresses(SEED, &areas);
    let staff = described.staff(SEED, &areas, &bodies, app.pack());
    let level_of: HashMap<&str, &str> = areas.iter().map(|area| (area.code.as_str(), area.level)).collect();
    let mut everybody = staff.clone();
    let mut rows = merger::rows(&areas);
    let mut standing: Vec<linli_store::Body> = bodies
        .iter()
        .map(|body| linli_store::Body {
            code: body.code.clone(),
            kind: body.kind.clone(),
            level: level_of.get(body.area.as_str()).copied().unwrap_or_default().to_owned(),
            area: body.area.clone(),
            parent: body.parent.clone(),
            name: body.name_zh.clone(),
            from_day: None,
            to_day: None,
        })
        .collect();
    let before = merger::founded(&described.territory.former, &mut rows, &mut standing, &mut everybody);
    let password = linli_app::password::hash(PASSWORD, app.random()).map_err(|error| error.to_string())?;
    let accounts = everybody
        .iter()
        .map(|one| NewAccount {
            login: one.login.clone(),
            name: one.name.clone(),
            password: password.clone(),
            grants: vec![(one.role.clone(), one.body.clone())],
        })
        .collect();
    let degrees = |micro: i32| f64::from(micro) / 1e6;
    app.found(
        rows,
        standing,
        addresses
            .iter()
            .map(|address| linli_store::Address {
                text: address.text.clone(),
                area: address.area.clone(),
                lon: degrees(address.lon),
                lat: degrees(address.lat),
            })
            .collect(),
        accounts,
    )
    .map_err(|error| error.to_string())?;
    Ok(Founded { app, described, areas, addresses, staff, bodies, before, clock })
}

/// Appoints those who hold posts in a world that ends at `until`, through the same rules as everybody.
pub(crate) fn appoint(world: &Founded, until: Instant) -> Result<usize, String> {
    let offices = world.described.offices(SEED, &world.bodies, &world.staff);
    let context = Context::system(world.app.now());
    let last = linli_app::days::date(linli_app::days::of(until, &world.app.pack().clock.timezone)).unwrap_or_default();
    world
        .app
        .batch(move |batch| {
            let mut refused = 0;
            let mut people: HashMap<usize, String> = HashMap::new();
            for (nth, office) in offices.iter().enumerate() {
                let mut form = form_of(office, last);
                form.person = office.same.and_then(|same| people.get(&same).cloned()).unwrap_or_default();
                match batch.appoint(&context, &office.body, &form) {
                    Ok(made) => {
                        if !office.login.is_empty() {
                            batch.give_account(&context, &made.id, &office.login)?;
                        }
                        people.insert(nth, made.person);
                    }
                    Err(AppError::NotAppointed(why)) => {
                        tracing::debug!(body = office.body, post = office.post, ?why, "not appointed");
                        refused += 1;
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(refused)
        })
        .map_err(|error| error.to_string())
}

fn form_of(office: &linli_world::offices::Office, last: jiff::civil::Date) -> AppointForm {
    use jiff::ToSpan as _;
    let from = last.checked_sub(office.years.years().days(office.days)).unwrap_or(last);
    let number = |n: i64| if n > 0 { n.to_string() } else { String::new() };
    AppointForm {
        post: office.post.clone(),
        name: office.name.clone(),
        member: office.member,
        here: office.here,
        unit: office.unit.clone(),
        standing: office.standing.clone(),
        from: from.to_string(),
        how: office.how.clone(),
        votes: (number(office.votes.0), number(office.votes.1), number(office.votes.2)),
        ..AppointForm::default()
    }
}

/// Plays a year of matters that ends at `until`.
pub(crate) fn play(world: &Founded, cases: Option<usize>, until: Instant, mut progress: impl FnMut(usize)) -> Result<Made, String> {
    let app = &world.app;
    let pack = app.pack();
    let handlers = pack.categories.keys().filter_map(|code| Some((code.clone(), pack.dispatch_for(code)?.body.clone()))).collect();
    let urgencies = pack.categories.values().filter_map(|category| Some((category.code.clone(), category.urgency.clone()?))).collect();
    let cases = cases.unwrap_or(world.described.cases);
    // Wishes and tasks shrink with the cases, so that a small world is small.
    let share = |n: usize| (n * cases).div_ceil(60_000);
    let whistles = (world.described.whistles * cases).div_ceil(world.described.cases.max(1));
    // Where the document counts wishes they are made one by one, as many as it says.
    let wishes = if world.described.together.wishes > 0 { 0 } else { share(1_200) };
    let options = PlanOptions { cases, wishes, tasks: share(60), whistles, ..PlanOptions::year(SEED, until) };
    let from = options.from;
    let ground = Ground {
        world: &world.described,
        pack,
        areas: &world.areas,
        addresses: &world.addresses,
        staff: &world.staff,
        handlers: &handlers,
        urgencies: &urgencies,
    };
    let plan = Plan::new(options, ground);
    let mut others: Vec<PlannedCase> = plan
        .showcase()
        .into_iter()
        .chain(plan.wishes())
        .chain(plan.tasks())
        .chain(plan.whistles())
        .chain(plan.members())
        .chain(plan.kept())
        .chain(plan.together())
        .chain(plan.volunteers())
        .chain(plan.deliberation())
        .chain(plan.services())
        .chain(plan.shifts())
        .chain(plan.life())
        .collect();
    others.sort_by_key(|case| (case.at, case.index));
    let mut queue = Queue::new(plan.cases(), others.into_iter()).peekable();
    let mut merged = if world.before.is_empty() { None } else { Some(world.before.decide(world)?) };
    let before = Arc::new(world.before.clone());
    let mut stage = Stage { people: people(app)?, before, merged: merged.unwrap_or(Instant::MIN), ..Stage::default() };
    let mut clock = from;
    loop {
        let chunk: Vec<Item> = std::iter::from_fn(|| queue.next_if(|item| merged.is_none_or(|day| item.at < day))).take(CHUNK).collect();
        if let Some(day) = merged.filter(|_| chunk.is_empty()) {
            world.clock.set(day);
            app.carry_out_plans().map_err(|error| format!("the merger: {error}"))?;
            merged = None;
            continue;
        }
        let last = chunk.is_empty();
        let until = if last { until } else { chunk.last().map_or(until, |item| item.at) };
        let played = std::mem::take(&mut stage);
        let (start, hand) = (clock, Arc::new(parking_lot::Mutex::new(Some((played, chunk)))));
        stage = app
            .batch(move |batch| {
                // SQLite runs a command once; an engine that runs it again would find the chunk gone and say so.
                let (mut stage, chunk) = hand.lock().take().ok_or_else(|| AppError::Internal("a chunk was played twice".to_owned()))?;
                let mut clock = start;
                for item in chunk {
                    while clock + TICK <= item.at {
                        clock += TICK;
                        stage.made.owed += batch.owe_duties(clock)?;
                        stage.made.woken += batch.wake_due(clock)?;
                    }
                    stage.play(batch, item)?;
                }
                if last {
                    stage.made.woken += batch.wake_due(until)?;
                }
                Ok(stage)
            })
            .map_err(|error| error.to_string())?;
        while clock + TICK <= until {
            clock += TICK;
        }
        progress(stage.made.acts);
        if last {
            return Ok(stage.made);
        }
    }
}

/// One step of one matter.
struct Item {
    at: Instant,
    index: usize,
    register: &'static str,
    opens: bool,
    step: PlannedStep,
}

/// All steps of all matters in the order of time; only those of running matters are held.
struct Queue<A: Iterator<Item = PlannedCase>, B: Iterator<Item = PlannedCase>> {
    cases: std::iter::Peekable<A>,
    others: std::iter::Peekable<B>,
    running: HashMap<usize, (PlannedCase, usize)>,
    next: BinaryHeap<Reverse<(Instant, usize)>>,
}

impl<A: Iterator<Item = PlannedCase>, B: Iterator<Item = PlannedCase>> Queue<A, B> {
    fn new(cases: A, others: B) -> Self {
        Self { cases: cases.peekable(), others: others.peekable(), running: HashMap::new(), next: BinaryHeap::new() }
    }

    fn start(&mut self, case: PlannedCase) {
        if let Some(first) = case.steps.first() {
            self.next.push(Reverse((first.at, case.index)));
            self.running.insert(case.index, (case, 0));
        }
    }

    /// Starts every matter that opens no later than the next step.
    fn admit(&mut self) {
        loop {
            let soonest = self.next.peek().map_or(Instant::MAX, |Reverse((at, _))| *at);
            let (a, b) = (self.cases.peek().map(|case| case.at), self.others.peek().map(|case| case.at));
            let from_cases = match (a, b) {
                (Some(a), Some(b)) => a <= b,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => return,
            };
            if a.into_iter().chain(b).min().is_none_or(|at| at > soonest) {
                return;
            }
            let case = if from_cases { self.cases.next() } else { self.others.next() };
            if let Some(case) = case {
                self.start(case);
            }
        }
    }
}

impl<A: Iterator<Item = PlannedCase>, B: Iterator<Item = PlannedCase>> Iterator for Queue<A, B> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.admit();
        let Reverse((at, index)) = self.next.pop()?;
        let (case, at_step) = self.running.remove(&index)?;
        let step = case.steps.get(at_step)?.clone();
        let item = Item { at, index, register: case.register, opens: at_step == 0, step };
        if let Some(following) = case.steps.get(at_step + 1) {
            // A plan that goes back in time would put the journal out of order.
            self.next.push(Reverse((following.at.max(at), index)));
            self.running.insert(index, (case, at_step + 1));
        }
        Some(item)
    }
}

/// Who is who, and which planned matter became which record.
#[derive(Default)]
struct Stage {
    people: HashMap<String, (String, String)>,
    records: HashMap<usize, String>,
    /// Who acts where until the merger.
    before: Arc<merger::Before>,
    /// Its day.
    merged: Instant,
    /// Of each matter of that time, the area it was opened in.
    places: HashMap<usize, String>,
    numbers: HashMap<usize, String>,
    made: Made,
}

impl Stage {
    fn play(&mut self, batch: &mut linli_app::Batch<'_, '_>, item: Item) -> Result<(), AppError> {
        let target = match (item.opens, self.records.get(&item.index)) {
            (true, _) => match item.step.on.first() {
                None => Target::New,
                Some(of) if of.starts_with("plan:") => match self.resolve(of.clone().into()) {
                    Value::String(of) if !of.starts_with("plan:") => Target::Part(of),
                    _ => return Ok(()),
                },
                Some(_) => match owed(batch, item.register, &item.step.on)? {
                    Some(id) => Target::Id(id),
                    None => return Ok(()),
                },
            },
            (false, Some(id)) => match batch.part(id, &item.step.on)? {
                Some(part) => Target::Id(part),
                None => return Ok(()),
            },
            // Its opening or an earlier step was refused: the rest of the matter is dropped.
            (false, None) => return Ok(()),
        };
        if item.opens
            && item.at < self.merged
            && let Some(area) = item.step.input.get("area").and_then(Value::as_str)
        {
            self.places.insert(item.index, area.to_owned());
        }
        let context = self.context(&item);
        let mut input: BTreeMap<String, Value> = item.step.input.into_iter().map(|(name, value)| (name, self.resolve(value))).collect();
        if let Target::Id(id) = &target
            && !attend(batch, id, item.step.name, item.at, &mut input)?
        {
            return Ok(());
        }
        let target = match input.remove("in").as_ref().and_then(serde_json::Value::as_str) {
            Some(of) => Target::In(of.to_owned()),
            None => target,
        };
        let command = Command { register: item.register.to_owned(), name: item.step.name.to_owned(), input, seen: None };
        match batch.act(&context, &target, &command) {
            Ok(done) => {
                self.made.acts += 1;
                if item.opens {
                    *self.made.opened.entry(item.register).or_default() += 1;
                    self.numbers.insert(item.index, done.record.number);
                    self.records.insert(item.index, done.record.id);
                }
                Ok(())
            }
            Err(AppError::Refused(refusal)) => {
                *self.made.refused.entry(format!("{} {} {refusal:?}", item.register, command.name)).or_default() += 1;
                self.records.remove(&item.index);
                Ok(())
            }
            Err(AppError::NotFound(_)) => {
                *self.made.refused.entry(format!("{} {} out of sight", item.register, command.name)).or_default() += 1;
                self.records.remove(&item.index);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn context(&self, item: &Item) -> Context {
        let mut context = Context::resident(Lang::Zh, item.at);
        match &item.step.by {
            By::Resident => context.actor.reporter = !item.opens,
            By::Staff { login, role, body } => {
                let place = self.places.get(&item.index).filter(|_| item.at < self.merged);
                let then = place.and_then(|grid| self.before.acted(grid, role, body));
                let (login, body) = then.unwrap_or_else(|| (login.clone(), body.clone()));
                let (id, area) = self.people.get(&login).cloned().unwrap_or_default();
                let grants = vec![Grant { role: (*role).to_owned(), body, area }];
                context.actor = Actor { id, grants, ..Actor::default() };
            }
        }
        context
    }

    /// `plan:N` is the record that the planned matter N became, `number:N` its number.
    fn resolve(&self, value: Value) -> Value {
        let planned = |before: &str| value.as_str().and_then(|text| text.strip_prefix(before)?.parse::<usize>().ok());
        let id = planned("plan:").and_then(|index| self.records.get(&index));
        match id.or_else(|| self.numbers.get(&planned("number:")?)) {
            Some(id) => id.clone().into(),
            None => value,
        }
    }
}

/// The record that fell due for a body, as a plan names it: duty, body, day.
fn owed(batch: &mut linli_app::Batch<'_, '_>, register: &str, path: &[String]) -> Result<Option<String>, AppError> {
    match path {
        [duty, body, day] => batch.owed(register, duty, body, day),
        _ => Ok(None),
    }
}

/// Says who was there, where a plan only says by which throw of the dice: a plan does not know who is on which roster. `false`: there is
/// nobody who has anything to make up.
fn attend(
    batch: &mut linli_app::Batch<'_, '_>,
    id: &str,
    act: &str,
    now: Instant,
    input: &mut BTreeMap<String, Value>,
) -> Result<bool, AppError> {
    for name in ["attendance", "made_up"] {
        let Some(seed) = input.get(name).and_then(Value::as_u64) else { continue };
        let mut dice = linli_world::dice::Dice::new(SEED, &format!("{name} {seed}"));
        let roll = batch.roll(id, act, now)?;
        let said = if name == "attendance" {
            // Three fifths are there, so that it is a meeting.
            let (people, turn) = (roll.len(), usize::try_from(seed).unwrap_or(0));
            let mark = |nth: usize, dice: &mut linli_world::dice::Dice| match dice.unit() {
                share if (nth + turn) % people * 5 < people * 3 || share < 0.66 => "present",
                share if share < 0.9 => "excused",
                _ => "absent",
            };
            Value::Object(roll.into_iter().enumerate().map(|(nth, one)| (one.who, mark(nth, &mut dice).into())).collect())
        } else {
            let owing = |one: &Attendee| one.mark.is_some_and(Mark::is_owing);
            let ids: Vec<String> = roll.into_iter().filter(owing).map(|one| one.who).collect();
            if ids.is_empty() {
                return Ok(false);
            }
            ids.into()
        };
        input.insert(name.to_owned(), said);
    }
    Ok(true)
}

/// Account and area of everybody, by login.
fn people(app: &App) -> Result<HashMap<String, (String, String)>, String> {
    app.store()
        .read(|tx| {
            let mut people = HashMap::new();
            for account in linli_store::accounts(tx, app.realm())? {
                let area = linli_store::grants(tx, app.realm(), &account.id)?.first().map(|grant| grant.area.clone());
                people.insert(account.login, (account.id, area.unwrap_or_default()));
            }
            Ok::<_, linli_store::StoreError>(people)
        })
        .map_err(|error| error.to_string())
}
