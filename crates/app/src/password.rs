//! Passwords: argon2id, never stored, never logged.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};

use crate::random::Random;

/// Shortest password in characters.
pub const MIN_CHARS: usize = 10;

/// Hash of a password as a PHC string.
///
/// # Errors
/// When the library refuses the input (a password of more than 4 GB).
pub fn hash(password: &str, random: &Random) -> Result<String, argon2::password_hash::Error> {
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &random.bytes::<16>())?;
    Ok(hash.to_string())
}

/// Whether the password is the hashed one. An unreadable hash matches nothing.
#[must_use]
pub fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
