//! How organisations are put together: structures made of bodies, and the posts people hold in them.

use indexmap::IndexMap;

use crate::expr::Expr;
use crate::model::Text;

/// A structure of bodies that an area is meant to have: 1+2, 1+2+6, 一委三线, 大工委—大党委—网格支部—楼栋小组—联系户.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// e.g. `one_two`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Level of the areas that have it.
    pub level: String,
    /// Kinds of those areas; empty: all.
    pub kinds: Vec<String>,
    /// The part that leads the others.
    pub lead: Option<String>,
    /// What it is made of.
    pub parts: IndexMap<String, Part>,
    /// Clause behind it.
    pub basis: String,
}

/// One part of a structure.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// e.g. `party`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Kinds of bodies that can be this part.
    pub bodies: Vec<String>,
    /// There is one set of it in each area of this level: the structure's own level, or one below it.
    pub each: String,
    /// At least so many bodies in each such area.
    pub least: u32,
    /// At most so many; `None`: any number.
    pub most: Option<u32>,
    /// The part it stands below.
    pub below: Option<String>,
    /// What it answers for.
    pub duty: Text,
}

/// A post in a kind of body.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// e.g. `street_concurrent`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Kinds of bodies that have it.
    pub bodies: Vec<String>,
    /// How many people hold it at a time in one body.
    pub seats: u32,
    /// So many of them must be taken; fewer are vacancies.
    pub least: u32,
    /// Held beside other work (兼职委员), so that its holder may hold posts elsewhere.
    pub concurrent: bool,
    /// Its holder answers for the body.
    pub lead: bool,
    /// Longest term in years; `None`: without a term.
    pub term: Option<i64>,
    /// So many months before a term's end it is said that it ends.
    pub warn: i64,
    /// A term's end may be put off by so many months, counted from the regular end.
    pub delay: i64,
    /// How people may come into it.
    pub ways: Vec<Way>,
    /// What makes an election valid.
    pub vote: Option<Vote>,
    /// Who may be appointed.
    pub eligible: Option<Expr>,
    /// Why somebody may not, in the reader's language.
    pub because: Text,
    /// What its holder is owed.
    pub rights: Vec<Right>,
    /// Kinds of bodies in whose posts its holder may be at the same time (双向进入、交叉任职).
    pub cross: Vec<String>,
    /// What its holder may be in the body as long as they hold it, where they have an account.
    pub role: Option<String>,
    /// Clause behind it.
    pub basis: String,
}

/// How somebody comes into a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Elected by those entitled to vote.
    Elected,
    /// Appointed by the body above.
    Appointed,
    /// Co-opted between elections.
    CoOpted,
    /// Chosen in an open competition.
    Competition,
}

impl Way {
    /// Every way with its name in packs and in the store.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("elected", Self::Elected), ("appointed", Self::Appointed), ("co_opted", Self::CoOpted), ("competition", Self::Competition)];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, way)| *way == self).map_or("appointed", |(name, _)| name)
    }

    /// The way of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, way)| *way)
    }
}

/// What a concurrent member is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Gets the papers (知情).
    Papers,
    /// Takes part and votes (参与、决策).
    Vote,
    /// Appraises the body's work (评议).
    Appraise,
}

impl Right {
    /// Every right with its name in packs.
    pub const ALL: &'static [(&'static str, Self)] = &[("papers", Self::Papers), ("vote", Self::Vote), ("appraise", Self::Appraise)];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, right)| *right == self).map_or("papers", |(name, _)| name)
    }
}

/// What makes an election valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vote {
    /// At least this share of those due must be present.
    pub present: Share,
    /// More than this share must agree.
    pub agree: Share,
    /// The share that must agree is one of those present, not of those due.
    pub of_present: bool,
}

/// A fraction, e.g. two thirds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Above the line.
    pub of: u32,
    /// Below it; never 0.
    pub over: u32,
}

impl Default for Share {
    fn default() -> Self {
        Self { of: 1, over: 2 }
    }
}

impl Share {
    /// Whether `n` of `total` is at least this share.
    #[must_use]
    pub fn reached(self, n: i64, total: i64) -> bool {
        i128::from(n) * i128::from(self.over) >= i128::from(total) * i128::from(self.of)
    }

    /// Whether `n` of `total` is more than this share.
    #[must_use]
    pub fn passed(self, n: i64, total: i64) -> bool {
        i128::from(n) * i128::from(self.over) > i128::from(total) * i128::from(self.of)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.of, self.over)
    }
}

impl std::str::FromStr for Share {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (of, over) = text.split_once('/').ok_or(())?;
        let share = Self { of: of.trim().parse().map_err(|_| ())?, over: over.trim().parse().map_err(|_| ())? };
        if share.over > 0 && share.of <= share.over { Ok(share) } else { Err(()) }
    }
}

/// What a person proposed for a post is to its body, as `standing` in [`Post::eligible`].
pub const STANDINGS: &[&str] = &["head", "deputy", "staff", "resident"];
