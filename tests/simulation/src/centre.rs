//! A centre in memory, with the steps of the real one in their order: whatever it keeps stands in maps instead of PostgreSQL.
//!
//! That it says the same as the real one is a test over PostgreSQL (`crates/central/tests/api/simulated`).

use super::{
    planted::Planted,
    tenant::{Known, Tenant},
};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    time::Instant,
};
use clinic_protocol::{
    SCHEMA,
    pushed::{Sent, in_chunks, without_gap},
    sync::{Chunk, PUSH_OPERATIONS, Page, Pushed, Welcome},
};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use uuid::Uuid;

const MOST_AT_ONCE: usize = 50;

pub struct Centre {
    pub tenants: BTreeMap<OrganizationId, Tenant>,
    /// The most rows of a page, and of a chunk.
    pub page_rows: usize,
    pub planted: Option<Planted>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    Gone,
    Revoked,
    Malformed,
}

impl Centre {
    pub fn push(
        &mut self,
        organization: OrganizationId,
        device: DeviceId,
        lines: &[Vec<u8>],
        now: Instant,
    ) -> Result<Pushed, Denied> {
        let planted = self.planted;
        let tenant = self.tenant(organization, device)?;
        let sent =
            lines.iter().take(PUSH_OPERATIONS).map(|it| Sent::read(it).filter(|it| it.device() == device));
        let sent = sent.collect::<Option<Vec<_>>>();
        let last = tenant.desks.get(&device).map_or(0, |it| it.last_seq);
        let (ready, expected) = match planted {
            Some(Planted::GapSkipped) => (sent.ok_or(Denied::Malformed)?, None),
            _ => without_gap(sent.ok_or(Denied::Malformed)?, last),
        };
        let earliest = tenant.last_decided(device).min(now);
        let mut results = Vec::with_capacity(ready.len());
        for chunk in in_chunks(ready, MOST_AT_ONCE) {
            results.extend(tenant.settle(device, chunk, (earliest, now), planted));
        }
        Ok(Pushed { epoch: tenant.epoch, results, expected })
    }

    pub fn hello(
        &mut self,
        organization: OrganizationId,
        device: DeviceId,
        now: Instant,
    ) -> Result<Welcome, Denied> {
        let tenant = self.tenant(organization, device)?;
        Ok(Welcome {
            server_time: now.0,
            epoch: tenant.epoch,
            head: tenant.seq,
            floor: tenant.floor,
            device_seq: tenant.desks.get(&device).map_or(0, |it| it.last_seq),
            deferred: tenant.known.values().filter(|it| it.at.is_none() && is_of(it, device)).count() as u64,
            schemas: vec![SCHEMA],
            ..Welcome::default()
        })
    }

    pub fn changes(
        &mut self,
        organization: OrganizationId,
        device: DeviceId,
        epoch: Uuid,
        after: u64,
    ) -> Result<Page, Denied> {
        let (most, planted) = (self.page_rows, self.planted);
        let mut foreign = None;
        if planted == Some(Planted::OrganizationsMixed) {
            let other = self.tenants.iter().find(|it| *it.0 != organization);
            foreign = other.and_then(|it| it.1.page(0, 1).pop());
        }
        let tenant = self.tenant(organization, device)?;
        if epoch != tenant.epoch || after > tenant.seq || after < tenant.floor {
            return Err(Denied::Gone);
        }
        let mut changes = tenant.page(after, most);
        let to = changes.last().map_or(after, |it| it.seq);
        changes.extend(foreign.filter(|_| to % 16 == 3));
        Ok(Page { epoch, schema: SCHEMA, from: after, to, head: tenant.seq, changes })
    }

    pub fn chunk(
        &mut self,
        organization: OrganizationId,
        device: DeviceId,
        (kind, between): (&str, Option<(i64, i64)>),
        after: Option<Uuid>,
    ) -> Result<Chunk, Denied> {
        let most = self.page_rows;
        let tenant = self.tenant(organization, device)?;
        let kind = super::KINDS.iter().find(|it| **it == kind).ok_or(Denied::Malformed)?;
        let rows: Vec<(Uuid, Box<RawValue>)> = tenant
            .rows
            .after(kind, after.unwrap_or(Uuid::nil()))
            .filter(|it| between.is_none_or(|between| tenant.is_near(it.1, between)))
            .take(most)
            .map(|(id, _)| (id, tenant.text((kind, id))))
            .collect();
        let next = rows.last().map(|it| it.0).filter(|_| rows.len() == most);
        let total = after.is_none().then(|| tenant.rows.count(kind) as u64);
        let rows = rows.into_iter().map(|it| it.1).collect();
        Ok(Chunk { epoch: tenant.epoch, schema: SCHEMA, head: tenant.seq, total, rows, next })
    }

    pub fn head(&mut self, organization: OrganizationId, device: DeviceId) -> Result<(Uuid, u64), Denied> {
        let tenant = self.tenant(organization, device)?;
        Ok((tenant.epoch, tenant.seq))
    }

    /// What a desk that nobody may use any more had not sent yet.
    pub fn salvage(&mut self, organization: OrganizationId, lines: Vec<Vec<u8>>) {
        if let Some(tenant) = self.tenants.get_mut(&organization) {
            tenant.quarantine.extend(lines);
        }
    }

    fn tenant(&mut self, organization: OrganizationId, device: DeviceId) -> Result<&mut Tenant, Denied> {
        let tenant = self.tenants.get_mut(&organization).ok_or(Denied::Revoked)?;
        match tenant.desks.get(&device) {
            Some(desk) if !desk.is_revoked => Ok(tenant),
            _ => Err(Denied::Revoked),
        }
    }
}

fn is_of(known: &Known, device: DeviceId) -> bool {
    known.device.is_some_and(|it| it.0 == device)
}
