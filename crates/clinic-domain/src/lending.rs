//! Times that the centre lends to a location, so that one desk there, the hub, confirms bookings of them while the location is
//! cut off. `tests/delegation` is the model of it.
//!
//! Invariants: a loan has one hub and a number that only goes up; it is over for the hub at its hour, and for the centre when
//! it is for the slowest clock; until then the centre lends the time to nobody else. What is lent is the whole of a location's
//! next days, but nobody's who works at two.

use crate::{
    id::{DeviceId, LocationId, ResourceId},
    setup::Setup,
    time::{Instant, Period},
};

/// The clock of a desk that takes a loan differs from the centre's by no more.
pub const SKEW_SECONDS: i64 = 60 * 60;
const DAY_SECONDS: i64 = 24 * 60 * 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    pub hub: DeviceId,
    pub number: u64,
    pub expires_at: Instant,
}

impl Loan {
    /// By the hub's own clock.
    #[must_use]
    pub fn lasts(&self, now: Instant) -> bool {
        now < self.expires_at
    }

    /// By the centre's clock.
    #[must_use]
    pub fn binds(&self, now: Instant) -> bool {
        now < self.expires_at.plus_seconds(SKEW_SECONDS)
    }
}

/// The loan that a desk gets when it greets: its own, longer, or a new one where nobody has one. Whoever greets first is the hub,
/// and stays it while it goes on greeting.
#[must_use]
pub fn next_loan(stands: Option<Loan>, desk: DeviceId, days: u16, now: Instant) -> Option<Loan> {
    let expires_at = now.plus_seconds(i64::from(days) * DAY_SECONDS);
    let next = match stands {
        Some(it) if it.binds(now) && it.hub == desk => {
            Loan { expires_at: expires_at.max(it.expires_at), ..it }
        }
        Some(it) if it.binds(now) => return None,
        over => Loan { hub: desk, number: over.map_or(0, |it| it.number) + 1, expires_at },
    };
    (days > 0).then_some(next)
}

/// What is lent to a location. Whoever works at another one too could be promised at both.
#[must_use]
pub fn lendable(setup: &Setup, location: LocationId) -> Vec<ResourceId> {
    let here = setup.resources.iter().filter(|it| it.location == location && it.is_active);
    here.filter(|it| setup.with_same_persons(vec![it.id]).len() == 1).map(|it| it.id).collect()
}

/// A resource's time that is lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lent {
    pub location: LocationId,
    pub resource: ResourceId,
    pub during: Period,
    pub loan: Loan,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_000_000);
    const ONE: DeviceId = DeviceId(Uuid::from_u128(1));
    const OTHER: DeviceId = DeviceId(Uuid::from_u128(2));

    fn after(seconds: i64) -> Instant {
        NOW.plus_seconds(seconds)
    }

    #[test]
    fn whoever_greets_first_is_the_hub_and_stays_it_while_it_greets() {
        let first = next_loan(None, ONE, 2, NOW).unwrap();
        assert_eq!(first, Loan { hub: ONE, number: 1, expires_at: after(2 * DAY_SECONDS) });
        let (later, over) = (after(DAY_SECONDS), first.expires_at.plus_seconds(SKEW_SECONDS));
        assert_eq!(next_loan(Some(first), OTHER, 2, later), None);
        let longer = next_loan(Some(first), ONE, 2, later).unwrap();
        assert_eq!(longer, Loan { expires_at: after(3 * DAY_SECONDS), ..first });
        assert_eq!(
            next_loan(Some(longer), ONE, 1, later),
            Some(longer),
            "never shorter than it was said to be"
        );
        // Over for the hub, and not yet for a slow clock.
        assert!(!first.lasts(first.expires_at) && first.binds(first.expires_at));
        assert_eq!(next_loan(Some(first), OTHER, 2, over.plus_seconds(-1)), None);
        let next = next_loan(Some(first), OTHER, 2, over).unwrap();
        assert_eq!((next.hub, next.number), (OTHER, 2));
    }

    #[test]
    fn without_days_nothing_is_lent() {
        let stands = Loan { hub: ONE, number: 3, expires_at: after(60) };
        assert_eq!((next_loan(None, ONE, 0, NOW), next_loan(Some(stands), ONE, 0, NOW)), (None, None));
    }
}
