//! Durable state: records, journal, tallies, people, blobs, search. Every query is written once, here, in SQL that SQLite and
//! PostgreSQL both accept. No rule of any place lives here.
//!
//! ```text
//! // opening; one process per folder
//! Store::open(folder: &Path) -> Result<Store, StoreError>              // Store: Clone + Send + Sync (an Arc inside)
//! store.read (|tx: &mut dyn Tx|     -> Result<T, E>) -> Result<T, E>   // snapshot; E: From<StoreError>; runs on the caller's thread
//! store.write(|tx: &mut Write<'_>|  -> Result<T, E>) -> Result<T, E>   // FnMut + Send + 'static; Err rolls this command back; Ok means on disk
//! store.submit(f, |result| …)                                          // as write, but answers by callback (feed a oneshot): no blocked thread
//! store.blobs() -> &dyn Blobs   // put(bytes) -> sha256 hex, get(sha) -> Option<Vec<u8>>, remove(sha) -> bool
//! store.backup_to(&Path), store.head(realm) -> Option<Head{seq, hash}>, store.index_some(realm, max) -> usize (records looked at; 0 = up to date)
//! // &mut Write coerces to &mut dyn Tx, so every reading function works inside a write.
//!
//! // records
//! record(tx, realm, id: &str) -> Option<Record>;  record_by_number(tx, realm, number) -> Option<Record>
//! put_record(w, realm, &Record)            // version 1 inserts, version n replaces n - 1, else StoreError::Conflict{id, seen, is}
//! records(tx, realm, &ListQuery) -> Page{records, next: Option<Cursor>};   count(tx, realm, &ListQuery, cap: u64) -> u64
//! sightings(tx, realm, &ListQuery) -> Vec<Sighting>: where and when, without words
//! open_in(tx, realm, area) -> Vec<Record>;  open_of_body(tx, realm, body): held or opened by it
//! add_part(w, realm, origin, record) / parts(tx, realm, origin) -> Vec<Record>: opened from another
//! due_to_wake(tx, realm, now, limit) -> Vec<(id, wake)>
//! put_personal(w, realm, record, salt: &[u8;16], &payload_json, &[(field, Blind)]);  personal(tx, realm, record) -> Option<String>   // sealed on disk
//! tx.keys().blind(realm, kind, value) -> Blind;  by_blind(tx, realm, &Blind, limit) -> Vec<Record>
//! Maker::begin(w, realm);  maker.ready(New{record, entry, personal}) on any thread;  add_ready(w, realm, &Ready): many new records
//! read_keys(file) -> Option<Keys>;  write_keys(file, &Keys)   // made at the first opening where there are none
//! Columns: impl linli_pack::expr::Names
//!
//! // journal
//! append(w, realm, &Entry) -> i64 (seq);   timeline(tx, realm, record) -> Vec<Line{seq, entry, erased}>
//! journal(tx, realm, after_seq, limit) -> Vec<Line>
//! erase(w, realm, record, &Erasure{fields, words, salt}) -> usize (entries that lost their words);  erase_words: all of it;  erase_entry(w, realm, seq)
//! put_privacy_request / privacy_request / privacy_requests: what people asked about their data, sealed
//! want_scrub(w, realm), store.scrub_some(realm) -> bool: erased words leave the search index and the log too;  progress / put_progress
//! with_personal(tx, realm, after, before, limit) -> Vec<Record>;  put_runs_out / runs_out / forget_runs_out: whose time is over when
//! add_retired / retired: what was erased for that;  hold_back / held_back / let_go: kept by law and not used
//! verify(&store, realm, Option<&dyn Fn(&Record) -> Vec<(String measure, i64 day)>>) -> Report;   recount(w, realm, contribution)
//!
//! // tallies; `day` is days since 1970-01-01 (local days, the caller's calendar); the store expands to ancestors and to the category's month
//! tally(w, realm, &[Delta{register, area, category: Option, measure, day, n}]);   fold_tallies(w, realm)
//! tally_series(tx, realm, &TallyQuery{register, area, measures, from, to}) -> Vec<Point{measure, day, n}>
//! tally_children(tx, realm, &query) -> Vec<AreaSum{area, measure, n}>: of the areas directly below
//! tally_categories(tx, realm, &query of whole months) -> Vec<CategorySum{category, measure, n}>
//!
//! // territory and people
//! put_areas(w, realm, &[Area]);  areas(tx, realm) -> Vec<Area>;  area(tx, realm, code);  subtree(tx, realm, code, limit)
//! ancestors(tx, realm, code) -> Vec<String>: itself first, then upwards
//! rehang(w, realm, &[Rehang{area, parent, day}], contribution): from that day on, with what was counted since; the days before stay
//! past_edges(tx, realm) -> Vec<Edge>;  put_successors / successors;  put_body_successors / body_successors
//! restated_series / restated_children / restated_categories: as tally_…, of what hangs below an area today
//! put_plan(w, realm, &Plan) / plan / plans / plans_due: re-organisations on their way
//! put_codes / code / codes_below / find_codes / count_codes: the country's table, to look things up in
//! put_bodies / bodies;  put_account / account / account_by_login / accounts / accounts_page / count_accounts;  put_grants(w, realm, account, &[Grant]) / grants / grants_of_body / all_grants
//! put_official / official;  put_appointment / appointment / appointments_in(body) / appointments_of(person)
//! appointments_below(area, day) / appointments_at(area, day): in force on a day, with who
//! put_ballot / ballot / ballots_of / ballots_to_count;  put_ballot_voter / ballot_voters: the roll, open votes sealed;  put_ballot_box / ballot_box / forget_votes: secret ones, a count only;  put_account_of / account_of / officials_of
//! next(w, realm, counter: &str) -> i64
//! put_session / session / sessions_of / end_session / end_sessions;  put_token / token / tokens / tokens_of / end_token
//! put_second_factor / second_factor / spend_step / end_second_factor;  put_recovery_codes / spend_recovery_code: sealed and hashed here
//! add_identity / identity / identities_of / end_identities: who somebody known elsewhere is
//! put_passkey / passkey / passkeys_of / end_passkey / end_passkeys: public keys of people's devices
//! add_sign_in / sign_ins / sign_ins_of / forget_sign_ins: a chain of its own, forgotten from its beginning;  count_stranger / strangers_since
//! acts_after(tx, realm, seq, limit) -> Vec<Acted>: the journal without words
//! put_webhook / webhook / webhooks / webhooks_due / advance_webhook / end_webhook
//! put_delivery / delivery / deliveries / waiting_delivery / retry_deliveries / forget_deliveries: what became of what was sent
//! put_subscription / subscriptions / subscriptions_of / end_subscription;  was_told / add_told / count_told / forget_told: notices outside
//! channel_code / put_channel_code: codes sent to addresses that are to be confirmed
//! put_reporter_message / reporter_messages_due / reporter_messages_given_up: messages to those who reported
//! add_owed / owed_between / owed_record: which record is a body's duty of which period;  put_attendance / attendance: who was there, sealed
//! put_calendar_feed / calendar_feed / calendar_feed_of / end_calendar_feed: secret addresses of people's calendars
//! reply(tx, realm, account, key) -> Option<Reply>;  keep_reply(w, realm, account, key, &Reply);  forget_replies(w, realm, before, kept, earlier)
//! notify(w, realm, &Notice) / notices(tx, realm, &[Target], unread, limit) / read_notice
//! put_attachment (again with `removed` set to take it away) / attachments / attachment / blob_in_use
//! put_follow / follow(tx, realm, token hash) -> Option<Follow> / followers(tx, realm, record)
//! put_import_job / import_job / import_jobs;  add_imported / imported: which rows of a file are in;  key_values: a register's keys
//! add_exchange_order / exchange_order / put_exchange_said / exchange_records: orders of other offices
//! search(tx, realm, text, area: Option<&str>, limit) -> Vec<Record>
//! ```

