//! Where the nodes go: order within layers by barycentres, then places by isotonic regression, which is the closest to what every node
//! would like that keeps the order and the distances.

use super::graph::{Graph, Link, What};
use super::to_f64;

/// Room between neighbours of a layer.
const BESIDE: f64 = 16.0;
/// Room between layers, where lines cross over.
const BETWEEN: f64 = 30.0;
/// Room around the picture.
const AROUND: f64 = 12.0;

/// A graph with places.
pub(super) struct Placed {
    x: Vec<f64>,
    y: Vec<f64>,
    ports: Vec<(f64, f64)>,
    gaps: Vec<(f64, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Placed {
    /// Centre of a node.
    pub(super) fn at(&self, node: usize) -> (f64, f64) {
        (value(&self.x, node), value(&self.y, node))
    }

    /// Where a link touches its upper and its lower node.
    pub(super) fn ports(&self, link: usize) -> (f64, f64) {
        self.ports.get(link).copied().unwrap_or_default()
    }

    /// Top and bottom of the gap below a layer.
    pub(super) fn gap(&self, layer: usize) -> (f64, f64) {
        self.gaps.get(layer).copied().unwrap_or_default()
    }
}

fn value(list: &[f64], index: usize) -> f64 {
    list.get(index).copied().unwrap_or_default()
}

pub(super) fn place(graph: &Graph) -> Placed {
    let beside = Neighbours::of(graph);
    let layers = order(graph, &beside);
    let mut x = across(graph, &layers, &beside);
    let half = |node: usize| graph.nodes.get(node).map_or(0.0, |node| node.width / 2.0);
    let left = x.iter().enumerate().map(|(node, x)| x - half(node)).fold(f64::INFINITY, f64::min);
    x.iter_mut().for_each(|x| *x += AROUND - left);
    let width = x.iter().enumerate().map(|(node, x)| x + half(node)).fold(0.0, f64::max) + AROUND;
    let (mut y, mut gaps, mut top) = (vec![0.0; graph.nodes.len()], Vec::new(), AROUND);
    for layer in &layers {
        let height = layer.iter().filter_map(|node| graph.nodes.get(*node)).map(|node| node.height).fold(0.0, f64::max);
        for node in layer {
            if let Some(y) = y.get_mut(*node) {
                *y = top + height / 2.0;
            }
        }
        gaps.push((top + height, top + height + BETWEEN));
        top += height + BETWEEN;
    }
    let ports = ports(graph, &x);
    Placed { x, y, ports, gaps, width, height: top - BETWEEN + AROUND }
}

/// Nodes above and below each node.
struct Neighbours {
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

impl Neighbours {
    fn of(graph: &Graph) -> Self {
        let mut found = Self { above: vec![Vec::new(); graph.nodes.len()], below: vec![Vec::new(); graph.nodes.len()] };
        for Link { upper, lower, .. } in &graph.links {
            if let Some(list) = found.below.get_mut(*upper) {
                list.push(*lower);
            }
            if let Some(list) = found.above.get_mut(*lower) {
                list.push(*upper);
            }
        }
        found
    }

    fn of_node(list: &[Vec<usize>], node: usize) -> &[usize] {
        list.get(node).map_or(&[], Vec::as_slice)
    }
}

/// The order of nodes within layers: sweeps down and up, keeping the one with the fewest crossings.
fn order(graph: &Graph, beside: &Neighbours) -> Vec<Vec<usize>> {
    let count = graph.nodes.iter().map(|node| node.layer + 1).max().unwrap_or(0);
    let mut layers = vec![Vec::new(); count];
    for (index, node) in graph.nodes.iter().enumerate() {
        if let Some(layer) = layers.get_mut(node.layer) {
            layer.push(index);
        }
    }
    let mut rank = ranks(&layers, graph.nodes.len());
    let mut best = (crossings(graph, &rank), layers.clone());
    for sweep in 0..24 {
        let down = sweep % 2 == 0;
        let list = if down { &beside.above } else { &beside.below };
        let turns: Vec<usize> = if down { (0..count).collect() } else { (0..count).rev().collect() };
        for turn in turns {
            let Some(layer) = layers.get_mut(turn) else { continue };
            let centre = |node: usize| {
                let near = Neighbours::of_node(list, node);
                if near.is_empty() { value(&rank, node) } else { near.iter().map(|n| value(&rank, *n)).sum::<f64>() / to_f64(near.len()) }
            };
            layer.sort_by(|a, b| centre(*a).total_cmp(&centre(*b)));
            let places = to_f64(layer.len());
            for (place, node) in layer.iter().enumerate() {
                if let Some(rank) = rank.get_mut(*node) {
                    *rank = (to_f64(place) + 0.5) / places;
                }
            }
        }
        let crossed = crossings(graph, &rank);
        if crossed < best.0 {
            best = (crossed, layers.clone());
        }
    }
    best.1
}

/// Places of nodes in their layers, from 0 to 1.
fn ranks(layers: &[Vec<usize>], nodes: usize) -> Vec<f64> {
    let mut rank = vec![0.0; nodes];
    for layer in layers {
        for (place, node) in layer.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*node) {
                *rank = (to_f64(place) + 0.5) / to_f64(layer.len());
            }
        }
    }
    rank
}

fn crossings(graph: &Graph, rank: &[f64]) -> usize {
    let layer = |link: &Link| graph.nodes.get(link.upper).map(|node| node.layer);
    let mut crossed = 0;
    for (i, a) in graph.links.iter().enumerate() {
        for b in graph.links.iter().skip(i + 1).filter(|b| layer(a) == layer(b)) {
            let above = value(rank, a.upper) - value(rank, b.upper);
            let below = value(rank, a.lower) - value(rank, b.lower);
            crossed += usize::from(above * below < 0.0);
        }
    }
    crossed
}

/// Horizontal places: every node would like to stand amid its neighbours.
fn across(graph: &Graph, layers: &[Vec<usize>], beside: &Neighbours) -> Vec<f64> {
    let mut x = vec![0.0; graph.nodes.len()];
    for layer in layers {
        settle(graph, layer, &[], &mut x);
    }
    for round in 0..60 {
        let turns: Vec<&Vec<usize>> = if round % 2 == 0 { layers.iter().collect() } else { layers.iter().rev().collect() };
        for layer in turns {
            let wish = |node: &usize| {
                let (above, below) = (Neighbours::of_node(&beside.above, *node), Neighbours::of_node(&beside.below, *node));
                let near: Vec<f64> = above.iter().chain(below).map(|n| value(&x, *n)).collect();
                if near.is_empty() { value(&x, *node) } else { near.iter().sum::<f64>() / to_f64(near.len()) }
            };
            let wishes: Vec<f64> = layer.iter().map(wish).collect();
            settle(graph, layer, &wishes, &mut x);
        }
    }
    x
}

/// Places a layer's nodes as near to their wishes as order and distances allow (pool adjacent violators).
fn settle(graph: &Graph, layer: &[usize], wishes: &[f64], x: &mut [f64]) {
    let (mut offset, mut before) = (0.0, None);
    let mut offsets = Vec::new();
    // Blocks of nodes that stand as close as they may: summed wish, weight, how many.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (i, node) in layer.iter().enumerate() {
        let Some(own) = graph.nodes.get(*node) else { continue };
        if let Some(width) = before {
            offset += (width + own.width) / 2.0 + BESIDE;
        }
        before = Some(own.width);
        offsets.push((*node, offset));
        // A bend that gives way makes a line crooked; labels and boxes can better move.
        let weight = if matches!(own.what, What::Bend) { 3.0 } else { 1.0 };
        blocks.push(((value(wishes, i) - offset) * weight, weight, 1));
        while let [.., (a, wa, na), (b, wb, nb)] = blocks.as_slice() {
            if a / wa <= b / wb {
                break;
            }
            let joined = (a + b, wa + wb, na + nb);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let places = blocks.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    for ((node, offset), place) in offsets.into_iter().zip(places) {
        if let Some(x) = x.get_mut(node) {
            *x = place + offset;
        }
    }
}

/// One of the two nodes of a link.
type End = fn(&Link) -> usize;

/// Where links touch boxes: spread along the edge in the order of where they come from.
fn ports(graph: &Graph, x: &[f64]) -> Vec<(f64, f64)> {
    let spread = |own: usize, mine: usize, end: End, other: End| {
        let Some(node) = graph.nodes.get(own) else { return 0.0 };
        if !matches!(node.what, What::State { .. }) {
            return value(x, own);
        }
        let mut all: Vec<usize> = graph.links.iter().enumerate().filter(|(_, link)| end(link) == own).map(|(index, _)| index).collect();
        let far = |index: &usize| graph.links.get(*index).map_or(0.0, |link| value(x, other(link)));
        all.sort_by(|a, b| far(a).total_cmp(&far(b)));
        let place = all.iter().position(|index| *index == mine).unwrap_or_default();
        let room = node.width - 20.0;
        value(x, own) - room / 2.0 + room * (to_f64(place) + 0.5) / to_f64(all.len().max(1))
    };
    let (upper, lower): (End, End) = (|link| link.upper, |link| link.lower);
    let both = |(index, link): (usize, &Link)| (spread(link.upper, index, upper, lower), spread(link.lower, index, lower, upper));
    graph.links.iter().enumerate().map(both).collect()
}
