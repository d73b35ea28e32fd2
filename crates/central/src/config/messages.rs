//! How e-mail and text messages leave the house.

use super::Secret;
use anyhow::bail;
use serde::Deserialize;
use std::path::PathBuf;

/// A mail server that takes mail for everybody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    pub host: String,
    #[serde(default = "submission")]
    pub port: u16,
    #[serde(default)]
    pub tls: MailTls,
    /// PEM, of an authority that the system does not know.
    #[serde(default)]
    pub certificate_authority: Option<PathBuf>,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<Secret>,
    /// The address that mails are from; the organization's name goes before it.
    pub from: String,
    #[serde(default = "timeout")]
    pub timeout_seconds: u16,
    #[serde(default = "connections")]
    pub connections: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// From the first byte on (port 465).
    Tls,
    /// Before anything else is said; a server that does not offer it gets nothing.
    #[default]
    Starttls,
    /// For a server on the same machine.
    None,
}

/// A gateway that takes text messages as JSON over HTTP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    pub url: String,
    /// The whole `Authorization` header.
    #[serde(default)]
    pub authorization: Option<Secret>,
    /// JSON in which the texts `{to}` and `{text}`, and where wanted `{from}` and `{id}`, stand for what they say.
    pub body: String,
    #[serde(default = "timeout")]
    pub timeout_seconds: u16,
    /// What the gateway shows as a bearer token when it hands over a reply; without it replies are not taken.
    #[serde(default)]
    pub reply_secret: Option<Secret>,
}

fn submission() -> u16 {
    587
}

fn timeout() -> u16 {
    20
}

fn connections() -> u32 {
    4
}

/// Looks at what goes together.
pub(super) fn check(
    mail: Option<&MailConfig>,
    sms: Option<&SmsConfig>,
    public_url: Option<&str>,
) -> anyhow::Result<()> {
    if (mail.is_some() || sms.is_some()) && public_url.is_none() {
        bail!(
            "configuration key 'public_url': needed with [mail] and [sms]: where patients answer to messages"
        );
    }
    if mail.is_some_and(|it| it.user.is_some() != it.password.is_some()) {
        bail!("configuration key 'mail.user': goes with 'mail.password', and neither without the other");
    }
    Ok(())
}
