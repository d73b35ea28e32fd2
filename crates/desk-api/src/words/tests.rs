//! Both languages side by side: every closed list is said, in whole sentences, with its facts.

use super::*;
use crate::fault::{CentreFault, Denial, FileFault};
use chrono::{TimeDelta, Weekday};
use clinic_domain::{
    business_hours::ClosedHours,
    hold::Held,
    id::{AppointmentId, AppointmentTypeId, CaregiverId, HoldId, OrganizationId, PatientId, Version},
    invalid::{Field, Problem},
    message::Placeholder,
    organization::{Address, Location, Organization, OrganizationKind},
    people::{Permission, Role},
    refusal::{Missing, NearestHours, NoPlace, ToCome},
    resource::Resource,
    resource::ResourceKind,
    tier::{Limited, SubscriptionTier},
    time::DayMinute,
};
use desk_app::import::{ImportErrorCode, Reason, Warning};

mod search;

const LOCATION: LocationId = LocationId::from_bytes([2; 16]);
const CHEN: ResourceId = ResourceId::from_bytes([1; 16]);
/// Tuesday 3 March 2026, 15:00 in New York.
const THREE: Instant = Instant(1_772_568_000);

fn setup() -> Setup {
    Setup {
        organization: Organization::named(
            OrganizationId::from_bytes([9; 16]),
            "Lakeside",
            OrganizationKind::Clinic,
        ),
        locations: vec![Location {
            id: LOCATION,
            version: Version::FIRST,
            name: "Main Street".into(),
            zone: chrono_tz::America::New_York,
            address: Address::default(),
            phone: String::new(),
            numbers_arrivals: false,
            is_active: true,
            source: None,
        }],
        resources: vec![Resource {
            id: CHEN,
            version: Version::FIRST,
            location: LOCATION,
            kind: ResourceKind::Provider,
            name: "Dr Mei Chen".into(),
            initials: String::new(),
            specialty: String::new(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position: 1,
            is_active: true,
            source: None,
        }],
        types: Vec::new(),
        templates: Vec::new(),
        exceptions: Vec::new(),
    }
}

fn held() -> Held {
    let (hold, by) = (HoldId::from_bytes([7; 16]), PersonId::from_bytes([8; 16]));
    Held { hold, patient: None, until: THREE, by }
}

/// Wanted so many minutes after the person is wanted at the main site.
fn elsewhere(minutes: i64) -> Refusal {
    let during = Period::of_minutes(THREE, 20).unwrap();
    let wanted = Period::of_minutes(THREE.plus_minutes(minutes), 20).unwrap();
    Refusal::Elsewhere { resource: CHEN, location: LOCATION, during, wanted, travel_minutes: 30 }
}

/// All day, until the clinic opens, from when it closes on, and at noon.
fn closed_hours() -> [ClosedHours; 4] {
    [(0, 1440), (0, 480), (1080, 1440), (720, 780)].map(|(from, to)| ClosedHours {
        weekday: Weekday::Sat,
        from: DayMinute(from),
        to: DayMinute(to),
    })
}

fn refusals() -> Vec<Refusal> {
    use Refusal as R;
    let during = Period::of_minutes(THREE, 20).unwrap();
    let caregiver = CaregiverId::from_bytes([4; 16]);
    let patient = PatientId::from_bytes([5; 16]);
    let appointment = AppointmentId::from_bytes([6; 16]);
    let appointment_type = AppointmentTypeId::from_bytes([7; 16]);
    let mut all = vec![
        R::OutsideSessions { resource: CHEN, wanted: during, nearest: Some(NearestHours::Session(during)) },
        R::OutsideSessions { resource: CHEN, wanted: during, nearest: None },
        R::OutsideBusinessHours { closed: closed_hours()[0] },
        R::TierLimit { tier: SubscriptionTier::Basic, of: Limited::Desks, limit: 2 },
        R::TierLimit { tier: SubscriptionTier::Professional, of: Limited::Providers, limit: 10 },
        R::Closed { resource: CHEN, during, reason: "Staff meeting".into() },
        R::Taken { resource: CHEN, during, by: appointment },
        R::Held { resource: CHEN, during, held: held() },
        R::Lent { resource: CHEN, during, until: THREE },
        R::Places(NoPlace::Full { resource: CHEN, during, booked: 8, places: 8 }),
        R::Places(NoPlace::OtherStart { resource: CHEN, during, appointment_type }),
        R::Places(NoPlace::Apart { resource: CHEN, during }),
        R::ToCome(ToCome::HoldTooLong { limit_minutes: 1440 }),
        R::ToCome(ToCome::HoldsFull { limit: 20 }),
        R::ToCome(ToCome::HoldOver),
        R::ToCome(ToCome::OfferRunning),
        R::ToCome(ToCome::NotWaiting),
        R::ToCome(ToCome::NotWished),
        R::ToCome(ToCome::RecallSettled),
        R::TypeNotInSession { resource: CHEN, during, opens: None },
        R::TypeNotInSession { resource: CHEN, during, opens: "2027-03-01".parse().ok() },
        R::Reserved { resource: CHEN, session: during, opens: "2027-03-01".parse().unwrap() },
        R::Changeover { resource: CHEN, during },
        elsewhere(0),
        elsewhere(-30),
        elsewhere(30),
        R::InThePast { start: THREE },
        R::NoticeTooShort { needed_minutes: 2880 },
        R::OffGrid { grid_minutes: 5 },
        R::NothingBefore { appointment_type },
        R::NoSuchDay { last_day: NaiveDate::from_ymd_opt(2026, 2, 28).unwrap(), day: 31 },
        R::OverbookNotAllowed { resource: CHEN },
        R::OverbookLanesFull { resource: CHEN, limit: 1 },
        R::OverbookLanesFull { resource: CHEN, limit: 2 },
        R::OverbookReasonMissing,
        R::BufferReasonMissing,
        R::PatientBusy { appointment, during },
        R::PatientInactive,
        R::PatientDeceased,
        R::NotANewPatient,
        R::CaregiverMayNotSchedule { caregiver },
        R::CaregiverInactive { caregiver },
        R::CaregiverOfAnotherPatient { caregiver },
        R::VisitNotToday,
        R::Changed,
        R::LoginTaken,
        R::LastAdministrator,
        R::OwnAdministrator,
        R::RoleAboveOwn { role: Role::Administrator },
        R::LastLocation,
        R::PatientMerged,
        R::HasMergedRecords,
        R::NotMerged,
        R::DuplicateSuspected { patients: vec![patient] },
        R::DuplicateSuspected { patients: vec![patient; 3] },
    ];
    all.extend(ResourceKind::ALL.iter().map(|it| R::NeedUnmet { kind: *it, during }));
    all.extend(AppointmentStatus::ALL.iter().map(|it| R::StatusDoesNotAllow { from: *it, to: None }));
    all.extend(
        AppointmentStatus::ALL
            .iter()
            .map(|it| R::StatusDoesNotAllow { from: AppointmentStatus::Cancelled, to: Some(*it) }),
    );
    all.extend(Permission::ALL.iter().map(|it| R::NotPermitted { permission: *it }));
    all.extend([Missing::Patient, Missing::Location].map(|what| R::NotFound { what }));
    all.extend(Field::ALL.iter().map(|it| R::Invalid { field: *it, problem: Problem::Needed }));
    let (weekday, from, to) = (Weekday::Sat, DayMinute(540), DayMinute(600));
    let of_hours = [
        Problem::SessionWithoutLength { weekday },
        Problem::SessionsOverlap { weekday, from, to },
        Problem::NeverHappens,
        Problem::OtherHoursThen { day: NaiveDate::default(), from, to },
        Problem::ElsewhereThen { day: NaiveDate::default(), from, to },
        Problem::SharedByVisits,
        Problem::SameLocation,
        Problem::NamesAnother,
        Problem::NamedByOthers,
        Problem::NotForStaff,
        Problem::AlreadyThere,
        Problem::NotAnEmail,
        Problem::NotALanguage,
        Problem::NotPlainWords,
        Problem::NotPlainText,
        Problem::NotInTextMessages,
        Problem::UnknownPlaceholder,
        Problem::PlaceholderNeeded { placeholder: Placeholder::Date },
        Problem::AdministratorNeeded,
        Problem::Widens,
    ];
    all.extend(of_hours.map(|problem| R::Invalid { field: Field::Sessions, problem }));
    all
}

fn both<T>(say: impl Fn(Language) -> T) -> [T; 2] {
    [say(Language::English), say(Language::Spanish)]
}

/// A sentence begins with a capital, ends with a full stop, and is not the other language's.
fn check([english, spanish]: [String; 2]) {
    for text in [&english, &spanish] {
        let begins_well = text.chars().next().is_some_and(|it| !it.is_lowercase());
        assert!(begins_well && text.ends_with(['.', ')']) && !text.contains("  "), "{text}");
    }
    assert_ne!(english, spanish);
}

#[test]
fn the_usual_types_have_names_and_codes_of_their_own_in_both_languages() {
    let [english, spanish] = both(|language| UsualType::ALL.map(|it| language.usual_type(it)));
    for words in [&english, &spanish] {
        let names: std::collections::BTreeSet<_> = words.iter().map(|it| it.name).collect();
        let codes: std::collections::BTreeSet<_> = words.iter().map(|it| it.short_code).collect();
        assert_eq!((names.len(), codes.len()), (UsualType::ALL.len(), UsualType::ALL.len()));
        assert!(codes.iter().all(|it| it.chars().count() == 2));
    }
    assert!(english.iter().zip(&spanish).all(|(a, b)| a.name != b.name));
}

#[test]
fn what_is_written_in_a_demo_is_of_one_language() {
    let [english, spanish] = both(Language::demo);
    let lists =
        |it: &Words| [it.alerts, it.notes, it.overbook_reasons, it.time_off_reasons, it.block_reasons];
    for (ours, theirs) in lists(english).into_iter().zip(lists(spanish)) {
        assert!(ours.len() == theirs.len() && ours.iter().all(|it| !theirs.contains(it)));
    }
    assert!(english.room != spanish.room && english.family_medicine != spanish.family_medicine);
}

#[test]
fn every_refusal_is_a_sentence_in_both_languages() {
    let setup = setup();
    for refusal in refusals() {
        check(both(|language| {
            let with = Wording { language, setup: &setup, people: &[], zone: chrono_tz::America::New_York };
            let view = with.view(&refusal);
            assert_eq!(view.code, refusal.code());
            view.sentence
        }));
    }
}

#[test]
fn a_refusal_has_its_facts_in_it() {
    let setup = setup();
    let said = |refusal: &Refusal| {
        both(|language| {
            let zone = chrono_tz::America::New_York;
            language.refusal(refusal, &Wording { language, setup: &setup, people: &[], zone })
        })
    };
    let english = [0, 30, -30].map(|minutes| said(&elsewhere(minutes))[0].clone());
    assert_eq!(
        english,
        [
            "Dr Mei Chen is at Main Street 15:00–15:20.",
            "Dr Mei Chen is at Main Street until 15:20 and needs 30 minutes to get here.",
            "Dr Mei Chen is at Main Street from 15:00 on and needs 30 minutes to get there."
        ]
    );
    let during = Period::of_minutes(THREE, 20).unwrap();
    let closed = Refusal::Closed { resource: CHEN, during, reason: "Staff meeting".into() };
    assert_eq!(
        said(&closed),
        [
            "Dr Mei Chen is not available 15:00–15:20: Staff meeting.",
            "Dr Mei Chen no está disponible de 15:00 a 15:20: Staff meeting."
        ]
    );
    assert_eq!(
        said(&Refusal::Held { resource: CHEN, during, held: held() }),
        [
            "Dr Mei Chen is held 15:00–15:20, until 15:00.",
            "Dr Mei Chen tiene apartado de 15:00 a 15:20, hasta las 15:00."
        ]
    );
    let outside = Refusal::OutsideSessions {
        resource: CHEN,
        wanted: during,
        nearest: Some(NearestHours::Session(during)),
    };
    assert_eq!(
        said(&outside),
        [
            "Dr Mei Chen does not work then; the nearest session is Tue 3 Mar 15:00–15:20.",
            "Dr Mei Chen no atiende a esa hora; el horario más cercano es el martes 3 de marzo de 15:00 a 15:20."
        ]
    );
    for (minutes, expected) in [
        (1440, ["1 day", "1 día"]),
        (2880, ["2 days", "2 días"]),
        (60, ["1 hour", "1 hora"]),
        (150, ["150 minutes", "150 minutos"]),
    ] {
        let said = said(&Refusal::NoticeTooShort { needed_minutes: minutes });
        assert!(said.iter().zip(expected).all(|(text, fact)| text.contains(fact)), "{said:?}");
    }
    let closed = closed_hours().map(|closed| said(&Refusal::OutsideBusinessHours { closed }));
    assert_eq!(
        closed,
        [
            ["The clinic is closed on Saturdays.", "La clínica cierra los sábados."],
            ["The clinic opens at 08:00 on Saturdays.", "La clínica abre los sábados a las 08:00."],
            ["The clinic closes at 18:00 on Saturdays.", "La clínica cierra los sábados a las 18:00."],
            [
                "The clinic is closed 12:00–13:00 on Saturdays.",
                "La clínica cierra los sábados de 12:00 a 13:00."
            ],
        ]
    );
    let future = Refusal::Invalid { field: Field::BirthDate, problem: Problem::InTheFuture };
    assert_eq!(said(&future), ["Birth date: lies in the future.", "Fecha de nacimiento: está en el futuro."]);
}

#[test]
fn who_asked_goes_on_after_who_did_it() {
    let said = |asker: &Asker<'_>| both(|language| language.at_request_of(asker));
    assert_eq!(said(&Asker::Patient), ["asked by the patient", "solicitado por el paciente"]);
    assert_eq!(said(&Asker::Caregiver(None)), ["asked by Caregiver", "solicitado por Cuidador"]);
    assert_eq!(said(&Asker::Clinic), ["asked by the clinic", "solicitado por la clínica"]);
}

#[test]
fn what_went_wrong_is_said_in_both_languages() {
    let faults = [
        Fault::UnknownCommand,
        Fault::MissingField("file"),
        Fault::RequestTooLarge { mebibytes: 1 },
        Fault::Locked,
        Fault::NotFound(Missing::Offer),
        Fault::Refused("taken"),
        Fault::LockedOut,
        Fault::KeyringMissing,
        Fault::File(FileFault::Damaged(desk_cache::Part::Vault)),
        Fault::File(FileFault::Older),
        Fault::File(FileFault::WorkingCopy),
        Fault::File(FileFault::BackupForeign),
        Fault::File(FileFault::BackupTooOld),
        Fault::Centre(CentreFault::NoAddress),
        Fault::Centre(CentreFault::Unreachable),
        Fault::Centre(CentreFault::Busy),
        Fault::Centre(CentreFault::NotUnderstood),
        Fault::Centre(CentreFault::SignInRefused),
        Fault::Centre(CentreFault::SecondFactorNeeded),
        Fault::Centre(CentreFault::SecondFactorMissing),
        Fault::Centre(CentreFault::EnrolmentRefused),
        Fault::Centre(CentreFault::TooManyDesks),
        Fault::Centre(CentreFault::NotEnrolled),
        Fault::Centre(CentreFault::NotJoined),
        Fault::Centre(CentreFault::SeesNoDay),
        Fault::Centre(CentreFault::SomebodyElse),
        Fault::Centre(CentreFault::NoIdentityProvider),
        Fault::Centre(CentreFault::IdentityProviderAway),
        Fault::Centre(CentreFault::IdentityRefused),
        Fault::Centre(CentreFault::IdentityUnknown),
        Fault::Centre(CentreFault::IdentityLate),
        Fault::Centre(CentreFault::LeaseOver),
        Fault::Centre(CentreFault::Revoked),
        Fault::Centre(CentreFault::NeedsCentre),
        Fault::Centre(CentreFault::SignedOut),
        Fault::Inside,
    ];
    faults.iter().for_each(|it| check(both(|language| language.fault(it))));
}

#[test]
fn a_no_of_the_centre_is_said_by_its_code() {
    let codes = [
        "not_permitted",
        "not_found",
        "changed",
        "fresh_mfa_needed",
        "sign_in_refused",
        "login_taken",
        "code_refused",
        "weak_password",
        "last_administrator",
        "own_administrator",
        "role_above_own",
        "tier_limit",
        "has_password",
        "message_settled",
        "invalid",
        "of_a_version_to_come",
    ];
    let said: std::collections::BTreeSet<String> = codes
        .iter()
        .flat_map(|code| {
            let said =
                both(|language| language.fault(&Fault::Centre(CentreFault::Denied(Denial::of(code, None)))));
            check(said.clone());
            said
        })
        .collect();
    assert_eq!(said.len(), 2 * codes.len());
    let named = Denial::of("invalid", Some("body.idle_minutes"));
    let [english, spanish] = both(|language| language.fault(&Fault::Centre(CentreFault::Denied(named))));
    assert!(english.contains("within") && spanish.contains("permitido"), "{english} {spanish}");
    assert_ne!(named, Denial::of("invalid", None));
}

#[test]
fn an_imports_reasons_are_said_in_both_languages() {
    Reason::ALL.iter().for_each(|it| check(both(|language| language.import_reason(*it).to_owned())));
    Warning::ALL.iter().for_each(|it| check(both(|language| language.import_warning(*it).to_owned())));
    assert_eq!(both(|language| language.table_row(17, Some("4719"))), ["row 17 (4719)", "fila 17 (4719)"]);
    for code in ImportErrorCode::ALL {
        let error = ImportError { code: *code, facts: vec![("row", "17".into()), ("limit", "9".into())] };
        let said = both(|language| language.import_error(&error));
        assert!(said[0].ends_with("(row 17)") && said[1].ends_with("(fila 17)"), "{said:?}");
        check(said);
    }
}

#[test]
fn an_interpreters_language_is_said_by_its_name() {
    let said = |code| both(|language| language.alert(&Alert::NeedsInterpreter(code)));
    assert_eq!(said("es"), ["Needs an interpreter (Spanish)", "Necesita intérprete (español)"]);
    assert_eq!(said("zh-TW"), ["Needs an interpreter (Chinese)", "Necesita intérprete (chino)"]);
    assert_eq!(said("Mixtec"), ["Needs an interpreter (Mixtec)", "Necesita intérprete (Mixtec)"]);
}

#[test]
fn dates_read_right_on_every_day_of_a_year() {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let days: Vec<NaiveDate> = first.iter_days().take(365).collect();
    let said: std::collections::BTreeSet<String> =
        days.iter().flat_map(|it| both(|language| language.day(*it))).collect();
    assert_eq!(said.len(), 2 * 365, "no two days are said alike");
    let moment = |days: i64| {
        let wall = (first + TimeDelta::days(days)).and_hms_opt(9, 5, 0).unwrap();
        both(|language| language.moment(wall))
    };
    assert_eq!(moment(61), ["Tue 3 Mar 09:05", "martes 3 de marzo, 09:05"]);
    assert_eq!(moment(262), ["Sun 20 Sep 09:05", "domingo 20 de septiembre, 09:05"]);
    assert_eq!(both(|language| language.day(first)), ["Thu 1 Jan 2026", "jueves 1 de enero de 2026"]);
}

#[test]
fn every_act_of_the_trail_is_known_by_its_code() {
    assert_eq!(Act::of("book"), Some(Act::Booked));
    assert_eq!(Act::of("unlock"), None);
    let [english, spanish] = both(|language| language.did(Act::Moved));
    assert_eq!((english, spanish), ("moved a visit", "movió una cita"));
}
