//! Decisions that lost.

use crate::wire::wire;
use clinic_domain::{
    appointment::Requester,
    conflict::{BookingConflict, ConflictClaim, ConflictOutcome, ConflictResolution, LostAct},
    id::{AppointmentId, ConflictId, DeviceId, LocationId, OpId, PatientId, PersonId, Version},
    operation::SlotContent,
    personal::Personal,
    time::Instant,
};

wire! {
    BookingConflictV1 for BookingConflict {
        required {
            id: ConflictId,
            version: Version,
            location: LocationId,
            patient: PatientId,
            appointment: AppointmentId,
            lost: LostAct,
            starts_at: Instant,
            reasons: Vec<String>,
            by: PersonId,
            device: DeviceId,
            decided_at: Instant,
            lost_at: Instant,
        }
        optional {
            slot: Option<SlotContent>,
            requested_by: Requester,
            note: Personal,
            is_promised: bool,
            winners: Vec<AppointmentId>,
            alternatives: Vec<SlotContent>,
            claim: Option<ConflictClaim>,
            resolution: Option<ConflictResolution>,
        }
    }

    ConflictClaimV1 for ConflictClaim {
        required { by: PersonId, at: Instant }
        optional {}
    }

    ConflictResolutionV1 for ConflictResolution {
        required { outcome: ConflictOutcome, by: PersonId, at: Instant }
        optional { act: Option<OpId>, note: Personal }
    }
}
