//! Figures of an organization, counted in its own transaction, and their sums over all: numbers alone.

use crate::{
    columns::at,
    error::StoreResult,
    store::Store,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{id::OrganizationId, time::Instant};

const OUTDATE: &str = "INSERT INTO central.figures (organization_id) VALUES ($1) \
     ON CONFLICT (organization_id) DO UPDATE SET is_outdated = true WHERE NOT figures.is_outdated";
const BEGIN_FIGURES: &str =
    "INSERT INTO central.figures (organization_id) VALUES ($1) ON CONFLICT (organization_id) DO NOTHING";
const LOCK: &str =
    "SELECT organization_id FROM central.figures WHERE organization_id = $1 FOR UPDATE SKIP LOCKED";
const COUNT: &str = "UPDATE central.figures SET is_outdated = false, counted_at = $2::timestamptz, \
     patients = (SELECT count(*) FROM central.users \
         WHERE organization_id = $1 AND user_type = 'patient' AND is_active), \
     providers = (SELECT count(DISTINCT coalesce(body ->> 'same_person_as', id::text)) FROM central.resources \
         WHERE organization_id = $1 AND kind = 'provider' AND is_active), \
     active_users = (SELECT count(*) FROM central.organization_users AS person \
         WHERE person.organization_id = $1 AND person.is_active AND EXISTS ( \
             SELECT FROM central.audit_logs AS entry WHERE entry.organization_id = $1 AND entry.user_id = person.id \
                 AND entry.created_at > $2::timestamptz - interval '1 day')), \
     appointments_today = (SELECT coalesce(sum(day.visits), 0) FROM central.locations AS location, \
         LATERAL (SELECT date_trunc('day', $2::timestamptz AT TIME ZONE location.timezone) AS midnight) AS today, \
         LATERAL (SELECT count(*) AS visits FROM central.appointments AS visit \
             WHERE visit.organization_id = $1 AND visit.location_id = location.id \
                 AND visit.scheduled_at >= today.midnight AT TIME ZONE location.timezone \
                 AND visit.scheduled_at < (today.midnight + interval '1 day') AT TIME ZONE location.timezone \
                 AND visit.status NOT IN ('cancelled', 'late-cancel', 'entered-in-error', 'proposed', 'waitlist')) AS day \
         WHERE location.organization_id = $1), \
     (visits_completed, visits_due) = (SELECT count(*) FILTER (WHERE status = 'fulfilled'), count(*) \
         FROM central.appointments WHERE organization_id = $1 AND scheduled_at > $2::timestamptz - interval '30 days' \
             AND scheduled_at < $2::timestamptz \
             AND status IN ('fulfilled', 'cancelled', 'late-cancel', 'noshow', 'left-without-being-seen')) \
     WHERE organization_id = $1";
const TO_COUNT: &str = "SELECT central.organizations_to_count($1, $2)";
const FIGURES: &str = "SELECT organizations, active_organizations, patients, providers, active_users, \
     appointments_today, visits_completed, visits_due FROM central.platform_figures()";
const BACKLOG: &str = "SELECT events_pending, events_oldest_seconds, deliveries_waiting, deliveries_dead, devices, \
     devices_seen, devices_behind, changes_behind_most, devices_silent, devices_waiting, operations_waiting \
     FROM central.platform_backlog($1)";
const BREACHES: &str = "SELECT central.breaches_of_the_wall($1)";

/// Sums over all organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlatformFigures {
    pub organizations: i64,
    pub active_organizations: i64,
    pub patients: i64,
    pub providers: i64,
    pub active_users: i64,
    pub appointments_today: i64,
    /// Within thirty days.
    pub visits_completed: i64,
    pub visits_due: i64,
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backlog {
    pub events_pending: i64,
    pub events_oldest_seconds: f64,
    pub deliveries_waiting: i64,
    pub deliveries_dead: i64,
    pub devices: i64,
    /// Within five minutes.
    pub devices_seen: i64,
    pub devices_behind: i64,
    /// By how many changes the last of them is behind.
    pub changes_behind_most: i64,
    /// For a day.
    pub devices_silent: i64,
    /// With operations to send, as they said themselves.
    pub devices_waiting: i64,
    pub operations_waiting: i64,
}

impl Store {
    /// Whose figures are to be counted: outdated ones that were counted before the first instant, any before the second.
    pub async fn organizations_to_count(
        &self,
        outdated_since: Instant,
        any_since: Instant,
    ) -> StoreResult<Vec<OrganizationId>> {
        self.organizations(TO_COUNT, values![at(outdated_since), at(any_since)]).await
    }

    pub async fn platform_figures(&self) -> StoreResult<PlatformFigures> {
        let row = self.single(FIGURES, Vec::new()).await?;
        Ok(PlatformFigures {
            organizations: row.get(0),
            active_organizations: row.get(1),
            patients: row.get(2),
            providers: row.get(3),
            active_users: row.get(4),
            appointments_today: row.get(5),
            visits_completed: row.get(6),
            visits_due: row.get(7),
        })
    }

    pub async fn backlog(&self, now: Instant) -> StoreResult<Backlog> {
        let row = self.single(BACKLOG, values![at(now)]).await?;
        Ok(Backlog {
            events_pending: row.get(0),
            events_oldest_seconds: row.get(1),
            deliveries_waiting: row.get(2),
            deliveries_dead: row.get(3),
            devices: row.get(4),
            devices_seen: row.get(5),
            devices_behind: row.get(6),
            changes_behind_most: row.get(7),
            devices_silent: row.get(8),
            devices_waiting: row.get(9),
            operations_waiting: row.get(10),
        })
    }
}

impl Tenant {
    /// Something happened: the figures are to be counted anew.
    pub fn outdate_figures(&self, batch: &mut Batch) {
        batch.add(OUTDATE, values![self.organization().0]);
    }

    /// Counts the organization's figures, unless somebody else is at it.
    pub async fn count_figures(mut self, now: Instant) -> StoreResult<()> {
        let organization = self.organization().0;
        let mut batch = Batch::default();
        batch.add(BEGIN_FIGURES, values![organization]);
        let locked = batch.add(LOCK, values![organization]);
        if self.run(batch).await?.take(locked).is_empty() {
            return self.rollback().await;
        }
        let mut batch = Batch::default();
        batch.add(COUNT, values![organization, at(now)]);
        self.commit(batch).await.map(|_| ())
    }

    /// The tables in which this organization sees rows of another one: none, as long as the wall stands.
    pub async fn breaches_of_the_wall(&mut self, stranger: OrganizationId) -> StoreResult<Vec<String>> {
        let rows = self.query(BREACHES, values![stranger.0]).await?;
        Ok(rows.iter().map(|row| row.get::<_, String>(0)).collect())
    }
}
