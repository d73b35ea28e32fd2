//! What an administrator asks of the centre from a desk: passed on in their own session, and never kept for later.

use crate::{
    desk::Ring,
    pc::{PASSWORD, Pc, Phone, ring, with_password},
    proxy::{Net, Proxy},
};
use clinic_domain::people::Role;
use serde_json::{Value, json};

/// Longer than a second factor is fresh.
const LATER_SECONDS: i64 = 6 * 60;

/// A desk at which the administrator has just signed in with their second factor. They run the practice too: who sees no day
/// joins no desk.
pub fn administrators(ring: &Ring, url: &str) -> (Pc, Phone) {
    administrators_at(Pc::new(ring), ring, url)
}

pub fn administrators_at(pc: Pc, ring: &Ring, url: &str) -> (Pc, Phone) {
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let path = format!("/v1/people/{}", ring.clinic.person(Role::Administrator));
    let both = json!({ "version": 1, "roles": ["administrator", "practice_manager"] });
    let (status, changed) = ring.wait_for(ring.centre.send("PATCH", &token, &path, &both));
    assert_eq!(status, 200, "{changed}");
    with_password(ring, Role::Administrator);
    let phone = Phone::of(ring, "administrator");
    // A code works once.
    ring.centre.pass(30);
    pc.enrol(ring, url).unwrap();
    let joining = json!({
        "login": "administrator", "password": PASSWORD, "code": phone.code(ring), "key_store": "passphrase_only",
    });
    pc.ask("join_centre", &joining).unwrap();
    pc.until(|it| it["link"] == "online" && it["first_sync"].is_null() && it["cursor"] == it["head"]);
    (pc, phone)
}

fn asked(pc: &Pc, call: &str, parts: &Value) -> Result<Value, String> {
    let mut request = parts.clone();
    request["call"] = json!(call);
    pc.ask("ask_centre", &request).map(|it| it["answer"].clone())
}

fn new_nurse(login: &str) -> Value {
    json!({ "body": { "login": login, "name": "Noa Levi", "roles": ["nurse"] } })
}

#[test]
fn an_administrator_invites_somebody_from_the_desk_and_the_desk_hears_of_them() {
    let ring = ring();
    let (pc, _) = administrators(&ring, &ring.centre.url);
    let made = asked(&pc, "create_person", &new_nurse("noa")).unwrap();
    let person = made["id"].as_str().unwrap();
    let invitation = asked(&pc, "invite_person", &json!({ "path": { "person": person } })).unwrap();
    let account = |pc: &Pc| {
        let all = asked(pc, "list_accounts", &json!({})).unwrap()["accounts"].clone();
        all.as_array().unwrap().iter().find(|it| it["person"] == person).unwrap().clone()
    };
    let waiting = account(&pc);
    assert_eq!((&waiting["has_password"], &waiting["invitation"]["is_over"]), (&json!(false), &json!(false)));
    assert_eq!(waiting["invitation"]["expires_at"], invitation["expires_at"]);
    pc.wait(|| {
        let people = pc.ask("people", &json!({})).ok()?;
        people["people"].as_array()?.iter().find(|it| it["id"] == person).cloned()
    });
    // What is done there waits in no outbox here.
    assert_eq!(pc.sync()["queued"], 0);
    let code = &invitation["code"];
    let body = json!({ "organization": "ring", "code": code, "password": PASSWORD }).to_string();
    assert_eq!(asked(&pc, "withdraw_invitation", &json!({ "path": { "person": person } })), Ok(Value::Null));
    assert_eq!(ring.wait_for(ring.centre.post("", "/v1/passwords", &body)).0, 403, "it is withdrawn");
    assert_eq!(account(&pc)["invitation"], Value::Null);
    let again = asked(&pc, "withdraw_invitation", &json!({ "path": { "person": person } }));
    assert_eq!(again.unwrap_err(), "not_found");
}

#[test]
fn what_gives_rights_asks_for_the_second_factor_once_more() {
    let ring = ring();
    let (pc, phone) = administrators(&ring, &ring.centre.url);
    ring.centre.pass(LATER_SECONDS);
    assert_eq!(asked(&pc, "create_person", &new_nurse("noa")).unwrap_err(), "fresh_factor_needed");
    assert!(
        asked(&pc, "list_people", &json!({ "query": { "limit": "200" } })).is_ok(),
        "and nothing else does"
    );
    assert_eq!(pc.ask("step_up", &json!({ "code": "000000" })).unwrap_err(), "centre_refused");
    assert_eq!(pc.sync()["signed_in"]["login"], "administrator", "a wrong code ends no session");
    pc.ask("step_up", &json!({ "code": phone.code(&ring) })).unwrap();
    asked(&pc, "create_person", &new_nurse("noa")).unwrap();
    assert_eq!(asked(&pc, "create_person", &new_nurse("noa")).unwrap_err(), "refused", "the login is taken");
}

