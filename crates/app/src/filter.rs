//! Conditions put together from those of packs and those of a reader's choice.

use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::record::{ATTRIBUTES, Type};
use linli_store::Columns;

/// All of the conditions; `None` where there are none.
pub(crate) fn all(conditions: Vec<Sql>) -> Option<Sql> {
    let mut conditions = conditions.into_iter();
    let first = conditions.next()?;
    Some(conditions.fold(first, |mut all, next| {
        all.text = format!("({}) AND ({})", all.text, next.text);
        all.params.extend(next.params);
        all
    }))
}

/// A category and those below it.
pub(crate) fn category(code: &str) -> Sql {
    let column = Columns.column("category", false, Type::Text);
    // `/` is the character after `.`: the range holds exactly what starts with the code and a dot.
    Sql {
        text: format!("({column} = ? OR ({column} >= ? AND {column} < ?))"),
        params: vec![Param::Text(code.to_owned()), Param::Text(format!("{code}.")), Param::Text(format!("{code}/"))],
    }
}

/// One of these areas; nothing where there are none.
pub(crate) fn areas(codes: &[&str]) -> Sql {
    let column = Columns.column("area", false, Type::Text);
    let marks = vec!["?"; codes.len()].join(", ");
    // An empty list is a syntax error to PostgreSQL.
    let text = if codes.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({marks})") };
    Sql { text, params: codes.iter().map(|code| Param::Text((*code).to_owned())).collect() }
}

/// A time within [from, to).
pub(crate) fn between(at: &str, from: Option<i64>, to: Option<i64>) -> Option<Sql> {
    let is_shared = ATTRIBUTES.iter().any(|(name, _)| *name == at);
    let column = Columns.column(at, !is_shared, Type::Time);
    let side = |op: &str, bound: Option<i64>| bound.map(|bound| Sql { text: format!("{column} {op} ?"), params: vec![Param::Int(bound)] });
    all(side(">=", from).into_iter().chain(side("<", to)).collect())
}

/// Open records by their light.
pub(crate) fn light(light: linli_engine::Light) -> Sql {
    use linli_engine::Light;
    let column = |name: &str| Columns.column(name, false, Type::Time);
    let (due, warn) = (column("due"), column("warn"));
    let now = |n: usize| vec![Param::Now; n];
    match light {
        Light::Late => Sql { text: format!("({due} IS NOT NULL AND {due} < ?)"), params: now(1) },
        Light::Soon => Sql { text: format!("({due} >= ? AND {warn} IS NOT NULL AND {warn} <= ?)"), params: now(2) },
        Light::Fine => Sql { text: format!("({due} IS NULL OR ({due} >= ? AND ({warn} IS NULL OR {warn} > ?)))"), params: now(2) },
    }
}
