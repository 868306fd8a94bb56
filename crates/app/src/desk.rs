//! Lists: the tabs of a desk, the list of a register, and how many wait behind each.

use std::collections::BTreeMap;

use linli_engine::{Grant, Light};
use linli_pack::expr::Sql;
use linli_pack::model::{Scope, View};
use linli_pack::record::Record;
use linli_store::{Cursor, ListQuery, Order, Scope as Reach};

use crate::filter;

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Records counted at most for a tab; beyond that a page shows `999+`.
pub const COUNT_CAP: usize = 1000;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Only this category and those below it.
    pub category: Option<String>,
    /// Only this area and those below it.
    pub area: Option<String>,
    /// Only these states.
    pub states: Vec<String>,
    /// Only open (`true`) or closed (`false`) records.
    pub open: Option<bool>,
    /// Only those that count for this measure (what a board's number opens).
    pub measure: Option<String>,
    /// From this day on, days since 1970, by the measure's time or else by creation.
    pub from: Option<i64>,
    /// Up to and including this day.
    pub to: Option<i64>,
    /// Only open records with this light.
    pub light: Option<Light>,
    /// Only what the actor's body holds.
    pub mine: bool,
}

/// One page of a list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The records.
    pub records: Vec<Record>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// A tab with the number behind it.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    /// Register of the view.
    pub register: &'a str,
    /// The view.
    pub view: &'a View,
    /// Records in it, at most [`COUNT_CAP`].
    pub count: usize,
}

impl App {
    /// The views that make up the desk of a role.
    pub fn views_of(&self, role: &str) -> impl Iterator<Item = (&str, &View)> {
        self.0.pack.registers.values().flat_map(move |register| {
            let views = register.views.values().filter(move |view| view.roles.iter().any(|name| name == role));
            views.map(move |view| (register.name.as_str(), view))
        })
    }

    /// The tabs of the actor's present desk, each with its count.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn tabs(&self, context: &Context, grant: &Grant) -> Result<Vec<Tab<'_>>, AppError> {
        let views: Vec<(&str, &View)> = self.views_of(&grant.role).collect();
        self.0.store.read(|tx| {
            views
                .iter()
                .map(|(register, view)| {
                    let query = self.0.view_query(context, grant, register, view, &Narrow::default());
                    Ok(Tab { register, view, count: linli_store::count(tx, self.0.realm, &query, COUNT_CAP)? })
                })
                .collect()
        })
    }

    /// One page of a view.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such view; [`AppError::Store`].
    #[expect(clippy::too_many_arguments, reason = "each says one thing about the list, and all are plain values")]
    pub fn view(
        &self,
        context: &Context,
        grant: &Grant,
        register: &str,
        view: &str,
        narrow: &Narrow,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Listed, AppError> {
        let found = self.0.pack.registers.get(register).and_then(|register| register.views.get(view));
        let view = found.ok_or(AppError::NotFound("view"))?;
        let mut query = self.0.view_query(context, grant, register, view, narrow);
        query.after = after;
        query.limit = limit;
        self.list(&query)
    }

    /// One page of a register, as far as the actor may see it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such register, [`AppError::Forbidden`] for an area the actor may not see.
    #[expect(clippy::too_many_arguments, reason = "each says one thing about the list, and all are plain values")]
    pub fn browse(
        &self,
        context: &Context,
        register: &str,
        narrow: &Narrow,
        order: Order,
        descending: bool,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Listed, AppError> {
        let query = self.browse_query(context, register, narrow, order, descending)?;
        self.list(&ListQuery { after, limit, ..query })
    }

    /// How many records a browse would show in all, at most `cap`.
    ///
    /// # Errors
    /// As [`App::browse`].
    pub fn browse_count(&self, context: &Context, register: &str, narrow: &Narrow, cap: usize) -> Result<usize, AppError> {
        let query = self.browse_query(context, register, narrow, Order::Created, true)?;
        self.0.store.read(|tx| Ok(linli_store::count(tx, self.0.realm, &query, cap)?))
    }

    /// How many records of each category a browse would show.
    ///
    /// # Errors
    /// As [`App::browse`].
    pub fn browse_categories(&self, context: &Context, register: &str, narrow: &Narrow) -> Result<BTreeMap<String, i64>, AppError> {
        let query = self.browse_query(context, register, narrow, Order::Created, true)?;
        self.0.store.read(|tx| Ok(linli_store::count_by_category(tx, self.0.realm, &query)?))
    }

    fn list(&self, query: &ListQuery) -> Result<Listed, AppError> {
        let page = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, query))?;
        Ok(Listed { records: page.records, next: page.next })
    }

    pub(crate) fn browse_query(
        &self,
        context: &Context,
        register: &str,
        narrow: &Narrow,
        order: Order,
        descending: bool,
    ) -> Result<ListQuery, AppError> {
        if !self.0.pack.registers.contains_key(register) {
            return Err(AppError::NotFound("register"));
        }
        let territory = self.territory();
        let widest = context.widest_area(&self.0.pack, &territory, Some(register)).filter(|_| !narrow.mine);
        let reach = match (&narrow.area, widest) {
            (Some(area), Some(_)) if context.sees_all_in(&self.0.pack, &territory, register, area) => Reach::Area(area.clone()),
            (Some(_), Some(_)) => return Err(AppError::Forbidden("area")),
            (None, Some(widest)) => Reach::Area(widest),
            // Bodies that are no tier's desk see what they hold.
            (_, None) => Reach::Holder(context.actor.grants.first().map(|grant| grant.body.clone()).ok_or(AppError::SignedOut)?),
        };
        // What a body holds may lie anywhere: there an area is one more condition.
        let within = narrow.area.as_ref().filter(|_| matches!(reach, Reach::Holder(_))).map(|area| filter::areas(&territory.below(area)));
        let mut query = self.0.narrowed(context, register, reach, narrow, within);
        query.order = order;
        query.descending = descending;
        Ok(query)
    }
}

