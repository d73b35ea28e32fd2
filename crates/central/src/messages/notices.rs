//! What people of the clinic get: invitations, new passwords, security alerts. At once, at night too, in the language that they
//! read; in both where nobody has said which that is.

use super::{MessageState, words::Language};
use crate::app::App;
use central_store::{Batch, Message, Tenant};
use clinic_domain::{
    code_enum, id::PersonId, message::MessageChannel, organization::Organization, people::Person,
    personal::Personal, security::SecurityRule, time::Instant,
};
use uuid::Uuid;

code_enum! {
    NoticeKind {
        Invitation = "invitation",
        PasswordReset = "password_reset",
        /// Somebody asked for a code themselves; it is made when the mail goes.
        PasswordRequest = "password_request",
        PasswordChanged = "password_changed",
        SecurityAlert = "security_alert",
    }
}

/// What is said, with what cannot be said without: a code to be entered, or what happened.
#[derive(Clone, Copy)]
pub enum Said<'a> {
    Invitation(&'a str),
    PasswordReset(&'a str),
    PasswordRequest(&'a str),
    PasswordChanged,
    SecurityAlert(SecurityRule),
}

impl Said<'_> {
    const fn kind(self) -> NoticeKind {
        match self {
            Said::Invitation(_) => NoticeKind::Invitation,
            Said::PasswordReset(_) => NoticeKind::PasswordReset,
            Said::PasswordRequest(_) => NoticeKind::PasswordRequest,
            Said::PasswordChanged => NoticeKind::PasswordChanged,
            Said::SecurityAlert(_) => NoticeKind::SecurityAlert,
        }
    }

    fn text(self, clinic: &Organization, language: Language) -> (String, String) {
        let words = language.words();
        let notices = &words.notice;
        match self {
            Said::Invitation(code) => (notices.invitation)(clinic, code),
            Said::PasswordReset(code) => (notices.password_reset)(clinic, code),
            Said::PasswordRequest(code) => (notices.password_request)(clinic, code),
            Said::PasswordChanged => (notices.password_changed)(clinic),
            Said::SecurityAlert(rule) => (notices.security_alert)(clinic, (notices.rule)(rule)),
        }
    }

    /// Subject and text, in the language of who reads it.
    #[must_use]
    pub fn to(self, person: &Person, clinic: &Organization) -> (Personal, Personal) {
        let languages = Language::known(&person.language).map_or(Language::ALL.to_vec(), |it| vec![it]);
        let texts = languages.into_iter().map(|it| self.text(clinic, it));
        let (subjects, bodies): (Vec<String>, Vec<String>) = texts.unzip();
        (Personal::new(subjects.join(" / ")), Personal::new(bodies.join("\n\n--\n\n")))
    }
}

/// To whom, about what.
pub struct Notice<'a> {
    pub says: Said<'a>,
    /// The invitation, the link or the event: nobody gets two about it.
    pub about: Uuid,
    pub person: &'a Person,
    pub organization: &'a Organization,
    /// Of no use afterwards.
    pub expires_at: Instant,
}

/// Adds the notice to the transaction of what it is about; that somebody cannot be reached shows among the messages.
pub fn notify(app: &App, tenant: &Tenant, batch: &mut Batch, it: &Notice<'_>) {
    let (state, code) = match (it.person.email.as_str(), app.transports.has(MessageChannel::Email)) {
        ("", _) => (MessageState::Unreachable, "no_address"),
        (_, false) => (MessageState::Unreachable, "no_way_out"),
        _ => (MessageState::Waiting, ""),
    };
    // A code that goes nowhere is not kept.
    let is_kept = state == MessageState::Waiting;
    let (subject, body) = if is_kept {
        it.says.to(it.person, it.organization)
    } else {
        (Personal::default(), Personal::default())
    };
    let kind = it.says.kind();
    let message = Message {
        address: it.person.email.as_str().into(),
        subject,
        body,
        language: it.person.language.clone(),
        state: state.as_str().to_owned(),
        code: code.to_owned(),
        ..to_person(app, kind, Some(it.person.id), it.expires_at)
    };
    tenant.write_message(batch, format!("{kind}/{}/{}", it.about, it.person.id), &message);
}

/// The request of somebody who says that they forgot their password: `person` is whom it may be granted to, if anybody. The
/// row is the same either way, so that who asks does not learn by the time that it takes. `key` tells one request from another.
pub fn request_password(
    app: &App,
    tenant: &Tenant,
    batch: &mut Batch,
    (person, key): (Option<PersonId>, &str),
    expires_at: Instant,
) {
    let kind = NoticeKind::PasswordRequest;
    tenant.write_message(batch, format!("{kind}/{key}"), &to_person(app, kind, person, expires_at));
}

/// A mail that goes now, without what it says.
fn to_person(app: &App, kind: NoticeKind, person: Option<PersonId>, expires_at: Instant) -> Message {
    let now = app.clock.now();
    Message {
        id: app.ids.next(),
        kind: kind.as_str().to_owned(),
        channel: Some(MessageChannel::Email.as_str().to_owned()),
        language: String::new(),
        patient: None,
        person,
        appointment: None,
        starts_at: None,
        location: None,
        previous_start: None,
        address: Personal::default(),
        subject: Personal::default(),
        body: Personal::default(),
        state: MessageState::Waiting.as_str().to_owned(),
        code: String::new(),
        attempts: 0,
        due_at: now,
        expires_at,
        sent_at: None,
        created_at: now,
    }
}
