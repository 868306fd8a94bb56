//! What was sent: words and photos, from a plain or a multipart form. Photos are cleaned and kept as they arrive, one at a time, so
//! that a form of many large photos needs the memory of one; one that is too large is left out and said, and nothing typed is lost.

use std::collections::BTreeMap;

use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use linli_app::context::PHONE_KEY;
use linli_app::picture::{self, PhotoProblem};
use linli_app::{AppError, Context};
use linli_pack::record::Value;

use crate::route::{Web, blocking};

/// Most photos of one form.
pub(super) const PHOTOS: usize = 9;
/// What the fields of a roll's people begin with.
pub(super) const PERSON: &str = "attendance.";
/// Longest words of one field, in bytes.
const WORDS: usize = 256 * 1024;

/// What was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    /// Fields in order of arrival; a name may come several times.
    pub(crate) fields: Vec<(String, String)>,
    /// Ids of photos that were kept.
    pub(crate) photos: Vec<String>,
    /// Photos that were not taken: which one (from 0) and why.
    pub(crate) bad_photos: Vec<(usize, PhotoProblem)>,
    /// More photos came than a form takes.
    pub(crate) too_many: bool,
    /// Where the first photo that says so was taken.
    pub(crate) taken_at: Option<(f64, f64)>,
}

impl Sent {
    /// The first value of a field, trimmed; empty where it is missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The idempotency key of the form, if it is one of ours; a phone makes its own.
    pub(crate) fn once(&self) -> Option<String> {
        let once = self.text("_once");
        let key = if once.starts_with(PHONE_KEY) { once.to_owned() } else { format!("form-{once}") };
        (once.len() >= 16 && once.len() <= 64).then_some(key)
    }

    /// The inputs of a command: every field that is not the form's own (`_…`), and the photos. A place comes as words, `…_lat` and
    /// `…_lon`; photos sent with an earlier try come back as `…_kept`.
    pub(crate) fn input(&self) -> BTreeMap<String, Value> {
        let mut input: BTreeMap<String, Value> = self
            .fields
            .iter()
            .filter(|(name, value)| {
                !name.starts_with('_') && !matches!(name.as_str(), "photos" | "photos_kept") && !value.trim().is_empty()
            })
            .map(|(name, value)| (field_name(name).to_owned(), Value::from(value.trim())))
            .collect();
        let photos: Vec<Value> = ["photos", "photos_kept"]
            .into_iter()
            .flat_map(|name| self.all(name))
            .chain(self.photos.iter().map(String::as_str))
            .filter(|id| !id.is_empty())
            .map(Value::from)
            .collect();
        if !photos.is_empty() {
            input.insert("photos".to_owned(), Value::Array(photos));
        }
        // Each ticked box sends its own.
        for name in ["bodies", "made_up"] {
            let ticked: Vec<Value> = self.all(name).map(str::trim).filter(|code| !code.is_empty()).map(Value::from).collect();
            if !ticked.is_empty() {
                input.insert(name.to_owned(), Value::Array(ticked));
            }
        }
        // So does each person of a roll.
        let people: Vec<String> = input.keys().filter(|name| name.starts_with(PERSON)).cloned().collect();
        let said: serde_json::Map<String, Value> =
            people.iter().filter_map(|name| Some((name.strip_prefix(PERSON)?.to_owned(), input.remove(name)?))).collect();
        if !said.is_empty() {
            input.insert("attendance".to_owned(), Value::Object(said));
        }
        input
    }
}

/// The input behind a form's field.
fn field_name(name: &str) -> &str {
    match name {
        "place_lat" => "lat",
        "place_lon" => "lon",
        name => name,
    }
}

/// Reads a form. A damaged form is an error; a bad photo is not.
pub(crate) async fn read(web: &Web, context: &Context, request: Request) -> Result<Sent, AppError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    if !kind.starts_with("multipart/form-data") {
        let bytes = axum::body::to_bytes(request.into_body(), WORDS * 4)
            .await
            .map_err(|_| AppError::Invalid { field: "form", rule: "too-large" })?;
        return Ok(Sent { fields: pairs(&bytes), ..Sent::default() });
    }
    let damaged = |_| AppError::Invalid { field: "form", rule: "damaged" };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| AppError::Invalid { field: "form", rule: "damaged" })?;
    let mut sent = Sent::default();
    let mut index = 0;
    while let Some(mut part) = parts.next_field().await.map_err(damaged)? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let limit = if is_file { picture::MAX_BYTES } else { WORDS };
        let mut bytes = Vec::new();
        let mut too_large = false;
        // What is too large is read to its end and dropped, so that what follows it is not lost.
        while let Some(chunk) = part.chunk().await.map_err(damaged)? {
            too_large |= bytes.len() + chunk.len() > limit;
            if too_large {
                bytes.clear();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        if !is_file {
            if too_large {
                return Err(AppError::Invalid { field: "form", rule: "too-large" });
            }
            sent.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            continue;
        }
        if bytes.is_empty() && !too_large {
            continue;
        }
        if sent.photos.len() >= PHOTOS {
            sent.too_many = true;
            continue;
        }
        let kept = if too_large {
            Err(PhotoProblem::TooLarge)
        } else {
            let (app, context) = (web.app.clone(), context.clone());
            blocking(move || app.keep_photo(&context, &bytes)).await?
        };
        match kept {
            Ok((id, place)) => {
                sent.photos.push(id);
                sent.taken_at = sent.taken_at.or(place);
            }
            Err(problem) => sent.bad_photos.push((index, problem)),
        }
        index += 1;
    }
    Ok(sent)
}

/// The pairs of a URL-encoded form or query.
pub(super) fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let decode = |text: &[u8]| {
        let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
        percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
    };
    bytes
        .split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.iter().position(|&byte| byte == b'=') {
            Some(at) => (decode(pair.get(..at).unwrap_or_default()), decode(pair.get(at + 1..).unwrap_or_default())),
            None => (decode(pair), String::new()),
        })
        .collect()
}
