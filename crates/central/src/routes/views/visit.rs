//! Appointments, cut to what the caller's roles see.

use super::time::{Moment, rfc3339};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, CallOutcome, CancelReason, ConfirmationState,
        HistoryEntry, HistoryEvent, Requester, Sequel,
    },
    attendance::TriageCategory,
    counter::CardAnswer,
    field_access::{FieldGroup, Sight, Sights},
    field_cut::Cut,
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, LocationId, PatientId, PersonId, ResourceId, SeriesId,
    },
    operation::Buffer,
    patient::{ContactChannel, IdentityField, Patient},
    setup::Setup,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Requester")]
pub enum RequesterForm {
    #[default]
    Patient,
    Clinic,
    Caregiver(CaregiverId),
}

impl RequesterForm {
    #[must_use]
    pub const fn of(it: Requester) -> RequesterForm {
        match it {
            Requester::Patient => RequesterForm::Patient,
            Requester::Clinic => RequesterForm::Clinic,
            Requester::Caregiver(id) => RequesterForm::Caregiver(id),
        }
    }

    #[must_use]
    pub const fn requester(self) -> Requester {
        match self {
            RequesterForm::Patient => Requester::Patient,
            RequesterForm::Clinic => Requester::Clinic,
            RequesterForm::Caregiver(id) => Requester::Caregiver(id),
        }
    }
}

/// A visit in a list.
#[derive(Serialize, JsonSchema)]
pub struct VisitLine {
    pub id: AppointmentId,
    pub version: u64,
    pub patient: PatientId,
    /// "Ruiz, Ana"; absent for who does not see who patients are.
    pub patient_name: Option<String>,
    pub location: LocationId,
    pub provider: Option<ResourceId>,
    pub appointment_type: AppointmentTypeId,
    /// With the offset of the location.
    #[schemars(extend("format" = "date-time"))]
    pub starts_at: String,
    #[schemars(extend("format" = "date-time"))]
    pub ends_at: String,
    /// `YYYY-MM-DDTHH:MM` on the wall of the location.
    pub wall_start: String,
    /// The location's.
    pub zone: &'static str,
    pub status: AppointmentStatus,
    pub confirmation: ConfirmationState,
    /// 0 in the ordinary book; above it for an overbook.
    pub lane: u8,
}

impl VisitLine {
    /// None where the location is not there: a visit without a wall clock cannot be shown.
    #[must_use]
    pub fn of(visit: &Appointment, patient: Option<&Cut<Patient>>, setup: &Setup) -> Option<VisitLine> {
        let zone = setup.location(visit.location)?.zone;
        Some(VisitLine {
            id: visit.id,
            version: visit.version.0,
            patient: visit.patient,
            patient_name: patient.map(|it| it.record.display_name().expose().to_owned()),
            location: visit.location,
            provider: setup.own_provider(&visit.allocations),
            appointment_type: visit.appointment_type,
            starts_at: rfc3339(visit.visit.start(), zone),
            ends_at: rfc3339(visit.visit.end(), zone),
            wall_start: visit.wall_start.clone(),
            zone: zone.name(),
            status: visit.status,
            confirmation: visit.confirmation.state,
            lane: visit.lane(),
        })
    }
}

/// A visit in full.
#[derive(Serialize, JsonSchema)]
pub struct VisitView {
    #[serde(flatten)]
    pub line: VisitLine,
    pub resources: Vec<AllocationView>,
    pub note: String,
    pub requested_by: RequesterForm,
    /// How to remind the patient of this visit; by their own preference when absent.
    pub reminder: Option<ContactChannel>,
    /// The number to call or the link to join, where the visit has one of its own.
    pub contact_point: String,
    pub is_walk_in: bool,
    pub triage: Option<TriageCategory>,
    pub queue_number: Option<u32>,
    pub cancellation: Option<CancellationView>,
    pub series: Option<SeriesId>,
    /// The lost visit that it stands in for, and the one that stands in for it.
    pub instead_of: Option<AppointmentId>,
    pub rebooked_as: Option<AppointmentId>,
    /// Oldest first.
    pub history: Vec<HistoryView>,
    /// Groups of fields that the caller's roles do not see: they are empty.
    pub hidden: Vec<FieldGroup>,
    pub masked: Vec<FieldGroup>,
}

#[derive(Serialize, JsonSchema)]
pub struct AllocationView {
    pub resource: ResourceId,
    /// Buffers included.
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub lane: u8,
}

#[derive(Serialize, JsonSchema)]
pub struct CancellationView {
    /// Absent for who does not see reasons.
    pub reason: Option<CancelReason>,
    pub by_patient: bool,
    pub is_late: bool,
    pub note: String,
}

