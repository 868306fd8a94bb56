//! Every word is there in every language, every key is used, and no template holds words of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use linli_web::Locale;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ext: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ext, found);
        } else if path.extension().is_some_and(|e| ext.iter().any(|x| e == *x)) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root().join("templates"), &["html"], &mut found);
    files(&root().join("src"), &["rs"], &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            // Examples in comments are not uses.
            let text = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            (path, text)
        })
        .collect()
}

/// Keys asked for as `t("…")`, `t_with("…"`, `t_n("…"`, `t_x("…"`, in one file.
fn asked(text: &str) -> BTreeSet<String> {
    // A call may be broken over lines.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
    let mut keys = BTreeSet::new();
    for call in [".t(\"", ".t_with(\"", ".t_n(\"", ".t_x(\""] {
        for piece in text.split(call).skip(1) {
            keys.insert(piece.split('"').next().unwrap().to_owned());
        }
    }
    keys
}

/// Keys of a language, each with the arguments that its text takes.
fn known(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    let files = std::fs::read_dir(root().join("locales").join(tag)).unwrap();
    for path in files.map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut args = BTreeSet::new();
                arguments(message.value.as_ref().unwrap(), &mut args);
                let twice = keys.insert(message.id.name.to_owned(), args);
                assert!(twice.is_none(), "{} says {} again", path.display(), message.id.name);
            }
        }
    }
    keys
}

fn arguments(pattern: &Pattern<&str>, args: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                variants.iter().for_each(|variant| arguments(&variant.value, args));
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            args.insert(id.name.to_owned());
        }
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    let (zh, en) = (known("zh-CN"), known("en"));
    let missing: Vec<_> = zh.keys().filter(|key| !en.contains_key(*key)).collect();
    assert!(missing.is_empty(), "missing in English: {missing:?}");
    let missing: Vec<_> = en.keys().filter(|key| !zh.contains_key(*key)).collect();
    assert!(missing.is_empty(), "missing in Chinese: {missing:?}");
    for (key, args) in &zh {
        assert_eq!(args, &en[key], "the arguments of {key} differ");
    }
}

#[test]
fn every_key_asked_for_is_known_and_every_known_key_is_asked_for() {
    let known = known("zh-CN");
    let mut used = BTreeSet::new();
    for (path, text) in sources() {
        for key in asked(&text) {
            assert!(known.contains_key(&key), "{} asks for {key}, which no language has", path.display());
            used.insert(key);
        }
    }
    let unused: Vec<_> = known.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "no page says: {unused:?}");
}

#[test]
fn no_template_holds_chinese_of_its_own_or_an_inline_handler_or_style() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "html")) {
        let chinese = text.chars().find(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
        assert_eq!(chinese, None, "{} holds words; they belong in locales/", path.display());
        for inline in [" style=\"", " onclick=", " onchange=", " onsubmit=", "<style", "<script>", "javascript:", "hx-on"] {
            assert!(!text.contains(inline), "{} has {inline}, which the content policy refuses", path.display());
        }
    }
}

#[test]
fn every_icon_that_a_template_draws_is_in_the_sprite() {
    for (path, text) in sources() {
        for piece in text.split("\"|icon").take(text.matches("\"|icon").count()) {
            let name = piece.rsplit('"').next().unwrap();
            assert!(linli_web::assets::has_icon(name), "{}: no icon {name} in assets/icons.txt", path.display());
        }
    }
}

#[test]
fn counts_and_arguments_are_written_into_the_text() {
    assert_eq!(Locale::Zh.t_n("nav-notices", 3), "通知，3 条未读");
    assert_eq!(Locale::En.t_n("nav-notices", 1), "Notices, one unread");
    assert_eq!(Locale::En.t_x("nav-area", "Sanli'an"), "Area: Sanli'an");
}

#[test]
fn the_browser_s_wishes_choose_the_language_and_chinese_is_the_default() {
    assert_eq!(Locale::from_accept("en-GB,en;q=0.9,zh;q=0.8"), Locale::En);
    assert_eq!(Locale::from_accept("zh-CN,zh;q=0.9,en;q=0.8"), Locale::Zh);
    assert_eq!(Locale::from_accept("fr-FR"), Locale::Zh);
    assert_eq!(Locale::from_accept(""), Locale::Zh);
}
