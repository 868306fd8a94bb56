//! Packs and places in folders: reading what lies there, and the packs that the binary brings along.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use linli_app::clock::{Clock, SystemClock};
use linli_app::random::Random;
use linli_app::{App, Parts};
use linli_engine::TableCalendar;
use linli_engine::calendar::CalendarProblem;
use linli_pack::model::Pack;
use linli_pack::{Lang, Severity, Source};
use linli_store::{KEY_FILE, Store};
use linli_world::World;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../packs/"]
struct Packs;

/// A pack with all that was found in it.
pub(crate) struct Checked {
    /// The pack, when there was no error.
    pub(crate) pack: Option<Pack>,
    /// Every finding, rendered with file, line and caret.
    pub(crate) diagnostics: Vec<String>,
    /// How many of them are errors.
    pub(crate) errors: usize,
}

/// The language of this terminal.
pub(crate) fn terminal_lang() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match set {
        Some(value) if value.starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// Reads a pack's folder and what it extends, and checks it.
pub(crate) fn check(dir: &Path) -> Result<Checked, String> {
    let own = sources(dir)?;
    let base = match linli_pack::extends(&own) {
        None => None,
        // A pack beside it wins over the one in the binary.
        Some(name) => Some(match dir.parent().map(|parent| parent.join(&name)).filter(|beside| beside.is_dir()) {
            Some(beside) => sources(&beside)?,
            None => embedded(&name).ok_or_else(|| format!("{} extends {name}, which is neither beside it nor built in", dir.display()))?,
        }),
    };
    let layers: Vec<Vec<Source>> = base.into_iter().chain([own]).collect();
    let (pack, found) = linli_pack::parse(&layers);
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let diagnostics = found.iter().map(|diagnostic| linli_pack::render(diagnostic, &layers, terminal_lang())).collect();
    Ok(Checked { pack: pack.filter(|_| errors == 0), diagnostics, errors })
}

/// A pack that must be without errors.
pub(crate) fn pack(dir: &Path) -> Result<Pack, String> {
    let checked = check(dir)?;
    checked.pack.ok_or_else(|| format!("{}\n\n{} errors in {}", checked.diagnostics.join("\n\n"), checked.errors, dir.display()))
}

fn sources(dir: &Path) -> Result<Vec<Source>, String> {
    let list = std::fs::read_dir(dir).map_err(|error| format!("cannot read {}: {error}", dir.display()))?;
    let mut paths: Vec<_> =
        list.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.extension().is_some_and(|ext| ext == "toml")).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{} holds no .toml file", dir.display()));
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            Ok(Source { path: path.display().to_string(), text })
        })
        .collect()
}

fn embedded(name: &str) -> Option<Vec<Source>> {
    let prefix = format!("{name}/");
    let found: Vec<Source> = Packs::iter()
        .filter(|path| path.strip_prefix(&prefix).is_some_and(|rest| rest.ends_with(".toml") && !rest.contains('/')))
        .filter_map(|path| Some(Source { path: format!("packs/{path}"), text: built_in(&path)? }))
        .collect();
    (!found.is_empty()).then_some(found)
}

/// Copies a pack, of the program or in a folder, and what it extends, into a new data folder, where the operator can change it.
pub(crate) fn unpack(place: &str, data: &Path) -> Result<(), String> {
    let bundle = if embedded(place).is_some() { Bundle::built_in(place) } else { Bundle::find(place) };
    bundle?.unpack(data)
}

/// The two files beside a pack that say how its made-up world differs from others: the description and the code table.
const WORLD: [&str; 2] = ["world.toml", "areas.csv"];

/// The made-up world of the place in a data folder.
pub(crate) fn world(data: &Path) -> Result<World, String> {
    let place = std::fs::read_to_string(data.join("place")).map_err(|error| error.to_string())?;
    let folder = data.join("packs").join(place.trim()).join("world");
    // A folder of an older version has no copy of it.
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).ok().or_else(|| built_in(&format!("{}/world/{file}", place.trim())));
    let [Some(own), Some(table)] = WORLD.map(text) else { return Err(format!("no made-up world is described for {}", place.trim())) };
    World::read(&own, &table).map_err(|error| format!("the world of {}: {error}", place.trim()))
}

