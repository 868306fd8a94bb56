//! Requests that leave the program: over TLS by rustls with the certificates that the machine trusts, within a time, and with an answer of at
//! most so many bytes.
//!
//! *Invariants:* no redirect is followed. Where a request may go is decided as the connection is made, by the addresses that the name leads to
//! then: a name that leads elsewhere later opens nothing. It knows nothing of what it carries.

mod client;
mod reach;

pub use client::{Certificates, Client, Limits, WireProblem};
pub use hyper::{Request, Response};
pub use reach::{Network, Reach};
