//! Every interchange file of the shared data imports or is refused by name; reports itself as ignored where the data
//! is absent. A target of its own, without the test harness, because whether there is data is known at run time only.
#![allow(
    clippy::print_stdout,
    reason = "a test target without the harness prints its own result lines"
)]

use clinic_domain::{
    id::{OpId, OrganizationId, Version},
    organization::{Organization, OrganizationKind, OrganizationSettings},
    setup::Setup,
    time::Instant,
};
use clinic_interop::{
    Batch, ImportErrorCode, Limits,
    plan::{Known, Options, Plan, plan},
    report::{Reason, Report, Tally},
};
use std::{
    collections::HashMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
};
use uuid::Uuid;

const FOLDERS: [&str; 4] = ["synthea-fhir", "synthea-csv", "fhir-r4-examples", "fhir-other"];

type Test = (&'static str, fn(&Path));

const TESTS: [Test; 5] = [
    (
        "every_file_alone_is_accounted_for_or_refused_by_name",
        every_file_alone,
    ),
    ("the_csv_set_is_taken_but_for_stays", the_csv_set),
    ("the_bundles_resolve_across_files", the_bundles),
    ("r4_examples_are_taken_or_named", the_examples),
    ("a_second_import_changes_nothing", a_second_import),
];

fn main() -> ExitCode {
    let shared = std::env::var_os("AGENTCARE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let real = shared.join("eval/real");
    if !FOLDERS.iter().all(|it| real.join(it).is_dir()) {
        println!(
            "test result: ok. 0 passed; 0 failed; {} ignored; 0 measured; 0 filtered out",
            TESTS.len()
        );
        return ExitCode::SUCCESS;
    }
    let mut failed = 0;
    for (name, test) in TESTS {
        let passed = catch_unwind(AssertUnwindSafe(|| test(&real))).is_ok();
        println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        failed += usize::from(!passed);
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    let passed = TESTS.len() - failed;
    println!(
        "test result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out"
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn every_file_alone(real: &Path) {
    let mut refused = Vec::new();
    for folder in FOLDERS {
        for file in files(&real.join(folder)) {
            let mut batch = Batch::new(Limits::default());
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if let Err(error) = batch.read(&name, &fs::read(&file).unwrap()) {
                refused.push((name, error.code));
                continue;
            }
            let planned = import(&batch, &Desk::default());
            assert_accounted(&planned.report);
            assert!(planned.report.files[0].read > 0, "{name} has no resource");
        }
    }
    assert_eq!(
        refused,
        [(
            "smart-dstu2-appointments.json".to_owned(),
            ImportErrorCode::FhirDstu2
        )]
    );
}

fn the_csv_set(real: &Path) {
    let planned = import(&read(&real.join("synthea-csv")), &Desk::default());
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(
        tallies["Patient"],
        Tally {
            added: 59,
            ..Tally::default()
        }
    );
    assert_eq!(
        tallies["Practitioner"],
        Tally {
            added: 173,
            ..Tally::default()
        }
    );
    assert_eq!(
        tallies["Organization"],
        Tally {
            added: 173,
            ..Tally::default()
        }
    );
    assert_eq!(
        tallies["Payer"],
        Tally {
            folded: 10,
            ..Tally::default()
        }
    );
    assert_eq!(tallies["Encounter"].total(), 2590);
    // Overnight stays and admissions: no front desk books them.
    assert!(
        planned
            .report
            .not_taken
            .iter()
            .all(|it| it.reason == Reason::LongerThanAVisit)
    );
    assert_eq!(tallies["Encounter"].not_taken, 97);
    assert_eq!(planned.appointments.len(), 2590 - 97);
    assert!(
        planned
            .appointments
            .iter()
            .all(|it| !it.entity.is_live() && it.entity.allocations.len() == 1)
    );
    assert!(planned.patients.iter().any(|it| {
        it.entity
            .coverage
            .as_ref()
            .is_some_and(|it| it.payer == "Medicare")
    }));
    assert!(planned.report.warnings.is_empty());
}

fn the_bundles(real: &Path) {
    let planned = import(&read(&real.join("synthea-fhir")), &Desk::default());
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(tallies["Patient"].added, 17);
    assert_eq!(
        tallies["Practitioner"],
        Tally {
            added: 173,
            already_there: 173,
            ..Tally::default()
        }
    );
    assert_eq!(tallies["Location"].added, 173);
    assert_eq!(tallies["Organization"].folded, 173);
    assert!(
        planned
            .report
            .not_taken
            .iter()
            .all(|it| it.reason == Reason::LongerThanAVisit)
    );
    assert!(
        planned
            .appointments
            .iter()
            .all(|it| it.entity.allocations.len() == 1)
    );
    assert!(
        planned.report.warnings.is_empty(),
        "{:?}",
        planned.report.warnings.first()
    );
}

fn the_examples(real: &Path) {
    let planned = import(&read(&real.join("fhir-r4-examples")), &Desk::default());
    assert_accounted(&planned.report);
    let tallies = planned.report.by_type();
    assert_eq!(tallies["Patient"].not_taken, 0);
    assert_eq!(tallies["Practitioner"].not_taken, 0);
    // One schedule is a room's, the other hangs on a provider who is not among the files; so do all slots.
    let reasons = |kind: &str| {
        let of_kind = planned
            .report
            .not_taken
            .iter()
            .filter(|it| it.origin.resource_type == kind);
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
        let first = import(&batch, &Desk::default());
        let second = import(&batch, &Desk::after(&first));
        assert_accounted(&second.report);
        for (kind, tally) in second.report.by_type() {
            assert_eq!((tally.added, tally.updated), (0, 0), "{folder}: {kind}");
        }
        let new =
            second.locations.len() + second.resources.len() + second.types.len() + second.templates.len();
        let rows = second.exceptions.len() + second.patients.len() + second.appointments.len();
        assert_eq!((new, rows), (0, 0), "{folder}");
    }
}

fn assert_accounted(report: &Report) {
    for file in &report.files {
        let passed_over: u64 = file.not_for_the_desk.values().sum();
        assert_eq!(file.total().total() + passed_over, file.read, "{}", file.name);
    }
    let not_taken: u64 = report.files.iter().map(|it| it.total().not_taken).sum();
    assert_eq!(report.not_taken.len() as u64, not_taken);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    files.sort();
    files
}

fn read(folder: &Path) -> Batch {
    let mut batch = Batch::new(Limits::default());
    for file in files(folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        batch.read(&name, &fs::read(&file).unwrap()).unwrap();
    }
    batch
}

/// What the desk would have after applying a plan.
struct Desk {
    setup: Setup,
    patients: HashMap<String, clinic_domain::patient::Patient>,
    caregivers: HashMap<String, clinic_domain::patient::Caregiver>,
    appointments: HashMap<String, clinic_domain::appointment::Appointment>,
}

impl Default for Desk {
    fn default() -> Self {
        let organization = Organization {
            id: OrganizationId::from_bytes([1; 16]),
            version: Version::FIRST,
            name: "Test".to_owned(),
            kind: OrganizationKind::Clinic,
            is_demo: false,
            settings: OrganizationSettings::default(),
        };
        let setup = Setup {
            organization,
            locations: vec![clinic_domain::organization::Location {
                id: clinic_domain::id::LocationId::from_bytes([2; 16]),
                version: Version::FIRST,
                name: "Here".to_owned(),
                zone: chrono_tz::America::Los_Angeles,
                address: Default::default(),
                phone: String::new(),
                is_active: true,
                source: None,
            }],
            resources: Vec::new(),
            types: Vec::new(),
            templates: Vec::new(),
            exceptions: Vec::new(),
        };
        Self {
            setup,
            patients: HashMap::new(),
            caregivers: HashMap::new(),
            appointments: HashMap::new(),
        }
    }
}

impl Desk {
    fn after(plan: &Plan) -> Self {
        let mut desk = Self::default();
        desk.setup
            .locations
            .extend(plan.locations.iter().map(|it| it.entity.clone()));
        desk.setup
            .resources
            .extend(plan.resources.iter().map(|it| it.entity.clone()));
        desk.setup
            .types
            .extend(plan.types.iter().map(|it| it.entity.clone()));
        desk.setup
            .templates
            .extend(plan.templates.iter().map(|it| it.entity.clone()));
        desk.setup
            .exceptions
            .extend(plan.exceptions.iter().map(|it| it.entity.clone()));
        desk.patients = by_source(plan.patients.iter().map(|it| &it.entity), |it| it.source.clone());
        desk.caregivers = by_source(plan.caregivers.iter().map(|it| &it.entity), |it| {
            it.source.clone()
        });
        desk.appointments = by_source(plan.appointments.iter().map(|it| &it.entity), |it| {
            it.source.clone()
        });
        desk
    }
}

fn by_source<'t, T: Clone + 't>(
    rows: impl Iterator<Item = &'t T>,
    source: fn(&T) -> Option<String>,
) -> HashMap<String, T> {
    rows.filter_map(|it| source(it).map(|key| (key, it.clone())))
        .collect()
}

fn import(batch: &Batch, desk: &Desk) -> Plan {
    let known = Known {
        setup: &desk.setup,
        patients: desk.patients.clone(),
        caregivers: desk.caregivers.clone(),
        appointments: desk.appointments.clone(),
        taken: Vec::new(),
    };
    let options = Options {
        now: Instant(1_760_000_000),
        zone: Some(chrono_tz::America::Los_Angeles),
        location: Some(desk.setup.locations[0].id),
        origin_op: OpId::from_bytes([3; 16]),
        visit_types_bookable: false,
    };
    let mut last = 1000u128 + (desk.patients.len() as u128) * 1_000_000;
    let mut next_id = || {
        last += 1;
        Uuid::from_u128(last)
    };
    plan(batch, &known, &options, &mut next_id)
}
