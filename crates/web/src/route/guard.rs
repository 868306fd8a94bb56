//! What every request passes: headers that protect, and no posts from other sites.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::route::session::SAID;

/// Sets the headers that every answer carries.
pub(super) async fn headers(request: Request, next: Next) -> Response<Body> {
    let told = has_message(request.headers());
    let mut response = next.run(request).await;
    let is_page = !response.status().is_redirection()
        && response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    // A message is shown once: the page that carries it forgets it.
    if told && is_page {
        headers.append(header::SET_COOKIE, HeaderValue::from_static("linli_said=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    }
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, crate::assets::CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages hold personal data: no shared cache, and nothing left on a shared computer.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Marks every cookie `Secure` where the browser came by https: a browser then sends it over nothing else. The proxy in front says so.
pub(super) async fn secure_cookies(request: Request, next: Next) -> Response<Body> {
    let by_https = request.headers().get("x-forwarded-proto").is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"));
    let mut response = next.run(request).await;
    if by_https {
        mark_secure(response.headers_mut());
    }
    response
}

/// Marks every cookie `Secure`, whatever the request says: for proxies that cannot be told to pass the scheme on.
pub async fn always_secure_cookies(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    mark_secure(response.headers_mut());
    response
}

fn mark_secure(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let text = String::from_utf8_lossy(cookie.as_bytes()).into_owned();
        let marked = if text.ends_with("; Secure") { text } else { format!("{text}; Secure") };
        headers.append(header::SET_COOKIE, HeaderValue::from_str(&marked).unwrap_or(cookie));
    }
}

/// Whether an earlier answer left a message for the next page.
fn has_message(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    cookies.filter_map(|pair| pair.trim().split_once('=')).any(|(name, text)| name == SAID && !text.is_empty())
}

/// Refuses what changes something and comes from another site. Browsers say where a request comes from; programs with a bearer
/// token need not.
pub(super) async fn same_origin(request: Request, next: Next) -> Response<Body> {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let by_token = request.headers().contains_key(header::AUTHORIZATION);
    if changes && !by_token && !from_here(request.headers()) {
        return (StatusCode::FORBIDDEN, "cross-site request refused\n").into_response();
    }
    next.run(request).await
}

fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin" || site == "none",
        // Older browsers: the origin must be the host that was asked.
        None => match (text("origin"), text("host")) {
            (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
            // No browser: no cookies either.
            (None, _) => !headers.contains_key(header::COOKIE),
            (Some(_), None) => false,
        },
    }
}
