//! The words of the pages in each language, kept in Fluent files (`locales/`, one for each part of the program), Chinese first.
//!
//! Labels of packs (registers, states, moves) come already in the reader's language; only the program's own words are here.
//! `tests/it/words.rs` fails when a key is missing in a language, unused, or used but unknown.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Words;

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Simplified Chinese, the language of the house.
    #[default]
    Zh,
    /// English.
    En,
}

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The tag for `<html lang>` and `Content-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `zh`, `zh-CN` or `en-GB`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The best language for an `Accept-Language` header; Chinese when it names none that we speak.
    #[must_use]
    pub fn from_accept(header: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let locale = Self::from_tag(pieces.next()?.trim())?;
                let weight = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                Some((weight, locale))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map_or(Self::Zh, |(_, locale)| *locale)
    }

    /// The other language, for the switch in the top bar.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// One of two texts by language; for the few labels that a caller holds in both.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The text of `key`; the key itself where it is unknown, which the tests exclude.
    #[must_use]
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// The text of `key` with named arguments: `l.t_with("left", &[("n", 3.into())])`.
    #[must_use]
    pub fn t_with(self, key: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// `t_with` for the most common case: one count called `n`.
    #[must_use]
    pub fn t_n(self, key: &str, n: impl Count) -> String {
        self.t_with(key, &[("n", n.count().into())])
    }

    /// `t_with` for one text called `x`.
    #[must_use]
    pub fn t_x(self, key: &str, x: &str) -> String {
        self.t_with(key, &[("x", x.into())])
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        Cow::Owned(bundle.format_pattern(pattern, args, &mut errors).into_owned())
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: OnceLock<[FluentBundle<FluentResource>; 2]> = OnceLock::new();
        let [zh, en] = BUNDLES.get_or_init(|| [load("zh-CN"), load("en")]);
        self.pick(zh, en)
    }
}

/// A language by value or by reference: templates lend what they hold.
pub trait AsLocale {
    /// The language.
    fn locale(&self) -> Locale;
}

impl AsLocale for Locale {
    fn locale(&self) -> Locale {
        *self
    }
}

impl<T: AsLocale> AsLocale for &T {
    fn locale(&self) -> Locale {
        (*self).locale()
    }
}

/// A number of things, by value or by reference.
pub trait Count {
    /// The number.
    fn count(&self) -> i64;
}

impl Count for u64 {
    fn count(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

impl Count for usize {
    fn count(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

impl Count for i32 {
    fn count(&self) -> i64 {
        i64::from(*self)
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> i64 {
        (*self).count()
    }
}

fn load(tag: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks around arguments are for mixed right-to-left text, which we have none of.
    bundle.set_use_isolating(false);
    for file in Words::iter().filter(|path| path.split('/').next() == Some(tag)) {
        let source = Words::get(&file).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
        // A faulty line is left out and found by the tests; the rest still speaks.
        let resource = match FluentResource::try_new(source) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}
