//! Personal values, journal words and kept answers are sealed before they reach the disk: a copy of the database alone tells nobody's name.
//!
//! The master keys are in a file of their own beside the database (`keys`), never inside it. From a master key HKDF derives one subkey to
//! seal with, one for nonces and one for the blind index. What a value is bound to (table, realm, row) is authenticated with it, so a
//! sealed value that is moved to another row does not open. A header names version, suite and key, so keys can be changed without
//! sealing anew what is there:
//!
//! ```text
//! version 1 | suite 1 or 2 | key number, 2 bytes | nonce, 12 bytes | ciphertext and tag of 16 bytes
//! ```
//!
//! The nonce is a keyed hash over place, salt and value: no counter to lose, and a machine whose randomness repeats gives nothing away.

use std::collections::BTreeMap;
use std::fmt;

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, AesGcm, KeyInit as _, Nonce};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use hmac::Hmac;
use sha2::Sha256;
use sm3::Sm3;
use sm4::Sm4;

use crate::StoreError;

const VERSION: u8 = 1;
const HEADER: usize = 4;
const NONCE: usize = 12;

/// A token of the blind index: equal for equal values, and telling nothing without the key.
pub type Blind = [u8; 16];

/// What a folder seals with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suite {
    /// AES-256-GCM with HMAC-SHA-256.
    #[default]
    Aes,
    /// SM4-GCM with HMAC-SM3 (GB/T 32907, GB/T 32905), for places that must use national algorithms.
    Sm,
}

impl Suite {
    /// As it stands in the key file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes => "aes-256-gcm",
            Self::Sm => "sm4-gcm",
        }
    }

    /// The suite of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Aes, Self::Sm].into_iter().find(|suite| suite.name() == name)
    }

    const fn code(self) -> u8 {
        match self {
            Self::Aes => 1,
            Self::Sm => 2,
        }
    }
}

/// Where a value stands: it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) realm: i64,
    pub(crate) row: &'a [&'a str],
}

