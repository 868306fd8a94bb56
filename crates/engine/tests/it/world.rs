//! A district with two streets, three communities and four grids, and a pack with one register of cases.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use linli_engine::{Actor, Body, Calendar, Command, Facts, Grant, Mint, Outcome, Refusal, TableCalendar, decide};
use linli_pack::model::*;
use linli_pack::record::{Instant, Record, Value};
use linli_pack::span::Span;
use serde_json::json;

pub(crate) const ROOT: &str = "340104";

/// Local time in Shanghai, `2026-03-02 10:00`. 2026-03-02 is a Monday.
pub(crate) fn at(text: &str) -> Instant {
    let local: DateTime = text.replace(' ', "T").parse().unwrap();
    TimeZone::get("Asia/Shanghai").unwrap().to_timestamp(local).unwrap().as_second()
}

/// The other way, to the second where there are any.
pub(crate) fn local(at: Instant) -> String {
    let time = TimeZone::get("Asia/Shanghai").unwrap().to_datetime(jiff::Timestamp::from_second(at).unwrap());
    let text = time.to_string().replace('T', " ");
    text.strip_suffix(":00").unwrap_or(&text).to_owned()
}

pub(crate) struct Place {
    pub(crate) calendar: TableCalendar,
}

/// Code, parent, level.
const AREAS: [(&str, &str, &str); 10] = [
    (ROOT, "", "district"),
    ("S1", ROOT, "street"),
    ("S2", ROOT, "street"),
    ("C1", "S1", "community"),
    ("C2", "S1", "community"),
    ("C3", "S2", "community"),
    ("G1", "C1", "grid"),
    ("G2", "C1", "grid"),
    ("G3", "C2", "grid"),
    ("G4", "C3", "grid"),
];

const KINDS: [(&str, &str); 4] =
    [("district", "district_center"), ("street", "street_center"), ("community", "community_center"), ("grid", "grid_person")];

impl Facts for Place {
    fn parent(&self, area: &str) -> Option<String> {
        AREAS.iter().find(|(code, ..)| *code == area).map(|(_, parent, _)| (*parent).to_owned()).filter(|p| !p.is_empty())
    }

    fn level(&self, area: &str) -> Option<String> {
        AREAS.iter().find(|(code, ..)| *code == area).map(|(.., level)| (*level).to_owned())
    }

    fn body(&self, code: &str) -> Option<Body> {
        let (area, kind) = code.split_once(':')?;
        self.bodies_in(area, kind).pop()
    }

    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body> {
        let Some(level) = self.level(area) else { return Vec::new() };
        let stands =
            KINDS.contains(&(level.as_str(), kind)) || kind == "drainage_office" && area == "S1" || kind == "water_company" && area == ROOT;
        let body = Body { code: format!("{area}:{kind}"), kind: kind.to_owned(), area: area.to_owned() };
        if stands { vec![body] } else { Vec::new() }
    }

    fn area_at(&self, lon: f64, lat: f64) -> Option<String> {
        let inside = (0.0..4.0).contains(&lon) && (0.0..1.0).contains(&lat);
        inside.then(|| ["G1", "G2", "G3", "G4"][lon as usize].to_owned())
    }

    fn calendar(&self) -> &dyn Calendar {
        &self.calendar
    }
}

#[derive(Default)]
pub(crate) struct Counter {
    pub(crate) ids: u64,
    pub(crate) sequences: BTreeMap<String, u64>,
}

impl Mint for Counter {
    fn id(&mut self, _now: Instant) -> String {
        self.ids += 1;
        format!("id-{}", self.ids)
    }

    fn next(&mut self, sequence: &str) -> u64 {
        let n = self.sequences.entry(sequence.to_owned()).or_default();
        *n += 1;
        *n
    }
}

/// A place, its rules and a running count of records.
pub(crate) struct World {
    pub(crate) pack: Pack,
    pub(crate) place: Place,
    pub(crate) mint: Counter,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { pack: pack(), place: Place { calendar: TableCalendar::china() }, mint: Counter::default() }
    }

    pub(crate) fn case(&mut self) -> &mut Register {
        &mut self.pack.registers["case"]
    }

    pub(crate) fn opens(&mut self, actor: &Actor, name: &str, input: Value, now: &str) -> Result<Outcome, Refusal> {
        let command = Command { register: "case".into(), name: name.into(), input: map(input), seen: None };
        decide(&self.pack, &self.place, None, actor, &command, at(now), &mut self.mint)
    }

    pub(crate) fn tries(&mut self, record: &Record, actor: &Actor, name: &str, input: Value, now: Instant) -> Result<Outcome, Refusal> {
        let command = Command { register: String::new(), name: name.into(), input: map(input), seen: Some(record.version) };
        decide(&self.pack, &self.place, Some(record), actor, &command, now, &mut self.mint)
    }

    pub(crate) fn does(&mut self, record: &Record, actor: &Actor, name: &str, input: Value, now: &str) -> Outcome {
        self.tries(record, actor, name, input, at(now)).unwrap()
    }

    /// A case opened in grid G1 by a resident on Monday 2026-03-02 at 10:00, held by the community.
    pub(crate) fn reported(&mut self) -> Record {
        let input = json!({"description": "楼道里有积水", "area": "G1"});
        self.opens(&resident(), "report", input, "2026-03-02 10:00").unwrap().record
    }

    /// The same, sent up and dispatched to the drainage office on Monday at 11:00.
    pub(crate) fn dispatched(&mut self) -> Record {
        let record = self.reported();
        let record = self.does(&record, &community(), "raise", json!({}), "2026-03-02 10:30").record;
        self.does(&record, &street(), "dispatch", json!({"body": "S1:drainage_office", "category": "utilities.drain"}), "2026-03-02 11:00")
            .record
    }
}

