//! One time on one column of the board: a click, a drag, a key.

use crate::{
    error::{AppResult, found},
    find_offers::book_around,
    front_desk::FrontDesk,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::MAX_VISIT_MINUTES,
    arbitration::permitted,
    availability::{self, Answer, Asking, Offer, OfferAt},
    id::{AppointmentId, AppointmentTypeId, PatientId, PersonId, ResourceId},
    people::Permission,
    refusal::{Missing, Refusal},
    time::{Period, start_instant},
};

pub struct OfferAtRequest {
    pub resource: ResourceId,
    /// On the wall of the resource's location.
    pub start: NaiveDateTime,
    pub appointment_type: AppointmentTypeId,
    pub patient: Option<PatientId>,
    pub moving: Option<AppointmentId>,
}

pub enum SpotAnswer {
    Offer {
        handle: String,
        offer: Offer,
    },
    /// Only for who may overbook; for everybody else such a time is refused.
    Overbook {
        handle: String,
        offer: Offer,
        because: Vec<Refusal>,
    },
    Refused(Vec<Refusal>),
}

pub fn offer_at(desk: &FrontDesk, who: PersonId, wanted: &OfferAtRequest) -> AppResult<SpotAnswer> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let now = desk.now();
    let answer = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let resource = found(setup.resource(wanted.resource), Missing::Resource)?;
        let location = found(setup.location(resource.location), Missing::Location)?;
        let start = start_instant(location.zone, wanted.start);
        let around = found(Period::of_minutes(start, MAX_VISIT_MINUTES), Missing::Time)?;
        let moving = wanted.moving.map(|id| reader.appointment(id)).transpose()?.flatten();
        let patient = wanted.patient.or(moving.map(|it| it.patient));
        let patient_busy = patient.map_or_else(|| Ok(Vec::new()), |id| reader.patient_busy(id, around))?;
        let is_new_patient = patient.map(|id| reader.has_past_visit(id, now)).transpose()?.map(|it| !it);
        let book = book_around(reader, setup, location.id, around)?;
        let at = OfferAt {
            resource: wanted.resource,
            start,
            appointment_type: wanted.appointment_type,
            asking: Asking { now, patient_busy: &patient_busy, ignoring: wanted.moving, is_new_patient },
        };
        Ok(availability::offer_at(setup, &book, &at))
    })?;
    Ok(match answer {
        Answer::Offer(offer) => SpotAnswer::Offer { handle: desk.seal.seal(&offer.slot), offer },
        Answer::Overbook { slot, because } if author.may(Permission::Overbook) => SpotAnswer::Overbook {
            handle: desk.seal.seal(&slot),
            offer: Offer { slot, reasons: Vec::new() },
            because,
        },
        Answer::Overbook { mut because, .. } => {
            because.push(Refusal::NotPermitted { permission: Permission::Overbook });
            SpotAnswer::Refused(because)
        }
        Answer::Refused(reasons) => SpotAnswer::Refused(reasons),
    })
}
