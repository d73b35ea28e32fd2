//! What the desk works through between the calls, and which visit stands on which list.

use crate::{
    appointment::{AppointmentStatus, ConfirmationState, HistoryEntry, HistoryEvent},
    code_enum,
    time::Instant,
};

code_enum! {
    WorkList {
        /// Expected and not here yet.
        Arrivals = "arrivals",
        /// Here: waiting, in a room, with the provider.
        InClinic = "in_clinic",
        /// Expected on the next day on which anybody is, and not confirmed by the patient.
        Unconfirmed = "unconfirmed",
        /// Did not come, and has neither been here nor been booked since.
        NoShows = "no_shows",
        /// Over by the clock, and nobody has said how it ended.
        Open = "open",
        /// Booked, and no session supports it any more: hours were changed or closed over it.
        WithoutHours = "without_hours",
    }
}

/// Whether the patient is still expected.
#[must_use]
pub const fn is_expected(status: AppointmentStatus) -> bool {
    matches!(status, AppointmentStatus::Pending | AppointmentStatus::Booked)
}

/// Whether the patient is in the clinic.
#[must_use]
pub const fn is_in_clinic(status: AppointmentStatus) -> bool {
    use AppointmentStatus as S;
    matches!(status, S::Arrived | S::CheckedIn | S::Roomed | S::WithProvider)
}

/// Whether somebody should ask the patient, or deal with the answer.
#[must_use]
pub fn is_unconfirmed(status: AppointmentStatus, confirmation: ConfirmationState) -> bool {
    is_expected(status) && confirmation != ConfirmationState::Confirmed
}

/// When the patient came; a step back to "booked" and a move take it away.
#[must_use]
pub fn came_at(history: &[HistoryEntry]) -> Option<Instant> {
    use AppointmentStatus as S;
    let mut came = None;
    for entry in history {
        match entry.what {
            HistoryEvent::Status { to: S::Arrived | S::CheckedIn, .. } => came = came.or(Some(entry.at)),
            HistoryEvent::Status { to: S::Booked | S::NoShow, .. } | HistoryEvent::Moved { .. } => {
                came = None
            }
            _ => {}
        }
    }
    came
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{appointment::Requester, id::PersonId};
    use AppointmentStatus as S;

    fn history(steps: &[(i64, S)]) -> Vec<HistoryEntry> {
        let entry = |(at, to): &(i64, S)| HistoryEntry {
            at: Instant(*at),
            by: Some(PersonId::from_bytes([1; 16])),
            requested_by: Requester::Patient,
            what: HistoryEvent::Status { from: S::Booked, to: *to, verified: Vec::new() },
            sequel: None,
        };
        steps.iter().map(entry).collect()
    }

    #[test]
    fn a_patient_came_when_somebody_first_saw_them_and_stays_come_through_the_rooms() {
        let through = history(&[(1, S::Arrived), (2, S::CheckedIn), (3, S::Roomed), (4, S::CheckedIn)]);
        assert_eq!(came_at(&through), Some(Instant(1)));
        let slipped = history(&[(1, S::Arrived), (2, S::Booked), (3, S::CheckedIn)]);
        assert_eq!(came_at(&slipped), Some(Instant(3)));
        assert_eq!(came_at(&history(&[(1, S::NoShow)])), None);
    }

    #[test]
    fn a_live_visit_is_expected_or_in_the_clinic_and_never_both() {
        for &status in S::ALL {
            assert_eq!(is_expected(status) || is_in_clinic(status), status.is_live(), "{status}");
            assert!(!(is_expected(status) && is_in_clinic(status)));
        }
    }
}
