//! Another system's tables on a desk that is at work already.

use crate::clinic::Clinic;
use chrono::NaiveDate;
use clinic_domain::{
    id::{LocationId, PatientId},
    patient::Patient,
    resource::ResourceKind,
};
use desk_app::{
    day::{DayRequest, day},
    error::AppResult,
    import::{self, ImportErrorCode, ImportFile, Reason, Report, Watch, table::Choices},
};

const VISITS: &str = "Date,Time,Duration,Patient,DOB,Provider,Type\n\
    03/13/2026,09:30,20,\"Ruiz, Ana\",02/29/1984,Dr. Chen,Follow-up\n\
    03/13/2026,09:30,20,\"Costa, Eva\",07/30/1990,Mei Chen,Follow-up\n\
    03/13/2026,11:00,20,\"Lund, Bo\",01/15/1971,Dr. Chen,Follow-up\n";

fn run(clinic: &Clinic, text: &str, choices: Choices) -> AppResult<Report> {
    let files = [ImportFile { name: "visits.csv", bytes: text.as_bytes(), choices }];
    let watch = Watch { progress: &|_, _, _| {}, is_cancelled: &|| false };
    import::run(&clinic.desk, clinic.ada, &files, None, &watch)
}

/// Who is on the board that day, with the lane.
fn board(clinic: &Clinic) -> Vec<(String, PatientId, u8)> {
    let date = NaiveDate::from_ymd_opt(2026, 3, 13).unwrap();
    let request = DayRequest { location: clinic.location, date: Some(date), columns: ResourceKind::Provider };
    let day = day(&clinic.desk, clinic.ada, &request).unwrap();
    let mut rows: Vec<_> = day
        .visits
        .iter()
        .map(|it| (it.patient.family_name.expose().to_owned(), it.patient.id, it.lane()))
        .collect();
    rows.sort();
    rows
}

#[test]
fn visits_of_a_table_find_the_desks_own_people_and_providers() {
    let clinic = Clinic::new();
    let ana: Patient = clinic.patient("Ruiz", "Ana", "1984-02-29");
    let report = run(&clinic, VISITS, Choices::default()).unwrap();
    assert_eq!((report.made.patients, report.made.providers.len()), (2, 0), "{report:?}");
    let board_of_the_day = board(&clinic);
    let names: Vec<(&str, u8)> =
        board_of_the_day.iter().map(|(name, _, lane)| (name.as_str(), *lane)).collect();
    assert_eq!(names.len(), 3);
    assert_eq!(names.iter().map(|it| it.1).max(), Some(1), "two at half past nine");
    assert!(board_of_the_day.iter().any(|(name, id, _)| name == "Ruiz" && *id == ana.id));

    let again = run(&clinic, VISITS, Choices::default()).unwrap();
    assert_eq!((again.by_type()["Appointment"].already_there, again.made.patients), (3, 0));
    assert_eq!(board(&clinic), board_of_the_day);
}

#[test]
fn of_two_people_who_could_be_meant_nobody_is_taken() {
    let clinic = Clinic::new();
    clinic.patient("Ruiz", "Ana", "1984-02-29");
    let mut twin = crate::clinic::person(&clinic.desk, "RUIZ", "ANA", "1984-02-29");
    twin.alert = "Another one".into();
    desk_app::patients::register_patient(&clinic.desk, clinic.ada, &twin, true).unwrap();
    let report = run(&clinic, VISITS, Choices::default()).unwrap();
    let refused: Vec<_> = report.not_taken.iter().map(|it| (it.origin.index, it.reason)).collect();
    assert_eq!(refused, [(2, Reason::PatientAmbiguous)]);
}

#[test]
fn every_row_that_is_not_stored_is_named_with_its_reason() {
    let clinic = Clinic::new();
    let text = "Patient ID,Last name,First name,DOB,Mobile,Mobile\n\
        1,Ruiz,Ana,1984-02-29,+1 555 0100,\n\
        2,Costa,Eva\n\
        3,Lund,=A1,1971-01-15,,\n\
        4,Berg,Ida,1971-02-30,,\n\
        ,,,,,\n\
        =\"0005\",Moe,Per,1971-02-03,,555 0101\n";
    let report = run(&clinic, text, Choices::default()).unwrap();
    let refused: Vec<_> = report.not_taken.iter().map(|it| (it.origin.index, it.reason)).collect();
    assert_eq!(refused, [(3, Reason::CellsDiffer), (4, Reason::Formula), (5, Reason::DateInvalid)]);
    let file = &report.files[0];
    assert_eq!((file.read, file.total().added, file.not_for_the_desk["blank_row"]), (6, 2, 1));
    for (text, code) in [
        ("Last name,First name,DOB\n", ImportErrorCode::NoRows),
        ("1,2,3\n4,5,6\n", ImportErrorCode::MappingNeeded),
        ("Last name,DOB\nRuiz,01/02/1980\n", ImportErrorCode::MappingNeeded),
        ("Last name,DOB\nRuiz,1980-02-01\n\"Costa,1980-02-01\nLund,1980-02-01\n", ImportErrorCode::BrokenCsv),
    ] {
        let report = run(&clinic, text, Choices::default()).unwrap();
        assert_eq!(report.files[0].refused.as_ref().map(|it| it.code), Some(code), "{text}");
        assert_eq!(report.files[0].read, 0);
    }
}

#[test]
fn what_is_said_of_all_rows_has_to_be_there() {
    let clinic = Clinic::new();
    let mut choices = Choices::default();
    choices.stated.location = Some(LocationId::from_bytes([9; 16]));
    assert!(run(&clinic, VISITS, choices).is_err());
    assert_eq!(board(&clinic), []);
}
