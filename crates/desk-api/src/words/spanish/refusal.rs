//! Refusals in Spanish.

use super::{
    super::{Wording, capital},
    day,
    invalid::invalid,
    moment, month,
    permission::may,
    place, span, visit, waitlist, weekday_and_month,
};
use chrono::{Datelike, NaiveDate};
use clinic_domain::{
    id::ResourceId,
    refusal::{Missing, NearestHours, Refusal},
    resource::ResourceKind,
    time::Period,
};

pub fn refusal(refusal: &Refusal, with: &Wording<'_>) -> String {
    use Refusal as R;
    let name = |id: &ResourceId| with.name(*id).unwrap_or("Este recurso");
    let hours = |period: &Period| hours(with, period);
    match refusal {
        R::OutsideSessions { resource, nearest, .. } => {
            format!("{} no atiende a esa hora{}.", name(resource), nearest_hours(with, *nearest))
        }
        R::OutsideBusinessHours { closed } => place::outside_business_hours(*closed),
        R::Closed { resource, during, reason } => {
            format!("{} no está disponible {}: {reason}.", name(resource), hours(during))
        }
        R::Taken { resource, during, .. } => {
            format!("{} ya tiene una cita {}.", name(resource), hours(during))
        }
        R::Held { resource, during, held } => waitlist::held(name(resource), &hours(during), held, with),
        R::Lent { resource, during, until } => {
            lent(name(resource), &hours(during), &moment(with.wall(*until)))
        }
        R::Places(it) => place::no_place(*it, with),
        R::TypeNotInSession { resource, during, opens } => {
            let until = opens.map_or_else(String::new, |it| format!(" hasta el {}", day(it)));
            format!("{} solo admite otros tipos de cita {}{until}.", name(resource), hours(during))
        }
        R::Reserved { resource, session, opens } => {
            format!("{} reserva lo que queda {} hasta el {}.", name(resource), hours(session), day(*opens))
        }
        R::Changeover { resource, during } => place::changeover(name(resource), &hours(during)),
        R::Elsewhere { resource, location, during, wanted, travel_minutes } => place::elsewhere(
            (name(resource), with.place(*location).unwrap_or("otra sede")),
            [during, wanted],
            *travel_minutes,
            with,
        ),
        R::NeedUnmet { kind, during } => {
            format!("No hay {} libre para esta cita {}.", no_resource(*kind), hours(during))
        }
        R::InThePast { start } => format!("Esa hora ya pasó: {}.", moment(with.wall(*start))),
        R::NoticeTooShort { needed_minutes } => notice_too_short(*needed_minutes),
        R::OffGrid { grid_minutes } => format!("Las citas empiezan cada {grid_minutes} minutos."),
        R::NothingBefore { appointment_type } => {
            nothing_before(with.type_name(*appointment_type).unwrap_or("Otra cita"))
        }
        R::NoSuchDay { last_day, day } => no_such_day(*last_day, *day),
        R::OverbookNotAllowed { resource } => {
            format!("{} no admite sobrecupos de este tipo en este horario.", name(resource))
        }
        R::OverbookLanesFull { resource, limit: 1 } => {
            format!("{} ya tiene un sobrecupo a esa hora, el máximo permitido.", name(resource))
        }
        R::OverbookLanesFull { resource, limit } => {
            format!("{} ya tiene {limit} sobrecupos a esa hora, el máximo permitido.", name(resource))
        }
        R::OverbookReasonMissing => "Indique el motivo del sobrecupo.".to_owned(),
        R::BufferReasonMissing => "Indique por qué se omite el tiempo alrededor de la cita.".to_owned(),
        R::PatientBusy { during, .. } => format!("El paciente tiene otra cita {}.", hours(during)),
        R::PatientInactive => "Esta ficha ya no está activa; ábrala para ver por qué.".to_owned(),
        R::PatientDeceased => "La ficha indica que el paciente ha fallecido.".to_owned(),
        R::NotANewPatient => {
            "Este tipo de cita es para pacientes nuevos, y este paciente ya ha venido.".to_owned()
        }
        R::CaregiverMayNotSchedule { .. } => {
            "Este cuidador no puede pedir citas para el paciente.".to_owned()
        }
        R::CaregiverInactive { .. } => "Este cuidador ya no actúa por el paciente.".to_owned(),
        R::CaregiverOfAnotherPatient { .. } => "Este cuidador actúa por otro paciente.".to_owned(),
        R::StatusDoesNotAllow { from, to: Some(to) } => {
            let (from, to) = (visit::status(*from), visit::status(*to));
            format!("Una cita en estado «{from}» no puede pasar a «{to}».")
        }
        R::StatusDoesNotAllow { from, to: None } => {
            format!("Una cita en estado «{}» no se puede cambiar así.", visit::status(*from))
        }
        R::ToCome(it) => waitlist::refusal(*it),
        R::IdentityNotVerified { needed } => identity_not_verified(*needed),
        R::VisitNotToday => "Esta cita es de un día posterior.".to_owned(),
        R::NotPermitted { permission } => format!("Sus funciones no le permiten {}.", may(*permission)),
        R::Changed => "Alguien lo cambió entretanto; mírelo de nuevo.".to_owned(),
        R::NotFound { what } => format!("{} ya no existe.", missing(*what)),
        R::Invalid { field, problem } => invalid(*field, *problem),
        R::LoginTaken => "Alguien ya inicia sesión con este nombre.".to_owned(),
        R::LastAdministrator => "Tiene que quedar un administrador.".to_owned(),
        R::OwnAdministrator => "Otro administrador tiene que quitarle esta función.".to_owned(),
        R::RoleAboveOwn { .. } => {
            "Esa función está por encima de la suya: no puede darla ni quitarla.".to_owned()
        }
        R::TierLimit { tier, of, limit } => place::tier_limit(*tier, *of, *limit),
        R::LastLocation => "Tiene que quedar una sede en uso.".to_owned(),
        R::PlanOvertaken { start } => plan_overtaken(&moment(with.wall(*start))),
        R::NotUndoable => "Esto no se puede deshacer; cámbielo a mano.".to_owned(),
        R::UndoTooLate { limit_minutes } => undo_too_late(*limit_minutes),
        R::UndoOvertaken => "Después se hizo otro cambio aquí; ya no se puede deshacer.".to_owned(),
        R::PatientMerged => "Este expediente se unió a otro: use ese.".to_owned(),
        R::HasMergedRecords => "Este expediente reúne otros: consérvelo, o sepárelos primero.".to_owned(),
        R::NotMerged => "Este expediente no está unido a otro.".to_owned(),
        R::DuplicateSuspected { patients } => duplicates(patients.len()),
    }
}

