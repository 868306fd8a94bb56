//! What surrounds a page: the head that every layout needs, and one shell for each layout.

use crate::Locale;
use crate::view::{Link, Toast};

/// What every page needs, whatever its layout. Used by `layout/base.html` as `shell.head`.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The reader's language.
    pub l: Locale,
    /// The page's title, without the product's name.
    pub title: String,
    /// Large text (大字版).
    pub large: bool,
    /// Address of the live updates; `None` on pages that show nothing live.
    pub live: Option<String>,
    /// The page has a map: loads the map's script and style.
    pub map: bool,
    /// Single-letter keys are off in the user's settings.
    pub keys_off: bool,
    /// A message about the act just done.
    pub toast: Option<Toast>,
    /// Pages of the patrol: the app that also works without a signal.
    pub patrol: Option<PatrolHead>,
}

/// Whose patrol it is. Both are empty on pages that are there for everybody.
#[derive(Clone, Debug, Default)]
pub struct PatrolHead {
    /// Id of the account: what the phone keeps belongs to it.
    pub who: String,
    /// Code of the body of the post worked in now.
    pub post: String,
}

/// `layout/desk.html`: staff.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Common head.
    pub head: Head,
    /// Under the product's name: 三里庵街道 · 行政服务中心.
    pub org: String,
    /// The left menu.
    pub menu: Vec<MenuGroup>,
    /// Where in the area tree the page stands, and where one may go.
    pub area: AreaSwitch,
    /// What the search box holds.
    pub query: String,
    /// Today in a few figures, each opening its records.
    pub today: Vec<Link>,
    /// Unread notices.
    pub notices: u64,
    /// Who is logged in.
    pub me: Me,
    /// This page in the other language.
    pub lang_href: String,
    /// This page in large or normal text.
    pub text_href: String,
    /// The acts' keys on this page, for the help dialog.
    pub keys: Vec<KeyHelp>,
    /// Only on paper: who printed it and when.
    pub printed: String,
}

/// A part of the left menu.
#[derive(Clone, Debug, Default)]
pub struct MenuGroup {
    /// Heading; the first group has none.
    pub label: String,
    /// Its entries.
    pub items: Vec<MenuItem>,
}

/// An entry of the left menu or of a phone's bottom bar.
#[derive(Clone, Debug, Default)]
pub struct MenuItem {
    /// 派单台.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Icon of the sprite.
    pub icon: String,
    /// How many wait there; 0 shows nothing.
    pub count: u64,
    /// The count is shown as a red mark: it waits for this user now.
    pub urgent: bool,
    /// This is where the reader is.
    pub current: bool,
}

impl MenuItem {
    /// The queue on the phone: its count is known there only.
    #[must_use]
    pub fn is_queue(&self) -> bool {
        self.href == crate::view::patrol::QUEUE
    }
}

/// The area switcher in the top bar.
#[derive(Clone, Debug, Default)]
pub struct AreaSwitch {
    /// The area whose records are shown.
    pub name: String,
    /// Areas the user may switch to, as an indented tree; empty: no switch.
    pub options: Vec<AreaOption>,
}

/// One area in the switcher.
#[derive(Clone, Debug, Default)]
pub struct AreaOption {
    /// Name.
    pub name: String,
    /// This page over that area.
    pub href: String,
    /// Depth below the widest, from 0.
    pub depth: u8,
    /// It is the one shown.
    pub current: bool,
}

/// The user's menu.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// 李敏.
    pub name: String,
    /// 街道派单员.
    pub post: String,
    /// Settings, other posts, guide; logging out is added by the layout.
    pub links: Vec<Link>,
}

/// A line of the help dialog.
#[derive(Clone, Debug, Default)]
pub struct KeyHelp {
    /// The key as printed.
    pub key: String,
    /// What it does.
    pub text: String,
}

impl Shell {
    /// The entries of the phone's bottom bar: the first four of the menu.
    pub fn tabbar(&self) -> impl Iterator<Item = &MenuItem> {
        self.menu.iter().flat_map(|group| group.items.iter()).take(4)
    }
}

/// `layout/phone.html`: residents and patrol.
#[derive(Clone, Debug, Default)]
pub struct PhoneShell {
    /// Common head.
    pub head: Head,
    /// Where 返回 leads; `None` on a first page.
    pub back: Option<Link>,
    /// This page in the other language.
    pub lang_href: String,
    /// This page in large or normal text.
    pub text_href: String,
    /// The bottom bar; empty on resident pages.
    pub tabs: Vec<MenuItem>,
    /// Under the page: privacy, complaint, help.
    pub foot: Vec<Link>,
}

/// `layout/wall.html`: a dark display that refreshes by itself and shows nothing personal.
#[derive(Clone, Debug, Default)]
pub struct WallShell {
    /// Common head.
    pub head: Head,
    /// Beside the title: area and period.
    pub sub: String,
    /// 22 日 10:42.
    pub clock: String,
    /// Seconds until the page is asked for again.
    pub refresh: u32,
}
