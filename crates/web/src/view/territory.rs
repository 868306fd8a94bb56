//! Territory: the tree of areas, a community's grids, which grid a place lies in.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::filters;
use crate::view::{Badge, Crumbs, Empty, FilterBar, Link, Shell};

/// Areas on one level of a tree, each with those below it as far as they are open.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/tree.html")]
pub struct AreaTree {
    /// Id of the list, that its parent names.
    pub id: String,
    /// What the whole tree is called; empty below the top.
    pub label: String,
    /// Depth from 1.
    pub level: u8,
    /// The areas.
    pub nodes: Vec<AreaNode>,
}
impl HtmlSafe for AreaTree {}

/// An area in a tree.
#[derive(Clone, Debug, Default)]
pub struct AreaNode {
    /// Name.
    pub name: String,
    /// 62 个社区, or its code.
    pub note: String,
    /// The page with this area chosen and open.
    pub href: String,
    /// Asks for the areas below; empty where there are none.
    pub more: String,
    /// Those below, where it is open.
    pub below: Option<AreaTree>,
    /// It is the chosen one.
    pub current: bool,
}

/// The areas of the place and those of the country.
#[derive(Template)]
#[template(path = "pages/areas.html")]
pub struct AreasPage {
    /// The frame.
    pub shell: Shell,
    /// 1 个区、11 个镇街园 …
    pub sub: String,
    /// The place's own, or the country's.
    pub tabs: Vec<crate::view::Tab>,
    /// The search.
    pub filter: FilterBar,
    /// What was found; `None` where nothing was asked.
    pub found: Option<Vec<FoundArea>>,
    /// The tree.
    pub tree: AreaTree,
    /// When there is no tree.
    pub empty: Empty,
    /// The chosen area.
    pub chosen: Option<AreaCard>,
}

/// An area that was found.
#[derive(Clone, Debug, Default)]
pub struct FoundArea {
    /// Name.
    pub name: String,
    /// Code.
    pub code: String,
    /// What it lies in.
    pub within: String,
    /// Opens the tree there.
    pub href: String,
}

/// What is known of an area.
#[derive(Clone, Debug, Default)]
pub struct AreaCard {
    /// Name.
    pub name: String,
    /// Town, subdistrict, village …
    pub kind: Badge,
    /// Facts as pairs.
    pub facts: Vec<(String, String)>,
    /// Names of its bodies.
    pub bodies: Vec<String>,
    /// Its grids on the map, its records, its board.
    pub links: Vec<Link>,
}

/// The grids of a community on a map.
#[derive(Template)]
#[template(path = "pages/grids.html")]
pub struct GridsPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The community.
    pub name: String,
    /// How large grids should be, with the clause; may be empty.
    pub rule: String,
    /// Where the form goes.
    pub action: String,
    /// The drawing, GeoJSON.
    pub geojson: String,
    /// The drawing as it stands, for a download.
    pub download: String,
    /// Code of the community.
    pub code: String,
    /// Fingerprint of what stands.
    pub seen: String,
    /// The drawing differs from what stands.
    pub draft: bool,
    /// Why the last request was refused; may be empty.
    pub refused: String,
    /// How many grids a proposal should have.
    pub n: usize,
    /// What is to be said.
    pub said: GridsSaid,
    /// Grids without land: names.
    pub landless: Vec<String>,
}

/// What there is to say about a drawing; also sent by itself while one draws.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/grids_said.html")]
pub struct GridsSaid {
    /// The reader's language.
    pub l: crate::Locale,
    /// What keeps it from being saved.
    pub wrong: Vec<String>,
    /// What is worth knowing.
    pub warn: Vec<String>,
    /// Latitude stands before longitude: that can be put right.
    pub swapped: bool,
    /// The grids.
    pub rows: Vec<GridRow>,
    /// Grounds of overlaps and gaps, GeoJSON.
    pub marks: String,
}
impl HtmlSafe for GridsSaid {}

/// A grid in the table.
#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Households.
    pub households: i64,
    /// People.
    pub population: i64,
    /// Its ground.
    pub ground: String,
    /// Too small, too large, unbalanced; empty where all is well.
    pub marks: Vec<Badge>,
}

/// Which grid a place lies in, and who answers.
#[derive(Template)]
#[template(path = "pages/where.html")]
pub struct WherePage {
    /// The frame.
    pub shell: Shell,
    /// The search.
    pub filter: FilterBar,
    /// What is wrong with what was asked; may be empty.
    pub wrong: String,
    /// Places that the words can mean, where there are several.
    pub places: Vec<Link>,
    /// The place, if it is one.
    pub place: Option<PlaceCard>,
    /// Where nothing was found.
    pub empty: Option<Empty>,
}

/// A place with all that answers for it.
#[derive(Clone, Debug, Default)]
pub struct PlaceCard {
    /// 竹荫里社区 07 网格.
    pub title: String,
    /// Address and point.
    pub at: String,
    /// From the grid up: area, its bodies, its people.
    pub steps: Vec<PlaceStep>,
}

/// One area that a place lies in.
#[derive(Clone, Debug, Default)]
pub struct PlaceStep {
    /// 网格, 社区 …
    pub level: String,
    /// Name and code.
    pub area: String,
    /// Names of its bodies.
    pub bodies: Vec<String>,
    /// Role and name.
    pub people: Vec<(String, String)>,
}

/// The communities whose grids one may draw.
#[derive(Template)]
#[template(path = "pages/grids_list.html")]
pub struct GridsListPage {
    /// The frame.
    pub shell: Shell,
    /// The communities.
    pub rows: Vec<FoundArea>,
}
