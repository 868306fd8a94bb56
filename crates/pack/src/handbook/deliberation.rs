//! Guided processes, votes at meetings and openness boards in the handbook.

use super::{Part, Writer};
use crate::model::{Poll, Register};

impl Writer<'_> {
    /// The steps of a register's process, the votes that it takes, and what everybody may read.
    pub(super) fn deliberation(&self, register: &Register) -> Vec<Part> {
        let states = |names: &[String]| {
            let label = |name: &String| register.states.get(name).map_or(name.as_str(), |state| state.label.get(self.lang)).to_owned();
            self.list(names.iter().map(label))
        };
        let steps = register.steps.iter().enumerate().map(|(nth, step)| {
            let label = format!("{}. {}", nth + 1, step.label.get(self.lang));
            vec![label, step.asks.get(self.lang).to_owned(), states(&step.states), step.basis.clone()]
        });
        let head = [("步骤", "Step"), ("要求", "What it asks for"), ("状态", "States"), ("依据", "Basis")];
        let mut parts = self.table(&head, steps.collect());
        let votes = register.polls().map(|(mv, poll)| vec![mv.label.get(self.lang).to_owned(), self.poll(poll), poll.basis.clone()]);
        let head = [("会议表决", "Vote at a meeting"), ("规则", "Rule"), ("依据", "Basis")];
        parts.extend(self.table(&head, votes.collect()));
        let shown = register.disclosures.values().map(|one| {
            let board = self.pack.boards.get(&one.board).map_or(one.board.as_str(), |board| board.label.get(self.lang));
            let fields = one.fields.iter().filter_map(|name| register.fields.get(name)).map(|field| field.label.get(self.lang).to_owned());
            let hear = if one.hear.is_some() { self.say("可以提意见", "people may speak to it") } else { String::new() };
            vec![one.label.get(self.lang).to_owned(), board.to_owned(), states(&one.states), self.list(fields), hear, one.basis.clone()]
        });
        let head =
            [("公开", "Disclosed"), ("公开栏", "Board"), ("状态", "States"), ("内容", "What"), ("意见", "Opinions"), ("依据", "Basis")];
        parts.extend(self.table(&head, shown.collect()));
        parts
    }

    fn poll(&self, poll: &Poll) -> String {
        let words = if poll.of_present {
            self.lang.pick(
                "应到的 {quorum} 以上到会，到会的超过 {agree} 同意为通过",
                "at least {quorum} of those due are there; more than {agree} of those there carry it",
            )
        } else {
            self.lang.pick(
                "应到的 {quorum} 以上到会，应到的超过 {agree} 同意为通过",
                "at least {quorum} of those due are there; more than {agree} of those due carry it",
            )
        };
        let words = words.replace("{quorum}", &poll.quorum.to_string()).replace("{agree}", &poll.agree.to_string());
        let secret = if poll.secret { self.say("；无记名投票", "; a secret ballot") } else { String::new() };
        words + &secret
    }
}
