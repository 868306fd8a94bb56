//! Who holds which post in which body: appointing, ending, putting a term's end off.

mod account;
mod view;

use std::sync::Arc;

use linli_engine::Act;
use linli_engine::office::{self, Candidate, Holding, Seat, Votes, Wanted};
use linli_pack::model::{STANDINGS, Way};
use linli_pack::record::Value;
use linli_store::{Appointment, Official, Tx, Write};

use crate::act::entry;
use crate::app::{App, Inner};
use crate::batch::Batch;
use crate::context::Context;
use crate::error::AppError;
use crate::territory::{NamedBody, Territory};

pub use view::{BodyView, Held, Outlook, PostView};

/// What is filled in to appoint somebody.
#[derive(Clone, Debug, Default)]
pub struct AppointForm {
    /// The post.
    pub post: String,
    /// Id of an official who is known; empty: somebody new.
    pub person: String,
    /// Name of somebody new.
    pub name: String,
    /// Member of the Party.
    pub member: bool,
    /// Their membership is kept in this body.
    pub here: bool,
    /// Code of the body they work in; may be empty.
    pub unit: String,
    /// What they are there.
    pub standing: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day; empty: the longest the post allows.
    pub to: String,
    /// How it came about.
    pub how: String,
    /// Those who had a vote, were present, were for it.
    pub votes: (String, String, String),
    /// The paper behind it.
    pub basis: String,
    /// The appointment it stands in for; may be empty.
    pub stands_in: String,
}

impl App {
    /// Today, in days since 1970-01-01.
    #[must_use]
    pub fn today(&self, context: &Context) -> i64 {
        crate::days::of(context.now, &self.0.pack.clock.timezone)
    }

    /// Whether the actor keeps bodies and appointments in an area.
    #[must_use]
    pub fn organises(&self, context: &Context, area: &str) -> bool {
        let territory = self.territory();
        context.actor.system || context.grants_where(&self.0.pack, |role| role.organise).any(|grant| territory.within(area, &grant.area))
    }

    /// Appoints somebody to a post of a body. Gives the appointment's id.
    ///
    /// # Errors
    /// [`AppError::NotAppointed`] names the rule; [`AppError::Invalid`] the field that cannot be read.
    pub fn appoint(&self, context: &Context, body: &str, form: &AppointForm) -> Result<String, AppError> {
        let (inner, context, body, form) = (Arc::clone(&self.0), context.clone(), body.to_owned(), form.clone());
        self.0.store.write(move |w: &mut Write<'_>| appoint(&inner, w, &context, &body, &form)).map(|made| made.id)
    }

    /// Ends an appointment with a day (`YYYY-MM-DD`) as its last, and with it who stands in for it.
    ///
    /// # Errors
    /// As [`App::appoint`].
    pub fn end_appointment(&self, context: &Context, id: &str, day: &str, why: &str) -> Result<String, AppError> {
        let (day, why) = (day_of(day, "to")?, why.trim().to_owned());
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let (one, found) = of_body(&inner, w, &context, &id)?;
            let changed = office::end(&one, day, &found)?;
            save(&inner, w, &changed)?;
            let facts = [("post", Value::from(one.post.clone())), ("last", crate::days::date(day).map(|date| date.to_string()).into())];
            let name = name_of(&inner, w, &one.person)?;
            record(&inner, w, &context, &one.body, "appointment_end", facts, &name, &why)?;
            Ok(one.body)
        })
    }

    /// The body in which an appointment is.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Forbidden`] for residents.
    pub fn body_of_appointment(&self, context: &Context, id: &str) -> Result<String, AppError> {
        staff_only(context)?;
        let found = self.0.store.read(|tx| linli_store::appointment(tx, self.0.realm, id))?;
        found.map(|one| one.body).ok_or(AppError::NotFound("appointment"))
    }

    /// Puts the end of a term off to a day (`YYYY-MM-DD`).
    ///
    /// # Errors
    /// As [`App::appoint`].
    pub fn delay_appointment(&self, context: &Context, id: &str, day: &str, why: &str) -> Result<String, AppError> {
        let (day, why) = (day_of(day, "to")?, why.trim().to_owned());
        if why.is_empty() {
            return Err(AppError::Invalid { field: "note", rule: "missing" });
        }
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let (one, found) = of_body(&inner, w, &context, &id)?;
            let mut others = found;
            others.extend(of_person(&inner, w, &one.person)?);
            let longer = office::delay(&inner.pack, &one, day, &others)?;
            save(&inner, w, &[longer])?;
            let facts = [("post", Value::from(one.post.clone())), ("last", crate::days::date(day).map(|date| date.to_string()).into())];
            let name = name_of(&inner, w, &one.person)?;
            record(&inner, w, &context, &one.body, "appointment_delay", facts, &name, &why)?;
            Ok(one.body)
        })
    }
}

impl Batch<'_, '_> {
    /// As [`App::appoint`], among other acts of one transaction. Gives the whole appointment.
    ///
    /// # Errors
    /// As [`App::appoint`]; then nothing of it is kept and the rest of the batch stays as it is.
    pub fn appoint(&mut self, context: &Context, body: &str, form: &AppointForm) -> Result<Appointment, AppError> {
        appoint(self.inner, self.w, context, body, form)
    }
}

