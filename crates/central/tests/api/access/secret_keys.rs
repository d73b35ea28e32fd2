//! Another key of the service, while everybody works.

use super::{
    PASSWORD, Program, get, invited, post,
    salvage::{revoked, send},
    signed_in, with_totp,
};
use crate::centre::Centre;
use central::{admin::keys, auth::secrets::Secrets};
use clinic_domain::people::Role;
use clinic_env::Clock;
use serde_json::json;
use std::path::Path;

#[tokio::test]
async fn a_new_secret_key_takes_the_old_ones_place_while_everybody_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("secret.key");
    std::fs::write(&new, Secrets::new_text().as_bytes()).expect("a key");
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let session = signed_in(&centre, "main", Role::Nurse, &program).await;
    let (secret, _) = with_totp(&centre, &session.text("access_token")).await;
    let desk = revoked(&centre, &clinic).await;
    assert_eq!(send(&centre, &desk, &desk.key, &desk.lines).await.status, 200);

    let with = |current: &Path, old: Option<&Path>| {
        let mut config = centre.app.config.clone();
        (config.secret_key, config.old_secret_keys) =
            (current.into(), old.into_iter().map(Into::into).collect());
        config
    };
    let old = Path::new("tests/fixtures/secret.key");
    let both = centre.with_config(with(&new, Some(old))).await;
    // Whoever has signed in stays so, and whoever has a second factor signs in with it.
    let token = session.text("refresh_token");
    let proof = program.proof("/v1/sessions/renew", Some(&token), centre.app.clock.now());
    let renewed =
        post(&both, None, "/v1/sessions/renew", json!({ "refresh_token": token, "proof": proof })).await;
    assert_eq!(renewed.status, 200, "{renewed:?}");
    let sign_in = async |at: &Centre| {
        centre.pass(30);
        let mut body = super::sign_in(at, "main", "nurse", PASSWORD, &program);
        body["code"] = super::code(at, &secret).into();
        post(at, None, "/v1/sessions", body).await.status
    };
    assert_eq!(sign_in(&both).await, 201);
    let after = centre.with_config(with(&new, None)).await;
    assert_eq!(sign_in(&after).await, 401, "the new key alone does not open what the old one sealed");

    let secrets = Secrets::read(&both.app.config).expect("two keys");
    let said = keys::reseal(&both.app.store, &secrets, Clock::System).await.expect("all of it opens");
    assert!(said.contains("3 sealed anew, 0 that no key opens"), "a second factor and two lines: {said}");
    let said = keys::reseal(&both.app.store, &secrets, Clock::System).await.expect("all of it opens");
    assert!(said.contains("0 sealed anew"), "{said}");
    assert_eq!(sign_in(&after).await, 201, "the old key is of no use any more");
    let listed = get(&after, &after.token(&clinic, Role::Administrator), "/v1/salvaged-operations").await;
    assert_eq!(listed.body["items"][0]["operation"]["kind"], "book", "{listed:?}");
}
