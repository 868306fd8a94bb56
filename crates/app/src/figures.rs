//! The figures of the place's document, derived anew from raw records.

use std::collections::HashMap;

use linli_pack::expr::{Env, Expr};
use linli_pack::model::{Figure, FigureExpr, Service};
use linli_pack::record::Value;
use linli_store::{ListQuery, Scope};

use crate::app::App;
use crate::error::AppError;
use crate::territory::{Area, NamedBody, Territory};

/// A figure with what the records say.
#[derive(Clone, Debug)]
pub struct Derived<'a> {
    /// What the document reports, and how it is derived.
    pub figure: &'a Figure,
    /// What the records say, written as the document writes it.
    pub derived: String,
    /// They are the same.
    pub matches: bool,
}

/// What was counted: a number, or two for a percentage.
enum Counted {
    Number(i64),
    Percent(i64, i64),
}

/// An area, body or account, as figure filters see it.
struct Entry<'a>(&'a [(&'static str, Value)]);

impl Env for Entry<'_> {
    fn entry(&self, name: &str) -> Value {
        self.0.iter().find(|(key, _)| *key == name).map_or(Value::Null, |(_, value)| value.clone())
    }

    fn input(&self, _name: &str) -> Value {
        Value::Null
    }

    fn now(&self) -> i64 {
        0
    }
}

impl App {
    /// Every figure of the pack, in the document's order.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn figures(&self) -> Result<Vec<Derived<'_>>, AppError> {
        let mut ledgers = Ledgers { app: self, held: None };
        let figures = self.0.pack.figures.iter().map(|figure| {
            let derived = match ledgers.derive(&figure.derive)? {
                Counted::Number(n) => n.to_string(),
                #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
                Counted::Percent(of, over) if over > 0 => format!("{:.0}%", of as f64 * 100.0 / over as f64),
                Counted::Percent(..) => "–".to_owned(),
            };
            let matches = agrees(&derived, &figure.document);
            Ok(Derived { figure, derived, matches })
        });
        figures.collect()
    }

    /// How many hold concurrent (or dedicated) posts in each body today, stand-ins apart.
    fn holders(&self) -> Result<HashMap<(String, bool), i64>, AppError> {
        let today = crate::days::of(self.now(), &self.0.pack.clock.timezone);
        let found = self.0.store.read(|tx| linli_store::appointments_below(tx, self.0.realm, &self.0.pack.root, today))?;
        let mut held: HashMap<(String, bool), i64> = HashMap::new();
        for (one, _) in found.into_iter().filter(|(one, _)| one.stands_in.is_none()) {
            *held.entry((one.body, one.concurrent)).or_default() += 1;
        }
        Ok(held)
    }

    /// Whether the actor may read the journal.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] where not.
    pub fn may_audit(&self, context: &crate::Context) -> Result<(), AppError> {
        let may = context.grants_where(&self.0.pack, |role| role.audit || role.admin).next().is_some();
        if may { Ok(()) } else { Err(AppError::Forbidden("journal")) }
    }

    /// Checks the journal's chain, every record against its journal, and every tally against a recount.
    ///
    /// # Errors
    /// [`AppError::Store`] when the store cannot be read; faults are in the report.
    pub fn verify(&self) -> Result<linli_store::Report, AppError> {
        Ok(linli_store::verify(&self.0.store, self.0.realm, Some(&|record| self.0.counts(record)))?)
    }
}

/// Whether a figure is the document's. `2100+` is more than 2,100 and, since its author would otherwise have said so, fewer than 2,200.
fn agrees(derived: &str, document: &str) -> bool {
    let plain = |text: &str| text.replace([',', '，', ' '], "");
    let (derived, document) = (plain(derived), plain(document));
    let Some(least) = document.strip_suffix('+').and_then(|text| text.parse::<i64>().ok()) else { return derived == document };
    let step = std::iter::successors(Some(1), |step: &i64| step.checked_mul(10)).take_while(|step| least % step == 0).last().unwrap_or(1);
    derived.parse::<i64>().is_ok_and(|n| n > least && n < least.saturating_add(step))
}

/// What figures are counted from.
struct Ledgers<'a> {
    app: &'a App,
    /// How many hold concurrent (or dedicated) posts in each body, once it was asked for.
    held: Option<HashMap<(String, bool), i64>>,
}

