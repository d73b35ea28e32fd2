//! Who watches the watchers' trail: rules that read it as it grows, and what they raise.
//!
//! Invariant: each entry is read once, in order; should a reading be cut off, it begins anew and raises the same.

pub mod rules;

use crate::{
    app::App,
    audit::checkpoint::Checkpoint,
    http::{Cx, Problem},
    messages::notices::{Notice, Said, notify},
};
use central_store::{Alarm, Batch, Configuration, StoreResult, Tenant, Trailed};
use clinic_domain::{
    id::{OrganizationId, PatientId, PersonId},
    people::{Permission, Person},
    security::{SecurityRule, Severity},
};
use rules::{Facts, GLASS_DAYS, LOOK_BACK_SECONDS, Stretch};
use uuid::Uuid;

/// New entries of one reading, and what is kept in sight before them.
const PAGE: i64 = 500;
const BEFORE: i64 = 5_000;
const DAY_SECONDS: i64 = 86_400;

/// Reads what is new in an organization's trail, up to the end. How many entries there were.
///
/// # Errors
/// The database's; what was read before is done.
pub async fn step(app: &App, organization: OrganizationId) -> StoreResult<usize> {
    let mut read = 0;
    loop {
        match read_on(app, organization).await? {
            0 => return Ok(read),
            more => read += more,
        }
    }
}

async fn read_on(app: &App, organization: OrganizationId) -> StoreResult<usize> {
    let configuration = app.configuration(organization).await?;
    let mut tenant = app.store.tenant(organization).await?;
    let Some(position) = tenant.lock_security_position().await? else {
        tenant.rollback().await?;
        return Ok(0);
    };
    let new = tenant.entries_after(position, PAGE).await?;
    let (Some(first), Some(last)) = (new.first(), new.last()) else {
        tenant.rollback().await?;
        return Ok(0);
    };
    let since = first.at.plus_seconds(-LOOK_BACK_SECONDS);
    let before = tenant.entries_since(since, position, BEFORE).await?;
    let stretch = Stretch { before: &before, new: &new };
    let facts = facts(&mut tenant, &stretch, &configuration).await?;
    let mut batch = Batch::default();
    for alarm in rules::alarms(&stretch, &facts, &configuration) {
        tenant.raise(&mut batch, app.ids.next(), &alarm, app.clock.now());
    }
    tenant.advance_security_position(&mut batch, last.seq);
    tenant.commit(batch).await?;
    Ok(new.len())
}

/// What the rules need to know for this stretch.
async fn facts(
    tenant: &mut Tenant,
    stretch: &Stretch<'_>,
    configuration: &Configuration,
) -> StoreResult<Facts> {
    let mut facts = Facts::default();
    let looks = stretch.looks(&configuration.people);
    if let (Some(first), false) = (stretch.new.first(), looks.is_empty()) {
        let patients: Vec<PatientId> = looks.iter().map(|it| it.patient).collect();
        facts.related = tenant.related(&looks).await?;
        facts.family_names = tenant.family_names(&patients).await?;
        let busy = stretch.busy_readers();
        if !busy.is_empty() {
            // The hour that is looked at is not what is usual.
            let to = first.at.plus_seconds(-LOOK_BACK_SECONDS);
            let from = to.plus_seconds(-30 * DAY_SECONDS);
            facts.usual_reads = tenant.usual_reads(&busy, first.seq, (from, to)).await?;
        }
    }
    let broke = |it: &&Trailed| it.action == "break_glass";
    let people: Vec<PersonId> = stretch.new.iter().filter(broke).filter_map(|it| it.user).collect();
    if let (Some(last), false) = (stretch.new.last(), people.is_empty()) {
        facts.glass_broken =
            tenant.glass_broken(&people, last.at.plus_seconds(-GLASS_DAYS * DAY_SECONDS)).await?;
    }
    Ok(facts)
}

/// Tells those who watch over the organization of what cannot wait for the regular review. How many events they are told of.
///
/// # Errors
/// The database's: then nobody is told, and the next step does it.
pub async fn tell(app: &App, organization: OrganizationId) -> StoreResult<usize> {
    let configuration = app.configuration(organization).await?;
    let mut tenant = app.store.tenant(organization).await?;
    let events = tenant.untold_security_events(PAGE).await?;
    if events.is_empty() {
        tenant.rollback().await?;
        return Ok(0);
    }
    let mut batch = Batch::default();
    let watch = |it: &&Person| it.may(Permission::ViewSecurityEvents);
    let urgent = events.iter().filter(|it| it.severity > Severity::Notice);
    let mut told = 0;
    for event in urgent {
        told += 1;
        for person in configuration.people.iter().filter(watch) {
            let notice = Notice {
                says: Said::SecurityAlert(event.rule),
                about: event.id,
                person,
                organization: &configuration.setup.organization,
                expires_at: app.clock.now().plus_seconds(DAY_SECONDS),
            };
            notify(app, &tenant, &mut batch, &notice);
        }
    }
    let ids: Vec<Uuid> = events.iter().map(|it| it.id).collect();
    tenant.told(&mut batch, &ids);
    tenant.commit(batch).await?;
    Ok(told)
}

/// A desk holds a checkpoint that the trail does not contain: it was changed since, whoever did it.
///
/// # Errors
/// The database's.
pub async fn audit_fork(cx: &Cx, held: &Checkpoint) -> Result<(), Problem> {
    tracing::error!(seq = held.seq, "the audit trail is not what a desk was given of it");
    raise(cx, SecurityRule::AuditFork, held.seq.to_string(), Some(held.seq)).await
}

/// Somebody brings what only another organization can have.
///
/// # Errors
/// The database's.
pub async fn cross_tenant(cx: &Cx) -> Result<(), Problem> {
    let person = cx.caller()?.person.id;
    raise(cx, SecurityRule::CrossTenant, person.to_string(), None).await
}

async fn raise(cx: &Cx, rule: SecurityRule, cause: String, audit_seq: Option<u64>) -> Result<(), Problem> {
    let caller = cx.caller()?;
    let (person, device) = (Some(caller.person.id), caller.device);
    let alarm = Alarm { rule, cause, person, patient: None, device, count: 1, audit_seq, at: cx.now };
    let tenant = cx.tenant().await?;
    let mut batch = Batch::default();
    tenant.raise(&mut batch, cx.app.ids.next(), &alarm, cx.now);
    tenant.commit(batch).await?;
    Ok(())
}
