//! The changes of a plan: as forms, as they were sent, and in words.

use std::borrow::Cow;

use linli_app::plan::{Drawn, Fault, Part, Plan, Step, Trouble};
use linli_app::territory::Area;

use crate::route::Web;
use crate::route::form::Sent;
use crate::route::plans::Asked;
use crate::route::present::Present;
use crate::view::{ActForm, Choice, Field, FieldKind};

/// Parts that a split form has room for.
const PARTS: usize = 3;

/// The name of an area, as a plan leaves it or as it was.
pub(super) fn name(present: &Present, drawn: &Drawn, code: &str) -> String {
    let drawn = drawn.after.get(code).map(|node| node.name.clone());
    drawn.or_else(|| present.territory.area(code).map(|area| area.name.clone())).unwrap_or_else(|| code.to_owned())
}

/// As people tell it from others: a grid with its community.
fn long_name(present: &Present, drawn: &Drawn, code: &str) -> String {
    if present.territory.area(code).is_some() { present.territory.place_name(code) } else { name(present, drawn, code) }
}

/// The changes that a form asks for.
pub(super) fn read(sent: &Sent) -> Vec<Step> {
    let text = |name: &str| sent.text(name).to_owned();
    let list = |name: &str| sent.all(name).map(str::to_owned).filter(|code| !code.is_empty()).collect::<Vec<_>>();
    // Fields of areas below are named by their codes.
    let below = |prefix: &str| {
        let pairs = sent.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.trim().to_owned())));
        pairs.filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()
    };
    match sent.text("do") {
        "merge" => vec![Step::Merge { areas: list("areas"), code: text("code"), name: text("name") }],
        "split" => {
            let grids = below("grid-");
            let part = |at: usize| Part {
                code: text(&format!("code{at}")),
                name: text(&format!("name{at}")),
                grids: grids.iter().filter(|(_, part)| *part == at.to_string()).map(|(grid, _)| grid.clone()).collect(),
            };
            let parts = (1..=PARTS).map(part).filter(|part| !part.name.is_empty() || !part.grids.is_empty());
            vec![Step::Split { area: text("area"), parts: parts.collect() }]
        }
        "abolish" => vec![Step::Abolish { area: text("area"), into: text("into"), grids: below("grid-") }],
        "move" => {
            let own = Some(text("to")).filter(|to| !to.is_empty()).map(|to| (text("area"), to));
            own.into_iter().chain(below("grid-")).map(|(area, to)| Step::Move { area, to }).collect()
        }
        "rename" => vec![Step::Rename { area: text("area"), name: text("name") }],
        "new" => vec![Step::New { code: text("code"), name: text("name"), kind: text("kind"), parent: text("area") }],
        _ => Vec::new(),
    }
}

/// A change in words.
pub(super) fn step(present: &Present, drawn: &Drawn, step: &Step) -> String {
    let l = present.l;
    let name = |code: &str| present.territory.area(code).map_or_else(|| name(present, drawn, code), |area| area.name.clone());
    let long = |code: &str| long_name(present, drawn, code);
    let list = |names: Vec<String>| names.join(l.pick("、", ", "));
    match step {
        Step::Merge { areas, code, name: new } => {
            let target = if new.is_empty() { name(code) } else { new.clone() };
            let areas = list(areas.iter().map(|code| name(code)).collect());
            l.t_with("plan-step-merge", &[("areas", areas.into()), ("name", target.into()), ("code", code.clone().into())])
        }
        Step::Split { area, parts } => {
            let of = |part: &Part| {
                let grids = list(part.grids.iter().map(|code| name(code)).collect());
                l.t_with(
                    "plan-step-part",
                    &[("name", part.name.clone().into()), ("code", part.code.clone().into()), ("grids", grids.into())],
                )
            };
            l.t_with(
                "plan-step-split",
                &[("area", name(area).into()), ("parts", parts.iter().map(of).collect::<Vec<_>>().join(l.pick("；", "; ")).into())],
            )
        }
        Step::Abolish { area, into, grids } => {
            let rest = grids.iter().map(|(grid, to)| format!("{} → {}", name(grid), name(to))).collect();
            let rest = if grids.is_empty() { String::new() } else { l.t_x("plan-step-except", &list(rest)) };
            l.t_with("plan-step-abolish", &[("area", name(area).into()), ("into", name(into).into()), ("rest", rest.into())])
        }
        Step::Move { area, to } => l.t_with("plan-step-move", &[("area", long(area).into()), ("to", name(to).into())]),
        Step::Rename { area, name: new } => l.t_with("plan-step-rename", &[("area", long(area).into()), ("name", new.clone().into())]),
        Step::New { code, name: new, parent, .. } => {
            l.t_with("plan-step-new", &[("name", new.clone().into()), ("code", code.clone().into()), ("parent", name(parent).into())])
        }
    }
}

