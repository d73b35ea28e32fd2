//! What people do with a desk that has a centre: through the commands, with the lanes running behind.

use crate::{
    pc::{PASSWORD, Pc, Phone, joining, ring, with_password, with_second_factors},
    proxy::{Net, Proxy},
};
use clinic_domain::people::Role;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[test]
fn a_desk_joins_with_a_code_and_a_sign_in_and_has_the_clinic() {
    let ring = ring();
    let pc = Pc::new(&ring);
    let url = ring.centre.url.clone();
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "not_enrolled");
    let wrong = json!({ "address": url, "organization": "ring", "code": "0000-0000" });
    assert_eq!(pc.ask("enrol", &wrong).unwrap_err(), "enrolment_refused");
    let nowhere = json!({ "address": "http://127.0.0.1:9", "organization": "ring", "code": "0000-0000" });
    assert_eq!(pc.ask("enrol", &nowhere).unwrap_err(), "centre_unreachable");
    let in_clear = json!({ "address": "http://centre.example", "organization": "ring", "code": "0000" });
    assert_eq!(pc.ask("enrol", &in_clear).unwrap_err(), "bad_request");
    let enrolled = pc.enrol(&ring, &url).unwrap();
    assert_eq!(enrolled["desk_name"], "Reception left");
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let (_, devices) = ring.wait_for(ring.centre.get(&token, "/v1/devices"));
    assert_eq!(devices[0]["fingerprint"], enrolled["fingerprint"], "what two people compare");
    assert_eq!(pc.ask("join_centre", &joining("another password")).unwrap_err(), "centre_refused");
    assert_eq!(pc.ask("status", &json!({})).unwrap()["state"], "not_set_up");
    let joined = pc.ask("join_centre", &joining(PASSWORD)).unwrap();
    assert_eq!(joined["session"]["organization_name"], "Clinic ring");
    let stands = pc.until(|it| it["first_sync"].is_null() && it["cursor"] == it["head"]);
    assert_eq!((&stands["link"], &stands["signed_in"]["login"]), (&json!("online"), &json!("front_desk")));
    let found = pc.ask("find_patients", &json!({ "query": "ruiz" })).unwrap();
    assert_eq!((found["hits"].as_array().map(Vec::len), &found["has_more"]), (Some(8), &json!(true)));
    // The next start finds everything, and goes on.
    let pc = pc.restarted(&ring);
    pc.ask("sign_in", &json!({ "login": "front_desk", "password": PASSWORD })).unwrap();
    pc.until(|it| it["link"] == "online");
}

#[test]
fn who_has_a_second_factor_joins_with_it_and_who_has_none_sets_it_up_first() {
    let ring = with_second_factors();
    let centre = &ring.centre;
    let pc = Pc::new(&ring);
    pc.enrol(&ring, &centre.url).unwrap();
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "second_factor_missing");
    let phone = Phone::of(&ring, "front_desk");
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "second_factor_needed");
    // A code works once.
    centre.pass(30);
    let mut with_code = joining(PASSWORD);
    with_code["code"] = json!(phone.code(&ring));
    pc.ask("join_centre", &with_code).unwrap();
    pc.until(|it| it["link"] == "online" && it["first_sync"].is_null() && it["cursor"] == it["head"]);
}

#[test]
fn whose_roles_do_not_see_the_day_joins_no_desk_and_reads_why() {
    let ring = ring();
    with_password(&ring, Role::Administrator);
    let phone = Phone::of(&ring, "administrator");
    ring.centre.pass(30);
    let pc = Pc::new(&ring);
    pc.enrol(&ring, &ring.centre.url).unwrap();
    let joining = json!({
        "login": "administrator", "password": PASSWORD, "code": phone.code(&ring), "key_store": "passphrase_only",
    });
    assert_eq!(pc.ask("join_centre", &joining).unwrap_err(), "sees_no_day");
    // The enrolment stays good for somebody who does.
    pc.ask("join_centre", &self::joining(PASSWORD)).unwrap();
    pc.until(|it| it["link"] == "online");
}

#[test]
fn who_has_no_second_factor_sets_it_up_while_the_desk_joins() {
    let ring = with_second_factors();
    let pc = Pc::new(&ring);
    pc.enrol(&ring, &ring.centre.url).unwrap();
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "second_factor_missing");
    let begun = pc.ask("begin_second_factor", &json!({})).unwrap();
    let code = Phone::with(&begun["secret"]).code(&ring);
    let codes = pc.ask("confirm_second_factor", &json!({ "code": code })).unwrap();
    assert_eq!(codes["recovery_codes"].as_array().map(Vec::len), Some(10));
    pc.ask("join_centre", &json!({ "password": PASSWORD, "key_store": "passphrase_only" })).unwrap();
    // The password at the centre opens the desk.
    let pc = pc.restarted(&ring);
    pc.ask("sign_in", &json!({ "login": "front_desk", "password": PASSWORD })).unwrap();
}

