//! Two desks promised the same time: what both see of it, and how it is settled at either.

use crate::{
    desk::Ring,
    pc::{Pc, ring},
    proxy::{Net, Proxy},
};
use serde_json::{Value, json};

impl Pc {
    pub fn conflicts(&self, ring: &Ring) -> Vec<Value> {
        let list = self.ask("conflicts", &json!({ "location": ring.clinic.location })).unwrap();
        assert_eq!(list["refused"], json!([]));
        list["conflicts"].as_array().unwrap().clone()
    }

    fn settle(&self, command: &str, mut request: Value, conflict: &Value) {
        for it in ["conflict", "version"] {
            request[it] = conflict[it].clone();
        }
        let settled = self.ask(command, &request).unwrap();
        assert_eq!(settled["outcome"], "done", "{settled}");
    }

    pub fn mark(&self, visit: &str) -> Value {
        self.ask("appointment", &json!({ "appointment": visit })).unwrap()["visit"]["mark"].clone()
    }
}

#[test]
fn two_desks_that_promised_the_same_time_settle_it_at_either() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let (left, right) = (Pc::joined(&ring, &ring.centre.url), Pc::joined(&ring, &net.url));
    net.set(Net::Cut);
    let won = left.book(&ring, 0);
    left.until(|it| it["queued"] == 0);
    let lost = right.book(&ring, 1);
    assert_eq!((left.mark(&won), right.mark(&lost)), (json!("accepted"), json!("not_sent")));
    net.set(Net::Open);
    right.ask("sync_now", &json!({})).unwrap();
    right.until(|it| it["undecided"] == 1);
    let open = right.wait(|| right.conflicts(&ring).pop());
    assert_eq!((&open["lost"], &open["is_of_here"]), (&json!("booking"), &json!(true)));
    assert_eq!(open["winners"][0]["visit"]["appointment"], json!(won));
    assert_eq!(right.mark(&lost), "needs_decision");
    // The other desk has the same card, and takes care of it.
    let open = left.wait(|| left.conflicts(&ring).pop());
    assert_eq!(open["is_of_here"], false);
    left.settle("claim_conflict", json!({}), &open);
    let taken = right.wait(|| right.conflicts(&ring).pop().filter(|it| !it["claim"].is_null()));
    assert_eq!(taken["version"], 2);
    let open = left.conflicts(&ring).pop().unwrap();
    let handle = open["alternatives"][0]["handle"].clone();
    left.settle("resolve_conflict", json!({ "instead": { "what": "time", "handle": handle } }), &open);
    left.until(|it| it["queued"] == 0 && it["cursor"] == it["head"]);
    right.wait(|| (right.conflicts(&ring).is_empty() && !right.has(&lost)).then_some(()));
    assert_eq!(right.sync()["undecided"], 0);
    assert_eq!(ring.visits_at_the_centre().len(), 2, "the one that was first, and the other time");
}
