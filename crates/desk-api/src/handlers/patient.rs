//! Patients: look-up, card, registration.

use super::{SignedIn, patient_tag, zone_or_first};
use crate::{
    call::Call,
    dto::{
        patient::{
            CaregiverView, ChangePatientRequest, FindPatientsRequest, PatientCard, PatientHit, PatientHits,
            PatientRequest, PatientView, RegisterPatientRequest, Registration,
        },
        refusal::Outcome,
    },
    error::ApiError,
    shape::{
        card::{self, hit_views},
        patient as shape,
    },
};
use clinic_domain::{
    id::{CaregiverId, PatientId},
    refusal::Refusal,
};
use desk_app::{
    acts::Done,
    error::{AppError, AppResult},
    find_patients, patient_card, patients,
};

pub fn find_patients(call: &Call<'_>, request: FindPatientsRequest) -> Result<PatientHits, ApiError> {
    let signed_in = call.signed_in()?;
    let found = find_patients::find_patients(&signed_in.front, signed_in.person, &request.query)?;
    let configuration = signed_in.front.configuration()?;
    let zone = zone_or_first(&configuration.setup, None);
    Ok(PatientHits { hits: hit_views(&found.hits, zone, signed_in.front.now()), has_more: found.has_more })
}

pub fn patient_card(call: &Call<'_>, request: PatientRequest) -> Result<PatientCard, ApiError> {
    let signed_in = call.signed_in()?;
    let found = patient_card::patient_card(&signed_in.front, signed_in.person, request.patient)?;
    let configuration = signed_in.front.configuration()?;
    Ok(card::view(&signed_in.wording(&configuration, None), &configuration, &found))
}

pub fn register_patient(
    call: &Call<'_>,
    request: RegisterPatientRequest,
) -> Result<Outcome<Registration>, ApiError> {
    let signed_in = call.signed_in()?;
    let mut view = request.patient;
    (view.id, view.version) = (None, None);
    (view.record_number, view.short_code) = (String::new(), None);
    let id = patients::new_patient(&signed_in.front)?;
    let result = shape::parse(view, id).map_err(Into::into).and_then(|wanted| {
        patients::register_patient(&signed_in.front, signed_in.person, &wanted, request.accept_duplicates)
    });
    match result {
        Ok(patient) => {
            call.announce([patient_tag(patient.id)]);
            Ok(Outcome::Done {
                result: Registration::Registered { patient: Box::new(shape::view(&patient)) },
                undo: None,
            })
        }
        Err(AppError::Refused(refused)) => match refused.0.as_slice() {
            [Refusal::DuplicateSuspected { patients }] => Ok(Outcome::Done {
                result: Registration::Duplicates { suspects: suspects(&signed_in, patients)? },
                undo: None,
            }),
            _ => signed_in.outcome(Err(AppError::Refused(refused))),
        },
        Err(error) => Err(error.into()),
    }
}

fn suspects(signed_in: &SignedIn, ids: &[PatientId]) -> Result<Vec<PatientHit>, ApiError> {
    let hits = find_patients::hits_of(&signed_in.front, signed_in.person, ids)?;
    let configuration = signed_in.front.configuration()?;
    Ok(hit_views(&hits, zone_or_first(&configuration.setup, None), signed_in.front.now()))
}

pub fn change_patient(
    call: &Call<'_>,
    request: ChangePatientRequest,
) -> Result<Outcome<PatientView>, ApiError> {
    let signed_in = call.signed_in()?;
    let id = request.patient.id.ok_or_else(|| ApiError::missing_field("id"))?;
    let result = shape::parse(request.patient, id)
        .map_err(Into::into)
        .and_then(|wanted| patients::change_patient(&signed_in.front, signed_in.person, &wanted));
    announced(call, &signed_in, id, result, shape::view)
}

pub fn put_caregiver(call: &Call<'_>, view: CaregiverView) -> Result<Outcome<CaregiverView>, ApiError> {
    let signed_in = call.signed_in()?;
    let patient = view.patient;
    let result = shape::parse_caregiver(&view, CaregiverId(signed_in.front.ids.next()))
        .map_err(Into::into)
        .and_then(|wanted| patients::put_caregiver(&signed_in.front, signed_in.person, &wanted));
    announced(call, &signed_in, patient, result, shape::caregiver_view)
}

fn announced<T, View>(
    call: &Call<'_>,
    signed_in: &SignedIn,
    patient: PatientId,
    result: AppResult<Done<T>>,
    shape: impl FnOnce(&T) -> View,
) -> Result<Outcome<View>, ApiError> {
    if result.is_ok() {
        call.announce([patient_tag(patient)]);
    }
    signed_in.undoable(result.map(|it| Done { value: shape(&it.value), op: it.op }))
}
