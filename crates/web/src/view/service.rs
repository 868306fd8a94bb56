//! Services: the guide, one service, asking for it, the clerk's window, the call screen, sheets on the wall, visits.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Crumbs, Link, PhoneShell, Shell, WallShell};

/// A service with all that it takes.
#[derive(Clone, Debug, Default)]
pub struct ServiceCard {
    /// 老年人优待证办理.
    pub label: String,
    /// Its page.
    pub href: String,
    /// 审批服务.
    pub group: String,
    /// Who can have it.
    pub conditions: Vec<String>,
    /// What people bring.
    pub materials: Vec<ServiceMaterial>,
    /// What is looked up instead.
    pub looked_up: Vec<ServiceMaterial>,
    /// What happens.
    pub steps: Vec<String>,
    /// 3 个工作日.
    pub limit: String,
    /// Who decides: 街道.
    pub level: String,
    /// 窗口办理, 网上申请.
    pub ways: Vec<String>,
    /// 至多跑 1 次.
    pub visits: String,
    /// 不收费.
    pub fee: String,
    /// The law behind it.
    pub basis: String,
}

/// A paper.
#[derive(Clone, Debug, Default)]
pub struct ServiceMaterial {
    /// Its name in the pack.
    pub code: String,
    /// 居民身份证.
    pub label: String,
    /// 原件; may be empty.
    pub form: String,
    /// In which case, or who has it; may be empty.
    pub note: String,
    /// Everybody has to bring it.
    pub asked: bool,
    /// It is there.
    pub ticked: bool,
}

/// A group of the guide.
#[derive(Clone, Debug, Default)]
pub struct ServiceGroupList {
    /// 审批服务.
    pub label: String,
    /// How many there are in all.
    pub all: usize,
    /// Those that were found.
    pub services: Vec<ServiceCard>,
}

/// `/services`
#[derive(Template)]
#[template(path = "service/guide.html")]
pub struct GuidePage {
    /// The frame.
    pub shell: PhoneShell,
    /// The groups with what was found.
    pub groups: Vec<ServiceGroupList>,
    /// What is looked for.
    pub words: String,
    /// The call screen and the sheets.
    pub more: Vec<Link>,
}

/// `/services/{service}`
#[derive(Template)]
#[template(path = "service/service.html")]
pub struct ServicePage {
    /// The frame.
    pub shell: PhoneShell,
    /// The service.
    pub service: ServiceCard,
    /// What one can do here and now.
    pub acts: Vec<Link>,
}

/// Asking for a service.
#[derive(Template)]
#[template(path = "service/apply.html")]
pub struct ApplyPage {
    /// The frame.
    pub shell: PhoneShell,
    /// The service.
    pub service: ServiceCard,
    /// Photos of papers can be sent.
    pub papers: bool,
    /// The community that was chosen; may be empty.
    pub place: String,
    /// First only the community is asked for.
    pub ask_place: bool,
    /// How long what is typed is kept.
    pub kept: String,
    /// The form.
    pub form: ActForm,
}

/// Communities to choose from.
#[derive(Template)]
#[template(path = "service/places.html")]
pub struct PlacesPage {
    /// The frame.
    pub shell: PhoneShell,
    /// What is chosen.
    pub intro: String,
    /// Communities by subdistrict.
    pub groups: Vec<(String, Vec<Link>)>,
}

/// A sheet on the wall.
#[derive(Template)]
#[template(path = "service/sheet.html")]
pub struct SheetPage {
    /// The frame.
    pub shell: PhoneShell,
    /// 许继社区.
    pub place: String,
    /// A line below; may be empty.
    pub intro: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Lines.
    pub lines: Vec<SheetLine>,
    /// 更新于…; may be empty.
    pub changed: String,
    /// The other sheets of the community.
    pub others: Vec<Link>,
}

/// One line of a sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetLine {
    /// Its cells.
    pub cells: Vec<String>,
    /// It is about today.
    pub today: bool,
}

/// The call screen.
#[derive(Template)]
#[template(path = "service/call.html")]
pub struct CallScreen {
    /// The frame.
    pub shell: WallShell,
    /// Called, the last first.
    pub called: Vec<Called>,
    /// The next numbers.
    pub next: Vec<String>,
    /// How many wait.
    pub waiting: usize,
}

/// A number and where it is called to.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// 007.
    pub turn: String,
    /// 2.
    pub desk: u64,
}

/// The clerk's window.
#[derive(Template)]
#[template(path = "service/window.html")]
pub struct WindowPage {
    /// The frame.
    pub shell: Shell,
    /// Services to choose from.
    pub groups: Vec<ServiceGroupList>,
    /// What is looked for.
    pub words: String,
    /// At which window the clerk sits.
    pub desk: i64,
    /// All windows.
    pub desks: Vec<i64>,
    /// People take numbers here.
    pub has_queue: bool,
    /// Who waits.
    pub waiting: Vec<QueueLine>,
    /// Who is being served.
    pub called: Vec<QueueLine>,
    /// The call screen.
    pub screen: Link,
    /// The centre's own sheets.
    pub sheets: Vec<Link>,
}

/// A number of the queue.
#[derive(Clone, Debug, Default)]
pub struct QueueLine {
    /// 007.
    pub turn: String,
    /// What they come for; may be empty.
    pub what: String,
    /// Takes the application in; empty where it is not known what they come for.
    pub intake: String,
    /// 2 号窗口.
    pub desk: Option<String>,
    /// 09:40.
    pub since: String,
    /// The record.
    pub href: String,
    /// The version seen.
    pub version: i64,
    /// What can be done with one press.
    pub acts: Vec<Link>,
}

/// Taking in an application.
#[derive(Template)]
#[template(path = "service/intake.html")]
pub struct IntakePage {
    /// The frame.
    pub shell: Shell,
    /// Where it stands.
    pub crumbs: Crumbs,
    /// The service with its papers.
    pub service: ServiceCard,
    /// The field that the ticked papers are sent as; empty: none are asked for.
    pub papers: String,
    /// Other ways to take it in.
    pub others: Vec<Link>,
    /// The rest of the form.
    pub form: ActForm,
}

/// What the applicant takes home.
#[derive(Template)]
#[template(path = "service/receipt.html")]
pub struct ReceiptPage {
    /// The frame.
    pub shell: Shell,
    /// The number.
    pub number: String,
    /// The service.
    pub what: String,
    /// Who took it in.
    pub body: String,
    /// How it stands.
    pub state: String,
    /// The papers that are there; may be empty.
    pub materials: String,
    /// By when; may be empty.
    pub by: String,
    /// When it was taken in.
    pub at: String,
    /// The tracking page.
    pub link: String,
    /// The record.
    pub record: String,
}

/// Visits per service.
#[derive(Template)]
#[template(path = "service/visits.html")]
pub struct VisitsPage {
    /// The frame.
    pub shell: Shell,
    /// 96%.
    pub within: String,
    /// Applications that have ended.
    pub records: i64,
    /// Those that took more visits than promised.
    pub over: i64,
    /// The services.
    pub lines: Vec<VisitsLine>,
}

/// A service and its visits.
#[derive(Clone, Debug, Default)]
pub struct VisitsLine {
    /// 老年人优待证办理.
    pub label: String,
    /// Its page.
    pub href: String,
    /// How many have ended.
    pub records: i64,
    /// What the catalogue promises.
    pub target: i64,
    /// 0.9.
    pub mean: String,
    /// How many took more.
    pub over: i64,
    /// 4.6.
    pub rating: String,
    /// By how many.
    pub rated: i64,
}
