//! What Prometheus reads: counts and times by route and status, the platform's figures, what waits. No organization's or
//! person's name or id is in any label.
//!
//! A violation of the wall between organizations is counted where it shows: the database refuses a row or a table to a
//! transaction (SQLSTATE 42501), a token or cursor of one organization is used in another, the regular probe sees a row of
//! a stranger. Any other value than 0 is an incident.

use crate::app::App;
use axum::http::StatusCode;
use central_store::{Backlog, Delivery, Outbox, PlatformFigures, StoreResult};
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::{
    fmt::Write,
    sync::{
        OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 20.0];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
static ANSWERED: Mean = Mean::new();
static BOOKED: Mean = Mean::new();
static FAILED: AtomicU64 = AtomicU64::new(0);
static VIOLATIONS: AtomicU64 = AtomicU64::new(0);

/// A sum of times since the start.
struct Mean {
    count: AtomicU64,
    micros: AtomicU64,
}

impl Mean {
    const fn new() -> Mean {
        Mean { count: AtomicU64::new(0), micros: AtomicU64::new(0) }
    }

    fn add(&self, took: Duration) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or_default(), Ordering::Relaxed);
    }

    #[allow(clippy::cast_precision_loss)] // A mean of times is no account.
    fn seconds(&self) -> f64 {
        let count = self.count.load(Ordering::Relaxed).max(1);
        self.micros.load(Ordering::Relaxed) as f64 / count as f64 / 1e6
    }
}

/// Begins to keep counts and times. Once a process; what is counted before is lost.
///
/// # Errors
/// Something else keeps them already.
pub fn install() -> Result<(), BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(BUCKETS)?.install_recorder()?;
    // A second one cannot get here: it would not have been installed.
    let _ = RECORDER.set(handle);
    Ok(())
}

/// Moves what was counted from buffers to sums, from time to time.
pub fn keep_up() {
    if let Some(recorder) = RECORDER.get() {
        recorder.run_upkeep();
    }
}

/// What a route has answered: to find a figure by its labels each time would cost more than to keep it.
pub struct Tally {
    route: &'static str,
    seconds: Histogram,
    by_status: RwLock<Vec<(StatusCode, Counter)>>,
}

impl Tally {
    /// To be made when counts are kept already.
    #[must_use]
    pub fn of(route: &'static str) -> Tally {
        let seconds = metrics::histogram!("http_response_seconds", "route" => route);
        Tally { route, seconds, by_status: RwLock::default() }
    }

    pub fn answered(&self, status: StatusCode, took: Duration) {
        self.count(status).increment(1);
        self.seconds.record(took.as_secs_f64());
        ANSWERED.add(took);
        if status.is_server_error() {
            FAILED.fetch_add(1, Ordering::Relaxed);
        }
        if self.route == "book_appointment" && status.is_success() {
            BOOKED.add(took);
        }
    }

    fn count(&self, status: StatusCode) -> Counter {
        let known = self.by_status.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, counter)) = known.iter().find(|it| it.0 == status) {
            return counter.clone();
        }
        drop(known);
        let labels = [("route", self.route.to_owned()), ("status", status.as_u16().to_string())];
        // Whoever comes second finds the same counter.
        let counter = metrics::counter!("http_requests_total", &labels);
        self.by_status.write().unwrap_or_else(PoisonError::into_inner).push((status, counter.clone()));
        counter
    }
}

/// What became of events.
pub fn delivered(deliveries: &[Delivery]) {
    for it in deliveries {
        metrics::counter!("events_delivered_total", "handler" => it.handler, "state" => it.state)
            .increment(1);
    }
}

/// What became of a message.
pub fn message_settled(state: &'static str, code: &str) {
    let labels = [("state", state.to_owned()), ("code", code.to_owned())];
    metrics::counter!("messages_settled_total", &labels).increment(1);
}

/// Somebody was not let in, for so many are.
pub fn turned_away() {
    metrics::counter!("connections_turned_away_total").increment(1);
}

/// One organization saw, or tried to use, what is another's.
pub fn isolation_violation() {
    VIOLATIONS.fetch_add(1, Ordering::Relaxed);
}

/// The page that Prometheus reads. What only the database knows is not on it while that does not answer.
pub async fn page(app: &App) -> String {
    let mut page = RECORDER.get().map(PrometheusHandle::render).unwrap_or_default();
    if let Err(error) = stored(&mut page, app).await {
        tracing::debug!(%error, "figures of the database are not to be had");
    }
    service(&mut page, app);
    dependencies(&mut page, app);
    page
}

