//! What one organization has, another never sees.

use crate::centre::Centre;
use clinic_domain::people::Role;

#[tokio::test]
async fn a_patient_is_shown_to_their_own_organization_alone_and_the_look_is_in_its_trail() {
    let centre = Centre::start().await;
    let (ours, theirs) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let path = format!("/v1/patients/{}", ours.patient);
    let (status, patient) = centre.get(&centre.token(&ours, Role::FrontDesk), &path).await;
    assert_eq!((status, patient["name"].as_str()), (200, Some("Ruiz, Ana")));
    let (status, problem) = centre.get(&centre.token(&theirs, Role::FrontDesk), &path).await;
    assert_eq!((status, problem["code"].as_str()), (404, Some("not_found")));

    let sql = "SELECT organization_id, action, resource_id, user_id FROM central.audit_logs";
    let entries = centre.admin.query(sql, &[]).await.expect("the trail");
    assert_eq!(entries.len(), 1, "only the look that showed something");
    assert_eq!(entries[0].get::<_, uuid::Uuid>(0), ours.id.0);
    assert_eq!(entries[0].get::<_, &str>(1), "read");
    assert_eq!(entries[0].get::<_, String>(2), ours.patient.to_string());
    assert_eq!(entries[0].get::<_, uuid::Uuid>(3), ours.person(Role::FrontDesk).0);
}
