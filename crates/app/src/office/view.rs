//! Bodies with their posts and who holds them, as pages show them; what is vacant or ends soon.

use std::collections::{BTreeMap, HashMap};

use linli_engine::office::{self, Holding};
use linli_pack::model::{Pack, Post};
use linli_store::{Appointment, Official};

use super::{covers, holding, running, staff_only};
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::territory::NamedBody;

/// A post held, with who holds it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The appointment.
    pub appointment: Appointment,
    /// Who.
    pub official: Official,
    /// The term ends within the time that the post warns.
    pub ends_soon: bool,
}

/// A post of a body.
#[derive(Clone, Debug)]
pub struct PostView<'a> {
    /// The post.
    pub post: &'a Post,
    /// Who holds it today or will.
    pub now: Vec<Held>,
    /// Who held it.
    pub past: Vec<Held>,
    /// Seats that must be taken and are not.
    pub vacancies: u32,
}

/// A body with its posts.
#[derive(Clone, Debug)]
pub struct BodyView<'a> {
    /// The body.
    pub named: NamedBody,
    /// Its posts, in the order of the pack.
    pub posts: Vec<PostView<'a>>,
    /// Other posts that today's holders have today: official → (body, post).
    pub elsewhere: HashMap<String, Vec<(String, String)>>,
    /// The actor may appoint here.
    pub may_appoint: bool,
    /// The actor may rename, hang and end it.
    pub may_change: bool,
    /// Its first day, `YYYY-MM-DD`, where somebody said so.
    pub since: Option<String>,
    /// What was done to it, the last first.
    pub history: Vec<linli_store::Line>,
}

/// What ends soon or is vacant in an area.
#[derive(Clone, Debug, Default)]
pub struct Outlook<'a> {
    /// Terms that end within the time their post warns, the next first.
    pub ending: Vec<Held>,
    /// Seats that must be taken and are not: body, post, how many.
    pub vacant: Vec<(String, &'a Post, u32)>,
}

impl App {
    /// A body with its posts, who holds them and who did.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Forbidden`] for residents.
    pub fn body_view(&self, context: &Context, code: &str) -> Result<BodyView<'_>, AppError> {
        staff_only(context)?;
        let territory = self.territory();
        let named = territory.named_body(code).cloned().ok_or(AppError::NotFound("body"))?;
        let (realm, today) = (self.0.realm, self.today(context));
        let pack: &Pack = &self.0.pack;
        let (found, elsewhere, mut history, since) = self.0.store.read(|tx| {
            let found = linli_store::appointments_in(tx, realm, code)?;
            let mut elsewhere: HashMap<String, Vec<(String, String)>> = HashMap::new();
            for (_, official) in found.iter().filter(|(one, _)| running(one, today)) {
                let others = linli_store::appointments_of(tx, realm, &official.id)?;
                let others = others.into_iter().filter(|one| one.body != code && covers(one, today)).map(|one| (one.body, one.post));
                elsewhere.insert(official.id.clone(), others.collect());
            }
            let since = linli_store::bodies(tx, realm)?.into_iter().find(|body| body.code == code).and_then(|body| body.from_day);
            Ok::<_, AppError>((found, elsewhere, linli_store::timeline(tx, realm, code)?, since))
        })?;
        history.reverse();
        let holdings: Vec<Holding> = found.iter().map(|(one, _)| holding(one, &named.body.kind)).collect();
        let posts = pack.posts.values().filter(|post| post.bodies.contains(&named.body.kind)).map(|post| {
            let own = found.iter().filter(|(one, _)| one.post == post.name);
            let held = |(one, official): &(Appointment, Official)| Held {
                ends_soon: office::ends_soon(post, &holding(one, &named.body.kind), today),
                appointment: one.clone(),
                official: official.clone(),
            };
            let (now, past): (Vec<_>, Vec<_>) = own.partition(|(one, _)| running(one, today));
            PostView {
                post,
                now: now.into_iter().map(held).collect(),
                past: past.into_iter().rev().map(held).collect(),
                vacancies: if named.ended.is_some() { 0 } else { office::vacancies(post, code, &holdings, today) },
            }
        });
        Ok(BodyView {
            posts: posts.collect(),
            may_appoint: named.ended.is_none() && self.organises(context, &named.body.area),
            may_change: named.ended.is_none() && self.keeps_bodies(context, &named.body.area),
            elsewhere,
            since,
            history,
            named,
        })
    }

    /// Who leads each body of one area today: body → names.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for residents.
    pub fn leads(&self, context: &Context, area: &str) -> Result<BTreeMap<String, Vec<(String, String)>>, AppError> {
        staff_only(context)?;
        let (realm, today) = (self.0.realm, self.today(context));
        let found = self.0.store.read(|tx| linli_store::appointments_at(tx, realm, area, today))?;
        let mut leads: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (one, official) in found {
            if self.0.pack.posts.get(&one.post).is_some_and(|post| post.lead) {
                leads.entry(one.body).or_default().push((one.post, official.name));
            }
        }
        Ok(leads)
    }

    /// What ends soon and what is vacant in an area and below it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for residents.
    pub fn outlook(&self, context: &Context, area: &str) -> Result<Outlook<'_>, AppError> {
        staff_only(context)?;
        let (realm, today) = (self.0.realm, self.today(context));
        let territory = self.territory();
        let found = self.0.store.read(|tx| linli_store::appointments_below(tx, realm, area, today))?;
        let pack: &Pack = &self.0.pack;
        let kind = |body: &str| territory.named_body(body).map(|named| named.body.kind.clone()).unwrap_or_default();
        let mut held: HashMap<(&str, &str), u32> = HashMap::new();
        for (one, _) in found.iter().filter(|(one, _)| one.stands_in.is_none()) {
            *held.entry((&one.body, &one.post)).or_default() += 1;
        }
        let mut vacant = Vec::new();
        for code in territory.below(area) {
            for named in territory.bodies_of(code) {
                for post in pack.posts.values().filter(|post| post.least > 0 && post.bodies.contains(&named.body.kind)) {
                    let taken = held.get(&(named.body.code.as_str(), post.name.as_str())).copied().unwrap_or(0);
                    if taken < post.least {
                        vacant.push((named.body.code.clone(), post, post.least - taken));
                    }
                }
            }
        }
        let soon = |(one, _): &(Appointment, Official)| {
            pack.posts.get(&one.post).is_some_and(|post| office::ends_soon(post, &holding(one, &kind(&one.body)), today))
        };
        let mut ending: Vec<Held> = found
            .iter()
            .filter(|found| soon(found))
            .map(|(one, official)| Held { appointment: one.clone(), official: official.clone(), ends_soon: true })
            .collect();
        ending.sort_by_key(|held| held.appointment.to_day);
        Ok(Outlook { ending, vacant })
    }

    /// Those who hold a post in an area or below it today, by name, at most `limit`: whom a form may mean.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for those who keep no appointments there.
    pub fn officials(&self, context: &Context, area: &str, limit: usize) -> Result<Vec<Official>, AppError> {
        if !self.organises(context, area) {
            return Err(AppError::Forbidden("officials"));
        }
        let found = self.0.store.read(|tx| linli_store::appointments_below(tx, self.0.realm, area, self.today(context)))?;
        let mut people: Vec<Official> = found.into_iter().map(|(_, official)| official).collect();
        people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        people.dedup_by(|a, b| a.id == b.id);
        people.truncate(limit);
        Ok(people)
    }
}
