//! Standing in for a colleague on leave (代班): chosen roles go to somebody of the same body or the body above, from day to day. It ends
//! by itself; either of the two or their administrator may end it earlier. Who stands in acts in their own name, and the journal says
//! for whom.

use linli_engine::Grant;
use linli_pack::record::{Instant, Value};
use linli_store::{Account, StandIn, Tx, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::keys::note;
use crate::people::mine_to_administer;
use crate::territory::Territory;

/// What somebody fills in before their leave.
#[derive(Clone, Debug, Default)]
pub struct HandOver {
    /// Roles as (role, body).
    pub posts: Vec<(String, String)>,
    /// Account that stands in.
    pub to: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day, `YYYY-MM-DD`.
    pub until: String,
}

/// Somebody who may stand in.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Account id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The roles by which they are a colleague.
    pub grants: Vec<Grant>,
}

/// An arrangement with the names of the two.
#[derive(Clone, Debug)]
pub struct Arranged {
    /// The arrangement.
    pub stand_in: StandIn,
    /// Who is away.
    pub giver: String,
    /// Who stands in.
    pub taker: String,
}

impl App {
    /// The actor's own roles that may be handed over, and the colleagues who may have one of them.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn hand_over_choices(&self, context: &Context) -> Result<(Vec<Grant>, Vec<Colleague>), AppError> {
        let territory = self.territory();
        self.0.store.read(|tx| {
            let posts: Vec<Grant> =
                self.grants_of(tx, &context.actor.id, context.now)?.into_iter().filter(|grant| self.may_be_handed_over(grant)).collect();
            let mut bodies: Vec<String> = posts.iter().flat_map(|post| self.where_colleagues_are(&territory, post)).collect();
            bodies.sort();
            bodies.dedup();
            let mut found: Vec<Colleague> = Vec::new();
            for body in bodies {
                for grant in linli_store::grants_of_body(tx, self.0.realm, &body)? {
                    let known = grant.account == context.actor.id || found.iter().any(|one| one.id == grant.account);
                    if known {
                        continue;
                    }
                    let Some(account) = linli_store::account(tx, self.0.realm, &grant.account)? else { continue };
                    if let Some(grants) = self.colleague(tx, &account, &body, context.now)? {
                        found.push(Colleague { id: account.id, name: account.name, grants });
                    }
                }
            }
            Ok((posts, found))
        })
    }

    /// Hands roles of the actor to a colleague for some days.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field `posts`, `to`, `from` or `until`.
    pub fn hand_over(&self, context: &Context, form: &HandOver) -> Result<(), AppError> {
        let wrong = |field, rule| AppError::Invalid { field, rule };
        let day = |text: &str| text.trim().parse::<jiff::civil::Date>().ok();
        let from = day(&form.from).ok_or_else(|| wrong("from", "date-form"))?;
        let until = day(&form.until).ok_or_else(|| wrong("until", "date-form"))?;
        if until < from {
            return Err(wrong("until", "date-order"));
        }
        if until.to_string() < self.date_of(context.now) {
            return Err(wrong("until", "date-past"));
        }
        if form.posts.is_empty() {
            return Err(wrong("posts", "stand-in-posts"));
        }
        let (app, context, form) = (self.clone(), context.clone(), form.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            let (inner, territory) = (&app.0, app.territory());
            let own = app.grants_of(w, &context.actor.id, context.now)?;
            let taker = linli_store::account(w, inner.realm, &form.to)?.filter(|taker| taker.id != context.actor.id);
            let taker = taker.ok_or_else(|| wrong("to", "unknown"))?;
            let mut roles = Vec::new();
            for (role, body) in &form.posts {
                let post = own.iter().find(|grant| grant.role == *role && grant.body == *body);
                let post = post.filter(|post| app.may_be_handed_over(post)).ok_or_else(|| wrong("posts", "stand-in-not-yours"))?;
                let mut near = false;
                for at in app.where_colleagues_are(&territory, post) {
                    near |= app.colleague(w, &taker, &at, context.now)?.is_some();
                }
                if !near {
                    return Err(wrong("to", "stand-in-colleague"));
                }
                let one = StandIn {
                    id: inner.random.uuid(context.now),
                    giver: context.actor.id.clone(),
                    taker: taker.id.clone(),
                    role: role.clone(),
                    body: body.clone(),
                    area: post.area.clone(),
                    from_day: from.to_string(),
                    to_day: until.to_string(),
                    made: context.now,
                    ended: None,
                };
                let already = linli_store::stand_ins_by_giver(w, inner.realm, &one.giver, &one.from_day)?;
                if already.iter().any(|other| other.role == one.role && other.body == one.body && other.from_day <= one.to_day) {
                    return Err(wrong("posts", "stand-in-twice"));
                }
                linli_store::put_stand_in(w, inner.realm, &one)?;
                roles.push(Value::from(format!("{role}@{body}")));
            }
            let facts = [
                ("roles", Value::from(roles)),
                ("taker", taker.id.into()),
                ("from", from.to_string().into()),
                ("until", until.to_string().into()),
            ];
            note(inner, w, &context, &context.actor.id, "stand_in_new", &facts, &[])
        })
    }

    /// Arrangements that are not over in which the actor is away or stands in.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_stand_ins(&self, context: &Context) -> Result<Vec<Arranged>, AppError> {
        self.0.store.read(|tx| self.stand_ins_in(tx, &context.actor.id, context.now))
    }

    /// Ends an arrangement now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the actor is neither of the two, nor the administrator of who is away.
    pub fn end_stand_in(&self, context: &Context, id: &str) -> Result<(), AppError> {
        let (app, context, id) = (self.clone(), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let inner = &app.0;
            let mut one = linli_store::stand_in(w, inner.realm, &id)?.ok_or(AppError::NotFound("stand-in"))?;
            if one.giver != context.actor.id && one.taker != context.actor.id {
                let areas = app.administered(&context).map_err(|_| AppError::NotFound("stand-in"))?;
                mine_to_administer(w, inner.realm, &app.territory(), &areas, &one.giver)?;
            }
            if one.ended.is_none() {
                one.ended = Some(context.now);
                linli_store::put_stand_in(w, inner.realm, &one)?;
                let facts = [("roles", Value::from(vec![format!("{}@{}", one.role, one.body)])), ("taker", one.taker.clone().into())];
                note(inner, w, &context, &one.giver, "stand_in_end", &facts, &[])?;
            }
            Ok(())
        })
    }

    pub(crate) fn stand_ins_in(&self, tx: &mut dyn Tx, account: &str, now: Instant) -> Result<Vec<Arranged>, AppError> {
        let (realm, today) = (self.0.realm, self.date_of(now));
        let mut all = linli_store::stand_ins_by_giver(tx, realm, account, &today)?;
        all.extend(linli_store::stand_ins_by_taker(tx, realm, account, &today)?);
        let mut found = Vec::new();
        for stand_in in all {
            let mut name = |id: &str| Ok::<_, AppError>(linli_store::account(tx, realm, id)?.map(|one| one.name).unwrap_or_default());
            let (giver, taker) = (name(&stand_in.giver)?, name(&stand_in.taker)?);
            found.push(Arranged { stand_in, giver, taker });
        }
        Ok(found)
    }

    /// Roles that an account has today in place of somebody else, with that person's id and name. Nobody hands on what they were handed:
    /// the giver must hold the role themselves, today.
    pub(crate) fn taken_over(&self, tx: &mut dyn Tx, account: &str, now: Instant) -> Result<Vec<(Grant, Account)>, AppError> {
        let today = self.date_of(now);
        let mut found = Vec::new();
        for one in linli_store::stand_ins_by_taker(tx, self.0.realm, account, &today)? {
            if one.from_day > today {
                continue;
            }
            let Some(giver) = linli_store::account(tx, self.0.realm, &one.giver)?.filter(|giver| !giver.disabled) else { continue };
            let held = self.grants_of(tx, &giver.id, now)?;
            let held = held.into_iter().find(|grant| grant.role == one.role && grant.body == one.body);
            if let Some(grant) = held.filter(|grant| self.may_be_handed_over(grant)) {
                found.push((grant, giver));
            }
        }
        Ok(found)
    }

    /// Whoever administers or audits is one person, known to the others (GB/T 22239): these roles stay with whom they were given to.
    fn may_be_handed_over(&self, grant: &Grant) -> bool {
        self.0.pack.roles.get(&grant.role).is_some_and(|role| !role.admin && !role.audit)
    }

    /// The body of a post, its parent, and the desk of the tier above.
    fn where_colleagues_are(&self, territory: &Territory, post: &Grant) -> Vec<String> {
        let parent = territory.named_body(&post.body).and_then(|named| named.parent.clone());
        let above = linli_engine::route::up(&self.0.pack, territory, &post.area, Some(&post.body)).ok().map(|body| body.code);
        [Some(post.body.clone()), parent, above].into_iter().flatten().collect()
    }

    /// The roles of an account, where it has one in this body today and may stand in for others: administrators and auditors are kept apart.
    fn colleague(&self, tx: &mut dyn Tx, account: &Account, body: &str, now: Instant) -> Result<Option<Vec<Grant>>, AppError> {
        let grants = self.grants_of(tx, &account.id, now)?;
        let apart = grants.iter().any(|grant| !self.may_be_handed_over(grant));
        let here = grants.iter().any(|grant| grant.body == body);
        Ok((here && !apart && !account.disabled).then_some(grants))
    }
}
