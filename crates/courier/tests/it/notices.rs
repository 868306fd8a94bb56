//! Notices to people: what is told, when, and what becomes of what does not arrive.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver as Inbox, channel};
use std::time::Duration;

use linli_app::outside::{Channel, Letter, ReporterLetter, SubscriptionForm};
use linli_app::{App, AppError};
use linli_courier::{Courier, Said, Ways, Words};
use serde_json::{Value, json};

use crate::receiver::{BROKEN, GOOD, Manner, Receiver};
use crate::town::{MANHOLE, Town};

/// Says how many notices there are, and by which link.
struct Plain;

impl Words for Plain {
    fn letter(&self, _: &App, letter: &Letter) -> Said {
        let numbers: Vec<_> = letter.notices.iter().map(|(_, record)| record.number.clone()).collect();
        Said { subject: format!("{} new", numbers.len()), text: numbers.join("\n"), link: String::new() }
    }
    fn reporter(&self, _: &App, letter: &ReporterLetter) -> Said {
        let link = format!("https://linli.example.cn/t/{}", letter.message.link);
        Said { subject: format!("done in {}", letter.lang.pick("zh", "en")), text: format!("{} {link}", letter.record.number), link }
    }
}

/// A town with a gateway.
struct Wired {
    town: Town,
    gateway: Receiver,
    courier: Courier,
    runtime: tokio::runtime::Runtime,
}

impl Wired {
    fn new(manner: Manner) -> Self {
        let gateway = Receiver::new(manner);
        let text = format!(
            "[gateway.sms]\nlabel = {{ zh = \"短信\", en = \"SMS\" }}\ntakes = \"phone\"\nreporters = true\nurl = \"{}?to={{to}}\"\n\
             body = '{{\"to\":\"{{to}}\",\"subject\":\"{{subject}}\",\"text\":\"{{text}}\"}}'\n",
            gateway.address()
        );
        let courier = Courier::new(&[]).unwrap().within(Duration::from_millis(500)).by(Ways::parse(&text, None).unwrap());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let wired = Self { town: Town::new(), gateway, courier, runtime };
        wired.tell();
        wired
    }

    fn channel(&self) -> Channel {
        self.courier.channels().remove(0)
    }

    fn subscribe(&self, login: &str, change: impl FnOnce(&mut SubscriptionForm)) -> Result<(), AppError> {
        let mut form = SubscriptionForm { to: "138 1234 5678".into(), ..SubscriptionForm::default() };
        change(&mut form);
        let code = self.town.app.subscribe(&self.town.who(login), &self.channel(), &form)?;
        code.map_or(Ok(()), |letter| self.town.app.confirm_channel(&self.town.who(login), "sms", &letter.code))
    }

    fn tell(&self) -> usize {
        self.runtime.block_on(self.courier.tell(&self.town.app, &Plain)).unwrap()
    }

    /// Bodies that came to the gateway since it was last asked.
    fn came(&self) -> Vec<Value> {
        self.gateway.came().iter().map(|came| serde_json::from_str(&came.body).unwrap()).collect()
    }
}

#[test]
fn somebody_is_told_once_of_what_they_have_not_read_and_of_nothing_older_than_their_wish() {
    let wired = Wired::new(GOOD);
    let (before, _) = wired.town.report(0);
    wired.town.act("lead1", &before.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    wired.town.later(60);
    wired.subscribe("clerk1", |_| {}).unwrap();
    assert_eq!(wired.tell(), 0);
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 1);
    let came = wired.gateway.came();
    assert!(came[0].headers[":request"].starts_with("POST /hook?to=13812345678 "), "{:?}", came[0].headers);
    let body: Value = serde_json::from_str(&came[0].body).unwrap();
    assert_eq!((&body["to"], &body["text"]), (&json!("13812345678"), &json!(case.number)));
    assert_eq!(wired.tell(), 0, "once");
    let (read, _) = wired.town.report(0);
    wired.town.act("lead1", &read.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    wired.town.app.read_notices(&wired.town.who("clerk1")).unwrap();
    assert_eq!(wired.tell(), 0, "what was read inside is not told");
    wired.town.app.unsubscribe(&wired.town.who("clerk1"), "sms").unwrap();
    assert!(wired.town.app.my_subscriptions(&wired.town.who("clerk1")).unwrap().is_empty());
    wired.town.sound();
}

#[test]
fn quiet_hours_hold_back_all_but_what_the_pack_calls_urgent_until_they_end() {
    let wired = Wired::new(GOOD);
    wired
        .subscribe("clerk1", |form| {
            (form.quiet_from, form.quiet_to) = ("22:00".into(), "07:00".into());
        })
        .unwrap();
    wired.town.set("2026-03-04T23:00");
    let (calm, _) = wired.town.report(0);
    wired.town.act("lead1", &calm.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 0);
    let urgent = json!({ "description": "井盖丢失", "category": MANHOLE, "area": crate::town::GRIDS[0] });
    let urgent = wired.town.open("resident", "case", "report", urgent).unwrap().record;
    wired.town.act("lead1", &urgent.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 1);
    assert_eq!(wired.came()[0]["text"], json!(urgent.number));
    wired.town.set("2026-03-05T06:59");
    assert_eq!(wired.tell(), 0);
    wired.town.set("2026-03-05T07:00");
    assert_eq!(wired.tell(), 1);
    assert_eq!(wired.came()[0]["text"], json!(calm.number));
}

#[test]
fn a_daily_message_comes_in_the_morning_with_all_of_the_day_before() {
    let wired = Wired::new(GOOD);
    wired.subscribe("clerk1", |form| form.daily = true).unwrap();
    for _ in 0..3 {
        let (case, _) = wired.town.report(0);
        wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    }
    wired.town.set("2026-03-04T18:00");
    assert_eq!(wired.tell(), 0);
    wired.town.set("2026-03-05T07:59");
    assert_eq!(wired.tell(), 0);
    wired.town.set("2026-03-05T08:00");
    assert_eq!(wired.tell(), 1);
    assert_eq!(wired.came()[0]["subject"], json!("3 new"));
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 0, "tomorrow");
}

