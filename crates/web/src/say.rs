//! A no in words: what is wrong, which rule says so, and the way out, in the reader's language.

use linli_app::AppError;
use linli_app::picture::PhotoProblem;
use linli_engine::identity::{CreditFault, IdFault};
use linli_engine::office::NotAppointed;
use linli_engine::{InputProblem, NoBallot, Problem, Refusal};
use linli_pack::model::{FieldKind, Pack, Register};
use linli_pack::{Lang, record::Value};
use linli_store::StoreError;

use crate::Locale;

/// A no, ready to show on a page or to send as a problem document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// HTTP status.
    pub(crate) status: u16,
    /// Stable name of the kind of problem, the end of its type URI.
    pub(crate) kind: &'static str,
    /// One line.
    pub(crate) title: String,
    /// What is wrong and the way out.
    pub(crate) detail: String,
    /// The clause behind the rule; may be empty.
    pub(crate) basis: String,
    /// What is wrong with single inputs.
    pub(crate) fields: Vec<(String, String)>,
    /// Seconds after which another try makes sense.
    pub(crate) retry_after: Option<i64>,
}

impl Locale {
    /// The language as packs know it.
    #[must_use]
    pub(crate) fn lang(self) -> Lang {
        self.pick(Lang::Zh, Lang::En)
    }
}

/// What an input is called.
#[must_use]
pub(crate) fn input_label(l: Locale, register: Option<&Register>, name: &str) -> String {
    if let Some(field) = register.and_then(|register| register.fields.get(name)) {
        return field.label.get(l.lang()).to_owned();
    }
    match name {
        "note" => l.t("input-note"),
        "photos" => l.t("input-photos"),
        "body" => l.t("input-body"),
        "bodies" => l.t("input-bodies"),
        "workdays" => l.t("input-workdays"),
        "rating" => l.t("input-rating"),
        "other" => l.t("input-other"),
        "attendance" => l.t("input-attendance"),
        "made_up" => l.t("input-made-up"),
        "category" => l.t("input-category"),
        "urgency" => l.t("input-urgency"),
        "place" | "area" | "lon" | "lat" => l.t("input-place"),
        "source" => l.t("input-source"),
        other => return other.to_owned(),
    }
    .into_owned()
}

/// Puts an error into words. What a reader cannot act on is said in general and logged by the caller.
#[must_use]
pub(crate) fn say(l: Locale, pack: &Pack, register: Option<&str>, error: &AppError) -> Said {
    let register = register.and_then(|name| pack.registers.get(name));
    let plain = |status, kind, title: std::borrow::Cow<'static, str>, detail: String| Said {
        status,
        kind,
        title: title.into_owned(),
        detail,
        ..Said::default()
    };
    match error {
        AppError::Refused(refusal) => refused(l, pack, register, refusal),
        AppError::NotFound(_) => plain(404, "not-found", l.t("no-not-found"), l.t("no-not-found-way").into_owned()),
        AppError::Forbidden(_) => plain(403, "forbidden", l.t("no-forbidden"), l.t("no-forbidden-way").into_owned()),
        AppError::SignedOut => plain(401, "signed-out", l.t("no-signed-out"), l.t("no-signed-out-way").into_owned()),
        AppError::LoginRefused { wait: None } => plain(401, "login-refused", l.t("no-login"), l.t("no-login-way").into_owned()),
        AppError::LoginRefused { wait: Some(seconds) } => Said {
            retry_after: Some(*seconds),
            ..plain(429, "login-locked", l.t("no-login-locked"), l.t_n("no-login-locked-way", minutes(*seconds)))
        },
        AppError::CodeWanted { .. } => plain(401, "code-wanted", l.t("no-code"), l.t("no-code-way").into_owned()),
        AppError::NoAccount => plain(403, "no-account", l.t("no-account"), l.t("no-account-way").into_owned()),
        AppError::PasskeyRefused => plain(403, "passkey-refused", l.t("no-passkey"), l.t("no-passkey-way").into_owned()),
        AppError::PasskeyWanted => plain(403, "passkey-wanted", l.t("no-passkey-wanted"), l.t("no-passkey-wanted-way").into_owned()),
        AppError::Invalid { field, rule } => {
            let text = rule_text(l, rule);
            Said { fields: vec![((*field).to_owned(), text.clone())], ..plain(422, "invalid", l.t("no-inputs"), text) }
        }
        AppError::NotAppointed(no) => not_appointed(l, pack, no),
        AppError::Photo { index, problem } => {
            let text = photo_problem(l, *problem, *index);
            Said { fields: vec![("photos".to_owned(), text.clone())], ..plain(422, "photo", l.t("no-inputs"), text) }
        }
        AppError::File(problem) => {
            let text = crate::sheet::file_problem(l, problem);
            Said { fields: vec![("file".to_owned(), text.clone())], ..plain(422, "file", l.t("no-file"), text) }
        }
        AppError::KeyReused => plain(422, "key-reused", l.t("no-key-reused"), l.t("no-key-reused-way").into_owned()),
        AppError::Store(StoreError::Full) => plain(507, "disk-full", l.t("no-disk-full"), l.t("no-disk-full-way").into_owned()),
        AppError::Store(StoreError::Closed | StoreError::Io(_)) => {
            Said { retry_after: Some(5), ..plain(503, "unavailable", l.t("no-unavailable"), l.t("no-unavailable-way").into_owned()) }
        }
        AppError::Store(_) | AppError::Internal(_) => plain(500, "internal", l.t("no-internal"), l.t("no-internal-way").into_owned()),
    }
}

