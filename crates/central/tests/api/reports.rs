//! Figures of days, and reports that leave the house.

use crate::{
    centre::Centre,
    practice::{MORNING, Practice},
};
use clinic_domain::{appointment::AppointmentStatus as S, people::Role};

#[tokio::test]
async fn a_day_is_summed_up_for_each_provider() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    for (at, status) in [(0, S::Booked), (20, S::Fulfilled), (60, S::NoShow), (80, S::LateCancel)] {
        ours.visit(&centre, ours.clinic.patient, 1, MORNING.plus_minutes(at), status).await;
    }
    theirs.visit(&centre, theirs.clinic.patient, 1, MORNING, S::Booked).await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let query = |to: &str| {
        format!("/v1/analytics/capacity?location={}&from=2026-05-05&to={to}", ours.clinic.location)
    };
    let (status, capacity) = centre.get(&token, &query("2026-05-05")).await;
    let days = capacity["days"].as_array().expect("days");
    let of_second = days
        .iter()
        .find(|it| it["provider"] == serde_json::json!(ours.providers[1]))
        .expect("the second provider");
    let expected = serde_json::json!({
        "day": "2026-05-05", "provider": ours.providers[1], "working_minutes": 480, "booked_minutes": 40,
        "free_minutes": 460, "visits": 2, "no_shows": 1, "cancelled": 1,
    });
    assert_eq!((status, of_second), (200, &expected));
    assert_eq!(days.len(), 2);
    assert_eq!(centre.get(&token, &query("2026-06-10")).await.0, 422);
    let stranger = centre.token(&theirs.clinic, Role::Administrator);
    assert_eq!(centre.get(&stranger, &query("2026-05-05")).await.0, 404);
}

#[tokio::test]
async fn a_report_has_the_organizations_own_rows_no_formula_and_an_entry_in_the_trail() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let patient = ours.patient(&centre, "=cmd|' /C calc'!A0", "Carla", "1980-02-03", "900001").await;
    ours.visit(&centre, patient, 1, MORNING, S::NoShow).await;
    theirs.patient(&centre, "Canary", "Leak", "1980-02-03", "900001").await;
    theirs.visit(&centre, theirs.clinic.patient, 1, MORNING, S::NoShow).await;
    let token = centre.token(&ours.clinic, Role::PracticeManager);
    let text = async |path: String| {
        let request = centre.http.get(format!("{}{path}", centre.url)).bearer_auth(&token);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
        answer.text().await.expect("a text")
    };
    let period = format!("location={}&from=2026-05-01&to=2026-05-05", ours.clinic.location);
    for report in ["appointments", "no-shows"] {
        let csv = text(format!("/v1/reports/{report}?{period}")).await;
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 2, "{csv}");
        assert!(lines[1].starts_with("2026-05-05T09:30,20,America/New_York,Dr Sam Okafor,"), "{csv}");
        assert!(lines[1].contains("\"'=cmd|' /C calc'!A0, Carla\""), "{csv}");
    }
    let patients = text("/v1/reports/patients".to_owned()).await;
    assert_eq!(patients.lines().count(), 1 + ours.clinic.patients.len() + 1);
    assert!(
        patients.contains("\n900001,'=cmd|' /C calc'!A0,Carla,1980-02-03") && !patients.contains("Canary")
    );
    assert!(
        text(format!("/v1/reports/utilisation?{period}"))
            .await
            .contains("2026-05-05,Dr Sam Okafor,480,0,480,0,1,0")
    );
    let sql = "SELECT count(*) FROM central.audit_logs WHERE action = 'export' AND organization_id = $1";
    let exports: i64 = centre.admin.query_one(sql, &[&ours.clinic.id.0]).await.expect("the trail").get(0);
    assert_eq!(exports, 4);
    let nurse = centre.token(&ours.clinic, Role::Nurse);
    assert_eq!(centre.get(&nurse, "/v1/reports/patients").await.0, 403);
}
