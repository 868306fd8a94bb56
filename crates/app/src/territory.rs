//! The realm's areas and bodies as one immutable picture in memory: what decisions, forms and maps ask all the time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use linli_engine::{Body, Calendar, Facts};
use linli_pack::model::Text;
use linli_store::Address;
use rstar::{AABB, RTree, RTreeObject};

/// One area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Code; the national twelve digits, grids with three more.
    pub code: String,
    /// Code of the area above; empty at the root.
    pub parent: String,
    /// Name of the level.
    pub level: String,
    /// Kind within the level, e.g. `village`; may be empty.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// Outline: rings of (longitude, latitude) in units of 10⁻⁷ degree, the first the outer one; empty where not known.
    pub rings: Vec<Vec<(i64, i64)>>,
    /// Households.
    pub households: i64,
    /// Residents.
    pub population: i64,
    /// Set for an area that is no more: its records stay, and it hangs below its main successor.
    pub ended: Option<Ending>,
}

/// How an area ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// First day without it, in days since 1970-01-01.
    pub day: i64,
    /// What it went into, the main successor first.
    pub into: Vec<String>,
}

/// A body with its name, as pages show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedBody {
    /// What decisions care about.
    pub body: Body,
    /// What people call it.
    pub name: Text,
    /// Code of the body above it.
    pub parent: Option<String>,
    /// Last day, `YYYY-MM-DD`, of one that has ended: it is still named where it acted, but nothing is sent to it.
    pub ended: Option<String>,
    /// The body that took its place, where it ended.
    pub heir: Option<String>,
}

/// The whole picture.
pub struct Territory {
    /// Code of the root.
    pub root: String,
    /// Kind of the desk of each level that has one.
    tiers: BTreeMap<String, String>,
    areas: HashMap<String, Area>,
    children: BTreeMap<String, Vec<String>>,
    bodies: HashMap<String, NamedBody>,
    by_place: HashMap<(String, String), Vec<String>>,
    standing: HashMap<String, Vec<String>>,
    hanging: HashMap<String, Vec<String>>,
    shapes: RTree<Shape>,
    addresses: Vec<Address>,
    calendar: Arc<dyn Calendar + Send + Sync>,
}

impl std::fmt::Debug for Territory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Territory").field("root", &self.root).field("areas", &self.areas.len()).finish_non_exhaustive()
    }
}

/// An outline in the tree, with its corners beside it: a point is found without looking anything up elsewhere.
struct Shape {
    code: String,
    envelope: AABB<[i64; 2]>,
    rings: Vec<Vec<(i64, i64)>>,
}

