//! Spanish, as it is understood on both sides of the ocean: the desk says "usted".

mod demo;
mod fault;
mod import;
mod invalid;
mod permission;
mod place;
mod refusal;
mod search;
mod series;
mod visit;
mod waitlist;

pub use fault::fault;
pub use import::{import_error, import_reason, import_warning, table_row};
pub use refusal::refusal;
pub use search::{alternative, fix, missing, obstacle, repair_place};
pub use series::rhythm;
pub use visit::{
    alert, asked_by, at_request_of, booked_again, did, happened, instead_of, lost_because, status,
};
pub use waitlist::why_match;

use super::Span;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use clinic_domain::availability::{Joined, OfferReason};
use desk_app::{
    demo::Words,
    set_up::{TypeWords, UsualType},
};

const WEEKDAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

pub fn offer_reason(reason: OfferReason) -> &'static str {
    match reason {
        OfferReason::OwnProvider => "Su profesional",
        OfferReason::JoinsGroup => "Se suma a un grupo",
        OfferReason::Earliest => "La primera",
        OfferReason::FitsGap => "Llena un hueco",
        OfferReason::SameWeekday => "El mismo día de la semana",
        OfferReason::SameTimeOfDay => "La misma hora",
        OfferReason::Morning => "Por la mañana",
        OfferReason::Afternoon => "Por la tarde",
        OfferReason::LaterDay => "Otro día",
        OfferReason::OtherProvider => "Otro profesional",
        OfferReason::BreaksGap => "Demasiado cerca o lejos de la cita con la que va",
    }
}

/// Short names of days and months are alike in Spanish (mar 3 mar), so both are written out.
pub fn joins(group: Joined) -> String {
    format!("Se suma a {} de {}", group.booked, group.places)
}

pub fn moment(wall: NaiveDateTime) -> String {
    format!("{}, {}", weekday_and_month(wall.date()), wall.format("%H:%M"))
}

pub fn day(date: NaiveDate) -> String {
    format!("{} de {}", weekday_and_month(date), date.year())
}

/// "martes 3 de marzo".
fn weekday_and_month(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    format!("{weekday} {} de {}", date.day(), month(date))
}

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

pub fn usual_type(which: UsualType) -> TypeWords {
    let (name, short_code) = match which {
        UsualType::NewPatient => ("Primera consulta", "PC"),
        UsualType::FollowUp => ("Control", "CO"),
        UsualType::ShortVisit => ("Consulta breve", "CB"),
        UsualType::Physical => ("Examen general", "EG"),
        UsualType::MinorProcedure => ("Procedimiento menor", "PR"),
        UsualType::NurseVisit => ("Enfermería", "EN"),
        UsualType::Telephone => ("Consulta telefónica", "TE"),
        UsualType::Video => ("Videoconsulta", "VI"),
    };
    let neutral_label = if which == UsualType::MinorProcedure { "Consulta larga" } else { "" };
    TypeWords { name, short_code, neutral_label }
}

/// What is written in a demo clinic.
pub fn demo() -> &'static Words {
    &demo::DEMO
}

pub fn not_understood(words: &str, understood: &[String]) -> String {
    let nothing = format!("«{words}» no se entendió, y sin eso no se busca nada.");
    if understood.is_empty() {
        nothing
    } else {
        format!("{nothing} Se entendió: {}.", understood.join(", "))
    }
}

pub fn nothing_to_pick() -> &'static str {
    "No hay nada para elegir. Pregunte antes por horas."
}

pub fn back_from_browser() -> &'static str {
    "Puede cerrar esta página y volver a la recepción."
}

pub fn the_desk() -> &'static str {
    "La recepción"
}

/// "lunes".
fn weekday(of: Weekday) -> &'static str {
    WEEKDAYS[of.num_days_from_monday() as usize]
}

/// "lunes", "sábados": after "los".
fn weekdays(of: Weekday) -> String {
    let day = weekday(of);
    if day.ends_with('s') { day.to_owned() } else { format!("{day}s") }
}

/// "2 días".
fn span(minutes: u32) -> String {
    let (number, one, more) = match Span::of(minutes) {
        Span::Days(number) => (number, "día", "días"),
        Span::Hours(number) => (number, "hora", "horas"),
        Span::Minutes(number) => (number, "minuto", "minutos"),
    };
    format!("{number} {}", if number == 1 { one } else { more })
}
