//! Answers of Open311 in both of its forms: one tree, written as JSON or as XML.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_pack::record::Value;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// How the caller wants to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// The form every endpoint must speak.
    #[default]
    Xml,
    /// The other.
    Json,
}

impl Format {
    /// `services.json` → (`services`, JSON). A name without a known ending is XML's, as the specification has it.
    pub(super) fn split(file: &str) -> Option<(&str, Self)> {
        let (name, ending) = file.rsplit_once('.')?;
        match ending {
            "xml" => Some((name, Self::Xml)),
            "json" => Some((name, Self::Json)),
            _ => None,
        }
    }
}

/// A part of an answer.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Text, a number, true or false; nothing where it is null.
    Value(Value),
    /// Several of a kind: an array in JSON; in XML elements of this name.
    Items(&'static str, Vec<Node>),
    /// Named parts, in this order.
    Fields(Vec<(&'static str, Node)>),
}

impl<T: Into<Value>> From<T> for Node {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

/// An answer whose root element in XML has this name.
pub(super) fn answer(format: Format, status: StatusCode, root: &str, node: &Node) -> Response {
    let (kind, body) = match format {
        Format::Json => ("application/json; charset=utf-8", json(node).to_string()),
        Format::Xml => ("text/xml; charset=utf-8", xml(root, node)),
    };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // Anybody may read it, in a page of their own too; it never depends on cookies.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn json(node: &Node) -> Value {
    match node {
        Node::Value(value) => value.clone(),
        Node::Items(_, items) => items.iter().map(json).collect(),
        Node::Fields(fields) => Value::Object(fields.iter().map(|(name, node)| ((*name).to_owned(), json(node))).collect()),
    }
}

fn xml(root: &str, node: &Node) -> String {
    let mut writer = Writer::new(Vec::new());
    // Writing to memory does not fail.
    drop(writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))));
    drop(element(&mut writer, root, node));
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, node: &Node) -> std::io::Result<()> {
    if matches!(node, Node::Value(Value::Null)) {
        return writer.write_event(Event::Empty(BytesStart::new(name)));
    }
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match node {
        Node::Value(Value::String(text)) => writer.write_event(Event::Text(BytesText::new(&readable(text))))?,
        Node::Value(value) => writer.write_event(Event::Text(BytesText::new(&value.to_string())))?,
        Node::Items(of, items) => items.iter().try_for_each(|item| element(writer, of, item))?,
        Node::Fields(fields) => fields.iter().try_for_each(|(name, node)| element(writer, name, node))?,
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// XML has no way to write most control characters.
fn readable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// What was wrong with a request: everything at once, each with its code.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(Vec<(StatusCode, String)>);

impl Faults {
    pub(super) fn one(status: StatusCode, text: impl Into<String>) -> Self {
        Self(vec![(status, text.into())])
    }

    pub(super) fn add(&mut self, status: StatusCode, text: impl Into<String>) {
        self.0.push((status, text.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answer; its status is that of the first fault.
    pub(super) fn answer(&self, format: Format) -> Response {
        let status = self.0.first().map_or(StatusCode::INTERNAL_SERVER_ERROR, |(status, _)| *status);
        let errors =
            self.0.iter().map(|(status, text)| Node::Fields(vec![("code", status.as_u16().into()), ("description", text.as_str().into())]));
        answer(format, status, "errors", &Node::Items("error", errors.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Node, json, xml};

    fn tree() -> Node {
        let one = Node::Fields(vec![
            ("service_code", "a<b & c".into()),
            ("metadata", false.into()),
            ("group", Node::Value(None::<String>.into())),
        ]);
        Node::Items("service", vec![one])
    }

    #[test]
    fn one_tree_is_written_in_both_forms() {
        assert_eq!(json(&tree()), serde_json::json!([{ "service_code": "a<b & c", "metadata": false, "group": null }]));
        assert_eq!(
            xml("services", &tree()),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><services><service><service_code>a&lt;b &amp; c</service_code>\
             <metadata>false</metadata><group/></service></services>"
        );
    }

    #[test]
    fn characters_that_xml_cannot_write_are_left_out() {
        assert!(xml("a", &"x\u{0}\u{8}y\n".into()).ends_with("<a>xy\n</a>"));
    }

    #[test]
    fn the_last_ending_says_the_form() {
        assert_eq!(Format::split("parts.road.json"), Some(("parts.road", Format::Json)));
        assert_eq!(Format::split("requests.xml"), Some(("requests", Format::Xml)));
        assert_eq!(Format::split("requests"), None);
        assert_eq!(Format::split("requests.csv"), None);
    }
}
