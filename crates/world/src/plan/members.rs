//! The rosters of the Party organisations: as many members as the document counts, of the kinds that it counts, and what is kept of them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::script::input;
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::dice::Dice;
use crate::places;
use crate::world::{Members, stride};

const DAY: i64 = 86_400;

/// Party organisation of a community with whoever keeps its roster.
pub(super) struct Branch<'a> {
    login: &'a str,
    pub(super) body: &'a str,
    weight: f64,
}

pub(super) fn branches<'a>(plan: &'a Plan<'_>) -> Vec<Branch<'a>> {
    let mut dice = Dice::new(plan.options.seed, "branches");
    let secretaries = plan.ground.staff.iter().filter(|one| one.role == "community.secretary");
    secretaries
        .map(|one| {
            let kind = one.body.rsplit(':').next().unwrap_or_default();
            let (low, high) = plan.ground.world.members.size.get(kind).copied().unwrap_or((22.0, 48.0));
            let weight = dice.range(low, high);
            Branch { login: &one.login, body: &one.body, weight }
        })
        .collect()
}

/// Every member of the district, enrolled before the year begins; most of those without office are given a post in its first months.
pub(super) fn members(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let branches = branches(plan);
    let weights: Vec<f64> = branches.iter().map(|branch| branch.weight).collect();
    let total = plan.ground.world.members.total;
    if branches.is_empty() || total < 3 * branches.len() {
        return Vec::new();
    }
    let shares = crate::areas::apportion(&weights, total, 3);
    let stride = stride(total, 588);
    let mut dice = Dice::new(plan.options.seed, "members");
    let mut out = Vec::with_capacity(total);
    for (branch, share) in branches.iter().zip(&shares) {
        for nth in 1..=*share {
            let rank = out.len() * stride % total;
            out.push(member(plan, &mut dice, branch, nth, rank, first + out.len()));
        }
    }
    out
}

pub(super) fn by(branch: &Branch<'_>) -> By {
    By::Staff { login: branch.login.to_owned(), role: "community.secretary", body: branch.body.to_owned() }
}

fn member(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, nth: usize, rank: usize, index: usize) -> PlannedCase {
    let Members { retiree, two_new, .. } = plan.ground.world.members;
    let belongs = match rank {
        _ if rank < retiree => "retiree",
        _ if rank < retiree + two_new => "two_new",
        _ => dice.word(&["resident", "resident", "unit"]),
    };
    let class = match belongs {
        "retiree" => dice.word(&["registered", "registered", "registered", "veteran", "hardship"]),
        "two_new" => dice.word(&["employed", "employed", "floating"]),
        _ => dice.word(&["registered", "registered", "employed", "floating", "veteran"]),
    };
    let without_office = dice.chance(0.72);
    let mut given = input([
        ("roster", format!("{nth:03}").into()),
        ("class", class.into()),
        ("belongs", belongs.into()),
        ("name", places::person(dice).into()),
        ("without_office", without_office.into()),
    ]);
    // Thrown apart, so that what is known of a member does not depend on it.
    let mut joined = Dice::new(plan.options.seed, &format!("joined {index}"));
    let day = format!("{}-{:02}-{:02}", joined.between(1966, 2022), joined.between(1, 12), joined.between(1, 28));
    given.insert("joined".to_owned(), day.into());
    if dice.chance(0.8) {
        given.insert("phone".to_owned(), places::phone(dice).into());
    }
    let at = plan.options.from + i64::try_from(index % 1_000_000).unwrap_or(0) / 4;
    let mut steps = vec![PlannedStep { at, by: by(branch), on: Vec::new(), name: "enrol", input: given }];
    // The rule of xuchang is over 80% of those without office on a post.
    if without_office && dice.chance(0.86) {
        let later = at + dice.between(5, 150) * DAY + dice.between(0, 20_000);
        if later <= plan.options.until {
            steps.push(PlannedStep { at: later, by: by(branch), on: Vec::new(), name: "assign", input: post(dice) });
        }
    }
    PlannedCase { index, register: "member", at, steps }
}

fn post(dice: &mut Dice) -> BTreeMap<String, Value> {
    const POSTS: &[(&str, &str)] = &[
        ("政策宣传", "每月入户宣传一次"),
        ("治安巡逻", "每周随网格巡逻一次"),
        ("纠纷调解", "接到后三日内上门调解"),
        ("环境卫生", "每周查看一次楼道和绿地"),
        ("帮困助老", "每月看望联系户两次"),
        ("文体活动", "每季组织一次活动"),
        ("民情收集", "每月收集一次意见"),
        ("居务监督", "每季参加一次查看"),
    ];
    let (name, duty) = dice.pick(POSTS).copied().unwrap_or_default();
    input([
        ("party_group", format!("第{}党小组", dice.between(1, 6)).into()),
        ("duty_post", name.into()),
        ("duty", duty.into()),
        ("reward", "年底民主评议时一并评议".into()),
    ])
}

