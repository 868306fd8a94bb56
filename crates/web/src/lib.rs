//! The pages of Linli: templates, their view data, the words in each language and the browser's assets.
//!
//! A page is a plain struct of finished text (`view`), filled by the handlers and rendered by askama. Nothing here decides
//! a rule or reads a database, and no template asks for anything: what a page shows is in its struct.

pub mod assets;
mod brief;
mod filters;
pub mod i18n;
mod ics;
pub mod view;

pub use i18n::Locale;
mod route;
mod say;
pub mod sheet;
pub use route::{Doors, Written, always_secure_cookies, router, router_with};
