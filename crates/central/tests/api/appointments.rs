//! The book as lists, and a visit in full.

use crate::{
    centre::Centre,
    practice::{MORNING, Practice},
};
use clinic_domain::{appointment::AppointmentStatus as S, people::Role};
use serde_json::{Value, json};

fn starts(of: &Value) -> Vec<&str> {
    let items = of["items"].as_array().expect("a list");
    items.iter().map(|it| it["wall_start"].as_str().expect("a time")).collect()
}

#[tokio::test]
async fn visits_are_listed_by_what_they_are_asked_for_and_page_by_page() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let carla = ours.patient(&centre, "Costa", "Carla", "1980-02-03", "900002").await;
    for (at, provider, status, patient) in [
        (0, 0, S::Booked, carla),
        (20, 0, S::Booked, ours.clinic.patient),
        (40, 1, S::Cancelled, carla),
        (24 * 60, 1, S::Booked, carla),
    ] {
        ours.visit(&centre, patient, provider, MORNING.plus_minutes(at), status).await;
    }
    theirs.visit(&centre, theirs.clinic.patient, 0, MORNING, S::Booked).await;
    let token = centre.token(&ours.clinic, Role::Nurse);
    let get = async |query: String| centre.get(&token, &format!("/v1/appointments?{query}")).await;
    let (status, all) = get("limit=3".into()).await;
    assert_eq!(status, 200);
    assert_eq!(starts(&all), ["2026-05-05T09:30", "2026-05-05T09:50", "2026-05-05T10:10"]);
    let first = &all["items"][0];
    assert_eq!(
        (&first["starts_at"], &first["zone"], &first["patient_name"]),
        (&json!("2026-05-05T09:30:00-04:00"), &json!("America/New_York"), &json!("Costa, Carla"))
    );
    let next = all["next"].as_str().expect("there is more");
    let (_, rest) = get(format!("limit=3&cursor={next}")).await;
    assert_eq!((starts(&rest), rest.get("next")), (vec!["2026-05-06T09:30"], None));
    for (query, expected) in [
        (format!("provider={}", ours.providers[1]), vec!["2026-05-05T10:10", "2026-05-06T09:30"]),
        (format!("patient={}", ours.clinic.patient), vec!["2026-05-05T09:50"]),
        (format!("patient={carla}&status=booked"), vec!["2026-05-05T09:30", "2026-05-06T09:30"]),
        (format!("location={}&to=2026-05-05T09:40:00-04:00", ours.clinic.location), vec!["2026-05-05T09:30"]),
        (format!("provider={}", theirs.providers[0]), vec![]),
        (format!("patient={}", theirs.clinic.patient), vec![]),
        (format!("location={}", theirs.clinic.location), vec![]),
    ] {
        let (status, found) = get(query.clone()).await;
        assert_eq!((status, starts(&found)), (200, expected), "{query}");
    }
    for wrong in [
        format!("status=nothing&cursor={next}"),
        format!("status=booked&cursor={next}"),
        "limit=201".into(),
        "limit=0".into(),
        "from=2026-05-05".into(),
        "from=2026-05-05T00:00:00Z&to=2028-05-05T00:00:00Z".into(),
        "from=2026-05-06T00:00:00Z&to=2026-05-05T00:00:00Z".into(),
        "organization=x".into(),
    ] {
        let (status, problem) = get(wrong.clone()).await;
        assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{wrong}");
    }
}

#[tokio::test]
async fn a_visit_is_shown_with_its_history_and_cut_by_role_and_day() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let today = ours.visit(&centre, ours.clinic.patient, 0, MORNING, S::Booked).await;
    let tomorrow = MORNING.plus_minutes(24 * 60);
    let later = ours.visit(&centre, ours.clinic.patient, 0, tomorrow, S::Booked).await;
    let read = async |practice: &Practice, role: Role, id| {
        let token = centre.token(&practice.clinic, role);
        centre.get(&token, &format!("/v1/appointments/{id}")).await
    };
    let (status, visit) = read(&ours, Role::FrontDesk, today).await;
    assert_eq!((status, &visit["note"]), (200, &json!("Back pain since Sunday")));
    assert_eq!(visit["history"][0]["what"], "imported");
    assert_eq!(visit["resources"][0]["resource"], json!(ours.providers[0]));
    // The desk sees why somebody comes on the day alone, a nurse always, billing never.
    for (role, id, note) in [
        (Role::FrontDesk, later, ""),
        (Role::Nurse, later, "Back pain since Sunday"),
        (Role::Billing, today, ""),
        (Role::PracticeManager, today, ""),
    ] {
        let (_, visit) = read(&ours, role, id).await;
        assert_eq!(visit["note"], note, "{role}");
        let hides = visit["hidden"].as_array().is_some_and(|it| it.contains(&json!("reason_text")));
        assert_eq!(hides, note.is_empty(), "{role}");
    }
    assert_eq!(read(&ours, Role::Administrator, today).await.0, 403);
    assert_eq!(read(&theirs, Role::FrontDesk, today).await.0, 404);
}
