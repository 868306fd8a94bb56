//! One record as a page shows it: facts, proposal, history, acts, and the form of the act that was chosen.

use std::collections::BTreeMap;

use linli_app::AppError;
use linli_app::detail::{Detail, Likeness};
use linli_pack::model::{FieldKind, Move, Register, Tone};
use linli_pack::record::Value;
use linli_store::Line;

use crate::route::Web;
use crate::route::fields::{Known, of_move};
use crate::route::present::Present;
use crate::say::Said;
use crate::view::{Act, ActForm, Badge, Duplicate, Event, Fact, Link, Personal, Photo, RecordView, Reveal, Review, Suggestion};

/// Acts that stand as buttons; the others are in a menu.
const BUTTONS: usize = 4;

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
        description: description(register, detail),
        photos: detail.photos.iter().map(|photo| shown_photo(present, &photo.id, photo.at)).collect(),
        details: details(present, register, detail),
        suggestion: suggestion(present, detail),
        duplicates: duplicates(present, detail, how),
        same: same(present, detail),
        review: review(present, register, detail, how),
        timeline: detail.lines.iter().rev().map(|line| named_event(present, register, line, how)).collect(),
        no_acts: if acts.is_empty() && more.is_empty() { l.t("record-no-acts").into_owned() } else { String::new() },
        acts,
        more,
        form,
    }
}

fn shown_photo(present: &Present, id: &str, at: i64) -> Photo {
    let moment = present.moment(at);
    Photo {
        href: format!("/photos/{id}"),
        thumb: format!("/photos/{id}/small"),
        text: present.l.t_x("photo-of", &moment.text),
        time: moment.text,
        code: id.to_owned(),
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
        facts.push(fact(l.t("fact-rating"), label.map_or_else(|| score.to_string(), |label| label.get(l.lang()).to_owned())));
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
    register
        .fields
        .values()
        .filter(|field| field.name != register.title && field.name != "address" && field.personal.is_none())
        .filter(|field| !matches!(field.kind, FieldKind::Photos { .. }) && !field.derived)
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
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    })
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

fn review(present: &Present, register: &Register, detail: &Detail<'_>, how: &How) -> Option<Review> {
    let l = present.l;
    let pending = detail.record.memory.pending.as_ref()?;
    let mv = register.moves.get(&pending.name)?;
    let by = pending.body.as_deref().map(|code| present.body(code)).unwrap_or_default();
    let acts = if detail.offers.review.is_some() {
        let act = |name: &str, label: std::borrow::Cow<'static, str>, tone: &'static str, key: &str| Act {
            label: label.into_owned(),
            href: with(&format!("/records/{}/moves/{name}", detail.record.id), "back", &how.here),
            key: key.to_owned(),
            tone,
            direct: true,
            hidden: vec![("_once".to_owned(), how.once.clone()), ("_seen".to_owned(), detail.record.version.to_string())],
            refused: String::new(),
        };
        vec![act("approve", l.t("approve"), "primary", "y"), act("refuse", l.t("refuse"), "danger", "n")]
    } else {
        Vec::new()
    };
    let days = pending.input.get("workdays").and_then(Value::as_i64);
    Some(Review {
        title: l.t_x("review-title", mv.label.get(l.lang())),
        by: format!("{by} {}", present.moment(pending.at).text),
        reason: pending.input.get("note").and_then(Value::as_str).unwrap_or_default().to_owned(),
        effect: days.map(|days| l.t_n("review-workdays", u64::try_from(days).unwrap_or_default())).unwrap_or_default(),
        acts,
    })
}

