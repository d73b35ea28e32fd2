//! Redis, where instances count and keep something together.

use super::Secret;
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisConfig {
    /// `rediss://...`, or `redis://` and `redis+unix://` on this machine. It may have a password in it.
    pub url: Secret,
    /// What its keys and channels begin with, where several installations use one Redis.
    #[serde(default = "prefix")]
    pub prefix: String,
    /// Whom its certificate follows from, where that is not one of the system's.
    #[serde(default)]
    pub certificate_authority: Option<PathBuf>,
}

fn prefix() -> String {
    "agentcare".to_owned()
}
