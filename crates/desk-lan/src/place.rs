//! Where a desk listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs, UdpSocket};

/// Always the same, so that desks which were started while the centre is away find each other.
pub const DEFAULT_PORT: u16 = 48_321;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub listens: SocketAddr,
    /// Whether it says so in the local network (mDNS), and hears of others there.
    pub is_announced: bool,
}

impl Default for Place {
    fn default() -> Place {
        Place { listens: SocketAddr::from((Ipv4Addr::UNSPECIFIED, DEFAULT_PORT)), is_announced: true }
    }
}

/// This PC's address on the way to a host, by which its neighbours reach it too. Nothing is sent.
#[must_use]
pub fn address_towards(host: &str) -> Option<IpAddr> {
    // Any port does.
    let to = (host, 443).to_socket_addrs().ok()?.find(SocketAddr::is_ipv4)?;
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(to).ok()?;
    socket.local_addr().ok().map(|it| it.ip())
}
