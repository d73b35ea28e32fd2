//! A service on this PC that answers well, badly, slowly, malformed and maliciously. Each test has its own, on loopback.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use clinic_domain::time::Instant;
use clinic_env::Clock;
use clinic_language::{
    intent::Intent,
    second::{Role, SecondReader, Silence},
};
use desk_model::{Endpoint, Settings};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

#[derive(Clone)]
struct Heard {
    line: String,
    head: String,
    body: String,
}

/// A service with a thread of its own, which answers one after the other until it is dropped.
struct Local {
    at: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    has_ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Local {
    fn serving(script: impl Fn(&Heard, &mut TcpStream) + Send + 'static) -> Local {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (heard, has_ended) = (Arc::<Mutex<Vec<Heard>>>::default(), Arc::<AtomicBool>::default());
        let (all, is_over) = (Arc::clone(&heard), Arc::clone(&has_ended));
        let serve = move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                if let Some(one) = hear(&stream) {
                    all.lock().unwrap().push(one.clone());
                    script(&one, &mut stream);
                }
            }
        };
        let thread = thread::Builder::new().name("a local service".to_owned()).spawn(serve).unwrap();
        Local { at, heard, has_ended, thread: Some(thread) }
    }

    /// It answers every sentence with this content.
    fn saying(content: &str) -> Local {
        let content = completion(content);
        Local::serving(move |_, stream| say(stream, "200 OK", &content))
    }

    fn address(&self) -> String {
        format!("http://{}/v1", self.at)
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Relaxed);
        // It waits for somebody to call.
        let _ = TcpStream::connect(self.at);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn hear(stream: &TcpStream) -> Option<Heard> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut field = String::new();
        reader.read_line(&mut field).ok()?;
        if field.trim().is_empty() {
            break;
        }
        if let Some(value) = field.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&field);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Heard { line, head, body: String::from_utf8(body).ok()? })
}

fn say(stream: &mut TcpStream, status: &str, body: &str) {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

fn completion(content: &str) -> String {
    json!({ "choices": [{ "message": { "role": "assistant", "content": content } }] }).to_string()
}

fn endpoint_with(address: &str, key: &str, clock: Clock) -> Endpoint {
    let settings =
        Settings { address: address.to_owned(), model: "small".to_owned(), key: key.to_owned(), seconds: 1 };
    Endpoint::at(settings, clock).unwrap()
}

fn endpoint(address: &str) -> Endpoint {
    endpoint_with(address, "", Clock::System)
}

const GIVEN: &str = "could [NAME1] come in on friday";

#[test]
fn one_call_asks_for_one_reading_in_the_form_that_is_wanted() {
    let said =
        json!({ "intent": "appointment_booking", "pieces": [{ "role": "patient", "text": "[NAME1]" }] });
    let said = completion(&said.to_string());
    let local = Local::serving(move |_, stream| say(stream, "200 OK", &said));
    let reading = endpoint_with(&local.address(), "a key", Clock::System).read(GIVEN).unwrap();
    assert_eq!(reading.intent, Intent::AppointmentBooking);
    assert_eq!(reading.pieces, [(Role::Patient, "[NAME1]".to_owned())]);

    let heard = local.heard();
    let [one] = heard.as_slice() else { panic!("one call") };
    assert!(one.line.starts_with("POST /v1/chat/completions "), "{}", one.line);
    assert!(one.head.to_lowercase().contains("authorization: bearer a key"));
    let asked: Value = serde_json::from_str(&one.body).unwrap();
    assert_eq!((&asked["model"], &asked["temperature"]), (&json!("small"), &json!(0)));
    assert_eq!(asked["messages"].as_array().unwrap().len(), 2);
    assert_eq!(asked["messages"][1], json!({ "role": "user", "content": GIVEN }));
    assert_eq!(asked["response_format"]["type"], "json_schema");
    assert_eq!(asked["response_format"]["json_schema"]["strict"], true);
}

#[test]
fn bad_and_malformed_answers_are_no_reading() {
    for (status, body, silence) in [
        ("500 Internal Server Error", "sorry".to_owned(), Silence::Refused),
        ("404 Not Found", "{}".to_owned(), Silence::Refused),
        ("200 OK", "no JSON".to_owned(), Silence::Unreadable),
        ("200 OK", String::new(), Silence::Unreadable),
        ("200 OK", completion("I think they would like to book"), Silence::Unreadable),
        ("200 OK", completion("```json\n{\"intent\": \"cancel\"}\n```"), Silence::Unreadable),
        ("200 OK", "x".repeat(200_000), Silence::Unreadable),
    ] {
        let local = Local::serving(move |_, stream| say(stream, status, &body));
        assert_eq!(endpoint(&local.address()).read(GIVEN), Err(silence), "{status}");
    }
}

#[test]
fn an_answer_that_breaks_off_is_no_reading() {
    let local = Local::serving(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"choices\": [");
    });
    assert_eq!(endpoint(&local.address()).read(GIVEN), Err(Silence::Unreachable));
    let nobody = local.address();
    drop(local);
    assert_eq!(endpoint(&nobody).read(GIVEN), Err(Silence::Unreachable));
}

