//! Registers: fields, states, and what hangs on them.

use indexmap::IndexMap;

use super::cursor::{Tab, pick, wrong_type};
use super::{
    Cx, attendance, ballot, call_back, circle, dated, deliberation, exchange, fill_in, matching, measures, moves, parts, places, privacy,
    publish, recur, service, shift, yearbook,
};
use crate::code;
use crate::expr::Scope;
use crate::model::{Capability, Escalation, Field, FieldKind, Register, Rhythm, State, Text};
use crate::record::ATTRIBUTES;
use crate::source::At;
use crate::span::Span;
use crate::tree::Val;

const CAPABILITIES: &[(&str, Capability)] = &[
    ("route", Capability::Route),
    ("clock", Capability::Clock),
    ("place", Capability::Place),
    ("rating", Capability::Rating),
    ("duplicate", Capability::Duplicate),
    ("publish", Capability::Publish),
];

pub(super) fn registers(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Register> {
    let tabs = tab.tables("register", cx);
    tabs.into_iter().map(|tab| register(tab, cx)).map(|register| (register.name.clone(), register)).collect()
}

fn register(mut tab: Tab<'_>, cx: &mut Cx<'_, '_>) -> Register {
    let name = tab.name.to_owned();
    if ["area", "body", "account", "service"].contains(&tab.name) {
        cx.out.error(code::BAD_NAME, tab.at, format!("`{name}` 是固定台账的名称"), format!("`{name}` is the name of a ledger of its own"));
    }
    let mut register = Register {
        label: tab.label("label", cx),
        icon: tab.string("icon", cx).map(|(icon, _)| icon).unwrap_or_default(),
        ..Register::default()
    };
    if let Some((group, at)) = tab.string("group", cx) {
        let known = cx.index.groups.clone();
        cx.known(code::UNKNOWN_GROUP, &group, at, ("分组", "group"), known.iter().map(String::as_str));
        register.group = Some(group);
    }
    if let Some((pattern, at)) = tab.required("number", cx) {
        number(&pattern, at, cx);
        register.number = pattern;
    }
    for (word, at) in tab.strings("with", cx) {
        let known = CAPABILITIES.iter().map(|(word, _)| *word);
        if cx.known(code::UNKNOWN_CAPABILITY, &word, at, ("能力", "capability"), known) {
            register.with.extend(pick(&word, at, CAPABILITIES, cx));
        }
    }
    if let Some((level, at)) = tab.required("level", cx) {
        cx.level(&level, at);
        register.level = level;
    }
    let (fields, broken) = fields(&mut tab, cx);
    register.fields = fields;
    register.deadline = tab.limit("deadline", &register.fields, cx);
    if let Some(own) = cx.index.registers.get_mut(&name) {
        own.with.clone_from(&register.with);
        own.scope = scope(&name, &register.fields, &broken, own.states.clone(), &cx.index.urgencies, &cx.index.categories);
        for field in register.fields.values().filter(|field| field.kind == FieldKind::Service) {
            own.scope.limit(&field.name, cx.index.limits.iter().map(|(name, _)| name.clone()));
        }
    }
    register.title = title(&mut tab, &register.fields, cx);
    register.key = key(&mut tab, &register.fields, cx);
    register.name = name;
    register.states = states(&mut tab, &register.fields, cx);
    register.moves = moves::moves(&mut tab, &register, cx);
    register.escalation = escalation(&mut tab, cx);
    register.rhythm = rhythm(&mut tab, &register.name, cx);
    register.measures = measures::measures(&mut tab, &register.name, cx);
    for (role, at) in tab.strings("see", cx) {
        if cx.role(&role, at, &[]) {
            register.see.push(role);
        }
    }
    register.publish = publish::publish(&mut tab, &register, cx);
    register.keep = privacy::keep(&mut tab, &register.fields, cx);
    register.retain = privacy::retain(&mut tab, &register, cx);
    register.ballot = ballot::ballot(&mut tab, &register, cx);
    register.recur = recur::recur(&mut tab, &register, cx);
    register.attendance = attendance::attendance(&mut tab, &register, cx);
    register.dated = dated::dated(&mut tab, &register, cx);
    register.fill_in = fill_in::fill_in(&mut tab, &register, cx);
    register.exchanges = exchange::exchanges(&mut tab, &register, cx);
    register.same_in = fill_in::same_in(&mut tab, cx);
    register.part_of = parts::part_of(&mut tab, cx);
    register.tells = parts::tells(&mut tab, &register.name, cx);
    register.follows = places::follows(&mut tab, &register, cx);
    register.leads = places::leads(&mut tab, &register, cx);
    register.matching = matching::matching(&mut tab, cx);
    register.places = places::places(&mut tab, &register, cx);
    register.both = places::both(&mut tab, &register, cx);
    register.certificate = places::certificate(&mut tab, &register, cx);
    register.letters = yearbook::letters(&mut tab, &register, cx);
    register.booking = service::booking(&mut tab, &register, cx);
    register.queue = service::queue(&mut tab, &register, cx);
    register.sheets = service::sheets(&mut tab, &register, cx);
    register.circle = circle::circle(&mut tab, &register, cx);
    register.steps = deliberation::steps(&mut tab, &register, cx);
    register.term = deliberation::term(&mut tab, &register, cx);
    register.disclosures = deliberation::disclosures(&mut tab, &register, cx);
    register.views = measures::views(&mut tab, &register.name, cx);
    register.call_back = call_back::call_back(&mut tab, &register, cx);
    register.hand_over = shift::hand_over(&mut tab, &register, cx);
    register.basis = tab.basis(cx);
    tab.finish(cx);
    register
}

/// Headings of menus.
pub(super) fn groups(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Text> {
    let mut groups = IndexMap::new();
    for mut tab in tab.tables("group", cx) {
        groups.insert(tab.name.to_owned(), tab.label("label", cx));
        tab.finish(cx);
    }
    groups
}

/// What expressions over the register's records may name, and which texts each can hold.
fn scope(
    name: &str,
    fields: &IndexMap<String, Field>,
    broken: &[String],
    states: Vec<String>,
    urgencies: &[String],
    categories: &[String],
) -> Scope {
    let mut scope = Scope::record(name);
    scope.limit("state", states);
    scope.limit("urgency", urgencies.iter().cloned());
    scope.limit("category", categories.iter().cloned());
    let mut scope = scope.with_inputs(fields.values()).with_fields(fields.values());
    for field in broken {
        scope.broken(field);
    }
    scope
}

/// `{root}-{year}-{seq:6}`: without the year's running number two records would be quoted alike.
fn number(pattern: &str, at: At, cx: &mut Cx<'_, '_>) {
    let mut sequences = 0;
    let mut problem = pattern.matches('{').count() != pattern.matches('}').count();
    for part in pattern.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        match name.split_once(':') {
            Some(("seq", digits)) if digits.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n)) => sequences += 1,
            None if name == "root" || name == "year" => {}
            _ => problem = true,
        }
    }
    if problem || sequences != 1 {
        let zh = "须恰有一个 {seq:N}(N 为 1 到 12 位)，另可写 {root}、{year} 和文字";
        let en = "exactly one {seq:N} with 1 to 12 digits, and {root}, {year} and plain text as you like";
        cx.out.error(code::BAD_NUMBER, at, format!("`{pattern}` 编不出号"), format!("`{pattern}` cannot number records")).help(zh, en);
    }
}

