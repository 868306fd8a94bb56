//! Where requests may go.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// Which addresses requests may go to.
#[derive(Clone, Debug)]
pub enum Reach {
    /// All: for addresses that the operator wrote down.
    Anywhere,
    /// Those of the public Internet, and of the networks that the operator named: for addresses that somebody typed.
    Public(Arc<[Network]>),
    /// Those of the networks that the operator named, and no others.
    Inside(Arc<[Network]>),
}

impl Reach {
    /// Whether a request may go to this address.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let named = |networks: &[Network]| networks.iter().any(|network| network.holds(address));
        match self {
            Self::Anywhere => true,
            Self::Public(networks) => is_public(address) || named(networks),
            Self::Inside(networks) => named(networks),
        }
    }
}

/// Whether an address is one of the public Internet, by the special-purpose registries (RFC 6890). An address within which another one is
/// hidden (6to4, Teredo, NAT64) is not.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => public_v4(address),
        IpAddr::V6(address) => public_v6(address),
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network, private, loopback, multicast and reserved.
    let apart = matches!(a, 0 | 10 | 127 | 224..=255);
    // Between carriers and customers, link-local, private.
    let inner = matches!((a, b), (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168));
    // Protocol assignments, examples, 6to4 relays, benchmarks.
    let special = matches!((a, b, c), (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113));
    !(apart || inner || special)
}

fn public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Protocol assignments with Teredo, examples, 6to4.
    let special = matches!((a, b), (0x2001, 0..=0x1ff | 0xdb8) | (0x2002, _) | (0x3fff, 0..=0xfff));
    (0x2000..=0x3fff).contains(&a) && !special
}

/// A part of the network, written `10.20.0.0/16`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// Bits that its addresses have in common.
    bits: u32,
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(address)) => same(own.to_bits().into(), address.to_bits().into(), 32 - self.bits),
            (IpAddr::V6(own), IpAddr::V6(address)) => same(own.to_bits(), address.to_bits(), 128 - self.bits),
            _ => false,
        }
    }
}

/// Whether two addresses differ in their last `free` bits at most.
fn same(one: u128, other: u128, free: u32) -> bool {
    (one ^ other).checked_shr(free).unwrap_or(0) == 0
}

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no network: write it as 10.20.0.0/16 or fd00:1::/32");
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits > most { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, Reach};

    fn admitted(reach: &Reach, address: &str) -> bool {
        reach.admits(address.parse().unwrap())
    }

    #[test]
    fn addresses_of_this_machine_of_its_network_and_of_no_use_are_not_public_in_whatever_form_they_are_hidden() {
        let public = Reach::Public([].into());
        for address in [
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "fec0::1",
            "3fff::1",
        ] {
            assert!(!admitted(&public, address), "{address}");
        }
        for address in ["8.8.8.8", "114.114.114.114", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2400:3200::1", "::ffff:114.114.114.114"] {
            assert!(admitted(&public, address), "{address}");
        }
    }

    #[test]
    fn networks_that_the_operator_names_are_open_and_those_beside_them_are_not() {
        let named: Vec<Network> =
            ["10.20.0.0/16", "192.168.1.5", "fd00:1::/32", "127.0.0.0/8"].iter().map(|text| text.parse().unwrap()).collect();
        let (also, only) = (Reach::Public(named.clone().into()), Reach::Inside(named.into()));
        for address in ["10.20.255.1", "192.168.1.5", "fd00:1:2::3", "::ffff:10.20.0.1", "127.0.0.1"] {
            assert!(admitted(&also, address) && admitted(&only, address), "{address}");
        }
        for address in ["10.21.0.1", "192.168.1.6", "fd00:2::1", "::1"] {
            assert!(!admitted(&also, address) && !admitted(&only, address), "{address}");
        }
        assert!(admitted(&also, "8.8.8.8") && !admitted(&only, "8.8.8.8"));
    }

    #[test]
    fn what_is_no_network_is_named() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "example.cn", "10.0.0.0/", "10.0.0.0/-1"] {
            assert!(text.parse::<Network>().unwrap_err().contains(text));
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("8.8.8.8".parse().unwrap()));
    }
}
