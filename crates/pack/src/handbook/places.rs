//! Places that people take, values that two sides say, and certificates, in the handbook.

use super::{Part, Writer};
use crate::model::Register;

impl Writer<'_> {
    /// Sentences about what people can take part in.
    pub(super) fn places(&self, register: &Register) -> Vec<Part> {
        let mut said = Vec::new();
        if let Some(rule) = &register.places {
            let of = self.pack.registers.get(&rule.of);
            let field = |name: &str| of.and_then(|of| of.fields.get(name)).map_or(name, |field| field.label.get(self.lang)).to_owned();
            let apart = self.list(rule.apart.iter().map(|name| self.input(register, name)));
            let words = self.lang.pick(
                "报名：任何人凭{once}报名，不要账号；名额见“{room}”，报满后候补，有人退出时按先后自动递补；每人在同一记录只报一次{apart}（{basis}）",
                "Sign-up: anyone signs up with {once} and without an account; “{room}” says for how many there is room. Later ones wait and move up by themselves, first come first served; nobody signs up twice{apart} ({basis})",
            );
            let same = self.lang.pick("，{x}相同的不重复报", ", nor for what has the same {x}").replace("{x}", &apart);
            let words = words
                .replace("{once}", &self.input(register, &rule.once))
                .replace("{room}", &field(&rule.room))
                .replace("{apart}", if rule.apart.is_empty() { "" } else { &same })
                .replace("{basis}", &rule.basis);
            said.push(Part::Paragraph(words));
        }
        for both in register.both.values() {
            let words = self.lang.pick(
                "双方确认：“{ours}”与“{theirs}”填得一样才算数；只有一方填写不算，填得不一样的两边都看得到，可以再填（{basis}）",
                "Both sides confirm: “{ours}” and “{theirs}” count once they are the same; what one side alone says does not, and where they differ both see it and may say anew ({basis})",
            );
            let words = words
                .replace("{ours}", &self.input(register, &both.ours))
                .replace("{theirs}", &self.input(register, &both.theirs))
                .replace("{basis}", &both.basis);
            said.push(Part::Paragraph(words));
        }
        if let Some(rule) = &register.certificate {
            let words = self.lang.pick(
                "{label}：本人凭链接打印，附编号和校验码，任何人可以核对（{basis}）",
                "{label}: printed from one's own link, with a number and a code that anybody can check ({basis})",
            );
            said.push(Part::Paragraph(words.replace("{label}", rule.label.get(self.lang)).replace("{basis}", &rule.basis)));
        }
        if let Some(rule) = &register.matching {
            let words = self.lang.pick(
                "配菜：程序按类别、地点、时间和手头负担，从“{offers}”里给每项需求提出最合适的，说明理由；同一时间整体权衡，一方多得不使另一方落空。被婉拒过的少提，原因留存{days}天（{basis}）",
                "Matching: by kind, place, time and load the program proposes what suits each best of “{offers}”, and says why. All are weighed together. What was refused is proposed less; the reason is kept for {days} days ({basis})",
            );
            let offers = self.pack.registers.get(&rule.offers).map(|offers| offers.label.get(self.lang)).unwrap_or_default();
            let words = words.replace("{offers}", offers).replace("{days}", &rule.remember.to_string()).replace("{basis}", &rule.basis);
            said.push(Part::Paragraph(words));
        }
        for (of, pairs) in &register.follows {
            let of = self.pack.registers.get(of);
            let pairs = pairs.iter().map(|(act, own)| {
                let own = own.iter().map(|name| self.act_label(Some(register), name)).collect::<Vec<_>>();
                format!("{} → {}", self.act_label(of, act), own.join(self.lang.pick("或", " or ")))
            });
            let words = self.lang.pick("随“{of}”变动：{pairs}", "Follows “{of}”: {pairs}");
            let of = of.map(|of| of.label.get(self.lang)).unwrap_or_default();
            said.push(Part::Paragraph(words.replace("{of}", of).replace("{pairs}", &self.list(pairs))));
        }
        for (of, pairs) in &register.leads {
            let of = self.pack.registers.get(of);
            let pairs = pairs.iter().map(|(own, acts)| {
                let acts = acts.iter().map(|name| self.act_label(of, name)).collect::<Vec<_>>();
                format!("{} → {}", self.act_label(Some(register), own), acts.join(self.lang.pick("或", " or ")))
            });
            let words = self.lang.pick("带动“{of}”：{pairs}", "Moves “{of}”: {pairs}");
            let of = of.map(|of| of.label.get(self.lang)).unwrap_or_default();
            said.push(Part::Paragraph(words.replace("{of}", of).replace("{pairs}", &self.list(pairs))));
        }
        said
    }

    fn act_label(&self, register: Option<&Register>, name: &str) -> String {
        register.and_then(|register| register.moves.get(name)).map_or(name, |act| act.label.get(self.lang)).to_owned()
    }
}
