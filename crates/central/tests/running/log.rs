//! What it writes to its log: enough to find out what happened, and nobody's data, at its most verbose.

use crate::{
    centre::{Centre, Clinic},
    program::Program,
    service::{Running, token},
    written,
};
use central::{
    http::{self, Access, Cx, Done, Input, Problem, Route},
    log, routes,
};
use clinic_domain::people::Role;
use clinic_env::Clock;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::{collections::BTreeSet, panic, sync::Mutex};

/// What is in no line: each of them is sent, asked for, or refused somewhere below.
const MARKS: &[&str] = &[
    "Zyxwanda",
    "Qqfamily",
    "1931-07-13",
    "19310713",
    "5550199",
    "zzmail",
    "Wxyzstreet",
    "Memberxq77",
    "zzpassword",
    "zzwrong",
    "zzlogin",
    "Zznote",
    "Zzrecord",
    "Zzreason",
    "Zzagent",
    "Zzfaq",
    "Zzquery",
    "zztoken",
    "Zzperson",
    "Zzcaregiver",
    "203.0.113.77",
    "Zzpush",
];

struct Caller<'a> {
    centre: &'a Centre,
    service: &'a Running,
    token: String,
    /// Tokens and codes that came back.
    secrets: Mutex<Vec<String>>,
}

impl Caller<'_> {
    async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = self.centre.http.request(method.parse().expect("a method"), self.service.url(path));
        let request = request.bearer_auth(&self.token).header("user-agent", "Zzagent 1.0");
        let request = request.header("x-forwarded-for", "203.0.113.77");
        let answer =
            if body.is_null() { request } else { request.json(&body) }.send().await.expect("an answer");
        let (status, said) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default());
        let secrets =
            ["code", "access_token", "refresh_token", "offer"].iter().filter_map(|it| said[it].as_str());
        self.secrets.lock().expect("no panic").extend(secrets.map(str::to_owned));
        (status, said)
    }

    async fn made(&self, path: &str, body: Value) -> String {
        let (status, made) = self.send("POST", path, body).await;
        assert!(status < 300, "{path}: {status} {made}");
        made["id"].as_str().unwrap_or_default().to_owned()
    }
}

/// People get in, and do not.
async fn at_the_door(it: &Caller<'_>, clinic: &Clinic) {
    let nurse = clinic.person(Role::Nurse);
    let (_, invited) = it.send("POST", &format!("/v1/people/{nurse}/invitation"), json!({})).await;
    let password = "zzpassword is long enough";
    let set = json!({ "organization": "riverside", "code": invited["code"], "password": password });
    assert_eq!(it.send("POST", "/v1/passwords", set).await.0, 204);
    let program = Program::new(3);
    for (login, password, status) in
        [("nurse", password, 201), ("nurse", "zzwrong", 401), ("zzlogin", "zzwrong", 401)]
    {
        let proof = program.proof("/v1/sessions", None, Clock::System.now());
        let body = json!({ "organization": "riverside", "login": login, "password": password,
            "key": program.public, "proof": proof });
        let (answered, said) = it.send("POST", "/v1/sessions", body).await;
        assert_eq!(answered, status, "{said}");
        it.secrets.lock().expect("no panic").push(proof);
    }
    let person =
        json!({ "login": "zzlogin", "name": "Zzperson", "roles": ["nurse"], "email": "zzmail@example.org" });
    it.made("/v1/people", person).await;
}

