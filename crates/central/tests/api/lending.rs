//! Time that is lent to a location: who is its hub, who gets it meanwhile, and when it is everybody's again.

use crate::{
    arbitration::{arbitrated, booking, slots},
    centre::{Centre, Clinic},
    sync::{Desk, statuses},
};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use clinic_domain::{
    id::{DeviceId, OpId},
    lending::SKEW_SECONDS,
    operation::Operation,
    people::Role,
};
use clinic_protocol::{
    encode_operation,
    hex::hex_of,
    hub::{Ask, HubSays, HubWord, line},
    sync::{Hello, Lan},
};
use serde_json::{Value, json};

const DAYS: i64 = 2;
const LASTS: i64 = DAYS * 24 * 60 * 60;
const LOAN: u64 = 1;

async fn lends(centre: &Centre, clinic: &Clinic, days: i64) {
    let token = centre.token(clinic, Role::Administrator);
    let (_, policy) = centre.get(&token, "/v1/policy").await;
    let patch = json!({ "version": policy["version"], "lend_days": days });
    let (status, changed) = centre.send("PATCH", &token, "/v1/policy", &patch).await;
    assert_eq!((status, &changed["lend_days"]), (200, &json!(days)), "{changed}");
}

/// A desk with a key of its own.
async fn desk<'a>(centre: &'a Centre, clinic: &Clinic, seed: u8) -> (Desk<'a>, Ed25519KeyPair) {
    let desk = Desk::of(centre, clinic).await;
    let key = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a seed");
    let sql = "UPDATE central.devices SET public_key = $2 WHERE id = $1";
    centre.admin.execute(sql, &[&desk.id.0, &key.public_key().as_ref()]).await.expect("a desk");
    (desk, key)
}

/// What is lent, as the desk hears it when it greets: hub, number, when it is over, and how much.
async fn hears(desk: &Desk<'_>, returned: Option<u64>) -> Option<(DeviceId, u64, i64, usize)> {
    let lan = Lan { address: [192, 168, 1, 20].into(), port: 48_321, fingerprint: None };
    let hello =
        Hello { client_version: "1.0.0".into(), schema: 1, lan: Some(lan), returned, ..Hello::default() };
    let (status, welcome) = desk.greets(&hello).await;
    assert_eq!(status, 200, "{welcome}");
    let lent = welcome["delegations"].as_array().expect("delegations");
    let first = lent.first()?;
    let hub = first["hub"].as_str().and_then(|it| it.parse().ok()).map(DeviceId).expect("a hub");
    let (number, until) = (first["hub_epoch"].as_u64(), first["expires_at"].as_i64());
    Some((hub, number.expect("a number"), until.expect("a time"), lent.len()))
}

