//! The pack as a handbook: what the rules say, in words, with the clause behind each. Pages and `linli pack doc` render the same parts.

mod deliberation;
mod exchange;
mod life;
mod office;
mod places;
mod service;

pub use service::{form_in_words, way_in_words};

use crate::diagram::state_diagram_svg;
use crate::lang::Lang;
use crate::model::{Closeness, FieldKind, FigureExpr, Hold, Limit, Move, Pack, Register};
use crate::span::Span;

/// A chapter: a heading and what stands below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Name for links, unique in the handbook.
    pub id: String,
    /// 1 for a chapter, 2 for a part of one.
    pub depth: u8,
    /// Heading.
    pub title: String,
    /// What stands below it.
    pub parts: Vec<Part>,
}

/// One block of a chapter.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A sentence or two.
    Paragraph(String),
    /// A table.
    Table {
        /// Headings of the columns.
        head: Vec<String>,
        /// Rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// The picture of a register, by name: see [`state_diagram_svg`].
    Diagram(String),
}

/// A length of time in words.
#[must_use]
pub fn span_in_words(span: Span, lang: Lang) -> String {
    match (lang, span) {
        (Lang::En, span) => span.to_string(),
        (Lang::Zh, Span::Minutes(n)) if n % 60 == 0 => format!("{}小时", n / 60),
        (Lang::Zh, Span::Minutes(n)) => format!("{n}分钟"),
        (Lang::Zh, Span::WorkMinutes(n)) => format!("{}个工作小时", n / 60),
        (Lang::Zh, Span::Workdays(n)) => format!("{n}个工作日"),
        (Lang::Zh, Span::Days(n)) => format!("{n}天"),
    }
}

/// The whole handbook in one language.
#[must_use]
pub fn handbook(pack: &Pack, lang: Lang) -> Vec<Section> {
    let writer = Writer { pack, lang };
    let mut sections = vec![
        writer.intro(),
        writer.tiers(),
        writer.bodies(),
        writer.structures(),
        writer.posts(),
        writer.roles(),
        writer.categories(),
        writer.dispatch(),
        writer.time(),
        writer.privacy(),
    ];
    sections.extend(writer.services());
    for register in pack.registers.values() {
        sections.extend(writer.register(register));
    }
    sections.extend([writer.indicators(), writer.analyses(), writer.figures()]);
    sections.retain(|section| !section.parts.is_empty());
    sections
}

/// The handbook as Markdown, pictures inline as SVG.
#[must_use]
pub fn to_markdown(pack: &Pack, lang: Lang) -> String {
    let mut text = String::new();
    for section in handbook(pack, lang) {
        text += &format!("{} {}\n\n", "#".repeat(usize::from(section.depth)), section.title);
        for part in section.parts {
            match part {
                Part::Paragraph(words) => text += &format!("{words}\n\n"),
                Part::Diagram(name) => {
                    text += &pack.registers.get(&name).map(|register| state_diagram_svg(register, lang)).unwrap_or_default();
                    text += "\n\n";
                }
                Part::Table { head, rows } => {
                    let row =
                        |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| in_cell(cell)).collect::<Vec<_>>().join(" | "));
                    text += &row(&head);
                    text += &format!("|{}\n", " --- |".repeat(head.len()));
                    rows.iter().for_each(|cells| text += &row(cells));
                    text.push('\n');
                }
            }
        }
    }
    text
}

fn in_cell(cell: &str) -> String {
    cell.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}

struct Writer<'p> {
    pack: &'p Pack,
    lang: Lang,
}