fn built_in(path: &str) -> Option<String> {
    String::from_utf8(Packs::get(path)?.data.into_owned()).ok()
}

/// A place's pack and what it extends, as text, on its way into a data folder.
pub(crate) struct Bundle {
    own: Vec<Source>,
    base: Option<(String, Vec<Source>)>,
    /// What is written about its made-up world.
    world: Vec<(&'static str, String)>,
}

impl Bundle {
    /// A pack of the program.
    fn built_in(place: &str) -> Result<Self, String> {
        let own = embedded(place).ok_or_else(|| format!("there is no place called {place}; built in are: {}", places().join(", ")))?;
        let base = linli_pack::extends(&own).and_then(|name| Some((name.clone(), embedded(&name)?)));
        let world = WORLD.into_iter().filter_map(|file| Some((file, built_in(&format!("{place}/world/{file}"))?))).collect();
        Ok(Self { own, base, world })
    }

    /// A pack in a folder, or else of the program.
    pub(crate) fn find(place: &str) -> Result<Self, String> {
        let dir = Path::new(place);
        if !dir.is_dir() {
            return Self::built_in(place);
        }
        let own = sources(dir)?;
        let base = match linli_pack::extends(&own) {
            None => None,
            Some(name) => {
                let beside = dir.parent().map(|parent| parent.join(&name)).filter(|beside| beside.is_dir());
                let text = beside.map(|beside| sources(&beside)).transpose()?.or_else(|| embedded(&name));
                let text = text.ok_or_else(|| format!("{place} extends {name}, which is neither beside it nor built in"))?;
                Some((name, text))
            }
        };
        let world =
            WORLD.into_iter().filter_map(|file| Some((file, std::fs::read_to_string(dir.join("world").join(file)).ok()?))).collect();
        Ok(Self { own, base, world })
    }

    /// Writes the root's code where the pack has none yet (`linli pack new` leaves `000000`).
    pub(crate) fn set_root(&mut self, code: &str) {
        for source in &mut self.own {
            source.text = source.text.replace("root = \"000000\"", &format!("root = \"{code}\""));
        }
    }

    /// The pack, which must be without errors.
    pub(crate) fn pack(&self) -> Result<Pack, String> {
        let layers: Vec<Vec<Source>> = self.base.iter().map(|(_, text)| text.clone()).chain([self.own.clone()]).collect();
        let (pack, found) = linli_pack::parse(&layers);
        let errors: Vec<String> = found
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .map(|diagnostic| linli_pack::render(diagnostic, &layers, terminal_lang()))
            .collect();
        pack.filter(|_| errors.is_empty()).ok_or_else(|| format!("{}\n\n{} errors in the pack", errors.join("\n\n"), errors.len()))
    }

