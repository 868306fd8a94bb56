//! Accounts and bodies that come in from files: every mistake at once, all or the good ones, and what went out comes back the same.

use std::collections::BTreeMap;

use linli_app::AppError;
use linli_app::import::{Fault, Labels, Mode, Roster, RosterJob, Slip};
use linli_pack::model::Text;

use crate::town::Town;

/// What the columns are called in these tests.
fn labels() -> Labels {
    let named = [
        ("login", "登录名"),
        ("name", "姓名"),
        ("role", "岗位"),
        ("body", "单位"),
        ("area", "辖区"),
        ("from", "任职从"),
        ("until", "任职到"),
        ("disabled", "停用"),
        ("code", "代码"),
        ("kind", "类型"),
        ("called", "名称"),
        ("parent", "上级机构"),
        ("since", "成立日期"),
        ("result", "导入结果"),
    ];
    Labels(named.into_iter().map(|(name, zh)| (name, Text { zh: zh.to_owned(), en: name.to_owned() })).collect())
}

const CENTER: &str = "340104001001:community_center";

fn begin(town: &Town, login: &str, roster: Roster, updates: bool, lines: &[&str]) -> Result<String, AppError> {
    let text = lines.join("\n");
    town.app.roster_begin(&town.who(login), roster, (updates, "名单.csv"), &labels(), text.as_bytes())
}

fn checked(town: &Town, login: &str, roster: Roster, updates: bool, lines: &[&str]) -> RosterJob {
    let id = begin(town, login, roster, updates, lines).unwrap();
    town.app.roster_job(&town.who(login), &id, &labels()).unwrap()
}

/// What is wrong, as row, input and rule.
fn wrong(job: &RosterJob) -> Vec<(u32, String, String)> {
    let told = |fault: &Fault| match fault {
        Fault::Rule(rule) => (*rule).to_owned(),
        Fault::Twice { row, .. } => format!("twice {row}"),
        other => format!("{other:?}").split([' ', '(', '{']).next().unwrap().to_owned(),
    };
    job.checked.as_ref().unwrap().findings.iter().map(|found| (found.row, found.input.clone(), told(&found.fault))).collect()
}

fn counts(job: &RosterJob) -> (i64, i64, i64, i64) {
    (job.kept.made, job.kept.changed, job.kept.same, job.kept.bad)
}

fn go(town: &Town, login: &str, job: &RosterJob, mode: Mode) -> Vec<Slip> {
    let (done, slips) = town.app.roster_go(&town.who(login), &job.kept.id, mode, &labels()).unwrap();
    assert_eq!(done.kept.state, "done");
    slips
}

/// The file that an export makes.
fn export(town: &Town, login: &str, roster: Roster) -> Vec<String> {
    let columns = town.app.roster_columns(roster, &labels());
    let heading = columns.iter().map(|column| column.label.zh.clone()).collect::<Vec<_>>().join(",");
    let rows = town.app.roster_rows(&town.who(login), roster).unwrap();
    std::iter::once(heading).chain(rows.into_iter().map(|row| row.join(","))).collect()
}

#[test]
fn people_come_in_with_their_roles_and_change_the_password_that_was_made_up_for_them() {
    let town = Town::new();
    let lines = [
        "登录名,姓名,岗位,单位,辖区,任职从,任职到",
        &format!("wang,王小明,社区受理员,{CENTER},,,"),
        "wang,王小明,社区党组织书记,,340104001001,2026-03-01,2026年12月31日",
        "li,李梅,grid.lead,,340104001001001,,",
    ];
    let job = checked(&town, "admin", Roster::Accounts, false, &lines);
    assert_eq!((counts(&job), wrong(&job)), ((3, 0, 0, 0), Vec::new()));
    let slips = go(&town, "admin", &job, Mode::All);
    assert_eq!(slips.iter().map(|slip| slip.login.as_str()).collect::<Vec<_>>(), ["wang", "li"]);
    let first = &slips[0];
    let secret = town.app.sign_in(&first.login, &first.password, "").unwrap();
    let who = town.app.session(&secret).unwrap().unwrap();
    assert_eq!(who.unfinished, Some(linli_app::people::Unfinished::Password), "nothing else before that");
    let context = town.app.staff("wang", linli_pack::Lang::Zh).unwrap();
    let roles: BTreeMap<_, _> = context.actor.grants.iter().map(|grant| (grant.role.clone(), grant.body.clone())).collect();
    assert_eq!(roles["community.clerk"], CENTER);
    assert_eq!(roles["community.secretary"], "340104001001:party_committee", "the area and the role find the body");
    let (again, slips) = town.app.roster_go(&town.who("admin"), &job.kept.id, Mode::All, &labels()).unwrap();
    assert!(slips.is_empty() && again.kept.made == 3, "pressed twice: nothing is told a second time");
    town.sound();
}

