//! One record with everything a person needs to decide about it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use linli_engine::{Act, Grant, Offers};
use linli_pack::model::DispatchRule;
use linli_pack::record::{Record, Value};
use linli_store::{Attachment, Line, ListQuery, Order, Scope as Reach, Write};

use crate::act::Target;
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::random::link_print;

/// On the line of the people who joined a matter: how many they were.
pub const VOICES: &str = "voices";

/// A record with what belongs to it.
#[derive(Clone, Debug)]
pub struct Detail<'a> {
    /// The record.
    pub record: Record,
    /// What happened, oldest first; people who joined one after another are one line with [`VOICES`].
    pub lines: Vec<Line>,
    /// Photos, oldest first.
    pub photos: Vec<Attachment>,
    /// What the actor may do now.
    pub offers: Offers<'a>,
    /// Who should handle it, by the dispatch catalogue.
    pub proposal: Option<Proposal<'a>>,
    /// Open records that may be about the same matter, the likeliest first.
    pub duplicates: Vec<Likeness>,
    /// Records of the same person in the registers that the pack names.
    pub same: Vec<Record>,
    /// The record that this one was opened from, where the actor may see it.
    pub origin: Option<Record>,
    /// Records that were opened from this one. How they stand belongs to it: the actor need not be able to open each.
    pub parts: Vec<Part>,
    /// Personal fields, masked: name of the field and what may be shown without a purpose.
    pub personal: Vec<(String, String)>,
    /// Whether the actor may have them shown in full, giving a purpose.
    pub may_reveal: bool,
    /// The vote on it, where it is put to one.
    pub vote: Option<crate::ballots::Vote<'a>>,
    /// Who is due at its meeting and who was there, for those who put that down.
    pub attendance: Option<crate::attendance::Sheet<'a>>,
    /// Since when what is personal is kept by law and shown to nobody.
    pub held_back: Option<linli_pack::record::Instant>,
}

/// A record that was opened from another.
#[derive(Clone, Debug)]
pub struct Part {
    /// The record.
    pub record: Record,
    /// What happened to it, oldest first.
    pub lines: Vec<Line>,
    /// Whether the actor may see it by itself.
    pub seen: bool,
}

/// A proposed handler with its reason.
#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    /// Code of the body.
    pub body: String,
    /// The line of the catalogue that says so.
    pub rule: &'a DispatchRule,
    /// Matters of this category resolved in the last 90 days, over the realm.
    pub resolved: i64,
    /// Of those, on time.
    pub on_time: i64,
}

/// A record that may be about the same matter.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// The other record.
    pub record: Record,
    /// How far away, in metres, where both have a point.
    pub metres: Option<f64>,
    /// Share of common two-character sequences, 0 to 1.
    pub words: f64,
}

