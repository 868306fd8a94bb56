//! One's own second factor: setting it up, its recovery codes, taking it off.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Link, PlainShell};

/// One's own second factor.
#[derive(Template)]
#[template(path = "pages/second_factor.html")]
pub struct SecondFactorPage {
    /// The frame.
    pub shell: PlainShell,
    /// What it is for, or that a role asks for it, or since when it is on.
    pub why: String,
    /// Recovery codes just made, shown this once; empty otherwise.
    pub codes: Vec<String>,
    /// What an authenticator reads; `None` where there is nothing to set up.
    pub qr: Option<QrCode>,
    /// Sets it up; `None` where it is on.
    pub set_up: Option<ActForm>,
    /// Makes new recovery codes.
    pub renew: Option<ActForm>,
    /// Takes it off.
    pub off: Option<ActForm>,
    /// Where one goes from here.
    pub links: Vec<Link>,
}

/// A code that a phone's camera reads, drawn by the server.
#[derive(Clone, Debug, Default)]
pub struct QrCode {
    /// Modules of a side, the quiet zone included.
    pub side: i32,
    /// The dark modules as the data of an SVG path.
    pub path: String,
    /// The same secret in words of four letters, to be typed.
    pub secret: String,
    /// What the phone opens by itself: `otpauth://…`.
    pub href: String,
}

impl QrCode {
    /// Light modules around the code (ISO/IEC 18004, 6.3.8).
    const QUIET: i32 = 4;

    /// Draws what `href` says; `None` where it is too long for a code.
    #[must_use]
    pub fn new(href: String, secret: &str) -> Option<Self> {
        let code = qrcodegen::QrCode::encode_text(&href, qrcodegen::QrCodeEcc::Medium).ok()?;
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
        let path = dark.map(|(x, y)| format!("M{},{}h1v1h-1z", x + Self::QUIET, y + Self::QUIET)).collect();
        let letters: Vec<char> = secret.chars().collect();
        let words: Vec<String> = letters.chunks(4).map(|word| word.iter().collect()).collect();
        Some(Self { side: code.size() + 2 * Self::QUIET, path, secret: words.join(" "), href })
    }
}

#[cfg(test)]
mod tests {
    use super::QrCode;

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_zone() {
        let code = QrCode::new("otpauth://totp/x?secret=ABCDEFGH".to_owned(), "ABCDEFGH").unwrap();
        assert_eq!(code.secret, "ABCD EFGH");
        let far = code.side - QrCode::QUIET - 1;
        for (x, y) in [(QrCode::QUIET, QrCode::QUIET), (far, QrCode::QUIET), (QrCode::QUIET, far)] {
            assert!(code.path.contains(&format!("M{x},{y}h")), "{x} {y}");
        }
        assert!(!code.path.contains("M3,") && !code.path.contains(&format!("M{},", far + 1)), "nothing outside");
    }
}