/// A patient is registered, found, booked and written about.
async fn at_the_desk(it: &Caller<'_>, clinic: &Clinic) {
    let patient = json!({
        "family_name": "Qqfamily", "given_names": "Zyxwanda", "birth_date": "1931-07-13",
        "email": "zzmail@example.org", "phones": [{ "number": "+1 212 5550199", "kind": "mobile" }],
        "address": { "lines": ["7 Wxyzstreet"], "city": "Boston" },
        "coverage": { "payer": "Payer", "member_id": "Memberxq77" },
    });
    let patient = it.made("/v1/patients", patient).await;
    let path = format!("/v1/patients/{patient}");
    assert_eq!(it.send("GET", &path, Value::Null).await.0, 200);
    it.send("PATCH", &path, json!({ "version": 1, "preferred_name": "Zyxwanda" })).await;
    it.made("/v1/patients/search", json!({ "name": "Qqfamily", "birth_date": "1931-07-13" })).await;
    it.made("/v1/patients/duplicates", json!({ "family_name": "Qqfamily", "birth_date": "1931-07-13" }))
        .await;
    let caregiver = json!({ "name": "Zzcaregiver", "phone": "+1 212 5550199", "relation": "child",
        "authorization": "full", "may_schedule": true });
    it.made(&format!("{path}/caregivers"), caregiver).await;
    let day =
        |ahead: i64| Clock::System.now().plus_seconds(ahead * 86_400).local_date(chrono_tz::UTC).to_string();
    let wanted = json!({ "location": clinic.location, "appointment_type": clinic.visit, "patient": patient,
        "from": day(3), "until": day(6), "limit": 1 });
    let (_, found) = it.send("POST", "/v1/availability", wanted).await;
    let offer = found["offers"][0]["offer"].as_str().unwrap_or_else(|| panic!("an offer: {found}"));
    let booked =
        it.made("/v1/appointments", json!({ "offer": offer, "patient": patient, "note": "Zznote" })).await;
    let visit = format!("/v1/appointments/{booked}");
    let cancel = json!({ "version": 1, "reason": "patient_ill", "note": "Zznote" });
    it.made(&format!("{visit}/cancel"), cancel.clone()).await;
    assert_eq!(it.send("POST", &format!("{visit}/cancel"), cancel).await.0, 409);
    it.send("GET", &format!("{visit}/messages"), Value::Null).await;
    let glass = json!({ "patient": patient, "reason_code": "emergency", "reason": "Zzreason asks" });
    it.send("POST", "/v1/break-glass", glass).await;
}

async fn at_the_bedside(it: &Caller<'_>, clinic: &Clinic) {
    let path = format!("/v1/patients/{}/medical-records", clinic.patient);
    it.made(&path, json!({ "record_type": "note", "content": "Zzrecord" })).await;
}

/// What is wrong about a request is not repeated.
async fn wrongly(it: &Caller<'_>) {
    for (method, path, body) in [
        ("POST", "/v1/patients", json!({ "family_name": 5, "Qqfamily": "Zyxwanda" })),
        ("POST", "/v1/patients", json!({ "family_name": "Qqfamily", "birth_date": "the 19310713th" })),
        ("GET", "/v1/patients/Zyxwanda", Value::Null),
        ("GET", "/v1/patients?limit=Zzquery", Value::Null),
        ("GET", "/v1/patients?cursor=Zzquery", Value::Null),
        ("GET", "/v1/nothing/Zyxwanda?name=Zzquery", Value::Null),
        ("DELETE", "/v1/patients/Zyxwanda", Value::Null),
        ("GET", "/a/zztoken", Value::Null),
        ("POST", "/v1/sessions/renew", json!({ "refresh_token": "zztoken", "proof": "zztoken" })),
        (
            "POST",
            "/v1/devices",
            json!({ "organization": "Qqfamily", "code": "zztoken", "key": "zz", "proof": "zz" }),
        ),
        ("POST", "/v1/faq/search", json!({ "words": "Zzfaq" })),
    ] {
        it.send(method, path, body).await;
    }
}

/// A desk that sends what is no operation, and somebody who is no desk.
async fn pushed(it: &Caller<'_>, clinic: &Clinic) {
    let desk = it.centre.desk(clinic).await;
    let token = token(it.centre, clinic, Role::FrontDesk, Some(desk));
    for (token, status) in [(token.as_str(), 422), ("zztoken.zztoken.zztoken", 401)] {
        let push = it.centre.http.post(it.service.url("/v1/sync/push")).bearer_auth(token);
        let push = push.header("content-type", "application/x-ndjson").body("{\"Zzpush\": 1}\nZzpush");
        assert_eq!(push.send().await.expect("an answer").status(), status);
    }
    it.secrets.lock().expect("no panic").push(token);
}

