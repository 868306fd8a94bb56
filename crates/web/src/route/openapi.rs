//! `GET /api/v1/openapi.json`: the API as an OpenAPI 3.1 document, derived from the pack in force. A register added to a pack is in
//! the document at once, so nothing here can fall behind.

mod exchanges;
mod indicators;
mod webhooks;

use axum::Json;
use axum::extract::State;
use linli_pack::model::{Field, FieldKind, Move, Pack, Register};
use linli_pack::record::Value;
use serde_json::json;

use crate::route::Web;
use crate::route::session::Reader;

/// The document in the reader's language.
pub(super) async fn document(State(web): State<Web>, reader: Reader) -> Json<Value> {
    Json(describe(web.app.pack(), reader))
}

fn describe(pack: &Pack, reader: Reader) -> Value {
    let lang = reader.l.lang();
    let names: Vec<&str> = pack.registers.keys().map(String::as_str).collect();
    let indicators: Vec<&str> = pack.indicators.keys().map(String::as_str).collect();
    let schemas: serde_json::Map<String, Value> = pack
        .registers
        .values()
        .map(|register| (format!("fields_{}", register.name), fields(register, lang)))
        .chain([("record".to_owned(), record()), ("vote".to_owned(), vote()), ("problem".to_owned(), problem())])
        .chain(webhooks::schemas(pack))
        .chain(indicators::schemas())
        .chain(exchanges::schemas())
        .collect();
    let moves: Vec<Value> =
        pack.registers.values().flat_map(|register| register.moves.values().map(|mv| describe_move(register, mv, lang))).collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Linli · {}", pack.label.get(lang)),
            "version": env!("CARGO_PKG_VERSION"),
            "description": reader.l.t("api-about"),
        },
        "servers": [{ "url": "/api/v1" }],
        "webhooks": { "act": webhooks::news() },
        "security": [{ "token": [] }],
        "paths": {
            "/records": { "get": operation("listRecords", &reader.l.t("api-list"), &list_parameters(&names), None, "records") },
            "/records/{id}": {
                "get": operation("getRecord", &reader.l.t("api-get"), &[path("id")], None, "record"),
                "post": operation("openRecord", &reader.l.t("api-open"), &[path_of("id", &names), once()], Some(command()), "record"),
            },
            "/records/{id}/moves/{move}": {
                "post": operation("moveRecord", &reader.l.t("api-move"), &[path("id"), path("move"), once()], Some(command()), "record"),
            },
            "/records/{id}/vote": {
                "get": operation("getVote", &reader.l.t("api-vote"), &[path("id")], None, "vote"),
                "post": operation("castVote", &reader.l.t("api-vote-cast"), &[path("id")], Some(ballot_paper()), "vote"),
            },
            "/webhooks": {
                "get": operation("listWebhooks", &reader.l.t("api-webhooks"), &[], None, "webhooks"),
                "post": operation("addWebhook", &reader.l.t("api-webhook-new"), &[], Some(of("webhook_form")), "secret"),
            },
            "/webhooks/{id}": {
                "get": operation("getWebhook", &reader.l.t("api-webhook"), &[path("id")], None, "webhook"),
                "put": operation("changeWebhook", &reader.l.t("api-webhook-change"), &[path("id")], Some(of("webhook_form")), ""),
                "delete": operation("endWebhook", &reader.l.t("api-webhook-end"), &[path("id")], None, ""),
            },
            "/webhooks/{id}/{act}": {
                "post": operation("actOnWebhook", &reader.l.t("api-webhook-act"), &[path("id"), path_of("act", &webhooks::ACTS)], None, "object"),
            },
            "/webhooks/{id}/replay": {
                "post": operation("replayWebhook", &reader.l.t("api-webhook-replay"), &[path("id")], Some(webhooks::again()), "object"),
            },
            "/indicators": { "get": operation("listIndicators", &reader.l.t("api-indicators"), &[], None, "indicators") },
            "/indicators/{name}": {
                "get": operation("getIndicator", &reader.l.t("api-indicator"), &rated(&indicators), None, "rates"),
            },
            "/registers": { "get": operation("listRegisters", &reader.l.t("api-registers"), &[], None, "registers") },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "x-moves": moves,
    });
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.extend(exchanges::paths(pack, reader.l).into_iter().map(|(path, operations)| (path.to_owned(), operations)));
    }
    document
}

