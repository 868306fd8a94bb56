//! The brief as an Office Open XML text document (ECMA-376): headings, sentences, tables. The fonts are those of Chinese official
//! documents (黑体 for headings, 仿宋 for text), which Word and WPS both have; where they are missing the reader's own stand in.

use std::io::{Cursor, Write};

use linli_app::AppError;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use zip::write::SimpleFileOptions;

use super::{Brief, Letter, footing, numeral};
use crate::Locale;
use crate::view::analysis::{Cell, Chapter};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const LINKED: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Sizes are half points, distances twentieths of a point.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="312" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Footing"><w:name w:val="Footing"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:color w:val="555555"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Indented"><w:name w:val="Indented"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Figures"><w:name w:val="Figures"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="333333"/><w:bottom w:val="single" w:sz="8" w:color="333333"/><w:insideH w:val="single" w:sz="4" w:color="BBBBBB"/></w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"#;
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The document's bytes.
///
/// # Errors
/// [`AppError::Internal`] for a defect of the writing libraries.
pub(crate) fn docx(brief: &Brief, l: Locale) -> Result<Vec<u8>, AppError> {
    packed(&document(brief, l).map_err(|error| AppError::Internal(error.to_string()))?)
}

/// A letter's bytes.
///
/// # Errors
/// As [`docx`].
pub(crate) fn letter(letter: &Letter, l: Locale) -> Result<Vec<u8>, AppError> {
    let text = whole(|xml| {
        paragraph(xml, "Title", &letter.title, false)?;
        paragraph(xml, "Footing", &l.t_x("letter-number", &letter.number), true)?;
        paragraph(xml, "Normal", &l.t_x("letter-to", &letter.to), false)?;
        for said in &letter.paragraphs {
            paragraph(xml, "Indented", said, false)?;
        }
        paragraph(xml, "Normal", "", false)?;
        paragraph(xml, "Normal", &letter.from, true)?;
        paragraph(xml, "Normal", &letter.day, true)
    });
    packed(&text.map_err(|error| AppError::Internal(error.to_string()))?)
}

/// The parts of a document around its text.
fn packed(text: &[u8]) -> Result<Vec<u8>, AppError> {
    let broken = |error: zip::result::ZipError| AppError::Internal(error.to_string());
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", PARTS.as_bytes()),
        ("word/document.xml", text),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/_rels/document.xml.rels", LINKED.as_bytes()),
    ];
    for (name, bytes) in parts {
        file.start_file(name, SimpleFileOptions::default()).map_err(broken)?;
        file.write_all(bytes).map_err(|error| AppError::Internal(error.to_string()))?;
    }
    Ok(file.finish().map_err(broken)?.into_inner())
}

type Xml = Writer<Vec<u8>>;

fn document(brief: &Brief, l: Locale) -> std::io::Result<Vec<u8>> {
    whole(|xml| {
        paragraph(xml, "Title", &brief.title, false)?;
        paragraph(xml, "Subtitle", &format!("{} · {}", brief.place, brief.month), false)?;
        paragraph(xml, "Subtitle", &format!("{} · {}", brief.sub, brief.made), false)?;
        paragraph(xml, "Heading1", &l.t("analysis-summary"), false)?;
        for said in &brief.summary {
            paragraph(xml, "Normal", said, false)?;
        }
        for (at, chapter) in brief.chapters.iter().enumerate() {
            paragraph(xml, "Heading1", &format!("{}{}", numeral(l, at), chapter.title), false)?;
            paragraph(xml, "Normal", &chapter.said, false)?;
            if !chapter.rows.is_empty() {
                table(xml, chapter)?;
            }
            paragraph(xml, "Footing", &footing(l, chapter), false)?;
        }
        Ok(())
    })
}

/// A page of text, whatever stands on it.
fn whole(text: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    xml.create_element("w:document").with_attribute(("xmlns:w", WORDS)).write_inner_content(|xml| {
        xml.create_element("w:body").write_inner_content(|xml| {
            text(xml)?;
            // A4, in twentieths of a point.
            xml.create_element("w:sectPr").write_inner_content(|xml| {
                xml.create_element("w:pgSz").with_attributes([("w:w", "11906"), ("w:h", "16838")]).write_empty()?;
                let sides = [("w:top", "1440"), ("w:right", "1200"), ("w:bottom", "1300"), ("w:left", "1200")];
                let rest = [("w:header", "720"), ("w:footer", "720"), ("w:gutter", "0")];
                xml.create_element("w:pgMar").with_attributes(sides).with_attributes(rest).write_empty()?;
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn paragraph(xml: &mut Xml, style: &str, text: &str, right: bool) -> std::io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        xml.create_element("w:pPr").write_inner_content(|xml| {
            xml.create_element("w:pStyle").with_attribute(("w:val", style)).write_empty()?;
            if right {
                xml.create_element("w:jc").with_attribute(("w:val", "right")).write_empty()?;
            }
            Ok(())
        })?;
        xml.create_element("w:r").write_inner_content(|xml| {
            let text = BytesText::new(text);
            xml.create_element("w:t").with_attribute(("xml:space", "preserve")).write_text_content(text)?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn table(xml: &mut Xml, chapter: &Chapter) -> std::io::Result<()> {
    xml.create_element("w:tbl").write_inner_content(|xml| {
        xml.create_element("w:tblPr").write_inner_content(|xml| {
            xml.create_element("w:tblStyle").with_attribute(("w:val", "Figures")).write_empty()?;
            // Fiftieths of a percent: as wide as the page.
            xml.create_element("w:tblW").with_attributes([("w:w", "5000"), ("w:type", "pct")]).write_empty()?;
            Ok(())
        })?;
        xml.create_element("w:tblGrid").write_inner_content(|xml| {
            for _ in &chapter.head {
                xml.create_element("w:gridCol").write_empty()?;
            }
            Ok(())
        })?;
        row(xml, true, chapter.head.iter().map(|column| (column.label.clone(), column.number)))?;
        for cells in &chapter.rows {
            row(xml, false, cells.iter().map(Cell::plain).zip(chapter.head.iter().map(|column| column.number)))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A row of texts, numbers to the right. A head is said again on each page.
fn row(xml: &mut Xml, head: bool, cells: impl Iterator<Item = (String, bool)>) -> std::io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        xml.create_element("w:trPr").write_inner_content(|xml| {
            xml.create_element("w:cantSplit").write_empty()?;
            if head {
                xml.create_element("w:tblHeader").write_empty()?;
            }
            Ok(())
        })?;
        for (text, number) in cells {
            xml.create_element("w:tc").write_inner_content(|xml| paragraph(xml, "Cell", &text, number))?;
        }
        Ok(())
    })?;
    Ok(())
}
