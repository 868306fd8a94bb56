//! The board of an area: rates with their formula and records, the days, the areas below, what people bring, and what needs the reader.
//! [`WallPage`] is the same on a dark display, with nothing personal and nothing to press.

use askama::Template;

use crate::filters;
use crate::view::chart::{Bar, LineChart, Sparkline};
use crate::view::{Due, Empty, Light, Link, Shell, Tab, WallShell};

/// `GET /board/{register}`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "board/page.html")]
pub struct BoardPage {
    /// The registers that have indicators; empty where there is only one.
    pub registers: Vec<Tab>,
    /// The register's records run against a clock.
    pub clocked: bool,
    /// 按当时区划, 按现行区划重述; empty where the territory did not change.
    pub shapes: Vec<Tab>,
    /// Which of the two is shown, in a sentence.
    pub shape_note: String,
    /// When the area ended and what it went into; empty for one of today.
    pub ended: String,
    /// Layout.
    pub shell: Shell,
    /// 蜀山区 · 民情事项.
    pub title: String,
    /// 2026 年 11 月 1 日—22 日，对比 10 月 10 日—31 日.
    pub sub: String,
    /// The areas above, the widest first, and this one without an address.
    pub crumbs: Vec<Link>,
    /// 本月, 上月, 近 30 天, 自选 (the last opens the two dates).
    pub periods: Vec<Tab>,
    /// The chosen days.
    pub range: Range,
    /// 大屏, 导出表格.
    pub links: Vec<Tab>,
    /// 口径 2026-1, leads to the formulas.
    pub formula: Link,
    /// Said when figures leave out or assume something: 11 月 22 日 10:40 前的数据; may be empty.
    pub note: String,
    /// The indicators.
    pub cards: Vec<Card>,
    /// What is open now.
    pub lights: Lights,
    /// Received against resolved.
    pub trend: LineChart,
    /// The areas below, with their rates.
    pub areas: Comparison,
    /// What people bring.
    pub categories: Vec<CategoryRow>,
    /// The register's list, for every category.
    pub categories_href: String,
    /// Where it gathers.
    pub spots: Spots,
    /// What needs the reader, the most pressing first.
    pub pressing: Vec<Pressing>,
    /// All of it.
    pub pressing_href: String,
    /// Nothing needs the reader.
    pub calm: String,
    /// Shown instead of everything when the area has no records at all.
    pub empty: Option<Empty>,
}

impl BoardPage {
    /// Some category says where it gathers.
    fn placed(&self) -> bool {
        self.categories.iter().any(|category| !category.place.is_empty())
    }
}

/// A period chosen by its days.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// Where the two dates are sent, with `GET`.
    pub action: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub to: String,
    /// Other parameters to keep: name and value.
    pub keep: Vec<(String, String)>,
    /// The two dates are shown.
    pub open: bool,
}

/// How a figure moved since the period before.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// +1.1, −0.3, 持平; with its sign.
    pub text: String,
    /// In words: 比上期高 1.1 个百分点.
    pub words: String,
    /// Whether that is good.
    pub mood: ChangeMood,
}

/// Whether a change is for the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangeMood {
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Neither: a count, or no change.
    #[default]
    Plain,
}

impl ChangeMood {
    /// The CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "better",
            Self::Bad => "worse",
            Self::Plain => "plain",
        }
    }

    /// The sign beside it, so that colour is not alone.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "!",
            Self::Plain => "",
        }
    }
}

/// An indicator.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// 解决率.
    pub label: String,
    /// 92.7; 4,812; — where nothing counts.
    pub value: String,
    /// %, 件; may be empty.
    pub unit: String,
    /// Since the period before; `None` where there was none.
    pub change: Option<Change>,
    /// The numbers behind: 4,461 ÷ 4,812 件.
    pub parts: String,
    /// Their records.
    pub href: String,
    /// 回访认可解决 ÷ 已回访.
    pub formula: String,
    /// 口径 2026-2, leads to the same by the other versions.
    pub versions: Link,
    /// Where it is not as it should be: here, and in areas below.
    pub bounds: Vec<Bound>,
    /// The last weeks.
    pub spark: Sparkline,
}

impl Card {
    /// What is said of the area itself.
    fn own_bounds(&self) -> impl Iterator<Item = &Bound> {
        self.bounds.iter().filter(|bound| bound.who.is_empty())
    }

