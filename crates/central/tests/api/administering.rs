//! What the rooms of administrators read of the centre: what the tier lets in, which ways out there are for messages, and what
//! a message says to somebody made up.

use crate::{centre::Centre, mail::MailServer, practice::Practice};
use clinic_domain::people::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn what_the_tier_lets_in_is_told_with_what_is_there() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let use_of = |limits: &Value, of: &str| {
        let all = limits["limits"].as_array().expect("limits").clone();
        all.into_iter().find(|it| it["of"] == of).expect("a limit of each")
    };
    centre.desk(&ours.clinic).await;
    let (status, limits) = centre.get(&token, "/v1/limits").await;
    assert_eq!((status, &limits["tier"]), (200, &Value::Null));
    assert_eq!(use_of(&limits, "desks"), json!({ "of": "desks", "most": null, "there": 1 }));
    assert_eq!(use_of(&limits, "providers"), json!({ "of": "providers", "most": null, "there": 2 }));

    let sql =
        "UPDATE central.organizations SET body = (body::jsonb || '{\"subscription_tier\": \"basic\"}')::json";
    centre.admin.execute(sql, &[]).await.expect("a tier");
    centre.app.forget_configuration(ours.clinic.id);
    let (_, limits) = centre.get(&token, "/v1/limits").await;
    assert_eq!(limits["tier"], "basic");
    assert_eq!(use_of(&limits, "providers"), json!({ "of": "providers", "most": 3, "there": 2 }));
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::Nurse), "/v1/limits").await.0, 403);
}

#[tokio::test]
async fn a_way_out_that_nobody_set_up_is_told_apart_from_one_that_works() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("ours").await;
    let token = centre.token(&clinic, Role::PracticeManager);
    let (status, told) = centre.get(&token, "/v1/messages/channels").await;
    let expected = json!([
        { "channel": "email", "is_set_up": true, "is_silent": false },
        { "channel": "sms", "is_set_up": false, "is_silent": false },
    ]);
    let mut channels = told["channels"].as_array().expect("channels").clone();
    channels.sort_by_key(|it| it["channel"].as_str().map(str::to_owned));
    assert_eq!((status, Value::Array(channels)), (200, expected));
}

#[tokio::test]
async fn a_message_is_shown_as_somebody_made_up_reads_it_and_nothing_is_stored() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let token = centre.token(&clinic, Role::PracticeManager);
    let preview = async |draft: Value| {
        let body = json!({ "kind": "reminder", "channel": "email", "language": "es", "draft": draft });
        centre.send("POST", &token, "/v1/message-templates/preview", &body).await
    };
    let (status, in_force) = preview(Value::Null).await;
    assert_eq!((status, &in_force["is_own"]), (200, &json!(false)), "{in_force}");
    let shown = in_force["shown_body"].as_str().expect("a text");
    assert!(!shown.contains('{') && in_force["body"].as_str().expect("a text").contains('{'), "{in_force}");
    let needed: Vec<&str> = in_force["placeholders"]
        .as_array()
        .expect("placeholders")
        .iter()
        .filter(|it| it["is_needed"] == true)
        .filter_map(|it| it["placeholder"].as_str())
        .collect();
    for name in &needed {
        assert!(in_force["body"].as_str().expect("a text").contains(&format!("{{{name}}}")), "{name}");
    }

    let written = json!({ "subject": "Su visita", "body": "Le esperamos: {date}, {time}." });
    let (status, own) = preview(written.clone()).await;
    assert_eq!((status, &own["is_own"], &own["body"]), (200, &json!(true), &written["body"]));
    let shown = own["shown_body"].as_str().expect("a text");
    assert!(shown.starts_with("Le esperamos: ") && !shown.contains('{'), "{shown}");
    assert_eq!(preview(Value::Null).await.1["body"], in_force["body"], "what is being written is not kept");
    assert_eq!(preview(json!({ "subject": "", "body": "x".repeat(10_001) })).await.0, 422);
}
