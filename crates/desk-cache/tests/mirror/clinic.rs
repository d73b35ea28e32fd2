//! A clinic by numbers: the same number always gives the same patient or visit. Tests and benchmarks share it.

use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus as S, CancelReason, Cancellation, Confirmation,
        ConfirmationStamp, ConfirmationState, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::Attendance,
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, LocationId, OpId, OrganizationId, PatientId, PersonId,
        ResourceId, Version,
    },
    organization::{Location, Organization, OrganizationKind},
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, Coverage, EmergencyContact, Patient,
        PersonalAddress, Phone, PhoneKind, Sex,
    },
    people::{Person, Role},
    personal::Personal,
    resource::{Resource, ResourceKind},
    time::{Instant, Period},
};
use std::sync::LazyLock;

/// Monday 2035-01-01T00:00:00Z.
pub const FIRST_DAY: i64 = 2_051_222_400;
pub const DAY: i64 = 86_400;

static SITE: LazyLock<Location> = LazyLock::new(|| location(1));

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// The front of the list comes up more often, as names do: rank r about as often as 1 / (r + 8).
    fn pick<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = 8.0 * ((list.len() as f64 / 8.0 + 1.0).powf(share) - 1.0);
        list[(rank as usize).min(list.len() - 1)]
    }
}

pub fn location_id(n: u64) -> LocationId {
    LocationId::from_bytes(id(1, n))
}

pub fn resource_id(n: u64) -> ResourceId {
    ResourceId::from_bytes(id(2, n))
}

pub fn type_id(n: u64) -> AppointmentTypeId {
    AppointmentTypeId::from_bytes(id(3, n))
}

pub fn patient_id(n: u64) -> PatientId {
    PatientId::from_bytes(id(4, n))
}

pub fn caregiver_id(n: u64) -> CaregiverId {
    CaregiverId::from_bytes(id(5, n))
}

pub fn appointment_id(n: u64) -> AppointmentId {
    AppointmentId::from_bytes(id(6, n))
}

pub fn person_id(n: u64) -> PersonId {
    PersonId::from_bytes(id(7, n))
}

pub fn op_id(n: u64) -> OpId {
    OpId::from_bytes(id(8, n))
}

pub fn organization() -> Organization {
    let (id, kind) = (OrganizationId::from_bytes(id(0, 1)), OrganizationKind::Clinic);
    Organization { is_demo: true, ..Organization::named(id, "Lindenhof Family Practice", kind) }
}

pub fn location(n: u64) -> Location {
    Location {
        id: location_id(n),
        version: Version(1),
        name: format!("Site {n}"),
        zone: "America/New_York".parse().expect("a zone"),
        address: Default::default(),
        phone: String::new(),
        numbers_arrivals: false,
        is_active: true,
        source: Some(format!("urn:site|{n}")),
    }
}

