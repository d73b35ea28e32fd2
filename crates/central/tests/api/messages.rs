//! Patients are told of their visits once, as it stands, and what they answer changes the book.

use crate::{
    arbitration::{NOBODY, arbitrated, booking, slots},
    centre::{Centre, Clinic},
    mail::MailServer,
};
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use central::{
    arbitrate::{Submission, arbitrate, digest},
    config::{MailConfig, MailTls, SmsConfig},
    events, messages, watch, work,
};
use central_store::{Alarm, Batch};
use clinic_domain::{
    appointment::{AppointmentStatus, CancelReason, ConfirmationState, HistoryEvent, Requester},
    id::{AppointmentId, DeviceId, OpId, PatientId},
    operation::{Base, Operation, OperationBody},
    patient::{ContactChannel, Patient, Phone, PhoneKind},
    people::Role,
    personal::Personal,
    security::SecurityRule,
};
use clinic_protocol::{encode_operation, entity_from_json, sync::OpStatus};
use std::{
    future::Future,
    pin::pin,
    process::Command,
    sync::{Arc, Mutex},
    task::Poll,
};
use uuid::Uuid;

/// From 04:00 in New York to 08:00, when messages may go out.
const UNTIL_MORNING: i64 = 4 * 3600;
/// A time at two, and how many times later the next visit begins.
const AFTERNOON: usize = 24;
const NEXT: usize = 2;

impl Centre {
    /// One that sends by this server.
    pub async fn with_mail(server: &MailServer) -> Centre {
        Centre::with_mail_as(server, |_| {}).await
    }

    async fn with_mail_as(server: &MailServer, change: impl FnOnce(&mut MailConfig)) -> Centre {
        let port = server.port;
        Centre::start_with(|config| {
            config.public_url = Some("https://visits.example".to_owned());
            config.mail = Some(MailConfig {
                host: "127.0.0.1".to_owned(),
                port,
                tls: MailTls::None,
                certificate_authority: None,
                user: None,
                password: None,
                from: "noreply@clinic.example".to_owned(),
                timeout_seconds: 5,
                connections: 2,
            });
            if let Some(mail) = config.mail.as_mut() {
                change(mail);
            }
        })
        .await
    }

    async fn operate(&self, clinic: &Clinic, base: Option<Base>, body: OperationBody) {
        let operation = Operation {
            id: OpId(self.app.ids.next()),
            device: DeviceId(Uuid::nil()),
            device_seq: 0,
            author: clinic.person(Role::FrontDesk),
            at: self.app.clock.now(),
            written_at: None,
            part_of: None,
            base,
            promised_to_patient: true,
            body,
        };
        let bytes = encode_operation(&operation);
        let at = operation.at;
        let it = Submission { digest: digest(&bytes), bytes, operation, device: None, at, author: None };
        let settled = arbitrate(&self.app, clinic.id, [it], &NOBODY).await.expect("the database answers");
        assert_eq!(settled[0].result.status, OpStatus::Applied, "{settled:?}");
    }

    /// The patient's record as somebody at the desk changes it.
    async fn patient(&self, clinic: &Clinic, id: PatientId, change: impl FnOnce(&mut Patient)) {
        let mut tenant = self.app.store.tenant(clinic.id).await.expect("a connection");
        let mut patient = tenant.patient(id).await.expect("an answer").expect("a patient");
        tenant.rollback().await.expect("an end");
        let base = Some(Base::Version(patient.version));
        patient.birth_date = chrono::NaiveDate::from_ymd_opt(1980, 2, 1);
        change(&mut patient);
        self.operate(clinic, base, OperationBody::PatientPatch(Box::new(patient))).await;
    }

    /// A patient who gets e-mail, with a visit on the next day.
    async fn booked(&self, clinic: &Clinic, slot: usize, email: &str) -> AppointmentId {
        let email = email.to_owned();
        self.patient(clinic, clinic.patient, |it| {
            it.email = email.into();
            it.may_be_reminded = true;
            it.contact_preference = ContactChannel::Email;
        })
        .await;
        self.book(clinic, slot, 0).await
    }

    async fn book(&self, clinic: &Clinic, slot: usize, patient: usize) -> AppointmentId {
        let it = booking(self, clinic, &slots(clinic)[slot], patient);
        let OperationBody::Book(body) = &it.operation.body else { unreachable!("a booking") };
        let appointment = body.appointment;
        let settled = arbitrated(self, clinic, std::slice::from_ref(&it)).await;
        assert_eq!(settled[0].result.status, OpStatus::Applied, "{settled:?}");
        appointment
    }

