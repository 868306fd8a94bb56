//! Notices outside the program: what somebody chooses on their own page, what an administrator sees of it, and the words of the messages.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use linli_app::outside::{Channel, CodeLetter, Letter, ReporterLetter, SubscriptionForm, Takes};
use linli_app::{App, AppError};
use linli_courier::{Said, Words};
use linli_pack::Lang;
use linli_store::Subscription;

use crate::Locale;
use crate::route::detail::own_name;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, me, shell};
use crate::say::say;
use crate::view::{ActForm, Badge, ChannelCard, ChannelsPage, Choice, Crumbs, Empty, Field, FieldKind, Link, ToldPage, ToldRow};

const HERE: &str = "/me/channels";
/// Notices named in a message; the rest is counted.
const NAMED: usize = 10;

/// A form that was refused: the channel, what was typed and what is wrong.
type Refused = Option<(String, SubscriptionForm, Vec<(String, String)>)>;

fn channels(web: &Web) -> Vec<Channel> {
    web.courier.as_ref().map(linli_courier::Courier::channels).unwrap_or_default()
}

/// `GET /me/channels`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, |web, staff| draw(web, staff, &None)).await
}

fn draw(web: &Web, staff: &Staff, refused: &Refused) -> Result<ChannelsPage, AppError> {
    let l = staff.reader.l;
    let chosen = web.app.my_subscriptions(&staff.context(web))?;
    let cards = channels(web).into_iter().map(|channel| {
        let known = chosen.iter().find(|one| one.channel == channel.name);
        let typed = refused.as_ref().filter(|(name, ..)| *name == channel.name);
        card(l, &channel, known, typed.map(|(_, form, wrong)| (form, wrong.as_slice())))
    });
    let title = l.t("channels-title").into_owned();
    Ok(ChannelsPage {
        channels: cards.collect(),
        empty: Empty {
            icon: "bell",
            title: l.t("channels-none").into_owned(),
            text: l.t("channels-none-way").into_owned(),
            next: Vec::new(),
        },
        crumbs: Crumbs { l, above: vec![Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() }], here: title.clone() },
        shell: shell::staff(web, staff, &title, "/me")?,
    })
}

fn card(
    l: Locale,
    channel: &Channel,
    known: Option<&Subscription>,
    typed: Option<(&SubscriptionForm, &[(String, String)])>,
) -> ChannelCard {
    let kept = known.map(kept_form);
    let form = typed.map(|(form, _)| form.clone()).or(kept).unwrap_or_default();
    let wrong = typed.map(|(_, wrong)| wrong).unwrap_or_default();
    let field = |name: &str, label: std::borrow::Cow<'static, str>, value: &str, kind: FieldKind| Field {
        name: name.to_owned(),
        id: format!("{}-{name}", channel.name),
        label: label.into_owned(),
        value: value.to_owned(),
        error: wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        kind,
        ..Field::default()
    };
    let (to, kind) = match channel.takes {
        Takes::Mail => (l.t("channel-mail"), FieldKind::Text),
        Takes::Phone => (l.t("channel-phone"), FieldKind::Phone),
        Takes::Name => (l.t("channel-name"), FieldKind::Text),
    };
    let paces = [("now", l.t("channel-now")), ("daily", l.t("channel-daily"))];
    let paces = paces.map(|(code, label)| Choice { code: code.to_owned(), label: label.into_owned(), ..Choice::default() });
    let quiet = l.t("channel-quiet-hint");
    ChannelCard {
        id: format!("channel-{}", channel.name),
        label: channel.label.get(l.lang()).to_owned(),
        status: match known {
            Some(one) if one.confirmed => Badge { text: l.t("channel-on").into_owned(), tone: "fine" },
            Some(_) => Badge { text: l.t("channel-unconfirmed").into_owned(), tone: "soon" },
            None => Badge { text: l.t("channel-off").into_owned(), tone: "" },
        },
        confirm: known.filter(|one| !one.confirmed).map(|one| ActForm {
            action: format!("{HERE}/{}/confirm", channel.name),
            fields: vec![Field {
                required: true,
                hint: l.t_x("channel-code-hint", &one.to),
                ..field("code", l.t("channel-code"), "", FieldKind::Text)
            }],
            submit: l.t("channel-confirm").into_owned(),
            ..ActForm::default()
        }),
        problem: known.filter(|one| !one.problem.is_empty()).map(|_| l.t("channel-problem").into_owned()).unwrap_or_default(),
        form: ActForm {
            action: format!("{HERE}/{}", channel.name),
            fields: vec![
                Field { required: true, purpose: l.t("channel-purpose").into_owned(), ..field("to", to, &form.to, kind) },
                field("pace", l.t("channel-pace"), if form.daily { "daily" } else { "now" }, FieldKind::Choice(paces.into())),
                Field { hint: quiet.into_owned(), ..field("quiet_from", l.t("channel-quiet-from"), &form.quiet_from, FieldKind::Text) },
                Field {
                    hint: l.t("channel-quiet-to-hint").into_owned(),
                    ..field("quiet_to", l.t("channel-quiet-to"), &form.quiet_to, FieldKind::Text)
                },
            ],
            submit: if known.is_some() { l.t("save") } else { l.t("channel-start") }.into_owned(),
            ..ActForm::default()
        },
        end: known.map(|_| format!("{HERE}/{}/end", channel.name)).unwrap_or_default(),
    }
}

