//! Who is due at a meeting and who was there.
//!
//! Those due are the body's own people: who holds a post in it that day, or who is on its roster. Their names come from there each time they
//! are shown, masked where they are personal; what is kept beside the record are ids and what was said of them.

use std::collections::BTreeMap;

use linli_engine::attendance::{self, Attendee, Count, Mark};
use linli_engine::{Body, Calendar, Facts, Grant};
use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::model::{Attendance, Field, Register, Roll, RollOf};
use linli_pack::record::{Record, Type, Value};
use linli_store::{Columns, ListQuery, Order, Scope, Tx};

use crate::app::Inner;
use crate::batch::Batch;
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::territory::Territory;

/// Who is due at a record's meeting, for those who put down who was there.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The rule of who is due.
    pub roll: &'a Roll,
    /// Everybody due, by name or number.
    pub people: Vec<Person>,
    /// How many were there, once that is said.
    pub count: Option<Count>,
}

/// Somebody due.
#[derive(Clone, Debug)]
pub struct Person {
    /// What is sent for them.
    pub id: String,
    /// Name; masked where it is personal.
    pub name: String,
    /// Their post, or their number on the roster.
    pub note: String,
    /// What is said of them.
    pub mark: Option<Mark>,
}

/// The territory, and who is due at the record decided about.
pub(crate) struct WithRoll<'a> {
    pub(crate) territory: &'a Territory,
    pub(crate) roll: Vec<Attendee>,
}

impl Facts for WithRoll<'_> {
    fn parent(&self, area: &str) -> Option<String> {
        self.territory.parent(area)
    }

    fn level(&self, area: &str) -> Option<String> {
        self.territory.level(area)
    }

    fn body(&self, code: &str) -> Option<Body> {
        self.territory.body(code)
    }

    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body> {
        self.territory.bodies_in(area, kind)
    }

    fn area_at(&self, lon: f64, lat: f64) -> Option<String> {
        self.territory.area_at(lon, lat)
    }

    fn roll(&self) -> &[Attendee] {
        &self.roll
    }

    fn calendar(&self) -> &dyn Calendar {
        self.territory.calendar()
    }
}

/// Who is due at a record's meeting, where an input of its move asks for them: as it was kept, or as it is today.
pub(crate) fn roll_for(
    inner: &Inner,
    tx: &mut dyn Tx,
    before: Option<&Record>,
    input: &BTreeMap<String, Value>,
    act: &str,
    now: i64,
) -> Result<Vec<Attendee>, AppError> {
    let Some(record) = before else { return Ok(Vec::new()) };
    let register = inner.pack.registers.get(&record.register);
    let Some((register, rule)) = register.and_then(|register| Some((register, register.attendance.as_ref()?))) else {
        return Ok(Vec::new());
    };
    let takes = |name: &str| register.moves.get(act).is_some_and(|mv| mv.fill.iter().chain(&mv.may).any(|input| input == name));
    if input.contains_key("made_up") || takes("made_up") {
        return kept(inner, tx, &record.id);
    }
    if !takes("attendance") {
        return Ok(Vec::new());
    }
    match attendance::roll(rule, &record.fields) {
        Some(roll) => {
            Ok(due(inner, tx, (record, input), rule, roll, now)?.into_iter().map(|(who, _)| Attendee { who, mark: None }).collect())
        }
        None => Ok(Vec::new()),
    }
}

/// What was kept of a record's meeting.
fn kept(inner: &Inner, tx: &mut dyn Tx, record: &str) -> Result<Vec<Attendee>, AppError> {
    match linli_store::attendance(tx, inner.realm, record)? {
        Some(text) => Ok(text.lines().filter_map(read_line).collect()),
        None => Ok(Vec::new()),
    }
}

/// Keeps who was there.
pub(crate) fn keep(inner: &Inner, tx: &mut dyn Tx, record: &str, marked: &[Attendee]) -> Result<(), AppError> {
    let text: String = marked.iter().map(|one| format!("{} {}\n", one.who, letter(one.mark))).collect();
    Ok(linli_store::put_attendance(tx, inner.realm, record, &text, &inner.random.bytes())?)
}

