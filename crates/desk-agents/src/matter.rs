//! What a sentence says of the matter that is open: for whom, with whom, when. It stands over what was said before.

use crate::{
    answer::{Agent, Answer, Card},
    conversation::{Conversation, Shown, Task},
    heard::Heard,
    people::{self, Meant},
    supervisor::Clinic,
};
use desk_app::error::AppResult;

/// What was said of the matter, into the conversation; a card where it is not clear who or when is meant.
pub(crate) fn take(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    heard: &Heard,
    answer: &mut Answer,
) -> AppResult<()> {
    take_patient(clinic, conversation, heard, answer)?;
    let wanted = &mut conversation.wanted;
    if !heard.when.is_empty() || !heard.providers.is_empty() {
        wanted.picked = None;
    }
    wanted.behind = None;
    wanted.when = heard.when.clone().over(&wanted.when);
    wanted.nth = heard.nth.or(wanted.nth);
    if let Some(kind) = heard.types.first() {
        wanted.appointment_type = Some(*kind);
    }
    for (said, candidates) in &heard.providers {
        match candidates.as_slice() {
            [one] => wanted.providers = vec![*one],
            several => {
                let (said, candidates) = (said.clone(), several.to_vec());
                answer.cards.push(Card::WhichProvider { said, candidates });
            }
        }
    }
    let doubts = &conversation.wanted.when;
    if let (Some((day, _)), false) = (doubts.days, doubts.or_days.is_empty()) {
        let days = std::iter::once(day).chain(doubts.or_days.iter().copied());
        answer.cards.push(Card::WhichDay(days.collect()));
    }
    Ok(())
}

/// Whom it is about. A whole sentence about somebody else is another matter: nothing that was said before counts for it.
fn take_patient(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    heard: &Heard,
    answer: &mut Answer,
) -> AppResult<()> {
    let Some(task) = conversation.task else { return Ok(()) };
    let is_whole = heard.is_whole && Task::of(heard.intent()) == Some(task);
    let anew = |conversation: &mut Conversation| {
        if is_whole {
            conversation.begin(task);
        }
        conversation.wanted.patient = None;
    };
    match people::meant(clinic.desk, clinic.who, heard)? {
        Meant::One(hit) if heard.says_other && conversation.is_about(hit.line.id) => {
            conversation.wanted.patient = None;
            answer.cards.push(Card::NoPatient { name: heard.people.first().cloned().unwrap_or_default() });
        }
        Meant::One(hit) => {
            if conversation.wanted.patient.is_some() && !conversation.is_about(hit.line.id) {
                anew(conversation);
            }
            conversation.take_patient(&hit);
        }
        Meant::Several(mut hits) => {
            if heard.says_other {
                hits.retain(|it| !conversation.is_about(it.line.id));
            }
            if let [other] = hits.as_slice() {
                conversation.take_patient(other);
                return Ok(());
            }
            anew(conversation);
            answer.step(Agent::Supervisor, "namesakes", [hits.len().to_string()]);
            conversation.shown = Shown::Patients(hits.iter().map(|it| it.line.clone()).collect());
            answer.cards.push(Card::WhichPatient(hits));
        }
        Meant::Unknown(name) if task.needs_patient() => {
            if is_whole {
                anew(conversation);
            }
            if conversation.wanted.patient.is_none() {
                answer.cards.push(Card::NoPatient { name });
            }
        }
        Meant::Unknown(_) | Meant::Nobody => {}
    }
    Ok(())
}
