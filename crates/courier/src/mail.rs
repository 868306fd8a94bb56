//! Mail by SMTP.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use serde::Deserialize;

use crate::gateway::Said;
use crate::notices::SILENT;

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tls {
    /// From the beginning.
    #[default]
    #[serde(rename = "tls")]
    Whole,
    /// After the greeting; nothing is sent where the server does not offer it.
    Starttls,
    /// Not at all: on this machine.
    None,
}

/// A mail server.
#[derive(Clone)]
pub(crate) struct Mail {
    pub(crate) server: String,
    pub(crate) port: Option<u16>,
    pub(crate) tls: Tls,
    pub(crate) user: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Mail {
    /// Sends a message. The error is for the administrator: it holds neither the message nor whom it was for.
    pub(crate) async fn send(&self, patience: Duration, to: &str, said: &Said) -> Result<(), String> {
        let to: Mailbox = to.parse().map_err(|_| "no valid address".to_owned())?;
        let mut letter = Message::builder().from(self.from.clone()).to(to).subject(&said.subject).header(ContentType::TEXT_PLAIN);
        // Other machines need not answer it (RFC 3834).
        letter = letter.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
        let letter = letter.body(said.text.clone()).map_err(|error| error.to_string())?;
        let transport = match self.tls {
            Tls::Whole => AsyncSmtpTransport::<Tokio1Executor>::relay(&self.server),
            Tls::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&self.server),
            Tls::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.server)),
        };
        let mut transport = transport.map_err(|error| error.to_string())?.timeout(Some(patience));
        if let Some(port) = self.port {
            transport = transport.port(port);
        }
        if let (Some(user), Some(password)) = (&self.user, &self.password) {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let sent = tokio::time::timeout(patience, transport.build().send(letter)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                tracing::debug!(%error, "a mail was not sent");
                Err(error.status().map_or_else(|| SILENT.to_owned(), |code| code.to_string()))
            }
            Err(_) => Err(SILENT.to_owned()),
        }
    }
}
