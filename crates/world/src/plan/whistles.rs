//! Whistles: the subdistrict calls departments to what it cannot settle with one of them. Most report in, some late, some not at all; they act,
//! are rated, and the subdistrict ends it. Half of them come out of a case.

use std::collections::BTreeMap;

use serde_json::Value;

use super::script::{Script, input};
use super::{Plan, PlannedCase};
use crate::dice::Dice;

/// One kind of matter: what it is about, who is called, and within how many minutes they report in (working ones, or by the clock).
struct Kind {
    name: &'static str,
    category: &'static str,
    departments: &'static [&'static str],
    limit: (i64, bool),
    what: &'static [&'static str],
    ask: &'static [&'static str],
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "joint",
        category: "events.building.illegal",
        departments: &["enforcement_team", "dept_market", "dept_urban", "police_station", "dept_sanitation"],
        limit: (240, true),
        what: &["沿街夜市占道经营，多次劝离后反复", "顶楼加盖彩钢房，已下整改通知仍在施工", "流动摊贩占用消防通道，需联合整治"],
        ask: &["请到现场联合执法，固定证据，当场清理", "请派执法人员携带文书到场，联合查处"],
    },
    Kind {
        name: "hard",
        category: "people.property.service",
        departments: &["dept_housing", "dept_civil", "justice_office", "dept_petition", "dept_labour"],
        limit: (420, true),
        what: &[
            "老旧小区物业弃管，水电费拖欠，居民多次反映",
            "拆迁安置户产权证十年未办，涉及三个部门",
            "小区地下车位产权纠纷，双方多次聚集",
        ],
        ask: &["请派熟悉政策的同志参加协调会，带上有关依据", "请在会前给出书面意见，会上明确由谁牵头"],
    },
    Kind {
        name: "emergency",
        category: "events.emergency.burst",
        departments: &["dept_fire", "police_station", "unit_gas", "unit_water", "dept_drainage"],
        limit: (30, false),
        what: &["主管道爆裂，路面积水漫入居民楼", "楼道闻到浓烈燃气味，已疏散住户", "雨后围墙倒塌，压住两辆车，道路中断"],
        ask: &["请立即派人到现场处置", "请马上带抢修设备到场，先排险"],
    },
];

const REPORTED_IN: [&str; 4] =
    ["两名执法人员已到现场", "分管负责人带队到场，正在会商", "已到场，先做隔离和排查", "因手续在外，先报书面意见，下午补派人员"];
const DONE: [&str; 4] =
    ["已按分工处理完毕，现场恢复", "已出具处理意见，交街道归档", "已抢修完毕，观察两小时无异常", "已立案查处，后续由本单位跟踪"];
const ENDED: [&str; 3] = ["各部门按分工办毕，问题解决，收哨", "联合处置完成，已回访居民，收哨", "达成协议并书面确认，收哨"];
const EXCUSED: [&str; 2] = ["现场已由其他部门处置，不必再来", "经核不涉及该单位职责，免于报到"];

pub(super) fn whistles(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let mut dice = Dice::new(plan.options.seed, "whistles");
    let span = plan.options.until - plan.options.from;
    let count = i64::try_from(plan.options.whistles.max(1)).unwrap_or(1);
    let year = (0..plan.options.whistles).map(|i| {
        let nth = i64::try_from(i).unwrap_or(0);
        let at = plan.options.from + span / count * nth + dice.between(0, span / count);
        let grid = dice.pick(&plan.grids).map(|grid| grid.code.clone()).unwrap_or_default();
        whistle(plan, first + i, plan.days.after(at, dice.between(5, 300)), &grid)
    });
    year.collect()
}

/// Whistles that are under way when the plan ends, at the desks of the demo logins: just blown, waiting, late.
pub(super) fn shown(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    if plan.options.whistles == 0 {
        return Vec::new();
    }
    let begun = [10, 45, 200, 700, 1_500, 3_000, 4_500];
    let whistles = begun.iter().enumerate().map(|(i, minutes)| {
        let at = plan.options.until - minutes * 60;
        whistle(plan, first + i, at, &plan.ground.world.showcase)
    });
    whistles.collect()
}

/// What somebody does with the whistle or one of its calls, and when.
struct Event {
    at: i64,
    role: &'static str,
    body: String,
    name: &'static str,
    input: BTreeMap<String, Value>,
    on: Vec<String>,
}