/// Residents have no part in the organisation's own pages.
pub(crate) fn staff_only(context: &Context) -> Result<(), AppError> {
    if context.actor.system || !context.actor.grants.is_empty() { Ok(()) } else { Err(AppError::Forbidden("bodies")) }
}

fn appoint(inner: &Inner, w: &mut Write<'_>, context: &Context, body: &str, form: &AppointForm) -> Result<Appointment, AppError> {
    let territory = inner.territory.load_full();
    let named = territory.named_body(body).cloned().ok_or(AppError::NotFound("body"))?;
    may_appoint(inner, &territory, context, &named)?;
    let official = who(inner, w, context, &territory, body, form)?;
    let unit = official.unit.as_deref().and_then(|unit| territory.named_body(unit));
    let candidate = Candidate {
        person: official.id.clone(),
        member: official.member,
        here: official.home.as_deref() == Some(body),
        nearby: unit.is_some_and(|unit| territory.within(&unit.body.area, &named.body.area)),
        unit: unit.map(|unit| unit.body.kind.clone()),
        standing: official.standing.clone(),
    };
    let way = Way::of(&form.how).unwrap_or(Way::Appointed);
    let wanted = Wanted {
        id: inner.random.uuid(context.now),
        post: form.post.clone(),
        from: day_of(&form.from, "from")?,
        to: if form.to.is_empty() { None } else { Some(day_of(&form.to, "to")?) },
        way,
        votes: votes(form, way)?,
        stands_in: (!form.stands_in.is_empty()).then(|| form.stands_in.clone()),
    };
    let mut others: Vec<Holding> =
        linli_store::appointments_in(w, inner.realm, body)?.iter().map(|(one, _)| holding(one, &named.body.kind)).collect();
    others.extend(of_person(inner, w, &official.id)?.into_iter().filter(|one| one.body != body));
    let ended = named.ended.as_deref().map(|day| day_of(day, "body")).transpose()?;
    let seat = Seat { body: body.to_owned(), kind: named.body.kind.clone(), ended };
    let made = office::appoint(&inner.pack, &seat, &candidate, &wanted, &others)?;
    linli_store::put_official(w, inner.realm, &official)?;
    let concurrent = inner.pack.posts.get(&made.post).is_some_and(|post| post.concurrent);
    let appointment = Appointment {
        id: made.id.clone(),
        person: made.person.clone(),
        body: body.to_owned(),
        post: made.post.clone(),
        concurrent,
        from_day: made.from,
        term_day: made.regular,
        to_day: made.to,
        ended: None,
        how: way.name().to_owned(),
        due: wanted.votes.map(|votes| votes.due),
        present: wanted.votes.map(|votes| votes.present),
        agreed: wanted.votes.map(|votes| votes.agreed),
        basis: form.basis.trim().to_owned(),
        stands_in: made.stands_in.clone(),
    };
    linli_store::put_appointment(w, inner.realm, &appointment)?;
    let date = |day: i64| crate::days::date(day).map(|date| date.to_string());
    let facts = [
        ("post", Value::from(made.post.clone())),
        ("how", appointment.how.clone().into()),
        ("from", date(made.from).into()),
        ("last", made.to.and_then(date).into()),
    ];
    let name = if appointment.stands_in.is_some() { "stand_in" } else { "appointment_new" };
    record(inner, w, context, body, name, facts, &official.name, &appointment.basis)?;
    Ok(appointment)
}

pub(crate) fn may_appoint(inner: &Inner, territory: &Territory, context: &Context, named: &NamedBody) -> Result<(), AppError> {
    let may = context.actor.system
        || context.grants_where(&inner.pack, |role| role.organise).any(|grant| territory.within(&named.body.area, &grant.area));
    if may { Ok(()) } else { Err(AppError::Forbidden("appointments")) }
}

/// The official that a form means, as the form says they are now.
fn who(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    territory: &Territory,
    body: &str,
    form: &AppointForm,
) -> Result<Official, AppError> {
    let unit = form.unit.trim();
    if !unit.is_empty() && territory.named_body(unit).is_none() {
        return Err(AppError::Invalid { field: "unit", rule: "unknown" });
    }
    let standing = if form.standing.is_empty() { "staff" } else { form.standing.as_str() };
    if !STANDINGS.contains(&standing) {
        return Err(AppError::Invalid { field: "standing", rule: "unknown" });
    }
    let mut official = if form.person.is_empty() {
        let name = form.name.trim();
        if name.is_empty() || name.chars().count() > 40 {
            return Err(AppError::Invalid { field: "name", rule: "missing" });
        }
        Official { id: inner.random.uuid(context.now), name: name.to_owned(), ..Official::default() }
    } else {
        linli_store::official(w, inner.realm, &form.person)?.ok_or(AppError::Invalid { field: "person", rule: "unknown" })?
    };
    official.member = form.member;
    // Ticked: it is kept here. Not ticked: it is not; where else it is kept stays as it was.
    if form.here {
        official.home = Some(body.to_owned());
    } else if official.home.as_deref() == Some(body) {
        official.home = None;
    }
    official.unit = (!unit.is_empty()).then(|| unit.to_owned());
    standing.clone_into(&mut official.standing);
    Ok(official)
}

