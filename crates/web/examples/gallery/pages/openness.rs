//! Made-up openness boards: what is being decided here, and one paper with its steps and what people say to it.

use linli_web::Locale;
use linli_web::view::*;

fn shell(l: Locale) -> PhoneShell {
    let head = Head { l, title: l.pick("公开栏", "Openness board").into(), ..Head::default() };
    PhoneShell { head, lang_href: format!("?lang={}", l.other().tag()), text_href: "?text=large".into(), ..PhoneShell::default() }
}

fn item(title: &str, kind: &str, period: &str, heard: &str) -> BoardItem {
    BoardItem { title: title.into(), href: "/openness/JY2026-00012".into(), kind: kind.into(), period: period.into(), heard: heard.into() }
}

pub fn list(l: Locale) -> OpennessPage {
    let heard = l.pick("可以提意见", "Say what you think");
    let decision = l.pick("决议公示", "Decision");
    let board = |zh: &str, en: &str, items, past| BoardView { label: l.pick(zh, en).into(), items, past };
    OpennessPage {
        shell: shell(l),
        place: "三里庵社区".into(),
        boards: vec![
            board("党务公开", "Party affairs", Vec::new(), Vec::new()),
            board(
                "居务公开",
                "Residents' affairs",
                vec![
                    item("修缮老年活动室", decision, "11月20日至11月27日", heard),
                    item("小区机动车停放规则", l.pick("正在议的事", "Being decided"), "11月18日起", heard),
                ],
                vec![item("背街小巷路灯补亮", l.pick("实施结果公示", "What came of it"), "9月1日至9月8日", "")],
            ),
        ],
        more: vec![Link { label: l.pick("问社区一件事", "Ask your community").into(), href: "/fill/question".into() }],
    }
}

pub fn steps(l: Locale) -> Vec<StepView> {
    let carried = Badge { text: l.pick("通过", "Carried").into(), tone: "fine" };
    let vote = StepVote {
        said: l.pick("应到 45 人，实到 38 人；同意 36、反对 1、弃权 1", "45 due, 38 present; 36 for, 1 against, 1 abstained").into(),
        rule: l.pick("按规定到会不少于 30 人、同意不少于 23 票", "It takes 30 present and 23 for").into(),
        came: carried,
    };
    let step = |zh: &str, en: &str, at: TierAt, votes: Vec<StepVote>| StepView {
        label: l.pick(zh, en).into(),
        at,
        asks: l.pick("公示不少于七天", "On display for at least seven days").into(),
        by: l.pick("12月3日（周四）前完成", "Due by Thu 3 Dec").into(),
        votes,
    };
    vec![
        step("党组织提议", "The Party organisation proposes", TierAt::Done, vec![vote.clone()]),
        step("居民会议决议", "The residents' meeting decides", TierAt::Done, vec![vote]),
        step("决议公开", "The decision is open to all", TierAt::Now, Vec::new()),
        step("实施结果公开", "What came of it is open to all", TierAt::Ahead, Vec::new()),
    ]
}

pub fn paper(l: Locale) -> BoardItemPage {
    BoardItemPage {
        shell: shell(l),
        title: "修缮老年活动室".into(),
        place: "三里庵社区 · JY2026-00012".into(),
        kind: Badge { text: l.pick("决议公示", "Decision").into(), tone: "accent" },
        period: "11月20日至11月27日".into(),
        steps: steps(l),
        facts: vec![Fact {
            label: l.pick("哪方面", "About").into(), value: l.pick("工程项目", "Works").into(), href: String::new()
        }],
        papers: vec![Paper {
            label: l.pick("决议内容", "Decision").into(),
            paragraphs: vec!["同意修缮，预算不超过三万元，请居民代表验收。".into()],
        }],
        form: Some(ActForm {
            title: l.pick("提意见", "Say what you think").into(),
            action: "/openness/JY2026-00012".into(),
            fields: vec![Field {
                name: "words".into(),
                label: l.pick("您的意见", "What you think").into(),
                kind: FieldKind::LongText { rows: 4, max: 500 },
                required: true,
                wide: true,
                ..Field::default()
            }],
            submit: l.pick("提意见", "Say what you think").into(),
            ..ActForm::default()
        }),
        kept: l.pick("您留下的姓名和电话只用来答复您", "Your name and phone serve to answer you").into(),
        basis: "四议两公开".into(),
    }
}
