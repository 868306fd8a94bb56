//! A browser and its system in two words, read from its `User-Agent`: enough for people to tell their own sign-ins apart. Nothing else of
//! that line is kept: versions and models would be a fingerprint.

/// The browsers that people here use. Most claim to be several others as well: the first that fits is the one.
const BROWSERS: [(&str, &str); 14] = [
    ("MicroMessenger/", "微信"),
    ("DingTalk/", "钉钉"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ"),
    ("QIHU", "360"),
    ("360SE", "360"),
    ("UCBrowser/", "UC"),
    ("HuaweiBrowser/", "Huawei"),
    ("MiuiBrowser/", "MIUI"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Their systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `Edge · Windows`; empty where neither is known.
pub(super) fn in_words(agent: &str) -> String {
    let known = |list: &[(&str, &'static str)]| list.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    [known(&BROWSERS), known(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_browser_is_what_it_is_and_not_what_it_claims_besides() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
        assert_eq!(in_words(windows), "Chrome · Windows");
        assert_eq!(in_words(&format!("{windows} Edg/120.0.0.0")), "Edge · Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42";
        assert_eq!(in_words(phone), "微信 · iPhone");
        assert_eq!(
            in_words("Mozilla/5.0 (Linux; Android 13; V2220A) AppleWebKit/537.36 Chrome/109.0 Mobile Safari/537.36"),
            "Chrome · Android"
        );
        assert_eq!(in_words("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"), "Firefox · Linux");
        assert_eq!(in_words("something else"), "");
    }
}
