//! A town of two subdistricts, three communities and four grids side by side, with one person in each role that the tests need.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use linli_app::clock::{Clock, HandClock};
use linli_app::random::Random;
use linli_app::seed::NewAccount;
use linli_app::{App, AppError, Context, Done, Parts, Target};
use linli_engine::{Command, Refusal, TableCalendar};
use linli_pack::Lang;
use linli_pack::model::Pack;
use linli_pack::record::{Record, Value};
use linli_store::{Line, Store};
use serde_json::json;

pub(crate) const PASSWORD: &str = "correct horse battery";
/// Grids from west to east; the first two are of one community, the third of its neighbour, the fourth of another subdistrict.
pub(crate) const GRIDS: [&str; 4] = ["340104001001001", "340104001001002", "340104001002001", "340104002001001"];
pub(crate) const COMMUNITIES: [&str; 3] = ["340104001001", "340104001002", "340104002001"];
pub(crate) const STREETS: [&str; 2] = ["340104001", "340104002"];
/// A category whose urgency is blue: four work hours, then days.
pub(crate) const ROAD: &str = "parts.road.pavement";
/// A category whose urgency is red: minutes and hours.
pub(crate) const MANHOLE: &str = "parts.facility.manhole";

/// Everybody: login, role, body.
pub(crate) const PEOPLE: [(&str, &str, &str); 23] = [
    ("lead1", "grid.lead", "340104001001001:grid_post"),
    ("lead2", "grid.lead", "340104001001002:grid_post"),
    ("lead3", "grid.lead", "340104001002001:grid_post"),
    ("lead4", "grid.lead", "340104002001001:grid_post"),
    ("clerk1", "community.clerk", "340104001001:community_center"),
    ("clerk2", "community.clerk", "340104001002:community_center"),
    ("clerk3", "community.clerk", "340104002001:community_center"),
    ("secretary1", "community.secretary", "340104001001:party_committee"),
    ("watcher1", "residents.supervisor", "340104001001:residents_committee"),
    ("team1", "volunteer.lead", "340104001001:volunteer_team"),
    ("team2", "volunteer.lead", "340104001002:volunteer_team"),
    ("street1", "street.dispatcher", "340104001:street_center"),
    ("street2", "street.dispatcher", "340104002:street_center"),
    ("housing", "department.handler", "340104:dept_housing"),
    ("urban", "department.handler", "340104:dept_urban"),
    ("water", "department.handler", "340104:unit_water"),
    ("district", "district.supervisor", "340104:district_center"),
    ("admin", "admin", "340104:district_center"),
    ("auditor", "auditor", "340104:district_center"),
    ("organiser1", "street.organiser", "340104001:street_party_committee"),
    ("nobody", "auditor", "340104:district_center"),
    ("privacy1", "privacy.officer", "340104:district_center"),
    ("privacy2", "privacy.officer", "340104:district_center"),
];

struct Hand(Arc<HandClock>);

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.now()
    }
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// The town. Fields are dropped in this order.
pub(crate) struct Town {
    pub(crate) app: App,
    pub(crate) clock: Arc<HandClock>,
    folder: Folder,
}

/// Seconds since 1970 of a time on the wall in the town.
pub(crate) fn at(text: &str) -> i64 {
    let time: jiff::civil::DateTime = text.parse().unwrap();
    time.in_tz("Asia/Shanghai").unwrap().timestamp().as_second()
}

/// Days since 1970 of a date.
pub(crate) fn day(text: &str) -> i64 {
    linli_app::days::number(text.parse().unwrap())
}

pub(crate) fn pack() -> Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| linli_pack::parse(&linli_world::packs::layers()).0.expect("the packs that ship are without errors")).clone()
}

fn areas() -> Vec<linli_store::Area> {
    let area = |code: &str, parent: Option<&str>, level: &str, kind: &str, name: &str, geometry: Option<String>| linli_store::Area {
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        level: level.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        geometry,
        households: 400,
        population: 1000,
        from_day: None,
        to_day: None,
    };
    let mut areas = vec![
        area("340104", None, "district", "district", "蜀山区", None),
        area(STREETS[0], Some("340104"), "street", "subdistrict", "南七街道", None),
        area(STREETS[1], Some("340104"), "street", "subdistrict", "稻香村街道", None),
        area(COMMUNITIES[0], Some(STREETS[0]), "community", "committee", "梅苑社区", None),
        area(COMMUNITIES[1], Some(STREETS[0]), "community", "committee", "竹荫里社区", None),
        area(COMMUNITIES[2], Some(STREETS[1]), "community", "committee", "金寨路社区", None),
    ];
    for (nth, code) in GRIDS.iter().enumerate() {
        areas.push(area(code, Some(&code[..12]), "grid", "grid", &format!("{:02}网格", nth + 1), Some(outline(nth).to_string())));
    }
    areas
}

