//! The agents: what is said to them, and the yes to what they propose.

use super::{SignedIn, appointment::announce_visits, model, waitlist_tag};
use crate::{
    call::Call,
    dto::agent::{
        AgentAnswerView, AgentCard, AgreeAgentRequest, AskAgentRequest, PickAgentRequest,
        SuggestAgentRequest, SuggestionsView,
    },
    error::ApiError,
    shape::{self, agent::Shaping},
};
use clinic_domain::{
    id::LocationId,
    invalid::{Field, Problem},
};
use desk_agents::{
    Second,
    answer::Answer,
    conversation::{Act, Conversation},
    faq::Knowledge,
    heard::Lists,
    suggest,
    supervisor::{self, Agreed, Clinic, Lexicon},
};
use std::sync::PoisonError;

const LONGEST: usize = 1_000;

/// What the agents of a session have read of the clinic, and its conversation.
pub(crate) struct Agents {
    lists: Lists,
    knowledge: Knowledge,
    lexicon: Lexicon,
    conversation: Conversation,
}

pub fn ask_agent(call: &Call<'_>, request: AskAgentRequest) -> Result<AgentAnswerView, ApiError> {
    let signed_in = call.signed_in()?;
    check_length(&request.text)?;
    let endpoint = model::endpoint(call, &signed_in)?;
    let second = endpoint.as_ref().map(|it| Second { reader: &*it.0, is_redacting: it.1 });
    with_agents(&signed_in, Some((request.location, request.anew)), |clinic, conversation| {
        let clinic = &Clinic { second, ..*clinic };
        let answer = supervisor::hear(clinic, conversation, &request.text)?;
        match answer.agrees_to {
            Some(number) => agree(call, &signed_in, clinic, conversation, number),
            None => shaped(&signed_in, conversation.location, answer),
        }
    })
}

pub fn pick_agent(call: &Call<'_>, request: PickAgentRequest) -> Result<AgentAnswerView, ApiError> {
    let signed_in = call.signed_in()?;
    with_agents(&signed_in, None, |clinic, conversation| {
        let answer = supervisor::pick(clinic, conversation, request.place as usize)?;
        shaped(&signed_in, conversation.location, answer)
    })
}

pub fn agree_agent(call: &Call<'_>, request: AgreeAgentRequest) -> Result<AgentAnswerView, ApiError> {
    let signed_in = call.signed_in()?;
    with_agents(&signed_in, None, |clinic, conversation| {
        agree(call, &signed_in, clinic, conversation, request.proposal)
    })
}

/// What was understood so far, and how the line may go on. It says nothing in the conversation.
pub fn suggest_agent(call: &Call<'_>, request: SuggestAgentRequest) -> Result<SuggestionsView, ApiError> {
    let signed_in = call.signed_in()?;
    check_length(&request.text)?;
    with_agents(&signed_in, Some((request.location, false)), |clinic, conversation| {
        let suggested = suggest(clinic, conversation, &request.text)?;
        let configuration = signed_in.front.configuration()?;
        let wording = signed_in.wording(&configuration, Some(conversation.location));
        Ok(Shaping { wording, now: signed_in.front.now() }.suggested(suggested))
    })
}

fn check_length(text: &str) -> Result<(), ApiError> {
    if text.chars().count() > LONGEST {
        return Err(desk_app::error::AppError::from(shape::invalid(Field::Note, Problem::TooLong)).into());
    }
    Ok(())
}

/// Works with the session's agents, made anew where the clinic's lists have changed since.
fn with_agents<T>(
    signed_in: &SignedIn,
    at: Option<(LocationId, bool)>,
    work: impl FnOnce(&Clinic<'_>, &mut Conversation) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let configuration = signed_in.front.configuration()?;
    let revision = configuration.revision;
    let mut kept = signed_in.agents.lock().unwrap_or_else(PoisonError::into_inner);
    let location = at.map(|it| it.0).or_else(|| configuration.setup.locations.first().map(|it| it.id));
    let Some(location) = location else { return Err(ApiError::missing_field("location")) };
    let is_old = kept.as_ref().is_none_or(|it| it.lists.revision != revision);
    if is_old {
        let before = kept.take().map(|it| it.conversation);
        *kept = Some(Agents {
            lists: Lists::of(&configuration.setup, revision),
            knowledge: Knowledge::of(&configuration.office, revision),
            lexicon: Lexicon::of(&configuration.setup.organization.emergency),
            conversation: before.unwrap_or_else(|| Conversation::at(location)),
        });
    }
    let Some(agents) = kept.as_mut() else { return Err(crate::error::Fault::Inside.into()) };
    let Agents { lists, knowledge, lexicon, conversation } = agents;
    if at.is_some_and(|(at, anew)| anew || at != conversation.location) {
        *conversation = Conversation::at(location);
    }
    let (desk, who) = (&*signed_in.front, signed_in.person);
    work(&Clinic { desk, who, lists, knowledge, lexicon, second: None }, conversation)
}

fn agree(
    call: &Call<'_>,
    signed_in: &SignedIn,
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    number: u32,
) -> Result<AgentAnswerView, ApiError> {
    let location = conversation.location;
    let agreed = supervisor::agree(clinic, conversation, number)?;
    let configuration = signed_in.front.configuration()?;
    let shaping =
        Shaping { wording: signed_in.wording(&configuration, Some(location)), now: signed_in.front.now() };
    Ok(match agreed {
        Agreed::Done { act, visit, before, op } => {
            announce_visits(
                call,
                &configuration.setup,
                visit.as_deref().into_iter().chain(before.as_deref()),
            );
            if matches!(*act, Act::Wait { .. }) {
                call.announce([waitlist_tag(location)]);
            }
            let card = shaping.agreed(*act, visit.as_deref(), op);
            AgentAnswerView { cards: vec![card], trace: Vec::new() }
        }
        Agreed::Refused { reasons, instead } => {
            let mut view = shaping.answer(instead);
            view.cards.insert(0, AgentCard::Refused { reasons: shaping.wording.views(&reasons) });
            view
        }
        Agreed::Stale => AgentAnswerView { cards: vec![AgentCard::Stale], trace: Vec::new() },
    })
}

fn shaped(signed_in: &SignedIn, location: LocationId, answer: Answer) -> Result<AgentAnswerView, ApiError> {
    let configuration = signed_in.front.configuration()?;
    let wording = signed_in.wording(&configuration, Some(location));
    Ok(Shaping { wording, now: signed_in.front.now() }.answer(answer))
}