#[test]
fn nobody_waits_for_a_slow_one_beyond_its_limit() {
    // It keeps the line until the desk hangs up: at once, or after it began to answer.
    let silent = Local::serving(|_, stream| {
        let _ = stream.read(&mut [0]);
    });
    assert_eq!(endpoint(&silent.address()).read(GIVEN), Err(Silence::TooSlow));
    let dripping = Local::serving(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n");
        while stream.write_all(b" ").is_ok()
            && stream.set_read_timeout(Some(Duration::from_millis(50))).is_ok()
        {
            if matches!(stream.read(&mut [0]), Ok(0)) {
                break;
            }
        }
    });
    assert_eq!(endpoint(&dripping.address()).read(GIVEN), Err(Silence::TooSlow));
}

#[test]
fn what_a_malicious_one_makes_up_does_not_count() {
    for content in [
        json!({ "intent": "cancel", "pieces": [{ "role": "patient", "text": "Somebody Else" }] }),
        json!({ "intent": "agree", "pieces": [] }),
        json!({ "intent": "cancel", "pieces": [], "agrees_to": 1 }),
        json!({ "intent": "cancel", "pieces": [{ "role": "slot_handle", "text": "friday" }] }),
        json!({ "tool_calls": [{ "function": "book" }] }),
    ] {
        let local = Local::saying(&content.to_string());
        assert_eq!(endpoint(&local.address()).read(GIVEN), Err(Silence::Unreadable), "{content}");
    }
}

#[test]
fn nobody_is_followed_to_another_address() {
    let elsewhere = Local::serving(|_, stream| say(stream, "200 OK", &completion("{}")));
    let there = elsewhere.address();
    let local = Local::serving(move |_, stream| {
        let head =
            format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {there}\r\ncontent-length: 0\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
    });
    assert_eq!(endpoint(&local.address()).read(GIVEN), Err(Silence::Refused));
    assert!(elsewhere.heard().is_empty());
}

#[test]
fn one_that_fails_again_and_again_is_left_alone_for_a_while() {
    static NOW: AtomicI64 = AtomicI64::new(1_000_000);
    let local = Local::serving(|_, stream| say(stream, "500 Internal Server Error", ""));
    let endpoint = endpoint_with(&local.address(), "", Clock::Standing { at: &NOW });
    for _ in 0..3 {
        assert_eq!(endpoint.read(GIVEN), Err(Silence::Refused));
    }
    for _ in 0..5 {
        assert_eq!(endpoint.read(GIVEN), Err(Silence::Resting));
    }
    assert_eq!(local.heard().len(), 3);
    assert_eq!(endpoint.rests_until(), Some(Instant(1_000_030)));
    NOW.store(1_000_030, Ordering::Relaxed);
    assert_eq!(endpoint.read(GIVEN), Err(Silence::Refused), "one call is let through");
    assert_eq!(endpoint.read(GIVEN), Err(Silence::Resting));
}

#[test]
fn a_probe_says_what_there_is_and_whether_it_understands() {
    let models = json!({ "data": [{ "id": "small" }, { "id": "large" }] }).to_string();
    let probed = |intent: &'static str| {
        let models = models.clone();
        let local = Local::serving(move |heard, stream| {
            let said = completion(&json!({ "intent": intent, "pieces": [] }).to_string());
            say(stream, "200 OK", if heard.line.starts_with("GET /v1/models ") { &models } else { &said });
        });
        endpoint(&local.address()).probe()
    };
    let good = probed("cancel");
    assert_eq!(
        (good.models.as_slice(), good.read.is_ok(), good.is_wrong),
        (["small".to_owned(), "large".to_owned()].as_slice(), true, false)
    );
    assert!(probed("general").is_wrong);
    let local = Local::serving(|_, stream| say(stream, "401 Unauthorized", ""));
    let refused = endpoint(&local.address()).probe();
    assert_eq!((refused.models.len(), refused.read), (0, Err(Silence::Refused)));
}