/// Why somebody is not appointed, with the field of the form to change and the clause.
fn not_appointed(l: Locale, pack: &Pack, no: &NotAppointed) -> Said {
    let day = |day: i64| linli_app::days::date(day).map(|date| date.to_string()).unwrap_or_default();
    let (field, text) = match no {
        NotAppointed::NoSuchPost => ("post", l.t("office-no-such-post").into_owned()),
        NotAppointed::BodyEnded(last) => ("post", l.t_x("office-body-ended", &day(*last))),
        NotAppointed::Backwards => ("to", l.t("office-backwards").into_owned()),
        NotAppointed::TermTooLong(years, last) => {
            ("to", l.t_with("office-term-long", &[("years", (*years).into()), ("last", day(*last).into())]))
        }
        NotAppointed::WrongWay => ("how", l.t("office-wrong-way").into_owned()),
        NotAppointed::NoVotes => ("present", l.t("office-no-votes").into_owned()),
        NotAppointed::Miscounted => ("present", l.t("office-miscounted").into_owned()),
        NotAppointed::NoQuorum(least) => ("present", l.t_n("office-no-quorum", u64::try_from(*least).unwrap_or_default())),
        NotAppointed::NotCarried(least) => ("agreed", l.t_n("office-not-carried", u64::try_from(*least).unwrap_or_default())),
        NotAppointed::NotEligible(because, _) => ("standing", because.get(l.lang()).to_owned()),
        NotAppointed::Overlaps => ("from", l.t("office-overlaps").into_owned()),
        NotAppointed::Elsewhere(body, post) => {
            let post = pack.posts.get(post).map_or(post.as_str(), |post| post.label.get(l.lang()));
            ("person", l.t_with("office-other-body", &[("body", body.clone().into()), ("post", post.into())]))
        }
        NotAppointed::Full(seats) => ("from", l.t_n("office-full", u64::from(*seats))),
        NotAppointed::NobodyToStandInFor => ("from", l.t("office-nobody-to-stand-in").into_owned()),
        NotAppointed::DelayTooLong(last) => ("to", l.t_x("office-delay-long", &day(*last))),
        NotAppointed::Ended => ("to", l.t("office-over").into_owned()),
    };
    let basis = if let NotAppointed::NotEligible(_, basis) = no { basis.clone() } else { String::new() };
    Said {
        status: 422,
        kind: "not-appointed",
        title: l.t("not-appointed").into_owned(),
        detail: text.clone(),
        basis,
        fields: vec![(field.to_owned(), text)],
        retry_after: None,
    }
}

