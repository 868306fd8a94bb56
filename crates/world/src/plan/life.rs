//! A year of organisation life. Meetings fall due by the program; here is who plans and holds them when, and what else organisations do: training,
//! promises, campaigns, the secretary's report, aid out of the fund.

use std::collections::BTreeMap;

use linli_engine::recur;
use serde_json::Value;

use super::members::{Branch, branches, by};
use super::script::input;
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::dice::Dice;
use crate::workdays::{AHEAD, iso};

const DAY: i64 = 86_400;
/// Steps of a matter, before they are known to fall into the year.
type Steps = Vec<(i64, &'static str, BTreeMap<String, Value>)>;

pub(super) fn life(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    if !plan.ground.pack.registers.contains_key("org_life") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (nth, branch) in branches(plan).iter().enumerate() {
        let mut one = One { plan, branch, dice: Dice::new(plan.options.seed, &format!("life {}", branch.body)), first, out: &mut out };
        one.meetings();
        one.training();
        one.promises();
        one.report();
        one.fund();
        if nth % 4 == 0 {
            one.campaign();
        }
    }
    out
}

struct One<'a, 'p> {
    plan: &'a Plan<'p>,
    branch: &'a Branch<'a>,
    dice: Dice,
    first: usize,
    out: &'a mut Vec<PlannedCase>,
}

impl One<'_, '_> {
    fn put(&mut self, register: &'static str, on: Vec<String>, steps: Steps) {
        let until = self.plan.options.until;
        let Some(at) = steps.first().map(|step| step.0).filter(|at| *at <= until) else { return };
        let who = by(self.branch);
        let kept = steps.into_iter().take_while(|step| step.0 <= until).enumerate();
        let steps = kept.map(|(nth, (at, name, input))| {
            let on = if nth == 0 { on.clone() } else { Vec::new() };
            let by = if name == "approve" { self.above() } else { who.clone() };
            PlannedStep { at, by, on, name, input }
        });
        self.out.push(PlannedCase { index: self.first + self.out.len(), register, at, steps: steps.collect() });
    }

    /// Whoever looks after organisations in the subdistrict.
    fn above(&self) -> By {
        let role = "street.organiser";
        let community = self.branch.body.split(':').next().unwrap_or_default();
        let covers = |body: &str| body.split(':').next().is_some_and(|area| community.starts_with(area));
        let found = self.plan.roster.iter().find(|((held, body), _)| held == role && covers(body));
        let (body, login) = found.map(|((_, body), logins)| (body.clone(), logins.first().cloned())).unwrap_or_default();
        By::Staff { login: login.unwrap_or_default(), role, body }
    }

    /// A working hour on or after a day.
    fn hour(&mut self, at: i64) -> i64 {
        self.plan.days.after(at, self.dice.between(5, 380))
    }

    /// A working hour so many days later.
    fn later(&mut self, at: i64, from: i64, to: i64) -> i64 {
        let days = self.dice.between(from, to);
        self.hour(at + days * DAY)
    }

    fn seed(&mut self) -> Value {
        self.dice.between(1, 1_000_000_000).into()
    }

    /// Each duty of each period: planned ahead, held, sometimes late or not at all, often made up.
    fn meetings(&mut self) {
        let plan = self.plan;
        let Some(rule) = plan.ground.pack.registers.get("org_life").and_then(|register| register.recur.as_ref()) else { return };
        let kind = self.branch.body.rsplit(':').next().unwrap_or_default();
        let date = |at: i64| linli_engine::calendar::date_of(i32::try_from((at + AHEAD).div_euclid(DAY)).unwrap_or_default());
        let start = |day: jiff::civil::Date| i64::from(linli_engine::calendar::day_of(day)) * DAY - AHEAD;
        let (from, until) = (date(plan.options.from), date(plan.options.until));
        for owed in rule.owed.values().filter(|owed| owed.bodies.iter().any(|body| body == kind)) {
            for period in recur::periods(owed, from, until) {
                let begins = start(period.from).max(plan.options.from) + 2 * 3_600;
                let last = start(period.until);
                let room = (last - begins).max(DAY) / DAY;
                // The committee meets early in the month; what has a fixed day is held on it; the rest whenever there is time.
                let day = match owed.on {
                    Some(_) => last,
                    None if owed.name == "committee_meeting" => begins + self.dice.between(1, 9).min(room) * DAY,
                    None => begins + self.dice.between(room / 3, room.max(1) - 1) * DAY,
                };
                let luck = self.dice.unit();
                if luck > 0.965 {
                    continue;
                }
                let day = if luck > 0.92 { last + self.dice.between(1, 8) * DAY } else { day };
                let (planned, held) = (self.hour(begins.max(day - 6 * DAY)), self.hour(day));
                let topic = self.dice.word(topics(&owed.name));
                let plan = input([
                    ("on", iso(held).into()),
                    ("at", self.dice.word(&["9:00", "14:30", "15:00", "16:00"]).into()),
                    ("where", self.dice.word(&["党群服务中心会议室", "社区二楼会议室", "网格驿站", "党员活动室"]).into()),
                    ("topic", topic.into()),
                ]);
                let minutes = format!(
                    "{topic}。{}",
                    self.dice.word(&["大家作了交流，意见一致。", "逐项讨论，形成决定。", "学习后结合工作谈了打算。"])
                );
                let decided = self.dice.word(&["按讨论意见落实，下次会议通报进展", "由分工委员牵头，月底前完成", ""]);
                let mut given = input([("on", iso(held).into()), ("attendance", self.seed()), ("minutes", minutes.into())]);
                if !decided.is_empty() && owed.name != "lesson" {
                    given.insert("decisions".to_owned(), decided.into());
                }
                let mut steps = vec![(planned.min(held - 600), "plan", plan), (held, "hold", given)];
                if self.dice.chance(0.7) {
                    let made = self.later(held, 2, 14);
                    steps.push((made, "make_up", input([("made_up", self.seed()), ("note", "已送学上门，逐人补课".into())])));
                }
                self.put("org_life", vec![owed.name.clone(), self.branch.body.to_owned(), period.from.to_string()], steps);
            }
        }
    }

    fn training(&mut self) {
        for nth in 0..3_i64 {
            let at = self.plan.options.from + (nth * 120 + self.dice.between(5, 60)) * DAY;
            let (planned, held) = (self.hour(at), self.later(at, 7, 20));
            let audience = if nth == 1 { "officers" } else { "members" };
            let (subject, name) = self.dice.pick(TRAININGS).copied().unwrap_or_default();
            let plan = input([
                ("name", name.into()),
                ("audience", audience.into()),
                ("subject", subject.into()),
                ("on", iso(held).into()),
                ("where", "党群服务中心 14:30".into()),
                ("hours", self.dice.between(2, 6).into()),
            ]);
            let held_with =
                input([("on", iso(held).into()), ("attendance", self.seed()), ("content", format!("{name}，讲授并答疑").into())]);
            let mut steps = vec![(planned, "plan", plan), (held, "hold", held_with)];
            if self.dice.chance(0.5) {
                steps.push((self.hour(held + 9 * DAY), "make_up", input([("made_up", self.seed())])));
            }
            self.put("training", Vec::new(), steps);
        }
        let soon = self.plan.options.until + self.dice.between(3, 25) * DAY;
        let at = self.hour(self.plan.options.until - 6 * DAY);
        let plan = input([
            ("name", "社区工作者服务能力培训".into()),
            ("audience", "officers".into()),
            ("subject", "service".into()),
            ("on", iso(soon).into()),
            ("where", "街道党校 9:00".into()),
        ]);
        self.put("training", Vec::new(), vec![(at, "plan", plan)]);
    }

    fn promises(&mut self) {
        for _ in 0..self.dice.between(2, 4) {
            let at = self.later(self.plan.options.from, 10, 250);
            let by_day = at + self.dice.between(60, 200) * DAY;
            let (what, progress, done) = self.dice.pick(PROMISES).copied().unwrap_or_default();
            let whose = self.dice.word(&["organisation", "organisation", "secretary", "member"]);
            let given = input([("what", what.into()), ("whose", whose.into()), ("by", iso(by_day).into())]);
            let mut steps = vec![(at, "promise", given)];
            steps.push((self.later(at, 15, 50), "report_progress", input([("progress", progress.into())])));
            if self.dice.chance(0.8) {
                let kept = self.later(by_day, -20, -1);
                steps.push((kept, "keep", input([("progress", done.into())])));
            }
            steps.sort_by_key(|step| step.0);
            self.put("commitment", Vec::new(), steps);
        }
    }

    /// The report of the year that was.
    fn report(&mut self) {
        let Some(year) = iso(self.plan.options.from).get(..4).and_then(|year| year.parse::<i16>().ok()) else { return };
        let Ok(day) = jiff::civil::Date::new(year, 12, i8::try_from(self.dice.between(10, 29)).unwrap_or(20)) else { return };
        let at = i64::from(linli_engine::calendar::day_of(day)) * DAY - AHEAD;
        let (called, heard) = (self.hour(at - 9 * DAY), self.hour(at));
        let confirmed = self.later(heard, 1, 3);
        let people = self.dice.between(24, 60);
        let good = people * self.dice.between(78, 96) / 100;
        let given = input([
            ("on", iso(heard).into()),
            ("done_well", "完成网格党支部调整，三会一课按期开展；办成充电棚、路灯等民生实事。".into()),
            ("to_improve", "年轻党员参加活动偏少，个别小区党员楼长力量不足。".into()),
            ("next_year", "推行周末党课，补齐党员楼长，继续办好居民身边的小事。".into()),
            ("heard_by", people.into()),
            ("good", good.into()),
            ("fair", (people - good).into()),
            ("poor", 0.into()),
        ]);
        let call = input([("on", iso(heard).into()), ("where", "党群服务中心 15:00".into())]);
        let on = vec!["party_work".to_owned(), self.branch.body.to_owned(), day.to_string()];
        self.put("secretary_report", on, vec![(called, "call", call), (heard, "report", given), (confirmed, "approve", BTreeMap::new())]);
    }

    fn fund(&mut self) {
        let at = self.later(self.plan.options.from, 5, 40);
        let yuan = |n: i64| Value::from(n.to_string());
        let start = self.dice.between(30, 120) * 100;
        let given = input([("name", "党员互助关爱基金".into()), ("amount", yuan(start)), ("origin", "党员自愿捐助".into())]);
        let mut steps = vec![(at, "set_up", given)];
        let (mut now, mut left) = (at, start);
        for _ in 0..self.dice.between(3, 6) {
            now = self.later(now, 20, 60);
            if self.dice.chance(0.3) {
                let more = self.dice.between(5, 30) * 100;
                left += more;
                steps.push((now, "pay_in", input([("amount", yuan(more)), ("origin", "共建单位捐助".into())])));
                continue;
            }
            let amount = self.dice.between(3, 15) * 100;
            if amount > left {
                continue;
            }
            left -= amount;
            let (plan, purpose) = self.dice.pick(AIDS).copied().unwrap_or_default();
            let given = input([
                ("plan", plan.into()),
                ("amount", yuan(amount)),
                ("purpose", purpose.into()),
                ("note", "经支部委员会研究同意".into()),
            ]);
            steps.push((now, "give", given));
        }
        self.put("aid_fund", Vec::new(), steps);
    }

    fn campaign(&mut self) {
        let at = self.later(self.plan.options.from, 150, 260);
        let begins = at + 3 * DAY;
        let ends = begins + 160 * DAY;
        let given = input([("name", "“党旗引领开门红”争创活动".into()), ("begins", iso(begins).into()), ("ends", iso(ends).into())]);
        let note = |text: &str| input([("note", text.into())]);
        let mut now = at;
        let mut later = |one: &mut Self| {
            now = one.later(now, 12, 30);
            now
        };
        let mut steps = vec![(at, "begin", given)];
        steps.push((later(self), "studied", note("集中学习两次，支部全覆盖")));
        steps.push((later(self), "discussed", note("围绕“怎么带头、怎么服务”开展讨论")));
        steps.push((later(self), "planned", input([("goals", "办成五件实事，党员楼长覆盖所有小区".into())])));
        let promised = later(self);
        let promise = input([
            ("promise", "年内完成老旧小区楼道灯更换".into()),
            ("whose", "organisation".into()),
            ("promised_by", iso(promised + 90 * DAY).into()),
        ]);
        steps.push((promised, "promise_publicly", promise));
        steps.push((later(self), "promised", BTreeMap::new()));
        steps.push((later(self), "practised", note("组织志愿服务六次，办成实事四件")));
        self.put("campaign", Vec::new(), steps);
    }
}

fn topics(duty: &str) -> &'static [&'static str] {
    match duty {
        "branch_meeting" => &["讨论半年工作安排", "讨论发展对象转正", "通报党费收缴和使用", "讨论网格党建分工"],
        "committee_meeting" => &["研究本月重点工作", "研究困难党员帮扶", "研究主题党日安排", "研究发展党员工作"],
        "group_meeting" => &["学习文件、交流思想", "分工联系小区住户", "讨论党员岗位履职情况"],
        "lesson" => &["书记讲党课：做居民的贴心人", "学习党章和党的纪律", "学习基层治理政策"],
        "theme_day" => &["清洁家园志愿服务", "走访困难党员和群众", "重温入党誓词", "参加小区协商议事"],
        "life_meeting" => &["检视问题、开展批评和自我批评"],
        _ => &["个人自评、党员互评、民主测评"],
    }
}

