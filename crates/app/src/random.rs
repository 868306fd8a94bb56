//! Randomness and identities, handed in so that a run can be repeated byte for byte.

use linli_pack::record::Instant;
use parking_lot::Mutex;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// A source of random bytes: the operating system's, stretched by ChaCha20, or a seeded one for made-up worlds and tests.
#[derive(Debug)]
pub struct Random(Mutex<ChaCha20Rng>);

impl Random {
    /// Seeded by the operating system.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn from_os() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// Always the same sequence for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().fill_bytes(&mut bytes);
        bytes
    }

    /// A UUIDv7 for this instant.
    pub fn uuid(&self, now: Instant) -> String {
        let millis = u64::try_from(now).unwrap_or(0).saturating_mul(1000);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid().to_string()
    }

    /// A UUIDv7 for this instant, the `nth` of many made at once: they sort in the order they were made, so that an index grows at its
    /// end. The count stands where RFC 9562 (6.2, method 1) has room for one; forty random bits remain.
    pub fn uuid_nth(&self, now: Instant, nth: u32) -> String {
        let millis = u64::try_from(now).unwrap_or(0).saturating_mul(1000);
        let mut bytes = self.bytes::<10>();
        let count = u64::from(nth).to_be_bytes();
        // 12 bits beside the version, 6 beside the variant, 16 after it: the low 34 bits of the count, of which 32 are used.
        let low = u64::from_be_bytes(count);
        let parts = [low >> 30 & 0xf, low >> 22 & 0xff, low >> 16 & 0x3f, low >> 8 & 0xff, low & 0xff];
        for (place, part) in bytes.iter_mut().zip(parts) {
            *place = u8::try_from(part).unwrap_or_default();
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
    }

    /// A secret for links, sessions and tokens: 160 bits in 32 lower-case letters and digits.
    pub fn secret(&self) -> String {
        data_encoding::BASE32_NOPAD.encode(&self.bytes::<20>()).to_lowercase()
    }

    /// A secret for a link that was made at this instant: eight characters of time, then the 160 bits of [`Random::secret`].
    pub fn link(&self, now: Instant) -> String {
        let seconds = now.to_be_bytes();
        let time = seconds.last_chunk::<5>().map(|bytes| data_encoding::BASE32HEX_NOPAD.encode(bytes).to_lowercase());
        format!("{}{}", time.unwrap_or_default(), self.secret())
    }
}

/// What is kept of a link's secret: its time and its fingerprint, so that links made together lie together.
#[must_use]
pub fn link_print(secret: &str) -> String {
    format!("{}{}", secret.get(..8).unwrap_or_default(), fingerprint(secret))
}

/// What is kept of a secret: its SHA-256 in hex. Secrets have 160 bits, so no salt or stretching is needed.
#[must_use]
pub fn fingerprint(secret: &str) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(secret.as_bytes()))
}
