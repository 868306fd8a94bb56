//! Requests to the provider: over TLS by rustls with the certificates that the machine trusts, a few seconds at most, no redirects.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{HttpRequest, HttpResponse};

use crate::config::ConfigProblem;

/// Longest time of a request.
const PATIENCE: Duration = Duration::from_secs(8);
/// Largest answer in bytes.
const LARGEST: usize = 512 * 1024;

/// Why a request got no answer; for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpProblem {
    #[error("no connection: {0}")]
    Connection(String),
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    Late,
    #[error("an answer that cannot be read: {0}")]
    Answer(String),
}

pub(crate) type Http = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// A client.
///
/// # Errors
/// When the machine's certificates cannot be read.
pub(crate) fn client() -> Result<Http, ConfigProblem> {
    let builder = HttpsConnectorBuilder::new().with_native_roots().map_err(|error| ConfigProblem::Certificates(error.to_string()))?;
    // Plain http only where `config::safe` let it through: on this machine.
    Ok(Client::builder(TokioExecutor::new()).build(builder.https_or_http().enable_http1().build()))
}

/// Sends a request and reads the whole answer.
pub(crate) async fn send(client: Http, request: HttpRequest) -> Result<HttpResponse, HttpProblem> {
    let answer = async {
        let answer = client.request(request.map(|body| Full::new(Bytes::from(body)))).await.map_err(|error| {
            // The reason is one error further down.
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            HttpProblem::Connection(format!("{error}: {cause}"))
        })?;
        let (parts, body) = answer.into_parts();
        let bytes = Limited::new(body, LARGEST).collect().await.map_err(|error| HttpProblem::Answer(error.to_string()))?.to_bytes();
        Ok(HttpResponse::from_parts(parts, bytes.to_vec()))
    };
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err(HttpProblem::Late))
}
