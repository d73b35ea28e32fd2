//! Joining by the organization's own sign-in: a real OpenID provider, of which tests/servers/openid.mjs says what it does, and a
//! browser that follows its redirects back to the desk.

use crate::{
    desk::Ring,
    openid::{Provider, sent_back},
    pc::{Pc, Phone},
};
use clinic_domain::people::Role;
use clinic_env::Clock;
use serde_json::{Value, json};
use std::{fs, thread};

const OWN: &str = "a quiet harbour";

/// An organization that signs in there, and the clock of the real world, which is the provider's.
fn started(is_mfa_trusted: bool) -> (Ring, Provider) {
    let (ring, provider) = (Ring::start(), Provider::start("servers/openid.mjs", &people()));
    ring.centre.pass(Clock::System.now().0 - ring.centre.app.clock.now().0);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let body = json!({
        "issuer": provider.issuer, "client_id": "front-desk", "is_enforced": true, "is_mfa_trusted": is_mfa_trusted,
    });
    let (status, put) = ring.wait_for(ring.centre.send("PUT", &token, "/v1/identity-provider", &body));
    assert_eq!(status, 204, "{put}");
    (ring, provider)
}

fn people() -> Value {
    json!([{ "sub": "ada", "name": "Ada Amani" }, { "sub": "bo", "name": "Bo Berg" }])
}

fn invitation(ring: &Ring, role: Role) -> Value {
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let path = format!("/v1/people/{}/invitation", ring.clinic.person(role));
    ring.wait_for(ring.centre.post(&token, &path, "{}")).1["code"].clone()
}

/// Sends the browser, and waits at the desk meanwhile.
fn signs_in(ring: &Ring, pc: &Pc, login: &str, invitation: &Value) -> Result<Value, String> {
    let begun = pc.ask("begin_identity_sign_in", &json!({})).unwrap();
    assert_eq!(begun["is_opened"], false, "there is no browser on this PC");
    let url = begun["url"].as_str().unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| pc.ask("finish_identity_sign_in", &json!({ "invitation": invitation })));
        let page = ring.wait_for(async { reqwest::get(sent_back(url, login).await).await.unwrap() });
        assert_eq!(page.status(), 200);
        assert!(ring.wait_for(page.text()).unwrap().contains("go back to the front desk"));
        waiting.join().unwrap()
    })
}

fn enrolled(ring: &Ring) -> Pc {
    let pc = Pc::new(ring);
    pc.enrol(ring, &ring.centre.url).unwrap();
    pc
}

fn join(pc: &Pc, password: &str) -> Result<Value, String> {
    pc.ask("join_centre", &json!({ "password": password, "key_store": "passphrase_only" }))
}

#[test]
fn a_desk_joins_by_the_browser_and_opens_by_a_password_of_its_own() {
    let (ring, provider) = started(true);
    let pc = enrolled(&ring);
    let ways = pc.ask("sign_in_ways", &json!({})).unwrap();
    assert_eq!(ways, json!({ "in_browser": true, "with_password": false }));
    assert_eq!(join(&pc, OWN).unwrap_err(), "centre_refused", "nobody has signed in");
    assert_eq!(signs_in(&ring, &pc, "ada", &Value::Null).unwrap_err(), "identity_unknown");
    let invitation = invitation(&ring, Role::FrontDesk);
    assert_eq!(signs_in(&ring, &pc, "ada", &json!("0000-0000")).unwrap_err(), "centre_refused");
    let known = signs_in(&ring, &pc, "ada", &invitation).unwrap();
    assert_eq!((&known["login"], &known["factor"]), (&json!("front_desk"), &json!("done")));
    assert_eq!(join(&pc, "short").unwrap_err(), "weak_password");
    join(&pc, OWN).unwrap();
    pc.until(|it| it["link"] == "online" && it["first_sync"].is_null() && it["cursor"] == it["head"]);
    // In the morning, and without the organization, it opens with its own password.
    drop(provider);
    let pc = pc.restarted(&ring);
    pc.ask("sign_in", &json!({ "login": "front_desk", "password": OWN })).unwrap();
    pc.book(&ring, 0);
}

