//! Reporting: from words, photos and a place to a record that somebody holds.

use linli_engine::Facts as _;
use linli_pack::record::Record;
use linli_store::{Attachment, ListQuery, Order, Scope as Reach, Write};

use crate::app::App;
use crate::context::Context;
use crate::detail::Likeness;
use crate::error::AppError;
use crate::picture::{self, PhotoProblem};

/// What the program can say about a report before it is sent.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Categories that the words suggest, the likeliest first.
    pub categories: Vec<String>,
    /// The area the place lies in; `None` outside the realm or where nothing is known yet.
    pub area: Option<String>,
    /// The nearest known address.
    pub address: Option<String>,
    /// Body that will hold it.
    pub holder: Option<String>,
    /// Open matters nearby that may be the same.
    pub near: Vec<Likeness>,
}

/// A place as people give it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// An address in words.
    pub address: String,
    /// Code of an area that was chosen.
    pub area: Option<String>,
}

/// What became of a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Placed {
    /// It lies here.
    In {
        /// Area at the finest level.
        area: String,
        /// Point, where there is one.
        point: Option<(f64, f64)>,
    },
    /// The words fit several addresses (or none): the person must choose.
    Choose(Vec<String>),
    /// The point lies outside the realm.
    Outside,
    /// Nothing was given.
    Nothing,
}

/// A photo that was kept: its id and where it says it was taken (longitude, latitude in degrees).
pub type Kept = (String, Option<(f64, f64)>);

impl App {
    /// Finds the area of a place: the point decides, then the chosen area, then the words.
    #[must_use]
    pub fn place(&self, place: &Place) -> Placed {
        let territory = self.territory();
        if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
            return match territory.area_at(lon, lat) {
                Some(area) => Placed::In { area, point: Some((lon, lat)) },
                None => Placed::Outside,
            };
        }
        if let Some(area) = place.area.as_ref().filter(|code| territory.area(code).is_some()) {
            return Placed::In { area: area.clone(), point: None };
        }
        let words = place.address.trim();
        if words.is_empty() {
            return Placed::Nothing;
        }
        let found = territory.find_addresses(words, None, 8);
        match found.as_slice() {
            [only] => Placed::In { area: only.area.clone(), point: Some((only.lon, only.lat)) },
            [first, ..] if first.text == words => Placed::In { area: first.area.clone(), point: Some((first.lon, first.lat)) },
            many => Placed::Choose(many.iter().map(|address| address.text.clone()).collect()),
        }
    }

    /// What can be said while somebody is still typing.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn preview(&self, register: &str, words: &str, place: &Place, now: i64) -> Result<Preview, AppError> {
        let territory = self.territory();
        let categories: Vec<String> = self.0.pack.guess_category(words).into_iter().take(3).map(|(code, _)| code.to_owned()).collect();
        let (area, point) = match self.place(place) {
            Placed::In { area, point } => (Some(area), point),
            _ => (None, None),
        };
        let address = point.and_then(|(lon, lat)| territory.nearest_address(lon, lat)).map(|address| address.text.clone());
        let near = match (&area, categories.first()) {
            (Some(area), Some(category)) => {
                let draft = Record {
                    register: register.to_owned(),
                    area: area.clone(),
                    category: Some(category.clone()),
                    title: words.to_owned(),
                    lon: point.map(|(lon, _)| lon),
                    lat: point.map(|(_, lat)| lat),
                    created: now,
                    ..Record::default()
                };
                self.0.store.read(|tx| self.alike(tx, &draft))?
            }
            _ => Vec::new(),
        };
        let holder =
            area.as_deref().and_then(|area| linli_engine::route::first_desk(&self.0.pack, territory.as_ref(), area)).map(|body| body.code);
        Ok(Preview { categories, area, address, holder, near })
    }

    /// Cleans and keeps a photo that no record has claimed yet. The answer is its id and where it was taken, if it says so.
    ///
    /// # Errors
    /// The rule that the file breaks, or [`AppError::Store`].
    pub fn keep_photo(&self, context: &Context, bytes: &[u8]) -> Result<Result<Kept, PhotoProblem>, AppError> {
        let photo = match picture::clean(bytes) {
            Ok(photo) => photo,
            Err(problem) => return Ok(Err(problem)),
        };
        let full = self.0.store.blobs().put(&photo.full)?;
        let thumb = self.0.store.blobs().put(&photo.thumb)?;
        let attachment = Attachment {
            id: self.0.random.uuid(context.now),
            record: String::new(),
            sha256: full,
            thumb,
            kind: "image/jpeg".to_owned(),
            bytes: i64::try_from(photo.full.len()).unwrap_or(i64::MAX),
            width: Some(i64::from(photo.width)),
            height: Some(i64::from(photo.height)),
            at: context.now,
            by: context.actor.id.clone(),
            removed: None,
        };
        let (realm, id) = (self.0.realm, attachment.id.clone());
        self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::put_attachment(w, realm, &attachment)?))?;
        Ok(Ok((id, photo.taken_at)))
    }

    /// Which of these photos are not here any more: what no record has claimed is swept after a day.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn photos_gone(&self, ids: &[String]) -> Result<Vec<String>, AppError> {
        self.0.store.read(|tx| {
            let mut gone = Vec::new();
            for id in ids {
                if linli_store::attachment(tx, self.0.realm, id)?.is_none() {
                    gone.push(id.clone());
                }
            }
            Ok(gone)
        })
    }

    /// The bytes of a photo that the actor may see, or its small version.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none, its record is out of sight, or it was removed.
    pub fn photo(&self, context: &Context, secret: Option<&str>, id: &str, small: bool) -> Result<Vec<u8>, AppError> {
        let realm = self.0.realm;
        let territory = self.territory();
        let attachment = self.0.store.read(|tx| {
            let attachment = linli_store::attachment(tx, realm, id)?.ok_or(AppError::NotFound("photo"))?;
            if attachment.removed.is_some() {
                return Err(AppError::NotFound("photo"));
            }
            if attachment.record.is_empty() {
                return if attachment.by == context.actor.id { Ok(attachment) } else { Err(AppError::NotFound("photo")) };
            }
            let record = &attachment.record;
            let by_link = match secret {
                Some(secret) => {
                    linli_store::follow(tx, realm, &crate::random::link_print(secret))?.is_some_and(|follow| follow.record == *record)
                }
                None => false,
            };
            let record = linli_store::record(tx, realm, record)?.ok_or(AppError::NotFound("photo"))?;
            if by_link || context.sees(&self.0.pack, &territory, &record) { Ok(attachment) } else { Err(AppError::NotFound("photo")) }
        })?;
        let sha = if small { &attachment.thumb } else { &attachment.sha256 };
        self.0.store.blobs().get(sha)?.ok_or(AppError::NotFound("photo"))
    }

    /// Records of a register opened lately in an area: for maps.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn open_in(&self, register: &str, area: &str, limit: usize) -> Result<Vec<Record>, AppError> {
        let mut query = ListQuery::new(register, Reach::Area(area.to_owned()));
        query.open = Some(true);
        query.order = Order::Due;
        query.limit = limit;
        Ok(self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records)
    }
}
