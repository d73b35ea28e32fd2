//! What was seen of the other desks, and where they were met. In memory alone: it is minutes old at most, and said again.

use clinic_domain::{id::DeviceId, time::Instant};
use clinic_protocol::{
    lan::{Neighbour, Shown, UNSENT_SECONDS},
    sync::{CHOICE_SECONDS, Choice},
};
use std::{collections::BTreeMap, net::SocketAddr};

/// A time that another desk shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub device: DeviceId,
    pub choice: Choice,
    /// It is booked there and not sent yet; otherwise somebody chooses it right now.
    pub is_booked: bool,
    /// It does not count from then on, unless it is shown again.
    pub until: Instant,
}

#[derive(Default)]
pub(crate) struct Met {
    shown: BTreeMap<DeviceId, (Shown, Instant)>,
    /// Where a desk proved who it is.
    at: BTreeMap<DeviceId, SocketAddr>,
    /// Where somebody says that a desk is.
    hinted: BTreeMap<DeviceId, Vec<SocketAddr>>,
}

impl Met {
    /// Whether that is something else.
    pub(crate) fn see(&mut self, device: DeviceId, shown: Shown, from: SocketAddr, now: Instant) -> bool {
        if from.port() > 0 {
            self.at.insert(device, from);
        }
        let times = |it: &Shown| (it.choices.clone(), it.unsent.clone());
        let before = self.shown.insert(device, (shown.clone(), now));
        before
            .is_none_or(|(before, at)| times(&before) != times(&shown) || now >= gone_by(at, CHOICE_SECONDS))
    }

    pub(crate) fn hint(&mut self, device: DeviceId, at: Vec<SocketAddr>) {
        self.hinted.insert(device, at);
    }

    /// Where a desk may be, the surest first.
    pub(crate) fn addresses(&self, it: &Neighbour) -> Vec<SocketAddr> {
        let surest = self.at.get(&it.device).copied().into_iter().chain(it.listens);
        let hinted = self.hinted.get(&it.device).into_iter().flatten().copied();
        let mut addresses: Vec<SocketAddr> = Vec::new();
        for address in surest.chain(hinted) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        addresses
    }

    pub(crate) fn forget_others(&mut self, known: &[Neighbour]) {
        let is_known = |device: &DeviceId| known.iter().any(|it| it.device == *device);
        self.shown.retain(|device, _| is_known(device));
        self.at.retain(|device, _| is_known(device));
        self.hinted.retain(|device, _| is_known(device));
    }

    pub(crate) fn seen(&self, now: Instant) -> Vec<Seen> {
        let of_all = self.shown.iter().flat_map(|(&device, (shown, at))| {
            let choices = (&shown.choices, false, gone_by(*at, CHOICE_SECONDS));
            let unsent = (&shown.unsent, true, gone_by(*at, UNSENT_SECONDS));
            [choices, unsent].into_iter().flat_map(move |(times, is_booked, until)| {
                times.iter().map(move |&choice| Seen { device, choice, is_booked, until })
            })
        });
        of_all.filter(|it| now < it.until).collect()
    }

    pub(crate) fn heard(&self) -> Vec<(DeviceId, Instant)> {
        self.shown.iter().map(|(&device, (_, at))| (device, *at)).collect()
    }
}

fn gone_by(at: Instant, seconds: u32) -> Instant {
    at.plus_seconds(seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ONE: DeviceId = DeviceId(Uuid::from_u128(1));

    fn time(resource: u128) -> Choice {
        Choice { resource: Uuid::from_u128(resource), start: 1_000, end: 2_000 }
    }

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn a_choice_is_forgotten_soon_and_an_unsent_booking_after_hours() {
        let mut met = Met::default();
        let shown = Shown { port: 7, choices: vec![time(1)], unsent: vec![time(2)], ..Shown::default() };
        assert!(met.see(ONE, shown.clone(), at(7), Instant(0)));
        assert!(!met.see(ONE, shown.clone(), at(7), Instant(10)), "it is the same");
        let resources = |now: i64| -> Vec<u128> {
            met.seen(Instant(now)).iter().map(|it| it.choice.resource.as_u128()).collect()
        };
        assert_eq!(resources(39), [1, 2]);
        assert_eq!(resources(40), [2]);
        assert_eq!(resources(10 + 2 * 3600), [] as [u128; 0]);
        assert!(met.see(ONE, shown, at(7), Instant(40)), "it was gone");
    }

    #[test]
    fn a_desk_is_looked_for_first_where_it_proved_who_it_is() {
        let mut met = Met::default();
        let known =
            Neighbour { device: ONE, name: "Desk 1".to_owned(), public_key: [1; 32], listens: Some(at(2)) };
        met.hint(ONE, vec![at(3)]);
        assert_eq!(met.addresses(&known), [at(2), at(3)]);
        met.see(ONE, Shown::default(), at(3), Instant(0));
        assert_eq!(met.addresses(&known), [at(3), at(2)]);
        met.forget_others(&[]);
        assert_eq!((met.addresses(&known), met.heard()), (vec![at(2)], vec![]));
    }
}
