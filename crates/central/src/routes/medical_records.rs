//! Medical records: listed without what stands in them, opened one by one, written and never changed.

use super::views::time::Moment;
use crate::{
    http::{Access, Act, Created, Cx, Done, Input, Nothing, Problem, Route},
    records::{self, access::Reader},
};
use axum::{Json, http::Method};
use central_store::{Batch, EncryptedRecord, RecordLine};
use clinic_domain::{
    id::{PatientId, PersonId},
    medical_record::RecordType,
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const BODY_LIMIT: usize = 512 * 1024;
const MOST_CONTENT: usize = 100_000;
const MOST_RECORDS: i64 = 500;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/patients/{patient}/medical-records",
            "list_medical_records",
            "A patient's medical records, without what stands in them",
            Access::SignedIn,
            list,
        ),
        Route::new(
            Method::GET,
            "/v1/medical-records/{record}",
            "read_medical_record",
            "A medical record with what stands in it",
            Access::SignedIn,
            read,
        ),
        Route::new(
            Method::POST,
            "/v1/patients/{patient}/medical-records",
            "write_medical_record",
            "Write a medical record; nobody changes it afterwards",
            Access::May(Permission::WriteMedicalRecords),
            write,
        )
        .body_limit(BODY_LIMIT),
        Route::new(
            Method::PUT,
            "/v1/patients/{patient}/record-consents/{person}",
            "give_record_consent",
            "The patient agrees that a person sees their sensitive records",
            Access::May(Permission::WriteMedicalRecords),
            give_consent,
        ),
        Route::new(
            Method::DELETE,
            "/v1/patients/{patient}/record-consents/{person}",
            "end_record_consent",
            "The patient does not agree any more",
            Access::May(Permission::WriteMedicalRecords),
            end_consent,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PatientPath {
    #[garde(skip)]
    patient: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RecordPath {
    #[garde(skip)]
    record: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ConsentPath {
    #[garde(skip)]
    patient: Uuid,
    #[garde(skip)]
    person: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewRecord {
    /// `note`, `diagnosis`, `medication`, `allergy`, `lab_result`, `imaging`, `procedure`, `referral`, `letter`, `other`.
    #[garde(length(max = 40))]
    record_type: String,
    /// Psychotherapy notes and other protected categories: for the author, and whom the patient agrees to.
    #[garde(skip)]
    #[serde(default)]
    is_sensitive: bool,
    #[garde(length(chars, min = 1, max = MOST_CONTENT))]
    content: String,
}

#[derive(Serialize, JsonSchema)]
pub struct RecordsView {
    records: Vec<RecordView>,
}

#[derive(Serialize, JsonSchema)]
pub struct RecordView {
    id: Uuid,
    patient: Uuid,
    author: Uuid,
    provider: Option<Uuid>,
    /// Absent for a sensitive one that whoever asks may not open.
    record_type: Option<String>,
    is_sensitive: bool,
    created_at: Moment,
    /// Whether whoever asks may open it.
    may_open: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct OpenedRecord {
    #[serde(flatten)]
    record: RecordView,
    content: String,
}

impl RecordView {
    fn of(it: &RecordLine, may_open: bool) -> RecordView {
        RecordView {
            id: it.id,
            patient: it.patient.0,
            author: it.author.0,
            provider: it.provider.map(|it| it.0),
            record_type: Some(it.record_type.clone()).filter(|_| may_open || !it.is_sensitive),
            is_sensitive: it.is_sensitive,
            created_at: Moment(it.created_at),
            may_open,
        }
    }
}

/// What the trail says of a look: whether it was one through a broken glass.
fn look(reader: &Reader<'_>, act: Act) -> Act {
    if reader.broke_glass() { Act { details: r#"{"broke_glass":true}"#.to_owned(), ..act } } else { act }
}

async fn list(cx: Cx, input: Input<PatientPath>) -> Result<Json<RecordsView>, Problem> {
    let id = PatientId(input.path.patient);
    let mut tenant = cx.tenant().await?;
    let reader = Reader::of(&cx, &mut tenant, id).await?;
    if !reader.reads_any() {
        return Err(Problem::not_permitted());
    }
    tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    let records = tenant.records_of(id, MOST_RECORDS).await?;
    let act = look(&reader, Act::done("list", "medical_record").on(id).about([id]));
    cx.finish(tenant, Batch::default(), act).await?;
    let known = records.iter().filter(|it| reader.knows_of(it));
    Ok(Json(RecordsView { records: known.map(|it| RecordView::of(it, reader.reads(it))).collect() }))
}

async fn read(cx: Cx, input: Input<RecordPath>) -> Result<Json<OpenedRecord>, Problem> {
    let mut tenant = cx.tenant().await?;
    let record = tenant.record(input.path.record).await?.ok_or_else(Problem::not_found)?;
    let line = &record.line;
    let reader = Reader::of(&cx, &mut tenant, line.patient).await?;
    if !reader.reads(line) {
        // Of what they may not know of, they hear nothing.
        let known = reader.knows_of(line) || (!line.is_sensitive && cx.may(Permission::BreakGlass).is_ok());
        return Err(if known { Problem::not_permitted() } else { Problem::not_found() });
    }
    let content = records::content(&mut tenant, &cx.app.keks, &record).await?;
    let act = look(&reader, Act::done("read", "medical_record").on(line.id).about([line.patient]));
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Json(OpenedRecord { record: RecordView::of(line, true), content }))
}

async fn write(
    cx: Cx,
    input: Input<PatientPath, Nothing, NewRecord>,
) -> Result<Created<RecordView>, Problem> {
    let (patient, new) = (PatientId(input.path.patient), input.body);
    let kind: RecordType = new
        .record_type
        .parse()
        .map_err(|_| Problem::invalid("body.record_type", "There is no such type of record."))?;
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    tenant.patient(patient).await?.ok_or_else(Problem::not_found)?;
    if !Reader::of(&cx, &mut tenant, patient).await?.writes(new.is_sensitive) {
        return Err(Problem::not_permitted());
    }
    let key = records::current_key(&mut tenant, &cx.app.keks, cx.now).await?;
    let line = RecordLine {
        id: cx.app.ids.next(),
        patient,
        provider: caller.person.resource,
        author: caller.person.id,
        record_type: kind.as_str().to_owned(),
        is_sensitive: new.is_sensitive,
        created_at: cx.now,
        key_version: key.version,
    };
    let content = key.encrypt(caller.organization, &line, &new.content);
    let record = EncryptedRecord { line, content };
    let mut batch = Batch::default();
    tenant.add_record(&mut batch, &record);
    let act = Act::done("write", "medical_record").on(record.line.id).about([patient]);
    cx.finish(tenant, batch, act).await?;
    Ok(Created(RecordView::of(&record.line, true)))
}

async fn give_consent(cx: Cx, input: Input<ConsentPath>) -> Result<Done, Problem> {
    let (patient, person) = (PatientId(input.path.patient), PersonId(input.path.person));
    let caller = cx.caller()?;
    if !caller.configuration.people.iter().any(|it| it.id == person) {
        return Err(Problem::not_found());
    }
    let mut tenant = cx.tenant().await?;
    tenant.patient(patient).await?.ok_or_else(Problem::not_found)?;
    let mut batch = Batch::default();
    tenant.consent(&mut batch, patient, person, caller.person.id, cx.now);
    cx.finish(tenant, batch, Act::done("consent", "medical_record").on(person).about([patient])).await?;
    Ok(Done)
}

async fn end_consent(cx: Cx, input: Input<ConsentPath>) -> Result<Done, Problem> {
    let (patient, person) = (PatientId(input.path.patient), PersonId(input.path.person));
    let mut tenant = cx.tenant().await?;
    if !tenant.end_consent(patient, person, cx.now).await? {
        return Err(Problem::not_found());
    }
    let act = Act::done("end_consent", "medical_record").on(person).about([patient]);
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Done)
}
