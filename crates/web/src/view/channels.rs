//! Notices outside the program: what somebody chooses, and what became of it.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Crumbs, Empty, Link, Shell};

/// How somebody is told of their notices outside the program.
#[derive(Template)]
#[template(path = "pages/channels.html")]
pub struct ChannelsPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The ways that there are.
    pub channels: Vec<ChannelCard>,
    /// When there are none.
    pub empty: Empty,
}

/// A way to be told.
#[derive(Clone, Debug, Default)]
pub struct ChannelCard {
    /// Its name in the page.
    pub id: String,
    /// 短信.
    pub label: String,
    /// 已开启, 未开启.
    pub status: Badge,
    /// Why the last message did not arrive; may be empty.
    pub problem: String,
    /// Confirms the address by a code; `None`: there is nothing to confirm.
    pub confirm: Option<ActForm>,
    /// Sets it up.
    pub form: ActForm,
    /// Where it is ended (POST); empty: it is off.
    pub end: String,
}

/// What went out, and what did not: for administrators.
#[derive(Template)]
#[template(path = "pages/told.html")]
pub struct ToldPage {
    /// The frame.
    pub shell: Shell,
    /// The ways that there are.
    pub channels: Vec<ToldRow>,
    /// Messages to reporters that were given up: record, why.
    pub lost: Vec<(Link, String)>,
    /// When there are no ways.
    pub empty: Empty,
}

/// A way, and what became of what was sent by it.
#[derive(Clone, Debug, Default)]
pub struct ToldRow {
    /// 短信.
    pub label: String,
    /// People who chose it.
    pub people: u64,
    /// Notices told.
    pub told: u64,
    /// Notices given up.
    pub given_up: u64,
    /// To whom the last try failed, and why.
    pub failing: Vec<(String, String)>,
}
