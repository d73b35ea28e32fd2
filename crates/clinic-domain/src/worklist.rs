//! What the desk works through between the calls, and which visit stands on which list.

use crate::{
    appointment::{
        Allocation, AppointmentStatus, CallOutcome, ConfirmationState, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::TriageCategory,
    call::Call,
    code_enum,
    id::PersonId,
    time::{Instant, Period},
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
        /// Moved by the clinic, and the patient does not know yet.
        Repaired = "repaired",
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

code_enum! {
    /// The lists of visits to come that nobody has booked yet.
    ToComeList { Waitlist = "waitlist", Recalls = "recalls" }
}

/// The attempts to reach the patient, as far as nobody took them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calls {
    pub count: u32,
    pub at: Instant,
    pub by: Option<PersonId>,
    pub outcome: CallOutcome,
    /// When to try again.
    pub again: Option<Instant>,
}

impl Calls {
    /// The attempts as they stand beside a recall or an entry of the waitlist.
    #[must_use]
    pub fn of(attempts: &[Call]) -> Option<Calls> {
        let last = attempts.last()?;
        let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
        let (outcome, again) = (last.outcome, last.call_again);
        Some(Calls { count, at: last.at, by: Some(last.by), outcome, again })
    }

    /// Whether it is time to try again.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.again.is_some_and(|at| at <= now)
    }
}

/// Since the visit stands where it stands: a move is a new matter.
#[must_use]
pub fn calls(history: &[HistoryEntry]) -> Option<Calls> {
    let mut calls: Option<Calls> = None;
    for entry in history.iter().filter(|it| it.stands()) {
        match entry.what {
            HistoryEvent::Called { outcome, call_again } => {
                let count = calls.map_or(0, |it| it.count) + 1;
                calls = Some(Calls { count, at: entry.at, by: entry.by, outcome, again: call_again });
            }
            HistoryEvent::Moved { .. } => calls = None,
            _ => {}
        }
    }
    calls
}

/// Where the visit stood when its patient was last told of a time, if the clinic moved it since: until the patient is reached
/// or confirms. Whoever asked for the move knows of it.
#[must_use]
pub fn untold_move(history: &[HistoryEntry]) -> Option<(Period, &[Allocation])> {
    let mut told: Option<(Period, &[Allocation])> = None;
    for entry in history.iter().filter(|it| it.stands()) {
        match &entry.what {
            HistoryEvent::Moved { from, from_allocations, .. } => {
                let by_clinic = entry.requested_by == Requester::Clinic;
                told = by_clinic.then_some(told.unwrap_or((*from, from_allocations)));
            }
            HistoryEvent::Called { outcome: CallOutcome::Reached, .. }
            | HistoryEvent::Confirmation { state: ConfirmationState::Confirmed } => told = None,
            _ => {}
        }
    }
    told
}

/// The order in which people are called: who is due to be called again first, then who was never called, then who was
/// called already; who is not to be called before a later time comes last, by that time.
#[must_use]
pub fn call_order(calls: Option<Calls>, now: Instant) -> (u8, Option<Instant>) {
    match calls {
        Some(Calls { again: Some(at), .. }) if at <= now => (0, Some(at)),
        None => (1, None),
        Some(Calls { again: None, at, .. }) => (2, Some(at)),
        Some(Calls { again, .. }) => (3, again),
    }
}

