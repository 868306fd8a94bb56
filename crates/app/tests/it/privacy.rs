//! What people ask about their own data: found by number, copied out, erased by a second person, history included.

use std::path::Path;

use linli_app::AppError;
use linli_app::privacy::{Asked, EraseForm, GAP, Kind, Proof, Request, Seen, Stage};
use linli_pack::record::Record;
use serde_json::json;

use crate::town::{GRIDS, ROAD, Town, day};

const NAME: &str = "欧阳修远";
const PHONE: &str = "13956781234";
const WORDS: &str = "楼上漏水，请打139-5678-1234找欧阳修远";

fn report(town: &Town, words: &str) -> Record {
    let input = json!({ "description": words, "category": ROAD, "area": GRIDS[0], "name": NAME, "phone": PHONE });
    town.open("resident", "case", "report", input).unwrap().record
}

fn ask(town: &Town, kind: Kind, number: &str) -> Result<Request, AppError> {
    let asked =
        Asked { number: number.to_owned(), kind, proof: Proof::Card, purpose: "本人到窗口申请".to_owned(), ..Asked::default() };
    town.app.ask_privacy(&town.who("privacy1"), &asked)
}

fn seen(town: &Town, id: &str) -> Seen {
    town.app.privacy_request(&town.who("privacy2"), id).unwrap()
}

fn told() -> EraseForm {
    EraseForm { told: true, photos: true, ..EraseForm::default() }
}

/// Whether any file below a folder holds a text as it is, compressed or not being no matter: nothing here is compressed.
fn on_disk(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(on_disk(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn settle(town: &Town) {
    for _ in 0..1_000 {
        town.index();
        if !town.app.scrub_some().unwrap() {
            return;
        }
    }
    panic!("the index or the log is never clean");
}

#[test]
fn only_officers_answer_and_a_number_is_needed() {
    let town = Town::new();
    for login in ["admin", "auditor", "district", "clerk1"] {
        assert!(matches!(town.app.privacy_requests(&town.who(login)), Err(AppError::Forbidden(_))), "{login}");
    }
    for number in ["", "1234", "欧阳修远", "139567812345"] {
        assert!(matches!(ask(&town, Kind::Copy, number), Err(AppError::Invalid { field: "number", .. })), "{number}");
    }
    let asked = Asked { number: PHONE.to_owned(), purpose: "看".to_owned(), ..Asked::default() };
    let answer = town.app.ask_privacy(&town.who("privacy1"), &asked);
    assert!(matches!(answer, Err(AppError::Invalid { field: "purpose", .. })));
}

#[test]
fn a_request_about_somebody_unknown_is_answered_at_once_and_in_the_journal() {
    let town = Town::new();
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    assert_eq!((request.stage, request.masked.as_str()), (Stage::Done, ""));
    let lines = town.lines(&request.id);
    assert_eq!((lines[0].entry.name.as_str(), &lines[0].entry.facts["found"]), ("privacy_ask", &json!(0)));
    assert!(!format!("{lines:?}").contains(PHONE));
    town.sound();
}

#[test]
fn the_officer_sees_which_records_hold_what_and_no_value() {
    let town = Town::new();
    let case = report(&town, WORDS);
    let request = ask(&town, Kind::Copy, "139-5678-1234").unwrap();
    assert_eq!(request.masked, "139****1234");
    let held = seen(&town, &request.id).held;
    assert_eq!((held.len(), held[0].record.number.as_str()), (1, case.number.as_str()));
    assert_eq!(held[0].fields, ["name", "phone"]);
    assert_eq!(held[0].texts[0].proposed, format!("楼上漏水，请打{GAP}找{GAP}"));
    assert!(!held[0].sees, "an officer has no list of matters");
    assert_eq!(town.lines(&case.id).len(), 1, "to know where is no look at what");
}

#[test]
fn a_copy_has_values_words_and_history_and_each_record_says_that_it_was_taken() {
    let town = Town::new();
    let case = report(&town, WORDS);
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "内部意见" })).unwrap();
    let request = ask(&town, Kind::Copy, PHONE).unwrap();
    let who = town.who("privacy1");
    let copied = town.app.copy_privacy(&who, &request.id).unwrap().records;
    assert_eq!(copied[0].personal["phone"], json!(PHONE));
    assert_eq!(copied[0].lines[0].entry.words["description"], json!(WORDS));
    assert!(copied[0].lines[1].entry.words.is_empty(), "what staff say among themselves is not theirs");
    let look = town.lines(&case.id).pop().unwrap().entry;
    assert_eq!((look.name.as_str(), &look.words["purpose"]), ("person_copy", &json!("本人到窗口申请")));
    let done = town.app.answer_privacy(&who, &request.id, request.version).unwrap();
    assert_eq!((done.stage, done.results.len(), done.masked.as_str()), (Stage::Done, 1, ""));
    assert!(matches!(town.app.copy_privacy(&who, &request.id), Err(AppError::Invalid { .. })), "answered is answered");
    town.sound();
}

