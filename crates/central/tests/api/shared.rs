//! What becomes of the service with a Redis that speaks TLS, is somebody else's, or takes calls and never answers.

use crate::{
    authority::Authority,
    centre::{Centre, Clinic},
    faults::Way,
};
use central::{app::App, config::RedisConfig};
use clinic_domain::people::Role;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
};
use tempfile::TempDir;

/// A Redis on a port of loopback that speaks TLS alone; gone with the test.
struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    fn start(authority: &Authority) -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (certificate, key) = authority.gives("localhost", 2090);
        for (name, text) in [("crt", certificate), ("key", key), ("ca", authority.pem())] {
            fs::write(path(name), text).expect("a file");
        }
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let port_text = port.to_string();
        let mut process = Command::new("redis-server")
            .args([
                "--port",
                "0",
                "--bind",
                "127.0.0.1",
                "--tls-port",
                &port_text,
                "--tls-auth-clients",
                "no",
            ])
            .args([
                "--tls-cert-file",
                &path("crt"),
                "--tls-key-file",
                &path("key"),
                "--tls-ca-cert-file",
                &path("ca"),
            ])
            .args(["--save", "", "--appendonly", "no", "--dir", &folder.path().display().to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("redis-server runs");
        let said = BufReader::new(process.stdout.take().expect("its log"));
        let ready = said.lines().map_while(Result::ok).any(|it| it.contains("Ready to accept connections"));
        assert!(ready, "the server did not start");
        Server { process, port, folder }
    }

    fn reached(&self, authority: Option<PathBuf>) -> RedisConfig {
        let url = format!("rediss://localhost:{}", self.port);
        RedisConfig { url: (&*url).into(), prefix: "tls".to_owned(), certificate_authority: authority }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn calls(centre: &Centre, url: &str, token: &str) -> u16 {
    let request = centre.http.get(format!("{url}/v1/session")).bearer_auth(token);
    request.send().await.expect("an answer").status().as_u16()
}

fn is_left_alone(app: &App) -> bool {
    app.redis.as_ref().expect("an instance with Redis").circuit().is_open()
}

/// A centre whose people may call three times a minute, and one of them.
async fn strict() -> (Centre, Clinic) {
    let centre = Centre::start_with(|config| config.limits.person = 3).await;
    let clinic = centre.clinic("shared").await;
    (centre, clinic)
}

#[tokio::test]
async fn instances_share_a_redis_that_speaks_tls_and_no_other_than_the_one_they_trust() {
    let (ours, others) = (Authority::new("ours"), Authority::new("others"));
    let server = Server::start(&ours);
    let (centre, clinic) = strict().await;
    let trusted = server.folder.path().join("ca");
    let reached = server.reached(Some(trusted));
    let with = async |redis: RedisConfig| centre.quiet(|config| config.redis = Some(redis)).await;
    let ((one, first), (_, second)) = (with(reached.clone()).await, with(reached).await);
    let token = centre.token(&clinic, Role::Nurse);
    let mut answers = Vec::new();
    for url in [&first, &second, &first, &second] {
        answers.push(calls(&centre, url, &token).await);
    }
    assert_eq!(answers, [200, 200, 200, 429], "counted together");
    assert!(!is_left_alone(&one));

    let folder = tempfile::tempdir().expect("a folder");
    let theirs = folder.path().join("ca");
    fs::write(&theirs, others.pem()).expect("a file");
    for authority in [Some(theirs), None] {
        let (app, url) = with(server.reached(authority)).await;
        let mut answers = Vec::new();
        for _ in 0..4 {
            answers.push(calls(&centre, &url, &token).await);
        }
        assert_eq!(answers, [200, 200, 200, 429], "counted here alone");
        assert!(is_left_alone(&app));
    }
}

#[tokio::test]
async fn a_redis_that_takes_calls_and_never_answers_is_left_alone_after_three() {
    let socket =
        std::env::var("REDIS_URL").expect("run this under scripts/with-redis.sh: REDIS_URL is not set");
    let way = Way::to(socket.strip_prefix("redis+unix://").expect("a socket")).await;
    way.hang();
    let (centre, clinic) = strict().await;
    let url = format!("redis://127.0.0.1:{}", way.port);
    let redis = RedisConfig { url: (&*url).into(), prefix: "hangs".to_owned(), certificate_authority: None };
    let (app, url): (Arc<App>, String) = centre.quiet(|config| config.redis = Some(redis)).await;
    let token = centre.token(&clinic, Role::Nurse);
    for call in 1..=3 {
        assert!(!is_left_alone(&app), "before call {call}");
        assert_eq!(calls(&centre, &url, &token).await, 200, "it is counted here");
    }
    assert!(is_left_alone(&app));
    assert_eq!(calls(&centre, &url, &token).await, 429);
    // Found again, after it was left alone for a while.
    way.mend();
    centre.pass(60);
    let token = centre.token(&clinic, Role::Nurse);
    assert_eq!(calls(&centre, &url, &token).await, 200);
    assert!(!is_left_alone(&app));
}
