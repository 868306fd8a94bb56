//! The handbook: the rules of the pack in force, for people.

use axum::extract::{Path, State};
use axum::response::Response;
use linli_app::AppError;
use linli_pack::model::{FieldKind as Kind, Hold, Move, Pack, Register};

use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, role_label};
use crate::route::{Web, shell};
use crate::view::{DutyRow, FieldRow, HandbookPage, IndicatorRow, MoveRow, StateRow, Tab};

/// The chapter that is no register.
const DUTIES: &str = "duties";

/// `GET /handbook` and `GET /handbook/{register}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, name: Option<Path<String>>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, name.as_ref().map(|Path(name)| name.as_str()))).await
}

fn draw(web: &Web, staff: &Staff, name: Option<&str>) -> Result<HandbookPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let pack: &Pack = web.app.pack();
    if name == Some(DUTIES) && !pack.registers.contains_key(DUTIES) {
        return duties(web, staff, &present);
    }
    let register = match name {
        Some(name) => pack.registers.get(name),
        None => in_order(pack).first().copied(),
    }
    .ok_or(AppError::NotFound("register"))?;
    let limit = |due: &Option<linli_pack::model::Limit>| {
        let Some(due) = due else { return String::new() };
        if let Some(field) = due.until.as_ref().and_then(|name| register.fields.get(name)) {
            return l.t_x("handbook-until", field.label.get(lang));
        }
        let mut parts = vec![linli_pack::span_in_words(due.default, lang)];
        parts.extend(due.special.iter().map(|(case, span)| {
            let label = pack.limit_case(register, due, case).map_or(case.as_str(), |label| label.get(lang));
            format!("{label} {}", linli_pack::span_in_words(*span, lang))
        }));
        parts.join(l.pick("；", "; "))
    };
    Ok(HandbookPage {
        heading: pack.label.get(lang).to_owned(),
        source: pack.source.get(lang).to_owned(),
        chapters: chapters(&present, &register.name),
        title: register.label.get(lang).to_owned(),
        intro: [register.basis.clone(), limit(&register.deadline)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        diagram: Some(askama::filters::Safe(linli_pack::state_diagram_svg(register, lang))),
        diagram_text: l.t("handbook-diagram").into_owned(),
        states: register
            .states
            .values()
            .map(|state| StateRow {
                label: state.label.get(lang).to_owned(),
                public: state.public.get(lang).to_owned(),
                limit: limit(&state.due),
                basis: state.basis.clone(),
            })
            .collect(),
        moves: register.moves.values().map(|mv| move_row(web, &present, register, mv)).collect(),
        fields: register
            .fields
            .values()
            .map(|field| FieldRow {
                label: field.label.get(lang).to_owned(),
                kind: kind_name(&present, &field.kind),
                notes: [
                    field.required.then(|| l.t("handbook-required").into_owned()),
                    field.derived.then(|| l.t("handbook-derived").into_owned()),
                    field.personal.as_ref().map(|purpose| l.t_x("handbook-personal", purpose.get(lang))),
                ]
                .into_iter()
                .flatten()
                .collect(),
            })
            .collect(),
        indicators: pack
            .indicators
            .values()
            .filter(|indicator| indicator.register == register.name)
            .flat_map(|indicator| indicator.versions().map(move |version| (indicator, version)))
            .map(|(indicator, version)| IndicatorRow {
                label: indicator.label.get(lang).to_owned(),
                formula: version.formula.words.get(lang).to_owned(),
                version: match version.until {
                    Some(day) => l.t_with("rates-until", &[("x", version.formula.version.clone().into()), ("day", iso_day(day).into())]),
                    None => version.formula.version.clone(),
                },
                basis: version.formula.basis.clone(),
            })
            .collect(),
        duties: Vec::new(),
        shell: shell::staff(web, staff, &l.t("menu-handbook"), "/handbook")?,
    })
}

/// The registers, and the list of who handles what.
/// The registers as the menu has them: by their groups, those of none last.
fn in_order(pack: &Pack) -> Vec<&Register> {
    let mut registers: Vec<&Register> = pack.registers.values().collect();
    registers.sort_by_key(|one| one.group.as_ref().and_then(|group| pack.groups.get_index_of(group)).unwrap_or(usize::MAX));
    registers
}

fn chapters(present: &Present, current: &str) -> Vec<Tab> {
    let tab = |label: String, name: &str| Tab { label, href: format!("/handbook/{name}"), current: name == current, ..Tab::default() };
    let registers = in_order(&present.pack).into_iter().map(|one| tab(one.label.get(present.l.lang()).to_owned(), &one.name));
    let duties = (!present.pack.dispatch.is_empty()).then(|| tab(present.l.t("handbook-duties").into_owned(), DUTIES));
    registers.chain(duties).collect()
}

