//! Who waits at the yardstick clinic: for visits of ten lengths, on most days and at most times.

use chrono::NaiveDate;
use clinic_domain::{
    id::{AppointmentTypeId, LocationId, PatientId, PersonId, Version, WaitlistId},
    personal::Personal,
    setup::Setup,
    time::{DayMinute, Instant},
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
};

/// A type like the yardstick's own, but of another length.
pub fn another_type(setup: &mut Setup, nth: u8) -> AppointmentTypeId {
    let mut kind = setup.types[0].clone();
    kind.id = AppointmentTypeId::from_bytes([100 + nth; 16]);
    kind.duration_minutes = 10 + 5 * u16::from(nth);
    setup.types.push(kind);
    AppointmentTypeId::from_bytes([100 + nth; 16])
}

/// Somebody who waits for one of the types, on most days and at most times.
pub fn waits(nth: u16, location: LocationId, kinds: &[AppointmentTypeId]) -> WaitlistEntry {
    let id = u128::from(nth) + 1;
    let turn = usize::from(nth);
    WaitlistEntry {
        id: WaitlistId(uuid::Uuid::from_u128(id)),
        version: Version::FIRST,
        location,
        patient: PatientId(uuid::Uuid::from_u128(id)),
        appointment_type: kinds[turn % kinds.len()],
        providers: Vec::new(),
        wish: Wish {
            earliest: NaiveDate::MIN,
            latest: None,
            weekdays: Vec::new(),
            from: DayMinute(0),
            to: DayMinute(if turn.is_multiple_of(3) { 12 * 60 } else { 24 * 60 }),
            notice_minutes: u32::from(nth % 4) * 60,
        },
        urgency: Urgency::ALL[turn % 3],
        note: Personal::default(),
        moving: None,
        since: Instant(i64::from(nth)),
        by: PersonId(uuid::Uuid::from_u128(1)),
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    }
}
