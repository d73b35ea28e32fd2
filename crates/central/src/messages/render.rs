//! A message as one patient gets it: in their language, at the wall's time, and no more than is necessary.

use super::words;
use central_store::{Configuration, Message};
use clinic_domain::{
    appointment::Appointment,
    appointment_type::AppointmentType,
    message::{Filled, MessageChannel, MessageKind, Placeholder},
    organization::{Address, Location},
    patient::Patient,
    time::Instant,
};

pub struct Writing<'a> {
    pub configuration: &'a Configuration,
    pub location: &'a Location,
    pub visit: &'a Appointment,
    pub patient: &'a Patient,
    pub message: &'a Message,
    pub channel: MessageChannel,
    /// Where the patient answers; empty for a message that asks nothing.
    pub link: String,
}

impl Writing<'_> {
    #[must_use]
    pub fn text(&self, kind: MessageKind) -> Filled {
        let (language, template) =
            words::template(&self.configuration.office, kind, self.channel, &self.patient.language);
        template.fill(|placeholder| self.value(placeholder, language.words()))
    }

    fn value(&self, placeholder: Placeholder, words: &words::Words) -> String {
        let date = |at: Instant| words.date_text(at.wall(self.location.zone));
        let time = |at: Instant| words.time_text(at.wall(self.location.zone));
        let start = self.message.starts_at.unwrap_or(self.visit.visit.start());
        let before = self.message.previous_start.unwrap_or(start);
        match placeholder {
            Placeholder::ClinicName => self.configuration.setup.organization.name.clone(),
            Placeholder::PatientName => called(self.patient).to_owned(),
            Placeholder::Date => date(start),
            Placeholder::Time => time(start),
            Placeholder::PreviousDate => date(before),
            Placeholder::PreviousTime => time(before),
            Placeholder::Provider => self.provider(),
            Placeholder::VisitType => self.visit_type(),
            Placeholder::Location => self.location.name.clone(),
            Placeholder::Address => address(&self.location.address),
            Placeholder::Phone => phone(self.configuration, self.location).to_owned(),
            Placeholder::AnswerLink => self.link.clone(),
            Placeholder::JoinLink => self.join_link(),
            // Of an offer, which is made on the telephone.
            Placeholder::Until => String::new(),
        }
    }

    fn provider(&self) -> String {
        let setup = &self.configuration.setup;
        let own = setup.own_provider(&self.visit.allocations).and_then(|id| setup.resource(id));
        own.map(|it| it.name.clone()).unwrap_or_default()
    }

    fn visit_type(&self) -> String {
        let found = self.configuration.setup.appointment_type(self.visit.appointment_type);
        found.map(said_of).unwrap_or_default()
    }

    fn join_link(&self) -> String {
        if !self.visit.contact_point.is_empty() {
            return self.visit.contact_point.expose().to_owned();
        }
        let setup = &self.configuration.setup;
        let own = setup.own_provider(&self.visit.allocations).and_then(|id| setup.resource(id));
        own.map(|it| it.join_link.clone()).unwrap_or_default()
    }
}

/// What the patient is called: no family name in a message.
#[must_use]
pub fn called(patient: &Patient) -> &str {
    let preferred = patient.preferred_name.expose();
    if preferred.is_empty() { patient.given_names.expose() } else { preferred }
}

/// The location's number, else the organization's.
#[must_use]
pub fn phone<'a>(configuration: &'a Configuration, location: &'a Location) -> &'a str {
    if location.phone.is_empty() { &configuration.setup.organization.contact.phone } else { &location.phone }
}

/// By its neutral label, where its name would say too much.
#[must_use]
pub fn said_of(it: &AppointmentType) -> String {
    if it.neutral_label.is_empty() { it.name.clone() } else { it.neutral_label.clone() }
}

#[must_use]
pub fn address(it: &Address) -> String {
    let mut parts: Vec<&str> = it.lines.iter().map(String::as_str).collect();
    parts.extend([it.city.as_str(), it.region.as_str(), it.postal_code.as_str()]);
    parts.retain(|it| !it.is_empty());
    parts.join(", ")
}

/// Whether a message of the kind asks for an answer.
#[must_use]
pub fn asks(kind: MessageKind) -> bool {
    Placeholder::AnswerLink.is_known_in(kind)
}
