//! Recurring duties, attendance and the calendar in words.

use super::{Part, Writer};
use crate::model::{Attendance, Dated, Every, FieldKind, Quorum, Recur, Register, RollOf};

impl Writer<'_> {
    /// Who owes what how often.
    pub(super) fn recur(&self, register: &Register, rule: &Recur) -> Vec<Part> {
        let rows = rule.owed.values().map(|one| {
            let last = match one.on {
                Some(day) => self.lang.pick("期内最后一月{}日", "day {} of its last month").replace("{}", &day.to_string()),
                None => self.say("期末", "its last day"),
            };
            let bodies = self.list(one.bodies.iter().map(|kind| self.body(kind)));
            let basis = if one.basis.is_empty() { &rule.basis } else { &one.basis };
            vec![self.option(register, &rule.kind, &one.name), bodies, self.every(one.every), last, basis.clone()]
        });
        let head = [("程序按期生成", "The program opens"), ("应办机构", "For"), ("频次", "Once a"), ("最迟", "Due by"), ("依据", "Basis")];
        self.table(&head, rows.collect())
    }

    /// Who is due, and how many make a quorum.
    pub(super) fn attendance(&self, register: &Register, rule: &Attendance) -> Vec<Part> {
        let rows = rule.rolls.values().map(|roll| {
            let who = match &roll.of {
                RollOf::Register { name, .. } => {
                    let label = self.pack.registers.get(name).map_or(name.as_str(), |register| register.label.get(self.lang));
                    self.lang.pick("本组织“{}”中的人", "everybody on the body's {}").replace("{}", label)
                }
                RollOf::Posts(posts) if posts.is_empty() => self.say("任职人员", "whoever holds a post in the body"),
                RollOf::Posts(posts) => {
                    let label =
                        |post: &String| self.pack.posts.get(post).map_or(post.as_str(), |post| post.label.get(self.lang)).to_owned();
                    self.list(posts.iter().map(label))
                }
            };
            let which = rule.by.as_ref().map(|field| self.option(register, field, &roll.name)).unwrap_or_default();
            let basis = if roll.basis.is_empty() { &rule.basis } else { &roll.basis };
            vec![which, who, roll.quorum.map(|quorum| self.quorum(quorum)).unwrap_or_default(), basis.clone()]
        });
        self.table(&[("到会登记", "Attendance"), ("应到", "Due"), ("到会人数", "Quorum"), ("依据", "Basis")], rows.collect())
    }

    pub(super) fn dated(&self, rule: &Dated) -> Part {
        let words = if rule.yearly {
            self.lang.pick("每年的“{}”上日历", "The “{}” of each year stands on the calendar")
        } else {
            self.lang.pick("“{}”的日子上日历", "The day of “{}” stands on the calendar")
        };
        Part::Paragraph(words.replace("{}", rule.label.get(self.lang)))
    }

    fn quorum(&self, quorum: Quorum) -> String {
        let words = if quorum.more {
            self.lang.pick("超过应到的{}", "more than {} of them")
        } else {
            self.lang.pick("应到的{}以上", "at least {} of them")
        };
        words.replace("{}", &quorum.share.to_string())
    }

    fn every(&self, every: Every) -> String {
        match every {
            Every::Month => self.say("每月", "month"),
            Every::Quarter => self.say("每季度", "quarter"),
            Every::Half => self.say("每半年", "half-year"),
            Every::Year => self.say("每年", "year"),
        }
    }

    fn option(&self, register: &Register, field: &str, option: &str) -> String {
        match register.fields.get(field).map(|field| &field.kind) {
            Some(FieldKind::Choice { options }) => options.get(option).map_or(option, |label| label.get(self.lang)).to_owned(),
            _ => option.to_owned(),
        }
    }
}