/// Takes somebody whose record is erased out of who was at meetings: the counts stay.
pub(crate) fn forget(inner: &Inner, tx: &mut dyn Tx, record: &Record) -> Result<(), AppError> {
    let listed = |register: &Register| {
        let of = |roll: &Roll| matches!(&roll.of, RollOf::Register { name, .. } if *name == record.register);
        register.attendance.as_ref().is_some_and(|rule| rule.rolls.values().any(of))
    };
    if inner.pack.registers.values().any(listed) {
        linli_store::forget_attendant(tx, inner.realm, &record.id, &mut || inner.random.bytes())?;
    }
    Ok(())
}

/// Marks as they are kept: a line for each person, the id and one of these letters.
const LETTERS: [(char, Mark); 5] =
    [('p', Mark::Present), ('e', Mark::Excused), ('a', Mark::Absent), ('m', Mark::MadeUp), ('x', Mark::MadeUpExcused)];

fn letter(mark: Option<Mark>) -> char {
    LETTERS.iter().find(|(_, known)| Some(*known) == mark).map_or('-', |(letter, _)| *letter)
}

fn read_line(line: &str) -> Option<Attendee> {
    let (who, letter) = line.split_once(' ')?;
    let mark = LETTERS.iter().find(|(known, _)| letter.starts_with(*known)).map(|(_, mark)| *mark);
    Some(Attendee { who: who.to_owned(), mark })
}

/// Ids of those due, each with the post they are due by; of a roster it is empty. Whose term ended between the meeting and its minutes was due.
fn due(
    inner: &Inner,
    tx: &mut dyn Tx,
    (record, input): (&Record, &BTreeMap<String, Value>),
    rule: &Attendance,
    roll: &Roll,
    now: i64,
) -> Result<Vec<(String, String)>, AppError> {
    let Some(body) = &record.holder else { return Ok(Vec::new()) };
    match &roll.of {
        RollOf::Posts(posts) => {
            let planned = rule.on.as_ref().and_then(|field| input.get(field).or_else(|| record.fields.get(field))).and_then(Value::as_str);
            let planned = planned.and_then(|day| day.parse().ok()).map(days::number);
            let day = planned.unwrap_or_else(|| days::of(now, &inner.pack.clock.timezone));
            let mut found: Vec<(String, String)> = Vec::new();
            for (one, _) in linli_store::appointments_in(tx, inner.realm, body)? {
                let held = one.from_day <= day && one.ended.or(one.to_day).is_none_or(|last| last >= day);
                let named = posts.is_empty() || posts.contains(&one.post);
                if held && named && found.iter().all(|(who, _)| *who != one.person) {
                    found.push((one.person, one.post));
                }
            }
            Ok(found)
        }
        RollOf::Register { name, states } => {
            Ok(members(inner, tx, body, name, states)?.into_iter().map(|id| (id, String::new())).collect())
        }
    }
}

/// The ids of a body's own records of a roster.
fn members(inner: &Inner, tx: &mut dyn Tx, body: &str, register: &str, states: &[String]) -> Result<Vec<String>, AppError> {
    let area = inner.territory.load().body(body).map(|body| body.area).unwrap_or_default();
    let holder = Sql { text: format!("{} = ?", Columns.column("holder", false, Type::Text)), params: vec![Param::Text(body.to_owned())] };
    let query =
        ListQuery { states: states.to_vec(), filter: Some(holder), order: Order::Created, ..ListQuery::new(register, Scope::Area(area)) };
    let mut found: Vec<String> = linli_store::sightings(tx, inner.realm, &query)?.into_iter().map(|one| one.id).collect();
    found.sort_unstable();
    Ok(found)
}

