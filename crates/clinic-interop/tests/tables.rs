//! Exports of made-up practices in, mappings, plans and reports out.
#![allow(clippy::unwrap_used, reason = "it is all tests")]

mod desk;

use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as Status},
    id::{ResourceId, Version},
    patient::{Patient, PhoneKind, Sex},
    resource::{Resource, ResourceKind},
};
use clinic_interop::{
    Batch, Format, ImportErrorCode, Limits, look,
    plan::Plan,
    report::{Reason, Tally},
    table::{
        Choices, DateOrder, Delimiter, NameOrder, TableField as F, TableGapCode, TableRead, TableSubject,
        TextEncoding,
    },
};
use desk::{Desk, TODAY, assert_accounted, assert_changes_nothing};

const US_PATIENTS: (&str, &[u8]) = ("us-patients.csv", include_bytes!("fixtures/tables/us-patients.csv"));
const US_APPOINTMENTS: (&str, &[u8]) =
    ("us-appointments.csv", include_bytes!("fixtures/tables/us-appointments.csv"));
const PACIENTES: (&str, &[u8]) = ("pacientes.csv", include_bytes!("fixtures/tables/pacientes.csv"));
const CITAS: (&str, &[u8]) = ("citas.csv", include_bytes!("fixtures/tables/citas.csv"));
const TABBED: (&str, &[u8]) = ("patients.tsv", include_bytes!("fixtures/tables/patients.tsv"));

fn read(files: &[(&str, &[u8])]) -> Batch {
    read_as(files, &Choices::default())
}

fn read_as(files: &[(&str, &[u8])], choices: &Choices) -> Batch {
    let mut batch = Batch::new(Limits::default(), TODAY);
    for (name, bytes) in files {
        batch.read_with(name, bytes, choices, &mut |_| {}).unwrap();
    }
    batch
}

fn table((name, bytes): (&str, &[u8]), choices: &Choices) -> TableRead {
    *look(name, bytes, choices, &Limits::default(), TODAY).unwrap().table.unwrap()
}

fn guess(text: &str) -> TableRead {
    table(("t.csv", text.as_bytes()), &Choices::default())
}

fn fields(read: &TableRead) -> Vec<(&str, Option<F>)> {
    read.mapping.columns.iter().map(|it| (it.name.as_str(), it.field)).collect()
}

fn open(read: &TableRead) -> Vec<TableGapCode> {
    read.gaps.iter().map(|it| it.what).collect()
}

fn refusals(plan: &Plan) -> Vec<(u32, Reason)> {
    plan.report.not_taken.iter().map(|it| (it.origin.index, it.reason)).collect()
}

fn patient<'p>(plan: &'p Plan, family: &str) -> &'p Patient {
    plan.patients.iter().map(|it| &it.entity).find(|it| it.family_name.expose() == family).unwrap()
}

fn visit<'p>(plan: &'p Plan, wall_start: &str) -> &'p Appointment {
    plan.appointments.iter().map(|it| &it.entity).find(|it| it.wall_start == wall_start).unwrap()
}

fn resources(plan: &Plan, kind: ResourceKind) -> Vec<(&str, bool)> {
    let of_kind = plan.resources.iter().map(|it| &it.entity).filter(|it| it.kind == kind);
    of_kind.map(|it| (it.name.as_str(), it.is_active)).collect()
}