fn confirmed(by: (&Desk<'_>, &Ed25519KeyPair), number: u64, it: &Operation) -> HubWord {
    let signature = by.1.sign(&Ask::new(it.id, number, it.body.takes()).signed());
    HubWord { hub: by.0.id, number, says: HubSays::Confirmed(hex_of(signature.as_ref())) }
}

async fn pushes(desk: &Desk<'_>, it: &Operation, word: Option<HubWord>) -> (String, Value) {
    let word = word.map(|it| it.to_json());
    let (status, pushed) = desk.pushes_lines(line(&encode_operation(it), word.as_deref())).await;
    assert_eq!(status, 200, "{pushed}");
    (statuses(&pushed)[0].to_owned(), pushed["results"][0]["reasons"].clone())
}

/// By the API, and so of no desk.
async fn by_the_api(centre: &Centre, clinic: &Clinic, slot: usize, patient: usize) -> Vec<String> {
    let asked = booking(centre, clinic, &slots(clinic)[slot], patient);
    arbitrated(centre, clinic, &[asked]).await.remove(0).result.reasons
}

async fn belongs_to_no_location(centre: &Centre, desk: &Desk<'_>) {
    let sql = "UPDATE central.devices SET location_id = NULL WHERE id = $1";
    centre.admin.execute(sql, &[&desk.id.0]).await.expect("a desk");
}

#[tokio::test]
async fn nothing_is_lent_unless_the_policy_says_so_and_then_the_whole_location_to_one_hub() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("lent").await;
    let ((first, _), (second, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    assert_eq!(hears(&first, None).await, None);
    lends(&centre, &clinic, DAYS).await;
    let until = centre.app.clock.now().0 + LASTS;
    let all = clinic.setup.resources.iter().filter(|it| it.location == clinic.location).count();
    let lent = Some((first.id, LOAN, until, all));
    assert_eq!((hears(&first, None).await, hears(&second, None).await), (lent, lent));
    // It goes on while its hub greets, and not because somebody else does.
    centre.pass(60);
    assert_eq!(hears(&second, None).await, lent);
    assert_eq!(hears(&first, None).await, Some((first.id, LOAN, until + 60, all)));
    let elsewhere = Desk::of(&centre, &clinic).await;
    belongs_to_no_location(&centre, &elsewhere).await;
    assert_eq!(hears(&elsewhere, None).await, None);
}

#[tokio::test]
async fn of_two_desks_that_greet_at_once_one_is_the_hub() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("at-once").await;
    let ((first, _), (second, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    lends(&centre, &clinic, DAYS).await;
    let (one, other) = tokio::join!(hears(&first, None), hears(&second, None));
    assert_eq!(one.map(|it| (it.0, it.1)), other.map(|it| (it.0, it.1)));
    assert_eq!(one.map(|it| it.1), Some(LOAN));
}

#[tokio::test]
async fn what_is_lent_nobody_else_gets_without_the_hubs_word() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("others").await;
    let ((hub, key), (mut own, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    let (mut other, wrong_key) = desk(&centre, &clinic, 3).await;
    belongs_to_no_location(&centre, &other).await;
    lends(&centre, &clinic, DAYS).await;
    hears(&hub, None).await;

    assert_eq!(by_the_api(&centre, &clinic, 0, 0).await, ["lent"]);
    let refused = (String::from("conflict"), json!(["lent"]));
    let it = other.books(&clinic, 0, 0);
    assert_eq!(pushes(&other, &it, None).await, refused, "another location");
    let signed = (&hub, &key);
    type Word = fn(&Operation, (&Desk<'_>, &Ed25519KeyPair), &Ed25519KeyPair) -> HubWord;
    let of_another_operation: Word =
        |it, hub, _| confirmed(hub, LOAN, &Operation { id: OpId(it.device.0), ..it.clone() });
    let words: [(&str, Word); 3] = [
        ("another loan", |it, hub, _| confirmed(hub, LOAN + 1, it)),
        ("another key", |it, hub, wrong| confirmed((hub.0, wrong), LOAN, it)),
        ("another operation", of_another_operation),
    ];
    for (why, word) in words {
        let it = other.books(&clinic, 0, 0);
        let word = word(&it, signed, &wrong_key);
        assert_eq!(pushes(&other, &it, Some(word)).await, refused, "{why}");
    }
    let it = other.books(&clinic, 0, 0);
    let word = confirmed(signed, LOAN, &it);
    assert_eq!(pushes(&other, &it, Some(word)).await.0, "applied", "the hub's word is good");
    // Nor is it offered to whoever books by the API: what comes after it is.
    let token = centre.token(&clinic, Role::FrontDesk);
    let offers = async |until: Option<&str>| {
        let wanted = json!({ "location": clinic.location, "appointment_type": clinic.visit, "until": until });
        centre.post(&token, "/v1/availability", &wanted.to_string()).await
    };
    let (status, found) = offers(None).await;
    assert_eq!(status, 200, "{found}");
    let first = found["offers"][0]["starts_at"].as_str().expect("an offer");
    let first = chrono::DateTime::parse_from_rfc3339(first).expect("a time");
    assert!(first.timestamp() >= centre.app.clock.now().0 + LASTS, "{first} is lent");
    let zone = chrono_tz::America::New_York;
    let tomorrow = centre.app.clock.now().plus_seconds(24 * 60 * 60).local_date(zone).to_string();
    let (status, refused) = offers(Some(&tomorrow)).await;
    assert_eq!((status, &refused["code"]), (409, &json!("lent")), "{refused}");
    // The location's own desks book as ever, while the centre answers.
    let it = own.books(&clinic, 4, 1);
    assert_eq!(pushes(&own, &it, None).await.0, "applied");
    // What is not lent yet is everybody's.
    let far = slots(&clinic).len() - 1;
    lends(&centre, &clinic, 0).await;
    assert_eq!(by_the_api(&centre, &clinic, far, 2).await, ["lent"], "it was said to be lent until then");
}

#[tokio::test]
async fn whom_the_hub_said_no_to_waits_for_what_it_gave_the_time_to() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("no").await;
    let ((hub, key), (mut own, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    let (mut second, _) = desk(&centre, &clinic, 3).await;
    lends(&centre, &clinic, DAYS).await;
    hears(&hub, None).await;
    let promised = own.books(&clinic, 0, 0);
    let says = HubSays::Taken(promised.id);
    let no = HubWord { hub: hub.id, number: LOAN, says };
    let quicker = second.books(&clinic, 0, 1);
    let refused = (String::from("conflict"), json!(["lent"]));
    assert_eq!(pushes(&second, &quicker, Some(no.clone())).await, refused, "although it came first");
    let word = confirmed((&hub, &key), LOAN, &promised);
    assert_eq!(pushes(&own, &promised, Some(word)).await.0, "applied");
    // What the no was about is here: the book says what is free.
    let (beside, same) = (second.books(&clinic, 4, 2), second.books(&clinic, 0, 3));
    assert_eq!(pushes(&second, &beside, Some(no.clone())).await.0, "applied");
    assert_eq!(pushes(&second, &same, Some(no)).await.1, json!(["taken"]));
}

#[tokio::test]
async fn a_loan_is_over_for_others_when_it_is_for_the_slowest_clock() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("over").await;
    let ((mut hub, _), (mut second, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    lends(&centre, &clinic, 1).await;
    hears(&hub, None).await;
    let over = LASTS / DAYS;
    centre.pass(over + SKEW_SECONDS - 1);
    second.signs_in(&clinic);
    assert_eq!(hears(&second, None).await, None, "nobody may ask for it any more");
    centre.pass(1);
    second.signs_in(&clinic);
    let heard = hears(&second, None).await.expect("it is lent again");
    assert_eq!((heard.0, heard.1), (second.id, LOAN + 1));
    hub.signs_in(&clinic);
    assert_eq!(hears(&hub, None).await.map(|it| it.0), Some(second.id), "the hub of before is one of them");
}

#[tokio::test]
async fn what_a_hub_gives_back_is_everybodys_at_once_and_a_revoked_one_gives_nothing_back() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("back").await;
    let ((hub, key), (mut own, _)) = (desk(&centre, &clinic, 1).await, desk(&centre, &clinic, 2).await);
    lends(&centre, &clinic, DAYS).await;
    hears(&hub, None).await;
    lends(&centre, &clinic, 0).await;
    assert_eq!(
        (hears(&hub, None).await, by_the_api(&centre, &clinic, 0, 0).await),
        (None, vec!["lent".into()])
    );
    assert_eq!(hears(&own, Some(LOAN)).await, None);
    assert_eq!(by_the_api(&centre, &clinic, 0, 0).await, ["lent"], "it is not that desk's");
    assert_eq!(hears(&hub, Some(LOAN)).await, None);
    assert_eq!(by_the_api(&centre, &clinic, 0, 0).await, [] as [&str; 0]);

    lends(&centre, &clinic, DAYS).await;
    assert_eq!(hears(&hub, Some(LOAN)).await.map(|it| it.1), Some(LOAN + 1));
    let revoked = "UPDATE central.devices SET revoked_at = enrolled_at WHERE id = $1";
    centre.admin.execute(revoked, &[&hub.id.0]).await.expect("a desk");
    assert_eq!(hears(&own, None).await.map(|it| it.0), Some(hub.id), "whoever is cut off still asks it");
    assert_eq!(by_the_api(&centre, &clinic, 4, 1).await, ["lent"]);
    belongs_to_no_location(&centre, &own).await;
    let it = own.books(&clinic, 4, 1);
    let word = confirmed((&hub, &key), LOAN + 1, &it);
    assert_eq!(pushes(&own, &it, Some(word)).await.0, "conflict", "its word is nobody's");
}