    async fn visit(&self, id: AppointmentId) -> clinic_domain::appointment::Appointment {
        let sql = "SELECT metadata::text FROM central.appointments WHERE id = $1";
        let row = self.admin.query_one(sql, &[&id.0]).await.expect("a visit");
        entity_from_json(row.get(0)).expect("a visit")
    }

    async fn cancel(&self, clinic: &Clinic, appointment: AppointmentId) {
        let base = Some(Base::Version(self.visit(appointment).await.version));
        let body = OperationBody::Cancel {
            appointment,
            reason: CancelReason::PatientRequest,
            note: Personal::default(),
            requested_by: Requester::Patient,
        };
        self.operate(clinic, base, body).await;
    }

    pub async fn work(&self) {
        work::round(&self.app).await.expect("the database answers");
    }

    /// Kind, state and code of what was said about a visit.
    async fn said(&self, clinic: &Clinic, visit: AppointmentId) -> Vec<(String, String, String)> {
        let path = format!("/v1/appointments/{visit}/messages");
        let (status, list) = self.get(&self.token(clinic, Role::FrontDesk), &path).await;
        assert_eq!(status, 200, "{list}");
        let text = |it: &serde_json::Value, name: &str| it[name].as_str().expect("a text").to_owned();
        let messages = list["messages"].as_array().expect("a list");
        messages.iter().map(|it| (text(it, "kind"), text(it, "state"), text(it, "code"))).collect()
    }

    /// What somebody with a link sees: status and page.
    async fn page(&self, path: &str) -> (u16, String) {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a page"))
    }

    async fn press(&self, path: &str, act: &str) -> (u16, String) {
        let request = self.http.post(format!("{}{path}/{act}", self.url));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a page"))
    }
}

fn said(of: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    of.iter().map(|it| (it.0.to_owned(), it.1.to_owned(), it.2.to_owned())).collect()
}

/// The path of the link in a text.
fn link(text: &str) -> String {
    let at = text.find("https://visits.example/a/").expect("a link") + "https://visits.example".len();
    text[at..].split_whitespace().next().expect("a path").to_owned()
}

#[tokio::test]
async fn a_booking_is_told_in_the_morning_and_the_patient_answers_by_the_link() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("told").await;
    let visit = centre.booked(&clinic, AFTERNOON, "ana@patients.example").await;
    centre.work().await;
    assert_eq!(server.mails().len(), 0, "it is four in the morning");
    centre.pass(UNTIL_MORNING);
    centre.work().await;
    centre.work().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "once");
    let mail = &mails[0];
    let start = centre.visit(visit).await.visit.start().wall(chrono_tz::America::New_York);
    let time = start.format("%-I:%M %p").to_string();
    assert_eq!(mail.headers["subject"], "Your visit on Wednesday, May 6, 2026");
    assert_eq!(mail.headers["to"], "ana@patients.example");
    assert_eq!(mail.headers["from"], "\"Clinic told\" <noreply@clinic.example>");
    assert_eq!(mail.headers["auto-submitted"], "auto-generated");
    let opening = format!("Hello Ana,\n\nyour visit is booked for Wednesday, May 6, 2026 at {time}.\n");
    assert!(mail.text.starts_with(&opening), "{}", mail.text);
    assert!(mail.text.ends_with("\nClinic told"), "{}", mail.text);
    for secret in ["Ruiz", "100001", &clinic.setup.types[0].name, &clinic.setup.resources[0].name] {
        assert!(!mail.text.contains(secret), "{secret} is nobody's business");
    }
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "sent", "")]));

    let path = link(&mail.text);
    for _ in 0..2 {
        let (status, page) = centre.page(&path).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("Hello Ana<") && page.contains(&time) && page.contains("<html lang=\"en\">"),
            "{page}"
        );
        assert!(!page.contains("Ruiz") && !page.contains("<script") && !page.contains("100001"), "{page}");
    }
    let before = centre.visit(visit).await;
    assert_eq!(before.confirmation.state, ConfirmationState::NotAsked, "looking changes nothing");
    for _ in 0..2 {
        let (status, page) = centre.press(&path, "confirm").await;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("Your visit is confirmed."), "{page}");
    }
    let confirmed = centre.visit(visit).await;
    assert_eq!(confirmed.confirmation.state, ConfirmationState::Confirmed);
    assert_eq!(confirmed.version.0, before.version.0 + 1, "once");
    assert_eq!(confirmed.history.last().and_then(|it| it.by).map(|it| it.0), Some(clinic.patient.0));
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "answered", "confirm")]));

    assert_eq!(centre.press(&path, "call").await.0, 200);
    let called = centre.visit(visit).await;
    assert!(matches!(called.history.last().map(|it| &it.what), Some(HistoryEvent::Called { .. })));
    assert_eq!(centre.press(&path, "cancel").await.0, 200);
    assert_eq!(centre.visit(visit).await.status, AppointmentStatus::Cancelled);
    assert_eq!(centre.page(&path).await.0, 404, "there is nothing to answer any more");
    assert_eq!(centre.press(&path, "confirm").await.0, 200, "that it was, it was");
    centre.work().await;
    let last = server.mails().pop().expect("a mail");
    assert_eq!(last.headers["subject"], "Your visit on Wednesday, May 6, 2026 is cancelled");

    let sql = "SELECT action, user_id FROM central.audit_logs WHERE $1 = ANY (patients) ORDER BY seq";
    let rows = centre.admin.query(sql, &[&clinic.patient.0]).await.expect("the trail");
    let acts: Vec<String> = rows.iter().map(|it| it.get(0)).collect();
    for act in ["set_confirmation", "log_call", "cancel", "answer"] {
        assert!(acts.iter().any(|it| it == act), "{act} is not in the trail: {acts:?}");
    }
}

