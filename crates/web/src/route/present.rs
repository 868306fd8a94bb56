//! From records to what pages show: names, times and places in the reader's words.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use linli_app::App;
use linli_app::territory::Territory;
use linli_engine::{Clock, Facts as _, Length, Light as EngineLight, Remaining, clock};
use linli_pack::model::{Pack, Register, State};
use linli_pack::record::{Instant, Record};

use crate::Locale;
use crate::view::{Badge, Choice, ChoiceGroup, Due, Item, Light, Moment, Tier, TierAt};

/// Everything needed to put records into a reader's words.
pub(crate) struct Present {
    pub(crate) l: Locale,
    pub(crate) pack: Arc<Pack>,
    pub(crate) territory: Arc<Territory>,
    pub(crate) now: Instant,
    zone: TimeZone,
}

impl Present {
    /// For one request.
    pub(crate) fn new(app: &App, l: Locale, now: Instant) -> Self {
        let zone = TimeZone::get(&app.pack().clock.timezone).unwrap_or(TimeZone::UTC);
        Self { l, pack: Arc::clone(app.pack()), territory: app.territory(), now, zone }
    }

    fn local(&self, at: Instant) -> Zoned {
        Timestamp::from_second(at).unwrap_or_default().to_zoned(self.zone.clone())
    }

    /// A time as people write it: the hour today and yesterday, otherwise the day.
    pub(crate) fn moment(&self, at: Instant) -> Moment {
        let (then, now) = (self.local(at), self.local(self.now));
        let clock = then.strftime("%H:%M").to_string();
        let days = now.date().since(then.date()).map_or(i32::MAX, |span| span.get_days());
        let text = match days {
            0 => clock,
            1 => self.l.t_x("time-yesterday", &clock),
            _ if then.year() == now.year() => self.l.t_with(
                "time-this-year",
                &[("month", i64::from(then.month()).into()), ("day", i64::from(then.day()).into()), ("time", clock.into())],
            ),
            _ => then.strftime("%Y-%m-%d").to_string(),
        };
        Moment { text, iso: iso(&then) }
    }

    /// The hour and minute of a day.
    pub(crate) fn clock(&self, at: Instant) -> String {
        self.local(at).strftime("%H:%M").to_string()
    }

    /// A time with its offset, as ISO 8601: for programs.
    pub(crate) fn stamp(&self, at: Instant) -> String {
        iso(&self.local(at))
    }

