//! A database on another machine: by TLS to the server that is meant, or not at all.

use central_store::{StoreError, migrate};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// A PostgreSQL that listens by TLS alone; it ends with its standard input.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Server {
        let mut process = Command::new("../../scripts/with-postgres.sh")
            .args(["bash", "-c", "echo \"$DATABASE_ADMIN_URL\"; read -r || true"])
            .env("POSTGRES_TLS", "on")
            .env("POSTGRES_FSYNC", "off")
            .env_remove("POSTGRES_HOME")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the script runs");
        let mut url = String::new();
        let said = process.stdout.take().expect("its output");
        BufReader::new(said).read_line(&mut url).expect("a line");
        Server { process, url: url.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let ended = self.process.wait().is_ok_and(|it| it.success());
        assert!(ended || std::thread::panicking(), "the server ends well");
    }
}

#[tokio::test]
async fn only_the_server_that_is_meant_is_spoken_to() {
    let server = Server::start();
    let (way, roots) = (&server.url, server.url.split(' ').find(|it| it.starts_with("sslrootcert=")));
    let roots = roots.expect("the server's certificate is in its URL");

    let elsewhere = way.replace("host=localhost", "host=127.0.0.1");
    assert!(matches!(migrate(&elsewhere).await, Err(StoreError::Unavailable)), "not made out to this name");
    let foreign = way.replace(roots, "sslrootcert=tests/fixtures/foreign.pem");
    assert!(matches!(migrate(&foreign).await, Err(StoreError::Unavailable)), "vouched for by somebody else");
    let plain = way.replace(roots, "").replace("sslmode=verify-full", "sslmode=disable");
    assert!(matches!(migrate(&plain).await, Err(StoreError::Unfit(_))), "the server wants TLS");

    assert!(migrate(way).await.expect("the schema") > 0);
}
