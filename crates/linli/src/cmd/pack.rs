//! `linli pack new|check|doc`.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use linli_pack::Lang;

use crate::folder;

/// What can be done with a pack.
#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    /// Report every mistake at once; exit code 1 if there is an error
    Check {
        /// Folder of the pack
        dir: PathBuf,
    },
    /// Print the handbook of a pack as Markdown
    Doc {
        /// Folder of the pack
        dir: PathBuf,
        /// Language of the handbook
        #[arg(long, value_enum, default_value_t = Tongue::Zh)]
        lang: Tongue,
    },
    /// Start a pack over the base pack
    New {
        /// Folder to make
        dir: PathBuf,
    },
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Tongue {
    /// Chinese
    Zh,
    /// English
    En,
}

impl From<Tongue> for Lang {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Zh => Self::Zh,
            Tongue::En => Self::En,
        }
    }
}

pub(crate) fn run(command: &PackCommand) -> Result<(), String> {
    match command {
        PackCommand::Check { dir } => check(dir),
        PackCommand::Doc { dir, lang } => {
            print!("{}", linli_pack::to_markdown(&folder::pack(dir)?, (*lang).into()));
            Ok(())
        }
        PackCommand::New { dir } => new(dir),
    }
}

fn check(dir: &Path) -> Result<(), String> {
    let checked = folder::check(dir)?;
    for text in &checked.diagnostics {
        println!("{text}\n");
    }
    match (&checked.pack, checked.errors) {
        (Some(pack), 0) => {
            println!(
                "{}: {} registers, {} roles, no errors ({} warnings)",
                pack.name,
                pack.registers.len(),
                pack.roles.len(),
                checked.diagnostics.len()
            );
            Ok(())
        }
        (_, errors) => Err(format!("{errors} errors in {}", dir.display())),
    }
}

fn new(dir: &Path) -> Result<(), String> {
    let name = dir.file_name().and_then(|name| name.to_str()).ok_or("the folder needs a name")?;
    if dir.exists() {
        return Err(format!("{} is already there; choose another folder", dir.display()));
    }
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    if !is_name {
        return Err(format!("{name} cannot name a pack: use lower-case letters a-z, digits, - and _, a letter first"));
    }
    let text = format!(
        r#"# A place's pack: only what differs from the base pack. The language is described in docs/pack-language.md.

[pack]
name = "{name}"
label = {{ zh = "{name}", en = "{name}" }}
extends = "base"
root = "000000"   # the six-digit code of the district
source = {{ zh = "依据的文件", en = "The document it follows" }}

# Example: a shorter first response for urgent cases.
# [register.case.state.reported]
# due = {{ default = "4 work hours", red = "15 minutes" }}
# basis = "文件 一-一"
"#
    );
    std::fs::create_dir_all(dir).and_then(|()| std::fs::write(dir.join("pack.toml"), text)).map_err(|error| error.to_string())?;
    println!("{} is ready: edit it, then `linli pack check {}`", dir.join("pack.toml").display(), dir.display());
    Ok(())
}
