//! Any register (台账): table, board, map or calendar over the same filter, and the page that adds a record.

use askama::Template;

use crate::view::{
    Act, ActForm, Badge, Choice, Crumbs, Due, Duplicate, Empty, FilterBar, Item, Link, MapView, Pager, RecordView, Shell, Tab,
};
use crate::{Locale, filters};

/// A register as its users work with it.
#[derive(Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    /// The frame.
    pub shell: Shell,
    /// 民情事项.
    pub heading: String,
    /// 三里庵街道 · 1,284 条.
    pub sub: String,
    /// 新增; `None` where the reader may not.
    pub new: Option<Link>,
    /// 导入; `None` where the reader may not.
    pub import: Option<Link>,
    /// Files of other offices that come in here.
    pub exchanges: Vec<Link>,
    /// 共 1,284 条，全部导出.
    pub exports_note: String,
    /// Where an export with personal fields in full is sent with its purpose; empty where there are none or the reader may not.
    pub reveal: String,
    /// 导出 Excel, 导出 CSV.
    pub exports: Vec<Link>,
    /// Saved views; may be empty.
    pub tabs: Vec<Tab>,
    /// The filter.
    pub filter: FilterBar,
    /// List, board, map, calendar: those that the register's fields allow.
    pub views: Vec<Tab>,
    /// Every column, shown or not.
    pub columns: Vec<Column>,
    /// Where the column chooser is sent (GET).
    pub columns_action: String,
    /// What is shown.
    pub body: RegisterBody,
    /// Paging; the board, map and calendar have none.
    pub pager: Option<Pager>,
    /// Acts on the ticked rows.
    pub batch: Vec<Act>,
    /// Where they are sent.
    pub batch_action: String,
    /// The form of the chosen batch act.
    pub batch_form: Option<ActForm>,
    /// The chosen record, in a drawer.
    pub detail: Option<RecordView>,
    /// Printed under the title: filter, date, who printed it.
    pub print_line: String,
    /// Topic of live updates.
    pub topic: String,
    /// What is said when nothing matches.
    pub empty: Empty,
}

impl RegisterPage {
    /// Columns that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.shown)
    }

    /// Heading of the n-th shown column, for the card that a row becomes on a phone.
    #[must_use]
    pub fn label_at(&self, n: &usize) -> &str {
        self.shown().nth(*n).map_or("", |column| column.label.as_str())
    }

    /// Nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.body {
            RegisterBody::Table(rows) => rows.is_empty(),
            RegisterBody::Board(columns) => columns.is_empty(),
            RegisterBody::Map { .. } | RegisterBody::Calendar(_) => false,
        }
    }
}

/// How a register is looked at.
#[derive(Clone, Debug)]
pub enum RegisterBody {
    /// Rows and columns.
    Table(Vec<Row>),
    /// One column per state.
    Board(Vec<BoardColumn>),
    /// On the map, with the list beside it.
    Map {
        /// The map.
        map: MapView,
        /// The same records.
        items: Vec<Item>,
    },
    /// By day.
    Calendar(Month),
}

/// A column of the table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Field name.
    pub name: String,
    /// Heading.
    pub label: String,
    /// Figures, set to the right.
    pub number: bool,
    /// Sorts by it; empty: cannot be sorted.
    pub sort: String,
    /// `ascending`, `descending` or empty.
    pub sorted: &'static str,
    /// It is shown.
    pub shown: bool,
}

/// A row of the table; `cells` match the shown columns.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Record id.
    pub id: String,
    /// This page with the record open.
    pub href: String,
    /// The cells; the first one is the link.
    pub cells: Vec<Cell>,
    /// It is open in the drawer.
    pub current: bool,
    /// It is ticked.
    pub picked: bool,
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A day or a time, which reads badly in two lines.
    Time(String),
    /// A figure.
    Number(String),
    /// Time left.
    Due(Due),
    /// A state.
    Badge(Badge),
}

/// A column of the board.
#[derive(Clone, Debug, Default)]
pub struct BoardColumn {
    /// State.
    pub label: String,
    /// How many in all.
    pub count: u64,
    /// How many of them are late.
    pub late: u64,
    /// The first ones.
    pub items: Vec<Item>,
    /// All of them.
    pub href: String,
}

/// A month of the calendar.
#[derive(Clone, Debug, Default)]
pub struct Month {
    /// 2026 年 11 月.
    pub title: String,
    /// The month before.
    pub prev: String,
    /// The month after.
    pub next: String,
    /// This month.
    pub today: String,
    /// 一 … 日.
    pub weekdays: Vec<String>,
    /// Weeks of seven days.
    pub weeks: Vec<Vec<Day>>,
}

/// A day of the calendar.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// 22.
    pub number: String,
    /// 2026-11-22.
    pub iso: String,
    /// Belongs to another month.
    pub outside: bool,
    /// It is today.
    pub today: bool,
    /// 休 or 班 by the national calendar; may be empty.
    pub mark: String,
    /// What is on that day.
    pub items: Vec<Item>,
    /// 还有 3 条: label and address.
    pub more: Option<Link>,
}

/// The page that adds a record.
#[derive(Template)]
#[template(path = "pages/form.html")]
pub struct FormPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The form.
    pub form: ActForm,
    /// The form has a map on which the place is marked.
    pub map: bool,
    /// Beside it: what happens next, who will get it.
    pub aside: Vec<(String, Vec<String>)>,
}

/// What the program says beside the form while one types.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/intake_hint.html")]
pub struct IntakeHint {
    /// The reader's language.
    pub l: Locale,
    /// Categories that the words suggest, the likeliest first.
    pub categories: Vec<Choice>,
    /// 三里庵社区 03 网格; empty where nothing is known yet.
    pub place: String,
    /// Why the place is not known; may be empty.
    pub place_wrong: String,
    /// Open matters that may be the same.
    pub near: Vec<Duplicate>,
}
