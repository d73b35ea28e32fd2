use super::{Config, keys};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

const NEEDED: &[(&str, &str)] = &[
    ("DATABASE_URL", "host=here password=opensesame"),
    ("TOKEN_KEY", "token.pem"),
    ("TOKEN_PUBLIC_KEY", "token.pub.pem"),
    ("AUDIT_KEY", "audit.pem"),
    ("SECRET_KEY", "secret.key"),
    ("RECORD_KEYS", r#"[{ id = "first", path = "record.key" }]"#),
    ("PUBLIC_URL", "https://centre.example"),
    ("TLS__CERTIFICATE", "tls.crt"),
    ("TLS__KEY", "tls.key"),
    ("MAIL__HOST", "mail.example"),
    ("MAIL__FROM", "centre@mail.example"),
    ("MAIL__USER", "centre"),
    ("MAIL__PASSWORD", "1234567"),
    ("SMS__URL", "https://texts.example"),
    ("SMS__BODY", "{}"),
    ("SMS__REPLY_SECRET", "000000000000000000000000"),
];

/// Of each key: what is wrong, and what the message says then.
const WRONG: &[(&str, &str, &str)] = &[
    ("listen", "8443", "an address with a port"),
    ("database_url", "", "not shown"),
    ("connections", "201", "201 is none that it takes: a number from 1 to 200"),
    ("token_key", "", "the path of a file"),
    ("token_public_key", "", "the path of a file"),
    ("audit_key", "", "the path of a file"),
    ("audit_file", "", "the path of a file"),
    ("secret_key", "", "the path of a file"),
    ("old_secret_keys", "secret.key", "a list of paths of files"),
    ("record_keys", "[]", "at least one key"),
    ("record_keys", r#"[{ id = "first" }]"#, "at least one key"),
    ("record_keys", "record.key", "at least one key"),
    ("tls.certificate", "", "the path of a file"),
    ("tls.key", "", "the path of a file"),
    ("tls.look_again_seconds", "0", "a number from 1 to 86400"),
    ("proxies", r#"["nginx"]"#, "a list of addresses"),
    ("proxies", "127.0.0.1", "a list of addresses"),
    ("limits.organization", "0", "0 is none that it takes: a number from 1 to"),
    ("limits.person", "many", "\"many\" is none that it takes: a number from 1 to"),
    ("limits.address", "-1", "-1 is none that it takes"),
    ("redis.url", "", "not shown"),
    ("redis.prefix", "", "a text"),
    ("redis.certificate_authority", "", "the path of a file"),
    ("clients.connections", "0", "a number from 1 to 100000"),
    ("clients.head_seconds", "301", "a number from 1 to 300"),
    ("clients.body_seconds", "1.5", "a number from 1 to 300"),
    ("clients.stalled_seconds", "0", "a number from 1 to 300"),
    ("passwords.memory_kib", "1024", "a number from 19456 to 1048576"),
    ("passwords.passes", "1", "a number from 2 to 64"),
    ("passwords.at_once", "65", "a number from 1 to 64"),
    ("private_identity_providers", "yes", "true or false"),
    ("metrics_listen", "localhost", "an address with a port"),
    ("background", "1", "true or false"),
    ("min_client", "newest", "a version such as"),
    ("keep_changes_days", "29", "a number from 30 to 3650"),
    ("log", "trace", "one of error, warn, info, debug"),
    ("grace_seconds", "0", "a number from 1 to 300"),
    ("public_url", "centre.example", "https://"),
    ("mail.host", "", "a text"),
    ("mail.port", "0", "a number from 1 to 65535"),
    ("mail.tls", "ssl", "one of tls, starttls, none"),
    ("mail.certificate_authority", "", "the path of a file"),
    ("mail.user", "", "a text"),
    ("mail.password", "", "not shown"),
    ("mail.from", "", "a text"),
    ("mail.timeout_seconds", "0", "a number from 1 to 300"),
    ("mail.connections", "51", "a number from 1 to 50"),
    ("sms.url", "texts.example", "https://"),
    ("sms.authorization", "", "not shown"),
    ("sms.body", "", "a text"),
    ("sms.timeout_seconds", "301", "a number from 1 to 300"),
    ("sms.reply_secret", "tooshortasecret", "a text of at least 24 characters"),
];

fn read(with: &[(&str, &str)]) -> anyhow::Result<Config> {
    let all = NEEDED.iter().chain(with);
    Config::read(None, all.map(|(name, value)| (format!("CENTRAL_{name}"), (*value).to_owned())))
}

fn variable(key: &str) -> String {
    key.replace('.', "__").to_uppercase()
}

#[test]
fn every_wrong_value_is_named_with_its_key_and_with_what_is_allowed() {
    let tried: BTreeSet<&str> = WRONG.iter().map(|it| it.0).collect();
    let known: BTreeSet<&str> = keys::KEYS.iter().map(|it| it.name).collect();
    assert_eq!(tried, known, "of each key there is something wrong");
    for (key, wrong, said) in WRONG {
        let refused = read(&[(&variable(key), wrong)]).expect_err(key).to_string();
        assert!(refused.starts_with(&format!("configuration key '{key}': ")), "{key}: {refused}");
        assert!(refused.contains(said), "{key}: {refused}");
    }
}

#[test]
fn every_key_takes_what_is_right_and_belongs_to_a_field() {
    let config = read(&[]).expect("a configuration");
    assert_eq!(config.mail.expect("mail").password.expect("digits are a text").expose(), "1234567");
    let groups = [
        ("", fields::<Config>()),
        ("tls.", fields::<super::TlsConfig>()),
        ("limits.", fields::<super::LimitsConfig>()),
        ("redis.", fields::<super::RedisConfig>()),
        ("clients.", fields::<super::ClientsConfig>()),
        ("passwords.", fields::<super::PasswordConfig>()),
        ("mail.", fields::<super::MailConfig>()),
        ("sms.", fields::<super::SmsConfig>()),
    ];
    let prefixes: BTreeSet<&str> = groups.iter().map(|it| it.0.trim_end_matches('.')).collect();
    let all = groups.iter().flat_map(|(group, fields)| fields.iter().map(move |it| format!("{group}{it}")));
    let fields: BTreeSet<String> = all.filter(|it| !prefixes.contains(it.as_str())).collect();
    let known: BTreeSet<String> = keys::KEYS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(fields, known, "the fields of the configuration (left) and its keys (right) differ");
}

/// The fields of a structure, as serde lists them to who asks for another one.
fn fields<T: DeserializeOwned>() -> Vec<String> {
    let table: toml::Table = "no_such_key = 1".parse().expect("TOML");
    let said = match T::deserialize(table) {
        Ok(_) => panic!("a key that there is not was taken"),
        Err(error) => error.message().to_owned(),
    };
    let (_, listed) = said.split_once("expected").expect("a list of fields");
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn unknown_keys_are_refused_by_name() {
    for (variable, named) in
        [("LISTENS", "'listens'"), ("LIMITS__PEOPLE", "'limits.people'"), ("MAIL", "'mail'")]
    {
        let refused = read(&[(variable, "1")]).expect_err(variable).to_string();
        assert!(refused.contains(named) && refused.contains("there is no such key"), "{refused}");
        assert!(refused.contains("limits.person"), "it says which there are: {refused}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let refused = Config::read(None, std::iter::empty()).expect_err("nothing").to_string();
    assert!(refused.contains("`database_url`"), "{refused}");
    let without = NEEDED.iter().filter(|it| it.0 != "MAIL__FROM");
    let without = without.map(|(name, value)| (format!("CENTRAL_{name}"), (*value).to_owned()));
    let refused = Config::read(None, without).expect_err("a mail from nobody").to_string();
    assert!(refused.contains("[mail]") && refused.contains("`from`"), "{refused}");
    let alone = |name: &str| {
        let without = NEEDED.iter().filter(|it| it.0 != name);
        let without = without.map(|(name, value)| (format!("CENTRAL_{name}"), (*value).to_owned()));
        Config::read(None, without).expect_err("something is missing").to_string()
    };
    assert!(alone("PUBLIC_URL").contains("'public_url'"));
    assert!(alone("MAIL__PASSWORD").contains("'mail.user'"));
}

#[test]
fn no_message_and_no_debug_shows_a_secret() {
    let shown = format!("{:?}", read(&[]).expect("a configuration"));
    for secret in ["opensesame", "1234567", "000000000000000000000000"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("central.toml");
    for text in [
        "[mail]\npassword = 7654321",
        "[mail]\npassword = \"opensesame",
        "database_url = [\"opensesame\"]",
        "[sms]\nreply_secret = \"opensesame\"",
    ] {
        std::fs::write(&path, text).expect("a file");
        let refused = Config::read(Some(&path), std::iter::empty()).expect_err("a wrong file");
        let refused = format!("{refused:#} {refused:?}");
        assert!(!refused.contains("7654321") && !refused.contains("opensesame"), "{refused}");
    }
}

#[test]
fn a_file_is_read_and_the_environment_goes_over_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("central.toml");
    std::fs::write(&path, "connections = 4\nlog = \"debug\"\n[limits]\nperson = 5\naddress = 6\n")
        .expect("a file");
    let over =
        [("CENTRAL_CONNECTIONS", "8"), ("CENTRAL_LIMITS__PERSON", "7"), ("CENTRAL_CONFIG", "other.toml")];
    let needed = NEEDED.iter().map(|(name, value)| (format!("CENTRAL_{name}"), (*value).to_owned()));
    let over = over.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::read(Some(&path), needed.chain(over)).expect("a configuration");
    assert_eq!((config.connections, config.limits.person, config.limits.address), (8, 7, 6));
    assert_eq!(config.log, super::LogLevel::Debug);
}

#[test]
fn the_operators_manual_has_every_key() {
    let manual = std::fs::read_to_string("../../docs/operations.md").expect("the manual");
    let row_of = |key: &keys::Key| match key.name.split_once('.') {
        None => manual.lines().any(|it| {
            let names = [format!("`{}`", key.name), format!("`[[{}]]`", key.name)];
            it.starts_with("   |") && names.iter().any(|name| it.contains(name))
        }),
        Some((group, key)) => {
            let of_group = |it: &&str| it.starts_with("   |") && it.contains(&format!("[{group}]"));
            manual.lines().filter(of_group).any(|it| it.contains(&format!("`{key}`")))
        }
    };
    let missing: Vec<&str> = keys::KEYS.iter().filter(|it| !row_of(it)).map(|it| it.name).collect();
    assert_eq!(missing, Vec::<&str>::new(), "docs/operations.md does not say what these are");
}
