//! How an organization begins: by commands, before anybody can sign in.

use super::{PASSWORD, Program, post, sign_in};
use crate::centre::Centre;
use central::admin::access::{Admin, DeviceCommand, OrganizationCommand, UserCommand};
use clinic_domain::{organization::OrganizationKind, tier::SubscriptionTier};
use clinic_env::Clock;
use serde_json::json;
use std::sync::atomic::AtomicI64;

fn create(slug: &str) -> OrganizationCommand {
    OrganizationCommand::Create {
        name: "Riverside Clinic".to_owned(),
        slug: slug.to_owned(),
        kind: OrganizationKind::Clinic,
        tier: Some(SubscriptionTier::Basic),
        login: " Ada ".to_owned(),
        person: "Ada Amani".to_owned(),
    }
}

fn code(said: &str) -> &str {
    said.lines().find_map(|it| it.strip_prefix("code ")).expect("a code")
}

#[tokio::test]
async fn an_organization_begins_with_an_administrator_who_gets_in_by_an_invitation() {
    let centre = Centre::start().await;
    let now: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(centre.app.clock.now().0)));
    let admin = Admin::new(&centre.app.store, Clock::Standing { at: now });
    let said = admin.organization(create("riverside")).await.expect("an organization");
    let set = async |code: &str| {
        let body = json!({ "organization": "riverside", "code": code, "password": PASSWORD });
        post(&centre, None, "/v1/passwords", body).await.status
    };
    assert_eq!(set(code(&said)).await, 204);
    let program = Program::new(1);
    let signed_in =
        post(&centre, None, "/v1/sessions", sign_in(&centre, "riverside", "ada", PASSWORD, &program)).await;
    assert_eq!((signed_in.status, &signed_in.body["needs_mfa"]), (201, &json!(true)));

    // Once more, for who forgot it.
    let wanted = UserCommand::Invite { organization: "riverside".to_owned(), login: "ada".to_owned() };
    let said = admin.user(wanted).await.expect("a code");
    assert_eq!(set(code(&said)).await, 204);
    let wanted = DeviceCommand::Enroll {
        organization: "riverside".to_owned(),
        name: "Reception".to_owned(),
        login: "ada".to_owned(),
    };
    let said = admin.device(wanted).await.expect("a code");
    let proof = program.proof("/v1/devices", Some(code(&said)), centre.app.clock.now());
    let body =
        json!({ "organization": "riverside", "code": code(&said), "key": program.public, "proof": proof });
    assert_eq!(post(&centre, None, "/v1/devices", body).await.status, 201);

    let epoch = "SELECT epoch FROM central.organization_counters";
    let epoch = async || centre.admin.query_one(epoch, &[]).await.expect("a counter").get::<_, uuid::Uuid>(0);
    let before = epoch().await;
    let anew = |slug: Option<&str>| OrganizationCommand::NewEpoch {
        slug: slug.map(str::to_owned),
        all: slug.is_none(),
    };
    let said = admin.organization(anew(Some("riverside"))).await.expect("another history");
    assert_eq!(said, "new-epoch: 1 organizations begin a new history");
    let first = epoch().await;
    admin.organization(anew(None)).await.expect("another history");
    assert!(before != first && epoch().await != first);
    let trail = "SELECT count(*) FROM central.audit_logs WHERE action = 'begin_epoch'";
    assert_eq!(centre.admin.query_one(trail, &[]).await.expect("the trail").get::<_, i64>(0), 2);
    let refused = admin.organization(anew(Some("downstream"))).await.expect_err("nobody");
    assert_eq!(refused.to_string(), "no organization is called 'downstream'");

    let refused = admin.organization(create("riverside")).await.expect_err("taken");
    assert_eq!(refused.to_string(), "another organization is called 'riverside'");
    let refused = admin.organization(create("River Side")).await.expect_err("no slug");
    assert_eq!(refused.to_string(), "'River Side' is no short name: lower case letters, digits and hyphens");
}
