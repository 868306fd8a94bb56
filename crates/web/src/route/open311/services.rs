//! Services: the categories that can be reported, and what is asked beside words and place.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use linli_pack::Lang;
use linli_pack::model::{Category, Field, FieldKind, Move, Pack, Register};
use linli_pack::record::Value;

use crate::route::Web;
use crate::route::open311::answer::{Faults, Format, Node, answer};
use crate::route::open311::ask::Query;
use crate::route::open311::{no_such_path, opening};
use crate::route::session::Reader;

/// The categories that have none below them.
fn leaves(pack: &Pack) -> impl Iterator<Item = &Category> {
    let has_below = |code: &str| pack.categories.keys().any(|other| other.strip_prefix(code).is_some_and(|rest| rest.starts_with('.')));
    pack.categories.values().filter(move |category| !has_below(&category.code))
}

/// The category that a service code names, if it can be reported.
pub(super) fn service<'p>(pack: &'p Pack, code: &str) -> Option<&'p Category> {
    leaves(pack).find(|category| category.code == code)
}

/// What a category is called, below those above it.
fn described(pack: &Pack, category: &Category, lang: Lang) -> String {
    let parts: Vec<&str> = category.code.split('.').collect();
    let path = (1..=parts.len()).filter_map(|n| pack.categories.get(&parts.iter().take(n).copied().collect::<Vec<_>>().join(".")));
    path.map(|category| category.label.get(lang)).collect::<Vec<_>>().join(" / ")
}

fn group(pack: &Pack, category: &Category, lang: Lang) -> String {
    let above = category.code.rsplit_once('.').map_or(category.code.as_str(), |(above, _)| above);
    pack.categories.get(above).map(|category| category.label.get(lang).to_owned()).unwrap_or_default()
}

/// `GET /open311/v2/services.xml`
pub(super) fn list(web: &Web, reader: &Reader, format: Format, query: &RawQuery) -> Response {
    let (pack, l) = (web.app.pack(), reader.l);
    let faults = Query::read(query.0.as_deref()).jurisdiction(l, pack);
    if !faults.is_empty() {
        return faults.answer(format);
    }
    let metadata = opening(web, l).is_some_and(|(register, moves)| moves.first().is_some_and(|mv| !attributes(register, mv).is_empty()));
    let services = leaves(pack).map(|category| {
        Node::Fields(vec![
            ("service_code", category.code.as_str().into()),
            ("service_name", category.label.get(l.lang()).into()),
            ("description", described(pack, category, l.lang()).into()),
            ("metadata", metadata.into()),
            ("type", "realtime".into()),
            ("keywords", category.words.join(",").into()),
            ("group", group(pack, category, l.lang()).into()),
        ])
    });
    answer(format, StatusCode::OK, "services", &Node::Items("service", services.collect()))
}

/// `GET /open311/v2/services/{service_code}.xml`
pub(super) async fn definition(State(web): State<Web>, reader: Reader, Path(file): Path<String>, RawQuery(query): RawQuery) -> Response {
    let l = reader.l;
    let Some((code, format)) = Format::split(&file) else { return no_such_path(l, Format::default()) };
    let pack = web.app.pack();
    let mut faults = Query::read(query.as_deref()).jurisdiction(l, pack);
    if service(pack, code).is_none() {
        faults.add(StatusCode::NOT_FOUND, l.t_x("open311-no-service", code));
    }
    if !faults.is_empty() {
        return faults.answer(format);
    }
    let Some((register, moves)) = opening(&web, l) else {
        return Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-path")).answer(format);
    };
    let asked = moves.first().map(|mv| attributes(register, mv)).unwrap_or_default();
    let shown = asked.into_iter().zip(1_i64..).map(|((field, required), order)| attribute(field, required, order, l.lang()));
    let found = Node::Fields(vec![("service_code", code.into()), ("attributes", Node::Items("attribute", shown.collect()))]);
    answer(format, StatusCode::OK, "service_definition", &found)
}

/// The fields of an opening move that the specification has no parameter for, and whether each must be filled.
pub(super) fn attributes<'r>(register: &'r Register, mv: &Move) -> Vec<(&'r Field, bool)> {
    let own = |field: &&Field| {
        let plain = !matches!(
            field.kind,
            FieldKind::Person | FieldKind::Phone | FieldKind::Address | FieldKind::Photos { .. } | FieldKind::Category
        );
        plain && field.name != register.title && !field.derived
    };
    let asked = |name: &String| register.fields.get(name).filter(own);
    let must = mv.fill.iter().filter_map(asked).map(|field| (field, true));
    must.chain(mv.may.iter().filter_map(asked).map(|field| (field, field.required))).collect()
}

fn attribute(field: &Field, required: bool, order: i64, lang: Lang) -> Node {
    let choice = |key: &str, name: &str| Node::Fields(vec![("key", key.into()), ("name", name.into())]);
    let (datatype, values) = match &field.kind {
        FieldKind::Bool => ("singlevaluelist", vec![choice("true", lang.pick("是", "Yes")), choice("false", lang.pick("否", "No"))]),
        FieldKind::Choice { options } => ("singlevaluelist", options.iter().map(|(key, label)| choice(key, label.get(lang))).collect()),
        FieldKind::Int { .. } | FieldKind::Money => ("number", Vec::new()),
        FieldKind::Date | FieldKind::Time => ("datetime", Vec::new()),
        FieldKind::LongText { .. } => ("text", Vec::new()),
        _ => ("string", Vec::new()),
    };
    let hint = field.hint.as_ref().map(|hint| hint.get(lang).to_owned());
    Node::Fields(vec![
        ("variable", true.into()),
        ("code", field.name.as_str().into()),
        ("datatype", datatype.into()),
        ("required", required.into()),
        ("datatype_description", hint.map_or(Value::Null, Value::from).into()),
        ("order", order.into()),
        ("description", field.label.get(lang).into()),
        ("values", Node::Items("value", values)),
    ])
}
