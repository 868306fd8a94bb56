//! Webhooks in the description of the API.

use linli_app::webhooks::KINDS;
use linli_pack::model::Pack;
use linli_pack::record::Value;
use serde_json::json;

use super::of;

/// What can be done with a webhook.
pub(super) const ACTS: [&str; 4] = ["test", "rotate", "on", "off"];

/// The body of a replay: one delivery, or all that were given up since a time.
pub(super) fn again() -> Value {
    json!({
        "type": "object",
        "oneOf": [{ "required": ["sequence"] }, { "required": ["since"] }],
        "additionalProperties": false,
        "properties": {
            "sequence": { "type": "integer", "minimum": 0, "maximum": super::SAFE, "description": "the delivery of one act" },
            "since": { "type": "string", "format": "date-time", "description": "all that were given up since then" },
        },
    })
}

pub(super) fn schemas(pack: &Pack) -> [(String, Value); 4] {
    [
        ("webhook_form".to_owned(), form(pack)),
        ("webhook".to_owned(), webhook()),
        ("webhook_delivery".to_owned(), delivery()),
        ("news".to_owned(), message()),
    ]
}

/// What a receiver is sent.
pub(super) fn news() -> Value {
    let header = |name: &str, description: &str| json!({ "name": name, "in": "header", "required": true, "description": description, "schema": { "type": "string" } });
    json!({
        "post": {
            "operationId": "news",
            "parameters": [
                header("webhook-id", "the same for each try of the same message"),
                header("webhook-timestamp", "seconds since 1970 of this try"),
                header("webhook-signature", "v1,BASE64(HMAC-SHA256(secret, id.timestamp.body)); two with a space between while a secret changes"),
            ],
            "requestBody": { "content": { "application/json": { "schema": of("news") } } },
            "responses": { "200": { "description": "taken" }, "410": { "description": "the receiver is gone: nothing more is sent" } },
        },
    })
}

fn names() -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true })
}

fn kinds() -> Value {
    json!({ "type": "array", "items": { "type": "string", "enum": KINDS }, "uniqueItems": true })
}

fn form(pack: &Pack) -> Value {
    let registers: Vec<&String> = pack.registers.keys().collect();
    json!({
        "type": "object",
        // A name that leads nowhere: whoever tries the description out disturbs nobody.
        "example": { "label": "news", "address": "https://receiver.invalid/linli", "area": pack.root, "registers": [], "kinds": [], "ignored": "" },
        "required": ["label", "address", "area"],
        "properties": {
            "label": { "type": "string", "maxLength": 64 },
            "address": { "type": "string", "format": "uri", "maxLength": 2000 },
            "area": { "type": "string" },
            "registers": { "type": "array", "items": { "type": "string", "enum": registers } },
            "kinds": { "type": "array", "items": { "type": "string", "enum": KINDS } },
            "ignored": { "type": "string", "description": "login of an account whose own acts are not sent" },
        },
        "additionalProperties": false,
    })
}

fn webhook() -> Value {
    json!({
        "type": "object",
        "required": ["id", "label", "address", "area", "registers", "kinds", "on", "off", "sequence", "made"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "label": { "type": "string" },
            "address": { "type": "string" },
            "area": { "type": "string" },
            "registers": names(),
            "kinds": kinds(),
            "on": { "type": "boolean" },
            "off": { "type": "string", "enum": ["", "asked", "gone", "failing"] },
            "sequence": { "type": "integer", "description": "entry of the journal up to which all was sent" },
            "made": { "type": "string", "format": "date-time" },
            "ignored": { "type": "string" },
            "behind": { "type": "integer" },
            "deliveries": { "type": "array", "items": of("webhook_delivery") },
        },
    })
}

fn delivery() -> Value {
    json!({
        "type": "object",
        "properties": {
            "sequence": { "type": "integer" },
            "type": { "type": "string" },
            "record": { "type": "string" },
            "stage": { "type": "string", "enum": ["waiting", "done", "given-up"] },
            "attempts": { "type": "integer" },
            "tried": { "type": ["string", "null"] },
            "status": { "type": ["integer", "null"] },
            "problem": { "type": "string", "enum": ["", "address", "out-of-reach", "connection", "late"] },
            "said": { "type": "string", "description": "beginning of the answer" },
            "millis": { "type": "integer" },
        },
    })
}

fn message() -> Value {
    json!({
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string", "description": "register and move: case.dispatch; webhook.test for a test" },
            "timestamp": { "type": "string", "format": "date-time", "description": "when it was done" },
            "data": {
                "type": "object",
                "properties": {
                    "sequence": { "type": "integer", "description": "place of the act in the journal" },
                    "kind": { "type": "string", "enum": KINDS },
                    "register": { "type": "string" },
                    "record": { "type": "string", "format": "uuid" },
                    "number": { "type": "string" },
                    "move": { "type": "string" },
                    "from": { "type": "string", "description": "state before; empty when it was opened" },
                    "state": { "type": "string", "description": "state afterwards" },
                    "area": { "type": "string" },
                    "holder": { "type": ["string", "null"] },
                    "version": { "type": "integer" },
                    "url": { "type": "string", "description": "path of the record in the API" },
                },
            },
        },
    })
}
