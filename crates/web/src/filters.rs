//! Filters that every template may use.

// The filter macro makes a public struct beside each function.
#![allow(unreachable_pub)]

use askama::filters::Safe;

/// `{{ "search"|icon }}`: one icon of the sprite, hidden from screen readers (the words beside it say what it means).
#[askama::filter_fn]
pub fn icon(name: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<Safe<String>> {
    let href = crate::assets::icon(&name.to_string());
    Ok(Safe(format!(r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="{href}"/></svg>"#)))
}

/// `{{ count|thousands }}`: 1,284.
#[askama::filter_fn]
pub fn thousands(n: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    Ok(grouped)
}

/// `{{ count|capped }}`: a count that stops at a thousand: 8, 999+.
#[askama::filter_fn]
pub fn capped(n: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(cap(&n.to_string(), 999))
}

/// `{{ unread|badge }}`: the count in a small round mark: 8, 99+.
#[askama::filter_fn]
pub fn badge(n: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(cap(&n.to_string(), 99))
}

fn cap(n: &str, most: u64) -> String {
    if n.parse::<u64>().is_ok_and(|n| n > most) { format!("{most}+") } else { n.to_owned() }
}

/// `{{ "app.css"|asset }}`: the address of a built asset, with the hash of its content in the name.
#[askama::filter_fn]
pub fn asset(name: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(crate::assets::url(&name.to_string()))
}