#[test]
fn everything_wrong_with_accounts_is_said_at_once_with_its_row_and_column() {
    let town = Town::new();
    let lines = [
        "登录名,姓名,岗位,单位,辖区,任职从,任职到",
        &format!(",王一,社区受理员,{CENTER},,,"),
        &format!("two words,王二,社区受理员,{CENTER},,,"),
        &format!("clerk1,王三,社区受理员,{CENTER},,,"),
        &format!("four,,站长大人,{CENTER},,,"),
        "five,王五,社区受理员,没有这个单位,,,",
        &format!("six,王六,网格责任人,{CENTER},,,"),
        "seven,王七,社区受理员,,,,",
        "eight,王八,社区受理员,,340104001001001,,",
        &format!("nine,王九,社区受理员,{CENTER},,2026-05-01,2026-04-01"),
        &format!("ten,王十,社区受理员,{CENTER},,5月1日,"),
        &format!("eleven,赵一,社区受理员,{CENTER},,,"),
        &format!("eleven,赵二,社区受理员,{CENTER},,,"),
        &format!("twelve,赵三,社区受理员,{CENTER},340104001002,,"),
        &format!("good,赵四,社区受理员,{CENTER},,,"),
    ];
    let job = checked(&town, "admin", Roster::Accounts, false, &lines);
    let expected = [
        (2, "login", "missing"),
        (3, "login", "login-form"),
        (4, "login", "roster-login-taken"),
        (5, "role", "Input"),
        (5, "name", "missing"),
        (6, "body", "Input"),
        (7, "body", "role-body"),
        (8, "body", "roster-body-or-area"),
        (9, "area", "roster-no-body"),
        (10, "until", "date-order"),
        (11, "from", "BadDate"),
        (12, "login", "roster-other-row"),
        (13, "name", "roster-name-differs"),
        (13, "role", "twice 12"),
        (14, "area", "roster-body-elsewhere"),
    ];
    assert_eq!(wrong(&job), expected.map(|(row, input, rule)| (row, input.to_owned(), rule.to_owned())));
    assert_eq!(counts(&job), (1, 0, 0, 13));
    let all = town.app.roster_go(&town.who("admin"), &job.kept.id, Mode::All, &labels());
    assert!(matches!(all, Err(AppError::Invalid { rule: "import-mistakes", .. })), "{:?}", all.map(|done| done.1));
    assert!(matches!(town.app.staff("good", linli_pack::Lang::Zh), Err(AppError::NotFound(_))), "one mistake, and nothing came in");
    assert_eq!(go(&town, "admin", &job, Mode::Good).len(), 1);
    assert!(town.app.staff("good", linli_pack::Lang::Zh).is_ok() && town.app.staff("eleven", linli_pack::Lang::Zh).is_err());
}

#[test]
fn accounts_that_went_out_come_back_unchanged_and_change_where_the_file_was_changed() {
    let town = Town::new();
    let lines = export(&town, "admin", Roster::Accounts);
    let text: Vec<&str> = lines.iter().map(String::as_str).collect();
    let job = checked(&town, "admin", Roster::Accounts, true, &text);
    assert_eq!((wrong(&job), job.kept.made + job.kept.changed), (Vec::new(), 0));
    let changed: Vec<String> = lines.iter().map(|line| line.replace("clerk1 同志", "钱改名")).collect();
    let text: Vec<&str> = changed.iter().map(String::as_str).collect();
    let job = checked(&town, "admin", Roster::Accounts, true, &text);
    assert_eq!((job.kept.changed, job.kept.bad), (1, 0));
    assert!(go(&town, "admin", &job, Mode::All).is_empty(), "who is there keeps their password");
    assert_eq!(town.app.staff("clerk1", linli_pack::Lang::Zh).unwrap().name, "钱改名");
    let end = ["登录名,岗位,单位,任职到", &format!("clerk1,社区受理员,{CENTER},2026-03-03")];
    let job = checked(&town, "admin", Roster::Accounts, true, &end);
    go(&town, "admin", &job, Mode::All);
    assert!(town.app.staff("clerk1", linli_pack::Lang::Zh).unwrap().actor.grants.is_empty(), "the role ended yesterday");
    town.sound();
}

