//! At a desk with a centre: what is built on a decision that the centre has not accepted names that decision.

use crate::{clinic::Clinic, lists::reachable, merge::merge};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    operation::{Base, OperationBody as B},
    personal::Personal,
    short_code::ShortCode,
};
use clinic_protocol::sync::{OpOutcome, OpResult};
use desk_app::{
    find_patients::find_patients,
    status::{Seen, set_note},
};
use desk_cache::store::{Centre, Mark};

/// The clinic's desk, at a centre that has not answered yet.
fn joined(clinic: &Clinic) {
    let desk = &clinic.desk;
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization: OrganizationId(desk.ids.next()),
        slug: "elm-street".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    desk.store().join(&centre, DeviceId(desk.ids.next()), None, desk.now()).unwrap();
}

#[test]
fn a_change_of_what_only_this_desk_decided_names_that_decision_until_the_centre_has_it() {
    let clinic = Clinic::new();
    let desk = &clinic.desk;
    joined(&clinic);
    let ana = reachable(&clinic, "Abbot", "555 0100").id;
    let visit = clinic.book(ana, &clinic.handles(ana, 1)[0]).unwrap();
    let note = |version, text: &str| {
        let seen = Seen { appointment: visit.id, version };
        let done = set_note(desk, clinic.ada, seen, Personal::from(text)).unwrap();
        let stored = desk.store().operations_after(0, u32::MAX).unwrap();
        (done.value.version, stored.last().unwrap().0.base)
    };
    let (noted, base) = note(visit.version, "in the wheelchair");
    assert_eq!(base, Some(Base::After(visit.origin_op)), "nobody else has seen the visit");
    for it in desk.store().queued(100).unwrap() {
        let answers = [OpOutcome { op: it.op, result: OpResult::applied(9) }];
        assert!(desk.store().keep_answers(0, &answers, desk.now()).unwrap());
    }
    assert_eq!(note(noted, "with a companion").1, Some(Base::Version(noted)), "everybody has seen it");
}

#[test]
fn a_merge_names_the_decision_that_made_the_merged_record_too() {
    let clinic = Clinic::new();
    joined(&clinic);
    let [kept, merged] = ["Abbot", "Abott"].map(|family| reachable(&clinic, family, "555 0100"));
    merge(&clinic, &kept, &merged, &[]).unwrap();
    let stored = clinic.desk.store().operations_after(0, u32::MAX).unwrap();
    let made_by = |id| {
        let made = stored.iter().find(|it| matches!(&it.0.body, B::PatientCreate(it) if it.id == id));
        made.map(|it| it.0.id)
    };
    let last = &stored.last().unwrap().0;
    let B::PatientMerge { merged_after, .. } = last.body else { panic!("another operation") };
    assert_eq!((last.base, merged_after), (made_by(kept.id).map(Base::After), made_by(merged.id)));
}

#[test]
fn a_patient_of_a_joined_desk_has_a_code_until_the_centre_gives_the_number() {
    let clinic = Clinic::new();
    joined(&clinic);
    let ana = reachable(&clinic, "Abbot", "555 0100");
    assert_eq!(ana.record_number, "", "two desks that are cut off would give the same");
    let code = ShortCode::of(ana.id).to_string();
    let found = find_patients(&clinic.desk, clinic.ada, &code.to_lowercase().replace('-', " ")).unwrap();
    assert_eq!(
        found.hits.iter().map(|it| (it.line.id, it.mark)).collect::<Vec<_>>(),
        [(ana.id, Some(Mark::NotSent))]
    );
}
