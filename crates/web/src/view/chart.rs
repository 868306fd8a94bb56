//! Charts drawn on the server as SVG: lines over days, bars, sparklines. No script, no style attribute; every picture has a
//! title, a description and its numbers as a table, and every day leads to its records.
//!
//! Series differ by dash and by the word at their end, never by colour alone.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Locale;
use crate::i18n::AsLocale;

/// Counts per day in one or two series.
#[derive(Clone, Debug, Default)]
pub struct LineChart {
    /// Prefix of the element ids, unique in the page.
    pub id: String,
    /// 每日受理与办结.
    pub title: String,
    /// What the picture shows, in a sentence: highest, lowest, last.
    pub desc: String,
    /// The lines; the first is drawn whole, the second dashed.
    pub series: Vec<Series>,
    /// The days, oldest first.
    pub days: Vec<Day>,
}

/// One line of a chart.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// 受理. Written at the line's end.
    pub label: String,
    /// One count per day; a day without one counts 0.
    pub values: Vec<u32>,
}

/// One day of a chart.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// Under the axis: 11-05.
    pub label: String,
    /// In the table: 11 月 5 日（周四）.
    pub name: String,
    /// That day's records.
    pub href: String,
}

/// Round marks of an axis that starts at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Between two marks: 1, 2 or 5 times a power of ten.
    pub step: u32,
    /// The last mark, at or above the greatest value.
    pub top: u32,
}

impl Scale {
    /// The finest scale that reaches `greatest` in at most `parts` steps (at least 1).
    #[must_use]
    pub fn over(greatest: u32, parts: u32) -> Self {
        let parts = parts.max(1);
        let mut power = 1_u32;
        loop {
            for times in [1, 2, 5] {
                let step = power.saturating_mul(times);
                let steps = greatest.div_ceil(step).max(1);
                if steps <= parts {
                    return Self { step, top: step.saturating_mul(steps) };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// Every mark from 0 to the top.
    pub fn marks(self) -> impl Iterator<Item = u32> {
        (0..=self.top / self.step).map(move |n| n.saturating_mul(self.step))
    }
}

/// The size of a drawing and the room left for words around the plot, in its own units.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Whole width.
    pub width: f64,
    /// Whole height.
    pub height: f64,
    /// Room for the numbers of the axis.
    pub left: f64,
    /// Room for the labels at the lines' ends.
    pub right: f64,
    /// Room above.
    pub top: f64,
    /// Room for the days.
    pub bottom: f64,
    /// Most marks on the day axis.
    pub marks: usize,
}

impl Frame {
    /// Beside a table on a desk.
    pub const WIDE: Self = Self { width: 660.0, height: 236.0, left: 40.0, right: 72.0, top: 12.0, bottom: 28.0, marks: 6 };
    /// The width of a phone.
    pub const NARROW: Self = Self { width: 350.0, height: 210.0, left: 34.0, right: 64.0, top: 12.0, bottom: 28.0, marks: 4 };

    fn plot_width(self) -> f64 {
        self.width - self.left - self.right
    }

    fn plot_height(self) -> f64 {
        self.height - self.top - self.bottom
    }

    /// The right edge of the plot.
    #[must_use]
    pub fn plot_right(self) -> f64 {
        self.width - self.right
    }

    /// The lower edge of the plot.
    #[must_use]
    pub fn plot_bottom(self) -> f64 {
        self.height - self.bottom
    }

    fn x(self, at: usize, of: usize) -> f64 {
        let share = if of < 2 { 0.5 } else { small(at) / small(of - 1) };
        self.left + share * self.plot_width()
    }

    fn y(self, value: u32, scale: Scale) -> f64 {
        self.plot_bottom() - f64::from(value.min(scale.top)) / f64::from(scale.top.max(1)) * self.plot_height()
    }
}

/// A chart's geometry in one size.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Its size.
    pub frame: Frame,
    /// Marks of the value axis: height and number.
    pub ticks: Vec<(f64, u32)>,
    /// Marks of the day axis: place and label.
    pub days: Vec<(f64, String)>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where each day can be pressed.
    pub hits: Vec<Hit>,
}

/// A drawn line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its points.
    pub points: Vec<(f64, f64)>,
    /// Word at its end.
    pub label: String,
    /// Height of that word, kept clear of the others.
    pub label_y: f64,
}

/// The strip of a day, which leads to its records.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// That day's records.
    pub href: String,
    /// 11 月 5 日：受理 231，办结 220.
    pub text: String,
}

