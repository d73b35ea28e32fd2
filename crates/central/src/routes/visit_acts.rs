//! What is done with appointments: booked, moved, cancelled, checked in, confirmed. Each is one operation, decided by the
//! arbiter on the rows as they stand; its answer is the visit as it is afterwards.

use super::{
    appointments::{AppointmentPath, view},
    availability::open_offer,
    views::visit::{RequesterForm, VisitView},
};
use crate::http::{Access, Created, Cx, Input, Nothing, Problem, Route};
use axum::{Json, http::Method};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, CancelReason, ConfirmationState},
    attendance::TriageCategory,
    counter::{Asked, CardAnswer},
    field_access::{Circumstances, FieldGroup},
    id::{AppointmentId, PatientId, Version},
    operation::{Base, Booking, Change, OperationBody},
    patient::{ContactChannel, IdentityField},
    people::Permission,
    personal::Personal,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    let (book, status) = (Access::May(Permission::Book), Access::May(Permission::ChangeStatus));
    vec![
        Route::new(
            Method::POST,
            "/v1/appointments",
            "book_appointment",
            "Book a time that was offered",
            book,
            self::book,
        ),
        Route::new(
            Method::POST,
            "/v1/appointments/{appointment}/reschedule",
            "reschedule_appointment",
            "Move a visit to another time that was offered",
            book,
            reschedule,
        ),
        Route::new(
            Method::POST,
            "/v1/appointments/{appointment}/cancel",
            "cancel_appointment",
            "Cancel a visit",
            book,
            cancel,
        ),
        Route::new(
            Method::POST,
            "/v1/appointments/{appointment}/status",
            "set_appointment_status",
            "Say where a visit stands: arrived, with the provider, missed",
            status,
            set_status,
        ),
        Route::new(
            Method::POST,
            "/v1/appointments/{appointment}/check-in",
            "check_in",
            "Say that the patient is here, and how it was made sure who it is",
            status,
            check_in,
        ),
        Route::new(
            Method::PUT,
            "/v1/appointments/{appointment}/note",
            "set_appointment_note",
            "Write why the patient comes",
            book,
            set_note,
        ),
        Route::new(
            Method::PUT,
            "/v1/appointments/{appointment}/confirmation",
            "set_appointment_confirmation",
            "Write what the patient says to the time",
            book,
            set_confirmation,
        ),
        Route::new(
            Method::PUT,
            "/v1/appointments/{appointment}/triage",
            "set_appointment_triage",
            "Say how urgent it is that the patient is seen",
            status,
            set_triage,
        ),
    ]
}

/// No version is larger.
const MOST: u64 = i64::MAX as u64;

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct BookForm {
    /// As it was offered.
    #[garde(length(max = 8_192))]
    pub offer: String,
    pub patient: PatientId,
    #[serde(default)]
    pub requested_by: RequesterForm,
    #[serde(default)]
    #[garde(length(chars, max = 2_000))]
    pub note: String,
    /// Needed for an overbook.
    #[serde(default)]
    #[garde(length(chars, min = 1, max = 200))]
    pub overbook_reason: Option<String>,
    /// How to remind the patient of this visit; by their own preference when absent.
    #[serde(default)]
    pub reminder: Option<ContactChannel>,
    /// For a visit by phone or video: another number or link than the patient's or the provider's own.
    #[serde(default)]
    #[garde(length(chars, max = 500))]
    pub contact_point: String,
    /// The lost visit that it stands in for.
    #[serde(default)]
    pub instead_of: Option<AppointmentId>,
    /// The patient stands at the counter, and it is so urgent.
    #[serde(default)]
    pub walk_in: Option<TriageCategory>,
}

async fn book(cx: Cx, input: Input<Nothing, Nothing, BookForm>) -> Result<Created<VisitView>, Problem> {
    let form = input.body;
    let id = AppointmentId(cx.new_id());
    if !form.note.is_empty() {
        may_write(&cx, FieldGroup::ReasonText)?;
    }
    let booking = Booking {
        appointment: id,
        patient: form.patient,
        slot: open_offer(&cx, "body.offer", &form.offer)?,
        requested_by: form.requested_by.requester(),
        note: form.note.into(),
        overbook_reason: form.overbook_reason,
        reminder: form.reminder,
        contact_point: form.contact_point.into(),
        instead_of: form.instead_of,
        series: None,
        walk_in: form.walk_in,
    };
    Ok(Created(act(&cx, OperationBody::Book(booking), id, None).await?))
}

/// Who changes a visit says which version of it they saw.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct RescheduleForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    /// As it was offered for this visit.
    #[garde(length(max = 8_192))]
    pub offer: String,
    #[serde(default)]
    pub requested_by: RequesterForm,
    /// Needed for an overbook.
    #[serde(default)]
    #[garde(length(chars, min = 1, max = 200))]
    pub overbook_reason: Option<String>,
}

