//! The running program, without any way to talk to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use linli_engine::Calendar;
use linli_pack::model::Pack;
use linli_pack::record::Instant;
use linli_store::Store;

use crate::clock::Clock;
use crate::error::AppError;
use crate::passkeys::Challenges;
use crate::random::Random;
use crate::signin::{Strangers, Waiting};
use crate::territory::Territory;

/// What changed, for those who look at a list: never says more than that something did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Record that changed.
    pub record: String,
    /// Its register.
    pub register: String,
    /// Its area.
    pub area: String,
    /// Bodies that held it before or hold it now.
    pub holders: Vec<String>,
}

type Listener = Box<dyn Fn(&Change) + Send + Sync>;

/// The running program: a pack, a territory, a store. Cheap to clone.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) pack: Arc<Pack>,
    pub(crate) realm: i64,
    pub(crate) territory: ArcSwap<Territory>,
    pub(crate) calendar: Arc<dyn Calendar + Send + Sync>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) strangers: Strangers,
    pub(crate) waiting: Waiting,
    pub(crate) challenges: Challenges,
    pub(crate) listeners: ArcSwap<Vec<Listener>>,
    pub(crate) imports: crate::import::Jobs,
}

impl Inner {
    /// Kind of the desk of each level that has one.
    pub(crate) fn tiers(&self) -> BTreeMap<String, String> {
        self.pack.levels.iter().filter_map(|level| Some((level.name.clone(), level.tier.clone()?))).collect()
    }

    /// What a record counts for: measure and local day.
    pub(crate) fn counts(&self, record: &linli_pack::record::Record) -> Vec<(String, i64)> {
        let counts = linli_engine::tally::contributions(&self.pack, &record.register, record);
        counts.into_iter().map(|one| (one.measure.to_owned(), i64::from(one.day))).collect()
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("pack", &self.0.pack.name).field("realm", &self.0.realm).finish_non_exhaustive()
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    /// Durable state.
    pub store: Store,
    /// The place's policy.
    pub pack: Pack,
    /// Working days.
    pub calendar: Arc<dyn Calendar + Send + Sync>,
    /// Time.
    pub clock: Box<dyn Clock>,
    /// Randomness.
    pub random: Random,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").field("pack", &self.pack.name).finish_non_exhaustive()
    }
}

impl App {
    /// Starts on a store; reads its territory.
    ///
    /// # Errors
    /// When the pack has no root area or the store cannot be read.
    pub fn start(parts: Parts) -> Result<Self, AppError> {
        let realm = parts.pack.root.parse().map_err(|_| AppError::Internal(format!("pack {} has no root area", parts.pack.name)))?;
        let empty =
            Territory::new(parts.pack.root.clone(), BTreeMap::new(), Vec::new(), Vec::new(), Vec::new(), Arc::clone(&parts.calendar));
        let app = Self(Arc::new(Inner {
            store: parts.store,
            pack: Arc::new(parts.pack),
            realm,
            territory: ArcSwap::from_pointee(empty),
            calendar: parts.calendar,
            clock: parts.clock,
            random: parts.random,
            strangers: Strangers::default(),
            waiting: Waiting::default(),
            challenges: Challenges::default(),
            listeners: ArcSwap::from_pointee(Vec::new()),
            imports: crate::import::Jobs::default(),
        }));
        app.reload_territory()?;
        Ok(app)
    }

    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &Arc<Pack> {
        &self.0.pack
    }

    /// The territory as it stands.
    #[must_use]
    pub fn territory(&self) -> Arc<Territory> {
        self.0.territory.load_full()
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The realm: the number of the pack's root area.
    #[must_use]
    pub fn realm(&self) -> i64 {
        self.0.realm
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// Randomness for secrets and identities.
    #[must_use]
    pub fn random(&self) -> &Random {
        &self.0.random
    }

    /// Calls `listener` after every act that is on disk.
    pub fn listen(&self, listener: impl Fn(&Change) + Send + Sync + 'static) {
        // Listeners are added once, at start; there is one.
        self.0.listeners.store(Arc::new(vec![Box::new(listener)]));
    }

    pub(crate) fn tell(&self, change: &Change) {
        for listener in self.0.listeners.load().iter() {
            listener(change);
        }
    }
}
