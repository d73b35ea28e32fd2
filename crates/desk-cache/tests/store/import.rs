use super::support::*;
use clinic_domain::{
    id::OpId,
    operation::{ImportCounts, OperationBody},
    patient::Patient,
};
use desk_cache::{CacheError, mirror::Bulk};

const COUNTS: ImportCounts = ImportCounts { patients: 3, caregivers: 0, appointments: 0, setup: 0 };

fn batch(bulk: &mut Bulk<'_>, number: u128) -> Result<(), CacheError> {
    let op = OpId(id(0x8000_0000 | number));
    let people: Vec<_> = (0..3).map(|it| Patient::new(patient(1000 + 3 * number + it))).collect();
    bulk.patients(op, &people)?;
    bulk.batch(op, "file.csv", &[number as u8; 32], &COUNTS)
}

#[test]
fn every_batch_becomes_one_operation_with_one_audit_entry() {
    let desk = Desk::new();
    book(&desk.store, 1);
    let (answer, outcomes) = desk
        .store
        .bulk(person(1), NOW, |bulk| {
            (0..4).try_for_each(|number| batch(bulk, number))?;
            Ok::<_, CacheError>("loaded")
        })
        .unwrap();
    assert_eq!((answer, outcomes.len()), ("loaded", 4));
    assert_eq!(outcomes.iter().map(|it| it.seq).collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert_eq!(actions(&desk.store).iter().filter(|it| *it == "import_batch").count(), 4);
    book(&desk.store, 2);
    let verified = desk.store.verify().unwrap();
    assert_eq!((verified.position.seq, verified.mirror_cursor), (8, 8));
    let found = desk.store.read(|mirror| mirror.patient(patient(1004))).unwrap();
    assert_eq!(found, Some(Patient::new(patient(1004))));
    let locked = desk.lock();
    locked.unlock().unwrap().verify().unwrap();
}

#[test]
fn an_import_that_stops_leaves_nothing() {
    let desk = Desk::new();
    let refused = desk.store.bulk(person(1), NOW, |bulk| {
        batch(bulk, 0)?;
        Err::<(), CacheError>(CacheError::NotAllowed)
    });
    assert_eq!(refused.unwrap_err().code(), "not_permitted");
    assert_eq!(desk.store.position().unwrap().seq, 0);
    assert_eq!(desk.store.read(|mirror| mirror.patient(patient(1000))).unwrap(), None);
    let locked = desk.lock();
    assert_eq!(locked.unlock().unwrap().verify().unwrap().mirror_cursor, 0);
}

#[test]
fn rows_of_an_import_cannot_be_replayed_so_their_loss_is_said() {
    let desk = Desk::new();
    let locked = desk.lock();
    let empty = std::fs::read(locked.path("mirror.db")).unwrap();
    let store = locked.unlock().unwrap();
    store.bulk(person(1), NOW, |bulk| batch(bulk, 0)).unwrap();
    drop(store);
    std::fs::write(locked.path("mirror.db"), empty).unwrap();
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: desk_cache::Part::Mirror, .. }));
}

#[test]
fn a_batch_is_an_operation_like_any_other() {
    let desk = Desk::new();
    desk.store.bulk(person(1), NOW, |bulk| batch(bulk, 5)).unwrap();
    let receipt = desk.store.write(|w| w.receipt_of(OpId(id(0x8000_0005)))).unwrap().unwrap();
    assert_eq!((receipt.seq, receipt.changes.len()), (1, 0));
    let body = OperationBody::ImportBatch { source: "file.csv".to_owned(), digest: [5; 32], counts: COUNTS };
    assert_eq!(body.kind(), "import_batch");
}
