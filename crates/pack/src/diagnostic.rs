//! What is wrong with a pack, where, and how to mend it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::lang::Lang;
use crate::model::Text;
use crate::source::{At, Source};

/// Whether the pack can be used in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack works, but not as its author will expect.
    Warning,
}

/// One mistake, found at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the kind of mistake, see [`crate::code`].
    pub code: &'static str,
    /// Path of the file, as the caller gave it.
    pub file: String,
    /// Bytes of that file.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// How to mend it, where that is known.
    pub help: Option<Text>,
}

/// The mistake as plain text: message, `file:line:column`, the line itself with carets, help.
#[must_use]
pub fn render(diagnostic: &Diagnostic, layers: &[Vec<Source>], lang: Lang) -> String {
    draw(diagnostic, layers, lang, &Renderer::plain())
}

/// [`render`] with terminal colours.
#[must_use]
pub fn render_in_colour(diagnostic: &Diagnostic, layers: &[Vec<Source>], lang: Lang) -> String {
    draw(diagnostic, layers, lang, &Renderer::styled())
}

fn draw(diagnostic: &Diagnostic, layers: &[Vec<Source>], lang: Lang, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.get(lang)).id(diagnostic.code));
    if let Some(source) = layers.iter().flatten().find(|source| source.path == diagnostic.file) {
        let range = on_characters(&source.text, &diagnostic.range);
        let snippet = Snippet::source(source.text.as_str()).path(source.path.as_str());
        group = group.element(snippet.annotation(AnnotationKind::Primary.span(range)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.get(lang)));
    }
    renderer.render(&[group])
}

/// The range moved inwards onto the text and onto character boundaries, because a renderer panics on anything else.
fn on_characters(text: &str, range: &Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

/// Diagnostics being gathered: the one place that turns positions into files.
pub(crate) struct Findings<'s> {
    sources: Vec<&'s Source>,
    list: Vec<Diagnostic>,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(sources: Vec<&'s Source>) -> Self {
        Self { sources, list: Vec::new() }
    }

    /// The source a position points into.
    pub(crate) fn source(&self, at: At) -> Option<&'s Source> {
        self.sources.get(at.file).copied()
    }

    pub(crate) fn error(&mut self, code: &'static str, at: At, zh: impl Into<String>, en: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, code, at, Text::new(zh, en))
    }

    pub(crate) fn warning(&mut self, code: &'static str, at: At, zh: impl Into<String>, en: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Warning, code, at, Text::new(zh, en))
    }

    fn add(&mut self, severity: Severity, code: &'static str, at: At, message: Text) -> &mut Diagnostic {
        let file = self.source(at).map(|source| source.path.clone()).unwrap_or_default();
        let index = self.list.len();
        self.list.push(Diagnostic { severity, code, file, range: at.start..at.end, message, help: None });
        // The vector has just grown by one, so the index is there; the slice pattern says so without a panic.
        match self.list.get_mut(index..) {
            Some([last]) => last,
            _ => unreachable!("a diagnostic was just pushed"),
        }
    }

    /// All of them in reading order: by file, then by place, errors first.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        let order: Vec<&str> = self.sources.iter().map(|source| source.path.as_str()).collect();
        let rank = |path: &str| order.iter().position(|known| *known == path).unwrap_or(usize::MAX);
        self.list.sort_by_key(|d| (rank(&d.file), d.range.start, d.severity, d.range.end, d.code));
        self.list.dedup();
        self.drop_echoes();
        self.list
    }
}

impl Findings<'_> {
    /// A line that is not TOML is half read; what is said of it besides is noise.
    fn drop_echoes(&mut self) {
        let line = |d: &Diagnostic| {
            let text = self.sources.iter().find(|source| source.path == d.file).map(|source| source.text.as_str()).unwrap_or_default();
            let before = text.get(..d.range.start.min(text.len())).unwrap_or_default();
            (d.file.clone(), before.matches('\n').count())
        };
        let broken: Vec<(String, usize)> = self.list.iter().filter(|d| d.code == crate::code::SYNTAX).map(line).collect();
        let echo: Vec<bool> = self.list.iter().map(|d| d.code != crate::code::SYNTAX && broken.contains(&line(d))).collect();
        let mut echo = echo.into_iter();
        self.list.retain(|_| !echo.next().unwrap_or_default());
    }
}

impl Diagnostic {
    /// Adds how to mend it.
    pub(crate) fn help(&mut self, zh: impl Into<String>, en: impl Into<String>) -> &mut Self {
        self.help = Some(Text::new(zh, en));
        self
    }

    /// Adds "did you mean" where a known name is close to the one written.
    pub(crate) fn suggest<'a>(&mut self, written: &str, known: impl IntoIterator<Item = &'a str>) -> &mut Self {
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(near) = crate::near::nearest(written, &known) {
            self.help(format!("是不是想写 `{near}`?"), format!("did you mean `{near}`?"));
        } else if !known.is_empty() && known.len() <= 24 {
            let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            self.help(format!("可用: {}", list.join("、")), format!("known: {}", list.join(", ")));
        }
        self
    }
}