impl RTreeObject for Shape {
    type Envelope = AABB<[i64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// Degrees in the units of [`Area::rings`].
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "degrees times 10⁷ fit in 64 bits many times over")]
pub fn units(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

impl Territory {
    /// Builds the picture. The finest level that has outlines is the one points resolve to.
    #[must_use]
    pub fn new(
        root: String,
        tiers: BTreeMap<String, String>,
        areas: Vec<Area>,
        bodies: Vec<NamedBody>,
        addresses: Vec<Address>,
        calendar: Arc<dyn Calendar + Send + Sync>,
    ) -> Self {
        let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for area in &areas {
            if !area.parent.is_empty() {
                children.entry(area.parent.clone()).or_default().push(area.code.clone());
            }
        }
        for list in children.values_mut() {
            list.sort();
        }
        let shapes = areas
            .iter()
            .filter(|area| area.ended.is_none() && !children.contains_key(&area.code))
            .filter_map(|area| {
                let outer = area.rings.first()?;
                let corners: Vec<[i64; 2]> = outer.iter().map(|&(x, y)| [x, y]).collect();
                (!corners.is_empty()).then(|| Shape {
                    code: area.code.clone(),
                    envelope: AABB::from_points(&corners),
                    rings: area.rings.clone(),
                })
            })
            .collect();
        let mut by_place: HashMap<(String, String), Vec<String>> = HashMap::new();
        let mut standing: HashMap<String, Vec<String>> = HashMap::new();
        let mut hanging: HashMap<String, Vec<String>> = HashMap::new();
        for named in bodies.iter().filter(|named| named.ended.is_none()) {
            standing.entry(named.body.area.clone()).or_default().push(named.body.code.clone());
            if let Some(parent) = &named.parent {
                hanging.entry(parent.clone()).or_default().push(named.body.code.clone());
            }
            by_place.entry((named.body.area.clone(), named.body.kind.clone())).or_default().push(named.body.code.clone());
        }
        for list in by_place.values_mut().chain(standing.values_mut()).chain(hanging.values_mut()) {
            list.sort();
        }
        Self {
            root,
            tiers,
            children,
            by_place,
            standing,
            hanging,
            shapes: RTree::bulk_load(shapes),
            areas: areas.into_iter().map(|area| (area.code.clone(), area)).collect(),
            bodies: bodies.into_iter().map(|named| (named.body.code.clone(), named)).collect(),
            addresses,
            calendar,
        }
    }

    /// An area by its code.
    #[must_use]
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.get(code)
    }

    /// All areas of today, in no order.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.values().filter(|area| area.ended.is_none())
    }

    /// Whether a code or name is that of an area that ended.
    #[must_use]
    pub fn ended_area(&self, text: &str) -> bool {
        self.areas.values().any(|area| area.ended.is_some() && (area.code == text || area.name == text))
    }

    /// All areas, those that ended too, in no order.
    pub fn all_areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The areas directly below today, by code.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Area> {
        let all = self.children.get(code).into_iter().flatten();
        all.filter_map(|child| self.areas.get(child)).filter(|area| area.ended.is_none())
    }

    /// Codes directly below, those that ended there or before too: what a new code must differ from.
    pub(crate) fn ever_below(&self, code: &str) -> Vec<&str> {
        let longer = |other: &&str| other.len() > code.len() && other.starts_with(code);
        let all: Vec<&str> = self.areas.keys().map(String::as_str).filter(longer).collect();
        let least = all.iter().map(|code| code.len()).min().unwrap_or_default();
        all.into_iter().filter(|code| code.len() == least).collect()
    }

    /// From the root down to the area itself; empty where there is no such area.
    #[must_use]
    pub fn path(&self, code: &str) -> Vec<&Area> {
        let mut path = Vec::new();
        let mut next = self.areas.get(code);
        while let Some(area) = next {
            path.push(area);
            // A damaged table with a cycle must not hang the program: no territory is 32 levels deep.
            next = if path.len() < 32 { self.areas.get(&area.parent) } else { None };
        }
        path.reverse();
        path
    }

    /// Whether an area is another or lies below it.
    #[must_use]
    pub fn within(&self, area: &str, ancestor: &str) -> bool {
        self.path(area).iter().any(|step| step.code == ancestor)
    }

    /// An area with all below it, by code; empty where there is no such area.
    #[must_use]
    pub fn below(&self, code: &str) -> Vec<&str> {
        let Some(area) = self.areas.get(code) else { return Vec::new() };
        let mut found = vec![area.code.as_str()];
        let mut at = 0;
        // A damaged table with a cycle must not hang the program.
        while let Some(code) = found.get(at).copied().filter(|_| found.len() <= self.areas.len()) {
            found.extend(self.children.get(code).into_iter().flatten().map(String::as_str));
            at += 1;
        }
        found
    }

    /// The name people read: the last two steps below the root's children, e.g. `竹荫里社区 07 网格`.
    #[must_use]
    pub fn place_name(&self, code: &str) -> String {
        let path = self.path(code);
        let names: Vec<&str> = path.iter().skip(2).map(|area| area.name.as_str()).collect();
        match names.as_slice() {
            [] => path.last().map(|area| area.name.clone()).unwrap_or_default(),
            names => names.join(" "),
        }
    }

    /// The finest areas that touch a box, by code, at most `limit`; corners in the units of [`Area::rings`].
    #[must_use]
    pub fn areas_in(&self, low: (i64, i64), high: (i64, i64), limit: usize) -> Vec<&Area> {
        let wanted = AABB::from_corners([low.0, low.1], [high.0, high.1]);
        let mut found: Vec<&Area> =
            self.shapes.locate_in_envelope_intersecting(wanted).filter_map(|shape| self.areas.get(&shape.code)).collect();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found.truncate(limit);
        found
    }

    /// The finest area that holds a point in the units of [`Area::rings`].
    #[must_use]
    pub fn grid_at(&self, point: (i64, i64)) -> Option<&str> {
        self.shapes
            .locate_in_envelope_intersecting(AABB::from_point([point.0, point.1]))
            // A hole takes away what the outer ring gives: crossings over all rings decide.
            .filter(|shape| shape.rings.iter().filter(|ring| inside(ring, point)).count() % 2 == 1)
            .map(|shape| shape.code.as_str())
            .min()
    }

    /// Areas whose name contains the text, whose pinyin initials contain it or whose code begins with it; the widest first, at most `limit`.
    #[must_use]
    pub fn find_areas(&self, text: &str, limit: usize) -> Vec<&Area> {
        let wanted = plain(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let letters = wanted.chars().all(|c| c.is_ascii_lowercase());
        let fits = |area: &&Area| {
            area.code.starts_with(&wanted)
                || plain(&area.name).contains(&wanted)
                || (letters && linli_store::pinyin_initials(&area.name).contains(&wanted))
        };
        let mut found: Vec<&Area> = self.areas.values().filter(fits).collect();
        found.sort_by(|a, b| (a.code.len(), &a.code).cmp(&(b.code.len(), &b.code)));
        found.truncate(limit);
        found
    }

    /// The known addresses of an area and of those directly below it.
    pub fn addresses_in<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Address> {
        self.addresses
            .iter()
            .filter(move |address| address.area == code || self.areas.get(&address.area).is_some_and(|area| area.parent == code))
    }

    /// A body with its name.
    #[must_use]
    pub fn named_body(&self, code: &str) -> Option<&NamedBody> {
        self.bodies.get(code)
    }

    /// The bodies that stand in an area itself, by code.
    pub fn bodies_of(&self, area: &str) -> impl Iterator<Item = &NamedBody> {
        self.standing.get(area).into_iter().flatten().filter_map(|code| self.bodies.get(code))
    }

    /// The bodies directly below a body, by code.
    pub fn bodies_below(&self, code: &str) -> impl Iterator<Item = &NamedBody> {
        self.hanging.get(code).into_iter().flatten().filter_map(|code| self.bodies.get(code))
    }

    /// All bodies, those that have ended too, in no order.
    pub fn bodies(&self) -> impl Iterator<Item = &NamedBody> {
        self.bodies.values()
    }

    /// All bodies of today, in no order.
    pub fn standing_bodies(&self) -> impl Iterator<Item = &NamedBody> {
        self.bodies.values().filter(|named| named.ended.is_none())
    }

    /// Whether a body of a kind stands in an area.
    #[must_use]
    pub fn has_body(&self, area: &str, kind: &str) -> bool {
        self.by_place.contains_key(&(area.to_owned(), kind.to_owned()))
    }

    /// The body of a kind in the area of a level that an area belongs to, or that level's desk.
    #[must_use]
    pub fn counterpart(&self, level: &str, kind: &str, area: &str) -> Option<String> {
        let at = self.path(area).into_iter().find(|step| step.level == level && step.ended.is_none())?;
        let tier = self.tiers.get(level);
        let kinds = std::iter::once(kind).chain(tier.map(String::as_str));
        kinds.into_iter().find_map(|kind| self.bodies_in(&at.code, kind).into_iter().next()).map(|body| body.code)
    }

    /// The body that takes the place of one that ended, for a record of an area; `None` for one that goes on.
    #[must_use]
    pub fn heir(&self, body: &str, area: &str) -> Option<String> {
        let ended = self.bodies.get(body)?;
        let mut heir = ended.heir.clone()?;
        // What an heir became since; a loop in the data must not hang the program.
        for _ in 0..32 {
            match self.bodies.get(&heir).and_then(|named| named.heir.clone()) {
                Some(next) => heir = next,
                None => break,
            }
        }
        // Of an area that fell into several, the one that the record's place belongs to.
        let level = self.level(&ended.body.area)?;
        let near = self
            .counterpart(&level, &ended.body.kind, area)
            .filter(|near| self.bodies.get(near).is_some_and(|near| near.body.kind == ended.body.kind));
        Some(near.unwrap_or(heir))
    }

    /// Known addresses.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Another picture with the same addresses and calendar.
    pub(crate) fn with(&self, areas: Vec<Area>, bodies: Vec<NamedBody>) -> Self {
        let tiers = self.tiers.clone();
        Self::new(self.root.clone(), tiers, areas, bodies, self.addresses.clone(), Arc::clone(&self.calendar))
    }

    /// Known addresses that contain all of the words, at most `limit`: those in the reader's own area before others, the shortest first.
    #[must_use]
    pub fn find_addresses(&self, text: &str, own: Option<&str>, limit: usize) -> Vec<&Address> {
        let wanted: Vec<String> = text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&Address> = self
            .addresses
            .iter()
            .filter(|address| {
                let text = plain(&address.text);
                wanted.iter().all(|word| text.contains(word.as_str()))
            })
            .collect();
        let near = |address: &Address| own.is_some_and(|own| self.within(&address.area, own));
        found.sort_by_cached_key(|address| (!near(address), address.text.len(), address.text.clone()));
        found.truncate(limit);
        found
    }

    /// The known address nearest to a point, within about 300 m.
    #[must_use]
    pub fn nearest_address(&self, lon: f64, lat: f64) -> Option<&Address> {
        let distance = |address: &Address| {
            let dx = (address.lon - lon) * lat.to_radians().cos();
            let dy = address.lat - lat;
            dx.mul_add(dx, dy * dy)
        };
        self.addresses
            .iter()
            .map(|address| (distance(address), address))
            .filter(|(d, _)| *d < 0.0027 * 0.0027)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, address)| address)
    }
}

