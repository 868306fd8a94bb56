//! Plans for the territory: drawn up, looked at, decided by number and date, taking effect by themselves on their day, and undone before it.

mod bodies;
mod draw;
mod drawn;
mod effect;
mod preview;

use std::sync::Arc;

use linli_engine::{Act, Refusal};
use linli_pack::record::{Instant, Value};
use linli_store::Write;
use serde::{Deserialize, Serialize};

pub use bodies::GrantMove;
pub use drawn::{Drawn, Fault, Hang, Node, Trouble};
pub use preview::{BodyLine, CaseLine, Line, Preview, Size};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::territory::Territory;

/// Where a plan stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being drawn up.
    #[default]
    Draft,
    /// Decided; takes effect on its day.
    Decided,
    /// In effect.
    Done,
    /// Given up.
    Dropped,
}

impl Stage {
    /// Its word in the store, and the end of its message key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Decided => "decided",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// One of the areas that a split one falls into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Code; the split area's own code keeps that area going.
    pub code: String,
    /// Name.
    pub name: String,
    /// What of the area goes there, by code.
    pub grids: Vec<String>,
}

/// One change of the territory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Step {
    /// Several areas become one: a new one, or one of them that takes in the others.
    Merge {
        /// The areas, by code; the first gives a new one its place and kind.
        areas: Vec<String>,
        /// Code of the one they become.
        code: String,
        /// Its name.
        name: String,
    },
    /// One area becomes several.
    Split {
        /// The area.
        area: String,
        /// What it becomes; the first part takes over what cannot be divided.
        parts: Vec<Part>,
    },
    /// An area ends; what is below it goes to neighbours.
    Abolish {
        /// The area.
        area: String,
        /// The neighbour that takes over all that is not named.
        into: String,
        /// Which grid goes to which other neighbour.
        grids: Vec<(String, String)>,
    },
    /// An area goes to another one above it.
    Move {
        /// The area.
        area: String,
        /// What it belongs to from then on.
        to: String,
    },
    /// An area gets another name.
    Rename {
        /// The area.
        area: String,
        /// The name.
        name: String,
    },
    /// A new area.
    New {
        /// Code.
        code: String,
        /// Name.
        name: String,
        /// Kind within its level.
        kind: String,
        /// What it belongs to.
        parent: String,
    },
}

/// A re-organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Day of effect, in days since 1970-01-01.
    pub day: Option<i64>,
    /// Number of changes so far.
    pub version: i64,
    /// Number of the document that decides it.
    pub basis: String,
    /// The changes, in order.
    pub steps: Vec<Step>,
    /// Who drew it up: account id.
    pub by: String,
    /// When.
    pub created: Instant,
    /// Who decided it: account id.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Instant>,
    /// When it took effect.
    pub done_at: Option<Instant>,
    /// Its day came and something else stood in the way: it waits for a person.
    #[serde(default)]
    pub stuck: bool,
}

/// What is filled in for a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanForm {
    /// What people call it.
    pub title: String,
    /// Day of effect.
    pub day: Option<i64>,
    /// Number of the document.
    pub basis: String,
    /// The changes, in order.
    pub steps: Vec<Step>,
}

/// Longest title or document number, in characters.
const LONGEST: usize = 120;
/// Most changes of one plan.
const MOST_STEPS: usize = 200;

impl App {
    /// All plans, the newest first.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who does not keep the territory.
    pub fn plans(&self, context: &Context) -> Result<Vec<Plan>, AppError> {
        self.keeps(context)?;
        read_all(&self.0)
    }

    /// One plan.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::NotFound`].
    pub fn plan(&self, context: &Context, id: &str) -> Result<Plan, AppError> {
        self.keeps(context)?;
        let found = self.0.store.read(|tx| linli_store::plan(tx, self.0.realm, id))?;
        parse(&found.ok_or(AppError::NotFound("plan"))?)
    }

