//! What a browser sends for a passkey, checked step by step (W3C Web Authentication level 3, 7.1 and 7.2) with attestation `none`: nobody here
//! needs to know which maker's device somebody has. Pure: challenge and place are handed in.
//!
//! Own code, because of the two libraries for servers one needs OpenSSL and the other was, when this was written, tied to older releases of the
//! cryptography that single sign-on brings in. Signatures are checked by `ring`, which TLS brings in.

use data_encoding::BASE64URL_NOPAD;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// Where passkeys are good: the place's own name on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The host's name: `linli.example.cn`. A passkey made here works nowhere else.
    pub id: String,
    /// What the browser says it was on: `https://linli.example.cn`.
    pub origin: String,
}

/// What came of making a passkey. Bytes are in base 64 for URLs, without padding.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SentNew {
    /// The passkey's name for itself.
    pub id: String,
    /// What the browser saw.
    pub client: String,
    /// What the authenticator says.
    pub authenticator: String,
    /// The public key, as SPKI.
    pub key: String,
    /// Its algorithm by COSE's number.
    pub algorithm: i64,
}

/// What came of signing in by a passkey.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sent {
    /// The passkey's name for itself.
    pub id: String,
    /// What the browser saw.
    pub client: String,
    /// What the authenticator says.
    pub authenticator: String,
    /// Its signature over both.
    pub signature: String,
    /// Whom the passkey was made for.
    #[serde(default)]
    pub user: String,
}

/// A public key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicKey {
    pub(crate) algorithm: i64,
    pub(crate) bytes: Vec<u8>,
}

/// What is wrong with what was sent; for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cannot be read.
    Form,
    /// It was made for something else, or for another challenge.
    Purpose,
    /// It was made on another page.
    Origin,
    /// The authenticator means another place.
    Place,
    /// The person was not there, or did not show who they are.
    Person,
    /// A key that is not one of those asked for.
    Key,
    /// The signature is not the passkey's.
    Signature,
    /// It counts backwards: there is a copy of it.
    Copy,
}

/// ECDSA on P-256, Ed25519, and RSA (which Windows uses): in the order asked for.
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| Fault::Form)
}

/// What the browser saw must be what was asked for here.
fn seen(party: &Party, challenge: &str, kind: &str, client: &[u8]) -> Result<(), Fault> {
    let client: Client = serde_json::from_slice(client).map_err(|_| Fault::Form)?;
    if client.kind != kind || client.challenge != challenge {
        Err(Fault::Purpose)
    } else if client.origin != party.origin || client.cross_origin {
        Err(Fault::Origin)
    } else {
        Ok(())
    }
}

/// What an authenticator says.
struct Authenticator<'a> {
    flags: u8,
    counter: u32,
    rest: &'a [u8],
}

fn authenticator<'a>(party: &Party, bytes: &'a [u8]) -> Result<Authenticator<'a>, Fault> {
    let (place, rest) = bytes.split_first_chunk::<32>().ok_or(Fault::Form)?;
    let (flags, rest) = rest.split_first().ok_or(Fault::Form)?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Form)?;
    if place.as_slice() != Sha256::digest(party.id.as_bytes()).as_slice() {
        return Err(Fault::Place);
    }
    // Present alone is something they have; verified is something they know or are as well.
    if flags & (PRESENT | VERIFIED) != PRESENT | VERIFIED {
        return Err(Fault::Person);
    }
    Ok(Authenticator { flags: *flags, counter: u32::from_be_bytes(*counter), rest })
}

/// Checks a passkey that was just made; gives its key and where it begins to count.
pub(crate) fn made(party: &Party, challenge: &str, sent: &SentNew) -> Result<(PublicKey, u32), Fault> {
    seen(party, challenge, "webauthn.create", &bytes(&sent.client)?)?;
    let said = bytes(&sent.authenticator)?;
    let said = authenticator(party, &said)?;
    let id = bytes(&sent.id)?;
    // AAGUID, length of the id, id: the authenticator must speak of the same passkey as the browser.
    let named = said.rest.get(16..).and_then(|rest| rest.split_first_chunk::<2>());
    let (length, rest) = named.filter(|_| said.flags & ATTESTED != 0).ok_or(Fault::Form)?;
    if id.is_empty() || rest.get(..usize::from(u16::from_be_bytes(*length))) != Some(id.as_slice()) {
        return Err(Fault::Form);
    }
    let key = PublicKey { algorithm: sent.algorithm, bytes: bare_key(sent.algorithm, &bytes(&sent.key)?).ok_or(Fault::Key)?.to_vec() };
    Ok((key, said.counter))
}

