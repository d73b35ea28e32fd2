//! Patients: listed and found by what tells them apart, shown and changed as far as the caller's roles see and write.

use super::views::{
    patient::{PatientForm, PatientLine, PatientView},
    time::Day,
};
use crate::http::{Access, Act, CURSOR_LENGTH, Created, Cx, Input, Nothing, Page, Patch, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, NamedPatient};
use clinic_domain::{
    field_access::{Circumstances, FieldGroup, Sights},
    field_cut::Grouped,
    fold::{alike, fold},
    id::{PatientId, Version},
    operation::{Base, Change, OperationBody},
    patient::Patient,
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// No search shows more.
const MOST_FOUND: usize = 20;
/// So many are looked through where a birth date or one part of a name is all there is to go by.
const MOST_LOOKED_AT: usize = 500;
const MOST_WORDS: usize = 5;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/patients",
            "list_patients",
            "Patients in the order of their names",
            Access::May(Permission::SearchPatients),
            list,
        ),
        Route::new(
            Method::POST,
            "/v1/patients/search",
            "search_patients",
            "Patients by the beginnings of their names, birth date or record number",
            Access::May(Permission::SearchPatients),
            search,
        ),
        Route::new(
            Method::GET,
            "/v1/patients/{patient}",
            "read_patient",
            "A patient's record",
            Access::May(Permission::ViewPatient),
            read,
        ),
        Route::new(
            Method::POST,
            "/v1/patients",
            "create_patient",
            "Register a patient",
            Access::May(Permission::EditPatient),
            create,
        ),
        Route::new(
            Method::PATCH,
            "/v1/patients/{patient}",
            "change_patient",
            "Change a patient's record",
            Access::May(Permission::EditPatient),
            change,
        ),
        Route::new(
            Method::POST,
            "/v1/patients/duplicates",
            "find_duplicates",
            "Patients who may be the same person as somebody who is to be registered",
            Access::May(Permission::SearchPatients),
            duplicates,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PatientPath {
    pub patient: PatientId,
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PatientsQuery {
    #[serde(skip_serializing)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing)]
    #[garde(length(max = CURSOR_LENGTH))]
    pub cursor: Option<String>,
}

async fn list(cx: Cx, input: Input<Nothing, PatientsQuery>) -> Result<Json<Page<PatientLine>>, Problem> {
    let query = input.query;
    let list = cx.list("list_patients", &query, query.limit)?;
    let after = list.after(query.cursor.as_deref())?;
    let mut tenant = cx.tenant().await?;
    let found = tenant.patients_page(after, list.limit + 1).await?;
    let page = list.page(found, |it| (it.key.clone(), it.patient.id));
    let shown: Vec<PatientId> = page.items.iter().map(|it| it.patient.id).collect();
    let sights = cx.caller()?.sights();
    let next = page.next;
    let items = lines(page.items, &sights)?;
    cx.finish(tenant, Batch::default(), Act::done("list", "patient").about(shown)).await?;
    Ok(Json(Page { items, next }))
}

/// What a patient is looked for by: at least one of them, and a name from two letters on.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PatientSearch {
    /// Beginnings of the name's parts, in any order; the family name's among them.
    #[serde(default)]
    #[garde(length(chars, min = 2, max = 200))]
    pub name: Option<String>,
    #[serde(default)]
    #[garde(length(chars, min = 1, max = 64))]
    pub record_number: Option<String>,
    #[serde(default)]
    pub birth_date: Option<Day>,
}

#[derive(Serialize, JsonSchema)]
pub struct PatientsFound {
    pub patients: Vec<PatientLine>,
    /// Others match as well: say more.
    pub has_more: bool,
}

async fn search(
    cx: Cx,
    input: Input<Nothing, Nothing, PatientSearch>,
) -> Result<Json<PatientsFound>, Problem> {
    let wanted = Wanted::of(input.body)?;
    let mut tenant = cx.tenant().await?;
    let mut found = match &wanted {
        Wanted { record_number: Some(number), .. } => tenant.patients_by_record_number(number).await?,
        Wanted { birth_date: Some(day), .. } => tenant.patients_born_on(*day, MOST_LOOKED_AT).await?,
        Wanted { words, .. } => tenant.patients_by_name(words, MOST_FOUND + 1).await?,
    };
    found.retain(|it| wanted.is_met_by(it));
    let has_more = found.len() > MOST_FOUND;
    found.truncate(MOST_FOUND);
    let shown: Vec<PatientId> = found.iter().map(|it| it.patient.id).collect();
    let patients = lines(found, &cx.caller()?.sights())?;
    let act = Act::done("search", "patient").about(shown).saying(&json!({ "by": wanted.codes() }));
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Json(PatientsFound { patients, has_more }))
}

struct Wanted {
    words: Vec<String>,
    record_number: Option<String>,
    birth_date: Option<chrono::NaiveDate>,
}

impl Wanted {
    fn of(search: PatientSearch) -> Result<Wanted, Problem> {
        let name = fold(search.name.as_deref().unwrap_or_default());
        let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        let is_letters = search.name.is_none() || name.chars().filter(|it| *it != ' ').count() >= 2;
        if !is_letters || words.len() > MOST_WORDS {
            return Err(Problem::invalid(
                "body.name",
                "A name is looked for from two letters on, in up to five parts.",
            ));
        }
        let wanted = Wanted {
            words,
            record_number: search.record_number.map(|it| it.trim().to_owned()),
            birth_date: search.birth_date.map(|it| it.0),
        };
        match wanted.codes().is_empty() {
            true => Err(Problem::invalid("body", "Say a name, a record number or a birth date.")),
            false => Ok(wanted),
        }
    }