fn title(tab: &mut Tab<'_>, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> String {
    let texts = |field: &&Field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Service);
    let Some((name, at)) = tab.string("title", cx) else {
        return fields.values().find(texts).map(|field| field.name.clone()).unwrap_or_default();
    };
    let known = cx.index.registers.get(tab.name).map(|own| own.fields.clone()).unwrap_or_default();
    if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), known.iter().map(String::as_str))
        && let Some(field) = fields.get(&name)
        && (!texts(&field) || field.personal.is_some())
    {
        let (zh, en) =
            ("标题要取自不含个人信息的文字字段或服务事项字段", "a title comes from a text or service field that is not personal");
        cx.out.error(code::WRONG_FIELD, at, zh, en);
    }
    name
}

/// The field that tells records apart: one line that people fill in, and nothing personal, because it is looked up in the clear.
fn key(tab: &mut Tab<'_>, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<String> {
    let (name, at) = tab.string("key", cx)?;
    let known = cx.index.registers.get(tab.name).map(|own| own.fields.clone()).unwrap_or_default();
    if !cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), known.iter().map(String::as_str)) {
        return None;
    }
    let fits = |field: &Field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::Int { .. });
    if fields.get(&name).is_some_and(|field| !fits(field) || field.personal.is_some() || field.derived) {
        let zh = "关键字段要取自人填写的、不含个人信息的单行文字或整数字段";
        let en = "a key is a line of text or a whole number that people fill in and that is not personal";
        cx.out.error(code::WRONG_FIELD, at, zh, en);
    }
    Some(name)
}

