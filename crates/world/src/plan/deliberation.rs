//! What communities decide together: their halls, resolutions gone step by step, meetings, what residents say to what is on display, and what they
//! ask; whom they care for, and what is within a walk. As many as the world's description says, however few the cases.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members::{Branch, branches, by};
use super::script::input;
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::bodies::code;
use crate::dice::Dice;
use crate::workdays::iso;
use crate::{places, texts};

const DAY: i64 = 86_400;

pub(super) fn deliberation(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let wanted = &plan.ground.world.deliberation;
    // Villages have committees of their own; what is counted here are communities.
    let branches: Vec<Branch<'_>> = branches(plan).into_iter().filter(|branch| watcher(plan, branch).is_some()).collect();
    if branches.is_empty() {
        return Vec::new();
    }
    let mut dice = Dice::new(plan.options.seed, "deliberation");
    let mut out = Vec::new();
    let kinds: [(usize, Maker); 6] = [
        (wanted.halls, hall),
        (wanted.resolutions, resolution),
        (wanted.sessions, session),
        (wanted.questions, question),
        (wanted.facilities, facility),
        (wanted.care, care),
    ];
    for (count, make) in kinds {
        for nth in 0..count {
            let Some(branch) = branches.get(nth % branches.len()) else { continue };
            let index = first + out.len();
            let made = make(&mut One { plan, dice: &mut dice, branch, nth, count, index, at: None });
            out.extend(made);
        }
    }
    // In the community that demos show, one matter stands at each step as the year ends.
    let shown = branches.iter().find(|branch| plan.ground.world.showcase.starts_with(branch.body.split(':').next().unwrap_or_default()));
    for (days, make) in SHOWN.into_iter().filter(|_| wanted.resolutions > 0) {
        let Some(branch) = shown else { break };
        let index = first + out.len();
        let at = Some(plan.options.until - days * DAY);
        let made = make(&mut One { plan, dice: &mut dice, branch, nth: 0, count: 1, index, at });
        out.extend(made);
    }
    out
}

/// How many days before the end the matters that demos show begin.
const SHOWN: [(i64, Maker); 10] = [
    (3, resolution),
    (12, resolution),
    (22, resolution),
    (33, resolution),
    (38, resolution),
    (80, resolution),
    (1, session),
    (2, session),
    (9, session),
    (2, question),
];

type Maker = fn(&mut One<'_, '_>) -> Vec<PlannedCase>;

/// Who confirms the numbers of a meeting there: the account and its body.
fn watcher(plan: &Plan<'_>, branch: &Branch<'_>) -> Option<(String, String)> {
    let community = branch.body.split(':').next().unwrap_or_default();
    ["residents_committee", "supervisory_committee"].iter().find_map(|kind| {
        let body = code(community, kind);
        let login = plan.roster.get(&("residents.supervisor".to_owned(), body.clone()))?.first()?;
        Some((login.clone(), body))
    })
}

/// What one matter is made from.
struct One<'a, 'p> {
    plan: &'a Plan<'p>,
    dice: &'a mut Dice,
    branch: &'a Branch<'a>,
    nth: usize,
    count: usize,
    index: usize,
    /// When it begins, where that is not left to the year.
    at: Option<i64>,
}

/// Steps being written, each so many working days after the one before.
struct Steps {
    at: i64,
    out: Vec<PlannedStep>,
}

impl One<'_, '_> {
    fn community(&self) -> &str {
        self.branch.body.split(':').next().unwrap_or_default()
    }

    fn words(&mut self, section: &str) -> Vec<String> {
        texts::deliberation(self.dice, section)
    }

    /// Matters come evenly over the year, so that the last ones are still under way when it ends.
    fn begin(&mut self) -> Steps {
        let (from, until) = (self.plan.options.from, self.plan.options.until);
        let share = |n: usize| i64::try_from(n).unwrap_or_default();
        let spread = from + (until - from) * share(self.nth) / share(self.count.max(1)) + self.dice.between(0, 3) * DAY;
        let at = self.at.unwrap_or(spread);
        Steps { at: self.plan.days.after(at, self.dice.between(5, 380)), out: Vec::new() }
    }

    fn step(&mut self, steps: &mut Steps, days: (i64, i64), by: By, name: &'static str, given: BTreeMap<String, Value>) {
        if !steps.out.is_empty() {
            let on = steps.at + self.dice.between(days.0, days.1) * DAY;
            steps.at = self.plan.days.after(on, self.dice.between(5, 380));
        }
        steps.out.push(PlannedStep { at: steps.at, by, on: Vec::new(), name, input: given });
    }