/// What is wrong or remarkable, in words, with the change it is about and the way out.
pub(super) fn fault(present: &Present, drawn: &Drawn, fault: &Fault) -> String {
    let l = present.l;
    let long = |code: &String| long_name(present, drawn, code);
    let sized = |key: fn(crate::Locale, &[(&'static str, fluent_bundle::FluentValue<'static>)]) -> String,
                 area: &String,
                 is: i64,
                 than: i64,
                 basis: &String| {
        key(l, &[("area", long(area).into()), ("is", is.into()), ("than", than.into()), ("basis", basis.clone().into())])
    };
    let text = match &fault.trouble {
        Trouble::Empty => l.t("plan-no-empty").into_owned(),
        Trouble::DayMissing => l.t("plan-no-day").into_owned(),
        Trouble::DayPast => l.t("plan-no-past").into_owned(),
        Trouble::Unknown(code) => l.t_x("plan-no-unknown", &long(code)),
        Trouble::Ended(code) => l.t_x("plan-no-ended", &long(code)),
        Trouble::Twice(code) => l.t_x("plan-no-twice", &long(code)),
        Trouble::Level(code) => l.t_x("plan-no-level", &long(code)),
        Trouble::Taken(code) => l.t_x("plan-no-taken", &code.clone()),
        Trouble::Code(code) => l.t_x("plan-no-code", &code.clone()),
        Trouble::Unnamed(code) => l.t_x("plan-no-name", &code.clone()),
        Trouble::Few => l.t("plan-no-few").into_owned(),
        Trouble::Left(code) => l.t_x("plan-no-left", &long(code)),
        Trouble::Shared(code) => l.t_x("plan-no-shared", &long(code)),
        Trouble::Loop(code) => l.t_x("plan-no-loop", &long(code)),
        Trouble::OtherPlan { area, plan } => l.t_with("plan-no-other", &[("area", long(area).into()), ("plan", plan.clone().into())]),
        Trouble::Small { area, is, least, basis } => sized(|l, args| l.t_with("plan-mind-small", args), area, *is, *least, basis),
        Trouble::Large { area, is, most, basis } => sized(|l, args| l.t_with("plan-mind-large", args), area, *is, *most, basis),
        Trouble::Tiny { area, is, least, basis } => sized(|l, args| l.t_with("plan-mind-tiny", args), area, *is, *least, basis),
        Trouble::Far { area, is, most, basis } => sized(|l, args| l.t_with("plan-mind-far", args), area, *is, *most, basis),
        Trouble::Hollow(code) => l.t_x("plan-mind-hollow", &name(present, drawn, code)),
        Trouble::Namesake { area, names } => {
            let names = names.join(l.pick("、", ", "));
            l.t_with("plan-mind-twin", &[("area", name(present, drawn, area).into()), ("name", names.into())])
        }
        _ => String::new(),
    };
    match fault.step {
        Some(at) => l.t_with("plan-at-step", &[("n", i64::try_from(at + 1).unwrap_or_default().into()), ("text", text.into())]),
        None => text,
    }
}

/// The form of the change that is being added; `None` where none is.
pub(super) fn form(web: &Web, present: &Present, drawn: &Drawn, plan: &Plan, asked: &Asked, sent: Option<&Sent>) -> Option<ActForm> {
    let l = present.l;
    let kind = asked.kind.as_deref()?;
    let sent = sent.filter(|sent| sent.text("what") == "step");
    let here = format!("/areas/plans/{}", plan.id);
    let sketch = Sketch { web, present, drawn, sent };
    let mut hidden =
        vec![("_version".to_owned(), plan.version.to_string()), ("what".to_owned(), "step".to_owned()), ("do".to_owned(), kind.to_owned())];
    let area = asked.area.as_deref().filter(|code| drawn.after.contains_key(*code));
    let (title, fields) = match (kind, area) {
        ("merge", _) => (l.t("plan-do-merge"), sketch.merge()),
        ("new", _) => (l.t("plan-do-new"), sketch.new_area()),
        ("rename", _) => (l.t("plan-do-rename"), sketch.rename()),
        ("split" | "abolish" | "move", None) => {
            // First the area, by a form of its own; then what is below it.
            let mut form = ActForm {
                title: String::new(),
                action: here.clone(),
                fields: vec![sketch.choose("area", l.t("plan-which"), sketch.communities(), true)],
                submit: l.t("plan-next").into_owned(),
                once: web.app.random().secret(),
                hidden,
                ..ActForm::default()
            };
            form.hidden.retain(|(name, _)| name != "what");
            form.hidden.push(("what".to_owned(), "choose".to_owned()));
            return Some(form);
        }
        ("split", Some(area)) => (l.t("plan-do-split"), sketch.split(area)),
        ("abolish", Some(area)) => (l.t("plan-do-abolish"), sketch.abolish(area)),
        ("move", Some(area)) => (l.t("plan-do-move"), sketch.move_to(area)),
        _ => return None,
    };
    if let Some(area) = area.filter(|_| matches!(kind, "split" | "abolish" | "move")) {
        hidden.push(("area".to_owned(), area.to_owned()));
    }
    let title = area
        .filter(|_| !matches!(kind, "merge" | "new" | "rename"))
        .map_or_else(|| title.clone().into_owned(), |area| format!("{title} · {}", name(present, drawn, area)));
    Some(ActForm {
        title,
        action: here,
        fields,
        submit: l.t("plan-add").into_owned(),
        once: web.app.random().secret(),
        hidden,
        ..ActForm::default()
    })
}

