//! What an operator writes down about the ways out, in `notify.toml`: a mail server, and gateways to phones and chats as HTTP requests with gaps in them.

use std::collections::BTreeMap;
use std::ops::Range;

use linli_app::outside::{Channel, Takes};
use linli_pack::model::Text;
use serde::Deserialize;
use toml::Spanned;

use crate::gateway::{Form, Gateway, PLACEHOLDERS, filled, gaps};
use crate::mail::{Mail, Tls};

/// The ways out that a place has.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    pub(crate) mail: Option<Mail>,
    pub(crate) gateways: Vec<Gateway>,
}

/// The name of the channel by mail.
pub(crate) const MAIL: &str = "mail";

/// What is wrong with what was written down: with the place, and the line without what may be secret in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {said}\n{shown}")]
pub struct NotifyProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and the way out.
    pub said: String,
    /// The line with a caret below.
    pub shown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    mail: Option<MailText>,
    #[serde(default)]
    gateway: BTreeMap<String, GatewayText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailText {
    server: String,
    #[serde(default)]
    port: Option<u16>,
    #[serde(default)]
    tls: Tls,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
    from: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewayText {
    label: Label,
    takes: TakesText,
    #[serde(default)]
    reporters: Option<Spanned<bool>>,
    #[serde(default)]
    method: Option<Spanned<String>>,
    url: Spanned<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    form: Form,
    #[serde(default)]
    body: Option<Spanned<String>>,
    #[serde(default)]
    good: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TakesText {
    Phone,
    Name,
}

impl Ways {
    /// Reads what was written; the password of the mail server may come from elsewhere.
    ///
    /// # Errors
    /// [`NotifyProblem`]: the first thing that is wrong.
    pub fn parse(text: &str, password: Option<String>) -> Result<Self, NotifyProblem> {
        let wrong = |range: Range<usize>, said: String| problem(text, range, said);
        let file: File = toml::from_str(text).map_err(|error| wrong(error.span().unwrap_or_default(), error.message().to_owned()))?;
        let mail = match file.mail {
            Some(mail) => Some(read_mail(mail, password).map_err(|(range, said)| wrong(range, said))?),
            None => None,
        };
        let gateways: Result<Vec<Gateway>, NotifyProblem> =
            file.gateway.into_iter().map(|(name, one)| read_gateway(text, name, one).map_err(|(range, said)| wrong(range, said))).collect();
        Ok(Self { mail, gateways: gateways? })
    }

    /// The channels that people can choose.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let mail = self.mail.iter().map(|_| Channel {
            name: MAIL.to_owned(),
            label: Text { zh: "电子邮件".to_owned(), en: "E-mail".to_owned() },
            takes: Takes::Mail,
            reporters: false,
        });
        mail.chain(self.gateways.iter().map(|gateway| gateway.channel.clone())).collect()
    }
}

fn read_mail(mail: MailText, password: Option<String>) -> Result<Mail, (Range<usize>, String)> {
    let said = |what: String| (mail.from.span(), what);
    let from = mail.from.get_ref().parse().map_err(|error| said(format!("no address: {error}; write it as `Linli <linli@example.cn>`")))?;
    let here = matches!(mail.server.as_str(), "localhost" | "127.0.0.1" | "::1");
    if mail.tls == Tls::None && !here {
        return Err(said("`tls = \"none\"` is for a server on this machine: others would read along".to_owned()));
    }
    Ok(Mail { server: mail.server, port: mail.port, tls: mail.tls, user: mail.user, password: password.or(mail.password), from })
}

fn read_gateway(text: &str, name: String, one: GatewayText) -> Result<Gateway, (Range<usize>, String)> {
    if name == MAIL || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return Err((one.url.span(), format!("`{name}` cannot be a gateway's name: letters, digits, `_` and `-`, and not `mail`")));
    }
    for part in std::iter::once(&one.url).chain(&one.body) {
        for gap in gaps(part.get_ref()) {
            if !PLACEHOLDERS.contains(&gap) {
                let around = part.span();
                let at = text.get(around.clone()).and_then(|raw| raw.find(&format!("{{{gap}}}"))).unwrap_or_default();
                let range = around.start + at..around.start + at + gap.len() + 2;
                let known: Vec<String> = PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect();
                return Err((range, format!("`{{{gap}}}` is filled by nothing: {} are", known.join(" "))));
            }
        }
    }
    if !one.url.get_ref().starts_with("https://") && !one.url.get_ref().starts_with("http://") {
        return Err((one.url.span(), "the address begins with https:// (or http:// in your own network)".to_owned()));
    }
    let method = one.method.as_ref().map_or_else(|| "POST".to_owned(), |method| method.get_ref().to_ascii_uppercase());
    if let (Some(given), false) = (&one.method, matches!(method.as_str(), "GET" | "POST" | "PUT")) {
        return Err((given.span(), "the method is GET, POST or PUT".to_owned()));
    }
    if let (Form::Json, Some(body)) = (one.form, &one.body) {
        let sample = filled(body.get_ref(), one.form, &|_| "x".to_owned());
        serde_json::from_str::<serde_json::Value>(&sample).map_err(|error| (body.span(), format!("the body is no JSON: {error}")))?;
    }
    let takes = match one.takes {
        TakesText::Phone => Takes::Phone,
        TakesText::Name => Takes::Name,
    };
    let reporters = one.reporters.as_ref().is_some_and(|reporters| *reporters.get_ref());
    if let (Some(given), true) = (&one.reporters, reporters && takes != Takes::Phone) {
        return Err((given.span(), "reporters leave a phone number: `takes = \"phone\"`".to_owned()));
    }
    Ok(Gateway {
        channel: Channel { name, label: Text { zh: one.label.zh, en: one.label.en }, takes, reporters },
        method,
        url: one.url.into_inner(),
        headers: one.headers.into_iter().collect(),
        form: one.form,
        body: one.body.map(Spanned::into_inner).unwrap_or_default(),
        good: one.good.unwrap_or_default(),
    })
}