#[test]
fn of_two_who_change_the_policy_the_second_is_told_and_a_field_is_named() {
    let ring = ring();
    let (pc, _) = administrators(&ring, &ring.centre.url);
    let policy = asked(&pc, "read_policy", &json!({})).unwrap();
    let change = |body: Value| asked(&pc, "change_policy", &json!({ "body": body }));
    let version = &policy["version"];
    let changed = change(json!({ "version": version, "idle_minutes": 10 })).unwrap();
    assert_eq!(changed["idle_minutes"], 10);
    assert_eq!(change(json!({ "version": version, "idle_minutes": 20 })).unwrap_err(), "changed");
    let wide = json!({ "version": changed["version"], "idle_minutes": 31 });
    assert_eq!(change(wide).unwrap_err(), "bad_request");
}

#[test]
fn a_desk_passes_on_what_is_listed_and_the_centre_says_who_may() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    assert_eq!(asked(&pc, "list_devices", &json!({})).unwrap_err(), "not_permitted");
    for (call, parts) in [
        ("read_patient", json!({ "path": { "patient": ring.clinic.patient } })),
        ("list_devices", json!({ "path": { "device": "a" } })),
        ("revoke_device", json!({ "path": { "device": "../people" } })),
        ("revoke_device", json!({})),
    ] {
        assert_eq!(asked(&pc, call, &parts).unwrap_err(), "bad_request", "{call} {parts}");
    }
}

#[test]
fn without_the_centre_nothing_of_it_is_done_and_nothing_waits() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let (pc, _) = administrators(&ring, &net.url);
    net.set(Net::Cut);
    assert_eq!(asked(&pc, "create_person", &new_nurse("noa")).unwrap_err(), "centre_unreachable");
    assert_eq!(pc.sync()["queued"], 0);
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online");
    let people = asked(&pc, "list_people", &json!({ "query": { "limit": "200" } })).unwrap();
    assert!(people["items"].as_array().unwrap().iter().all(|it| it["login"] != "noa"), "{people}");
}

#[test]
fn somebody_who_was_invited_gets_in_at_the_desk_with_a_password_and_a_second_factor_of_their_own() {
    let ring = ring();
    let (pc, _) = administrators(&ring, &ring.centre.url);
    let noa = json!({ "body": { "login": "noa", "name": "Noa Levi", "roles": ["practice_manager", "administrator"] } });
    let made = asked(&pc, "create_person", &noa).unwrap();
    let person = &made["id"];
    let invitation = asked(&pc, "invite_person", &json!({ "path": { "person": person } })).unwrap();
    let let_in = pc.wait(|| pc.ask("reset_password", &json!({ "person": person })).ok());
    let one_time = &let_in["result"]["one_time_password"];
    pc.ask("lock", &json!({})).unwrap();
    pc.ask("sign_in", &json!({ "login": "noa", "password": one_time })).unwrap();
    let own = json!({ "old_password": one_time, "new_password": "ships in the fog" });
    pc.ask("change_password", &own).unwrap();
    assert_eq!(
        pc.ask("setup", &json!({})).unwrap_err(),
        "lease_over",
        "the centre has not heard of them here"
    );

    let choose = |code: &Value, password: &str| {
        pc.ask("set_centre_password", &json!({ "code": code, "password": password }))
    };
    assert_eq!(choose(&json!("0000-0000"), PASSWORD).unwrap_err(), "centre_refused");
    assert_eq!(choose(&invitation["code"], "noa").unwrap_err(), "weak_password");
    choose(&invitation["code"], PASSWORD).unwrap();
    let password = json!({ "password": PASSWORD });
    assert_eq!(pc.ask("sign_in_to_centre", &password).unwrap_err(), "second_factor_missing");
    let early = pc.ask("confirm_second_factor", &json!({ "code": "000000" }));
    assert_eq!(early.unwrap_err(), "centre_refused", "nothing was begun");
    let begun = pc.ask("begin_second_factor", &json!({})).unwrap();
    let phone = Phone::with(&begun["secret"]);
    assert_eq!(pc.ask("confirm_second_factor", &json!({ "code": "000000" })).unwrap_err(), "centre_refused");
    let confirmed = pc.ask("confirm_second_factor", &json!({ "code": phone.code(&ring) })).unwrap();
    assert_eq!(confirmed["recovery_codes"].as_array().map(Vec::len), Some(10));
    let status = pc.ask("go_on_at_centre", &json!({})).unwrap();
    assert_eq!(status["centre"]["signed_in"]["login"], "noa");
    pc.ask("setup", &json!({})).unwrap();
    assert!(asked(&pc, "read_policy", &json!({})).is_ok());
    // The password there opens this desk too.
    pc.ask("lock", &json!({})).unwrap();
    pc.ask("sign_in", &json!({ "login": "noa", "password": PASSWORD })).unwrap();
}
