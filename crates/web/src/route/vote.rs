//! The vote on a record: told on the record's page; on a page of its own the papers are read, a vote is given, and the result stands.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::ballots::{Counted, Vote};
use linli_app::detail::Detail;
use linli_engine::ballot::NoVote;
use linli_pack::model::{FieldKind, Register};
use linli_pack::record::Value;

use crate::Locale;
use crate::route::detail::{self, How, field_text, named_event, shown_photo, with};
use crate::route::errors::failed;
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, shell};
use crate::say::say;
use crate::view::{Badge, Choice, Crumbs, Fact, Link, Paper, VoteMember, VoteNote, VotePage, VoteResult};

/// `GET /records/{id}/vote`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &id, String::new())).await
}

/// `POST /records/{id}/vote`
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (app, record, option) = (web.app.clone(), id.clone(), sent.text("option").to_owned());
    match blocking(move || app.vote(&context, &record, &option)).await {
        Ok(_) => go(&format!("/records/{id}/vote"), Some(&reader.l.t("vote-said"))),
        Err(error @ AppError::Invalid { .. }) => {
            let text = say(reader.l, web.app.pack(), None, &error).detail;
            drawn(&web, staff, 422, move |web, staff| draw(web, staff, &id, text)).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /records/{id}/read`
pub(super) async fn read(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let (app, record) = (web.app.clone(), id.clone());
    match blocking(move || app.papers_read(&context, &record)).await {
        Ok(_) => go(&format!("/records/{id}/vote"), Some(&reader.l.t("papers-read-said"))),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// What the record's own page says of the vote.
pub(super) fn note(present: &Present, detail: &Detail<'_>) -> Option<VoteNote> {
    let vote = detail.vote.as_ref()?;
    let l = present.l;
    let label = match (&vote.counted, &vote.mine.no) {
        (Some(_), _) => l.t("vote-to-result"),
        (None, None) => l.t("vote-to-vote"),
        (None, Some(_)) => l.t("vote-to-papers"),
    };
    Some(VoteNote {
        line: line(l, vote),
        mine: mine(l, vote),
        came: vote.counted.as_ref().map(|counted| came(l, counted)),
        to: Link { label: label.into_owned(), href: format!("/records/{}/vote", detail.record.id) },
        urgent: vote.running && vote.mine.no.is_none() && !vote.mine.voted,
    })
}

fn draw(web: &Web, staff: &Staff, id: &str, error: String) -> Result<VotePage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, lang) = (present.l, present.l.lang());
    let found = web.app.detail(&context, id)?;
    let vote = found.vote.as_ref().ok_or(AppError::NotFound("ballot"))?;
    let register = present.register(&found.record.register).ok_or(AppError::NotFound("register"))?;
    let here = format!("/records/{id}");
    let how = How { people: detail::people(web, &found)?, ..How::default() };
    let comments = found.lines.iter().filter(|line| line.entry.words.contains_key("note") || line.erased);
    let comment = found.offers.moves.iter().find(|mv| mv.to.is_none() && mv.fill == ["note"]);
    let may_vote = vote.mine.no.is_none();
    let choice = |(code, label): (&String, &linli_pack::model::Text)| Choice {
        code: code.clone(),
        label: label.get(lang).to_owned(),
        ..Choice::default()
    };
    let post = |name: &str| present.pack.posts.get(name).map_or_else(|| name.to_owned(), |post| post.label.get(lang).to_owned());
    let option = |name: &str| vote.rule.options.get(name).map_or_else(|| name.to_owned(), |label| label.get(lang).to_owned());
    Ok(VotePage {
        crumbs: Crumbs {
            l,
            above: vec![
                Link { label: register.label.get(lang).to_owned(), href: format!("/registers/{}", found.record.register) },
                Link { label: found.record.number.clone(), href: here.clone() },
            ],
            here: l.t("vote-title").into_owned(),
        },
        title: found.record.title.clone(),
        state: Badge { text: present.state(&found.record), tone: "accent" },
        body: present.body(&vote.body),
        line: line(l, vote),
        papers: papers(&present, register, &found),
        facts: facts(&present, register, &found),
        photos: found.photos.iter().map(|photo| shown_photo(&present, &photo.id, photo.at)).collect(),
        comments: comments.map(|line| named_event(&present, register, line, &how)).collect(),
        comment: comment.map(|mv| Link { label: mv.label.get(lang).to_owned(), href: with(&here, "act", &mv.name) }),
        action: if may_vote { format!("{here}/vote") } else { String::new() },
        options: if may_vote { vote.rule.options.iter().map(choice).collect() } else { Vec::new() },
        chosen: vote.mine.choice.clone().unwrap_or_default(),
        submit: if vote.mine.voted { l.t("vote-change") } else { l.t("vote-cast") }.into_owned(),
        how: if vote.rule.secret {
            l.t("vote-how-secret")
        } else if vote.rule.names {
            l.t("vote-how-names")
        } else {
            l.t("vote-how-open")
        }
        .into_owned(),
        error,
        read: if vote.mine.on_roll && !vote.mine.has_read && vote.running { format!("{here}/read") } else { String::new() },
        mine: mine(l, vote),
        result: vote.counted.as_ref().map(|counted| result(l, vote, counted)),
        names: vote.names.iter().map(|(name, by, choice)| (name.clone(), post(by), option(choice))).collect(),
        members: vote
            .members
            .iter()
            .flatten()
            .map(|member| VoteMember { name: member.name.clone(), post: post(&member.post), state: state(l, member) })
            .collect(),
        rule: rule(l, vote),
        basis: vote.rule.basis.clone(),
        shell: shell::staff(web, staff, &found.record.title, &format!("/registers/{}", found.record.register))?,
    })
}

/// The long texts of a record: what is to be read.
fn papers(present: &Present, register: &Register, detail: &Detail<'_>) -> Vec<Paper> {
    let long = register.fields.values().filter(|field| matches!(field.kind, FieldKind::LongText { .. }) && field.personal.is_none());
    long.filter_map(|field| {
        let text = detail.record.fields.get(&field.name).and_then(Value::as_str)?;
        let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Some(Paper { label: field.label.get(present.l.lang()).to_owned(), paragraphs })
    })
    .collect()
}

/// The short ones, but for the title, which stands above, and the last day, which the vote says.
fn facts(present: &Present, register: &Register, detail: &Detail<'_>) -> Vec<Fact> {
    let until = register.ballot.as_ref().map(|ballot| ballot.until.as_str());
    let short = register.fields.values().filter(|field| field.name != register.title && Some(field.name.as_str()) != until);
    short
        .filter(|field| !matches!(field.kind, FieldKind::LongText { .. } | FieldKind::Photos { .. }) && field.personal.is_none())
        .filter_map(|field| {
            let value = field_text(present, &field.kind, detail.record.fields.get(&field.name)?)?;
            Some(Fact { label: field.label.get(present.l.lang()).to_owned(), value, href: String::new() })
        })
        .collect()
}

/// 截止 2026-12-01，应参加 9 人，已参加 4 人.
fn line(l: Locale, vote: &Vote<'_>) -> String {
    l.t_with("vote-line", &[("day", iso_day(vote.until).into()), ("due", vote.due.into()), ("voted", vote.voted.into())])
}

/// How the reader stands to it; empty where there is nothing to say.
fn mine(l: Locale, vote: &Vote<'_>) -> String {
    let mine = &vote.mine;
    let text = match mine.no {
        _ if !mine.on_roll || vote.counted.is_some() => return String::new(),
        _ if mine.voted => l.t("vote-mine-voted"),
        Some(NoVote::NotAVoter) => l.t("vote-mine-papers"),
        Some(NoVote::Left) => l.t("rule-vote-left"),
        Some(NoVote::Stopped) => l.t("rule-vote-stopped"),
        Some(_) => l.t("rule-vote-over"),
        None => l.t("vote-mine-open"),
    };
    text.into_owned()
}

fn state(l: Locale, member: &linli_app::ballots::Member) -> Badge {
    let (text, tone) = match member {
        member if member.voted => (l.t("vote-has"), "fine"),
        member if member.left => (l.t("vote-left"), ""),
        member if !member.reached => (l.t("vote-no-account"), "soon"),
        member if member.has_read && member.votes => (l.t("vote-has-read"), ""),
        member if member.has_read => (l.t("papers-has-read"), "fine"),
        member if member.votes => (l.t("vote-has-not"), ""),
        _ => (l.t("papers-has-not-read"), ""),
    };
    Badge { text: text.into_owned(), tone }
}

fn result(l: Locale, vote: &Vote<'_>, counted: &Counted) -> VoteResult {
    let share = |n: i64, of: i64| if of > 0 { format!("{:.0}%", percent(n, of)) } else { String::new() };
    let of_voted = vote.rule.agree.as_ref().is_none_or(|agree| agree.of_present);
    let of = if of_voted { counted.voted } else { counted.due };
    let args = [("due", counted.due.into()), ("voted", counted.voted.into()), ("share", share(counted.voted, counted.due).into())];
    VoteResult {
        came: came(l, counted),
        turnout: l.t_with("vote-turnout", &args),
        left: if counted.left > 0 { l.t_n("vote-left-n", u64::try_from(counted.left).unwrap_or_default()) } else { String::new() },
        share: if of_voted { l.t("vote-share-voted") } else { l.t("vote-share-due") }.into_owned(),
        rows: counted.options.iter().map(|one| (l.pick(&one.zh, &one.en).clone(), one.n, share(one.n, of))).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "members of a body are few")]
fn percent(n: i64, of: i64) -> f64 {
    n as f64 * 100.0 / of as f64
}

fn came(l: Locale, counted: &Counted) -> Badge {
    let (text, tone) = match counted.came.as_str() {
        "carried" => (l.t("vote-carried"), "fine"),
        "lost" => (l.t("vote-lost"), "soon"),
        "too_few" => (l.t("vote-too-few"), "soon"),
        _ => (l.t("vote-void"), "soon"),
    };
    Badge { text: text.into_owned(), tone }
}

fn rule(l: Locale, vote: &Vote<'_>) -> String {
    let present = vote.rule.present.to_string();
    match &vote.rule.agree {
        None => l.t_x("vote-rule-opinion", &present),
        Some(agree) => {
            let option = vote.rule.options.get(&agree.option).map(|label| label.get(l.lang()).to_owned()).unwrap_or_default();
            let args = [("present", present.into()), ("agree", agree.share.to_string().into()), ("option", option.into())];
            if agree.of_present { l.t_with("vote-rule-present", &args) } else { l.t_with("vote-rule-due", &args) }
        }
    }
}
