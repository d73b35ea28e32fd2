//! The command line as scripts see it: answers, coded errors, exit statuses, on real encrypted homes.

use crate::support::{Home, Run, bundle_of, finish};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_new_desk_says_what_it_is_and_gives_its_recovery_code_once() {
    let home = Home::empty();
    let before = home.call("status", &json!({}));
    assert_eq!((before.status, &before.answer["state"]), (0, &json!("not_set_up")), "{}", before.stderr);

    let (home, created) =
        Home::set_up(&["--location", "Main Street", "--zone", "Europe/London", "--login", "ana.ruiz"]);
    assert!(created.answer["recovery_code"].as_str().is_some_and(|code| code.len() >= 32));
    assert_eq!(created.answer["session"]["login"], "ana.ruiz");
    assert_eq!(created.answer["session"]["key_store"], "passphrase_only");

    let status = home.call("status", &json!({}));
    assert_eq!((status.status, &status.answer["state"]), (0, &json!("locked")));
    let setup = home.call("setup", &json!({}));
    assert_eq!(setup.status, 0, "{}", setup.stderr);
    assert_eq!(setup.answer["locations"][0]["name"], "Main Street");
    assert_eq!(setup.answer["locations"][0]["zone"], "Europe/London");

    let elsewhere = Home::empty();
    let mut init =
        elsewhere.command(&["init", "--organization", "Elm Street", "--user", "Ana", "--no-keyring"]);
    init.env("TZ", "Asia/Kolkata");
    assert_eq!(finish(init, "").status, 0);
    let setup = elsewhere.call("setup", &json!({}));
    assert_eq!(setup.answer["locations"][0]["zone"], "Asia/Kolkata", "that of the PC where none is given");

    let again = home.run(&["init", "--organization", "Other", "--user", "Eve", "--no-keyring"], "");
    assert_refused(&again, "already_set_up");
}

#[test]
fn refusals_are_coded_and_leave_status_one() {
    let (home, _) = Home::set_up(&[]);
    assert_refused(&home.call("no_such_command", &json!({})), "unknown_command");
    assert_refused(&home.call("day", &json!({ "date": "2026-11-23" })), "bad_request");
    assert_refused(&home.run(&["call", "setup"], "not json"), "bad_request");
    assert_refused(&home.run(&["import", "/no/such/file.json"], ""), "file_unreadable");
    assert_refused(&home.run(&["fly"], ""), "bad_request");
    assert_refused(&home.run(&["call", "status", "--now", "yesterday"], ""), "bad_request");
    assert_refused(&home.run(&["init", "--organization", "Other"], ""), "bad_request");

    fs::write(home.path("password"), "wrong").unwrap();
    assert_refused(&home.call("setup", &json!({})), "wrong_password");
}

#[test]
fn an_import_accounts_for_every_record_and_adds_nothing_twice() {
    let (home, _) = Home::set_up(&[]);
    let file = home.path("clinic.json");
    fs::write(&file, bundle_of("Marigold", "Quillfeather")).unwrap();

    let first = home.run(&["import".as_ref(), file.as_os_str()], "");
    assert_eq!(first.status, 0, "{}", first.stderr);
    assert_eq!((patients(&first, "added"), patients(&first, "already_there")), (1, 0), "{}", first.answer);
    assert!(first.stderr.lines().count() > 0, "progress goes to standard error");
    let second = home.run(&["import".as_ref(), file.as_os_str()], "");
    assert_eq!((second.status, patients(&second, "added"), patients(&second, "already_there")), (0, 0, 1));

    let found = home.call("find_patients", &json!({ "query": "quillf" }));
    let hits: Vec<&Value> = found.answer["hits"].as_array().unwrap().iter().collect();
    assert_eq!(hits.len(), 1, "{}", found.stderr);
    assert!(hits[0]["name"].as_str().unwrap().contains("Quillfeather"));
    assert_eq!(hits[0]["birth_date"], "1984-02-29");

    let broken = home.path("broken.json");
    fs::write(&broken, "{\"resourceType\": \"Bundle\", ").unwrap();
    let refused = home.run(&["import".as_ref(), file.as_os_str(), broken.as_os_str()], "");
    assert_eq!(refused.status, 1, "a malformed file is refused by name: {}", refused.answer);
    let files = refused.answer["files"].as_array().unwrap();
    let named = files.iter().find(|it| it["name"] == "broken.json").unwrap();
    assert!(named["refused"].is_string());
    assert_eq!(patients(&refused, "already_there"), 1, "the good file is still taken");
}

