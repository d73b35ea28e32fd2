//! The service's configuration: a TOML file, and over it the environment (`CENTRAL_DATABASE_URL` for `database_url`,
//! `CENTRAL_LIMITS__PERSON` for `person` under `[limits]`). Every wrong value is named with its key.

mod messages;
mod shared;

pub use messages::{MailConfig, MailTls, Secret, SmsConfig};
pub use shared::RedisConfig;

use anyhow::{Context, bail};
use serde::Deserialize;
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};
use toml::{Table, Value};

const PREFIX: &str = "CENTRAL_";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the API listens.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// PostgreSQL, as the application's role.
    pub database_url: String,
    /// 1 to 200.
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

    fn check(&self) -> anyhow::Result<()> {
        let least = PasswordConfig::LEAST;
        if !(least.memory_kib..=1024 * 1024).contains(&self.memory_kib) {
            bail!("configuration key 'passwords.memory_kib': {} to 1048576", least.memory_kib);
        }
        if !(least.passes..=64).contains(&self.passes) {
            bail!("configuration key 'passwords.passes': {} to 64", least.passes);
        }
        if !(1..=64).contains(&self.at_once) {
            bail!("configuration key 'passwords.at_once': 1 to 64");
        }
        Ok(())
    }
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

fn connections() -> usize {
    16
}

impl Config {
    /// # Errors
    /// Names the key that is missing, unknown or wrong.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> anyhow::Result<Config> {
        let mut table = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("the configuration {} cannot be read", path.display()))?;
                text.parse::<Table>().with_context(|| format!("{} is no TOML", path.display()))?
            }
            None => Table::new(),
        };
        for (name, value) in environment {
            // CENTRAL_CONFIG names the file itself.
            if let Some(key) = name.strip_prefix(PREFIX).filter(|it| *it != "CONFIG") {
                put(&mut table, &key.to_ascii_lowercase(), &value);
            }
        }
        let config: Config = serde_path_to_error::deserialize(table).map_err(|error| {
            anyhow::anyhow!("configuration key '{}': {}", error.path(), error.inner().message())
        })?;
        config.checked()
    }

    fn checked(self) -> anyhow::Result<Config> {
        if !(1..=200).contains(&self.connections) {
            bail!("configuration key 'connections': 1 to 200, not {}", self.connections);
        }
        let limits = [
            ("organization", self.limits.organization),
            ("person", self.limits.person),
            ("address", self.limits.address),
        ];
        if let Some((key, _)) = limits.iter().find(|it| it.1 == 0) {
            bail!("configuration key 'limits.{key}': at least 1");
        }
        self.passwords.check()?;
        messages::check(self.mail.as_ref(), self.sms.as_ref(), self.public_url.as_deref())?;
        Ok(self)
    }
}

/// A value of the environment is read as TOML where it is some (numbers, lists), else it is text.
fn put(table: &mut Table, key: &str, text: &str) {
    let value = format!("it = {text}").parse::<Table>().ok().and_then(|mut it| it.remove("it"));
    let value = value.unwrap_or_else(|| Value::String(text.to_owned()));
    match key.split_once("__") {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((group, key)) => {
            let group = table.entry(group).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(group) = group {
                group.insert(key.to_owned(), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn refused(name: &str, value: &str) -> String {
        let environment = [(name.to_owned(), value.to_owned())].into_iter();
        Config::read(None, environment).expect_err("a configuration with one key is not whole").to_string()
    }

    #[test]
    fn a_wrong_value_is_named_with_its_key() {
        assert!(refused("CENTRAL_LIMITS__PERSON", "many").contains("'limits.person'"));
        assert!(refused("CENTRAL_LISTENS", "127.0.0.1:1").contains("'listens'"));
    }

    #[test]
    fn the_variable_that_names_the_file_is_no_key() {
        assert!(refused("CENTRAL_CONFIG", "central.toml").contains("missing field"));
    }
}
