//! What each step of the schema does. A released step is never edited: folders note which text of it was carried out.

use super::Step;
use crate::dialect::SEARCH;

/// All steps, in the order in which a new database takes them. A new one goes to the end; where it stands does not matter to folders that
/// exist, for each knows by name what it has.
pub(super) const STEPS: &[Step] = &[
    Step { name: "first", statements: FIRST },
    Step { name: "tallies-together", statements: TOGETHER },
    Step { name: "territory-over-time", statements: OVER_TIME },
    Step { name: "own-keys", statements: OWN_KEYS },
    Step { name: "imports", statements: IMPORTS },
    Step { name: "offices", statements: OFFICES },
    Step { name: "codes", statements: CODES },
    Step { name: "standing-in", statements: STANDING_IN },
    Step { name: "privacy", statements: PRIVACY },
    Step { name: "sealed", statements: SEALED },
    Step { name: "second-factors", statements: SECOND_FACTORS },
    Step { name: "public", statements: PUBLIC },
    Step { name: "retention", statements: RETENTION },
    Step { name: "tokens-beside-values", statements: TOKENS },
    Step { name: "import-parts", statements: IMPORT_PARTS },
    Step { name: "sign-ins", statements: SIGN_INS },
    Step { name: "identities", statements: IDENTITIES },
    Step { name: "passkeys", statements: PASSKEYS },
    Step { name: "search-areas", statements: SEARCH_AREAS },
    Step { name: "parts", statements: PARTS },
    Step { name: "webhooks", statements: WEBHOOKS },
    Step { name: "calendar-feeds", statements: CALENDAR_FEEDS },
    Step { name: "told-outside", statements: TOLD },
    Step { name: "ballots", statements: BALLOTS },
    Step { name: "bodies-since", statements: BODIES_SINCE },
    Step { name: "exchanges", statements: EXCHANGES },
    Step { name: "channel-codes", statements: CHANNEL_CODES },
    Step { name: "states", statements: STATES },
    Step { name: "organisation-life", statements: ORGANISATION_LIFE },
];

