//! Style sheets, scripts and icons: built by `cargo xtask assets`, embedded in the binary, served for ever by hashed name.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode, header};
use rust_embed::RustEmbed;

/// The policy that every page is served with: only our own files, no inline script or style, no eval, no frames.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FOREVER: &str = "public, max-age=31536000, immutable";
const ICONS: &str = include_str!("../assets/icons.txt");

#[derive(RustEmbed)]
#[folder = "assets/dist/"]
struct Dist;

/// What to tell the operator when the binary was built without its assets; `None` when all is well.
#[must_use]
pub fn missing() -> Option<&'static str> {
    manifest()
        .is_empty()
        .then_some("the browser assets are missing from this build: pages have no style. Run `cargo xtask assets`, then build again.")
}

/// The address of an asset by its plain name (`app.css`).
#[must_use]
pub fn url(name: &str) -> String {
    let hashed = manifest().get(name).map_or(name, String::as_str);
    format!("/assets/{hashed}")
}

/// The text of an asset by its plain name.
#[must_use]
pub fn text(name: &str) -> Option<String> {
    let file = Dist::get(manifest().get(name).map_or(name, String::as_str))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The address of an icon in the sprite; an unknown name (packs choose their registers' icons) gives a plain sheet of paper.
#[must_use]
pub fn icon(name: &str) -> String {
    let known = ICONS.split_whitespace().find(|known| *known == name).unwrap_or("file-text");
    static SPRITE: OnceLock<String> = OnceLock::new();
    format!("{}#{known}", SPRITE.get_or_init(|| url("icons.svg")))
}

/// True if the sprite has an icon of this name.
#[must_use]
pub fn has_icon(name: &str) -> bool {
    ICONS.split_whitespace().any(|known| known == name)
}

/// `GET /assets/{*file}`: the embedded file, precompressed when the browser accepts it.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts.split(',').any(|part| part.trim().split(';').next() == Some(encoding)))
        .find_map(|(encoding, ext)| Dist::get(&format!("{file}.{ext}")).map(|found| (found, Some(encoding))));
    let Some((found, encoding)) = packed.or_else(|| Dist::get(&file).map(|found| (found, None))) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type(&file))
        .header(header::CACHE_CONTROL, if hashed(&file) { FOREVER } else { "no-cache" })
        .header(header::VARY, "accept-encoding")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(encoding) = encoding {
        response = response.header(header::CONTENT_ENCODING, encoding);
    }
    response.body(Body::from(found.data)).unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn manifest() -> &'static HashMap<String, String> {
    static MANIFEST: OnceLock<HashMap<String, String>> = OnceLock::new();
    MANIFEST.get_or_init(|| Dist::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default())
}

/// Only names made by the build carry a hash; others (the service worker) must be asked for again.
fn hashed(file: &str) -> bool {
    manifest().iter().any(|(plain, name)| plain != name && name == file)
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