impl Line {
    /// The points as an SVG path.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (at, (x, y)) in self.points.iter().enumerate() {
            path.push_str(&format!("{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" }));
        }
        path
    }

    /// The last point, where the label stands.
    #[must_use]
    pub fn end(&self) -> (f64, f64) {
        self.points.last().copied().unwrap_or_default()
    }
}

impl LineChart {
    /// Lays the chart out in `frame`.
    #[must_use]
    pub fn draw(&self, frame: Frame) -> Drawing {
        let n = self.days.len();
        let value = |series: &Series, at: usize| series.values.get(at).copied().unwrap_or(0);
        let greatest = self.series.iter().flat_map(|s| s.values.iter().take(n)).copied().max().unwrap_or(0);
        let scale = Scale::over(greatest, 5);
        let mut lines: Vec<Line> = self
            .series
            .iter()
            .map(|s| {
                let points: Vec<_> = (0..n).map(|at| (frame.x(at, n), frame.y(value(s, at), scale))).collect();
                let label_y = points.last().map_or(frame.top, |(_, y)| *y);
                Line { points, label: s.label.clone(), label_y }
            })
            .collect();
        part_labels(&mut lines, frame);
        let stride = n.div_ceil(frame.marks.max(1)).max(1);
        let days = self.days.iter().enumerate();
        let width = frame.plot_width() / small(n.max(1));
        Drawing {
            frame,
            ticks: scale.marks().map(|mark| (frame.y(mark, scale), mark)).collect(),
            days: days
                .clone()
                .filter(|(at, _)| (n - 1 - at).is_multiple_of(stride))
                .map(|(at, day)| (frame.x(at, n), day.label.clone()))
                .collect(),
            lines,
            hits: days
                .map(|(at, day)| {
                    let told: Vec<String> = self.series.iter().map(|s| format!("{} {}", s.label, value(s, at))).collect();
                    let x = (frame.x(at, n) - width / 2.0).max(frame.left - width / 2.0);
                    Hit { x, width, href: day.href.clone(), text: format!("{}: {}", day.name, told.join(", ")) }
                })
                .collect(),
        }
    }

    /// The figure for a page, in two widths, with its numbers as a table. In templates `{{ chart.html(l) }}`.
    #[must_use]
    pub fn html(&self, l: impl AsLocale) -> LineHtml<'_> {
        LineHtml {
            l: l.locale(),
            chart: self,
            sizes: vec![("wide", self.draw(Frame::WIDE)), ("narrow", self.draw(Frame::NARROW))],
            table: true,
        }
    }

    /// The figure for a display on the wall: one size, no table, nothing to press.
    #[must_use]
    pub fn wall(&self, l: impl AsLocale) -> LineHtml<'_> {
        let frame = Frame { width: 620.0, height: 198.0, right: 84.0, ..Frame::WIDE };
        LineHtml { l: l.locale(), chart: self, sizes: vec![("wall", self.draw(frame))], table: false }
    }

    /// The lines of the table: the day and its counts.
    fn rows(&self) -> impl Iterator<Item = (&Day, Vec<u32>)> {
        self.days.iter().enumerate().map(|(at, day)| (day, self.series.iter().map(|s| s.values.get(at).copied().unwrap_or(0)).collect()))
    }
}

