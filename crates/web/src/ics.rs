//! A calendar as text: iCalendar (RFC 5545), the part of it that a list of days and times needs.

use jiff::Timestamp;
use jiff::civil::Date;

/// Longest line in bytes, its end not counted (RFC 5545, 3.1).
const LINE: usize = 75;

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// At an instant, in seconds since 1970.
    At(i64),
    /// All of a day.
    Day(Date),
}

/// Something on a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The same as long as it is the same thing.
    pub(crate) uid: String,
    /// When what it says was last changed.
    pub(crate) stamp: i64,
    pub(crate) when: When,
    pub(crate) summary: String,
    pub(crate) location: String,
    /// May be empty.
    pub(crate) url: String,
}

/// The calendar of that name.
pub(crate) fn calendar(name: &str, entries: &[Entry]) -> String {
    let mut text = String::new();
    for fixed in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Linli//Linli//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"] {
        fold(&mut text, fixed);
    }
    fold(&mut text, &format!("NAME:{}", escaped(name)));
    fold(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    fold(&mut text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    fold(&mut text, "X-PUBLISHED-TTL:PT1H");
    for entry in entries {
        fold(&mut text, "BEGIN:VEVENT");
        fold(&mut text, &format!("UID:{}", escaped(&entry.uid)));
        fold(&mut text, &format!("DTSTAMP:{}", instant(entry.stamp)));
        match entry.when {
            When::At(at) => fold(&mut text, &format!("DTSTART:{}", instant(at))),
            When::Day(day) => fold(&mut text, &format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d"))),
        }
        fold(&mut text, &format!("SUMMARY:{}", escaped(&entry.summary)));
        if !entry.location.is_empty() {
            fold(&mut text, &format!("LOCATION:{}", escaped(&entry.location)));
        }
        if !entry.url.is_empty() {
            fold(&mut text, &format!("URL:{}", entry.url));
        }
        // It reminds of a time and takes none.
        fold(&mut text, "TRANSP:TRANSPARENT");
        fold(&mut text, "END:VEVENT");
    }
    fold(&mut text, "END:VCALENDAR");
    text
}

fn instant(at: i64) -> String {
    Timestamp::from_second(at).map(|at| at.strftime("%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default()
}

/// Text as a value: what means something in the format is marked, and what cannot stand in it is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, broken between characters so that no piece is longer than [`LINE`] bytes.
fn fold(text: &mut String, line: &str) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            text.push_str("\r\n ");
            // The space counts.
            room = LINE - 1;
        }
        room -= c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Entry, LINE, When, calendar};

    fn entry(summary: &str) -> Entry {
        Entry {
            uid: "01a2@linli".into(),
            stamp: 1_772_589_600,
            when: When::At(1_772_612_999),
            summary: summary.into(),
            location: String::new(),
            url: String::new(),
        }
    }

    /// Lines as a reader joins them.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_time_is_told_in_utc_and_a_day_as_a_day() {
        let day =
            Entry {
                when: When::Day(date(2026, 3, 31)), location: "三里庵街道".into(), url: "https://x.cn/r/1".into(), ..entry("届满")
            };
        let text = calendar("邻里", &[entry("派单"), day]);
        let lines = unfolded(&text);
        assert_eq!(lines.first().unwrap(), "BEGIN:VCALENDAR");
        assert_eq!(lines.last().unwrap(), "END:VCALENDAR");
        for wanted in [
            "VERSION:2.0",
            "DTSTAMP:20260304T020000Z",
            "DTSTART:20260304T082959Z",
            "DTSTART;VALUE=DATE:20260331",
            "SUMMARY:届满",
            "LOCATION:三里庵街道",
            "URL:https://x.cn/r/1",
            "X-WR-CALNAME:邻里",
        ] {
            assert!(lines.iter().any(|line| line == wanted), "{wanted}: {text}");
        }
        assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 2);
    }

    #[test]
    fn what_means_something_in_the_format_is_marked_and_control_characters_are_left_out() {
        let text = calendar("x", &[entry("a,b;c\\d\ne\r\u{7}f")]);
        assert!(unfolded(&text).contains(&"SUMMARY:a\\,b\\;c\\\\d\\nef".to_owned()), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        for summary in ["下水道堵塞".repeat(40), "x".repeat(500), format!("x{}", "𠮷".repeat(60)), "y".repeat(67), "y".repeat(68)] {
            let text = calendar("x", &[entry(&summary)]);
            assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
            assert!(unfolded(&text).contains(&format!("SUMMARY:{summary}")));
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        }
    }
}
