//! A real mail server for a test, behind a door that can be shut.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

pub struct MailServer {
    /// What the service is told.
    pub port: u16,
    folder: TempDir,
    is_shut: Arc<AtomicBool>,
    server: Child,
}

/// A mail as it arrived.
#[derive(Debug)]
pub struct Mail {
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

impl MailServer {
    pub async fn start() -> MailServer {
        MailServer::start_with(serde_json::json!({})).await
    }

    /// With what else it is told: `auth`, `tls`.
    pub async fn start_with(mut arguments: serde_json::Value) -> MailServer {
        let folder = tempfile::tempdir().expect("a folder");
        arguments["folder"] = folder.path().display().to_string().into();
        let arguments = arguments.to_string();
        let mut server = Command::new("node")
            .args(["../../tests/servers/mail.mjs", &arguments])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let told: serde_json::Value =
            serde_json::from_str(&line).expect("the server is installed and says its port");
        let behind = u16::try_from(told["port"].as_u64().expect("a port")).expect("a port");
        let door = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = door.local_addr().expect("an address").port();
        let is_shut = Arc::new(AtomicBool::new(false));
        #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
        tokio::spawn(keep_the_door(door, behind, Arc::clone(&is_shut)));
        MailServer { port, folder, is_shut, server }
    }

    /// Whoever comes from now on finds nobody, or somebody again.
    pub fn shut(&self, is_shut: bool) {
        self.is_shut.store(is_shut, Ordering::SeqCst);
    }

    /// In the order in which they arrived.
    pub fn mails(&self) -> Vec<Mail> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut files: Vec<_> = entries.map(|it| it.expect("a file").path()).collect();
        files.retain(|it| it.extension().is_some_and(|it| it == "eml"));
        files.sort();
        files.iter().map(|it| mail(&std::fs::read_to_string(it).expect("a mail"))).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

async fn keep_the_door(door: TcpListener, behind: u16, is_shut: Arc<AtomicBool>) {
    let mut open = tokio::task::JoinSet::new();
    while let Ok((mut outside, _)) = door.accept().await {
        if is_shut.load(Ordering::SeqCst) {
            // Those who were let in before are put out as well.
            open.shutdown().await;
            continue;
        }
        open.spawn(async move {
            if let Ok(mut inside) = TcpStream::connect(("127.0.0.1", behind)).await {
                // However it ends, it has ended.
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            }
        });
    }
}

fn mail(raw: &str) -> Mail {
    let (head, body) = raw.split_once("\r\n\r\n").expect("a head and a body");
    let head = head.replace("\r\n ", " ");
    let headers: BTreeMap<String, String> = head
        .split("\r\n")
        .filter_map(|it| it.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let is_quoted = headers.get("content-transfer-encoding").is_some_and(|it| it == "quoted-printable");
    let text = if is_quoted { unquoted(body) } else { body.to_owned() };
    Mail { headers, text: text.replace("\r\n", "\n").trim_end().to_owned() }
}

/// RFC 2045, 6.7.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = std::str::from_utf8(after.get(..2).unwrap_or_default()).unwrap_or_default();
        match u8::from_str_radix(hex, 16) {
            Ok(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("text")
}
