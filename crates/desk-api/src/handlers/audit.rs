//! Who looked at a patient.

use crate::{
    call::Call,
    dto::{
        audit::{AuditEntryView, AuditRequest, AuditView},
        preferences::Language,
    },
    error::ApiError,
    shape::time::utc_text,
    words::Act,
};
use desk_app::{
    audit::{self, AuditTrail},
    front_desk::Configuration,
};
use desk_cache::AuditRow;

pub fn audit_of_patient(call: &Call<'_>, request: AuditRequest) -> Result<AuditView, ApiError> {
    let signed_in = call.signed_in()?;
    let before = request.before.map(u64::from);
    let trail = audit::audit_of_patient(&signed_in.front, signed_in.person, request.patient, before)?;
    let configuration = signed_in.front.configuration()?;
    Ok(AuditView {
        entries: trail.rows.iter().map(|it| view(signed_in.language, &configuration, &trail, it)).collect(),
        has_more: trail.has_more,
        chain_is_intact: trail.chain_is_intact,
    })
}

fn view(
    language: Language,
    configuration: &Configuration,
    trail: &AuditTrail,
    row: &AuditRow,
) -> AuditEntryView {
    let by = row.actor.and_then(|id| configuration.person(id));
    AuditEntryView {
        seq: u32::try_from(row.n).unwrap_or(u32::MAX),
        at: utc_text(row.at),
        by: by.map_or_else(|| language.the_desk().to_owned(), |it| it.name.clone()),
        action: Act::of(&row.action).map_or(row.action.as_str(), |it| language.did(it)).to_owned(),
        outcome: row.outcome.clone(),
        detail: row.detail.expose().to_owned(),
        recorded_under: trail.recorded_under(row).map(|it| it.record_number.clone()),
    }
}