/// What somebody filled in when they set it up.
fn kept_form(one: &Subscription) -> SubscriptionForm {
    SubscriptionForm { to: one.to.clone(), daily: one.daily, quiet_from: clock(one.quiet_from), quiet_to: clock(one.quiet_to) }
}

/// A minute of the day as people write it.
fn clock(minute: Option<i64>) -> String {
    minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default()
}

/// `POST /me/channels/{channel}`
pub(super) async fn save(State(web): State<Web>, staff: Staff, Path(name): Path<String>, request: Request) -> Response {
    let context = staff.context(&web);
    let l = staff.reader.l;
    let Some(channel) = channels(&web).into_iter().find(|channel| channel.name == name) else {
        return failed(&web, &staff.reader, None, &AppError::NotFound("channel"));
    };
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let typed = SubscriptionForm {
        to: sent.text("to").to_owned(),
        daily: sent.text("pace") == "daily",
        quiet_from: sent.text("quiet_from").to_owned(),
        quiet_to: sent.text("quiet_to").to_owned(),
    };
    let (app, given) = (web.app.clone(), typed.clone());
    match blocking(move || app.subscribe(&context, &channel, &given)).await {
        Ok(None) => go(HERE, Some(&l.t("channel-saved"))),
        Ok(Some(letter)) => go(HERE, Some(&send_code(&web, l, &letter).await)),
        Err(error @ AppError::Invalid { .. }) => wrong(web, staff, name, typed, &error).await,
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// The page again with what was typed and what is wrong with it.
async fn wrong(web: Web, staff: Staff, channel: String, typed: SubscriptionForm, error: &AppError) -> Response {
    let wrong = say(staff.reader.l, web.app.pack(), None, error).fields;
    let refused = Some((channel, typed, wrong));
    drawn(&web, staff, 422, move |web, staff| draw(web, staff, &refused)).await
}

/// Sends a code and says what became of it.
async fn send_code(web: &Web, l: Locale, letter: &CodeLetter) -> String {
    let said = code_said(l, web.app.pack().label.get(l.lang()), &letter.code);
    let sent = match &web.courier {
        Some(courier) => courier.send(&letter.channel, &letter.to, &said).await,
        None => Err("no courier".to_owned()),
    };
    match sent {
        Ok(()) => l.t("channel-code-sent").into_owned(),
        Err(problem) => {
            tracing::warn!(channel = letter.channel, problem, "a code was not sent");
            l.t("channel-code-lost").into_owned()
        }
    }
}

fn code_said(l: Locale, place: &str, code: &str) -> Said {
    let text = l.t_with("code-text", &[("place", place.into()), ("code", code.into())]);
    Said { subject: l.t_x("code-subject", place), text, link: String::new() }
}

/// `POST /me/channels/{channel}/confirm`
pub(super) async fn confirm(State(web): State<Web>, staff: Staff, Path(name): Path<String>, request: Request) -> Response {
    let (context, app) = (staff.context(&web), web.app.clone());
    let code = match form::read(&web, &context, request).await {
        Ok(sent) => sent.text("code").to_owned(),
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let (who, channel) = (context.clone(), name.clone());
    match blocking(move || app.confirm_channel(&who, &channel, &code)).await {
        Ok(()) => go(HERE, Some(&staff.reader.l.t("channel-confirmed"))),
        Err(error @ AppError::Invalid { .. }) => {
            let app = web.app.clone();
            let kept = blocking(move || app.my_subscriptions(&context)).await.unwrap_or_default();
            let typed = kept.iter().find(|one| one.channel == name).map(kept_form).unwrap_or_default();
            wrong(web, staff, name, typed, &error).await
        }
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/channels/{channel}/end`
pub(super) async fn end(State(web): State<Web>, staff: Staff, Path(name): Path<String>) -> Response {
    let (context, app) = (staff.context(&web), web.app.clone());
    let done = blocking(move || app.unsubscribe(&context, &name)).await;
    me::ended(&web, &staff, done, HERE, &staff.reader.l.t("channel-ended"))
}

/// `GET /admin/channels`
pub(super) async fn told(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw_told).await
}

fn draw_told(web: &Web, staff: &Staff) -> Result<ToldPage, AppError> {
    let l = staff.reader.l;
    let (seen, lost) = web.app.channels_seen(&staff.context(web), &channels(web))?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let rows = seen.into_iter().map(|one| ToldRow {
        label: one.channel.label.get(l.lang()).to_owned(),
        people: u64::try_from(one.people).unwrap_or_default(),
        told: count(one.told),
        given_up: count(one.given_up),
        failing: one.failing,
    });
    let link = |record: &linli_pack::record::Record| Link { label: record.number.clone(), href: format!("/records/{}", record.id) };
    Ok(ToldPage {
        channels: rows.collect(),
        lost: lost.iter().map(|(message, record)| (link(record), message.problem.clone())).collect(),
        empty: Empty { icon: "bell", title: l.t("channels-none").into_owned(), text: l.t("told-none-way").into_owned(), next: Vec::new() },
        shell: shell::staff(web, staff, &l.t("menu-channels"), "/admin/channels")?,
    })
}

/// The words of messages, with links to the place where browsers reach it.
#[derive(Clone, Debug)]
pub struct Written {
    address: String,
}

impl Written {
    /// With links to this address.
    #[must_use]
    pub fn at(address: &str) -> Self {
        Self { address: address.trim_end_matches('/').to_owned() }
    }
}

impl Words for Written {
    fn letter(&self, app: &App, letter: &Letter) -> Said {
        let l = Locale::from_tag(&letter.account.lang).unwrap_or_default();
        let present = Present::new(app, l, app.now());
        let place = present.pack.label.get(l.lang()).to_owned();
        let subject = l.t_with("letter-subject", &[("place", place.into()), ("n", letter.notices.len().into())]);
        let lines = letter.notices.iter().take(NAMED).map(|(notice, record)| {
            let register = present.register(&record.register);
            let mv = register.and_then(|register| register.moves.get(&notice.name)).map(|mv| mv.label.get(l.lang()).to_owned());
            let mv = mv.or_else(|| own_name(l, &notice.name)).unwrap_or_else(|| l.t("event-wake").into_owned());
            // The title is what somebody wrote: it stays inside.
            format!("{mv} · {} · {}", record.number, present.territory.place_name(&record.area))
        });
        let link = format!("{}/notices", self.address);
        let mut lines: Vec<String> = lines.collect();
        if letter.notices.len() > NAMED {
            lines.push(l.t_n("letter-more", letter.notices.len() - NAMED));
        }
        lines.push(l.t_x("letter-open", &link));
        Said { text: format!("{subject}\n{}", lines.join("\n")), subject, link }
    }

    fn reporter(&self, app: &App, letter: &ReporterLetter) -> Said {
        let l = if letter.lang == Lang::En { Locale::En } else { Locale::Zh };
        let link = format!("{}/t/{}", self.address, letter.message.link);
        let args = [("number", letter.record.number.clone().into()), ("link", link.clone().into())];
        let place = app.pack().label.get(l.lang()).to_owned();
        Said {
            subject: l.t_x("reporter-subject", &place),
            text: format!("{}{}", l.t_x("reporter-from", &place), l.t_with("reporter-text", &args)),
            link,
        }
    }
}