struct Sketch<'a> {
    web: &'a Web,
    present: &'a Present,
    drawn: &'a Drawn,
    sent: Option<&'a Sent>,
}

impl Sketch<'_> {
    /// Levels of the areas that plans are about: the one above the finest, and the one above that.
    fn level(&self, up: usize) -> String {
        let levels = &self.present.pack.levels;
        levels.len().checked_sub(up + 1).and_then(|at| levels.get(at)).map(|level| level.name.clone()).unwrap_or_default()
    }

    fn of_level(&self, level: &str) -> Vec<Choice> {
        let mut found: Vec<&linli_app::plan::Node> = self.drawn.after.values().filter(|node| node.level == level).collect();
        found.sort_by(|a, b| (&a.parent, &a.code).cmp(&(&b.parent, &b.code)));
        let label = |node: &linli_app::plan::Node| {
            let above = name(self.present, self.drawn, &node.parent);
            self.present
                .l
                .t_with("plan-choice", &[("above", above.into()), ("name", node.name.clone().into()), ("n", node.households.into())])
        };
        found.into_iter().map(|node| Choice { code: node.code.clone(), label: label(node), ..Choice::default() }).collect()
    }

    fn communities(&self) -> Vec<Choice> {
        self.of_level(&self.level(1))
    }

    fn streets(&self) -> Vec<Choice> {
        self.of_level(&self.level(2))
    }

    fn value(&self, name: &str) -> String {
        self.sent.map(|sent| sent.all(name).collect::<Vec<_>>().join(" ")).unwrap_or_default()
    }

    fn text(&self, name: &str, label: Cow<'static, str>, otherwise: &str) -> Field {
        let value = self.sent.map_or_else(|| otherwise.to_owned(), |sent| sent.text(name).to_owned());
        Field { name: name.to_owned(), label: label.into_owned(), value, ..Field::default() }
    }

    fn choose(&self, name: &str, label: Cow<'static, str>, mut choices: Vec<Choice>, required: bool) -> Field {
        if !required {
            let none = Choice { code: String::new(), label: self.present.l.t("plan-stays").into_owned(), ..Choice::default() };
            choices.insert(0, none);
        }
        Field {
            name: name.to_owned(),
            label: label.into_owned(),
            value: self.value(name),
            kind: FieldKind::Choice(choices),
            required,
            ..Field::default()
        }
    }

    fn merge(&self) -> Vec<Field> {
        let l = self.present.l;
        let first = self.communities().first().and_then(|choice| Some(self.drawn.after.get(&choice.code)?.parent.clone()));
        let free = first.map(|parent| self.web.app.free_code(&parent)).unwrap_or_default();
        let mut code = self.text("code", l.t("plan-code"), &free);
        code.hint = l.t("plan-merge-code").into_owned();
        let mut name = self.text("name", l.t("plan-name"), "");
        name.hint = l.t("plan-merge-name").into_owned();
        vec![
            Field {
                name: "areas".to_owned(),
                label: l.t("plan-merge-which").into_owned(),
                hint: l.t("plan-merge-hint").into_owned(),
                value: self.value("areas"),
                kind: FieldKind::Many(self.communities()),
                wide: true,
                ..Field::default()
            },
            name,
            code,
        ]
    }

    fn grids(&self, area: &str) -> Vec<(String, String)> {
        let of = |node: &linli_app::plan::Node| {
            let args = [("above", String::new().into()), ("name", node.name.clone().into()), ("n", node.households.into())];
            (node.code.clone(), self.present.l.t_with("plan-choice", &args))
        };
        self.drawn.children(area).map(of).collect()
    }

    fn split(&self, area: &str) -> Vec<Field> {
        let l = self.present.l;
        let parent = self.drawn.after.get(area).map(|node| node.parent.clone()).unwrap_or_default();
        let mut free = self.web.app.free_code(&parent);
        let mut fields = Vec::new();
        for at in 1..=PARTS {
            let n = i64::try_from(at).unwrap_or_default();
            let otherwise = if at == 1 { name(self.present, self.drawn, area) } else { String::new() };
            fields.push(self.text(&format!("name{at}"), l.t_with("plan-part-name", &[("n", n.into())]).into(), &otherwise));
            let otherwise = if at == 1 { area.to_owned() } else { free.clone() };
            let mut code = self.text(&format!("code{at}"), l.t_with("plan-part-code", &[("n", n.into())]).into(), &otherwise);
            code.hint = if at == 1 { l.t("plan-part-keeps").into_owned() } else { String::new() };
            fields.push(code);
            if at > 1 {
                free = next(&free);
            }
        }
        for (code, label) in self.grids(area) {
            let parts = (1..=PARTS).map(|at| Choice {
                code: at.to_string(),
                label: l.t_with("plan-part", &[("n", i64::try_from(at).unwrap_or_default().into())]),
                ..Choice::default()
            });
            let mut field = self.choose(&format!("grid-{code}"), label.into(), parts.collect(), true);
            field.wide = false;
            fields.push(field);
        }
        fields
    }

    /// Communities that may take something over: those of the same area above first.
    fn neighbours(&self, area: &str) -> Vec<Choice> {
        let parent = self.drawn.after.get(area).map(|node| node.parent.clone()).unwrap_or_default();
        let mut all: Vec<Choice> = self.communities().into_iter().filter(|choice| choice.code != area).collect();
        all.sort_by_key(|choice| self.drawn.after.get(&choice.code).is_none_or(|node| node.parent != parent));
        all
    }

    fn abolish(&self, area: &str) -> Vec<Field> {
        let l = self.present.l;
        let mut into = self.choose("into", l.t("plan-abolish-into"), self.neighbours(area), true);
        into.hint = l.t("plan-abolish-hint").into_owned();
        into.wide = true;
        let rest = self.grids(area).into_iter().map(|(code, label)| {
            let mut field = self.choose(&format!("grid-{code}"), label.into(), self.neighbours(area), false);
            if let FieldKind::Choice(choices) = &mut field.kind
                && let Some(first) = choices.first_mut()
            {
                first.label = l.t("plan-as-rest").into_owned();
            }
            field
        });
        std::iter::once(into).chain(rest).collect()
    }

    fn move_to(&self, area: &str) -> Vec<Field> {
        let l = self.present.l;
        let parent = self.drawn.after.get(area).map(|node| node.parent.clone()).unwrap_or_default();
        let streets = self.streets().into_iter().filter(|choice| choice.code != parent).collect();
        let own = Field { wide: true, ..self.choose("to", l.t("plan-move-whole"), streets, false) };
        let each = self
            .grids(area)
            .into_iter()
            .map(|(code, label)| self.choose(&format!("grid-{code}"), label.into(), self.neighbours(area), false));
        std::iter::once(own).chain(each).collect()
    }

    fn rename(&self) -> Vec<Field> {
        let l = self.present.l;
        let all = self.streets().into_iter().chain(self.communities()).collect();
        let mut name = self.text("name", l.t("plan-new-name"), "");
        name.required = true;
        vec![self.choose("area", l.t("plan-which"), all, true), name]
    }

    fn new_area(&self) -> Vec<Field> {
        let l = self.present.l;
        let first = self.streets().first().map(|choice| choice.code.clone()).unwrap_or_default();
        let kinds = self.present.pack.levels.iter().find(|level| level.name == self.level(1)).map(|level| {
            let kind = |(code, label): (&String, &linli_pack::model::Text)| Choice {
                code: code.clone(),
                label: label.get(l.lang()).to_owned(),
                ..Choice::default()
            };
            level.kinds.iter().map(kind).collect::<Vec<_>>()
        });
        let mut code = self.text("code", l.t("plan-code"), &self.web.app.free_code(&first));
        code.hint = l.t("plan-new-code").into_owned();
        let mut name = self.text("name", l.t("plan-name"), "");
        name.required = true;
        vec![
            self.choose("area", l.t("plan-above"), self.streets(), true),
            self.choose("kind", l.t("plan-kind"), kinds.unwrap_or_default(), true),
            name,
            code,
        ]
    }
}

/// One more than a code, as wide.
fn next(code: &str) -> String {
    code.parse::<u64>().map_or_else(|_| code.to_owned(), |n| format!("{:0width$}", n + 1, width = code.len()))
}

/// How an area ended, for whoever opens its page.
pub(super) fn ending(present: &Present, area: &Area) -> Option<String> {
    let ended = area.ended.as_ref()?;
    let into = ended.into.iter().filter_map(|code| present.territory.area(code)).map(|area| area.name.clone()).collect::<Vec<_>>();
    let day = linli_app::days::date(ended.day).map(|date| date.to_string()).unwrap_or_default();
    Some(present.l.t_with("area-ended", &[("day", day.into()), ("into", into.join(present.l.pick("、", ", ")).into())]))
}
