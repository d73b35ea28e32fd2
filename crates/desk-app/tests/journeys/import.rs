//! Whole imports: in batches, stopped half way, and run a second time.

use crate::clinic::Clinic;
use clinic_domain::{
    id::OpId,
    operation::ImportCounts,
    refusal::Refusal,
    resource::ResourceKind,
    tier::{Limited, SubscriptionTier},
};
use desk_app::{
    error::{AppError, AppResult},
    find_patients::find_patients,
    import::{ImportFile, Report, Stage, Watch, run, table::Choices},
};
use desk_cache::{AuditPage, CacheError};
use serde_json::json;
use std::cell::RefCell;

const PATIENTS: u32 = 4_500;

fn bundle() -> Vec<u8> {
    let entry = |n: u32| {
        json!({ "resource": {
            "resourceType": "Patient",
            "id": format!("p{n}"),
            "identifier": [{ "system": "urn:mrn", "value": format!("M{n}") }],
            "name": [{ "family": format!("Family{n}"), "given": ["Odile"] }],
            "birthDate": "1975-04-12",
        }})
    };
    let entries: Vec<_> = (0..PATIENTS).map(entry).collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string().into_bytes()
}

/// Imports the bundle; `stop_at` is how many rows are stored when the person stops it.
fn import(
    clinic: &Clinic,
    bytes: &[u8],
    stop_at: Option<u64>,
) -> (AppResult<Report>, Vec<(Stage, u64, u64)>) {
    let steps = RefCell::new(Vec::new());
    let progress = |stage, done, total| steps.borrow_mut().push((stage, done, total));
    let is_cancelled = || {
        let steps = steps.borrow();
        stop_at.is_some() && steps.last().is_some_and(|it| it.0 == Stage::Storing && Some(it.1) >= stop_at)
    };
    let files = [ImportFile { name: "clinic.json", bytes, choices: Choices::default() }];
    let watch = Watch { progress: &progress, is_cancelled: &is_cancelled };
    let report = run(&clinic.desk, clinic.ada, &files, None, &watch);
    (report, steps.into_inner())
}

fn batches(clinic: &Clinic) -> Vec<ImportCounts> {
    let rows = clinic.desk.store().audit(AuditPage { before: None, limit: 1000 }).unwrap();
    let ops = rows.into_iter().rev().filter(|it| it.action == "import_batch").map(|it| {
        assert!(it.seq.is_some(), "an operation each");
        OpId(it.object.unwrap())
    });
    ops.map(|op| clinic.desk.store().read(|mirror| mirror.import_batch(op)).unwrap().unwrap()).collect()
}

fn added(report: &Report) -> u64 {
    report.by_type().into_values().map(|it| it.added).sum()
}

fn found(clinic: &Clinic, name: &str) -> usize {
    find_patients(&clinic.desk, clinic.ada, name).unwrap().hits.len()
}

#[test]
fn an_import_is_stored_in_batches_and_a_second_run_adds_nothing() {
    let clinic = Clinic::new();
    let before = clinic.desk.store().position().unwrap().seq;
    let (report, steps) = import(&clinic, &bundle(), None);
    assert_eq!(added(&report.unwrap()), u64::from(PATIENTS));
    let of = |patients| ImportCounts { patients, ..ImportCounts::default() };
    assert_eq!(batches(&clinic), [of(2000), of(2000), of(500)]);
    assert_eq!(clinic.desk.store().position().unwrap().seq, before + 3);
    let storing: Vec<_> = steps.iter().filter(|it| it.0 == Stage::Storing).map(|it| (it.1, it.2)).collect();
    assert_eq!(storing, [(0, 4500), (2000, 4500), (4000, 4500), (4500, 4500)]);
    assert_eq!(found(&clinic, "family4499"), 1);

    let clinic = clinic.reopened();
    let (again, _) = import(&clinic, &bundle(), None);
    let again = again.unwrap();
    assert_eq!((added(&again), again.by_type()["Patient"].already_there), (0, u64::from(PATIENTS)));
    assert_eq!(clinic.desk.store().position().unwrap().seq, before + 3);
    clinic.desk.store().verify().unwrap();
}

#[test]
fn an_import_that_is_stopped_between_two_batches_leaves_nothing_and_can_be_run_again() {
    let clinic = Clinic::new();
    let before = clinic.desk.store().position().unwrap().seq;
    for stop_at in [0, 2000, 4500] {
        let (stopped, steps) = import(&clinic, &bundle(), Some(stop_at));
        assert!(matches!(stopped, Err(AppError::Cancelled)), "at {stop_at}");
        assert_eq!(steps.last(), Some(&(Stage::Storing, stop_at, 4500)));
        assert_eq!((found(&clinic, "family"), batches(&clinic).len()), (0, 0));
        assert_eq!(clinic.desk.store().position().unwrap().seq, before);
    }
    // The desk goes on as if nothing had been tried.
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let (report, _) = import(&clinic, &bundle(), None);
    assert_eq!(added(&report.unwrap()), u64::from(PATIENTS));
    assert_eq!((found(&clinic, "family7"), found(&clinic, "ruiz ana")), (8, 1));
    let number = clinic.desk.store().read(|mirror| mirror.patient(ana.id)).unwrap().unwrap().record_number;
    assert_eq!(number, ana.record_number);
    let clinic = clinic.reopened();
    assert_eq!(clinic.desk.store().found_at_opening(), []);
}

/// The centre says what tier an organization has.
fn with_tier(clinic: &Clinic, tier: SubscriptionTier) {
    let mut organization = clinic.desk.configuration().unwrap().setup.organization.clone();
    organization.subscription_tier = Some(tier);
    organization.version = organization.version.next();
    let written = clinic.desk.store().bulk::<(), CacheError>(clinic.ada, clinic.desk.now(), |bulk| {
        bulk.setup(&[organization])?;
        let counts = ImportCounts { setup: 1, ..ImportCounts::default() };
        bulk.batch(OpId::from_bytes([7; 16]), "tier", &[0; 32], &counts)
    });
    written.unwrap();
}

#[test]
fn more_providers_than_the_tier_lets_in_are_refused_with_all_that_came_with_them() {
    let clinic = Clinic::new();
    with_tier(&clinic, SubscriptionTier::Basic);
    let setup = clinic.desk.configuration().unwrap().setup.clone();
    let there = setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider && it.is_active).count();
    let practitioners = |count: usize| {
        let one = |n| {
            json!({ "resource": {
                "resourceType": "Practitioner", "id": format!("d{n}"), "active": true,
                "name": [{ "family": format!("Doctor{n}"), "given": ["Odile"] }],
            }})
        };
        let patient = json!({ "resource": {
            "resourceType": "Patient", "id": "p", "name": [{ "family": "Family", "given": ["Odile"] }],
        }});
        let entries: Vec<_> = (0..count).map(one).chain([patient]).collect();
        json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string().into_bytes()
    };
    let (tier, of) = (SubscriptionTier::Basic, Limited::Providers);
    let (refused, _) = import(&clinic, &practitioners(4 - there), None);
    let Err(AppError::Refused(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!(refused.0, [Refusal::TierLimit { tier, of, limit: 3 }]);
    assert_eq!((found(&clinic, "family"), &clinic.desk.configuration().unwrap().setup), (0, &setup));
    let (report, _) = import(&clinic, &practitioners(3 - there), None);
    assert_eq!(added(&report.unwrap()), 4 - there as u64, "they fit, and the patient with them");
}
