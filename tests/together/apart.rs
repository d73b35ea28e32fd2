//! What people do at desks that are cut off, and find when they are together again.

use crate::{
    pc::{PASSWORD, Pc, ring},
    proxy::{Net, Proxy},
};
use serde_json::{Value, json};

impl Pc {
    fn registers(&self, family: &str) -> Value {
        let patient = json!({
            "family_name": family, "given_names": "Jo", "birth_date": "1971-02-03", "sex": "unknown",
            "contact_preference": "phone", "is_active": true,
        });
        let made =
            self.ask("register_patient", &json!({ "patient": patient, "accept_duplicates": true })).unwrap();
        assert_eq!(made["outcome"], "done", "{made}");
        made["result"]["patient"].clone()
    }

    fn finds(&self, typed: &str) -> Value {
        self.ask("find_patients", &json!({ "query": typed })).unwrap()["hits"].clone()
    }

    /// Who it is, once the centre has given the record number.
    fn numbered(&self, code: &str) -> Option<(String, String)> {
        let hits = self.finds(code);
        let text = |name: &str| hits[0][name].as_str().unwrap_or_default().to_owned();
        (!text("record_number").is_empty() && hits[0]["mark"] == "accepted")
            .then(|| (text("name"), text("record_number")))
    }
}

#[test]
fn two_desks_that_are_cut_off_register_patients_under_codes_and_the_centre_gives_the_numbers() {
    let ring = ring();
    let nets = [(); 2].map(|()| Proxy::before(&ring.centre.url));
    let [left, right] = [0, 1].map(|at: usize| Pc::joined(&ring, &nets[at].url));
    nets.iter().for_each(|it| it.set(Net::Cut));
    let (one, other) = (left.registers("Abbot"), right.registers("Zabel"));
    let codes = [&one, &other].map(|it| it["short_code"].as_str().unwrap().to_owned());
    assert_eq!((&one["record_number"], &other["record_number"]), (&json!(""), &json!("")));
    assert_ne!(codes[0], codes[1]);
    // As people type it.
    let hits = left.finds(&codes[0].to_lowercase().replace('-', ""));
    assert_eq!((&hits[0]["name"], &hits[0]["mark"]), (&json!("Abbot, Jo"), &json!("not_sent")));
    assert_eq!(left.finds(&codes[1]), json!([]));
    nets.iter().for_each(|it| it.set(Net::Open));
    for pc in [&left, &right] {
        pc.ask("sync_now", &json!({})).unwrap();
    }
    // The code on the slip leads to the record afterwards, at every desk.
    let found = codes.map(|code| [&left, &right].map(|pc| pc.wait(|| pc.numbered(&code))));
    for (both, name) in found.iter().zip(["Abbot, Jo", "Zabel, Jo"]) {
        assert_eq!(both[0], both[1]);
        assert_eq!(both[0].0, name);
    }
    assert_ne!(found[0][0].1, found[1][0].1, "two records, two numbers");
    for pc in [&left, &right] {
        pc.wait(|| pc.ask("verify_with_centre", &json!({})).ok().filter(|it| it["is_equal"] == true));
    }
}

#[test]
fn a_password_is_changed_at_the_centre_and_here_or_nowhere() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    let next = "nine copper kettles";
    let change = |old: &str, new: &str| {
        pc.ask("change_password", &json!({ "old_password": old, "new_password": new }))
    };
    net.set(Net::Cut);
    assert_eq!(change(PASSWORD, next).unwrap_err(), "centre_unreachable");
    net.set(Net::Open);
    assert_eq!(change("another password", next).unwrap_err(), "wrong_password");
    assert_eq!(change(PASSWORD, "ten letters").unwrap_err(), "weak_password", "the organization wants 15");
    change(PASSWORD, next).unwrap();
    // The one before opens nothing any more, here and there.
    let again = |password: &str| pc.ask("sign_in_to_centre", &json!({ "password": password }));
    assert_eq!(again(PASSWORD).unwrap_err(), "centre_refused");
    again(next).unwrap();
    let pc = pc.restarted(&ring);
    let own = |password: &str| pc.ask("sign_in", &json!({ "login": "front_desk", "password": password }));
    assert_eq!(own(PASSWORD).unwrap_err(), "wrong_password");
    own(next).unwrap();
    pc.until(|it| it["link"] == "online");
}

#[test]
fn an_import_at_a_desk_of_a_centre_is_refused_because_no_other_desk_would_have_it() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    let request = json!({ "default_zone": null, "tables": {} });
    assert_eq!(pc.ask("preview_import", &request).unwrap_err(), "not_permitted");
    assert_eq!(pc.ask("run_import", &request).unwrap_err(), "not_permitted");
}
