//! Carries what leaves the program to where it goes: news to webhooks, notices to people. What is sent, when, and what comes of an answer is `app`'s to say.
//!
//! *Invariants:* an address that somebody typed is reached on the public Internet only, or in the networks that the operator named; plain http
//! only there. What belongs together is carried in order, one after the other; a receiver that is slow holds up nobody else.

mod config;
mod gateway;
mod mail;
mod notices;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use linli_app::webhooks::{Answer, Missed, Outgoing};
use linli_app::{App, AppError, Context};
pub use linli_wire::{Certificates, Network};
use linli_wire::{Client, Limits, Reach, Request, WireProblem};
use parking_lot::Mutex;

pub use config::{NotifyProblem, Ways};
pub use gateway::Said;
pub use notices::Words;

/// What a delivery may take.
const LIMITS: Limits = Limits { patience: Duration::from_secs(15), largest: 64 * 1024 };
/// Most deliveries to one webhook before others of the program's work is looked at again.
const MOST: usize = 100;

/// What carries. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Courier {
    public: Client,
    inside: Client,
    /// For addresses that the operator wrote down.
    anywhere: Client,
    ways: Arc<Ways>,
    limits: Limits,
    /// Webhooks to which something is on its way.
    busy: Arc<Mutex<BTreeSet<String>>>,
}

impl Courier {
    /// A courier that also goes to these networks of the operator's.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(networks: &[Network]) -> Result<Self, Certificates> {
        let public = Client::new(Reach::Public(networks.into()))?;
        let inside = Client::new(Reach::Inside(networks.into()))?;
        let anywhere = Client::new(Reach::Anywhere)?;
        Ok(Self { public, inside, anywhere, ways: Arc::default(), limits: LIMITS, busy: Arc::default() })
    }

    /// The same with less patience.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { limits: Limits { patience, ..self.limits }, ..self }
    }

    /// Sets off with all that is due and does not wait for it; what is on its way already is left alone.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub async fn set_off(&self, app: &App) -> Result<(), AppError> {
        for id in self.due(app).await? {
            let (courier, app) = (self.clone(), app.clone());
            tokio::spawn(async move {
                if let Err(error) = courier.carry(&app, &id).await {
                    tracing::error!(%error, webhook = id, "deliveries");
                }
            });
        }
        Ok(())
    }

    /// Carries all that is due now and waits for it; says how many deliveries were tried.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub async fn round(&self, app: &App) -> Result<usize, AppError> {
        let due = self.due(app).await?;
        let carried = join_all(due.iter().map(|id| self.carry(app, id))).await;
        carried.into_iter().sum()
    }

    /// Sends a test to a webhook; what comes back is noted nowhere.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn test(&self, app: &App, context: &Context, id: &str) -> Result<Answer, AppError> {
        let (app, context, id) = (app.clone(), context.clone(), id.to_owned());
        let sent = blocking(move || app.webhook_test(&context, &id)).await?;
        Ok(self.post(&sent).await)
    }

    async fn due(&self, app: &App) -> Result<Vec<String>, AppError> {
        let app = app.clone();
        let mut due = blocking(move || app.webhooks_due()).await?;
        let mut busy = self.busy.lock();
        due.retain(|id| busy.insert(id.clone()));
        Ok(due)
    }

    async fn carry(&self, app: &App, id: &str) -> Result<usize, AppError> {
        let _done = OnItsWay { courier: self, id };
        let mut tried = 0;
        while tried < MOST {
            let (asked, hook) = (app.clone(), id.to_owned());
            let Some(sent) = blocking(move || asked.next_delivery(&hook)).await? else { break };
            let answer = self.post(&sent).await;
            tried += 1;
            let asked = app.clone();
            if !blocking(move || asked.delivered(&sent, &answer)).await? {
                break;
            }
        }
        Ok(tried)
    }

    async fn post(&self, sent: &Outgoing) -> Answer {
        let began = Instant::now();
        let (status, said, retry_after) = match self.ask(sent).await {
            Ok((status, said, retry_after)) => (Ok(status), said, retry_after),
            Err(missed) => (Err(missed), String::new(), None),
        };
        Answer { status, said, retry_after, millis: i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX) }
    }

    async fn ask(&self, sent: &Outgoing) -> Result<(u16, String, Option<i64>), Missed> {
        let mut request = Request::post(&sent.address);
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let request = request.body(sent.body.clone().into_bytes()).map_err(|_| Missed::Address)?;
        let client = if request.uri().scheme_str() == Some("https") { &self.public } else { &self.inside };
        let answer = client.peek(request, self.limits).await.map_err(|problem| {
            tracing::debug!(%problem, webhook = sent.webhook, "a delivery failed");
            missed(&problem)
        })?;
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()).and_then(|value| value.parse().ok());
        Ok((answer.status().as_u16(), String::from_utf8_lossy(answer.body()).into_owned(), retry_after))
    }
}

const fn missed(problem: &WireProblem) -> Missed {
    match problem {
        WireProblem::OutOfReach => Missed::OutOfReach,
        WireProblem::Late(_) => Missed::Late,
        WireProblem::Connection(_) | WireProblem::Answer(_) | WireProblem::TooLong(_) => Missed::Connection,
    }
}

/// Something is on its way to a webhook until this is dropped.
struct OnItsWay<'a> {
    courier: &'a Courier,
    id: &'a str,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        self.courier.busy.lock().remove(self.id);
    }
}

/// Runs something that reads the disk, off the threads that carry.
async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(f).await.unwrap_or_else(|error| Err(AppError::Internal(error.to_string())))
}
