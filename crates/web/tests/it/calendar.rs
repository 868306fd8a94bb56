//! The calendar that somebody's phone fetches by a secret address.

use linli_app::people::{AccountForm, Post};
use serde_json::json;

use crate::town::{Browser, Served};

/// Makes an address for somebody; its path.
fn made(of: &Browser<'_>) -> String {
    let page = of.post("/me/calendar", &[]);
    let link = page.page(200).split("<code class=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(link.starts_with("http://127.0.0.1:") && link.ends_with(".ics"), "{link}");
    link.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap()
}

#[test]
fn somebody_subscribes_to_the_limits_of_what_waits_for_their_body_and_reads_no_name_and_no_title_in_it() {
    let served = Served::new();
    let (case, _) = served.town.handling();
    let path = made(&served.staff("housing"));
    let feed = served.resident().get(&path);
    let text = feed.page(200).replace("\r\n ", "");
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(text.contains(&format!("UID:{}@linli", case.id)) && text.contains(&case.number), "{text}");
    let due = jiff::Timestamp::from_second(served.town.record(&case.id).due.unwrap()).unwrap();
    assert!(text.contains(&format!("DTSTART:{}", due.strftime("%Y%m%dT%H%M%SZ"))), "{text}");
    assert!(!text.contains("坑洞") && !text.contains("王小明") && !text.contains("138"), "{text}");

    let tag = feed.headers["etag"].clone();
    let again = served.resident().knowing(&tag).get(&path);
    assert_eq!((again.status, again.body.as_str(), again.headers["etag"].as_str()), (304, "", tag.as_str()));
    served.town.act("housing", &case.id, "resolve", json!({ "note": "已修补路面" })).unwrap();
    let after = served.resident().knowing(&tag).get(&path);
    assert_eq!(after.page(200).matches("BEGIN:VEVENT").count(), 0, "it waits for somebody else now");
}

#[test]
fn an_address_that_was_replaced_or_revoked_or_whose_account_is_disabled_shows_nothing() {
    let served = Served::new();
    let me = served.staff("housing");
    let first = made(&me);
    let second = made(&me);
    let status = |path: &str| served.resident().get(path).status;
    assert_eq!((status(&first), status(&second), status("/calendar/nosuch.ics")), (404, 200, 404));
    assert_eq!(me.post("/me/calendar/end", &[]).location(), "/me#calendar");
    assert_eq!(status(&second), 404);
    let third = made(&me);
    let who = served.town.who("housing");
    let grants = who.actor.grants.iter().map(|grant| Post { role: grant.role.clone(), body: grant.body.clone(), ..Post::default() });
    let form = AccountForm {
        id: who.actor.id.clone(),
        login: "housing".into(),
        name: who.name.clone(),
        disabled: true,
        grants: grants.collect(),
        ..AccountForm::default()
    };
    served.town.app.save_account(&served.town.who("admin"), &form).unwrap();
    assert_eq!(status(&third), 404);
}
