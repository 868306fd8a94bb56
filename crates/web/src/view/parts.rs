//! Small pieces that many pages share.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::filters;

/// How urgent a record is by its clock: the shape and the colour, which never stand without words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Light {
    /// Past its limit: ● red.
    Late,
    /// Past the yellow share of its limit: ▲ amber.
    Soon,
    /// In time: ◆ green.
    Fine,
    /// No clock runs.
    #[default]
    None,
}

impl Light {
    /// The CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Fine => "fine",
            Self::None => "none",
        }
    }

    /// The shape, so that colour is never alone.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Late => "●",
            Self::Soon => "▲",
            Self::Fine => "◆",
            Self::None => "",
        }
    }

    /// True for [`Light::Late`].
    #[must_use]
    pub fn is_late(self) -> bool {
        self == Self::Late
    }
}

/// Time left in words: ▲ 剩 1 小时 20 分.
#[derive(Clone, Debug, Default, Template)]
#[template(
    ext = "html",
    source = r#"{% if !text.is_empty() %}<span class="light {{ light.class() }}">{% if !light.sign().is_empty() %}<i aria-hidden="true">{{ light.sign() }}</i>{% endif %}{% if iso.is_empty() %}{{ text }}{% else %}<time datetime="{{ iso }}">{{ text }}</time>{% endif %}</span>{% endif %}"#
)]
pub struct Due {
    /// Late, soon, fine or no clock.
    pub light: Light,
    /// 剩 1 小时 20 分, 超 3 小时, 已挂起.
    pub text: String,
    /// When it is due, ISO 8601 with zone; may be empty.
    pub iso: String,
}
impl HtmlSafe for Due {}

/// A time as the reader writes it, with the exact one for machines.
#[derive(Clone, Debug, Default, Template)]
#[template(ext = "html", source = r#"<time datetime="{{ iso }}">{{ text }}</time>"#)]
pub struct Moment {
    /// 10:05, 昨日 16:40, 11 月 3 日.
    pub text: String,
    /// ISO 8601 with zone.
    pub iso: String,
}
impl HtmlSafe for Moment {}

/// A label that leads somewhere.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// One choice among several views of the same thing: a tab, a filter value, a view switch.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many wait there, if that is known.
    pub count: Option<u64>,
    /// The count is shown in red (only for late and bad).
    pub urgent: bool,
    /// This is the one shown.
    pub current: bool,
    /// Icon of the sprite; may be empty.
    pub icon: String,
}

/// A short marked word: state, urgency, 督办.
#[derive(Clone, Debug, Default, Template)]
#[template(ext = "html", source = r#"<span class="badge{% if !tone.is_empty() %} {{ tone }}{% endif %}">{{ text }}</span>"#)]
pub struct Badge {
    /// What it says.
    pub text: String,
    /// `accent`, `late`, `soon`, `fine` or empty.
    pub tone: &'static str,
}
impl HtmlSafe for Badge {}

/// Why there is nothing to see, and what to do next: empty lists, errors, no permission.
#[derive(Clone, Debug, Default, Template)]
#[template(
    ext = "html",
    source = r#"<div class="state">{{ icon|icon }}<h3>{{ title }}</h3>{% if !text.is_empty() %}<p>{{ text }}</p>{% endif %}{% if !next.is_empty() %}<div class="row">{% for link in next %}<a class="btn{% if loop.first %} btn-primary{% endif %}" href="{{ link.href }}">{{ link.label }}</a>{% endfor %}</div>{% endif %}</div>"#
)]
pub struct Empty {
    /// Icon of the sprite.
    pub icon: &'static str,
    /// What is so.
    pub title: String,
    /// Why, and what to do; may be empty.
    pub text: String,
    /// Where to go from here, the likeliest first.
    pub next: Vec<Link>,
}
impl HtmlSafe for Empty {}

/// A passing message after an act: 已派给区排管所.
#[derive(Clone, Debug, Default)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// It went wrong.
    pub bad: bool,
    /// 查看 or 撤销, if there is one.
    pub link: Option<Link>,
}

/// JSON made safe inside `<script type="application/json">`: no text in it can end the element.
#[must_use]
pub fn json_island(json: &str) -> askama::filters::Safe<String> {
    askama::filters::Safe(json.replace('<', "\\u003c"))
}
