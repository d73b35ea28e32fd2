//! What the practice set up: a place, departments, providers and rooms, what is booked and when, what is asked and written.

use super::{Making, named};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::{AppointmentType, Modality, Need},
    business_hours::{BusinessHours, OpenHours},
    id::{
        AppointmentTypeId, DepartmentId, FaqId, LocationId, MessageTemplateId, OrganizationId, ResourceId,
        TemplateId, Version,
    },
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, FaqEntry},
    operation::OperationBody,
    organization::{Address, Contact, Location, Organization, OrganizationKind, OrganizationSize},
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    tier::SubscriptionTier,
    time::DayMinute,
};

const DEPARTMENTS: &[&str] = &["Administration", "Front office", "Family medicine", "Cardiology", "Billing"];

/// Name, initials, specialty.
pub(super) const PROVIDERS: &[(&str, &str, &str)] = &[
    ("Dr Mei Chang", "MC", "Family medicine"),
    ("Dr Daniel Okafor", "DO", "Family medicine"),
    ("Dr Rafael Teixeira", "RT", "Cardiology"),
    ("Ruth Adeyemi, NP", "RA", "Nurse practitioner"),
];
const ROOMS: &[(&str, &str, &str)] = &[
    ("Room 1", "R1", "Exam room"),
    ("Room 2", "R2", "Exam room"),
    ("Room 3", "R3", "Exam room"),
    ("Room 4", "R4", "Exam room"),
    ("Procedure room", "P1", "Procedure room"),
];
const DEVICES: &[(&str, &str, &str)] = &[("ECG 1", "E1", "ECG")];

/// Name, short code, minutes, rooms and devices it needs, how patient and provider meet.
pub(super) const TYPES: &[(&str, &str, u16, &[&str], Modality)] = &[
    ("Follow-up", "FU", 20, EXAM, Modality::InPerson),
    ("Short visit", "SV", 10, EXAM, Modality::InPerson),
    ("New patient", "NP", 40, EXAM, Modality::InPerson),
    ("Physical", "PH", 30, EXAM, Modality::InPerson),
    ("ECG", "EC", 30, &["Procedure room", "ECG 1"], Modality::InPerson),
    ("Telephone", "TE", 10, &[], Modality::Phone),
    ("Video visit", "VV", 15, &[], Modality::Video),
];
const EXAM: &[&str] = &["Room 1", "Room 2", "Room 3", "Room 4"];

const FAQ: &[(&str, &str, &str)] = &[
    ("en", "When are you open?", "Monday to Friday from 8 AM to 6 PM."),
    ("en", "Where can I park?", "In the garage on Pier Street; the first hour is free."),
    ("en", "What do I bring to my first visit?", "An ID, your insurance card, and a list of what you take."),
    ("en", "How do I cancel a visit?", "By the link in your reminder, or by phone, a day ahead if you can."),
    ("es", "¿Cuándo abren?", "De lunes a viernes, de 8:00 a 18:00."),
    (
        "es",
        "¿Qué llevo a mi primera visita?",
        "Una identificación, su tarjeta del seguro y la lista de lo que toma.",
    ),
];

const MESSAGES: &[(MessageKind, MessageChannel, &str, &str, &str)] = &[
    (
        MessageKind::Confirmation,
        MessageChannel::Email,
        "en",
        "Your visit at {clinic_name}",
        "Hello {patient_name},\n\nyour visit is on {date} at {time} with {provider}.\n\nTo confirm, cancel or be called: {answer_link}",
    ),
    (
        MessageKind::Reminder,
        MessageChannel::Sms,
        "en",
        "",
        "{clinic_name}: your visit is on {date} at {time}. Confirm, cancel or ask for a call: {answer_link}",
    ),
    (
        MessageKind::Reminder,
        MessageChannel::Sms,
        "es",
        "",
        "{clinic_name}: su visita es el {date} a las {time}. Confirme, cancele o pida una llamada: {answer_link}",
    ),
];

const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

pub(super) fn location(organization: OrganizationId) -> LocationId {
    LocationId(named(organization, "location"))
}

pub(super) fn department(organization: OrganizationId, name: &str) -> DepartmentId {
    DepartmentId(named(organization, &format!("department {name}")))
}

pub(super) fn resource(organization: OrganizationId, name: &str) -> ResourceId {
    ResourceId(named(organization, &format!("resource {name}")))
}

pub(super) fn appointment_type(organization: OrganizationId, code: &str) -> AppointmentTypeId {
    AppointmentTypeId(named(organization, &format!("type {code}")))
}

/// In the order in which what is referred to comes first.
pub(super) fn rows(making: &Making<'_>) -> Vec<(String, OperationBody)> {
    let mut rows = vec![("location".to_owned(), OperationBody::LocationPut(place(making)))];
    rows.extend(DEPARTMENTS.iter().map(|name| {
        let department = Department {
            id: department(making.id, name),
            version: Version::FIRST,
            name: (*name).to_owned(),
            is_active: true,
        };
        (format!("department {name}"), OperationBody::DepartmentPut(department))
    }));
    let kinds = [
        (ResourceKind::Provider, PROVIDERS),
        (ResourceKind::Room, ROOMS),
        (ResourceKind::Equipment, DEVICES),
    ];
    let resources = kinds.iter().flat_map(|(kind, all)| all.iter().map(move |it| (*kind, it)));
    for (position, (kind, it)) in (0..).zip(resources) {
        rows.push((
            format!("resource {}", it.0),
            OperationBody::ResourcePut(thing(making, kind, it, position)),
        ));
    }
    rows.extend(
        TYPES.iter().map(|it| {
            (format!("type {}", it.1), OperationBody::AppointmentTypePut(kind_of_visit(making, it)))
        }),
    );
    rows.extend(
        PROVIDERS
            .iter()
            .map(|it| (format!("hours {}", it.0), OperationBody::TemplatePut(hours(making, it.0)))),
    );
    rows.extend(
        (0..)
            .zip(FAQ)
            .map(|(number, it)| (format!("faq {number}"), OperationBody::FaqPut(faq(making, number, it)))),
    );
    rows.extend((0..).zip(MESSAGES).map(|(number, it)| {
        (format!("message {number}"), OperationBody::MessageTemplatePut(message(making, number, it)))
    }));
    rows
}

