//! At a desk with a centre: what is built on a decision that the centre has not accepted names that decision.

use crate::{clinic::Clinic, lists::reachable};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    operation::Base,
    personal::Personal,
};
use clinic_protocol::sync::{OpOutcome, OpResult};
use desk_app::status::{Seen, set_note};
use desk_cache::store::Centre;

#[test]
fn a_change_of_what_only_this_desk_decided_names_that_decision_until_the_centre_has_it() {
    let clinic = Clinic::new();
    let desk = &clinic.desk;
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization: OrganizationId(desk.ids.next()),
        slug: "elm-street".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    desk.store().join(&centre, DeviceId(desk.ids.next()), None, desk.now()).unwrap();
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
