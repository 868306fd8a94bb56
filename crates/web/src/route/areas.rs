//! `/admin/areas`: the place's own areas and the country's table as trees that open at any node.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::codes::{CodeLevel, street_kind};
use linli_app::territory::Area;
use serde::Deserialize;

use crate::route::Web;
use crate::route::blocking;
use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::figures::grouped;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn, page};
use crate::view::{AreaCard, AreaNode, AreaTree, AreasPage, Badge, Empty, Field, FieldKind, FilterBar, FoundArea, Link, Tab};

/// Areas found at most.
const FOUND: usize = 60;
const HERE: &str = "/admin/areas";

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// `country` for the country's table.
    of: Option<String>,
    /// The chosen area.
    at: Option<String>,
    q: Option<String>,
    /// Depth of the part of a tree that is asked for.
    level: Option<u8>,
}

impl Asked {
    fn country(&self) -> bool {
        self.of.as_deref() == Some("country")
    }

    fn href(&self, code: &str) -> String {
        let base = if self.country() { with(HERE, "of", "country") } else { HERE.to_owned() };
        format!("{}#chosen", with(&base, "at", code))
    }

    fn more(&self, code: &str, level: u8) -> String {
        let base = with(&format!("{HERE}/below"), "at", code);
        let base = if self.country() { with(&base, "of", "country") } else { base };
        with(&base, "level", &level.to_string())
    }
}

/// `GET /admin/areas`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