async fn stored(page: &mut String, app: &App) -> StoreResult<()> {
    let figures = app.store.platform_figures().await?;
    let (waiting, sent) =
        (app.store.backlog(app.clock.now()).await?, app.store.outbox(app.clock.now()).await?);
    platform(page, &figures);
    backlog(page, &waiting);
    outbox(page, &sent);
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // Prometheus keeps doubles.
fn platform(page: &mut String, it: &PlatformFigures) {
    let rate = if it.visits_due == 0 { 1.0 } else { it.visits_completed as f64 / it.visits_due as f64 };
    for (name, about, value) in [
        ("organizations", "Organizations", it.organizations as f64),
        ("active_organizations", "Organizations that work with it", it.active_organizations as f64),
        ("providers", "Active providers", it.providers as f64),
        ("patients", "Active patients", it.patients as f64),
        ("active_users", "People who did or looked at something within a day", it.active_users as f64),
        ("appointments_today", "Visits of each location's own day", it.appointments_today as f64),
        ("appointment_completion_rate", "Share of the visits of thirty days that took place", rate),
    ] {
        gauge(page, name, about, value);
    }
}

#[allow(clippy::cast_precision_loss)]
fn backlog(page: &mut String, it: &Backlog) {
    for (name, about, value) in [
        ("events_pending", "Events that no handler has seen", it.events_pending as f64),
        ("events_oldest_seconds", "How long the oldest of them waits", it.events_oldest_seconds),
        ("deliveries_waiting", "Events that a handler tries again", it.deliveries_waiting as f64),
        ("dead_letters", "Events that a handler gave up", it.deliveries_dead as f64),
        ("devices", "Enrolled desks", it.devices as f64),
        ("devices_seen", "Desks that called within five minutes", it.devices_seen as f64),
        ("devices_behind", "Desks that lack changes", it.devices_behind as f64),
        ("changes_behind", "How many changes the last of them lacks", it.changes_behind_most as f64),
        ("devices_silent", "Desks that have not called for a day", it.devices_silent as f64),
        (
            "devices_waiting",
            "Desks that still had to send something when they called",
            it.devices_waiting as f64,
        ),
        ("operations_waiting", "How many operations those had to send", it.operations_waiting as f64),
    ] {
        gauge(page, name, about, value);
    }
}

#[allow(clippy::cast_precision_loss)]
fn outbox(page: &mut String, it: &Outbox) {
    for (name, about, value) in [
        ("messages_waiting", "Messages that are to go out", it.waiting as f64),
        ("messages_overdue", "Those of them that should be gone", it.overdue as f64),
        ("messages_oldest_seconds", "How long the oldest of those is overdue", it.oldest_seconds),
        ("messages_in_trouble", "Messages that did not arrive", it.in_trouble as f64),
    ] {
        gauge(page, name, about, value);
    }
}

#[allow(clippy::cast_precision_loss)]
fn service(page: &mut String, app: &App) {
    let pool = app.store.pool_state();
    let answers = ANSWERED.count.load(Ordering::Relaxed).max(1);
    let errors = FAILED.load(Ordering::Relaxed) as f64 / answers as f64;
    let violations = VIOLATIONS.load(Ordering::Relaxed) + central_store::refused_by_wall();
    for (name, about, value) in [
        ("response_seconds", "Mean time of an answer since the start", ANSWERED.seconds()),
        ("booking_seconds", "Mean time of a booking since the start", BOOKED.seconds()),
        ("error_rate", "Share of answers since the start that were the service's fault", errors),
        (
            "tenant_isolation_violations",
            "Times that one organization reached for another's",
            violations as f64,
        ),
        ("pool_open", "Connections to the database", pool.open as f64),
        ("pool_idle", "Connections that nobody uses", pool.idle as f64),
        ("pool_waiting", "Requests that wait for one", pool.waiting as f64),
    ] {
        gauge(page, name, about, value);
    }
}

fn dependencies(page: &mut String, app: &App) {
    let name = "agentcare_circuit_open";
    let _ = writeln!(page, "# HELP {name} 1 while the dependency is left alone.\n# TYPE {name} gauge");
    for (dependency, is_open) in app.dependencies() {
        let _ = writeln!(page, "{name}{{dependency=\"{dependency}\"}} {}", u8::from(is_open));
    }
}

fn gauge(page: &mut String, name: &str, about: &str, value: f64) {
    let name = format!("agentcare_{name}");
    // Writing to a string cannot fail.
    let _ = writeln!(page, "# HELP {name} {about}.\n# TYPE {name} gauge\n{name} {value}");
}
