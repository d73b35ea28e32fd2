//! A patient answers: by the one-time link of a message, or by replying to it.
//!
//! Invariants: what stands in a link is known to nobody afterwards, the database has its hash; looking changes nothing; an
//! answer becomes an operation with an id that follows from the message and the act, so that it is done once however often it
//! arrives; a link answers for its own visit alone, and for nothing once that has begun or was moved.

use super::{
    plan,
    settings::MessageSettings,
    words::{Language, Replies},
};
use crate::{
    app::App,
    arbitrate::{Settled, Submission, arbitrate, digest},
    http::{Act as Entry, Cx, Problem},
};
use central_store::{Answer, Batch, Configuration, Message, StoreResult, Tenant};
use clinic_domain::{
    appointment::{Appointment, CallOutcome, CancelReason, ConfirmationState, Requester},
    call::{CallAttempt, CallSubject},
    code_enum,
    fold::fold,
    id::{DeviceId, OpId, OrganizationId, PersonId},
    message::MessageChannel,
    operation::{Base, Operation, OperationBody},
    organization::Location,
    patient::{ContactChannel, Patient},
    people::{Person, Role},
    personal::Personal,
    time::Instant,
};
use clinic_protocol::{encode_operation, hex::hex_of};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// How soon somebody calls who was asked to.
const CALL_WITHIN_MINUTES: i64 = 30;

code_enum! {
    AnswerAct { Confirm = "confirm", Cancel = "cancel", Call = "call" }
}

/// 128 random bits, in a link only.
pub struct Token(String);

impl Token {
    #[must_use]
    pub fn new() -> Token {
        let bytes: [u8; 16] = clinic_env::random_bytes();
        Token(hex_of(&bytes))
    }

    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }

    #[must_use]
    pub fn link(&self, public_url: &str) -> String {
        format!("{}/a/{}", public_url.trim_end_matches('/'), self.0)
    }
}

