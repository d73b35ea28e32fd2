//! The waitlist in English.

use super::{
    super::{MatchFacts, Wording},
    refusal::when,
    span,
};
use clinic_domain::{hold::Held, refusal::ToCome, waitlist::Urgency};

/// Goes for a resource that somebody keeps for a visit to come.
pub(super) fn held(name: &str, hours: &str, held: &Held, with: &Wording<'_>) -> String {
    let until = with.wall(held.until).format("%H:%M");
    let by = with.person(held.by).map_or_else(String::new, |it| format!(", by {it}"));
    format!("{name} is held {hours}, until {until}{by}.")
}

pub(super) fn refusal(refusal: ToCome) -> String {
    use ToCome as T;
    match refusal {
        T::HoldTooLong { limit_minutes } => {
            format!("A time is held for {} at most.", span(u32::from(limit_minutes)))
        }
        T::HoldsFull { limit } => format!("{limit} times are held here already; release one first."),
        T::HoldOver => "This hold is over; look again.".to_owned(),
        T::OfferRunning => "They are thinking about another time.".to_owned(),
        T::NotWaiting => "They are not waiting any more.".to_owned(),
        T::NotWished => "This is not a time that they wished for.".to_owned(),
        T::RecallSettled => "This recall is settled already.".to_owned(),
    }
}

pub fn why_match(facts: &MatchFacts, with: &Wording<'_>) -> String {
    let MatchFacts { used_minutes, gap_minutes, .. } = *facts;
    let fit = if used_minutes >= gap_minutes {
        format!("Fills all {gap_minutes} minutes.")
    } else {
        format!("Uses {used_minutes} of {gap_minutes} minutes.")
    };
    let urgency = match facts.urgency {
        Urgency::Urgent => "Urgent.",
        Urgency::Soon => "Soon.",
        Urgency::Routine => "",
    };
    let own = if facts.is_own_provider { "Own provider." } else { "" };
    let waits = match facts.days {
        0 => "Waits since today.".to_owned(),
        1 => "Waits for 1 day.".to_owned(),
        days => format!("Waits for {days} days."),
    };
    let opens = facts.opens.as_ref().map_or_else(String::new, |(patient, visit)| {
        format!("Moving opens {} for {patient}.", when(with, visit))
    });
    [urgency, &fit, own, &waits, &opens]
        .iter()
        .filter(|it| !it.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}
