//! What a search did not find, in Spanish: what is missing, why, and what there would be instead.

use super::{
    super::Wording,
    day,
    place::outside_business_hours,
    refusal::{nearest_hours, no_resource, notice_too_short, when},
    weekday_and_month,
};
use crate::dto::offer::AlternativeChange;
use chrono::NaiveDate;
use clinic_domain::{
    appointment_type::AppointmentType,
    availability::{Cause, Nearness, Obstacle, Opening, Remedy, What},
    id::{ExceptionId, ResourceId},
    operation::Buffer,
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleException},
    time::DayMinute,
};

pub fn missing(what: What, searched_until: NaiveDate) -> String {
    match what {
        What::Any => format!("No hay nada libre hasta el {}.", day(searched_until)),
        What::OnDay(date) => format!("No hay nada libre el {}.", day(date)),
        What::More => format!("No hay nada más libre hasta el {}.", day(searched_until)),
        What::Before => format!(
            "No hay dos citas seguidas libres hasta el {}: falta hora para la primera.",
            day(searched_until)
        ),
    }
}

pub fn alternative(change: AlternativeChange, appointment_type: Option<&AppointmentType>) -> String {
    match (change, appointment_type) {
        (AlternativeChange::AnotherProvider, _) => "Otro profesional".to_owned(),
        (AlternativeChange::Later, _) => "Más adelante".to_owned(),
        (AlternativeChange::ShorterType, Some(it)) => format!("{}, {} min", it.name, it.duration_minutes),
        (AlternativeChange::ShorterType, None) => "Cita más corta".to_owned(),
        (AlternativeChange::Overbook, _) => "Sobrecupo".to_owned(),
    }
}

pub fn fix(remedy: &Remedy, appointment_type: Option<&AppointmentType>, with: &Wording<'_>) -> String {
    match remedy {
        Remedy::Another(ResourceKind::Provider) => "Otro profesional".to_owned(),
        Remedy::Another(ResourceKind::Room) => "Otra sala".to_owned(),
        Remedy::Another(ResourceKind::Equipment) => "Otro equipo".to_owned(),
        Remedy::Overbook { .. } => "Como sobrecupo".to_owned(),
        Remedy::WaiveBuffer { which, .. } => without(*which, appointment_type),
        Remedy::AnotherTime { minutes } if *minutes < 0 => format!("{} antes", about(*minutes)),
        Remedy::AnotherTime { minutes } => format!("{} después", about(*minutes)),
        Remedy::ShorterType => alternative(AlternativeChange::ShorterType, appointment_type),
        Remedy::Open(Opening::Unblock(id)) => {
            format!("Retirar el bloqueo «{}»", with.exception(*id).map_or("", |it| &it.reason))
        }
        Remedy::Open(Opening::ExtraSession { from, to, .. }) => {
            format!("Sesión adicional {}–{}", from.text(), to.text())
        }
    }
}

fn without(which: Buffer, appointment_type: Option<&AppointmentType>) -> String {
    let minutes = |of: fn(&AppointmentType) -> u16| appointment_type.map_or(0, of);
    let (before, after) = (minutes(|it| it.buffer_before_minutes), minutes(|it| it.buffer_after_minutes));
    match which {
        Buffer::Before => format!("Sin los {before} min previos"),
        Buffer::After => format!("Sin los {after} min posteriores"),
        Buffer::Both => "Sin el tiempo previo y posterior".to_owned(),
    }
}

/// "20 minutos", "2 h 5 min", "3 días".
fn about(minutes: i64) -> String {
    match minutes.unsigned_abs() {
        1 => "1 minuto".to_owned(),
        few @ ..60 => format!("{few} minutos"),
        some @ ..1440 if some % 60 == 0 => format!("{} h", some / 60),
        some @ ..1440 => format!("{} h {} min", some / 60, some % 60),
        ..2880 => "1 día".to_owned(),
        many => format!("{} días", many / 1440),
    }
}

pub fn repair_place(nearness: Nearness, minutes_later: i64) -> String {
    let which = match nearness {
        Nearness::OtherRoom => "Otra sala",
        Nearness::SameProvider => "Mismo profesional",
        Nearness::OwnProvider => "Su profesional habitual",
        Nearness::SameSpecialty => "Misma especialidad",
        Nearness::AnotherProvider => "Otro profesional",
        Nearness::AnotherDay => return "Otro día".to_owned(),
    };
    match minutes_later {
        0 => format!("{which}, misma hora"),
        minutes if minutes < 0 => format!("{which}, {} antes", about(minutes)),
        minutes => format!("{which}, {} después", about(minutes)),
    }
}