#[tokio::test]
async fn a_link_opens_its_own_visit_for_its_own_time_and_nothing_else() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("links").await;
    let visit = centre.booked(&clinic, AFTERNOON, "ana@patients.example").await;
    centre.pass(UNTIL_MORNING);
    centre.work().await;
    let path = link(&server.mails()[0].text);
    for wrong in ["/a/00000000000000000000000000000000", "/a/x", "/a/%27%20OR%201=1"] {
        assert_eq!(centre.page(wrong).await.0, 404, "{wrong}");
        assert_eq!(centre.press(wrong, "cancel").await.0, 404, "{wrong}");
    }
    assert_eq!(centre.press(&path, "delete").await.0, 404);
    let stored = "SELECT count(*) FROM central.answer_links WHERE encode(token_hash, 'hex') = $1";
    let token = path.trim_start_matches("/a/");
    let row = centre.admin.query_one(stored, &[&token]).await.expect("a count");
    assert_eq!(row.get::<_, i64>(0), 0, "what stands in the link is nowhere");
    // An hour before the visit nobody cancels by a link.
    let start = centre.visit(visit).await.visit.start();
    centre.pass(start.0 - 3600 - centre.app.clock.now().0);
    let (status, page) = centre.press(&path, "cancel").await;
    assert_eq!((status, page.contains("can no longer be cancelled here")), (409, true), "{page}");
    assert_eq!(centre.visit(visit).await.status, AppointmentStatus::Booked);
    centre.pass(3600);
    assert_eq!(centre.page(&path).await.0, 404, "the visit has begun");
}

#[tokio::test]
async fn what_a_server_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_shown() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let (clinic, stranger) = (centre.clinic("refused").await, centre.clinic("stranger").await);
    centre.pass(UNTIL_MORNING);
    let visit = centre.booked(&clinic, AFTERNOON, "451x2.ana@patients.example").await;
    for _ in 0..2 {
        centre.work().await;
        assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "waiting", "smtp_451")]));
        centre.work().await;
        centre.pass(600);
    }
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "sent", "")]));
    assert_eq!(server.mails().len(), 1);

    let other = centre.booked(&clinic, AFTERNOON + NEXT, "550.ana@patients.example").await;
    centre.work().await;
    assert_eq!(centre.said(&clinic, other).await, said(&[("confirmation", "refused", "smtp_550")]));
    let desk = centre.token(&clinic, Role::FrontDesk);
    let (_, list) = centre.get(&desk, "/v1/messages/in-trouble").await;
    assert_eq!(list["messages"].as_array().map(Vec::len), Some(1), "{list}");
    let message = list["messages"][0]["id"].as_str().expect("an id").to_owned();
    let retry = format!("/v1/messages/{message}/retry");
    let theirs = centre.token(&stranger, Role::FrontDesk);
    assert_eq!(centre.post(&theirs, &retry, "{}").await.0, 404);
    assert_eq!(centre.get(&theirs, &format!("/v1/appointments/{other}/messages")).await.0, 404);
    assert_eq!(centre.post(&centre.token(&clinic, Role::Billing), &retry, "{}").await.0, 403);
    centre.patient(&clinic, clinic.patient, |it| it.email = "ana@patients.example".into()).await;
    assert_eq!(centre.post(&desk, &retry, "{}").await.0, 204);
    centre.work().await;
    assert_eq!(centre.said(&clinic, other).await, said(&[("confirmation", "sent", "")]));
    assert_eq!(centre.post(&desk, &retry, "{}").await.0, 409, "it has arrived");
}

