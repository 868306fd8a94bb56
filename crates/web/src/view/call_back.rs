//! The callers' list: whom the program drew, what to say, and where the answer goes.

use askama::Template;

use crate::filters;
use crate::view::{Empty, Link, Shell, Tab};

/// `GET /call-backs`.
#[derive(Template)]
#[template(path = "pages/call_backs.html")]
pub struct CallBacksPage {
    /// The frame.
    pub shell: Shell,
    /// Registers that call back; empty where there is one.
    pub registers: Vec<Tab>,
    /// How whom to call is drawn, with its clause.
    pub rule: String,
    /// The clause.
    pub basis: String,
    /// What was drawn last, and under which seed.
    pub last: String,
    /// What the caller says.
    pub script: String,
    /// The five levels, the best first.
    pub levels: Vec<String>,
    /// Whom to call, the longest waiting first.
    pub rows: Vec<CallRow>,
    /// Where nobody waits.
    pub none: Empty,
    /// The register itself.
    pub all: Link,
}

/// Somebody to be called.
#[derive(Clone, Debug, Default)]
pub struct CallRow {
    /// Number of the matter, and the matter.
    pub number: Link,
    /// What it was about.
    pub title: String,
    /// Where.
    pub area: String,
    /// When it was closed.
    pub closed: String,
    /// 王* 138****5678: masked; shown in full on the matter's page for a purpose.
    pub who: String,
    /// Where the answer is put down; empty for who settled it.
    pub answer: String,
}
