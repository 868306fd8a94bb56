#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{Cursor, Read as _};

use super::*;
use crate::view::analysis::{Cell, Column};

fn brief() -> Brief {
    let column = |label: &str, number| Column { label: label.to_owned(), number };
    let chapter = Chapter {
        id: "hot",
        title: "突出的地方".to_owned(),
        said: "1 处突出".to_owned(),
        how: "件数 ÷ 天数 <比>".to_owned(),
        basis: "shihe 四-三".to_owned(),
        head: vec![column("辖区", false), column("件数", true)],
        rows: vec![vec![Cell::text("三里庵街道 & 其他"), Cell { number: Some(1234.0), ..Cell::text("1,234") }]],
        ..Chapter::default()
    };
    Brief {
        title: "蜀山区民情分析".to_owned(), summary: vec!["受理 1,234 件".to_owned()], chapters: vec![chapter], ..Brief::default()
    }
}

/// The texts of a document in order, and how deep tables, rows and cells are closed.
fn texts(bytes: &[u8]) -> (Vec<String>, usize, usize) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    for part in ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/_rels/document.xml.rels"] {
        assert!(zip.by_name(part).is_ok(), "{part}");
    }
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut texts, mut rows, mut cells) = (vec![String::new()], 0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Text(text) => texts.last_mut().unwrap().push_str(&text),
            quick_xml::events::Event::GeneralRef(name) => texts.last_mut().unwrap().push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                _ => "?",
            }),
            quick_xml::events::Event::End(end) => match end.name().as_ref() {
                "w:t" => texts.push(String::new()),
                "w:tr" => rows += 1,
                "w:tc" => cells += 1,
                _ => {}
            },
            _ => {}
        }
    }
    (texts, rows, cells)
}

#[test]
fn the_document_is_read_back_with_its_numbers_formula_and_clause() {
    let (texts, rows, cells) = texts(&docx(&brief(), Locale::Zh).unwrap());
    assert_eq!((rows, cells), (2, 4));
    for wanted in ["蜀山区民情分析", "受理 1,234 件", "一、突出的地方", "三里庵街道 & 其他", "1,234"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted}: {texts:?}");
    }
    let footing = texts.iter().find(|text| text.contains("<比>")).unwrap();
    assert!(footing.contains("shihe 四-三"), "{footing}");
}

#[test]
fn the_workbook_is_read_back_with_numbers_as_numbers() {
    let table = linli_app::import::read(&xlsx(&brief(), Locale::En).unwrap()).unwrap();
    assert_eq!(table.sheets.len(), 2);
    let line = &table.sheets[1].lines[1];
    assert_eq!(*line.cell(0), linli_app::import::Cell::text("三里庵街道 & 其他"));
    assert_eq!(*line.cell(1), linli_app::import::Cell::Number(1234.0));
}
