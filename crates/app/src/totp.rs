//! Codes of an authenticator: TOTP (RFC 6238) with HMAC-SHA-1, six digits and steps of thirty seconds, which every authenticator can.
//! Pure: the time is handed in.

use hmac::{Hmac, KeyInit as _, Mac as _};
use linli_pack::record::Instant;
use sha1::Sha1;

/// Bytes of a secret: as long as the hash (RFC 4226, 4).
pub const SECRET: usize = 20;
/// Seconds of a step.
pub const STEP: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;

/// The code of a step of time.
#[must_use]
pub fn code(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last()? & 0xf);
    let word = u32::from_be_bytes(hash.get(at..at + 4)?.try_into().ok()?) & 0x7fff_ffff;
    Some(format!("{:06}", word % 1_000_000))
}

/// The step whose code this is: the present one or one beside it, for clocks that go wrong, but only behind `spent`, the last step that
/// was used.
#[must_use]
pub fn step_of(secret: &[u8], typed: &str, now: Instant, spent: i64) -> Option<i64> {
    let present = now.div_euclid(STEP);
    (present - 1..=present + 1).filter(|step| *step > spent).find(|step| code(secret, *step).is_some_and(|code| code == typed))
}

#[cfg(test)]
mod tests {
    use super::{STEP, code, step_of};

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standards_appendix() {
        // RFC 6238, appendix B, the last six of eight digits.
        for (time, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000_i64, "65353130"),
        ] {
            assert_eq!(code(SECRET, time / STEP).unwrap(), eight[2..]);
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let now = 1_700_000_000;
        let of = |by: i64| step_of(SECRET, &code(SECRET, now / STEP + by).unwrap(), now, 0);
        assert_eq!([of(-2), of(2)], [None, None]);
        assert_eq!([of(-1), of(0), of(1)], [-1, 0, 1].map(|by| Some(now / STEP + by)));
    }

    #[test]
    fn a_step_that_was_used_and_all_before_it_are_spent() {
        let now = 1_700_000_000;
        let typed = code(SECRET, now / STEP).unwrap();
        assert_eq!(step_of(SECRET, &typed, now, now / STEP), None);
        assert_eq!(step_of(SECRET, &code(SECRET, now / STEP - 1).unwrap(), now, now / STEP), None);
        assert!(step_of(SECRET, &code(SECRET, now / STEP + 1).unwrap(), now, now / STEP).is_some());
    }
}
