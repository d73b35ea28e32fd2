//! Two desks of a location that is cut off: what is lent to it is confirmed there, and what was confirmed holds at the centre.

use crate::{
    desk::Ring,
    neighbours::meet,
    pc::{Pc, ring},
    proxy::{Net, Proxy},
};
use clinic_domain::people::Role;
use serde_json::json;

fn lends(ring: &Ring, days: u16) {
    let (centre, clinic) = (&ring.centre, &ring.clinic);
    let token = centre.token(clinic, Role::Administrator);
    let (_, policy) = ring.wait_for(centre.get(&token, "/v1/policy"));
    let patch = json!({ "version": policy["version"], "lend_days": days });
    let (status, changed) = ring.wait_for(centre.send("PATCH", &token, "/v1/policy", &patch));
    assert_eq!(status, 200, "{changed}");
}

/// Two desks that know each other; the first is the hub, if something is lent.
fn two(ring: &Ring, nets: &[Proxy; 2]) -> (Pc, Pc) {
    let (hub, other) = (Pc::nearby(ring, &nets[0].url), Pc::nearby(ring, &nets[1].url));
    meet(ring, &hub, &other, nets);
    (hub, other)
}

fn cut_off(pcs: [&Pc; 2], nets: &[Proxy; 2]) {
    for (pc, net) in pcs.into_iter().zip(nets) {
        net.set(Net::Cut);
        pc.ask("sync_now", &json!({})).unwrap();
        pc.until(|it| it["link"] == "offline");
    }
}

fn comes_back(pc: &Pc, net: &Proxy) {
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0);
}

#[test]
fn what_the_hub_confirms_while_the_location_is_cut_off_holds_whoever_comes_back_first() {
    let ring = ring();
    lends(&ring, 2);
    let nets = [Proxy::before(&ring.centre.url), Proxy::before(&ring.centre.url)];
    let (hub, other) = two(&ring, &nets);
    cut_off([&hub, &other], &nets);
    let promised = other.book(&ring, 0);
    other.wait(|| (other.mark(&promised) == "confirmed").then_some(()));
    // The hub's own people book the same time all the same, and it is not theirs.
    let same = hub.book(&ring, 1);
    let own = hub.book(&ring, 2);
    hub.wait(|| (hub.mark(&own) == "confirmed").then_some(()));
    assert_eq!(hub.mark(&same), "not_sent");

    comes_back(&hub, &nets[0]);
    assert_eq!((hub.mark(&same), hub.mark(&own)), (json!("needs_decision"), json!("accepted")));
    let conflict = hub.wait(|| hub.conflicts(&ring).pop());
    assert_eq!(conflict["lost"], "booking");
    comes_back(&other, &nets[1]);
    assert_eq!(other.mark(&promised), "accepted");
    let mut there: Vec<String> = ring.visits_at_the_centre().iter().map(|it| it.0.to_string()).collect();
    there.sort();
    let mut wanted = vec![promised, own];
    wanted.sort();
    assert_eq!(there, wanted);
}

#[test]
fn without_a_loan_the_desks_of_a_location_confirm_nothing() {
    let ring = ring();
    let nets = [Proxy::before(&ring.centre.url), Proxy::before(&ring.centre.url)];
    let (first, second) = two(&ring, &nets);
    cut_off([&first, &second], &nets);
    let visits = [first.book(&ring, 0), second.book(&ring, 1)];
    second.book(&ring, 2);
    // They heard of each other in calls in which they could have been answered.
    first.wait(|| {
        let request = json!({ "location": ring.clinic.location });
        (first.ask("being_booked", &request).unwrap()["times"] != json!([])).then_some(())
    });
    assert_eq!((first.mark(&visits[0]), second.mark(&visits[1])), (json!("not_sent"), json!("not_sent")));
}
