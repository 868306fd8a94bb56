//! What an operator writes down about the provider, in `sso.toml`.

use serde::Deserialize;

/// The provider and how accounts are found by what it says.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The provider's address, as its tokens name it.
    pub issuer: String,
    /// What the provider calls this program.
    pub client: String,
    /// What proves to the provider that it is this program; a public client has none.
    #[serde(default)]
    pub secret: Option<String>,
    /// What people call it: on the button.
    #[serde(default)]
    pub label: Label,
    /// The claim that holds the login of an account that nobody is linked to yet; absent: only linked accounts.
    #[serde(default)]
    pub claim: Option<String>,
    /// What is asked for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The provider asks for a second factor itself: none is asked here then.
    #[serde(default)]
    pub second_factor: bool,
}

/// A name in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Default for Label {
    fn default() -> Self {
        Self { zh: "统一身份认证".to_owned(), en: "Single sign-on".to_owned() }
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("issuer", &self.issuer).field("client", &self.client).finish_non_exhaustive()
    }
}

/// What is wrong with what was written down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigProblem {
    /// It cannot be read; the text says where.
    #[error("{0}")]
    Text(String),
    /// An address that is none, or over which anybody could listen.
    #[error("`{0}` must be an https address (http only on this machine), without a query")]
    Address(String),
    /// The machine's certificates cannot be read.
    #[error("the certificates of this machine cannot be read: {0}")]
    Certificates(String),
}

impl Config {
    /// Reads it.
    ///
    /// # Errors
    /// [`ConfigProblem`] says what and where.
    pub fn parse(text: &str) -> Result<Self, ConfigProblem> {
        // The message of the library shows the line, which may hold the secret: only its first line and the place are told.
        let config: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            ConfigProblem::Text(format!("line {line}: {}", error.message()))
        })?;
        safe(&config.issuer)?;
        Ok(config)
    }
}

/// An address over which nobody else listens.
pub(crate) fn safe(address: &str) -> Result<(), ConfigProblem> {
    let wrong = || ConfigProblem::Address(address.to_owned());
    let parsed = openidconnect::url::Url::parse(address).map_err(|_| wrong())?;
    let here = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let well = match parsed.scheme() {
        "https" => true,
        "http" => here,
        _ => false,
    };
    if well && parsed.query().is_none() && parsed.fragment().is_none() { Ok(()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::{Config, ConfigProblem};

    const GOOD: &str = "issuer = \"https://id.example.cn\"\nclient = \"linli\"\nsecret = \"s3cret\"\n";

    #[test]
    fn what_is_needed_is_two_lines_and_the_rest_has_a_meaning_when_absent() {
        let config = Config::parse(GOOD).unwrap();
        assert_eq!((config.label.zh.as_str(), config.claim, config.second_factor), ("统一身份认证", None, false));
        assert!(!format!("{:?}", Config::parse(GOOD)).contains("s3cret"));
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_never_with_the_secret() {
        for (text, line) in [(format!("{GOOD}clame = \"x\"\n"), "line 4"), (GOOD.replace("\"s3cret\"", "s3cret"), "line 3")] {
            let Err(ConfigProblem::Text(told)) = Config::parse(&text) else { panic!("{text}") };
            assert!(told.starts_with(line) && !told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn an_address_over_which_others_listen_is_refused() {
        for wrong in ["http://id.example.cn", "ftp://id.example.cn", "id.example.cn", "https://id.example.cn/?x=1"] {
            let text = GOOD.replace("https://id.example.cn", wrong);
            assert_eq!(Config::parse(&text).unwrap_err(), ConfigProblem::Address(wrong.to_owned()));
        }
        Config::parse(&GOOD.replace("https://id.example.cn", "http://127.0.0.1:3000")).unwrap();
    }
}
