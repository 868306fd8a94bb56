//! `linli import areas`: a real place founded from its code table, or brought up to date.

use std::path::{Path, PathBuf};

use linli_app::AppError;
use linli_app::founding::{Imported, areas_of};
use linli_pack::Lang;
use linli_pack::model::Pack;

use crate::folder::{self, Bundle};

/// What was asked for on the command line.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) files: &'a [PathBuf],
    pub(super) data: &'a Path,
    pub(super) place: Option<&'a str>,
    pub(super) root: Option<&'a str>,
    pub(super) admin: &'a str,
}

pub(super) fn areas(wanted: &Wanted<'_>) -> Result<(), String> {
    let there = wanted.data.join("place").is_file();
    if there && wanted.data.join(crate::cmd::demo::FINISHED).is_file() {
        return Err(format!("{} holds a made-up world; choose another folder for the real place", wanted.data.display()));
    }
    let bundle = if there { None } else { Some(bundle(wanted)?) };
    let pack = match &bundle {
        Some(bundle) => bundle.pack()?,
        None => folder::pack_of(wanted.data)?,
    };
    if let Some(place) =
        wanted.place.filter(|place| there && Path::new(place).file_name().and_then(|name| name.to_str()) != Some(&pack.name))
    {
        return Err(format!("{} holds {}, not {place}", wanted.data.display(), pack.name));
    }
    if let Some(root) = wanted.root.filter(|root| *root != pack.root) {
        return Err(format!("the pack {} is that of {}, not of {root}: make one with `linli pack new`", pack.name, pack.root));
    }
    let mut table = super::tables(wanted.files)?;
    table.check(&pack.root);
    super::without_mistakes(&table)?;
    areas_of(&pack, &table.rows).map_err(|error| why(&error, &pack))?;
    let imported = super::in_new_folder(wanted.data, || {
        if let Some(bundle) = &bundle {
            bundle.unpack(wanted.data)?;
        }
        folder::open(wanted.data)?.import_areas(&table.rows, wanted.admin).map_err(|error| why(&error, &pack))
    })?;
    for line in said(&imported, &pack, wanted.admin, folder::terminal_lang()) {
        println!("{line}");
    }
    Ok(())
}

/// The pack of a place that is to be founded, with its root.
fn bundle(wanted: &Wanted<'_>) -> Result<Bundle, String> {
    let place = wanted.place.ok_or("a new place needs its pack: --place PACK")?;
    let mut bundle = Bundle::find(place)?;
    if let Some(root) = wanted.root {
        bundle.set_root(root);
    }
    Ok(bundle)
}

/// What stopped it, in terms of the command line.
fn why(error: &AppError, pack: &Pack) -> String {
    match error {
        AppError::Invalid { field: "root", .. } => {
            format!("the table has no code {}, which the pack {} calls its root; give yours with --root", pack.root, pack.name)
        }
        AppError::Invalid { field: "level", .. } => {
            let levels: Vec<&str> = pack.levels.iter().map(|level| level.name.as_str()).collect();
            format!("the table has a level that the pack lacks; its levels are: {}", levels.join(", "))
        }
        AppError::Invalid { field: "login", .. } => "--admin: a login has 1 to 64 characters and no spaces".to_owned(),
        AppError::Invalid { field: "admin", .. } => {
            "no role of the pack with `may = [\"admin\"]` has a body with `every = true` at the root".to_owned()
        }
        other => other.to_string(),
    }
}

fn said(imported: &Imported, pack: &Pack, admin: &str, lang: Lang) -> Vec<String> {
    let zh = lang == Lang::Zh;
    let (added, same, bodies) = (imported.added, imported.same, imported.bodies);
    let (renamed, moved, vanished) = (imported.renamed.len(), imported.moved.len(), imported.vanished.len());
    let name = pack.label.get(lang);
    let mut lines = vec![if zh {
        format!("{name}:新增区域 {added} 个,改名 {renamed} 个,改隶 {moved} 个,未变 {same} 个;新设机构 {bodies} 个")
    } else {
        format!("{name}: {added} areas added, {renamed} renamed, {moved} moved, {same} unchanged; {bodies} bodies made")
    }];
    lines.extend(imported.renamed.iter().map(|one| format!("  {} {} → {}", one.code, one.from, one.to)));
    lines.extend(imported.moved.iter().map(|(code, parent)| format!("  {code} → {parent}")));
    if vanished > 0 {
        lines.push(if zh {
            format!("新表中没有、仍予保留的区域 {vanished} 个(撤并请在程序中办理,以免丢失其记录):")
        } else {
            format!(
                "{vanished} areas are not in the table and stay (merge or abolish them in the program, so that their records are not lost):"
            )
        });
        lines.extend(imported.vanished.iter().map(|(code, name)| format!("  {code} {name}")));
    }
    if let Some(password) = &imported.password {
        lines.push(if zh {
            format!("管理员账号 {admin} 的一次性密码(只显示这一次,登录后请修改):{password}")
        } else {
            format!("one-time password of the administrator {admin} (shown this once; change it after signing in): {password}")
        });
    }
    lines
}
