//! Every kind of mistake is found, named by its code, and pointed at where it was made.

use std::collections::BTreeSet;

use linli_pack::{Diagnostic, Lang, Pack, Severity, Source, code, parse, render};

/// A small pack that is right in every way; tests spoil it.
pub(crate) const GOOD: &str = include_str!("good.toml");

/// Reads a pack of one file.
pub(crate) fn read(text: &str) -> (Option<Pack>, Vec<Diagnostic>) {
    parse(&[vec![Source::new("pack.toml", text)]])
}

/// Each diagnostic as `code line "what it points at": message`, one a line.
fn told(layers: &[Vec<Source>]) -> String {
    let (pack, diagnostics) = parse(layers);
    let usable = !diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(pack.is_some(), usable, "there is a pack exactly if there is no error");
    let line = |d: &Diagnostic| {
        let text = &layers.iter().flatten().find(|source| source.path == d.file).unwrap().text;
        let at = text[..d.range.start].matches('\n').count() + 1;
        let help = d.help.as_ref().map(|help| format!(" — {}", help.en)).unwrap_or_default();
        format!("{} {}:{at} `{}`: {}{help}\n", d.code, d.file, text[d.range.clone()].lines().next().unwrap_or_default(), d.message.en)
    };
    diagnostics.iter().map(line).collect()
}

/// Spoils the good pack by one replacement and compares what is told.
fn check(from: &str, to: &str, expect: &str) {
    assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the good pack");
    let text = GOOD.replacen(from, to, 1);
    let got = told(&[vec![Source::new("p", text)]]);
    assert_eq!(got.trim(), expect.trim(), "\nspoilt: {from} → {to}");
}

#[test]
fn a_good_pack_is_read_without_a_word() {
    assert_eq!(told(&[vec![Source::new("p", GOOD)]]), "");
}

