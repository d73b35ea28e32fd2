//! The supervisor: stops for an emergency, keeps the conversation, chooses the agent, and leaves a trace of why.

use crate::{
    answer::{Agent, Answer, Card, General, What},
    availability, booking,
    choice::{self, Choice},
    conversation::{Conversation, Shown, Task},
    faq::{self, Knowledge},
    general,
    heard::{Heard, Lists, SURE, is_bare_yes},
    matter::take,
    second::{self, Differ, Second},
    understood::Understood,
};
use clinic_domain::{
    id::{LocationId, PersonId},
    refusal::{Missing, Refusal},
};
use clinic_language::{emergency, intent::Intent, text::Text};
use desk_app::{
    alarm::note_alarm,
    error::{AppError, AppResult},
    front_desk::FrontDesk,
};

pub use booking::{Agreed, agree};
pub use clinic_language::emergency::Lexicon;

/// What the agents work with: the desk with the rights of who asks, and the clinic's lists.
pub struct Clinic<'c> {
    pub desk: &'c FrontDesk,
    pub who: PersonId,
    pub lists: &'c Lists,
    pub knowledge: &'c Knowledge,
    pub lexicon: &'c Lexicon,
    /// The optional language model.
    pub second: Option<Second<'c>>,
}

/// Answers what was said. Nothing is written; where the answer names a proposal, it waits.
///
/// # Errors
/// When the store cannot be read. A right that the person does not have is a card.
pub fn hear(clinic: &Clinic<'_>, conversation: &mut Conversation, said: &str) -> AppResult<Answer> {
    let answer = answered(clinic, conversation, said)?;
    // A yes is one to what was shown last: what something else was said about does not wait any longer.
    if answer.agrees_to.is_none() && !answer.cards.iter().any(|it| matches!(it, Card::Proposal(_))) {
        conversation.proposal = None;
    }
    Ok(answer)
}

fn answered(clinic: &Clinic<'_>, conversation: &mut Conversation, said: &str) -> AppResult<Answer> {
    let text = Text::new(said);
    let mut answer = Answer::default();
    if let Some(alarm) = emergency::alarm(&text, clinic.lexicon) {
        answer.step(Agent::Supervisor, "emergency", [alarm.group.as_str().to_owned()]);
        note_alarm(clinic.desk, clinic.who, alarm.group.as_str())?;
        let words = text.piece(&alarm.words).to_owned();
        answer.cards.push(Card::Emergency { group: alarm.group.as_str(), words });
        return Ok(answer);
    }
    let zone = zone_of(clinic.desk, conversation.location)?;
    let moment = clinic.lists.moment(clinic.desk.now(), zone);
    let mut heard = Heard::of(&text, conversation.previous(), clinic.lists, &moment);
    let sureness = format!("{:.2}", heard.judged.sureness);
    answer.step(Agent::Supervisor, "understood", [heard.intent().code().to_owned(), sureness]);
    if answers_the_proposal(conversation, &heard, &mut answer) {
        return Ok(answer);
    }
    if let Some(place) = place_meant(conversation, &heard, &text) {
        return pick(clinic, conversation, place);
    }
    if conversation.proposal.is_none() && is_bare_yes(&text) {
        let worked = say_again(clinic, conversation, &text, &mut answer);
        or_refused(worked, &mut answer)?;
        return Ok(answer);
    }
    if wants_others(conversation, &heard, &text) {
        let worked = work(clinic, conversation, &text, &mut answer);
        or_refused(worked, &mut answer)?;
        return Ok(answer);
    }
    if let Some(Differ(tasks)) =
        second::read_again(clinic, conversation, &text, &mut heard, &moment, &mut answer)
    {
        ask_which(clinic, conversation, &heard, tasks, &mut answer)?;
        return Ok(answer);
    }
    let is_same = text.tokens.windows(2).any(|it| it[0].is("same") && it[1].is("for"));
    if is_same && conversation.task.is_none() {
        conversation.take_up_the_last();
    }
    match task_of(conversation, &heard, is_same) {
        Some(task) => {
            if conversation.task != Some(task) {
                conversation.begin(task);
            } else if is_same {
                (conversation.wanted.patient, conversation.wanted.visit) = (None, None);
            }
            answer.step(Agent::Supervisor, "task", [task.code().to_owned()]);
            let worked = take_up(clinic, conversation, &text, &heard, &mut answer);
            or_refused(worked, &mut answer)?;
        }
        None => {
            let is_question = heard.intent() == Intent::HealthcareFaq;
            if heard.nth.is_some() && heard.people.is_empty() && !is_question && text.tokens.len() <= 3 {
                answer.cards.push(Card::NothingToPick);
                return Ok(answer);
            }
            // In the midst of a matter, words that were not understood are no question.
            let is_reply = conversation.task.is_some() && text.tokens.len() <= SHORT_REPLY && !is_question;
            if is_reply || !faq::answer(clinic.knowledge, &text, is_question, &mut answer) {
                general::answer(&text, &heard, conversation.task.is_some(), &mut answer);
            }
        }
    }
    Ok(answer)
}

