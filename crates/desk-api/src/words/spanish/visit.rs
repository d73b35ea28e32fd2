//! Visits, patients and what happened to them, in Spanish.

use super::{
    super::{Act, Alert, Asker, Wording, capital},
    day, moment,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::{AppointmentStatus, CallOutcome, CancelReason, ConfirmationState, HistoryEvent},
    attendance::TriageCategory,
    counter::{Asked, CardAnswer},
    patient::{CaregiverRelation, IdentityField, LogisticsFlag},
};

pub fn status(status: AppointmentStatus) -> &'static str {
    use AppointmentStatus as S;
    match status {
        S::Proposed => "propuesta",
        S::Pending => "pendiente",
        S::Booked => "reservada",
        S::Arrived => "ha llegado",
        S::CheckedIn => "registrada",
        S::Roomed => "en sala",
        S::WithProvider => "con el profesional",
        S::Fulfilled => "atendida",
        S::Cancelled => "cancelada",
        S::LateCancel => "cancelada tarde",
        S::NoShow => "no se presentó",
        S::LeftWithoutBeingSeen => "se fue sin ser atendido",
        S::Waitlist => "en lista de espera",
        S::EnteredInError => "creada por error",
    }
}

pub fn asked_by(asker: &Asker<'_>) -> String {
    match asker {
        Asker::Patient => "Paciente".to_owned(),
        Asker::Clinic => "Clínica".to_owned(),
        Asker::Caregiver(None) => "Cuidador".to_owned(),
        Asker::Caregiver(Some(it)) => format!("{} ({})", it.name.expose(), relation(it.relation)),
    }
}

pub fn at_request_of(asker: &Asker<'_>) -> String {
    match asker {
        Asker::Patient => "solicitado por el paciente".to_owned(),
        Asker::Clinic => "solicitado por la clínica".to_owned(),
        Asker::Caregiver(_) => format!("solicitado por {}", asked_by(asker)),
    }
}

pub fn happened(event: &HistoryEvent, with: &Wording<'_>) -> String {
    match event {
        HistoryEvent::Booked { overbook_reason: None, .. } => "Reservada".to_owned(),
        HistoryEvent::Booked { overbook_reason: Some(reason), waives: Some(_), .. } => {
            format!("Reservada sin el tiempo alrededor: {reason}")
        }
        HistoryEvent::Booked { overbook_reason: Some(reason), .. } => format!("Sobrecupo: {reason}"),
        HistoryEvent::Moved { from, from_allocations, overbook_reason, waives } => {
            let who = with.provider(from_allocations).map_or_else(String::new, |it| format!(", {it}"));
            let why = match (overbook_reason, waives) {
                (Some(it), Some(_)) => format!("; sin el tiempo alrededor: {it}"),
                (Some(it), None) => format!("; sobrecupo: {it}"),
                (None, _) => String::new(),
            };
            format!("Movida desde el {}{who}{why}", moment(with.wall(from.start())))
        }
        HistoryEvent::Status { to, verified, .. } if verified.is_empty() => capital(status(*to)),
        HistoryEvent::Status { to, verified, .. } => {
            let compared: Vec<&str> = verified.iter().map(|it| identity(*it)).collect();
            format!("{}; comprobado: {}", capital(status(*to)), compared.join(", "))
        }
        HistoryEvent::Confirmation { state } => match state {
            ConfirmationState::NotAsked => "Confirmación retirada",
            ConfirmationState::Asked => "Se pidió confirmación",
            ConfirmationState::Confirmed => "Confirmada por el paciente",
            ConfirmationState::Declined => "Rechazada por el paciente",
        }
        .to_owned(),
        HistoryEvent::Cancelled { reason } => format!("Cancelada: {}", cancel_reason(*reason)),
        HistoryEvent::Noted => "Nota cambiada".to_owned(),
        HistoryEvent::Called { outcome, call_again } => {
            let again =
                call_again.map_or_else(String::new, |at| format!("; de nuevo {}", moment(with.wall(at))));
            format!("Llamada: {}{again}", call(*outcome))
        }
        HistoryEvent::Triaged { category } => format!("Triaje: {}", triage(*category)),
        HistoryEvent::Asked(it) => asked(*it),
        HistoryEvent::Transferred { .. } => "Pasó de otro expediente del paciente".to_owned(),
        HistoryEvent::Imported => "Importada".to_owned(),
    }
}

