//! What the trail answers: who looked at this patient, what did this person do, what became of this visit. Each question is
//! itself in the trail.

use super::views::time::{Moment, rfc3339};
use crate::{
    audit::{checkpoint::Checkpoint, fhir},
    http::{Access, Act, Cx, Input, Nothing, Problem, Route},
    security::{audit_fork, cross_tenant},
};
use axum::{Json, http::Method};
use base64::{Engine, prelude::BASE64_STANDARD};
use central_store::{Batch, Inquiry, Span, Tenant, Told};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, HistoryEntry, HistoryEvent},
    id::{AppointmentId, PatientId, PersonId},
    people::{Permission, Person},
    time::Instant,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Permission::ViewAudit);
    let get = |path, name, about| (Method::GET, path, name, about);
    let (m, p, n, a) = get("/v1/audit/entries", "list_audit", "What was done and seen, the newest first");
    let mut routes = vec![Route::new(m, p, n, a, may, all)];
    let (m, p, n, a) = get(
        "/v1/audit/patients/{patient}",
        "list_audit_of_patient",
        "Who saw or changed a patient's records, and whether a visit was near",
    );
    routes.push(Route::new(m, p, n, a, may, of_patient));
    let (m, p, n, a) = get("/v1/audit/people/{person}", "list_audit_of_person", "What a person did and saw");
    routes.push(Route::new(m, p, n, a, may, of_person));
    let (m, p, n, a) = get(
        "/v1/audit/appointments/{appointment}",
        "list_audit_of_appointment",
        "Who changed a visit, from what to what",
    );
    routes.push(Route::new(m, p, n, a, may, of_appointment));
    let (m, p, n, a) =
        get("/v1/audit/failed-sign-ins", "list_failed_sign_ins", "Who tried to sign in and could not");
    routes.push(Route::new(m, p, n, a, may, failed_sign_ins));
    let (m, p, n, a) =
        get("/v1/audit/export", "export_audit", "The trail as a FHIR bundle of audit events, page by page");
    routes.push(Route::new(m, p, n, a, may, export).fresh_mfa());
    let (m, p, n, a) = get(
        "/v1/audit/checkpoints/latest",
        "read_audit_checkpoint",
        "Where the trail stands, signed, and the proof that what a desk holds is still in it",
    );
    routes.push(
        Route::new(m, p, n, a, Access::SignedIn, latest_checkpoint).unaudited("hashes, and nobody's data"),
    );
    routes
}

/// What JSON's numbers hold exactly.
const MOST_ENTRIES: u64 = 9_007_199_254_740_991;

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SpanQuery {
    /// From the beginning without it.
    #[garde(skip)]
    from: Option<Moment>,
    /// Not included; until now without it.
    #[garde(skip)]
    to: Option<Moment>,
    /// The number of the last entry of the page before.
    #[garde(range(min = 1, max = MOST_ENTRIES))]
    before: Option<u64>,
    #[garde(range(min = 1, max = 500))]
    limit: Option<u16>,
}

impl SpanQuery {
    fn span(&self, now: Instant) -> Span {
        Span {
            before: self.before.unwrap_or(MOST_ENTRIES),
            from: self.from.map_or(Instant(0), |it| it.0),
            to: self.to.map_or(now.plus_seconds(1), |it| it.0),
            most: self.limit.unwrap_or(100),
        }
    }
}

fn text(at: Instant) -> String {
    rfc3339(at, Tz::UTC)
}

#[derive(Serialize, JsonSchema)]
pub struct AuditPage {
    entries: Vec<AuditLine>,
    /// The `before` of the next page; absent after the last.
    next: Option<u64>,
}

#[derive(Serialize, JsonSchema)]
pub struct AuditLine {
    seq: u64,
    at: Moment,
    /// The sentence's code: `read_patient`.
    says: String,
    person: Option<Uuid>,
    person_name: Option<String>,
    device: Option<Uuid>,
    resource_type: String,
    resource: Option<String>,
    outcome: String,
    patients: Vec<Uuid>,
    /// Codes and names of fields.
    details: Value,
    address: Option<String>,
    /// Of the patient who was asked about: whether a visit of theirs was within thirty days.
    has_visit: Option<bool>,
}

impl AuditLine {
    fn of(told: &Told, people: &[Person]) -> AuditLine {
        let it = &told.entry;
        let name = people.iter().find(|person| Some(person.id) == it.user).map(|it| it.name.clone());
        AuditLine {
            seq: it.seq,
            at: Moment(it.at),
            says: format!("{}_{}", it.action, it.resource_type),
            person: it.user.map(|it| it.0),
            person_name: name,
            device: it.device.map(|it| it.0),
            resource_type: it.resource_type.clone(),
            resource: it.resource_id.clone(),
            outcome: it.outcome.clone(),
            patients: it.patients.iter().map(|it| it.0).collect(),
            details: serde_json::from_str(&it.details).unwrap_or_default(),
            address: it.ip_address.map(|it| it.to_string()),
            has_visit: told.has_visit,
        }
    }
}