fn identity_not_verified(needed: u8) -> String {
    format!(
        "Confirme quién es: compare {needed} datos de la ficha con lo que dice el paciente y después registre la llegada."
    )
}

fn undo_too_late(limit_minutes: u8) -> String {
    format!("Solo se puede deshacer lo hecho en los últimos {limit_minutes} minutos.")
}

/// "de 15:00 a 15:20".
pub(super) fn hours(with: &Wording<'_>, period: &Period) -> String {
    let [start, end] = with.clock(period);
    format!("de {start} a {end}")
}

/// "el martes 3 de marzo de 15:00 a 15:20".
pub(super) fn when(with: &Wording<'_>, period: &Period) -> String {
    format!("el {} {}", weekday_and_month(with.wall(period.start()).date()), hours(with, period))
}

/// Goes on after who does not work: "; el horario más cercano es el martes 3 de marzo de 09:00 a 12:00".
pub(super) fn nearest_hours(with: &Wording<'_>, nearest: Option<NearestHours>) -> String {
    match nearest {
        Some(NearestHours::Session(it)) => format!("; el horario más cercano es {}", when(with, &it)),
        Some(NearestHours::StartOn(date)) => format!("; el horario empieza el {}", day(date)),
        Some(NearestHours::EndedOn(date)) => format!("; el horario terminó el {}", day(date)),
        None => String::new(),
    }
}

fn plan_overtaken(moment: &str) -> String {
    format!("La agenda ha cambiado desde que se hizo este plan: {moment} ya no cabe. No se cambió nada.")
}

pub(super) fn notice_too_short(needed_minutes: u32) -> String {
    format!("Este tipo de cita se reserva con {} de antelación.", span(needed_minutes))
}

fn nothing_before(name: &str) -> String {
    format!("Antes va {name}, y no hay ninguna hora libre a tiempo.")
}

fn no_such_day(last_day: NaiveDate, day: u8) -> String {
    format!("{} de {} no tiene día {day}.", capital(month(last_day)), last_day.year())
}

fn duplicates(count: usize) -> String {
    match count {
        1 => "Hay una ficha que puede ser de la misma persona; mírela primero.".to_owned(),
        _ => format!("Hay {count} fichas que pueden ser de la misma persona; mírelas primero."),
    }
}

pub(super) fn no_resource(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Provider => "ningún profesional",
        ResourceKind::Room => "ninguna sala",
        ResourceKind::Equipment => "ningún equipo",
    }
}

pub(super) fn missing(what: Missing) -> &'static str {
    match what {
        Missing::Act => "Este cambio",
        Missing::Appointment => "Esta cita",
        Missing::AppointmentType => "Este tipo de cita",
        Missing::Block => "Este bloqueo",
        Missing::Caregiver => "Este cuidador",
        Missing::Conflict => "Esta decisión que no se pudo cumplir",
        Missing::File => "Este archivo",
        Missing::Hold => "Esta hora apartada",
        Missing::Location => "Esta sede",
        Missing::Offer => "Esta oferta",
        Missing::Organization => "Esta organización",
        Missing::Patient => "Este paciente",
        Missing::Person => "Esta persona",
        Missing::KnowledgeEntry => "Esta entrada",
        Missing::Recall => "Este control",
        Missing::Resource => "Este recurso",
        Missing::Time => "Esta hora",
        Missing::WaitlistEntry => "Esta espera",
    }
}

fn lent(name: &str, hours: &str, until: &str) -> String {
    format!(
        "{name} está cedido {hours} a los puestos de la sede, como muy tarde hasta {until}: esa hora la dan ellos."
    )
}