#[test]
fn an_american_export_is_told_by_itself() {
    let read = table(US_PATIENTS, &Choices::default());
    let it = &read.mapping;
    assert_eq!((it.encoding, it.delimiter, it.header_row), (TextEncoding::Utf8, Delimiter::Comma, Some(1)));
    assert_eq!((it.subject, it.date_order), (TableSubject::Patients, Some(DateOrder::MonthFirst)));
    assert_eq!(open(&read), []);
    assert_eq!(
        fields(&read),
        [
            ("Patient ID", Some(F::RecordNumber)),
            ("Last Name", Some(F::FamilyName)),
            ("First Name", Some(F::GivenNames)),
            ("MI", Some(F::MiddleName)),
            ("Date of Birth", Some(F::BirthDate)),
            ("Gender", Some(F::Sex)),
            ("Cell Phone", Some(F::MobilePhone)),
            ("Home Phone", Some(F::HomePhone)),
            ("Email", Some(F::Email)),
            ("Address 1", Some(F::Street)),
            ("Address 2", Some(F::Street)),
            ("City", Some(F::City)),
            ("State", Some(F::Region)),
            ("ZIP", Some(F::PostalCode)),
            ("Preferred Language", Some(F::Language)),
            ("Primary Insurance", Some(F::Payer)),
            ("Member ID", Some(F::MemberId)),
            ("PCP", Some(F::OwnProvider)),
            ("Patient Status", Some(F::Active)),
            ("Balance", None),
            ("Notes", Some(F::Alert)),
        ]
    );
    assert_eq!((read.rows, read.first_rows.len(), read.first_rows[0].row), (12, 5, 2));
    let born = &read.first_rows[0].cells[4];
    assert_eq!(
        (born.text.expose(), born.understood.as_ref().unwrap().expose()),
        ("02/11/1948", "1948-02-11")
    );
}

#[test]
fn american_patients_come_whole_and_slips_by_name() {
    let plan = Desk::default().plan(&read(&[US_PATIENTS]));
    assert_accounted(&plan.report);
    assert_eq!(plan.report.files[0].format, Some(Format::PatientTable));
    assert_eq!(plan.report.by_type()["Patient"], Tally { added: 10, not_taken: 2, ..Tally::default() });
    assert_eq!(refusals(&plan), [(12, Reason::NameMissing), (13, Reason::DateInvalid)]);
    let it = patient(&plan, "O'Brien");
    assert_eq!((it.given_names.expose(), it.sex, it.language.as_str()), ("Tomás", Sex::Male, "es"));
    assert_eq!(it.birth_date.unwrap().to_string(), "1985-07-30");
    assert_eq!((it.phones[0].number.expose(), it.phones[0].kind), ("(555) 010-0102", PhoneKind::Mobile));
    assert_eq!(it.address.0.lines, ["901 Lake St", "Apt 4B"]);
    let coverage = it.coverage.as_ref().unwrap();
    assert_eq!((coverage.payer.as_str(), coverage.member_id.expose()), ("Blue Hen Health", "BH-220311"));
    assert_eq!(it.source.as_deref(), Some("table/patient|10002"));
    assert_eq!(patient(&plan, "Washington").given_names.expose(), "Denise R");
    assert_eq!(patient(&plan, "Washington").alert.expose(), "Prefers \"Dee\"\ncalls after 3 pm only");
    assert!(!patient(&plan, "Castellano").is_active);
    assert_eq!(patient(&plan, "Brown").sex, Sex::Unknown);
}

#[test]
fn a_spanish_export_in_latin_1_is_told_by_itself() {
    let read = table(PACIENTES, &Choices::default());
    let it = &read.mapping;
    assert_eq!((it.encoding, it.delimiter), (TextEncoding::Windows1252, Delimiter::Semicolon));
    assert_eq!((it.date_order, it.name_order), (Some(DateOrder::DayFirst), NameOrder::GivenFirstTwoFamily));
    // Beside "H", "M" is "mujer".
    assert_eq!((it.sexes["M"], it.sexes["H"]), (Sex::Female, Sex::Male));
    assert_eq!(open(&read), []);
    assert!(it.columns.iter().all(|it| it.field.is_some()), "{:?}", fields(&read));
    let plan = Desk::default().plan(&read_table(PACIENTES));
    assert_eq!(refusals(&plan), [(10, Reason::DateInvalid)]);
    let it = patient(&plan, "Etxeberria Agirre");
    assert_eq!((it.given_names.expose(), it.sex), ("Begoña", Sex::Female));
    assert_eq!(it.birth_date.unwrap().to_string(), "1991-06-30");
    assert_eq!((it.address.0.city.as_str(), it.address.0.postal_code.as_str()), ("Haro", "26200"));
    assert_eq!(patient(&plan, "Muñoz Peña").alert.expose(), "Oye mal; hablar despacio");
}

