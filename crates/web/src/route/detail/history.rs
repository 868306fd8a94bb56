//! The history of a record: who did what, in the reader's words.

use linli_app::detail::VOICES;
use linli_app::follow::VOICE;
use linli_pack::model::{FieldKind, Register};
use linli_pack::record::Value;
use linli_store::Line;

use super::{How, field_text, shown_photo};
use crate::route::present::Present;
use crate::view::Event;

/// What the program's own moves are called.
pub(crate) fn own_name(l: crate::Locale, name: &str) -> Option<String> {
    let text = match name {
        "approve" => l.t("approve"),
        "refuse" => l.t("refuse"),
        "wake" => l.t("event-wake"),
        "join" => l.t("event-join"),
        "leave" => l.t("event-leave"),
        "told" => l.t("event-told"),
        "reveal" => l.t("event-reveal"),
        "person_copy" => l.t("event-person-copy"),
        "person_erase" => l.t("event-person-erase"),
        "person_hold_back" => l.t("event-person-hold-back"),
        "privacy_not_them" => l.t("event-privacy-not-them"),
        "vote" => l.t("event-vote"),
        "papers_read" => l.t("event-papers-read"),
        "appointment_account" => l.t("event-appointment-account"),
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
        "call_back_draw" => l.t("event-call-back-draw"),
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
        "identity_link" => l.t("event-identity-link"),
        "identity_unlink" => l.t("event-identity-unlink"),
        "passkey_new" => l.t("event-passkey-new"),
        "passkey_end" => l.t("event-passkey-end"),
        "second_factor_on" => l.t("event-second-factor-on"),
        "second_factor_off" => l.t("event-second-factor-off"),
        "second_factor_reset" => l.t("event-second-factor-reset"),
        "recovery_codes_new" => l.t("event-recovery-codes-new"),
        "password_change" => l.t("event-password-change"),
        "sessions_end" => l.t("event-sessions-end"),
        "token_new" => l.t("event-token-new"),
        "token_end" => l.t("event-token-end"),
        "subscribe" => l.t("event-subscribe"),
        "channel_confirmed" => l.t("event-channel-confirmed"),
        "notices_given_up" => l.t("event-notices-given-up"),
        "message_given_up" => l.t("event-message-given-up"),
        "unsubscribe" => l.t("event-unsubscribe"),
        "calendar_new" => l.t("event-calendar-new"),
        "calendar_end" => l.t("event-calendar-end"),
        "webhook_new" => l.t("event-webhook-new"),
        "webhook_change" => l.t("event-webhook-change"),
        "webhook_rotate" => l.t("event-webhook-rotate"),
        "webhook_on" => l.t("event-webhook-on"),
        "webhook_off" => l.t("event-webhook-off"),
        "webhook_end" => l.t("event-webhook-end"),
        "webhook_replay" => l.t("event-webhook-replay"),
        "webhook_given_up" => l.t("event-webhook-given-up"),
        "areas_import" => l.t("event-areas-import"),
        "grids_save" => l.t("event-grids-save"),
        "stand_in_new" => l.t("event-stand-in-new"),
        "stand_in_end" => l.t("event-stand-in-end"),
        _ => return None,
    };
    Some(text.into_owned())
}

/// A line of the history with the name of the colleague who acted.
pub(in crate::route) fn named_event(present: &Present, register: &Register, line: &Line, how: &How) -> Event {
    let mut event = event(present, register, line);
    if let Some(name) = how.people.get(&line.entry.actor) {
        let giver = in_place_of(line).and_then(|id| how.people.get(id));
        let name = giver.map_or_else(|| name.clone(), |giver| standing_in(present.l, name, giver));
        event.who = [event.who.as_str(), &name].join(" ");
    }
    event
}

/// The account in whose place an act was done.
pub(in crate::route) fn in_place_of(line: &Line) -> Option<&str> {
    line.entry.facts.get(linli_engine::FOR).and_then(Value::as_str)
}