/// What organisations keep besides: members who are away, enterprises, transfers.
pub(super) fn kept(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let branches = branches(plan);
    let mut dice = Dice::new(plan.options.seed, "kept");
    let mut out: Vec<PlannedCase> = Vec::new();
    for (nth, branch) in branches.iter().enumerate() {
        for _ in 0..2 {
            let case = away(plan, &mut dice, branch, first + out.len());
            out.push(case);
        }
        let case = enterprise(plan, &mut dice, branch, first + out.len());
        out.push(case);
        if let Some(other) = branches.get((nth + 7) % branches.len()).filter(|other| nth % 3 == 0 && other.body != branch.body) {
            let case = transfer(plan, &mut dice, branch, other, first + out.len());
            out.push(case);
        }
    }
    out
}

fn kept_until(plan: &Plan<'_>, case: PlannedCase) -> PlannedCase {
    let steps = case.steps.into_iter().filter(|step| step.at <= plan.options.until).collect();
    PlannedCase { steps, ..case }
}

/// Heard of about once a quarter; some not for longer.
fn away(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, index: usize) -> PlannedCase {
    let mut at = plan.options.from + dice.between(1, 60) * DAY + dice.between(0, 30_000);
    let given = input([
        ("roster", format!("{:03}", dice.between(1, 200)).into()),
        ("direction", dice.word(&["out", "out", "in"]).into()),
        ("where", dice.word(&["上海市闵行区", "杭州市余杭区", "深圳市宝安区", "南京市江宁区", "苏州市吴中区"]).into()),
        ("name", places::person(dice).into()),
        ("phone", places::phone(dice).into()),
    ]);
    let opened = at;
    let mut steps = vec![PlannedStep { at, by: by(branch), on: Vec::new(), name: "enrol", input: given }];
    let forgotten = dice.chance(0.25);
    for _ in 0..4 {
        at += dice.between(60, 86) * DAY;
        if forgotten && at > plan.options.until - 150 * DAY {
            break;
        }
        let channel = dice.word(&["call", "message", "visit", "branch"]);
        steps.push(PlannedStep { at, by: by(branch), on: Vec::new(), name: "contact", input: input([("channel", channel.into())]) });
    }
    kept_until(plan, PlannedCase { index, register: "floating_member", at: opened, steps })
}

fn enterprise(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, index: usize) -> PlannedCase {
    let at = plan.options.from + dice.between(1, 90) * DAY + dice.between(0, 30_000);
    let company = format!(
        "{}{}{}",
        dice.pick(&plan.ground.world.companies).map_or("", String::as_str),
        dice.word(&["商贸", "餐饮", "科技", "装饰", "物流", "教育咨询"]),
        dice.word(&["有限公司", "服务部", "中心"]),
    );
    let form = dice.word(&["own", "joint", "joint", "adviser", "none"]);
    let given = input([
        ("company", company.into()),
        ("form", form.into()),
        ("staff", dice.between(8, 260).into()),
        ("members", dice.between(0, 18).into()),
    ]);
    let mut steps = vec![PlannedStep { at, by: by(branch), on: Vec::new(), name: "enrol", input: given }];
    if dice.chance(0.8) {
        let later = at + dice.between(120, 175) * DAY;
        let given = input([("form", form.into()), ("members", dice.between(1, 20).into())]);
        steps.push(PlannedStep { at: later, by: by(branch), on: Vec::new(), name: "confirm", input: given });
    }
    kept_until(plan, PlannedCase { index, register: "enterprise_org", at, steps })
}

fn transfer(plan: &Plan<'_>, dice: &mut Dice, from: &Branch<'_>, to: &Branch<'_>, index: usize) -> PlannedCase {
    let at = plan.options.until - dice.between(2, 200) * DAY + dice.between(0, 20_000);
    let given = input([
        ("roster", format!("{:03}", dice.between(1, 200)).into()),
        ("name", places::person(dice).into()),
        ("reason", dice.word(&["moved", "work", "retired"]).into()),
        ("body", to.body.to_owned().into()),
    ]);
    let received = at + dice.between(2, 12) * DAY;
    let steps = vec![
        PlannedStep { at, by: by(from), on: Vec::new(), name: "send", input: given },
        PlannedStep { at: received, by: by(to), on: Vec::new(), name: "receive", input: BTreeMap::new() },
        PlannedStep { at: received + dice.between(1, 4) * DAY, by: by(from), on: Vec::new(), name: "confirm", input: BTreeMap::new() },
    ];
    kept_until(plan, PlannedCase { index, register: "transfer", at, steps })
}