/// Indexes are few, because each costs a write the pages it touches; the partial ones hold only what is open and stay small.
const FIRST: &[&str] = &[
    "CREATE TABLE record (
        row {row number},
        realm BIGINT NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL, register TEXT NOT NULL, state TEXT NOT NULL,
        open BIGINT NOT NULL, area TEXT NOT NULL, holder TEXT, opener TEXT, source TEXT NOT NULL, category TEXT, urgency TEXT,
        title TEXT NOT NULL, created BIGINT NOT NULL, updated BIGINT NOT NULL, due BIGINT, warn BIGINT, deadline BIGINT,
        closed BIGINT, wake BIGINT, lon DOUBLE PRECISION, lat DOUBLE PRECISION, rating BIGINT, raised BIGINT NOT NULL,
        returns BIGINT NOT NULL, reopened BIGINT NOT NULL, followers BIGINT NOT NULL, supervised BIGINT NOT NULL,
        public BIGINT NOT NULL, version BIGINT NOT NULL, pack TEXT NOT NULL, fields TEXT NOT NULL, memory TEXT NOT NULL)",
    "CREATE TABLE personal (
        realm BIGINT NOT NULL, record TEXT NOT NULL, salt BYTEA NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (realm, record)) {clustered}",
    "CREATE TABLE journal (
        realm BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, body TEXT,
        record TEXT NOT NULL, register TEXT NOT NULL, move TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
        holder TEXT, version BIGINT NOT NULL, facts TEXT NOT NULL, commitment BYTEA, hash BYTEA NOT NULL,
        PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE TABLE journal_words (
        realm BIGINT NOT NULL, seq BIGINT NOT NULL, salt BYTEA NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE TABLE journal_head (realm BIGINT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, hash BYTEA NOT NULL)",
    "CREATE TABLE tally (
        realm BIGINT NOT NULL, area TEXT NOT NULL, register TEXT NOT NULL, category TEXT NOT NULL, day BIGINT NOT NULL,
        measure TEXT NOT NULL, n BIGINT NOT NULL,
        PRIMARY KEY (realm, area, register, category, day, measure)) {clustered}",
    "CREATE TABLE counter (
        realm BIGINT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (realm, name)) {clustered}",
    "CREATE TABLE area (
        realm BIGINT NOT NULL, code TEXT NOT NULL, parent TEXT, level TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        geometry TEXT, households BIGINT NOT NULL, population BIGINT NOT NULL, from_day TEXT, to_day TEXT,
        PRIMARY KEY (realm, code))",
    "CREATE TABLE area_closure (
        realm BIGINT NOT NULL, ancestor TEXT NOT NULL, area TEXT NOT NULL, depth BIGINT NOT NULL,
        PRIMARY KEY (realm, ancestor, area)) {clustered}",
    "CREATE TABLE body (
        realm BIGINT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL, area TEXT NOT NULL, parent TEXT,
        name TEXT NOT NULL, PRIMARY KEY (realm, code)) {clustered}",
    "CREATE TABLE address (
        realm BIGINT NOT NULL, text TEXT NOT NULL, area TEXT NOT NULL, lon DOUBLE PRECISION NOT NULL, lat DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (realm, text)) {clustered}",
    "CREATE TABLE account (
        realm BIGINT NOT NULL, id TEXT NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL, password TEXT NOT NULL,
        disabled BIGINT NOT NULL, failed BIGINT NOT NULL, locked_until BIGINT, lang TEXT NOT NULL, PRIMARY KEY (realm, id))",
    "CREATE TABLE grant_ (
        realm BIGINT NOT NULL, account TEXT NOT NULL, role TEXT NOT NULL, body TEXT NOT NULL, area TEXT NOT NULL,
        from_day TEXT, to_day TEXT, PRIMARY KEY (realm, account, role, body)) {clustered}",
    "CREATE TABLE session (
        realm BIGINT NOT NULL, hash TEXT NOT NULL, account TEXT NOT NULL, created BIGINT NOT NULL, seen BIGINT NOT NULL,
        expires BIGINT NOT NULL, PRIMARY KEY (realm, hash)) {clustered}",
    "CREATE TABLE token (
        realm BIGINT NOT NULL, hash TEXT NOT NULL, account TEXT NOT NULL, label TEXT NOT NULL, created BIGINT NOT NULL,
        expires BIGINT, PRIMARY KEY (realm, hash)) {clustered}",
    "CREATE TABLE idempotency (
        realm BIGINT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status BIGINT NOT NULL,
        body TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (realm, account, key)) {clustered}",
    "CREATE TABLE notice (
        realm BIGINT NOT NULL, id TEXT NOT NULL, target TEXT NOT NULL, record TEXT NOT NULL, move TEXT NOT NULL,
        at BIGINT NOT NULL, read_at BIGINT, PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE attachment (
        realm BIGINT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, sha256 TEXT NOT NULL, thumb TEXT NOT NULL, kind TEXT NOT NULL,
        bytes BIGINT NOT NULL, width BIGINT, height BIGINT, at BIGINT NOT NULL, by_account TEXT NOT NULL, removed BIGINT,
        PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE follow (
        realm BIGINT NOT NULL, hash TEXT NOT NULL, record TEXT NOT NULL, contact TEXT, at BIGINT NOT NULL,
        PRIMARY KEY (realm, hash)) {clustered}",
    "CREATE TABLE search_cursor (realm BIGINT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL)",
    "CREATE TABLE search_print (
        realm BIGINT NOT NULL, row BIGINT NOT NULL, print BYTEA NOT NULL, PRIMARY KEY (realm, row)) {clustered}",
    SEARCH,
    "CREATE UNIQUE INDEX record_id ON record (realm, id)",
    "CREATE UNIQUE INDEX record_number ON record (realm, number)",
    "CREATE INDEX record_held ON record (realm, holder, register, due) WHERE open = 1",
    "CREATE INDEX record_open_in ON record (realm, area, register, due) WHERE open = 1",
    "CREATE INDEX record_open ON record (realm, register, due, area) WHERE open = 1",
    "CREATE INDEX record_wake ON record (realm, wake) WHERE wake IS NOT NULL",
    "CREATE INDEX record_in ON record (realm, area, register, created)",
    "CREATE INDEX record_created ON record (realm, register, created, area)",
    "CREATE INDEX record_updated ON record (realm, register, updated, area)",
    "CREATE INDEX record_opened ON record (realm, opener, register, created) WHERE opener IS NOT NULL",
    "CREATE INDEX closure_area ON area_closure (realm, area, depth)",
    "CREATE INDEX journal_record ON journal (realm, record, version)",
    "CREATE UNIQUE INDEX account_login ON account (realm, login)",
    "CREATE INDEX grant_body ON grant_ (realm, body)",
    "CREATE INDEX session_account ON session (realm, account)",
    "CREATE INDEX notice_target ON notice (realm, target, at)",
    "CREATE INDEX attachment_record ON attachment (realm, record)",
    "CREATE INDEX follow_record ON follow (realm, record)",
];

