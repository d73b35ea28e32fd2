//! The service as it is run: its own process, its own settings, on loopback alone; gone with this value.

use crate::centre::Centre;
use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

pub struct Running {
    child: Child,
    pub url: String,
}

impl Running {
    pub async fn start(centre: &Centre) -> Running {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_central"))
            .arg("serve")
            .env_remove("DATABASE_ADMIN_URL")
            .env("CENTRAL_DATABASE_URL", centre.app.config.database_url.expose())
            .env("CENTRAL_LISTEN", free.to_string())
            .env("CENTRAL_TOKEN_KEY", "tests/fixtures/token.pem")
            .env("CENTRAL_TOKEN_PUBLIC_KEY", "tests/fixtures/token.pub.pem")
            .env("CENTRAL_AUDIT_KEY", "tests/fixtures/audit.pem")
            .env("CENTRAL_SECRET_KEY", "tests/fixtures/secret.key")
            .env("CENTRAL_RECORD_KEYS", "[{ id = 'first', path = 'tests/fixtures/first.key' }]")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let service = Running { child, url: format!("http://{free}") };
        for _ in 0..300 {
            let ready = centre.http.get(format!("{}/readyz", service.url)).send().await;
            if ready.is_ok_and(|it| it.status() == 200) {
                return service;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the service was not ready in half a minute");
    }

    /// The most memory that it had at a time.
    pub fn peak_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
