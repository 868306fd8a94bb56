//! Renders every page with made-up data to static files, to be looked at: `cargo run -p linli-web --example gallery -- OUTDIR`.

use std::io::Write;
use std::path::{Path, PathBuf};

mod pages;
mod photos;

use linli_web::Locale;

fn main() -> std::io::Result<()> {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist");
    std::fs::create_dir_all(out.join("assets"))?;
    std::fs::create_dir_all(out.join("photos"))?;
    for entry in std::fs::read_dir(&dist)? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            std::fs::copy(&path, out.join("assets").join(name))?;
        }
    }
    for (name, svg) in photos::all() {
        std::fs::write(out.join("photos").join(name), svg)?;
    }
    let sprite_address = linli_web::assets::url("icons.svg");
    let sprite = std::fs::read_to_string(dist.join(sprite_address.trim_start_matches("/assets/")))?;
    // The page has ids of its own.
    let sprite = sprite.replace("<symbol id=\"", "<symbol id=\"icon-");
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Linli</title><ul>");
    for l in Locale::ALL {
        for (name, html) in pages::all(l) {
            let file = format!("{name}.{}.html", l.tag());
            // A file has no origin: the sprite moves into the page, addresses become relative.
            let html = html
                .replace(&format!("{sprite_address}#"), "#icon-")
                .replace("\"/assets/", "\"assets/")
                .replace("\"/photos/", "\"photos/")
                .replacen("</body>", &format!("<div hidden>{sprite}</div></body>"), 1);
            std::fs::write(out.join(&file), html)?;
            index.push_str(&format!("<li><a href=\"{file}\">{file}</a>"));
        }
    }
    std::fs::write(out.join("index.html"), index)?;
    writeln!(std::io::stdout(), "wrote {}", out.join("index.html").display())
}
