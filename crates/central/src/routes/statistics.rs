//! The organization in figures.

use crate::{
    http::{Access, Act, Cx, Input, Problem, Route},
    shared::{CacheKey, Cached},
};
use axum::{Json, http::Method};
use central_store::{Answers, Batch, Configuration, Tenant};
use clinic_domain::{
    appointment::AppointmentStatus,
    arbitration::count_providers,
    people::Permission,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

#[derive(Serialize, Deserialize, JsonSchema)]
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
    let counter = tenant.counter().await?;
    let act = Act::done("read", "statistics");
    let key = CacheKey::new(Cached::Statistics, cx.caller()?, &counter);
    if let Some(known) = cx.app.recall(&key).await {
        cx.finish(tenant, Batch::default(), act).await?;
        return Ok(Json(known));
    }
    let configuration = cx.app.configuration_in(&mut tenant, counter.setup_seq).await?;
    let mut batch = Batch::default();
    let asked = Asked::of(&configuration.setup, &tenant, &mut batch, cx.now);
    let answers = cx.finish(tenant, batch, act).await?;
    let statistics = asked.counted(answers, &configuration)?;
    cx.app.remember(&key, &statistics).await;
    Ok(Json(statistics))
}

/// Where the counts stand among the answers.
struct Asked {
    patients: usize,
    active: usize,
    booking_time: usize,
    /// Of today, or of the days before.
    visits: Vec<(bool, usize)>,
}

impl Asked {
    fn of(setup: &Setup, tenant: &Tenant, batch: &mut Batch, now: Instant) -> Asked {
        let month_ago = Instant(now.0 - RATE_DAYS * 24 * 3600);
        let patients = tenant.count_patients(batch);
        let active = tenant.count_active_people(batch, Instant(now.0 - 24 * 3600));
        let booking_time = tenant.mean_booking_time(batch, month_ago);
        let mut visits = Vec::new();
        let past = Period::new(month_ago, now);
        for location in &setup.locations {
            let today = local_day(location.zone, now.local_date(location.zone));
            visits.push((true, tenant.count_visits(batch, location.id, today)));
            visits.extend(past.map(|it| (false, tenant.count_visits(batch, location.id, it))));
        }
        Asked { patients, active, booking_time, visits }
    }

    fn counted(self, mut answers: Answers, configuration: &Configuration) -> Result<Statistics, Problem> {
        let setup = &configuration.setup;
        let (mut today, mut month) = (0, Ended::default());
        for (is_today, at) in self.visits {
            for (status, count) in answers.by_status(at)? {
                match is_today {
                    true if status.is_on_the_day() => today += count,
                    true => {}
                    false => month.add(status, count),
                }
            }
        }
        Ok(Statistics {
            locations: setup.locations.iter().filter(|it| it.is_active).count(),
            providers: count_providers(setup),
            people: configuration.people.iter().filter(|it| it.is_active).count(),
            active_users: answers.count(self.active),
            patients: answers.count(self.patients),
            appointments_today: today,
            completion_rate: month.rate(month.fulfilled),
            no_show_rate: month.rate(month.missed),
            average_booking_time: answers
                .mean_seconds(self.booking_time)
                .map(|it| (it / 360.0).round() / 10.0),
        })
    }
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