/// Corners of the border between column `n - 1` and column `n`, from south to north: with a bend and a step.
pub(crate) fn border(n: usize) -> Vec<(f64, f64)> {
    let x = 117.20 + 0.01 * n as f64;
    vec![(x, 31.80), (x + 0.001, 31.803), (x + 0.001, 31.805), (x - 0.001, 31.805), (x, 31.81)]
}

fn outline(nth: usize) -> Value {
    let mut ring = border(nth);
    ring.reverse();
    ring.extend(border(nth + 1));
    ring.push(ring[0]);
    json!({ "type": "Polygon", "coordinates": [ring] })
}

fn bodies(pack: &Pack, areas: &[linli_store::Area]) -> Vec<linli_store::Body> {
    let mut found = Vec::new();
    for kind in pack.bodies.values() {
        for area in areas.iter().filter(|area| area.level == kind.level) {
            if kind.every || ["party_committee", "workstation", "residents_committee"].contains(&kind.name.as_str()) {
                found.push(linli_store::Body {
                    code: format!("{}:{}", area.code, kind.name),
                    kind: kind.name.clone(),
                    level: area.level.clone(),
                    area: area.code.clone(),
                    parent: None,
                    name: kind.label.zh.replace("{area}", &area.name),
                    from_day: None,
                    to_day: None,
                });
            }
        }
    }
    found
}

fn address(text: &str, grid: usize, lon: f64) -> linli_store::Address {
    linli_store::Address { text: text.to_owned(), area: GRIDS[grid].to_owned(), lon, lat: 31.802 }
}

impl Town {
    /// On an ordinary Wednesday, at ten in the morning.
    pub(crate) fn new() -> Self {
        Self::on("2026-03-04T10:00")
    }

    pub(crate) fn on(time: &str) -> Self {
        Self::by(time, pack())
    }

    /// By a pack of its own.
    pub(crate) fn by(time: &str, pack: Pack) -> Self {
        Self::made(time, pack, std::env::var("LINLI_TEST_POSTGRES").ok())
    }

    /// With its records in its folder, whatever the tests are run against: for those that look into the files.
    pub(crate) fn embedded() -> Self {
        Self::made("2026-03-04T10:00", pack(), None)
    }

