//! Drawn stand-ins for photos.

/// Each with its name.
pub(crate) fn all() -> Vec<(&'static str, String)> {
    let draw = |a: &str, b: &str, shape: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="{a}"/><stop offset="1" stop-color="{b}"/></linearGradient></defs><rect width="640" height="480" fill="url(#g)"/>{shape}</svg>"##
        )
    };
    vec![
        (
            "leak-1.svg",
            draw(
                "#8aa5b0",
                "#54727f",
                r##"<path d="M0 330Q160 300 320 340T640 320V480H0z" fill="#3c5966"/><rect x="240" y="60" width="46" height="290" fill="#c6d2d6"/>"##,
            ),
        ),
        (
            "leak-2.svg",
            draw(
                "#b9a58f",
                "#7d6a58",
                r##"<circle cx="330" cy="250" r="92" fill="#54473c"/><circle cx="330" cy="250" r="58" fill="#2d2620"/>"##,
            ),
        ),
        (
            "leak-3.svg",
            draw(
                "#a7b5a4",
                "#62755f",
                r##"<rect x="90" y="140" width="440" height="250" fill="#d8ddd4"/><path d="M90 300Q300 260 530 310V390H90z" fill="#6f8b95"/>"##,
            ),
        ),
    ]
}