    fn is_met_by(&self, it: &NamedPatient) -> bool {
        let has_part = |word: &String| it.key.split(' ').any(|part| part.starts_with(word.as_str()));
        self.words.iter().all(has_part)
            && self.record_number.as_ref().is_none_or(|number| *number == it.patient.record_number)
            && self.birth_date.is_none_or(|day| it.patient.birth_date == Some(day))
    }

    /// For the trail: by what, never what.
    fn codes(&self) -> Vec<&'static str> {
        [
            (!self.words.is_empty(), "name"),
            (self.record_number.is_some(), "record_number"),
            (self.birth_date.is_some(), "birth_date"),
        ]
        .into_iter()
        .filter_map(|(is_said, code)| is_said.then_some(code))
        .collect()
    }
}

async fn read(cx: Cx, input: Input<PatientPath>) -> Result<Json<PatientView>, Problem> {
    let id = input.path.patient;
    let mut tenant = cx.tenant().await?;
    let patient: Patient = tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    let cut = cx.caller()?.sights().cut_patient(patient).ok_or_else(Problem::not_permitted)?;
    cx.finish(tenant, Batch::default(), Act::done("read", "patient").on(id).about([id])).await?;
    Ok(Json(PatientView::of(cut)))
}

async fn create(
    cx: Cx,
    input: Input<Nothing, Nothing, PatientForm>,
) -> Result<Created<PatientView>, Problem> {
    let id = PatientId(cx.new_id());
    let nobody = Patient::new(id);
    let wanted = input.body.record(nobody.clone());
    may_write(&cx, &nobody, &wanted)?;
    Ok(Created(write(&cx, OperationBody::PatientCreate(Box::new(wanted)), id, None).await?))
}

async fn change(
    cx: Cx,
    input: Input<PatientPath, Nothing, Patch<PatientForm>>,
) -> Result<Json<PatientView>, Problem> {
    let (id, patch) = (input.path.patient, input.body);
    let mut tenant = cx.tenant().await?;
    let stands = tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    tenant.rollback().await?;
    let version = Version(patch.version);
    let wanted = patch.on(&PatientForm::of(&stands))?.record(Patient { version, ..stands.clone() });
    may_write(&cx, &Patient { version, ..stands }, &wanted)?;
    let body = OperationBody::PatientPatch(Box::new(wanted));
    Ok(Json(write(&cx, body, id, Some(Base::Version(version))).await?))
}

/// Whether the caller writes every group of fields in which the two differ.
pub(super) fn may_write<T: Grouped + Clone + PartialEq>(
    cx: &Cx,
    stands: &T,
    wanted: &T,
) -> Result<(), Problem> {
    let viewer = cx.caller()?.viewer();
    for group in FieldGroup::ALL {
        let mut with = stands.clone();
        with.take(*group, wanted);
        if with != *stands && !viewer.may_write(*group, Circumstances::default()) {
            return Err(Problem { field: Some(format!("body ({group})")), ..Problem::not_permitted() });
        }
    }
    Ok(())
}

async fn write(
    cx: &Cx,
    body: OperationBody,
    id: PatientId,
    base: Option<Base>,
) -> Result<PatientView, Problem> {
    let performed = cx.operate(body, base).await?;
    let written = performed.changes.into_iter().find_map(|it| match it {
        Change::Patient(it) if it.id == id => Some(*it),
        _ => None,
    });
    let patient = match written {
        Some(it) => it,
        None => {
            let mut tenant = cx.tenant().await?;
            let stands = tenant.patient(id).await?;
            tenant.rollback().await?;
            stands.ok_or_else(Problem::not_found)?
        }
    };
    cx.caller()?.sights().cut_patient(patient).map(PatientView::of).ok_or_else(Problem::not_permitted)
}

/// Who is to be registered, as far as it tells people apart.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Newcomer {
    #[garde(length(chars, min = 1, max = 200))]
    pub family_name: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub given_names: String,
    pub birth_date: Day,
}

async fn duplicates(
    cx: Cx,
    input: Input<Nothing, Nothing, Newcomer>,
) -> Result<Json<PatientsFound>, Problem> {
    let Newcomer { family_name, given_names, birth_date } = input.body;
    let name = fold(&format!("{family_name} {given_names}"));
    let mut tenant = cx.tenant().await?;
    let mut found = tenant.patients_born_on(birth_date.0, MOST_LOOKED_AT).await?;
    found.retain(|it| alike(&it.key, &name));
    let has_more = found.len() > MOST_FOUND;
    found.truncate(MOST_FOUND);
    let shown: Vec<PatientId> = found.iter().map(|it| it.patient.id).collect();
    let patients = lines(found, &cx.caller()?.sights())?;
    let act = Act::done("search", "patient").about(shown).saying(&json!({ "by": ["duplicates"] }));
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Json(PatientsFound { patients, has_more }))
}

fn lines(found: Vec<NamedPatient>, sights: &Sights) -> Result<Vec<PatientLine>, Problem> {
    let line = |it: NamedPatient| sights.cut_patient(it.patient).map(PatientLine::of);
    found.into_iter().map(|it| line(it).ok_or_else(Problem::not_permitted)).collect()
}
