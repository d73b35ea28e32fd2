//! What is said to patients and people: planned by events, sent by the outbox, answered by a link or a reply.
//!
//! Invariants: nothing is said twice, and nothing that does not hold any more; no message names the reason of a visit; at night
//! nothing is sent that can wait; who cannot be reached is shown and is no error.

pub mod answers;
pub mod notices;
mod outbox;
pub mod page;
pub mod plan;
mod render;
pub mod sample;
mod settings;
mod transport;
pub mod words;

pub use outbox::send;
pub use settings::MessageSettings;
pub use transport::{Fate, Letter, Transports};

use crate::app::App;
use central_store::{Batch, Configuration, Message, StoreResult, Tenant};
use clinic_domain::{
    appointment::Appointment, code_enum, patient::Patient, personal::Personal, time::Instant,
};
use plan::{Draft, Scene};
use uuid::Uuid;

code_enum! {
    MessageState {
        Waiting = "waiting",
        /// On its way now.
        Sending = "sending",
        Sent = "sent",
        /// Tried as often as it may be, or cut off in the middle.
        Failed = "failed",
        /// The other end does not take it.
        Refused = "refused",
        /// The patient has no address, or wants none of it.
        Unreachable = "unreachable",
        /// What it says does not hold any more, or somebody took it back.
        Dropped = "dropped",
        Answered = "answered",
    }
}

/// Plans what is to be said about visits as they stand now. Visits whose rows cannot be read are named.
///
/// # Errors
/// The database's.
pub async fn plan(
    app: &App,
    tenant: &mut Tenant,
    batch: &mut Batch,
    visits: Vec<Uuid>,
    now: Instant,
) -> StoreResult<Vec<Uuid>> {
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let configuration = app.configuration_for(tenant).await?;
    let (_, settings) = MessageSettings::read(tenant).await?;
    // Locked, so that two who plan for a visit do it one after the other.
    let found = tenant.lock_visits(visits.clone()).await?;
    let patients = tenant.patients(found.iter().map(|it| it.patient.0).collect()).await?;
    let messages = tenant.messages_of_visits(visits.clone()).await?;
    let mut unreadable: Vec<Uuid> =
        visits.into_iter().filter(|id| !found.iter().any(|it| it.id.0 == *id)).collect();
    for visit in &found {
        let patient = patients.iter().find(|it| it.id == visit.patient);
        let location = configuration.setup.location(visit.location);
        let (Some(patient), Some(location)) = (patient, location) else {
            unreadable.push(visit.id.0);
            continue;
        };
        let said: Vec<Message> =
            messages.iter().filter(|it| it.appointment == Some(visit.id)).cloned().collect();
        let scene = Scene { settings: &settings, zone: location.zone, now };
        let plan = plan::plan(&scene, visit, &said);
        if !plan.drop.is_empty() {
            tenant.drop_messages(batch, plan.drop, "overtaken");
        }
        for draft in plan.write {
            let key = format!("{}/{}/{}", visit.id, draft.kind, draft.number);
            let message = written(app, &configuration, (visit, patient), &draft, now);
            tenant.write_message(batch, key, &message);
        }
    }
    Ok(unreadable)
}

fn written(
    app: &App,
    configuration: &Configuration,
    (visit, patient): (&Appointment, &Patient),
    draft: &Draft,
    now: Instant,
) -> Message {
    let way = plan::way(visit, patient).map(|it| it.0);
    let way = way.and_then(|it| if app.transports.has(it) { Ok(it) } else { Err("no_way_out") });
    let channel = way.ok();
    let language =
        channel.map(|it| words::template(&configuration.office, draft.kind, it, &patient.language));
    let state = if channel.is_some() { MessageState::Waiting } else { MessageState::Unreachable };
    Message {
        id: app.ids.next(),
        kind: draft.kind.as_str().to_owned(),
        channel: channel.map(|it| it.as_str().to_owned()),
        language: language.map_or("en", |it| it.0.words().page.language).to_owned(),
        patient: Some(patient.id),
        person: None,
        appointment: Some(visit.id),
        starts_at: Some(visit.visit.start()),
        location: Some(visit.location),
        previous_start: draft.previous_start,
        address: Personal::default(),
        subject: Personal::default(),
        body: Personal::default(),
        state: state.as_str().to_owned(),
        code: way.err().unwrap_or_default().to_owned(),
        attempts: 0,
        due_at: draft.due_at,
        expires_at: visit.visit.start(),
        sent_at: None,
        created_at: now,
    }
}
