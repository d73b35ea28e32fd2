//! Reports as files for a spreadsheet. They leave the house: only who may export gets them, cut to what their roles see, and
//! whose data was in one stands in the trail.

use super::{
    analytics::{CapacityQuery, capacity},
    appointments::patients_of,
    views::time::Day,
};
use crate::http::{Access, Act, Csv, Cx, Input, Nothing, Problem, Route};
use axum::http::Method;
use central_store::{Batch, Configuration, Tenant, Visits};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus},
    field_access::{FieldGroup, Sight, Sights},
    field_cut::Cut,
    id::{LocationId, PatientId},
    patient::Patient,
    people::Permission,
    setup::Setup,
    time::{Period, local_day},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;
use std::{collections::HashMap, sync::Arc, time::Duration};

/// Longer reports are asked for in parts.
const MOST_ROWS: usize = 20_000;
const MOST_DAYS: i64 = 93;
const AT_ONCE: usize = 2_000;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Permission::Export);
    vec![
        Route::new(
            Method::GET,
            "/v1/reports/appointments",
            "export_appointments",
            "Visits of a period",
            may,
            appointments,
        ),
        Route::new(
            Method::GET,
            "/v1/reports/no-shows",
            "export_no_shows",
            "Visits of a period that were missed",
            may,
            no_shows,
        ),
        Route::new(
            Method::GET,
            "/v1/reports/utilisation",
            "export_utilisation",
            "Each provider's time of each day: worked, booked, free and lost",
            may,
            utilisation,
        ),
        Route::new(Method::GET, "/v1/reports/patients", "export_patients", "Patients by name", may, patients),
    ]
    .into_iter()
    .map(|it| it.time_limit(Duration::from_secs(60)).fresh_mfa())
    .collect()
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ReportQuery {
    pub location: LocationId,
    pub from: Day,
    /// Included; at most 93 days.
    pub to: Day,
}

async fn appointments(cx: Cx, input: Input<Nothing, ReportQuery>) -> Result<Csv<10>, Problem> {
    visits(&cx, &input.query, None, "appointments").await
}

async fn no_shows(cx: Cx, input: Input<Nothing, ReportQuery>) -> Result<Csv<10>, Problem> {
    visits(&cx, &input.query, Some(AppointmentStatus::NoShow), "no_shows").await
}

async fn utilisation(cx: Cx, input: Input<Nothing, CapacityQuery>) -> Result<Csv<8>, Problem> {
    may_export(&cx)?;
    let mut tenant = cx.tenant().await?;
    let (days, configuration) = capacity(&cx, &mut tenant, &input.query).await?;
    let header = [
        "day",
        "provider",
        "working_minutes",
        "booked_minutes",
        "free_minutes",
        "visits",
        "no_shows",
        "cancelled",
    ];
    let mut csv = Csv::new(header);
    for it in days {
        let name = configuration.setup.resource(it.provider).map_or("", |it| &it.name);
        csv.row([
            it.day.0.to_string(),
            name.to_owned(),
            it.working_minutes.to_string(),
            it.booked_minutes.to_string(),
            it.free_minutes.to_string(),
            it.visits.to_string(),
            it.no_shows.to_string(),
            it.cancelled.to_string(),
        ]);
    }
    cx.finish(tenant, Batch::default(), Act::done("export", "utilisation").on(input.query.location)).await?;
    Ok(csv)
}

async fn patients(cx: Cx, _: Input) -> Result<Csv<8>, Problem> {
    may_export(&cx)?;
    let sights = cx.caller()?.sights();
    let mut tenant = cx.tenant().await?;
    let mut csv = Csv::new([
        "record_number",
        "family_name",
        "given_names",
        "birth_date",
        "sex",
        "phone",
        "email",
        "is_active",
    ]);
    let (mut shown, mut after) = (Vec::new(), None);
    loop {
        let found = tenant.patients_page(after.take(), AT_ONCE).await?;
        after = found.last().map(|it| (it.key.clone(), it.patient.id)).filter(|_| found.len() == AT_ONCE);
        for named in found {
            shown.push(named.patient.id);
            let it = sights.cut_patient(named.patient).ok_or_else(Problem::not_permitted)?.record;
            csv.row([
                it.record_number,
                it.family_name.expose().to_owned(),
                it.given_names.expose().to_owned(),
                it.birth_date.map(|it| it.to_string()).unwrap_or_default(),
                it.sex.to_string(),
                it.phones.first().map(|it| it.number.expose().to_owned()).unwrap_or_default(),
                it.email.expose().to_owned(),
                it.is_active.to_string(),
            ]);
        }
        if shown.len() > MOST_ROWS {
            return Err(too_long("query"));
        }
        if after.is_none() {
            break;
        }
    }
    cx.finish(tenant, Batch::default(), Act::done("export", "patients").about(shown)).await?;
    Ok(csv)
}

