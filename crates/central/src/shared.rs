//! What instances share through Redis, where there is one: how often somebody called, what was computed, and that an
//! organization moved.
//!
//! Invariants: nothing that Redis says decides who may do what, whose rows are shown, or what stands in the book; what it
//! does not answer is done without it. What is kept there of an organization is sealed.

mod cache;
mod limits;

pub use cache::{Cache, CacheKey, Cached};
pub use limits::Limits;

use crate::config::RedisConfig;
use anyhow::{Context, bail};
use central_store::{Circuit, Patience, Sign};
use clinic_env::Clock;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, FromRedisValue, IntoConnectionInfo, RedisResult,
    TlsCertificates,
    aio::{MultiplexedConnection, PubSub},
};
use std::{
    sync::{PoisonError, RwLock},
    time::Duration,
};

const PATIENCE: Patience = Patience { silences: 3, rest_seconds: 5 };
/// A request waits so long for Redis at most, and goes on without it.
const ANSWER: Duration = Duration::from_millis(500);
const CONNECT: Duration = Duration::from_secs(1);

const NO_URL: &str =
    "configuration key 'redis.url': takes rediss://host, or redis:// and redis+unix:// of this machine";

const NO_AUTHORITY: &str =
    "configuration key 'redis.certificate_authority': takes a PEM file with certificates, for 'rediss://'";

pub struct Redis {
    client: Client,
    prefix: String,
    circuit: Circuit,
    connection: RwLock<Option<MultiplexedConnection>>,
    connecting: tokio::sync::Mutex<()>,
}

impl Redis {
    /// Connects when something is asked for the first time.
    ///
    /// # Errors
    /// The URL is none, or leads to another machine in the clear.
    pub fn new(config: &RedisConfig, clock: Clock) -> anyhow::Result<Redis> {
        // What it says of a wrong URL may quote the password.
        let info = config.url.expose().into_connection_info().ok().context(NO_URL)?;
        if let ConnectionAddr::Tcp(host, _) = info.addr()
            && !stays_here(host)
        {
            bail!("configuration key 'redis.url': another machine is only spoken to by 'rediss://'");
        }
        let client = match &config.certificate_authority {
            Some(path) => {
                let root_cert = std::fs::read(path)
                    .context("the file of 'redis.certificate_authority' cannot be read")?;
                let certificates = TlsCertificates { client_tls: None, root_cert: Some(root_cert) };
                Client::build_with_tls(info, certificates).ok().context(NO_AUTHORITY)?
            }
            None => Client::open(info).ok().context(NO_URL)?,
        };
        Ok(Redis {
            client,
            prefix: config.prefix.clone(),
            circuit: Circuit::new("redis", clock, PATIENCE),
            connection: RwLock::default(),
            connecting: tokio::sync::Mutex::default(),
        })
    }

    #[must_use]
    pub fn circuit(&self) -> &Circuit {
        &self.circuit
    }

    /// A name of this installation's own: several may use one Redis.
    fn name(&self, of: &str) -> String {
        format!("{}:{of}", self.prefix)
    }

    /// The answer, if there is one in time.
    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        let mut pass = self.circuit.admit().ok()?;
        pass.ask(self.asked(command), sign).await?.ok()
    }

    /// Nothing where it was not asked, since somebody else is connecting.
    async fn asked<T: FromRedisValue>(&self, command: &Cmd) -> Option<RedisResult<T>> {
        let mut connection = match self.connected() {
            Some(it) => it,
            None => match self.connect().await? {
                Ok(it) => it,
                Err(error) => return Some(Err(error)),
            },
        };
        let answer = command.query_async(&mut connection).await;
        if answer.is_err() {
            *self.connection.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Some(answer)
    }

    fn connected(&self) -> Option<MultiplexedConnection> {
        self.connection.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn connect(&self) -> Option<RedisResult<MultiplexedConnection>> {
        let _turn = self.connecting.try_lock().ok()?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(ANSWER));
        let connection = self.client.get_multiplexed_async_connection_with_config(&config).await;
        if let Ok(it) = &connection {
            *self.connection.write().unwrap_or_else(PoisonError::into_inner) = Some(it.clone());
        }
        Some(connection)
    }

    /// Tells the other instances.
    pub async fn publish(&self, channel: &str, message: &str) {
        let _: Option<i64> = self.ask(redis::cmd("PUBLISH").arg(self.name(channel)).arg(message)).await;
    }

    /// Hears what the other instances tell from now on.
    pub async fn subscribe(&self, channel: &str) -> Option<PubSub> {
        let mut pass = self.circuit.admit().ok()?;
        let subscribed = async {
            let mut subscription = self.client.get_async_pubsub().await?;
            subscription.subscribe(self.name(channel)).await?;
            RedisResult::Ok(subscription)
        };
        let subscribed = async { tokio::time::timeout(CONNECT, subscribed).await.ok()?.ok() };
        let sign = |it: &Option<PubSub>| if it.is_some() { Sign::Answer } else { Sign::Silence };
        pass.ask(subscribed, sign).await
    }
}

/// Whatever it cannot do now, it is of no use now.
fn sign<T>(answer: &Option<RedisResult<T>>) -> Sign {
    match answer {
        Some(Ok(_)) => Sign::Answer,
        Some(Err(_)) => Sign::Silence,
        None => Sign::None,
    }
}

fn stays_here(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|it: std::net::IpAddr| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> String {
        let config =
            RedisConfig { url: url.into(), prefix: "agentcare".to_owned(), certificate_authority: None };
        Redis::new(&config, Clock::System).err().map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn another_machine_is_spoken_to_by_tls_alone_and_no_message_has_the_password() {
        for url in ["redis://:hidden@redis.clinic.example", "https://:hidden@redis.clinic.example", "hidden"]
        {
            let refused = refused(url);
            assert!(refused.starts_with("configuration key 'redis.url': "), "{url}: {refused}");
            assert!(!refused.contains("hidden"), "{refused}");
        }
        for url in [
            "rediss://redis.clinic.example",
            "redis://localhost",
            "redis://127.0.0.1:6380/1",
            "redis+unix:///run/redis",
        ] {
            assert_eq!(refused(url), "", "{url}");
        }
    }
}
