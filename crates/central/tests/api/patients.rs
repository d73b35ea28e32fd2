//! Patients: listed, found and shown to their own organization, as far as a role sees.

use crate::{centre::Centre, practice::Practice};
use clinic_domain::people::Role;
use serde_json::{Value, json};

fn names(of: &Value) -> Vec<&str> {
    let items = of["items"].as_array().or(of["patients"].as_array()).expect("a list");
    items.iter().map(|it| it["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn patients_are_listed_page_by_page_in_the_order_of_their_names() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    for (family, given, number) in
        [("Costa", "Carla", "900002"), ("Álvarez", "Leo", "900003"), ("Zhou", "Wei", "900004")]
    {
        ours.patient(&centre, family, given, "1980-02-03", number).await;
        theirs.patient(&centre, family, &format!("{given} Canary"), "1980-02-03", number).await;
    }
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let (status, first) = centre.get(&token, "/v1/patients?limit=2").await;
    assert_eq!((status, names(&first)), (200, vec!["Álvarez, Leo", "Costa, Carla"]));
    let cursor = first["next"].as_str().expect("there is more");
    let (_, second) = centre.get(&token, &format!("/v1/patients?limit=2&cursor={cursor}")).await;
    assert_eq!(names(&second)[0], "Ruiz, Ana");
    let (_, all) = centre.get(&token, "/v1/patients?limit=200").await;
    let all = names(&all);
    assert_eq!((all.len(), all.last()), (ours.clinic.patients.len() + 3, Some(&"Zhou, Wei")));
    assert!(all.iter().all(|it| !it.contains("Canary")));
    // Another organization's cursor, and that of another list.
    let stranger = centre.token(&theirs.clinic, Role::FrontDesk);
    for (token, path) in [(&stranger, "/v1/patients"), (&token, "/v1/appointments")] {
        let (status, problem) = centre.get(token, &format!("{path}?cursor={cursor}")).await;
        assert_eq!(
            (status, problem["code"].as_str(), problem["field"].as_str()),
            (422, Some("invalid"), Some("query.cursor"))
        );
    }
    // Every patient who was shown stands in the trail.
    let sql = "SELECT count(*) FROM central.audit_patients WHERE organization_id = $1";
    let shown: i64 = centre.admin.query_one(sql, &[&ours.clinic.id.0]).await.expect("the trail").get(0);
    assert_eq!(usize::try_from(shown), Ok(2 + 2 + all.len()));
}

#[tokio::test]
async fn a_search_finds_by_name_birth_date_and_record_number_within_the_organization() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    ours.patient(&centre, "Costa", "Carla", "1980-02-03", "900002").await;
    ours.patient(&centre, "Costa", "Bruno", "1975-06-07", "900003").await;
    theirs.patient(&centre, "Costa", "Canary", "1980-02-03", "900002").await;
    let token = centre.token(&ours.clinic, Role::Scheduler);
    let find = async |body: Value| centre.send("POST", &token, "/v1/patients/search", &body).await;
    for (wanted, expected) in [
        (json!({ "name": "COSTA" }), vec!["Costa, Bruno", "Costa, Carla"]),
        (json!({ "name": "ca cos" }), vec!["Costa, Carla"]),
        (json!({ "name": "co", "birth_date": "1975-06-07" }), vec!["Costa, Bruno"]),
        (json!({ "birth_date": "1980-02-03" }), vec!["Costa, Carla"]),
        (json!({ "record_number": "900002" }), vec!["Costa, Carla"]),
        (json!({ "record_number": "900002", "name": "bruno" }), vec![]),
        (json!({ "name": "co%" }), vec!["Costa, Bruno", "Costa, Carla"]),
        (json!({ "name": "' OR 1=1 --" }), vec![]),
    ] {
        let (status, found) = find(wanted.clone()).await;
        assert_eq!((status, names(&found)), (200, expected), "{wanted}");
    }
    for wrong in [
        json!({}),
        json!({ "name": "c" }),
        json!({ "name": "c-" }),
        json!({ "name": "co\u{0}sta" }),
        json!({ "name": "costa", "organization": "x" }),
        json!({ "birth_date": "03.02.1980" }),
    ] {
        let (status, problem) = find(wrong.clone()).await;
        assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{wrong}");
    }
    let nobody = centre.token(&ours.clinic, Role::Administrator);
    let (status, _) = centre.send("POST", &nobody, "/v1/patients/search", &json!({ "name": "costa" })).await;
    assert_eq!(status, 403);
    // By what, and never what.
    let sql = "SELECT details::text FROM central.audit_logs WHERE action = 'search' ORDER BY seq LIMIT 1";
    let said: String = centre.admin.query_one(sql, &[]).await.expect("the trail").get(0);
    assert_eq!(said, r#"{"by":["name"]}"#);
}

#[tokio::test]
async fn a_record_is_cut_to_what_the_role_sees() {
    let centre = Centre::start().await;
    let practice = Practice::open(&centre, "ours").await;
    let patient = practice.patient(&centre, "Costa", "Carla", "1980-02-03", "900002").await;
    practice.caregiver(&centre, patient, "Rosa Costa").await;
    let path = format!("/v1/patients/{patient}");
    let read = async |role: Role| centre.get(&centre.token(&practice.clinic, role), &path).await;
    let (_, desk) = read(Role::FrontDesk).await;
    assert_eq!(desk["phones"][0]["number"], "+1 212 555 0142");
    assert_eq!((&desk["alert"], &desk["hidden"]), (&json!("Call daughter first"), &json!([])));
    let (_, billing) = read(Role::Billing).await;
    assert_eq!((&billing["family_name"], &billing["alert"]), (&json!("Costa"), &json!("")));
    assert_eq!(billing["hidden"], json!(["related", "logistics", "alert"]));
    assert_eq!(read(Role::Administrator).await.0, 403);
    let caregivers = format!("{path}/caregivers");
    let (_, seen) = centre.get(&centre.token(&practice.clinic, Role::Nurse), &caregivers).await;
    assert_eq!(seen["caregivers"][0]["name"], "Rosa Costa");
    let (status, _) = centre.get(&centre.token(&practice.clinic, Role::Billing), &caregivers).await;
    assert_eq!(status, 403);
}