    /// A step of the community's secretary.
    fn chair(&mut self, steps: &mut Steps, days: (i64, i64), name: &'static str, given: BTreeMap<String, Value>) {
        let by = by(self.branch);
        self.step(steps, days, by, name, given);
    }

    /// The same on the task that was opened, or by whoever works on it.
    fn on_task(&mut self, steps: &mut Steps, days: (i64, i64), by: By, name: &'static str, given: BTreeMap<String, Value>) {
        self.step(steps, days, by, name, given);
        if let Some(last) = steps.out.last_mut() {
            last.on = vec!["task".to_owned()];
        }
    }

    fn clerk(&mut self) -> By {
        let body = code(self.community(), "community_center");
        let logins = self.plan.roster.get(&("community.clerk".to_owned(), body.clone())).map(Vec::as_slice).unwrap_or_default();
        By::Staff { login: self.dice.pick(logins).cloned().unwrap_or_default(), role: "community.clerk", body }
    }

    /// The supervisory committee confirms the numbers of the meeting.
    fn confirmed(&mut self, steps: &mut Steps) {
        if let Some((login, body)) = watcher(self.plan, self.branch) {
            self.step(steps, (0, 1), By::Staff { login, role: "residents.supervisor", body }, "approve", BTreeMap::new());
        }
    }

    fn done(&self, index: usize, register: &'static str, steps: Steps) -> Option<PlannedCase> {
        let until = self.plan.options.until;
        let at = steps.out.first()?.at;
        let kept = steps.out.into_iter().take_while(|step| step.at <= until).collect();
        (at <= until).then_some(PlannedCase { index, register, at, steps: kept })
    }
}

fn cell(words: &[String], nth: usize) -> Value {
    words.get(nth).cloned().unwrap_or_default().into()
}

fn hall(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    let name = one.plan.ground.areas.iter().find(|area| area.code == one.community()).map_or("", |area| area.name.as_str());
    let seats = one.dice.between(3, 9) * 10;
    let place = one.dice.word(&["社区党员服务中心二楼", "社区服务用房一楼东侧", "党群活动室旁", "社区综合楼三楼"]);
    let given = input([
        ("name", format!("{name}党员议事厅").into()),
        ("where", format!("{name}{place}").into()),
        ("seats", seats.into()),
        ("hours", "工作日 8:30–17:30，周六上午".into()),
    ]);
    let mut steps = Steps { at: one.plan.days.after(one.plan.options.from, one.dice.between(5, 380)), out: Vec::new() };
    one.chair(&mut steps, (0, 0), "set_up", given);
    one.done(one.index, "hall", steps).into_iter().collect()
}

/// The numbers of a meeting: how many are due, how many came, and how they voted.
fn numbers(one: &mut One<'_, '_>, names: [&str; 5], due: (i64, i64), share: (i64, i64), secret: bool) -> BTreeMap<String, Value> {
    let due = one.dice.between(due.0, due.1);
    let present = (due * one.dice.between(share.0, share.1)).div_euclid(100).max(1);
    let no = one.dice.between(0, present / 10);
    let abstain = one.dice.between(0, present / 12);
    let silent = if secret { 0 } else { one.dice.between(0, 1).min(present - no - abstain) };
    let values = [due, present, present - no - abstain - silent, no, abstain];
    names.into_iter().zip(values).map(|(name, value)| (name.to_owned(), value.into())).collect()
}