impl Inner {
    /// The query of a view for a post.
    pub(crate) fn view_query(&self, context: &Context, grant: &Grant, register: &str, view: &View, narrow: &Narrow) -> ListQuery {
        let territory = self.territory.load();
        let area = narrow.area.as_ref().filter(|area| territory.within(area, &grant.area));
        let reach = match view.scope {
            Scope::Holder => Reach::Holder(grant.body.clone()),
            Scope::Opener => Reach::Opener(grant.body.clone()),
            Scope::Area => Reach::Area(area.unwrap_or(&grant.area).clone()),
        };
        // What a body holds or opened may lie anywhere: there an area is one more condition.
        let within = area.filter(|_| view.scope != Scope::Area).map(|area| filter::areas(&territory.below(area)));
        let own = filter::all(view.filter.as_ref().map(|filter| filter.to_sql(&linli_store::Columns)).into_iter().chain(within).collect());
        let mut query = self.narrowed(context, register, reach, narrow, own);
        if query.states.is_empty() {
            query.states.clone_from(&view.states);
        }
        let all_open = !view.states.is_empty()
            && self
                .pack
                .registers
                .get(register)
                .is_some_and(|register| view.states.iter().all(|state| register.states.get(state).is_some_and(|state| state.open)));
        if all_open || view.order == "due" {
            query.open = Some(true);
        }
        query.order = match view.order.as_str() {
            "due" => Order::Due,
            "updated" => Order::Updated,
            _ => Order::Created,
        };
        query.descending = view.descending;
        query
    }

    /// Whether states are all open (`true`) or all closed (`false`); `None` where they are mixed, or none is named.
    fn all_open(&self, register: &str, states: &[String]) -> Option<bool> {
        let register = self.pack.registers.get(register)?;
        let open = |state: &String| register.states.get(state).map(|state| state.open);
        let first = open(states.first()?)?;
        states.iter().all(|state| open(state) == Some(first)).then_some(first)
    }

    fn narrowed(&self, context: &Context, register: &str, reach: Reach, narrow: &Narrow, own: Option<Sql>) -> ListQuery {
        let measure = narrow.measure.as_ref().and_then(|name| self.pack.registers.get(register)?.measures.get(name));
        // What has no day stands whatever the period.
        let at = measure.map_or(Some("created"), |measure| measure.at.as_deref());
        let zone = &self.pack.clock.timezone;
        let start = |day: i64| crate::days::start_of(day, zone);
        let conditions = own
            .into_iter()
            .chain(measure.map(|measure| measure.when.to_sql(&linli_store::Columns)))
            .chain(narrow.category.as_deref().map(filter::category))
            .chain(at.and_then(|at| filter::between(at, narrow.from.and_then(start), narrow.to.and_then(|day| start(day + 1)))))
            .chain(narrow.light.map(filter::light));
        let mut query = ListQuery::new(register, reach);
        query.filter = filter::all(conditions.collect());
        query.now = context.now;
        query.states.clone_from(&narrow.states);
        // States that are all open, or all closed, say so: what is open is few, and has indexes of its own.
        query.open = narrow.open.or(narrow.light.map(|_| true)).or_else(|| self.all_open(register, &narrow.states));
        query
    }
}

/// A cursor as text for an address.
#[must_use]
pub fn cursor_text(cursor: &Cursor) -> String {
    format!("{}_{}", cursor.at.map_or_else(|| "-".to_owned(), |at| at.to_string()), cursor.id)
}

/// A cursor from an address; `None` where the text is not one of ours.
#[must_use]
pub fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    let at = if at == "-" { None } else { Some(at.parse().ok()?) };
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    is_id.then(|| Cursor { at, id: id.to_owned() })
}