#[tokio::test]
async fn a_server_that_is_down_gets_the_mail_when_it_is_up() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("down").await;
    centre.pass(UNTIL_MORNING);
    server.shut(true);
    let visit = centre.booked(&clinic, AFTERNOON, "ana@patients.example").await;
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "waiting", "unreachable")]));
    server.shut(false);
    centre.pass(600);
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "sent", "")]));
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn who_cannot_be_reached_is_shown_and_a_message_can_be_taken_back() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("unreachable").await;
    let silent = centre.book(&clinic, AFTERNOON, 1).await;
    let unknown = centre.booked(&clinic, AFTERNOON + NEXT, "").await;
    centre.work().await;
    assert_eq!(centre.said(&clinic, silent).await, said(&[("confirmation", "unreachable", "no_consent")]));
    assert_eq!(centre.said(&clinic, unknown).await, said(&[("confirmation", "unreachable", "no_address")]));
    centre.patient(&clinic, clinic.patient, |it| it.email = "ana@patients.example".into()).await;
    let desk = centre.token(&clinic, Role::FrontDesk);
    let (_, list) = centre.get(&desk, "/v1/messages/in-trouble").await;
    let ids: Vec<&str> =
        list["messages"].as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
    let [id] = ids[..] else { panic!("who wants none is no trouble: {list}") };
    assert_eq!(centre.post(&desk, &format!("/v1/messages/{id}/cancel"), "{}").await.0, 204);
    centre.pass(UNTIL_MORNING);
    centre.work().await;
    assert_eq!(server.mails().len(), 0);
    assert_eq!(centre.said(&clinic, unknown).await, said(&[("confirmation", "dropped", "cancelled")]));
}

#[tokio::test]
async fn a_reminder_comes_at_its_hour_and_not_after_the_visit_is_off() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("reminded").await;
    let manager = centre.token(&clinic, Role::PracticeManager);
    let settings = r#"{"version": 0, "settings": {"reminder_hours": 4, "tells_changes": false}}"#;
    let put = async |token: &str| {
        let request = centre.http.put(format!("{}/v1/messages/settings", centre.url)).bearer_auth(token);
        let request = request.header("content-type", "application/json").body(settings);
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(put(&centre.token(&clinic, Role::FrontDesk)).await, 403);
    assert_eq!(put(&manager).await, 200);
    assert_eq!(put(&manager).await, 409, "somebody has changed them");
    let visit = centre.booked(&clinic, AFTERNOON, "ana@patients.example").await;
    let other = centre.book(&clinic, AFTERNOON + 2 * NEXT, 0).await;
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("reminder", "waiting", "")]));
    let start = centre.visit(visit).await.visit.start();
    centre.pass(start.0 - 4 * 3600 - 1 - centre.app.clock.now().0);
    centre.work().await;
    assert_eq!(server.mails().len(), 0, "a second too early");
    centre.cancel(&clinic, other).await;
    centre.pass(1);
    centre.work().await;
    centre.pass(3600);
    centre.work().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].headers["subject"], "Reminder: your visit on Wednesday, May 6, 2026");
    assert_eq!(centre.said(&clinic, other).await, said(&[("reminder", "dropped", "overtaken")]));
}

#[tokio::test]
async fn nothing_is_sent_twice_wherever_sending_is_cut_off() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("cut").await;
    centre.pass(UNTIL_MORNING);
    centre.booked(&clinic, 0, "ana@patients.example").await;
    let mut visits = Vec::new();
    for number in 1..13 {
        visits.push(centre.book(&clinic, NEXT * number, 0).await);
        events::step(&centre.app, clinic.id).await.expect("the database answers");
        cut(messages::send(&centre.app, clinic.id), 3 * number).await;
    }
    centre.work().await;
    // Longer than any lease.
    centre.pass(1000);
    centre.work().await;
    let mut interrupted = 0;
    for visit in &visits {
        for (_, state, code) in centre.said(&clinic, *visit).await {
            interrupted += usize::from((state.as_str(), code.as_str()) == ("failed", "interrupted"));
        }
    }
    let mails = server.mails();
    let mut ids: Vec<&String> = mails.iter().map(|it| &it.headers["message-id"]).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "no mail came twice");
    assert!(interrupted > 0, "some were cut off");
    assert!(all + interrupted >= visits.len(), "and none was lost: {all} and {interrupted}");
}