/// Without spaces, so that `18 号` and `18号` are the same.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether a point is inside a ring by the half-open crossing rule: of areas that tile a plane with shared vertices, each point is
/// inside exactly one, a point on a border included.
pub(crate) fn inside(ring: &[(i64, i64)], (x, y): (i64, i64)) -> bool {
    let mut within = false;
    let Some(&last) = ring.last() else { return false };
    let mut from = last;
    for &to in ring {
        if (from.1 > y) != (to.1 > y) {
            // Always walk an edge upwards, so that both neighbours compute the very same number for it.
            let (low, high) = if from.1 < to.1 { (from, to) } else { (to, from) };
            let side = i128::from(high.0 - low.0) * i128::from(y - low.1) - i128::from(x - low.0) * i128::from(high.1 - low.1);
            if side > 0 {
                within = !within;
            }
        }
        from = to;
    }
    within
}

impl Facts for Territory {
    fn parent(&self, area: &str) -> Option<String> {
        self.areas.get(area).map(|area| area.parent.clone()).filter(|parent| !parent.is_empty())
    }

    fn level(&self, area: &str) -> Option<String> {
        self.areas.get(area).map(|area| area.level.clone())
    }

    fn body(&self, code: &str) -> Option<Body> {
        self.bodies.get(code).map(|named| named.body.clone())
    }

    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body> {
        self.by_place
            .get(&(area.to_owned(), kind.to_owned()))
            .into_iter()
            .flatten()
            .filter_map(|code| self.bodies.get(code).map(|named| named.body.clone()))
            .collect()
    }

    fn area_at(&self, lon: f64, lat: f64) -> Option<String> {
        self.grid_at((units(lon), units(lat))).map(str::to_owned)
    }

    fn calendar(&self) -> &dyn Calendar {
        self.calendar.as_ref()
    }
}
