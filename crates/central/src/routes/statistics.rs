//! The organization in figures.

use crate::http::{Access, Act, Cx, Input, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    appointment::AppointmentStatus,
    arbitration::count_providers,
    people::Permission,
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
    /// In use; each person once, at however many locations they see patients.
    pub providers: usize,
    /// Of the staff, who may sign in.
    pub people: usize,
    /// Of the staff, of whom the audit trail has an entry of the last 24 hours.
    pub active_users: u64,
    /// Records in use.
    pub patients: u64,
    /// Visits that begin today, at each location's own day, but for those that were cancelled or entered in error.
    pub appointments_today: u64,
    /// 0 to 1: of the visits of the last 30 days that came to an end (fulfilled, cancelled, missed, left before they were
    /// seen), the part that was fulfilled; absent where there were none.
    pub completion_rate: Option<f64>,
    /// 0 to 1: of the same visits, the part to which the patient did not come.
    pub no_show_rate: Option<f64>,
    /// Hours: of the visits that were booked in the last 30 days, but for those that were entered in error, the mean time from
    /// the booking to the visit; absent where there were none.
    pub average_booking_time: Option<f64>,
}

async fn read(cx: Cx, _: Input) -> Result<Json<Statistics>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let setup = &configuration.setup;
    let mut batch = Batch::default();
    let patients = tenant.count_patients(&mut batch);
    let month_ago = Instant(cx.now.0 - RATE_DAYS * 24 * 3600);
    let active = tenant.count_active_people(&mut batch, Instant(cx.now.0 - 24 * 3600));
    let booking_time = tenant.mean_booking_time(&mut batch, month_ago);
    let mut counts = Vec::new();
    let past = Period::new(month_ago, cx.now);
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
                true if status.is_on_the_day() => today += count,
                true => {}
                false => month.add(status, count),
            }
        }
    }
    Ok(Json(Statistics {
        locations: setup.locations.iter().filter(|it| it.is_active).count(),
        providers: count_providers(setup),
        people: configuration.people.iter().filter(|it| it.is_active).count(),
        active_users: answers.count(active),
        patients: answers.count(patients),
        appointments_today: today,
        completion_rate: month.rate(month.fulfilled),
        no_show_rate: month.rate(month.missed),
        average_booking_time: answers.mean_seconds(booking_time).map(|it| (it / 360.0).round() / 10.0),
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
            it if it.is_lost() => {}
            _ => return,
        }
        self.all += count;
    }

    #[allow(clippy::cast_precision_loss)] // Counts of a month.
    fn rate(&self, part: u64) -> Option<f64> {
        (self.all > 0).then(|| (part as f64 / self.all as f64 * 1000.0).round() / 1000.0)
    }
}