impl Place<'_> {
    /// Every part is preceded by its length, so no two places share their bytes.
    fn bytes(&self, header: [u8; HEADER]) -> Vec<u8> {
        let mut bytes = header.to_vec();
        bytes.extend(self.realm.to_be_bytes());
        for part in std::iter::once(&self.table).chain(self.row) {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

enum Cipher {
    Aes(Box<Aes256Gcm>),
    Sm(Box<AesGcm<Sm4, U12>>),
}

/// One master key and what is derived from it.
struct Key {
    suite: Suite,
    master: [u8; 32],
    cipher: Cipher,
    nonces: [u8; 32],
    index: [u8; 32],
}

impl Key {
    fn new(suite: Suite, master: [u8; 32]) -> Result<Self, StoreError> {
        let derive = |purpose: &str| {
            let mut key = [0; 32];
            let done = match suite {
                Suite::Aes => Hkdf::<Sha256>::new(Some(b"linli"), &master).expand(purpose.as_bytes(), &mut key),
                Suite::Sm => Hkdf::<Sm3>::new(Some(b"linli"), &master).expand(purpose.as_bytes(), &mut key),
            };
            done.map(|()| key).map_err(|_| unusable())
        };
        let seal = derive("seal")?;
        let cipher = match suite {
            Suite::Aes => Cipher::Aes(Box::new(Aes256Gcm::new_from_slice(&seal).map_err(|_| unusable())?)),
            // SM4 takes 16 bytes.
            Suite::Sm => Cipher::Sm(Box::new(AesGcm::new_from_slice(seal.get(..16).unwrap_or_default()).map_err(|_| unusable())?)),
        };
        Ok(Self { suite, master, cipher, nonces: derive("nonce")?, index: derive("index")? })
    }

    fn mac(&self, key: &[u8; 32], parts: &[&[u8]]) -> Result<[u8; 32], StoreError> {
        fn over<M: hmac::Mac + hmac::KeyInit>(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
            let mut mac = <M as hmac::KeyInit>::new_from_slice(key).ok()?;
            for part in parts {
                mac.update(&(part.len() as u64).to_be_bytes());
                mac.update(part);
            }
            mac.finalize().into_bytes().as_slice().try_into().ok()
        }
        let done = match self.suite {
            Suite::Aes => over::<Hmac<Sha256>>(key, parts),
            Suite::Sm => over::<Hmac<Sm3>>(key, parts),
        };
        done.ok_or_else(unusable)
    }
}

fn unusable() -> StoreError {
    StoreError::Malformed("the key cannot be used".into())
}

/// The keys of a folder. Never printed.
pub struct Keys {
    keys: BTreeMap<u16, Key>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("numbers", &self.keys.keys()).finish_non_exhaustive()
    }
}

impl Keys {
    /// Keys with one master key, made from 32 random bytes.
    ///
    /// # Errors
    /// None for any 32 bytes; the libraries' signatures ask for it.
    pub fn fresh(suite: Suite, master: [u8; 32]) -> Result<Self, StoreError> {
        Ok(Self { keys: BTreeMap::from([(1, Key::new(suite, master)?)]) })
    }

    /// The keys with one more: what is written from now on is sealed with it; what is there still opens.
    ///
    /// # Errors
    /// When there are 65,535 keys already.
    pub fn with_another(mut self, suite: Suite, master: [u8; 32]) -> Result<Self, StoreError> {
        let number = self.current()?.0.checked_add(1).ok_or_else(unusable)?;
        self.keys.insert(number, Key::new(suite, master)?);
        Ok(self)
    }

    /// The keys in a key file's text.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] names the line, never what it holds.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let mut keys = BTreeMap::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            let wrong = || StoreError::Malformed(format!("line {} of the key file", at + 1));
            let mut words = line.split_whitespace();
            let (Some(number), Some(suite), Some(master), None) = (words.next(), words.next(), words.next(), words.next()) else {
                return Err(wrong());
            };
            let number = number.parse().map_err(|_| wrong())?;
            let suite = Suite::named(suite).ok_or_else(wrong)?;
            let master = HEXLOWER.decode(master.as_bytes()).map_err(|_| wrong())?.try_into().map_err(|_| wrong())?;
            keys.insert(number, Key::new(suite, master)?);
        }
        if keys.is_empty() { Err(StoreError::Malformed("the key file holds no key".into())) } else { Ok(Self { keys }) }
    }

    /// The key file's text.
    #[must_use]
    pub fn text(&self) -> String {
        let head = "# 邻里：本文件夹个人信息的主密钥。丢失后个人信息无法恢复；请与数据库备份分开、妥善保管。\n\
                    # Linli: the master keys of the personal data in this folder. Without them it is lost; keep them apart from backups.\n";
        let lines = self.keys.iter().map(|(number, key)| format!("{number} {} {}\n", key.suite.name(), HEXLOWER.encode(&key.master)));
        std::iter::once(head.to_owned()).chain(lines).collect()
    }

    /// What new values are sealed with.
    ///
    /// # Errors
    /// Never; there is always a key.
    pub fn suite(&self) -> Result<Suite, StoreError> {
        Ok(self.current()?.1.suite)
    }

    fn current(&self) -> Result<(u16, &Key), StoreError> {
        self.keys.last_key_value().map(|(number, key)| (*number, key)).ok_or_else(unusable)
    }

    /// The first key's index subkey stays when keys are changed: the index would be blind to what is in it otherwise.
    fn first(&self) -> Result<&Key, StoreError> {
        self.keys.first_key_value().map(|(_, key)| key).ok_or_else(unusable)
    }

    /// Tells these keys from others without telling anything of them.
    pub(crate) fn print(&self) -> Result<i64, StoreError> {
        let first = self.first()?;
        let mac = first.mac(&first.index, &[b"linli keys"])?;
        Ok(i64::from_be_bytes(mac.first_chunk().copied().unwrap_or_default()))
    }

    /// The token under which the index keeps a value; `kind` keeps equal texts of different meaning apart.
    ///
    /// # Errors
    /// None for keys that could be read.
    pub fn blind(&self, realm: i64, kind: &str, value: &str) -> Result<Blind, StoreError> {
        let first = self.first()?;
        let mac = first.mac(&first.index, &[&realm.to_be_bytes(), kind.as_bytes(), value.as_bytes()])?;
        Ok(mac.first_chunk().copied().unwrap_or_default())
    }

    pub(crate) fn seal(&self, place: &Place<'_>, salt: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (number, key) = self.current()?;
        let [high, low] = number.to_be_bytes();
        let header = [VERSION, key.suite.code(), high, low];
        let aad = place.bytes(header);
        let mac = key.mac(&key.nonces, &[&aad, salt, value])?;
        let nonce: [u8; NONCE] = mac.first_chunk().copied().unwrap_or_default();
        let (nonce, payload) = (Nonce::from(nonce), Payload { msg: value, aad: &aad });
        let sealed = match &key.cipher {
            Cipher::Aes(cipher) => cipher.encrypt(&nonce, payload),
            Cipher::Sm(cipher) => cipher.encrypt(&nonce, payload),
        };
        let sealed = sealed.map_err(|_| unusable())?;
        Ok([header.as_slice(), nonce.as_slice(), sealed.as_slice()].concat())
    }

    /// The value again.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where the key is not there, or the value was altered or moved.
    pub(crate) fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let wrong = || StoreError::Sealed(format!("{} {}", place.table, place.row.join(" ")));
        let (header, rest) = sealed.split_first_chunk::<HEADER>().ok_or_else(wrong)?;
        let (nonce, value) = rest.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
        let [version, suite, high, low] = *header;
        let key = self.keys.get(&u16::from_be_bytes([high, low])).ok_or_else(wrong)?;
        if version != VERSION || suite != key.suite.code() {
            return Err(wrong());
        }
        let aad = place.bytes(*header);
        let (nonce, payload) = (Nonce::from(*nonce), Payload { msg: value, aad: &aad });
        let opened = match &key.cipher {
            Cipher::Aes(cipher) => cipher.decrypt(&nonce, payload),
            Cipher::Sm(cipher) => cipher.decrypt(&nonce, payload),
        };
        opened.map_err(|_| wrong())
    }

    /// [`Keys::open`] for what was a text.
    pub(crate) fn open_text(&self, place: &Place<'_>, sealed: &[u8]) -> Result<String, StoreError> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| StoreError::Malformed(place.table.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Place, Suite};

    const ROW: Place<'_> = Place { table: "personal", realm: 340_104, row: &["a"] };

    #[test]
    fn a_sealed_value_opens_in_its_place_only() {
        for suite in [Suite::Aes, Suite::Sm] {
            let keys = Keys::fresh(suite, [7; 32]).unwrap();
            let sealed = keys.seal(&ROW, b"salt", "王小明".as_bytes()).unwrap();
            assert!(!sealed.windows(3).any(|three| three == "王".as_bytes()), "nothing can be read");
            assert_eq!(keys.open(&ROW, &sealed).unwrap(), "王小明".as_bytes());
            let elsewhere = [Place { table: "journal_words", ..ROW }, Place { realm: 1, ..ROW }, Place { row: &["b"], ..ROW }];
            assert!(elsewhere.iter().all(|place| keys.open(place, &sealed).is_err()));
            for at in 0..sealed.len() {
                let mut altered = sealed.clone();
                altered[at] ^= 1;
                assert!(keys.open(&ROW, &altered).is_err(), "byte {at}");
            }
            assert!((0..sealed.len()).all(|length| keys.open(&ROW, &sealed[..length]).is_err()));
            assert!(Keys::fresh(suite, [8; 32]).unwrap().open(&ROW, &sealed).is_err());
        }
    }

    #[test]
    fn the_key_file_gives_the_same_keys_again() {
        let keys = Keys::fresh(Suite::Sm, [7; 32]).unwrap().with_another(Suite::Aes, [9; 32]).unwrap();
        let again = Keys::parse(&keys.text()).unwrap();
        let sealed = keys.seal(&ROW, b"", b"x").unwrap();
        assert_eq!(again.open(&ROW, &sealed).unwrap(), b"x");
        assert_eq!(again.print().unwrap(), keys.print().unwrap());
        for text in ["", "1 aes-256-gcm", "1 rot13 00", "x aes-256-gcm 00", &format!("1 aes-256-gcm {}", "0".repeat(62))] {
            assert!(Keys::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn after_a_change_of_keys_old_values_open_and_are_found() {
        let old = Keys::fresh(Suite::Aes, [1; 32]).unwrap();
        let (sealed, blind) = (old.seal(&ROW, b"", b"x").unwrap(), old.blind(1, "phone", "13812346021").unwrap());
        let new = old.with_another(Suite::Sm, [2; 32]).unwrap();
        assert_eq!(new.open(&ROW, &sealed).unwrap(), b"x");
        assert_eq!(new.blind(1, "phone", "13812346021").unwrap(), blind);
        assert_eq!(new.seal(&ROW, b"", b"x").unwrap()[..4], [1, 2, 0, 2]);
    }

    #[test]
    fn equal_values_look_different_in_every_row_and_with_every_salt() {
        let keys = Keys::fresh(Suite::Aes, [1; 32]).unwrap();
        let sealed = keys.seal(&ROW, b"a", b"x").unwrap();
        assert_eq!(sealed, keys.seal(&ROW, b"a", b"x").unwrap(), "the same bytes for the same world");
        assert_ne!(sealed, keys.seal(&ROW, b"b", b"x").unwrap());
        assert_ne!(sealed[16..], keys.seal(&Place { row: &["b"], ..ROW }, b"a", b"x").unwrap()[16..]);
        assert_ne!(keys.blind(1, "phone", "1").unwrap(), keys.blind(2, "phone", "1").unwrap());
        assert_ne!(keys.blind(1, "phone", "1").unwrap(), keys.blind(1, "id", "1").unwrap());
    }
}