/// What is written at the same time lies together: tallies by day, notices by whom they are for; and the log that tallies pass through.
const TOGETHER: &[&str] = &[
    "CREATE TABLE tally_by_day (
        realm BIGINT NOT NULL, register TEXT NOT NULL, day BIGINT NOT NULL, area TEXT NOT NULL, category TEXT NOT NULL,
        measure TEXT NOT NULL, n BIGINT NOT NULL,
        PRIMARY KEY (realm, register, day, area, category, measure)) {clustered}",
    "INSERT INTO tally_by_day (realm, register, day, area, category, measure, n)
        SELECT realm, register, day, area, category, measure, n FROM tally",
    "DROP TABLE tally",
    "ALTER TABLE tally_by_day RENAME TO tally",
    "CREATE TABLE tally_log (realm BIGINT NOT NULL, seq BIGINT NOT NULL, deltas TEXT NOT NULL, PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE TABLE notice_by_target (
        realm BIGINT NOT NULL, target TEXT NOT NULL, at BIGINT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, move TEXT NOT NULL,
        read_at BIGINT, PRIMARY KEY (realm, target, at, id)) {clustered}",
    "INSERT INTO notice_by_target (realm, target, at, id, record, move, read_at)
        SELECT realm, target, at, id, record, move, read_at FROM notice",
    "DROP TABLE notice",
    "ALTER TABLE notice_by_target RENAME TO notice",
    // Lists of one category are told by the index which rows to leave alone.
    "DROP INDEX record_in",
    "DROP INDEX record_created",
    "CREATE INDEX record_in ON record (realm, area, register, created, category)",
    "CREATE INDEX record_created ON record (realm, register, created, area, category)",
];

/// The territory over time: since when what hangs below what, and what became of areas and bodies that ended. Until now all was as it always was.
const OVER_TIME: &[&str] = &[
    "CREATE TABLE area_edge (
        realm BIGINT NOT NULL, area TEXT NOT NULL, parent TEXT NOT NULL, from_day BIGINT NOT NULL, to_day BIGINT NOT NULL,
        PRIMARY KEY (realm, area, from_day)) {clustered}",
    "CREATE INDEX edge_parent ON area_edge (realm, parent, area, from_day, to_day)",
    "INSERT INTO area_edge (realm, area, parent, from_day, to_day)
        SELECT realm, code, parent, -9999999, 9999999 FROM area WHERE parent IS NOT NULL",
    "CREATE TABLE area_successor (
        realm BIGINT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, day BIGINT NOT NULL, main BIGINT NOT NULL,
        PRIMARY KEY (realm, old, new)) {clustered}",
    "CREATE TABLE body_successor (
        realm BIGINT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, day BIGINT NOT NULL, main BIGINT NOT NULL,
        PRIMARY KEY (realm, old, new)) {clustered}",
    "CREATE TABLE plan (
        realm BIGINT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, day BIGINT, version BIGINT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (realm, id)) {clustered}",
];

