//! The resident's report 我要反映: words first, everything else guessed and correctable; and the page of thanks.
//!
//! `POST` sends `_once`, `description`, `category`, `photo` (ids of photos sent before, repeated), `photos` (files, without script), `lon`, `lat`,
//! `address`, `area`, `name`, `phone`, `anonymous`, and `follow` (the id
//! of the matter nearby that is the same: nothing new is opened).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Locale;
use crate::filters;
use crate::view::{ChoiceGroup, Due, Field, Link, Moment, PhoneShell, Photo};

/// `GET /report`, and the refused `POST` with what was typed.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "report/form.html")]
pub struct ReportPage {
    /// Layout.
    pub shell: PhoneShell,
    /// Where the form is sent.
    pub action: String,
    /// Idempotency token: the same report sent twice is one.
    pub once: String,
    /// Nothing was typed yet: a draft kept in this tab may be put back.
    pub fresh: bool,
    /// What is wrong with no field of its own.
    pub problems: Vec<String>,
    /// What happened; a [`FieldKind::LongText`](crate::view::FieldKind).
    pub description: Field,
    /// Photos sent before.
    pub photos: Vec<Photo>,
    /// Most photos.
    pub photo_max: u64,
    /// What is wrong with the photos; may be empty.
    pub photo_error: String,
    /// Where it is.
    pub place: PlaceAsk,
    /// Every category that a resident may choose.
    pub categories: Vec<ChoiceGroup>,
    /// What can be said about the report so far.
    pub preview: ReportPreview,
    /// How to address the person.
    pub name: Field,
    /// The phone number.
    pub phone: Field,
    /// The identity stays hidden from handlers; a [`FieldKind::Bool`](crate::view::FieldKind).
    pub anonymous: Field,
    /// Half a line on what happens to the data: 只给办理人看，办结一年后删除.
    pub kept: String,
}

/// The questions about the place.
#[derive(Clone, Debug, Default)]
pub struct PlaceAsk {
    /// Longitude given; may be empty.
    pub lon: String,
    /// Latitude given; may be empty.
    pub lat: String,
    /// Where the map opens before there is a point: longitude, latitude.
    pub centre: (f64, f64),
    /// Scale at which the map opens, 12 (district) to 18 (building).
    pub zoom: u8,
    /// Address in words; its error is the error of the place.
    pub address: Field,
    /// Communities by subdistrict.
    pub areas: Vec<ChoiceGroup>,
    /// Code of the chosen community; may be empty.
    pub area: String,
}

/// `GET /report/preview`: what the program thinks so far, in four parts that the page puts where they belong.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "report/preview.html")]
pub struct ReportPreview {
    /// The reader's language.
    pub l: Locale,
    /// Categories, the likeliest first; what the person chose stands first and is ticked.
    pub categories: Vec<Guess>,
    /// 梅山路 18 号 3 号楼附近; empty: not known.
    pub place: String,
    /// Where it lies, in the tree: 三里庵街道 三里庵社区 03 网格; empty: not known.
    pub area: String,
    /// The point lies outside the district.
    pub outside: bool,
    /// Open matters nearby that may be the same.
    pub near: Vec<Near>,
    /// Who will get it: 三里庵社区 03 网格; empty: not known yet.
    pub holder: String,
}
impl HtmlSafe for ReportPreview {}

/// A guessed category.
#[derive(Clone, Debug, Default)]
pub struct Guess {
    /// Code.
    pub code: String,
    /// Name.
    pub label: String,
    /// It is the one that will be sent.
    pub chosen: bool,
}

/// A matter nearby that may be the same.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// What is sent to follow it.
    pub id: String,
    /// 附近 40 米，20 分钟前有人反映.
    pub lead: String,
    /// Its title, free of anything personal.
    pub title: String,
    /// Public state: 网格员正在处理.
    pub state: String,
}

impl ReportPage {
    /// Every error with the field that it leads to.
    #[must_use]
    pub fn errors(&self) -> Vec<Link> {
        let general = self.problems.iter().map(|text| Link { label: text.clone(), href: "#f-description".to_owned() });
        let fields = [&self.description, &self.place.address, &self.name, &self.phone, &self.anonymous];
        let of_field =
            fields.into_iter().filter(|f| !f.error.is_empty()).map(|f| Link { label: f.error.clone(), href: format!("#{}", f.id()) });
        let photo = (!self.photo_error.is_empty()).then(|| Link { label: self.photo_error.clone(), href: "#f-photos".to_owned() });
        general.chain(of_field).chain(photo).collect()
    }

    /// The code that is ticked among the guesses; the full list leaves it out.
    fn shown_above(&self, code: &str) -> bool {
        self.preview.categories.iter().any(|guess| guess.code == code)
    }

    /// None of the full list is ticked: what was chosen stands among the guesses.
    #[expect(clippy::unused_self, reason = "the template that grid leads' reports share asks")]
    fn chosen(&self, _code: &str) -> bool {
        false
    }

    /// The part about the person opens by itself when something in it was typed or is wrong.
    fn person_open(&self) -> bool {
        [&self.name, &self.phone, &self.anonymous].iter().any(|f| !f.error.is_empty() || !f.value.is_empty())
    }
}

/// After `POST /report`: the number, the link to follow it, what happens next and by when.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "report/thanks.html")]
pub struct ReportThanks {
    /// Layout.
    pub shell: PhoneShell,
    /// The record's number.
    pub number: String,
    /// The tracking page, absolute.
    pub link: String,
    /// Who has it now: 三里庵社区 03 网格.
    pub holder: String,
    /// It joined a matter that was open already.
    pub joined: bool,
    /// The phone number was left, masked: 138****0012; the result is told there. Empty: none.
    pub told: String,
    /// What happens next, in order.
    pub next: Vec<NextStep>,
    /// Numbers for emergencies: 煤气、触电、着火请先打 119; empty: nothing urgent.
    pub urgent: String,
    /// Back to a new report.
    pub again: String,
}

/// One step of what happens next.
#[derive(Clone, Debug, Default)]
pub struct NextStep {
    /// 网格员联系您、到现场看.
    pub text: String,
    /// By when.
    pub by: Option<Moment>,
    /// Time left, for the step that runs.
    pub due: Option<Due>,
}
