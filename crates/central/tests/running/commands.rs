//! The administrator's commands, as somebody types them.

use crate::{
    centre::Centre,
    program::Program,
    service::{Running, Said, bare, central, run},
};
use clinic_domain::people::Role;
use clinic_env::Clock;
use serde_json::json;

const CREATE: &[&str] = &[
    "org",
    "create",
    "--name",
    "Riverside Clinic",
    "--slug",
    "riverside",
    "--login",
    "Ada",
    "--person",
    "Ada Amani",
];

fn field<'a>(said: &'a Said, name: &str) -> &'a str {
    let line = said.out.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("'{name}' in {}{}", said.out, said.err))
}

#[tokio::test]
async fn an_organization_a_person_and_a_desk_begin_on_the_command_line() {
    let centre = Centre::start().await;
    let created = run(central(&centre, CREATE));
    assert_eq!((created.code, field(&created, "login")), (Some(0), "ada"), "{}", created.err);
    let service = Running::start(&centre, &[]).await;
    let post = async |path: &str, body: serde_json::Value| {
        let answer = centre.http.post(service.url(path)).json(&body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json::<serde_json::Value>().await.unwrap_or_default())
    };
    let set = async |said: &Said| {
        let body = json!({ "organization": "riverside", "code": field(said, "code"), "password": "seven wooden ducks" });
        post("/v1/passwords", body).await.0
    };
    assert_eq!(set(&created).await, 204);
    let invite = ["user", "invite", "--organization", "riverside", "--login", "ada"];
    let invited = run(central(&centre, &invite));
    assert_eq!((invited.code, set(&invited).await), (Some(0), 204), "{}", invited.err);

    let enroll = ["device", "enroll", "--organization", "riverside", "--name", "Reception", "--login", "ada"];
    let enrolled = run(central(&centre, &enroll));
    let (desk, code) = (Program::new(1), field(&enrolled, "code"));
    let proof = desk.proof("/v1/devices", Some(code), Clock::System.now());
    let body = json!({ "organization": "riverside", "code": code, "key": desk.public, "proof": proof });
    let (status, device) = post("/v1/devices", body).await;
    assert_eq!((status, device["device"]["name"].as_str()), (201, Some("Reception")), "{device}");
}

#[tokio::test]
async fn what_is_typed_wrongly_is_refused_with_what_is_right() {
    let centre = Centre::start().await;
    assert_eq!(run(central(&centre, CREATE)).code, Some(0));
    let not = |arguments: &[&str], code: i32, says: &str| {
        let said = run(central(&centre, arguments));
        assert_eq!(said.code, Some(code), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
        assert_eq!(said.out, "", "{arguments:?}");
    };
    not(&[], 2, "Usage: central");
    not(&["serf"], 2, "'serve'");
    not(&["org", "create", "--name", "River"], 2, "--slug <SLUG>");
    not(&CREATE[..8], 2, "--person <PERSON>");
    not(&[CREATE, &["--type", "bakery"]].concat(), 2, "bakery");
    not(&[CREATE, &["--tier", "gold"]].concat(), 2, "gold");
    not(CREATE, 1, "central: another organization is called 'riverside'");
    let sloppy: Vec<&str> =
        CREATE.iter().map(|it| if *it == "riverside" { "River Side" } else { it }).collect();
    not(&sloppy, 1, "central: 'River Side' is no short name");
    let invite = |organization, login| ["user", "invite", "--organization", organization, "--login", login];
    not(&invite("lakeside", "ada"), 1, "central: no organization is called 'lakeside'");
    not(&invite("riverside", "bob"), 1, "central: nobody who is active has that login");
    let enroll = ["device", "enroll", "--organization", "riverside", "--name", "Reception", "--login", "bob"];
    not(&enroll, 1, "central: nobody who is active has that login");
    not(
        &["audit", "verify", "--organization", "lakeside"],
        1,
        "central: no organization is called 'lakeside'",
    );
    not(&["audit", "verify", "--checkpoints", "nowhere.txt"], 1, "nowhere.txt cannot be read");
    not(&["--config", "nowhere.toml", "check"], 1, "nowhere.toml cannot be read");
}

#[tokio::test]
async fn a_wrong_configuration_ends_every_command_with_its_key_and_shows_no_secret() {
    let centre = Centre::start().await;
    let with = |arguments: &[&str], key: &str, value: &str| {
        let mut command = central(&centre, arguments);
        command.env(key, value).env("CENTRAL_MAIL__PASSWORD", "opensesame");
        run(command)
    };
    for arguments in [&["serve"][..], &["check"], &["audit", "checkpoints"]] {
        let said = with(arguments, "CENTRAL_LIMITS__PERSON", "many");
        assert!(said.code == Some(1) && said.err.contains("'limits.person'"), "{arguments:?}: {}", said.err);
        assert!(!said.err.contains("opensesame"), "{arguments:?}: {}", said.err);
    }
    let check = |key: &str, value: &str| {
        let mut command = central(&centre, &["check", "--offline"]);
        command.env(key, value);
        run(command)
    };
    assert_eq!(check("CENTRAL_DATABASE_URL", "host=/nowhere user=application_user").code, Some(0));
    for (key, named) in [
        ("CENTRAL_TOKEN_KEY", "token_key"),
        ("CENTRAL_AUDIT_KEY", "audit_key"),
        ("CENTRAL_SECRET_KEY", "secret_key"),
    ] {
        let said = check(key, "tests/fixtures/nowhere");
        assert!(said.code == Some(1) && said.err.contains(named), "{key}: {}", said.err);
    }
    let help = run({
        let mut command = bare(&["migrate", "--help"]);
        command.env("DATABASE_ADMIN_URL", "password=opensesame");
        command
    });
    assert!(help.code == Some(0) && !help.out.contains("opensesame"), "{}", help.out);
}

#[tokio::test]
async fn a_trail_that_somebody_changed_is_told_by_the_exit_code() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("riverside").await;
    let token = centre.token(&clinic, Role::Scheduler);
    assert_eq!(centre.get(&token, &format!("/v1/patients/{}", clinic.patient)).await.0, 200);
    let verify = || run(central(&centre, &["audit", "verify", "--organization", "riverside"]));
    let whole = verify();
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    assert!(whole.out.contains(": whole, 1 entries"), "{}", whole.out);
    let sql = "UPDATE central.audit_logs SET action = 'nothing'";
    centre.admin.batch_execute(sql).await.expect("whoever owns the database can");
    let changed = verify();
    assert_eq!((changed.code, changed.out.as_str()), (Some(1), ""));
    assert!(changed.err.contains("NOT WHOLE") && changed.err.contains("entry 1"), "{}", changed.err);
}
