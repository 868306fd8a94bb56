//! The two readers of an expression agree: what holds on a record is what SQL finds.

use std::fmt::Write as _;

use indexmap::IndexMap;
use linli_pack::code;
use linli_pack::expr::{Names, Param, RecordEnv, Scope, parse};
use linli_pack::model::{Field, FieldKind, Text};
use linli_pack::record::{ATTRIBUTES, Record, Type, Value};
use proptest::prelude::*;
use rusqlite::types::Value as SqlValue;

const NOW: i64 = 1_770_000_000;
/// Short texts that share beginnings and parts, differ in case, and hold what LIKE would take for a wildcard.
const TEXTS: &[&str] = &["", "a", "A", "ab", "aB", "%", "_", "a_b", "中", "中文", "文中文", "é", "😀x", "'", "\\", "?"];

fn fields() -> Vec<Field> {
    let kinds = [
        ("note", FieldKind::Text { max: 100 }),
        ("channel", FieldKind::Choice { options: TEXTS.iter().map(|text| ((*text).to_owned(), Text::default())).collect() }),
        ("solo", FieldKind::Bool),
        ("count", FieldKind::Int { min: -100, max: 100 }),
        ("fee", FieldKind::Money),
        ("resolved", FieldKind::Time),
        ("visit", FieldKind::Date),
        ("photos", FieldKind::Photos { max: 9 }),
    ];
    let field = |(name, kind): (&str, FieldKind)| Field {
        name: name.into(),
        label: Text::default(),
        hint: None,
        kind,
        required: false,
        personal: None,
        derived: false,
        basis: String::new(),
    };
    kinds.into_iter().map(field).collect()
}

/// Columns as the SQLite store has them: attributes as columns, fields in one JSON column, booleans as 0 and 1.
struct Columns;

impl Names for Columns {
    fn column(&self, name: &str, field: bool, kind: Type) -> String {
        match (field, kind) {
            (false, _) => format!("r.\"{name}\""),
            (true, Type::Text | Type::List) => format!("(r.fields ->> '$.{name}')"),
            (true, _) => format!("CAST(r.fields ->> '$.{name}' AS BIGINT)"),
        }
    }
}

fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn literal_text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS).prop_map(text_literal)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&["case.title", "case.number", "case.holder", "case.opener", "case.note", "case.channel"][..])
            .prop_map(str::to_owned),
        literal_text()
    ]
}

fn day() -> impl Strategy<Value = String> {
    prop::sample::select(&["'2026-01-01'", "'2026-02-28'", "case.visit"][..]).prop_map(str::to_owned)
}

fn int() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(&["case.rating", "case.raised", "case.returns", "case.count", "case.fee"][..]).prop_map(str::to_owned),
        (-9i64..9).prop_map(|n| n.to_string()),
        prop::sample::select(&["0.5", "-1.5", "2.0"][..]).prop_map(str::to_owned),
        text().prop_map(|text| format!("size({text})")),
        Just("size(case.photos)".to_owned()),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(&["+", "-", "*"][..]), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("(case.solo ? {a} : {b})")),
        ]
    })
}

fn time() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(&["now", "case.due", "case.created", "case.closed", "case.resolved"][..]).prop_map(str::to_owned);
    prop_oneof![
        leaf.clone(),
        (leaf, -40i64..40, prop::sample::select(&["days", "hours"][..])).prop_map(|(t, n, unit)| format!("({t} - {unit}({n}))"))
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let op = || prop::sample::select(&["==", "!=", "<", "<=", ">", ">="][..]);
    let same = || prop::sample::select(&["==", "!="][..]);
    let any = prop::sample::select(&["holder", "rating", "due", "note", "solo", "count", "photos", "visit", "title"][..]);
    let leaf = prop_oneof![
        (text(), same(), text()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (int(), op(), int()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (time(), op(), time()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (time(), time(), op(), 0i64..90).prop_map(|(a, b, op, n)| format!("{a} - {b} {op} days({n})")),
        (Just("case.visit".to_owned()), op(), day()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (any.clone(), same()).prop_map(|(name, op)| format!("case.{name} {op} null")),
        any.prop_map(|name| format!("has(case.{name})")),
        (text(), prop::collection::vec(literal_text(), 0..3)).prop_map(|(a, list)| format!("{a} in [{}]", list.join(", "))),
        (int(), prop::collection::vec(-3i64..6, 0..3)).prop_map(|(a, list)| format!("{a} in {list:?}")),
        (text(), text()).prop_map(|(a, b)| format!("{a}.startsWith({b})")),
        (text(), text()).prop_map(|(a, b)| format!("{a}.contains({b})")),
        prop::sample::select(&["case.open", "case.solo", "case.supervised", "true", "false"][..]).prop_map(str::to_owned),
        (prop::sample::select(&["case.solo", "case.open"][..]), same(), prop::sample::select(&["true", "false", "case.public"][..]))
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) || ({b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) == ({b})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("(({a}) ? ({b}) : ({c}))")),
        ]
    })
}

fn some_text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS).prop_map(str::to_owned)
}