/// The fields, and the names of those too broken to say what they hold.
fn fields(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> (IndexMap<String, Field>, Vec<String>) {
    let (mut fields, mut broken) = (IndexMap::new(), Vec::new());
    for mut tab in tab.tables("field", cx) {
        let name = tab.name.to_owned();
        if ATTRIBUTES.iter().any(|(attribute, _)| *attribute == name) || name == "place" {
            let zh = format!("`{name}` 是每条记录都有的属性，不能再声明为字段");
            let en = format!("every record has the attribute `{name}`: a field cannot have its name");
            let help = ("动作的 fill、may 里可直接写它", "a move can ask for it in `fill` and `may` without a field");
            cx.out.error(code::SHADOWS, tab.at, zh, en).help(help.0, help.1);
        }
        let kind = kind(&mut tab, cx);
        let field = Field {
            name: name.clone(),
            label: tab.label("label", cx),
            hint: tab.text("hint", cx),
            required: tab.boolean("required", cx).unwrap_or_default(),
            personal: tab.text("personal", cx),
            derived: tab.boolean("derived", cx).unwrap_or_default(),
            basis: tab.basis(cx),
            kind: kind.clone().unwrap_or(FieldKind::Bool),
        };
        if field.derived && field.required {
            let (zh, en) = ("程序填写的字段不能要求人填", "what the program fills cannot be required of people");
            cx.out.error(code::WRONG_FIELD, tab.place("required"), zh, en);
        }
        if kind == Some(FieldKind::IdNumber) && !tab.has("personal") {
            let (zh, en) = ("身份证号必须写明用途 `personal`", "an identity number needs `personal`: what it is for");
            let help = ("号码会单独加密存放，掩码显示，每次查看都留痕", "it is then sealed apart, masked, and every look is recorded");
            cx.out.error(code::MISSING_KEY, tab.place("kind"), zh, en).help(help.0, help.1);
        }
        if kind.is_none() {
            broken.push(name.clone());
        }
        tab.finish(cx);
        fields.insert(name, field);
    }
    (fields, broken)
}

fn kind(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<FieldKind> {
    let (word, at) = tab.required("kind", cx)?;
    let mut max =
        |cx: &mut Cx<'_, '_>, usual: usize, most: i64| tab.int("max", 1..=most, cx).and_then(|n| usize::try_from(n).ok()).unwrap_or(usual);
    Some(match word.as_str() {
        "text" => FieldKind::Text { max: max(cx, 100, 1000) },
        "long_text" => FieldKind::LongText { max: max(cx, 2000, 20_000) },
        "photos" => FieldKind::Photos { max: max(cx, 9, 50) },
        "int" => {
            let whole = i64::from(i32::MIN)..=i64::from(i32::MAX);
            let low = tab.int("min", whole.clone(), cx).unwrap_or(0);
            let high = tab.int("max", whole.clone(), cx).unwrap_or(*whole.end());
            if low > high {
                cx.out.error(code::BAD_VALUE, tab.place("min"), "`min` 大于 `max`", "`min` is more than `max`");
            }
            FieldKind::Int { min: low, max: high }
        }
        "money" => FieldKind::Money,
        "date" => FieldKind::Date,
        "time" => FieldKind::Time,
        "bool" => FieldKind::Bool,
        "choice" => {
            let options = tab.labels("options", cx);
            if options.is_empty() {
                let name = tab.name;
                cx.out.error(
                    code::MISSING_KEY,
                    tab.at,
                    format!("`{name}` 没有可选项 `options`"),
                    format!("`{name}` has no `options` to choose from"),
                );
            }
            FieldKind::Choice { options }
        }
        "category" => FieldKind::Category,
        "body" => {
            let kinds = tab.strings("kinds", cx);
            for (kind, at) in &kinds {
                cx.body(kind, *at);
            }
            FieldKind::Body { kinds: kinds.into_iter().map(|(kind, _)| kind).collect() }
        }
        "phone" => FieldKind::Phone,
        "id_number" => FieldKind::IdNumber,
        "credit_code" => FieldKind::CreditCode,
        "person" => FieldKind::Person,
        "duty" => FieldKind::Duty,
        "service" => FieldKind::Service,
        "materials" => FieldKind::Materials,
        "slot" => FieldKind::Slot,
        "address" => FieldKind::Address,
        _ => {
            const KINDS: &[&str] = &[
                "text",
                "long_text",
                "int",
                "money",
                "date",
                "time",
                "bool",
                "choice",
                "category",
                "body",
                "phone",
                "id_number",
                "credit_code",
                "person",
                "duty",
                "service",
                "materials",
                "slot",
                "address",
                "photos",
            ];
            let finding =
                cx.out.error(code::BAD_VALUE, at, format!("没有字段类型 `{word}`"), format!("there is no kind of field `{word}`"));
            finding.suggest(&word, KINDS.iter().copied());
            // What the kind would have taken is not known, so its keys are not called unknown.
            for key in ["min", "max", "options", "kinds"] {
                tab.get(key);
            }
            return None;
        }
    })
}

fn states(tab: &mut Tab<'_>, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> IndexMap<String, State> {
    const STAGES: &[(&str, &str)] = &[("open", "open"), ("solve", "solve"), ("verify", "verify"), ("rate", "rate"), ("end", "end")];
    if !tab.has("state") {
        tab.missing("state", cx);
    }
    let clocked = cx.index.registers.get(tab.name).is_some_and(|own| own.with.contains(&Capability::Clock));
    let mut states = IndexMap::new();
    for mut tab in tab.tables("state", cx) {
        let label = tab.label("label", cx);
        let open = tab.boolean("open", cx).unwrap_or(true);
        let due = tab.limit("due", fields, cx);
        if due.is_some() && !clocked {
            let (zh, en) = ("有时限，但台账没有 `clock` 能力", "there is a limit, but the register does not compose `clock`");
            cx.out.error(code::CAPABILITY_NEEDED, tab.place("due"), zh, en);
        }
        let stage = tab.word("stage", STAGES, cx).unwrap_or(if open { "open" } else { "end" });
        let state = State {
            name: tab.name.to_owned(),
            public: tab.text("public", cx).unwrap_or_else(|| label.clone()),
            label,
            open,
            due,
            stage: stage.to_owned(),
            basis: tab.basis(cx),
        };
        tab.finish(cx);
        states.insert(state.name.clone(), state);
    }
    states
}

fn escalation(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<Escalation> {
    let mut list = Vec::new();
    for mut tab in tab.list("escalate", cx) {
        let after = tab.required("after", cx);
        let to = tab.required("to", cx);
        if let Some((level, at)) = &to {
            cx.level(level, *at);
        }
        list.push(Escalation {
            after: after.and_then(|(text, at)| cx.span(&text, at)).unwrap_or(Span::Minutes(0)),
            to: to.map(|(level, _)| level).unwrap_or_default(),
            basis: tab.basis(cx),
        });
        tab.finish(cx);
    }
    list
}

fn rhythm(tab: &mut Tab<'_>, register: &str, cx: &mut Cx<'_, '_>) -> Option<Rhythm> {
    let mut tab = tab.table("rhythm", cx)?;
    let act = tab.required("move", cx);
    if let Some((act, at)) = &act {
        let known = cx.index.registers.get(register).map(|own| own.moves.clone()).unwrap_or_default();
        cx.known(code::UNKNOWN_MOVE, act, *at, ("动作", "move"), known.iter().map(String::as_str));
    }
    if !tab.has("every") {
        tab.missing("every", cx);
    }
    let every = tab.word("every", &[("week", "week"), ("month", "month")], cx).unwrap_or("week");
    let on = tab.int("on", if every == "week" { 1..=7 } else { 1..=28 }, cx).and_then(|on| u8::try_from(on).ok()).unwrap_or(1);
    let rhythm = Rhythm { act: act.map(|(act, _)| act).unwrap_or_default(), every: every.to_owned(), on, basis: tab.basis(cx) };
    tab.finish(cx);
    Some(rhythm)
}

/// A fixed value that fits a field, as records store it.
pub(super) fn fixed(node: &crate::tree::Node, field: &Field, cx: &mut Cx<'_, '_>) -> Option<crate::record::Value> {
    match (&node.value, &field.kind) {
        (Val::Bool(yes), FieldKind::Bool) => Some((*yes).into()),
        (Val::Int(int), FieldKind::Int { min, max }) if (min..=max).contains(&int) => Some((*int).into()),
        (Val::Int(int), FieldKind::Money) => Some((*int).into()),
        (Val::Str(text), FieldKind::Choice { options }) => {
            let known = options.keys().map(String::as_str);
            cx.known(code::BAD_VALUE, text, node.at, ("选项", "option"), known).then(|| text.clone().into())
        }
        (Val::Str(text), FieldKind::Category) => cx.category(text, node.at).then(|| text.clone().into()),
        // A day is taken away again with an empty text.
        (Val::Str(text), FieldKind::Date) if text.is_empty() => Some(crate::record::Value::Null),
        (Val::Str(text), FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Date) => Some(text.clone().into()),
        (Val::Int(_), FieldKind::Int { min, max }) => {
            cx.out.error(code::BAD_VALUE, node.at, format!("应在 {min} 到 {max} 之间"), format!("must be from {min} to {max}"));
            None
        }
        _ => {
            wrong_type(node, ("该字段能存的值", "a value that the field can hold"), cx);
            None
        }
    }
}
