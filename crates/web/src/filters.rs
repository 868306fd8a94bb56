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

/// `{{ "app.css"|asset }}`: the address of a built asset, with the hash of its content in the name.
#[askama::filter_fn]
pub fn asset(name: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(crate::assets::url(&name.to_string()))
}