/// Checks a sign-in by a passkey; gives where it counts now.
pub(crate) fn shown(party: &Party, challenge: &str, sent: &Sent, key: &PublicKey, counter: u32) -> Result<u32, Fault> {
    let client = bytes(&sent.client)?;
    seen(party, challenge, "webauthn.get", &client)?;
    let whole = bytes(&sent.authenticator)?;
    let said = authenticator(party, &whole)?;
    let algorithm: &'static dyn VerificationAlgorithm = match key.algorithm {
        -7 => &ECDSA_P256_SHA256_ASN1,
        -8 => &ED25519,
        -257 => &RSA_PKCS1_2048_8192_SHA256,
        _ => return Err(Fault::Key),
    };
    let signed = [whole.as_slice(), Sha256::digest(&client).as_slice()].concat();
    let signature = bytes(&sent.signature)?;
    UnparsedPublicKey::new(algorithm, &key.bytes).verify(&signed, &signature).map_err(|_| Fault::Signature)?;
    // Passkeys that are kept in several places do not count and say 0.
    if (said.counter != 0 || counter != 0) && said.counter <= counter {
        return Err(Fault::Copy);
    }
    Ok(said.counter)
}

/// The challenge that an answer was made for, to look up whether it was asked here.
pub(crate) fn challenge_of(client: &str) -> Option<String> {
    let client: Client = serde_json::from_slice(&bytes(client).ok()?).ok()?;
    Some(client.challenge)
}

