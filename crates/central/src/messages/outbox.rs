//! Sends what is due: each message once.
//!
//! A message is marked as being sent before it goes. Whoever is cut off between the two leaves it in doubt: it is shown as
//! failed (`interrupted`), and a person decides whether it goes once more.

use super::{
    answers::Token,
    notices::{NoticeKind, Said},
    plan::{self, Scene},
    render::{self, Writing},
    settings::MessageSettings,
    transport::{Fate, Letter},
};
use crate::{app::App, auth::invitation, metrics};
use central_store::{Batch, Configuration, Message, Settled, StoreResult, Tenant, access::codes::Purpose};
use clinic_domain::{
    appointment::Appointment,
    id::OrganizationId,
    message::{MessageChannel, MessageKind},
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

const TOGETHER: u32 = 20;
/// Longer than any server may take for all of them.
const LEASE_SECONDS: i64 = 900;
/// About a day of them.
const MOST_ATTEMPTS: u32 = 28;
const FIRST_DELAY_SECONDS: i64 = 30;
const LONGEST_DELAY_SECONDS: i64 = 3600;

/// Sends what an organization has due now; how many went.
///
/// # Errors
/// The database's: what was not sent waits.
pub async fn send(app: &App, organization: OrganizationId) -> StoreResult<usize> {
    let mut sent = 0;
    loop {
        let outgoing = take(app, organization).await?;
        let is_last = outgoing.taken < TOGETHER as usize;
        for (channel, message, letter) in outgoing.letters {
            let fate = app.transports.send(channel, &letter, app.clock.now()).await;
            sent += usize::from(fate == Fate::Sent);
            let settled = settled(&message, fate, app.clock.now(), &letter.to);
            metrics::message_settled(settled.state, &settled.code);
            let tenant = app.store.tenant(organization).await?;
            let mut batch = Batch::default();
            tenant.settle_message(&mut batch, &settled);
            tenant.commit(batch).await?;
        }
        if is_last {
            return Ok(sent);
        }
    }
}

struct Outgoing {
    taken: usize,
    letters: Vec<(MessageChannel, Message, Letter)>,
}

/// Marks what is due, and settles on the way what is not to be sent any more.
async fn take(app: &App, organization: OrganizationId) -> StoreResult<Outgoing> {
    let now = app.clock.now();
    let mut tenant = app.store.tenant(organization).await?;
    let claimed = tenant.claim_messages(now, now.plus_seconds(LEASE_SECONDS), TOGETHER).await?;
    let (mut batch, mut letters) = (Batch::default(), Vec::new());
    let taken = claimed.len();
    if taken > 0 {
        let desk = Desk::open(app, &mut tenant, &claimed).await?;
        for message in claimed {
            match desk.letter(&mut batch, &tenant, &message) {
                Ok((channel, letter)) => letters.push((channel, message, letter)),
                Err(settled) => tenant.settle_message(&mut batch, &settled),
            }
        }
    }
    tenant.commit(batch).await?;
    Ok(Outgoing { taken, letters })
}

/// What messages are written from.
struct Desk<'a> {
    app: &'a App,
    now: Instant,
    configuration: Arc<Configuration>,
    settings: MessageSettings,
    visits: HashMap<Uuid, Appointment>,
    patients: HashMap<Uuid, Patient>,
}