#[test]
fn an_erasure_takes_a_second_person_and_that_the_asker_knows_what_stops() {
    let town = Town::new();
    report(&town, WORDS);
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    let own = town.app.erase_privacy(&town.who("privacy1"), &request.id, request.version, &told());
    assert!(matches!(own, Err(AppError::Invalid { rule: "privacy-second", .. })), "{own:?}");
    let silent = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &EraseForm::default());
    assert!(matches!(silent, Err(AppError::Invalid { field: "told", .. })), "{silent:?}");
    assert!(seen(&town, &request.id).may_carry_out);
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let again = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told());
    assert!(matches!(again, Err(AppError::Invalid { rule: "privacy-ended", .. })), "{again:?}");
}

#[test]
fn after_an_erasure_nothing_tells_who_it_was_and_the_journal_proves_itself() {
    let town = Town::new();
    let case = report(&town, WORDS);
    let other = report(&town, "楼道灯不亮");
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "已联系欧阳修远" })).unwrap();
    town.act("clerk1", &case.id, "pass_to_street", json!({ "note": "请派人来看" })).unwrap();
    town.index();
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    let form = EraseForm { texts: [((other.id.clone(), "description".to_owned()), String::new())].into(), ..told() };
    let done = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &form).unwrap();
    assert_eq!((done.stage, done.results.len(), done.masked.as_str()), (Stage::Done, 2, ""));
    let result = done.results.iter().find(|result| result.record == case.id).unwrap();
    assert_eq!((result.fields, result.words, result.texts), (2, 2, 1));
    let now = town.record(&case.id);
    assert_eq!(now.title, format!("楼上漏水，请打{GAP}找{GAP}"));
    assert_eq!(now.state, "at_street");
    let emptied = town.record(&other.id);
    assert!(!emptied.fields.contains_key("description"));
    assert_eq!(emptied.title, "民情事项");
    let lines = town.lines(&case.id);
    assert!(lines[0].erased && lines[1].erased && !lines[2].erased, "what staff said of the matter stays");
    let last = &lines.last().unwrap().entry;
    assert_eq!((last.name.as_str(), last.version), ("person_erase", now.version));
    assert!(!format!("{lines:?}").contains("5678"));
    assert!(town.app.detail(&town.who("street1"), &case.id).unwrap().personal.is_empty());
    assert!(ask(&town, Kind::Copy, PHONE).unwrap().stage == Stage::Done, "nobody is found by the number any more");
    settle(&town);
    for text in ["漏水", "5678", "欧阳"] {
        let found = town.app.search(&town.who("district"), text, 10).unwrap();
        assert_eq!(found.len(), usize::from(text == "漏水"), "{text}");
    }
    town.sound();
    // The matter goes on.
    town.act("street1", &case.id, "dispatch", json!({ "body": "340104:dept_housing" })).unwrap();
    town.sound();
}

#[test]
fn nothing_of_it_is_left_in_any_file() {
    let town = Town::embedded();
    let words = "漏水了请打13956781234找欧阳修远";
    let case = report(&town, words);
    for n in 0..60 {
        report_of_somebody_else(&town, n);
    }
    town.index();
    let folder = town.app.store().folder().to_owned();
    assert!(!on_disk(&folder, PHONE).is_empty(), "a text is kept as it was written, so that it can be searched");
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    settle(&town);
    for text in [PHONE, NAME, words] {
        assert_eq!(on_disk(&folder, text), Vec::<String>::new(), "{text}");
    }
    let copy = folder.join("copy.db");
    town.app.store().backup_to(&copy).unwrap();
    assert_eq!(on_disk(&folder, PHONE), Vec::<String>::new());
    assert_eq!(town.record(&case.id).title, format!("漏水了请打{GAP}找{GAP}"));
    town.sound();
}

fn report_of_somebody_else(town: &Town, n: u32) {
    let input =
        json!({ "description": format!("第{n}盏路灯不亮"), "area": GRIDS[1], "name": "王小明", "phone": format!("138000000{n:02}") });
    town.open("resident", "case", "report", input).unwrap();
}

fn photo(town: &Town, login: &str, shade: u8) -> String {
    let picture = image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(60, 40, image::Rgb([shade, 0, 0])));
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    town.app.keep_photo(&town.who(login), &out.into_inner()).unwrap().unwrap().0
}

