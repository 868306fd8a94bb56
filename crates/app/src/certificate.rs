//! Certificates of what somebody did: printed from their own link, with a code by which anybody can check them. Nothing is written down for it:
//! the code follows from the record, and a record that is changed has another one.

use linli_pack::model::{Certificate, Register};
use linli_pack::record::{Record, Value};
use linli_store::Tx;

use crate::app::{App, Inner};
use crate::error::AppError;

/// Bytes of a code: more than anybody can try.
const CODE: usize = 10;

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certified {
    /// The record.
    pub record: Record,
    /// The name that is printed.
    pub name: String,
    /// The code, in groups of four.
    pub code: String,
}

/// What checking a certificate came to.
#[derive(Clone, Debug)]
pub enum Checked {
    /// There is such a certificate and it is this person's.
    Good(Box<Record>),
    /// There is such a certificate, of somebody else.
    OtherName,
    /// There is such a certificate; the name was erased by the rule on keeping it.
    Nameless(Box<Record>),
    /// There is none with this number and code.
    Unknown,
}

impl App {
    /// The certificate of whoever holds a link.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none (any more), and for a link of somebody who joined.
    pub fn certificate(&self, secret: &str) -> Result<Certified, AppError> {
        let (detail, joined) = self.followed_by(secret)?;
        let (register, rule) = self.certifies(&detail.record).filter(|_| !joined).ok_or(AppError::NotFound("certificate"))?;
        self.0.store.read(|tx| {
            let name = name(&self.0, tx, &detail.record, rule)?.ok_or(AppError::NotFound("certificate"))?;
            let code = code(&self.0, tx, register, rule, &detail.record)?;
            Ok(Certified { record: detail.record.clone(), name, code })
        })
    }

    /// The register of a record and its rule, if there is a certificate of it as it stands.
    #[must_use]
    pub fn certifies(&self, record: &Record) -> Option<(&Register, &Certificate)> {
        let register = self.0.pack.registers.get(&record.register)?;
        let rule = register.certificate.as_ref().filter(|rule| rule.states.contains(&record.state))?;
        Some((register, rule))
    }

    /// Checks a certificate by its number, its code and the name on it.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn check_certificate(&self, number: &str, typed: &str, named: &str) -> Result<Checked, AppError> {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        self.0.store.read(|tx| {
            let Some(record) = linli_store::record_by_number(tx, self.0.realm, number.trim())? else { return Ok(Checked::Unknown) };
            let Some((register, rule)) = self.certifies(&record) else { return Ok(Checked::Unknown) };
            if plain(&code(&self.0, tx, register, rule, &record)?) != plain(typed) {
                return Ok(Checked::Unknown);
            }
            Ok(match name(&self.0, tx, &record, rule)? {
                None => Checked::Nameless(Box::new(record)),
                Some(name) if name.trim() == named.trim() => Checked::Good(Box::new(record)),
                Some(_) => Checked::OtherName,
            })
        })
    }
}

/// The name on it, as long as it is kept.
fn name(inner: &Inner, tx: &mut dyn Tx, record: &Record, rule: &Certificate) -> Result<Option<String>, AppError> {
    if linli_store::held_back(tx, inner.realm, &record.id)?.is_some() {
        return Ok(None);
    }
    let Some(kept) = linli_store::personal(tx, inner.realm, &record.id)? else { return Ok(None) };
    let kept: Value = serde_json::from_str(&kept)?;
    Ok(kept.get(&rule.person).and_then(Value::as_str).map(str::to_owned))
}

/// The code of what is certified: of the record and of every value that the text says.
fn code(inner: &Inner, tx: &mut dyn Tx, register: &Register, rule: &Certificate, record: &Record) -> Result<String, AppError> {
    let said = |name: &&str| rule.text.zh.contains(&format!("{{{name}}}"));
    let values = register.fields.keys().map(String::as_str).filter(said).map(|name| record.fields.get(name).cloned().unwrap_or_default());
    let whole = serde_json::to_string(&(&record.id, &record.state, &record.holder, values.collect::<Vec<_>>()))?;
    let blind = tx.keys().blind(inner.realm, "certificate", &whole)?;
    let short: Vec<u8> = blind.iter().copied().take(CODE).collect();
    let text: Vec<char> = data_encoding::BASE32_NOPAD.encode(&short).chars().collect();
    Ok(text.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
