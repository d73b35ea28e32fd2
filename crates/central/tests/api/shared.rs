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
};
use tempfile::TempDir;

/// A Redis of the test's own, in memory; gone with it.
struct Server {
    process: Child,
    folder: TempDir,
}

impl Server {
    /// Where it listens stands in the configuration; files in it are those of the folder.
    fn start(folder: TempDir, listens: &str) -> Server {
        let here = folder.path().display();
        let config = format!("port 0\nsave \"\"\nappendonly no\ndir {here}\n{listens}");
        fs::write(folder.path().join("conf"), config).expect("a file");
        // Should this process be killed, it ends by itself.
        let mut process = Command::new("setpriv")
            .args(["--pdeathsig=KILL", "redis-server", &format!("{here}/conf")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("redis-server runs");
        let said = BufReader::new(process.stdout.take().expect("its log"));
        let is_ready = said.lines().map_while(Result::ok).any(|it| it.contains("eady to accept connections"));
        assert!(is_ready, "the server did not start");
        Server { process, folder }
    }

    /// On a port of loopback, by TLS alone; its authority stands in `ca`.
    fn with_tls(authority: &Authority) -> (Server, u16) {
        let folder = tempfile::tempdir().expect("a folder");
        let (certificate, key) = authority.gives("localhost", 2090);
        for (name, text) in [("crt", certificate), ("key", key), ("ca", authority.pem())] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let listens = format!(
            "bind 127.0.0.1\ntls-port {port}\ntls-auth-clients no\ntls-cert-file crt\ntls-key-file key\ntls-ca-cert-file ca\n"
        );
        (Server::start(folder, &listens), port)
    }
}

fn at(url: &str, certificate_authority: Option<PathBuf>) -> RedisConfig {
    RedisConfig { url: url.into(), prefix: "shared".to_owned(), certificate_authority }
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
    let (server, port) = Server::with_tls(&ours);
    let url = format!("rediss://localhost:{port}");
    let (centre, clinic) = strict().await;
    let trusted = server.folder.path().join("ca");
    let reached = at(&url, Some(trusted));
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
        let (app, url) = with(at(&url, authority)).await;
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
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder, "unixsocket socket\n");
    let way = Way::to(server.folder.path().join("socket")).await;
    way.hang();
    let (centre, clinic) = strict().await;
    let url = format!("redis://127.0.0.1:{}", way.port);
    let (app, url) = centre.quiet(|config| config.redis = Some(at(&url, None))).await;
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