impl<'a> Desk<'a> {
    async fn open(app: &'a App, tenant: &mut Tenant, messages: &[Message]) -> StoreResult<Desk<'a>> {
        let configuration = app.configuration_for(tenant).await?;
        let (_, settings) = MessageSettings::read(tenant).await?;
        let visits = messages.iter().filter_map(|it| it.appointment.map(|it| it.0)).collect();
        let visits = tenant.visits_by_id(visits).await?;
        let patients = tenant.patients(visits.iter().map(|it| it.patient.0).collect()).await?;
        Ok(Desk {
            app,
            now: app.clock.now(),
            configuration,
            settings,
            visits: visits.into_iter().map(|it| (it.id.0, it)).collect(),
            patients: patients.into_iter().map(|it| (it.id.0, it)).collect(),
        })
    }

    /// The message as it goes out, or what becomes of it instead.
    fn letter(
        &self,
        batch: &mut Batch,
        tenant: &Tenant,
        message: &Message,
    ) -> Result<(MessageChannel, Letter), Settled> {
        let instead = |state, code: &str| instead(message, state, code, message.due_at);
        if message.expires_at <= self.now {
            return Err(instead("dropped", "too_late"));
        }
        if message.kind == NoticeKind::PasswordRequest.as_str() {
            return self.with_a_code(batch, tenant, message).ok_or_else(|| instead("dropped", "nobody"));
        }
        let Some(appointment) = message.appointment else {
            let says_something = !message.body.is_empty();
            let letter = says_something.then(|| (MessageChannel::Email, self.to_person(message)));
            return letter.ok_or_else(|| instead("dropped", "not_kept"));
        };
        let visit = self.visits.get(&appointment.0).ok_or_else(|| instead("failed", "unreadable"))?;
        let patient = self.patients.get(&visit.patient.0).ok_or_else(|| instead("failed", "unreadable"))?;
        let location = self.configuration.setup.location(visit.location);
        let location = location.ok_or_else(|| instead("failed", "unreadable"))?;
        let kind: MessageKind = message.kind.parse().map_err(|_| instead("failed", "unreadable"))?;
        if !plan::holds(visit, message, self.now) {
            return Err(instead("dropped", "overtaken"));
        }
        let (channel, to) = plan::way(visit, patient).map_err(|code| instead("unreachable", code))?;
        if !self.app.transports.has(channel) {
            return Err(instead("unreachable", "no_way_out"));
        }
        let scene = Scene { settings: &self.settings, zone: location.zone, now: self.now };
        let due_at = plan::due_at(&scene, visit.visit.start());
        if due_at > self.now {
            return Err(self::instead(message, "waiting", "quiet_hours", due_at));
        }
        let link = match (render::asks(kind), self.app.config.public_url.as_deref()) {
            (true, Some(public_url)) => {
                let token = Token::new();
                tenant.link(batch, &token.hash(), message.id, visit.visit.start());
                token.link(public_url)
            }
            _ => String::new(),
        };
        let configuration = &self.configuration;
        let writing = Writing { configuration, location, visit, patient, message, channel, link };
        let text = writing.text(kind);
        Ok((channel, self.addressed(message, to, text.subject, text.body)))
    }

    /// The code is made now, so that none lies anywhere but in the mail; of two attempts the last one's works. Whoever may not
    /// sign in by now gets none.
    fn with_a_code(
        &self,
        batch: &mut Batch,
        tenant: &Tenant,
        message: &Message,
    ) -> Option<(MessageChannel, Letter)> {
        let person = self.configuration.people.iter().find(|it| Some(it.id) == message.person)?;
        if !person.may_sign_in() || person.email.is_empty() {
            return None;
        }
        let new = invitation::put(tenant, batch, Purpose::Password(person.id), None, self.now);
        let organization = &self.configuration.setup.organization;
        let (subject, body) = Said::PasswordRequest(&new.code).to(person, organization);
        Some((MessageChannel::Email, self.addressed(message, person.email.as_str().into(), subject, body)))
    }

    fn to_person(&self, message: &Message) -> Letter {
        self.addressed(message, message.address.clone(), message.subject.clone(), message.body.clone())
    }

    fn addressed(&self, message: &Message, to: Personal, subject: Personal, body: Personal) -> Letter {
        let organization = &self.configuration.setup.organization;
        Letter {
            message: message.id,
            to,
            clinic: organization.name.clone(),
            reply_to: organization.contact.email.clone(),
            subject,
            body,
        }
    }
}

fn instead(message: &Message, state: &'static str, code: &str, due_at: Instant) -> Settled {
    Settled {
        message: message.id,
        state,
        code: code.to_owned(),
        attempts: message.attempts,
        due_at,
        sent_at: None,
        address: Personal::default(),
    }
}

fn settled(message: &Message, fate: Fate, now: Instant, to: &Personal) -> Settled {
    let attempts = message.attempts + 1;
    let delay = (FIRST_DELAY_SECONDS << attempts.min(16)).min(LONGEST_DELAY_SECONDS);
    let due_at = now.plus_seconds(delay);
    let again = |code: String| {
        let is_over = attempts >= MOST_ATTEMPTS || due_at >= message.expires_at;
        (if is_over { "failed" } else { "waiting" }, code)
    };
    let (state, code) = match fate {
        Fate::Sent => ("sent", String::new()),
        Fate::Never(code) => ("refused", code),
        Fate::Later(code) => again(code),
        // Nobody was asked: the message has as many attempts as before.
        Fate::Unanswered("circuit_open") => {
            return Settled { due_at, ..instead(message, "waiting", "circuit_open", due_at) };
        }
        Fate::Unanswered(code) => again(code.to_owned()),
    };
    let sent_at = (state == "sent").then_some(now);
    Settled { message: message.id, state, code, attempts, due_at, sent_at, address: to.clone() }
}
