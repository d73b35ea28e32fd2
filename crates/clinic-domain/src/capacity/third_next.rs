//! How long whoever calls today waits for a visit that is not there by chance.

use crate::{
    availability::{Asking, Book, ORDINARY_SEARCH_MINUTES, Request, third_next_in},
    id::{AppointmentTypeId, LocationId, ResourceId},
    setup::Setup,
    time::{Instant, Period, day_of},
};

/// Calendar days from today to the third time that is open for a provider and a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThirdNext {
    pub provider: ResourceId,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// 0 for today; absent where there is none within [`ORDINARY_SEARCH_MINUTES`].
    pub days: Option<i64>,
}

/// Of each of the providers and types as the engine answers somebody without wishes: times that are held or kept back are
/// not open. A type that cannot be booked is left out. The book is as it was afterwards.
#[must_use]
pub fn third_next_available(
    setup: &Setup,
    book: &mut Book,
    asked: &[(ResourceId, AppointmentTypeId)],
    now: Instant,
) -> Vec<ThirdNext> {
    let mut one = |&(provider, appointment_type): &(ResourceId, AppointmentTypeId)| {
        let location = setup.location(setup.resource(provider)?.location)?;
        let request = Request {
            location: location.id,
            appointment_type,
            providers: &[provider],
            own_provider: None,
            within: Period::new(now, now.plus_minutes(ORDINARY_SEARCH_MINUTES))?,
            asking: Asking { now, patient_busy: &[], ignoring: None, is_new_patient: None },
            like: None,
            limit: 1,
        };
        let third = third_next_in(setup, book, &request).ok()?;
        let day = |at: Instant| day_of(location.zone, at);
        let days = third.map(|at| (day(at) - day(now)).num_days());
        Some(ThirdNext { provider, location: location.id, appointment_type, days })
    };
    asked.iter().filter_map(&mut one).collect()
}
