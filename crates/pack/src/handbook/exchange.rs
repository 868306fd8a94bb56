//! Files of other offices in the handbook: what each of their columns becomes, and what they are answered.

use super::{Part, Writer};
use crate::model::{Exchange, RESULT, Register};

impl Writer<'_> {
    pub(super) fn exchanges(&self, register: &Register) -> Vec<Part> {
        register.exchanges.values().flat_map(|one| self.exchange(register, one)).collect()
    }

    fn exchange(&self, register: &Register, one: &Exchange) -> Vec<Part> {
        let mv = register.moves.get(&one.mv).map(|mv| mv.label.get(self.lang)).unwrap_or_default();
        let words = self.lang.pick(
            "文件交换：{label}。每张工单按“{move}”登记，按“{number}”认出已有的，不重复登记（{basis}）",
            "Exchange of files: {label}. Each order is registered by “{move}” and known again by “{number}”: none comes twice ({basis})",
        );
        let words = words
            .replace("{label}", one.label.get(self.lang))
            .replace("{move}", mv)
            .replace("{number}", &self.called(register, &one.number))
            .replace("{basis}", &one.basis);
        let takes = one.takes.iter().map(|(input, taken)| {
            let values = taken.values.iter().map(|(word, code)| format!("{word} → {}", self.meaning(register, input, code)));
            vec![self.list(taken.heads.iter().cloned()), self.called(register, input), self.list(values)]
        });
        let head = [("对方文件的列", "Their column"), ("登记为", "Becomes"), ("对照", "Words")];
        let mut parts = vec![Part::Paragraph(words)];
        parts.extend(self.table(&head, takes.collect()));
        let gives = one.gives.iter().map(|given| {
            let values = given.values.iter().map(|(code, word)| format!("{} → {word}", self.meaning(register, &given.value, code)));
            vec![given.head.clone(), self.called(register, &given.value), self.list(values)]
        });
        let head = [("回复文件的列", "Column of the answers"), ("内容", "Holds"), ("对照", "Words")];
        parts.extend(self.table(&head, gives.collect()));
        parts
    }

    /// What people call an input, a field or an attribute.
    fn called(&self, register: &Register, name: &str) -> String {
        match name {
            RESULT => self.say("办理结果", "Result"),
            "number" => self.say("编号", "Number"),
            "state" => self.say("状态", "State"),
            "area" => self.say("位置", "Place"),
            "holder" => self.say("现在由谁办", "Held by"),
            "closed" => self.say("办结时间", "Closed"),
            "created" => self.say("登记时间", "Opened"),
            name => self.input(register, name),
        }
    }

    /// What a code stands for.
    fn meaning(&self, register: &Register, name: &str, code: &str) -> String {
        let label = match name {
            "state" => register.states.get(code).map(|state| &state.label),
            "category" => self.pack.categories.get(code).map(|category| &category.label),
            "urgency" => self.pack.urgencies.get(code).map(|urgency| &urgency.label),
            _ => None,
        };
        label.map_or_else(|| code.to_owned(), |label| label.get(self.lang).to_owned())
    }
}
