//! The description of `/exchanges` and `/imports`.

use linli_pack::model::Pack;
use linli_pack::record::Value;
use serde_json::json;

use super::{of, once, operation, path, path_of};
use crate::Locale;

/// The paths, by their names; none of exchanges where the pack has no such.
pub(super) fn paths(pack: &Pack, l: Locale) -> Vec<(&'static str, Value)> {
    let registers: Vec<&str> =
        pack.registers.values().filter(|register| !register.exchanges.is_empty()).map(|register| register.name.as_str()).collect();
    let names: Vec<&str> = pack.registers.values().flat_map(|register| register.exchanges.keys().map(String::as_str)).collect();
    let mut paths = vec![
        ("/exchanges", json!({ "get": operation("listExchanges", &l.t("api-exchanges"), &[], None, "exchanges") })),
        ("/imports/{id}", json!({ "get": operation("getImport", &l.t("api-import"), &[path("id")], None, "import") })),
        ("/imports/{id}/run", json!({ "post": operation("runImport", &l.t("api-import-run"), &[path("id")], Some(decision()), "import") })),
    ];
    if !names.is_empty() {
        let one = [path_of("register", &registers), path_of("exchange", &names)];
        let query =
            |name: &str, required: bool, schema: Value| json!({ "name": name, "in": "query", "required": required, "schema": schema });
        let day = |name: &str| query(name, true, json!({ "type": "string", "format": "date" }));
        let name = query("file", false, json!({ "type": "string", "maxLength": 120 }));
        let sent: Vec<Value> = one.iter().cloned().chain([name, once()]).collect();
        let asked: Vec<Value> = one.iter().cloned().chain([day("from"), day("to")]).collect();
        let mut send = operation("sendOrders", &l.t("api-orders"), &sent, None, "import");
        if let Some(map) = send.as_object_mut() {
            let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
            map.insert("requestBody".to_owned(), json!({ "required": true, "content": { "application/octet-stream": bytes } }));
        }
        paths.push(("/exchanges/{register}/{exchange}/orders", json!({ "post": send })));
        let answers = operation("listAnswers", &l.t("api-answers"), &asked, None, "answers");
        paths.push(("/exchanges/{register}/{exchange}/answers", json!({ "get": answers })));
    }
    paths
}

/// The content of an answer; `None` for one that is not of these paths.
pub(super) fn content(answer: &str) -> Option<Value> {
    match answer {
        "exchanges" => Some(json!({ "type": "array", "items": of("exchange") })),
        "import" | "answers" => Some(of(answer)),
        _ => None,
    }
}

fn decision() -> Value {
    json!({
        "type": "object",
        "required": ["mode"],
        "additionalProperties": false,
        "properties": { "mode": { "type": "string", "enum": ["all", "good"], "description": "all: one mistake, and no row comes in" } },
    })
}

pub(super) fn schemas() -> [(String, Value); 3] {
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let texts = json!({ "type": "array", "items": text });
    let taken = json!({
        "type": "object",
        "required": ["input", "heads", "required"],
        "properties": { "input": text, "heads": texts, "values": { "type": "object" }, "required": { "type": "boolean" } },
    });
    let exchange = json!({
        "type": "object",
        "required": ["register", "exchange", "label", "number", "takes", "gives"],
        "properties": {
            "register": text, "exchange": text, "label": text, "basis": text,
            "number": { "type": "string", "description": "the field that keeps the other side's number" },
            "takes": { "type": "array", "items": taken },
            "gives": texts,
        },
    });
    let mistake =
        json!({ "type": "object", "properties": { "sheet": text, "row": number, "column": text, "value": text, "detail": text } });
    let import = json!({
        "type": "object",
        "required": ["id", "register", "exchange", "phase", "rows", "made", "changed", "same", "known", "bad", "mistakes"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "register": text, "exchange": text, "file": text,
            "phase": { "type": "string", "enum": ["checking", "checked", "running", "done", "interrupted"] },
            "done": { "type": "integer", "description": "rows done, while it works" },
            "rows": number, "made": number, "changed": number, "same": number,
            "known": { "type": "integer", "description": "in by an earlier import" },
            "bad": number,
            "mistakes": { "type": "array", "description": "the first 200", "items": mistake },
            "created": { "type": "string", "format": "date-time" },
        },
    });
    let line = json!({
        "type": "object",
        "required": ["id", "number", "cells"],
        "properties": { "id": { "type": "string", "format": "uuid" }, "number": text, "cells": { "type": "object", "description": "by the columns' headings" } },
    });
    let answers = json!({
        "type": "object",
        "required": ["columns", "answers"],
        "properties": { "columns": texts, "answers": { "type": "array", "items": line } },
    });
    [("exchange".to_owned(), exchange), ("import".to_owned(), import), ("answers".to_owned(), answers)]
}
