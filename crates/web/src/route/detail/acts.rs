//! What may be done with a record: the acts on offer, the form of the one that was chosen, and the review of one that waits.

use linli_app::detail::Detail;
use linli_pack::model::{Move, Register, Tone};
use linli_pack::record::Value;

use super::{How, with};
use crate::route::fields::{Known, of_move};
use crate::route::present::Present;
use crate::view::{Act, ActForm, Review};

/// Acts that stand as buttons; the others are in a menu.
const BUTTONS: usize = 4;

/// The acts on offer: the pack's primary ones as buttons, the others in a menu.
pub(super) fn acts(present: &Present, register: &Register, detail: &Detail<'_>, how: &How) -> (Vec<Act>, Vec<Act>) {
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

pub(super) fn form(present: &Present, register: &Register, mv: &Move, detail: &Detail<'_>, how: &How) -> ActForm {
    let l = present.l;
    let lang = l.lang();
    let wrong = how.said.as_ref().map(|said| said.fields.as_slice()).unwrap_or_default();
    let known = Known { typed: how.typed.as_ref(), wrong, detail: Some(detail), post: None };
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

pub(super) fn review(present: &Present, register: &Register, detail: &Detail<'_>, how: &How) -> Option<Review> {
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
        ask: if mv.review_note { l.t("review-note").into_owned() } else { String::new() },
        acts,
    })
}
