//! A register's states and moves as a picture: an SVG that a page styles by class and a screen reader reads as text.
//!
//! Layered from top to bottom in the order of the states. A move is a label of its own between its states, so that one label stands for
//! all states a move starts from, and no two labels can meet: they are nodes of the layout like the states.

mod graph;
mod layout;

use std::fmt::Write as _;

use crate::lang::Lang;
use crate::model::Register;
use graph::{Graph, What};
use layout::Placed;

/// Styles for the classes of the picture, for pages that have none of their own; colours follow the page's text colour.
pub const DIAGRAM_CSS: &str = "\
.linli-diagram{max-width:100%;height:auto;font-family:inherit}\
.linli-diagram text{fill:currentColor;text-anchor:middle}\
.linli-diagram .d-name{font-size:14px;font-weight:600}\
.linli-diagram .d-label{font-size:12px}\
.linli-diagram .d-note{font-size:11px;opacity:.75}\
.linli-diagram .d-box{fill:color-mix(in srgb,currentColor 6%,transparent);stroke:currentColor;stroke-width:1.2}\
.linli-diagram .d-end .d-box{fill:color-mix(in srgb,currentColor 16%,transparent);stroke-width:2.4}\
.linli-diagram .d-edge{fill:none;stroke:currentColor;stroke-opacity:.45;stroke-width:1.2}\
.linli-diagram .d-back{stroke-dasharray:5 4}\
.linli-diagram .d-head,.linli-diagram .d-start{fill:currentColor}";

/// The picture of a register.
#[must_use]
pub fn state_diagram_svg(register: &Register, lang: Lang) -> String {
    let graph = Graph::of(register, lang);
    let placed = layout::place(&graph);
    let mut svg = String::new();
    let id = format!("diagram-{}", escape(&register.name));
    let footer = footer(&graph, placed.width.max(240.0), lang);
    let (width, height) = (placed.width.max(240.0).ceil(), (placed.height + 18.0 * to_f64(footer.len())).ceil());
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"linli-diagram\" role=\"img\" lang=\"{}\" aria-labelledby=\"{id}-title {id}-desc\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>\
         <defs><marker id=\"{id}-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" \
         orient=\"auto-start-reverse\"><path class=\"d-head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>",
        lang.tag(),
        escape(&lang.pick("{} 的状态与动作", "States and moves of {}").replace("{}", register.label.get(lang))),
        escape(&in_words(register, lang)),
    );
    edges(&mut svg, &graph, &placed, &id);
    for (index, node) in graph.nodes.iter().enumerate() {
        let (x, y) = placed.at(index);
        match &node.what {
            What::Start => {
                let _ = write!(svg, "<circle class=\"d-start\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>");
            }
            What::State { name, label, notes, open, stage } => {
                let end = if *open { "d-open" } else { "d-end" };
                let (left, top) = (x - node.width / 2.0, y - node.height / 2.0);
                let _ = write!(
                    svg,
                    "<g class=\"d-state {end} d-stage-{}\" data-state=\"{}\"><rect class=\"d-box\" fill=\"none\" stroke=\"currentColor\" \
                     x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"7\"/>",
                    escape(stage),
                    escape(name),
                    node.width,
                    node.height
                );
                line(&mut svg, "d-name", 14, x, top + 22.0, label);
                for (i, note) in notes.iter().enumerate() {
                    line(&mut svg, "d-note", 11, x, top + 40.0 + graph::NOTE_LINE * to_f64(i), note);
                }
                svg.push_str("</g>");
            }
            What::Label { lines } => {
                for (i, text) in lines.iter().enumerate() {
                    line(&mut svg, "d-label", 12, x, y - node.height / 2.0 + 13.0 + graph::LABEL_LINE * to_f64(i), text);
                }
            }
            What::Bend => {}
        }
    }
    for (i, text) in footer.iter().enumerate() {
        line(&mut svg, "d-note", 11, width / 2.0, placed.height + 12.0 + 18.0 * to_f64(i), text);
    }
    svg.push_str("</svg>");
    svg
}

