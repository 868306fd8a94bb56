//! `linli token create`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::folder;

/// What can be done with API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token for an account and print it; it is shown this once
    Create {
        /// Data folder
        #[arg(long)]
        data: PathBuf,
        /// Login name of the account
        #[arg(long)]
        account: String,
    },
}

pub(crate) fn run(command: &TokenCommand) -> Result<(), String> {
    let TokenCommand::Create { data, account } = command;
    let app = folder::open_beside(data)?;
    println!("{}", app.make_token(account, "linli token create").map_err(|error| format!("account {account}: {error}"))?);
    Ok(())
}
