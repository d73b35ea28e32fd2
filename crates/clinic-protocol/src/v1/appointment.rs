//! Appointments, and the part of one that a store keeps apart from its columns.

use crate::{
    error::DecodeError,
    wire::{Wire, wire},
};
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, CallOutcome, CancelReason, Cancellation, Confirmation,
        ConfirmationStamp, ConfirmationState, HistoryEntry, HistoryEvent, Requester, Sequel,
    },
    attendance::{Attendance, TriageCategory},
    counter::{Asked, CardAnswer},
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, LocationId, OpId, PatientId, PersonId, ResourceId,
        Version,
    },
    operation::Buffer,
    patient::{ContactChannel, IdentityField},
    personal::Personal,
    series::Series,
    time::{Instant, Period},
};
use serde::{Deserialize, Serialize};

/// What of an appointment no list and no look-up needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentDetail {
    pub note: Personal,
    pub requested_by: Requester,
    pub reminder: Option<ContactChannel>,
    pub contact_point: Personal,
    pub attendance: Attendance,
    pub confirmation_stamp: Option<ConfirmationStamp>,
    pub cancellation: Option<Cancellation>,
    pub series: Option<Series>,
    pub history: Vec<HistoryEntry>,
}

wire! {
    AppointmentV1 for Appointment {
        required {
            id: AppointmentId,
            version: Version,
            location: LocationId,
            patient: PatientId,
            appointment_type: AppointmentTypeId,
            visit: Period,
            wall_start: String,
            status: AppointmentStatus,
            confirmation: Confirmation,
            allocations: Vec<Allocation>,
            origin_op: OpId,
        }
        optional {
            requested_by: Requester,
            note: Personal,
            reminder: Option<ContactChannel>,
            contact_point: Personal,
            attendance: Attendance,
            cancellation: Option<Cancellation>,
            series: Option<Series>,
            history: Vec<HistoryEntry>,
            source: Option<String>,
        }
    }

    #[derive(Default)]
    AskedV1 for Asked {
        required {}
        optional { details_confirmed: bool, card: Option<CardAnswer> }
    }

    AppointmentDetailV1 for AppointmentDetail {
        required {}
        optional {
            requested_by: Requester,
            note: Personal,
            reminder: Option<ContactChannel>,
            contact_point: Personal,
            attendance: Attendance,
            confirmation_stamp: Option<ConfirmationStamp>,
            cancellation: Option<Cancellation>,
            series: Option<Series>,
            history: Vec<HistoryEntry>,
        }
    }

    #[derive(Default)]
    AttendanceV1 for Attendance {
        required {}
        optional { is_walk_in: bool, triage: Option<TriageCategory>, queue_number: Option<u32> }
    }

    AllocationV1 for Allocation {
        required { resource: ResourceId, during: Period }
        optional { lane: u8 }
    }

    ConfirmationV1 for Confirmation {
        required { state: ConfirmationState }
        optional { stamp: Option<ConfirmationStamp> }
    }

    ConfirmationStampV1 for ConfirmationStamp {
        required { at: Instant, by: PersonId, channel: ContactChannel }
        optional {}
    }

    CancellationV1 for Cancellation {
        required { reason: CancelReason }
        optional { by_patient: bool, is_late: bool, note: Personal }
    }

    HistoryEntryV1 for HistoryEntry {
        required { at: Instant, what: HistoryEvent }
        optional {
            by: Option<PersonId>,
            requested_by: Requester,
            sequel: Option<Sequel>,
            typed_at: Option<Instant>,
        }
    }
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequesterV1 {
    /// The ordinary case, left out.
    #[default]
    Patient,
    Caregiver(CaregiverId),
    Clinic,
}

impl Wire for Requester {
    type Form = RequesterV1;

    fn form(&self) -> RequesterV1 {
        match *self {
            Requester::Patient => RequesterV1::Patient,
            Requester::Caregiver(id) => RequesterV1::Caregiver(id),
            Requester::Clinic => RequesterV1::Clinic,
        }
    }

    fn read(form: RequesterV1) -> Result<Self, DecodeError> {
        Ok(match form {
            RequesterV1::Patient => Requester::Patient,
            RequesterV1::Caregiver(id) => Requester::Caregiver(id),
            RequesterV1::Clinic => Requester::Clinic,
        })
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SequelV1 {
    Undone { at: Instant, by: PersonId },
    Rebooked { at: Instant, by: PersonId, appointment: AppointmentId },
}

impl Wire for Sequel {
    type Form = SequelV1;

    fn form(&self) -> SequelV1 {
        match *self {
            Sequel::Undone { at, by } => SequelV1::Undone { at, by },
            Sequel::Rebooked { at, by, appointment } => SequelV1::Rebooked { at, by, appointment },
        }
    }

    fn read(form: SequelV1) -> Result<Self, DecodeError> {
        Ok(match form {
            SequelV1::Undone { at, by } => Sequel::Undone { at, by },
            SequelV1::Rebooked { at, by, appointment } => Sequel::Rebooked { at, by, appointment },
        })
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryEventV1 {
    Booked {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overbook_reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waives: Option<Buffer>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<AppointmentId>,
    },
    Moved {
        from: <Period as Wire>::Form,
        from_allocations: Vec<AllocationV1>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overbook_reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waives: Option<Buffer>,
    },
    Status {
        from: AppointmentStatus,
        to: AppointmentStatus,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        verified: Vec<IdentityField>,
    },
    Confirmation {
        state: ConfirmationState,
    },
    Cancelled {
        reason: CancelReason,
    },
    Noted,
    Called {
        outcome: CallOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call_again: Option<Instant>,
    },
    Triaged {
        category: TriageCategory,
    },
    Asked(AskedV1),
    Transferred {
        from: PatientId,
    },
    Imported,
}

impl Wire for HistoryEvent {
    type Form = HistoryEventV1;

    fn form(&self) -> HistoryEventV1 {
        use HistoryEventV1 as F;
        match self {
            HistoryEvent::Booked { overbook_reason, waives, instead_of } => F::Booked {
                overbook_reason: overbook_reason.form(),
                waives: *waives,
                instead_of: *instead_of,
            },
            HistoryEvent::Moved { from, from_allocations, overbook_reason, waives } => F::Moved {
                waives: *waives,
                from: from.form(),
                from_allocations: from_allocations.form(),
                overbook_reason: overbook_reason.form(),
            },
            HistoryEvent::Status { from, to, verified } => {
                F::Status { from: *from, to: *to, verified: verified.clone() }
            }
            HistoryEvent::Confirmation { state } => F::Confirmation { state: *state },
            HistoryEvent::Cancelled { reason } => F::Cancelled { reason: *reason },
            HistoryEvent::Noted => F::Noted,
            HistoryEvent::Called { outcome, call_again } => {
                F::Called { outcome: *outcome, call_again: *call_again }
            }
            HistoryEvent::Triaged { category } => F::Triaged { category: *category },
            HistoryEvent::Asked(asked) => F::Asked(asked.form()),
            HistoryEvent::Transferred { from } => F::Transferred { from: *from },
            HistoryEvent::Imported => F::Imported,
        }
    }

    fn read(form: HistoryEventV1) -> Result<Self, DecodeError> {
        use HistoryEventV1 as F;
        Ok(match form {
            F::Booked { overbook_reason, waives, instead_of } => {
                HistoryEvent::Booked { overbook_reason, waives, instead_of }
            }
            F::Moved { from, from_allocations, overbook_reason, waives } => HistoryEvent::Moved {
                waives,
                from: Wire::read(from)?,
                from_allocations: Wire::read(from_allocations)?,
                overbook_reason,
            },
            F::Status { from, to, verified } => HistoryEvent::Status { from, to, verified },
            F::Confirmation { state } => HistoryEvent::Confirmation { state },
            F::Cancelled { reason } => HistoryEvent::Cancelled { reason },
            F::Noted => HistoryEvent::Noted,
            F::Called { outcome, call_again } => HistoryEvent::Called { outcome, call_again },
            F::Triaged { category } => HistoryEvent::Triaged { category },
            F::Asked(asked) => HistoryEvent::Asked(Wire::read(asked)?),
            F::Transferred { from } => HistoryEvent::Transferred { from },
            F::Imported => HistoryEvent::Imported,
        })
    }
}