pub(crate) fn map(value: Value) -> BTreeMap<String, Value> {
    value.as_object().unwrap().clone().into_iter().collect()
}

pub(crate) fn staff(id: &str, role: &str, body: &str) -> Actor {
    let area = body.split(':').next().unwrap().to_owned();
    Actor { id: id.into(), grants: vec![Grant { role: role.into(), body: body.into(), area }], ..Actor::default() }
}

pub(crate) fn resident() -> Actor {
    Actor { id: "resident".into(), ..Actor::default() }
}

pub(crate) fn reporter() -> Actor {
    Actor { reporter: true, ..resident() }
}

pub(crate) fn system() -> Actor {
    Actor { id: "system".into(), system: true, ..Actor::default() }
}

pub(crate) fn grid() -> Actor {
    staff("gu", "grid", "G1:grid_person")
}

pub(crate) fn community() -> Actor {
    staff("chen", "community", "C1:community_center")
}

pub(crate) fn street() -> Actor {
    staff("sun", "dispatcher", "S1:street_center")
}

pub(crate) fn office() -> Actor {
    staff("wu", "handler", "S1:drainage_office")
}

pub(crate) fn supervisor() -> Actor {
    staff("du", "supervisor", &format!("{ROOT}:district_center"))
}

fn text(zh: &str) -> Text {
    Text { zh: zh.into(), en: zh.into() }
}

fn words(names: &str) -> Vec<String> {
    names.split_whitespace().map(ToOwned::to_owned).collect()
}

fn field(name: &str, kind: FieldKind) -> (String, Field) {
    let field = Field {
        name: name.into(),
        label: text(name),
        hint: None,
        kind,
        required: false,
        personal: None,
        derived: false,
        basis: String::new(),
    };
    (name.to_owned(), field)
}

pub(crate) fn limit(span: &str) -> Limit {
    Limit { default: span.parse().unwrap(), ..Limit::default() }
}

fn urgent(span: &str, red: &str) -> Limit {
    Limit { special: BTreeMap::from([("red".to_owned(), red.parse().unwrap())]), ..limit(span) }
}

fn state(name: &str, open: bool, due: Option<Limit>) -> (String, State) {
    (name.to_owned(), State { name: name.into(), label: text(name), open, due, ..State::default() })
}

fn mv(name: &str, from: &str, to: &str, by: &str) -> Move {
    let to_back = to == "back";
    let to = Some(to.to_owned()).filter(|to| !to.is_empty() && !to_back);
    Move {
        name: name.into(),
        label: text(name),
        from: words(from),
        to,
        to_back,
        by: words(by),
        basis: format!("§{name}"),
        ..Move::default()
    }
}

fn fields() -> impl Iterator<Item = (String, Field)> {
    let mut description = field("description", FieldKind::LongText { max: 200 });
    description.1.required = true;
    let mut phone = field("phone", FieldKind::Phone);
    phone.1.personal = Some(text("通知办理结果"));
    let mut responded = field("responded", FieldKind::Time);
    responded.1.derived = true;
    let options = [("visit", "上门"), ("call", "电话")].map(|(name, label)| (name.to_owned(), text(label))).into();
    [
        description,
        phone,
        responded,
        field("responded_on_time", FieldKind::Bool),
        field("channel", FieldKind::Choice { options }),
        field("cost", FieldKind::Money),
        field("visited", FieldKind::Date),
        field("households", FieldKind::Int { min: 0, max: 500 }),
        field("address", FieldKind::Address),
        field("solved_by", FieldKind::Text { max: 20 }),
    ]
    .into_iter()
}

