//! Words: what residents, grid leads, hotline operators and handlers write. Made up for this project; no real person or matter is in them.

use serde::Serialize;

use crate::dice::Dice;
use crate::places::Address;

const CASES: &str = include_str!("../data/texts.txt");
const NOTES: &str = include_str!("../data/notes.txt");
const WISHES: &str = include_str!("../data/wishes.txt");
const TASKS: &str = include_str!("../data/tasks.txt");
const TOGETHER: &str = include_str!("../data/together.txt");
const DELIBERATION: &str = include_str!("../data/deliberation.txt");

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Voice {
    /// A resident, on a phone.
    Resident,
    /// A grid lead on patrol.
    Lead,
    /// A clerk or hotline operator who writes down what somebody says.
    Operator,
}

impl Voice {
    fn mark(self) -> &'static str {
        match self {
            Self::Resident => "r ",
            Self::Lead => "g ",
            Self::Operator => "h ",
        }
    }
}

/// The lines of one `[section]` of a data file.
pub fn section<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let head = move |line: &str| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) == Some(name);
    let after = text.lines().skip_while(move |line| !head(line)).skip(1);
    after.take_while(|line| !line.starts_with('[')).filter(|line| !line.trim().is_empty())
}

/// The templates for a category, whoever writes.
pub fn templates(category: &str) -> impl Iterator<Item = &str> {
    section(CASES, category)
}

fn fill(dice: &mut Dice, template: &str, address: &Address) -> String {
    let mut out = template.replace("{p}", &address.estate).replace("{r}", &address.road);
    out = out.replace("{b}", &format!("{}号楼", dice.between(1, 28))).replace("{u}", &format!("{}单元", dice.between(1, 4)));
    out = out.replace("{f}", &format!("{}楼", dice.between(2, 18)));
    let since = ["两天", "三天", "快一周", "一个多礼拜", "半个月", "一个月", "好几天", "从昨晚到现在", "今天一早", "一直"];
    out = out.replace("{d}", dice.word(&since));
    let who = ["家里有老人", "家里有小孩", "家里有孕妇", "我妈腿脚不好", "上班要早起", "老人七十多了", "孩子要上学", "家里有病人"];
    out.replace("{w}", dice.word(&who)).replace("{n}", &dice.between(2, 9).to_string())
}

/// What somebody reports. A few percent are in a casual tone or have some English in them.
pub fn describe(dice: &mut Dice, category: &str, voice: Voice, address: &Address) -> String {
    let own: Vec<&str> = templates(category).filter_map(|line| line.strip_prefix(voice.mark())).collect();
    let line = dice.word(&own);
    let mut text = fill(dice, line, address);
    if voice == Voice::Resident {
        let (before, after) = match dice.below(100) {
            0..=14 => ("您好，", "。"),
            15..=24 => ("", "，麻烦尽快处理，谢谢"),
            25..=31 => ("", "，已经反映过一次了"),
            32..=35 => ("在吗，", "，在线等"),
            36..=38 => ("", "！！！到底有没有人管"),
            39..=40 => ("Hi, ", ", please help, thanks"),
            41..=45 => ("", "，拜托了🙏"),
            _ => ("", ""),
        };
        text = format!("{before}{text}{after}");
    }
    text
}

/// A note of the given kind (a section of `data/notes.txt`).
pub fn note(dice: &mut Dice, kind: &str, address: &Address) -> String {
    let lines: Vec<&str> = section(NOTES, kind).collect();
    let line = dice.word(&lines);
    fill(dice, line, address)
}

/// A wish: who wishes, of what kind, in what words.
pub fn wish(dice: &mut Dice, address: &Address) -> (String, String, String) {
    let lines: Vec<&str> = section(WISHES, "wishes").collect();
    let line = dice.word(&lines);
    let mut cells = line.splitn(3, '|');
    let mut cell = || cells.next().unwrap_or_default();
    let (who, kind, text) = (cell(), cell(), cell());
    (who.to_owned(), kind.to_owned(), fill(dice, text, address))
}

/// A task: urgency, kind of owner, words, what done means, and three steps.
#[must_use]
pub fn task(nth: usize) -> Vec<String> {
    let lines: Vec<&str> = section(TASKS, "tasks").collect();
    let line = lines.get(nth % lines.len().max(1)).copied().unwrap_or_default();
    line.split('|').map(str::to_owned).collect()
}

/// The cells of a line of one section of `data/together.txt`.
pub fn together(dice: &mut Dice, name: &str) -> Vec<String> {
    let lines: Vec<&str> = section(TOGETHER, name).collect();
    dice.word(&lines).split('|').map(str::to_owned).collect()
}

/// The cells of a line of one section of `data/deliberation.txt`.
pub fn deliberation(dice: &mut Dice, name: &str) -> Vec<String> {
    let lines: Vec<&str> = section(DELIBERATION, name).collect();
    dice.word(&lines).split('|').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_of_every_template_is_filled() {
        let address = Address { estate: "梅园小区".to_owned(), road: "青禾路".to_owned(), ..Address::default() };
        let mut dice = Dice::new(1, "t");
        for text in [CASES, NOTES, WISHES] {
            for line in text.lines() {
                assert!(!fill(&mut dice, line, &address).contains('{'), "{line}");
            }
        }
    }
}
