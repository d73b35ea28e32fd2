//! Security events are told at once to those who answer for security.

use super::notices::{Notice, NoticeKind, notify};
use crate::app::App;
use central_store::{Batch, StoreResult};
use clinic_domain::{id::OrganizationId, permission::Permission, security::Severity};
use uuid::Uuid;

const TOGETHER: i64 = 20;
/// An alert that nobody could send for so long is found in the application.
const EXPIRY_SECONDS: i64 = 86_400;

/// Writes to everybody who sees security events, and marks these as told. How many there were.
///
/// # Errors
/// The database's.
pub async fn tell(app: &App, organization: OrganizationId) -> StoreResult<usize> {
    let configuration = app.configuration(organization).await?;
    let mut tenant = app.store.tenant(organization).await?;
    let events = tenant.untold_security_events(TOGETHER).await?;
    if events.is_empty() {
        tenant.rollback().await?;
        return Ok(0);
    }
    let mut batch = Batch::default();
    let people = || configuration.people.iter().filter(|it| it.may(Permission::ViewSecurityEvents));
    // What is for the regular review is in the list and in no mail.
    for event in events.iter().filter(|it| it.severity != Severity::Notice) {
        for person in people() {
            let notice = Notice {
                kind: NoticeKind::SecurityAlert,
                about: event.id,
                person: person.id,
                email: &person.email,
                organization: &configuration.setup.organization,
                says: event.rule.as_str(),
                expires_at: app.clock.now().plus_seconds(EXPIRY_SECONDS),
            };
            notify(app, &tenant, &mut batch, &notice);
        }
    }
    let told: Vec<Uuid> = events.iter().map(|it| it.id).collect();
    tenant.told(&mut batch, &told);
    tenant.commit(batch).await?;
    Ok(told.len())
}
