//! Why there is no place for a visit where others are, before, beside or after it.

use super::{super::Wording, refusal::hours, weekdays};
use clinic_domain::{
    business_hours::ClosedHours,
    id::ResourceId,
    refusal::NoPlace,
    tier::{Limited, SubscriptionTier},
    time::{DayMinute, Period},
};

/// "La clínica abre los lunes a las 08:00."
pub(super) fn outside_business_hours(closed: ClosedHours) -> String {
    let (days, from, to) = (weekdays(closed.weekday), closed.from.text(), closed.to.text());
    match (closed.from, closed.to) {
        (DayMinute::MIDNIGHT, DayMinute::END) => format!("La clínica cierra los {days}."),
        (DayMinute::MIDNIGHT, _) => format!("La clínica abre los {days} a las {to}."),
        (_, DayMinute::END) => format!("La clínica cierra los {days} a las {from}."),
        _ => format!("La clínica cierra los {days} de {from} a {to}."),
    }
}

pub(super) fn tier_limit(tier: SubscriptionTier, of: Limited, limit: u16) -> String {
    let tier = match tier {
        SubscriptionTier::Basic => "básica",
        SubscriptionTier::Professional => "profesional",
        SubscriptionTier::Enterprise => "empresarial",
    };
    let what = match of {
        Limited::Desks => "puestos de recepción",
        Limited::Providers => "profesionales",
    };
    format!("La suscripción {tier} incluye {limit} {what}, y ya están en uso.")
}

pub(super) fn changeover(name: &str, hours: &str) -> String {
    format!("{name} se prepara entre dos citas {hours}.")
}

/// Where the person is, and how long the way takes where only that is in the way.
pub(super) fn elsewhere(
    (who, place): (&str, &str),
    [during, wanted]: [&Period; 2],
    travel_minutes: u16,
    with: &Wording<'_>,
) -> String {
    let [start, end] = with.clock(during);
    if during.overlaps(wanted) {
        format!("{who} está en {place} de {start} a {end}.")
    } else if during.end() <= wanted.start() {
        format!("{who} está en {place} hasta las {end} y necesita {travel_minutes} minutos para llegar aquí.")
    } else {
        format!(
            "{who} está en {place} desde las {start} y necesita {travel_minutes} minutos para llegar allí."
        )
    }
}

pub(super) fn no_place(why: NoPlace, with: &Wording<'_>) -> String {
    let name = |id: ResourceId| with.name(id).unwrap_or("Este recurso");
    match why {
        NoPlace::Full { resource, during, booked, places } => {
            let when = hours(with, &during);
            format!("{} no tiene más plazas {when}: hay {booked} citas para {places} plazas.", name(resource))
        }
        NoPlace::OtherStart { resource, during, appointment_type } => {
            let of_type = with.type_name(appointment_type).unwrap_or("Un grupo");
            let [start, _] = with.clock(&during);
            let when = hours(with, &during);
            format!("{of_type} con {} es {when}: solo se puede entrar a las {start}.", name(resource))
        }
        NoPlace::Apart { resource, during } => {
            format!("El grupo {} no está con {}.", hours(with, &during), name(resource))
        }
    }
}
