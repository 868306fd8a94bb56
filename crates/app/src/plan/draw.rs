//! What a plan makes of the territory, and what is wrong with it. Pure: the same steps on the same territory give the same picture.

use std::collections::BTreeSet;

use linli_pack::model::Pack;

use crate::plan::drawn::{Drawn, Hang, Node, Trouble};
use crate::plan::{Part, Step};
use crate::territory::Territory;

struct Sketch<'a> {
    territory: &'a Territory,
    pack: &'a Pack,
    drawn: Drawn,
    /// Areas that a step moved by name.
    placed: BTreeSet<String>,
    step: usize,
}

/// Draws a plan.
pub(crate) fn draw(territory: &Territory, pack: &Pack, steps: &[Step]) -> Drawn {
    let after = territory.areas().map(|area| {
        let node = Node {
            code: area.code.clone(),
            parent: area.parent.clone(),
            level: area.level.clone(),
            kind: area.kind.clone(),
            name: area.name.clone(),
            households: area.households,
            population: area.population,
        };
        (area.code.clone(), node)
    });
    let drawn = Drawn { after: after.collect(), ..Drawn::default() };
    let mut sketch = Sketch { territory, pack, drawn, placed: BTreeSet::new(), step: 0 };
    for (at, step) in steps.iter().enumerate() {
        sketch.step = at;
        sketch.take(step);
    }
    if steps.is_empty() {
        sketch.drawn.add(None, Trouble::Empty);
    }
    sketch.finish()
}

