//! Every interchange file of the shared data imports or is refused by name; reports itself as ignored where the data
//! is absent. A target of its own, without the test harness, because whether there is data is known at run time only.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "all of it is tests, and it prints its own lines"
)]

mod desk;
#[path = "../../../tests/unharnessed.rs"]
mod unharnessed;

use clinic_interop::{
    Batch, ImportErrorCode, Limits,
    report::{Reason, Tally},
};
use desk::{Desk, TODAY, assert_accounted};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

const FOLDERS: [&str; 4] = ["synthea-fhir", "synthea-csv", "fhir-r4-examples", "fhir-other"];

type Test = (&'static str, fn(&Path));

const TESTS: [Test; 5] = [
    ("every_file_alone_is_accounted_for_or_refused_by_name", every_file_alone),
    ("the_csv_set_is_taken_but_for_stays", the_csv_set),
    ("the_bundles_resolve_across_files", the_bundles),
    ("r4_examples_are_taken_or_named", the_examples),
    ("a_second_import_changes_nothing", a_second_import),
];

fn main() -> ExitCode {
    let shared = std::env::var_os("AGENTCARE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from("../../../shared"));
    let real = shared.join("eval/real");
    if !FOLDERS.iter().all(|it| real.join(it).is_dir()) {
        return unharnessed::closes(0, 0, TESTS.len());
    }
    let real = real.as_path();
    unharnessed::run(TESTS.map(|(name, test)| (name, move || test(real))))
}

fn every_file_alone(real: &Path) {
    let mut refused = Vec::new();
    for folder in FOLDERS {
        for file in files(&real.join(folder)) {
            let mut batch = Batch::new(Limits::default(), TODAY);
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if let Err(error) = batch.read(&name, &fs::read(&file).unwrap()) {
                refused.push((name, error.code));
                continue;
            }
            let planned = Desk::default().plan(&batch);
            assert_accounted(&planned.report);
            assert!(planned.report.files[0].read > 0, "{name} has no resource");
        }
    }
    assert_eq!(refused, [("smart-dstu2-appointments.json".to_owned(), ImportErrorCode::FhirDstu2)]);
}

fn the_csv_set(real: &Path) {
    let planned = Desk::default().plan(&read(&real.join("synthea-csv")));
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(tallies["Patient"], Tally { added: 59, ..Tally::default() });
    assert_eq!(tallies["Practitioner"], Tally { added: 173, ..Tally::default() });
    assert_eq!(tallies["Organization"], Tally { added: 173, ..Tally::default() });
    assert_eq!(tallies["Payer"], Tally { folded: 10, ..Tally::default() });
    assert_eq!(tallies["Encounter"].total(), 2590);
    // Overnight stays and admissions: no front desk books them.
    assert!(planned.report.not_taken.iter().all(|it| it.reason == Reason::LongerThanAVisit));
    assert_eq!(tallies["Encounter"].not_taken, 97);
    assert_eq!(planned.appointments.len(), 2590 - 97);
    assert!(planned.appointments.iter().all(|it| !it.entity.is_live() && it.entity.allocations.len() == 1));
    assert!(
        planned
            .patients
            .iter()
            .any(|it| { it.entity.coverage.as_ref().is_some_and(|it| it.payer == "Medicare") })
    );
    assert!(planned.report.warnings.is_empty());
}

fn the_bundles(real: &Path) {
    let planned = Desk::default().plan(&read(&real.join("synthea-fhir")));
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(tallies["Patient"].added, 17);
    assert_eq!(tallies["Practitioner"], Tally { added: 173, already_there: 173, ..Tally::default() });
    assert_eq!(tallies["Location"].added, 173);
    assert_eq!(tallies["Organization"].folded, 173);
    assert!(planned.report.not_taken.iter().all(|it| it.reason == Reason::LongerThanAVisit));
    assert!(planned.appointments.iter().all(|it| it.entity.allocations.len() == 1));
    assert!(planned.report.warnings.is_empty(), "{:?}", planned.report.warnings.first());
}

fn the_examples(real: &Path) {
    let planned = Desk::default().plan(&read(&real.join("fhir-r4-examples")));
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(tallies["Patient"].not_taken, 0);
    assert_eq!(tallies["Practitioner"].not_taken, 0);
    // One schedule is a room's, the other hangs on a provider who is not among the files; so do all slots.
    let reasons = |kind: &str| {
        let of_kind = planned.report.not_taken.iter().filter(|it| it.origin.resource_type == kind);
        of_kind.map(|it| it.reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons("Slot"), [Reason::ScheduleUnresolved; 4]);
    assert_eq!(reasons("Schedule"), [Reason::ProviderUnresolved]);
    assert_eq!(reasons("Location"), [Reason::NotAPlaceToBook; 2]);
    assert_eq!(reasons("RelatedPerson"), [Reason::PatientUnresolved]);
    assert!(reasons("Encounter").iter().all(|it| *it == Reason::StartMissing));
}

fn a_second_import(real: &Path) {
    for folder in ["synthea-csv", "synthea-fhir", "fhir-r4-examples"] {
        let batch = read(&real.join(folder));
        let first = Desk::default().plan(&batch);
        let second = Desk::default().after(&first).plan(&batch);
        desk::assert_changes_nothing(&second);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

fn read(folder: &Path) -> Batch {
    let mut batch = Batch::new(Limits::default(), TODAY);
    for file in files(folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        batch.read(&name, &fs::read(&file).unwrap()).unwrap();
    }
    batch
}