/// Personal values, words and answers are sealed; [`crate::keyring`] moves in what was kept in clear before and drops the old tables. A blind
/// index finds whole identity numbers and phone numbers without telling them.
const SEALED: &[&str] = &[
    "ALTER TABLE personal RENAME TO personal_clear",
    "ALTER TABLE journal_words RENAME TO journal_words_clear",
    "ALTER TABLE idempotency RENAME TO idempotency_clear",
    "CREATE TABLE personal (
        realm BIGINT NOT NULL, record TEXT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (realm, record)) {clustered}",
    "CREATE TABLE journal_words (
        realm BIGINT NOT NULL, seq BIGINT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE TABLE idempotency (
        realm BIGINT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status BIGINT NOT NULL,
        sealed BYTEA NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (realm, account, key)) {clustered}",
    "CREATE TABLE personal_index (
        realm BIGINT NOT NULL, blind BYTEA NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (realm, blind, record, field)) {clustered}",
    "CREATE INDEX personal_index_record ON personal_index (realm, record)",
];

/// A password that somebody else set must be changed by its owner; a session tells its owner in which browser it is.
const OWN_KEYS: &[&str] = &[
    "ALTER TABLE account ADD COLUMN must_change BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX token_account ON token (realm, account)",
];

/// Imports: what each was about and came to, and which rows of a file are in.
const IMPORTS: &[&str] = &[
    "CREATE TABLE import_job (
        realm BIGINT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, register TEXT NOT NULL, move TEXT NOT NULL,
        updates BIGINT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL,
        rows BIGINT NOT NULL, made BIGINT NOT NULL, changed BIGINT NOT NULL, same BIGINT NOT NULL, known BIGINT NOT NULL,
        bad BIGINT NOT NULL, created BIGINT NOT NULL, updated BIGINT NOT NULL, PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE import_row (
        realm BIGINT NOT NULL, file TEXT NOT NULL, sheet BIGINT NOT NULL, row BIGINT NOT NULL, record TEXT NOT NULL,
        number TEXT NOT NULL, PRIMARY KEY (realm, file, sheet, row)) {clustered}",
    "CREATE INDEX import_job_of ON import_job (realm, account, created)",
];

/// Bodies that end, and who holds which post in them.
const OFFICES: &[&str] = &[
    "ALTER TABLE body ADD COLUMN to_day TEXT",
    "CREATE INDEX body_area ON body (realm, area)",
    "CREATE TABLE official (
        realm BIGINT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, member BIGINT NOT NULL, home TEXT, unit TEXT, standing TEXT NOT NULL,
        PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE appointment (
        realm BIGINT NOT NULL, id TEXT NOT NULL, person TEXT NOT NULL, body TEXT NOT NULL, post TEXT NOT NULL, concurrent BIGINT NOT NULL,
        from_day BIGINT NOT NULL, term_day BIGINT, to_day BIGINT, ended BIGINT, how TEXT NOT NULL, due BIGINT, present BIGINT, agreed BIGINT,
        basis TEXT NOT NULL, stands_in TEXT, PRIMARY KEY (realm, id)) {clustered}",
    "CREATE INDEX appointment_body ON appointment (realm, body, from_day)",
    "CREATE INDEX appointment_person ON appointment (realm, person, from_day)",
];

/// The country's table of areas. What lies below an area is one range of the key.
const CODES: &[&str] = &["CREATE TABLE code (
        realm BIGINT NOT NULL, level BIGINT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, initials TEXT NOT NULL,
        PRIMARY KEY (realm, level, code)) {clustered}"];
/// What people asked about their own data, sealed as a whole; and how far work in the background has come.
const PRIVACY: &[&str] = &[
    "CREATE TABLE privacy_request (
        realm BIGINT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, version BIGINT NOT NULL, sealed BYTEA NOT NULL,
        PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE progress (
        realm BIGINT NOT NULL, name TEXT NOT NULL, at BIGINT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (realm, name)) {clustered}",
];

/// Roles handed to a colleague for some days.
const STANDING_IN: &[&str] = &[
    "CREATE TABLE stand_in (
        realm BIGINT NOT NULL, id TEXT NOT NULL, giver TEXT NOT NULL, taker TEXT NOT NULL, role TEXT NOT NULL, body TEXT NOT NULL,
        area TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, made BIGINT NOT NULL, ended BIGINT,
        PRIMARY KEY (realm, id)) {clustered}",
    "CREATE INDEX stand_in_taker ON stand_in (realm, taker, to_day)",
    "CREATE INDEX stand_in_giver ON stand_in (realm, giver, to_day)",
];