    fn made(time: &str, pack: Pack, server: Option<String>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        static HASH: OnceLock<String> = OnceLock::new();
        let path = std::env::temp_dir().join(format!("linli-app-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&path).unwrap();
        if let Some(server) = server {
            let schema = path.file_name().unwrap().to_str().unwrap().replace('-', "_");
            Store::settle(&path, &format!("{server}?options=-csearch_path%3D{schema}")).unwrap();
        }
        let clock = Arc::new(HandClock::at(at(time)));
        let areas = areas();
        let bodies = bodies(&pack, &areas);
        let random = Random::seeded(7);
        let password = HASH.get_or_init(|| linli_app::password::hash(PASSWORD, &random).unwrap()).clone();
        let parts = Parts {
            store: Store::open(&path).unwrap(),
            pack,
            calendar: Arc::new(TableCalendar::china()),
            clock: Box::new(Hand(Arc::clone(&clock))),
            random,
        };
        let app = App::start(parts).unwrap();
        let people = PEOPLE
            .iter()
            .map(|(login, role, body)| NewAccount {
                login: (*login).to_owned(),
                name: format!("{login} 同志"),
                password: password.clone(),
                grants: vec![((*role).to_owned(), (*body).to_owned())],
            })
            .chain([NewAccount {
                login: "double".to_owned(),
                name: "兼职".to_owned(),
                password: password.clone(),
                grants: vec![
                    ("department.handler".to_owned(), "340104:dept_housing".to_owned()),
                    ("street.dispatcher".to_owned(), "340104001:street_center".to_owned()),
                ],
            }])
            .chain([NewAccount {
                login: "both".to_owned(),
                name: "两个社区".to_owned(),
                password: password.clone(),
                grants: vec![
                    ("community.clerk".to_owned(), "340104001001:community_center".to_owned()),
                    ("community.clerk".to_owned(), "340104002001:community_center".to_owned()),
                ],
            }])
            .collect();
        let addresses =
            vec![address("梅山路18号梅苑小区", 0, 117.205), address("梅山路20号", 1, 117.215), address("金寨路100号", 3, 117.235)];
        app.found(areas, bodies, addresses, people).unwrap();
        Self { app, clock, folder: Folder(path) }
    }

    /// Where it lies on the disk.
    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.folder.0
    }

    /// Somebody signed in, or `resident`.
    pub(crate) fn who(&self, login: &str) -> Context {
        let now = self.app.now();
        if login == "resident" {
            return Context::resident(Lang::Zh, now);
        }
        let secret = self.app.enter(login, "").unwrap();
        self.app.session(&secret).unwrap().unwrap().context(Lang::Zh, now)
    }

    pub(crate) fn set(&self, time: &str) {
        self.clock.set(at(time));
    }

    pub(crate) fn later(&self, seconds: i64) {
        self.clock.set(self.clock.now() + seconds);
    }

    /// Opens a record.
    pub(crate) fn open(&self, login: &str, register: &str, name: &str, input: Value) -> Result<Done, AppError> {
        self.app.act(&self.who(login), &Target::New, &command(register, name, input))
    }

    /// Moves a record; the resident does so by the tracking link, which is then given in place of the id.
    pub(crate) fn act(&self, login: &str, on: &str, name: &str, input: Value) -> Result<Record, AppError> {
        let target = if login == "resident" { Target::Follow(on.to_owned()) } else { Target::Id(on.to_owned()) };
        Ok(self.app.act(&self.who(login), &target, &command("", name, input))?.record)
    }

    /// A resident reports a hole in the road of a grid.
    pub(crate) fn report(&self, grid: usize) -> (Record, String) {
        let input = json!({ "description": "梅山路路面坑洞,已有三天", "category": ROAD, "area": GRIDS[grid], "name": "王小明", "phone": "13812345678" });
        let done = self.open("resident", "case", "report", input).unwrap();
        (done.record, done.secret.unwrap())
    }

    /// A case of the first grid that the housing department has taken on.
    pub(crate) fn handling(&self) -> (Record, String) {
        let (case, link) = self.report(0);
        self.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要街道协调" })).unwrap();
        self.act("clerk1", &case.id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
        self.act("street1", &case.id, "dispatch", json!({ "body": "340104:dept_housing" })).unwrap();
        (self.act("housing", &case.id, "take", json!({})).unwrap(), link)
    }

    /// The same, closed after verification.
    pub(crate) fn closed(&self) -> (Record, String) {
        let (case, link) = self.handling();
        self.act("housing", &case.id, "resolve", json!({ "note": "已修补路面" })).unwrap();
        (self.act("street1", &case.id, "verify", json!({})).unwrap(), link)
    }

    pub(crate) fn record(&self, id: &str) -> Record {
        self.app.store().read(|tx| linli_store::record(tx, self.app.realm(), id)).unwrap().unwrap()
    }

    pub(crate) fn lines(&self, id: &str) -> Vec<Line> {
        self.app.store().read(|tx| linli_store::timeline(tx, self.app.realm(), id)).unwrap()
    }

    /// Everything hangs together: chain, records, tallies.
    pub(crate) fn sound(&self) {
        let report = self.app.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
    }

    pub(crate) fn index(&self) {
        while self.app.index_some(100).unwrap() > 0 {}
    }
}

pub(crate) fn command(register: &str, name: &str, input: Value) -> Command {
    let Value::Object(input) = input else { panic!("inputs are an object") };
    Command { register: register.to_owned(), name: name.to_owned(), input: input.into_iter().collect(), seen: None }
}

/// The rule that said no.
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, AppError>) -> Refusal {
    match result {
        Err(AppError::Refused(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) fn unseen<T: std::fmt::Debug>(result: Result<T, AppError>) {
    assert!(matches!(result, Err(AppError::NotFound(_))), "{result:?}");
}