/// What was asked at the counter, and the answers.
fn asked(it: Asked) -> String {
    let card = it.card.map(|it| match it {
        CardAnswer::Seen => "tarjeta vista",
        CardAnswer::NotBrought => "no trajo la tarjeta",
        CardAnswer::NotNeeded => "no hace falta tarjeta",
    });
    let said: Vec<&str> = it.details_confirmed.then_some("Datos correctos").into_iter().chain(card).collect();
    capital(&said.join(", "))
}

const fn triage(category: TriageCategory) -> &'static str {
    match category {
        TriageCategory::Immediate => "inmediato",
        TriageCategory::VeryUrgent => "muy urgente",
        TriageCategory::Urgent => "urgente",
        TriageCategory::Standard => "normal",
        TriageCategory::NonUrgent => "no urgente",
    }
}

const fn call(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Reached => "se habló con el paciente",
        CallOutcome::NoAnswer => "sin respuesta",
        CallOutcome::LeftMessage => "se dejó un mensaje",
        CallOutcome::CallBack => "pide que se llame de nuevo",
        CallOutcome::WrongNumber => "número equivocado",
    }
}

const fn identity(field: IdentityField) -> &'static str {
    match field {
        IdentityField::FullName => "nombre completo",
        IdentityField::BirthDate => "fecha de nacimiento",
        IdentityField::Phone => "teléfono",
        IdentityField::Address => "dirección",
        IdentityField::RecordNumber => "número de expediente",
        IdentityField::MemberId => "número de afiliado",
    }
}

pub fn instead_of(lost: NaiveDateTime) -> String {
    format!("; en lugar de la del {}", moment(lost))
}

pub fn booked_again(wall: Option<NaiveDateTime>) -> String {
    let time = wall.map_or_else(String::new, |it| format!(" para el {}", moment(it)));
    format!("; reservada de nuevo{time}")
}

pub fn alert(alert: &Alert<'_>) -> String {
    match alert {
        Alert::Deceased => "Consta como fallecido".to_owned(),
        Alert::Note(text) => (*text).to_owned(),
        Alert::NeedsInterpreter("") => "Necesita intérprete (idioma sin registrar)".to_owned(),
        Alert::NeedsInterpreter(language) => format!("Necesita intérprete ({})", language_name(language)),
        Alert::BirthDateMissing => "Falta la fecha de nacimiento: pregúntela".to_owned(),
        Alert::CoverageEnded { payer, on } => format!("La cobertura de {payer} terminó el {}", day(*on)),
        Alert::Flag(flag) => match flag {
            LogisticsFlag::Wheelchair => "Silla de ruedas",
            LogisticsFlag::ArriveEarly => "Debe llegar antes",
            LogisticsFlag::Fasting => "En ayunas",
            LogisticsFlag::IsolationRoom => "Sala de aislamiento",
            LogisticsFlag::HardOfHearing => "Oye mal",
            LogisticsFlag::LowVision => "Ve mal",
            LogisticsFlag::GroundFloor => "Planta baja",
            LogisticsFlag::Transport => "Transporte",
        }
        .to_owned(),
    }
}

/// Of the languages that clinics meet most; a rarer one keeps what was recorded.
fn language_name(recorded: &str) -> &str {
    match recorded.split('-').next().unwrap_or(recorded) {
        "ar" => "árabe",
        "ase" => "lengua de señas estadounidense",
        "bn" => "bengalí",
        "ca" => "catalán",
        "de" => "alemán",
        "en" => "inglés",
        "es" => "español",
        "eu" => "euskera",
        "fa" => "persa",
        "fr" => "francés",
        "gl" => "gallego",
        "gu" => "guyaratí",
        "hi" => "hindi",
        "ht" => "criollo haitiano",
        "it" => "italiano",
        "ja" => "japonés",
        "ko" => "coreano",
        "pa" => "panyabí",
        "pl" => "polaco",
        "pt" => "portugués",
        "ro" => "rumano",
        "ru" => "ruso",
        "so" => "somalí",
        "tl" => "tagalo",
        "tr" => "turco",
        "uk" => "ucraniano",
        "ur" => "urdu",
        "vi" => "vietnamita",
        "zh" => "chino",
        _ => recorded,
    }
}