/// What may be done in most states, in lines no wider than the picture.
fn footer(graph: &Graph, width: f64, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (i, label) in graph.anywhere.iter().enumerate() {
        let lead = if i == 0 { lang.pick("多数状态下都可: ", "In most states also: ") } else { lang.pick("、", ", ") };
        match lines.last_mut() {
            Some(line) if (graph::ems(line) + graph::ems(label) + 1.0) * 11.0 < width - 24.0 => *line += &format!("{lead}{label}"),
            _ => lines.push(format!("{}{label}", if i == 0 { lead } else { "" })),
        }
    }
    lines
}

fn line(svg: &mut String, class: &str, size: u32, x: f64, y: f64, text: &str) {
    let _ = write!(
        svg,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"middle\">{}</text>",
        escape(text)
    );
}

/// Curves run only in the gaps between layers; across a layer an edge is a vertical line beside the labels, never over them.
fn edges(svg: &mut String, graph: &Graph, placed: &Placed, id: &str) {
    for (index, link) in graph.links.iter().enumerate() {
        let (Some(upper), Some(lower)) = (graph.nodes.get(link.upper), graph.nodes.get(link.lower)) else { continue };
        let ((from, to), (uy, ly)) = (placed.ports(index), (placed.at(link.upper).1, placed.at(link.lower).1));
        let (gap_top, gap_bottom) = placed.gap(upper.layer);
        let start = if matches!(upper.what, What::Bend) { placed.at(link.upper).1 } else { uy + upper.height / 2.0 };
        let end = if matches!(lower.what, What::Bend) { ly } else { ly - lower.height / 2.0 };
        let middle = f64::midpoint(gap_top, gap_bottom);
        let heads = match (link.back, &upper.what, &lower.what) {
            (false, _, What::State { .. }) => format!(" marker-end=\"url(#{id}-head)\""),
            (true, What::State { .. }, _) => format!(" marker-start=\"url(#{id}-head)\""),
            _ => String::new(),
        };
        let class = if link.back { "d-edge d-back" } else { "d-edge" };
        // A piece of no length has no direction, and an arrowhead on it would point anywhere.
        let down = if gap_top - start > 0.5 { format!("L{from:.1} {gap_top:.1}") } else { String::new() };
        let on = if end - gap_bottom > 0.5 { format!("L{to:.1} {end:.1}") } else { String::new() };
        let _ = write!(
            svg,
            "<path class=\"{class}\" fill=\"none\" stroke=\"currentColor\"{heads} \
             d=\"M{from:.1} {start:.1}{down}C{from:.1} {middle:.1} {to:.1} {middle:.1} {to:.1} {gap_bottom:.1}{on}\"/>",
        );
    }
}

/// The moves as sentences, for those who cannot see the picture.
fn in_words(register: &Register, lang: Lang) -> String {
    let name = |state: &String| register.states.get(state).map_or(state.as_str(), |state| state.label.get(lang)).to_owned();
    let sentences = register.moves.values().map(|act| {
        let from = if act.opens() {
            lang.pick("新建", "opening").to_owned()
        } else {
            act.from.iter().map(name).collect::<Vec<_>>().join(lang.pick("、", ", "))
        };
        let to = match &act.to {
            Some(state) => name(state),
            None if act.to_back => lang.pick("原来的状态", "where it was").to_owned(),
            None if act.poll.is_some() => {
                act.targets().map(|state| name(&state.to_owned())).collect::<Vec<_>>().join(lang.pick("或", " or "))
            }
            None => lang.pick("不变", "no change").to_owned(),
        };
        format!("{}: {from} → {to}", act.label.get(lang))
    });
    sentences.collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// Text that is safe between tags and in double-quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[expect(clippy::cast_precision_loss, reason = "small counts of lines and nodes")]
fn to_f64(count: usize) -> f64 {
    count as f64
}
