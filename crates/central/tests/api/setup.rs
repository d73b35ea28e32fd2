//! What organizations set up, listed and shown to each its own.

use crate::{
    arbitration::{arbitrated, booking, slots},
    centre::{Centre, NOW},
    practice::{MORNING, Practice},
};
use central::arbitrate::Settled;
use clinic_domain::{appointment::AppointmentStatus as S, people::Role};
use serde_json::json;

#[tokio::test]
async fn every_kind_of_setup_is_listed_and_shown_to_its_own_organization() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    for (path, least) in [
        ("/v1/locations", 1),
        ("/v1/providers", 2),
        ("/v1/resources", 1),
        ("/v1/appointment-types", 1),
        ("/v1/schedule-templates", 2),
        ("/v1/people", Role::STAFF.len()),
    ] {
        let (status, list) = centre.get(&token, path).await;
        let items = list["items"].as_array().expect("a list");
        assert!(status == 200 && items.len() >= least, "{path}");
        let first = &items[0];
        let one = format!("{path}/{}", first["id"].as_str().expect("an id"));
        assert_eq!(centre.get(&token, &one).await, (200, first.clone()));
        let stranger = centre.token(&theirs.clinic, Role::Administrator);
        assert_eq!(centre.get(&stranger, &one).await.0, 404, "{path}");
    }
    let (_, page) = centre.get(&token, "/v1/providers?sort=name&limit=1").await;
    let next = page["next"].as_str().expect("there is more");
    let (_, rest) = centre.get(&token, &format!("/v1/providers?sort=name&limit=1&cursor={next}")).await;
    let both = [&page["items"][0]["name"], &rest["items"][0]["name"]];
    assert!(both.contains(&&json!("Dr Sam Okafor")) && both[0].as_str() < both[1].as_str(), "{both:?}");
    assert_eq!(rest.get("next"), None);
    for wrong in [format!("limit=1&cursor={next}"), "sort=password".into(), "sort=name;DROP".into()] {
        assert_eq!(centre.get(&token, &format!("/v1/providers?{wrong}")).await.0, 422, "{wrong}");
    }
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::Nurse), "/v1/people").await.0, 403);
    let (_, roles) = centre.get(&token, "/v1/roles").await;
    assert_eq!(roles["roles"].as_array().map(Vec::len), Some(Role::ALL.len()));
}

#[tokio::test]
async fn figures_count_what_the_organization_has_and_nobody_elses() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let patient = ours.clinic.patient;
    for (day, status) in [
        (0, S::Booked),
        (0, S::EnteredInError),
        (0, S::LateCancel),
        (-1, S::Fulfilled),
        (-4, S::Fulfilled),
        (-5, S::NoShow),
        (-6, S::Cancelled),
        (-40, S::NoShow),
    ] {
        ours.visit(&centre, patient, 0, MORNING.plus_minutes(day * 24 * 60), status).await;
    }
    theirs.visit(&centre, theirs.clinic.patient, 0, MORNING, S::Booked).await;
    // Two of tomorrow, booked now by the front desk.
    let slots = slots(&ours.clinic);
    let both = [booking(&centre, &ours.clinic, &slots[0], 1), booking(&centre, &ours.clinic, &slots[4], 2)];
    assert!(arbitrated(&centre, &ours.clinic, &both).await.iter().all(Settled::is_applied));
    let seconds = (slots[0].visit.start().0 + slots[4].visit.start().0) / 2 - NOW.0;
    let (status, figures) =
        centre.get(&centre.token(&ours.clinic, Role::PracticeManager), "/v1/statistics").await;
    let expected = json!({
        "locations": 1, "providers": 2, "people": Role::STAFF.len(), "patients": ours.clinic.patients.len(),
        "active_users": 1, "appointments_today": 1, "average_booking_time": (seconds / 360) as f64 / 10.0,
        "completion_rate": 0.5, "no_show_rate": 0.25,
    });
    assert_eq!((status, figures), (200, expected));
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::Nurse), "/v1/statistics").await.0, 403);
}

#[tokio::test]
async fn onboarding_says_what_an_organization_still_needs() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    centre.desk(&theirs.clinic).await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let open = async || {
        let (status, it) = centre.get(&token, "/v1/onboarding").await;
        assert_eq!(status, 200);
        let steps = it["steps"].as_array().expect("steps").iter().filter(|it| it["is_done"] == false);
        let open: Vec<String> = steps.map(|it| it["step"].as_str().expect("a step").to_owned()).collect();
        (it["is_done"].clone(), open)
    };
    assert_eq!(open().await, (json!(false), vec!["desks".to_owned()]));
    centre.desk(&ours.clinic).await;
    assert_eq!(open().await, (json!(true), Vec::new()));
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::Nurse), "/v1/onboarding").await.0, 403);
}
