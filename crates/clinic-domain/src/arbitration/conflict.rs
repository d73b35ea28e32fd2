//! What people do about a decision that lost: somebody takes it on, hands it back, and says what became of it.

use super::{Decision, permitted, unchanged};
use crate::{
    conflict::{BookingConflict, ConflictClaim, ConflictOutcome, ConflictResolution},
    id::{OpId, Version},
    people::{Permission, Person},
    personal::Personal,
    refusal::{Missing, Refusal},
    time::Instant,
};

/// What somebody wants of a conflict.
pub enum Settling<'a> {
    /// Also from somebody else, who is seen to have it.
    Claim,
    Release,
    Resolve {
        outcome: ConflictOutcome,
        act: Option<OpId>,
        note: &'a Personal,
    },
}

/// The conflict as it is then. What was resolved stays so.
///
/// # Errors
/// `changed` where it is not as it was seen, or resolved by now.
pub fn settle_conflict(
    author: &Person,
    (current, seen): (&BookingConflict, Version),
    wanted: &Settling<'_>,
    now: Instant,
) -> Decision<BookingConflict> {
    permitted(author, Permission::Book)?;
    unchanged(current.version, seen)?;
    if current.resolution.is_some() {
        return Err(Refusal::Changed.into());
    }
    let by = author.id;
    let mut next = BookingConflict { version: current.version.next(), ..current.clone() };
    match *wanted {
        Settling::Claim => next.claim = Some(ConflictClaim { by, at: now }),
        Settling::Release => next.claim = None,
        Settling::Resolve { outcome, act, .. } if outcome.needs_act() && act.is_none() => {
            return Err(Refusal::NotFound { what: Missing::Act }.into());
        }
        Settling::Resolve { outcome, act, note } => {
            next.resolution = Some(ConflictResolution { outcome, act, note: note.clone(), by, at: now });
        }
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        appointment::Requester,
        conflict::{ConflictState, LostAct},
        id::{AppointmentId, ConflictId, DeviceId, LocationId, PatientId, PersonId},
        people::Role,
    };

    fn person(byte: u8, role: Role) -> Person {
        Person {
            id: PersonId::from_bytes([byte; 16]),
            version: Version::FIRST,
            login: format!("p{byte}"),
            name: format!("P {byte}"),
            roles: vec![role],
            resource: None,
            department: None,
            email: String::new(),
            license_number: String::new(),
            specialties: Vec::new(),
            language: String::new(),
            is_active: true,
        }
    }

    fn conflict() -> BookingConflict {
        BookingConflict {
            id: ConflictId::from_bytes([1; 16]),
            version: Version::FIRST,
            location: LocationId::from_bytes([2; 16]),
            patient: PatientId::from_bytes([3; 16]),
            appointment: AppointmentId::from_bytes([4; 16]),
            lost: LostAct::Step,
            starts_at: Instant(0),
            slot: None,
            requested_by: Requester::Patient,
            note: Personal::default(),
            is_promised: true,
            reasons: vec!["changed".to_owned()],
            by: PersonId::from_bytes([5; 16]),
            device: DeviceId::from_bytes([6; 16]),
            decided_at: Instant(0),
            lost_at: Instant(0),
            winners: Vec::new(),
            alternatives: Vec::new(),
            claim: None,
            resolution: None,
        }
    }

    #[test]
    fn a_conflict_passes_from_hand_to_hand_and_what_is_resolved_stays_so() {
        let (ana, bo) = (person(7, Role::FrontDesk), person(8, Role::Scheduler));
        let settle = |by: &Person, it: &BookingConflict, wanted: &Settling<'_>| {
            settle_conflict(by, (it, it.version), wanted, Instant(60))
        };
        let claimed = settle(&ana, &conflict(), &Settling::Claim).unwrap();
        assert_eq!((claimed.state(), claimed.version), (ConflictState::Claimed, Version(2)));
        let stale = settle_conflict(&bo, (&claimed, Version::FIRST), &Settling::Claim, Instant(60));
        assert_eq!(stale.unwrap_err().0, [Refusal::Changed], "who has not seen that somebody has it");
        let taken_over = settle(&bo, &claimed, &Settling::Claim).unwrap();
        assert_eq!(taken_over.claim.map(|it| it.by), Some(bo.id));
        let released = settle(&ana, &taken_over, &Settling::Release).unwrap();
        assert_eq!(released.state(), ConflictState::Open);
        let note = Personal::default();
        let resolve = |outcome, act| Settling::Resolve { outcome, act, note: &note };
        for outcome in ConflictOutcome::ALL.iter().filter(|it| it.needs_act()) {
            let by_nothing = settle(&ana, &released, &resolve(*outcome, None)).unwrap_err().0;
            assert_eq!(by_nothing, [Refusal::NotFound { what: Missing::Act }]);
        }
        let resolved = settle(&ana, &released, &resolve(ConflictOutcome::GivenUp, None)).unwrap();
        assert_eq!(resolved.state(), ConflictState::Resolved);
        for wanted in [Settling::Claim, Settling::Release, resolve(ConflictOutcome::GivenUp, None)] {
            assert_eq!(settle(&bo, &resolved, &wanted).unwrap_err().0, [Refusal::Changed]);
        }
        let biller = settle(&person(9, Role::Billing), &conflict(), &Settling::Claim).unwrap_err().0;
        assert_eq!(biller, [Refusal::NotPermitted { permission: Permission::Book }]);
    }
}