/// Second factors: the secret of each is sealed, and of recovery codes only a keyed hash is kept. A session says how it was opened.
const SECOND_FACTORS: &[&str] = &[
    "CREATE TABLE second_factor (
        realm BIGINT NOT NULL, account TEXT NOT NULL, sealed BYTEA NOT NULL, since BIGINT NOT NULL, step BIGINT NOT NULL,
        PRIMARY KEY (realm, account)) {clustered}",
    "CREATE TABLE recovery_code (
        realm BIGINT NOT NULL, account TEXT NOT NULL, blind BYTEA NOT NULL, PRIMARY KEY (realm, account, blind)) {clustered}",
    "ALTER TABLE session ADD COLUMN way TEXT NOT NULL DEFAULT ''",
];

/// What anybody may see, in the order of the public list; most registers have none of it.
const PUBLIC: &[&str] = &["CREATE INDEX record_public ON record (realm, register, created, category) WHERE public = 1"];

/// What runs out when, what has been erased because it had, and what is only kept.
const RETENTION: &[&str] = &[
    "CREATE TABLE retention (
        realm BIGINT NOT NULL, record TEXT NOT NULL, register TEXT NOT NULL, area TEXT NOT NULL, due BIGINT NOT NULL, seen BIGINT NOT NULL,
        PRIMARY KEY (realm, record)) {clustered}",
    "CREATE INDEX retention_due ON retention (realm, due)",
    "CREATE TABLE retired (
        realm BIGINT NOT NULL, day BIGINT NOT NULL, register TEXT NOT NULL, records BIGINT NOT NULL, fields BIGINT NOT NULL,
        words BIGINT NOT NULL, photos BIGINT NOT NULL, PRIMARY KEY (realm, day, register)) {clustered}",
    "CREATE TABLE held_back (
        realm BIGINT NOT NULL, record TEXT NOT NULL, at BIGINT NOT NULL, request TEXT NOT NULL,
        PRIMARY KEY (realm, record)) {clustered}",
];

/// The tokens under which somebody is found stand beside the values too, which is where to take them out of the index: it needs no second
/// order, by record, that was as large as the first.
const TOKENS: &[&str] = &[
    "ALTER TABLE personal ADD COLUMN tokens TEXT NOT NULL DEFAULT ''",
    "UPDATE personal SET tokens = COALESCE((SELECT {token lines} FROM personal_index i
        WHERE i.realm = personal.realm AND i.record = personal.record), '')",
    "DELETE FROM personal_index WHERE NOT EXISTS (SELECT 1 FROM personal p WHERE p.realm = personal_index.realm
        AND p.record = personal_index.record)",
    "DROP INDEX personal_index_record",
];

/// Which rows of a file are in, many of them in one: a line each of sheet, row, record and number.
const IMPORT_PARTS: &[&str] = &[
    "CREATE TABLE import_part (
        realm BIGINT NOT NULL, file TEXT NOT NULL, part BIGINT NOT NULL, rows TEXT NOT NULL,
        PRIMARY KEY (realm, file, part)) {clustered}",
    "INSERT INTO import_part (realm, file, part, rows) SELECT realm, file, sheet * 10000000 + row,
        CAST(sheet AS TEXT) || '\t' || CAST(row AS TEXT) || '\t' || record || '\t' || number || '\n' FROM import_row",
    "DROP TABLE import_row",
];

/// Sign-ins and tries, and how often logins were tried that nobody has.
const SIGN_INS: &[&str] = &[
    "CREATE TABLE sign_in (
        realm BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, account TEXT NOT NULL, what TEXT NOT NULL, way TEXT NOT NULL,
        browser TEXT NOT NULL, network TEXT NOT NULL, actor TEXT NOT NULL, hash BYTEA NOT NULL, PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE INDEX sign_in_account ON sign_in (realm, account, seq)",
    "CREATE TABLE sign_in_stranger (realm BIGINT NOT NULL, day BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (realm, day)) {clustered}",
];