#[tokio::test]
async fn nobodys_data_is_in_any_line_and_every_line_says_what_happened() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("riverside").await;
    let with = [
        ("CENTRAL_LOG", "debug"),
        // Nobody takes the mails: that is written down too.
        ("CENTRAL_MAIL__HOST", "127.0.0.1"),
        ("CENTRAL_MAIL__PORT", "1"),
        ("CENTRAL_MAIL__TLS", "none"),
        ("CENTRAL_MAIL__FROM", "zzmail@example.org"),
        ("CENTRAL_PUBLIC_URL", "https://centre.example"),
        ("CENTRAL_PROXIES", r#"["127.0.0.1"]"#),
    ];
    let mut service = Running::start(&centre, &with).await;
    let mut secrets = Vec::new();
    for role in [Role::Administrator, Role::FrontDesk, Role::AttendingPhysician] {
        let it = Caller {
            centre: &centre,
            service: &service,
            token: token(&centre, &clinic, role, None),
            secrets: Mutex::default(),
        };
        match role {
            Role::Administrator => at_the_door(&it, &clinic).await,
            Role::FrontDesk => {
                at_the_desk(&it, &clinic).await;
                pushed(&it, &clinic).await;
            }
            _ => at_the_bedside(&it, &clinic).await,
        }
        wrongly(&it).await;
        secrets.push(it.token);
        secrets.extend(it.secrets.into_inner().expect("no panic"));
    }
    service.signal(Signal::TERM);
    assert_eq!(service.ended().await, Some(0));
    assert!(secrets.len() > 8, "what was given out is looked for as well");
    for line in &service.log {
        let shown =
            MARKS.iter().copied().chain(secrets.iter().map(String::as_str)).find(|it| line.contains(it));
        assert_eq!(shown, None, "{line}");
    }
    let answered = every_line_is_whole(&service.log, &clinic);
    assert!(answered > 40, "{answered} answers in {:#?}", service.log);
}

/// How many of them are of requests.
fn every_line_is_whole(log: &[String], clinic: &Clinic) -> usize {
    let table = routes::table();
    let paths: BTreeSet<&str> = table.iter().map(|it| it.path).collect();
    let mut answered = 0;
    for line in log {
        let said: Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(
            said["timestamp"].is_string() && said["level"].is_string() && said["message"].is_string(),
            "{line}"
        );
        if said["message"] != "answered" {
            continue;
        }
        answered += 1;
        let span = &said["span"];
        assert!(said["status"].is_u64() && said["seconds"].is_number() && span["id"].is_string(), "{line}");
        let path = span["path"].as_str().expect("a path");
        assert!(paths.contains(path) && span["method"].is_string(), "{line}");
        let route = table.iter().find(|it| it.name == span["route"]).expect("a route of the table");
        let is_signed_in = matches!(route.access, Access::SignedIn | Access::May(_));
        if is_signed_in && said["status"] != 401 {
            assert_eq!(span["organization"], clinic.id.to_string(), "{line}");
        }
    }
    answered
}

async fn break_down(_: Cx, _: Input) -> Result<Done, Problem> {
    panic!("Zyxwanda Qqfamily, born 1931-07-13");
}

#[tokio::test]
async fn a_fault_of_the_program_is_answered_and_noted_without_what_it_was_about() {
    let centre = Centre::start().await;
    written::keep();
    let before = panic::take_hook();
    panic::set_hook(Box::new(log::panicked));
    let route = Route::new(
        axum::http::Method::GET,
        "/v1/broken",
        "break_down",
        "Breaks down",
        Access::Anyone,
        break_down,
    );
    let router = http::router(&centre.app, vec![route]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1/broken", listener.local_addr().expect("an address"));
    #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
    tokio::spawn(
        axum_server::from_tcp(listener.into_std().expect("a listener"))
            .expect("a server")
            .serve(router.into_make_service()),
    );
    for _ in 0..2 {
        let answer = centre.http.get(&url).send().await.expect("an answer");
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.json::<Value>().await.expect("a problem")["code"], "internal");
    }
    panic::set_hook(before);
    let log = written::take();
    assert!(MARKS.iter().all(|it| !log.contains(it)), "{log}");
    let lines: Vec<Value> = log.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let noted =
        lines.iter().filter(|it| it["place"].as_str().is_some_and(|it| it.contains("running/log.rs")));
    assert_eq!(noted.count(), 2, "{log}");
    assert_eq!(
        lines.iter().filter(|it| it["message"] == "answered" && it["status"] == 500).count(),
        2,
        "{log}"
    );
}
