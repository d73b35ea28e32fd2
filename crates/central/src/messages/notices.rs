//! What people of the clinic get: invitations, new passwords, security alerts. At once, at night too, and in both languages:
//! which one somebody reads best stands nowhere.

use super::{MessageState, words::Language};
use crate::app::App;
use central_store::{Batch, Message, Tenant};
use clinic_domain::{
    code_enum, id::PersonId, message::MessageChannel, organization::Organization, personal::Personal,
    time::Instant,
};
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
    pub organization: &'a Organization,
    /// The code to be entered, or what happened as a code.
    pub says: &'a str,
    /// Of no use afterwards.
    pub expires_at: Instant,
}

/// Adds the notice to the transaction of what it is about; that somebody cannot be reached shows among the messages.
pub fn notify(app: &App, tenant: &Tenant, batch: &mut Batch, it: &Notice<'_>) {
    let (state, code) = match (it.email, app.transports.has(MessageChannel::Email)) {
        ("", _) => (MessageState::Unreachable, "no_address"),
        (_, false) => (MessageState::Unreachable, "no_way_out"),
        _ => (MessageState::Waiting, ""),
    };
    // A code that goes nowhere is not kept.
    let texts =
        Language::ALL.iter().filter(|_| state == MessageState::Waiting).map(|language| text(it, *language));
    let (subjects, bodies): (Vec<String>, Vec<String>) = texts.unzip();
    let now = app.clock.now();
    let message = Message {
        id: app.ids.next(),
        kind: it.kind.as_str().to_owned(),
        channel: Some("email".to_owned()),
        language: Language::English.words().page.language.to_owned(),
        patient: None,
        person: Some(it.person),
        appointment: None,
        starts_at: None,
        location: None,
        previous_start: None,
        address: it.email.into(),
        subject: Personal::new(subjects.join(" / ")),
        body: Personal::new(bodies.join("\n\n--\n\n")),
        state: state.as_str().to_owned(),
        code: code.to_owned(),
        attempts: 0,
        due_at: now,
        expires_at: it.expires_at,
        sent_at: None,
        created_at: now,
    };
    tenant.write_message(batch, format!("{}/{}/{}", it.kind, it.about, it.person), &message);
}

fn text(it: &Notice<'_>, language: Language) -> (String, String) {
    let notices = &language.words().notice;
    let write = match it.kind {
        NoticeKind::Invitation => notices.invitation,
        NoticeKind::PasswordReset => notices.password_reset,
        NoticeKind::SecurityAlert => notices.security_alert,
    };
    write(it.organization, it.says)
}