#[test]
fn what_does_not_arrive_is_tried_for_three_days_then_given_up_and_seen_by_the_administrator() {
    let wired = Wired::new(BROKEN);
    wired.subscribe("clerk1", |_| {}).unwrap();
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    let seen = || wired.town.app.channels_seen(&wired.town.who("admin"), &wired.courier.channels()).unwrap().0.remove(0);
    assert_eq!((wired.tell(), wired.tell()), (1, 0), "not at once again");
    assert_eq!(seen().failing, [("clerk1 同志".to_owned(), "500".to_owned())]);
    for seconds in [60, 600, 3_600, 14_400, 43_200, 86_400, 86_400] {
        wired.town.later(seconds);
        assert_eq!(wired.tell(), 1, "{seconds}");
    }
    assert_eq!((seen().given_up, seen().told, seen().people), (1, 0, 1));
    let told = wired.town.app.notices(&wired.town.who("admin"), true, 10).unwrap();
    let told: Vec<(&str, bool)> = told.iter().map(|one| (one.name.as_str(), one.record == wired.town.who("clerk1").actor.id)).collect();
    assert_eq!(told, [("notices_given_up", true)], "the administrator is told whom it was for");
    wired.town.later(86_400);
    assert_eq!(wired.tell(), 0);
    assert!(matches!(wired.town.app.channels_seen(&wired.town.who("clerk1"), &[]), Err(AppError::Forbidden(_))));
}

#[test]
fn a_reporter_who_left_a_number_gets_a_link_that_opens_when_it_is_done_unless_they_had_it_erased() {
    let wired = Wired::new(GOOD);
    let (case, _) = wired.town.report(0);
    assert_eq!(wired.tell(), 0, "nothing is done yet");
    wired.town.act("lead1", &case.id, "solve", json!({ "note": "已修补" })).unwrap();
    assert_eq!(wired.tell(), 1);
    let came = wired.came();
    let text = came[0]["text"].as_str().unwrap();
    assert_eq!(came[0]["to"], json!("13812345678"));
    let secret = text.rsplit('/').next().unwrap().to_owned();
    let rated = wired.town.act("resident", &secret, "rate", json!({ "rating": 5 })).unwrap();
    assert_eq!((rated.id, rated.rating), (case.id, Some(5)), "the link speaks for who reported it");
    assert_eq!(wired.tell(), 0, "once");

    let (other, _) = wired.town.report(0);
    wired.town.act("lead1", &other.id, "solve", json!({ "note": "已修补" })).unwrap();
    wired.gateway.will(BROKEN);
    assert_eq!(wired.tell(), 1);
    let id = other.id.clone();
    wired.town.app.store().write(move |w| linli_store::erase_words(w, 340_104, &id)).unwrap();
    wired.town.later(60);
    assert_eq!(wired.tell(), 0);
    wired.town.sound();
}