fn resolution(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    let words = one.words("subjects");
    let mut s = one.begin();
    one.chair(&mut s, (0, 0), "draft", input([("matter", cell(&words, 0)), ("subject", cell(&words, 1)), ("plan", cell(&words, 2))]));
    let party = ["party_due", "party_present", "party_yes", "party_no", "party_abstain"];
    let committees = ["committees_due", "committees_present", "committees_yes", "committees_no", "committees_abstain"];
    let members = ["members_due", "members_present", "members_yes", "members_no", "members_abstain"];
    let residents = ["residents_due", "residents_present", "residents_yes", "residents_no", "residents_abstain"];
    let given = numbers(one, party, (5, 9), (90, 100), false);
    one.chair(&mut s, (1, 4), "party_vote", given);
    one.confirmed(&mut s);
    let given = numbers(one, committees, (9, 14), (90, 100), false);
    one.chair(&mut s, (2, 6), "committees_vote", given);
    one.confirmed(&mut s);
    call(one, &mut s, "call_members", ["members_on", "members_place"]);
    let given = numbers(one, members, (28, 160), (72, 96), false);
    one.chair(&mut s, (5, 8), "members_vote", given);
    one.confirmed(&mut s);
    call(one, &mut s, "call_residents", ["residents_on", "residents_place"]);
    // One meeting in nine has too few there: it is void and called again.
    if one.dice.chance(0.11) {
        let given = numbers(one, residents, (41, 75), (45, 62), true);
        one.chair(&mut s, (5, 8), "residents_vote", given);
        one.confirmed(&mut s);
        call(one, &mut s, "call_residents", ["residents_on", "residents_place"]);
    }
    let given = numbers(one, residents, (41, 75), (74, 95), true);
    one.chair(&mut s, (5, 8), "residents_vote", given);
    one.confirmed(&mut s);
    one.chair(&mut s, (1, 2), "publish", input([("decision", cell(&words, 3))]));
    let published = s.at;
    // Late enough for answers given after a long holiday.
    one.chair(&mut s, (16, 20), "settle", BTreeMap::new());
    let center = code(one.community(), "community_center");
    let task = input([("errand", cell(&words, 4)), ("done_means", cell(&words, 5)), ("bodies", center.into())]);
    one.chair(&mut s, (1, 3), "set_task", task);
    let clerk = one.clerk();
    one.on_task(&mut s, (1, 2), clerk.clone(), "start", BTreeMap::new());
    one.on_task(&mut s, (18, 40), clerk, "report_back", input([("note", "已按完成标准落实，请验收。".into())]));
    let chair = by(one.branch);
    one.on_task(&mut s, (1, 4), chair, "accept_back", BTreeMap::new());
    one.chair(&mut s, (1, 5), "publish_result", input([("result", cell(&words, 6))]));
    one.chair(&mut s, (9, 12), "close", BTreeMap::new());
    let index = one.index;
    let mut out: Vec<PlannedCase> = one.done(index, "resolution", s).into_iter().collect();
    let said = if published <= one.plan.options.until { one.dice.between(0, 2) } else { 0 };
    for _ in 0..said {
        let words = one.words("opinions");
        // People speak when they have time, on days off as well.
        let mut s = Steps { at: published + one.dice.between(1, 70) * 3_600, out: Vec::new() };
        let given = input([("words", cell(&words, 0)), ("area", one.community().to_owned().into())]);
        one.step(&mut s, (0, 0), By::Resident, "say", given);
        if let Some(first) = s.out.last_mut() {
            first.on = vec![format!("plan:{index}")];
        }
        one.chair(&mut s, (1, 2), "answer", input([("note", cell(&words, 1))]));
        let index = index + out.len();
        out.extend(one.done(index, "opinion", s));
    }
    out
}

fn call(one: &mut One<'_, '_>, s: &mut Steps, name: &'static str, [on, place]: [&str; 2]) {
    one.chair(s, (1, 3), name, input([(place, "社区议事厅".into())]));
    if let Some(called) = s.out.last_mut() {
        called.input.insert(on.to_owned(), iso(called.at + 5 * DAY).into());
    }
}

fn session(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    let words = one.words("sessions");
    let mut s = one.begin();
    let form = cell(&words, 0);
    let (hearing, settles) = (form == "hearing", matches!(form.as_str(), Some("hall" | "council" | "joint" | "on_site")));
    let days = if hearing { (9, 12) } else { (4, 7) };
    let held = iso(s.at + days.0 * DAY);
    one.chair(
        &mut s,
        (0, 0),
        "call",
        input([("form", form), ("subject", cell(&words, 1)), ("held_on", held.into()), ("venue", "社区议事厅".into())]),
    );
    let came = one.dice.between(9, 42);
    let minutes = "到会人员逐一发言，意见分三类汇总，见议定事项。";
    one.chair(&mut s, days, "hold_it", input([("came_together", came.into()), ("minutes", minutes.into())]));
    if one.dice.chance(0.25) {
        let mut given = numbers(one, ["expected", "present", "yes", "no", "abstain"], (15, 40), (75, 95), false);
        given.extend(input([("outcome", cell(&words, 2))]));
        one.chair(&mut s, (0, 0), "vote", given);
        one.confirmed(&mut s);
    } else {
        one.chair(&mut s, (0, 1), "agree", input([("outcome", cell(&words, 2))]));
    }
    if settles && one.dice.chance(0.4) {
        let center = code(one.community(), "community_center");
        let errand = input([("errand", cell(&words, 2)), ("done_means", "按议定事项落实，居民满意".into()), ("bodies", center.into())]);
        one.chair(&mut s, (0, 2), "set_task", errand);
    }
    one.chair(&mut s, (1, 4), "circulate", BTreeMap::new());
    one.done(one.index, "session", s).into_iter().collect()
}