mod accounts;
mod address;
mod area;
mod ballot;
mod blobs;
mod calendar;
mod chain;
mod codes;
mod copy;
mod desk;
mod dialect;
mod edge;
mod error;
mod exchange;
mod factor;
mod identity;
mod import;
mod journal;
mod keyring;
mod life;
mod list;
mod office;
mod part;
mod passkey;
mod people;
mod plan;
mod postgres;
mod privacy;
mod queue;
mod readers;
mod ready;
mod record;
mod restate;
mod retention;
mod schema;
mod seal;
mod search;
mod sign_in;
mod sqlite;
mod stand_in;
mod store;
mod tally;
mod told;
mod tx;
mod verify;
mod webhook;
mod words;
mod write;

pub use accounts::{AccountQuery, From as AccountsFrom, accounts_page, count_accounts};
pub use address::{Address, addresses, put_addresses};
pub use area::{Area, Body, ancestors, area, areas, bodies, put_areas, put_bodies, subtree};
pub use ballot::{
    Ballot, BallotVoter, account_of, ballot, ballot_box, ballot_voters, ballots_of, ballots_to_count, forget_votes, officials_of,
    put_account_of, put_ballot, put_ballot_box, put_ballot_voter,
};
pub use blobs::{Blobs, FileBlobs};
pub use calendar::{CalendarFeed, calendar_feed, calendar_feed_of, end_calendar_feed, put_calendar_feed};
pub use chain::{Hash, Head};
pub use codes::{Code, code, codes_below, count_codes, find_codes, put_codes};
pub use desk::{
    Attachment, Follow, JOINED, Notice, Reply, Target, advance, attachment, attachments, blob_in_use, follow, followers, forget_attachment,
    forget_replies, keep_reply, next, notices, notify, put_attachment, put_follow, read_notice, reply, unclaimed,
};
pub use dialect::{Columns, Dialect};
pub use edge::{EVER, Edge, Rehang, Successor, body_successors, past_edges, put_body_successors, put_successors, rehang, successors};
pub use error::StoreError;
pub use exchange::{ExchangeOrder, add_exchange_order, exchange_order, exchange_records, put_exchange_said};
pub use factor::{
    SecondFactor, count_recovery_codes, end_second_factor, put_recovery_codes, put_second_factor, second_factor, second_factor_since,
    spend_recovery_code, spend_step,
};
pub use identity::{Identity, add_identity, end_identities, identities_of, identity};
pub use import::{
    ImportJob, ImportedRow, add_imported, import_files_before, import_job, import_jobs, import_updates_since, imported, imported_from,
    key_values, put_import_job,
};
pub use journal::{Acted, Entry, Erasure, Line, acts_after, append, erase, erase_entry, erase_words, journal, timeline};
pub use keyring::{KEY_FILE, read_keys, write_keys};
pub use life::{Owed, add_owed, attendance, forget_attendance, forget_attendant, owed_between, owed_record, put_attendance};
pub use list::{Cursor, ListQuery, Order, Page, Scope, Share, Sighting, count, count_by_category, records, shares, sightings, statements};
pub use office::{
    Appointment, Official, appointment, appointments_at, appointments_below, appointments_in, appointments_of, official, officials_named,
    put_appointment, put_official,
};
pub use part::{add_part, parts};
pub use passkey::{Passkey, end_passkey, end_passkeys, passkey, passkeys_of, put_passkey};
pub use people::{
    Account, Grant, Session, Token, account, account_by_login, accounts, all_grants, end_session, end_sessions, end_token, forget_sessions,
    grants, grants_of_body, put_account, put_grants, put_session, put_token, session, sessions_of, token, tokens, tokens_of,
};
pub use plan::{Plan, plan, plans, plans_due, put_plan};
pub use privacy::{
    PrivacyRequest, count_privacy_requests, privacy_request, privacy_requests, progress, put_privacy_request, put_progress, want_scrub,
};
pub use ready::{Maker, New, NewPersonal, Ready, add_ready};
pub use record::{
    FieldToken, add_record, by_blind, due_to_wake, open_in, open_of_body, personal, put_personal, put_record, record, record_by_number,
};
pub use restate::{restated_categories, restated_children, restated_series};
pub use retention::{
    HeldBack, Retired, RunsOut, add_retired, all_held_back, forget_runs_out, held_back, hold_back, let_go, put_runs_out, retired, runs_out,
    with_personal,
};
pub use seal::{Blind, Keys, Suite};
pub use search::{search, search_words};
pub use sign_in::{SignIn, add_sign_in, count_stranger, forget_sign_ins, sign_ins, sign_ins_of, strangers_since};
pub use stand_in::{StandIn, put_stand_in, stand_in, stand_ins_by_giver, stand_ins_by_taker};
pub use store::{ADDRESS_FILE, Store};
pub use tally::{
    AreaSum, CategorySum, Delta, Point, TallyQuery, fold_tallies, month_of, tally, tally_categories, tally_children, tally_series,
};
pub use told::{
    ChannelCode, ReporterMessage, Subscription, add_told, channel_code, count_told, end_subscription, forget_told, put_channel_code,
    put_reporter_message, put_subscription, reporter_messages_due, reporter_messages_given_up, subscriptions, subscriptions_of, was_told,
};
pub use tx::{Param, Row, Tx};
pub use verify::{Contribution, Problem, Report, recount, verify};
pub use webhook::{
    Delivery, Stage, Webhook, advance_webhook, deliveries, delivery, end_webhook, forget_deliveries, put_delivery, put_webhook,
    retry_deliveries, waiting_delivery, webhook, webhooks, webhooks_due,
};
pub use words::pinyin_initials;
pub use write::Write;