#[test]
fn whoever_is_let_in_nowhere_or_gives_up_joins_nothing() {
    let (ring, _provider) = started(true);
    let pc = enrolled(&ring);
    assert_eq!(signs_in(&ring, &pc, "nobody", &Value::Null).unwrap_err(), "centre_refused");
    pc.ask("begin_identity_sign_in", &json!({})).unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| pc.ask("finish_identity_sign_in", &json!({})));
        pc.ask("cancel_identity_sign_in", &json!({})).unwrap();
        let given_up = waiting.join().unwrap().unwrap_err();
        // Cancelled before or while it waits.
        assert!(["cancelled", "centre_refused"].contains(&&*given_up), "{given_up}");
    });
    assert_eq!(join(&pc, OWN).unwrap_err(), "centre_refused");
    assert_eq!(pc.ask("status", &json!({})).unwrap()["state"], "not_set_up");
}

#[test]
fn where_the_organization_wants_a_second_factor_beside_its_browser_it_is_set_up_and_then_shown() {
    let (ring, _provider) = started(false);
    let pc = enrolled(&ring);
    let invitation = invitation(&ring, Role::FrontDesk);
    assert_eq!(signs_in(&ring, &pc, "ada", &invitation).unwrap()["factor"], "missing");
    assert_eq!(join(&pc, OWN).unwrap_err(), "second_factor_missing");
    let begun = pc.ask("begin_second_factor", &json!({})).unwrap();
    assert!(begun["picture"]["path"].as_str().unwrap().starts_with("M4 4h1v1h-1z"), "{begun}");
    let phone = Phone::with(&begun["secret"]);
    pc.ask("confirm_second_factor", &json!({ "code": phone.code(&ring) })).unwrap();
    join(&pc, OWN).unwrap();

    let other = enrolled(&ring);
    assert_eq!(signs_in(&ring, &other, "ada", &Value::Null).unwrap()["factor"], "wanted");
    ring.centre.pass(30);
    assert_eq!(other.ask("show_second_factor", &json!({ "code": "000000" })).unwrap_err(), "centre_refused");
    other.ask("show_second_factor", &json!({ "code": phone.code(&ring) })).unwrap();
    join(&other, OWN).unwrap();
}

#[test]
fn at_a_desk_the_session_goes_on_by_the_browser_and_as_nobody_else() {
    let (ring, _provider) = started(true);
    let pc = enrolled(&ring);
    signs_in(&ring, &pc, "ada", &invitation(&ring, Role::FrontDesk)).unwrap();
    join(&pc, OWN).unwrap();
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let path = format!("/v1/people/{}/sessions", ring.clinic.person(Role::FrontDesk));
    assert_eq!(ring.wait_for(ring.centre.send("DELETE", &token, &path, &json!({}))).0, 204);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.until(|it| it["link"] == "signed_out");
    signs_in(&ring, &pc, "bo", &invitation(&ring, Role::Nurse)).unwrap();
    assert_eq!(pc.ask("go_on_at_centre", &json!({})).unwrap_err(), "centre_refused", "that is somebody else");
    signs_in(&ring, &pc, "ada", &Value::Null).unwrap();
    pc.ask("go_on_at_centre", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online");
    // The password of this desk stays what it was.
    pc.ask("lock", &json!({})).unwrap();
    pc.ask("sign_in", &json!({ "login": "front_desk", "password": OWN })).unwrap();
}

#[test]
fn a_clinic_that_stood_alone_goes_along_with_who_signed_in_in_the_browser() {
    let (ring, _provider) = started(true);
    let pc = Pc::new(&ring);
    let clinic = json!({
        "organization_name": "Elm Street", "organization_kind": "clinic", "location_name": "Elm Street",
        "zone": "America/New_York", "person_name": "Ana Silva", "login": "ana", "password": "before the centre",
        "key_store": "passphrase_only",
    });
    pc.ask("set_up", &clinic).unwrap();
    let backups = pc.folder().join("backups");
    fs::create_dir(&backups).unwrap();
    pc.ask("set_backup_folder", &json!({ "folder": backups })).unwrap();
    pc.enrol(&ring, &ring.centre.url).unwrap();
    let known = signs_in(&ring, &pc, "ada", &invitation(&ring, Role::PracticeManager)).unwrap();
    let own = json!({ "password": OWN });
    let preview = pc.ask("preview_attach", &own).unwrap();
    assert_eq!((&preview["signed_in_as"], &preview["problem"]), (&known["name"], &Value::Null));
    pc.ask("attach", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0);
    pc.ask("lock", &json!({})).unwrap();
    pc.ask("sign_in", &json!({ "login": known["login"], "password": OWN })).unwrap();
}
