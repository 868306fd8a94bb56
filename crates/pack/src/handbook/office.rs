//! Structures and posts in words.

use super::{Section, Writer};
use crate::model::{BallotRule, Part, Post, Right, Structure, Way};

impl Writer<'_> {
    pub(super) fn structures(&self) -> Section {
        let rows = self.pack.structures.values().flat_map(|structure| structure.parts.values().map(move |part| (structure, part)));
        let rows = rows.map(|(structure, part)| self.part(structure, part)).collect();
        let head = [
            ("架构", "Structure"),
            ("适用", "For"),
            ("组成", "Part"),
            ("机构", "Bodies"),
            ("个数", "How many"),
            ("归属", "Below"),
            ("职责", "Answers for"),
            ("依据", "Basis"),
        ];
        self.section("structures", 2, "组织架构", "Structures", self.table(&head, rows))
    }

    fn part(&self, structure: &Structure, part: &Part) -> Vec<String> {
        let kinds = self.pack.level(&structure.level).map(|level| {
            self.list(structure.kinds.iter().filter_map(|kind| level.kinds.get(kind)).map(|kind| kind.get(self.lang).to_owned()))
        });
        let areas = kinds.filter(|kinds| !kinds.is_empty()).unwrap_or_else(|| self.level(&structure.level));
        let count = match part.most {
            Some(most) if most == part.least => most.to_string(),
            Some(most) => format!("{}–{most}", part.least),
            None => format!("≥{}", part.least),
        };
        let each = if part.each == structure.level { count } else { format!("{count} / {}", self.level(&part.each)) };
        let leads = structure.lead.as_ref() == Some(&part.name);
        let label = part.label.get(self.lang);
        vec![
            structure.label.get(self.lang).to_owned(),
            areas,
            if leads { format!("{label}{}", self.lang.pick("(牵头)", " (leads)")) } else { label.to_owned() },
            self.list(part.bodies.iter().map(|kind| self.body(kind))),
            each,
            part.below
                .as_ref()
                .and_then(|above| structure.parts.get(above))
                .map(|above| above.label.get(self.lang).to_owned())
                .unwrap_or_default(),
            part.duty.get(self.lang).to_owned(),
            structure.basis.clone(),
        ]
    }

    pub(super) fn posts(&self) -> Section {
        let rows = self.pack.posts.values().map(|post| self.post(post)).collect();
        let head = [
            ("职务", "Post"),
            ("所在机构", "In"),
            ("席位", "Seats"),
            ("任期", "Term"),
            ("产生方式", "How people come into it"),
            ("任职条件", "Only if"),
            ("权利", "Rights"),
            ("可交叉任职", "May also serve in"),
            ("依据", "Basis"),
        ];
        self.section("posts", 2, "职务", "Posts", self.table(&head, rows))
    }

    fn post(&self, post: &Post) -> Vec<String> {
        let label = post.label.get(self.lang);
        let nature = if post.concurrent { self.lang.pick("(兼职)", " (concurrent)") } else { "" };
        let term = post.term.map(|years| {
            let words = self.lang.pick("{years}年，届满前{warn}个月提醒", "{years} years, warned {warn} months ahead");
            let mut words = words.replace("{years}", &years.to_string()).replace("{warn}", &post.warn.to_string());
            if post.delay > 0 {
                words += &self.lang.pick("，延期至多{}个月", ", put off by {} months at most").replace("{}", &post.delay.to_string());
            }
            words
        });
        let mut how = self.list(post.ways.iter().map(|way| self.way(*way)));
        if let Some(vote) = post.vote {
            let words = if vote.of_present {
                self.lang.pick(
                    "(应到{present}以上到会，赞成过实到{agree})",
                    " (at least {present} of those due present, more than {agree} of those present for it)",
                )
            } else {
                self.lang.pick(
                    "(应到{present}以上到会，赞成过应到{agree})",
                    " (at least {present} of those due present, more than {agree} of those due for it)",
                )
            };
            how += &words.replace("{present}", &vote.present.to_string()).replace("{agree}", &vote.agree.to_string());
        }
        vec![
            format!("{label}{nature}"),
            self.list(post.bodies.iter().map(|kind| self.body(kind))),
            post.seats.to_string(),
            term.unwrap_or_default(),
            how,
            post.because.get(self.lang).to_owned(),
            self.list(post.rights.iter().map(|right| self.right(*right))),
            self.list(post.cross.iter().map(|kind| self.body(kind))),
            post.basis.clone(),
        ]
    }

    /// How a register's records are put to the vote.
    pub(super) fn ballot(&self, rule: &BallotRule) -> String {
        let options = self.list(rule.options.values().map(|label| label.get(self.lang).to_owned()));
        let how = match (rule.secret, rule.names) {
            (true, _) => self.lang.pick("无记名", "in secret"),
            (_, true) => self.lang.pick("记名", "by name"),
            _ => self.lang.pick("只公布票数", "of which the counts are told"),
        };
        let carried = rule.agree.as_ref().map(|agree| {
            let words = match agree.of_present {
                true => self
                    .lang
                    .pick("；参加人数的 {share} 以上（不含）“{option}”为通过", "; carried by more than {share} of those for “{option}”"),
                false => self.lang.pick(
                    "；应参加人数的 {share} 以上（不含）“{option}”为通过",
                    "; carried by more than {share} of all who are due for “{option}”",
                ),
            };
            let option = rule.options.get(&agree.option).map(|label| label.get(self.lang)).unwrap_or_default();
            words.replace("{share}", &agree.share.to_string()).replace("{option}", option)
        });
        let words = self.lang.pick(
            "送机构成员表决（{options}），{how}；{present} 以上参加为有效{carried}。兼职成员须有“{right}”{owed}{yearly}（{basis}）",
            "Put to the vote of the body's members ({options}), {how}; valid if at least {present} take part{carried}. Concurrent members need “{right}”{owed}{yearly} ({basis})",
        );
        let owed = if rule.only_owed { self.lang.pick("，其他成员不参加", "; nobody else votes") } else { "" };
        let yearly = if rule.yearly { self.lang.pick("；每年一次", "; once a year") } else { "" };
        words
            .replace("{options}", &options)
            .replace("{how}", how)
            .replace("{present}", &rule.present.to_string())
            .replace("{carried}", &carried.unwrap_or_default())
            .replace("{right}", &self.right(rule.right))
            .replace("{owed}", owed)
            .replace("{yearly}", yearly)
            .replace("{basis}", &rule.basis)
    }

    fn way(&self, way: Way) -> String {
        match way {
            Way::Elected => self.say("选举", "elected"),
            Way::Appointed => self.say("任命", "appointed"),
            Way::CoOpted => self.say("增补", "co-opted"),
            Way::Competition => self.say("公开竞聘", "open competition"),
        }
    }

    fn right(&self, right: Right) -> String {
        match right {
            Right::Papers => self.say("知情(收阅材料)", "gets the papers"),
            Right::Vote => self.say("参与决策(表决)", "votes"),
            Right::Appraise => self.say("评议", "appraises"),
        }
    }
}
