//! Gateways to phones and chats: an HTTP request with gaps, filled so that what fills them cannot become more than text.

use linli_app::outside::Channel;
use linli_wire::{Client, Limits, Request};
use serde::Deserialize;

use crate::notices::SILENT;

/// What gaps are called.
pub(crate) const PLACEHOLDERS: [&str; 4] = ["to", "subject", "text", "link"];

/// How a body is written, and so how gaps in it are filled.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// JSON, gaps within strings.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    #[serde(rename = "form")]
    Pairs,
    /// Plain text.
    Text,
}

impl Form {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Pairs => "application/x-www-form-urlencoded",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A gateway.
#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) channel: Channel,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) form: Form,
    pub(crate) body: String,
    /// What a good answer says; empty: its status is enough.
    pub(crate) good: String,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("channel", &self.channel.name).finish_non_exhaustive()
    }
}

/// What fills the gaps.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// One line without personal data.
    pub subject: String,
    /// The message.
    pub text: String,
    /// Where it leads; may be empty.
    pub link: String,
}

/// The names of the gaps in a template: `{name}`.
pub(crate) fn gaps(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        (!name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).then_some(name)
    })
}

/// A template with its gaps filled, each value written as it must be there.
pub(crate) fn filled(template: &str, form: Form, value: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').filter(|(name, _)| PLACEHOLDERS.contains(name)) {
            Some((name, behind)) => {
                out.push_str(&written(form, &value(name)));
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

fn written(form: Form, value: &str) -> String {
    match form {
        Form::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
        }
        Form::Pairs => percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string(),
        Form::Text => value.to_owned(),
    }
}

impl Gateway {
    /// Sends a message to somebody there. The error is for the administrator: it holds neither the message nor whom it was for.
    pub(crate) async fn send(&self, client: &Client, limits: Limits, to: &str, said: &Said) -> Result<(), String> {
        let value = |name: &str| match name {
            "to" => to.to_owned(),
            "subject" => said.subject.clone(),
            "link" => said.link.clone(),
            _ => said.text.clone(),
        };
        let mut request = Request::builder().method(self.method.as_str()).uri(filled(&self.url, Form::Pairs, &value));
        request = request.header("content-type", self.form.media_type());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(filled(&self.body, self.form, &value).into_bytes()).map_err(|_| "no valid request".to_owned())?;
        let answer = client.peek(request, limits).await.map_err(|problem| {
            tracing::debug!(%problem, gateway = self.channel.name, "a message was not sent");
            SILENT.to_owned()
        })?;
        if !answer.status().is_success() {
            return Err(answer.status().as_u16().to_string());
        }
        let good = self.good.is_empty() || String::from_utf8_lossy(answer.body()).contains(&self.good);
        if good { Ok(()) } else { Err("the answer does not say that it was taken".to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, filled, gaps};

    #[test]
    fn what_fills_a_gap_stays_text_in_json_in_a_form_and_in_an_address() {
        let value = |name: &str| if name == "to" { "138\",\"admin\":true".to_owned() } else { "a\n&b={link} 好".to_owned() };
        let json = filled(r#"{"to":"{to}","text":"{text}","x":{}}"#, Form::Json, &value);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((read["to"].as_str(), read["text"].as_str()), (Some("138\",\"admin\":true"), Some("a\n&b={link} 好")));
        assert!(read.get("admin").is_none());
        assert_eq!(filled("to={to}&t={text}", Form::Pairs, &value), "to=138%22%2C%22admin%22%3Atrue&t=a%0A%26b%3D%7Blink%7D%20%E5%A5%BD");
    }

    #[test]
    fn gaps_are_names_in_braces_and_nothing_else_is() {
        assert_eq!(gaps(r#"{"a":{},"b":"{to} {phone}","c":{"d":1}}"#).collect::<Vec<_>>(), ["to", "phone"]);
    }
}