fn read_table(file: (&str, &[u8])) -> Batch {
    read(&[file])
}

#[test]
fn a_spreadsheets_unicode_text_is_read_below_its_title() {
    let read = table(TABBED, &Choices::default());
    let it = &read.mapping;
    assert_eq!((it.encoding, it.delimiter, it.header_row), (TextEncoding::Utf16Le, Delimiter::Tab, Some(2)));
    assert_eq!((it.date_order, open(&read)), (None, vec![]));
    let plan = Desk::default().plan(&read_table(TABBED));
    assert_accounted(&plan.report);
    assert_eq!(plan.patients.len(), 6);
    assert_eq!(refusals(&plan), [(9, Reason::NoIdentity)]);
    let named = |given| plan.patients.iter().filter(|it| it.entity.given_names.expose() == given).count();
    assert_eq!(named("Rosalind"), 2, "two people of one name are two people");
    assert_eq!(patient(&plan, "Szabó").given_names.expose(), "Zsófia");
    assert_eq!(patient(&plan, "Prichard-Owen").alert.expose(), "Allergic to \"everything\", ask mother");
    assert!(patient(&plan, "Faulkner").source.as_ref().unwrap().starts_with("table/person|"));
}

#[test]
fn appointments_find_their_patients_in_the_other_file_whichever_comes_first() {
    for files in [[US_PATIENTS, US_APPOINTMENTS], [US_APPOINTMENTS, US_PATIENTS]] {
        let plan = Desk::default().plan(&read(&files));
        assert_accounted(&plan.report);
        assert_eq!(
            plan.report.by_type()["Appointment"],
            Tally { added: 7, not_taken: 4, ..Tally::default() }
        );
        let of_visits = plan.report.not_taken.iter().filter(|it| it.origin.resource_type == "Appointment");
        let refused: Vec<_> = of_visits.map(|it| (it.origin.id.as_deref().unwrap(), it.reason)).collect();
        assert_eq!(
            refused,
            [
                ("A-8", Reason::PatientUnresolved),
                ("A-9", Reason::LengthMissing),
                ("A-10", Reason::DateInvalid),
                ("A-11", Reason::ProviderMissing),
            ]
        );
        let it = visit(&plan, "2035-10-14T08:45");
        assert_eq!(
            (it.patient, it.status, it.visit.minutes()),
            (patient(&plan, "Abernathy").id, Status::Booked, 20)
        );
        assert_eq!(it.note.expose(), "Results");
        assert_eq!(it.visit.start().wall_text(chrono_tz::America::Los_Angeles), "2035-10-14T08:45");
    }
}

#[test]
fn the_past_is_not_live_and_visits_on_top_of_each_other_stand_in_lanes() {
    let plan = Desk::default().plan(&read(&[US_PATIENTS, US_APPOINTMENTS]));
    let status = |wall| visit(&plan, wall).status;
    assert_eq!(status("2024-03-14T09:00"), Status::Fulfilled);
    assert_eq!(status("2024-03-14T09:30"), Status::NoShow);
    assert_eq!(status("2024-04-02T13:15"), Status::Cancelled);
    let at_nine =
        plan.appointments.iter().map(|it| &it.entity).filter(|it| it.wall_start == "2035-10-14T09:00");
    let mut lanes: Vec<u8> = at_nine.map(Appointment::lane).collect();
    lanes.sort_unstable();
    // Before them stands the visit from 8:45 to 9:05.
    assert_eq!((lanes, visit(&plan, "2035-10-14T08:45").lane()), (vec![1, 2], 0));
}

#[test]
fn what_rows_name_and_nobody_knows_is_made_once_and_said() {
    let plan = Desk::default().plan(&read(&[US_PATIENTS, US_APPOINTMENTS]));
    assert_eq!(
        resources(&plan, ResourceKind::Provider),
        [("Dr. Mei Chen", true), ("Dr. Daniel Okafor", true)]
    );
    assert_eq!(resources(&plan, ResourceKind::Room), [("Exam 1", true), ("Exam 2", true), ("Exam 3", true)]);
    let made = &plan.report.made;
    assert_eq!((made.providers.len(), made.rooms.len(), made.patients), (2, 3, 0));
    assert_eq!(made.types, ["Follow up", "New patient", "Well child"]);
}