    /// What is said of areas below.
    fn bounds_below(&self) -> Vec<&Bound> {
        self.bounds.iter().filter(|bound| !bound.who.is_empty()).collect()
    }
}

/// A rate outside its bounds.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// 南七街道 24.1%; empty for the area itself.
    pub who: String,
    /// Its records; empty for the area itself.
    pub href: String,
    /// 吹哨偏多.
    pub text: String,
}

/// The lights of what is open now.
#[derive(Clone, Debug, Default)]
pub struct Lights {
    /// Everything open.
    pub open: String,
    /// Their records.
    pub href: String,
    /// Late, soon, fine, each leading to its records.
    pub each: Vec<LightCount>,
    /// How the colours are told: 不足 80% 绿，超 100% 红.
    pub formula: String,
}

/// How many show one light.
#[derive(Clone, Debug, Default)]
pub struct LightCount {
    /// Which.
    pub light: Light,
    /// 超期.
    pub label: String,
    /// How many.
    pub n: String,
    /// Their records.
    pub href: String,
}

/// The areas below, compared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// 各街道.
    pub title: String,
    /// 街道, and then one label per column.
    pub head: String,
    /// 受理, 解决率, 满意率 …; the first is a count, the second is drawn as the bar.
    pub columns: Vec<String>,
    /// What is late is counted: the records run against a clock.
    pub clocked: bool,
    /// The lines, worst or busiest first.
    pub rows: Vec<AreaRow>,
    /// The whole, as the last line.
    pub whole: Option<AreaRow>,
}

/// One area.
#[derive(Clone, Debug, Default)]
pub struct AreaRow {
    /// 三里庵街道.
    pub name: String,
    /// Its own board; empty at the finest level.
    pub href: String,
    /// One value per column, as text.
    pub values: Vec<String>,
    /// The rate drawn as a bar, 0 to 1.
    pub share: f64,
    /// The same rate over the whole, marked in the bar.
    pub mark: f64,
    /// Late now.
    pub late: u64,
    /// More late than its size explains: marked red.
    pub high: bool,
    /// Those records.
    pub late_href: String,
}

impl AreaRow {
    fn bar(&self) -> Bar {
        Bar::with_mark(self.share, self.mark)
    }
}

/// One category.
#[derive(Clone, Debug, Default)]
pub struct CategoryRow {
    /// 供排水.
    pub name: String,
    /// Its records in the period.
    pub href: String,
    /// How many.
    pub n: String,
    /// Share of the most frequent, 0 to 1.
    pub share: f64,
    /// Since the period before.
    pub change: Option<Change>,
    /// Where it gathers: 梅山路片 6 处; may be empty.
    pub place: String,
}

impl CategoryRow {
    fn bar(&self) -> Bar {
        Bar::new(self.share)
    }
}

/// Where matters gather: a shaded map and the same as a list.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    /// GeoJSON polygons with `label`, `n`, `level` (0 none … 4 most) and `href`; empty: no map.
    pub geojson: String,
    /// Upper ends of the levels 1 to 4, for the key: 5, 12, 20, 38.
    pub steps: Vec<String>,
    /// The first few.
    pub rows: Vec<SpotRow>,
}

/// One area of the map.
#[derive(Clone, Debug, Default)]
pub struct SpotRow {
    /// 三里庵社区.
    pub name: String,
    /// 三里庵街道; may be empty.
    pub within: String,
    /// Its records.
    pub href: String,
    /// How many.
    pub n: String,
}

/// Something that needs the reader.
#[derive(Clone, Debug, Default)]
pub struct Pressing {
    /// 两次退回，待裁定：门禁维修归属.
    pub title: String,
    /// 区住建局 / 城管局; may be empty.
    pub note: String,
    /// Where it is decided.
    pub href: String,
    /// Time left.
    pub due: Due,
}

/// `GET /wall/{register}`: read from five metres.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "wall/page.html")]
pub struct WallPage {
    /// Layout.
    pub shell: WallShell,
    /// Up to five indicators.
    pub cards: Vec<Card>,
    /// What is open now.
    pub lights: Lights,
    /// Received against resolved.
    pub trend: LineChart,
    /// The areas below; eight lines fit.
    pub areas: Comparison,
    /// What people bring; six lines fit.
    pub categories: Vec<CategoryRow>,
    /// Matters of the area as titles without anything personal, the latest first; four fit.
    pub pressing: Vec<Pressing>,
}
