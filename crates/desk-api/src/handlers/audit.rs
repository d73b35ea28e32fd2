//! Who looked at a patient.

use crate::{
    call::Call,
    dto::audit::{AuditEntryView, AuditRequest, AuditView},
    error::ApiError,
    shape::time::utc_text,
};
use desk_app::{audit, front_desk::Configuration};
use desk_cache::AuditRow;

pub fn audit_of_patient(call: &Call<'_>, request: AuditRequest) -> Result<AuditView, ApiError> {
    let signed_in = call.signed_in()?;
    let before = request.before.map(u64::from);
    let trail = audit::audit_of_patient(&signed_in.front, signed_in.person, request.patient, before)?;
    let configuration = signed_in.front.configuration()?;
    Ok(AuditView {
        entries: trail.rows.iter().map(|it| view(&configuration, it)).collect(),
        has_more: trail.has_more,
        chain_is_intact: trail.chain_is_intact,
    })
}

fn view(configuration: &Configuration, row: &AuditRow) -> AuditEntryView {
    let by = row.actor.and_then(|id| configuration.person(id));
    AuditEntryView {
        seq: u32::try_from(row.n).unwrap_or(u32::MAX),
        at: utc_text(row.at),
        by: by.map_or_else(|| "The desk".to_owned(), |it| it.name.clone()),
        action: words(&row.action).to_owned(),
        outcome: row.outcome.clone(),
        detail: row.detail.expose().to_owned(),
    }
}

fn words(action: &str) -> &str {
    match action {
        "view_patient" => "opened the record",
        "view_appointment" => "opened a visit",
        "view_audit" => "looked at this trail",
        "search_patients" => "saw the name in a look-up",
        "book" => "booked a visit",
        "reschedule" => "moved a visit",
        "cancel" => "cancelled a visit",
        "set_status" => "changed a visit's status",
        "set_confirmation" => "noted the patient's confirmation",
        "set_note" => "changed a visit's note",
        "patient_create" => "registered the patient",
        "patient_patch" => "changed the record",
        "caregiver_put" => "changed a caregiver",
        "import_batch" => "imported the record",
        other => other,
    }
}
