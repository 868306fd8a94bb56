//! Every page renders in every language, says something in each, and keeps to the rules that can be read off its HTML.

use linli_web::Locale;

#[path = "../../examples/gallery/pages/mod.rs"]
mod pages;

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_page_renders_in_every_language_with_a_title_and_one_main_landmark() {
    for l in Locale::ALL {
        for (name, html) in pages::all(l) {
            assert!(html.contains(&format!("<html lang=\"{}\"", l.tag())), "{name}: language");
            assert_eq!(html.matches("<main id=\"main\"").count(), 1, "{name}: one main landmark");
            assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
            assert!(html.contains("<title>") && !html.contains("<title> ·"), "{name}: a title");
            assert!(!html.contains("href=\"\"") && !html.contains("action=\"\""), "{name}: an address is empty");
        }
    }
}

#[test]
fn ids_are_unique_and_every_label_description_and_error_leads_to_one() {
    for (name, html) in pages::all(Locale::Zh) {
        let ids = values(&html, "id");
        let mut seen = std::collections::BTreeSet::new();
        for id in &ids {
            assert!(seen.insert(*id), "{name}: id {id} twice");
        }
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for id in values(&html, attribute).iter().flat_map(|list| list.split_whitespace()) {
                assert!(seen.contains(id), "{name}: {attribute} leads to {id}, which is not there");
            }
        }
        for href in values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(seen.contains(href), "{name}: #{href} leads nowhere");
        }
    }
}

#[test]
fn every_form_that_changes_something_is_a_plain_post_and_every_picture_says_what_it_shows() {
    for (name, html) in pages::all(Locale::En) {
        for form in html.split("<form").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let post = form.contains("hx-post=");
            assert!(!post || form.contains("method=\"post\""), "{name}: a form works only with scripts: {form}");
        }
        for image in html.split("<img").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            assert!(image.contains(" alt=\""), "{name}: a picture without words: {image}");
        }
    }
}

#[test]
fn english_pages_have_no_chinese_words_of_the_program() {
    // What people wrote stays as they wrote it; the login page holds the program's words only.
    for (name, html) in pages::all(Locale::En).into_iter().filter(|(name, _)| ["login-wrong", "error-404", "error-403"].contains(name)) {
        let html = html.replace("中文", "").replace("邻里", "");
        let chinese: String = html.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "", "{name}");
    }
}
