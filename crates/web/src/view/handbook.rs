//! The handbook: a place's pack, readable, every rule with its clause.

use askama::Template;
use askama::filters::Safe;

use crate::filters;
use crate::view::{Shell, Tab};

/// A pack as a handbook; one register at a time.
#[derive(Default, Template)]
#[template(path = "pages/handbook.html")]
pub struct HandbookPage {
    /// The frame.
    pub shell: Shell,
    /// 蜀山区办事规则.
    pub heading: String,
    /// 规则包 shushan 2026-1，依据《…》.
    pub source: String,
    /// Registers and chapters.
    pub chapters: Vec<Tab>,
    /// The chapter's name.
    pub title: String,
    /// What it is for.
    pub intro: String,
    /// The states and the moves between them, as SVG made by the program.
    pub diagram: Option<Safe<String>>,
    /// The diagram in words.
    pub diagram_text: String,
    /// States.
    pub states: Vec<StateRow>,
    /// Moves.
    pub moves: Vec<MoveRow>,
    /// Fields.
    pub fields: Vec<FieldRow>,
    /// Indicators.
    pub indicators: Vec<IndicatorRow>,
    /// Lines of the list of who handles what.
    pub duties: Vec<DutyRow>,
}

/// A state.
#[derive(Clone, Debug, Default)]
pub struct StateRow {
    /// 社区已受理.
    pub label: String,
    /// What residents read; may be empty.
    pub public: String,
    /// 1 个工作日.
    pub limit: String,
    /// Clause.
    pub basis: String,
}

/// A move.
#[derive(Clone, Debug, Default)]
pub struct MoveRow {
    /// 派单.
    pub label: String,
    /// From which states.
    pub from: Vec<String>,
    /// To which state.
    pub to: String,
    /// Who may.
    pub who: Vec<String>,
    /// What has to be filled.
    pub fill: Vec<String>,
    /// Conditions and consequences: 需复核, 通知诉求人.
    pub notes: Vec<String>,
    /// Clause.
    pub basis: String,
}

/// A field.
#[derive(Clone, Debug, Default)]
pub struct FieldRow {
    /// 手机号.
    pub label: String,
    /// 电话.
    pub kind: String,
    /// 必填, 加密，用于通知结果.
    pub notes: Vec<String>,
}

/// An indicator.
#[derive(Clone, Debug, Default)]
pub struct IndicatorRow {
    /// 满意率.
    pub label: String,
    /// 满意及以上 ÷ 有效评价.
    pub formula: String,
    /// 2026-1.
    pub version: String,
    /// Clause.
    pub basis: String,
}

/// A line of the list of who handles what.
#[derive(Clone, Debug, Default)]
pub struct DutyRow {
    /// 4.2.
    pub item: String,
    /// 公共排水管网养护.
    pub duty: String,
    /// 区排水管理所.
    pub body: String,
    /// 供排水.
    pub category: String,
    /// Clause.
    pub basis: String,
}
