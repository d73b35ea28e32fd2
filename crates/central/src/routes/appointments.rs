//! Appointments: the book as lists, and each visit with what happened to it.

use super::views::{
    time::Moment,
    visit::{VisitLine, VisitView, is_today},
};
use crate::http::{Access, Act, CURSOR_LENGTH, Cx, Input, Nothing, Page, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, Tenant, Visits};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus},
    field_access::{Circumstances, Sights},
    field_cut::Cut,
    id::{AppointmentId, LocationId, PatientId, ResourceId},
    patient::Patient,
    people::Permission,
    time::{Instant, Period},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A list of one patient's visits reaches this far; any other, a year and a week.
const DAYS_OF_PATIENT: i64 = 100 * 366;
const MOST_DAYS: i64 = 373;
/// What is listed where nobody says until when.
const ORDINARY_DAYS: i64 = 31;

pub fn routes() -> Vec<Route> {
    [lists(), super::visit_acts::routes()].concat()
}

fn lists() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/appointments",
            "list_appointments",
            "Visits in the order of time, by period, provider, location, patient and status",
            Access::May(Permission::ViewDay),
            list,
        ),
        Route::new(
            Method::GET,
            "/v1/appointments/{appointment}",
            "read_appointment",
            "A visit with what happened to it",
            Access::May(Permission::ViewDay),
            read,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct AppointmentPath {
    pub appointment: AppointmentId,
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct AppointmentsQuery {
    /// In which visits start: from now on when absent, and of a patient from the first.
    pub from: Option<Moment>,
    /// A month on when absent, and of a patient to the last; at most 373 days on, but of a patient.
    pub to: Option<Moment>,
    pub patient: Option<PatientId>,
    pub provider: Option<ResourceId>,
    pub location: Option<LocationId>,
    pub status: Option<AppointmentStatus>,
    #[serde(skip_serializing)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing)]
    #[garde(length(max = CURSOR_LENGTH))]
    pub cursor: Option<String>,
}

impl AppointmentsQuery {
    fn visits(&self, now: Instant) -> Result<Visits, Problem> {
        let day = |of: i64| of * 24 * 60;
        let (first, days, most) = match self.patient {
            Some(_) => (now.plus_minutes(-day(DAYS_OF_PATIENT)), 2 * DAYS_OF_PATIENT, 2 * DAYS_OF_PATIENT),
            None => (now, ORDINARY_DAYS, MOST_DAYS),
        };
        let from = self.from.map_or(first, |it| it.0);
        let to = self.to.map_or(from.plus_minutes(day(days)), |it| it.0);
        let within = Period::new(from, to).filter(|it| it.minutes() <= day(most));
        let within = within.ok_or_else(|| {
            Problem::invalid("query.to", "The period is too long, or ends before it begins.")
        })?;
        let AppointmentsQuery { patient, provider, location, status, .. } = *self;
        Ok(Visits { within, patient, provider, location, status })
    }
}

/// A list that begins now is another list a second later: its pages are of the one that the first page began.
#[derive(Serialize, Deserialize)]
struct Place {
    from: Instant,
    to: Instant,
    at: Instant,
    id: AppointmentId,
}

async fn list(cx: Cx, input: Input<Nothing, AppointmentsQuery>) -> Result<Json<Page<VisitLine>>, Problem> {
    let query = input.query;
    let list = cx.list("list_appointments", &query, query.limit)?;
    let after: Option<Place> = list.after(query.cursor.as_deref())?;
    let mut wanted = query.visits(cx.now)?;
    if let Some(within) = after.as_ref().and_then(|it| Period::new(it.from, it.to)) {
        wanted.within = within;
    }
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let found = tenant.visits(&wanted, after.map(|it| (it.at, it.id)), list.limit + 1).await?;
    let (from, to) = (wanted.within.start(), wanted.within.end());
    let page = list.page(found, |it| Place { from, to, at: it.visit.start(), id: it.id });
    let sights = cx.caller()?.sights();
    let patients = patients_of(&mut tenant, &page.items, &sights).await?;
    let line = |it: Appointment| {
        let cut = sights.cut_appointment(it).ok_or_else(Problem::not_permitted)?.record;
        VisitLine::of(&cut, patients.get(&cut.patient), &configuration.setup).ok_or_else(Problem::internal)
    };
    let items = page.items.into_iter().map(line).collect::<Result<Vec<_>, Problem>>()?;
    let shown = patients.keys().copied();
    cx.finish(tenant, Batch::default(), Act::done("list", "appointment").about(shown)).await?;
    Ok(Json(Page { items, next: page.next }))
}

async fn read(cx: Cx, input: Input<AppointmentPath>) -> Result<Json<VisitView>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let visit = tenant.visit(input.path.appointment).await?.ok_or_else(Problem::not_found)?;
    let view = view(&cx, &mut tenant, &configuration.setup, visit).await?;
    let act = Act::done("read", "appointment").on(view.line.id).about([view.line.patient]);
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Json(view))
}

/// A visit as the caller sees it now.
pub(super) async fn view(
    cx: &Cx,
    tenant: &mut Tenant,
    setup: &clinic_domain::setup::Setup,
    visit: Appointment,
) -> Result<VisitView, Problem> {
    let zone = setup.location(visit.location).ok_or_else(Problem::internal)?.zone;
    let circumstances =
        Circumstances { is_visit_day: is_today(&visit, zone, cx.now), ..Circumstances::default() };
    let sights = cx.caller()?.viewer().sights(circumstances);
    let patients = patients_of(tenant, std::slice::from_ref(&visit), &sights).await?;
    let patient = patients.get(&visit.patient);
    let cut = sights.cut_appointment(visit).ok_or_else(Problem::not_permitted)?;
    VisitView::of(cut, patient, setup, &sights).ok_or_else(Problem::internal)
}

/// Whose visits these are, as far as the caller sees.
pub(super) async fn patients_of(
    tenant: &mut Tenant,
    visits: &[Appointment],
    sights: &Sights,
) -> Result<HashMap<PatientId, Cut<Patient>>, Problem> {
    let found = tenant.patients_by_id(visits.iter().map(|it| it.patient)).await?;
    let cut = |it: central_store::NamedPatient| Some((it.patient.id, sights.cut_patient(it.patient)?));
    Ok(found.into_iter().filter_map(cut).collect())
}
