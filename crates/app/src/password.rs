//! Passwords: the rules for a new one; argon2id, never stored, never logged.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::random::Random;

/// Shortest password in characters.
pub const MIN_CHARS: usize = 10;
/// Fewest different characters: less is a key held down, or two in turn.
const MIN_DIFFERENT: usize = 4;
/// What is tried first by whoever guesses: of the lists of leaked passwords, those that are long enough for the first rule. Lower case.
const COMMON: &str = include_str!("../data/common-passwords.txt");

/// Hash of a password as a PHC string.
///
/// # Errors
/// When the library refuses the input (a password of more than 4 GB).
pub fn hash(password: &str, random: &Random) -> Result<String, argon2::password_hash::Error> {
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &random.bytes::<16>())?;
    Ok(hash.to_string())
}

/// A first password for somebody: 80 random bits in four groups that can be read out and typed.
#[must_use]
pub fn made_up(random: &Random) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(&random.bytes::<10>()).to_lowercase();
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Hash of a password that [`made_up`] gave. It is as random as a key, so guessing needs no slowing down, and hundreds are made at once.
///
/// # Errors
/// As [`hash`].
pub fn hash_made_up(password: &str, random: &Random) -> Result<String, argon2::password_hash::Error> {
    let params = Params::new(64, 1, 1, None)?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = hasher.hash_password_with_salt(password.as_bytes(), &random.bytes::<16>())?;
    Ok(hash.to_string())
}

/// Whether the password is the hashed one. An unreadable hash matches nothing.
#[must_use]
pub fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The rule that a new password of this login breaks, as the key of its message; `None` when it is a good one. The rules are those of
/// NIST SP 800-63B: long, not the login, not what everybody tries; no mixture of signs is asked for, because people then write `Aa123456!`.
#[must_use]
pub fn broken_rule(new: &str, login: &str) -> Option<&'static str> {
    let lower = new.to_lowercase();
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    if new.chars().count() < MIN_CHARS {
        Some("password-short")
    } else if is_login(&lower, &login.trim().to_lowercase()) {
        Some("password-login")
    } else if different.len() < MIN_DIFFERENT || COMMON.lines().any(|common| common == lower) {
        Some("password-common")
    } else {
        None
    }
}

/// The login itself, forwards or backwards, or twice in a row.
fn is_login(password: &str, login: &str) -> bool {
    let backwards: String = login.chars().rev().collect();
    !login.is_empty() && (password == login || password == backwards || password == [login, login].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{broken_rule, hash_made_up, made_up, matches};
    use crate::random::Random;

    #[test]
    fn a_made_up_password_keeps_the_rules_and_opens_what_it_was_hashed_for() {
        let random = Random::seeded(3);
        let (one, other) = (made_up(&random), made_up(&random));
        assert_eq!((one.len(), broken_rule(&one, "lili")), (19, None), "{one}");
        let hash = hash_made_up(&one, &random).unwrap();
        assert!(matches(&one, &hash) && !matches(&other, &hash));
    }

    #[test]
    fn what_everybody_tries_is_no_password_however_it_is_written() {
        for common in ["1234567890", "QWERTYUIOP", "woaini1314520", "Admin@123456", "aaaaaaaaaaaa", "ababababab", "1111111111"] {
            assert_eq!(broken_rule(common, "lili"), Some("password-common"), "{common}");
        }
    }

    #[test]
    fn the_login_is_no_password_not_even_backwards_or_doubled() {
        for login in ["clerk-340104", "CLERK-340104", "401043-krelc", "clerk-340104clerk-340104"] {
            assert_eq!(broken_rule(login, "clerk-340104"), Some("password-login"), "{login}");
        }
    }

    #[test]
    fn ten_characters_count_as_characters_and_not_as_bytes() {
        assert_eq!(broken_rule("床前明月光疑是地上", "li"), Some("password-short"));
        assert_eq!(broken_rule("床前明月光疑是地上霜", "li"), None);
        assert_eq!(broken_rule("correct horse battery", "li"), None);
    }
}