/// Too much came from one address; `wait` seconds later there is room again.
#[must_use]
pub(crate) fn too_many(l: Locale, wait: i64) -> Said {
    Said {
        status: 429,
        kind: "too-many",
        title: l.t("no-too-many").into_owned(),
        detail: l.t_n("no-too-many-way", minutes(wait)),
        retry_after: Some(wait),
        ..Said::default()
    }
}

/// Whole minutes, at least one.
fn minutes(seconds: i64) -> u64 {
    u64::try_from(seconds).unwrap_or_default().div_ceil(60).max(1)
}

/// A rule of the program in words.
pub(crate) fn rule_text(l: Locale, rule: &str) -> String {
    match rule {
        "purpose-short" => l.t("rule-purpose-short"),
        "purpose-long" => l.t("rule-purpose-long"),
        "vote-none" => l.t("rule-vote-none"),
        "vote-over" => l.t("rule-vote-over"),
        "vote-option" => l.t("rule-vote-option"),
        "vote-left" => l.t("rule-vote-left"),
        "vote-stopped" => l.t("rule-vote-stopped"),
        "vote-final" => l.t("rule-vote-final"),
        "papers-none" => l.t("rule-papers-none"),
        "login-unknown" => l.t("rule-login-unknown"),
        "held-back" => l.t("rule-held-back"),
        "privacy-login" => l.t("rule-privacy-login"),
        "privacy-number" => l.t("rule-privacy-number"),
        "privacy-ended" => l.t("rule-privacy-ended"),
        "privacy-second" => l.t("rule-privacy-second"),
        "privacy-told" => l.t("rule-privacy-told"),
        "privacy-all-kept" => l.t("rule-privacy-all-kept"),
        "privacy-long" => l.t("rule-privacy-long"),
        "login-form" => l.t("rule-login-form"),
        "login-taken" => l.t("rule-login-taken"),
        "password-short" => l.t("rule-password-short"),
        "password-login" => l.t("rule-password-login"),
        "password-common" => l.t("rule-password-common"),
        "password-same" => l.t("rule-password-same"),
        "password-again" => l.t("rule-password-again"),
        "password-wrong" => l.t("rule-password-wrong"),
        "identity-taken" => l.t("rule-identity-taken"),
        "identity-other" => l.t("rule-identity-other"),
        "passkeys-many" => l.t("rule-passkeys-many"),
        "passkey-label" => l.t("rule-passkey-label"),
        "passkey-late" => l.t("rule-passkey-late"),
        "passkey-wrong" => l.t("rule-passkey-wrong"),
        "channel-code-wrong" => l.t("rule-channel-code-wrong"),
        "second-factor-there" => l.t("rule-second-factor-there"),
        "mail-form" => l.t("rule-mail-form"),
        "phone-form" => l.t("rule-phone-form"),
        "minute-form" => l.t("rule-minute-form"),
        "quiet-both" => l.t("rule-quiet-both"),
        "webhook-label" => l.t("rule-webhook-label"),
        "webhook-address" => l.t("rule-webhook-address"),
        "webhook-sequence" => l.t("rule-webhook-sequence"),
        "webhooks-many" => l.t("rule-webhooks-many"),
        "unknown-login" => l.t("rule-unknown-login"),
        "token-label" => l.t("rule-token-label"),
        "date-order" => l.t("rule-date-order"),
        "role-twice" => l.t("rule-role-twice"),
        "stand-in-posts" => l.t("rule-stand-in-posts"),
        "stand-in-not-yours" => l.t("rule-stand-in-not-yours"),
        "stand-in-colleague" => l.t("rule-stand-in-colleague"),
        "stand-in-twice" => l.t("rule-stand-in-twice"),
        "date-form" => l.t("rule-date-form"),
        "code-soon" => l.t("rule-code-soon"),
        "code-day" => l.t("rule-code-day"),
        "code-late" => l.t("rule-code-late"),
        "code-many" => l.t("rule-code-many"),
        "code-wrong" => l.t("rule-code-wrong"),
        "day-order" => l.t("rule-date-order"),
        "days-many" => l.t("rule-days-many"),
        "date-past" => l.t("rule-date-past"),
        "plan-long" => l.t("rule-plan-long"),
        "plan-steps" => l.t("rule-plan-steps"),
        "plan-not-draft" => l.t("rule-plan-not-draft"),
        "plan-blocked" => l.t("rule-plan-blocked"),
        "plan-in-effect" => l.t("rule-plan-in-effect"),
        "role-body" => l.t("rule-role-body"),
        "import-mistakes" => l.t("rule-import-mistakes"),
        "unknown" => l.t("rule-unknown"),
        "date" => l.t("rule-date"),
        "number" => l.t("rule-number"),
        "body-level" => l.t("rule-body-level"),
        "body-one" => l.t("rule-body-one"),
        "body-name" => l.t("rule-body-name"),
        "body-area" => l.t("rule-body-area"),
        "body-circle" => l.t("rule-body-circle"),
        "body-ended" => l.t("rule-body-ended"),
        "area-ended" => l.t("rule-area-ended"),
        "roster-login-taken" => l.t("rule-roster-login-taken"),
        "roster-not-yours" => l.t("rule-roster-not-yours"),
        "roster-name-long" => l.t("rule-roster-name-long"),
        "roster-name-differs" => l.t("rule-roster-name-differs"),
        "roster-self" => l.t("rule-roster-self"),
        "roster-body-elsewhere" => l.t("rule-roster-body-elsewhere"),
        "roster-body-or-area" => l.t("rule-roster-body-or-area"),
        "roster-no-body" => l.t("rule-roster-no-body"),
        "roster-other-row" => l.t("rule-roster-other-row"),
        "roster-body-taken" => l.t("rule-roster-body-taken"),
        "roster-body-fixed" => l.t("rule-roster-body-fixed"),
        "roster-code-form" => l.t("rule-roster-code-form"),
        "roster-parent-unknown" => l.t("rule-roster-parent-unknown"),
        "roster-parent-row" => l.t("rule-roster-parent-row"),
        "body-future" => l.t("rule-body-future"),
        "body-desk" => l.t("rule-body-desk"),
        "body-below" => l.t("rule-body-has-below"),
        "body-busy" => l.t("rule-body-busy"),
        "body-staffed" => l.t("rule-body-staffed"),
        "grids-too-large" => l.t("grids-too-large"),
        _ => l.t("rule-missing"),
    }
    .into_owned()
}