fn record() -> impl Strategy<Value = Record> {
    let when = || prop::option::of(NOW - 40 * 86_400..NOW + 40 * 86_400);
    let texts = (some_text(), some_text(), prop::option::of(some_text()), prop::option::of(some_text()));
    let times = (NOW - 90 * 86_400..NOW, when(), when(), when());
    let numbers = (prop::option::of(1i64..6), 0i64..4, 0i64..4, any::<[bool; 3]>());
    let own = (
        prop::option::of(some_text()),
        prop::option::of(some_text()),
        prop::option::of(any::<bool>()),
        prop::option::of(-100i64..100),
        prop::option::of(0i64..1_000_000_000_000),
        prop::option::of(prop::sample::select(&["2026-01-01", "2026-02-28", "2025-12-31"][..])),
        prop::option::of(prop::collection::vec("[a-z]{3}", 0..3)),
    );
    (texts, times, numbers, own).prop_map(
        |((title, number, holder, opener), (created, due, closed, resolved), (rating, raised, returns, flags), own)| {
            let mut fields = std::collections::BTreeMap::new();
            let mut put = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    fields.insert(name.to_owned(), value);
                }
            };
            put("note", own.0.map(Value::from));
            put("channel", own.1.map(Value::from));
            put("solo", own.2.map(Value::from));
            put("count", own.3.map(Value::from));
            put("fee", own.4.map(Value::from));
            put("visit", own.5.map(Value::from));
            put("photos", own.6.map(Value::from));
            put("resolved", resolved.map(Value::from));
            let [open, supervised, public] = flags;
            Record {
                title,
                number,
                holder,
                opener,
                created,
                due,
                closed,
                rating,
                raised,
                returns,
                open,
                supervised,
                public,
                fields,
                ..Record::default()
            }
        },
    )
}

/// Whether SQLite finds the record with this condition, and whether it finds it with the condition negated.
fn found(connection: &rusqlite::Connection, record: &Record, sql: &linli_pack::expr::Sql) -> (bool, bool) {
    let columns: Vec<String> = ATTRIBUTES.iter().map(|(name, _)| format!("? AS \"{name}\"")).collect();
    let mut text = format!("WITH r AS (SELECT {}, ? AS fields) SELECT ", columns.join(", "));
    write!(text, "(SELECT count(*) FROM r WHERE {0}), (SELECT count(*) FROM r WHERE NOT {0})", sql.text).unwrap();
    let mut params: Vec<SqlValue> = ATTRIBUTES.iter().map(|(name, _)| to_sql(&record.attribute(name).unwrap())).collect();
    params.push(SqlValue::Text(serde_json::to_string(&record.fields).unwrap()));
    for _ in 0..2 {
        params.extend(sql.params.iter().map(|param| match param {
            Param::Int(int) => SqlValue::Integer(*int),
            Param::Num(num) => SqlValue::Real(*num),
            Param::Text(text) => SqlValue::Text(text.clone()),
            Param::Now => SqlValue::Integer(NOW),
        }));
    }
    let mut statement = connection.prepare_cached(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    statement.query_row(rusqlite::params_from_iter(params), |row| Ok((row.get::<_, i64>(0)? == 1, row.get::<_, i64>(1)? == 1))).unwrap()
}

fn to_sql(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Bool(yes) => SqlValue::Integer(i64::from(*yes)),
        Value::Number(number) => SqlValue::Integer(number.as_i64().unwrap()),
        other => SqlValue::Text(other.as_str().unwrap().to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_expression_holds_on_a_record_exactly_if_its_sql_finds_it(source in condition(), record in record()) {
        let fields = fields();
        let scope = Scope::record("case").with_fields(&fields);
        let expr = match parse(&source, &scope) {
            Ok(expr) => expr,
            // What can grow too large is refused, so nobody has to agree on it.
            Err(problems) if problems.iter().all(|problem| problem.code == code::EXPR_REACH) => return Ok(()),
            Err(problems) => return Err(TestCaseError::fail(format!("{source}: {problems:?}"))),
        };
        let holds = expr.holds(&RecordEnv { record: &record, input: None, now: NOW });
        let sql = expr.to_sql(&Columns);
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        prop_assert_eq!(found(&connection, &record, &sql), (holds, !holds), "{}\n{}\n{:?}", source, sql.text, record);
    }
}

#[test]
fn missing_values_have_one_meaning() {
    let fields = fields();
    let scope = Scope::record("case").with_fields(&fields);
    let record = Record::default();
    let env = RecordEnv { record: &record, input: None, now: NOW };
    let holds: IndexMap<&str, bool> = [
        ("case.holder == 'a'", false),
        ("case.holder != 'a'", true),
        ("case.holder == null", true),
        ("case.holder != null", false),
        ("has(case.holder)", false),
        ("case.holder == case.opener", false),
        ("case.due < now", false),
        ("!(case.due < now)", true),
        ("case.rating + 1 > 0", false),
        ("case.solo", false),
        ("!case.solo", true),
        ("case.solo == false", false),
        ("case.solo != true", true),
        ("case.note in ['a']", false),
        ("size(case.photos) == 0", false),
    ]
    .into();
    for (source, wanted) in holds {
        assert_eq!(parse(source, &scope).unwrap().holds(&env), wanted, "{source}");
    }
}