/// A yes to nothing that waits: what is open is shown again, and nothing is begun.
fn say_again(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    text: &Text<'_>,
    answer: &mut Answer,
) -> AppResult<()> {
    if conversation.task.is_some() {
        return work(clinic, conversation, text, answer);
    }
    answer.cards.push(Card::General(General::Unclear));
    Ok(())
}

/// "Any other times?" is answered with those behind the ones that are shown.
fn wants_others(conversation: &mut Conversation, heard: &Heard, text: &Text<'_>) -> bool {
    let Shown::Offers(offers) = &conversation.shown else { return false };
    let last = offers.iter().map(|it| it.1.visit.start()).max();
    if last.is_none() || !choice::wants_others(text) || heard.brings_news() {
        return false;
    }
    conversation.wanted.behind = last;
    true
}

/// So many words answer what was shown, where they do not ask.
const SHORT_REPLY: usize = 5;

/// The place in the list that is shown. What can only mean a list means a place of none where nothing is shown.
fn place_meant(conversation: &Conversation, heard: &Heard, text: &Text<'_>) -> Option<usize> {
    let shown = conversation.shown.count();
    match heard.choice {
        Some(Choice::Place(place)) => Some(place),
        Some(Choice::Last) => Some(shown),
        None if shown == 1 && conversation.proposal.is_none() && is_bare_yes(text) => Some(1),
        None => heard.nth.filter(|_| is_choice(heard, text) && shown > 0),
    }
}

/// "The first" is no day of the month where a list is on the screen.
fn is_choice(heard: &Heard, text: &Text<'_>) -> bool {
    heard.people.is_empty() && (heard.when.is_empty() || text.tokens.len() <= 4)
}

/// What a sentence says of the matter, and then the matter itself.
fn take_up(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    text: &Text<'_>,
    heard: &Heard,
    answer: &mut Answer,
) -> AppResult<()> {
    take(clinic, conversation, heard, answer)?;
    if !heard.unread.is_empty() {
        conversation.shown = Shown::Nothing;
        let understood = Box::new(Understood::of(heard, conversation.task, clinic.lists));
        answer.step(Agent::Supervisor, "not_understood", [heard.unread.len().to_string()]);
        answer.cards = vec![Card::NotUnderstood { words: heard.unread.join(" "), understood }];
        return Ok(());
    }
    let is_named = heard.names_nothing_but_people() && conversation.wanted.patient.is_some();
    if conversation.task == Some(Task::Look) && is_named {
        conversation.task = Some(Task::Find);
    }
    if answer.cards.is_empty() { work(clinic, conversation, text, answer) } else { Ok(()) }
}

/// Two readings: what both say of the matter is kept, and a person says which one it is.
fn ask_which(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    heard: &Heard,
    tasks: [Task; 2],
    answer: &mut Answer,
) -> AppResult<()> {
    conversation.begin(tasks[0]);
    let taken = take(clinic, conversation, heard, answer);
    or_refused(taken, answer)?;
    if answer.cards.is_empty() {
        conversation.shown = Shown::Tasks(tasks);
        answer.cards.push(Card::WhichTask(tasks));
    }
    Ok(())
}

/// A refusal, a right that is not there among them, is an answer like any other.
fn or_refused(worked: AppResult<()>, answer: &mut Answer) -> AppResult<()> {
    match worked {
        Err(AppError::Refused(refused)) => {
            answer.cards.push(Card::Refused(refused));
            Ok(())
        }
        other => other,
    }
}