/// What the program's own moves are called.
pub(crate) fn own_name(l: crate::Locale, name: &str) -> Option<String> {
    let text = match name {
        "approve" => l.t("approve"),
        "refuse" => l.t("refuse"),
        "wake" => l.t("event-wake"),
        "join" => l.t("event-join"),
        "leave" => l.t("event-leave"),
        "reveal" => l.t("event-reveal"),
        "person_copy" => l.t("event-person-copy"),
        "person_erase" => l.t("event-person-erase"),
        "person_hold_back" => l.t("event-person-hold-back"),
        "privacy_not_them" => l.t("event-privacy-not-them"),
        "person_retire" => l.t("event-person-retire"),
        "privacy_ask" => l.t("event-privacy-ask"),
        "privacy_done" => l.t("event-privacy-done"),
        "privacy_drop" => l.t("event-privacy-drop"),
        "import" => l.t("event-import"),
        "body_new" => l.t("event-body-new"),
        "body_change" => l.t("event-body-change"),
        "body_end" => l.t("event-body-end"),
        "appointment_new" => l.t("event-appointment-new"),
        "appointment_end" => l.t("event-appointment-end"),
        "appointment_delay" => l.t("event-appointment-delay"),
        "stand_in" => l.t("event-stand-in"),
        "lookup_phone" => l.t("event-lookup-phone"),
        "lookup_ending" => l.t("event-lookup-ending"),
        "lookup_id" => l.t("event-lookup-id"),
        "hand_over" => l.t("event-hand-over"),
        "plan_save" => l.t("event-plan-save"),
        "plan_decide" => l.t("event-plan-decide"),
        "plan_undo" => l.t("event-plan-undo"),
        "plan_drop" => l.t("event-plan-drop"),
        "plan_stuck" => l.t("event-plan-stuck"),
        "plan_effect" => l.t("event-plan-effect"),
        "account_new" => l.t("event-account-new"),
        "account_change" => l.t("event-account-change"),
        "account_unlock" => l.t("event-account-unlock"),
        "second_factor_on" => l.t("event-second-factor-on"),
        "second_factor_off" => l.t("event-second-factor-off"),
        "second_factor_reset" => l.t("event-second-factor-reset"),
        "recovery_codes_new" => l.t("event-recovery-codes-new"),
        "password_change" => l.t("event-password-change"),
        "sessions_end" => l.t("event-sessions-end"),
        "token_new" => l.t("event-token-new"),
        "token_end" => l.t("event-token-end"),
        "areas_import" => l.t("event-areas-import"),
        "grids_save" => l.t("event-grids-save"),
        "stand_in_new" => l.t("event-stand-in-new"),
        "stand_in_end" => l.t("event-stand-in-end"),
        _ => return None,
    };
    Some(text.into_owned())
}

/// A line of the history with the name of the colleague who acted.
fn named_event(present: &Present, register: &Register, line: &Line, how: &How) -> Event {
    let mut event = event(present, register, line);
    if let Some(name) = how.people.get(&line.entry.actor) {
        let giver = in_place_of(line).and_then(|id| how.people.get(id));
        let name = giver.map_or_else(|| name.clone(), |giver| standing_in(present.l, name, giver));
        event.who = [event.who.as_str(), &name].join(" ");
    }
    event
}

/// The account in whose place an act was done.
pub(super) fn in_place_of(line: &Line) -> Option<&str> {
    line.entry.facts.get(linli_engine::FOR).and_then(Value::as_str)
}

/// 李敏（代 张蕾）: a person, or a role, in somebody's place.
pub(super) fn standing_in(l: crate::Locale, who: &str, giver: &str) -> String {
    l.t_with("standing-in", &[("who", who.into()), ("giver", giver.into())])
}

/// What the program did by itself: told the next tier of a late step, or asked for regular work.
pub(super) fn woken(present: &Present, register: &Register, line: &Line) -> Option<String> {
    let (l, lang) = (present.l, present.l.lang());
    let fact = |name: &str| line.entry.facts.get(name).and_then(Value::as_str);
    if line.entry.name != "wake" {
        return None;
    }
    if let Some(level) = fact("raised_to").and_then(|name| present.pack.levels.iter().find(|level| level.name == name)) {
        return Some(l.t_x("event-raised", level.label.get(lang)));
    }
    fact("asked").and_then(|name| register.moves.get(name)).map(|mv| l.t_x("event-asked", mv.label.get(lang)))
}