/// The order in which those who wait are seen: by urgency, then who came first. Who was not triaged is taken for standard.
#[must_use]
pub fn waiting_order(
    triage: Option<TriageCategory>,
    came_at: Option<Instant>,
) -> (TriageCategory, Option<Instant>) {
    (triage.unwrap_or(TriageCategory::Standard), came_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        appointment::{Requester, Sequel},
        time::Period,
    };
    use AppointmentStatus as S;

    fn history(steps: &[(i64, S)]) -> Vec<HistoryEntry> {
        let entry = |(at, to): &(i64, S)| HistoryEntry {
            at: Instant(*at),
            by: Some(PersonId::from_bytes([1; 16])),
            requested_by: Requester::Patient,
            what: HistoryEvent::Status { from: S::Booked, to: *to, verified: Vec::new() },
            sequel: None,
            typed_at: None,
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

    fn called(at: i64, outcome: CallOutcome, call_again: Option<i64>) -> HistoryEntry {
        HistoryEntry {
            at: Instant(at),
            by: Some(PersonId::from_bytes([1; 16])),
            requested_by: Requester::Clinic,
            what: HistoryEvent::Called { outcome, call_again: call_again.map(Instant) },
            sequel: None,
            typed_at: None,
        }
    }

    #[test]
    fn calls_are_counted_until_they_are_taken_back_or_the_visit_is_moved() {
        let undone = Sequel::Undone { at: Instant(4), by: PersonId::from_bytes([1; 16]) };
        let slip = HistoryEntry { sequel: Some(undone), ..called(3, CallOutcome::Reached, None) };
        let mut all =
            vec![called(1, CallOutcome::NoAnswer, None), called(2, CallOutcome::LeftMessage, Some(9)), slip];
        let last = calls(&all).unwrap();
        assert_eq!((last.count, last.outcome, last.again), (2, CallOutcome::LeftMessage, Some(Instant(9))));
        let from = Period::new(Instant(0), Instant(60)).unwrap();
        let moved =
            HistoryEvent::Moved { from, from_allocations: Vec::new(), overbook_reason: None, waives: None };
        all.push(HistoryEntry { what: moved, ..called(5, CallOutcome::Reached, None) });
        assert_eq!(calls(&all), None);
    }

    fn moved(from: i64, requested_by: Requester) -> HistoryEntry {
        let from = Period::new(Instant(from), Instant(from + 60)).unwrap();
        let what =
            HistoryEvent::Moved { from, from_allocations: Vec::new(), overbook_reason: None, waives: None };
        HistoryEntry { what, requested_by, ..called(from.start().0, CallOutcome::Reached, None) }
    }

    #[test]
    fn a_patient_whom_the_clinic_moved_is_told_once_from_the_time_that_they_know() {
        let from = |history: &[HistoryEntry]| untold_move(history).map(|it| it.0.start().0);
        let by_clinic = [moved(100, Requester::Clinic), moved(200, Requester::Clinic)];
        assert_eq!(from(&by_clinic), Some(100));
        let [one, other] = by_clinic;
        let no_answer = called(5, CallOutcome::NoAnswer, None);
        assert_eq!(from(&[one.clone(), no_answer.clone()]), Some(100));
        assert_eq!(from(&[one.clone(), called(5, CallOutcome::Reached, None)]), None);
        assert_eq!(from(&[one.clone(), called(5, CallOutcome::Reached, None), other]), Some(200));
        let confirmed = HistoryEvent::Confirmation { state: ConfirmationState::Confirmed };
        assert_eq!(from(&[one.clone(), HistoryEntry { what: confirmed, ..no_answer }]), None);
        assert_eq!(from(&[one.clone(), moved(300, Requester::Patient)]), None);
        let undone = Sequel::Undone { at: Instant(4), by: PersonId::from_bytes([1; 16]) };
        assert_eq!(from(&[HistoryEntry { sequel: Some(undone), ..one }]), None);
    }

    #[test]
    fn who_is_due_is_called_first_and_who_is_not_yet_due_last() {
        let of = |at, again| calls(&[called(at, CallOutcome::NoAnswer, again)]);
        let mut order = [of(3, None), of(1, Some(20)), None, of(2, Some(5)), of(1, Some(15)), of(1, Some(4))];
        order.sort_by_key(|it| call_order(*it, Instant(10)));
        let again: Vec<_> = order.iter().map(|it| it.map(|it| it.again.map(|at| at.0))).collect();
        assert_eq!(again, [Some(Some(4)), Some(Some(5)), None, Some(None), Some(Some(15)), Some(Some(20))]);
    }

    #[test]
    fn the_urgent_are_seen_first_and_among_equals_who_waits_longest() {
        use TriageCategory as T;
        let mut waiting = [
            (None, 3),
            (Some(T::NonUrgent), 1),
            (Some(T::Urgent), 9),
            (Some(T::Standard), 2),
            (Some(T::Urgent), 7),
        ];
        waiting.sort_by_key(|it| waiting_order(it.0, Some(Instant(it.1))));
        assert_eq!(waiting.map(|it| it.1), [7, 9, 2, 3, 1]);
    }

    #[test]
    fn a_live_visit_is_expected_or_in_the_clinic_and_never_both() {
        for &status in S::ALL {
            assert_eq!(is_expected(status) || is_in_clinic(status), status.is_live(), "{status}");
            assert!(!(is_expected(status) && is_in_clinic(status)));
        }
    }
}
