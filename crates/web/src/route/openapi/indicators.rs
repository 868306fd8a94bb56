//! The description of `/indicators`.

use linli_pack::record::Value;
use serde_json::json;

pub(super) fn schemas() -> [(String, Value); 2] {
    [("indicator".to_owned(), indicator()), ("rates".to_owned(), rates())]
}

pub(super) fn parameters() -> Vec<Value> {
    let query = |name: &str, required: bool, schema: Value, text: &str| json!({ "name": name, "in": "query", "required": required, "schema": schema, "description": text });
    let day = || json!({ "type": "string", "format": "date" });
    vec![
        query("from", true, day(), "first day"),
        query("to", true, day(), "last day, included; at most 731 days after the first"),
        query("area", false, json!({ "type": "string" }), "without it: the area of the caller's board"),
        query(
            "areas_of",
            false,
            json!({ "type": "string", "enum": ["then", "now"], "default": "then" }),
            "the past on the areas of each day, or on those of today",
        ),
    ]
}

fn version() -> serde_json::Map<String, Value> {
    let (text, maybe, day) =
        (json!({ "type": "string" }), json!({ "type": ["string", "null"] }), json!({ "type": ["string", "null"], "format": "date" }));
    let weight = json!({ "type": "object", "properties": { "of": text, "over": maybe, "times": { "type": "integer" } } });
    [
        ("version", text.clone()),
        ("from", day.clone()),
        ("until", day),
        ("of", text.clone()),
        ("over", maybe),
        ("weigh", json!({ "type": "array", "items": weight })),
        ("formula", text.clone()),
        ("basis", text),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

fn indicator() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["name", "label", "register", "standing", "versions"],
        "properties": {
            "name": text, "label": text, "register": text,
            "standing": { "type": "boolean", "description": "how things stand, whatever the period" },
            "versions": { "type": "array", "description": "the newest first", "items": { "type": "object", "properties": version() } },
        },
    })
}

fn rates() -> Value {
    let text = json!({ "type": "string" });
    let reading = json!({
        "type": "object",
        "required": ["of", "over", "rate"],
        "properties": {
            "of": { "type": "integer" },
            "over": { "type": ["integer", "null"], "description": "null for a count" },
            "rate": { "type": ["number", "null"], "description": "null for a count, and where nothing counts" },
        },
    });
    let mut reckoned = version();
    reckoned
        .insert("shown".to_owned(), json!({ "type": "boolean", "description": "in force on the last day: boards show the period by it" }));
    reckoned.insert("reading".to_owned(), reading.clone());
    let below = json!({
        "type": "object",
        "required": ["area", "readings"],
        "properties": { "area": text, "readings": { "type": "array", "description": "by the versions, in their order", "items": reading } },
    });
    json!({
        "type": "object",
        "required": ["name", "area", "from", "to", "areas_of", "versions", "areas"],
        "properties": {
            "name": text, "label": text, "register": text, "area": text,
            "from": { "type": "string", "format": "date" },
            "to": { "type": "string", "format": "date" },
            "areas_of": { "type": "string", "enum": ["then", "now"] },
            "versions": { "type": "array", "description": "the newest first", "items": { "type": "object", "properties": reckoned } },
            "areas": { "type": "array", "items": below },
        },
    })
}
