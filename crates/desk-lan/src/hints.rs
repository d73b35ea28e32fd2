//! Where desks say that they are (mDNS): a hint and no more. Whoever answers there proves by its key who it is.
//!
//! What is said in the open is a desk's id and its port.

use crate::Shared;
use clinic_domain::id::DeviceId;
use mdns_sd::{Receiver, ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};
use std::net::{IpAddr, SocketAddr};
use uuid::Uuid;

const KIND: &str = "_agentcare-desk._tcp.local.";

/// Of one desk.
const MOST: usize = 4;

pub(crate) struct Hint {
    pub(crate) device: DeviceId,
    pub(crate) at: Vec<SocketAddr>,
}

/// None where the network does not take it: then there are no hints.
pub(crate) struct Hints(Option<Heard>);

struct Heard {
    daemon: ServiceDaemon,
    events: Receiver<ServiceEvent>,
}

impl Hints {
    pub(crate) fn of(shared: &Shared, is_announced: bool) -> Hints {
        if !is_announced {
            return Hints(None);
        }
        let heard = Heard::of(shared);
        if let Err(error) = &heard {
            tracing::warn!(%error, "desks are not looked for in the local network");
        }
        Hints(heard.ok())
    }

    /// The next one; never where there are none.
    pub(crate) async fn next(&mut self) -> Hint {
        while let Some(heard) = &mut self.0 {
            match heard.events.recv_async().await {
                Ok(ServiceEvent::ServiceResolved(found)) => {
                    if let Some(hint) = hint_of(&found) {
                        return hint;
                    }
                }
                Ok(_) => {}
                Err(_) => self.0 = None,
            }
        }
        std::future::pending().await
    }
}

impl Heard {
    fn of(shared: &Shared) -> Result<Heard, mdns_sd::Error> {
        let name = shared.own.device.0.simple().to_string();
        let (ip, port) = (shared.listens.ip(), shared.listens.port());
        let addresses = if ip.is_unspecified() { String::new() } else { ip.to_string() };
        let own = ServiceInfo::new(KIND, &name, &format!("{name}.local."), &*addresses, port, None)?;
        let own = if ip.is_unspecified() { own.enable_addr_auto() } else { own };
        let daemon = ServiceDaemon::new()?;
        let events = daemon.browse(KIND)?;
        daemon.register(own)?;
        Ok(Heard { daemon, events })
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        if let Err(error) = self.daemon.shutdown() {
            tracing::debug!(%error, "the search for desks had ended already");
        }
    }
}

fn hint_of(found: &ResolvedService) -> Option<Hint> {
    let device = DeviceId(Uuid::try_parse(found.fullname.split('.').next()?).ok()?);
    let addresses = found.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).filter(IpAddr::is_ipv4);
    Some(Hint { device, at: addresses.take(MOST).map(|it| SocketAddr::new(it, found.port)).collect() })
}
