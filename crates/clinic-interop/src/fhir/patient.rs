//! Patient, RelatedPerson and Coverage.

use super::{
    Draft,
    keys::{keys, reference},
    person,
    wire::{
        self, Address, Concept, ContactPoint, Count, Extension, Flag, HumanName, Identifier, Many, Period,
        Pointer, Text, flag, text,
    },
};
use crate::{
    record::{Body, CaregiverRecord, CoverageRecord, PatientRecord, Target},
    report::{Reason, Warning},
    when,
};
use clinic_domain::{
    id::PatientId,
    patient::{
        CaregiverAuthorization, CaregiverRelation, Coverage, EmergencyContact, Patient, PersonalAddress, Sex,
    },
};

wire::wire! {
    WirePatient {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, extension: Many<Extension<'a>>,
        active: Option<Flag<'a>>, name: Many<HumanName<'a>>, telecom: Many<ContactPoint<'a>>,
        gender: Option<Text<'a>>, birth_date: Option<Text<'a>>, deceased_boolean: Option<Flag<'a>>,
        deceased_date_time: Option<Text<'a>>, address: Many<Address<'a>>, contact: Many<Contact<'a>>,
        communication: Many<Communication<'a>>, general_practitioner: Many<Pointer<'a>>,
    }
    Contact { relationship: Many<Concept<'a>>, name: Option<HumanName<'a>>, telecom: Many<ContactPoint<'a>> }
    Communication { language: Option<Concept<'a>>, preferred: Option<Flag<'a>> }
    WireRelatedPerson {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, active: Option<Flag<'a>>,
        patient: Option<Pointer<'a>>, relationship: Many<Concept<'a>>, name: Many<HumanName<'a>>,
        telecom: Many<ContactPoint<'a>>,
    }
    WireCoverage {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, status: Option<Text<'a>>,
        r#type: Option<Concept<'a>>, subscriber_id: Option<Text<'a>>, beneficiary: Option<Pointer<'a>>,
        period: Option<Period<'a>>, payor: Many<Pointer<'a>>, order: Option<Count<'a>>,
    }
}

pub(super) fn patient(wire: &WirePatient<'_>, full_url: Option<&str>) -> Draft {
    let keys = keys("Patient", &wire.id, &wire.identifier, full_url);
    let mut warnings = Vec::new();
    let birth_date = when::day(text(&wire.birth_date));
    if birth_date.is_none() && !text(&wire.birth_date).is_empty() {
        warnings.push(Warning::BirthDatePartial);
    }
    let body = person::best_name(&wire.name).map_or(Err(Reason::NameMissing), |name| {
        let family = text(&name.family);
        let given = person::given(name);
        // A name that is one text only still lets the desk find the person.
        let family = if family.is_empty() && given.is_empty() { text(&name.text) } else { family };
        if family.is_empty() && given.is_empty() {
            return Err(Reason::NameMissing);
        }
        let details = Patient {
            family_name: family.into(),
            given_names: given.into(),
            preferred_name: person::preferred_name(&wire.name, name),
            birth_date,
            sex: text(&wire.gender).parse().unwrap_or(Sex::Unknown),
            phones: person::phones(&wire.telecom),
            email: person::contact(&wire.telecom, "email").into(),
            address: PersonalAddress(person::best_address(&wire.address)),
            language: language(&wire.communication),
            needs_interpreter: needs_interpreter(&wire.extension),
            emergency_contact: emergency_contact(&wire.contact),
            is_deceased: flag(wire.deceased_boolean, false) || !text(&wire.deceased_date_time).is_empty(),
            is_active: flag(wire.active, true),
            source: keys.source().map(str::to_owned),
            ..Patient::new(PatientId::from_bytes([0; 16]))
        };
        let own_provider = wire.general_practitioner.first().and_then(|it| reference(it, Target::Any));
        Ok(Body::Patient(Box::new(PatientRecord { details, own_provider })))
    });
    Draft { warnings, ..Draft::new(&wire.id, keys, body) }
}

pub(super) fn related_person(wire: &WireRelatedPerson<'_>, full_url: Option<&str>) -> Draft {
    let relation = wire.relationship.iter().find_map(relation).unwrap_or(CaregiverRelation::Other);
    let is_for_emergencies =
        wire.relationship.iter().all(|it| it.has_code(&["C"])) && !wire.relationship.is_empty();
    let caregiver = CaregiverRecord {
        patient: wire.patient.as_ref().and_then(|it| reference(it, Target::Patient)),
        name: person::best_name(&wire.name).map(person::full_name).unwrap_or_default().into(),
        phone: person::contact(&wire.telecom, "phone").into(),
        relation,
        // The file says who somebody is, not what the patient has allowed: that is asked at the desk.
        authorization: if is_for_emergencies {
            CaregiverAuthorization::EmergencyOnly
        } else {
            CaregiverAuthorization::Limited
        },
        may_schedule: matches!(relation, CaregiverRelation::Parent | CaregiverRelation::Guardian),
        is_active: flag(wire.active, true),
    };
    let body = if caregiver.name.is_empty() {
        Err(Reason::NameMissing)
    } else if caregiver.patient.is_none() {
        Err(Reason::PatientMissing)
    } else {
        Ok(Body::Caregiver(Box::new(caregiver)))
    };
    Draft::new(&wire.id, keys("RelatedPerson", &wire.id, &wire.identifier, full_url), body)
}

pub(super) fn coverage(wire: &WireCoverage<'_>, full_url: Option<&str>) -> Draft {
    let payer = wire.payor.first();
    let words = wire.r#type.as_ref().map_or("", Concept::words);
    let display = payer.map_or("", |it| text(&it.display));
    let coverage = CoverageRecord {
        beneficiary: wire.beneficiary.as_ref().and_then(|it| reference(it, Target::Patient)),
        payer: payer.and_then(|it| reference(it, Target::Organization)),
        details: Coverage {
            payer: if display.is_empty() { words } else { display }.to_owned(),
            member_id: text(&wire.subscriber_id).into(),
            valid_from: wire.period.as_ref().and_then(|it| when::day(text(&it.start))),
            valid_to: wire.period.as_ref().and_then(|it| when::day(text(&it.end))),
        },
        is_active: text(&wire.status) == "active",
        order: wire.order.map_or(1, |it| it.0),
    };
    let body = match (&coverage.beneficiary, text(&wire.status)) {
        (_, "entered-in-error") => Err(Reason::EnteredInError),
        (None, _) => Err(Reason::PatientMissing),
        (Some(_), _) => Ok(Body::Coverage(coverage)),
    };
    Draft::new(&wire.id, keys("Coverage", &wire.id, &wire.identifier, full_url), body)
}

/// BCP 47, the preferred language or else the first.
fn language(spoken: &[Communication<'_>]) -> String {
    let chosen = spoken.iter().find(|it| flag(it.preferred, false)).or(spoken.first());
    let codes = chosen.and_then(|it| it.language.as_ref()).map_or(&[][..], |it| &it.coding);
    codes.first().map_or("", |it| text(&it.code)).to_owned()
}

fn needs_interpreter(extensions: &[Extension<'_>]) -> bool {
    let asked = extensions.iter().find(|it| text(&it.url).ends_with("/patient-interpreterRequired"));
    asked.is_some_and(|it| flag(it.value_boolean, false))
}

/// The one marked for emergencies, else the first with a name.
fn emergency_contact(contacts: &[Contact<'_>]) -> Option<EmergencyContact> {
    let marked = contacts.iter().find(|it| it.relationship.iter().any(|it| it.has_code(&["C"])));
    let chosen = marked.into_iter().chain(contacts).find(|it| it.name.is_some())?;
    let name = chosen.name.as_ref().map(person::full_name).filter(|it| !it.is_empty())?;
    Some(EmergencyContact {
        name: name.into(),
        relation: chosen.relationship.first().map(|it| relation_words(it)).unwrap_or_default(),
        phone: person::contact(&chosen.telecom, "phone").into(),
    })
}

/// Words for a relation; a bare table code ("N", "C") is none.
fn relation_words(concept: &Concept<'_>) -> String {
    match relation(concept) {
        Some(known) => known.as_str().to_owned(),
        None => Some(concept.words()).filter(|it| it.len() > 3).unwrap_or_default().to_owned(),
    }
}

/// By the codes of v3 RoleCode and of the v2 tables 0063 and 0131.
fn relation(concept: &Concept<'_>) -> Option<CaregiverRelation> {
    use CaregiverRelation as R;
    const CODES: &[(CaregiverRelation, &[&str])] = &[
        (
            R::Parent,
            &[
                "PRN", "MTH", "FTH", "NMTH", "NFTH", "NPRN", "ADOPTP", "ADOPTM", "ADOPTF", "STPPRN",
                "STPMTH", "STPFTH", "MTHFOST", "FTHFOST", "PRNFOST", "GESTM", "PAR",
            ],
        ),
        (R::Guardian, &["GUARD", "GUADLTM", "HPOWATT", "DPOWATT", "POWATT", "GRD"]),
        (R::Spouse, &["SPS", "HUSB", "WIFE", "DOMPART", "SIGOTHR", "SPO", "DOM"]),
        (R::Child, &["CHILD", "SON", "DAU", "NCHILD", "SONC", "DAUC", "STPCHLD", "CHILDADOPT", "CHD"]),
        (R::Sibling, &["SIB", "BRO", "SIS", "NSIB", "HSIB", "STPSIB"]),
        (R::Friend, &["FRND", "NBOR", "ROOM", "FND"]),
        (R::ProfessionalCarer, &["CAREGIVER", "CGV", "EMC"]),
    ];
    CODES.iter().find(|(_, codes)| concept.has_code(codes)).map(|(relation, _)| *relation)
}
