//! Questions that more than one room of the program asks a pack.

use std::cmp::Reverse;

use crate::model::{Category, DispatchRule, FieldKind, Level, Limit, Move, Pack, Register, State, Text};

impl Pack {
    /// A category with all those above it, the widest first; empty where there is none of this code.
    #[must_use]
    pub fn category_path(&self, code: &str) -> Vec<&Category> {
        let ends = code.match_indices('.').map(|(at, _)| at).chain([code.len()]);
        let path: Option<Vec<&Category>> = ends.map(|end| self.categories.get(code.get(..end)?)).collect();
        path.unwrap_or_default()
    }

    /// Who handles a category: the rule for it or for the nearest category above it.
    #[must_use]
    pub fn dispatch_for(&self, category: &str) -> Option<&DispatchRule> {
        let covers = |rule: &&DispatchRule| {
            category == rule.category || category.strip_prefix(&rule.category).is_some_and(|rest| rest.starts_with('.'))
        };
        self.dispatch.iter().filter(covers).max_by_key(|rule| rule.category.len())
    }

    /// What one of a limit's special cases is called: an urgency, or an option of the field it differs by.
    #[must_use]
    pub fn limit_case<'p>(&'p self, register: &'p Register, limit: &Limit, case: &str) -> Option<&'p Text> {
        match &limit.by {
            None => self.urgencies.get(case).map(|urgency| &urgency.label),
            Some(field) => match &register.fields.get(field)?.kind {
                FieldKind::Choice { options } => options.get(case),
                FieldKind::Service => self.services.get(case).map(|service| &service.label),
                _ => None,
            },
        }
    }

    /// A line of the dispatch catalogue by its item.
    #[must_use]
    pub fn duty(&self, item: &str) -> Option<&DispatchRule> {
        self.dispatch.iter().find(|rule| !item.is_empty() && rule.item == item)
    }

    /// A level by name.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.name == name)
    }

    /// How far down a level is, the widest being 0.
    #[must_use]
    pub fn level_index(&self, name: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.name == name)
    }

    /// Levels that have a desk, the widest first.
    pub fn tiers(&self) -> impl DoubleEndedIterator<Item = &Level> {
        self.levels.iter().filter(|level| level.tier.is_some())
    }

    /// The nearest level above that has a desk.
    #[must_use]
    pub fn tier_above(&self, level: &str) -> Option<&Level> {
        let index = self.level_index(level)?;
        self.levels.get(..index)?.iter().rev().find(|level| level.tier.is_some())
    }

    /// The nearest level below that has a desk.
    #[must_use]
    pub fn tier_below(&self, level: &str) -> Option<&Level> {
        let index = self.level_index(level)?;
        self.levels.get(index + 1..)?.iter().find(|level| level.tier.is_some())
    }

    /// Categories whose words occur in a text, the likeliest first, with a score: the letters of the words found, so that a long word
    /// counts for more than a short one. Categories of one score stand in the order of the pack.
    #[must_use]
    pub fn guess_category(&self, text: &str) -> Vec<(&str, usize)> {
        let text = text.to_lowercase();
        let score = |category: &Category| -> usize {
            category.words.iter().map(|word| word.trim().to_lowercase()).filter(|word| occurs(&text, word)).map(|word| weight(&word)).sum()
        };
        let mut found: Vec<(&str, usize)> =
            self.categories.values().map(|category| (category.code.as_str(), score(category))).filter(|(_, score)| *score > 0).collect();
        found.sort_by_key(|(_, score)| Reverse(*score));
        found
    }
}

/// Whether a word occurs; a word in Latin letters must begin where a word of the text does, so that `gas` is not found in `Vegas`.
fn occurs(text: &str, word: &str) -> bool {
    let latin = word.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let begins = |at: usize| !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| c.is_ascii_alphanumeric());
    !word.is_empty() && text.match_indices(word).any(|(at, _)| !latin || begins(at))
}

/// How much a word says: a Chinese character as much as two Latin letters.
fn weight(word: &str) -> usize {
    word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

impl Register {
    /// Whether a field is a balance, which moves pay into or draw from.
    #[must_use]
    pub fn is_balance(&self, field: &str) -> bool {
        self.moves.values().any(|mv| mv.pays.contains_key(field) || mv.draws.contains_key(field))
    }

    /// Moves that open a record, in the order of buttons.
    pub fn opening_moves(&self) -> impl Iterator<Item = &Move> {
        self.moves.values().filter(|act| act.opens())
    }

    /// Moves that start from a state, in the order of buttons.
    pub fn moves_from<'r>(&'r self, state: &'r str) -> impl Iterator<Item = &'r Move> {
        self.moves.values().filter(move |act| act.from.iter().any(|from| from == state))
    }

    /// Where a record begins if the opening move does not say.
    #[must_use]
    pub fn first_state(&self) -> Option<&State> {
        self.states.values().next()
    }

    /// Whether it composes a capability.
    #[must_use]
    pub fn has(&self, capability: crate::model::Capability) -> bool {
        self.with.contains(&capability)
    }
}

impl Move {
    /// Whether it opens a record.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.from.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let mut pack = Pack::default();
        for (code, words) in [("utilities", vec![]), ("utilities.drain", vec!["下水", "sewer"]), ("utilities.gas", vec!["燃气", "gas"])]
        {
            let words = words.into_iter().map(str::to_owned).collect();
            pack.categories.insert(code.to_owned(), Category { code: code.to_owned(), words, ..Category::default() });
        }
        for (category, body) in [("utilities", "office"), ("utilities.gas", "company")] {
            pack.dispatch.push(DispatchRule { category: category.into(), body: body.into(), ..DispatchRule::default() });
        }
        for (name, tier) in [("district", true), ("street", true), ("zone", false), ("grid", true)] {
            pack.levels.push(Level { name: name.into(), tier: tier.then(|| format!("{name}_desk")), ..Level::default() });
        }
        pack
    }

    #[test]
    fn the_longest_matching_category_decides_who_handles_it() {
        let pack = pack();
        let body = |category| pack.dispatch_for(category).map(|rule| rule.body.clone());
        assert_eq!(body("utilities.gas.pipe").as_deref(), Some("company"));
        assert_eq!(body("utilities.drain").as_deref(), Some("office"));
        assert_eq!(body("utilitiesx"), None);
    }

    #[test]
    fn a_category_knows_the_way_down_to_it() {
        let pack = pack();
        let codes: Vec<&str> = pack.category_path("utilities.gas").iter().map(|category| category.code.as_str()).collect();
        assert_eq!(codes, ["utilities", "utilities.gas"]);
        assert!(pack.category_path("utilities.fire").is_empty());
    }

    #[test]
    fn the_next_tier_skips_levels_without_a_desk() {
        let pack = pack();
        assert_eq!(pack.tier_above("grid").map(|level| level.name.as_str()), Some("street"));
        assert_eq!(pack.tier_below("street").map(|level| level.name.as_str()), Some("grid"));
        assert_eq!(pack.tier_above("district").map(|level| level.name.as_str()), None);
        assert_eq!(pack.tiers().count(), 3);
    }

    #[test]
    fn words_of_a_report_suggest_its_category() {
        let pack = pack();
        assert_eq!(pack.guess_category("楼下下水堵了，还有燃气味，下水返味"), [("utilities.drain", 4), ("utilities.gas", 4)]);
        assert_eq!(pack.guess_category("A trip to Vegas"), []);
        assert_eq!(pack.guess_category("GAS leak"), [("utilities.gas", 3)]);
    }
}