#[test]
fn names_mean_the_desks_own_providers_where_only_one_can_be_meant() {
    let mut desk = Desk::default();
    let provider = |id: u8, name: &str| Resource {
        id: ResourceId::from_bytes([id; 16]),
        version: Version::FIRST,
        location: desk.options.location.unwrap(),
        kind: ResourceKind::Provider,
        name: name.to_owned(),
        initials: String::new(),
        specialty: String::new(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: 0,
        is_active: true,
        source: None,
    };
    let (chen, okafor, other) =
        (provider(21, "Chen, Mei"), provider(22, "D. Okafor Daniel MD"), provider(23, "Mei Chen-Li"));
    desk.setup.resources = vec![chen.clone(), okafor.clone()];
    let batch = read(&[US_PATIENTS, US_APPOINTMENTS]);
    let plan = desk.plan(&batch);
    assert_eq!(resources(&plan, ResourceKind::Provider), []);
    let taken = |wall| visit(&plan, wall).allocations[0].resource;
    assert_eq!((taken("2035-10-14T08:45"), taken("2035-10-15T14:00")), (chen.id, okafor.id));
    assert_eq!(patient(&plan, "Haddad").own_provider, Some(okafor.id));
    desk.setup.resources = vec![provider(24, "Chen, Mei Ling"), other];
    let plan = desk.plan(&batch);
    assert!(
        refusals(&plan).contains(&(5, Reason::NameAmbiguous)),
        "two could be meant: {:?}",
        refusals(&plan)
    );
}

#[test]
fn a_row_may_bring_its_own_patient() {
    let plan = Desk::default().plan(&read(&[CITAS]));
    assert_accounted(&plan.report);
    assert_eq!(refusals(&plan), [(7, Reason::EndBeforeStart), (8, Reason::PatientMissing)]);
    assert_eq!((plan.patients.len(), plan.report.made.patients), (3, 3));
    let it = patient(&plan, "Romero Gil");
    assert_eq!((it.given_names.expose(), it.phones.len()), ("Pablo", 1));
    let both = ["2035-10-14T16:20", "2035-10-15T17:00"].map(|it| visit(&plan, it).patient);
    assert_eq!(both, [it.id, it.id], "one person, two visits");
    assert_eq!(visit(&plan, "2025-02-03T09:30").status, Status::NoShow);
}

#[test]
fn a_name_with_a_birth_date_is_somebody_of_the_other_file() {
    let plan = Desk::default().plan(&read(&[CITAS, PACIENTES]));
    assert_eq!((plan.report.made.patients, plan.patients.len()), (1, 9));
    assert_eq!(visit(&plan, "2035-10-14T16:00").patient, patient(&plan, "García López").id);
    let namesake = "Nº Historia;Apellidos;Nombre;F. Nac.\n9001;GARCIA LOPEZ;Ana Maria;14/03/1980\n";
    let plan = Desk::default().plan(&read(&[CITAS, PACIENTES, ("otra.csv", namesake.as_bytes())]));
    let reasons: Vec<Reason> = plan.report.not_taken.iter().map(|it| it.reason).collect();
    assert_eq!(reasons.iter().filter(|it| **it == Reason::PatientAmbiguous).count(), 2, "nobody is guessed");
}

#[test]
fn somebody_whom_the_desk_has_already_is_not_made_again() {
    let batch = read(&[CITAS]);
    let (keys, people): (Vec<&str>, Vec<&Patient>) = batch.people().unzip();
    assert_eq!(keys.len(), 6);
    let mut desk = Desk::default();
    let known = Patient { id: clinic_domain::id::PatientId::from_bytes([7; 16]), ..people[0].clone() };
    desk.patients.insert(keys[0].to_owned(), known.clone());
    let plan = desk.plan(&batch);
    assert_eq!(visit(&plan, "2035-10-14T16:00").patient, known.id);
    assert_eq!(plan.report.made.patients, 2);
    desk.patients.clear();
    desk.namesakes.insert(keys[0].to_owned());
    assert!(refusals(&desk.plan(&batch)).contains(&(2, Reason::PatientAmbiguous)));
}

#[test]
fn a_second_import_of_every_table_changes_nothing() {
    for files in [&[US_PATIENTS, US_APPOINTMENTS][..], &[PACIENTES, CITAS], &[CITAS], &[TABBED]] {
        let batch = read(files);
        let desk = Desk::default();
        let first = desk.plan(&batch);
        assert_changes_nothing(&desk.after(&first).plan(&batch));
    }
}

#[test]
fn a_changed_export_updates_what_it_knew() {
    let desk = Desk::default();
    let first = desk.plan(&read(&[US_PATIENTS]));
    let text = std::str::from_utf8(US_PATIENTS.1).unwrap().replace("555-010-0107", "555-010-0177");
    let plan = desk.after(&first).plan(&read(&[("later.csv", text.as_bytes())]));
    assert_eq!(
        plan.report.by_type()["Patient"],
        Tally { updated: 1, already_there: 9, not_taken: 2, ..Tally::default() }
    );
    assert_eq!(plan.patients[0].entity.phones[0].number.expose(), "555-010-0177");
}

#[test]
fn a_provider_of_past_visits_takes_bookings_once_one_lies_ahead() {
    let header = "Patient,DOB,Phone,Date,Time,Duration,Provider\n";
    let row = |day: &str| format!("\"Ruiz, Ana\",1980-03-14,,{day},10:00,30,Dr. Past\n");
    let desk = Desk::default();
    let old = desk.plan(&read(&[("a.csv", (header.to_owned() + &row("2020-01-02")).as_bytes())]));
    assert_eq!(resources(&old, ResourceKind::Provider), [("Dr. Past", false)]);
    let desk = desk.after(&old);
    let ahead = header.to_owned() + &row("2035-01-02");
    let plan = desk.plan(&read(&[("b.csv", ahead.as_bytes())]));
    assert_eq!(resources(&plan, ResourceKind::Provider), [("Dr. Past", true)]);
    assert!(!plan.resources[0].is_new);
}

#[test]
fn what_a_table_does_not_tell_is_asked() {
    for (text, gap) in [
        ("Last name,First name,DOB\nRuiz,Ana,04/03/1980\nCosta,Eva,01/02/1990\n", TableGapCode::DateOrder),
        ("Last name,First name,DOB\nRuiz,Ana,14/03/1980\nCosta,Eva,03/14/1990\n", TableGapCode::DateOrder),
        ("City,DOB\nDover,1980-03-14\n", TableGapCode::Name),
        ("Last name,First name,City\nRuiz,Ana,Dover\n", TableGapCode::Identity),
        ("Last name,DOB,Sex\nRuiz,1980-03-14,M\n", TableGapCode::Sexes),
        (
            "Date,Time,Patient,DOB,Provider\n2020-01-02,10:00,Ana Ruiz,1980-03-14,Dr. A\n",
            TableGapCode::Length,
        ),
        ("Date,Time,Patient,DOB,Duration\n2035-01-02,10:00,Ana Ruiz,1980-03-14,30\n", TableGapCode::Provider),
        ("Date,Duration,Patient,DOB,Provider\n2020-01-02,30,Ana Ruiz,1980-03-14,Dr. A\n", TableGapCode::Time),
        (
            "Date,Time,Duration,Patient,DOB,Provider,Status\n2020-01-02,10:00,30,Ana Ruiz,1980-03-14,Dr. A,Z9\n",
            TableGapCode::Statuses,
        ),
    ] {
        assert_eq!(open(&guess(text)), [gap], "{text}");
        let mut batch = Batch::new(Limits::default(), TODAY);
        let refused = batch.read("t.csv", text.as_bytes()).unwrap_err();
        assert_eq!(
            (refused.code, refused.facts),
            (ImportErrorCode::MappingNeeded, vec![("open", gap.to_string())])
        );
        assert!(batch.records().is_empty());
    }
}

#[test]
fn what_is_said_closes_the_gap_and_decides() {
    let text = "Last name,First name,DOB,Sex,Color\nRuiz,Ana,04/03/1980,M,red\n";
    let mut choices = Choices { date_order: Some(DateOrder::DayFirst), ..Choices::default() };
    choices.sexes.insert("M".to_owned(), Sex::Female);
    choices.columns.insert("Color".to_owned(), Some(F::Alert));
    choices.columns.insert("First name".to_owned(), Some(F::PreferredName));
    let plan = Desk::default().plan(&read_as(&[("t.csv", text.as_bytes())], &choices));
    let it = &plan.patients[0].entity;
    assert_eq!((it.birth_date.unwrap().to_string().as_str(), it.sex), ("1980-03-04", Sex::Female));
    assert_eq!((it.alert.expose(), it.preferred_name.expose(), it.given_names.expose()), ("red", "Ana", ""));
    choices.columns.insert("Colour".to_owned(), None);
    let refused = look("t.csv", text.as_bytes(), &choices, &Limits::default(), TODAY).unwrap_err();
    assert_eq!(
        (refused.code, refused.facts),
        (ImportErrorCode::UnknownColumn, vec![("column", "Colour".to_owned())])
    );
}

#[test]
fn columns_that_cannot_be_what_was_said_are_named() {
    let text = "Last name,First name,DOB,X\nRuiz,Ana,1980-03-14,y\n";
    let mut choices = Choices::default();
    choices.columns.insert("X".to_owned(), Some(F::FamilyName));
    assert_eq!(
        table(("t.csv", text.as_bytes()), &choices).mapping.columns[0].field,
        None,
        "what is said comes first"
    );
    choices.columns.insert("Last name".to_owned(), Some(F::FamilyName));
    let read = table(("t.csv", text.as_bytes()), &choices);
    assert_eq!(
        (open(&read), &read.gaps[0].names),
        (vec![TableGapCode::Repeated], &vec!["Last name".to_owned(), "X".to_owned()])
    );
    choices.columns.insert("X".to_owned(), Some(F::Room));
    assert_eq!(open(&table(("t.csv", text.as_bytes()), &choices)), [TableGapCode::WrongTable]);
}

#[test]
fn what_is_said_of_all_rows_fills_what_rows_leave_out() {
    let mut desk = Desk::default();
    let first = desk.plan(&read(&[US_PATIENTS, US_APPOINTMENTS]));
    desk = desk.after(&first);
    let provider = desk.setup.resources[0].id;
    let kind = desk.setup.types[0].id;
    let text = "Patient ID,Date,Time\n10001,2035-11-02,10:00\n";
    let mut choices = Choices::default();
    choices.stated.provider = Some(provider);
    choices.stated.appointment_type = Some(kind);
    choices.stated.minutes = Some(25);
    choices.zone = Some(chrono_tz::America::New_York);
    let plan = desk.plan(&read_as(&[("t.csv", text.as_bytes())], &choices));
    let it = visit(&plan, "2035-11-02T07:00");
    assert_eq!((it.allocations[0].resource, it.appointment_type, it.visit.minutes()), (provider, kind, 25));
    assert_eq!(it.patient, desk.patients["table/patient|10001"].id);
    let elsewhere =
        "Patient ID,Date,Time,Location\n10001,2035-11-02,10:00,Nowhere\n10001,2035-11-03,10:00,HERE\n";
    let plan = desk.plan(&read_as(&[("t.csv", elsewhere.as_bytes())], &choices));
    assert_eq!((refusals(&plan), plan.appointments.len()), (vec![(2, Reason::LocationUnresolved)], 1));
}

#[test]
fn rows_that_are_no_rows_are_accounted_for() {
    let text = "Last name,First name,DOB,Notes\nRuiz,Ana,1980-03-14,fine\n,,,\nCosta,Eva,1981-03-14\nLund,Bo,1982-03-14,a,b\n\nLee,Ann,1983-03-14,fine\n";
    let plan = Desk::default().plan(&read(&[("t.csv", text.as_bytes())]));
    assert_accounted(&plan.report);
    assert_eq!(plan.report.files[0].not_for_the_desk["blank_row"], 1);
    assert_eq!(refusals(&plan), [(4, Reason::CellsDiffer), (5, Reason::CellsDiffer)]);
    assert_eq!(plan.patients.len(), 2);
    let long = format!("Last name,DOB\n{},1980-03-14\n", "x".repeat(201));
    assert_eq!(refusals(&Desk::default().plan(&read(&[("t.csv", long.as_bytes())]))), [(2, Reason::TooLong)]);
    let slip = [&b"Last name,DOB,City\nGarc\xc3\xada N\xc3\xba\xc3\xb1ez L\xc3\xb3pez P\xc3\xa9rez,1980-03-14,\xc3\x81vila\n"[..], b"Pe\xffa,1981-03-14,Haro\n"].concat();
    assert_eq!(refusals(&Desk::default().plan(&read(&[("t.csv", &slip)]))), [(3, Reason::Undecodable)]);
    let open_quote = "Last name,DOB\nRuiz,1980-03-14\n\"Costa,1981-03-14\nLund,1982-03-14\n";
    let refused = Batch::new(Limits::default(), TODAY).read("t.csv", open_quote.as_bytes()).unwrap_err();
    assert_eq!(refused.code, ImportErrorCode::BrokenCsv, "a quote that nothing closes hides rows");
}

#[test]
fn a_spreadsheets_formula_is_no_value_but_a_text_in_its_quotes_is() {
    let text = "Patient ID,Last name,DOB,Mobile\n=\"0042\",Ruiz,=\"1980-03-14\",+34 600 123 456\n\
                43,=B2,1980-03-14,600123457\n44,Lund,=TODAY(),600123458\n45,=1+1,1980-03-14,600123459\n";
    let read_of = guess(text);
    assert_eq!(open(&read_of), []);
    let problems: Vec<_> = read_of.first_rows.iter().map(|it| it.problem).collect();
    assert_eq!(problems, [None, Some(Reason::Formula), Some(Reason::Formula), Some(Reason::Formula)]);
    assert!(read_of.first_rows[1].cells[1].is_wrong);
    let plan = Desk::default().plan(&read(&[("t.csv", text.as_bytes())]));
    assert_eq!(refusals(&plan), [(3, Reason::Formula), (4, Reason::Formula), (5, Reason::Formula)]);
    let ruiz = patient(&plan, "Ruiz");
    assert_eq!(ruiz.source.as_deref(), Some("table/patient|0042"), "zeros in front stay");
    assert_eq!(ruiz.birth_date.unwrap().to_string(), "1980-03-14");
    assert_eq!(ruiz.phones[0].number.expose(), "+34 600 123 456");
}

#[test]
fn a_table_without_rows_is_refused_by_name() {
    for text in ["Last name,First name,DOB\n", "Last name;First name;DOB\n;;\n\n"] {
        let refused =
            look("t.csv", text.as_bytes(), &Choices::default(), &Limits::default(), TODAY).unwrap_err();
        assert_eq!(refused.code, ImportErrorCode::NoRows, "{text}");
    }
}

#[test]
fn a_date_that_could_be_two_is_shown_as_both() {
    let text = "Last name,First name,DOB\nRuiz,Ana,14/14/1980\nCosta,Eva,01/02/1990\nLund,Bo,03/04/1991\n";
    let two = guess(text).two_dates.unwrap();
    assert_eq!(
        (two.text.expose(), two.day_first.to_string().as_str(), two.month_first.to_string().as_str()),
        ("01/02/1990", "1990-02-01", "1990-01-02")
    );
    assert_eq!(guess(text).first_rows[0].problem, Some(Reason::DateInvalid));
    assert_eq!(guess("Last name,DOB\nRuiz,14/03/1980\n").two_dates, None);
}

#[test]
fn nothing_about_a_person_prints() {
    let read = table(TABBED, &Choices::default());
    let batch = read_table(TABBED);
    for text in [format!("{read:?}"), format!("{:?}", batch.records())] {
        assert!(!text.contains("Whitcombe") && !text.contains("01632"), "a name or a number prints");
    }
}
