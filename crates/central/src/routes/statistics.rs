//! The organization in figures.

use crate::http::{Access, Act, Cx, Input, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    appointment::AppointmentStatus,
    people::Permission,
    resource::ResourceKind,
    time::{Instant, Period, local_day},
};
use schemars::JsonSchema;
use serde::Serialize;

/// How far back visits are looked at for how many came to their end.
const RATE_DAYS: i64 = 30;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::GET,
        "/v1/statistics",
        "read_statistics",
        "How many providers, patients and people there are, and how today's book stands",
        Access::May(Permission::ViewReports),
        read,
    )]
}

#[derive(Serialize, JsonSchema)]
pub struct Statistics {
    pub locations: usize,
    /// Each person once, at however many locations they see patients.
    pub providers: usize,
    pub people: usize,
    pub patients: u64,
    /// Visits of today at each location's own day, but for those that were entered in error.
    pub appointments_today: u64,
    /// Of the visits of the last 30 days, the part that was fulfilled: 0 to 1; absent where there were none.
    pub completion_rate: Option<f64>,
    pub no_show_rate: Option<f64>,
}

async fn read(cx: Cx, _: Input) -> Result<Json<Statistics>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let setup = &configuration.setup;
    let mut batch = Batch::default();
    let patients = tenant.count_patients(&mut batch);
    let mut counts = Vec::new();
    let past = Period::new(Instant(cx.now.0 - RATE_DAYS * 24 * 3600), cx.now);
    for location in &setup.locations {
        let today = local_day(location.zone, cx.now.local_date(location.zone));
        counts.push((true, tenant.count_visits(&mut batch, location.id, today)));
        counts.extend(past.map(|it| (false, tenant.count_visits(&mut batch, location.id, it))));
    }
    let mut answers = cx.finish(tenant, batch, Act::done("read", "statistics")).await?;
    let (mut today, mut month) = (0, Ended::default());
    for (is_today, at) in counts {
        for (status, count) in answers.by_status(at)? {
            match is_today {
                true if status != AppointmentStatus::EnteredInError => today += count,
                true => {}
                false => month.add(status, count),
            }
        }
    }
    let is_person = |it: &&clinic_domain::resource::Resource| {
        it.is_active && it.kind == ResourceKind::Provider && it.same_person_as.is_none()
    };
    Ok(Json(Statistics {
        locations: setup.locations.iter().filter(|it| it.is_active).count(),
        providers: setup.resources.iter().filter(is_person).count(),
        people: configuration.people.iter().filter(|it| it.is_active).count(),
        patients: answers.count(patients),
        appointments_today: today,
        completion_rate: month.rate(month.fulfilled),
        no_show_rate: month.rate(month.missed),
    }))
}

/// Visits that came to an end, one way or the other.
#[derive(Default)]
struct Ended {
    all: u64,
    fulfilled: u64,
    missed: u64,
}

impl Ended {
    fn add(&mut self, status: AppointmentStatus, count: u64) {
        use AppointmentStatus as S;
        match status {
            S::Fulfilled => self.fulfilled += count,
            S::NoShow => self.missed += count,
            S::Cancelled | S::LateCancel | S::LeftWithoutBeingSeen => {}
            _ => return,
        }
        self.all += count;
    }

    #[allow(clippy::cast_precision_loss)] // Counts of a month.
    fn rate(&self, part: u64) -> Option<f64> {
        (self.all > 0).then(|| (part as f64 / self.all as f64 * 1000.0).round() / 1000.0)
    }
}
