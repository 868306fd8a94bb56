//! The program: one binary for the office mini-PC and for the province.
#![allow(clippy::print_stdout, reason = "a command line talks on standard output")]

mod bench;
mod cmd;
mod folder;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Linli 邻里: community work from a report at the door to a satisfied resident.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the place in a data folder
    Serve {
        /// Data folder, or the address of a PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Browsers come by https through a proxy that does not say so: mark every cookie Secure
        #[arg(long)]
        https: bool,
        /// Where browsers reach this server, such as `https://linli.example.cn`, for single sign-on and passkeys
        #[arg(long, env = "LINLI_ADDRESS")]
        address: Option<String>,
        /// Internal networks that webhooks may be in, such as `10.20.0.0/16,192.168.1.5`; else they are on the public Internet
        #[arg(long, env = "LINLI_WEBHOOK_NETWORKS", value_delimiter = ',')]
        webhook_networks: Vec<linli_courier::Network>,
    },
    /// Make a place's world with a year of cases, then serve it
    Demo {
        /// The place, a folder of packs/ (shushan), or a folder with a pack and its world
        place: String,
        /// Data folder, made if it is not there; or the address of a PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Cases in the year; as many as the place's world has, if not given
        #[arg(long)]
        cases: Option<usize>,
        /// Make the world and stop
        #[arg(long)]
        no_serve: bool,
        /// What personal data is sealed with: aes-256-gcm, or sm4-gcm where national algorithms are asked for
        #[arg(long, default_value = "aes-256-gcm")]
        seal: String,
        /// Last day of the year, YYYY-MM-DD; today if not given. The same day gives the same bytes
        #[arg(long)]
        until: Option<String>,
    },
    /// Check, print or start a pack
    Pack {
        #[command(subcommand)]
        command: cmd::pack::PackCommand,
    },
    /// Derive the figures that a place's document reports from the raw records
    Figures {
        /// The place
        place: String,
        /// Data folder, or the address of a PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Check the journal's chain, the sealed values, the records and the tallies
    Verify {
        /// Data folder, or a backup, or the address of a PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// Key file, where it does not lie in that folder
        #[arg(long)]
        keys: Option<PathBuf>,
    },
    /// Copy a running place into a new folder, without the keys of its personal data
    Backup {
        /// Data folder, or the address of a PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// Folder to make
        #[arg(long)]
        to: PathBuf,
        /// Put the keys into the copy too: whoever has it can then read everything
        #[arg(long)]
        with_keys: bool,
    },
    /// Put a backup in place as a new data folder, after verifying it
    Restore {
        /// Folder made by `backup`
        #[arg(long)]
        from: PathBuf,
        /// Data folder to make, or the address of an empty PostgreSQL database (`postgres://…`)
        #[arg(long, value_parser = folder::place_of)]
        data: PathBuf,
        /// Key file, where the backup was made without it
        #[arg(long)]
        keys: Option<PathBuf>,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        command: cmd::token::TokenCommand,
    },
    /// Import records of a register from Excel or CSV, beside a running server; found a real place from its code table
    Import(cmd::import::ImportCommand),
    /// Measure this machine
    Bench {
        #[command(subcommand)]
        command: bench::BenchCommand,
    },
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
    let done = match Cli::parse().command {
        Command::Serve { data, listen, https, address, webhook_networks } => {
            cmd::serve::serve(&data, &listen, https, address.as_deref(), &webhook_networks)
        }
        Command::Demo { place, data, listen, cases, no_serve, seal, until } => {
            cmd::demo::demo(&cmd::demo::Wanted { place, data, listen, cases, no_serve, seal, until })
        }
        Command::Pack { command } => cmd::pack::run(&command),
        Command::Figures { place, data, json } => cmd::figures::figures(&place, &data, json),
        Command::Verify { data, keys } => cmd::verify::verify(&data, keys.as_deref()),
        Command::Backup { data, to, with_keys } => cmd::backup::backup(&data, &to, with_keys),
        Command::Restore { from, data, keys } => cmd::backup::restore(&from, &data, keys.as_deref()),
        Command::Token { command } => cmd::token::run(&command),
        Command::Import(command) => cmd::import::run(&command),
        Command::Bench { command } => bench::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("linli: {why}");
            ExitCode::FAILURE
        }
    }
}
