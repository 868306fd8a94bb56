//! The journal: every act, hash-chained, and whether the chain holds.

use askama::Template;

use crate::filters;
use crate::view::{Empty, FilterBar, Link, Moment, Pager, Shell, Tab};

/// The journal of a realm.
#[derive(Template)]
#[template(path = "pages/journal.html")]
pub struct JournalPage {
    /// The frame.
    pub shell: Shell,
    /// Acts, sign-ins.
    pub tabs: Vec<Tab>,
    /// Whether the chain holds.
    pub chain: Chain,
    /// The filter.
    pub filter: FilterBar,
    /// Entries, the latest first.
    pub entries: Vec<JournalEntry>,
    /// Paging.
    pub pager: Pager,
    /// Exports.
    pub exports: Vec<Link>,
    /// When nothing matches.
    pub empty: Empty,
}

impl JournalPage {
    /// Entries say their hash.
    #[must_use]
    pub fn hashed(&self) -> bool {
        self.entries.iter().any(|entry| !entry.hash.is_empty())
    }
}

/// The chain's last verification.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// It holds.
    pub holds: bool,
    /// 校验通过：182,406 条连续，其中 3 条已依法删除个人信息.
    pub text: String,
    /// When it was verified.
    pub at: Moment,
    /// The last hash, short.
    pub head: String,
    /// Verifies again (POST).
    pub action: String,
    /// Sent once.
    pub once: String,
}

/// One entry.
#[derive(Clone, Debug, Default)]
pub struct JournalEntry {
    /// Its place in the chain.
    pub sequence: String,
    /// When.
    pub at: Moment,
    /// 三里庵街道行政服务中心 李敏（街道派单员）.
    pub who: String,
    /// 派单.
    pub act: String,
    /// The record.
    pub on: Link,
    /// What was said, what changed; may be empty.
    pub detail: String,
    /// Short hash.
    pub hash: String,
    /// Personal data of it was lawfully erased.
    pub erased: bool,
}
