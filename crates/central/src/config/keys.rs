//! Every key that there is, and what it takes: read before anything else, so that whatever is wrong is named with its key
//! and with what would be right. A secret's value is in no message.

use super::ClientVersion;
use anyhow::bail;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
};
use toml::{Table, Value};

pub struct Key {
    /// `limits.person`.
    pub name: &'static str,
    pub takes: Takes,
}

/// What a key takes.
pub enum Takes {
    Number(RangeInclusive<i64>),
    Switch,
    Text,
    /// A text of so many characters at least, which is shown nowhere.
    Secret(usize),
    File,
    Files,
    /// An address with a port.
    Listen,
    Addresses,
    Url,
    OneOf(&'static [&'static str]),
    Version,
    RecordKeys,
}

use Takes::{Addresses, File, Files, Listen, Number, OneOf, RecordKeys, Secret, Switch, Text, Url, Version};

const fn key(name: &'static str, takes: Takes) -> Key {
    Key { name, takes }
}

const fn from(least: i64, most: i64) -> Takes {
    Number(RangeInclusive::new(least, most))
}

const MOST: i64 = u32::MAX as i64;

pub const KEYS: &[Key] = &[
    key("listen", Listen),
    key("database_url", Secret(1)),
    key("connections", from(1, 200)),
    key("token_key", File),
    key("token_public_key", File),
    key("audit_key", File),
    key("audit_file", File),
    key("secret_key", File),
    key("old_secret_keys", Files),
    key("record_keys", RecordKeys),
    key("tls.certificate", File),
    key("tls.key", File),
    key("tls.look_again_seconds", from(1, 86_400)),
    key("proxies", Addresses),
    key("limits.organization", from(1, MOST)),
    key("limits.person", from(1, MOST)),
    key("limits.address", from(1, MOST)),
    key("redis.url", Secret(1)),
    key("redis.prefix", Text),
    key("redis.certificate_authority", File),
    key("clients.connections", from(1, 100_000)),
    key("clients.head_seconds", from(1, 300)),
    key("clients.body_seconds", from(1, 300)),
    key("clients.stalled_seconds", from(1, 300)),
    key("passwords.memory_kib", from(19 * 1024, 1024 * 1024)),
    key("passwords.passes", from(2, 64)),
    key("passwords.at_once", from(1, 64)),
    key("private_identity_providers", Switch),
    key("metrics_listen", Listen),
    key("background", Switch),
    key("min_client", Version),
    key("keep_changes_days", from(30, 3_650)),
    key("log", OneOf(&["error", "warn", "info", "debug"])),
    key("grace_seconds", from(1, 300)),
    key("public_url", Url),
    key("mail.host", Text),
    key("mail.port", from(1, 65_535)),
    key("mail.tls", OneOf(&["tls", "starttls", "none"])),
    key("mail.certificate_authority", File),
    key("mail.user", Text),
    key("mail.password", Secret(1)),
    key("mail.from", Text),
    key("mail.timeout_seconds", from(1, 300)),
    key("mail.connections", from(1, 50)),
    key("sms.url", Url),
    key("sms.authorization", Secret(1)),
    key("sms.body", Text),
    key("sms.timeout_seconds", from(1, 300)),
    key("sms.reply_secret", Secret(24)),
];

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number(of) => write!(f, "a number from {} to {}", of.start(), of.end()),
            Switch => f.write_str("true or false"),
            Text => f.write_str("a text"),
            Secret(1) => f.write_str("a text, which is not shown here"),
            Secret(least) => write!(f, "a text of at least {least} characters, which is not shown here"),
            File => f.write_str("the path of a file"),
            Files => f.write_str("a list of paths of files, such as [\"secret.key\"]"),
            Listen => f.write_str("an address with a port, such as 127.0.0.1:8443"),
            Addresses => f.write_str("a list of addresses, such as [\"127.0.0.1\"]"),
            Url => f.write_str("an address that begins with https:// or http://"),
            OneOf(of) => write!(f, "one of {}", of.join(", ")),
            Version => f.write_str("a version such as \"1.4.0\""),
            RecordKeys => {
                f.write_str("a list of at least one key, such as [{ id = \"first\", path = \"record.key\" }]")
            }
        }
    }
}

impl Takes {
    fn allows(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Number(of) => value.as_integer().is_some_and(|it| of.contains(&it)),
            Switch => value.is_bool(),
            Text | File => text.is_some_and(|it| !it.is_empty()),
            Secret(least) => text.is_some_and(|it| it.chars().count() >= *least),
            Files => each(value, |it| it.as_str().is_some_and(|it| !it.is_empty())),
            Listen => text.is_some_and(|it| it.parse::<SocketAddr>().is_ok()),
            Addresses => each(value, |it| it.as_str().is_some_and(|it| it.parse::<IpAddr>().is_ok())),
            Url => text.is_some_and(|it| it.starts_with("https://") || it.starts_with("http://")),
            OneOf(of) => text.is_some_and(|it| of.contains(&it)),
            Version => text.is_some_and(|it| it.parse::<ClientVersion>().is_ok()),
            RecordKeys => each(value, is_record_key) && value.as_array().is_some_and(|it| !it.is_empty()),
        }
    }

    /// From the environment: a text is what stands there, the rest is written as in the file.
    fn read(&self, text: &str) -> Value {
        let written = match self {
            Number(_) | Switch | Files | Addresses | RecordKeys => {
                format!("it = {text}").parse::<Table>().ok().and_then(|mut it| it.remove("it"))
            }
            _ => None,
        };
        written.unwrap_or_else(|| Value::String(text.to_owned()))
    }
}

fn each(value: &Value, is_right: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|it| it.iter().all(is_right))
}

fn is_record_key(value: &Value) -> bool {
    let Some(table) = value.as_table() else { return false };
    let has = |name: &str| table.get(name).and_then(Value::as_str).is_some_and(|it| !it.is_empty());
    table.len() == 2 && has("id") && has("path")
}

fn found(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|it| it.name == name)
}

/// A value of the environment, `CENTRAL_LIMITS__PERSON` for `limits.person`.
pub fn put(table: &mut Table, name: &str, text: &str) {
    let name = name.replace("__", ".");
    let value = found(&name).map_or_else(|| Value::String(text.to_owned()), |it| it.takes.read(text));
    match name.split_once('.') {
        None => {
            table.insert(name, value);
        }
        Some((group, key)) => {
            let group = table.entry(group).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(group) = group {
                group.insert(key.to_owned(), value);
            }
        }
    }
}

/// Looks at every value that is given.
///
/// # Errors
/// Names a key that there is not, or one whose value is wrong, with what it takes.
pub fn check(table: &Table) -> anyhow::Result<()> {
    for (name, value) in table {
        match value {
            Value::Table(group)
                if KEYS.iter().any(|it| it.name.split_once('.').is_some_and(|it| it.0 == name)) =>
            {
                for (key, value) in group {
                    check_one(&format!("{name}.{key}"), value)?;
                }
            }
            other => check_one(name, other)?,
        }
    }
    Ok(())
}

fn check_one(name: &str, value: &Value) -> anyhow::Result<()> {
    let Some(Key { takes, .. }) = found(name) else {
        let known: Vec<&str> = KEYS.iter().map(|it| it.name).collect();
        bail!("configuration key '{name}': there is no such key; there are {}", known.join(", "));
    };
    match takes {
        it if it.allows(value) => Ok(()),
        Secret(_) => bail!("configuration key '{name}': takes {takes}"),
        _ => bail!("configuration key '{name}': {value} is none that it takes: {takes}"),
    }
}
