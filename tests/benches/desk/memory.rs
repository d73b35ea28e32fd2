//! What the headless desk takes with the large clinic open: proportional set size, as the kernel counts it.

use crate::{figure::Figure, large};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

pub fn with_large_clinic(folder: &Path) {
    let Some(binary) = binary() else {
        eprintln!("desk-host was not built beside this benchmark: its memory is not measured");
        return;
    };
    let mut child = Command::new(binary)
        .args(["serve", "--port", "0", "--ui", "."])
        .args(["--now", "2026-11-23T14:00"])
        .env("FRONT_DESK_HOME", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = said["url"].as_str().unwrap().to_owned();
    call(&url, "sign_in", &json!({ "login": "ada", "password": large::PASSWORD }));
    let setup = call(&url, "setup", &json!({}));
    let location = &setup["locations"][0]["id"];
    for query in ["ma", "smi", "gar"] {
        call(&url, "find_patients", &json!({ "query": query }));
    }
    call(&url, "day", &json!({ "location": location }));
    let pss = pss_mebibytes(&child);
    child.kill().unwrap();
    child.wait().unwrap();
    Figure {
        name: "memory_desk_host_large",
        value: pss,
        unit: "MiB PSS",
        baseline: None,
        goal: "<= 200 MB",
        met: pss * 1.048_576 <= 200.0,
    }
    .print();
}

/// Cargo puts the benchmark into `deps`, the program beside that.
fn binary() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let binary = own.parent()?.parent()?.join("desk-host");
    binary.exists().then_some(binary)
}

fn call(url: &str, command: &str, request: &serde_json::Value) -> serde_json::Value {
    let (address, token) = url.trim_start_matches("http://").split_once("/#token=").unwrap();
    let body = request.to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /call/{command} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{command}: {head}");
    let json = &body[body.find(['{', '[']).unwrap()..=body.rfind(['}', ']']).unwrap()];
    serde_json::from_str(json).unwrap()
}

fn pss_mebibytes(child: &Child) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", child.id())).unwrap();
    let line = rollup.lines().find(|it| it.starts_with("Pss:")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024.0
}