#[test]
fn what_one_desk_books_the_other_shows() {
    let ring = ring();
    let (left, right) = (Pc::joined(&ring, &ring.centre.url), Pc::joined(&ring, &ring.centre.url));
    for patient in 0..5 {
        let visit = left.book(&ring, patient);
        right.wait(|| right.has(&visit).then_some(()));
    }
    let stands = left.until(|it| it["queued"] == 0);
    assert_eq!(stands["undecided"], 0);
    for pc in [&left, &right] {
        // The last change may be on its way still.
        pc.wait(|| pc.ask("verify_with_centre", &json!({})).ok().filter(|it| it["is_equal"] == true));
    }
    let lost = "UPDATE central.appointments SET version = version + 1";
    ring.wait_for(ring.centre.admin.batch_execute(lost)).unwrap();
    let compared = left.ask("verify_with_centre", &json!({})).unwrap();
    let drifted = compared["kinds"].as_array().unwrap().iter().filter(|it| it["is_equal"] == false);
    assert_eq!(drifted.map(|it| &it["kind"]).collect::<Vec<_>>(), ["appointment"]);
}

#[test]
fn while_the_centre_hangs_or_is_gone_the_desk_goes_on_and_sends_all_of_it_later() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    let timed = |patient| {
        #[allow(clippy::disallowed_methods)]
        let begun = Instant::now();
        pc.book(&ring, patient);
        begun.elapsed()
    };
    net.set(Net::Hanging);
    let hanging = [0, 1, 2].map(timed);
    assert!(
        hanging.iter().all(|it| *it < Duration::from_secs(2)),
        "nothing waits for the network: {hanging:?}"
    );
    net.set(Net::Cut);
    let stands = pc.until(|it| it["link"] == "offline");
    assert_eq!(stands["queued"], 3);
    timed(3);
    assert_eq!(ring.visits_at_the_centre().len(), 0);
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0 && it["cursor"] == it["head"]);
    assert_eq!(ring.visits_at_the_centre().len(), 4);
}

#[test]
fn a_session_that_is_over_loses_nothing_and_goes_on_after_a_sign_in() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let path = format!("/v1/people/{}/sessions", ring.clinic.person(Role::FrontDesk));
    let (status, _) = ring.wait_for(ring.centre.send("DELETE", &token, &path, &json!({})));
    assert_eq!(status, 204);
    pc.book(&ring, 0);
    let stands = pc.until(|it| it["link"] == "signed_out");
    assert_eq!((&stands["queued"], &stands["signed_in"]), (&json!(1), &Value::Null));
    let again = |password| pc.ask("sign_in_to_centre", &json!({ "password": password }));
    assert_eq!(again("another password").unwrap_err(), "centre_refused");
    again(PASSWORD).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0);
    assert_eq!(ring.visits_at_the_centre().len(), 1);
}

#[test]
fn a_desk_that_was_away_for_longer_than_its_lease_asks_for_a_sign_in_at_the_centre() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    pc.book(&ring, 0);
    let pc = pc.restarted(&ring);
    ring.centre.pass(2 * 24 * 3600);
    let own = json!({ "login": "front_desk", "password": PASSWORD });
    pc.ask("sign_in", &own).unwrap();
    pc.book(&ring, 1);
    let pc = pc.restarted(&ring);
    ring.centre.pass(24 * 3600);
    pc.ask("sign_in", &own).unwrap();
    assert_eq!(pc.ask("setup", &json!({})).unwrap_err(), "lease_over");
    assert_eq!(pc.sync()["queued"], 2, "and nothing of it is lost");
    net.set(Net::Open);
    pc.ask("sign_in_to_centre", &json!({ "password": PASSWORD })).unwrap();
    pc.ask("setup", &json!({})).unwrap();
    pc.until(|it| it["queued"] == 0);
    assert_eq!(ring.visits_at_the_centre().len(), 2);
}

#[test]
fn a_revoked_desk_hands_over_what_it_had_and_destroys_its_keys() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    pc.book(&ring, 0);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let (_, devices) = ring.wait_for(ring.centre.get(&token, "/v1/devices"));
    let path = format!("/v1/devices/{}", devices[0]["id"].as_str().unwrap());
    let (status, _) = ring.wait_for(ring.centre.send("DELETE", &token, &path, &json!({})));
    assert_eq!(status, 204);
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.wait(|| {
        pc.tick();
        let status = pc.ask("status", &json!({})).unwrap();
        (status["state"] == "not_set_up").then_some(())
    });
    let (_, kept) = ring.wait_for(ring.centre.get(&token, "/v1/salvaged-operations"));
    assert_eq!(kept["items"].as_array().map_or(0, Vec::len), 1, "{kept}");
    let slots = pc.folder().join("home/slots.a");
    assert!(!slots.exists());
}

#[test]
fn every_row_can_be_fetched_again() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    let visit = pc.book(&ring, 0);
    pc.until(|it| it["queued"] == 0 && it["cursor"] == it["head"]);
    let net = Proxy::before(&ring.centre.url);
    let other = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    let unsent = other.book(&ring, 1);
    net.set(Net::Open);
    other.ask("fetch_anew", &json!({})).unwrap();
    // It has not greeted yet while it knows of no head.
    other.until(|it| it["first_sync"].is_null() && it["queued"] == 0 && it["cursor"] == it["head"]);
    assert!(other.has(&visit) && other.has(&unsent));
}