/// A mistake with its line. What stands in quotes on that line may be secret and is left out, but for what is pointed at.
fn problem(text: &str, range: Range<usize>, said: String) -> NotifyProblem {
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let whole = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let secret = whole.trim_start().starts_with("password");
    let (mut shown, mut caret, mut width) = (String::new(), 0, 0);
    let mut quote = None;
    for (at, c) in whole.char_indices() {
        let pointed = range.contains(&(start + at)) && !secret;
        if pointed && width == 0 {
            caret = shown.chars().count();
        }
        width += usize::from(pointed);
        match quote {
            Some(mark) if mark == c => quote = None,
            Some(_) if !pointed => {
                if !shown.ends_with('…') {
                    shown.push('…');
                }
                continue;
            }
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        shown.push(c);
    }
    if secret {
        shown = "password = …".to_owned();
    }
    let line = before.matches('\n').count() + 1;
    let column = text.get(start..range.start).unwrap_or_default().chars().count() + 1;
    let margin = " ".repeat(line.to_string().len());
    let carets = format!("{}{}", " ".repeat(caret), "^".repeat(width.max(1)));
    NotifyProblem { line, column, said, shown: format!("{line} | {shown}\n{margin} | {carets}") }
}

#[cfg(test)]
mod tests {
    use super::Ways;

    const GOOD: &str = r#"[mail]
server = "smtp.example.cn"
user = "linli"
password = "s3cret"
from = "邻里 <linli@example.cn>"

[gateway.sms]
label = { zh = "短信", en = "SMS" }
takes = "phone"
reporters = true
url = "https://sms.example.cn/send?to={to}"
headers = { authorization = "Bearer t0ken" }
body = '{"mobile":"{to}","text":"{text}"}'
"#;

    #[test]
    fn a_mail_server_and_a_gateway_are_channels() {
        let ways = Ways::parse(GOOD, None).unwrap();
        let channels: Vec<_> = ways.channels().into_iter().map(|one| (one.name, one.reporters)).collect();
        assert_eq!(channels, [("mail".to_owned(), false), ("sms".to_owned(), true)]);
        let said = format!("{ways:?}");
        assert!(!said.contains("s3cret") && !said.contains("t0ken"), "{said}");
        assert!(Ways::parse("", None).unwrap().channels().is_empty());
    }

    #[test]
    fn a_mistake_is_told_with_line_and_caret_and_never_with_a_secret() {
        for (old, new, place, said) in [
            ("user =", "usr =", (3, 1), "unknown field `usr`"),
            ("{\"mobile\":\"{to}\"", "{\"mobile\":\"{phone}\"", (13, 20), "`{phone}` is filled by nothing"),
            ("\"text\":\"{text}\"}", "\"text\":\"{text}\"", (13, 8), "no JSON"),
            ("https://sms", "ftp://sms", (11, 7), "begins with https://"),
            ("takes = \"phone\"", "takes = \"name\"", (10, 13), "phone number"),
            ("takes = \"phone\"", "takes = \"fax\"", (9, 9), "unknown variant `fax`"),
            ("password = \"s3cret\"", "password = s3cret", (4, 12), ""),
            ("linli@example.cn>", "linli>", (5, 8), "no address"),
            ("\"Bearer t0ken\" }", "\"Bearer t0ken\", x = 5 }", (12, 49), "invalid type"),
        ] {
            let problem = Ways::parse(&GOOD.replace(old, new), None).unwrap_err();
            let text = problem.to_string();
            assert_eq!((problem.line, problem.column), place, "{text}");
            assert!(text.contains(said) && text.contains('^'), "{text}");
            assert!(!text.contains("s3cret") && !text.contains("t0ken"), "{text}");
        }
    }

    #[test]
    fn mail_in_the_clear_goes_to_this_machine_only() {
        let clear = GOOD.replace("user =", "tls = \"none\"\nuser =");
        assert!(Ways::parse(&clear, None).unwrap_err().said.contains("read along"));
        Ways::parse(&clear.replace("smtp.example.cn", "127.0.0.1"), None).unwrap();
    }
}
