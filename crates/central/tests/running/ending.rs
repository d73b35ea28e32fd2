//! How it ends: what runs finishes, nothing new begins, and who does not want to wait ends it at once.

use crate::{
    centre::Centre,
    service::{Running, rest, token},
};
use clinic_domain::people::Role;
use rustix::process::Signal;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

const BODY: &str =
    r#"{"organization":"nobody","login":"ada","password":"seven wooden ducks","proof":"none"}"#;

/// A sign-in whose body is still to come; the service waits for it.
fn half_a_request(service: &Running) -> TcpStream {
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/sessions HTTP/1.1\r\nhost: centre\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\n\r\n",
        BODY.len()
    );
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut go_on).expect("it asks for the body");
    assert!(go_on.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&go_on));
    stream
}

#[tokio::test]
async fn what_runs_finishes_with_its_answer_and_nothing_new_begins() {
    for signal in [Signal::TERM, Signal::INT] {
        let centre = Centre::start().await;
        let mut service = Running::start(&centre, &[]).await;
        let mut running = half_a_request(&service);
        service.signal(signal);
        service.says("told to end: what runs may finish").await;
        // Whether the listener was closed already or not: nobody is served.
        if let Ok(mut late) = TcpStream::connect(service.address) {
            let _ = late.write_all(b"GET /healthz HTTP/1.1\r\nhost: centre\r\n\r\n");
            assert_eq!(rest(&mut late), "");
        }
        running.write_all(BODY.as_bytes()).expect("it still reads");
        let answer = rest(&mut running);
        assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("sign_in_refused"), "{answer}");
        assert_eq!(service.ended().await, Some(0), "{:#?}", service.log);
        assert!(service.log.last().expect("a log").contains("\"ended\""), "{:#?}", service.log);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_waits_for_changes_is_answered_at_once() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("riverside").await;
    let desk = centre.desk(&clinic).await;
    let mut service = Running::start(&centre, &[("CENTRAL_LOG", "debug")]).await;
    let token = token(&centre, &clinic, Role::FrontDesk, Some(desk));
    let get = async |path: &str| -> serde_json::Value {
        let answer = centre.http.get(service.url(path)).bearer_auth(&token).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.json().await.expect("JSON")
    };
    let head = get("/v1/sync/wait?after=0").await["head"].as_u64().expect("a head");
    let request = centre.http.get(service.url(&format!("/v1/sync/wait?after={head}"))).bearer_auth(&token);
    #[allow(clippy::disallowed_methods)] // It is awaited below.
    let waiting = tokio::spawn(request.send());
    service.says_of("asked", |it| it["span"]["route"] == "await_changes").await;
    service.says_of("asked", |it| it["span"]["route"] == "await_changes").await;
    service.signal(Signal::TERM);
    let answer = waiting.await.expect("a task").expect("an answer");
    assert_eq!(answer.json::<serde_json::Value>().await.expect("JSON")["head"], head);
    assert_eq!(service.ended().await, Some(0), "{:#?}", service.log);
}

#[tokio::test]
async fn told_once_more_it_ends_at_once() {
    let centre = Centre::start().await;
    let mut service = Running::start(&centre, &[]).await;
    let mut running = half_a_request(&service);
    service.signal(Signal::TERM);
    service.says("told to end: what runs may finish").await;
    service.signal(Signal::TERM);
    assert_eq!(service.ended().await, Some(2), "{:#?}", service.log);
    assert_eq!(rest(&mut running), "");
}

#[tokio::test]
async fn when_the_time_is_over_what_still_runs_is_cut_off() {
    let centre = Centre::start().await;
    let mut service = Running::start(&centre, &[("CENTRAL_GRACE_SECONDS", "1")]).await;
    let mut running = half_a_request(&service);
    service.signal(Signal::TERM);
    assert_eq!(service.says("what still ran was cut off").await["why"], "the time is over");
    assert_eq!(service.ended().await, Some(2));
    assert_eq!(rest(&mut running), "");
}
