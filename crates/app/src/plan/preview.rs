//! What a plan would move, before anybody decides it.

use std::collections::{BTreeMap, BTreeSet};

use linli_pack::record::Record;

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::plan::bodies::{self, GrantMove};
use crate::plan::draw;
use crate::plan::drawn::Drawn;
use crate::plan::{Plan, effect};
use crate::territory::Territory;

/// What an area holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Households.
    pub households: i64,
    /// Residents.
    pub population: i64,
    /// Areas directly below.
    pub below: usize,
    /// Code of the area above.
    pub parent: String,
}

/// One area that a plan changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Code.
    pub code: String,
    /// Name, afterwards.
    pub name: String,
    /// Level.
    pub level: String,
    /// Now; `None` for a new one.
    pub before: Option<Size>,
    /// Afterwards; `None` for one that ends.
    pub after: Option<Size>,
    /// What one that ends goes into, the main successor first.
    pub into: Vec<String>,
}

/// A body that ends, is made, or goes on under another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyLine {
    /// The one that ends: its name.
    pub old: Option<String>,
    /// The one that takes its place, or is new: its name.
    pub new: Option<String>,
}

/// Open records that go to another body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseLine {
    /// Register.
    pub register: String,
    /// State.
    pub state: String,
    /// Who holds them: name of the body.
    pub from: String,
    /// Who will: name of the body.
    pub to: String,
    /// How many.
    pub n: usize,
}

/// What a plan would move.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The territory as it would be, with what is wrong.
    pub drawn: Drawn,
    /// The areas that change, those that end first.
    pub lines: Vec<Line>,
    /// The bodies.
    pub bodies: Vec<BodyLine>,
    /// The roles that go along: name of the person, and where to.
    pub grants: Vec<(String, GrantMove)>,
    /// Names of the bodies after the plan, by code: for the roles.
    pub names: BTreeMap<String, String>,
    /// Open records in the areas that move.
    pub open: usize,
    /// Those that go to another body.
    pub cases: Vec<CaseLine>,
    /// Known addresses in the areas that move; they keep their grids.
    pub addresses: usize,
}

impl App {
    /// What a plan would move if it took effect now.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Store`].
    pub fn preview_plan(&self, context: &Context, plan: &Plan) -> Result<Preview, AppError> {
        self.keeps(context)?;
        let territory = self.territory();
        let pack = &self.0.pack;
        let mut drawn = draw::draw(&territory, pack, &plan.steps);
        self.faults_around(plan, &mut drawn, context.now)?;
        let rebuilt = bodies::rebuild(&territory, pack, &drawn);
        let after = effect::afterwards(&territory, pack, &drawn, &rebuilt, plan.day.unwrap_or_default());
        let today = today(self, context);
        let areas = effect::affected(&territory, &drawn);
        let (grants, people, records) = self.0.store.read(|tx| {
            let grants = bodies::grants(pack, &rebuilt, &linli_store::all_grants(tx, self.0.realm)?, &today);
            let mut people = Vec::new();
            for grant in &grants {
                people.push(linli_store::account(tx, self.0.realm, &grant.account)?.map(|account| account.name).unwrap_or_default());
            }
            Ok::<_, AppError>((grants, people, effect::open_records(tx, self.0.realm, &areas, &rebuilt)?))
        })?;
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for grant in &grants {
            for code in std::iter::once(&grant.from).chain(&grant.to) {
                names.insert(code.clone(), after.named_body(code).map(|named| named.name.get(context.lang).to_owned()).unwrap_or_default());
            }
        }
        Ok(Preview {
            lines: lines(&territory, &drawn),
            bodies: body_lines(&territory, &after, &rebuilt, context),
            grants: people.into_iter().zip(grants).collect(),
            names,
            open: records.iter().filter(|record| areas.contains(&record.area)).count(),
            cases: case_lines(&territory, &after, &records, context),
            addresses: territory.addresses().iter().filter(|address| areas.contains(&address.area)).count(),
            drawn,
        })
    }
}

pub(crate) fn today(app: &App, context: &Context) -> String {
    crate::days::date(crate::days::of(context.now, &app.0.pack.clock.timezone)).map(|date| date.to_string()).unwrap_or_default()
}

fn lines(territory: &Territory, drawn: &Drawn) -> Vec<Line> {
    let before = |code: &str| {
        territory.area(code).map(|area| Size {
            households: area.households,
            population: area.population,
            below: territory.children(code).count(),
            parent: area.parent.clone(),
        })
    };
    let mut changed: BTreeSet<String> =
        drawn.moves.iter().flat_map(|hang| [hang.area.clone(), hang.from.clone(), hang.to.clone()]).collect();
    changed.extend(drawn.created.iter().cloned());
    changed.extend(drawn.renamed.iter().map(|(code, _)| code.clone()));
    changed.extend(drawn.ended.iter().map(|(code, _)| code.clone()));
    let mut lines: Vec<Line> = changed
        .into_iter()
        .filter_map(|code| {
            let node = drawn.after.get(&code);
            let area = territory.area(&code);
            Some(Line {
                name: node.map(|node| node.name.clone()).or_else(|| area.map(|area| area.name.clone()))?,
                level: node.map(|node| node.level.clone()).or_else(|| area.map(|area| area.level.clone()))?,
                before: before(&code),
                after: node.map(|node| Size {
                    households: node.households,
                    population: node.population,
                    below: drawn.children(&code).count(),
                    parent: node.parent.clone(),
                }),
                into: drawn.ended.iter().find(|(ended, _)| *ended == code).map(|(_, into)| into.clone()).unwrap_or_default(),
                code,
            })
        })
        .collect();
    lines.sort_by(|a, b| (a.after.is_some(), a.level.len(), &a.code).cmp(&(b.after.is_some(), b.level.len(), &b.code)));
    lines
}

fn body_lines(before: &Territory, after: &Territory, rebuilt: &bodies::Rebuilt, context: &Context) -> Vec<BodyLine> {
    let name = |territory: &Territory, code: &str| territory.named_body(code).map(|named| named.name.get(context.lang).to_owned());
    let mut lines: Vec<BodyLine> =
        rebuilt.heirs.iter().map(|(old, new)| BodyLine { old: name(before, old), new: name(after, new) }).collect();
    let taken: BTreeSet<&String> = rebuilt.heirs.values().collect();
    let fresh = rebuilt.put.iter().filter(|body| before.named_body(&body.code).is_none() && !taken.contains(&body.code));
    lines.extend(fresh.map(|body| BodyLine { old: None, new: Some(body.name.clone()) }));
    lines
}

fn case_lines(before: &Territory, after: &Territory, records: &[Record], context: &Context) -> Vec<CaseLine> {
    let name = |territory: &Territory, code: &str| {
        territory.named_body(code).map_or_else(|| code.to_owned(), |named| named.name.get(context.lang).to_owned())
    };
    let mut counts: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    for record in records {
        if let Some((from, to)) =
            record.holder.as_ref().and_then(|holder| Some((holder, effect::heir(before, after, holder, &record.area)?)))
        {
            let key = (record.register.clone(), name(before, from), name(after, &to), record.state.clone());
            *counts.entry(key).or_default() += 1;
        }
    }
    counts.into_iter().map(|((register, from, to, state), n)| CaseLine { register, state, from, to, n }).collect()
}
