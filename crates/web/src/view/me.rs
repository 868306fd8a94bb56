//! One's own account, and the keys that any account holds.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::view::{ActForm, Badge, Crumbs, Link, Moment, PlainShell, Shell, SignInList};
use crate::{Locale, filters};

/// One's own account.
#[derive(Template)]
#[template(path = "pages/me.html")]
pub struct MePage {
    /// The frame.
    pub shell: Shell,
    /// Login name.
    pub login: String,
    /// Posts held: 街道派单员 · 三里庵街道行政服务中心.
    pub posts: Vec<String>,
    /// A token just made, shown this once; empty otherwise.
    pub made: String,
    /// Whether there is a second factor.
    pub second_factor: Badge,
    /// Whether the account is linked to somebody at the place's provider of identities; `None` where there is none.
    pub sso: Option<SsoState>,
    /// The address of their calendar.
    pub calendar: CalendarLink,
    /// Passkeys; `None` where there can be none.
    pub passkeys: Option<PasskeyList>,
    /// Changes the password.
    pub password: ActForm,
    /// Sessions and tokens.
    pub keys: KeyLists,
    /// The latest sign-ins.
    pub sign_ins: SignInList,
    /// Makes a token.
    pub make_token: ActForm,
}

/// Whether an account is linked to somebody at the place's provider of identities.
#[derive(Clone, Debug, Default)]
pub struct SsoState {
    /// What the provider is called.
    pub label: String,
    /// 已绑定.
    pub state: Badge,
    /// Where a link is made; empty: there is one.
    pub link: String,
    /// Where it is taken away (POST); empty: there is none.
    pub unlink: String,
}

/// The secret address of somebody's calendar.
#[derive(Clone, Debug, Default)]
pub struct CalendarLink {
    /// Since when there is one; `None`: there is none.
    pub since: Option<Moment>,
    /// An address just made, shown this once; empty otherwise.
    pub made: String,
}

/// One's own passkeys; `{{ passkeys }}` writes a card.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/passkeys.html")]
pub struct PasskeyList {
    /// The reader's language.
    pub l: Locale,
    /// The passkeys.
    pub rows: Vec<PasskeyRow>,
    /// The name that a new one may have: Edge · Windows.
    pub proposed: String,
}
impl HtmlSafe for PasskeyList {}

/// A passkey.
#[derive(Clone, Debug, Default)]
pub struct PasskeyRow {
    /// What is sent to end it.
    pub key: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made: Moment,
    /// When it was last used; may be empty.
    pub used: Moment,
}

/// Changing the password on a page of its own: the first thing to do after somebody else set it.
#[derive(Template)]
#[template(path = "pages/password.html")]
pub struct PasswordPage {
    /// The frame.
    pub shell: PlainShell,
    /// Why it is asked.
    pub why: String,
    /// The form.
    pub form: ActForm,
    /// Where else one may go.
    pub links: Vec<Link>,
}

/// Sessions and tokens of an account; `{{ keys }}` writes two cards.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/keys.html")]
pub struct KeyLists {
    /// The reader's language.
    pub l: Locale,
    /// Open sessions, the one last used first.
    pub sessions: Vec<SessionRow>,
    /// Where a single session is ended (POST, `key`); empty: only all of them can be.
    pub end_session: String,
    /// Where all sessions (on one's own page: all others) are ended (POST).
    pub end_sessions: String,
    /// What that button says.
    pub end_sessions_label: String,
    /// Tokens.
    pub tokens: Vec<TokenRow>,
    /// Where a token is ended (POST, `key`).
    pub end_token: String,
}
impl HtmlSafe for KeyLists {}

/// An open session.
#[derive(Clone, Debug, Default)]
pub struct SessionRow {
    /// What is sent to end it.
    pub key: String,
    /// Edge · Windows.
    pub browser: String,
    /// When it began.
    pub began: Moment,
    /// When it was last used, to half an hour.
    pub seen: Moment,
    /// It is the reader's own, here.
    pub here: bool,
}

/// A token.
#[derive(Clone, Debug, Default)]
pub struct TokenRow {
    /// What is sent to end it.
    pub key: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub made: Moment,
    /// Its last day, or that it has none.
    pub until: String,
}

/// Handing roles to a colleague during leave.
#[derive(Template)]
#[template(path = "pages/stand_in.html")]
pub struct StandInPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// What is arranged.
    pub arranged: StandIns,
    /// Arranges another; `None` where there is nothing to hand over, or nobody to take it.
    pub form: Option<ActForm>,
    /// Why there is no form.
    pub none: String,
}

/// What is arranged between people; `{{ arranged }}` writes a card.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/stand_ins.html")]
pub struct StandIns {
    /// The reader's language.
    pub l: Locale,
    /// The arrangements.
    pub rows: Vec<StandInRow>,
    /// Where one is ended (POST, `key`).
    pub end: String,
}
impl HtmlSafe for StandIns {}

/// One arrangement.
#[derive(Clone, Debug, Default)]
pub struct StandInRow {
    /// What is sent to end it.
    pub key: String,
    /// 李敏 代 张蕾.
    pub who: String,
    /// 社区受理员 · 三里庵社区受理中心.
    pub post: String,
    /// 2026-03-01 至 2026-03-05.
    pub period: String,
    /// 未开始, 进行中.
    pub state: Badge,
}