/// Why a photo is not taken.
#[must_use]
pub(crate) fn photo_problem(l: Locale, problem: PhotoProblem, index: usize) -> String {
    let n = index.saturating_add(1);
    match problem {
        PhotoProblem::TooLarge => l.t_n("photo-too-large", n),
        PhotoProblem::NotAPhoto => l.t_n("photo-not-a-photo", n),
        PhotoProblem::Damaged => l.t_n("photo-damaged", n),
    }
}

fn refused(l: Locale, pack: &Pack, register: Option<&Register>, refusal: &Refusal) -> Said {
    let lang = l.lang();
    let move_label = |name: &str| {
        let found = register.and_then(|register| register.moves.get(name));
        found.map_or_else(|| name.to_owned(), |mv| mv.label.get(lang).to_owned())
    };
    let said = |status, kind, title: String, detail: String| Said { status, kind, title, detail, ..Said::default() };
    match refusal {
        Refusal::NotFromHere { name, state } => {
            let state = register.and_then(|register| register.states.get(state)).map_or(state.as_str(), |state| state.label.get(lang));
            let title = l.t_with("refusal-not-from-here", &[("move", move_label(name).into()), ("state", state.into())]);
            said(409, "not-from-here", title, l.t("refusal-not-from-here-way").into_owned())
        }
        Refusal::NotYours { name, roles, basis } => {
            let names: Vec<&str> = roles
                .iter()
                .map(|role| match role.as_str() {
                    "resident" => l.pick("报事人本人", "the person who reported it"),
                    "anyone" => l.pick("任何人", "anyone"),
                    "system" => l.pick("系统", "the program"),
                    role => pack.roles.get(role).map_or(role, |role| role.label.get(lang)),
                })
                .collect();
            let who = names.join(l.pick("、", ", "));
            let title = l.t_with("refusal-not-yours", &[("move", move_label(name).into())]);
            Said { basis: basis.clone(), ..said(403, "not-yours", title, l.t_x("refusal-not-yours-way", &who)) }
        }
        Refusal::Guard { because, basis } => {
            Said { basis: basis.clone(), ..said(409, "guard", l.t("refusal-guard").into_owned(), because.get(lang).to_owned()) }
        }
        Refusal::Inputs(problems) => {
            let fields: Vec<(String, String)> =
                problems.iter().map(|found| (found.input.clone(), wrong(l, pack, register, found))).collect();
            let detail = fields.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(l.pick("；", "; "));
            Said { fields, ..said(422, "inputs", l.t("no-inputs").into_owned(), detail) }
        }
        Refusal::Stale { .. } => said(409, "stale", l.t("refusal-stale").into_owned(), l.t("refusal-stale-way").into_owned()),
        Refusal::Pending { name } => {
            said(409, "pending", l.t_x("refusal-pending", &move_label(name)), l.t("refusal-pending-way").into_owned())
        }
        Refusal::Outside => {
            let text = l.t("refusal-outside-way").into_owned();
            Said { fields: vec![("place".to_owned(), text.clone())], ..said(422, "outside", l.t("refusal-outside").into_owned(), text) }
        }
        Refusal::NobodyHolds { wanted } => {
            let kind = pack.bodies.get(wanted).map_or(wanted.as_str(), |kind| kind.label.get(lang));
            said(409, "nobody-holds", l.t_x("refusal-nobody", kind), l.t("refusal-nobody-way").into_owned())
        }
        Refusal::OwnAct => said(403, "own-act", l.t("refusal-own-act").into_owned(), l.t("refusal-own-act-way").into_owned()),
        Refusal::NoQuorum { present, due, least, basis } => {
            let args = [("present", (*present).into()), ("due", (*due).into()), ("least", (*least).into())];
            Said {
                basis: basis.clone(),
                ..said(409, "no-quorum", l.t("refusal-quorum").into_owned(), l.t_with("refusal-quorum-way", &args))
            }
        }
        Refusal::NoBallot { why, basis } => {
            let text = match why {
                NoBallot::TooFew { least, are } => l.t_with("refusal-vote-few", &[("least", (*least).into()), ("are", (*are).into())]),
                NoBallot::ThisYear => l.t("refusal-vote-year").into_owned(),
            };
            Said { basis: basis.clone(), ..said(409, "no-vote", l.t("refusal-vote").into_owned(), text) }
        }
        Refusal::NothingToDo => said(409, "nothing-to-do", l.t("refusal-nothing").into_owned(), String::new()),
    }
}

