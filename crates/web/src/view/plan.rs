//! Plans for the territory: the list, and the page on which one is drawn up, looked at, decided and undone.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Crumbs, Empty, Shell, Tab};

/// All plans.
#[derive(Template)]
#[template(path = "pages/plans.html")]
pub struct PlansPage {
    /// The frame.
    pub shell: Shell,
    /// 3 个方案.
    pub sub: String,
    /// The plans, the newest first.
    pub rows: Vec<PlanRow>,
    /// Draws up a new one.
    pub add: ActForm,
    /// When there is none.
    pub empty: Empty,
}

/// One plan in the list.
#[derive(Clone, Debug, Default)]
pub struct PlanRow {
    /// 城南片区社区优化调整.
    pub title: String,
    /// Its page.
    pub href: String,
    /// 起草中, 已决定, 已生效, 已放弃.
    pub status: Badge,
    /// 2026-12-01.
    pub day: String,
    /// 政发〔2026〕7号.
    pub basis: String,
    /// 合并 2 项…: how many changes.
    pub steps: String,
}

/// One plan.
#[derive(Template)]
#[template(path = "pages/plan.html")]
pub struct PlanPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub status: Badge,
    /// 2026-12-01 起生效 · 政发〔2026〕7号 · 王敏 决定.
    pub sub: String,
    /// Where acts are sent.
    pub action: String,
    /// Version that was read.
    pub version: String,
    /// Acts: label, name, class of the button.
    pub acts: Vec<(String, &'static str, &'static str)>,
    /// What stands in its way.
    pub blocked: Vec<String>,
    /// What is remarkable.
    pub remarks: Vec<String>,
    /// Title, day and document; `None` where it is decided.
    pub basics: Option<ActForm>,
    /// The changes in words, in order.
    pub steps: Vec<String>,
    /// A change can be taken out again.
    pub editable: bool,
    /// Kinds of changes to add.
    pub add: Vec<Tab>,
    /// The change that is being added.
    pub form: Option<ActForm>,
    /// Areas: name, now, afterwards.
    pub lines: Vec<PlanLine>,
    /// What goes where, as figures: 户, 人, 在办 ….
    pub figures: Vec<(String, String)>,
    /// Bodies: until now, from then on.
    pub bodies: Vec<(String, String)>,
    /// Roles: person, role, until now, from then on.
    pub grants: Vec<[String; 4]>,
    /// Open matters: kind and state, until now, from then on, how many.
    pub cases: Vec<[String; 4]>,
    /// Maps now and afterwards: title and GeoJSON.
    pub maps: Vec<(String, String)>,
}

/// One area of the comparison.
#[derive(Clone, Debug, Default)]
pub struct PlanLine {
    /// 梅山路社区.
    pub name: String,
    /// Code.
    pub code: String,
    /// 新设, 撤销, 调整.
    pub change: Badge,
    /// Above, households, people, areas below: each now and afterwards, the same where it stays, empty where there is none.
    pub cells: Vec<(String, String)>,
    /// 并入 竹荫里社区.
    pub into: String,
}
