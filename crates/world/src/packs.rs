//! The packs of the repository, read at compile time: what demos and tests run on.

use linli_pack::Source;

macro_rules! layer {
    ($($path:literal),* $(,)?) => {
        vec![$(Source::new(concat!("packs/", $path), include_str!(concat!("../../../packs/", $path)))),*]
    };
}

/// The base pack's files.
#[must_use]
pub fn base() -> Vec<Source> {
    layer![
        "base/pack.toml",
        "base/areas.toml",
        "base/bodies.toml",
        "base/offices.toml",
        "base/roles.toml",
        "base/categories.toml",
        "base/dispatch.toml",
        "base/case.toml",
        "base/case-moves-1-open.toml",
        "base/case-moves-2-handle.toml",
        "base/case-moves-3-close.toml",
        "base/case-moves-4-beside.toml",
        "base/case-moves-5-whistle.toml",
        "base/case-moves-6-call-back.toml",
        "base/case-moves-6-hotline.toml",
        "base/case-public.toml",
        "base/case-lists.toml",
        "base/handover.toml",
        "base/wish.toml",
        "base/task.toml",
        "base/whistle-1.toml",
        "base/whistle-2-call.toml",
        "base/members.toml",
        "base/member-lists.toml",
        "base/together-1-people.toml",
        "base/together-2-agreements.toml",
        "base/together-3-years.toml",
        "base/match-1-offers.toml",
        "base/match-2-needs.toml",
        "base/volunteer-1-teams.toml",
        "base/volunteer-2-activities.toml",
        "base/volunteer-3-sign-up.toml",
        "base/matters.toml",
        "base/life-1-meetings.toml",
        "base/life-2-training.toml",
        "base/life-3-promises.toml",
        "base/life-4-care.toml",
        "base/life-5-report.toml",
        "base/deliberation-1-resolutions.toml",
        "base/deliberation-2-opinions.toml",
        "base/deliberation-3-sessions.toml",
        "base/deliberation-4-tasks.toml",
        "base/care-1-people.toml",
        "base/care-2-fund.toml",
        "base/care-3-facilities.toml",
        "base/indicators.toml",
    ]
}

/// The files of Shushan's pack.
#[must_use]
pub fn shushan() -> Vec<Source> {
    layer![
        "shushan/pack.toml",
        "shushan/areas.toml",
        "shushan/bodies.toml",
        "shushan/structures.toml",
        "shushan/roles.toml",
        "shushan/case.toml",
        "shushan/figures.toml"
    ]
}

/// The layers of Shushan's pack, the base first.
#[must_use]
pub fn layers() -> Vec<Vec<Source>> {
    vec![base(), shushan()]
}