#[test]
fn photos_they_sent_go_with_their_files_and_those_of_staff_stay() {
    let town = Town::new();
    let (theirs, ours) = (photo(&town, "resident", 1), photo(&town, "lead1", 200));
    let input = json!({ "description": "门口积水", "area": GRIDS[0], "phone": PHONE, "photos": [theirs] });
    let case = town.open("resident", "case", "report", input).unwrap().record;
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "见照片", "photos": [ours] })).unwrap();
    let photos = town.app.detail(&town.who("clerk1"), &case.id).unwrap().photos;
    assert_eq!(photos.len(), 2);
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    assert_eq!(seen(&town, &request.id).held[0].photos, 1);
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let left = town.app.detail(&town.who("clerk1"), &case.id).unwrap().photos;
    assert_eq!(left.iter().map(|photo| photo.id.as_str()).collect::<Vec<_>>(), [ours.as_str()]);
    let gone = photos.iter().find(|photo| photo.id == theirs).unwrap();
    assert!(town.app.store().blobs().get(&gone.sha256).unwrap().is_none());
    assert!(town.app.store().blobs().get(&gone.thumb).unwrap().is_none());
    town.sound();
}

#[test]
fn what_the_law_keeps_is_not_erased_and_the_reason_is_said() {
    let town = Town::new();
    let input = json!({ "roster": "A-17", "name": NAME, "phone": PHONE, "reason": "moved", "outside": "庐阳区" });
    let done = town.open("secretary1", "transfer", "send_outside", input).unwrap();
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    let held = seen(&town, &request.id).held;
    let kept = held[0].kept.as_ref().unwrap();
    assert!(kept.basis.contains("文书档案") && kept.until.is_none());
    let answer = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told());
    assert!(matches!(answer, Err(AppError::Invalid { rule: "privacy-all-kept", .. })), "{answer:?}");
    // Of two records the other one goes.
    let case = report(&town, WORDS);
    let done_now = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let kept: Vec<_> = done_now.results.iter().filter(|result| result.kept).map(|result| result.record.as_str()).collect();
    assert_eq!(kept, [done.record.id.as_str()]);
    assert!(town.lines(&case.id)[0].erased);
    town.sound();
}

#[test]
fn who_only_follows_a_matter_is_not_taken_for_its_reporter_afterwards() {
    let town = Town::new();
    let case = report(&town, WORDS);
    let joined = town.app.follow(&town.who("resident"), &case.id).unwrap().secret.unwrap();
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let (_, is_joined) = town.app.followed_by(&joined).unwrap();
    assert!(is_joined);
}

#[test]
fn a_request_that_is_refused_says_why_and_forgets_whom_it_was_about() {
    let town = Town::new();
    report(&town, WORDS);
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    let who = town.who("privacy2");
    assert!(matches!(town.app.drop_privacy(&who, &request.id, 9, "并非本人申请"), Err(AppError::Refused(_))));
    let dropped = town.app.drop_privacy(&who, &request.id, request.version, "并非本人申请").unwrap();
    assert_eq!((dropped.stage, dropped.masked.as_str(), dropped.because.as_str()), (Stage::Dropped, "", "并非本人申请"));
    assert!(seen(&town, &request.id).held.is_empty());
    town.sound();
}

#[test]
fn what_the_law_keeps_is_kept_and_used_no_more_until_its_term_is_over() {
    let town = Town::new();
    let input = json!({ "roster": "A-17", "name": NAME, "phone": PHONE, "reason": "moved", "outside": "庐阳区" });
    let letter = town.open("secretary1", "transfer", "send_outside", input).unwrap().record;
    town.act("secretary1", &letter.id, "confirm", json!({})).unwrap();
    let phone = linli_app::lookup::Number::Phone(PHONE.to_owned());
    let found = |town: &Town| town.app.look_up(&town.who("secretary1"), &phone, 10).unwrap().len();
    assert_eq!((found(&town), town.app.detail(&town.who("secretary1"), &letter.id).unwrap().personal.len()), (1, 2));
    let request = ask(&town, Kind::Erase, PHONE).unwrap();
    let done = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    assert!(done.results[0].kept && done.results[0].held_back);
    let detail = town.app.detail(&town.who("secretary1"), &letter.id).unwrap();
    assert!(detail.personal.is_empty() && !detail.may_reveal && detail.held_back.is_some());
    assert!(matches!(
        town.app.reveal(&town.who("secretary1"), &letter.id, "核对名册"),
        Err(AppError::Invalid { rule: "held-back", .. } | AppError::Forbidden(_))
    ));
    assert_eq!(found(&town), 0);
    assert!(town.app.masked_all(&[town.record(&letter.id)]).unwrap().is_empty());
    // It is theirs: they still get a copy.
    let request = ask(&town, Kind::Copy, PHONE).unwrap();
    assert!(seen(&town, &request.id).held[0].held_back);
    assert_eq!(town.app.copy_privacy(&town.who("privacy1"), &request.id).unwrap().records[0].personal["phone"], json!(PHONE));
    town.app.answer_privacy(&town.who("privacy1"), &request.id, request.version).unwrap();
    town.set("2056-03-10T10:00");
    assert_eq!(town.app.retire_some(10).unwrap().erased, 1, "thirty years later");
    town.sound();
}

