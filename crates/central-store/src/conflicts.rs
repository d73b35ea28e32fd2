//! Decisions that lost, as the list that people work through.

use crate::{
    columns::{at, bounded, entities, entity},
    error::StoreResult,
    tenant::{Tenant, values},
};
use clinic_domain::{
    conflict::BookingConflict,
    id::{ConflictId, LocationId},
    time::Instant,
};
use uuid::Uuid;

const ONE: &str = "SELECT body::text FROM central.booking_conflicts WHERE organization_id = $1 AND id = $2";
const UNRESOLVED: &str = "SELECT body::text FROM central.booking_conflicts \
     WHERE organization_id = $1 AND state <> 'resolved' AND (starts_at, id) > ($2, $3) \
         AND ($4::uuid IS NULL OR location_id = $4) \
     ORDER BY starts_at, id LIMIT $5";
const ALL: &str = "SELECT body::text FROM central.booking_conflicts \
     WHERE organization_id = $1 AND (starts_at, id) > ($2, $3) AND ($4::uuid IS NULL OR location_id = $4) \
     ORDER BY starts_at, id LIMIT $5";

/// Asked by every desk that shows its work.
pub(crate) const HOT: &[(&str, &str)] = &[("conflicts that wait for somebody", UNRESOLVED)];

/// Which ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflicts {
    pub location: Option<LocationId>,
    /// Those too that somebody has resolved.
    pub resolved: bool,
}

impl Tenant {
    pub async fn conflict(&mut self, id: ConflictId) -> StoreResult<Option<BookingConflict>> {
        let rows = self.query(ONE, values![self.organization().0, id.0]).await?;
        rows.first().map(|row| entity("booking_conflicts", row.get(0))).transpose()
    }

    /// By when their visits were to begin, after a place.
    pub async fn conflicts(
        &mut self,
        wanted: Conflicts,
        after: Option<(Instant, ConflictId)>,
        limit: usize,
    ) -> StoreResult<Vec<BookingConflict>> {
        let (from, id) = after.unwrap_or((Instant(0), ConflictId(Uuid::nil())));
        let limit = bounded(limit);
        let location = wanted.location.map(|it| it.0);
        let sql = if wanted.resolved { ALL } else { UNRESOLVED };
        let rows = self.query(sql, values![self.organization().0, at(from), id.0, location, limit]).await?;
        entities("booking_conflicts", &rows)
    }
}
