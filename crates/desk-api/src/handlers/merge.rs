//! Two records of one person: side by side, made one, and two again.

use super::{SignedIn, appointment::announce_visits, patient_tag};
use crate::{
    call::Call,
    dto::{
        patient::{
            MergePatientsRequest, MergePreviewRequest, MergePreviewView, PatientView, SeparatePatientRequest,
        },
        refusal::Outcome,
    },
    error::ApiError,
    shape::{card, patient as shape},
};
use desk_app::{
    acts::Done,
    error::AppResult,
    merge_patients::{self, MergeRequest, Merged},
};

pub fn merge_preview(call: &Call<'_>, request: MergePreviewRequest) -> Result<MergePreviewView, ApiError> {
    let signed_in = call.signed_in()?;
    let preview =
        merge_patients::merge_preview(&signed_in.front, signed_in.person, request.kept, request.merged)?;
    Ok(card::merge_preview(&signed_in.front.configuration()?.setup, &preview))
}

pub fn merge_patients(
    call: &Call<'_>,
    request: MergePatientsRequest,
) -> Result<Outcome<PatientView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = MergeRequest {
        kept: request.kept,
        kept_seen: request.kept_version,
        merged: request.merged,
        merged_seen: request.merged_version,
        taken: request.taken,
    };
    let result = merge_patients::merge_patients(&signed_in.front, signed_in.person, &wanted);
    told(call, &signed_in, result)
}

pub fn separate_patient(
    call: &Call<'_>,
    request: SeparatePatientRequest,
) -> Result<Outcome<PatientView>, ApiError> {
    let signed_in = call.signed_in()?;
    let SeparatePatientRequest { merged, version } = request;
    let result = merge_patients::separate_patient(&signed_in.front, signed_in.person, merged, version);
    told(call, &signed_in, result)
}

/// Tells whoever shows one of the two or a visit of theirs, and answers the kept record.
fn told(
    call: &Call<'_>,
    signed_in: &SignedIn,
    result: AppResult<Done<Merged>>,
) -> Result<Outcome<PatientView>, ApiError> {
    if let Ok(Done { value, .. }) = &result {
        announce_visits(call, &signed_in.front.configuration()?.setup, &value.visits);
        call.announce([patient_tag(value.kept.id), patient_tag(value.merged), "waitlist".to_owned()]);
    }
    signed_in.undoable(result.map(|it| Done { value: shape::view(&it.value.kept), op: it.op }))
}