/// One line of the history. What is personal in it stays masked.
pub(crate) fn event(present: &Present, register: &Register, line: &Line) -> Event {
    let l = present.l;
    let entry = &line.entry;
    let label = register.moves.get(&entry.name).map(|mv| mv.label.get(l.lang()).to_owned());
    let what = woken(present, register, line).or_else(|| own_name(l, &entry.name)).or(label).unwrap_or_else(|| entry.name.clone());
    let passed =
        entry.holder.as_ref().filter(|holder| Some(*holder) != entry.body.as_ref() && !entry.from.is_empty() && entry.from != entry.to);
    let who = match (&entry.body, entry.actor.as_str()) {
        (Some(body), _) => present.body(body),
        (None, "resident") => l.t("actor-resident").into_owned(),
        (None, _) => l.t("actor-system").into_owned(),
    };
    let words = |name: &str| entry.words.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let said = if line.erased {
        l.t("words-erased").into_owned()
    } else {
        [words("note"), words("purpose")].into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    let photos = entry.words.get("photos").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    Event {
        at: present.moment(entry.at),
        who,
        what: match passed {
            Some(holder) => format!("{what} → {}", present.body(holder)),
            None => what,
        },
        said,
        photos: photos.map(|id| shown_photo(present, id, entry.at)).collect(),
        bad: entry.name == "wake" && entry.facts.contains_key("raised_to"),
    }
}

/// The acts on offer: the pack's primary ones as buttons, the others in a menu.
fn acts(present: &Present, register: &Register, detail: &Detail<'_>, how: &How) -> (Vec<Act>, Vec<Act>) {
    let lang = present.l.lang();
    // Where the catalogue knows the body, sending it there is the likeliest act, and the only one in colour.
    let proposed = |mv: &Move| detail.proposal.is_some() && mv.fill == ["body"];
    let has_proposed = detail.offers.moves.iter().any(|mv| proposed(mv));
    let act = |mv: &Move| {
        let direct = mv.fill.is_empty() && mv.tone != Tone::Danger && mv.review.is_none();
        let proposal = detail.proposal.as_ref().filter(|_| mv.fill == ["body"]);
        let mut hidden = vec![("_once".to_owned(), how.once.clone()), ("_seen".to_owned(), detail.record.version.to_string())];
        // The likely act is one key away: dispatching to the proposed body asks nothing more.
        let (label, direct) = match proposal {
            Some(proposal) => {
                hidden.push(("body".to_owned(), proposal.body.clone()));
                (present.l.t_with("act-to", &[("act", mv.label.get(lang).into()), ("body", present.body(&proposal.body).into())]), true)
            }
            None => (mv.label.get(lang).to_owned(), direct),
        };
        let href = if direct {
            with(&format!("/records/{}/moves/{}", detail.record.id, mv.name), "back", &how.here)
        } else {
            with(&how.here, "act", &mv.name)
        };
        let key = mv.key.map(String::from).unwrap_or_default();
        let tone = if has_proposed && mv.tone == Tone::Primary && proposal.is_none() { "" } else { tone(mv.tone) };
        Act { label, href, key, tone, direct, hidden, refused: String::new() }
    };
    let of_register = |mv: &&&Move| register.moves.contains_key(&mv.name);
    let mut sorted: Vec<&Move> = detail.offers.moves.iter().filter(of_register).copied().collect();
    sorted.sort_by_key(|mv| match mv.tone {
        _ if proposed(mv) => 0,
        Tone::Primary => 1,
        Tone::Plain if mv.key.is_some() => 2,
        Tone::Danger if mv.key.is_some() => 3,
        _ => 4,
    });
    let mut buttons: Vec<Act> = Vec::new();
    let mut more: Vec<Act> = Vec::new();
    for mv in sorted {
        // The proposed body as a button of its own, and another to choose freely.
        if mv.fill == ["body"] && detail.proposal.is_some() {
            buttons.push(act(mv));
            let other = Act {
                label: present.l.t("act-other-body").into_owned(),
                href: with(&how.here, "act", &mv.name),
                direct: false,
                hidden: Vec::new(),
                ..Act::default()
            };
            if buttons.len() < BUTTONS { buttons.push(other) } else { more.push(other) }
        } else if buttons.len() < BUTTONS && (mv.tone == Tone::Primary || mv.key.is_some()) {
            buttons.push(act(mv));
        } else {
            more.push(act(mv));
        }
    }
    (buttons, more)
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Primary => "primary",
        Tone::Plain => "",
        Tone::Danger => "danger",
    }
}

fn form(present: &Present, register: &Register, mv: &Move, detail: &Detail<'_>, how: &How) -> ActForm {
    let l = present.l;
    let lang = l.lang();
    let wrong = how.said.as_ref().map(|said| said.fields.as_slice()).unwrap_or_default();
    let known = Known { typed: how.typed.as_ref(), wrong, detail: Some(detail) };
    let mut hidden = vec![("_seen".to_owned(), detail.record.version.to_string())];
    let mut fields = of_move(present, register, mv, &known);
    if let Some(other) = how.typed.as_ref().and_then(|typed| typed.get("other")).and_then(Value::as_str) {
        fields.retain(|field| field.name != "other");
        hidden.push(("other".to_owned(), other.to_owned()));
    }
    let review = mv.review.as_ref().and_then(|role| present.pack.roles.get(role)).map(|role| l.t_x("form-review", role.label.get(lang)));
    ActForm {
        title: mv.label.get(lang).to_owned(),
        action: with(&with(&format!("/records/{}/moves/{}", detail.record.id, mv.name), "back", &how.here), "act", &mv.name),
        fields,
        errors: how
            .said
            .as_ref()
            .filter(|said| said.fields.is_empty())
            .map(|said| vec![said.title.clone(), said.detail.clone()])
            .unwrap_or_default(),
        submit: mv.label.get(lang).to_owned(),
        danger: mv.tone == Tone::Danger,
        effect: review.unwrap_or_default(),
        basis: mv.basis.clone(),
        cancel: how.here.clone(),
        once: how.once.clone(),
        watch: String::new(),
        hidden,
    }
}
