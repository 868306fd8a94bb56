//! Fifteen-minute circles: which of the known addresses of an area have a facility of each kind within a walk. A facility on the other side of a
//! border serves as well as one on this side.

use std::collections::HashMap;

use linli_pack::model::{Circle, FieldKind, Register, Text};
use linli_pack::record::{Record, Value};
use linli_store::{Address, ListQuery, Order, Scope as Reach};

use crate::app::App;
use crate::error::AppError;

/// Facilities of a place that are looked at.
const MOST: usize = 5_000;
/// Addresses named at most that reach nothing of a kind.
const NAMED: usize = 12;
/// Metres of a degree from south to north.
const DEGREE: f64 = 111_320.0;

/// How an area lies to the facilities of one kind.
#[derive(Clone, Debug)]
pub struct Within {
    /// What they are.
    pub label: Text,
    /// How many of them stand in the area itself.
    pub here: usize,
    /// Addresses that reach one.
    pub reached: usize,
    /// Addresses that reach none.
    pub far: usize,
    /// The first of them.
    pub such_as: Vec<Address>,
}

/// The circles of an area.
#[derive(Clone, Debug)]
pub struct Circles<'a> {
    /// The rule.
    pub rule: &'a Circle,
    /// Each kind of facility.
    pub kinds: Vec<Within>,
    /// The facilities of the area itself.
    pub facilities: Vec<Record>,
}

impl App {
    /// The register of facilities, and its rule.
    pub fn circle_register(&self) -> Option<(&Register, &Circle)> {
        self.0.pack.registers.values().find_map(|register| Some((register, register.circle.as_ref()?)))
    }

    /// The circles of an area.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the place keeps no facilities, and for an area that is not there; [`AppError::Store`].
    pub fn circles(&self, area: &str) -> Result<Circles<'_>, AppError> {
        let (register, rule) = self.circle_register().ok_or(AppError::NotFound("register"))?;
        let territory = self.territory();
        let area = territory.area(area).ok_or(AppError::NotFound("area"))?.code.clone();
        let mut query = ListQuery::new(&register.name, Reach::Area(self.0.pack.root.clone()));
        query.open = Some(true);
        query.order = Order::Created;
        query.limit = MOST;
        let records = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records;
        let addresses: Vec<&Address> = territory.addresses().iter().filter(|address| territory.within(&address.area, &area)).collect();
        let Some(FieldKind::Choice { options }) = register.fields.get(&rule.by).map(|field| &field.kind) else {
            return Err(AppError::NotFound("register"));
        };
        let kinds = options.iter().map(|(option, label)| {
            let of_kind = |record: &&Record| record.fields.get(&rule.by).and_then(Value::as_str) == Some(option.as_str());
            let points = Points::new(records.iter().filter(of_kind).filter_map(|record| record.lon.zip(record.lat)), rule.reach());
            let mut far = addresses.iter().copied().filter(|address| !points.reached_from((address.lon, address.lat)));
            let such_as: Vec<Address> = far.by_ref().take(NAMED).cloned().collect();
            let far = such_as.len() + far.count();
            Within {
                label: label.clone(),
                here: records.iter().filter(of_kind).filter(|record| territory.within(&record.area, &area)).count(),
                reached: addresses.len() - far,
                far,
                such_as,
            }
        });
        let kinds = kinds.collect();
        let facilities = records.iter().filter(|record| territory.within(&record.area, &area)).cloned().collect();
        Ok(Circles { rule, kinds, facilities })
    }
}

/// Points by the square that they lie in, so that a whole district is looked at in one go.
struct Points {
    metres: i64,
    squares: HashMap<(i64, i64), Vec<(f64, f64)>>,
}

impl Points {
    fn new(points: impl Iterator<Item = (f64, f64)>, metres: i64) -> Self {
        let mut squares: HashMap<(i64, i64), Vec<(f64, f64)>> = HashMap::new();
        for point in points {
            squares.entry(square(point, metres)).or_default().push(point);
        }
        Self { metres, squares }
    }

    fn reached_from(&self, here: (f64, f64)) -> bool {
        let (east, north) = square(here, self.metres);
        let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (east + x, north + y)));
        let mut near = around.filter_map(|square| self.squares.get(&square)).flatten();
        near.any(|point| is_near(here, *point, self.metres))
    }
}

/// The square of a point: no side is shorter than so many metres, up to 78 degrees north.
fn square((lon, lat): (f64, f64), metres: i64) -> (i64, i64) {
    #[expect(clippy::cast_precision_loss, reason = "some thousand metres")]
    let side = metres.max(1) as f64 / DEGREE;
    #[expect(clippy::cast_possible_truncation, reason = "degrees by thousandths")]
    let whole = |degrees: f64| degrees.floor() as i64;
    (whole(lon / (side * 5.0)), whole(lat / side))
}

/// Whether two points, in degrees east and north, lie no more than so many metres apart. A town is small enough to be flat.
fn is_near((lon, lat): (f64, f64), (other_lon, other_lat): (f64, f64), metres: i64) -> bool {
    let north = (lat - other_lat) * DEGREE;
    let east = (lon - other_lon) * DEGREE * lat.to_radians().cos();
    #[expect(clippy::cast_precision_loss, reason = "some thousand metres")]
    let metres = metres as f64;
    north.hypot(east) <= metres
}

#[cfg(test)]
mod tests {
    use super::{Points, is_near};

    #[test]
    fn a_walk_is_measured_on_the_ground() {
        let here = (117.20, 31.80);
        // A hundredth of a degree is 1,113 metres to the north and 946 to the east there.
        assert!(is_near(here, (117.20, 31.81), 1_114) && !is_near(here, (117.20, 31.81), 1_112));
        let points = Points::new([(117.20, 31.81), (117.21, 31.79)].into_iter(), 1_114);
        assert!(points.reached_from(here) && !points.reached_from((117.20, 31.83)));
        assert!(is_near(here, (117.21, 31.80), 947) && !is_near(here, (117.21, 31.80), 945));
    }
}
