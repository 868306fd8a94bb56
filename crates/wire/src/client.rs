//! The client.

use std::error::Error;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Response, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::rt::TokioExecutor;
use tower_service::Service;

use crate::reach::Reach;

/// What a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest time, from the look-up of the name to the end of the answer.
    pub patience: Duration,
    /// Most bytes of the answer that are read.
    pub largest: usize,
}

/// Why a request got no answer; for the log.
#[derive(Debug, thiserror::Error)]
pub enum WireProblem {
    /// Nobody could be reached, or the line broke.
    #[error("no connection: {0}")]
    Connection(String),
    /// The address is of a network that requests may not go to.
    #[error("the address is of a network that requests may not go to")]
    OutOfReach,
    /// It took too long.
    #[error("no answer within {} ms", .0.as_millis())]
    Late(Duration),
    /// The answer broke off.
    #[error("an answer that cannot be read: {0}")]
    Answer(String),
    /// The answer is longer than is read.
    #[error("an answer of more than {0} bytes")]
    TooLong(usize),
}

/// The machine's certificates cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the certificates of this machine cannot be read: {0}")]
pub struct Certificates(pub String);

/// Sends requests. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    inner: legacy::Client<HttpsConnector<HttpConnector<Guarded>>, Full<Bytes>>,
    reach: Reach,
}

impl Client {
    /// A client whose requests reach so far. Plain http is for the caller to refuse.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(reach: Reach) -> Result<Self, Certificates> {
        let mut http = HttpConnector::new_with_resolver(Guarded { resolver: GaiResolver::new(), reach: reach.clone() });
        http.enforce_http(false);
        let builder = HttpsConnectorBuilder::new().with_native_roots().map_err(|error| Certificates(error.to_string()))?;
        let connector = builder.https_or_http().enable_http1().wrap_connector(http);
        Ok(Self { inner: legacy::Client::builder(TokioExecutor::new()).build(connector), reach })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// [`WireProblem`].
    pub async fn send(&self, request: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, WireProblem> {
        self.ask(request, limits, true).await
    }

    /// Sends a request and reads the beginning of the answer: what is longer is cut off, and a body that breaks off is what came of it.
    ///
    /// # Errors
    /// [`WireProblem`], but neither [`WireProblem::Answer`] nor [`WireProblem::TooLong`].
    pub async fn peek(&self, request: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, WireProblem> {
        self.ask(request, limits, false).await
    }

    async fn ask(&self, request: Request<Vec<u8>>, limits: Limits, whole: bool) -> Result<Response<Vec<u8>>, WireProblem> {
        if literal(request.uri()).is_some_and(|address| !self.reach.admits(address)) {
            return Err(WireProblem::OutOfReach);
        }
        let answer = async {
            let answer = self.inner.request(request.map(|body| Full::new(Bytes::from(body)))).await.map_err(|error| no_answer(&error))?;
            let (parts, mut body) = answer.into_parts();
            let mut read = Vec::new();
            while let Some(frame) = body.frame().await {
                let data = match frame {
                    Ok(frame) => frame.into_data().unwrap_or_default(),
                    Err(error) if whole => return Err(WireProblem::Answer(error.to_string())),
                    Err(_) => break,
                };
                let room = limits.largest.saturating_sub(read.len());
                read.extend(data.iter().take(room));
                if data.len() > room {
                    // Dropping the body here closes the connection: the rest is never read.
                    if whole { return Err(WireProblem::TooLong(limits.largest)) } else { break }
                }
            }
            Ok(Response::from_parts(parts, read))
        };
        tokio::time::timeout(limits.patience, answer).await.unwrap_or(Err(WireProblem::Late(limits.patience)))
    }
}

/// The address of a request that names a machine by its number: no name is looked up for it.
fn literal(uri: &Uri) -> Option<IpAddr> {
    uri.host()?.trim_matches(['[', ']']).parse().ok()
}

fn no_answer(error: &legacy::Error) -> WireProblem {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let refused = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref).is_some_and(|inner| inner.is::<OutOfReach>());
        if refused || error.is::<OutOfReach>() {
            return WireProblem::OutOfReach;
        }
        said = format!("{said}: {error}");
        cause = error.source();
    }
    WireProblem::Connection(said)
}

/// A name leads to no address that a request may go to.
#[derive(Debug, thiserror::Error)]
#[error("out of reach")]
struct OutOfReach;

/// Looks names up, and knows only addresses within reach.
#[derive(Clone, Debug)]
struct Guarded {
    resolver: GaiResolver,
    reach: Reach,
}

impl Service<Name> for Guarded {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (found, reach) = (self.resolver.call(name), self.reach.clone());
        Box::pin(async move {
            let within: Vec<SocketAddr> = found.await?.filter(|address| reach.admits(address.ip())).collect();
            if within.is_empty() { Err(io::Error::new(io::ErrorKind::PermissionDenied, OutOfReach)) } else { Ok(within.into_iter()) }
        })
    }
}
