//! Redis, where instances count and keep something together.

use super::Secret;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisConfig {
    /// `rediss://...`, or `redis://` and `redis+unix://` on this machine. It may have a password in it.
    pub url: Secret,
    /// What its keys and channels begin with, where several installations use one Redis.
    #[serde(default = "prefix")]
    pub prefix: String,
}

fn prefix() -> String {
    "agentcare".to_owned()
}