fn describe_move(register: &Register, mv: &Move, lang: linli_pack::Lang) -> Value {
    json!({
        "register": register.name,
        "move": mv.name,
        "label": mv.label.get(lang),
        "from": mv.from,
        "to": mv.to,
        "by": mv.by,
        "over": mv.over,
        "fill": mv.fill,
        "may": mv.may,
        "basis": mv.basis,
    })
}

fn operation(id: &str, summary: &str, parameters: &[Value], body: Option<Value>, answer: &str) -> Value {
    let content = match answer {
        "record" | "vote" | "webhook" | "rates" => of(answer),
        "indicators" => json!({ "type": "array", "items": of("indicator") }),
        "secret" => {
            json!({ "type": "object", "required": ["id", "secret"], "properties": { "id": { "type": "string" }, "secret": { "type": "string" } } })
        }
        "webhooks" => json!({ "type": "array", "items": of("webhook") }),
        "object" => json!({ "type": "object" }),
        "records" => json!({
            "type": "object",
            "required": ["records", "next"],
            "properties": { "records": { "type": "array", "items": { "$ref": "#/components/schemas/record" } }, "next": { "type": ["string", "null"] } },
        }),
        _ => exchanges::content(answer).unwrap_or_else(|| json!({ "type": "array", "items": { "type": "object" } })),
    };
    let good = match (id, answer) {
        ("openRecord" | "addWebhook", _) => "201",
        ("sendOrders" | "runImport", _) => "202",
        (_, "") => "204",
        _ => "200",
    };
    let no = |text: &str| json!({ "description": text, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } } } });
    let mut answers = serde_json::Map::new();
    let mut done = json!({ "description": "done" });
    if let (Some(map), false) = (done.as_object_mut(), answer.is_empty()) {
        map.insert("content".to_owned(), json!({ "application/json": { "schema": content } }));
    }
    answers.insert(good.to_owned(), done);
    for (status, text) in [
        ("400", "the request cannot be read"),
        ("401", "no valid token"),
        ("403", "the role does not reach that far"),
        ("404", "no such record, or out of sight"),
        ("409", "the state does not allow it, or somebody was faster"),
        ("422", "some inputs break a rule"),
        ("503", "busy; try again"),
    ] {
        answers.insert(status.to_owned(), no(text));
    }
    let mut operation = json!({ "operationId": id, "summary": summary, "parameters": parameters, "responses": answers });
    if let (Some(map), Some(schema)) = (operation.as_object_mut(), body) {
        // A move that asks for nothing needs no body.
        let required = !matches!(id, "openRecord" | "moveRecord");
        map.insert("requestBody".to_owned(), json!({ "required": required, "content": { "application/json": { "schema": schema } } }));
    }
    operation
}

/// A schema of the document's own.
fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn path(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

fn path_of(name: &str, values: &[&str]) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "enum": values } })
}

fn rated(names: &[&str]) -> Vec<Value> {
    std::iter::once(path_of("name", names)).chain(indicators::parameters()).collect()
}

fn once() -> Value {
    json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$" } })
}

fn list_parameters(registers: &[&str]) -> Vec<Value> {
    let query = |name: &str, required: bool, schema: Value| json!({ "name": name, "in": "query", "required": required, "schema": schema });
    let text = || json!({ "type": "string" });
    vec![
        query("register", true, json!({ "type": "string", "enum": registers })),
        query("state", false, text()),
        query("category", false, text()),
        query("area", false, text()),
        query("open", false, json!({ "type": "boolean" })),
        query("mine", false, json!({ "type": "boolean" })),
        query("order", false, json!({ "type": "string", "enum": ["-created", "created", "due", "-updated"] })),
        query("limit", false, json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 })),
        query("after", false, json!({ "type": "string", "pattern": "^(-|-?[0-9]{1,18})_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" })),
    ]
}

/// The largest whole number that every reader of JSON keeps exact.
const SAFE: i64 = (1 << 53) - 1;

fn command() -> Value {
    let name = json!({ "type": "string" });
    let seen = json!({ "type": "integer", "minimum": 0, "maximum": SAFE, "description": "version of the record that the caller saw" });
    json!({
        "anyOf": [
            {
                "type": "object",
                "properties": { "move": name, "seen": seen, "input": { "type": "object" } },
                "additionalProperties": false,
            },
            {
                "type": "object",
                "description": "the inputs themselves, beside the move and the version",
                "properties": { "move": name, "seen": seen, "input": false },
            },
        ],
    })
}

fn ballot_paper() -> Value {
    json!({
        "type": "object",
        "properties": { "option": { "type": "string", "description": "one of the vote's options; without it: the papers are read" } },
    })
}

