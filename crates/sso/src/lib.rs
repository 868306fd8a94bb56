//! Single sign-on: asks the place's own OpenID Connect provider who somebody is, by the authorization code flow with PKCE, state and nonce.
//! The answer is an identity, never a right: which account it is, and whether there is one, is the caller's to say.
//!
//! *Invariants:* nothing is believed that the provider's keys did not sign. The client secret is not printed. It talks to the provider's addresses
//! and follows no redirect.

mod config;
mod provider;

pub use config::{Config, ConfigProblem};
pub use provider::{Identity, Provider, SsoProblem, Started};