async fn reschedule(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, RescheduleForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, form) = (input.path.appointment, input.body);
    let body = OperationBody::Reschedule {
        appointment,
        slot: open_offer(&cx, "body.offer", &form.offer)?,
        overbook_reason: form.overbook_reason,
        requested_by: form.requested_by.requester(),
        series: None,
    };
    Ok(Json(act(&cx, body, appointment, Some(form.version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct CancelForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    pub reason: CancelReason,
    #[serde(default)]
    #[garde(length(chars, max = 2_000))]
    pub note: String,
    #[serde(default)]
    pub requested_by: RequesterForm,
}

async fn cancel(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, CancelForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, form) = (input.path.appointment, input.body);
    if !form.note.is_empty() {
        may_write(&cx, FieldGroup::ReasonText)?;
    }
    let (note, requested_by) = (Personal::from(form.note), form.requested_by.requester());
    let body = OperationBody::Cancel { appointment, reason: form.reason, note, requested_by };
    Ok(Json(act(&cx, body, appointment, Some(form.version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct StatusForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    pub to: AppointmentStatus,
    #[serde(default)]
    pub requested_by: RequesterForm,
}

async fn set_status(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, StatusForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, StatusForm { version, to, requested_by }) = (input.path.appointment, input.body);
    let body = OperationBody::SetStatus { appointment, to, requested_by: requested_by.requester() };
    Ok(Json(act(&cx, body, appointment, Some(version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct CheckInForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    /// What was compared with what the patient says: two different details at least.
    #[garde(length(max = 6))]
    pub verified: Vec<IdentityField>,
    /// Phone, address and coverage are as the record has them.
    #[serde(default)]
    pub details_confirmed: bool,
    /// What came of asking for the insurance card.
    #[serde(default)]
    pub card: Option<CardAnswer>,
    #[serde(default)]
    pub requested_by: RequesterForm,
}

async fn check_in(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, CheckInForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, form) = (input.path.appointment, input.body);
    let body = OperationBody::CheckIn {
        appointment,
        verified: form.verified,
        requested_by: form.requested_by.requester(),
        asked: Asked { details_confirmed: form.details_confirmed, card: form.card },
    };
    Ok(Json(act(&cx, body, appointment, Some(form.version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NoteForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    #[garde(length(chars, max = 2_000))]
    pub note: String,
}

async fn set_note(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, NoteForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, NoteForm { version, note }) = (input.path.appointment, input.body);
    may_write(&cx, FieldGroup::ReasonText)?;
    let body = OperationBody::SetNote { appointment, note: note.into() };
    Ok(Json(act(&cx, body, appointment, Some(version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ConfirmationForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    pub state: ConfirmationState,
    pub channel: ContactChannel,
}

async fn set_confirmation(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, ConfirmationForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, ConfirmationForm { version, state, channel }) = (input.path.appointment, input.body);
    let body = OperationBody::SetConfirmation { appointment, state, channel };
    Ok(Json(act(&cx, body, appointment, Some(version)).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct TriageForm {
    #[garde(range(min = 1, max = MOST))]
    pub version: u64,
    pub category: TriageCategory,
}

async fn set_triage(
    cx: Cx,
    input: Input<AppointmentPath, Nothing, TriageForm>,
) -> Result<Json<VisitView>, Problem> {
    let (appointment, TriageForm { version, category }) = (input.path.appointment, input.body);
    may_write(&cx, FieldGroup::ReasonCategory)?;
    let body = OperationBody::SetTriage { appointment, category };
    Ok(Json(act(&cx, body, appointment, Some(version)).await?))
}

fn may_write(cx: &Cx, group: FieldGroup) -> Result<(), Problem> {
    let may = cx.caller()?.viewer().may_write(group, Circumstances::default());
    if may { Ok(()) } else { Err(Problem::not_permitted()) }
}

/// Hands it to the arbiter, and shows the visit as it is afterwards.
async fn act(
    cx: &Cx,
    body: OperationBody,
    id: AppointmentId,
    version: Option<u64>,
) -> Result<VisitView, Problem> {
    may_write(cx, FieldGroup::Schedule)?;
    let performed = cx.operate(body, version.map(|it| Base::Version(Version(it)))).await?;
    let written = performed.changes.into_iter().find_map(|it| match it {
        Change::Appointment(it) if it.id == id => Some(*it),
        _ => None,
    });
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let visit: Appointment = match written {
        Some(it) => it,
        None => tenant.visit(id).await?.ok_or_else(Problem::not_found)?,
    };
    let view = view(cx, &mut tenant, &configuration.setup, visit).await?;
    tenant.rollback().await?;
    Ok(view)
}