fn vote() -> Value {
    let list = |schema: Value| json!({ "type": "array", "items": schema });
    let (text, flag, number) = (json!({ "type": "string" }), json!({ "type": "boolean" }), json!({ "type": "integer" }));
    json!({
        "type": "object",
        "required": ["body", "until", "running", "secret", "options", "due", "voted", "mine"],
        "properties": {
            "body": text,
            "until": { "type": "string", "format": "date" },
            "running": flag,
            "secret": flag,
            "options": list(text.clone()),
            "due": number,
            "voted": number,
            "mine": { "type": "object", "properties": { "may_vote": flag, "read": flag, "voted": flag, "option": { "type": ["string", "null"] } } },
            "result": {
                "type": ["object", "null"],
                "properties": {
                    "due": number, "voted": number, "left": number,
                    "came": { "type": "string", "enum": ["carried", "lost", "void", "too_few"] },
                    "options": list(json!({ "type": "object", "properties": { "option": text, "zh": text, "en": text, "n": number } })),
                },
            },
            "names": list(json!({ "type": "object", "properties": { "name": text, "post": text, "option": text } })),
            "members": {
                "type": ["array", "null"],
                "description": "only for those who put it to the vote",
                "items": { "type": "object", "properties": { "name": text, "post": text, "votes": flag, "read": flag, "voted": flag, "left": flag } },
            },
        },
    })
}

fn record() -> Value {
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    json!({
        "type": "object",
        "required": ["id", "number", "register", "state", "open", "version", "fields"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "number": { "type": "string" },
            "register": { "type": "string" },
            "state": { "type": "string" },
            "open": { "type": "boolean" },
            "area": { "type": "string" },
            "holder": maybe("string"),
            "category": maybe("string"),
            "urgency": maybe("string"),
            "title": { "type": "string" },
            "created": { "type": "string", "format": "date-time" },
            "due": maybe("string"),
            "deadline": maybe("string"),
            "closed": maybe("string"),
            "lon": maybe("number"),
            "lat": maybe("number"),
            "rating": maybe("integer"),
            "version": { "type": "integer" },
            "fields": { "type": "object" },
            "origin": { "type": ["object", "null"], "description": "the record that it was opened from; of one record only" },
            "parts": { "type": "array", "items": { "type": "object" }, "description": "records opened from it; of one record only" },
            "attendance": { "type": "array", "items": { "type": "object" }, "description": "who is due at its meeting and what is said of each, for those who put that down; of one record only" },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "basis": { "type": "string", "description": "the clause behind the rule" },
            "errors": { "type": "array", "items": { "type": "object", "properties": { "input": { "type": "string" }, "detail": { "type": "string" } } } },
        },
    })
}

fn fields(register: &Register, lang: linli_pack::Lang) -> Value {
    let asked = || register.fields.values().filter(|field| !field.derived);
    let properties: serde_json::Map<String, Value> = asked().map(|field| (field.name.clone(), schema(field, lang))).collect();
    let required: Vec<&str> = asked().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn schema(field: &Field, lang: linli_pack::Lang) -> Value {
    let mut schema = match &field.kind {
        FieldKind::Text { max } | FieldKind::LongText { max } => json!({ "type": "string", "maxLength": max }),
        FieldKind::Int { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldKind::Money => json!({ "type": "integer", "description": "fen" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Time => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Bool => json!({ "type": "boolean" }),
        FieldKind::Choice { options } => json!({ "type": "string", "enum": options.keys().collect::<Vec<_>>() }),
        FieldKind::Photos { max } => json!({ "type": "array", "items": { "type": "string" }, "maxItems": max }),
        FieldKind::IdNumber => json!({ "type": "string", "description": "GB 11643, with its check digit" }),
        FieldKind::CreditCode => json!({ "type": "string", "description": "GB 32100, with its check character" }),
        FieldKind::Duty => json!({ "type": "string", "description": "item of the list of who handles what" }),
        FieldKind::Service => json!({ "type": "string", "description": "name of a service of the catalogue" }),
        FieldKind::Materials => {
            json!({ "type": "array", "items": { "type": "string" }, "description": "names of the service's materials" })
        }
        FieldKind::Slot => json!({ "type": "string", "description": "a time that can be booked, such as `2026-12-01 09:00 evening`" }),
        FieldKind::Category | FieldKind::Body { .. } | FieldKind::Phone | FieldKind::Person | FieldKind::Address => {
            json!({ "type": "string" })
        }
    };
    if let Some(map) = schema.as_object_mut() {
        map.insert("title".to_owned(), field.label.get(lang).into());
    }
    schema
}