pub fn did(act: Act) -> &'static str {
    match act {
        Act::OpenedRecord => "abrió la ficha",
        Act::OpenedVisit => "abrió una cita",
        Act::LookedAtTrail => "miró este registro",
        Act::SawInLookUp => "vio el nombre en una búsqueda",
        Act::Booked => "reservó una cita",
        Act::Moved => "movió una cita",
        Act::Cancelled => "canceló una cita",
        Act::ChangedStatus => "cambió el estado de una cita",
        Act::NotedConfirmation => "anotó la confirmación del paciente",
        Act::ChangedNote => "cambió la nota de una cita",
        Act::Called => "anotó una llamada",
        Act::Registered => "registró al paciente",
        Act::ChangedRecord => "cambió la ficha",
        Act::ChangedCaregiver => "cambió un cuidador",
        Act::Held => "apartó una hora",
        Act::ChangedWaitlist => "cambió la lista de espera",
        Act::OfferedTime => "ofreció una hora",
        Act::AnsweredOffer => "anotó la respuesta a una oferta",
        Act::ChangedRecall => "cambió un control pendiente",
        Act::Merged => "unió otro expediente a este",
        Act::Separated => "separó un expediente de este",
        Act::Undid => "deshizo un cambio",
        Act::Imported => "importó la ficha",
        Act::SettledConflict => "atendió una promesa que no se pudo cumplir",
        Act::LetGo => "descartó un cambio no aceptado",
        Act::ChangedSetup => "cambió la configuración",
    }
}

pub fn lost_because(code: &str) -> &'static str {
    match code {
        "lent" => "Esta hora está cedida a su sede, que la dio a otra persona o no la había confirmado.",
        "taken" | "held" | "full" => "Otra persona tomó antes esta hora.",
        "changed" | "undo_overtaken" => "Otra persona lo cambió antes.",
        "status_does_not_allow" => "La cita ya había cambiado de estado.",
        "patient_busy" => "El paciente tiene otra cita a esa hora.",
        "patient_merged" => "La ficha del paciente se unió a otra.",
        "closed" => "Entretanto se cerró ese tiempo.",
        "outside_sessions" | "outside_business_hours" | "type_not_in_session" | "reserved" => {
            "Entretanto cambió el horario."
        }
        "in_the_past" | "notice_too_short" => "La hora ya había pasado cuando llegó.",
        "not_found" => "Aquello a lo que se refería no está.",
        "not_permitted" => "Se retiró el permiso para hacerlo.",
        _ => "Ya no encajaba en la agenda central.",
    }
}

fn relation(relation: CaregiverRelation) -> &'static str {
    match relation {
        CaregiverRelation::Parent => "padre o madre",
        CaregiverRelation::Guardian => "tutor",
        CaregiverRelation::Spouse => "cónyuge",
        CaregiverRelation::Child => "hijo o hija",
        CaregiverRelation::Sibling => "hermano o hermana",
        CaregiverRelation::Friend => "amigo o amiga",
        CaregiverRelation::ProfessionalCarer => "cuidador profesional",
        CaregiverRelation::Other => "otro",
    }
}

fn cancel_reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::PatientRequest => "a petición del paciente",
        CancelReason::PatientIll => "paciente enfermo",
        CancelReason::PatientTransport => "sin transporte",
        CancelReason::PatientForgot => "el paciente la olvidó",
        CancelReason::PatientDeceased => "paciente fallecido",
        CancelReason::NoLongerNeeded => "ya no hace falta",
        CancelReason::ProviderUnavailable => "profesional no disponible",
        CancelReason::ClinicClosed => "clínica cerrada",
        CancelReason::EquipmentFailure => "avería de un equipo",
        CancelReason::BookedInError => "reservada por error",
        CancelReason::Other => "otro motivo",
    }
}