impl Ledgers<'_> {
    fn derive(&mut self, expr: &FigureExpr) -> Result<Counted, AppError> {
        Ok(match expr {
            FigureExpr::Count { ledger, filter } => Counted::Number(self.count(ledger, filter.as_ref())?),
            FigureExpr::Percent(of, over) => Counted::Percent(self.number(of)?, self.number(over)?),
            FigureExpr::Sum(parts) => Counted::Number(parts.iter().map(|part| self.number(part)).sum::<Result<i64, AppError>>()?),
            FigureExpr::Tiers => {
                let tiers = self.app.0.pack.levels.iter().filter(|level| level.tier.is_some());
                Counted::Number(tiers.count().try_into().unwrap_or(0))
            }
        })
    }

    fn number(&mut self, expr: &FigureExpr) -> Result<i64, AppError> {
        match self.derive(expr)? {
            Counted::Number(n) => Ok(n),
            Counted::Percent(..) => Err(AppError::Internal("a percentage inside a figure".to_owned())),
        }
    }

    fn count(&mut self, ledger: &str, filter: Option<&Expr>) -> Result<i64, AppError> {
        let holds = |entry: &[(&'static str, Value)]| filter.is_none_or(|filter| filter.holds(&Entry(entry)));
        let app = self.app;
        let n = match ledger {
            "area" => app.territory().areas().filter(|area| holds(&of_area(area))).count(),
            "body" => {
                let held = self.held()?;
                let territory = app.territory();
                territory.bodies().filter(|named| named.ended.is_none() && holds(&of_body(&territory, named, held))).count()
            }
            "account" => {
                let grants = app.0.store.read(|tx| linli_store::all_grants(tx, app.0.realm))?;
                let entry = |grant: &linli_store::Grant| {
                    [("role", grant.role.clone().into()), ("body", grant.body.clone().into()), ("area", grant.area.clone().into())]
                };
                grants.iter().filter(|grant| holds(&entry(grant))).count()
            }
            "service" => app.0.pack.services.values().filter(|service| holds(&of_service(service))).count(),
            register => {
                let mut query = ListQuery::new(register, Scope::All);
                query.filter = filter.map(|filter| filter.to_sql(&linli_store::Columns));
                query.now = app.now();
                app.0.store.read(|tx| linli_store::count(tx, app.0.realm, &query, usize::MAX))?
            }
        };
        Ok(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// Counted on the day of today, stand-ins apart; read once for all figures.
    fn held(&mut self) -> Result<&HashMap<(String, bool), i64>, AppError> {
        let held = match self.held.take() {
            Some(held) => held,
            None => self.app.holders()?,
        };
        Ok(self.held.insert(held))
    }
}

fn of_service(service: &Service) -> [(&'static str, Value); 4] {
    [
        ("name", service.name.clone().into()),
        ("group", service.group.clone().into()),
        ("level", service.level.clone().into()),
        ("ways", service.ways.clone().into()),
    ]
}

fn of_area(area: &Area) -> [(&'static str, Value); 5] {
    [
        ("code", area.code.clone().into()),
        ("parent", area.parent.clone().into()),
        ("level", area.level.clone().into()),
        ("kind", area.kind.clone().into()),
        ("name", area.name.clone().into()),
    ]
}

fn of_body(territory: &Territory, named: &NamedBody, held: &HashMap<(String, bool), i64>) -> [(&'static str, Value); 7] {
    let holders = |concurrent: bool| held.get(&(named.body.code.clone(), concurrent)).copied().unwrap_or(0);
    let level = territory.area(&named.body.area).map_or("", |area| area.level.as_str());
    [
        ("code", named.body.code.clone().into()),
        ("kind", named.body.kind.clone().into()),
        ("level", level.into()),
        ("area", named.body.area.clone().into()),
        ("parent", named.parent.as_deref().unwrap_or_default().into()),
        ("dedicated", holders(false).into()),
        ("concurrent", holders(true).into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn more_than_a_round_number_stays_below_the_next_one() {
        assert!(agrees("2137", "2100+") && agrees("2064", "2,000+") && agrees("246", "246"));
        assert!(!agrees("2100", "2100+") && !agrees("2200", "2100+") && !agrees("247", "246") && !agrees("–", "2100+"));
    }
}