/// Who is due, where the actor may put down who was there.
pub(crate) fn sheet<'a>(inner: &'a Inner, tx: &mut dyn Tx, context: &Context, record: &Record) -> Result<Option<Sheet<'a>>, AppError> {
    let register = inner.pack.registers.get(&record.register);
    let Some((register, rule)) = register.and_then(|register| Some((register, register.attendance.as_ref()?))) else { return Ok(None) };
    let Some(roll) = attendance::roll(rule, &record.fields).filter(|_| puts_down(inner, register, context, record)) else {
        return Ok(None);
    };
    let said = kept(inner, tx, &record.id)?;
    let count = (!said.is_empty()).then(|| attendance::count(&said));
    let open = register.moves.values().any(|mv| mv.from.contains(&record.state) && mv.fill.iter().any(|input| input == "attendance"));
    if said.is_empty() && !open {
        return Ok(None);
    }
    // Once it is held the people are those that were marked. A meeting that was adjourned is met by those who are due then.
    let now_due = match &roll.of {
        RollOf::Register { .. } if !open => Vec::new(),
        _ => due(inner, tx, (record, &BTreeMap::new()), rule, roll, context.now)?,
    };
    let posts: BTreeMap<String, String> = now_due.iter().cloned().collect();
    let listed: Vec<(String, Option<Mark>)> = if open {
        let mark = |who: &str| said.iter().find(|one| one.who == who).and_then(|one| one.mark);
        now_due.into_iter().map(|(who, _)| (mark(&who), who)).map(|(mark, who)| (who, mark)).collect()
    } else {
        said.into_iter().map(|one| (one.who, one.mark)).collect()
    };
    let mut people = Vec::with_capacity(listed.len());
    for (id, mark) in listed {
        let (name, note) = match &roll.of {
            RollOf::Posts(_) => {
                let name = linli_store::official(tx, inner.realm, &id)?.map(|official| official.name).unwrap_or_default();
                (name, posts.get(&id).cloned().unwrap_or_default())
            }
            RollOf::Register { name, .. } => listed_name(inner, tx, name, &id)?,
        };
        people.push(Person { id, name, note, mark });
    }
    people.sort_by(|a, b| (&a.note, &a.name).cmp(&(&b.note, &b.name)));
    Ok(Some(Sheet { roll, people, count }))
}

/// Masked name and number of somebody on a roster.
fn listed_name(inner: &Inner, tx: &mut dyn Tx, register: &str, id: &str) -> Result<(String, String), AppError> {
    let number = linli_store::record(tx, inner.realm, id)?.map(|record| record.title).unwrap_or_default();
    let fields = inner.pack.registers.get(register).map(|register| &register.fields);
    let is_name = |field: &&Field| field.personal.is_some() && field.kind == linli_pack::model::FieldKind::Person;
    let field = fields.and_then(|fields| fields.values().find(is_name)).map(|field| field.name.as_str());
    let hidden = linli_store::held_back(tx, inner.realm, id)?.is_some();
    let kept: BTreeMap<String, Value> = match linli_store::personal(tx, inner.realm, id)?.filter(|_| !hidden) {
        Some(text) => serde_json::from_str(&text)?,
        None => BTreeMap::new(),
    };
    let name = field.and_then(|field| kept.get(field)).and_then(Value::as_str).map(linli_engine::mask::name);
    Ok((name.unwrap_or_default(), number))
}

/// Whether the actor is one of those who put down who was there.
fn puts_down(inner: &Inner, register: &Register, context: &Context, record: &Record) -> bool {
    let territory = inner.territory.load();
    let says = |input: &String| input == "attendance" || input == "made_up";
    let moves = || register.moves.values().filter(|mv| mv.fill.iter().any(says));
    let by = |role: &String| moves().any(|mv| mv.by.contains(role));
    let over = |role: &String| moves().any(|mv| mv.over.contains(role)) || register.see.contains(role);
    let may = |grant: &Grant| {
        Some(&grant.body) == record.holder.as_ref() && by(&grant.role) || over(&grant.role) && territory.within(&record.area, &grant.area)
    };
    context.actor.system || context.actor.grants.iter().any(may)
}

impl Batch<'_, '_> {
    /// The ids of those due at a record's meeting, or kept of it, each with what is said of them: for made-up worlds, which ask nobody.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn roll(&mut self, id: &str, act: &str, now: i64) -> Result<Vec<Attendee>, AppError> {
        let record = linli_store::record(self.w, self.inner.realm, id)?;
        roll_for(self.inner, self.w, record.as_ref(), &BTreeMap::new(), act, now)
    }
}