fn question(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    let words = one.words("questions");
    let mut s = one.begin();
    let area = one.community().to_owned();
    let given = input([("about", cell(&words, 0)), ("question", cell(&words, 1)), ("area", area.into())]);
    one.step(&mut s, (0, 0), By::Resident, "ask", given);
    let clerk = one.clerk();
    if one.dice.chance(0.7) {
        one.step(&mut s, (0, 2), clerk, "answer_openly", input([("shown", cell(&words, 2)), ("answer", cell(&words, 3))]));
    } else {
        one.step(&mut s, (0, 2), clerk, "answer", input([("answer", cell(&words, 3))]));
    }
    if one.dice.chance(0.5) {
        let score = one.dice.between(3, 5);
        one.step(&mut s, (0, 3), By::Resident, "rate", input([("rating", score.into())]));
    }
    one.done(one.index, "question", s).into_iter().collect()
}

fn facility(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    const KINDS: [(&str, &str); 8] = [
        ("health", "卫生服务站"),
        ("fitness", "健身广场"),
        ("reading", "书屋"),
        ("canteen", "助餐点"),
        ("elders", "日间照料中心"),
        ("childcare", "托育点"),
        ("window", "便民服务窗口"),
        ("market", "便民菜场"),
    ];
    let community = one.community().to_owned();
    let grids: Vec<_> = one.plan.grids.iter().filter(|grid| grid.code.starts_with(&community)).copied().collect();
    let Some(grid) = one.dice.pick(&grids).copied() else { return Vec::new() };
    let (lon, lat) = places::point_in(one.dice, grid);
    // Seven kinds in each community, another one missing in the next.
    let Some((kind, what)) = KINDS.get((one.nth / 52 + one.nth % 52) % KINDS.len()) else { return Vec::new() };
    let name = one.plan.ground.areas.iter().find(|area| area.code == community).map_or("", |area| area.name.as_str());
    let degrees = |micro: i32| Value::from(f64::from(micro) / 1e6);
    let given = input([
        ("kind", (*kind).into()),
        ("name", format!("{}{what}", name.trim_end_matches("社区")).into()),
        ("area", grid.code.clone().into()),
        ("lon", degrees(lon)),
        ("lat", degrees(lat)),
    ]);
    let clerk = one.clerk();
    let mut steps = Steps { at: one.plan.days.after(one.plan.options.from, one.dice.between(5, 380)), out: Vec::new() };
    one.step(&mut steps, (0, 0), clerk, "set_up", given);
    one.done(one.index, "facility", steps).into_iter().collect()
}

fn care(one: &mut One<'_, '_>) -> Vec<PlannedCase> {
    let words = one.words("care");
    let mut s = one.begin();
    let clerk = one.clerk();
    let given = input([
        ("assurance", cell(&words, 0)),
        ("need", cell(&words, 1)),
        ("consent", true.into()),
        ("purpose", "上门探访、代办和节日慰问，已向本人说明".into()),
        ("name", places::person(one.dice).into()),
        ("phone", places::phone(one.dice).into()),
    ]);
    one.step(&mut s, (0, 0), clerk.clone(), "register", given);
    let team = code(one.community(), "volunteer_team");
    let Some(lead) = one.plan.roster.get(&("volunteer.lead".to_owned(), team.clone())).and_then(|logins| logins.first()).cloned() else {
        return one.done(one.index, "care", s).into_iter().collect();
    };
    one.step(&mut s, (1, 3), clerk.clone(), "pair", input([("bodies", team.clone().into())]));
    let lead = By::Staff { login: lead, role: "volunteer.lead", body: team };
    for _ in 0..one.dice.between(1, 5) {
        let note = one.dice.word(&["上门看望，送菜一次", "陪同就医一次", "打扫卫生，检查用电安全", "陪聊一小时，精神很好"]);
        one.step(&mut s, (20, 30), lead.clone(), "visit", input([("note", note.into())]));
        if let Some(last) = s.out.last_mut() {
            last.on = vec!["care_pair".to_owned()];
        }
    }
    if one.dice.chance(0.06) {
        one.step(&mut s, (3, 9), clerk, "withdraw", BTreeMap::new());
    }
    one.done(one.index, "care", s).into_iter().collect()
}
