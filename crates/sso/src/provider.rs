//! The conversation with the provider.

use std::sync::Arc;
use std::time::{Duration, Instant};

use linli_wire::{Certificates, Client, Limits, Reach, WireProblem};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
};
use parking_lot::Mutex;
use serde_json::{Map, Value};

use crate::config::{Config, ConfigProblem, safe};

/// What a request to the provider may take.
const LIMITS: Limits = Limits { patience: Duration::from_secs(8), largest: 512 * 1024 };
/// How long what the provider says about itself is believed before it is asked again.
const FRESH: Duration = Duration::from_secs(300);

async fn ask(http: Client, request: HttpRequest) -> Result<HttpResponse, WireProblem> {
    http.send(request, LIMITS).await
}

/// A provider that can be asked.
#[derive(Debug)]
pub struct Provider {
    config: Config,
    back: RedirectUrl,
    http: Client,
    known: Mutex<Option<(Instant, Arc<ProviderMetadataWithLogout>)>>,
}

/// A sign-in that was begun: what is kept, on the server only, until the browser comes back.
#[derive(Clone, Debug)]
pub struct Started {
    /// Where the browser is sent.
    pub url: String,
    state: String,
    nonce: String,
    verifier: String,
}

/// Who somebody is, as the provider signed it.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The provider's own name for the person, which never changes.
    pub subject: String,
    /// All that the token says.
    pub claims: Map<String, Value>,
}

/// Why a sign-in did not happen; the texts are for the log.
#[derive(Debug, thiserror::Error)]
pub enum SsoProblem {
    /// The provider does not answer, or not as a provider does.
    #[error("the provider does not answer as it should: {0}")]
    Unreachable(String),
    /// The provider, or the person there, said no.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The answer was not made for this sign-in, or by nobody who may.
    #[error("not believed: {0}")]
    NotGenuine(String),
}

impl Started {
    /// Whether an answer belongs to this sign-in.
    #[must_use]
    pub fn is_answered_by(&self, state: &str) -> bool {
        // Both are random and used once; their hashes need not be hidden from a clock.
        self.state == state
    }
}

impl Provider {
    /// `address` is where browsers reach this program, without a path: the provider sends them back to it.
    ///
    /// # Errors
    /// [`ConfigProblem`].
    pub fn new(config: Config, address: &str) -> Result<Self, ConfigProblem> {
        safe(address)?;
        let back = format!("{}/login/sso/back", address.trim_end_matches('/'));
        let back = RedirectUrl::new(back).map_err(|_| ConfigProblem::Address(address.to_owned()))?;
        Ok(Self {
            config,
            back,
            http: Client::new(Reach::Anywhere).map_err(|Certificates(why)| ConfigProblem::Certificates(why))?,
            known: Mutex::default(),
        })
    }

    /// What was written down about it.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// [`SsoProblem::Unreachable`].
    pub async fn begin(&self) -> Result<Started, SsoProblem> {
        let metadata = self.metadata().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (id, secret) = self.names();
        let client = CoreClient::from_provider_metadata((*metadata).clone(), id, secret).set_redirect_uri(self.back.clone());
        let scopes = self.config.scopes.iter().filter(|scope| *scope != "openid").map(|scope| Scope::new(scope.clone()));
        let (url, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(scopes)
            .set_pkce_challenge(challenge)
            .url();
        Ok(Started { url: url.to_string(), state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() })
    }

    /// Ends it: exchanges the code that came back and checks the token by the provider's keys: signature, issuer, audience, times, nonce.
    ///
    /// # Errors
    /// [`SsoProblem`].
    pub async fn finish(&self, started: Started, code: &str) -> Result<Identity, SsoProblem> {
        let metadata = self.metadata().await?;
        let (id, secret) = self.names();
        let client = CoreClient::from_provider_metadata((*metadata).clone(), id, secret).set_redirect_uri(self.back.clone());
        let http = |request| ask(self.http.clone(), request);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| SsoProblem::Unreachable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(started.verifier))
            .request_async(&http)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(said) => SsoProblem::Refused(said.to_string()),
                RequestTokenError::Request(problem) => SsoProblem::Unreachable(problem.to_string()),
                other => SsoProblem::NotGenuine(other.to_string()),
            })?;
        let token: &CoreIdToken = answer.id_token().ok_or_else(|| SsoProblem::NotGenuine("no ID token came".to_owned()))?;
        let verifier = client.id_token_verifier();
        let claims = token.claims(&verifier, &Nonce::new(started.nonce));
        let claims = claims.map_err(|error| {
            // The provider may have changed its keys: the next try asks for them.
            self.known.lock().take();
            SsoProblem::NotGenuine(error.to_string())
        })?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|error| SsoProblem::NotGenuine(error.to_string()))?;
            let key = token.signing_key(&verifier).map_err(|error| SsoProblem::NotGenuine(error.to_string()))?;
            let is = openidconnect::AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if is.map_err(|error| SsoProblem::NotGenuine(error.to_string()))? != *expected {
                return Err(SsoProblem::NotGenuine("the access token is another's".to_owned()));
            }
        }
        Ok(Identity {
            issuer: claims.issuer().as_str().to_owned(),
            subject: claims.subject().as_str().to_owned(),
            claims: read_claims(&token.to_string()).ok_or_else(|| SsoProblem::NotGenuine("the token cannot be read".to_owned()))?,
        })
    }

    /// Where somebody signs out at the provider too, and comes back from to `after`; `None` where it has no such page.
    pub async fn sign_out_url(&self) -> Option<String> {
        let metadata = self.metadata().await.ok()?;
        let end = metadata.additional_metadata().end_session_endpoint.as_ref()?;
        let mut url = end.url().clone();
        let after = self.back.url().join("/login").ok()?;
        url.query_pairs_mut().append_pair("client_id", &self.config.client).append_pair("post_logout_redirect_uri", after.as_str());
        Some(url.to_string())
    }

    fn names(&self) -> (ClientId, Option<ClientSecret>) {
        (ClientId::new(self.config.client.clone()), self.config.secret.clone().map(ClientSecret::new))
    }

    async fn metadata(&self) -> Result<Arc<ProviderMetadataWithLogout>, SsoProblem> {
        if let Some((at, known)) = self.known.lock().as_ref()
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(known));
        }
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|error| SsoProblem::Unreachable(error.to_string()))?;
        let http = |request| ask(self.http.clone(), request);
        let found = ProviderMetadataWithLogout::discover_async(issuer, &http).await.map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            SsoProblem::Unreachable(format!("{error} {cause}"))
        })?;
        let found = Arc::new(found);
        *self.known.lock() = Some((Instant::now(), Arc::clone(&found)));
        Ok(found)
    }
}

/// The claims of a token that was checked, whatever their names: the library knows the standard's only.
fn read_claims(token: &str) -> Option<Map<String, Value>> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).ok()?).ok()
}