/// What is spoilt, how, and the code and the text that the answer must point at.
const SPOILT: &[(&str, &str, &str, &str)] = &[
    ("[rating]", "[rating", code::SYNTAX, ""),
    ("yellow_at = 80", "yelow_at = 80", code::UNKNOWN_KEY, "yelow_at"),
    ("every = true # one", "every = 1", code::WRONG_TYPE, "1"),
    ("number = \"W-{year}-{seq:4}\"", "", code::MISSING_KEY, "wish"),
    ("number = \"W-{year}-{seq:4}\"", "number = \"{root}-{year}-{seq:4}\"", code::SAME_NUMBER, "\"{root}-{year}-{seq:4}\""),
    ("label = { zh = \"网格\", en = \"Grid\" }", "label = { zh = \"网格\" }", code::MISSING_LABEL, "{ zh = \"网格\" }"),
    ("stage = \"solve\"", "stage = \"slove\"", code::BAD_VALUE, "\"slove\""),
    ("due = \"1 workday\"", "due = \"1 wrkday\"", code::BAD_SPAN, "\"1 wrkday\""),
    ("\"14:30-17:30\"", "\"11:30-17:30\"", code::BAD_HOURS, "\"11:30-17:30\""),
    ("number = \"{root}-{year}-{seq:6}\"", "number = \"{root}-{yaer}-{seq:6}\"", code::BAD_NUMBER, "\"{root}-{yaer}-{seq:6}\""),
    ("[urgency.red]", "[urgency.Red]", code::BAD_NAME, "Red"),
    ("zh = \"{area}中心\"", "zh = \"{aera}中心\"", code::UNKNOWN_PLACEHOLDER, "{ zh = \"{aera}中心\", en = \"{area} centre\" }"),
    ("level = \"grid\" # finest", "level = \"gird\"", code::UNKNOWN_LEVEL, "\"gird\""),
    ("parent = \"center\"", "parent = \"centre\"", code::UNKNOWN_BODY, "\"centre\""),
    ("by = [\"clerk\"] # dispatch", "by = [\"clrek\"]", code::UNKNOWN_ROLE, "\"clrek\""),
    ("category = \"utilities\" # rule", "category = \"utility\"", code::UNKNOWN_CATEGORY, "\"utility\""),
    ("urgency = \"yellow\"", "urgency = \"green\"", code::UNKNOWN_URGENCY, "\"green\""),
    ("to = \"dispatched\"", "to = \"dispached\"", code::UNKNOWN_STATE, "\"dispached\""),
    ("title = \"description\"", "title = \"descripton\"", code::UNKNOWN_FIELD, "\"descripton\""),
    ("may = [\"note\"]", "may = [\"noet\"]", code::UNKNOWN_INPUT, "\"noet\""),
    ("move = \"solve\"", "move = \"slove\"", code::UNKNOWN_MOVE, "\"slove\""),
    ("over = \"received\" # of all", "over = \"recieved\"", code::UNKNOWN_MEASURE, "\"recieved\""),
    ("register = \"case\"", "register = \"cas\"", code::UNKNOWN_REGISTER, "\"cas\""),
    ("\"duplicate\", \"publish\"]", "\"duplicat\", \"publish\"]", code::UNKNOWN_CAPABILITY, "\"duplicat\""),
    ("[analysis.case]", "[analysis.cas]", code::UNKNOWN_REGISTER, "cas"),
    ("measure = \"received\" # counted", "measure = \"recieved\"", code::UNKNOWN_MEASURE, "\"recieved\""),
    ("months = 12", "months = 1", code::BAD_VALUE, "1"),
    ("quiet_over = \"90 days\"", "quiet_over = \"90 workdays\"", code::BAD_SPAN, "\"90 workdays\""),
    ("at = \"created\" # received", "at = \"holder\"", code::NOT_A_TIME, "\"holder\""),
    ("fill = [\"note\"] # solve", "fill = [\"responded\"]", code::WRONG_FIELD, "\"responded\""),
    (
        "label = { zh = \"许愿\", en = \"Wish\" }",
        "label = { zh = \"许愿\", en = \"Wish\" }\nhold = \"up\"",
        code::CAPABILITY_NEEDED,
        "\"up\"",
    ),
    ("key = \"s\"", "key = \"s\"\nmay = [\"note\", \"note\"]", code::TWICE, "\"note\""),
    (
        "label = { zh = \"许愿\", en = \"Wish\" }",
        "label = { zh = \"许愿\", en = \"Wish\" }\nfrom = [\"told\"]",
        code::NO_OPENING_MOVE,
        "wish",
    ),
    (
        "[register.case.state.closed]",
        "[register.case.state.lost]\nlabel = { zh = \"x\", en = \"x\" }\nopen = false\n[register.case.state.closed]",
        code::UNREACHABLE,
        "lost",
    ),
    ("level = \"street\" # center", "level = \"street\"\nparent = \"post\"", code::LOOP, "\"post\""),
    (
        "[clock]",
        "[[dispatch]]\ncategory = \"utilities\"\nbody = \"post\"\nduty = { zh = \"x\", en = \"x\" }\n[clock]",
        code::TWO_RULES,
        "\"utilities\"",
    ),
    ("basis = \"shushan 三\"", "", code::NO_BASIS, "wish"),
    ("name = \"good\"", "name = \"good\"\nextends = \"base\"", code::EXTENDS, "\"base\""),
    ("[urgency.red]", "[urgency.orange]\nremove = true\n[urgency.red]", code::REMOVE_OF_NOTHING, "true"),
    ("clock = \"keep\"", "clock = \"extend\"", code::INPUT_NEEDED, "\"extend\""),
    ("from = [\"dispatched\"] # solve", "from = []", code::DEAD_END, "dispatched"),
    ("by = [\"resident\"]", "by = []", code::NOBODY, "tell"),
    ("key = \"s\"", "key = \"d\"", code::SAME_KEY, "key"),
    ("by = [\"holder_role\"]", "by = [\"anyone\"]", code::ANYONE, "\"anyone\""),
    ("level = \"street\" # center", "level = \"grid\"", code::UNKNOWN_LEVEL, "center"),
    ("[register.case.field.description]", "[register.case.field.created]", code::SHADOWS, "created"),
    ("when = \"case.category != null\"", "when = \"case.category != \"", code::EXPR_SYNTAX, "\""),
    ("when = \"case.category != null\"", "when = \"[1].all(x, x > 0)\"", code::EXPR_UNSUPPORTED, ""),
    ("when = \"case.category != null\"", "when = \"case.catgory != null\"", code::EXPR_NAME, "case.catgory"),
    ("when = \"case.category != null\"", "when = \"case.title == '中文' && case.catgory == null\"", code::EXPR_NAME, "case.catgory"),
    ("when = \"case.category != null\"", "when = \"case.category > 3\"", code::EXPR_TYPE, "case.category > 3"),
    ("when = \"case.category != null\"", "when = \"case.state == 'acepted'\"", code::EXPR_VALUE, "'acepted'"),
    ("filter = \"case.due < now\"", "filter = \"case.raised * case.raised > 9\"", code::EXPR_REACH, "case.raised * case.raised"),
    ("[register.case]\n", "[register.case]\ngroup = \"matters\"\n", code::UNKNOWN_GROUP, "\"matters\""),
    ("filter = \"case.due < now\"", "filter = \"input.note != null\"", code::EXPR_INPUT, "input.note"),
    ("filter = \"case.due < now\"", "filter = \"case.phone != null\"", code::EXPR_PERSONAL, "case.phone"),
    ("lead = \"committee\"", "lead = \"comittee\"", code::UNKNOWN_PART, "\"comittee\""),
    ("least = 0\nbelow = \"committee\"", "below = \"branch\"", code::LOOP, "\"branch\""),
    ("kinds = [\"town\"]", "kinds = [\"twon\"]", code::UNKNOWN_LEVEL, "\"twon\""),
    ("vote = { present = \"2/3\", agree = \"1/2\" }\n", "", code::MISSING_KEY, "[\"elected\", \"co_opted\"]"),
    ("present = \"2/3\"", "present = \"most\"", code::BAD_VALUE, "\"most\""),
    ("term = 5", "", code::MISSING_KEY, "6"),
    ("person.standing in ['head', 'deputy']", "person.standing in ['boss']", code::EXPR_VALUE, "'boss'"),
    ("person.member &&", "person.membr &&", code::EXPR_NAME, "person.membr"),
    ("cross = [\"post\"]", "cross = [\"posts\"]", code::UNKNOWN_BODY, "\"posts\""),
    ("[register.case.keep] # kept", "[register.wish.keep]", code::PRIVACY, "keep"),
    ("after = \"3650 days\"", "after = \"90 workdays\"", code::BAD_SPAN, "\"90 workdays\""),
    ("[register.case.retain] # retained", "[register.wish.retain]", code::PRIVACY, "retain"),
    ("[register.case.retain] # retained", "[register.wish.retain]", code::KEPT_FOR_EVER, "case"),
    ("after = \"4000 days\"", "after = \"400 days\"", code::PRIVACY, "\"400 days\""),
    ("from = \"closed\" # since", "from = \"description\"", code::NOT_A_TIME, "\"description\""),
    ("states = [\"closed\"] # ended", "states = [\"dispatched\"]", code::PRIVACY, "\"dispatched\""),
    ("states = [\"closed\"] # ended", "states = [\"closd\"]", code::UNKNOWN_STATE, "\"closd\""),
    ("\"duplicate\", \"publish\"]", "\"duplicate\"]", code::CAPABILITY_NEEDED, "publish"),
    ("when = \"case.open == true\"", "when = \"case.due < now\"", code::BAD_VALUE, "\"case.due < now\""),
    ("place = \"point\"", "place = \"door\"", code::BAD_VALUE, "\"door\""),
    ("derive = \"count(area, level == 'grid')\"", "derive = \"sum(area)\"", code::BAD_FIGURE, "sum(area)"),
    ("[register.case.move.shortcut]", "[register.case.move.leave]", code::BAD_NAME, "leave"),
    ("at = \"created\" # received", "at = \"standing\"", code::STANDING_AND_DATED, "\"received\""),
    ("[privacy]", "[tracks]\non = true\nbecause = { zh = \"x\", en = \"x\" }\n[privacy]", code::MISSING_KEY, "tracks"),
    ("[privacy]", "[tracks]\non = true\nbasis = \"x\"\n[privacy]", code::MISSING_LABEL, "tracks"),
    ("[privacy]", "[tracks]\non = true\nbecause = { zh = \"x\", en = \"x\" }\nbasis = \" \"\n[privacy]", code::PRIVACY, "true"),
    ("home = \"desk\"", "home = \"desk\"\nsecond_factor = \"yes\"", code::WRONG_TYPE, "\"yes\""),
    ("by = \"sort\", default", "by = \"srot\", default", code::UNKNOWN_FIELD, "\"srot\""),
    ("quick = \"2 hours\"", "quikc = \"2 hours\"", code::BAD_VALUE, "quikc"),
    ("group = \"approval\" # grouped", "group = \"aproval\"", code::BAD_SERVICE, "\"aproval\""),
    ("level = \"street\" # decides", "level = \"steet\"", code::UNKNOWN_LEVEL, "\"steet\""),
    ("ways = [\"window\", \"online\"] # ways", "ways = [\"windw\"]", code::BAD_SERVICE, "\"windw\""),
    ("visits = 1\n", "visits = 0\n", code::BAD_SERVICE, "0"),
    ("form = \"both\"", "form = \"bothe\"", code::BAD_VALUE, "\"bothe\""),
    ("way = \"window\" # way", "way = \"door\"", code::BAD_SERVICE, "\"door\""),
    ("count = [\"turn\"] # counts", "count = [\"desk\"]", code::BAD_VALUE, "\"desk\""),
    ("kind = \"materials\" # papers", "kind = \"text\"", code::BAD_SERVICE, "true"),
    ("turn = \"turn\" # gives", "turn = \"desk\"", code::BAD_TURN, "\"desk\""),
    ("call = \"call\" # calls", "call = \"take\"", code::BAD_TURN, "\"take\""),
    ("hours = \"09:00-12:00\" # slots", "hours = \"09:00-09:20\"", code::BAD_BOOKING, "\"09:00-09:20\""),
    ("[register.visit.booking.slots.window]", "[register.visit.booking.slots.Window]", code::BAD_NAME, "Window"),
    ("columns = [\"service\", \"desk\"]", "columns = [\"service\", \"dsk\"]", code::UNKNOWN_FIELD, "\"dsk\""),
    ("part_of = \"case\"", "part_of = \"wish\"", code::NO_OPENING_MOVE, "part_of"),
    ("calls = \"call.state == 'called'\"", "calls = \"call.created < now\"", code::BAD_VALUE, "\"call.created < now\""),
    ("calls = \"call.state == 'called'\"", "description = \"call.state == 'called'\"", code::WRONG_FIELD, "description"),
    ("[register.call.tells.case]", "[register.call.tells.wish]", code::NO_OPENING_MOVE, "wish"),
    ("each = \"bodies\", ", "", code::INPUT_NEEDED, "opens"),
    ("fill = [\"bodies\", \"description\"] # call", "fill = [\"description\"]", code::INPUT_NEEDED, "opens"),
    ("what = \"title\"", "what = \"titel\"", code::UNKNOWN_FIELD, "\"titel\""),
    ("propose = [\"post\"]", "propose = [\"center\"]", code::UNKNOWN_BODY, "\"center\""),
    ("within = { responded", "within = { phone", code::NOT_A_TIME, "phone"),
    ("kind = \"text\" # what", "kind = \"duty\"", code::MISSING_KEY, "what"),
    ("move = \"from_hotline\"", "move = \"from_hotlin\"", code::UNKNOWN_MOVE, "\"from_hotlin\""),
    ("move = \"from_hotline\"", "move = \"dispatch\"", code::EXCHANGE, "\"dispatch\""),
    ("number = \"order\" # theirs", "number = \"phone\"", code::WRONG_FIELD, "\"phone\""),
    ("fill = [\"note\"] # adds", "fill = [\"note\"]\nmay = [\"order\"]", code::EXCHANGE, "\"order\""),
    ("later = \"hotline_adds\"", "later = \"dispatch\"", code::EXCHANGE, "\"dispatch\""),
    ("[register.case.exchange.hotline.takes.order]", "[register.case.exchange.hotline.takes.note]", code::INPUT_NEEDED, "hotline"),
    ("hotline.takes.category]", "hotline.takes.categry]", code::UNKNOWN_INPUT, "categry"),
    ("\"下水道\" = \"utilities\"", "\"下水道\" = \"utilites\"", code::UNKNOWN_CATEGORY, "\"utilites\""),
    ("heads = [\"诉求内容\"]", "heads = [\"工单号\"]", code::SAME_HEAD, "\"工单号\""),
    ("replied = \"closed\"", "replied = \"order\"", code::NOT_A_TIME, "\"order\""),
    ("value = \"state\"", "value = \"phone\"", code::PRIVACY, "\"phone\""),
    ("values = { closed", "values = { closd", code::UNKNOWN_STATE, "closd"),
    ("result = [\"solve\"]", "", code::MISSING_KEY, "\"result\""),
    ("result = [\"solve\"]", "result = [\"shortcut\"]", code::INPUT_NEEDED, "\"shortcut\""),
    ("disturbs = true # red", "disturbs = \"yes\"", code::WRONG_TYPE, "\"yes\""),
    ("message = true # reporter", "message = \"yes\"", code::WRONG_TYPE, "\"yes\""),
    ("notify = [\"reporter\"] # message", "", code::BAD_VALUE, "true"),
    ("version = \"2026-3\"", "version = \"2026-3\"\nleast = 90\nmost = 10", code::BAD_VALUE, "10"),
    ("until = \"2026-06-30\"", "until = \"2026-06-31\"", code::BAD_VALUE, "\"2026-06-31\""),
    ("until = \"2026-06-30\"", "until = \"2025-06-30\"", code::VERSION_ORDER, "\"2025-06-30\""),
    ("version = \"2026-1\"", "version = \"2025-1\"", code::TWICE, "\"2025-1\""),
    ("version = \"2026-1\"", "version = \"2026-3\"", code::TWICE, "\"2026-3\""),
    ("over = \"received\" # oldest", "", code::OTHER_SORT, "\"settled\""),
    ("over = \"urgent_received\" # weight", "", code::WEIGHT, "[[indicator.settling.before.weigh]]"),
    ("at = \"created\" # urgent", "at = \"standing\"", code::STANDING_AND_DATED, "\"urgent_received\""),
    ("of = \"urgent_settled\"", "of = \"urgnt_settled\"", code::UNKNOWN_MEASURE, "\"urgnt_settled\""),
    ("times = 3", "times = 1", code::BAD_VALUE, "1"),
    ("times = 3", "", code::MISSING_KEY, "[[indicator.settling.before.weigh]]"),
    ("\"rating\", \"duplicate\", \"publish\"]", "\"duplicate\", \"publish\"]", code::CAPABILITY_NEEDED, "call_back"),
    ("move = \"draw\"", "move = \"drow\"", code::UNKNOWN_MOVE, "\"drow\""),
    ("move = \"draw\"", "move = \"solve\"", code::NOBODY, "\"solve\""),
    ("answers = [\"rate\"]", "answers = [\"solve\"]", code::INPUT_NEEDED, "\"solve\""),
    ("answers = [\"rate\"]", "answers = [\"rte\"]", code::UNKNOWN_MOVE, "\"rte\""),
    ("answers = [\"rate\"]", "", code::MISSING_KEY, "call_back"),
    ("view = \"late\"", "view = \"lat\"", code::BAD_VALUE, "\"lat\""),
    ("measure = \"settled\" # drawn from", "measure = \"setled\"", code::UNKNOWN_MEASURE, "\"setled\""),
    ("level = \"street\" # drawn", "level = \"steet\"", code::UNKNOWN_LEVEL, "\"steet\""),
    ("share = 30\n", "", code::MISSING_KEY, "call_back"),
    ("share = 30\n", "share = 0\n", code::BAD_VALUE, "0"),
    ("least = 5\nevery", "least = 5000\nevery", code::BAD_VALUE, "5000"),
    ("every = \"week\"\nbasis", "every = \"day\"\nbasis", code::BAD_VALUE, "\"day\""),
    ("every = \"week\"\nbasis = \"xuchang 二-二\"", "every = \"week\"", code::MISSING_KEY, "call_back"),
    ("move = \"hand_on\"", "move = \"hand_in\"", code::UNKNOWN_MOVE, "\"hand_in\""),
    ("move = \"hand_on\"", "move = \"take_over\"", code::SHIFT, "\"take_over\""),
    ("take = \"take_over\"", "take = \"hand_on\"", code::SHIFT, "\"hand_on\""),
    ("lists = { late = \"case.late\" }", "lists = { late = \"case.lat\" }", code::SHIFT, "\"case.lat\""),
    ("lists = { late = \"case.late\" }", "lists = { late = \"cas.late\" }", code::UNKNOWN_REGISTER, "\"cas.late\""),
    ("lists = { late = \"case.late\" }", "lists = { lat = \"case.late\" }", code::UNKNOWN_FIELD, "lat"),
    ("lists = { late = \"case.late\" }", "", code::MISSING_KEY, "hand_over"),
    ("because = { zh = \"不能自己接\", en = \"Not by oneself\" } # because", "", code::MISSING_LABEL, "hand_over"),
    ("derived = true # kept", "", code::WRONG_FIELD, "late"),
    ("basis = \"国办发〔2020〕53号\" # hand-over", "", code::MISSING_KEY, "hand_over"),
    ("review_note = true # reviewed", "review_note = \"yes\"", code::WRONG_TYPE, "\"yes\""),
    ("review = \"clerk\"\nreview_note", "review = \"clrek\"\nreview_note", code::UNKNOWN_ROLE, "\"clrek\""),
    ("review = \"clerk\"\nreview_note", "review_note", code::MISSING_KEY, "true"),
    ("up = \"rise\"", "up = \"served\"", code::PLACES, "\"served\""),
    ("move = \"sit\"", "move = \"settle\"", code::PLACES, "\"settle\""),
    ("taken = \"seat.state == 'in'\"", "", code::PLACES, "taken"),
    ("room = \"room\" # of the day", "room = \"on\"", code::PLACES, "room"),
    ("once = \"mobile\"", "once = \"name\"", code::WRONG_FIELD, "\"name\""),
    ("theirs = \"theirs\" # both", "theirs = \"name\"", code::BOTH, "\"name\""),
    ("agreed = \"settle\" # both", "agreed = \"sit\"", code::NOBODY, "\"sit\""),
    ("person = \"who\" # certified", "person = \"name\"", code::CERTIFICATE, "\"name\""),
    ("{who}\", en", "{whom}\", en", code::UNKNOWN_PLACEHOLDER, "{ zh = \"感谢{whom}\", en = \"Thanks, {who}\" }"),
    ("by = [\"clerk\"] # writes", "", code::LETTER, "thanks"),
    ("[register.seat.follows.day]", "[register.seat.follows.wish]\n[register.seat.follows.day]", code::FOLLOWS, "wish"),
    ("take_on = \"meet\"", "take_on = \"ask\"", code::NOBODY, "take_on"),
    ("reach = \"reach\"", "reach = \"sort\"", code::MATCH, "reach"),
    ("fill = [\"bodies\", \"gift\"] # asks", "fill = [\"bodies\"]", code::MATCH, "move"),
    ("sum = \"room\" # year", "sum = \"on\"", code::YEARBOOK, "\"on\""),
];