/// Which account somebody known elsewhere is.
const IDENTITIES: &[&str] = &[
    "CREATE TABLE identity (
        realm BIGINT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL, made BIGINT NOT NULL,
        PRIMARY KEY (realm, issuer, subject)) {clustered}",
    "CREATE INDEX identity_account ON identity (realm, account)",
];

/// Passkeys: public keys, and what their owners call them.
const PASSKEYS: &[&str] = &[
    "CREATE TABLE passkey (
        realm BIGINT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, label TEXT NOT NULL, algorithm BIGINT NOT NULL, key BYTEA NOT NULL,
        counter BIGINT NOT NULL, made BIGINT NOT NULL, used BIGINT, PRIMARY KEY (realm, id)) {clustered}",
    "CREATE INDEX passkey_account ON passkey (realm, account)",
];

/// The search index says in which area a record is: it follows the journal from its beginning once more, and notes up to where it did not.
const SEARCH_AREAS: &[&str] = &[
    "INSERT INTO progress (realm, name, at, record) SELECT realm, 'search-areas', seq, '' FROM journal_head WHERE seq > 0",
    "DELETE FROM search_cursor",
];

/// Which record was opened from which.
const PARTS: &[&str] = &["CREATE TABLE part (
        realm BIGINT NOT NULL, origin TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (realm, origin, record)) {clustered}"];

/// Where news of acts is sent, sealed where it is secret, and what became of each delivery.
const WEBHOOKS: &[&str] = &[
    "CREATE TABLE webhook (
        realm BIGINT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, sealed BYTEA NOT NULL, old_until BIGINT, area TEXT NOT NULL,
        registers TEXT NOT NULL, kinds TEXT NOT NULL, ignored TEXT, made BIGINT NOT NULL, made_by TEXT NOT NULL, off TEXT NOT NULL,
        seq BIGINT NOT NULL, next_at BIGINT NOT NULL, given_up BIGINT NOT NULL, PRIMARY KEY (realm, id)) {clustered}",
    "CREATE TABLE webhook_delivery (
        realm BIGINT NOT NULL, webhook TEXT NOT NULL, seq BIGINT NOT NULL, stage TEXT NOT NULL, attempts BIGINT NOT NULL, last_at BIGINT,
        status BIGINT, problem TEXT NOT NULL, said TEXT NOT NULL, millis BIGINT NOT NULL, PRIMARY KEY (realm, webhook, seq)) {clustered}",
    "CREATE INDEX webhook_waiting ON webhook_delivery (realm, webhook, seq) WHERE stage = 'waiting'",
];

/// Secret addresses of people's calendars, of which only a hash is kept.
const CALENDAR_FEEDS: &[&str] = &[
    "CREATE TABLE calendar_feed (
        realm BIGINT NOT NULL, hash TEXT NOT NULL, account TEXT NOT NULL, made BIGINT NOT NULL, PRIMARY KEY (realm, hash)) {clustered}",
    "CREATE UNIQUE INDEX calendar_feed_account ON calendar_feed (realm, account)",
];

/// What people want to be told of outside the program and how, what was told, and messages to those who reported.
const TOLD: &[&str] = &[
    "CREATE TABLE subscription (
        realm BIGINT NOT NULL, account TEXT NOT NULL, channel TEXT NOT NULL, sealed BYTEA NOT NULL, daily BIGINT NOT NULL,
        quiet_from BIGINT, quiet_to BIGINT, since BIGINT NOT NULL, failed BIGINT NOT NULL,
        next_at BIGINT NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (realm, account, channel)) {clustered}",
    "CREATE TABLE told (
        realm BIGINT NOT NULL, account TEXT NOT NULL, channel TEXT NOT NULL, notice TEXT NOT NULL, at BIGINT NOT NULL,
        given_up BIGINT NOT NULL, PRIMARY KEY (realm, account, channel, notice)) {clustered}",
    "CREATE TABLE reporter_message (
        realm BIGINT NOT NULL, seq BIGINT NOT NULL, record TEXT NOT NULL, sealed BYTEA NOT NULL, at BIGINT NOT NULL, stage TEXT NOT NULL,
        attempts BIGINT NOT NULL, next_at BIGINT NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (realm, seq)) {clustered}",
    "CREATE INDEX reporter_message_waiting ON reporter_message (realm, next_at, seq) WHERE stage = 'waiting'",
];