/// Asks, and notes in the trail who asked about whom.
async fn inquire(
    cx: &Cx,
    tenant: &mut Tenant,
    inquiry: &Inquiry,
    query: &SpanQuery,
) -> Result<AuditPage, Problem> {
    let span = query.span(cx.now);
    let told = tenant.inquire(inquiry, span).await?;
    let is_full = told.len() == usize::from(span.most);
    let people = &cx.caller()?.configuration.people;
    Ok(AuditPage {
        next: told.last().filter(|_| is_full).map(|it| it.entry.seq),
        entries: told.iter().map(|it| AuditLine::of(it, people)).collect(),
    })
}

fn act() -> Act {
    Act::done("inquire", "audit_trail")
}

async fn all(cx: Cx, input: Input<Nothing, SpanQuery>) -> Result<Json<AuditPage>, Problem> {
    let mut tenant = cx.tenant().await?;
    let page = inquire(&cx, &mut tenant, &Inquiry::All, &input.query).await?;
    cx.finish(tenant, Batch::default(), act()).await?;
    Ok(Json(page))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PatientPath {
    #[garde(skip)]
    patient: Uuid,
}

async fn of_patient(cx: Cx, input: Input<PatientPath, SpanQuery>) -> Result<Json<AuditPage>, Problem> {
    let id = PatientId(input.path.patient);
    let mut tenant = cx.tenant().await?;
    tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    let page = inquire(&cx, &mut tenant, &Inquiry::Patient(id), &input.query).await?;
    cx.finish(tenant, Batch::default(), act().on(id).about([id])).await?;
    Ok(Json(page))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PersonPath {
    #[garde(skip)]
    person: Uuid,
}

async fn of_person(cx: Cx, input: Input<PersonPath, SpanQuery>) -> Result<Json<AuditPage>, Problem> {
    let id = PersonId(input.path.person);
    if !cx.caller()?.configuration.people.iter().any(|it| it.id == id) {
        return Err(Problem::not_found());
    }
    let mut tenant = cx.tenant().await?;
    let page = inquire(&cx, &mut tenant, &Inquiry::Person(id), &input.query).await?;
    cx.finish(tenant, Batch::default(), act().on(id)).await?;
    Ok(Json(page))
}

async fn failed_sign_ins(cx: Cx, input: Input<Nothing, SpanQuery>) -> Result<Json<AuditPage>, Problem> {
    let mut tenant = cx.tenant().await?;
    let page = inquire(&cx, &mut tenant, &Inquiry::FailedSignIns, &input.query).await?;
    cx.finish(tenant, Batch::default(), act().on("failed_sign_ins")).await?;
    Ok(Json(page))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AppointmentPath {
    #[garde(skip)]
    appointment: Uuid,
}

#[derive(Serialize, JsonSchema)]
pub struct AppointmentTrail {
    entries: Vec<AuditLine>,
    next: Option<u64>,
    /// What the visit itself says of its past, the oldest first.
    changes: Vec<VisitChange>,
}

#[derive(Serialize, JsonSchema)]
pub struct VisitChange {
    at: Moment,
    person: Option<Uuid>,
    what: &'static str,
    from: Option<String>,
    to: Option<String>,
    is_undone: bool,
}

async fn of_appointment(
    cx: Cx,
    input: Input<AppointmentPath, SpanQuery>,
) -> Result<Json<AppointmentTrail>, Problem> {
    let id = AppointmentId(input.path.appointment);
    let mut tenant = cx.tenant().await?;
    let visit = tenant.appointment(id).await?.ok_or_else(Problem::not_found)?;
    let inquiry = Inquiry::Resource { kind: "appointment", id: id.to_string() };
    let AuditPage { entries, next } = inquire(&cx, &mut tenant, &inquiry, &input.query).await?;
    cx.finish(tenant, Batch::default(), act().on(id).about([visit.patient])).await?;
    Ok(Json(AppointmentTrail { entries, next, changes: changes(&visit) }))
}

/// A move says where the visit stood; where it went is where the next one found it, or where it is.
fn changes(visit: &Appointment) -> Vec<VisitChange> {
    let mut stood = visit.visit.start();
    let mut changes: Vec<VisitChange> = visit.history.iter().rev().map(|it| change(it, &mut stood)).collect();
    changes.reverse();
    changes
}

fn change(entry: &HistoryEntry, stood: &mut Instant) -> VisitChange {
    let (what, from, to) = match &entry.what {
        HistoryEvent::Booked { .. } => ("booked", None, Some(text(*stood))),
        HistoryEvent::Imported => ("imported", None, Some(text(*stood))),
        HistoryEvent::Moved { from, .. } => {
            let to = std::mem::replace(stood, from.start());
            ("moved", Some(text(from.start())), Some(text(to)))
        }
        HistoryEvent::Status { from, to, .. } => {
            ("status", Some(from.as_str().to_owned()), Some(to.as_str().to_owned()))
        }
        HistoryEvent::Confirmation { state } => ("confirmation", None, Some(state.as_str().to_owned())),
        HistoryEvent::Cancelled { reason } => ("cancelled", None, Some(reason.as_str().to_owned())),
        HistoryEvent::Transferred { from } => ("transferred", Some(from.to_string()), None),
        HistoryEvent::Noted => ("noted", None, None),
        HistoryEvent::Called { outcome, .. } => ("called", None, Some(outcome.as_str().to_owned())),
        HistoryEvent::Triaged { category } => ("triaged", None, Some(category.as_str().to_owned())),
        HistoryEvent::Asked(_) => ("asked", None, None),
    };
    VisitChange {
        at: Moment(entry.at),
        person: entry.by.map(|it| it.0),
        what,
        from,
        to,
        is_undone: !entry.stands(),
    }
}

/// A FHIR R4 bundle of `AuditEvent`s.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Bundle(Value);

async fn export(cx: Cx, input: Input<Nothing, SpanQuery>) -> Result<Json<Bundle>, Problem> {
    let span = input.query.span(cx.now);
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    let told = tenant.inquire(&Inquiry::All, span).await?;
    let bundle = fhir::bundle(&caller.configuration, &told, cx.now);
    cx.finish(tenant, Batch::default(), Act::done("export", "audit_trail")).await?;
    Ok(Json(Bundle(bundle)))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct HeldQuery {
    /// The checkpoint that the desk holds, as it was given.
    #[garde(length(max = 1_000))]
    held: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct LatestCheckpoint {
    /// A signed note (C2SP); absent before the first.
    checkpoint: Option<String>,
    /// Base64 of the key that signs.
    public_key: String,
    held: Option<HeldProof>,
}

/// What leads from the held checkpoint to the latest one, to be computed again by whoever holds it.
#[derive(Serialize, JsonSchema)]
pub struct HeldProof {
    is_contained: bool,
    /// Base64 of each entry's leaf after the held one, up to the latest checkpoint or 10,000 of them.
    leaves: Vec<String>,
}

const MOST_LEAVES: u64 = 10_000;

async fn latest_checkpoint(
    cx: Cx,
    input: Input<Nothing, HeldQuery>,
) -> Result<Json<LatestCheckpoint>, Problem> {
    let signer = &cx.app.signer;
    let held = match &input.query.held {
        Some(note) => Some(own(&cx, signer.verify(note)).await?),
        None => None,
    };
    let mut tenant = cx.tenant().await?;
    let latest = tenant.last_checkpoint().await?;
    let to = latest.as_ref().map_or(0, |it| it.seq);
    let proof = match &held {
        Some(held) => Some(prove(&mut tenant, held, to).await?),
        None => None,
    };
    tenant.rollback().await?;
    if let (Some(held), Some(false)) = (&held, proof.as_ref().map(|it| it.is_contained)) {
        audit_fork(&cx, held).await?;
    }
    Ok(Json(LatestCheckpoint {
        checkpoint: latest.map(|it| it.note),
        public_key: BASE64_STANDARD.encode(signer.public_key()),
        held: proof,
    }))
}

/// The held checkpoint, if it is of the caller's organization.
async fn own(cx: &Cx, held: Option<Checkpoint>) -> Result<Checkpoint, Problem> {
    match held {
        Some(it) if it.organization == cx.caller()?.organization => return Ok(it),
        Some(_) => cross_tenant(cx).await?,
        None => {}
    }
    Err(Problem::invalid("query.held", "This centre signed no such checkpoint."))
}

async fn prove(tenant: &mut Tenant, held: &Checkpoint, to: u64) -> Result<HeldProof, Problem> {
    let is_contained = tenant.audit_hash(held.seq).await?.is_some_and(|it| it == held.hash);
    if !is_contained {
        return Ok(HeldProof { is_contained, leaves: Vec::new() });
    }
    let leaves = tenant.audit_leaves(held.seq, to.min(held.seq + MOST_LEAVES)).await?;
    Ok(HeldProof { is_contained, leaves: leaves.iter().map(|it| BASE64_STANDARD.encode(it)).collect() })
}
