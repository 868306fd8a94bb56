//! Fifteen-minute circles.

use askama::Template;

use crate::filters;
use crate::view::PhoneShell;

/// What is within a walk of an area's addresses.
#[derive(Template)]
#[template(path = "openness/circle.html")]
pub struct CirclePage {
    /// The frame.
    pub shell: PhoneShell,
    /// 三里庵社区.
    pub place: String,
    /// 步行 15 分钟，直线 807 米以内.
    pub how: String,
    /// Each kind of facility.
    pub rows: Vec<CircleRow>,
    /// The facilities on a map.
    pub geojson: String,
    /// The clause behind it.
    pub basis: String,
}

/// One kind of facility.
#[derive(Clone, Debug, Default)]
pub struct CircleRow {
    /// 医疗服务.
    pub label: String,
    /// So many stand in the area itself.
    pub here: usize,
    /// 72 处地址中 66 处（91%）.
    pub share: String,
    /// All of them reach one.
    pub full: bool,
    /// Those that reach none.
    pub far: String,
}