impl Sketch<'_> {
    fn fault(&mut self, trouble: Trouble) {
        let step = Some(self.step);
        self.drawn.add(step, trouble);
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Merge { areas, code, name } => self.merge(areas, code.trim(), name),
            Step::Split { area, parts } => self.split(area, parts),
            Step::Abolish { area, into, grids } => self.abolish(area, into, grids),
            Step::Move { area, to } => self.move_to(area, to),
            Step::Rename { area, name } => {
                if self.live(area).is_some() {
                    self.rename(area, name);
                }
            }
            Step::New { code, name, kind, parent } => {
                if let Some(above) = self.live(parent) {
                    match self.level_below(&above.level) {
                        Some(level) => drop(self.create(code.trim(), name, &level, kind, parent)),
                        None => self.fault(Trouble::Level(parent.clone())),
                    }
                }
            }
        }
    }

    /// An area that is there at this point of the plan.
    fn live(&mut self, code: &str) -> Option<Node> {
        self.drawn.touched.insert(code.to_owned());
        if let Some(node) = self.drawn.after.get(code) {
            self.drawn.touched.insert(node.parent.clone());
            return Some(node.clone());
        }
        let known = self.territory.area(code).is_some();
        self.fault(if known { Trouble::Ended(code.to_owned()) } else { Trouble::Unknown(code.to_owned()) });
        None
    }

    fn level_below(&self, level: &str) -> Option<String> {
        let at = self.pack.levels.iter().position(|one| one.name == level)?;
        self.pack.levels.get(at + 1).map(|one| one.name.clone())
    }

    fn rename(&mut self, code: &str, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return self.fault(Trouble::Unnamed(code.to_owned()));
        }
        if let Some(node) = self.drawn.after.get_mut(code) {
            name.clone_into(&mut node.name);
        }
    }

    fn create(&mut self, code: &str, name: &str, level: &str, kind: &str, parent: &str) -> Option<()> {
        self.drawn.touched.extend([code.to_owned(), parent.to_owned()]);
        let width = self.territory.areas().find(|area| area.level == level).map(|area| area.code.len());
        if code.is_empty() || !code.bytes().all(|c| c.is_ascii_digit()) || width.is_some_and(|width| width != code.len()) {
            self.fault(Trouble::Code(code.to_owned()));
            return None;
        }
        if self.territory.area(code).is_some() || self.drawn.after.contains_key(code) {
            self.fault(Trouble::Taken(code.to_owned()));
            return None;
        }
        if name.trim().is_empty() {
            self.fault(Trouble::Unnamed(code.to_owned()));
        }
        let node = Node {
            code: code.to_owned(),
            parent: parent.to_owned(),
            level: level.to_owned(),
            kind: kind.to_owned(),
            name: name.trim().to_owned(),
            households: 0,
            population: 0,
        };
        self.drawn.after.insert(code.to_owned(), node);
        self.drawn.created.push(code.to_owned());
        Some(())
    }

    /// Hangs an area that a step names below another; once per plan.
    fn place(&mut self, area: &str, to: &str) {
        if self.placed.insert(area.to_owned()) {
            self.hang(area, to);
        } else {
            self.fault(Trouble::Twice(area.to_owned()));
        }
    }

    fn hang(&mut self, area: &str, to: &str) {
        self.drawn.touched.extend([area.to_owned(), to.to_owned()]);
        if let Some(node) = self.drawn.after.get_mut(area) {
            to.clone_into(&mut node.parent);
        }
    }

    fn children(&self, code: &str) -> Vec<String> {
        self.drawn.children(code).map(|node| node.code.clone()).collect()
    }

    /// Ends an area; whatever is still below it goes to the main successor.
    fn end(&mut self, area: &str, into: Vec<String>) {
        let Some(main) = into.first().cloned() else { return };
        for child in self.children(area) {
            self.hang(&child, &main);
        }
        let ended = self.drawn.after.remove(area);
        // An area without anything below it hands its own people on.
        let hollow = self.territory.children(area).next().is_none();
        if let (Some(ended), Some(main), true) = (ended, self.drawn.after.get_mut(&main), hollow) {
            main.households += ended.households;
            main.population += ended.population;
        }
        self.drawn.created.retain(|code| code != area);
        self.drawn.ended.push((area.to_owned(), into));
    }

    fn merge(&mut self, areas: &[String], code: &str, name: &str) {
        let mut seen = BTreeSet::new();
        let areas: Vec<&String> = areas.iter().filter(|area| seen.insert(area.as_str())).collect();
        let found: Vec<Node> = areas.iter().filter_map(|area| self.live(area)).collect();
        if found.len() < areas.len() {
            return;
        }
        let (Some(first), true) = (found.first().cloned(), found.len() > 1) else { return self.fault(Trouble::Few) };
        if let Some(other) = found.iter().find(|node| node.level != first.level) {
            return self.fault(Trouble::Level(other.code.clone()));
        }
        if areas.iter().any(|area| *area == code) {
            if !name.trim().is_empty() {
                self.rename(code, name);
            }
        } else if self.create(code, name, &first.level, &first.kind, &first.parent).is_none() {
            return;
        }
        for node in found.iter().filter(|node| node.code != code) {
            self.end(&node.code, vec![code.to_owned()]);
        }
    }

    fn split(&mut self, area: &str, parts: &[Part]) {
        let Some(node) = self.live(area) else { return };
        if parts.len() < 2 {
            return self.fault(Trouble::Few);
        }
        let children = self.children(area);
        for child in &children {
            match parts.iter().filter(|part| part.grids.contains(child)).count() {
                0 => self.fault(Trouble::Left(child.clone())),
                1 => {}
                _ => self.fault(Trouble::Shared(child.clone())),
            }
        }
        for part in parts {
            let code = part.code.trim();
            if code == area {
                self.rename(area, &part.name);
            } else if self.create(code, &part.name, &node.level, &node.kind, &node.parent).is_none() {
                continue;
            }
            for grid in &part.grids {
                if !children.contains(grid) {
                    self.fault(Trouble::Unknown(grid.clone()));
                } else if code != area {
                    self.place(grid, code);
                }
            }
        }
        if parts.iter().all(|part| part.code.trim() != area) {
            self.end(area, parts.iter().map(|part| part.code.trim().to_owned()).collect());
        }
    }

    fn abolish(&mut self, area: &str, into: &str, grids: &[(String, String)]) {
        let (Some(node), Some(main)) = (self.live(area), self.live(into)) else { return };
        if area == into {
            return self.fault(Trouble::Loop(area.to_owned()));
        }
        if main.level != node.level {
            return self.fault(Trouble::Level(into.to_owned()));
        }
        let mut all = vec![into.to_owned()];
        for (grid, to) in grids {
            let (Some(one), Some(target)) = (self.live(grid), self.live(to)) else { continue };
            if one.parent != area {
                self.fault(Trouble::Unknown(grid.clone()));
            } else if target.level != node.level || to == area {
                self.fault(Trouble::Level(to.clone()));
            } else {
                self.place(grid, to);
                if !all.contains(to) {
                    all.push(to.clone());
                }
            }
        }
        self.end(area, all);
    }

    fn move_to(&mut self, area: &str, to: &str) {
        let (Some(node), Some(above)) = (self.live(area), self.live(to)) else { return };
        if self.level_below(&above.level).as_ref() != Some(&node.level) {
            return self.fault(Trouble::Level(to.to_owned()));
        }
        if node.parent == to {
            return self.fault(Trouble::Loop(area.to_owned()));
        }
        self.place(area, to);
    }

    /// Adds up what the areas hold, and says what the pack finds remarkable.
    fn finish(mut self) -> Drawn {
        let before = |code: &str| self.territory.area(code).map(|area| (area.parent.clone(), area.name.clone()));
        for node in self.drawn.after.values() {
            let Some((parent, name)) = before(&node.code) else { continue };
            if parent != node.parent {
                self.drawn.moves.push(Hang { area: node.code.clone(), from: parent, to: node.parent.clone() });
            }
            if name != node.name {
                self.drawn.renamed.push((node.code.clone(), name));
            }
        }
        for (code, into) in &self.drawn.ended {
            if let (Some((from, _)), Some(to)) = (before(code), into.first()) {
                self.drawn.moves.push(Hang { area: code.clone(), from, to: to.clone() });
            }
        }
        // Made and ended by the same plan: it never was.
        self.drawn.ended.retain(|(code, _)| self.territory.area(code).is_some());
        let changed: BTreeSet<String> =
            self.drawn.moves.iter().flat_map(|hang| [hang.from.clone(), hang.to.clone()]).chain(self.drawn.created.clone()).collect();
        for level in self.pack.levels.iter().rev() {
            for code in &changed {
                self.add_up(code, &level.name);
            }
            // What is above changed areas adds up anew where its parts did.
            let above: BTreeSet<String> = changed
                .iter()
                .filter_map(|code| self.drawn.after.get(code))
                .map(|node| node.parent.clone())
                .filter(|code| *code != self.territory.root)
                .collect();
            for code in &above {
                self.add_up(code, &level.name);
            }
        }
        for code in &changed {
            self.remark(code);
        }
        self.drawn
    }

    fn add_up(&mut self, code: &str, level: &str) {
        if self.drawn.after.get(code).is_none_or(|node| node.level != level) || self.drawn.children(code).next().is_none() {
            return;
        }
        let sums = self.drawn.children(code).fold((0, 0), |(homes, people), node| (homes + node.households, people + node.population));
        if let Some(node) = self.drawn.after.get_mut(code) {
            (node.households, node.population) = sums;
        }
    }

    fn remark(&mut self, code: &str) {
        let Some(node) = self.drawn.after.get(code).cloned() else { return };
        let is_leaf = self.level_below(&node.level).is_none();
        if !is_leaf && self.drawn.children(code).next().is_none() {
            self.drawn.add(None, Trouble::Hollow(code.to_owned()));
        }
        let mut seen = BTreeSet::new();
        let twins: BTreeSet<String> =
            self.drawn.children(code).filter(|child| !seen.insert(child.name.clone())).map(|child| child.name.clone()).collect();
        if !twins.is_empty() {
            self.drawn.add(None, Trouble::Namesake { area: code.to_owned(), names: twins.into_iter().collect() });
        }
        let size = self.pack.levels.iter().find(|level| level.name == node.level).and_then(|level| level.size.clone());
        let Some(size) = size.filter(|size| size.kinds.is_empty() || size.kinds.contains(&node.kind)) else { return };
        let (area, is, basis) = (code.to_owned(), node.households, size.basis.clone());
        match size.abolish {
            Some(least) if is < least => self.drawn.add(None, Trouble::Tiny { area, is, least, basis }),
            _ if is < size.least => self.drawn.add(None, Trouble::Small { area, is, least: size.least, basis }),
            _ if is > size.most => self.drawn.add(None, Trouble::Large { area, is, most: size.most, basis }),
            _ => {}
        }
        if let (Some(most), Some(is)) = (size.reach, self.radius(code))
            && is > most
        {
            self.drawn.add(None, Trouble::Far { area: code.to_owned(), is, most, basis: size.basis });
        }
    }

    /// Metres from the middle of an area's outlines to their farthest corner.
    fn radius(&self, code: &str) -> Option<i64> {
        let rings = self.drawn.children(code).filter_map(|node| self.territory.area(&node.code)?.rings.first());
        let corners: Vec<(i64, i64)> = rings.flatten().copied().collect();
        let (low_x, high_x) = (corners.iter().map(|c| c.0).min()?, corners.iter().map(|c| c.0).max()?);
        let (low_y, high_y) = (corners.iter().map(|c| c.1).min()?, corners.iter().map(|c| c.1).max()?);
        let (x, y) = (i64::midpoint(low_x, high_x), i64::midpoint(low_y, high_y));
        // Units are 10⁻⁷ degree; a degree of latitude is 111,195 m.
        #[expect(clippy::cast_precision_loss, reason = "degrees in units of 10⁻⁷ are far below 2^52")]
        let metres = |(cx, cy): &(i64, i64)| {
            let (dy, narrow) = ((cy - y) as f64, (y as f64 / 1e7).to_radians().cos());
            ((cx - x) as f64 * narrow).hypot(dy) * 0.011_119_5
        };
        #[expect(clippy::cast_possible_truncation, reason = "metres of a town")]
        corners.iter().map(|corner| metres(corner) as i64).max()
    }
}
