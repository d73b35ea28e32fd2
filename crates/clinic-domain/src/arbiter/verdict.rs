//! What a refusal means for an operation that was shown as saved and is refused later, at another arbiter.

use crate::{
    arbitration::Refused,
    refusal::{Refusal, ToCome},
};

/// What becomes of an operation that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Somebody else was first: the time, the record or the rules are not any more what the person decided on. A person
    /// decides again, with the nearest alternatives.
    Conflict,
    /// It could not have been done as it was asked for.
    Rejected,
}

impl Refused {
    /// With one reason that would stand however the others end, it is rejected.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.0.iter().map(Refusal::verdict).max().unwrap_or(Verdict::Rejected)
    }
}

impl Refusal {
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self {
            Refusal::OutsideSessions { .. }
            | Refusal::OutsideBusinessHours { .. }
            | Refusal::TierLimit { .. }
            | Refusal::Closed { .. }
            | Refusal::Taken { .. }
            | Refusal::Held { .. }
            | Refusal::Lent { .. }
            | Refusal::Places(_)
            | Refusal::TypeNotInSession { .. }
            | Refusal::Reserved { .. }
            | Refusal::Changeover { .. }
            | Refusal::Elsewhere { .. }
            | Refusal::NeedUnmet { .. }
            | Refusal::InThePast { .. }
            | Refusal::NoticeTooShort { .. }
            | Refusal::OffGrid { .. }
            | Refusal::OverbookNotAllowed { .. }
            | Refusal::OverbookLanesFull { .. }
            | Refusal::PatientBusy { .. }
            | Refusal::PatientInactive
            | Refusal::PatientDeceased
            | Refusal::NotANewPatient
            | Refusal::CaregiverMayNotSchedule { .. }
            | Refusal::CaregiverInactive { .. }
            | Refusal::CaregiverOfAnotherPatient { .. }
            | Refusal::StatusDoesNotAllow { .. }
            | Refusal::Changed
            | Refusal::LoginTaken
            | Refusal::LastAdministrator
            | Refusal::LastLocation
            | Refusal::PlanOvertaken { .. }
            | Refusal::UndoOvertaken
            | Refusal::PatientMerged
            | Refusal::HasMergedRecords
            | Refusal::NotMerged
            | Refusal::DuplicateSuspected { .. } => Verdict::Conflict,
            Refusal::ToCome(it) => it.verdict(),
            Refusal::NothingBefore { .. }
            | Refusal::NoSuchDay { .. }
            | Refusal::OverbookReasonMissing
            | Refusal::BufferReasonMissing
            | Refusal::VisitNotToday
            | Refusal::IdentityNotVerified { .. }
            | Refusal::NotPermitted { .. }
            | Refusal::NotFound { .. }
            | Refusal::Invalid { .. }
            | Refusal::NotUndoable
            | Refusal::OwnAdministrator
            | Refusal::RoleAboveOwn { .. }
            | Refusal::UndoTooLate { .. } => Verdict::Rejected,
        }
    }
}

