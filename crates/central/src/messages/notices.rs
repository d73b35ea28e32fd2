//! What people of the clinic get: invitations, new passwords, security alerts. At once, at night too.

use super::words::Language;
use crate::app::App;
use central_store::{Batch, Message, Tenant};
use clinic_domain::{code_enum, id::PersonId, personal::Personal, time::Instant};
use uuid::Uuid;

code_enum! {
    NoticeKind {
        Invitation = "invitation",
        PasswordReset = "password_reset",
        SecurityAlert = "security_alert",
    }
}

/// To whom, about what.
pub struct Notice<'a> {
    pub kind: NoticeKind,
    /// The invitation, the link or the event: nobody gets two about it.
    pub about: Uuid,
    pub person: PersonId,
    pub email: &'a str,
    pub language: Language,
    /// The organization's name.
    pub clinic: &'a str,
    /// The link, or what happened as a code.
    pub says: &'a str,
    /// Of no use afterwards.
    pub expires_at: Instant,
}

/// Adds the notice to the transaction of what it is about. Nobody can be reached without an address.
pub fn notify(app: &App, tenant: &Tenant, batch: &mut Batch, it: &Notice<'_>) {
    let notices = &it.language.words().notice;
    let write = match it.kind {
        NoticeKind::Invitation => notices.invitation,
        NoticeKind::PasswordReset => notices.password_reset,
        NoticeKind::SecurityAlert => notices.security_alert,
    };
    let (subject, body) = write(it.clinic, it.says);
    let has_way = app.transports.has(clinic_domain::message::MessageChannel::Email);
    let (state, code) = match (it.email, has_way) {
        ("", _) => ("unreachable", "no_address"),
        (_, false) => ("unreachable", "no_way_out"),
        _ => ("waiting", ""),
    };
    let now = app.clock.now();
    let message = Message {
        id: app.ids.next(),
        kind: it.kind.as_str().to_owned(),
        channel: Some("email".to_owned()),
        language: it.language.words().page.language.to_owned(),
        patient: None,
        person: Some(it.person),
        appointment: None,
        starts_at: None,
        location: None,
        previous_start: None,
        address: it.email.into(),
        subject: Personal::new(subject),
        body: Personal::new(body),
        state: state.to_owned(),
        code: code.to_owned(),
        attempts: 0,
        due_at: now,
        expires_at: it.expires_at,
        sent_at: None,
        created_at: now,
    };
    tenant.write_message(batch, format!("{}/{}/{}", it.kind, it.about, it.person), &message);
}