impl App {
    /// A record as the actor may see it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none or the actor may not see it.
    pub fn detail(&self, context: &Context, id: &str) -> Result<Detail<'_>, AppError> {
        let territory = self.territory();
        let realm = self.0.realm;
        self.0.store.read(|tx| {
            let record = linli_store::record(tx, realm, id)?.ok_or(AppError::NotFound("record"))?;
            if !context.sees(&self.0.pack, &territory, &record) {
                return Err(AppError::NotFound("record"));
            }
            let mut lines = gathered(linli_store::timeline(tx, realm, id)?);
            let photos = linli_store::attachments(tx, realm, id)?;
            let mut offers = linli_engine::offers(&self.0.pack, territory.as_ref(), &record, &context.actor, context.now);
            if crate::shift::made_by(&self.0, tx, &record, &context.actor.id)? {
                let take = crate::shift::take_of(&self.0.pack, &record);
                offers.moves.retain(|mv| Some(mv.name.as_str()) != take);
            }
            let proposal = match linli_engine::proposal(&self.0.pack, territory.as_ref(), &record) {
                Some(found) => {
                    let (resolved, on_time) = self.past(tx, &record, context)?;
                    Some(Proposal { body: found.body.code.clone(), rule: found.rule, resolved, on_time })
                }
                None => None,
            };
            let duplicates = if record.open { self.alike(tx, &record)? } else { Vec::new() };
            let held_back = linli_store::held_back(tx, realm, id)?.map(|one| one.at);
            let kept = if held_back.is_none() { linli_store::personal(tx, realm, id)? } else { None };
            let mut same = match &kept {
                Some(kept) => crate::fill_in::same(&self.0, tx, &record, &serde_json::from_str(kept)?)?,
                None => Vec::new(),
            };
            same.retain(|other| context.sees(&self.0.pack, &territory, other));
            let origin = match &record.memory.origin {
                Some(origin) => linli_store::record(tx, realm, &origin.record)?.filter(|one| context.sees(&self.0.pack, &territory, one)),
                None => None,
            };
            let mut parts = Vec::new();
            for part in linli_store::parts(tx, realm, id)? {
                let (mut lines, seen) = (linli_store::timeline(tx, realm, &part.id)?, context.sees(&self.0.pack, &territory, &part));
                lines.retain(|line| !crate::ballots::of_one(&line.entry.name));
                parts.push(Part { record: part, lines, seen });
            }
            let personal = self.masked(kept.as_deref(), &record.register)?;
            let vote = crate::ballots::of(&self.0, tx, context, &record)?;
            if vote.as_ref().is_some_and(|vote| vote.members.is_none()) {
                lines.retain(|line| !crate::ballots::of_one(&line.entry.name));
            }
            let attendance = crate::attendance::sheet(&self.0, tx, context, &record)?;
            let may_reveal = !personal.is_empty() && context.may_reveal(&self.0.pack, &territory, &record).is_some();
            Ok(Detail {
                record,
                lines,
                photos,
                offers,
                proposal,
                duplicates,
                same,
                origin,
                parts,
                personal,
                may_reveal,
                vote,
                attendance,
                held_back,
            })
        })
    }

    /// The record behind a tracking link, with its public history.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that leads nowhere.
    pub fn followed(&self, secret: &str) -> Result<Detail<'_>, AppError> {
        let realm = self.0.realm;
        let follow = self.0.store.read(|tx| linli_store::follow(tx, realm, &link_print(secret))?.ok_or(AppError::NotFound("record")))?;
        let mut context = Context::resident(linli_pack::Lang::Zh, self.now());
        context.actor.reporter = true;
        let mut detail = self.detail(&context, &follow.record)?;
        detail.duplicates.clear();
        detail.same.clear();
        detail.origin = None;
        detail.parts.clear();
        detail.proposal = None;
        Ok(detail)
    }

    /// Shows personal fields in full. The purpose and the look go into the journal first.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without the right; [`AppError::Invalid`] without a purpose of at least four characters.
    pub fn reveal(&self, context: &Context, id: &str, purpose: &str) -> Result<BTreeMap<String, Value>, AppError> {
        let purpose = purpose.trim().to_owned();
        if purpose.chars().count() < 4 {
            return Err(AppError::Invalid { field: "purpose", rule: "purpose-short" });
        }
        let inner = std::sync::Arc::clone(&self.0);
        let (context, id) = (context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| look(&inner, w, &context, &id, &purpose))
    }

    /// Shows the personal fields of several records in full, for an export: as [`App::reveal`] for each of them, in one transaction.
    /// Records of which the actor may not are left out.
    ///
    /// # Errors
    /// [`AppError::Invalid`] without a purpose of at least four characters.
    pub fn reveal_all(
        &self,
        context: &Context,
        ids: &[String],
        purpose: &str,
    ) -> Result<HashMap<String, BTreeMap<String, Value>>, AppError> {
        let purpose = purpose.trim().to_owned();
        if purpose.chars().count() < 4 {
            return Err(AppError::Invalid { field: "purpose", rule: "purpose-short" });
        }
        let inner = std::sync::Arc::clone(&self.0);
        let (context, ids) = (context.clone(), ids.to_vec());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut found = HashMap::new();
            for id in &ids {
                match look(&inner, w, &context, id, &purpose) {
                    Ok(values) => drop(found.insert(id.clone(), values)),
                    Err(AppError::Forbidden(_) | AppError::NotFound(_) | AppError::Invalid { rule: "held-back", .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(found)
        })
    }

    /// The personal fields of several records, masked: by record, the name of each field with what may be shown without a purpose.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn masked_all(&self, records: &[Record]) -> Result<HashMap<String, BTreeMap<String, String>>, AppError> {
        self.0.store.read(|tx| {
            let mut found = HashMap::new();
            for record in records {
                if linli_store::held_back(tx, self.0.realm, &record.id)?.is_some() {
                    continue;
                }
                let kept = linli_store::personal(tx, self.0.realm, &record.id)?;
                found.insert(record.id.clone(), self.masked(kept.as_deref(), &record.register)?.into_iter().collect());
            }
            Ok(found)
        })
    }

    /// Opens a record found by its number.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub fn by_number(&self, number: &str) -> Result<Target, AppError> {
        let record = self.0.store.read(|tx| linli_store::record_by_number(tx, self.0.realm, number))?;
        Ok(Target::Id(record.ok_or(AppError::NotFound("record"))?.id))
    }

    fn masked(&self, personal: Option<&str>, register: &str) -> Result<Vec<(String, String)>, AppError> {
        use linli_pack::model::FieldKind;
        let Some(text) = personal else { return Ok(Vec::new()) };
        let kept: BTreeMap<String, Value> = serde_json::from_str(text)?;
        let Some(register) = self.0.pack.registers.get(register) else { return Ok(Vec::new()) };
        let mask = |name: &str, value: &str| match register.fields.get(name).map(|field| &field.kind) {
            Some(FieldKind::Phone) => linli_engine::mask::phone(value),
            Some(FieldKind::IdNumber) => linli_engine::mask::id_number(value),
            Some(FieldKind::CreditCode | FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Address) => {
                linli_engine::mask::text(value)
            }
            _ => linli_engine::mask::name(value),
        };
        Ok(kept.iter().filter_map(|(name, value)| Some((name.clone(), mask(name, value.as_str()?)))).collect())
    }

    fn past(&self, tx: &mut dyn linli_store::Tx, record: &Record, context: &Context) -> Result<(i64, i64), AppError> {
        let Some(category) = &record.category else { return Ok((0, 0)) };
        let today = crate::days::of(context.now, &self.0.pack.clock.timezone);
        let measures = ["resolved", "resolved_on_time"];
        let root = &self.0.pack.root;
        let from = crate::days::month_of(today - 90);
        let query = linli_store::TallyQuery { register: &record.register, area: root, measures: &measures, from, to: today };
        let sums = linli_store::tally_categories(tx, self.0.realm, &query)?;
        let of = |name: &str| sums.iter().filter(|sum| sum.measure == name && sum.category == *category).map(|sum| sum.n).sum();
        Ok((of("resolved"), of("resolved_on_time")))
    }

    /// Records that may be about the same matter: same part of the category tree, opened within two weeks of each other, in the
    /// same grid and, where both have a point, within 150 m of each other, with words in common.
    pub(crate) fn alike(&self, tx: &mut dyn linli_store::Tx, record: &Record) -> Result<Vec<Likeness>, AppError> {
        use linli_pack::model::Capability;
        let is_watched = self.0.pack.registers.get(&record.register).is_some_and(|register| register.with.contains(&Capability::Duplicate));
        if !is_watched {
            return Ok(Vec::new());
        }
        let mut query = ListQuery::new(&record.register, Reach::Area(record.area.clone()));
        query.order = Order::Created;
        query.descending = true;
        query.open = Some(true);
        query.limit = 60;
        let near = linli_store::records(tx, self.0.realm, &query)?.records;
        let mine = pairs(&words(record));
        let group = |category: &Option<String>| category.as_deref().map(|code| code.split('.').next().unwrap_or(code).to_owned());
        let mut found: Vec<Likeness> = near
            .into_iter()
            .filter(|other| other.id != record.id && (other.created - record.created).abs() < 14 * 86_400)
            .filter(|other| group(&other.category) == group(&record.category))
            .filter_map(|other| {
                let metres = metres(record, &other);
                let theirs = pairs(&words(&other));
                let shared = mine.intersection(&theirs).count();
                #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
                let words = shared as f64 / mine.len().min(theirs.len()).max(1) as f64;
                let close = metres.is_none_or(|metres| metres < 150.0);
                (close && words >= 0.25).then_some(Likeness { record: other, metres, words })
            })
            .collect();
        found.sort_by(|a, b| b.words.total_cmp(&a.words).then_with(|| b.record.created.cmp(&a.record.created)));
        found.truncate(3);
        Ok(found)
    }
}