fn votes(form: &AppointForm, way: Way) -> Result<Option<Votes>, AppError> {
    let (due, present, agreed) = &form.votes;
    if way != Way::Elected || due.is_empty() && present.is_empty() && agreed.is_empty() {
        return Ok(None);
    }
    let number = |text: &str, field: &'static str| text.trim().parse::<i64>().map_err(|_| AppError::Invalid { field, rule: "number" });
    Ok(Some(Votes { due: number(due, "due")?, present: number(present, "present")?, agreed: number(agreed, "agreed")? }))
}

fn day_of(text: &str, field: &'static str) -> Result<i64, AppError> {
    let date: jiff::civil::Date = text.trim().parse().map_err(|_| AppError::Invalid { field, rule: "date" })?;
    Ok(crate::days::number(date))
}

pub(crate) fn holding(one: &Appointment, kind: &str) -> Holding {
    Holding {
        id: one.id.clone(),
        person: one.person.clone(),
        body: one.body.clone(),
        kind: kind.to_owned(),
        post: one.post.clone(),
        from: one.from_day,
        regular: one.term_day,
        to: one.to_day,
        ended: one.ended,
        stands_in: one.stands_in.clone(),
    }
}

fn covers(one: &Appointment, day: i64) -> bool {
    one.from_day <= day && running(one, day)
}

/// Held on a day, or from a later one.
fn running(one: &Appointment, day: i64) -> bool {
    one.ended.or(one.to_day).is_none_or(|last| last >= day)
}

/// An appointment that the actor may change, with all others of its body.
fn of_body(inner: &Inner, w: &mut Write<'_>, context: &Context, id: &str) -> Result<(Holding, Vec<Holding>), AppError> {
    let one = linli_store::appointment(w, inner.realm, id)?.ok_or(AppError::NotFound("appointment"))?;
    let territory = inner.territory.load_full();
    let named = territory.named_body(&one.body).ok_or(AppError::NotFound("body"))?;
    may_appoint(inner, &territory, context, named)?;
    let found = linli_store::appointments_in(w, inner.realm, &one.body)?;
    Ok((holding(&one, &named.body.kind), found.iter().map(|(one, _)| holding(one, &named.body.kind)).collect()))
}

fn of_person(inner: &Inner, w: &mut Write<'_>, person: &str) -> Result<Vec<Holding>, AppError> {
    let territory = inner.territory.load_full();
    let kind = |body: &str| territory.named_body(body).map(|named| named.body.kind.clone()).unwrap_or_default();
    Ok(linli_store::appointments_of(w, inner.realm, person)?.iter().map(|one| holding(one, &kind(&one.body))).collect())
}

/// Writes back what changed of holdings.
pub(crate) fn save(inner: &Inner, w: &mut Write<'_>, changed: &[Holding]) -> Result<(), AppError> {
    for one in changed {
        let Some(stored) = linli_store::appointment(w, inner.realm, &one.id)? else { continue };
        linli_store::put_appointment(w, inner.realm, &Appointment { to_day: one.to, ended: one.ended, ..stored })?;
    }
    Ok(())
}

fn name_of(inner: &Inner, tx: &mut dyn Tx, person: &str) -> Result<String, AppError> {
    Ok(linli_store::official(tx, inner.realm, person)?.map(|official| official.name).unwrap_or_default())
}

/// Ends every appointment of a body that is to end, with a day as their last.
pub(crate) fn end_all(inner: &Inner, w: &mut Write<'_>, body: &str, kind: &str, day: i64) -> Result<(), AppError> {
    let found: Vec<Holding> = linli_store::appointments_in(w, inner.realm, body)?.iter().map(|(one, _)| holding(one, kind)).collect();
    let changed: Vec<Holding> = found
        .into_iter()
        .filter(|one| one.last().is_none_or(|last| last > day))
        // One that was to begin later never does: it ends before its first day.
        .map(|one| Holding { ended: Some(day), ..one })
        .collect();
    save(inner, w, &changed)
}

/// Writes an act on a body into the journal.
#[expect(clippy::too_many_arguments, reason = "one line of the journal")]
pub(crate) fn record<const N: usize>(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    body: &str,
    name: &str,
    facts: [(&str, Value); N],
    who: &str,
    why: &str,
) -> Result<(), AppError> {
    let grant = context.actor.grants.first();
    let words = [("name", who), ("note", why)].into_iter().filter(|(_, text)| !text.is_empty());
    let act = Act {
        at: context.now,
        actor: context.actor.id.clone(),
        role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
        body: grant.map(|grant| grant.body.clone()),
        record: body.to_owned(),
        name: name.to_owned(),
        facts: facts.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect(),
        words: words.map(|(name, text)| (name.to_owned(), Value::from(text))).collect(),
        ..Act::default()
    };
    linli_store::append(w, inner.realm, &entry(inner, &act))?;
    Ok(())
}