impl Default for Token {
    fn default() -> Self {
        Token::new()
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A message that may be answered, with what it is about.
pub struct Open {
    pub organization: OrganizationId,
    pub message: Message,
    pub visit: Appointment,
    pub patient: Patient,
    pub location: Location,
    pub configuration: Arc<Configuration>,
    pub settings: MessageSettings,
    /// What was answered to it already.
    pub done: Vec<AnswerAct>,
    /// Whether the visit still stands as the message says.
    pub holds: bool,
}

impl Open {
    #[must_use]
    pub fn lets_cancel(&self, now: Instant) -> bool {
        self.settings.lets_cancel(self.visit.visit.start(), now)
    }
}

/// What a link opens; nothing for one that there is not, or that does not hold any more.
///
/// # Errors
/// The database's.
pub async fn by_link(app: &App, token: &str) -> StoreResult<Option<(Tenant, Open)>> {
    let hash = hash(token);
    let Some(organization) = app.store.organization_by_link(&hash).await? else { return Ok(None) };
    let mut tenant = app.store.tenant(organization).await?;
    let message = tenant.message_by_link(&hash, app.clock.now()).await?;
    open(app, tenant, message).await
}

/// What a reply from a number is about: the newest message of the one organization that waits for an answer from it.
///
/// # Errors
/// The database's.
pub async fn by_number(app: &App, number: &str) -> StoreResult<Option<(Tenant, Open)>> {
    let mut waiting = app.store.messages_to_number(&plan::dialled(number), app.clock.now()).await?;
    // Two organizations that wait: whom the patient means is not to be guessed.
    let (Some((organization, message)), true) = (waiting.pop(), waiting.is_empty()) else { return Ok(None) };
    let mut tenant = app.store.tenant(organization).await?;
    let message = tenant.message(message).await?;
    open(app, tenant, message).await
}

async fn open(
    app: &App,
    mut tenant: Tenant,
    message: Option<Message>,
) -> StoreResult<Option<(Tenant, Open)>> {
    let opened = match message {
        Some(message) => opened(app, &mut tenant, message).await?,
        None => None,
    };
    match opened {
        Some(open) => Ok(Some((tenant, open))),
        None => tenant.rollback().await.map(|()| None),
    }
}

async fn opened(app: &App, tenant: &mut Tenant, message: Message) -> StoreResult<Option<Open>> {
    let configuration = app.configuration_for(tenant).await?;
    let (_, settings) = MessageSettings::read(tenant).await?;
    let visit = tenant.visits_by_id(message.appointment.iter().map(|it| it.0).collect()).await?.pop();
    let Some(visit) = visit else { return Ok(None) };
    let holds = plan::is_about(&visit, &message, app.clock.now());
    let patient = tenant.patients(vec![visit.patient.0]).await?.pop();
    let location = configuration.setup.location(visit.location).cloned();
    let (Some(patient), Some(location)) = (patient, location) else { return Ok(None) };
    let answers = tenant.answers_to(vec![message.id]).await?;
    let done = answers.iter().filter_map(|it| it.act.parse().ok()).collect();
    let organization = tenant.organization();
    let open = Open { organization, message, visit, patient, location, configuration, settings, done, holds };
    Ok(Some(open))
}

/// Carries the answer out. What the rules do not allow is a [`Problem`] and leaves the link as it was. Done before, it is
/// done.
///
/// # Errors
/// The refusal, or the database's.
pub async fn answer(cx: &Cx, open: &Open, act: AnswerAct, channel: MessageChannel) -> Result<(), Problem> {
    if open.done.contains(&act) {
        return Ok(());
    }
    if !open.holds {
        return Err(Problem::not_found());
    }
    if act == AnswerAct::Cancel && !open.lets_cancel(cx.now) {
        return Err(Problem::new(
            axum::http::StatusCode::CONFLICT,
            "too_late",
            "The visit is cancelled by telephone only.",
        ));
    }
    let op = operation_id(open.message.id, act);
    let submission = submission(open, op, act, channel, cx.now);
    let settled = arbitrate(&cx.app, open.organization, [submission], &cx.origin).await?.pop();
    match settled {
        Some(it) if it.is_applied() => {}
        Some(Settled { refused: Some(refused), .. }) => return Err(refused.into()),
        _ => return Err(Problem::internal()),
    }
    let tenant = cx.app.store.tenant(open.organization).await?;
    let mut batch = Batch::default();
    let answer = Answer { message: open.message.id, act: act.as_str().to_owned(), at: cx.now };
    tenant.answer(&mut batch, &answer, op, channel.as_str());
    let entry = Entry::done("answer", "message").on(open.message.id).about([open.patient.id]);
    cx.finish(tenant, batch, entry).await?;
    Ok(())
}

fn submission(open: &Open, op: OpId, act: AnswerAct, channel: MessageChannel, now: Instant) -> Submission {
    let appointment = open.visit.id;
    let channel = match channel {
        MessageChannel::Email => ContactChannel::Email,
        MessageChannel::Sms => ContactChannel::Sms,
    };
    let body = match act {
        AnswerAct::Confirm => {
            OperationBody::SetConfirmation { appointment, state: ConfirmationState::Confirmed, channel }
        }
        AnswerAct::Cancel => OperationBody::Cancel {
            appointment,
            reason: CancelReason::PatientRequest,
            note: Personal::default(),
            requested_by: Requester::Patient,
        },
        AnswerAct::Call => OperationBody::LogCall(CallAttempt {
            about: CallSubject::Visit(appointment),
            outcome: CallOutcome::CallBack,
            call_again: Some(call_at(open, now)),
        }),
    };
    let author = themselves(&open.patient);
    let operation = Operation {
        id: op,
        device: DeviceId(Uuid::nil()),
        device_seq: 0,
        author: author.id,
        at: now,
        written_at: None,
        part_of: None,
        base: Some(Base::Version(open.visit.version)),
        promised_to_patient: true,
        body,
    };
    let bytes = encode_operation(&operation);
    // The same answer, whenever it comes.
    let digest = digest(op.as_bytes());
    Submission { operation, bytes, digest, device: None, at: now, author: Some(author) }
}

/// In working hours, as far as quiet hours say what those are.
fn call_at(open: &Open, now: Instant) -> Instant {
    let soon = now.plus_minutes(CALL_WITHIN_MINUTES);
    open.settings.quiet_hours(open.location.zone, soon).map_or(soon, |it| it.end())
}

/// The patient as the author of their own answer: somebody who may answer, and nothing else.
#[must_use]
pub fn themselves(patient: &Patient) -> Person {
    Person {
        id: PersonId(patient.id.0),
        version: patient.version,
        login: String::new(),
        name: String::new(),
        roles: vec![Role::Patient],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

/// The same for the same answer, so that it is one operation.
fn operation_id(message: Uuid, act: AnswerAct) -> OpId {
    let digest = Sha256::new().chain_update(message.as_bytes()).chain_update(act.as_str()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    OpId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// What a text message says. What is in no list is for a person to look at: somebody calls.
#[must_use]
pub fn understood(text: &str, language: Language) -> AnswerAct {
    let said = fold(text);
    let said = said.trim_matches(|it: char| !it.is_alphanumeric());
    let says = |replies: &Replies| {
        let lists = [
            (AnswerAct::Confirm, replies.confirm),
            (AnswerAct::Cancel, replies.cancel),
            (AnswerAct::Call, replies.call),
        ];
        lists.into_iter().find(|(_, words)| words.contains(&said)).map(|it| it.0)
    };
    let other = Language::ALL.into_iter().find(|it| *it != language).unwrap_or(language);
    let replies = [language, other].map(|it| &it.words().replies);
    replies.into_iter().find_map(says).unwrap_or(AnswerAct::Call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_understood_in_both_languages_and_everything_else_is_a_call() {
        for (text, language, act) in [
            ("YES", Language::English, AnswerAct::Confirm),
            (" Sí. ", Language::Spanish, AnswerAct::Confirm),
            ("C", Language::English, AnswerAct::Confirm),
            ("si", Language::English, AnswerAct::Confirm),
            ("Cancel!", Language::English, AnswerAct::Cancel),
            ("no", Language::Spanish, AnswerAct::Cancel),
            ("Llámenme", Language::Spanish, AnswerAct::Call),
            ("I might be late, yes", Language::English, AnswerAct::Call),
            ("", Language::English, AnswerAct::Call),
        ] {
            assert_eq!(understood(text, language), act, "{text}");
        }
    }

    #[test]
    fn an_answer_has_one_operation_and_another_has_another() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(operation_id(one, AnswerAct::Confirm), operation_id(one, AnswerAct::Confirm));
        assert_ne!(operation_id(one, AnswerAct::Confirm), operation_id(one, AnswerAct::Cancel));
        assert_ne!(operation_id(one, AnswerAct::Confirm), operation_id(other, AnswerAct::Confirm));
    }

    #[test]
    fn a_link_has_the_token_and_the_hash_has_nothing_of_it() {
        let token = Token::new();
        assert_eq!(token.link("https://clinic.example/"), format!("https://clinic.example/a/{}", token.0));
        assert_eq!((token.0.len(), hash(&token.0)), (32, token.hash()));
        assert_ne!(Token::new().0, token.0);
    }
}
