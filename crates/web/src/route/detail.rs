//! One record as a page shows it: what it is about, where it stands, what is alike; its history and the acts on offer are beside.

mod acts;
mod history;

use std::collections::BTreeMap;

use linli_app::AppError;
use linli_app::detail::{Detail, Likeness, Part};
use linli_engine::attendance::Mark;
use linli_pack::model::{DispatchRule, Field, FieldKind, Move, Register};
use linli_pack::record::Value;

use crate::route::Web;
use crate::route::fields::duty_words;
use crate::route::present::Present;
use crate::route::{service, steps};
use crate::say::Said;
use crate::view::{AttendanceView, Badge, Duplicate, Event, Fact, Link, PartView, Personal, Photo, RecordView, Reveal, Suggestion};

use acts::{acts, form, review};
pub(crate) use history::{event, own_name};
pub(super) use history::{in_place_of, named_event, standing_in, woken};

/// How a record is to be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct How {
    /// The page it is on, with its query, without the record.
    pub(crate) back: String,
    /// The page it is on, with the record, without an act.
    pub(crate) here: String,
    /// The act whose form is open.
    pub(crate) act: Option<String>,
    /// What was typed into it.
    pub(crate) typed: Option<BTreeMap<String, Value>>,
    /// What was wrong with it.
    pub(crate) said: Option<Said>,
    /// Personal fields shown in full, and for what.
    pub(crate) revealed: Option<(BTreeMap<String, Value>, String)>,
    /// A fresh idempotency key.
    pub(crate) once: String,
    /// Letters that the reader may write from it.
    pub(crate) letters: Vec<Link>,
    /// Names of the colleagues who acted, by account.
    pub(crate) people: BTreeMap<String, String>,
}

/// The names of the colleagues in a record's history.
pub(crate) fn people(web: &Web, detail: &Detail<'_>) -> Result<BTreeMap<String, String>, AppError> {
    let acted = detail.lines.iter().flat_map(|line| std::iter::once(line.entry.actor.as_str()).chain(in_place_of(line)));
    let mut ids: Vec<&str> = acted.filter(|id| !matches!(*id, "resident" | "system")).collect();
    ids.sort_unstable();
    ids.dedup();
    web.app.store().read(|tx| {
        let mut names = BTreeMap::new();
        for id in ids {
            if let Some(account) = linli_store::account(tx, web.app.realm(), id)? {
                names.insert(account.id, account.name);
            }
        }
        Ok(names)
    })
}

/// `path` with one more parameter.
pub(crate) fn with(path: &str, name: &str, value: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    format!("{path}{joint}{name}={value}")
}

/// A record with everything a person needs to decide about it.
pub(crate) fn view(present: &Present, detail: &Detail<'_>, how: &How) -> RecordView {
    let l = present.l;
    let record = &detail.record;
    let Some(register) = present.register(&record.register) else { return RecordView { l, ..RecordView::default() } };
    let (acts, more) = acts(present, register, detail, how);
    let form = how.act.as_ref().and_then(|name| {
        let mv = register.moves.get(name)?;
        Some(form(present, register, mv, detail, how))
    });
    RecordView {
        l,
        topic: format!("record-{}", record.id),
        number: record.number.clone(),
        href: how.here.clone(),
        back: how.back.clone(),
        origin: vec![present.source(&record.source), present.moment(record.created).text],
        title: record.title.clone(),
        marks: std::iter::once(Badge { text: present.state(record), tone: "accent" }).chain(present.marks(record)).collect(),
        due: present.due(record),
        facts: facts(present, detail),
        personal: personal(present, register, detail, how),
        tiers: if register.has(linli_pack::model::Capability::Route) { present.tiers(record) } else { Vec::new() },
        steps: steps::of(present, register, record),
        description: description(register, detail),
        photos: detail.photos.iter().map(|photo| shown_photo(present, &photo.id, photo.at)).collect(),
        details: details(present, register, detail),
        suggestion: suggestion(present, detail),
        duplicates: duplicates(present, detail, how),
        vote: crate::route::vote::note(present, detail),
        attendance: attendance(present, detail),
        same: same(present, detail),
        from: from(present, detail),
        parts: parts(present, detail),
        letters: how.letters.clone(),
        review: review(present, register, detail, how),
        timeline: detail.lines.iter().rev().map(|line| named_event(present, register, line, how)).collect(),
        no_acts: if acts.is_empty() && more.is_empty() { l.t("record-no-acts").into_owned() } else { String::new() },
        acts,
        more,
        form,
    }
}