fn whistle(plan: &Plan<'_>, index: usize, at: i64, grid: &str) -> PlannedCase {
    let mut s = Script::new(plan, if index.is_multiple_of(2) { "case" } else { "whistle" }, index, at, grid);
    let nth = s.dice.weighted([50.0, 32.0, 18.0].into_iter());
    let Some(kind) = KINDS.get(nth) else { return s.done() };
    // Half come out of a case that a department had taken on.
    let handler = plan.ground.handlers.get(kind.category).cloned().unwrap_or_default();
    let from_case = index.is_multiple_of(2);
    if from_case && handler.is_empty() {
        return s.done();
    }
    let street = s.body("street_center");
    let called = called(&mut s, kind);
    if called.is_empty() {
        return s.done();
    }
    let place = s.address.text.clone();
    let (what, ask) = (format!("{place}：{}", s.dice.word(kind.what)), s.dice.word(kind.ask));
    let bodies = Value::from(called.clone());
    let path: &[&str] = if from_case { &["whistle"] } else { &[] };
    if from_case {
        let mut filled = s.place();
        filled.extend(input([("description", what.into()), ("category", kind.category.into()), ("address", place.into())]));
        s.staff("street.dispatcher", &street, "register_street", filled);
        s.pass(10, 1.0, kind.limit.1);
        sent(&mut s, &handler);
        let filled = input([("whistle_kind", kind.name.into()), ("bodies", bodies), ("note", ask.into())]);
        s.staff("street.dispatcher", &street, "whistle", filled);
    } else {
        let filled = input([("matter", kind.name.into()), ("what", what.into()), ("ask", ask.into()), ("bodies", bodies)]);
        let filled = filled.into_iter().chain(input([("address", place.into()), ("area", s.address.area.clone().into())])).collect();
        s.staff("street.dispatcher", &street, "blow", filled);
    }
    let begun = s.now;
    let mut events: Vec<Event> = called.iter().flat_map(|body| call(&mut s, kind, body, &street, begun, path)).collect();
    let last = events.iter().map(|event| event.at).max().unwrap_or(begun);
    let close = plan.days.after(last, s.dice.between(30, 400));
    let note = input([("note", s.dice.word(&ENDED).into())]);
    let on = path.iter().map(|part| (*part).to_owned()).collect();
    events.push(Event { at: close, role: "street.dispatcher", body: street, name: "end", input: note, on });
    events.sort_by_key(|event| event.at);
    for event in events {
        s.now = event.at;
        s.on = event.on;
        s.staff(event.role, &event.body, event.name, event.input);
    }
    s.on = Vec::new();
    if from_case {
        s.pass(60, 1.0, true);
        s.noted("department.handler", &handler, "resolve");
        s.pass(120, 1.0, true);
        s.noted("street.dispatcher", "street_center", "verify");
    }
    s.done()
}

/// To the department that takes the case on, which is not alone with it for long.
fn sent(s: &mut Script<'_, '_>, handler: &str) {
    let (street, body, note) = (s.body("street_center"), s.body(handler), s.note("dispatch"));
    s.staff("street.dispatcher", &street, "dispatch", input([("body", body.clone().into()), ("note", note)]));
    s.pass(15, 1.0, false);
    s.staff("department.handler", &body, "take", input([]));
    s.pass(20, 1.0, false);
}

/// Who is called: two to four of the kind's departments that have staff here, and those that cover the grid.
fn called(s: &mut Script<'_, '_>, kind: &Kind) -> Vec<String> {
    let plan = s.plan;
    let register = plan.ground.pack.registers.get("case");
    let covering = register.and_then(|register| register.moves.get("whistle")).map(|mv| mv.propose.clone()).unwrap_or_default();
    let most = 2 + usize::try_from(s.dice.below(3)).unwrap_or(0);
    let skip = usize::try_from(s.dice.below(kind.departments.len() as u64)).unwrap_or(0);
    let some = kind.departments.iter().cycle().skip(skip).take(kind.departments.len()).copied();
    let handled = |body: &String| plan.roster.contains_key(&("department.handler".to_owned(), body.clone()));
    let mut bodies: Vec<String> = some.map(|kind| s.body(kind)).filter(handled).take(most).collect();
    bodies.extend(covering.iter().map(|kind| s.body(kind)).filter(handled));
    bodies
}

/// What becomes of one call.
fn call(s: &mut Script<'_, '_>, kind: &Kind, body: &str, street: &str, begun: i64, path: &[&str]) -> Vec<Event> {
    let plan = s.plan;
    let days = &plan.days;
    let on: Vec<String> = path.iter().copied().chain([body]).map(str::to_owned).collect();
    let after = |from: i64, minutes: i64| if kind.limit.1 { days.after(from, minutes) } else { from + minutes * 60 };
    let department = |at: i64, name: &'static str, input: BTreeMap<String, Value>| Event {
        at,
        role: "department.handler",
        body: body.to_owned(),
        name,
        input,
        on: on.clone(),
    };
    let desk = |at: i64, name: &'static str, input: BTreeMap<String, Value>| Event {
        at,
        role: "street.dispatcher",
        body: street.to_owned(),
        name,
        input,
        on: on.clone(),
    };
    let (silent, late) = (s.dice.chance(0.05), s.dice.chance(0.1));
    let share = if silent || late { s.dice.range(1.2, 3.0) } else { s.dice.range(0.15, 0.9) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some hundred minutes")]
    let arrives = after(begun, (kind.limit.0 as f64 * share) as i64 + 1);
    let mut events = Vec::new();
    if silent || late {
        events.push(desk(arrives, "urge", input([])));
    }
    if silent {
        let excused = days.after(arrives, s.dice.between(200, 900));
        events.push(desk(excused, "excuse", input([("note", s.dice.word(&EXCUSED).into())])));
        return events;
    }
    let arrives = if late { after(arrives, 20) } else { arrives };
    let how = if s.dice.chance(0.8) { "on_site" } else { "in_writing" };
    events.push(department(arrives, "report_in", input([("how", how.into()), ("note", s.dice.word(&REPORTED_IN).into())])));
    let done = days.after(arrives, s.dice.between(60, 1_200));
    events.push(department(done, "finish", input([("note", s.dice.word(&DONE).into())])));
    let score: i64 = match s.dice.weighted([6.0, 8.0, 16.0, 40.0, 30.0].into_iter()) {
        _ if late => s.dice.between(1, 3),
        nth => i64::try_from(nth).unwrap_or(3) + 1,
    };
    events.push(desk(days.after(done, s.dice.between(20, 300)), "rate", input([("rating", score.into())])));
    events
}