#[test]
fn an_account_that_no_longer_serves_is_erased_and_what_it_did_stays() {
    let town = Town::new();
    let case = report(&town, "路灯不亮");
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要街道协调" })).unwrap();
    let about = |login: &str, kind: Kind| {
        let asked = Asked { login: login.to_owned(), kind, purpose: "lead1 同志已调离".to_owned(), ..Asked::default() };
        town.app.ask_privacy(&town.who("privacy1"), &asked)
    };
    assert!(matches!(about("nosuch", Kind::Copy), Err(AppError::Invalid { field: "login", .. })));
    let request = about("lead1", Kind::Erase).unwrap();
    let serving = town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told());
    assert!(matches!(serving, Err(AppError::Invalid { rule: "privacy-all-kept", .. })), "{serving:?}");
    let account = town.app.store().read(|tx| linli_store::account_by_login(tx, town.app.realm(), "lead1")).unwrap().unwrap();
    let form = linli_app::people::AccountForm {
        id: account.id.clone(),
        login: "lead1".to_owned(),
        name: account.name.clone(),
        disabled: true,
        ..linli_app::people::AccountForm::default()
    };
    town.app.save_account(&town.who("admin"), &form).unwrap();
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let erased = town.app.store().read(|tx| linli_store::account(tx, town.app.realm(), &account.id)).unwrap().unwrap();
    assert_eq!((erased.name.as_str(), erased.disabled, erased.password.as_str()), (GAP, true, ""));
    assert!(!format!("{:?}", town.lines(&account.id)).contains("lead1"));
    assert_eq!(town.lines(&case.id)[1].entry.actor, account.id, "who acted is an id");
    town.sound();
}

/// Two people of one name: one held a post until 2024, the other holds one.
fn namesakes(town: &Town) {
    let realm = town.app.realm();
    let written = town.app.store().write(move |w| {
        for (id, ended) in [("o1", Some(day("2024-06-30"))), ("o2", None)] {
            let official =
                linli_store::Official { id: id.to_owned(), name: NAME.to_owned(), member: true, ..linli_store::Official::default() };
            linli_store::put_official(w, realm, &official)?;
            let post = linli_store::Appointment {
                id: format!("a-{id}"),
                person: id.to_owned(),
                body: "340104001001:party_committee".to_owned(),
                post: "party_secretary".to_owned(),
                from_day: day("2021-07-01"),
                ended,
                how: "elected".to_owned(),
                ..linli_store::Appointment::default()
            };
            linli_store::put_appointment(w, realm, &post)?;
        }
        Ok::<_, linli_store::StoreError>(())
    });
    written.unwrap();
}

#[test]
fn posts_are_found_by_name_a_namesake_is_taken_off_and_who_no_longer_serves_is_erased() {
    let town = Town::new();
    namesakes(&town);
    let asked = Asked { name: NAME.to_owned(), kind: Kind::Erase, purpose: "本人到窗口申请".to_owned(), ..Asked::default() };
    let request = town.app.ask_privacy(&town.who("privacy1"), &asked).unwrap();
    assert_eq!(request.stage, Stage::Open);
    let serves: Vec<_> = seen(&town, &request.id).staff.iter().map(|known| (known.id.clone(), known.serves)).collect();
    assert_eq!(serves, [("o1".to_owned(), false), ("o2".to_owned(), true)]);
    assert!(town.app.not_them(&town.who("privacy2"), &request.id, request.version, "o3").is_err());
    let request = town.app.not_them(&town.who("privacy2"), &request.id, request.version, "o2").unwrap();
    town.app.erase_privacy(&town.who("privacy2"), &request.id, request.version, &told()).unwrap();
    let name = |id: &str| town.app.store().read(|tx| linli_store::official(tx, town.app.realm(), id)).unwrap().unwrap().name;
    assert_eq!((name("o1").as_str(), name("o2").as_str()), (GAP, NAME));
    let nobody = Asked { name: "王小明".to_owned(), ..asked };
    assert_eq!(town.app.ask_privacy(&town.who("privacy1"), &nobody).unwrap().stage, Stage::Done);
    town.sound();
}