fn facts(present: &Present, detail: &Detail<'_>) -> Vec<Fact> {
    let l = present.l;
    let record = &detail.record;
    let fact = |key: std::borrow::Cow<'static, str>, value: String| Fact { label: key.into_owned(), value, href: String::new() };
    let place =
        [present.territory.place_name(&record.area), record.fields.get("address").and_then(Value::as_str).unwrap_or_default().to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
    let mut facts = vec![fact(l.t("fact-place"), place)];
    if let Some(code) = &record.category {
        facts.push(fact(l.t("fact-category"), present.category(code)));
    }
    if let Some(urgency) = record.urgency.as_ref().and_then(|name| present.pack.urgencies.get(name)) {
        facts.push(fact(l.t("fact-urgency"), urgency.label.get(l.lang()).to_owned()));
    }
    if let Some(holder) = &record.holder {
        facts.push(fact(l.t("fact-holder"), present.body(holder)));
    }
    let limits = [("fact-due", record.due.filter(|_| record.open)), ("fact-deadline", record.deadline.filter(|_| record.open))];
    for (key, at) in limits {
        if let Some(at) = at {
            let label = if key == "fact-due" { l.t("fact-due") } else { l.t("fact-deadline") };
            let mut value = format!("{} {}", present.day(at), present.clock(at));
            if present.assumed(record.created, at) {
                value.push_str(&l.t("calendar-assumed"));
            }
            facts.push(fact(label, value));
        }
    }
    if let Some(score) = record.rating {
        let label = usize::try_from(score - 1).ok().and_then(|at| present.pack.rating.labels.get(at));
        let by_resident = |mv: &Move| mv.fill.iter().any(|input| input == "rating") && mv.by.iter().any(|by| by == "resident");
        let residents = present.register(&record.register).is_some_and(|register| register.moves.values().any(by_resident));
        let key = if residents { l.t("fact-rating") } else { l.t("input-rating") };
        facts.push(fact(key, label.map_or_else(|| score.to_string(), |label| label.get(l.lang()).to_owned())));
    }
    facts
}

/// The words of the record, as paragraphs: the field that gives the title, in full.
fn description(register: &Register, detail: &Detail<'_>) -> Vec<String> {
    let text = detail.record.fields.get(&register.title).and_then(Value::as_str).unwrap_or_default();
    let paragraphs: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if paragraphs.len() == 1 && paragraphs.first().is_some_and(|only| *only == detail.record.title) { Vec::new() } else { paragraphs }
}

/// What the register keeps besides what every record has.
fn details(present: &Present, register: &Register, detail: &Detail<'_>) -> Vec<Fact> {
    let lang = present.l.lang();
    // By when something is to be done is for everybody to know while it is open.
    let promised = |field: &Field| detail.record.open && register.moves.values().any(|mv| mv.within.contains_key(&field.name));
    register
        .fields
        .values()
        .filter(|field| field.name != register.title && field.name != "address" && field.personal.is_none())
        .filter(|field| {
            !matches!(field.kind, FieldKind::Photos { .. }) && (!field.derived || promised(field) || register.is_balance(&field.name))
        })
        // The numbers of votes stand at their step.
        .filter(|field| register.steps.is_empty() || !register.polls().any(|(_, poll)| poll.numbers().contains(&field.name.as_str())))
        .filter_map(|field| {
            let value = detail.record.fields.get(&field.name)?;
            let text = field_text(present, &field.kind, value)?;
            Some(Fact { label: field.label.get(lang).to_owned(), value: text, href: String::new() })
        })
        .collect()
}

/// A field's value in the reader's words.
pub(crate) fn field_text(present: &Present, kind: &FieldKind, value: &Value) -> Option<String> {
    let lang = present.l.lang();
    Some(match (kind, value) {
        (_, Value::Null) => return None,
        (FieldKind::Bool, Value::Bool(yes)) => if *yes { present.l.t("yes") } else { present.l.t("no") }.into_owned(),
        (FieldKind::Time, value) => present.moment(value.as_i64()?).text,
        (FieldKind::Money, value) => {
            let fen = value.as_i64()?;
            present.l.t_x("money", &format!("{}.{:02}", fen / 100, fen % 100))
        }
        (FieldKind::Choice { options }, Value::String(code)) => {
            options.get(code).map_or_else(|| code.clone(), |label| label.get(lang).to_owned())
        }
        (FieldKind::Category, Value::String(code)) => present.category(code),
        (FieldKind::Body { .. }, Value::String(code)) => present.body(code),
        (FieldKind::Duty, Value::String(item)) => present.pack.duty(item).map_or_else(|| item.clone(), |rule| duty_said(present, rule)),
        (FieldKind::Service, Value::String(name)) => service::label(present, name),
        (FieldKind::Materials, Value::Array(names)) => service::material_labels(present, names),
        (FieldKind::Slot, Value::String(slot)) => service::slot_text(present, slot),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    })
}

/// 4.2 公共排水管网养护（区排水管理所 · GB/T 30428.3）.
fn duty_said(present: &Present, rule: &DispatchRule) -> String {
    let (line, beside) = duty_words(present, rule);
    if beside.is_empty() { line } else { format!("{line}{}", present.l.t_x("in-brackets", &beside)) }
}

fn personal(present: &Present, register: &Register, detail: &Detail<'_>, how: &How) -> Vec<Personal> {
    let l = present.l;
    let lang = l.lang();
    let purposes = [
        ("reveal-for-contact", l.t("reveal-for-contact")),
        ("reveal-for-call", l.t("reveal-for-call")),
        ("reveal-for-check", l.t("reveal-for-check")),
    ];
    let held_back = detail.held_back.map(|at| Personal {
        label: l.t("privacy-fields").into_owned(),
        value: l.t_x("personal-held-back", &present.day(at)),
        reveal: None,
        shown_for: String::new(),
    });
    detail
        .personal
        .iter()
        .enumerate()
        .map(|(at, (name, masked))| {
            let label = register.fields.get(name).map_or(name.as_str(), |field| field.label.get(lang)).to_owned();
            let shown = how.revealed.as_ref().and_then(|(values, purpose)| Some((values.get(name)?.as_str()?.to_owned(), purpose.clone())));
            let error =
                how.said.as_ref().and_then(|said| said.fields.iter().find(|(field, _)| field == "purpose")).map(|(_, text)| text.clone());
            // One form asks for all of a record's personal fields.
            let reveal = (at == 0 && shown.is_none() && detail.may_reveal).then(|| Reveal {
                action: with(&format!("/records/{}/reveal", detail.record.id), "back", &how.here),
                purposes: purposes
                    .iter()
                    .map(|(_, text)| crate::view::Choice { code: text.to_string(), label: text.to_string(), ..Default::default() })
                    .collect(),
                once: how.once.clone(),
                id: "reveal-other".to_owned(),
                error: error.unwrap_or_default(),
            });
            match shown {
                Some((value, purpose)) => Personal { label, value, reveal, shown_for: l.t_x("reveal-shown-for", &purpose) },
                None => Personal { label, value: masked.clone(), reveal, shown_for: String::new() },
            }
        })
        .chain(held_back)
        .collect()
}

fn suggestion(present: &Present, detail: &Detail<'_>) -> Option<Suggestion> {
    let l = present.l;
    let dispatches = detail.offers.moves.iter().any(|mv| mv.fill.iter().any(|name| name == "body"));
    // Whoever has it already needs no proposal.
    let has = |body: &str| detail.record.holder.as_deref() == Some(body);
    let proposal = detail.proposal.as_ref().filter(|proposal| dispatches && !has(&proposal.body))?;
    let category = detail.record.category.as_deref().map(|code| present.category(code)).unwrap_or_default();
    let reason = l.t_with(
        "proposal-reason",
        &[("category", category.into()), ("duty", proposal.rule.duty.get(l.lang()).into()), ("item", proposal.rule.item.clone().into())],
    );
    let record = if proposal.resolved > 0 {
        let percent = proposal.on_time * 100 / proposal.resolved;
        l.t_with("proposal-record", &[("n", proposal.resolved.into()), ("percent", percent.into())])
    } else {
        String::new()
    };
    let href = detail
        .record
        .category
        .as_deref()
        .map(|code| with(&with(&format!("/registers/{}", detail.record.register), "category", code), "measure", "resolved"))
        .unwrap_or_default();
    Some(Suggestion { title: l.t_x("proposal", &present.body(&proposal.body)), reason, record, href })
}

/// How far away something alike is.
pub(super) fn distance(l: crate::Locale, likeness: &Likeness) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "metres within a grid")]
    match likeness.metres {
        Some(metres) => l.t_n("duplicate-near", metres.round() as u64),
        None => l.t("duplicate-same-grid").into_owned(),
    }
}