/// The list of who handles what (权责清单), line by line: what a department refers to that sends a matter back.
fn duties(web: &Web, staff: &Staff, present: &Present) -> Result<HandbookPage, AppError> {
    let (l, lang, pack) = (present.l, present.l.lang(), &present.pack);
    let label = |kind: &str| pack.bodies.get(kind).map_or_else(|| kind.to_owned(), |kind| kind.label.get(lang).replace("{area}", "…"));
    Ok(HandbookPage {
        heading: pack.label.get(lang).to_owned(),
        source: pack.source.get(lang).to_owned(),
        chapters: chapters(present, DUTIES),
        title: l.t("handbook-duties").into_owned(),
        intro: l.t("handbook-duties-intro").into_owned(),
        duties: pack
            .dispatch
            .iter()
            .map(|rule| DutyRow {
                item: rule.item.clone(),
                duty: rule.duty.get(lang).to_owned(),
                body: label(&rule.body),
                category: present.category(&rule.category),
                basis: rule.basis.clone(),
            })
            .collect(),
        shell: shell::staff(web, staff, &l.t("menu-handbook"), "/handbook")?,
        ..HandbookPage::default()
    })
}

fn move_row(web: &Web, present: &Present, register: &Register, mv: &Move) -> MoveRow {
    let l = present.l;
    let lang = l.lang();
    let state = |name: &String| register.states.get(name).map_or_else(|| name.clone(), |state| state.label.get(lang).to_owned());
    let who = |role: &String| match role.as_str() {
        "resident" => l.t("actor-resident").into_owned(),
        "anyone" => l.t("actor-anyone").into_owned(),
        "system" => l.t("actor-system").into_owned(),
        role => role_label(web, role, lang),
    };
    let held = match &mv.hold {
        Hold::Keep => None,
        Hold::Up => Some(l.t("hold-up").into_owned()),
        Hold::Down => Some(l.t("hold-down").into_owned()),
        Hold::Chosen => Some(l.t("hold-chosen").into_owned()),
        Hold::Previous => Some(l.t("hold-previous").into_owned()),
        Hold::Opener => Some(l.t("hold-opener").into_owned()),
        Hold::Origin => Some(l.t("hold-origin").into_owned()),
        Hold::Mine => Some(l.t("hold-mine").into_owned()),
        Hold::Nobody => Some(l.t("hold-nobody").into_owned()),
        Hold::Kind(kinds) => {
            let label =
                |kind: &String| web.app.pack().bodies.get(kind).map_or(kind.as_str(), |kind| kind.label.get(lang)).replace("{area}", "…");
            Some(l.t_x("hold-kind", &kinds.iter().map(label).collect::<Vec<_>>().join(l.pick("、", ", "))))
        }
    };
    let clock = match mv.clock {
        linli_pack::model::ClockEffect::Start => None,
        linli_pack::model::ClockEffect::Restart => Some(l.t("clock-restart").into_owned()),
        linli_pack::model::ClockEffect::Keep => Some(l.t("clock-keep").into_owned()),
        linli_pack::model::ClockEffect::Suspend => Some(l.t("clock-suspend").into_owned()),
        linli_pack::model::ClockEffect::Resume => Some(l.t("clock-resume").into_owned()),
        linli_pack::model::ClockEffect::Extend => Some(l.t("clock-extend").into_owned()),
    };
    let review = mv.review.as_ref().map(|role| l.t_x("form-review", &role_label(web, role, lang)));
    let guard = mv.when.as_ref().map(|_| mv.because.get(lang).to_owned()).filter(|text| !text.is_empty());
    MoveRow {
        label: mv.label.get(lang).to_owned(),
        from: mv.from.iter().map(state).collect(),
        to: mv.targets().map(|to| state(&to.to_owned())).collect::<Vec<_>>().join(l.pick("、", ", ")),
        who: mv.by.iter().chain(&mv.over).map(who).collect(),
        fill: mv.fill.iter().map(|name| crate::say::input_label(l, Some(register), name)).collect(),
        notes: [held, clock, review, guard].into_iter().flatten().collect(),
        basis: mv.basis.clone(),
    }
}

fn kind_name(present: &Present, kind: &Kind) -> String {
    let l = present.l;
    match kind {
        Kind::Text { max } => l.t_n("kind-text", *max),
        Kind::LongText { max } => l.t_n("kind-long-text", *max),
        Kind::Int { .. } => l.t("kind-int").into_owned(),
        Kind::Money => l.t("kind-money").into_owned(),
        Kind::Date => l.t("kind-date").into_owned(),
        Kind::Time => l.t("kind-time").into_owned(),
        Kind::Bool => l.t("kind-bool").into_owned(),
        Kind::Choice { options } => options.values().map(|label| label.get(l.lang())).collect::<Vec<_>>().join(l.pick("、", ", ")),
        Kind::Category => l.t("kind-category").into_owned(),
        Kind::Body { .. } => l.t("kind-body").into_owned(),
        Kind::Phone => l.t("kind-phone").into_owned(),
        Kind::IdNumber => l.t("kind-id-number").into_owned(),
        Kind::CreditCode => l.t("kind-credit-code").into_owned(),
        Kind::Person => l.t("kind-person").into_owned(),
        Kind::Duty => l.t("kind-duty").into_owned(),
        Kind::Service => l.t("kind-service").into_owned(),
        Kind::Materials => l.t("kind-materials").into_owned(),
        Kind::Slot => l.t("kind-slot").into_owned(),
        Kind::Address => l.t("kind-address").into_owned(),
        Kind::Photos { max } => l.t_n("kind-photos", *max),
    }
}