    /// Writes both into a data folder, which from then on is this place's.
    pub(crate) fn unpack(&self, data: &Path) -> Result<(), String> {
        let name = self.pack()?.name;
        let base = self.base.as_ref().map(|(name, text)| (name.as_str(), text));
        for (name, text) in base.into_iter().chain([(name.as_str(), &self.own)]) {
            let folder = data.join("packs").join(name);
            std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
            for source in text {
                let to = folder.join(Path::new(&source.path).file_name().unwrap_or_default());
                std::fs::write(&to, &source.text).map_err(|error| format!("cannot write {}: {error}", to.display()))?;
            }
        }
        if !self.world.is_empty() {
            let folder = data.join("packs").join(&name).join("world");
            std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
            for (file, text) in &self.world {
                std::fs::write(folder.join(file), text).map_err(|error| format!("cannot write {file}: {error}"))?;
            }
        }
        std::fs::write(data.join("place"), name).map_err(|error| error.to_string())
    }
}

/// The places that are built in and have a made-up world.
pub(crate) fn places() -> Vec<String> {
    let mut names: Vec<String> =
        Packs::iter().filter_map(|path| path.strip_suffix("/world/world.toml").map(str::to_owned)).filter(|name| name != "base").collect();
    names.sort();
    names
}

/// The years that the place has added to the national calendar, or put in place of its own.
pub(crate) const CALENDAR: &str = "calendar.csv";

/// The national calendar that is built in, with the place's own years.
fn calendar(data: &Path) -> Result<Arc<TableCalendar>, String> {
    let path = data.join(CALENDAR);
    match std::fs::read_to_string(&path) {
        Ok(own) => read_calendar(&own, &path).map(Arc::new),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Arc::new(TableCalendar::china())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// The national calendar with the years of a table; all lines that cannot be read are said at once.
pub(crate) fn read_calendar(csv: &str, path: &Path) -> Result<TableCalendar, String> {
    TableCalendar::china_and(csv).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{}:{}: {}", path.display(), error.line, said(error.problem))).collect();
        lines.join("\n")
    })
}

fn said(problem: CalendarProblem) -> &'static str {
    let zh = terminal_lang() == Lang::Zh;
    match problem {
        CalendarProblem::Date if zh => "日期要写成 2027-01-01 这样",
        CalendarProblem::Date => "the date must be written as 2027-01-01",
        CalendarProblem::Kind if zh => "第二列只能是 holiday（放假）或 workday（调休上班）",
        CalendarProblem::Kind => "the second column must be `holiday` or `workday` (a make-up day)",
        CalendarProblem::Contradiction if zh => "同一天前面已写过，而且不一样",
        CalendarProblem::Contradiction => "the same day stands further up, as the other kind",
    }
}

/// Where packs, keys and attachments of a place lie whose records are in a server's database.
const FILES: &str = "LINLI_FILES";

/// What `--data` means: a folder; or, for the address of a database, the folder beside it, which keeps everything that is no record.
pub(crate) fn place_of(data: &str) -> Result<PathBuf, String> {
    if !Store::is_address(data) {
        return Ok(PathBuf::from(data));
    }
    let folder = std::env::var_os(FILES).map_or_else(|| PathBuf::from("linli-files"), PathBuf::from);
    Store::settle(&folder, data).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Opens the place in a data folder.
pub(crate) fn open(data: &Path) -> Result<App, String> {
    open_with(data, Box::new(SystemClock), Random::from_os().map_err(|error| error.to_string())?)
}

/// Opens the place in a data folder that a server may be using.
pub(crate) fn open_beside(data: &Path) -> Result<App, String> {
    open_beside_with(data, &data.join(KEY_FILE))
}

/// As [`open_beside`], with a key file that lies elsewhere.
pub(crate) fn open_beside_with(data: &Path, keys: &Path) -> Result<App, String> {
    let pack = pack_of(data)?;
    let store = Store::open_beside_with(data, keys).map_err(|error| error.to_string())?;
    let random = Random::from_os().map_err(|error| error.to_string())?;
    App::start(Parts { store, pack, calendar: calendar(data)?, clock: Box::new(SystemClock), random }).map_err(|error| error.to_string())
}

/// Opens the place in a data folder with a given clock and randomness.
pub(crate) fn open_with(data: &Path, clock: Box<dyn Clock>, random: Random) -> Result<App, String> {
    let pack = pack_of(data)?;
    let store = Store::open(data).map_err(|error| error.to_string())?;
    let app = App::start(Parts { store, pack, calendar: calendar(data)?, clock, random }).map_err(|error| error.to_string())?;
    let began = Instant::now();
    // A folder whose pack now counts something else: figures of the past are there too once somebody asks.
    if app.count_anew().map_err(|error| error.to_string())? {
        tracing::info!(seconds = began.elapsed().as_secs(), "the pack counts something new: counted every record again");
    }
    Ok(app)
}

/// The pack of a data folder.
pub(crate) fn pack_of(data: &Path) -> Result<Pack, String> {
    let place = std::fs::read_to_string(data.join("place")).map_err(|_| {
        format!(
            "{} is no data folder of Linli: make one with `linli import areas TABLE --data {0} --place PACK --admin LOGIN`, or a made-up world with `linli demo PLACE --data {0}`",
            data.display()
        )
    })?;
    pack(&data.join("packs").join(place.trim()))
}