    /// Draws up a new plan, or changes one that is not decided yet.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for areas that the actor does not keep, [`AppError::Invalid`] naming the field, [`Refusal::Stale`] where
    /// somebody else changed it first.
    pub fn save_plan(&self, context: &Context, id: Option<&str>, seen: i64, form: &PlanForm) -> Result<Plan, AppError> {
        let areas = self.keeps(context)?;
        let title = form.title.trim();
        if title.is_empty() {
            return Err(AppError::Invalid { field: "title", rule: "missing" });
        }
        for (field, text) in [("title", title), ("basis", form.basis.trim())] {
            if text.chars().count() > LONGEST {
                return Err(AppError::Invalid { field, rule: "plan-long" });
            }
        }
        if form.steps.len() > MOST_STEPS {
            return Err(AppError::Invalid { field: "steps", rule: "plan-steps" });
        }
        let drawn = draw::draw(&self.territory(), &self.0.pack, &form.steps);
        let territory = self.territory();
        let mine = |code: &String| territory.area(code).is_none() || areas.iter().any(|area| territory.within(code, area));
        if !drawn.touched.iter().all(mine) {
            return Err(AppError::Forbidden("area"));
        }
        let (form, title) = (form.clone(), title.to_owned());
        self.change_plan(context, id, seen, "plan_save", move |plan| {
            if plan.stage != Stage::Draft {
                return Err(AppError::Invalid { field: "steps", rule: "plan-not-draft" });
            }
            plan.title.clone_from(&title);
            form.basis.trim().clone_into(&mut plan.basis);
            plan.day = form.day;
            plan.steps.clone_from(&form.steps);
            Ok(())
        })
    }

    /// Decides a plan: it takes effect on its day by itself.
    ///
    /// # Errors
    /// [`AppError::Invalid`] where the number of the document or the day is missing, or where the plan cannot be carried out.
    pub fn decide_plan(&self, context: &Context, id: &str, seen: i64) -> Result<Plan, AppError> {
        let plan = self.plan(context, id)?;
        if plan.stage == Stage::Draft && plan.basis.is_empty() {
            return Err(AppError::Invalid { field: "basis", rule: "missing" });
        }
        let areas = self.keeps(context)?;
        let territory = self.territory();
        let mut drawn = draw::draw(&territory, &self.0.pack, &plan.steps);
        if !drawn.touched.iter().all(|code| territory.area(code).is_none() || areas.iter().any(|area| territory.within(code, area))) {
            return Err(AppError::Forbidden("area"));
        }
        self.faults_around(&plan, &mut drawn, context.now)?;
        if drawn.blocked() {
            return Err(AppError::Invalid { field: "steps", rule: "plan-blocked" });
        }
        let (by, now) = (context.actor.id.clone(), context.now);
        self.change_plan(context, Some(id), seen, "plan_decide", move |plan| {
            if plan.stage != Stage::Draft {
                return Err(AppError::Invalid { field: "steps", rule: "plan-not-draft" });
            }
            (plan.stage, plan.decided_at, plan.stuck) = (Stage::Decided, Some(now), false);
            plan.decided_by.clone_from(&by);
            Ok(())
        })
    }

    /// Takes a decision back before its day: the plan is a draft again.
    ///
    /// # Errors
    /// [`AppError::Invalid`] where it is in effect already, or was never decided.
    pub fn undo_plan(&self, context: &Context, id: &str, seen: i64) -> Result<Plan, AppError> {
        self.change_plan(context, Some(id), seen, "plan_undo", |plan| {
            if plan.stage != Stage::Decided {
                return Err(AppError::Invalid { field: "steps", rule: "plan-in-effect" });
            }
            (plan.stage, plan.decided_at, plan.stuck) = (Stage::Draft, None, false);
            plan.decided_by.clear();
            Ok(())
        })
    }

    /// Gives a draft up; it stays in the list.
    ///
    /// # Errors
    /// [`AppError::Invalid`] where it is not a draft.
    pub fn drop_plan(&self, context: &Context, id: &str, seen: i64) -> Result<Plan, AppError> {
        self.change_plan(context, Some(id), seen, "plan_drop", |plan| {
            if plan.stage != Stage::Draft {
                return Err(AppError::Invalid { field: "steps", rule: "plan-not-draft" });
            }
            plan.stage = Stage::Dropped;
            Ok(())
        })
    }

    /// Whether the actor keeps the territory anywhere.
    #[must_use]
    pub fn keeps_territory(&self, context: &Context) -> bool {
        self.keeps(context).is_ok()
    }