/// Votes of bodies' members: the roll, what was voted openly, and a box for what was voted in secret; and which accounts those have who
/// hold posts. No rows are numbered: their order would tell when they were written.
const BALLOTS: &[&str] = &[
    "CREATE TABLE ballot (
        realm BIGINT NOT NULL, record TEXT NOT NULL, register TEXT NOT NULL, body TEXT NOT NULL, opened BIGINT NOT NULL,
        until BIGINT NOT NULL, secret BIGINT NOT NULL, counted BIGINT, result TEXT NOT NULL, PRIMARY KEY (realm, record)) {clustered}",
    "CREATE INDEX ballot_running ON ballot (realm, until) WHERE counted IS NULL",
    "CREATE INDEX ballot_body ON ballot (realm, body, register, opened)",
    "CREATE TABLE ballot_voter (
        realm BIGINT NOT NULL, record TEXT NOT NULL, person TEXT NOT NULL, post TEXT NOT NULL, votes BIGINT NOT NULL,
        has_read BIGINT NOT NULL, voted BIGINT NOT NULL, sealed BYTEA, PRIMARY KEY (realm, record, person)) {clustered}",
    "CREATE TABLE ballot_box (
        realm BIGINT NOT NULL, record TEXT NOT NULL, votes BYTEA NOT NULL, PRIMARY KEY (realm, record)) {clustered}",
    "CREATE TABLE official_account (
        realm BIGINT NOT NULL, account TEXT NOT NULL, official TEXT NOT NULL, PRIMARY KEY (realm, account, official)) {clustered}",
    "CREATE INDEX official_account_of ON official_account (realm, official)",
];

/// Since when a body stands, where somebody said so.
const BODIES_SINCE: &[&str] = &["ALTER TABLE body ADD COLUMN from_day TEXT"];

/// Orders of other offices, each number once, and by which exchange a file is imported.
const EXCHANGES: &[&str] = &[
    "CREATE TABLE exchange_order (
        realm BIGINT NOT NULL, register TEXT NOT NULL, exchange TEXT NOT NULL, number TEXT NOT NULL, record TEXT NOT NULL,
        said BYTEA NOT NULL, PRIMARY KEY (realm, register, exchange, number)) {clustered}",
    "ALTER TABLE import_job ADD COLUMN exchange TEXT NOT NULL DEFAULT ''",
];

/// Addresses that people typed are confirmed by a code; those that are there already are taken as they are.
const CHANNEL_CODES: &[&str] = &[
    "ALTER TABLE subscription ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 1",
    "CREATE TABLE channel_code (
        realm BIGINT NOT NULL, account TEXT NOT NULL, channel TEXT NOT NULL, print BYTEA NOT NULL, at BIGINT NOT NULL,
        day BIGINT NOT NULL, sent BIGINT NOT NULL, tries BIGINT NOT NULL, PRIMARY KEY (realm, account, channel)) {clustered}",
];

/// Records of a state are found without walking over the others, and an area's are told apart by state in the index itself.
const STATES: &[&str] = &[
    "DROP INDEX record_in",
    "CREATE INDEX record_in ON record (realm, area, register, created, category, state)",
    "CREATE INDEX record_state ON record (realm, register, state, created, area)",
];

/// Which record is a body's duty of which period, and who was at a meeting.
const ORGANISATION_LIFE: &[&str] = &[
    "CREATE TABLE owed (
        realm BIGINT NOT NULL, register TEXT NOT NULL, duty TEXT NOT NULL, body TEXT NOT NULL, from_day BIGINT NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (realm, register, duty, body, from_day)) {clustered}",
    "CREATE INDEX owed_day ON owed (realm, register, from_day)",
    "CREATE TABLE attendance (
        realm BIGINT NOT NULL, record TEXT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (realm, record)) {clustered}",
];
