//! Organisations: the bodies of an area as one picture and a list, and a body with its posts.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::filters;
use crate::view::orgchart::OrgChart;
use crate::view::{Badge, Crumbs, Empty, Event, FilterBar, Link, Shell};

/// The bodies of an area.
#[derive(Template)]
#[template(path = "pages/bodies.html")]
pub struct BodiesPage {
    /// The frame.
    pub shell: Shell,
    /// Areas above.
    pub crumbs: Crumbs,
    /// 三里庵街道组织机构.
    pub title: String,
    /// 14 个机构.
    pub sub: String,
    /// Adds a body.
    pub new: Option<Link>,
    /// 导入, 导出; empty for who does not keep bodies.
    pub files: Vec<Link>,
    /// Search by name and kind.
    pub filter: FilterBar,
    /// What a search found; the picture is then left out.
    pub found: Option<Vec<BodyRow>>,
    /// Areas directly below, with how many bodies they have.
    pub areas: Vec<Link>,
    /// The picture.
    pub chart: OrgChart,
    /// The same as a list.
    pub tree: Vec<TreeNode>,
    /// How the area fits its structures.
    pub fits: Vec<FitCard>,
    /// Terms that end soon.
    pub ending: Vec<EndRow>,
    /// Seats that nobody has.
    pub vacant: Vec<EndRow>,
    /// How many more seats nobody has than are shown.
    pub more_vacant: String,
    /// When a search found nothing.
    pub empty: Empty,
}

/// A body that a search found.
#[derive(Clone, Debug, Default)]
pub struct BodyRow {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its kind.
    pub kind: String,
    /// Where it stands.
    pub area: String,
}

/// A body in the list that says the same as the picture.
#[derive(Clone, Debug, Default)]
pub struct TreeNode {
    /// Its name.
    pub name: String,
    /// Its page, or the list of a group.
    pub href: String,
    /// 书记 陈一; may be empty.
    pub who: String,
    /// What stands below it.
    pub below: Vec<TreeNode>,
}

/// [`TreeNode`] ready to be written.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<li><a href="{{ node.href }}">{{ node.name }}</a>{% if !node.who.is_empty() %} <span class="dim small">{{ node.who }}</span>{% endif %}{% if !node.below.is_empty() %}<ul>{% for child in node.below %}{{ child.html() }}{% endfor %}</ul>{% endif %}</li>"#
)]
pub struct TreeHtml<'a> {
    node: &'a TreeNode,
}
impl HtmlSafe for TreeHtml<'_> {}

impl TreeNode {
    /// Draws it as a list item with a list inside.
    #[must_use]
    pub fn html(&self) -> TreeHtml<'_> {
        TreeHtml { node: self }
    }
}

/// A structure with how the area fits it.
#[derive(Clone, Debug, Default)]
pub struct FitCard {
    /// “1+2”社区治理结构.
    pub title: String,
    /// The clause.
    pub basis: String,
    /// Its parts.
    pub rows: Vec<FitRow>,
}

/// A part of a structure.
#[derive(Clone, Debug, Default)]
pub struct FitRow {
    /// 社区党组织.
    pub part: String,
    /// 决策.
    pub duty: String,
    /// The bodies that are it: one or two by name, many as a number.
    pub bodies: Vec<Link>,
    /// 52 个; empty where they are named.
    pub many: String,
    /// 齐全, 缺 1.
    pub state: Badge,
}

/// A term that ends, or a seat that nobody has.
#[derive(Clone, Debug, Default)]
pub struct EndRow {
    /// 陈一 · 书记; or 书记.
    pub what: String,
    /// The body.
    pub body: Link,
    /// 2026-11-30 届满; 缺 1.
    pub when: String,
}

/// A body with its posts.
#[derive(Template)]
#[template(path = "pages/body.html")]
pub struct BodyPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// Its name.
    pub name: String,
    /// Kind and area.
    pub sub: String,
    /// Where it has ended.
    pub status: Badge,
    /// Change, end.
    pub acts: Vec<Link>,
    /// What it answers for: structure, part, duty.
    pub duties: Vec<(String, String)>,
    /// The body above.
    pub above: Option<Link>,
    /// Bodies below, or groups of them.
    pub below: Vec<Link>,
    /// Its posts.
    pub posts: Vec<PostCard>,
    /// What was done to it.
    pub history: Vec<Event>,
}

/// A post of a body.
#[derive(Clone, Debug, Default)]
pub struct PostCard {
    /// 兼职委员.
    pub title: String,
    /// 兼职 · 7 席 · 任期 5 年.
    pub sub: String,
    /// 缺 1.
    pub vacant: String,
    /// Who holds it.
    pub rows: Vec<HeldRow>,
    /// Who held it.
    pub past: Vec<HeldRow>,
    /// Who may: the condition in words.
    pub rule: String,
    /// What holders are owed.
    pub rights: Vec<String>,
    /// The clause.
    pub basis: String,
    /// Appoints somebody.
    pub appoint: Option<Link>,
}

/// Somebody in a post.
#[derive(Clone, Debug, Default)]
pub struct HeldRow {
    /// Name.
    pub name: String,
    /// 代理; where they stand in.
    pub mark: String,
    /// The unit they come from.
    pub unit: String,
    /// 2026-03-01 至 2031-02-28.
    pub term: String,
    /// 剩 5 个月.
    pub soon: String,
    /// 选举(应到 50、实到 46、赞成 45).
    pub how: String,
    /// Other posts they have.
    pub elsewhere: Vec<Link>,
    /// What can be done.
    pub acts: Vec<Link>,
}