impl ToCome {
    const fn verdict(self) -> Verdict {
        match self {
            ToCome::HoldsFull { .. }
            | ToCome::HoldOver
            | ToCome::OfferRunning
            | ToCome::NotWaiting
            | ToCome::RecallSettled => Verdict::Conflict,
            ToCome::HoldTooLong { .. } | ToCome::NotWished => Verdict::Rejected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        appointment::AppointmentStatus,
        business_hours::ClosedHours,
        hold::Held,
        id::{AppointmentId, AppointmentTypeId, CaregiverId, HoldId, LocationId, PersonId, ResourceId},
        invalid::{Field, Problem},
        people::{Permission, Role},
        refusal::{Missing, NoPlace},
        resource::ResourceKind,
        tier::{Limited, SubscriptionTier},
        time::{DayMinute, Instant, Period},
    };
    use std::collections::BTreeSet;
    use uuid::Uuid;

    /// Somebody else was first.
    fn overtaken() -> Vec<Refusal> {
        let (resource, location) = (ResourceId(Uuid::nil()), LocationId(Uuid::nil()));
        let (appointment, caregiver) = (AppointmentId(Uuid::nil()), CaregiverId(Uuid::nil()));
        let appointment_type = AppointmentTypeId(Uuid::nil());
        let during = Period::of_minutes(Instant(0), 30).unwrap();
        let (start, opens) = (during.start(), chrono::NaiveDate::default());
        let (hold, by) = (HoldId(Uuid::nil()), PersonId(Uuid::nil()));
        let (from, to) = (DayMinute::MIDNIGHT, DayMinute::END);
        let closed = ClosedHours { weekday: chrono::Weekday::Mon, from, to };
        let held = Held { hold, patient: None, until: start, by };
        vec![
            Refusal::OutsideSessions { resource, wanted: during, nearest: None },
            Refusal::OutsideBusinessHours { closed },
            Refusal::Closed { resource, during, reason: String::new() },
            Refusal::Taken { resource, during, by: appointment },
            Refusal::Held { resource, during, held },
            Refusal::Lent { resource, during, until: start },
            Refusal::Places(NoPlace::Full { resource, during, booked: 2, places: 2 }),
            Refusal::Places(NoPlace::OtherStart { resource, during, appointment_type }),
            Refusal::Places(NoPlace::Apart { resource, during }),
            Refusal::TypeNotInSession { resource, during, opens: None },
            Refusal::Reserved { resource, session: during, opens },
            Refusal::Changeover { resource, during },
            Refusal::Elsewhere { resource, location, during, wanted: during, travel_minutes: 0 },
            Refusal::NeedUnmet { kind: ResourceKind::Room, during },
            Refusal::InThePast { start },
            Refusal::NoticeTooShort { needed_minutes: 60 },
            Refusal::OffGrid { grid_minutes: 5 },
            Refusal::OverbookNotAllowed { resource },
            Refusal::OverbookLanesFull { resource, limit: 1 },
            Refusal::PatientBusy { appointment, during },
            Refusal::PatientInactive,
            Refusal::PatientDeceased,
            Refusal::NotANewPatient,
            Refusal::CaregiverMayNotSchedule { caregiver },
            Refusal::CaregiverInactive { caregiver },
            Refusal::CaregiverOfAnotherPatient { caregiver },
            Refusal::ToCome(ToCome::HoldsFull { limit: 20 }),
            Refusal::ToCome(ToCome::HoldOver),
            Refusal::ToCome(ToCome::OfferRunning),
            Refusal::ToCome(ToCome::NotWaiting),
            Refusal::ToCome(ToCome::RecallSettled),
            Refusal::StatusDoesNotAllow { from: AppointmentStatus::Cancelled, to: None },
            Refusal::Changed,
            Refusal::LoginTaken,
            Refusal::LastAdministrator,
            Refusal::LastLocation,
            Refusal::TierLimit { tier: SubscriptionTier::ALL[0], of: Limited::ALL[0], limit: 1 },
            Refusal::PlanOvertaken { start },
            Refusal::UndoOvertaken,
            Refusal::PatientMerged,
            Refusal::HasMergedRecords,
            Refusal::NotMerged,
            Refusal::DuplicateSuspected { patients: Vec::new() },
        ]
    }

    /// It was never to be done so.
    fn wrong() -> Vec<Refusal> {
        vec![
            Refusal::NothingBefore { appointment_type: AppointmentTypeId(Uuid::nil()) },
            Refusal::NoSuchDay { last_day: chrono::NaiveDate::default(), day: 31 },
            Refusal::OverbookReasonMissing,
            Refusal::BufferReasonMissing,
            Refusal::ToCome(ToCome::HoldTooLong { limit_minutes: 60 }),
            Refusal::ToCome(ToCome::NotWished),
            Refusal::VisitNotToday,
            Refusal::IdentityNotVerified { needed: 2 },
            Refusal::NotPermitted { permission: Permission::Book },
            Refusal::NotFound { what: Missing::Patient },
            Refusal::Invalid { field: Field::Name, problem: Problem::Needed },
            Refusal::OwnAdministrator,
            Refusal::RoleAboveOwn { role: Role::Administrator },
            Refusal::NotUndoable,
            Refusal::UndoTooLate { limit_minutes: 10 },
        ]
    }

    #[test]
    fn every_refusal_is_a_conflict_or_a_rejection() {
        assert!(overtaken().iter().all(|it| it.verdict() == Verdict::Conflict));
        assert!(wrong().iter().all(|it| it.verdict() == Verdict::Rejected));
        let codes: BTreeSet<_> = overtaken().iter().chain(&wrong()).map(Refusal::code).collect();
        assert_eq!(codes.len(), overtaken().len() + wrong().len(), "each once");
    }

    #[test]
    fn one_reason_that_stands_anyway_is_enough() {
        let refused = |reasons: &[Refusal]| Refused(reasons.to_vec()).verdict();
        assert_eq!(refused(&overtaken()), Verdict::Conflict);
        assert_eq!(refused(&[Refusal::Changed, Refusal::VisitNotToday]), Verdict::Rejected);
    }
}