    /// A time to the minute, the same in every language: for exports.
    pub(crate) fn exact(&self, at: Instant) -> String {
        self.local(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// A day as people write it: 12 月 3 日（周四）.
    pub(crate) fn day(&self, at: Instant) -> String {
        let then = self.local(at);
        let weekday = i64::from(then.weekday().to_monday_one_offset());
        let args = [("month", i64::from(then.month()).into()), ("day", i64::from(then.day()).into()), ("weekday", weekday.into())];
        self.l.t_with("time-day", &args)
    }

    /// The number of a local day.
    pub(crate) fn day_number(&self, at: Instant) -> i64 {
        linli_app::days::of(at, &self.pack.clock.timezone)
    }

    /// What is left of the step's limit, in words, with shape and colour.
    pub(crate) fn due(&self, record: &Record) -> Due {
        if record.memory.paused.is_some() {
            return Due { light: Light::None, text: self.l.t("due-paused").into_owned(), iso: String::new() };
        }
        let Some(due) = record.due.filter(|_| record.open) else { return Due::default() };
        let clock = Clock::new(&self.pack.clock, self.territory.calendar());
        let text = match clock.remaining(self.now, due) {
            Remaining::Left(length) => self.l.t_x("due-left", &self.length(length)),
            Remaining::Late(length) => self.l.t_x("due-late", &self.length(length)),
        };
        Due { light: light(clock::light(self.now, record.warn, record.due)), text, iso: iso(&self.local(due)) }
    }

    fn length(&self, length: Length) -> String {
        match length {
            Length::Workdays(n) => self.l.t_n("length-workdays", u64::from(n)),
            Length::Hours(n) => self.l.t_n("length-hours", u64::from(n)),
            // A limit that has just passed is a minute late, not none.
            Length::Minutes(n) => self.l.t_n("length-minutes", u64::from(n.max(1))),
        }
    }

    /// Whether a limit counts days of a year whose calendar was not published yet, so that plain weekends were assumed.
    pub(crate) fn assumed(&self, from: Instant, to: Instant) -> bool {
        Clock::new(&self.pack.clock, self.territory.calendar()).assumed(from, to)
    }

    /// What a body is called.
    pub(crate) fn body(&self, code: &str) -> String {
        self.territory.named_body(code).map_or_else(|| code.to_owned(), |named| named.name.get(self.l.lang()).to_owned())
    }

    /// A category with the one above it.
    pub(crate) fn category(&self, code: &str) -> String {
        let path = self.pack.category_path(code);
        path.last().map_or_else(|| code.to_owned(), |category| category.label.get(self.l.lang()).to_owned())
    }

    /// The register of a record.
    pub(crate) fn register(&self, name: &str) -> Option<&Register> {
        self.pack.registers.get(name)
    }

    /// What staff call a record's state.
    pub(crate) fn state(&self, record: &Record) -> String {
        self.state_of(record).map_or_else(|| record.state.clone(), |state| state.label.get(self.l.lang()).to_owned())
    }

    pub(crate) fn state_of(&self, record: &Record) -> Option<&State> {
        self.register(&record.register)?.states.get(&record.state)
    }

    /// How a record came in.
    pub(crate) fn source(&self, source: &str) -> String {
        match source {
            "resident" => self.l.t("source-resident"),
            "patrol" => self.l.t("source-patrol"),
            "window" => self.l.t("source-window"),
            "hotline" => self.l.t("source-hotline"),
            "api" => self.l.t("source-api"),
            "import" => self.l.t("source-import"),
            "meeting" => self.l.t("source-meeting"),
            other => return other.to_owned(),
        }
        .into_owned()
    }

    /// A line of a list.
    pub(crate) fn item(&self, record: &Record, href: String, current: bool) -> Item {
        let mut facts = vec![self.territory.place_name(&record.area)];
        facts.extend(record.category.as_deref().map(|code| self.category(code)));
        facts.push(self.source(&record.source));
        if record.followers > 0 {
            facts.push(self.l.t_n("followers", u64::try_from(record.followers).unwrap_or_default()));
        }
        Item {
            id: record.id.clone(),
            href,
            title: record.title.clone(),
            due: self.due(record),
            facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
            marks: self.marks(record),
            current,
            picked: false,
        }
    }

    /// What stands out about a record.
    pub(crate) fn marks(&self, record: &Record) -> Vec<Badge> {
        let mut marks = Vec::new();
        let first = self.pack.urgencies.keys().next();
        if let Some(urgency) = record.urgency.as_ref().filter(|urgency| record.open && Some(*urgency) == first) {
            let text = self.pack.urgencies.get(urgency).map_or_else(String::new, |urgency| urgency.label.get(self.l.lang()).to_owned());
            marks.push(Badge { text, tone: "late" });
        }
        if record.supervised {
            marks.push(Badge { text: self.l.t("mark-supervised").into_owned(), tone: "late" });
        }
        if record.memory.pending.is_some() {
            marks.push(Badge { text: self.l.t("mark-pending").into_owned(), tone: "soon" });
        }
        if record.reopened > 0 {
            marks.push(Badge { text: self.l.t("mark-reopened").into_owned(), tone: "soon" });
        }
        if record.returns > 0 {
            let n = u64::try_from(record.returns).unwrap_or_default();
            marks.push(Badge { text: self.l.t_n("mark-returned", n), tone: "" });
        }
        marks
    }

    /// Where a record stands between the tiers and after them.
    pub(crate) fn tiers(&self, record: &Record) -> Vec<Tier> {
        let lang = self.l.lang();
        let stage = self.state_of(record).map_or("open", |state| state.stage.as_str());
        let holder_level = record.holder.as_deref().and_then(|code| self.territory.named_body(code)).map(|named| named.body.clone());
        let mut tiers: Vec<(String, bool)> = Vec::new();
        let is_late = record.due.is_some_and(|due| record.open && self.now > due);
        let solving = matches!(stage, "open" | "solve");
        let mut here = None;
        for level in self.pack.tiers().rev() {
            let at_desk = holder_level.as_ref().is_some_and(|body| level.tier.as_ref() == Some(&body.kind));
            if at_desk && solving {
                here = Some(tiers.len());
            }
            tiers.push((level.label.get(lang).to_owned(), at_desk));
        }
        let desks = tiers.len();
        // A body that is no desk (a department) works beside the last desk that the record passed.
        if solving && here.is_none() {
            here = Some(desks);
        }
        tiers.push((self.l.t("tier-handler").into_owned(), false));
        tiers.push((self.l.t("tier-verify").into_owned(), false));
        tiers.push((self.l.t("tier-rate").into_owned(), false));
        let here = here.unwrap_or(match stage {
            "verify" => desks + 1,
            "rate" => desks + 2,
            _ => desks + 3,
        });
        tiers
            .into_iter()
            .enumerate()
            .map(|(at, (label, _))| Tier {
                label,
                sub: String::new(),
                at: match at.cmp(&here) {
                    std::cmp::Ordering::Less => TierAt::Done,
                    std::cmp::Ordering::Equal if is_late => TierAt::Late,
                    std::cmp::Ordering::Equal => TierAt::Now,
                    std::cmp::Ordering::Greater => TierAt::Ahead,
                },
            })
            .collect()
    }

    /// The category tree for a picker: groups with their leaves.
    pub(crate) fn category_groups(&self) -> Vec<ChoiceGroup> {
        let lang = self.l.lang();
        let is_leaf = |code: &str| {
            let below = format!("{code}.");
            !self.pack.categories.keys().any(|other| other.starts_with(&below))
        };
        let mut groups: Vec<(String, ChoiceGroup)> = Vec::new();
        for category in self.pack.categories.values().filter(|category| is_leaf(&category.code)) {
            let path = self.pack.category_path(&category.code);
            let names: Vec<&str> = path.iter().map(|step| step.label.get(lang)).collect();
            let (group, label) = match names.as_slice() {
                [only] => ((*only).to_owned(), (*only).to_owned()),
                [upper @ .., leaf] => (upper.join(" / "), (*leaf).to_owned()),
                [] => continue,
            };
            let choice = Choice { code: category.code.clone(), label, note: String::new(), words: category.words.join(" ") };
            match groups.iter_mut().find(|(name, _)| *name == group) {
                Some((_, found)) => found.items.push(choice),
                None => groups.push((group.clone(), ChoiceGroup { label: group, items: vec![choice] })),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// The light of the engine as pages show it.
pub(crate) fn light(light: EngineLight) -> Light {
    match light {
        EngineLight::Late => Light::Late,
        EngineLight::Soon => Light::Soon,
        EngineLight::Fine => Light::Fine,
    }
}

fn iso(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
