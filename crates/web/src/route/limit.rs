//! How many reports one address may send: enough for a community's one public network, too few to flood a grid lead. Kept in memory only;
//! nothing is written down about who asked.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderMap};
use linli_pack::record::Instant;

/// What is counted: how many may come at once, and after how many seconds one more may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    burst: i64,
    every: i64,
}

/// Reports: thirty at once, then one every twenty seconds.
pub(crate) const REPORTS: Rate = Rate { burst: 30, every: 20 };
/// What people fill in once in years: ten at once, then one a minute.
pub(crate) const FILL_INS: Rate = Rate { burst: 10, every: 60 };
/// Photos sent ahead of a report: nine for each report.
pub(crate) const PHOTOS: Rate = Rate { burst: 270, every: 2 };

/// Addresses remembered; an attack from more than these is the network's matter.
const REMEMBERED: usize = 20_000;

/// Counts one kind of request by address.
#[derive(Debug)]
pub(crate) struct Door {
    rate: Rate,
    /// When an address will have used up nothing any more.
    free_at: Mutex<HashMap<IpAddr, Instant>>,
}

impl Door {
    pub(crate) fn new(rate: Rate) -> Self {
        Self { rate, free_at: Mutex::default() }
    }

    /// Lets one request of an address pass.
    ///
    /// # Errors
    /// Seconds after which one passes again.
    pub(crate) fn pass(&self, address: IpAddr, now: Instant) -> Result<(), i64> {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if free_at.len() >= REMEMBERED {
            free_at.retain(|_, at| *at > now);
            if free_at.len() >= REMEMBERED {
                free_at.clear();
            }
        }
        let at = free_at.entry(network(address)).or_insert(now);
        let used = (*at).max(now) + self.rate.every;
        let over = used - now - self.rate.burst * self.rate.every;
        if over > 0 {
            return Err(over);
        }
        *at = used;
        Ok(())
    }
}

/// Whoever has an IPv6 address has a whole network of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 64 << 64)),
        four => four,
    }
}

/// Who asks. A proxy on this machine says for whom it asks, in the last entry of `X-Forwarded-For`; of anybody else that header is only a
/// claim. `None` for the machine itself.
pub(crate) fn address(request: &Request) -> Option<IpAddr> {
    address_in(request.extensions(), request.headers())
}

/// As [`address`], for a request that was taken apart.
pub(crate) fn address_in(extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok().filter(|address: &IpAddr| !address.to_canonical().is_loopback())
}

/// What is written down of an address: the network it is in, in which some hundred others are. Enough to tell the office from elsewhere, too
/// little to tell a desk or a phone.
pub(crate) fn shortened(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(six) => {
            let [a, b, c, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}::*")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, SocketAddr};

    use axum::body::Body;
    use axum::extract::{ConnectInfo, Request};

    use super::{Door, Rate, address, shortened};

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_is_slowed_down_and_others_are_not() {
        let door = Door::new(Rate { burst: 2, every: 10 });
        assert_eq!(door.pass(ip("203.0.113.1"), 0), Ok(()));
        assert_eq!(door.pass(ip("203.0.113.1"), 0), Ok(()));
        assert_eq!(door.pass(ip("203.0.113.1"), 0), Err(10));
        assert_eq!(door.pass(ip("203.0.113.2"), 0), Ok(()));
        assert_eq!(door.pass(ip("203.0.113.1"), 9), Err(1));
        assert_eq!(door.pass(ip("203.0.113.1"), 10), Ok(()));
        assert_eq!(door.pass(ip("203.0.113.1"), 10), Err(10));
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_as_one() {
        let door = Door::new(Rate { burst: 1, every: 10 });
        assert_eq!(door.pass(ip("2001:db8::1"), 0), Ok(()));
        assert_eq!(door.pass(ip("2001:db8::ffff"), 0), Err(10));
        assert_eq!(door.pass(ip("2001:db8:0:1::1"), 0), Ok(()));
    }

    #[test]
    fn of_an_address_only_its_network_is_written_down() {
        assert_eq!(shortened(ip("203.0.113.77")), "203.0.113.*");
        assert_eq!(shortened(ip("::ffff:203.0.113.77")), "203.0.113.*");
        assert_eq!(shortened(ip("2001:db8:12:3456:789a::1")), "2001:db8:12::*");
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_entry() {
        let asked = |peer: &str, line: Option<&str>| {
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(ip(peer), 40_000)));
            if let Some(line) = line {
                request.headers_mut().insert("x-forwarded-for", line.parse().unwrap());
            }
            address(&request)
        };
        assert_eq!(asked("198.51.100.7", Some("203.0.113.1")), Some(ip("198.51.100.7")));
        assert_eq!(asked("127.0.0.1", Some("192.0.2.66, 203.0.113.1")), Some(ip("203.0.113.1")));
        assert_eq!(asked("127.0.0.1", None), None);
        assert_eq!(asked("::1", Some("nonsense")), None);
    }
}