/// Records of the same person: register, number, state.
fn same(present: &Present, detail: &Detail<'_>) -> Vec<Duplicate> {
    let lang = present.l.lang();
    let of = |name: &str| present.register(name).map_or_else(|| name.to_owned(), |register| register.label.get(lang).to_owned());
    detail
        .same
        .iter()
        .map(|record| Duplicate {
            title: record.title.clone(),
            number: record.number.clone(),
            href: format!("/records/{}", record.id),
            why: [of(&record.register), present.state(record), present.territory.place_name(&record.area)].join(" · "),
            act: None,
        })
        .collect()
}

/// Who was there, once that is said, for those who put it down.
fn attendance(present: &Present, detail: &Detail<'_>) -> Option<AttendanceView> {
    let l = present.l;
    let sheet = detail.attendance.as_ref()?;
    let count = sheet.count?;
    let args = [
        ("due", count.due.into()),
        ("present", count.present.into()),
        ("excused", count.excused.into()),
        ("absent", count.absent.into()),
        ("made", count.made_up.into()),
    ];
    let people = sheet.people.iter().map(|person| {
        let (text, tone) = match person.mark {
            Some(Mark::Present) => (l.t("mark-present"), "ok"),
            Some(Mark::Excused) => (l.t("mark-excused"), ""),
            Some(Mark::MadeUp | Mark::MadeUpExcused) => (l.t("mark-made-up"), "ok"),
            Some(Mark::Absent) => (l.t("mark-absent"), "late"),
            None => (std::borrow::Cow::Borrowed(""), ""),
        };
        let note = present.pack.posts.get(&person.note).map_or_else(|| person.note.clone(), |post| post.label.get(l.lang()).to_owned());
        (person.name.clone(), note, Badge { text: text.into_owned(), tone })
    });
    Some(AttendanceView { line: l.t_with("attendance-line", &args), people: people.collect() })
}