/// Drops the future after so many polls.
async fn cut<F: Future>(future: F, polls: usize) {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Pending if left > 0 => {
            left -= 1;
            Poll::Pending
        }
        _ => Poll::Ready(()),
    })
    .await;
}

#[tokio::test]
async fn mail_goes_by_tls_to_a_server_that_is_known_and_knows_us_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (key, certificate) = (folder.path().join("key.pem"), folder.path().join("certificate.pem"));
    let made = Command::new("openssl")
        .args(["req", "-config", "/dev/null", "-x509", "-newkey", "ec", "-nodes", "-days", "36500"])
        .args(["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=mail"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    let told = serde_json::json!({
        "auth": { "user": "centre", "password": "right" },
        "tls": { "key": key, "cert": certificate },
    });
    for (is_known, password, expected) in [
        (true, "right", ("sent", "")),
        (false, "right", ("waiting", "unreachable")),
        (true, "wrong", ("waiting", "smtp_535")),
    ] {
        let server = MailServer::start_with(told.clone()).await;
        let centre = Centre::with_mail_as(&server, |config| {
            config.tls = MailTls::Starttls;
            config.certificate_authority = is_known.then(|| certificate.clone());
            config.user = Some("centre".to_owned());
            config.password = Some(password.into());
        })
        .await;
        let clinic = centre.clinic("tls").await;
        centre.pass(UNTIL_MORNING);
        let visit = centre.booked(&clinic, AFTERNOON, "ana@patients.example").await;
        centre.work().await;
        let (state, code) = expected;
        assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", state, code)]));
        assert_eq!(server.mails().len(), usize::from(state == "sent"));
    }
}

#[tokio::test]
async fn people_get_their_codes_and_those_who_answer_for_security_their_alerts() {
    let server = MailServer::start().await;
    let centre = Centre::with_mail(&server).await;
    let clinic = centre.clinic("people").await;
    for role in [Role::Nurse, Role::PracticeManager, Role::FrontDesk] {
        let sql = "UPDATE central.organization_users SET body = (body::jsonb || $2::text::jsonb)::json WHERE id = $1";
        let email = serde_json::json!({ "email": format!("{role}@people.example") }).to_string();
        centre.admin.execute(sql, &[&clinic.person(role).0, &email]).await.expect("an address");
    }
    centre.app.forget_configuration(clinic.id);
    let reset = format!("/v1/people/{}/password-reset", clinic.person(Role::Nurse));
    let (status, new) = centre.post(&centre.token(&clinic, Role::Administrator), &reset, "{}").await;
    assert_eq!(status, 201, "{new}");
    centre.work().await;
    let mails = server.mails();
    assert_eq!((mails.len(), mails[0].headers["to"].as_str()), (1, "nurse@people.example"));
    let text = &mails[0].text;
    let code = new["code"].as_str().expect("a code");
    assert_eq!(text.matches(code).count(), 2, "in both languages: {text}");
    assert!(text.contains("within 30 minutes") && text.contains("durante 30 minutos"), "{text}");
    let kept =
        centre.admin.query_one("SELECT subject || body FROM central.messages", &[]).await.expect("one");
    assert_eq!(kept.get::<_, &str>(0), "", "what was sent is not kept");

    let alarm = |rule, cause: &str| Alarm {
        rule,
        cause: cause.to_owned(),
        person: None,
        patient: None,
        device: None,
        count: 1,
        audit_seq: None,
        at: centre.app.clock.now(),
    };
    let tenant = centre.app.store.tenant(clinic.id).await.expect("a connection");
    let mut batch = Batch::default();
    tenant.raise(
        &mut batch,
        centre.app.ids.next(),
        &alarm(SecurityRule::AuditFork, "1"),
        centre.app.clock.now(),
    );
    tenant.raise(
        &mut batch,
        centre.app.ids.next(),
        &alarm(SecurityRule::OffHours, "2"),
        centre.app.clock.now(),
    );
    tenant.commit(batch).await.expect("alarms");
    for _ in 0..2 {
        watch::round(&centre.app).await.expect("the database answers");
        centre.work().await;
    }
    let mails = server.mails();
    assert_eq!(mails.len(), 2, "one alert, to one person with an address, once");
    assert_eq!(mails[1].headers["to"], "practice_manager@people.example");
    assert!(mails[1].text.contains("the audit trail was changed"), "{}", mails[1].text);
}

/// What a gateway was asked, and what it answers.
#[derive(Clone, Default)]
struct Gateway {
    asked: Arc<Mutex<Vec<(HeaderMap, serde_json::Value)>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Gateway {
    async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/send", post(take)).with_state(self.clone());
        #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/send")
    }
}

async fn take(State(gateway): State<Gateway>, headers: HeaderMap, body: Bytes) -> axum::http::StatusCode {
    let body = serde_json::from_slice(&body).expect("JSON");
    gateway.asked.lock().expect("its notes").push((headers, body));
    let answer = gateway.answers.lock().expect("its notes").pop().unwrap_or(202);
    axum::http::StatusCode::from_u16(answer).expect("a status")
}

#[tokio::test]
async fn a_text_message_goes_through_the_gateway_and_its_reply_changes_the_book() {
    let gateway = Gateway::default();
    let url = gateway.start().await;
    let centre = Centre::start_with(|config| {
        config.public_url = Some("https://visits.example".to_owned());
        config.sms = Some(SmsConfig {
            url,
            authorization: Some("Basic c2VjcmV0".into()),
            body: r#"{"messages": [{"destination": "{to}", "content": "{text}"}], "sender": "{from}"}"#
                .to_owned(),
            timeout_seconds: 5,
            reply_secret: Some("a-secret-of-the-gateway-alone".into()),
        });
    })
    .await;
    let clinic = centre.clinic("sms").await;
    centre.pass(UNTIL_MORNING);
    centre
        .patient(&clinic, clinic.patient, |it| {
            it.phones = vec![Phone { number: "+1 (212) 555-0101".into(), kind: PhoneKind::Mobile }];
            it.language = "es-MX".to_owned();
            it.may_be_reminded = true;
            it.contact_preference = ContactChannel::Sms;
        })
        .await;
    *gateway.answers.lock().expect("its notes") = vec![202, 503];
    let visit = centre.book(&clinic, AFTERNOON, 0).await;
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "waiting", "http_503")]));
    centre.pass(600);
    centre.work().await;
    assert_eq!(centre.said(&clinic, visit).await, said(&[("confirmation", "sent", "")]));
    let asked = gateway.asked.lock().expect("its notes").clone();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].0["idempotency-key"], asked[1].0["idempotency-key"]);
    assert_eq!(asked[1].0["authorization"], "Basic c2VjcmV0");
    assert_eq!(asked[1].1["messages"][0]["destination"], "+12125550101");
    assert_eq!(asked[1].1["sender"], "Clinic sms");
    let text = asked[1].1["messages"][0]["content"].as_str().expect("a text");
    assert!(text.starts_with("Clinic sms: su cita es el miércoles, 6 de mayo de 2026, "), "{text}");

    let reply = async |token: &str, from: &str, text: &str| {
        let body = serde_json::json!({ "from": from, "text": text }).to_string();
        centre.post(token, "/v1/sms/replies", &body).await.0
    };
    let secret = "a-secret-of-the-gateway-alone";
    assert_eq!(reply("a-secret-of-the-gateway-alonf", "+12125550101", "si").await, 401);
    assert_eq!(reply(&centre.token(&clinic, Role::Administrator), "+12125550101", "si").await, 401);
    assert_eq!(centre.visit(visit).await.confirmation.state, ConfirmationState::NotAsked);
    assert_eq!(reply(secret, "+12125550199", "si").await, 204, "nobody wrote there");
    assert_eq!(reply(secret, "+1 212 555 0101", "¡Sí!").await, 204);
    assert_eq!(centre.visit(visit).await.confirmation.state, ConfirmationState::Confirmed);
    assert_eq!(reply(secret, "+12125550101", "creo que llegaré tarde").await, 204);
    let called = centre.visit(visit).await;
    assert!(matches!(called.history.last().map(|it| &it.what), Some(HistoryEvent::Called { .. })));
    assert_eq!(reply(secret, "+12125550101", "cancelar").await, 204);
    assert_eq!(centre.visit(visit).await.status, AppointmentStatus::Cancelled);
}
