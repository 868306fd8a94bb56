//! Taking part: what there is, taking a place, a certificate, and checking one.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, ChoiceGroup, Link, PhoneShell};

/// Something one can take part in.
#[derive(Clone, Debug, Default)]
pub struct JoinCard {
    /// 清理楼道.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What is to be known: label and value.
    pub facts: Vec<(String, String)>,
    /// 还有 3 个名额.
    pub room: String,
    /// There is no place left.
    pub full: bool,
    /// Who arranges it, and where.
    pub who: String,
}

/// `/join`
#[derive(Template)]
#[template(path = "join/list.html")]
pub struct JoinList {
    /// The frame.
    pub shell: PhoneShell,
    /// What it is for.
    pub intro: String,
    /// Communities to choose from.
    pub areas: Vec<ChoiceGroup>,
    /// The one chosen; may be empty.
    pub area: String,
    /// What there is, the soonest first.
    pub cards: Vec<JoinCard>,
}

/// `/join/{register}/{number}`
#[derive(Template)]
#[template(path = "join/one.html")]
pub struct JoinPage {
    /// The frame.
    pub shell: PhoneShell,
    /// What it is.
    pub card: JoinCard,
    /// What happens to who comes too late; may be empty.
    pub waits: String,
    /// How long what is typed is kept.
    pub kept: String,
    /// The form; `None` where no place can be taken any more.
    pub form: Option<ActForm>,
}

/// A certificate to print.
#[derive(Template)]
#[template(path = "join/certificate.html")]
pub struct CertificatePage {
    /// The frame.
    pub shell: PhoneShell,
    /// 志愿服务证明.
    pub title: String,
    /// Whose it is.
    pub name: String,
    /// What is certified.
    pub text: String,
    /// Who certifies.
    pub body: String,
    /// When it was settled.
    pub day: String,
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: String,
    /// Where it is checked, as others reach it.
    pub check: String,
}

/// `/certificate`
#[derive(Template)]
#[template(path = "join/check.html")]
pub struct CheckPage {
    /// The frame.
    pub shell: PhoneShell,
    /// What it came to; empty before.
    pub said: String,
    /// It is good.
    pub good: bool,
    /// What is certified; may be empty.
    pub text: String,
    /// The form.
    pub form: ActForm,
    /// Where else to go.
    pub back: Link,
}