pub fn obstacle(obstacle: &Obstacle, with: &Wording<'_>) -> String {
    let who = Who::of(with, &obstacle.resources);
    let (names, has) = (&who.names, who.verb("tiene", "tienen"));
    match &obstacle.cause {
        Cause::NotHere => format!("{names} no {} en esta sede.", who.verb("atiende", "atienden")),
        Cause::NotForType => {
            format!("{names} no {} este tipo de cita.", who.verb("admite", "admiten"))
        }
        Cause::NobodyThere { kind: ResourceKind::Provider } => {
            "Nadie atiende este tipo de cita en esta sede.".to_owned()
        }
        Cause::NobodyThere { kind } => {
            format!("Esta sede no tiene {} para este tipo de cita.", no_resource(*kind))
        }
        Cause::WindowTooShort { needed_minutes } => {
            format!("El tiempo que queda es más corto que la cita, que dura {needed_minutes} minutos.")
        }
        Cause::InThePast => "Esa hora ya pasó.".to_owned(),
        Cause::NoticeTooShort { needed_minutes } => notice_too_short(*needed_minutes),
        Cause::NoSession { nearest } => {
            let works = who.verb("atiende", "atienden");
            format!("{names} no {works} entonces{}.", nearest_hours(with, *nearest))
        }
        Cause::OutsideBusinessHours { closed } => {
            closed.map_or_else(|| "La clínica está cerrada entonces.".to_owned(), outside_business_hours)
        }
        Cause::TypeNotInSession => {
            format!("{names} solo {} otros tipos de cita entonces.", who.verb("admite", "admiten"))
        }
        Cause::Closed { exception } => closed(with, &who, *exception),
        Cause::Booked { longest_free_minutes: 0, .. } => format!("{names} {has} la agenda completa."),
        Cause::Booked { longest_free_minutes: longest, needed_minutes: needed } if longest < needed => {
            format!(
                "{names} {has} otras citas; el hueco más largo es de {longest} minutos y se necesitan {needed}."
            )
        }
        Cause::Booked { .. } => format!("{names} {has} otras citas."),
        Cause::Reserved { opens } => {
            format!(
                "{names} {} el resto del horario hasta el {}.",
                who.verb("reserva", "reservan"),
                day(*opens)
            )
        }
        Cause::Changeover => {
            format!("{names} se {} entre dos citas entonces.", who.verb("prepara", "preparan"))
        }
        Cause::Elsewhere { location } => {
            let are = who.verb("está", "están");
            format!(
                "{names} {are} entonces en {}, o en camino.",
                with.place(*location).unwrap_or("otra sede")
            )
        }
        Cause::OffGrid { grid_minutes } => {
            format!(
                "Lo que {names} {has} libre no coincide con el inicio de las citas, cada {grid_minutes} minutos."
            )
        }
        Cause::NeedUnmet { kind } => {
            let are_free = who.verb("está libre", "están libres");
            format!("No hay {} para esta cita cuando {names} {are_free}.", no_resource(*kind))
        }
        Cause::PatientBusy { during, .. } => {
            format!("El paciente tiene otra cita {}.", when(with, during))
        }
    }
}

fn closed(with: &Wording<'_>, who: &Who, exception: ExceptionId) -> String {
    let is_away = format!("{} no {}", who.names, who.verb("está disponible", "están disponibles"));
    let Some(it) = with.exception(exception) else {
        return format!("{is_away}.");
    };
    let who = match it.scope {
        ExceptionScope::Location(_) => "La sede está cerrada".to_owned(),
        ExceptionScope::Resource(_) => is_away,
    };
    format!("{who} {}: {}.", when_closed(it), it.reason)
}

fn when_closed(it: &ScheduleException) -> String {
    let (first, last) = (weekday_and_month(it.first_day), weekday_and_month(it.last_day));
    let hours = format!("de {} a {}", it.from.text(), it.to.text());
    let is_all_day = it.from == DayMinute::MIDNIGHT && it.to == DayMinute::END;
    match (it.first_day == it.last_day, is_all_day) {
        (true, true) => format!("el {first}"),
        (true, false) => format!("el {first} {hours}"),
        (false, true) => format!("del {first} al {last}"),
        (false, false) => hours,
    }
}

/// The subject of a sentence.
struct Who {
    names: String,
    is_one: bool,
}

impl Who {
    fn of(with: &Wording<'_>, resources: &[ResourceId]) -> Who {
        let name = |id: &ResourceId| with.name(*id).unwrap_or("Este recurso").to_owned();
        let names = match resources {
            [] => "Nadie".to_owned(),
            [one] => name(one),
            [one, other] => format!("{} y {}", name(one), name(other)),
            [one, other, rest @ ..] => {
                format!("{}, {} y {} más", name(one), name(other), rest.len())
            }
        };
        Who { names, is_one: resources.len() < 2 }
    }

    const fn verb(&self, of_one: &'static str, of_many: &'static str) -> &'static str {
        if self.is_one { of_one } else { of_many }
    }
}
