//! Handing roles to a colleague during leave (代班): what is arranged, and the form.

use axum::extract::{Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::stand_in::{Arranged, Colleague, HandOver};
use linli_engine::Grant;

use crate::route::accounts::{period, running};
use crate::route::errors::failed;
use crate::route::me::{ended, iso_day, with_key};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, role_label};
use crate::route::{Web, blocking, form, shell};
use crate::say::say;
use crate::view::{ActForm, Choice, Crumbs, Field, FieldKind, Link, StandInPage, StandInRow, StandIns};

/// `GET /me/stand-in`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    respond(web, staff, HandOver::default(), Vec::new(), 200).await
}

async fn respond(web: Web, staff: Staff, typed: HandOver, wrong: Vec<(String, String)>, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw(web, staff, &typed, &wrong)).await
}

fn draw(web: &Web, staff: &Staff, typed: &HandOver, wrong: &[(String, String)]) -> Result<StandInPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let (posts, colleagues) = web.app.hand_over_choices(&context)?;
    let arranged = web.app.my_stand_ins(&context)?;
    let none = if posts.is_empty() { l.t("stand-in-no-posts") } else { l.t("stand-in-no-colleague") };
    let form = (!posts.is_empty() && !colleagues.is_empty()).then(|| {
        let today = iso_day(present.day_number(context.now));
        hand_over_form(web, &present, &posts, &colleagues, typed, wrong, &today)
    });
    let title = l.t("stand-in-title").into_owned();
    Ok(StandInPage {
        crumbs: Crumbs { l, above: vec![Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() }], here: title.clone() },
        arranged: rows(web, &present, &arranged, "/me/stand-in/end"),
        form,
        none: none.into_owned(),
        shell: shell::staff(web, staff, &title, "/me")?,
    })
}

fn hand_over_form(
    web: &Web,
    present: &Present,
    posts: &[Grant],
    colleagues: &[Colleague],
    typed: &HandOver,
    wrong: &[(String, String)],
    today: &str,
) -> ActForm {
    let l = present.l;
    let label = |grant: &Grant| format!("{} · {}", role_label(web, &grant.role, l.lang()), present.body(&grant.body));
    let field = |name: &str, label: std::borrow::Cow<'static, str>, value: String, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value,
        error: wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        required: true,
        kind,
        ..Field::default()
    };
    let code = |role: &str, body: &str| format!("{role}@{body}");
    // Whoever has one role hands over that one.
    let chosen = match (typed.posts.as_slice(), posts) {
        ([], [only]) => code(&only.role, &only.body),
        (chosen, _) => chosen.iter().map(|(role, body)| code(role, body)).collect::<Vec<_>>().join(" "),
    };
    let posts = posts.iter().map(|post| Choice { code: code(&post.role, &post.body), label: label(post), ..Choice::default() }).collect();
    let people = colleagues
        .iter()
        .map(|one| Choice {
            code: one.id.clone(),
            label: one.name.clone(),
            note: one.grants.iter().map(label).collect::<Vec<_>>().join(l.pick("、", ", ")),
            ..Choice::default()
        })
        .collect();
    let or_today = |text: &str| if text.is_empty() { today.to_owned() } else { text.to_owned() };
    ActForm {
        title: l.t("stand-in-new").into_owned(),
        action: "/me/stand-in".to_owned(),
        fields: vec![
            field("posts", l.t("stand-in-posts"), chosen, FieldKind::Many(posts)),
            Field {
                hint: l.t("stand-in-to-hint").into_owned(),
                ..field("to", l.t("stand-in-to"), typed.to.clone(), FieldKind::Body(people))
            },
            field("from", l.t("stand-in-from"), or_today(&typed.from), FieldKind::Date),
            Field {
                hint: l.t("stand-in-until-hint").into_owned(),
                ..field("until", l.t("stand-in-until"), or_today(&typed.until), FieldKind::Date)
            },
        ],
        submit: l.t("stand-in-new").into_owned(),
        effect: l.t("stand-in-effect").into_owned(),
        cancel: "/me".to_owned(),
        ..ActForm::default()
    }
}

/// Arrangements as rows; `end` is where one is ended.
pub(super) fn rows(web: &Web, present: &Present, arranged: &[Arranged], end: &str) -> StandIns {
    let l = present.l;
    let today = iso_day(present.day_number(present.now));
    StandIns {
        l,
        rows: arranged
            .iter()
            .map(|one| StandInRow {
                key: one.stand_in.id.clone(),
                who: l.t_with("stand-in-who-for", &[("taker", one.taker.clone().into()), ("giver", one.giver.clone().into())]),
                post: format!("{} · {}", role_label(web, &one.stand_in.role, l.lang()), present.body(&one.stand_in.body)),
                period: period(l, Some(&one.stand_in.from_day), Some(&one.stand_in.to_day)),
                state: running(l, Some(&one.stand_in.from_day), Some(&one.stand_in.to_day), &today),
            })
            .collect(),
        end: end.to_owned(),
    }
}

/// `POST /me/stand-in`
pub(super) async fn hand_over(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let posts = sent.all("posts").filter_map(|code| code.split_once('@')).map(|(role, body)| (role.to_owned(), body.to_owned())).collect();
    let typed =
        HandOver { posts, to: sent.text("to").to_owned(), from: sent.text("from").to_owned(), until: sent.text("until").to_owned() };
    let (app, given) = (web.app.clone(), typed.clone());
    match blocking(move || app.hand_over(&context, &given)).await {
        Ok(()) => go("/me/stand-in", Some(&staff.reader.l.t_x("stand-in-made", &typed.from))),
        Err(error @ AppError::Invalid { .. }) => {
            let wrong = say(staff.reader.l, web.app.pack(), None, &error).fields;
            respond(web, staff, typed, wrong, 422).await
        }
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/stand-in/end`
pub(super) async fn end(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let app = web.app.clone();
    let done = with_key(&web, &staff, request, move |context, key| app.end_stand_in(context, key)).await;
    ended(&web, &staff, done, "/me/stand-in", &staff.reader.l.t("stand-in-ended"))
}
