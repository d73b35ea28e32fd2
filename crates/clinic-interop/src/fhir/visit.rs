//! Appointment, and Encounter as the visit that it was.

use super::{
    Draft,
    keys::{keys, reference, references},
    status,
    wire::{self, Coding, Concept, Count, Decimal, Identifier, Many, Period, Pointer, Text, text},
};
use crate::{
    record::{Body, Moment, Stated, Target, TypeLabel, Visit},
    report::Reason,
    when, words,
};
use clinic_domain::appointment::{AppointmentStatus, CancelReason};

wire::wire! {
    WireAppointment {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, status: Option<Text<'a>>,
        cancelation_reason: Option<Concept<'a>>, service_type: Many<Concept<'a>>,
        appointment_type: Option<Concept<'a>>, description: Option<Text<'a>>, comment: Option<Text<'a>>,
        start: Option<Text<'a>>, end: Option<Text<'a>>, minutes_duration: Option<Count<'a>>,
        slot: Many<Pointer<'a>>, participant: Many<Participant<'a>>,
    }
    Participant { actor: Option<Pointer<'a>>, required: Option<Text<'a>>, individual: Option<Pointer<'a>> }
    WireEncounter {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, status: Option<Text<'a>>, class: Option<Coding<'a>>,
        r#type: Many<Concept<'a>>, subject: Option<Pointer<'a>>, participant: Many<Participant<'a>>,
        appointment: Many<Pointer<'a>>, period: Option<Period<'a>>, length: Option<Quantity<'a>>,
        location: Many<EncounterPlace<'a>>, service_provider: Option<Pointer<'a>>,
    }
    EncounterPlace { location: Option<Pointer<'a>> }
    Quantity { value: Option<Decimal<'a>>, code: Option<Text<'a>>, unit: Option<Text<'a>> }
}

pub(super) fn appointment(wire: &WireAppointment<'_>, full_url: Option<&str>) -> Draft {
    let keys = keys("Appointment", &wire.id, &wire.identifier, full_url);
    Draft::new(&wire.id, keys, appointment_body(wire).map(|it| Body::Visit(Box::new(it))))
}

pub(super) fn encounter(wire: &WireEncounter<'_>, full_url: Option<&str>) -> Draft {
    let keys = keys("Encounter", &wire.id, &wire.identifier, full_url);
    Draft::new(&wire.id, keys, encounter_body(wire).map(|it| Body::Visit(Box::new(it))))
}

/// What sort of visit a concept names.
pub(super) fn label(concept: &Concept<'_>) -> Option<TypeLabel> {
    words::type_label(concept.key(), concept.words())
}

fn appointment_body(wire: &WireAppointment<'_>) -> Result<Visit, Reason> {
    let status = status::from_fhir_appointment(text(&wire.status))?;
    let taking_part = wire.participant.iter().filter(|it| text(&it.required) != "information-only");
    let taking_part = taking_part.filter_map(|it| it.actor.as_ref());
    let cancelled = status == AppointmentStatus::Cancelled;
    let reason = || wire.cancelation_reason.as_ref().map_or(CancelReason::Other, cancel_reason);
    let note = Some(text(&wire.comment)).filter(|it| !it.is_empty()).unwrap_or(text(&wire.description));
    Ok(Visit {
        is_encounter: false,
        status,
        cancel_reason: cancelled.then(reason),
        participants: taking_part.filter_map(|it| reference(it, Target::Any)).collect(),
        start: at(&wire.start)?,
        end: at(&wire.end)?,
        minutes: wire.minutes_duration.map(|it| it.0),
        label: wire.appointment_type.iter().chain(&*wire.service_type).find_map(label),
        note: note.into(),
        slots: references(&wire.slot, Target::Slot),
        appointment: None,
        payer: None,
        inline: None,
        stated: Stated::default(),
    })
}

fn encounter_body(wire: &WireEncounter<'_>) -> Result<Visit, Reason> {
    let status = status::from_fhir_encounter(text(&wire.status))?;
    let people = wire.participant.iter().filter_map(|it| it.individual.as_ref());
    let people = people.filter_map(|it| reference(it, Target::Provider));
    let places = wire.location.iter().filter_map(|it| it.location.as_ref());
    let places = places.filter_map(|it| reference(it, Target::Place));
    let subject = wire.subject.as_ref().and_then(|it| reference(it, Target::Patient));
    let clinic = wire.service_provider.as_ref().and_then(|it| reference(it, Target::Organization));
    let period = wire.period.as_ref();
    Ok(Visit {
        is_encounter: true,
        status,
        cancel_reason: (status == AppointmentStatus::Cancelled).then_some(CancelReason::Other),
        participants: subject.into_iter().chain(people).chain(places).chain(clinic).collect(),
        start: period.map_or(Ok(None), |it| at(&it.start))?,
        end: period.map_or(Ok(None), |it| at(&it.end))?,
        minutes: wire.length.as_ref().and_then(minutes),
        label: wire.r#type.iter().find_map(label).or_else(|| wire.class.as_ref().and_then(class_label)),
        note: Default::default(),
        slots: Vec::new(),
        appointment: wire.appointment.first().and_then(|it| reference(it, Target::Visit)),
        payer: None,
        inline: None,
        stated: Stated::default(),
    })
}

fn at(given: &Option<Text<'_>>) -> Result<Option<Moment>, Reason> {
    match text(given) {
        "" => Ok(None),
        given => when::minute(given).map(|it| Some(Moment::At(it))),
    }
}

fn minutes(length: &Quantity<'_>) -> Option<u32> {
    let value = length.value?.0;
    let unit = Some(text(&length.code)).filter(|it| !it.is_empty()).unwrap_or(text(&length.unit));
    let minutes = match unit {
        "min" => value,
        "h" => value * 60.0,
        "s" => value / 60.0,
        "d" => value * 24.0 * 60.0,
        _ => return None,
    };
    // In range and whole after rounding up: nothing is lost.
    (minutes > 0.0 && minutes < 1e6).then(|| minutes.ceil() as u32)
}

/// An encounter without a type still has a class (v3 ActCode).
fn class_label(class: &Coding<'_>) -> Option<TypeLabel> {
    let name = match text(&class.code) {
        "AMB" => "Office visit",
        "EMER" => "Emergency visit",
        "VR" => "Virtual visit",
        "HH" => "Home visit",
        "SS" => "Short stay",
        "IMP" | "ACUTE" | "NONAC" => "Inpatient stay",
        _ => return None,
    };
    Some(TypeLabel { code: format!("{}|{}", text(&class.system), text(&class.code)), name: name.to_owned() })
}

fn cancel_reason(concept: &Concept<'_>) -> CancelReason {
    concept
        .coding
        .iter()
        .find_map(|it| status::cancel_reason_from_fhir(text(&it.code)))
        .unwrap_or(CancelReason::Other)
}
