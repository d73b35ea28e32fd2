//! Whoever forgot their password sets another with a code that only their mailbox gets.

use super::{Answered, PASSWORD, Program, get, invited, post, sign_in, signed_in, trail};
use crate::{
    centre::{Centre, Clinic},
    mail::MailServer,
};
use clinic_domain::people::Role;
use serde_json::json;
use std::time::{Duration, Instant};

const NEW: &str = "eight wooden ducks";

async fn request(centre: &Centre, organization: &str, login: &str) -> Answered {
    post(centre, None, "/v1/password-requests", json!({ "organization": organization, "login": login })).await
}

async fn set(centre: &Centre, code: &str) -> Answered {
    post(centre, None, "/v1/passwords", json!({ "organization": "main", "code": code, "password": NEW }))
        .await
}

/// Somebody of the clinic with an address and a language.
async fn reads(centre: &Centre, clinic: &Clinic, role: Role, language: &str) {
    let path = format!("/v1/people/{}", clinic.person(role));
    let administrator = centre.token(clinic, Role::Administrator);
    let patch = json!({ "version": 1, "email": format!("{role}@people.example"), "language": language });
    let (status, it) = centre.send("PATCH", &administrator, &path, &patch).await;
    assert_eq!((status, it["language"].as_str()), (200, Some(language)), "{it}");
}

/// The code of a mail: a line of its own.
fn code(text: &str) -> String {
    let is_code = |it: &&str| it.len() == 32 && it.matches('-').count() == 6;
    text.lines().find(is_code).unwrap_or_else(|| panic!("a code in {text}")).to_owned()
}

#[tokio::test]
async fn a_code_comes_by_mail_in_the_persons_language_works_once_and_ends_every_session() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    reads(&centre, &clinic, Role::Nurse, "es-MX").await;
    let program = Program::new(1);
    let session = signed_in(&centre, "main", Role::Nurse, &program).await;

    assert_eq!(request(&centre, "main", " NURSE ").await.status, 204);
    assert_eq!(request(&centre, "main", "nurse").await.status, 204, "the same minute: the same mail");
    centre.work().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].headers["to"], "nurse@people.example");
    let text = &mails[0].text;
    assert!(text.contains("Alguien pidió") && !text.contains("Somebody asked"), "{text}");
    let kept = centre
        .admin
        .query_one("SELECT subject || body FROM central.messages WHERE kind = 'password_request'", &[]);
    assert_eq!(kept.await.expect("one").get::<_, &str>(0), "", "nothing of it is kept");
    let access = session.text("access_token");
    assert_eq!(get(&centre, &access, "/v1/session").await.status, 200, "nothing has happened yet");

    let weak = post(
        &centre,
        None,
        "/v1/passwords",
        json!({ "organization": "main", "code": code(text), "password": "nurse" }),
    );
    assert_eq!(weak.await.code(), (422, "weak_password"));
    assert_eq!(set(&centre, &code(text)).await.status, 204);
    assert_eq!(set(&centre, &code(text)).await.code(), (403, "code_refused"));
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"));
    let old = sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", old).await.code(), (401, "sign_in_refused"));
    let new = sign_in(&centre, "main", "nurse", NEW, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", new).await.status, 201);
    centre.work().await;
    let mails = server.mails();
    assert!(mails[1].text.contains("se acaba de cambiar"), "{}", mails[1].text);
    let trail = trail(&centre, &clinic).await;
    let said =
        |action: &str| trail.iter().filter(|it| it.0 == action).map(|it| it.1.clone()).collect::<Vec<_>>();
    assert_eq!(said("request_password"), ["done", "done"]);
    assert_eq!(said("set_password"), ["done", "done"], "the invitation's, and this one");
}

#[tokio::test]
async fn a_code_is_of_no_use_after_half_an_hour_nor_after_a_newer_one() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    reads(&centre, &clinic, Role::Nurse, "en").await;
    for _ in 0..3 {
        assert_eq!(request(&centre, "main", "nurse").await.status, 204);
        centre.work().await;
        centre.pass(90);
    }
    let mails = server.mails();
    let codes: Vec<String> = mails.iter().map(|it| code(&it.text)).collect();
    assert_eq!(codes.len(), 3);
    assert_eq!(set(&centre, &codes[1]).await.code(), (403, "code_refused"), "another came after it");
    centre.pass(30 * 60 - 90);
    assert_eq!(set(&centre, &codes[2]).await.code(), (403, "code_refused"), "too old");
    assert_eq!(request(&centre, "main", "nurse").await.status, 204);
    centre.pass(31 * 60);
    centre.work().await;
    assert_eq!(server.mails().len(), 3, "whoever waited longer than the code would be good for gets none");
}

#[tokio::test]
async fn whoever_asks_for_whomever_hears_the_same_in_the_same_time() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("main").await;
    for role in [Role::Nurse, Role::Scheduler] {
        invited(&centre, &clinic, "main", role).await;
    }
    reads(&centre, &clinic, Role::Nurse, "en").await;
    // With an address and without an invitation; with a password and without an address.
    reads(&centre, &clinic, Role::Billing, "en").await;
    let mut answers = Vec::new();
    #[allow(clippy::disallowed_methods)] // How long an answer takes is what is looked at.
    for (slug, login) in [
        ("main", "nurse"),
        ("main", "nobody"),
        ("main", "billing"),
        ("main", "scheduler"),
        ("other", "nurse"),
    ] {
        let asked_at = Instant::now();
        let answered = request(&centre, slug, login).await;
        assert!(asked_at.elapsed() >= Duration::from_millis(300), "{slug} {login}: {:?}", asked_at.elapsed());
        answers.push((answered.status, answered.body));
    }
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    let rows =
        "SELECT count(*), count(DISTINCT length(key)) FROM central.messages WHERE kind = 'password_request'";
    let row = centre.admin.query_one(rows, &[]).await.expect("the outbox");
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (4, 1), "a row for each, whoever it is");
    centre.work().await;
    let to: Vec<String> = server.mails().iter().map(|it| it.headers["to"].clone()).collect();
    assert_eq!(to, ["nurse@people.example"]);
}

#[tokio::test]
async fn requests_are_counted_by_account_and_by_address_and_told_when_they_are_many() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    reads(&centre, &clinic, Role::Nurse, "en").await;
    for login in ["nurse", "nobody"] {
        for _ in 0..3 {
            assert_eq!(request(&centre, "main", login).await.status, 204);
        }
        let over = request(&centre, "main", login).await;
        assert_eq!(over.code(), (429, "too_many_attempts"), "whether or not there is such an account");
    }
    for other in 6..9 {
        assert_eq!(request(&centre, "main", &format!("somebody{other}")).await.status, 204);
    }
    assert_eq!(request(&centre, "main", "somebody9").await.status, 204, "the tenth of one address");
    assert_eq!(request(&centre, "main", "somebody10").await.code(), (429, "too_many_attempts"));
    central::security::step(&centre.app, clinic.id).await.expect("a reading");
    let sql =
        "SELECT cause FROM central.security_events WHERE rule = 'password_requests' ORDER BY length(cause)";
    let rows = centre.admin.query(sql, &[]).await.expect("the events");
    let causes: Vec<String> = rows.iter().map(|it| it.get(0)).collect();
    assert_eq!(causes, ["127.0.0.1".to_owned(), clinic.person(Role::Nurse).to_string()]);
}