/// When it was done by the clock of the phone that kept it, where that is not when it arrived.
fn said_at(line: &Line) -> Option<i64> {
    const APART: i64 = 300;
    let said = line.entry.facts.get(linli_engine::SAID).and_then(Value::as_i64)?;
    ((said - line.entry.at).abs() > APART).then_some(said)
}

/// 李敏（代 张蕾）: a person, or a role, in somebody's place.
pub(in crate::route) fn standing_in(l: crate::Locale, who: &str, giver: &str) -> String {
    l.t_with("standing-in", &[("who", who.into()), ("giver", giver.into())])
}

/// What the program did by itself: told the next tier of a late step, or asked for regular work.
pub(in crate::route) fn woken(present: &Present, register: &Register, line: &Line) -> Option<String> {
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

/// What was done with a record that was opened from this one: by whom it is held, and what.
fn told(present: &Present, line: &Line) -> Option<(String, String)> {
    let fact = |name: &str| line.entry.facts.get(name).and_then(Value::as_str);
    let register = present.register(fact("other_register").filter(|_| line.entry.name == "told")?)?;
    let (number, name) = (fact("other_number")?, fact("other_move")?);
    let lang = present.l.lang();
    let label = register.moves.get(name).map(|mv| mv.label.get(lang).to_owned());
    let label = label.or_else(|| own_name(present.l, name)).unwrap_or_else(|| name.to_owned());
    let who = fact("other_holder").map_or_else(|| register.label.get(lang).to_owned(), |holder| present.body(holder));
    Some((who, present.l.t_with("event-told-of", &[("what", label.into()), ("number", number.into())])))
}

/// The line of the list of who handles what that was named with an act.
fn duty(present: &Present, register: &Register, line: &Line) -> Option<String> {
    let fields = register.fields.values().filter(|field| field.kind == FieldKind::Duty);
    let said = fields.filter_map(|field| field_text(present, &field.kind, line.entry.facts.get(&field.name)?)).collect::<Vec<_>>();
    (!said.is_empty()).then(|| present.l.t_x("event-duty", &said.join(present.l.pick("；", "; "))))
}

/// One line of the history. What is personal in it stays masked.
pub(crate) fn event(present: &Present, register: &Register, line: &Line) -> Event {
    let l = present.l;
    let entry = &line.entry;
    if let Some((who, what)) = told(present, line) {
        return Event { at: present.moment(entry.at), who, what, ..Event::default() };
    }
    let label = register.moves.get(&entry.name).map(|mv| mv.label.get(l.lang()).to_owned());
    let joined = entry.facts.get(VOICES).and_then(Value::as_u64).map(|n| l.t_n("event-joined", n));
    let what =
        woken(present, register, line).or(joined).or_else(|| own_name(l, &entry.name)).or(label).unwrap_or_else(|| entry.name.clone());
    let passed =
        entry.holder.as_ref().filter(|holder| Some(*holder) != entry.body.as_ref() && !entry.from.is_empty() && entry.from != entry.to);
    let what = match said_at(line) {
        Some(said) => l.t_with("event-said-at", &[("what", what.into()), ("time", present.moment(said).text.into())]),
        None => what,
    };
    let who = match (&entry.body, entry.actor.as_str()) {
        (Some(body), _) => present.body(body),
        (None, "resident") => l.t("actor-resident").into_owned(),
        (None, actor) if actor.starts_with(VOICE) => l.t("actor-voice").into_owned(),
        (None, _) => l.t("actor-system").into_owned(),
    };
    let words = |name: &str| entry.words.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let said = if line.erased {
        l.t("words-erased").into_owned()
    } else {
        let said = [words("note"), words("purpose")].into_iter().find(|text| !text.is_empty());
        duty(present, register, line).into_iter().chain(said).collect::<Vec<_>>().join(l.pick("。", ". "))
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