#[test]
fn every_kind_of_mistake_is_found_and_pointed_at() {
    let mut missed = String::new();
    for (from, to, code, at) in SPOILT {
        assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the good pack");
        let text = GOOD.replacen(from, to, 1);
        let (_, diagnostics) = read(&text);
        if !diagnostics.iter().any(|d| d.code == *code && (at.is_empty() || text[d.range.clone()] == **at)) {
            let found: Vec<String> = diagnostics.iter().map(|d| format!("{} `{}`", d.code, &text[d.range.clone()])).collect();
            missed += &format!("{from} → {to}\nwanted {code} `{at}`\nfound {found:?}\n\n");
        }
        for diagnostic in &diagnostics {
            assert!(!diagnostic.message.zh.is_empty() && !diagnostic.message.en.is_empty());
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn every_code_is_shown_to_be_found() {
    let spoilt = SPOILT.iter().chain(crate::life::SPOILT).chain(crate::deliberating::SPOILT);
    let shown: BTreeSet<&str> = spoilt.map(|(_, _, code, _)| *code).collect();
    let all: BTreeSet<&str> = code::ALL.iter().map(|(code, _)| *code).collect();
    assert_eq!(shown, all);
}

#[test]
fn one_mistake_causes_no_others() {
    check("stage = \"solve\"", "stage = \"slove\"", "pack-014 p:103 `\"slove\"`: `slove` is not possible here — did you mean `solve`?");
    check("kind = \"time\"", "kind = \"tiem\"", "pack-014 p:89 `\"tiem\"`: there is no kind of field `tiem` — did you mean `time`?");
    check(
        "by = [\"resident\"]",
        "by = [\"residnet\"]",
        "pack-022 p:112 `\"residnet\"`: there is no role `residnet` — did you mean `resident`?",
    );
}

#[test]
fn twenty_mistakes_are_all_told_at_once() {
    let mut text = GOOD.to_owned();
    let spoil =
        SPOILT.iter().filter(|(_, _, code, _)| !matches!(*code, code::SYNTAX | code::NO_OPENING_MOVE | code::SHADOWS | code::DEAD_END));
    for (from, to, ..) in spoil.step_by(2).take(21) {
        text = text.replacen(from, to, 1);
    }
    let layers = vec![vec![Source::new("p", text)]];
    let (pack, diagnostics) = parse(&layers);
    assert!(pack.is_none());
    assert!(diagnostics.len() >= 20, "{}", diagnostics.len());
    insta::assert_snapshot!(told(&layers));
}

#[test]
fn a_mistake_is_drawn_with_file_line_and_caret_in_both_languages() {
    let text = GOOD.replacen("case.category != null", "case.catgory != null", 1);
    let layers = vec![vec![Source::new("packs/good/case.toml", text)]];
    let (_, diagnostics) = parse(&layers);
    let drawn: Vec<String> = [Lang::Zh, Lang::En]
        .into_iter()
        .flat_map(|lang| diagnostics.iter().map(|d| render(d, &layers, lang)).collect::<Vec<_>>())
        .collect();
    insta::assert_snapshot!(drawn.join("\n\n"));
}

#[test]
fn a_file_that_is_not_toml_hides_no_mistake_of_another() {
    let (_, diagnostics) =
        parse(&[vec![Source::new("a.toml", "[broken"), Source::new("b.toml", GOOD.replacen("yellow_at", "yelow_at", 1))]]);
    let found: Vec<(&str, &str)> = diagnostics.iter().map(|d| (d.file.as_str(), d.code)).collect();
    assert_eq!(found.first(), Some(&("a.toml", code::SYNTAX)));
    assert!(found.contains(&("b.toml", code::UNKNOWN_KEY)), "{found:?}");
}
