//! The organisation chart of an area, drawn on the server from left to right, so that long Chinese names are read as they are and the whole
//! fits an A4 page. The list beside it says the same to those who do not see it.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::view::TreeNode;

/// Width of a box.
const WIDTH: f64 = 218.0;
/// Between two columns.
const GAP: f64 = 30.0;
/// Margin around the whole.
const MARGIN: f64 = 4.0;
/// Characters of a name that fit a box; a Latin one is half as wide.
const FITS: usize = 15;

/// The bodies of an area and what hangs below each.
#[derive(Clone, Debug, Default)]
pub struct OrgChart {
    /// 三里庵街道组织架构图.
    pub title: String,
    /// The trees.
    pub roots: Vec<TreeNode>,
}

/// A box of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Height.
    pub height: f64,
    /// Where the name's line stands.
    pub base: f64,
    /// The name, cut to fit.
    pub name: String,
    /// The whole name.
    pub whole: String,
    /// Who leads it.
    pub who: String,
    /// Its page.
    pub href: String,
    /// A line from the box above, as an SVG path; empty for a root.
    pub line: String,
}

/// The drawing.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Whole width.
    pub width: f64,
    /// Whole height.
    pub height: f64,
    /// Boxes, those above before those below.
    pub boxes: Vec<Placed>,
}

impl OrgChart {
    /// Lays it out.
    #[must_use]
    pub fn draw(&self) -> Sheet {
        let named = self.roots.iter().any(has_who);
        let mut sheet = Sheet::default();
        let step = Step { height: if named { 40.0 } else { 26.0 }, row: if named { 48.0 } else { 33.0 } };
        let mut next = MARGIN;
        for root in &self.roots {
            place(root, 0, step, &mut next, &mut sheet.boxes);
        }
        sheet.width = sheet.boxes.iter().map(|one| one.x + WIDTH).fold(WIDTH, f64::max) + MARGIN;
        sheet.height = next.max(step.row) + MARGIN;
        sheet
    }

    /// Draws it; in templates `{{ chart.html() }}`.
    #[must_use]
    pub fn html(&self) -> ChartHtml<'_> {
        ChartHtml { chart: self, sheet: self.draw() }
    }
}

fn has_who(node: &TreeNode) -> bool {
    !node.who.is_empty() || node.below.iter().any(has_who)
}

#[derive(Clone, Copy)]
struct Step {
    height: f64,
    row: f64,
}

/// Places a body and all below it; gives the middle of its box.
fn place(node: &TreeNode, depth: u32, step: Step, next: &mut f64, boxes: &mut Vec<Placed>) -> f64 {
    let at = boxes.len();
    let x = MARGIN + f64::from(depth) * (WIDTH + GAP);
    boxes.push(Placed {
        x,
        y: 0.0,
        height: step.height,
        base: 0.0,
        name: cut(&node.name),
        whole: node.name.clone(),
        who: node.who.clone(),
        href: node.href.clone(),
        line: String::new(),
    });
    let mut below = Vec::new();
    for child in &node.below {
        let first = boxes.len();
        below.push((first, place(child, depth + 1, step, next, boxes)));
    }
    let middle = match (below.first(), below.last()) {
        (Some((_, first)), Some((_, last))) => f64::midpoint(*first, *last),
        _ => {
            let middle = *next + step.height / 2.0;
            *next += step.row;
            middle
        }
    };
    if let Some(one) = boxes.get_mut(at) {
        one.y = middle - step.height / 2.0;
        one.base = if one.who.is_empty() { middle + 4.5 } else { one.y + 17.5 };
    }
    let (from, bend) = (x + WIDTH, x + WIDTH + GAP / 2.0);
    for (child, y) in below {
        if let Some(one) = boxes.get_mut(child) {
            one.line = format!("M{from:.1} {middle:.1}H{bend:.1}V{y:.1}H{:.1}", from + GAP);
        }
    }
    middle
}

/// A name that fits its box.
fn cut(name: &str) -> String {
    let mut left = FITS * 2;
    let mut short = String::new();
    for c in name.chars() {
        let width = if c.is_ascii() { 1 } else { 2 };
        if width > left {
            return format!("{short}…");
        }
        left -= width;
        short.push(c);
    }
    short
}

/// [`OrgChart`] ready to be written.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<svg class="orgchart" viewBox="0 0 {{ sheet.width|fmt("{:.0}") }} {{ sheet.height|fmt("{:.0}") }}" width="{{ sheet.width|fmt("{:.0}") }}" height="{{ sheet.height|fmt("{:.0}") }}" aria-hidden="true" focusable="false"><title>{{ chart.title }}</title>
{%- for one in sheet.boxes %}{% if !one.line.is_empty() %}<path d="{{ one.line }}"/>{% endif %}{% endfor %}
{%- for one in sheet.boxes %}<a href="{{ one.href }}" tabindex="-1"><title>{{ one.whole }}</title><rect x="{{ one.x|fmt("{:.1}") }}" y="{{ one.y|fmt("{:.1}") }}" width="218" height="{{ one.height|fmt("{:.0}") }}" rx="4"/><text x="{{ (one.x + 9.0)|fmt("{:.1}") }}" y="{{ one.base|fmt("{:.1}") }}">{{ one.name }}</text>{% if !one.who.is_empty() %}<text class="who" x="{{ (one.x + 9.0)|fmt("{:.1}") }}" y="{{ (one.y + 33.0)|fmt("{:.1}") }}">{{ one.who }}</text>{% endif %}</a>{% endfor -%}
</svg>"#
)]
pub struct ChartHtml<'a> {
    chart: &'a OrgChart,
    sheet: Sheet,
}
impl HtmlSafe for ChartHtml<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str, below: Vec<TreeNode>) -> TreeNode {
        TreeNode { name: name.to_owned(), below, ..TreeNode::default() }
    }

    #[test]
    fn no_two_boxes_meet_and_a_box_stands_in_the_middle_of_those_below_it() {
        let leaves = |n: usize| (0..n).map(|i| node(&format!("机构{i}"), Vec::new())).collect();
        let chart = OrgChart {
            title: String::new(),
            roots: vec![node("a", vec![node("b", leaves(4)), node("c", leaves(3))]), node("d", Vec::new())],
        };
        let sheet = chart.draw();
        assert_eq!(sheet.boxes.len(), 11);
        for (i, a) in sheet.boxes.iter().enumerate() {
            for b in sheet.boxes.iter().skip(i + 1) {
                assert!(a.x != b.x || (a.y - b.y).abs() >= a.height, "{a:?} meets {b:?}");
            }
            assert!(a.y >= 0.0 && a.y + a.height <= sheet.height && a.x + WIDTH <= sheet.width);
        }
        let (b, first, last) = (&sheet.boxes[1], &sheet.boxes[2], &sheet.boxes[5]);
        assert!((b.y - f64::midpoint(first.y, last.y)).abs() < 0.01);
    }

    #[test]
    fn a_long_name_is_cut_and_told_whole_in_its_title() {
        assert_eq!(cut("三里庵街道行政服务中心"), "三里庵街道行政服务中心");
        assert_eq!(cut("三里庵街道社区卫生服务中心党支部委员会"), "三里庵街道社区卫生服务中心党支…");
    }
}