async fn visits(
    cx: &Cx,
    query: &ReportQuery,
    status: Option<AppointmentStatus>,
    what: &'static str,
) -> Result<Csv<10>, Problem> {
    may_export(cx)?;
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let wanted = query.visits(&configuration.setup, status)?;
    let report = Report { sights: cx.caller()?.sights(), configuration };
    let mut csv = Csv::new(Report::HEADER);
    let (mut whose, mut after) = (HashMap::new(), None);
    for _ in 0..=MOST_ROWS / AT_ONCE {
        let found = tenant.visits(&wanted, after.take(), AT_ONCE).await?;
        after = found.last().map(|it| (it.visit.start(), it.id)).filter(|_| found.len() == AT_ONCE);
        report.add(&mut csv, &mut tenant, found, &mut whose).await?;
        if after.is_none() {
            let act = Act::done("export", what).on(query.location).about(whose.into_keys());
            cx.finish(tenant, Batch::default(), act).await?;
            return Ok(csv);
        }
    }
    Err(too_long("query.to"))
}

impl ReportQuery {
    fn visits(&self, setup: &Setup, status: Option<AppointmentStatus>) -> Result<Visits, Problem> {
        let zone = setup.location(self.location).ok_or_else(Problem::not_found)?.zone;
        let is_bounded = (0..MOST_DAYS).contains(&(self.to.0 - self.from.0).num_days());
        let within = Period::new(local_day(zone, self.from.0).start(), local_day(zone, self.to.0).end());
        let within = within.filter(|_| is_bounded).ok_or_else(|| too_long("query.to"))?;
        Ok(Visits { within, patient: None, provider: None, location: Some(self.location), status })
    }
}

struct Report {
    sights: Sights,
    configuration: Arc<Configuration>,
}

impl Report {
    const HEADER: [&'static str; 10] = [
        "start",
        "minutes",
        "zone",
        "provider",
        "type",
        "status",
        "confirmation",
        "record_number",
        "patient",
        "cancel_reason",
    ];

    async fn add(
        &self,
        csv: &mut Csv<10>,
        tenant: &mut Tenant,
        visits: Vec<Appointment>,
        whose: &mut HashMap<PatientId, Cut<Patient>>,
    ) -> Result<(), Problem> {
        let new: Vec<Appointment> =
            visits.iter().filter(|it| !whose.contains_key(&it.patient)).cloned().collect();
        whose.extend(patients_of(tenant, &new, &self.sights).await?);
        for visit in visits {
            let cut = self.sights.cut_appointment(visit).ok_or_else(Problem::not_permitted)?;
            csv.row(self.line(&cut.record, whose.get(&cut.record.patient).map(|it| &it.record)));
        }
        Ok(())
    }

    fn line(&self, visit: &Appointment, patient: Option<&Patient>) -> [String; 10] {
        let setup = &self.configuration.setup;
        let provider = setup.own_provider(&visit.allocations).and_then(|id| setup.resource(id));
        let sees_reasons = self.sights.of(FieldGroup::ReasonCategory) != Sight::Nothing;
        let reason = visit.cancellation.as_ref().filter(|_| sees_reasons).map(|it| it.reason.to_string());
        [
            visit.wall_start.clone(),
            visit.visit.minutes().to_string(),
            setup.location(visit.location).map_or("", |it| it.zone.name()).to_owned(),
            provider.map_or(String::new(), |it| it.name.clone()),
            setup.appointment_type(visit.appointment_type).map_or(String::new(), |it| it.name.clone()),
            visit.status.to_string(),
            visit.confirmation.state.to_string(),
            patient.map_or(String::new(), |it| it.record_number.clone()),
            patient.map_or(String::new(), |it| it.display_name().expose().to_owned()),
            reason.unwrap_or_default(),
        ]
    }
}

/// The product lets the role export; whether the organization does is its policy's.
fn may_export(cx: &Cx) -> Result<(), Problem> {
    let caller = cx.caller()?;
    let may = caller.configuration.office.policy.may_export(&caller.person);
    if may { Ok(()) } else { Err(Problem::not_permitted()) }
}

fn too_long(field: &str) -> Problem {
    Problem::invalid(field, "This would be too long for one report: ask for less at a time.")
}
