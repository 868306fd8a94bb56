//! What people ask about their own data: the list of requests, and the page of one.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Crumbs, Empty, Moment, Shell};

/// All requests.
#[derive(Template)]
#[template(path = "pages/privacies.html")]
pub struct PrivaciesPage {
    /// The frame.
    pub shell: Shell,
    /// 2 件待答复.
    pub sub: String,
    /// The requests, the newest first.
    pub rows: Vec<PrivacyRow>,
    /// Takes a new one in.
    pub add: ActForm,
    /// When there is none.
    pub empty: Empty,
}

/// One request in the list.
#[derive(Clone, Debug, Default)]
pub struct PrivacyRow {
    /// 删除.
    pub kind: String,
    /// 139****1234; a dash once it is answered.
    pub masked: String,
    /// Its page.
    pub href: String,
    /// 待答复, 已答复, 未受理.
    pub status: Badge,
    /// When it was taken in.
    pub at: Moment,
    /// Who took it in.
    pub by: String,
    /// 2026-04-03; empty once it is answered.
    pub due: String,
}

/// One request.
#[derive(Template)]
#[template(path = "pages/privacy.html")]
pub struct PrivacyPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// 删除个人信息 · 139****1234.
    pub title: String,
    /// Where it stands.
    pub status: Badge,
    /// Facts: label and text.
    pub facts: Vec<(String, String)>,
    /// Records that hold the person's data.
    pub held: Vec<PrivateRow>,
    /// Their account and posts.
    pub staff: Vec<StaffRow>,
    /// What became of them, once it is answered.
    pub results: Vec<ResultRow>,
    /// When neither is there.
    pub nothing: String,
    /// What the records say, after it was asked for.
    pub shown: Vec<ShownRecord>,
    /// Where a copy is downloaded (POST): words and address; empty once it is answered.
    pub copies: Vec<(String, String)>,
    /// Where acts are sent.
    pub action: String,
    /// Version that was read.
    pub version: String,
    /// It is a request for a copy, which this marks as given; empty: none.
    pub answer: String,
    /// What an erasure stops; empty for a copy.
    pub stops: Vec<String>,
    /// Why the reader may not carry it out; may be empty.
    pub second: String,
    /// What went wrong beside the fields.
    pub wrong: Vec<String>,
    /// Carries the erasure out.
    pub erase: Option<ActForm>,
    /// Refuses it.
    pub refuse: Option<ActForm>,
}

/// A record that holds the person's data.
#[derive(Clone, Debug, Default)]
pub struct PrivateRow {
    /// 民情事项.
    pub register: String,
    /// Its number.
    pub number: String,
    /// Its page, where the reader may open it.
    pub href: String,
    /// 办理中.
    pub state: Badge,
    /// 姓名、手机号.
    pub fields: String,
    /// 正文 1 段、照片 2 张、日志 3 条.
    pub more: String,
    /// Why it is kept; may be empty.
    pub kept: String,
    /// The clause.
    pub basis: String,
}

/// An account, or somebody's posts.
#[derive(Clone, Debug, Default)]
pub struct StaffRow {
    /// 账号, 任职.
    pub of: String,
    /// 街道派单员 · 南七街道行政服务中心 · 2026-03-01 –.
    pub places: Vec<String>,
    /// 登录中 2 处; may be empty.
    pub sessions: String,
    /// 在岗期间留存; may be empty.
    pub kept: String,
    /// Id, where the reader may say that it is somebody else of that name; may be empty.
    pub drop: String,
}

/// What became of a record.
#[derive(Clone, Debug, Default)]
pub struct ResultRow {
    /// 民情事项.
    pub register: String,
    /// Its number.
    pub number: String,
    /// 已删除, 依法留存, 已提供.
    pub what: Badge,
    /// 个人信息 2 项、日志 3 条.
    pub detail: String,
}

/// A record in clear.
#[derive(Clone, Debug, Default)]
pub struct ShownRecord {
    /// 民情事项 340104-2026-000001.
    pub title: String,
    /// Label and text.
    pub pairs: Vec<(String, String)>,
}
