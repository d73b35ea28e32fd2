//! Decisions that lost, with what whoever calls the patient needs to know.

use super::{
    offer::TimeView,
    patient::PhoneForm,
    time::{Moment, rfc3339},
    visit::RequesterForm,
};
use crate::http::{Cx, Problem};
use central_store::{Configuration, Tenant};
use clinic_domain::{
    conflict::{BookingConflict, ConflictOutcome, ConflictState, LostAct},
    field_access::{FieldGroup, Sight, Sights},
    id::{AppointmentId, ConflictId, DeviceId, LocationId, OpId, PatientId, PersonId},
    patient::Patient,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::HashMap, sync::Arc};

/// Something that a desk promised, and somebody else was ahead of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Conflict")]
pub struct ConflictView {
    /// That of the operation which lost.
    pub id: ConflictId,
    pub version: u64,
    pub state: ConflictState,
    pub location: LocationId,
    pub patient: PatientId,
    /// Absent for who does not see it.
    pub patient_name: Option<String>,
    pub phones: Vec<PhoneForm>,
    /// The visit that was to be made or changed.
    pub appointment: AppointmentId,
    pub lost: LostAct,
    /// When the visit was to begin, or begins, with the offset of the location.
    #[schemars(extend("format" = "date-time"))]
    pub starts_at: String,
    /// `YYYY-MM-DDTHH:MM` on the wall of the location.
    pub wall_start: String,
    pub zone: &'static str,
    pub wanted: Option<TimeView>,
    pub requested_by: RequesterForm,
    /// Absent for who does not see it.
    pub note: Option<String>,
    /// Whether the patient was told.
    pub is_promised: bool,
    /// Codes of refusals, the first reason first.
    pub reasons: Vec<String>,
    pub decided: DecidedView,
    pub lost_at: Moment,
    /// The visits that were there first.
    pub winners: Vec<AppointmentId>,
    /// Times that were free when it lost, the nearest first.
    pub alternatives: Vec<AlternativeTimeView>,
    pub claim: Option<ClaimView>,
    pub resolution: Option<ResolutionView>,
}

/// Who decided it, at which desk, and when by its clock.
#[derive(Serialize, JsonSchema)]
pub struct DecidedView {
    pub by: PersonId,
    pub by_name: Option<String>,
    pub device: DeviceId,
    pub device_name: Option<String>,
    pub at: Moment,
}

#[derive(Serialize, JsonSchema)]
pub struct AlternativeTimeView {
    /// Books or moves to exactly this time.
    pub offer: String,
    #[serde(flatten)]
    pub time: TimeView,
}

#[derive(Serialize, JsonSchema)]
pub struct ClaimView {
    pub by: PersonId,
    pub by_name: Option<String>,
    pub at: Moment,
}

#[derive(Serialize, JsonSchema)]
pub struct ResolutionView {
    pub outcome: ConflictOutcome,
    pub operation: Option<OpId>,
    pub note: String,
    pub by: PersonId,
    pub by_name: Option<String>,
    pub at: Moment,
}

/// What conflicts are shown with.
pub struct Surroundings {
    configuration: Arc<Configuration>,
    sights: Sights,
    patients: HashMap<PatientId, Patient>,
    desks: HashMap<DeviceId, String>,
}

impl Surroundings {
    /// # Errors
    /// The database's.
    pub async fn of(
        cx: &Cx,
        tenant: &mut Tenant,
        conflicts: &[BookingConflict],
    ) -> Result<Surroundings, Problem> {
        let configuration = cx.configuration(tenant).await?;
        let sights = cx.caller()?.sights();
        let found = tenant.patients_by_id(conflicts.iter().map(|it| it.patient)).await?;
        let patients =
            found.into_iter().filter_map(|it| Some((it.patient.id, sights.cut_patient(it.patient)?.record)));
        let patients = patients.collect();
        let desks = tenant.devices().await?.into_iter().map(|it| (it.id, it.name)).collect();
        Ok(Surroundings { configuration, sights, patients, desks })
    }

    fn name(&self, of: PersonId) -> Option<String> {
        self.configuration.people.iter().find(|it| it.id == of).map(|it| it.name.clone())
    }
}

impl ConflictView {
    /// None where its location is not there. `offers` are those of the alternatives.
    #[must_use]
    pub fn of(it: BookingConflict, around: &Surroundings, offers: Vec<String>) -> Option<ConflictView> {
        let setup = &around.configuration.setup;
        let zone = setup.location(it.location)?.zone;
        let patient = around.patients.get(&it.patient);
        let state = it.state();
        let sees_reason = around.sights.of(FieldGroup::ReasonText) == Sight::Whole;
        let alternatives = offers.into_iter().zip(&it.alternatives);
        let alternatives = alternatives
            .map(|(offer, slot)| AlternativeTimeView { offer, time: TimeView::of(setup, zone, slot) })
            .collect();
        Some(ConflictView {
            id: it.id,
            version: it.version.0,
            state,
            location: it.location,
            patient: it.patient,
            patient_name: patient.map(|it| it.display_name().expose().to_owned()),
            phones: patient.map(|it| it.phones.iter().map(PhoneForm::of).collect()).unwrap_or_default(),
            appointment: it.appointment,
            lost: it.lost,
            starts_at: rfc3339(it.starts_at, zone),
            wall_start: it.starts_at.wall_text(zone),
            zone: zone.name(),
            wanted: it.slot.as_ref().map(|slot| TimeView::of(setup, zone, slot)),
            requested_by: RequesterForm::of(it.requested_by),
            note: sees_reason.then(|| it.note.expose().to_owned()),
            is_promised: it.is_promised,
            reasons: it.reasons,
            decided: DecidedView {
                by: it.by,
                by_name: around.name(it.by),
                device: it.device,
                device_name: around.desks.get(&it.device).cloned(),
                at: Moment(it.decided_at),
            },
            lost_at: Moment(it.lost_at),
            winners: it.winners,
            alternatives,
            claim: it.claim.map(|it| ClaimView { by: it.by, by_name: around.name(it.by), at: Moment(it.at) }),
            resolution: it.resolution.map(|it| ResolutionView {
                outcome: it.outcome,
                operation: it.act,
                note: it.note.expose().to_owned(),
                by: it.by,
                by_name: around.name(it.by),
                at: Moment(it.at),
            }),
        })
    }
}