#[test]
fn bodies_come_in_in_any_order_below_one_another_and_hang_below_themselves_nowhere() {
    let town = Town::new();
    let lines = [
        "代码,类型,名称,辖区,上级机构,成立日期",
        ",驻区单位,第五小学,340104001001,教育联盟,2001-09-01",
        ",社会组织,教育联盟,340104001001,,",
    ];
    let job = checked(&town, "organiser1", Roster::Bodies, false, &lines);
    assert_eq!((counts(&job), wrong(&job)), ((2, 0, 0, 0), Vec::new()));
    go(&town, "organiser1", &job, Mode::All);
    let school = town.app.territory().named_body("340104001001:stationed_unit").cloned().unwrap();
    assert_eq!((school.name.zh.as_str(), school.parent.as_deref()), ("第五小学", Some("340104001001:social_organisation")));
    let view = town.app.body_view(&town.who("organiser1"), "340104001001:stationed_unit").unwrap();
    assert_eq!(view.since.as_deref(), Some("2001-09-01"));
    let turned = ["代码,上级机构", "340104001001:social_organisation,第五小学"];
    let job = checked(&town, "organiser1", Roster::Bodies, true, &turned);
    assert_eq!(wrong(&job), [(2, "parent".to_owned(), "body-circle".to_owned())]);
    let lines = export(&town, "organiser1", Roster::Bodies);
    let text: Vec<&str> = lines.iter().map(String::as_str).collect();
    let job = checked(&town, "organiser1", Roster::Bodies, true, &text);
    assert_eq!((wrong(&job), job.kept.made + job.kept.changed), (Vec::new(), 0), "what went out comes back the same");
    town.sound();
}

#[test]
fn everything_wrong_with_bodies_is_said_at_once() {
    let town = Town::new();
    let lines = [
        "代码,类型,名称,辖区,上级机构,成立日期",
        "a,驻区单位,甲,340104001001,a,",
        "b,驻区单位,乙,340104001001,c,",
        "c,驻区单位,丙,340104001001,b,",
        "d,没有这一类,丁,340104001001,,",
        "e,驻区单位,戊,999999,,",
        "f,驻区单位,己,340104001,,",
        "g,驻区单位,庚,340104002001,,",
        ",社区服务站,辛,340104001001,,",
        "h h,驻区单位,壬,340104001001,,",
        "i,驻区单位,癸,340104001001,没有这个上级,",
        "j,驻区单位,子,340104001001,340104001002:community_center,",
        "k,驻区单位,丑,340104001001,d,昨天",
        "l,驻区单位,寅,340104001001,i,",
        "i,驻区单位,卯,340104001001,,",
        "340104001001:community_center,,改名,,,",
        "good,驻区单位,辰,340104001001,,",
    ];
    let job = checked(&town, "organiser1", Roster::Bodies, false, &lines);
    let found = wrong(&job);
    let has = |row: u32, input: &str, rule: &str| found.contains(&(row, input.to_owned(), rule.to_owned()));
    assert!(has(2, "parent", "body-circle") && has(3, "parent", "body-circle") && has(4, "parent", "body-circle"), "{found:?}");
    assert!(
        has(5, "kind", "Input") && has(6, "area", "Input") && has(7, "kind", "body-level") && has(8, "area", "roster-not-yours"),
        "{found:?}"
    );
    assert!(
        has(10, "code", "roster-code-form") && has(11, "parent", "roster-parent-unknown") && has(12, "parent", "body-area"),
        "{found:?}"
    );
    assert!(has(13, "since", "BadDate") && has(14, "parent", "roster-parent-row") && has(15, "code", "twice 11"), "{found:?}");
    assert!(has(16, "code", "roster-body-taken"), "{found:?}");
    go(&town, "organiser1", &job, Mode::Good);
    let territory = town.app.territory();
    assert!(territory.named_body("good").is_some() && territory.named_body("l").is_none() && territory.named_body("a").is_none());
}

#[test]
fn who_keeps_no_accounts_imports_none_and_nobody_sees_anothers_import() {
    let town = Town::new();
    let lines = ["登录名,姓名,岗位,单位", &format!("wang,王小明,社区受理员,{CENTER}")];
    assert!(matches!(begin(&town, "clerk1", Roster::Accounts, false, &lines), Err(AppError::Forbidden(_))));
    assert!(matches!(town.app.roster_rows(&town.who("organiser1"), Roster::Accounts), Err(AppError::Forbidden(_))));
    let id = begin(&town, "admin", Roster::Accounts, false, &lines).unwrap();
    assert!(matches!(town.app.roster_job(&town.who("district"), &id, &labels()), Err(AppError::NotFound(_))));
    assert!(matches!(begin(&town, "admin", Roster::Accounts, false, &["日期,天气", "1,2"]), Err(AppError::File(_))));
}
