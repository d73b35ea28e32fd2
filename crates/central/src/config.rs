//! The service's configuration: a TOML file, and over it the environment (`CENTRAL_DATABASE_URL` for `database_url`,
//! `CENTRAL_LIMITS__PERSON` for `person` under `[limits]`). Every key that there is stands in [`keys`].

pub mod keys;
mod messages;
mod secret;
mod shared;
mod version;

pub use messages::{MailConfig, MailTls, SmsConfig};
pub use secret::Secret;
pub use shared::RedisConfig;
pub use version::ClientVersion;

use anyhow::Context;
use serde::Deserialize;
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};
use toml::Table;

const PREFIX: &str = "CENTRAL_";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the API listens.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// PostgreSQL, as the application's role.
    pub database_url: Secret,
    #[serde(default = "connections")]
    pub connections: usize,
    /// Ed25519 key pair in PKCS#8 PEM: what access tokens are signed with.
    pub token_key: PathBuf,
    pub token_public_key: PathBuf,
    /// Ed25519 key in PKCS#8 PEM, another than `token_key`: what checkpoints of the audit trail are signed with.
    pub audit_key: PathBuf,
    /// Where the audit trail has its second copy, if it has one.
    #[serde(default)]
    pub audit_file: Option<PathBuf>,
    /// 32 random bytes in base64: what the service seals secrets with and computes refresh tokens from.
    pub secret_key: PathBuf,
    /// Keys that were `secret_key` before: they still open what they sealed.
    #[serde(default)]
    pub old_secret_keys: Vec<PathBuf>,
    /// What the keys of medical records are wrapped by: the first wraps, the others only open what they wrapped.
    pub record_keys: Vec<RecordKeyConfig>,
    #[serde(default)]
    pub tls: Option<TlsConfig>,
    /// Addresses of proxies whose `x-forwarded-for` is believed.
    #[serde(default)]
    pub proxies: Vec<IpAddr>,
    #[serde(default)]
    pub limits: LimitsConfig,
    /// What several instances count and keep together in.
    #[serde(default)]
    pub redis: Option<RedisConfig>,
    #[serde(default)]
    pub clients: ClientsConfig,
    #[serde(default)]
    pub passwords: PasswordConfig,
    /// Whether organizations' identity providers may be at private addresses and without TLS: for trying out alone.
    #[serde(default)]
    pub private_identity_providers: bool,
    /// Where Prometheus reads: an address that only the monitoring reaches.
    #[serde(default)]
    pub metrics_listen: Option<SocketAddr>,
    /// Whether this instance also does what is done in the background: events, messages, figures.
    #[serde(default = "background")]
    pub background: bool,
    /// The least version of a desk that is let in.
    #[serde(default)]
    pub min_client: Option<ClientVersion>,
    /// How long changes are kept: a desk that was away for longer fetches everything anew.
    #[serde(default = "keep_changes")]
    pub keep_changes_days: u16,
    #[serde(default)]
    pub log: LogLevel,
    /// How long what runs may go on after the service was told to end.
    #[serde(default = "grace")]
    pub grace_seconds: u16,
    /// Where patients and people reach this service from outside: what links in messages begin with.
    #[serde(default)]
    pub public_url: Option<String>,
    #[serde(default)]
    pub mail: Option<MailConfig>,
    #[serde(default)]
    pub sms: Option<SmsConfig>,
}

/// A file with 32 random bytes in base64, and what the key is called in the database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKeyConfig {
    pub id: String,
    pub path: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// How often the files are looked at where nobody says that they are others.
    #[serde(default = "look_again")]
    pub look_again_seconds: u16,
}

/// Calls a minute.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    pub organization: u32,
    pub person: u32,
    pub address: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self { organization: 30_000, person: 1_200, address: 60 }
    }
}

/// How many may be connected, and how long one of them may keep a connection waiting.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientsConfig {
    pub connections: usize,
    /// For the handshake, and for each request's head; a connection without a request ends after it too.
    pub head_seconds: u16,
    pub body_seconds: u16,
    /// For a client that does not read what it asked for.
    pub stalled_seconds: u16,
}

impl Default for ClientsConfig {
    fn default() -> Self {
        Self { connections: 2_000, head_seconds: 30, body_seconds: 20, stalled_seconds: 30 }
    }
}

/// What is written to the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
}

/// What one guess of a password costs (Argon2id), and how many are looked at in one moment: each takes the memory.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordConfig {
    pub memory_kib: u32,
    pub passes: u32,
    pub at_once: usize,
}

impl PasswordConfig {
    /// OWASP's minimum.
    pub const LEAST: PasswordConfig = PasswordConfig { memory_kib: 19 * 1024, passes: 2, at_once: 1 };
}

impl Default for PasswordConfig {
    fn default() -> Self {
        Self { memory_kib: 47 * 1024, passes: 2, at_once: 2 }
    }
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8443))
}

fn background() -> bool {
    true
}

fn keep_changes() -> u16 {
    90
}

fn look_again() -> u16 {
    60
}

fn grace() -> u16 {
    25
}

fn connections() -> usize {
    16
}

impl Config {
    /// # Errors
    /// Names the key that is missing, unknown or wrong, and what it takes.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> anyhow::Result<Config> {
        let mut table = file.map(read_file).transpose()?.unwrap_or_default();
        for (name, value) in environment {
            // CENTRAL_CONFIG names the file itself.
            if let Some(key) = name.strip_prefix(PREFIX).filter(|it| *it != "CONFIG") {
                keys::put(&mut table, &key.to_ascii_lowercase(), &value);
            }
        }
        keys::check(&table)?;
        // What is wrong by now is missing: no value is in the message.
        let config: Config = serde_path_to_error::deserialize(table).map_err(|error| {
            let within = Some(error.path().to_string()).filter(|it| it != ".");
            let within = within.map(|it| format!(" under [{it}]")).unwrap_or_default();
            anyhow::anyhow!("configuration{within}: {}", error.inner().message())
        })?;
        messages::check(config.mail.as_ref(), config.sms.as_ref(), config.public_url.as_deref())?;
        Ok(config)
    }
}

/// A line that is no TOML is named by its number: it may have a secret in it.
fn read_file(path: &Path) -> anyhow::Result<Table> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the configuration {} cannot be read", path.display()))?;
    text.parse::<Table>().map_err(|error| {
        let before = error.span().and_then(|it| text.get(..it.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        anyhow::anyhow!("{}, line {line}, is no TOML: {}", path.display(), error.message())
    })
}

#[cfg(test)]
mod tests;