    /// The areas whose territory the actor keeps.
    fn keeps(&self, context: &Context) -> Result<Vec<String>, AppError> {
        let areas: Vec<String> = context.grants_where(&self.0.pack, |role| role.reorganise).map(|grant| grant.area.clone()).collect();
        if areas.is_empty() { Err(AppError::Forbidden("territory")) } else { Ok(areas) }
    }

    fn change_plan(
        &self,
        context: &Context,
        id: Option<&str>,
        seen: i64,
        name: &'static str,
        change: impl Fn(&mut Plan) -> Result<(), AppError> + Send + 'static,
    ) -> Result<Plan, AppError> {
        self.keeps(context)?;
        let inner = Arc::clone(&self.0);
        let (id, context) = (id.map(str::to_owned), context.clone());
        let new = self.0.random.uuid(context.now);
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut plan = match &id {
                Some(id) => parse(&linli_store::plan(w, inner.realm, id)?.ok_or(AppError::NotFound("plan"))?)?,
                None => Plan { id: new.clone(), by: context.actor.id.clone(), created: context.now, ..Plan::default() },
            };
            if plan.version != seen {
                return Err(Refusal::Stale { seen, is: plan.version }.into());
            }
            change(&mut plan)?;
            let grant = context.grants_where(&inner.pack, |role| role.reorganise).next();
            let act = Act {
                at: context.now,
                actor: context.actor.id.clone(),
                role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
                body: grant.map(|grant| grant.body.clone()),
                name: name.to_owned(),
                ..Act::default()
            };
            keep(&inner, w, &mut plan, act)?;
            Ok(plan)
        })
    }

    /// What stands in a plan's way beside its own changes: its day, and other plans.
    fn faults_around(&self, plan: &Plan, drawn: &mut Drawn, now: Instant) -> Result<(), AppError> {
        let today = crate::days::of(now, &self.0.pack.clock.timezone);
        match plan.day {
            None => drawn.add(None, Trouble::DayMissing),
            Some(day) if day < today => drawn.add(None, Trouble::DayPast),
            Some(_) => {}
        }
        let territory = self.territory();
        for other in read_all(&self.0)?.iter().filter(|other| other.id != plan.id && other.stage == Stage::Decided) {
            let theirs = draw::draw(&territory, &self.0.pack, &other.steps);
            let both = drawn.touched.intersection(&theirs.touched).find(|code| drawn.changes(code) && theirs.changes(code)).cloned();
            if let Some(area) = both {
                drawn.add(None, Trouble::OtherPlan { area, plan: other.title.clone() });
            }
        }
        Ok(())
    }

    /// The next free code below an area: as the codes there are made, one more than the highest.
    #[must_use]
    pub fn free_code(&self, parent: &str) -> String {
        free_code(&self.territory(), parent)
    }
}

fn free_code(territory: &Territory, parent: &str) -> String {
    let siblings = territory.ever_below(parent);
    let digits = siblings.iter().filter_map(|code| code.strip_prefix(parent).filter(|rest| !rest.is_empty()));
    let highest = digits.filter_map(|rest| Some((rest.parse::<u64>().ok()?, rest.len()))).max();
    let (number, width) = highest.unwrap_or((0, 3));
    format!("{parent}{:0width$}", number + 1)
}

/// Writes a plan as one more version, with the journal's line.
fn keep(inner: &Inner, w: &mut Write<'_>, plan: &mut Plan, act: Act) -> Result<(), AppError> {
    plan.version += 1;
    let row = linli_store::Plan {
        id: plan.id.clone(),
        state: plan.stage.word().to_owned(),
        day: plan.day,
        version: plan.version,
        body: serde_json::to_string(plan)?,
    };
    linli_store::put_plan(w, inner.realm, &row)?;
    let mut facts = act.facts;
    facts.insert("steps".to_owned(), serde_json::to_value(&plan.steps)?);
    facts.insert("day".to_owned(), plan.day.into());
    facts.insert("basis".to_owned(), plan.basis.clone().into());
    facts.insert("title".to_owned(), Value::from(plan.title.clone()));
    let act = Act { record: plan.id.clone(), facts, ..act };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}

fn parse(row: &linli_store::Plan) -> Result<Plan, AppError> {
    Ok(serde_json::from_str(&row.body)?)
}

fn read_all(inner: &Inner) -> Result<Vec<Plan>, AppError> {
    inner.store.read(|tx| linli_store::plans(tx, inner.realm))?.iter().map(parse).collect()
}
