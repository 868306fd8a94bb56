//! The picture's nodes and links: states on even layers, moves as labels on odd ones, bends where a link passes a layer.

use crate::lang::Lang;
use crate::model::Register;

/// Height of a line of a label.
pub(super) const LABEL_LINE: f64 = 16.0;
/// Height of a line of notes in a state's box.
pub(super) const NOTE_LINE: f64 = 14.0;
/// Widest line of notes, in ems.
const NOTE_EMS: f64 = 15.0;

/// What a node is.
#[derive(Debug)]
pub(super) enum What {
    Start,
    State { name: String, label: String, notes: Vec<String>, open: bool, stage: String },
    Label { lines: Vec<String> },
    Bend,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) what: What,
    pub(super) layer: usize,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line between neighbouring layers.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// It leads upwards.
    pub(super) back: bool,
}

#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
    /// Moves that stay where they are and start almost anywhere: said once, below the picture.
    pub(super) anywhere: Vec<String>,
}

/// Moves that share where they start and lead.
struct Group {
    from: Vec<usize>,
    to: usize,
    back: bool,
    lines: Vec<String>,
}

/// Width of a text in ems: a Chinese character is one, a Latin letter a little more than half.
pub(super) fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum()
}

impl Graph {
    pub(super) fn of(register: &Register, lang: Lang) -> Self {
        // Number 0 is where records come from; states follow in their order.
        let (groups, notes, anywhere) = groups(register, lang);
        let mut layers = vec![0usize; register.states.len() + 1];
        for index in 1..layers.len() {
            let above = groups.iter().flat_map(|group| {
                let pairs: Vec<(usize, usize)> =
                    group.from.iter().map(|from| if group.back { (group.to, *from) } else { (*from, group.to) }).collect();
                pairs
            });
            let layer =
                above.filter(|(_, lower)| *lower == index).filter_map(|(upper, _)| layers.get(upper)).max().map_or(1, |layer| layer + 1);
            if let Some(own) = layers.get_mut(index) {
                *own = layer;
            }
        }
        let mut graph = Self { anywhere, ..Self::default() };
        graph.nodes.push(Node { what: What::Start, layer: 0, width: 14.0, height: 14.0 });
        for (index, (state, notes)) in register.states.values().zip(notes).enumerate() {
            let label = state.label.get(lang).to_owned();
            let notes = wrap(&notes);
            let widest = notes.iter().map(|note| ems(note) * 11.0).fold(ems(&label) * 14.5, f64::max);
            let height = 34.0 + NOTE_LINE * super::to_f64(notes.len()) + if notes.is_empty() { 0.0 } else { 4.0 };
            let what = What::State { name: state.name.clone(), label, notes, open: state.open, stage: state.stage.clone() };
            graph.nodes.push(Node { what, layer: 2 * layer_of(&layers, index + 1), width: widest + 26.0, height });
        }
        for group in groups {
            graph.add(group, &layers);
        }
        graph
    }

    /// A group's label and the links that join it with its states.
    fn add(&mut self, group: Group, layers: &[usize]) {
        let starts = group.from.iter().map(|from| 2 * layer_of(layers, *from));
        let layer = if group.back { starts.min().unwrap_or(2).saturating_sub(1) } else { starts.max().unwrap_or(0) + 1 };
        let width = group.lines.iter().map(|line| ems(line) * 12.0).fold(0.0, f64::max) + 8.0;
        let height = LABEL_LINE * super::to_f64(group.lines.len()) + 4.0;
        let label = self.nodes.len();
        self.nodes.push(Node { what: What::Label { lines: group.lines }, layer, width, height });
        self.join(group.to, label, group.back);
        for from in group.from {
            self.join(from, label, group.back);
        }
    }

    /// Links two nodes, bending at every layer in between.
    fn join(&mut self, a: usize, b: usize, back: bool) {
        let layer = |graph: &Self, node: usize| graph.nodes.get(node).map_or(0, |node| node.layer);
        let (mut upper, lower) = if layer(self, a) <= layer(self, b) { (a, b) } else { (b, a) };
        for between in layer(self, upper) + 1..layer(self, lower) {
            let bend = self.nodes.len();
            self.nodes.push(Node { what: What::Bend, layer: between, width: 4.0, height: 0.0 });
            self.links.push(Link { upper, lower: bend, back });
            upper = bend;
        }
        self.links.push(Link { upper, lower, back });
    }
}

fn layer_of(layers: &[usize], index: usize) -> usize {
    layers.get(index).copied().unwrap_or_default()
}

/// Moves between states, grouped; and for each state the moves that do not lead to another.
fn groups(register: &Register, lang: Lang) -> (Vec<Group>, Vec<Vec<String>>, Vec<String>) {
    let number = |name: &str| register.states.get_index_of(name).map(|index| index + 1);
    let mut notes = vec![Vec::new(); register.states.len()];
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |from: Vec<usize>, to: usize, back: bool, label: &str| {
        if from.is_empty() {
            return;
        }
        match groups.iter_mut().find(|group| group.from == from && group.to == to) {
            Some(group) => group.lines.push(label.to_owned()),
            None => groups.push(Group { from, to, back, lines: vec![label.to_owned()] }),
        }
    };
    let mut anywhere = Vec::new();
    for act in register.moves.values() {
        let label = act.label.get(lang);
        if act.to.is_none() && !act.to_back && act.from.len() >= 4 && act.from.len() * 2 > register.states.len() {
            anywhere.push(label.to_owned());
            continue;
        }
        let targets: Vec<usize> = act.targets().filter_map(number).collect();
        if act.opens() {
            add(vec![0], targets.first().copied().unwrap_or(1), false, label);
            continue;
        }
        let from: Vec<usize> = act.from.iter().filter_map(|from| number(from)).collect();
        for from in from.iter().filter(|from| targets.is_empty() || targets.contains(from)) {
            let sign = if act.to_back { "↩" } else { "↻" };
            if let Some(notes) = notes.get_mut(from - 1) {
                notes.push(format!("{sign} {label}"));
            }
        }
        for to in targets {
            let apart = |before: bool| from.iter().copied().filter(|from| if before { *from < to } else { *from > to }).collect();
            add(apart(true), to, false, label);
            add(apart(false), to, true, label);
        }
    }
    (groups, notes, anywhere)
}

/// Notes side by side as far as they fit a line.
fn wrap(notes: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for note in notes {
        match lines.last_mut() {
            Some(line) if ems(line) + ems(note) + 1.0 <= NOTE_EMS => {
                line.push_str("  ");
                line.push_str(note);
            }
            _ => lines.push(note.clone()),
        }
    }
    lines
}