#[test]
fn a_backup_comes_back_on_another_pc_with_the_recovery_code() {
    let (home, created) = Home::set_up(&[]);
    let file = home.path("clinic.json");
    fs::write(&file, bundle_of("Marigold", "Quillfeather")).unwrap();
    assert_eq!(home.run(&["import".as_ref(), file.as_os_str()], "").status, 0);
    let folder = home.path("backups");
    fs::create_dir(&folder).unwrap();
    assert_eq!(home.call("set_backup_folder", &json!({ "folder": folder })).status, 0);
    let backup = home.call("back_up_now", &json!({}));
    assert_eq!(backup.status, 0, "{}", backup.stderr);
    let made = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();

    let other = Home::empty();
    fs::write(other.path("password"), "a new password here").unwrap();
    let code = other.path("code");
    let restore = |given: &str| {
        fs::write(&code, given).unwrap();
        let arguments =
            ["restore", made.to_str().unwrap(), "--user", "ana", "--no-keyring", "--recovery-file"];
        other.run(&[&arguments[..], &[code.to_str().unwrap()]].concat(), "")
    };
    let wrong = "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA";
    assert_refused(&restore(wrong), "wrong_recovery_code");
    let restored = restore(created.answer["recovery_code"].as_str().unwrap());
    assert_eq!(restored.status, 0, "{}", restored.stderr);
    let found = other.call("find_patients", &json!({ "query": "quillf" }));
    assert_eq!(found.answer["hits"].as_array().map(Vec::len), Some(1), "{}", found.stderr);
}

#[cfg(unix)]
#[test]
fn the_password_may_come_over_a_descriptor() {
    let (home, _) = Home::set_up(&[]);
    let script = format!(
        "exec '{}' call setup --password-fd 3 3< '{}'",
        env!("CARGO_BIN_EXE_desk-host"),
        home.path("password").display()
    );
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).env("FRONT_DESK_HOME", home.path("home"));
    let run = finish(shell, "{}");
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.answer["organization"]["name"], "Elm Street Clinic");
}

#[test]
fn a_demo_clinic_has_a_day_full_of_visits() {
    let now = ["--now", "2026-11-24T15:00"];
    let demo = ["--demo", "small", "--zone", "Australia/Perth"];
    let (home, created) = Home::set_up(&[&demo[..], &now[..]].concat());
    assert_eq!(created.answer["session"]["is_demo"], true);
    let setup = home.run(&[&["call", "setup"], &now[..]].concat(), "");
    assert_eq!(setup.answer["locations"][0]["zone"], "Australia/Perth");
    let request = json!({ "location": setup.answer["locations"][0]["id"], "date": "2026-11-24" });
    let day = home.run(&[&["call", "day"], &now[..]].concat(), &request.to_string());
    assert_eq!(day.status, 0, "{}", day.stderr);
    assert_eq!(day.answer["columns"].as_array().map(Vec::len), Some(3), "a small clinic has three providers");
    assert!(
        day.answer["visits"].as_array().is_some_and(|visits| visits.len() >= 30),
        "{}",
        day.answer["totals"]
    );
}

fn assert_refused(run: &Run, code: &str) {
    assert_eq!((run.status, run.error["code"].as_str()), (1, Some(code)), "{}", run.stderr);
    assert!(run.error["sentence"].as_str().is_some_and(|sentence| !sentence.is_empty()));
    assert_eq!(run.answer, Value::Null);
}

fn patients(run: &Run, count: &str) -> u64 {
    let kinds = run.answer["kinds"].as_array().unwrap();
    kinds
        .iter()
        .find(|it| it["kind"].as_str().is_some_and(|kind| kind.to_lowercase().starts_with("patient")))
        .map_or(0, |it| it[count].as_u64().unwrap())
}
