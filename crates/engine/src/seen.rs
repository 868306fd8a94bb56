//! A record as expressions see it.

use std::collections::BTreeMap;

use linli_pack::expr::Env;
use linli_pack::record::{Instant, Record, Value};

/// A record, what was filled in, and the time.
pub(crate) struct Seen<'a> {
    pub(crate) record: &'a Record,
    pub(crate) input: Option<&'a BTreeMap<String, Value>>,
    pub(crate) now: Instant,
}

impl Env for Seen<'_> {
    fn entry(&self, name: &str) -> Value {
        self.record.attribute(name).or_else(|| self.record.fields.get(name).cloned()).unwrap_or(Value::Null)
    }

    fn input(&self, name: &str) -> Value {
        self.input.and_then(|input| input.get(name)).cloned().unwrap_or(Value::Null)
    }

    fn now(&self) -> i64 {
        self.now
    }
}