/// Moves labels of lines that end close together apart, and back into the plot.
fn part_labels(lines: &mut [Line], frame: Frame) {
    const APART: f64 = 16.0;
    lines.iter_mut().for_each(|line| line.label_y = line.label_y.clamp(frame.top, frame.plot_bottom()));
    if let [a, b, ..] = lines
        && (a.label_y - b.label_y).abs() < APART
    {
        let middle = f64::midpoint(a.label_y, b.label_y).clamp(frame.top + APART / 2.0, frame.plot_bottom() - APART / 2.0);
        let a_above = a.label_y <= b.label_y;
        (a.label_y, b.label_y) =
            if a_above { (middle - APART / 2.0, middle + APART / 2.0) } else { (middle + APART / 2.0, middle - APART / 2.0) };
    }
}

/// Numbers of days are small.
fn small(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// [`LineChart`] ready to be written into a page.
#[derive(Template)]
#[template(path = "board/chart_line.html")]
pub struct LineHtml<'a> {
    l: Locale,
    chart: &'a LineChart,
    sizes: Vec<(&'static str, Drawing)>,
    table: bool,
}
impl HtmlSafe for LineHtml<'_> {}

/// A horizontal bar beside a number that says the same: hidden from screen readers.
#[derive(Clone, Copy, Debug, Default, Template)]
#[template(
    ext = "html",
    source = r#"<svg class="hbar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-ground" width="100" height="8" rx="1.5"/><rect class="bar" width="{{ percent|fmt("{:.1}") }}" height="8" rx="1.5"/>{% if let Some(mark) = mark %}<rect class="bar-mark" x="{{ mark|fmt("{:.1}") }}" width=".8" height="8"/>{% endif %}</svg>"#
)]
pub struct Bar {
    percent: f64,
    mark: Option<f64>,
}
impl HtmlSafe for Bar {}

impl Bar {
    /// A bar filled to `share` (0 to 1; what lies outside is cut).
    #[must_use]
    pub fn new(share: f64) -> Self {
        Self { percent: percent(share), mark: None }
    }

    /// A bar with a mark, for the value of the whole.
    #[must_use]
    pub fn with_mark(share: f64, mark: f64) -> Self {
        Self { percent: percent(share), mark: Some(percent(mark)) }
    }

    /// How far it is filled, 0 to 100.
    #[must_use]
    pub fn percent(self) -> f64 {
        self.percent
    }
}

fn percent(share: f64) -> f64 {
    if share.is_finite() { (share * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

/// A small line without axes; `text` says in words what it shows.
#[derive(Clone, Debug, Default, Template)]
#[template(
    ext = "html",
    source = r#"{% if values.len() > 1 %}<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="{{ text }}"><path d="{{ path() }}"/></svg>{% endif %}"#
)]
pub struct Sparkline {
    /// The values, oldest first; fewer than two draw nothing.
    pub values: Vec<f64>,
    /// 近 8 周在 90% 到 94% 之间.
    pub text: String,
}
impl HtmlSafe for Sparkline {}

impl Sparkline {
    /// The points, inside 100 × 24; the least value lies at the bottom.
    #[must_use]
    pub fn points(&self) -> Vec<(f64, f64)> {
        let finite = || self.values.iter().copied().filter(|v| v.is_finite());
        let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        let last = small(self.values.len().saturating_sub(1)).max(1.0);
        // As shares of the widest: the difference of two floats can be more than a float.
        let widest = low.abs().max(high.abs());
        let part = |v: f64| (v / widest - low / widest) / (high / widest - low / widest);
        let share = |v: f64| if v.is_finite() && high > low { part(v).clamp(0.0, 1.0) } else { 0.5 };
        self.values.iter().enumerate().map(|(at, v)| (2.0 + small(at) / last * 96.0, 22.0 - share(*v) * 20.0)).collect()
    }

    fn path(&self) -> String {
        Line { points: self.points(), label: String::new(), label_y: 0.0 }.path()
    }
}

#[cfg(test)]
mod tests;