#[test]
fn what_is_wrong_with_a_wish_is_named() {
    let wired = Wired::new(GOOD);
    let named = |change: fn(&mut SubscriptionForm)| match wired.subscribe("clerk1", change) {
        Err(AppError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(named(|form| form.to = "12345".into()), "to");
    assert_eq!(named(|form| form.quiet_from = "late".into()), "quiet_from");
    assert_eq!(named(|form| form.quiet_from = "22:00".into()), "quiet_to");
}

/// A mail server without TLS that takes everything; what it was sent.
fn mail_server() -> (u16, Inbox<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (outbox, inbox) = channel();
    std::thread::spawn(move || {
        for line in listener.incoming() {
            let mut line = line.unwrap();
            let mut lines = BufReader::new(line.try_clone().unwrap()).lines();
            line.write_all(b"220 here\r\n").unwrap();
            while let Some(Ok(said)) = lines.next() {
                let answer: &[u8] = match said.split([' ', ':']).next().unwrap() {
                    "DATA" => {
                        line.write_all(b"354 go on\r\n").unwrap();
                        let letter: Vec<String> = lines.by_ref().map(Result::unwrap).take_while(|text| text != ".").collect();
                        outbox.send(letter.join("\n")).unwrap();
                        b"250 taken\r\n"
                    }
                    "QUIT" => b"221 bye\r\n",
                    _ => b"250 well\r\n",
                };
                line.write_all(answer).unwrap();
            }
        }
    });
    (port, inbox)
}

#[test]
fn a_mail_has_a_subject_without_names_and_says_that_no_person_wrote_it() {
    let (port, inbox) = mail_server();
    let text = format!("[mail]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"邻里 <linli@example.cn>\"\n");
    let courier = Courier::new(&[]).unwrap().by(Ways::parse(&text, None).unwrap());
    let town = Town::new();
    let form = SubscriptionForm { to: "li@example.cn".into(), ..SubscriptionForm::default() };
    let code = town.app.subscribe(&town.who("clerk1"), &courier.channels()[0], &form).unwrap().unwrap().code;
    town.app.confirm_channel(&town.who("clerk1"), "mail", &code).unwrap();
    let (case, _) = town.report(0);
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    assert_eq!(runtime.block_on(courier.tell(&town.app, &Plain)).unwrap(), 1);
    let letter = inbox.recv().unwrap();
    for wanted in ["To: li@example.cn", "Subject: 1 new", "Auto-Submitted: auto-generated", case.number.as_str()] {
        assert!(letter.contains(wanted), "{wanted}: {letter}");
    }
    assert_eq!(runtime.block_on(courier.tell(&town.app, &Plain)).unwrap(), 0);
}

#[test]
fn nothing_goes_to_an_address_before_the_code_that_came_there_was_given() {
    let wired = Wired::new(GOOD);
    let (app, who) = (&wired.town.app, || wired.town.who("clerk1"));
    let form = |to: &str| SubscriptionForm { to: to.into(), ..SubscriptionForm::default() };
    let rule = |result: Result<(), AppError>| match result {
        Err(AppError::Invalid { rule, .. }) => rule,
        other => panic!("{other:?}"),
    };
    let first = app.subscribe(&who(), &wired.channel(), &form("13812345678")).unwrap().unwrap();
    assert_eq!((first.to.as_str(), first.code.len()), ("13812345678", 6));
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 0, "it waits for the code");
    let soon = app.subscribe(&who(), &wired.channel(), &form("13812345679")).map(drop);
    assert_eq!(rule(soon), "code-soon", "nobody sends strangers messages one after the other");
    let wrong = if first.code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(rule(app.confirm_channel(&who(), "sms", wrong)), "channel-code-wrong");
    }
    assert_eq!(rule(app.confirm_channel(&who(), "sms", &first.code)), "code-many", "the right one comes too late");
    wired.town.later(61);
    let second = app.subscribe(&who(), &wired.channel(), &form("13812345678")).unwrap().unwrap();
    wired.town.later(600);
    assert_eq!(rule(app.confirm_channel(&who(), "sms", &second.code)), "code-late");
    for _ in 0..3 {
        app.unsubscribe(&who(), "sms").unwrap();
        app.subscribe(&who(), &wired.channel(), &form("13812345678")).unwrap().unwrap();
        wired.town.later(61);
    }
    let day = app.subscribe(&who(), &wired.channel(), &form("13812345678")).map(drop);
    assert_eq!(rule(day), "code-day", "switching it off and on again brings no more of them");
    wired.town.later(86_400);
    let last = app.subscribe(&who(), &wired.channel(), &form("13812345678")).unwrap().unwrap();
    app.confirm_channel(&who(), "sms", &last.code).unwrap();
    wired.town.later(60);
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    assert_eq!(wired.tell(), 1);
    let moved = app.subscribe(&who(), &wired.channel(), &form("13812345670")).unwrap();
    assert!(moved.is_some(), "another address is confirmed anew");
    assert!(app.confirm_channel(&wired.town.who("clerk2"), "sms", &moved.unwrap().code).is_err(), "by its owner only");
    wired.town.sound();
}

#[test]
fn a_reporter_is_written_to_in_the_language_they_reported_in_and_giving_up_is_told() {
    let wired = Wired::new(GOOD);
    let town = &wired.town;
    let who = linli_app::Context::resident(linli_pack::Lang::En, town.app.now());
    let input = json!({ "description": "A deep hole in the road", "area": crate::town::GRIDS[0], "phone": "13812345678" });
    let command = crate::town::command("case", "report", input);
    let case = town.app.act(&who, &linli_app::Target::New, &command).unwrap().record;
    town.act("lead1", &case.id, "solve", json!({ "note": "已修补" })).unwrap();
    wired.gateway.will(BROKEN);
    assert_eq!(wired.tell(), 1);
    assert_eq!(wired.came()[0]["subject"], json!("done in en"));
    for seconds in [60, 600, 3_600, 14_400, 43_200, 86_400, 86_400] {
        town.later(seconds);
        assert_eq!(wired.tell(), 1, "{seconds}");
    }
    let told = town.app.notices(&town.who("admin"), true, 10).unwrap();
    let told: Vec<(&str, &str)> = told.iter().map(|one| (one.name.as_str(), one.record.as_str())).collect();
    assert_eq!(told, [("message_given_up", case.id.as_str())]);
    town.sound();
}
