//! Clients that are slow, that send too much, that do not read, and that are too many. None of them holds up the others.

use crate::{
    centre::Centre,
    service::{PATIENCE, Running, rest},
};
use axum::http::Request;
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: centre\r\nconnection: close\r\n\r\n";

/// Nobody has called too often.
const OFTEN: (&str, &str) = ("CENTRAL_LIMITS__ADDRESS", "1000000");

/// Somebody else is served all the while.
fn is_well(service: &Running) {
    let answer = service.answer(HEALTH);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// Sends a byte each time that nothing came for a while; what was answered until the other side closed.
fn drip(mut stream: TcpStream, bytes: &[u8]) -> String {
    stream.set_read_timeout(Some(Duration::from_millis(20))).expect("a pace");
    let (mut all, mut piece) = (Vec::new(), [0; 1024]);
    for byte in bytes.iter().cycle().take(usize::try_from(PATIENCE.as_millis()).expect("a number") / 20) {
        // The end shows when something is read.
        let _ = stream.write_all(&[*byte]);
        match stream.read(&mut piece) {
            Ok(0) => return String::from_utf8_lossy(&all).into_owned(),
            Ok(count) => all.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return String::from_utf8_lossy(&all).into_owned(),
        }
    }
    panic!("it is still open after {PATIENCE:?}");
}

fn sign_in(headers: &str) -> String {
    format!("POST /v1/sessions HTTP/1.1\r\nhost: centre\r\ncontent-type: application/json\r\n{headers}\r\n")
}

#[tokio::test]
async fn who_does_not_say_what_they_want_in_time_is_shown_out() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[("CENTRAL_CLIENTS__HEAD_SECONDS", "1")]).await;
    let silent = service.connect();
    let head = format!("GET /healthz HTTP/1.1\r\nhost: centre\r\nx-slow: {}", "x".repeat(10_000));
    drip(service.connect(), head.as_bytes());
    is_well(&service);
    assert_eq!(rest(&mut &silent), "");
    // After an answer the next head has its time as well, and no more.
    let mut kept = service.connect();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: centre\r\n\r\n").expect("it reads");
    assert!(rest(&mut kept).starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_body_that_drips_is_answered_and_closed() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[("CENTRAL_CLIENTS__BODY_SECONDS", "1")]).await;
    let mut stream = service.connect();
    stream.write_all(sign_in("content-length: 60000\r\n").as_bytes()).expect("it reads");
    let answer = drip(stream, b" ");
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("\"body_too_slow\""), "{answer}");
    is_well(&service);
}

#[tokio::test]
async fn heads_and_bodies_have_their_bounds() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[]).await;
    let status = |request: String| service.answer(request.as_bytes());
    let many: String = (0..100).map(|it| format!("x-{it}: 1\r\n")).collect();
    let answer = status(sign_in(&format!("content-length: 0\r\n{many}")));
    assert!(answer.starts_with("HTTP/1.1 431"), "too many headers: {answer}");
    let answer = status(sign_in(&format!("x-long: {}\r\n", "x".repeat(100_000))));
    assert!(answer.starts_with("HTTP/1.1 431"), "too long a header: {answer}");
    let answer =
        status(format!("GET /v1/patients?search={} HTTP/1.1\r\nhost: centre\r\n\r\n", "x".repeat(100_000)));
    assert!(answer.starts_with("HTTP/1.1 4"), "too long an address: {answer}");

    // Nobody has to send it to hear that it is too much.
    let answer = status(sign_in("connection: close\r\ncontent-length: 100000\r\n"));
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("\"too_large\""), "{answer}");
    let chunk = format!("8000\r\n{}\r\n", " ".repeat(0x8000));
    let answer = status(format!("{}{}", sign_in("transfer-encoding: chunked\r\n"), chunk.repeat(4)));
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("\"too_large\""), "{answer}");
    let broken = format!("{}zz\r\n", sign_in("connection: close\r\ntransfer-encoding: chunked\r\n"));
    let answer = status(broken);
    assert!(answer.starts_with("HTTP/1.1 400"), "no chunks: {answer}");
    is_well(&service);
}

