//! `linli import`: a register's records from a file, beside a running server.

use std::path::PathBuf;

use clap::Args;
use linli_app::import::{Checked, Counts, Finding, Mode, Order, Progress};
use linli_app::{App, AppError};
use linli_pack::Lang;
use linli_web::{Locale, sheet};

use crate::cmd::pack::Tongue;
use crate::cmd::tables::{self, TableCommand};
use crate::folder;

/// What is to be imported. A register's records need no name of their own: `linli import wish wishes.xlsx …`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ImportCommand {
    #[command(subcommand)]
    table: Option<TableCommand>,
    #[command(flatten)]
    records: Option<Records>,
}

/// Records of a register.
#[derive(Debug, Args)]
pub(crate) struct Records {
    /// The register, such as wish
    register: String,
    /// Excel (.xlsx) or CSV file
    file: PathBuf,
    /// Data folder
    #[arg(long, value_parser = crate::folder::place_of)]
    data: PathBuf,
    /// Login name of the account that imports; every row is an act of theirs
    #[arg(long)]
    account: String,
    /// The move that opens records, where the account has several
    #[arg(long = "move")]
    mv: Option<String>,
    /// The exchange in whose columns the file is (12345 orders: hotline); then `--move` and `--update` have no meaning
    #[arg(long, conflicts_with_all = ["mv", "update"])]
    exchange: Option<String>,
    /// Import the rows without mistakes; without this one mistake keeps all out
    #[arg(long)]
    good_rows: bool,
    /// Change records that are there, found by number or the register's key
    #[arg(long)]
    update: bool,
    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Language of the report
    #[arg(long, value_enum)]
    lang: Option<Tongue>,
}

pub(crate) fn run(command: &ImportCommand) -> Result<(), String> {
    match (&command.table, &command.records) {
        (Some(table), _) => tables::run(table),
        (None, Some(records)) => import(records),
        (None, None) => Err("name a register and a file".to_owned()),
    }
}

fn import(wanted: &Records) -> Result<(), String> {
    let lang: Lang = wanted.lang.map_or_else(folder::terminal_lang, Into::into);
    let l = match lang {
        Lang::Zh => Locale::Zh,
        Lang::En => Locale::En,
    };
    let bytes = std::fs::read(&wanted.file).map_err(|error| format!("{}: {error}", wanted.file.display()))?;
    let app = folder::open_beside(&wanted.data)?;
    let said = |error: &AppError| sheet::refusal(l, &app, &wanted.register, error);
    let context = app.staff(&wanted.account, lang).map_err(|error| format!("{}: {}", wanted.account, said(&error)))?;
    let labels = sheet::labels();
    let exchange = match &wanted.exchange {
        Some(name) => Some(app.exchange(&context, &wanted.register, name, &labels).map_err(|error| said(&error))?.1),
        None => None,
    };
    let moves = app.importable(&context, &wanted.register, &labels);
    let named = |name: &String| moves.iter().find(|mv| mv.name == *name).copied();
    let by = exchange.map(|exchange| &exchange.mv).or(wanted.mv.as_ref());
    let mv = by.map_or_else(|| moves.first().copied(), named);
    let mv = mv.ok_or_else(|| said(&AppError::Forbidden("import")))?;
    let file = wanted.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let order = Order {
        register: wanted.register.clone(),
        mv: mv.name.clone(),
        updates: wanted.update,
        exchange: exchange.map(|one| one.name.clone()).unwrap_or_default(),
        file,
    };
    let mode = if wanted.good_rows { Mode::Good } else { Mode::All };
    let bad = if wanted.dry_run {
        let checked = app.import_check(&context, &order, &labels, &bytes, &Progress::default()).map_err(|error| said(&error))?;
        report(l, &app, &checked, &checked.findings, checked.counts, false);
        checked.counts.bad
    } else {
        let (checked, ran) = app.import_now(&context, &order, &labels, &bytes, mode).map_err(|error| said(&error))?;
        report(l, &app, &checked, &ran.findings, ran.counts, ran.kept);
        ran.counts.bad
    };
    if bad > 0 { Err(sheet::mistakes(l, bad)) } else { Ok(()) }
}

fn report(l: Locale, app: &App, checked: &Checked, findings: &[Finding], counts: Counts, kept: bool) {
    for note in sheet::notes(l, checked) {
        println!("{note}");
    }
    for found in findings {
        println!("{}", sheet::line(l, app, checked, found));
    }
    for (label, n) in sheet::counts(l, counts, kept) {
        println!("{label}  {n}");
    }
}
