//! The waitlist in Spanish.

use super::{
    super::{MatchFacts, Wording},
    refusal::when,
    span,
};
use clinic_domain::{hold::Held, refusal::ToCome, waitlist::Urgency};

/// Goes for a resource that somebody keeps for a visit to come.
pub(super) fn held(name: &str, hours: &str, held: &Held, with: &Wording<'_>) -> String {
    let until = with.wall(held.until).format("%H:%M");
    let by = with.person(held.by).map_or_else(String::new, |it| format!(", por {it}"));
    format!("{name} tiene apartado {hours}, hasta las {until}{by}.")
}

pub(super) fn refusal(refusal: ToCome) -> String {
    use ToCome as T;
    match refusal {
        T::HoldTooLong { limit_minutes } => {
            format!("Una hora se aparta como máximo {}.", span(u32::from(limit_minutes)))
        }
        T::HoldsFull { limit } => format!("Aquí ya hay {limit} horas apartadas; libere antes una."),
        T::HoldOver => "Esta hora ya no está apartada; mire de nuevo.".to_owned(),
        T::OfferRunning => "Está pensando en otra hora.".to_owned(),
        T::NotWaiting => "Ya no está en espera.".to_owned(),
        T::NotWished => "No es una hora de las que deseaba.".to_owned(),
        T::RecallSettled => "Este control ya está resuelto.".to_owned(),
    }
}

pub fn why_match(facts: &MatchFacts, with: &Wording<'_>) -> String {
    let MatchFacts { used_minutes, gap_minutes, .. } = *facts;
    let fit = if used_minutes >= gap_minutes {
        format!("Ocupa los {gap_minutes} minutos.")
    } else {
        format!("Ocupa {used_minutes} de {gap_minutes} minutos.")
    };
    let urgency = match facts.urgency {
        Urgency::Urgent => "Urgente.",
        Urgency::Soon => "Pronto.",
        Urgency::Routine => "",
    };
    let own = if facts.is_own_provider { "Su profesional." } else { "" };
    let waits = match facts.days {
        0 => "Espera desde hoy.".to_owned(),
        1 => "Espera desde hace 1 día.".to_owned(),
        days => format!("Espera desde hace {days} días."),
    };
    let opens = facts.opens.as_ref().map_or_else(String::new, |(patient, visit)| {
        format!("Si se mueve, {patient} puede venir {}.", when(with, visit))
    });
    [urgency, &fit, own, &waits, &opens]
        .iter()
        .filter(|it| !it.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}