pub fn resource(n: u64, location: u64) -> Resource {
    Resource {
        id: resource_id(n),
        version: Version(1),
        location: location_id(location),
        kind: if n.is_multiple_of(3) { ResourceKind::Room } else { ResourceKind::Provider },
        name: format!("Dr No {n}"),
        initials: format!("D{n}"),
        specialty: "Family medicine".into(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: n as u32,
        is_active: true,
        source: None,
    }
}

pub fn person(n: u64, role: Role) -> Person {
    Person {
        id: person_id(n),
        version: Version(1),
        login: format!("person{n}"),
        name: format!("Person {n}"),
        roles: vec![role],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

pub fn patient(n: u64) -> Patient {
    let dice = &mut Dice(n ^ 0xA11CE);
    let family = match dice.below(12) {
        0 => format!("{} {}", dice.pick(FAMILY), dice.pick(FAMILY)),
        1 => format!("{}-{}", dice.pick(FAMILY), tail(dice)),
        2..5 => tail(dice),
        _ => dice.pick(FAMILY).to_owned(),
    };
    let given = match dice.below(3) {
        0 => format!("{} {}", dice.pick(GIVEN), dice.pick(GIVEN)),
        _ => dice.pick(GIVEN).to_owned(),
    };
    let number = format!("+1 {:03} {:03} {:04}", 200 + dice.below(700), dice.below(1000), dice.below(10_000));
    let born = NaiveDate::from_ymd_opt(1940, 1, 1).map(|it| it + TimeDelta::days(dice.below(30_000) as i64));
    Patient {
        record_number: (100_000 + n).to_string(),
        family_name: family.into(),
        given_names: given.into(),
        birth_date: born.filter(|_| !dice.one_in(200)),
        sex: if dice.one_in(2) { Sex::Female } else { Sex::Male },
        phones: vec![Phone { number: number.clone().into(), kind: PhoneKind::Mobile }],
        email: format!("patient{n}@example.org").into(),
        address: address(dice),
        language: if dice.one_in(5) { "es" } else { "en" }.into(),
        needs_interpreter: dice.one_in(20),
        alert: if dice.one_in(50) { "Call the daughter first" } else { "" }.into(),
        emergency_contact: dice.one_in(3).then(|| EmergencyContact {
            name: dice.pick(GIVEN).into(),
            relation: "spouse".into(),
            phone: number.into(),
        }),
        own_provider: Some(resource_id(1 + dice.below(40))),
        may_be_reminded: dice.one_in(2),
        coverage: Some(Coverage {
            payer: "Blue Shield".into(),
            member_id: format!("M{:08}", dice.below(100_000_000)).into(),
            valid_from: NaiveDate::from_ymd_opt(2034, 1, 1),
            valid_to: None,
        }),
        ..Patient::new(patient_id(n))
    }
}

pub fn caregiver(n: u64, patient: u64) -> Caregiver {
    Caregiver {
        id: caregiver_id(n),
        version: Version(1),
        patient: patient_id(patient),
        name: format!("Caregiver {n}").into(),
        phone: "+1 555 0100".into(),
        relation: CaregiverRelation::Parent,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    }
}

/// Visit `n` of a clinic that sees `per_day` visits a day; those of the first `past_days` days are over.
pub fn appointment(n: u64, per_day: u64, patients: u64, past_days: u64) -> Appointment {
    let dice = &mut Dice(n ^ 0xB00C);
    let (day, slot) = (n / per_day, n % per_day);
    let provider = 1 + slot % 40;
    let start = Instant(FIRST_DAY + day as i64 * DAY + 13 * 3600 + (slot / 40) as i64 * 1200);
    let status = match (day < past_days, dice.below(20)) {
        (false, 0) | (true, 0..2) => S::Cancelled,
        (false, _) => S::Booked,
        (true, 2) => S::NoShow,
        (true, _) => S::Fulfilled,
    };
    visit(n, 1 + dice.below(patients), 1 + provider % 3, &[provider, 100 + provider], start, 20, status)
}

pub fn visit(
    n: u64,
    patient: u64,
    location: u64,
    resources: &[u64],
    start: Instant,
    minutes: u32,
    status: S,
) -> Appointment {
    let visit = Period::of_minutes(start, minutes).expect("some minutes");
    let during =
        Period::new(start.plus_minutes(-5), visit.end().plus_minutes(5)).expect("longer than the visit");
    Appointment {
        id: appointment_id(n),
        version: Version(1),
        location: location_id(location),
        patient: patient_id(patient),
        appointment_type: type_id(1 + n % 6),
        visit,
        wall_start: start.wall_text(SITE.zone),
        status,
        confirmation: confirmation(n, start),
        allocations: resources
            .iter()
            .map(|&it| Allocation { resource: resource_id(it), during, lane: 0 })
            .collect(),
        note: if n.is_multiple_of(10) { "Bring the letter" } else { "" }.into(),
        requested_by: if n.is_multiple_of(7) { Requester::Clinic } else { Requester::Patient },
        reminder: None,
        contact_point: Personal::default(),
        attendance: Attendance::default(),
        cancellation: (status == S::Cancelled).then(|| Cancellation {
            reason: CancelReason::PatientIll,
            by_patient: true,
            is_late: false,
            note: "".into(),
        }),
        series: None,
        history: history(start, status),
        origin_op: op_id(1),
        source: None,
    }
}

fn confirmation(n: u64, start: Instant) -> Confirmation {
    if !n.is_multiple_of(4) {
        return Confirmation::NOT_ASKED;
    }
    let channel = clinic_domain::patient::ContactChannel::Sms;
    let stamp = ConfirmationStamp { at: start.plus_minutes(-3000), by: person_id(1), channel };
    Confirmation { state: ConfirmationState::Confirmed, stamp: Some(stamp) }
}

fn history(start: Instant, status: S) -> Vec<HistoryEntry> {
    let entry = |minutes, what| HistoryEntry {
        at: start.plus_minutes(minutes),
        by: Some(person_id(1)),
        requested_by: Requester::Patient,
        what,
        sequel: None,
        typed_at: None,
    };
    let step = |from, to| HistoryEvent::Status { from, to, verified: Vec::new() };
    let mut history =
        vec![entry(-20_000, HistoryEvent::Booked { overbook_reason: None, waives: None, instead_of: None })];
    match status {
        S::Booked => {}
        S::Cancelled => {
            history.push(entry(-600, HistoryEvent::Cancelled { reason: CancelReason::PatientIll }))
        }
        S::Fulfilled => {
            history.push(entry(-5, step(S::Booked, S::CheckedIn)));
            history.push(entry(30, step(S::CheckedIn, S::Fulfilled)));
        }
        other => history.push(entry(-3, step(S::Booked, other))),
    }
    history
}

fn address(dice: &mut Dice) -> PersonalAddress {
    PersonalAddress(clinic_domain::organization::Address {
        lines: vec![format!("{} Main Street", 1 + dice.below(999))],
        city: "Springfield".into(),
        region: "MA".into(),
        postal_code: format!("{:05}", dice.below(100_000)),
        country: "US".into(),
    })
}

/// One of some thousands of rarer family names.
fn tail(dice: &mut Dice) -> String {
    const START: &[&str] = &[
        "Ab", "Be", "Cas", "Da", "El", "Fro", "Gu", "Hol", "Iv", "Ja", "Kra", "Lo", "Mar", "Ne", "Ol", "Pe",
        "Qui", "Ro", "San", "Ta", "Ul", "Va", "Wil", "Ya", "Zu",
    ];
    const MIDDLE: &[&str] = &["ra", "li", "mon", "den", "ves", "ti", "gar", "no", "sha", "ber", "ku", "lan"];
    const END: &[&str] = &["son", "ez", "ski", "berg", "man", "a", "o", "ova", "ini", "ström", "er", "i"];
    let part = |dice: &mut Dice, list: &[&'static str]| list[dice.below(list.len() as u64) as usize];
    format!("{}{}{}", part(dice, START), part(dice, MIDDLE), part(dice, END))
}

/// UUIDv7 in form: in order of `n`.
fn id(kind: u8, n: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&n.to_be_bytes()[2..]);
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes[9] = kind;
    bytes[10..].copy_from_slice(&Dice(n).next().to_be_bytes()[..6]);
    bytes
}

#[rustfmt::skip]
const FAMILY: &[&str] = &[
    "Smith", "Johnson", "Williams", "Brown", "Jones", "García", "Miller", "Davis", "Rodríguez", "Martínez",
    "Hernández", "López", "González", "Wilson", "Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin",
    "Lee", "Pérez", "Thompson", "White", "Harris", "Sánchez", "Clark", "Ramírez", "Lewis", "Robinson",
    "Walker", "Young", "Allen", "King", "Wright", "Scott", "Torres", "Nguyen", "Hill", "Flores", "Green",
    "Adams", "Nelson", "Baker", "Hall", "Rivera", "Campbell", "Mitchell", "Carter", "Roberts", "Gómez",
    "Phillips", "Evans", "Turner", "Díaz", "Parker", "Cruz", "Edwards", "Collins", "Reyes", "Stewart",
    "Morris", "Morales", "Murphy", "Cook", "Rogers", "Gutiérrez", "Ortiz", "Morgan", "Cooper", "Peterson",
    "Bailey", "Reed", "Kelly", "Howard", "Ramos", "Kim", "Cox", "Ward", "Richardson", "Watson", "Brooks",
    "Chávez", "Wood", "James", "Bennett", "Gray", "Mendoza", "Ruiz", "Hughes", "Price", "Álvarez", "Castillo",
    "Sanders", "Patel", "Myers", "Long", "Ross", "Foster", "Jiménez", "O'Brien", "MacDonald", "de la Cruz",
    "van der Berg", "Müller",
];

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "María", "James", "Mary", "Michael", "John", "Robert", "Patricia", "Jennifer", "David", "Linda",
    "William", "Elizabeth", "Richard", "Barbara", "Joseph", "Susan", "Thomas", "Jessica", "Karen", "Charles",
    "Sarah", "Christopher", "Lisa", "Daniel", "Nancy", "Matthew", "Sandra", "Anthony", "Betty", "Mark",
    "Ashley", "Donald", "Emily", "Steven", "Kimberly", "Andrew", "Margaret", "Paul", "Donna", "Joshua",
    "Michelle", "Kenneth", "Carol", "Kevin", "Amanda", "Brian", "Melissa", "Timothy", "Deborah", "Ronald",
    "Stephanie", "Jason", "Rebecca", "George", "Sharon", "Edward", "Laura", "Jeffrey", "Cynthia", "Ryan",
    "Dorothy", "Jacob", "Amy", "Nicholas", "Kathleen", "Gary", "Angela", "Eric", "Shirley", "Jonathan",
    "Emma", "Stephen", "Brenda", "Larry", "Pamela", "Justin", "Nicole", "Scott", "Anna", "Brandon",
    "Samantha", "Benjamin", "Katherine", "Samuel", "Christine", "Gregory", "Helen", "Alexander", "Debra",
    "Patrick", "Rachel", "Frank", "Carolyn", "Raymond", "Janet", "Jack", "José", "Carmen", "Luis", "Ana",
    "Juan", "Zoë", "Björn", "Jürgen", "Siobhán", "Nguyệt", "Łukasz",
];
