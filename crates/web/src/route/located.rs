//! Where a report lies: from a point, words and a chosen area to one area of the register's level, or to words that say what is missing.

use std::collections::BTreeMap;

use linli_app::App;
use linli_app::report::{Place, Placed};
use linli_app::territory::Territory;
use linli_pack::model::Pack;
use linli_pack::record::Value;

use crate::Locale;
use crate::route::form::Sent;

/// Addresses looked at before a choice is asked for.
const FOUND: usize = 60;
/// Addresses named in the question which of them is meant.
const NAMED: usize = 4;

/// What became of a place as it was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Located {
    /// The area, at the register's level.
    pub(crate) area: Option<String>,
    /// The point, where one is known.
    pub(crate) point: Option<(f64, f64)>,
    /// The point lies outside the realm.
    pub(crate) outside: bool,
    /// What is wrong and the way out; empty when nothing is.
    pub(crate) wrong: String,
}

impl Located {
    /// The place for a preview.
    pub(crate) fn place(&self) -> Place {
        let (lon, lat) = self.point.unzip();
        Place { lon, lat, address: String::new(), area: self.area.clone() }
    }

    /// The inputs of the command.
    pub(crate) fn fill(&self, input: &mut BTreeMap<String, Value>) {
        if let Some(area) = &self.area {
            input.insert("area".to_owned(), area.clone().into());
        }
        if let Some((lon, lat)) = self.point.filter(|_| self.area.is_some()) {
            input.insert("lon".to_owned(), lon.into());
            input.insert("lat".to_owned(), lat.into());
        }
    }
}

/// The place as it was sent.
pub(crate) fn sent_place(sent: &Sent) -> Place {
    let degrees = |name: &str| sent.text(name).parse::<f64>().ok().filter(|n| n.is_finite());
    Place {
        lon: degrees("lon"),
        lat: degrees("lat"),
        address: sent.text("address").to_owned(),
        area: Some(sent.text("area").to_owned()).filter(|code| !code.is_empty()),
    }
}

/// Finds the area: a point decides; then words, within the chosen area if there is one; then the chosen area alone.
pub(crate) fn locate(app: &App, l: Locale, register: &str, place: &Place) -> Located {
    let territory = app.territory();
    if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
        return match app.place(&Place { lon: Some(lon), lat: Some(lat), ..Place::default() }) {
            Placed::In { area, .. } => Located { area: Some(area), point: Some((lon, lat)), ..Located::default() },
            _ => Located { outside: true, wrong: l.t("refusal-outside-way").into_owned(), ..Located::default() },
        };
    }
    let chosen = place.area.as_deref().filter(|code| territory.area(code).is_some());
    let words = place.address.trim();
    let mut found = if words.is_empty() { Vec::new() } else { territory.find_addresses(words, chosen, FOUND) };
    found.retain(|address| chosen.is_none_or(|area| territory.within(&address.area, area)));
    let exact = found.iter().find(|address| address.text == words).or(if let [only] = found.as_slice() { Some(only) } else { None });
    if let Some(address) = exact {
        return Located { area: Some(address.area.clone()), point: Some((address.lon, address.lat)), ..Located::default() };
    }
    // Several doors of one grid are one place for the one who comes.
    if let Some(first) = found.first().filter(|first| found.iter().all(|other| other.area == first.area)) {
        return Located { area: Some(first.area.clone()), ..Located::default() };
    }
    if let Some(area) = chosen.and_then(|area| fine_enough(app.pack(), &territory, register, area)) {
        return Located { area: Some(area), ..Located::default() };
    }
    let wrong = if words.is_empty() {
        l.t("place-missing").into_owned()
    } else if found.is_empty() {
        l.t_x("place-unknown", words)
    } else {
        let names: Vec<&str> = found.iter().take(NAMED).map(|address| address.text.as_str()).collect();
        let names = names.join(l.pick("、", ", "));
        l.t_with("place-several", &[("x", words.into()), ("names", names.into())])
    };
    Located { wrong, ..Located::default() }
}

/// The chosen area, if a register's records may lie in it.
fn fine_enough(pack: &Pack, territory: &Territory, register: &str, area: &str) -> Option<String> {
    let wanted = pack.registers.get(register).map_or("", |register| register.level.as_str());
    let rank = |level: &str| pack.levels.iter().position(|known| known.name == level);
    territory.area(area).filter(|area| rank(&area.level) >= rank(wanted)).map(|area| area.code.clone())
}

/// The place as given in a form: a point, or words.
pub(crate) fn given(get: &dyn Fn(&str) -> String) -> Place {
    let degrees = |name: &str| get(name).parse::<f64>().ok().filter(|n| n.is_finite());
    let address = [get("place"), get("address")].into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    Place { lon: degrees("lon"), lat: degrees("lat"), address, area: Some(get("area")).filter(|code| !code.is_empty()) }
}

/// Puts the area of the place that inputs name beside them. The answer is what is wrong with it; empty when nothing is.
pub(crate) fn settle(app: &App, l: Locale, register: &str, input: &mut BTreeMap<String, Value>) -> String {
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let place = given(&text);
    let located = locate(app, l, register, &place);
    if located.wrong.is_empty() {
        input.remove("place");
        located.fill(input);
    }
    located.wrong
}

/// Where a map of an area opens, in degrees: the middle of its outline, or of those below it.
pub(crate) fn centre(territory: &Territory, area: &str) -> (f64, f64) {
    let mut corners = Corners::default();
    corners.take(territory, area);
    corners.middle()
}

#[derive(Default)]
struct Corners(Option<((i64, i64), (i64, i64))>);

impl Corners {
    fn take(&mut self, territory: &Territory, code: &str) {
        let points = territory.area(code).and_then(|area| area.rings.first());
        match points {
            Some(points) => points.iter().for_each(|&point| self.add(point)),
            None => territory.children(code).for_each(|child| self.take(territory, &child.code)),
        }
    }

    fn add(&mut self, (x, y): (i64, i64)) {
        let ((west, south), (east, north)) = self.0.unwrap_or(((x, y), (x, y)));
        self.0 = Some(((west.min(x), south.min(y)), (east.max(x), north.max(y))));
    }

    #[expect(clippy::cast_precision_loss, reason = "units of 10⁻⁷ degree are far below 2^52")]
    fn middle(&self) -> (f64, f64) {
        let ((west, south), (east, north)) = self.0.unwrap_or_default();
        (i64::midpoint(west, east) as f64 / 1e7, i64::midpoint(south, north) as f64 / 1e7)
    }
}