impl VisitView {
    #[must_use]
    pub fn of(
        cut: Cut<Appointment>,
        patient: Option<&Cut<Patient>>,
        setup: &Setup,
        sights: &Sights,
    ) -> Option<VisitView> {
        let Cut { record: visit, hidden, masked } = cut;
        let line = VisitLine::of(&visit, patient, setup)?;
        let sees_reasons = sights.of(FieldGroup::ReasonCategory) != Sight::Nothing;
        Some(VisitView {
            line,
            resources: visit.allocations.iter().map(AllocationView::of).collect(),
            requested_by: RequesterForm::of(visit.requested_by),
            reminder: visit.reminder,
            contact_point: visit.contact_point.expose().to_owned(),
            is_walk_in: visit.attendance.is_walk_in,
            triage: visit.attendance.triage,
            queue_number: visit.attendance.queue_number,
            cancellation: visit.cancellation.as_ref().map(|it| CancellationView {
                reason: Some(it.reason).filter(|_| sees_reasons),
                by_patient: it.by_patient,
                is_late: it.is_late,
                note: it.note.expose().to_owned(),
            }),
            series: visit.series.as_ref().map(|it| it.id),
            instead_of: visit.instead_of(),
            rebooked_as: visit.rebooked_as(),
            history: visit.history.iter().map(|it| HistoryView::of(it, sees_reasons)).collect(),
            note: visit.note.expose().to_owned(),
            hidden,
            masked,
        })
    }
}

impl AllocationView {
    fn of(it: &Allocation) -> AllocationView {
        AllocationView {
            resource: it.resource,
            starts_at: Moment(it.during.start()),
            ends_at: Moment(it.during.end()),
            lane: it.lane,
        }
    }
}

/// One thing that happened to a visit.
#[derive(Serialize, JsonSchema)]
pub struct HistoryView {
    pub at: Moment,
    /// Absent for what an import brought along.
    pub by: Option<PersonId>,
    pub requested_by: RequesterForm,
    #[serde(flatten)]
    pub what: WhatView,
    /// When somebody took it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Moment>,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum WhatView {
    Booked { overbook_reason: Option<String>, waives: Option<Buffer>, instead_of: Option<AppointmentId> },
    Moved { from: Moment, overbook_reason: Option<String>, waives: Option<Buffer> },
    Status { from: AppointmentStatus, to: AppointmentStatus, verified: Vec<IdentityField> },
    Confirmation { state: ConfirmationState },
    Cancelled { reason: Option<CancelReason> },
    Noted,
    Called { outcome: CallOutcome, call_again: Option<Moment> },
    Triaged { category: TriageCategory },
    Asked { details_confirmed: bool, card: Option<CardAnswer> },
    Transferred { from_patient: PatientId },
    Imported,
}

impl HistoryView {
    fn of(it: &HistoryEntry, sees_reasons: bool) -> HistoryView {
        HistoryView {
            at: Moment(it.at),
            by: it.by,
            requested_by: RequesterForm::of(it.requested_by),
            what: WhatView::of(&it.what, sees_reasons),
            undone_at: match it.sequel {
                Some(Sequel::Undone { at, .. }) => Some(Moment(at)),
                _ => None,
            },
        }
    }
}

impl WhatView {
    fn of(what: &HistoryEvent, sees_reasons: bool) -> WhatView {
        match what {
            HistoryEvent::Booked { overbook_reason, waives, instead_of } => WhatView::Booked {
                overbook_reason: overbook_reason.clone(),
                waives: *waives,
                instead_of: *instead_of,
            },
            HistoryEvent::Moved { from, overbook_reason, waives, .. } => WhatView::Moved {
                from: Moment(from.start()),
                overbook_reason: overbook_reason.clone(),
                waives: *waives,
            },
            HistoryEvent::Status { from, to, verified } => {
                WhatView::Status { from: *from, to: *to, verified: verified.clone() }
            }
            HistoryEvent::Confirmation { state } => WhatView::Confirmation { state: *state },
            HistoryEvent::Cancelled { reason } => {
                WhatView::Cancelled { reason: Some(*reason).filter(|_| sees_reasons) }
            }
            HistoryEvent::Noted => WhatView::Noted,
            HistoryEvent::Called { outcome, call_again } => {
                WhatView::Called { outcome: *outcome, call_again: call_again.map(Moment) }
            }
            HistoryEvent::Triaged { category } => WhatView::Triaged { category: *category },
            HistoryEvent::Asked(it) => {
                WhatView::Asked { details_confirmed: it.details_confirmed, card: it.card }
            }
            HistoryEvent::Transferred { from } => WhatView::Transferred { from_patient: *from },
            HistoryEvent::Imported => WhatView::Imported,
        }
    }
}

/// Whether the visit's day is today where it takes place.
#[must_use]
pub fn is_today(visit: &Appointment, zone: Tz, now: clinic_domain::time::Instant) -> bool {
    visit.visit.start().local_date(zone) == now.local_date(zone)
}