const TRAININGS: &[(&str, &str)] = &[
    ("theory", "党的理论学习培训"),
    ("rules", "党员纪律教育"),
    ("law", "民法典与邻里纠纷"),
    ("service", "群众工作方法"),
    ("digital", "手机办事和防诈骗"),
    ("safety", "消防和急救知识"),
];

/// What is promised, how far it has come, and how it ended.
const PROMISES: &[(&str, &str, &str)] = &[
    ("安装四处电动车充电棚", "已选址三处，等供电公司接线", "四处均已投用"),
    ("每月入户走访独居老人一次", "已走访六十余户", "全年走访不断档，建立联系台账"),
    ("修复社区广场破损地砖", "施工单位已进场", "已修复并验收"),
    ("为老旧小区更换楼道灯", "已更换两个小区", "全部更换完成"),
    ("开设暑期儿童托管班", "正在招募志愿者", "开班两期，服务四十余名儿童"),
    ("设置居民议事亭", "方案已公示", "已建成，议事八次"),
];

const AIDS: &[(&str, &str)] = &[
    ("warm", "重病住院慰问"),
    ("warm", "家庭生活困难补助"),
    ("sun", "子女入学资助"),
    ("sun", "失业党员技能培训补助"),
    ("sunset", "老党员生日慰问"),
    ("sunset", "独居老党员冬季慰问"),
    ("glory", "光荣在党五十年纪念慰问"),
];