fn moves() -> Vec<Move> {
    let open = "reported at_street dispatched resolved";
    let kind = |kind: &str| Hold::Kind(vec![kind.to_owned()]);
    vec![
        Move {
            fill: words("description"),
            may: words("phone households cost visited channel address category urgency photos"),
            hold: kind("community_center"),
            ..mv("report", "", "reported", "anyone")
        },
        Move { fill: words("description"), may: words("phone"), ..mv("note_down", "", "reported", "community grid") },
        Move {
            stamp: words("responded"),
            may: words("note"),
            clock: ClockEffect::Keep,
            ..mv("respond", "reported dispatched", "", "community handler grid")
        },
        Move { hold: Hold::Up, notify: words("holder"), ..mv("raise", "reported", "at_street", "community grid") },
        Move { hold: Hold::Down, may: words("note"), ..mv("lower", "at_street", "reported", "dispatcher") },
        Move {
            fill: words("body"),
            may: words("note category urgency"),
            choose: words("drainage_office water_company"),
            hold: Hold::Chosen,
            notify: words("holder chain reporter"),
            ..mv("dispatch", "at_street", "dispatched", "dispatcher")
        },
        Move {
            fill: words("note"),
            hold: Hold::Previous,
            clock: ClockEffect::Keep,
            count: words("returns"),
            notify: words("holder"),
            ..mv("return", "dispatched reported", "at_street", "handler community")
        },
        Move {
            fill: words("note"),
            may: words("photos cost"),
            hold: Hold::Previous,
            set: BTreeMap::from([("solved_by".to_owned(), json!("office"))]),
            ..mv("resolve", "dispatched", "resolved", "handler")
        },
        Move { hold: Hold::Nobody, ..mv("close", "resolved reported", "closed", "dispatcher community") },
        Move {
            hold: Hold::Previous,
            count: words("reopened"),
            over: words("supervisor"),
            ..mv("reopen", "closed", "dispatched", "resident")
        },
        Move { fill: words("note"), clock: ClockEffect::Suspend, ..mv("suspend", "dispatched reported", "suspended", "handler community") },
        Move { clock: ClockEffect::Resume, ..mv("resume", "suspended", "back", "handler community") },
        Move {
            fill: words("workdays note"),
            clock: ClockEffect::Extend,
            review: Some("supervisor".into()),
            ..mv("extend", open, "", "handler")
        },
        Move { fill: words("other"), merge: Some(true), ..mv("merge", open, "merged", "dispatcher community") },
        Move { merge: Some(false), over: words("dispatcher"), ..mv("unmerge", "merged", "back", "") },
        Move { fill: words("rating"), may: words("note"), over: words("supervisor dispatcher"), ..mv("rate", "closed", "", "resident") },
        Move { may: words("note"), supervise: Some(true), over: words("supervisor"), ..mv("supervise", open, "", "") },
        Move { fill: words("category"), may: words("urgency"), over: words("dispatcher"), ..mv("classify", open, "", "") },
        Move { fill: words("place"), over: words("dispatcher"), hold: kind("community_center"), ..mv("relocate", "reported", "", "") },
        Move { set: BTreeMap::from([("public".to_owned(), json!(true))]), over: words("dispatcher"), ..mv("publish", open, "", "") },
    ]
}

fn pack() -> Pack {
    let levels = KINDS.map(|(level, tier)| Level { name: level.into(), tier: Some(tier.into()), ..Level::default() });
    let category = |code: &str, urgency: Option<&str>| {
        (code.to_owned(), Category { code: code.into(), urgency: urgency.map(ToOwned::to_owned), ..Category::default() })
    };
    let rule = |category: &str, body: &str| DispatchRule { category: category.into(), body: body.into(), ..DispatchRule::default() };
    let urgency = |name: &str| (name.to_owned(), Urgency { name: name.into(), ..Urgency::default() });
    let case = Register {
        name: "case".into(),
        label: text("民情事项"),
        number: "{root}-{year}-{seq:6}".into(),
        title: "description".into(),
        level: "grid".into(),
        deadline: Some(urgent("15 workdays", "2 days")),
        fields: fields().collect(),
        states: [
            state("reported", true, Some(limit("1 workday"))),
            state("at_street", true, Some(limit("4 work hours"))),
            state("dispatched", true, Some(urgent("2 workdays", "2 hours"))),
            state("resolved", true, None),
            state("suspended", true, None),
            state("merged", false, None),
            state("closed", false, None),
        ]
        .into(),
        moves: moves().into_iter().map(|mv| (mv.name.clone(), mv)).collect(),
        escalation: vec![
            Escalation { after: Span::Minutes(0), to: "street".into(), ..Escalation::default() },
            Escalation { after: Span::Workdays(1), to: "district".into(), ..Escalation::default() },
        ],
        ..Register::default()
    };
    Pack {
        name: "test".into(),
        version: "0123456789ab".into(),
        root: ROOT.into(),
        levels: levels.into(),
        categories: [
            category("utilities", Some("yellow")),
            category("utilities.drain", None),
            category("utilities.gas", Some("red")),
            category("noise", None),
        ]
        .into(),
        urgencies: ["red", "yellow"].map(urgency).into(),
        dispatch: vec![rule("utilities", "water_company"), rule("utilities.drain", "drainage_office")],
        clock: ClockRules { timezone: "Asia/Shanghai".into(), hours: vec![(510, 720), (870, 1050)], yellow_at: 80, basis: String::new() },
        registers: [("case".to_owned(), case)].into(),
        ..Pack::default()
    }
}
