//! How long what is personal is kept: the rules, what runs out next, what was erased.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use linli_app::AppError;
use linli_pack::model::{Register, Retain};

use crate::route::Web;
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::say::input_label;
use crate::view::{Crumbs, Empty, Link, RetentionPage, RetentionRule, RetiredRow, RunsOutRow};

/// `GET /privacy/retention`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw).await
}

fn draw(web: &Web, staff: &Staff) -> Result<RetentionPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let found = web.app.retention(&context)?;
    let pass = match found.pass {
        None => l.t("retention-never").into_owned(),
        Some((day, true)) => l.t_x("retention-passed", &iso_day(day)),
        Some((day, false)) => l.t_x("retention-passing", &iso_day(day)),
    };
    let coming: usize = found.registers.iter().map(|(_, n)| n).sum();
    let rules = found.registers.iter().filter_map(|(name, n)| Some(rule(&present, present.register(name)?, *n)));
    let next = found.next.iter().map(|(record, due)| RunsOutRow {
        number: Link {
            label: record.number.clone(),
            href: if context.sees(web.app.pack(), &present.territory, record) { format!("/records/{}", record.id) } else { String::new() },
        },
        register: called(&present, &record.register),
        state: present.state(record),
        due: iso_day(present.day_number(*due)),
    });
    let mut months: BTreeMap<(std::cmp::Reverse<String>, String), RetiredRow> = BTreeMap::new();
    for one in &found.erased {
        let month: String = iso_day(one.day).chars().take(7).collect();
        let register = called(&present, &one.register);
        let row = months.entry((std::cmp::Reverse(month.clone()), register.clone())).or_default();
        (row.month, row.register) = (month, register);
        row.records += one.records;
        row.fields += one.fields;
        row.words += one.words;
        row.photos += one.photos;
    }
    let title = l.t("menu-retention");
    Ok(RetentionPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: l.t("menu-privacy").into_owned(), href: "/privacy".to_owned() }],
            here: title.clone().into_owned(),
        },
        pass,
        rules: rules.collect(),
        more: if coming > found.next.len() { l.t_n("retention-more", coming - found.next.len()) } else { String::new() },
        next: next.collect(),
        none: Empty {
            icon: "shield-check",
            title: l.t("retention-none").into_owned(),
            text: l.t("retention-none-way").into_owned(),
            next: Vec::new(),
        },
        erased: months.into_values().collect(),
        held_back: if found.held_back > 0 { l.t_n("retention-held-back", found.held_back) } else { String::new() },
        shell: shell::staff(web, staff, &title, "/privacy")?,
    })
}

fn called(present: &Present, name: &str) -> String {
    present.register(name).map_or_else(|| name.to_owned(), |register| register.label.get(present.l.lang()).to_owned())
}

fn rule(present: &Present, register: &Register, coming: usize) -> RetentionRule {
    let l = present.l;
    let lang = l.lang();
    let list = |texts: Vec<String>| texts.join(l.pick("、", ", "));
    let fields = register.fields.values().filter(|field| field.personal.is_some()).map(|field| field.label.get(lang).to_owned());
    let mut rule =
        RetentionRule { register: register.label.get(lang).to_owned(), fields: list(fields.collect()), coming, ..RetentionRule::default() };
    if let Some(retain) = &register.retain {
        let states = retain.states.iter().filter_map(|state| register.states.get(state)).map(|state| state.label.get(lang).to_owned());
        rule.long = long(present, register, retain);
        rule.states = list(states.collect());
        rule.because = retain.because.get(lang).to_owned();
        rule.basis.clone_from(&retain.basis);
    }
    if let Some(keep) = &register.keep {
        rule.kept = format!("{} {}", l.t_n("retention-keep", u64::from(keep.days)), keep.because.get(lang));
        rule.kept_basis.clone_from(&keep.basis);
    }
    rule
}

fn long(present: &Present, register: &Register, retain: &Retain) -> String {
    let l = present.l;
    let days = u64::from(retain.days);
    match retain.from.as_str() {
        "closed" => l.t_n("retention-after-closed", days),
        "updated" => l.t_n("retention-after-updated", days),
        "created" => l.t_n("retention-after-created", days),
        field => {
            l.t_with("retention-after-field", &[("n", i64::from(retain.days).into()), ("x", input_label(l, Some(register), field).into())])
        }
    }
}