fn place(making: &Making<'_>) -> Location {
    Location {
        id: location(making.id),
        version: Version::FIRST,
        name: "Harborview".to_owned(),
        zone: making.zone,
        address: address(),
        phone: "(617) 555-0110".to_owned(),
        numbers_arrivals: true,
        is_active: true,
        source: None,
    }
}

fn address() -> Address {
    Address {
        lines: vec!["12 Pier Street".to_owned()],
        city: "Boston".to_owned(),
        region: "MA".to_owned(),
        postal_code: "02110".to_owned(),
        country: "US".to_owned(),
    }
}

/// As it begins.
pub(super) fn organization(id: OrganizationId, slug: &str, zone: Tz) -> Organization {
    let (from, to) = (DayMinute(8 * 60), DayMinute(18 * 60));
    Organization {
        slug: slug.to_owned(),
        size: Some(OrganizationSize::Small),
        address: address(),
        contact: Contact {
            phone: "(617) 555-0110".to_owned(),
            email: "office@harborview.example".to_owned(),
            website: "https://harborview.example".to_owned(),
        },
        business_hours: Some(BusinessHours(WEEK.map(|weekday| OpenHours { weekday, from, to }).to_vec())),
        zone: Some(zone),
        subscription_tier: Some(SubscriptionTier::Professional),
        is_demo: true,
        ..Organization::named(id, "Harborview Family Medicine (demo)", OrganizationKind::Clinic)
    }
}

fn thing(
    making: &Making<'_>,
    kind: ResourceKind,
    (name, initials, specialty): &(&str, &str, &str),
    position: u32,
) -> Resource {
    Resource {
        id: resource(making.id, name),
        version: Version::FIRST,
        location: location(making.id),
        kind,
        name: (*name).to_owned(),
        initials: (*initials).to_owned(),
        specialty: (*specialty).to_owned(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position,
        is_active: true,
        source: None,
    }
}

fn kind_of_visit(
    making: &Making<'_>,
    (name, code, minutes, rooms, modality): &(&str, &str, u16, &[&str], Modality),
) -> AppointmentType {
    let need = |kind, any_of| Need { kind, any_of, from_minute: 0, minutes: 0 };
    let of_kind = |all: &[(&str, &str, &str)]| -> Vec<ResourceId> {
        let named = all.iter().filter(|it| rooms.contains(&it.0));
        named.map(|it| resource(making.id, it.0)).collect()
    };
    let mut needs = vec![need(ResourceKind::Provider, Vec::new())];
    let places = [(ResourceKind::Room, of_kind(ROOMS)), (ResourceKind::Equipment, of_kind(DEVICES))];
    needs.extend(places.into_iter().filter(|it| !it.1.is_empty()).map(|(kind, any_of)| need(kind, any_of)));
    AppointmentType {
        id: appointment_type(making.id, code),
        version: Version::FIRST,
        name: (*name).to_owned(),
        neutral_label: String::new(),
        duration_minutes: *minutes,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        needs,
        notice_minutes: 0,
        is_new_patient: *code == "NP",
        follow_up_weeks: 0,
        overbook_lanes: None,
        is_urgent: *code == "SV",
        places: 1,
        is_active: true,
        short_code: (*code).to_owned(),
        modality: *modality,
        preceded_by: None,
    }
}

/// Mornings and afternoons of the week.
fn hours(making: &Making<'_>, provider: &str) -> ScheduleTemplate {
    let parts = [(8 * 60 + 30, 12 * 60), (13 * 60, 17 * 60)];
    let of_day =
        |day: &Weekday| parts.map(|(from, to)| WeeklySession::plain(*day, DayMinute(from), DayMinute(to), 1));
    ScheduleTemplate {
        id: TemplateId(named(making.id, &format!("hours {provider}"))),
        version: Version::FIRST,
        resource: resource(making.id, provider),
        name: "Week".to_owned(),
        valid_from: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default(),
        valid_to: None,
        every_n_weeks: 1,
        sessions: WEEK.iter().flat_map(of_day).collect(),
        is_active: true,
    }
}

fn faq(making: &Making<'_>, number: u32, (language, question, answer): &(&str, &str, &str)) -> FaqEntry {
    FaqEntry {
        id: FaqId(named(making.id, &format!("faq {number}"))),
        version: Version::FIRST,
        question: (*question).to_owned(),
        answer: (*answer).to_owned(),
        keywords: Vec::new(),
        language: (*language).to_owned(),
        is_active: true,
        written: None,
        earlier: Vec::new(),
    }
}

fn message(
    making: &Making<'_>,
    number: u32,
    (kind, channel, language, subject, body): &(MessageKind, MessageChannel, &str, &str, &str),
) -> MessageTemplate {
    MessageTemplate {
        id: MessageTemplateId(named(making.id, &format!("message {number}"))),
        version: Version::FIRST,
        kind: *kind,
        channel: *channel,
        language: (*language).to_owned(),
        subject: (*subject).to_owned(),
        body: (*body).to_owned(),
        is_active: true,
    }
}