/// Calls on one connection of HTTP/2, each with a header so long; what each was answered, and how many are let in at a time.
async fn by_http_2(service: &Running, lengths: &[usize]) -> (Vec<u16>, usize) {
    let stream = tokio::net::TcpStream::connect(service.address).await.expect("it listens");
    let (mut calls, connection) = h2::client::handshake(stream).await.expect("it speaks HTTP/2");
    let connection = async move {
        // It ends with its calls.
        let _ = connection.await;
    };
    let asking = async move {
        let mut answers = Vec::new();
        for length in lengths {
            let request = Request::get("http://centre/healthz").header("x-long", "x".repeat(*length));
            calls = calls.ready().await.expect("a place");
            let (answer, _) =
                calls.send_request(request.body(()).expect("a request"), true).expect("it is sent");
            answers.push(answer.await.expect("an answer").status().as_u16());
        }
        let at_a_time = calls.current_max_send_streams();
        (answers, at_a_time)
    };
    let both = async { tokio::join!(connection, asking).1 };
    tokio::time::timeout(PATIENCE, both).await.expect("it ends")
}

#[tokio::test]
async fn heads_of_http_2_have_their_bounds() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[]).await;
    let (answers, at_a_time) = by_http_2(&service, &[100, 20_000, 100]).await;
    assert_eq!(answers, [200, 431, 200], "the one that is too long costs the others nothing");
    assert_eq!(at_a_time, 64);
    is_well(&service);
}

#[tokio::test]
async fn what_is_packed_has_the_bounds_of_what_it_unfolds_to() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[]).await;
    let post = async |bytes: Vec<u8>| {
        let request = centre.http.post(service.url("/v1/sessions")).body(bytes);
        let request = request.header("content-type", "application/json").header("content-encoding", "zstd");
        let answer = request.send().await.expect("an answer");
        (
            answer.status().as_u16(),
            answer.json::<serde_json::Value>().await.expect("a problem")["code"].clone(),
        )
    };
    let bomb = zstd::encode_all(&vec![b' '; 50 << 20][..], 19).expect("it packs");
    assert!(bomb.len() < 20_000, "{}", bomb.len());
    assert_eq!(post(bomb).await, (413, "too_large".into()));
    assert_eq!(post(b"no zstd at all".to_vec()).await, (400, "unreadable_body".into()));
    is_well(&service);
}

#[tokio::test]
async fn who_does_not_read_what_they_asked_for_is_shown_out() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[("CENTRAL_CLIENTS__STALLED_SECONDS", "1"), OFTEN]).await;
    let mut stream = service.connect();
    let many = b"GET /healthz HTTP/1.1\r\nhost: centre\r\n\r\n".repeat(1000);
    // Once its answers find no place, the service reads no further, and then closes.
    let ended = (0..10_000).find_map(|_| stream.write_all(&many).err()).expect("it does not read for ever");
    assert!(matches!(ended.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{ended}");
    is_well(&service);
}

#[tokio::test]
async fn only_so_many_are_let_in_at_a_time() {
    let centre = Centre::start().await;
    let service = Running::start(&centre, &[("CENTRAL_CLIENTS__CONNECTIONS", "2")]).await;
    let come_in = || {
        let mut stream = service.connect();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: centre\r\n\r\n").expect("it reads");
        let mut first = [0; 12];
        stream.read_exact(&mut first).map(|()| (stream, String::from_utf8_lossy(&first).into_owned()))
    };
    let (mut one, said) = come_in().expect("the first");
    assert_eq!(said, "HTTP/1.1 200");
    let _two = come_in().expect("the second");
    assert!(come_in().is_err(), "there is no place for a third");
    one.write_all(HEALTH).expect("it reads");
    rest(&mut one);
    come_in().expect("a place is free again");
}
