//! Percentiles, memory, and how many transactions a database has seen.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

/// Durations, kept in microseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<u32>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The smallest time that this share of all does not exceed, in milliseconds.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }
}

/// A number with three digits after the point.
pub(crate) fn rounded(value: f64) -> Value {
    ((value * 1000.0).round() / 1000.0).into()
}

/// A line of a process's status in mebibytes, e.g. `VmRSS`; `None` where the system does not tell.
pub(crate) fn memory(process: &str, line: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))?;
    let kib: f64 = found.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// Starts the peak of this process's memory over.
pub(crate) fn reset_peak() {
    // Only Linux knows this; elsewhere the peak is that of the whole run.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// Transactions written to a database in write-ahead mode, from an arbitrary start: `iChange` of the index header, which `SQLite` counts up
/// by one for each (<https://sqlite.org/walformat.html>).
pub(crate) fn commits(data: &Path) -> Option<u32> {
    use std::io::Read as _;
    let mut head = [0; 12];
    std::fs::File::open(data.join("linli.db-shm")).ok()?.read_exact(&mut head).ok()?;
    let [.., a, b, c, d] = head;
    Some(u32::from_ne_bytes([a, b, c, d]))
}

/// Lines of a report, in order.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<(&'static str, Value)>);

impl Report {
    pub(crate) fn put(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    pub(crate) fn num(&mut self, name: &'static str, value: f64) {
        self.0.push((name, rounded(value)));
    }

    /// One JSON object.
    pub(crate) fn json(&self) -> String {
        let lines: Vec<String> = self.0.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", lines.join(","))
    }

    /// A line each.
    pub(crate) fn table(&self) -> String {
        let width = self.0.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let line = |(name, value): &(&str, Value)| match value {
            Value::String(text) => format!("{name:width$}  {text}"),
            value => format!("{name:width$}  {value}"),
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let mut times = Times::default();
        (1..=100).for_each(|ms| times.push(Duration::from_millis(ms)));
        assert_eq!((times.at(0.5), times.at(0.99), times.at(1.0)), (50.0, 99.0, 100.0));
        assert_eq!(Times::default().at(0.5), 0.0);
    }
}