/// People who joined one after another become one line, the last one's, which says how many they were: ten thousand lines tell nothing.
fn gathered(lines: Vec<Line>) -> Vec<Line> {
    let is_person = |line: &Line| line.entry.name == "join" && !line.entry.facts.contains_key("other");
    let mut told: Vec<Line> = Vec::with_capacity(lines.len().min(256));
    for mut line in lines {
        if !is_person(&line) {
            told.push(line);
            continue;
        }
        let before = told.pop_if(|last| is_person(last));
        let voices = before.and_then(|last| last.entry.facts.get(VOICES)?.as_i64()).unwrap_or_default() + 1;
        line.entry.facts.insert(VOICES.to_owned(), voices.into());
        told.push(line);
    }
    told
}

/// One look at a record's personal fields: noted in the journal, then answered.
fn look(inner: &Inner, w: &mut Write<'_>, context: &Context, id: &str, purpose: &str) -> Result<BTreeMap<String, Value>, AppError> {
    let record = linli_store::record(w, inner.realm, id)?.ok_or(AppError::NotFound("record"))?;
    let territory = inner.territory.load();
    if !context.sees(&inner.pack, &territory, &record) {
        return Err(AppError::NotFound("record"));
    }
    let grant = context.may_reveal(&inner.pack, &territory, &record).ok_or(AppError::Forbidden("reveal"))?;
    look_as(inner, w, context, &record, grant, purpose)
}