impl Writer<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.lang.pick(zh, en).to_owned()
    }

    fn section(&self, id: &str, depth: u8, zh: &str, en: &str, parts: Vec<Part>) -> Section {
        Section { id: id.to_owned(), depth, title: self.say(zh, en), parts }
    }

    /// A table; none where there are no rows. A column that is empty throughout is left out.
    fn table(&self, head: &[(&str, &str)], rows: Vec<Vec<String>>) -> Vec<Part> {
        if rows.is_empty() {
            return Vec::new();
        }
        let used = |column: &usize| rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()));
        let columns: Vec<usize> = (0..head.len()).filter(used).collect();
        let head = columns.iter().filter_map(|column| head.get(*column)).map(|(zh, en)| self.say(zh, en)).collect();
        let keep = |row: Vec<String>| columns.iter().filter_map(|column| row.get(*column).cloned()).collect();
        vec![Part::Table { head, rows: rows.into_iter().map(keep).collect() }]
    }

    fn list(&self, items: impl IntoIterator<Item = String>) -> String {
        items.into_iter().collect::<Vec<_>>().join(self.lang.pick("、", ", "))
    }

    fn intro(&self) -> Section {
        let pack = self.pack;
        let mut parts = Vec::new();
        if !pack.source.is_empty() {
            parts.push(Part::Paragraph(format!("{}{}", self.say("依据: ", "From: "), pack.source.get(self.lang))));
        }
        let words = self.lang.pick("规则包 `{name}`，版本 {version}。", "Pack `{name}`, version {version}.");
        parts.push(Part::Paragraph(words.replace("{name}", &pack.name).replace("{version}", &pack.version)));
        let title = format!("{}{}", pack.label.get(self.lang), self.lang.pick("工作手册", ": handbook"));
        Section { id: "handbook".to_owned(), depth: 1, title, parts }
    }

    fn level(&self, name: &str) -> String {
        self.pack.level(name).map_or(name, |level| level.label.get(self.lang)).to_owned()
    }

    /// A kind of body; the area it stands in is named by its level.
    fn body(&self, name: &str) -> String {
        let Some(body) = self.pack.bodies.get(name) else { return name.to_owned() };
        body.label.get(self.lang).replace("{area}", &self.level(&body.level)).trim().to_owned()
    }

    fn role(&self, name: &str) -> String {
        match name {
            "resident" => self.say("报事人", "the reporter"),
            "system" => self.say("程序", "the program"),
            "anyone" => self.say("任何人", "anyone"),
            "holder" => self.say("承办方", "the holder"),
            "reporter" => self.say("报事人", "the reporter"),
            "chain" => self.say("经办各方", "earlier holders"),
            "opener" => self.say("登记方", "the opener"),
            name => self.pack.roles.get(name).map_or(name, |role| role.label.get(self.lang)).to_owned(),
        }
    }

    fn limit(&self, register: &Register, limit: Option<&Limit>) -> String {
        let Some(limit) = limit else { return String::new() };
        if let Some(field) = limit.until.as_ref().and_then(|name| register.fields.get(name)) {
            return self.lang.pick("到“{}”为止", "until “{}”").replace("{}", field.label.get(self.lang));
        }
        let special = limit.special.iter().map(|(case, span)| {
            let label = self.pack.limit_case(register, limit, case).map_or(case.as_str(), |label| label.get(self.lang));
            format!("{label}{}{}", self.lang.pick(": ", ": "), span_in_words(*span, self.lang))
        });
        self.list(std::iter::once(span_in_words(limit.default, self.lang)).chain(special))
    }

    fn tiers(&self) -> Section {
        let row = |level: &crate::model::Level| {
            let kinds = self.list(level.kinds.values().map(|kind| kind.get(self.lang).to_owned()));
            vec![
                level.label.get(self.lang).to_owned(),
                level.tier.as_deref().map(|tier| self.body(tier)).unwrap_or_default(),
                kinds,
                level
                    .size
                    .as_ref()
                    .map(|size| {
                        self.say(
                            &format!("{}–{} 户({})", size.least, size.most, size.basis),
                            &format!("{}–{} households ({})", size.least, size.most, size.basis),
                        )
                    })
                    .unwrap_or_default(),
                level.basis.clone(),
            ]
        };
        let rows = self.pack.levels.iter().map(row).collect();
        self.section(
            "levels",
            2,
            "层级",
            "Levels",
            self.table(&[("层级", "Level"), ("工作台", "Desk"), ("种类", "Kinds"), ("规模", "Size"), ("依据", "Basis")], rows),
        )
    }

    fn bodies(&self) -> Section {
        let rows = self.pack.bodies.values().map(|body| {
            let parent = body.parent.as_deref().map(|parent| self.body(parent)).unwrap_or_default();
            vec![self.body(&body.name), self.level(&body.level), parent, body.basis.clone()]
        });
        let head = [("机构", "Body"), ("层级", "Level"), ("上级", "Above it"), ("依据", "Basis")];
        self.section("bodies", 2, "机构", "Bodies", self.table(&head, rows.collect()))
    }

    fn roles(&self) -> Section {
        let rows = self.pack.roles.values().map(|role| {
            let rights = [
                (role.admin, self.say("管理账号", "manages accounts")),
                (role.audit, self.say("查阅日志", "reads the journal")),
                (role.board, self.say("看板", "sees boards")),
                (role.reveal, self.say("查看个人信息(留痕)", "may reveal personal data (recorded)")),
                (role.reorganise, self.say("调整区划", "plans the territory")),
                (role.organise, self.say("管理机构与任职", "keeps bodies and appointments")),
                (role.territory, self.say("划分网格", "draws grids")),
                (role.privacy, self.say("办理个人信息请求(留痕)", "answers people about their data (recorded)")),
                (role.second_factor, self.say("须两步验证登录", "must sign in in two steps")),
            ];
            let may = self.list(rights.into_iter().filter(|(yes, _)| *yes).map(|(_, words)| words));
            vec![role.label.get(self.lang).to_owned(), self.list(role.bodies.iter().map(|body| self.body(body))), may, role.basis.clone()]
        });
        let head = [("角色", "Role"), ("所在机构", "In"), ("还可以", "May also"), ("依据", "Basis")];
        self.section("roles", 2, "角色", "Roles", self.table(&head, rows.collect()))
    }

    fn categories(&self) -> Section {
        let rows = self.pack.categories.values().map(|category| {
            let urgency = category.urgency.as_ref().and_then(|name| self.pack.urgencies.get(name));
            let path = self.pack.category_path(&category.code).iter().map(|step| step.label.get(self.lang)).collect::<Vec<_>>().join(" / ");
            let urgency = urgency.map(|urgency| urgency.label.get(self.lang).to_owned()).unwrap_or_default();
            vec![path, urgency, category.standard.clone(), category.basis.clone()]
        });
        let head = [("类别", "Category"), ("紧急程度", "Urgency"), ("标准", "Standard"), ("依据", "Basis")];
        self.section("categories", 2, "类别", "Categories", self.table(&head, rows.collect()))
    }

    fn dispatch(&self) -> Section {
        let rows = self.pack.dispatch.iter().map(|rule| {
            let label = self.pack.categories.get(&rule.category).map_or(rule.category.as_str(), |category| category.label.get(self.lang));
            vec![label.to_owned(), self.body(&rule.body), rule.duty.get(self.lang).to_owned(), rule.item.clone(), rule.basis.clone()]
        });
        let head = [("类别", "Category"), ("承办", "Handled by"), ("职责", "Duty"), ("清单项", "Item"), ("依据", "Basis")];
        self.section("dispatch", 2, "权责清单", "Who handles what", self.table(&head, rows.collect()))
    }

    fn time(&self) -> Section {
        let clock = &self.pack.clock;
        if clock.hours.is_empty() {
            return self.section("time", 2, "", "", Vec::new());
        }
        let hours = clock.hours.iter().map(|(from, to)| format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60));
        let words = self.lang.pick(
            "工作时间 {hours}({zone})；用去时限的 {yellow}% 亮黄灯。",
            "Working hours are {hours} ({zone}); the light turns yellow after {yellow}% of a limit.",
        );
        let words = words
            .replace("{hours}", &self.list(hours))
            .replace("{zone}", &clock.timezone)
            .replace("{yellow}", &clock.yellow_at.to_string());
        self.section("time", 2, "时限", "Time limits", vec![Part::Paragraph(words)])
    }

    /// How people are answered who ask about their own data.
    fn privacy(&self) -> Section {
        let mut parts = Vec::new();
        if self.pack.roles.values().any(|role| role.privacy) {
            let rules = &self.pack.privacy;
            let words = self.lang.pick(
                "本人可要求查阅、复制或删除自己的个人信息，{days}天内答复。{second}依据：{basis}",
                "People may ask for a copy of their own data or for its erasure; they are answered within {days} days. {second}Basis: {basis}",
            );
            let second =
                self.lang.pick("删除由受理人以外的另一人核对后执行。", "An erasure is checked and carried out by a second person. ");
            let words = words
                .replace("{days}", &rules.days.to_string())
                .replace("{second}", if rules.second { second } else { "" })
                .replace("{basis}", &rules.basis);
            parts.push(Part::Paragraph(words));
        }
        if let Some(tracks) = &self.pack.tracks {
            let words = self.lang.pick("外勤人员的轨迹：{because} 依据：{basis}", "Tracks of people at work: {because} Basis: {basis}");
            let words = words.replace("{because}", tracks.because.get(self.lang)).replace("{basis}", &tracks.basis);
            parts.push(Part::Paragraph(words));
        }
        self.section("privacy", 2, "个人信息", "Personal data", parts)
    }

    /// When the program erases what is personal.
    fn retain(&self, register: &Register) -> Option<String> {
        let retain = register.retain.as_ref()?;
        let states = retain.states.iter().filter_map(|state| register.states.get(state)).map(|state| state.label.get(self.lang).to_owned());
        let words = self.lang.pick(
            "个人信息在记录到达“{states}”后{days}天由程序删除：{because}（{basis}）",
            "Personal data is erased by the program {days} days after the record has come to {states}: {because} ({basis})",
        );
        let words = words
            .replace("{states}", &states.collect::<Vec<_>>().join(self.lang.pick("、", ", ")))
            .replace("{days}", &retain.days.to_string())
            .replace("{because}", retain.because.get(self.lang))
            .replace("{basis}", &retain.basis);
        Some(words)
    }

    fn register(&self, register: &Register) -> Vec<Section> {
        let id = format!("register-{}", register.name);
        let mut parts = vec![Part::Diagram(register.name.clone())];
        if let Some(deadline) = &register.deadline {
            parts.push(Part::Paragraph(format!(
                "{}{}",
                self.say("全程时限: ", "Limit of the whole: "),
                self.limit(register, Some(deadline))
            )));
        }
        for step in &register.escalation {
            let words = self.lang.pick("超时 {after} 后提级到 {level}。", "{after} after a step's limit it is raised to {level}.");
            let after = span_in_words(step.after, self.lang);
            parts.push(Part::Paragraph(words.replace("{after}", &after).replace("{level}", &self.level(&step.to))));
        }
        let states = register.states.values().map(|state| {
            let public = state.public.get(self.lang).to_owned();
            vec![state.label.get(self.lang).to_owned(), public, self.limit(register, state.due.as_ref()), state.basis.clone()]
        });
        parts.extend(
            self.table(&[("状态", "State"), ("居民看到", "Residents read"), ("时限", "Limit"), ("依据", "Basis")], states.collect()),
        );
        let head = [
            ("动作", "Move"),
            ("从", "From"),
            ("到", "To"),
            ("谁", "Who"),
            ("要填", "Must fill"),
            ("条件", "Only if"),
            ("之后由谁办", "Then held by"),
            ("依据", "Basis"),
        ];
        parts.extend(self.table(&head, register.moves.values().map(|act| self.act(register, act)).collect()));
        let fields = register.fields.values().filter(|field| !field.derived).map(|field| {
            let personal = field.personal.as_ref().map(|why| why.get(self.lang).to_owned()).unwrap_or_default();
            let required = if field.required { self.say("必填", "required") } else { String::new() };
            vec![field.label.get(self.lang).to_owned(), self.kind(&field.kind), required, personal, field.basis.clone()]
        });
        let head = [("字段", "Field"), ("内容", "Holds"), ("必填", "Required"), ("个人信息用途", "Personal, kept for"), ("依据", "Basis")];
        parts.extend(self.table(&head, fields.collect()));
        if let Some(publish) = &register.publish {
            let words = self.lang.pick(
                "向社会公开：{when}；位置公开到{place}（{basis}）。不公开当事人写的文字、照片和身份",
                "Open to the public: {when}; its place as {place} ({basis}). Never what people wrote, photos, or who they are",
            );
            let place = match publish.place {
                Closeness::Point => self.say("点位", "a point"),
                Closeness::Area => self.say("辖区", "the name of the area"),
            };
            let words = words.replace("{when}", &publish.when.source).replace("{place}", &place).replace("{basis}", &publish.basis);
            parts.push(Part::Paragraph(words));
        }
        parts.extend(self.deliberation(register));
        parts.extend(self.exchanges(register));
        if let Some(keep) = &register.keep {
            let words = self.lang.pick(
                "个人信息留存到办结后{days}天，此前不能依申请删除：{because}（{basis}）",
                "Personal data is kept until {days} days after closing and not erased on request before: {because} ({basis})",
            );
            let words = words
                .replace("{days}", &keep.days.to_string())
                .replace("{because}", keep.because.get(self.lang))
                .replace("{basis}", &keep.basis);
            parts.push(Part::Paragraph(words));
        }
        parts.extend(self.retain(register).map(Part::Paragraph));
        if let Some(rule) = &register.ballot {
            parts.push(Part::Paragraph(self.ballot(rule)));
        }
        parts.extend(register.recur.iter().flat_map(|rule| self.recur(register, rule)));
        parts.extend(register.attendance.iter().flat_map(|rule| self.attendance(register, rule)));
        parts.extend(register.dated.iter().map(|rule| self.dated(rule)));
        if let Some(rule) = &register.call_back {
            let words = self.lang.pick(
                "回访：每{every}结束后，程序按{level}分层随机抽取{share}%，每处至少{least}件；种子写入日志，谁也不能挑（{basis}）",
                "Call-backs: once a {every} has ended the program draws {share}% of each {level}'s at random, at least {least}; the seed is in the journal, nobody can choose ({basis})",
            );
            let every = match rule.every.as_str() {
                "month" => self.say("月", "month"),
                _ => self.say("周", "week"),
            };
            let words = words
                .replace("{every}", &every)
                .replace("{level}", &self.level(&rule.level))
                .replace("{share}", &rule.share.to_string())
                .replace("{least}", &rule.least.to_string())
                .replace("{basis}", &rule.basis);
            parts.push(Part::Paragraph(words));
        }
        parts.extend(self.places(register));
        parts.extend(register.booking.as_ref().map(|booking| self.booking(booking)));
        if let Some(rule) = &register.fill_in {
            let words = self.lang.pick("任何人可在首页自行填写：{intro}", "Anyone may fill it in from the home page: {intro}");
            parts.push(Part::Paragraph(words.replace("{intro}", rule.intro.get(self.lang))));
        }
        let title = register.label.get(self.lang).to_owned();
        vec![Section { id, depth: 2, title, parts }]
    }

    fn act(&self, register: &Register, act: &Move) -> Vec<String> {
        let state = |name: &String| register.states.get(name).map_or(name.as_str(), |state| state.label.get(self.lang)).to_owned();
        let from = if act.opens() { self.say("新建", "opens a record") } else { self.list(act.from.iter().map(state)) };
        let to = match &act.to {
            Some(to) => state(to),
            None if act.to_back => self.say("原状态", "where it was"),
            None => self.list(act.targets().map(|name| state(&name.to_owned()))),
        };
        let mut who = self.list(act.by.iter().chain(&act.over).map(|role| self.role(role)));
        if let Some(review) = &act.review {
            who += &self.lang.pick("；须经{}审核", "; reviewed by {}").replace("{}", &self.role(review));
        }
        let fill = self.list(act.fill.iter().map(|name| self.input(register, name)));
        vec![
            act.label.get(self.lang).to_owned(),
            from,
            to,
            who,
            fill,
            act.because.get(self.lang).to_owned(),
            self.hold(&act.hold),
            act.basis.clone(),
        ]
    }

    fn hold(&self, hold: &Hold) -> String {
        match hold {
            Hold::Keep => String::new(),
            Hold::Up => self.say("上一层级", "the tier above"),
            Hold::Down => self.say("下一层级", "the tier below"),
            Hold::Chosen => self.say("所选机构", "the body chosen"),
            Hold::Previous => self.say("上一承办方", "the holder before"),
            Hold::Opener => self.say("登记的机构", "the body that opened it"),
            Hold::Origin => self.say("所属记录的承办方", "whoever holds the record it belongs to"),
            Hold::Mine => self.say("办理人所在机构", "the actor's own body"),
            Hold::Kind(kinds) => kinds.iter().map(|kind| self.body(kind)).collect::<Vec<_>>().join(self.lang.pick("或", " or ")),
            Hold::Nobody => self.say("无", "nobody"),
        }
    }

    fn input(&self, register: &Register, name: &str) -> String {
        if let Some(field) = register.fields.get(name) {
            return field.label.get(self.lang).to_owned();
        }
        let known = [
            ("note", "说明", "a note"),
            ("photos", "照片", "photos"),
            ("body", "承办机构", "the body"),
            ("bodies", "各有关机构", "the bodies"),
            ("workdays", "工作日数", "working days"),
            ("rating", "评价", "a rating"),
            ("other", "另一件", "the other record"),
            ("category", "类别", "the category"),
            ("urgency", "紧急程度", "the urgency"),
            ("place", "位置", "the place"),
            ("attendance", "到会情况", "who was there"),
            ("made_up", "补课人员", "who has made it up"),
        ];
        known.iter().find(|(input, ..)| *input == name).map_or_else(|| name.to_owned(), |(_, zh, en)| self.say(zh, en))
    }

    fn kind(&self, kind: &FieldKind) -> String {
        match kind {
            FieldKind::Text { max } | FieldKind::LongText { max } => {
                self.lang.pick("文字，至多{}字", "text, up to {} characters").replace("{}", &max.to_string())
            }
            FieldKind::Int { min, max } => format!("{} {min}–{max}", self.say("整数", "whole number")),
            FieldKind::Money => self.say("金额(元)", "money in yuan"),
            FieldKind::Date => self.say("日期", "a date"),
            FieldKind::Time => self.say("时间", "a time"),
            FieldKind::Bool => self.say("是或否", "yes or no"),
            FieldKind::Choice { options } => self.list(options.values().map(|option| option.get(self.lang).to_owned())),
            FieldKind::Category => self.say("类别", "a category"),
            FieldKind::Body { kinds } => self.list(kinds.iter().map(|kind| self.body(kind))),
            FieldKind::Phone => self.say("电话", "a phone number"),
            FieldKind::IdNumber => self.say("身份证号(GB 11643，查校验位)", "an identity number (GB 11643, check digit)"),
            FieldKind::CreditCode => {
                self.say("统一社会信用代码(GB 32100，查校验位)", "a unified social credit code (GB 32100, check digit)")
            }
            FieldKind::Person => self.say("姓名", "a name"),
            FieldKind::Duty => self.say("权责清单的一条", "a line of the list of who handles what"),
            FieldKind::Service => self.say("一项服务", "a service of the catalogue"),
            FieldKind::Materials => self.say("已交的材料", "the materials that are there"),
            FieldKind::Slot => self.say("预约的时段", "a time that was booked"),
            FieldKind::Address => self.say("地址", "an address"),
            FieldKind::Photos { max } => self.lang.pick("照片，至多{}张", "up to {} photos").replace("{}", &max.to_string()),
        }
    }

    fn indicators(&self) -> Section {
        let rows = self.pack.indicators.values().flat_map(|indicator| {
            indicator.versions().map(|version| {
                let (formula, label) = (version.formula, indicator.label.get(self.lang).to_owned());
                let until = version.until.map(|day| self.lang.pick("（至{}）", " (until {})").replace("{}", &crate::indicator::date(day)));
                let named = format!("{}{}", formula.version, until.unwrap_or_default());
                vec![label, formula.words.get(self.lang).to_owned(), named, formula.basis.clone()]
            })
        });
        let head = [("指标", "Indicator"), ("算法", "Formula"), ("版本", "Version"), ("依据", "Basis")];
        self.section("indicators", 2, "指标", "Indicators", self.table(&head, rows.collect()))
    }

    fn analyses(&self) -> Section {
        let rows = self.pack.analyses.values().map(|analysis| {
            let register = self.pack.registers.get(&analysis.register);
            let words = self.lang.pick(
                "数“{measure}”；过去看之前{months}个整月；不足{least}件不提示；提示中偶然的不超过{chance}%；办结后{repeat}天内、{near}米内同类别的算重复；{over}天内少于按户数推算的{quiet}%算偏静",
                "Counts {measure}; the past is the {months} whole months before; fewer than {least} never stand out; of what stands out at most {chance}% may be chance; the same category within {repeat} days of closing and {near} metres is a repeat; below {quiet}% of what households suggest over {over} days is quiet",
            );
            let measure = register.and_then(|register| register.measures.get(&analysis.measure));
            let words = words
                .replace("{measure}", measure.map_or("", |measure| measure.label.get(self.lang)))
                .replace("{months}", &analysis.months.to_string())
                .replace("{least}", &analysis.least.to_string())
                .replace("{chance}", &analysis.chance.to_string())
                .replace("{repeat}", &analysis.repeat.to_string())
                .replace("{near}", &analysis.near.to_string())
                .replace("{over}", &analysis.quiet_days.to_string())
                .replace("{quiet}", &analysis.quiet.to_string());
            vec![register.map_or_else(String::new, |register| register.label.get(self.lang).to_owned()), words, analysis.basis.clone()]
        });
        let head = [("台账", "Register"), ("怎样看", "How it is looked at"), ("依据", "Basis")];
        self.section("analysis", 2, "民情分析", "Analysis", self.table(&head, rows.collect()))
    }

    fn figures(&self) -> Section {
        let row = |figure: &crate::model::Figure| {
            vec![figure.clause.clone(), figure.label.get(self.lang).to_owned(), figure.document.clone(), figure.derive.to_string()]
        };
        let head = [("条款", "Clause"), ("内容", "Figure"), ("文件所载", "In the document"), ("推算", "Derived by")];
        self.section("figures", 2, "文件数字", "Figures", self.table(&head, self.pack.figures.iter().map(row).collect()))
    }
}

impl std::fmt::Display for FigureExpr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count { ledger, filter: None } => write!(f, "count({ledger})"),
            Self::Count { ledger, filter: Some(filter) } => write!(f, "count({ledger}, {})", filter.source),
            Self::Percent(a, b) => write!(f, "percent({a}, {b})"),
            Self::Sum(terms) => {
                for (i, term) in terms.iter().enumerate() {
                    write!(f, "{}{term}", if i > 0 { " + " } else { "" })?;
                }
                Ok(())
            }
            Self::Tiers => f.write_str("tiers()"),
        }
    }
}