/// `GET /admin/areas/below?at=CODE`: the part of a tree below an area.
pub(super) async fn below(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let drawn = move || {
        let sources = Sources::new(&work, &staff, &asked)?;
        sources.tree(asked.at.as_deref().unwrap_or_default(), asked.level.unwrap_or(2), &[])
    };
    match blocking(drawn).await {
        Ok(tree) => page(&tree, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Where trees come from.
struct Sources<'a> {
    web: &'a Web,
    context: linli_app::Context,
    present: Present,
    asked: &'a Asked,
    /// Areas of the place that the reader administers.
    tops: Vec<String>,
}

impl<'a> Sources<'a> {
    fn new(web: &'a Web, staff: &Staff, asked: &'a Asked) -> Result<Self, AppError> {
        let context = staff.context(web);
        let tops: Vec<String> = context.grants_where(web.app.pack(), |role| role.admin).map(|grant| grant.area.clone()).collect();
        if tops.is_empty() {
            return Err(AppError::Forbidden("areas"));
        }
        let present = Present::new(&web.app, staff.reader.l, context.now);
        Ok(Self { web, context, present, asked, tops })
    }

    /// The areas below one (or the tops), those on `open` with theirs.
    fn tree(&self, above: &str, level: u8, open: &[String]) -> Result<AreaTree, AppError> {
        let nodes: Vec<(String, String, String, bool)> = if self.asked.country() {
            let (_, below) = self.web.app.code_at(&self.context, above)?;
            below
                .into_iter()
                .map(|one| {
                    let leaf = CodeLevel::of(&one.code) == Some(CodeLevel::Community);
                    (one.code.clone(), one.name, one.code, !leaf)
                })
                .collect()
        } else {
            let territory = &self.present.territory;
            let list: Vec<&Area> = if above.is_empty() {
                self.tops.iter().filter_map(|code| territory.area(code)).collect()
            } else if self.tops.iter().any(|top| territory.within(above, top)) {
                territory.children(above).collect()
            } else {
                Vec::new()
            };
            list.into_iter().map(|area| (area.code.clone(), area.name.clone(), self.counts(area), self.has_below(&area.code))).collect()
        };
        let mut tree = AreaTree {
            id: format!("below-{}", if above.is_empty() { "top" } else { above }),
            label: if level == 1 { self.present.l.t("areas-tree").into_owned() } else { String::new() },
            level,
            nodes: Vec::new(),
        };
        for (code, name, note, more) in nodes {
            let is_open = more && open.contains(&code);
            tree.nodes.push(AreaNode {
                href: self.asked.href(&code),
                more: if more { self.asked.more(&code, level + 1) } else { String::new() },
                below: if is_open { Some(self.tree(&code, level + 1, open)?) } else { None },
                current: self.asked.at.as_deref() == Some(&code),
                name,
                note,
            });
        }
        Ok(tree)
    }

    fn has_below(&self, code: &str) -> bool {
        self.present.territory.children(code).next().is_some()
    }

    /// 6 社区 · 62 网格: what lies below, by level.
    fn counts(&self, area: &Area) -> String {
        let (territory, pack, l) = (&self.present.territory, self.web.app.pack(), self.present.l);
        let below = territory.below(&area.code);
        let parts = pack.levels.iter().filter(|level| level.name != area.level).filter_map(|level| {
            let n = below.iter().filter(|code| territory.area(code).is_some_and(|area| area.level == level.name)).count();
            (n > 0).then(|| format!("{} {n}", level.label.get(l.lang())))
        });
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Codes from the top to the chosen area.
    fn path(&self) -> Result<Vec<String>, AppError> {
        let Some(at) = self.asked.at.as_deref().filter(|at| !at.is_empty()) else {
            return Ok(if self.asked.country() { Vec::new() } else { self.tops.clone() });
        };
        if self.asked.country() {
            return Ok(self.web.app.code_at(&self.context, at)?.0.into_iter().map(|one| one.code).collect());
        }
        let path: Vec<String> = self.present.territory.path(at).into_iter().map(|area| area.code.clone()).collect();
        let mine = self.tops.iter().any(|top| path.contains(top));
        if mine { Ok(path) } else { Err(AppError::NotFound("area")) }
    }

    fn found(&self, words: &str) -> Result<Vec<FoundArea>, AppError> {
        let limit = i64::try_from(FOUND).unwrap_or_default();
        if self.asked.country() {
            let found = self.web.app.find_codes(&self.context, words, limit)?;
            return found
                .into_iter()
                .map(|one| {
                    let (mut path, _) = self.web.app.code_at(&self.context, &one.code)?;
                    path.pop();
                    Ok(FoundArea {
                        within: path.into_iter().map(|above| above.name).collect::<Vec<_>>().join(" "),
                        href: self.asked.href(&one.code),
                        name: one.name,
                        code: one.code,
                    })
                })
                .collect();
        }
        let territory = &self.present.territory;
        let mut found = territory.find_areas(words, usize::MAX);
        found.retain(|area| self.tops.iter().any(|top| territory.within(&area.code, top)));
        found.truncate(FOUND);
        Ok(found
            .into_iter()
            .map(|area| FoundArea {
                name: area.name.clone(),
                code: area.code.clone(),
                within: territory.path(&area.parent).into_iter().map(|above| above.name.as_str()).collect::<Vec<_>>().join(" "),
                href: self.asked.href(&area.code),
            })
            .collect())
    }

    fn card(&self, code: &str) -> Result<Option<AreaCard>, AppError> {
        if self.asked.country() { self.country_card(code) } else { Ok(self.own_card(code)) }
    }

    fn country_card(&self, code: &str) -> Result<Option<AreaCard>, AppError> {
        let l = self.present.l;
        let (path, below) = self.web.app.code_at(&self.context, code)?;
        let Some(own) = path.last() else { return Ok(None) };
        let kind = match street_kind(code) {
            Some("subdistrict") if code.len() == 9 => l.t("areas-subdistrict"),
            Some("town") if code.len() == 9 => l.t("areas-town"),
            Some("township") if code.len() == 9 => l.t("areas-township"),
            Some("park") if code.len() == 9 => l.t("areas-park"),
            _ => "".into(),
        };
        let fact = |name: std::borrow::Cow<'static, str>, value: String| (name.into_owned(), value);
        let within = path.iter().rev().skip(1).rev().map(|above| above.name.as_str()).collect::<Vec<_>>().join(" ");
        let here =
            self.present.territory.area(code).filter(|area| self.tops.iter().any(|top| self.present.territory.within(&area.code, top)));
        Ok(Some(AreaCard {
            name: own.name.clone(),
            kind: Badge { text: kind.into_owned(), tone: "" },
            facts: [
                fact(l.t("areas-code"), own.code.clone()),
                fact(l.t("areas-within"), within),
                fact(l.t("areas-below"), grouped(i64::try_from(below.len()).unwrap_or_default())),
            ]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect(),
            links: here
                .map(|area| Link { label: l.t("areas-in-place").into_owned(), href: with(HERE, "at", &area.code) })
                .into_iter()
                .collect(),
            ..AreaCard::default()
        }))
    }

    fn own_card(&self, code: &str) -> Option<AreaCard> {
        let (l, territory, pack) = (self.present.l, &self.present.territory, self.web.app.pack());
        let area = territory.area(code)?;
        let at = pack.levels.iter().position(|level| level.name == area.level);
        let level = at.and_then(|at| pack.levels.get(at));
        let fact = |name: std::borrow::Cow<'static, str>, value: String| (name.into_owned(), value);
        let number = |n: i64| if n > 0 { grouped(n) } else { String::new() };
        let mut bodies: Vec<String> =
            territory.bodies().filter(|named| named.body.area == code).map(|named| named.name.get(l.lang()).to_owned()).collect();
        bodies.sort();
        let draws = at.is_some_and(|at| at + 2 == pack.levels.len());
        Some(AreaCard {
            name: area.name.clone(),
            kind: Badge {
                text: level.and_then(|level| level.kinds.get(&area.kind)).map(|kind| kind.get(l.lang()).to_owned()).unwrap_or_default(),
                tone: "",
            },
            facts: [
                fact(l.t("areas-code"), area.code.clone()),
                fact(l.t("areas-level"), level.map(|level| level.label.get(l.lang()).to_owned()).unwrap_or_default()),
                fact(l.t("areas-within"), territory.area(&area.parent).map(|above| above.name.clone()).unwrap_or_default()),
                fact(l.t("areas-below"), self.counts(area)),
                fact(l.t("grids-households"), number(area.households)),
                fact(l.t("grids-population"), number(area.population)),
            ]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect(),
            bodies,
            links: draws
                .then(|| Link { label: l.t("areas-grids").into_owned(), href: format!("/areas/{code}/grids") })
                .into_iter()
                .collect(),
        })
    }
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<AreasPage, AppError> {
    let sources = Sources::new(web, staff, asked)?;
    let l = sources.present.l;
    let words = asked.q.as_deref().unwrap_or_default().trim().to_owned();
    let path = sources.path()?;
    let counts = web.app.count_codes(&sources.context)?;
    let sub = if asked.country() {
        let total: i64 = counts.iter().sum();
        if total == 0 { String::new() } else { l.t_x("areas-country-count", &grouped(total)) }
    } else {
        web.app.territory().area(&web.app.territory().root).map(|root| sources.counts(root)).unwrap_or_default()
    };
    let tab = |label: std::borrow::Cow<'static, str>, href: &str, current: bool| Tab {
        label: label.into_owned(),
        href: href.to_owned(),
        current,
        ..Tab::default()
    };
    let base = if asked.country() { with(HERE, "of", "country") } else { HERE.to_owned() };
    let tree = if words.is_empty() { sources.tree("", 1, &path)? } else { AreaTree::default() };
    Ok(AreasPage {
        sub,
        tabs: vec![tab(l.t("areas-own"), HERE, !asked.country()), tab(l.t("areas-country"), &with(HERE, "of", "country"), asked.country())],
        filter: FilterBar {
            action: HERE.to_owned(),
            controls: vec![Field {
                name: "q".to_owned(),
                label: l.t("areas-search").into_owned(),
                hint: l.t("areas-search-hint").into_owned(),
                value: words.clone(),
                kind: FieldKind::Text,
                ..Field::default()
            }],
            hidden: if asked.country() { vec![("of".to_owned(), "country".to_owned())] } else { Vec::new() },
            reset: base,
            active: !words.is_empty(),
        },
        found: if words.is_empty() { None } else { Some(sources.found(&words)?) },
        tree,
        empty: Empty {
            icon: "building-community",
            title: l.t("areas-country-empty").into_owned(),
            text: l.t("areas-country-how").into_owned(),
            next: Vec::new(),
        },
        chosen: match &asked.at {
            Some(at) if words.is_empty() => sources.card(at)?,
            _ => None,
        },
        shell: shell::staff(web, staff, &l.t("menu-areas"), HERE)?,
    })
}