/// One wrong input, or one wrong body among several, in words.
fn wrong(l: Locale, pack: &Pack, register: Option<&Register>, found: &InputProblem) -> String {
    let Problem::Among { which, problem: fault } = &found.problem else { return problem(l, register, found) };
    if matches!(found.input.as_str(), "attendance" | "made_up") {
        return l.t("problem-attendance").into_owned();
    }
    // A body that has ended is still known by its kind.
    let kind = which.split_once(':').and_then(|(_, kind)| pack.bodies.get(kind));
    let body = kind.map_or_else(|| which.clone(), |kind| kind.label.get(l.lang()).replace("{area}", "").trim().to_owned());
    match fault.as_ref() {
        Problem::Unknown => l.t_x("problem-among-unknown", &body),
        Problem::Twice => l.t_x("problem-among-twice", &body),
        Problem::Already => l.t_x("problem-among-already", &body),
        _ => l.t_x("problem-among-kind", &body),
    }
}

/// One wrong input in words that name the field, the rule and the way out.
pub(crate) fn problem(l: Locale, register: Option<&Register>, found: &InputProblem) -> String {
    let label = input_label(l, register, &found.input);
    let x = ("x", label.clone().into());
    let count = |n: usize| fluent_bundle::FluentValue::from(i64::try_from(n).unwrap_or(i64::MAX));
    match &found.problem {
        Problem::Missing => l.t_x("problem-missing", &label),
        Problem::NoWords => l.t_x("problem-no-words", &label),
        Problem::TooLong { max, is } => l.t_with("problem-too-long", &[x, ("max", count(*max)), ("is", count(*is))]),
        Problem::OutOfRange { min, max } => l.t_with("problem-out-of-range", &[x, ("min", (*min).into()), ("max", (*max).into())]),
        Problem::NotBetween { from, to } if to.is_empty() => l.t_with("problem-not-before", &[x, ("from", from.clone().into())]),
        Problem::NotBetween { from, to } if from.is_empty() => l.t_with("problem-not-after", &[x, ("to", to.clone().into())]),
        Problem::NotBetween { from, to } => l.t_with("problem-not-between", &[x, ("from", from.clone().into()), ("to", to.clone().into())]),
        Problem::NotAChoice => l.t_x("problem-not-a-choice", &label),
        Problem::BadForm => match register.and_then(|register| register.fields.get(&found.input)).map(|field| &field.kind) {
            Some(FieldKind::Phone) => l.t_x("problem-bad-phone", &label),
            _ => l.t_x("problem-bad-form", &label),
        },
        Problem::IdNumber(fault) => match fault {
            IdFault::Length { is } => l.t_with("problem-id-length", &[x, ("is", count(*is))]),
            IdFault::Letters => l.t_x("problem-id-letters", &label),
            IdFault::Area => l.t_x("problem-id-area", &label),
            IdFault::Birth => l.t_x("problem-id-birth", &label),
            IdFault::Future => l.t_x("problem-id-future", &label),
            IdFault::Check => l.t_x("problem-id-check", &label),
        },
        Problem::CreditCode(fault) => match fault {
            CreditFault::Length { is } => l.t_with("problem-credit-length", &[x, ("is", count(*is))]),
            CreditFault::Letters => l.t_x("problem-credit-letters", &label),
            CreditFault::Area => l.t_x("problem-credit-area", &label),
            CreditFault::Check => l.t_x("problem-credit-check", &label),
        },
        Problem::Unknown => l.t_x("problem-unknown", &label),
        Problem::Itself => l.t("problem-itself").into_owned(),
        Problem::Merged => l.t("problem-merged").into_owned(),
        Problem::WrongKind | Problem::Twice | Problem::Already | Problem::Among { .. } => l.t_x("problem-wrong-kind", &label),
        Problem::Taken => l.t_x("problem-taken", &label),
        Problem::TooMany { max } => l.t_with("problem-too-many", &[x, ("max", count(*max))]),
        Problem::AfterTerm { last } => l.t_with("problem-after-term", &[x, ("last", last.clone().into())]),
        Problem::Votes { sum, present, exactly } => {
            let args = [x, ("sum", (*sum).into()), ("present", (*present).into())];
            if *exactly { l.t_with("problem-votes-exactly", &args) } else { l.t_with("problem-votes", &args) }
        }
        Problem::Full => l.t_x("problem-full", &label),
        Problem::NotEnough { left } => l.t_with("problem-not-enough", &[x, ("left", format!("{}.{:02}", left / 100, left % 100).into())]),
        Problem::NotSaid { n } => l.t_with("problem-not-said", &[x, ("n", count(*n))]),
        Problem::Unexpected => l.t_x("problem-unexpected", &label),
    }
}

impl Said {
    /// The problem document of RFC 9457.
    #[must_use]
    pub(crate) fn document(&self) -> Value {
        let mut document = serde_json::json!({
            "type": format!("/problems/{}", self.kind),
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        });
        if let Some(map) = document.as_object_mut() {
            if !self.basis.is_empty() {
                map.insert("basis".to_owned(), self.basis.clone().into());
            }
            if !self.fields.is_empty() {
                let errors = self.fields.iter().map(|(input, text)| serde_json::json!({ "input": input, "detail": text })).collect();
                map.insert("errors".to_owned(), Value::Array(errors));
            }
        }
        document
    }
}
