//! A real centre for two windows: the service on a PostgreSQL of its own, with the demo organization.

use crate::driver::free_port;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Read},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tests::repository;

pub const ORGANIZATION: &str = "demo";
pub const LOGIN: &str = "front-desk";
pub const PASSWORD: &str = "seven wooden ducks";

pub struct Centre {
    pub url: String,
    program: PathBuf,
    folder: TempDir,
    listens: String,
    database: String,
    serving: Child,
    /// Kept open: who writes where nobody reads is ended by it.
    _said: BufReader<ChildStdout>,
}

impl Centre {
    /// Starts it, and chooses the front desk's password there.
    pub async fn start(program: &Path) -> Result<Centre> {
        let folder = tempfile::tempdir()?;
        let listens = format!("{}:{}", Ipv4Addr::LOCALHOST, free_port()?);
        let mut serving = Command::new(repository().join("scripts/with-postgres.sh"))
            .arg(repository().join("scripts/run-central.sh"))
            .args(["inside".as_ref(), program.as_os_str(), folder.path().as_os_str()])
            .env("LISTEN", &listens)
            .env("POSTGRES_FSYNC", "off")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut said = BufReader::new(serving.stdout.take().context("the centre has no output")?);
        let (mut code, mut database) = (String::new(), String::new());
        for line in said.by_ref().lines() {
            let line = line?;
            if let Some(rest) = line.strip_prefix(&format!("  {LOGIN} ")) {
                rest.trim().clone_into(&mut code);
            }
            if let Some((_, rest)) = line.split_once("its database: psql \"") {
                rest.trim_end_matches('"').clone_into(&mut database);
                break;
            }
        }
        let (url, program) = (format!("http://{listens}"), program.to_owned());
        let mut centre = Centre { url, program, folder, listens, database, serving, _said: said };
        centre.choose_password(&code).await?;
        Ok(centre)
    }

    async fn choose_password(&mut self, code: &str) -> Result<()> {
        let http = reqwest::Client::new();
        while !http.get(format!("{}/readyz", self.url)).send().await.is_ok_and(|it| it.status().is_success())
        {
            ensure!(self.serving.try_wait()?.is_none(), "the centre ended before it was ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let body = json!({ "organization": ORGANIZATION, "code": code, "password": PASSWORD }).to_string();
        let asked =
            http.post(format!("{}/v1/passwords", self.url)).header("content-type", "application/json");
        let answer = asked.body(body).send().await?;
        ensure!(answer.status().is_success(), "a password is answered {}", answer.text().await?);
        Ok(())
    }

    /// A code that makes a PC a desk of that name.
    pub fn enroll(&self, name: &str) -> Result<String> {
        let key = |file: &str| self.folder.path().join("keys").join(file);
        let said = Command::new(&self.program)
            .args([
                "device",
                "enroll",
                "--organization",
                ORGANIZATION,
                "--login",
                "administrator",
                "--name",
                name,
            ])
            .env("CENTRAL_LISTEN", &self.listens)
            .env("CENTRAL_DATABASE_URL", format!("{} user=application_user", self.database))
            .env("CENTRAL_TOKEN_KEY", key("token.pem"))
            .env("CENTRAL_TOKEN_PUBLIC_KEY", key("token.pub.pem"))
            .env("CENTRAL_AUDIT_KEY", key("audit.pem"))
            .env("CENTRAL_SECRET_KEY", key("secret.key"))
            .env(
                "CENTRAL_RECORD_KEYS",
                format!("[{{ id = 'first', path = '{}' }}]", key("record.key").display()),
            )
            .output()?;
        let said = String::from_utf8(said.stdout)?;
        let code = said.split("code ").nth(1).and_then(|it| it.split_whitespace().next());
        Ok(code.with_context(|| format!("no code in {said:?}"))?.to_owned())
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        // It takes its database along; one that ended by itself is what is wanted.
        let _ = Command::new("kill").args(["-TERM", &self.serving.id().to_string()]).status();
        let _ = self.serving.wait();
    }
}
