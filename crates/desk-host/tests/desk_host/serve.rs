//! The served desk as a browser sees it, and as others must not: the real program, real sockets.

use crate::support::{Home, PASSWORD, bundle_of};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Stdio},
    time::Duration,
};

struct Server {
    child: Child,
    _stdout: BufReader<ChildStdout>,
    port: u16,
    token: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn on(home: &Home) -> Server {
        let page = home.path("page");
        std::fs::create_dir_all(&page).unwrap();
        std::fs::write(page.join("index.html"), "<!doctype html><title>Front Desk</title>").unwrap();
        let mut command = home.command(&["serve".as_ref(), "--ui".as_ref(), page.as_os_str()]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = serde_json::from_str::<Value>(&line).unwrap()["url"].as_str().unwrap().to_owned();
        let (address, token) = url.split_once("/#token=").unwrap();
        let port = address.strip_prefix("http://127.0.0.1:").unwrap().parse().unwrap();
        Server { child, _stdout: stdout, port, token: token.to_owned() }
    }

    /// One request with the headers given, as they are.
    fn send(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut head = format!("{line} HTTP/1.1\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        // A server that refuses by the head alone may hang up before it has read the body.
        let _ = stream.write_all(body);
        stream
    }

    fn ask(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut whole = Vec::new();
        let _ = self.send(line, headers, body).read_to_end(&mut whole);
        let whole = String::from_utf8(whole).unwrap();
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn call_with(&self, name: &str, request: &Value, more: &[(&str, &str)]) -> Answer {
        let (host, bearer) = (self.host(), self.bearer());
        let mut headers = vec![("host", host.as_str()), ("authorization", &bearer)];
        headers.extend(more);
        self.ask(&format!("POST /call/{name}"), &headers, request.to_string().as_bytes())
    }

    fn call(&self, name: &str, request: &Value) -> Value {
        let answer = self.call_with(name, request, &[]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    fn sign_in(&self) {
        let session = self.call("sign_in", &json!({ "login": "ana", "password": PASSWORD }));
        assert_eq!(session["login"], "ana");
    }

    /// Asks it to stop as a service manager does, and waits for it.
    fn stop(mut self) -> Option<i32> {
        let asked = std::process::Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code()
    }
}

#[test]
fn only_the_runs_own_page_gets_in() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    let (host, bearer) = (server.host(), server.bearer());
    let status = |headers: &[(&str, &str)]| server.ask("POST /call/status", headers, b"{}").status;
    let ours = ("host", host.as_str());
    let token = ("authorization", bearer.as_str());
    assert_eq!(status(&[ours, token]), 200);
    assert_eq!(status(&[ours, token, ("origin", &format!("http://{host}"))]), 200);
    assert_eq!(status(&[ours]), 401);
    assert_eq!(status(&[ours, ("authorization", "Bearer 00")]), 401);
    assert_eq!(status(&[("host", "rebound.example.org"), token]), 403);
    assert_eq!(status(&[ours, token, ("origin", "http://example.org")]), 403);
    assert_eq!(server.ask("GET /events", &[ours], b"").status, 401);
    assert_eq!(server.ask("GET /", &[("host", "rebound.example.org")], b"").status, 403);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn the_page_comes_under_the_windows_policy_and_nothing_else_comes() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    let host = server.host();
    let get = |path: &str| server.ask(&format!("GET {path}"), &[("host", host.as_str())], b"");
    let page = get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Front Desk"));
    assert!(
        page.head.contains("content-security-policy: ") && page.head.contains("default-src 'none'"),
        "{}",
        page.head
    );
    for path in ["/../password", "/%2e%2e/password", "/nothing.js", "//etc/passwd"] {
        assert_eq!(get(path).status, 404, "{path}");
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn commands_answer_and_refuse_as_everywhere() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    let locked = server.call_with("setup", &json!({}), &[]);
    assert_eq!((locked.status, code(&locked)), (401, "locked".to_owned()));
    let unknown = server.call_with("no_such_command", &json!({}), &[]);
    assert_eq!((unknown.status, code(&unknown)), (404, "unknown_command".to_owned()));
    let large = server.call_with("status", &json!({ "filler": "x".repeat(1 << 20) }), &[]);
    assert_eq!((large.status, code(&large)), (400, "bad_request".to_owned()));
    server.sign_in();
    assert_eq!(server.call("setup", &json!({}))["organization"]["name"], "Elm Street Clinic");
    assert_eq!(server.stop(), Some(0));
    // Stopping locked it: another process can take the home.
    assert_eq!(home.call("setup", &json!({})).status, 0);
}

#[test]
fn the_session_says_what_the_person_likes_from_the_first_answer_on() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    server.sign_in();
    let liked = server.call("put_preferences", &json!({ "theme": "light", "density": "fit" }));
    assert_eq!((&liked["theme"], &liked["contrast"]), (&json!("light"), &json!("system")));
    assert_eq!(server.call("status", &json!({}))["session"]["preferences"], liked);
    server.call("lock", &json!({}));
    let session = server.call("sign_in", &json!({ "login": "ana", "password": PASSWORD }));
    assert_eq!(session["preferences"], liked);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn the_desk_speaks_the_persons_language_or_else_the_pages() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    let spanish = [("accept-language", "es-MX,es;q=0.9,en;q=0.8")];
    let said = |name: &str, request: &Value, more: &[(&str, &str)]| {
        let answer: Value = serde_json::from_str(&server.call_with(name, request, more).body).unwrap();
        answer["sentence"].as_str().unwrap().to_owned()
    };
    let nothing = json!({});
    assert_eq!(said("setup", &nothing, &spanish), "La recepción está bloqueada. Inicie sesión para seguir.");
    assert_eq!(said("setup", &nothing, &[]), "The desk is locked. Sign in to go on.");
    server.sign_in();
    let wrong = json!({ "location": "00000000-0000-7000-8000-000000000000", "date": "someday" });
    assert_eq!(said("day", &wrong, &spanish), "Fecha: una fecha, como 2026-11-23.");
    server.call("put_preferences", &json!({ "language": "en" }));
    assert_eq!(said("day", &wrong, &spanish), "Date: a date, like 2026-11-23.");
    server.call("put_preferences", &json!({ "language": "es" }));
    assert_eq!(said("day", &wrong, &[]), "Fecha: una fecha, como 2026-11-23.");

    let (host, bearer) = (server.host(), server.bearer());
    let file = [("host", host.as_str()), ("authorization", &bearer), ("x-file-name", "broken.json")];
    assert_eq!(server.ask("POST /call/stage_file", &file, b"{\"resourceType\": ").status, 200);
    let report = server.call("preview_import", &nothing);
    let refused = report["files"][0]["refused"].as_str().unwrap();
    assert!(refused.starts_with("El archivo no es JSON válido"), "{refused}");
    let patient = json!({
        "family_name": "", "given_names": "Ana", "birth_date": "1990-04-12", "sex": "female",
        "contact_preference": "phone", "is_active": true
    });
    let refused = server.call("register_patient", &json!({ "patient": patient }));
    assert_eq!(refused["reasons"][0]["sentence"], "Apellidos: hace falta.");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn an_import_tells_how_far_it_is_and_changes_are_announced() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    server.sign_in();
    let (host, bearer) = (server.host(), server.bearer());
    let ours = [("host", host.as_str()), ("authorization", bearer.as_str())];
    let mut events = BufReader::new(server.send("GET /events", &ours, b""));
    skip_head(&mut events);

    let file = [&ours[..], &[("x-file-name", "Z%C3%BCrich.json")]].concat();
    let staged = server.ask("POST /call/stage_file", &file, bundle_of("Marigold", "Quillfeather").as_bytes());
    assert_eq!(staged.status, 200, "{}", staged.body);
    assert_eq!(serde_json::from_str::<Value>(&staged.body).unwrap()["name"], "Zürich.json");
    let ran = server.call_with("run_import", &json!({}), &[("accept", "application/x-ndjson")]);
    assert!(ran.head.contains("content-type: application/x-ndjson"), "{}", ran.head);
    let lines: Vec<Value> = ran
        .body
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (result, progress) = lines.split_last().unwrap();
    assert!(result["result"]["kinds"].is_array(), "{}", ran.body);
    assert!(!progress.is_empty() && progress.iter().all(|line| line["progress"]["stage"].is_string()));

    let changed = next_event(&mut events);
    assert!(changed["revision"].is_u64() && changed["tags"].is_array(), "{changed}");
    assert!(!changed.to_string().contains("Quillfeather"), "an event never names a person");
    // An open stream does not keep the desk from stopping.
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_staged_table_is_looked_at_until_nothing_is_open() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    server.sign_in();
    server.call("put_preferences", &json!({ "language": "es" }));
    let (host, bearer) = (server.host(), server.bearer());
    let stage = |name: &str, bytes: &[u8]| {
        let headers = [("host", host.as_str()), ("authorization", &bearer), ("x-file-name", name)];
        serde_json::from_str::<Value>(&server.ask("POST /call/stage_file", &headers, bytes).body).unwrap()
    };
    let table = b"Apellidos;Nombre;F. Nac.\nPe\xf1a;Ana;04/03/1980\nGil;Eva;31/31/1980\n";
    let staged = stage("pacientes.csv", table);
    assert_eq!((&staged["format"], &staged["refused"]), (&json!("patient_table"), &Value::Null));
    assert_eq!(staged["table"]["gaps"][0]["what"], "date_order");
    assert_eq!(
        staged["table"]["two_dates"],
        json!({ "text": "04/03/1980", "day_first": "1980-03-04", "month_first": "1980-04-03" })
    );
    let said = json!({ "file": "pacientes.csv", "mapping": { "date_order": "day_first" } });
    let looked = server.call("look_at_table", &said);
    assert_eq!((&looked["gaps"], &looked["mapping"]["encoding"]), (&json!([]), &json!("windows-1252")));
    let rows = &looked["first_rows"];
    assert_eq!(rows[0]["cells"][0]["text"], "Peña");
    assert_eq!(rows[0]["cells"][2]["understood"], "1980-03-04");
    assert_eq!(
        (&rows[0]["problem"], &rows[1]["problem"]),
        (&Value::Null, &json!("Su fecha u hora no existe."))
    );

    stage("clinic.json", bundle_of("Marigold", "Quillfeather").as_bytes());
    stage("letter.txt", b"Dear clinic,");
    for (request, wanted) in [
        (json!({ "file": "nobody.csv" }), "not_found"),
        (json!({ "file": "clinic.json" }), "bad_request"),
        (json!({ "file": "letter.txt" }), "file_unreadable"),
        (json!({ "file": "pacientes.csv", "mapping": { "columns": { "Color": null } } }), "bad_request"),
        (json!({ "file": "pacientes.csv", "mapping": { "header_row": 61 } }), "bad_request"),
        (json!({ "file": "pacientes.csv", "mapping": { "header_row": 3 } }), "file_unreadable"),
        (json!({ "file": "pacientes.csv", "mapping": { "minutes": 0 } }), "bad_request"),
    ] {
        assert_eq!(code(&server.call_with("look_at_table", &request, &[])), wanted, "{request}");
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_failing_command_ends_its_stream_with_the_error() {
    let (home, _) = Home::set_up(&[]);
    let server = Server::on(&home);
    let refused = server.call_with("run_import", &json!({}), &[("accept", "application/x-ndjson")]);
    assert_eq!(refused.status, 200);
    let last = refused.body.lines().rfind(|line| line.starts_with('{')).unwrap();
    assert_eq!(serde_json::from_str::<Value>(last).unwrap()["error"]["code"], "locked");
    assert_eq!(server.stop(), Some(0));
}

fn code(answer: &Answer) -> String {
    serde_json::from_str::<Value>(&answer.body).unwrap()["code"].as_str().unwrap().to_owned()
}

fn skip_head(stream: &mut impl BufRead) {
    let mut line = String::new();
    while stream.read_line(&mut line).unwrap() > 2 {
        line.clear();
    }
}

fn next_event(stream: &mut impl BufRead) -> Value {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the stream ended without an event");
        if let Some(data) = line.strip_prefix("data:") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

/// Regression: the address was told before the desk listened to the word to stop.
#[test]
fn a_stop_in_the_first_instant_is_a_clean_one() {
    let (home, _) = Home::set_up(&[]);
    for _ in 0..20 {
        assert_eq!(Server::on(&home).stop(), Some(0));
    }
}
