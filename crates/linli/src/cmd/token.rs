//! `linli token create`, `list` and `revoke`.

use std::path::PathBuf;

use clap::Subcommand;
use linli_app::{App, AppError, days};

use crate::folder;

/// What can be done with API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token for an account and print it; it is shown this once
    Create {
        /// Data folder
        #[arg(long, value_parser = crate::folder::place_of)]
        data: PathBuf,
        /// Login name of the account
        #[arg(long)]
        account: String,
    },
    /// List the tokens that have not ended: the beginning of its fingerprint, account, what it is for, last day
    List {
        /// Data folder
        #[arg(long, value_parser = crate::folder::place_of)]
        data: PathBuf,
    },
    /// End a token at once
    Revoke {
        /// Data folder
        #[arg(long, value_parser = crate::folder::place_of)]
        data: PathBuf,
        /// The beginning of its fingerprint, as `list` prints it
        token: String,
    },
}

/// Characters of a fingerprint that are printed: 48 bits.
const SHOWN: usize = 12;

pub(crate) fn run(command: &TokenCommand) -> Result<(), String> {
    match command {
        TokenCommand::Create { data, account } => {
            let app = folder::open_beside(data)?;
            println!("{}", app.make_token(account, "linli token create").map_err(|error| format!("account {account}: {error}"))?);
        }
        TokenCommand::List { data } => list(&folder::open_beside(data)?)?,
        TokenCommand::Revoke { data, token } => {
            let app = folder::open_beside(data)?;
            let ended = app.revoke_token(token).map_err(|error| match error {
                AppError::NotFound(_) => {
                    format!("not exactly one token begins with {token}; `linli token list --data {}` has them", data.display())
                }
                error => error.to_string(),
            })?;
            println!("revoked: {}", ended.label);
        }
    }
    Ok(())
}

fn list(app: &App) -> Result<(), String> {
    let zone = &app.pack().clock.timezone;
    for (token, login) in app.all_tokens().map_err(|error| error.to_string())? {
        let last = token.expires.and_then(|ends| days::date(days::of(ends - 1, zone)));
        let last = last.map_or_else(|| "no end".to_owned(), |day| format!("to {day}"));
        println!("{}  {login:<28}  {last:<13}  {}", token.hash.get(..SHOWN).unwrap_or(&token.hash), token.label);
    }
    Ok(())
}