/// A look in a post that may have it, written down with its purpose before anything is shown.
pub(crate) fn look_as(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    record: &Record,
    grant: &Grant,
    purpose: &str,
) -> Result<BTreeMap<String, Value>, AppError> {
    let id = record.id.as_str();
    if linli_store::held_back(w, inner.realm, id)?.is_some() {
        return Err(AppError::Invalid { field: "purpose", rule: "held-back" });
    }
    let act = Act {
        at: context.now,
        actor: context.actor.id.clone(),
        role: grant.role.clone(),
        body: Some(grant.body.clone()),
        record: id.to_owned(),
        register: record.register.clone(),
        name: "reveal".to_owned(),
        from: record.state.clone(),
        to: record.state.clone(),
        holder: record.holder.clone(),
        // A look changes nothing: the record keeps its version.
        version: record.version,
        facts: context
            .actor
            .stands_in_for(&grant.role, Some(&grant.body))
            .map(|giver| (linli_engine::FOR.to_owned(), Value::from(giver)))
            .into_iter()
            .collect(),
        words: [("purpose".to_owned(), Value::from(purpose.to_owned()))].into(),
    };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    let kept = linli_store::personal(w, inner.realm, id)?.unwrap_or_else(|| "{}".to_owned());
    Ok(serde_json::from_str(&kept)?)
}

fn words(record: &Record) -> String {
    let told = record.fields.values().filter_map(Value::as_str).max_by_key(|text| text.len());
    told.unwrap_or(&record.title).to_owned()
}

/// Two-character sequences of the letters in a text.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
}

/// Distance between two records on the ground, in metres.
fn metres(a: &Record, b: &Record) -> Option<f64> {
    let (x1, y1, x2, y2) = (a.lon?, a.lat?, b.lon?, b.lat?);
    let dx = (x1 - x2) * 111_320.0 * y1.to_radians().cos();
    let dy = (y1 - y2) * 110_574.0;
    Some(dx.hypot(dy))
}