/// The record that this one was opened from.
fn from(present: &Present, detail: &Detail<'_>) -> Option<Fact> {
    let record = detail.origin.as_ref()?;
    let label = present.register(&record.register)?.label.get(present.l.lang()).to_owned();
    Some(Fact {
        label,
        value: [record.number.as_str(), &record.title, &present.state(record)].join(" · "),
        href: format!("/records/{}", record.id),
    })
}

/// The records that were opened from this one: whose each is, how it stands, what happened to it.
fn parts(present: &Present, detail: &Detail<'_>) -> Vec<PartView> {
    let l = present.l;
    let one = |part: &Part| {
        let record = &part.record;
        let register = present.register(&record.register)?;
        let rated = record.rating.and_then(|score| present.pack.rating.labels.get(usize::try_from(score - 1).ok()?));
        let rated = rated.map(|label| l.t_x("part-rated", label.get(l.lang()))).unwrap_or_default();
        let about = [register.label.get(l.lang()).to_owned(), record.number.clone(), rated];
        let events = part.lines.iter().rev().map(|line| event(present, register, line)).map(|event| match part.seen {
            true => event,
            // Photos are shown to those who may open the record.
            false => Event { photos: Vec::new(), ..event },
        });
        Some(PartView {
            who: record.holder.as_deref().map(|code| present.body(code)).unwrap_or_default(),
            href: if part.seen { format!("/records/{}", record.id) } else { String::new() },
            state: Badge { text: present.state(record), tone: if record.open { "accent" } else { "" } },
            due: present.due(record),
            about: about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
            events: events.collect(),
        })
    };
    detail.parts.iter().filter_map(one).collect()
}

fn duplicates(present: &Present, detail: &Detail<'_>, how: &How) -> Vec<Duplicate> {
    let l = present.l;
    let merge = detail.offers.moves.iter().find(|mv| mv.merge == Some(true));
    detail
        .duplicates
        .iter()
        .map(|likeness| Duplicate {
            title: likeness.record.title.clone(),
            number: likeness.record.number.clone(),
            href: format!("/records/{}", likeness.record.id),
            why: distance(l, likeness),
            act: merge.map(|mv| Link {
                label: mv.label.get(l.lang()).to_owned(),
                href: with(&with(&how.here, "act", &mv.name), "other", &likeness.record.id),
            }),
        })
        .collect()
}

pub(super) fn shown_photo(present: &Present, id: &str, at: i64) -> Photo {
    let moment = present.moment(at);
    Photo {
        href: format!("/photos/{id}"),
        thumb: format!("/photos/{id}/small"),
        text: present.l.t_x("photo-of", &moment.text),
        time: moment.text,
        code: id.to_owned(),
    }
}