/// Takes what stands under a number.
pub fn pick(clinic: &Clinic<'_>, conversation: &mut Conversation, place: usize) -> AppResult<Answer> {
    let mut answer = Answer::default();
    let at = place.saturating_sub(1);
    answer.step(Agent::Supervisor, "picked", [place.to_string()]);
    match &conversation.shown {
        Shown::Offers(offers) => match offers.get(at).cloned() {
            Some((handle, slot)) => booking::take_offer(conversation, handle, slot, &mut answer),
            None => answer.cards.push(Card::General(General::Unclear)),
        },
        Shown::Patients(patients) => {
            conversation.wanted.patient = patients.get(at).cloned();
            let worked = work(clinic, conversation, &Text::new(""), &mut answer);
            or_refused(worked, &mut answer)?;
        }
        Shown::Visits(visits) => {
            conversation.wanted.visit = visits.get(at).cloned();
            let worked = work(clinic, conversation, &Text::new(""), &mut answer);
            or_refused(worked, &mut answer)?;
        }
        Shown::Tasks(tasks) => match tasks.get(at).copied() {
            Some(task) => {
                (conversation.task, conversation.shown) = (Some(task), Shown::Nothing);
                let worked = work(clinic, conversation, &Text::new(""), &mut answer);
                or_refused(worked, &mut answer)?;
            }
            None => answer.cards.push(Card::General(General::Unclear)),
        },
        Shown::Nothing => answer.cards.push(Card::NothingToPick),
    }
    Ok(answer)
}

/// A bare yes or no to the proposal that is shown. A yes that brings news is no yes: it is proposed anew.
fn answers_the_proposal(conversation: &mut Conversation, heard: &Heard, answer: &mut Answer) -> bool {
    let Some(proposal) = conversation.proposal.clone() else { return false };
    if heard.brings_news() {
        return false;
    }
    if heard.is_plain_yes() {
        answer.step(Agent::Supervisor, "agreed", [proposal.number.to_string()]);
        answer.agrees_to = Some(proposal.number);
        return true;
    }
    if heard.says_no() {
        conversation.proposal = None;
        answer.step(Agent::Supervisor, "dropped", [proposal.number.to_string()]);
        answer.cards.push(Card::Dropped);
        return true;
    }
    false
}

/// What is to be done: a new matter where the sentence is sure of it, or the open one that it says more about.
pub(crate) fn task_of(conversation: &Conversation, heard: &Heard, is_same: bool) -> Option<Task> {
    let said = match heard.intent() {
        _ if heard.named_for == Some(Task::Find) && heard.names_nothing_but_people() => Some(Task::Find),
        Intent::OutOfScope if heard.judged.sureness >= SURE && !heard.names_ours() => None,
        // A day, and nothing that stands against it: a front desk is asked for its times.
        Intent::General | Intent::OutOfScope if heard.asks_for_times => Some(Task::Look),
        Intent::General | Intent::OutOfScope => heard.named_for,
        intent => Task::of(intent),
    };
    let open = conversation.task.filter(|_| heard.brings_news() || is_same);
    let is_detail = matches!(
        (open, said),
        (Some(Task::Book | Task::Move | Task::Wait), Some(Task::Look | Task::Find | Task::Book) | None)
            | (Some(Task::Look), Some(Task::Find) | None)
    ) || heard.amends
        && matches!((open, said), (Some(Task::Look | Task::Book | Task::Wait), Some(Task::Move)));
    match open {
        Some(task) if is_same || is_detail || heard.judged.sureness < SURE => Some(task),
        _ => said,
    }
}

/// Gives the matter to its agent.
fn work(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    text: &Text<'_>,
    answer: &mut Answer,
) -> AppResult<()> {
    match conversation.task {
        Some(Task::Look) => availability::answer(clinic, conversation, text, answer),
        Some(Task::Find) => booking::find(clinic, conversation, answer),
        Some(_) => booking::answer(clinic, conversation, answer),
        None => {
            answer.cards.push(Card::Missing(What::Visit));
            Ok(())
        }
    }
}

pub(crate) fn zone_of(desk: &FrontDesk, location: LocationId) -> AppResult<chrono_tz::Tz> {
    let configuration = desk.configuration()?;
    let location = configuration.setup.location(location);
    location.map(|it| it.zone).ok_or_else(|| Refusal::NotFound { what: Missing::Location }.into())
}