/// The key within its SPKI, as `ring` reads it: the point, the 32 bytes, or PKCS #1.
fn bare_key(algorithm: i64, spki: &[u8]) -> Option<&[u8]> {
    /// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 bytes.
    const P256: &[u8] = &[
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00,
    ];
    /// SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING of 32 bytes.
    const ED: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    /// SEQUENCE { rsaEncryption, NULL }; before it stands the outer SEQUENCE, behind it the BIT STRING, both with lengths of two bytes.
    const RSA: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    match algorithm {
        -7 => spki.strip_prefix(P256).filter(|point| point.len() == 65),
        -8 => spki.strip_prefix(ED).filter(|key| key.len() == 32),
        -257 => {
            let bits = spki.strip_prefix(&[0x30, 0x82])?.get(2..)?.strip_prefix(RSA)?.strip_prefix(&[0x03, 0x82])?;
            bits.get(2..)?.strip_prefix(&[0])
        }
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
    use sha2::{Digest as _, Sha256};

    use super::{ATTESTED, Fault, PRESENT, Party, PublicKey, Sent, SentNew, VERIFIED, bare_key, made, shown};

    fn party() -> Party {
        Party { id: "linli.example.cn".to_owned(), origin: "https://linli.example.cn".to_owned() }
    }

    fn text(bytes: &[u8]) -> String {
        BASE64URL_NOPAD.encode(bytes)
    }

    fn client(kind: &str, challenge: &str, origin: &str) -> String {
        text(format!("{{\"type\":\"{kind}\",\"challenge\":\"{challenge}\",\"origin\":\"{origin}\",\"crossOrigin\":false}}").as_bytes())
    }

    fn said(id: &str, flags: u8, counter: u32, rest: &[u8]) -> Vec<u8> {
        [Sha256::digest(id.as_bytes()).as_slice(), &[flags], &counter.to_be_bytes(), rest].concat()
    }

    /// A soft authenticator of one passkey.
    struct Device {
        pair: Ed25519KeyPair,
        counter: u32,
    }

    impl Device {
        fn new() -> Self {
            let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
            Self { pair: Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap(), counter: 0 }
        }

        fn make(&self) -> SentNew {
            let rest = [[0; 16].as_slice(), &[0, 2], b"id"].concat();
            let spki =
                [[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00].as_slice(), self.pair.public_key().as_ref()];
            SentNew {
                id: text(b"id"),
                client: client("webauthn.create", "c", "https://linli.example.cn"),
                authenticator: text(&said("linli.example.cn", PRESENT | VERIFIED | ATTESTED, self.counter, &rest)),
                key: text(&spki.concat()),
                algorithm: -8,
            }
        }

        fn show(&self, client: String, said: &[u8]) -> Sent {
            let signed = [said, Sha256::digest(BASE64URL_NOPAD.decode(client.as_bytes()).unwrap()).as_slice()].concat();
            let signature = text(self.pair.sign(&signed).as_ref());
            Sent { id: text(b"id"), client, authenticator: text(said), signature, user: String::new() }
        }
    }

    fn get(origin: &str) -> String {
        client("webauthn.get", "c", origin)
    }

    #[test]
    fn a_passkey_that_was_made_here_signs_in_here() {
        let device = Device::new();
        let (key, counter) = made(&party(), "c", &device.make()).unwrap();
        let sent = device.show(get("https://linli.example.cn"), &said("linli.example.cn", PRESENT | VERIFIED, 0, &[]));
        assert_eq!(shown(&party(), "c", &sent, &key, counter), Ok(0));
    }

    #[test]
    fn nothing_made_for_another_challenge_page_place_or_purpose_is_taken_nor_without_the_person() {
        let device = Device::new();
        let (key, _) = made(&party(), "c", &device.make()).unwrap();
        let good = said("linli.example.cn", PRESENT | VERIFIED, 0, &[]);
        let here = "https://linli.example.cn";
        for (client, said, fault) in [
            (client("webauthn.get", "other", here), good.clone(), Fault::Purpose),
            (client("webauthn.create", "c", here), good.clone(), Fault::Purpose),
            (get("https://linli.example.cn.evil.cn"), good.clone(), Fault::Origin),
            (get("http://linli.example.cn"), good.clone(), Fault::Origin),
            (get(here), said("evil.cn", PRESENT | VERIFIED, 0, &[]), Fault::Place),
            (get(here), said("linli.example.cn", PRESENT, 0, &[]), Fault::Person),
            (get(here), said("linli.example.cn", VERIFIED, 0, &[]), Fault::Person),
            (get(here), good[..36].to_vec(), Fault::Form),
        ] {
            assert_eq!(shown(&party(), "c", &device.show(client, &said), &key, 0), Err(fault));
        }
        let new = device.make();
        assert_eq!(made(&party(), "x", &new), Err(Fault::Purpose));
        assert_eq!(made(&party(), "c", &SentNew { id: text(b"ix"), ..new.clone() }), Err(Fault::Form));
        assert_eq!(made(&party(), "c", &SentNew { algorithm: -7, ..new.clone() }), Err(Fault::Key));
        assert_eq!(made(&party(), "c", &SentNew { algorithm: -9, ..new }), Err(Fault::Key));
    }

    #[test]
    fn another_passkeys_signature_and_an_altered_one_are_refused() {
        let (device, other) = (Device::new(), Device::new());
        let (key, _) = made(&party(), "c", &device.make()).unwrap();
        let said = said("linli.example.cn", PRESENT | VERIFIED, 0, &[]);
        let theirs = other.show(get("https://linli.example.cn"), &said);
        assert_eq!(shown(&party(), "c", &theirs, &key, 0), Err(Fault::Signature));
        let mut altered = device.show(get("https://linli.example.cn"), &said);
        altered.authenticator = text(&super::tests::said("linli.example.cn", PRESENT | VERIFIED, 1, &[]));
        assert_eq!(shown(&party(), "c", &altered, &key, 0), Err(Fault::Signature));
    }

    #[test]
    fn a_passkey_that_counts_must_count_on() {
        let device = Device::new();
        let (key, _) = made(&party(), "c", &device.make()).unwrap();
        let at = |counter| device.show(get("https://linli.example.cn"), &said("linli.example.cn", PRESENT | VERIFIED, counter, &[]));
        assert_eq!(shown(&party(), "c", &at(8), &key, 7), Ok(8));
        assert_eq!(shown(&party(), "c", &at(7), &key, 7), Err(Fault::Copy));
        assert_eq!(shown(&party(), "c", &at(0), &key, 7), Err(Fault::Copy));
    }

    #[test]
    fn keys_on_p_256_are_read_from_their_spki_and_verify() {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
        let prefix = data_encoding::HEXLOWER.decode(b"3059301306072a8648ce3d020106082a8648ce3d030107034200").unwrap();
        let spki = [prefix.as_slice(), pair.public_key().as_ref()].concat();
        let key = PublicKey { algorithm: -7, bytes: bare_key(-7, &spki).unwrap().to_vec() };
        let (client, said) = (get("https://linli.example.cn"), said("linli.example.cn", PRESENT | VERIFIED, 0, &[]));
        let signed = [said.as_slice(), Sha256::digest(BASE64URL_NOPAD.decode(client.as_bytes()).unwrap()).as_slice()].concat();
        let signature = text(pair.sign(&random, &signed).unwrap().as_ref());
        let sent = Sent { client, authenticator: text(&said), signature, ..Sent::default() };
        assert_eq!(shown(&party(), "c", &sent, &key, 0), Ok(0));
        assert_eq!(bare_key(-7, &spki[..90]), None);
    }
}
