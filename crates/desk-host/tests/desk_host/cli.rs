//! The command line as scripts see it: answers, coded errors, exit statuses, on real encrypted homes.

use crate::support::{Home, PASSWORD, Run, bundle_of, bundle_of_many, finish};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};

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
fn a_set_up_that_is_killed_begins_anew_at_the_next_start() {
    let home = Home::empty();
    let clinic = ["init", "--organization", "Elm Street Clinic", "--user", "Ana", "--no-keyring"];
    let mut child = home
        .command(&[&clinic[..], &["--demo", "medium"]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The organization is stored, and the demo's rows are on their way.
    let mut progress = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(progress.next().unwrap().unwrap().starts_with("generating: "));
    child.kill().unwrap();
    let killed = child.wait_with_output().unwrap();
    assert!(killed.stdout.is_empty(), "nobody was told a recovery code");

    let status = home.call("status", &json!({})).answer;
    assert_eq!((&status["state"], &status["was_cut_off"]), (&json!("not_set_up"), &json!(true)));
    assert_refused(&home.call("sign_in", &json!({ "login": "ana", "password": PASSWORD })), "not_set_up");
    let again = home.run(&clinic, "");
    assert_eq!(again.status, 0, "{}", again.stderr);
    let setup = home.call("setup", &json!({}));
    assert_eq!(setup.answer["resources"], json!([]), "nothing of the demo stayed: {}", setup.stderr);
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

/// The Spanish export of a made-up practice, in Latin-1 with semicolons.
const PACIENTES: &[u8] = include_bytes!("../../../clinic-interop/tests/fixtures/tables/pacientes.csv");

#[test]
fn a_table_that_tells_itself_is_imported_without_a_word() {
    let (home, _) = Home::set_up(&["--zone", "Europe/Madrid"]);
    let file = home.path("pacientes.csv");
    fs::write(&file, PACIENTES).unwrap();
    let preview = home.run(&["import".as_ref(), file.as_os_str(), "--preview".as_ref()], "");
    assert_eq!((preview.status, patients(&preview, "added")), (0, 8), "{}", preview.stderr);
    let first = home.run(&["import".as_ref(), file.as_os_str()], "");
    assert_eq!(
        (first.status, patients(&first, "added"), patients(&first, "refused")),
        (0, 8, 1),
        "{}",
        first.stderr
    );
    assert_eq!(first.answer["refused"][0]["record"], "row 10 (4719)");
    let second = home.run(&["import".as_ref(), file.as_os_str()], "");
    assert_eq!((patients(&second, "added"), patients(&second, "already_there")), (0, 8));
    let found = home.call("find_patients", &json!({ "query": "etxeb" }));
    assert_eq!(found.answer["hits"][0]["birth_date"], "1991-06-30", "{}", found.stderr);
}

#[test]
fn a_table_that_leaves_something_open_is_refused_by_name_until_it_is_said() {
    let (home, _) = Home::set_up(&[]);
    let (file, mapping) = (home.path("people.csv"), home.path("mapping.json"));
    fs::write(&file, "Last name,First name,DOB,Sex\nRuiz,Ana,04/03/1980,M\nCosta,Eva,01/02/1990,M\n")
        .unwrap();
    let import =
        |more: &[&std::ffi::OsStr]| home.run(&[&["import".as_ref(), file.as_os_str()], more].concat(), "");
    let refused = import(&[]);
    assert_eq!((refused.status, &refused.answer["files"][0]["refused_code"]), (1, &json!("mapping_needed")));
    let table = &refused.answer["files"][0]["table"];
    let open: Vec<&Value> = table["gaps"].as_array().unwrap().iter().map(|it| &it["what"]).collect();
    assert_eq!(open, ["date_order", "sexes"], "{table}");
    assert_eq!(
        home.call("find_patients", &json!({ "query": "ruiz" })).answer["hits"],
        json!([]),
        "nothing is taken"
    );

    // What the report shows is what a person changes.
    let mut said = table["mapping"].clone();
    said["date_order"] = json!("day_first");
    said["sexes"] = json!({ "M": "female" });
    fs::write(&mapping, json!({ "people.csv": said }).to_string()).unwrap();
    let taken = import(&["--mapping".as_ref(), mapping.as_os_str()]);
    assert_eq!((taken.status, patients(&taken, "added")), (0, 2), "{}{}", taken.answer, taken.stderr);
    let found = home.call("find_patients", &json!({ "query": "ruiz" }));
    assert_eq!(found.answer["hits"][0]["birth_date"], "1980-03-04");

    for (text, code) in [
        ("{", "bad_request"),
        ("[]", "bad_request"),
        (r#"{"people.csv": {"columns": {"Colour": null}}}"#, "unknown_column"),
        (r#"{"people.csv": {"zone": "Mars/Olympus"}}"#, "bad_request"),
        (r#"{"people.csv": {"date_order": "sideways"}}"#, "bad_request"),
        (r#"{"nobody.csv": {}}"#, "not_found"),
    ] {
        fs::write(&mapping, text).unwrap();
        let run = import(&["--mapping".as_ref(), mapping.as_os_str()]);
        let told = run.error["code"].as_str().or(run.answer["files"][0]["refused_code"].as_str());
        assert_eq!((run.status, told), (1, Some(code)), "{text}");
    }
}

#[test]
fn an_import_that_is_killed_leaves_nothing_and_the_next_to_sign_in_is_told() {
    let (home, _) = Home::set_up(&[]);
    let file = home.path("many.json");
    fs::write(&file, bundle_of_many(6_000)).unwrap();
    let mut command = home.command(&["import".as_ref(), file.as_os_str()]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut progress = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    // The first batch is written, the second is on its way.
    assert!(progress.any(|line| line == "storing: 2000 of 6000"));
    child.kill().unwrap();
    child.wait().unwrap();

    let sign_in = || home.call("sign_in", &json!({ "login": "ana", "password": PASSWORD }));
    let told = |run: &Run| {
        let notices = run.answer["notices"].as_array().unwrap();
        notices.iter().any(|it| it["code"] == "import_undone")
    };
    let first = sign_in();
    assert!(told(&first), "{} {}", first.answer, first.stderr);
    assert!(!told(&sign_in()), "said once");
    let found = home.call("find_patients", &json!({ "query": "family" }));
    assert_eq!(found.answer["hits"], json!([]), "{}", found.stderr);
    let again = home.run(&["import".as_ref(), file.as_os_str()], "");
    assert_eq!((again.status, patients(&again, "added")), (0, 6000), "{}", again.stderr);
}

#[test]
fn a_backup_comes_back_on_another_pc_with_the_recovery_code() {
    let (home, created) = Home::set_up(&[]);
    let file = home.path("clinic.json");
    fs::write(&file, bundle_of("Marigold", "Quillfeather")).unwrap();
    assert_eq!(home.run(&["import".as_ref(), file.as_os_str()], "").status, 0);
    let liked = json!({ "theme": "dark", "language": "es", "keys": { "lock": "Ctrl+Shift+L" } });
    assert_eq!(home.call("put_preferences", &liked).status, 0);
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
    assert_eq!(restored.answer["session"]["preferences"]["keys"], liked["keys"]);
    let found = other.call("find_patients", &json!({ "query": "quillf" }));
    assert_eq!(found.answer["hits"].as_array().map(Vec::len), Some(1), "{}", found.stderr);
}

#[test]
fn what_a_person_likes_outlasts_the_program_and_is_no_part_of_the_book() {
    let (home, created) = Home::set_up(&[]);
    let nobody_chose = &created.answer["session"]["preferences"];
    assert_eq!((&nobody_chose["language"], &nobody_chose["theme"]), (&Value::Null, &json!("system")));
    assert_eq!(nobody_chose["single_letter_keys"], true);
    let setup = home.call("setup", &json!({}));
    let board = json!({
        "location": setup.answer["locations"][0]["id"], "columns": "room", "hidden": [], "order": []
    });
    let liked = json!({
        "language": "es", "theme": "dark", "contrast": "more", "density": "compact", "boards": [board],
        "keys": { "visit.arrived": "V" }, "single_letter_keys": false, "hides_getting_ready": true
    });
    let kept = home.call("put_preferences", &liked);
    assert_eq!((kept.status, &kept.answer), (0, &liked), "{}", kept.stderr);
    assert_eq!(home.call("preferences", &json!({})).answer, liked);
    assert_refused(&home.call("put_preferences", &json!({ "theme": "plaid" })), "bad_request");
    assert_eq!(home.call("preferences", &json!({})).answer, liked);
}

#[test]
fn a_damaged_working_copy_is_rebuilt_from_the_newest_backup_in_its_folder() {
    let (home, _) = Home::set_up(&[]);
    let file = home.path("clinic.json");
    fs::write(&file, bundle_of("Marigold", "Quillfeather")).unwrap();
    assert_eq!(home.run(&["import".as_ref(), file.as_os_str()], "").status, 0);
    let folder = home.path("backups");
    fs::create_dir(&folder).unwrap();
    assert_eq!(home.call("set_backup_folder", &json!({ "folder": folder })).status, 0);
    assert_eq!(home.call("back_up_now", &json!({})).status, 0);
    fs::remove_file(home.path("home/mirror.db")).unwrap();
    assert_refused(&home.call("setup", &json!({})), "mirror_damaged");

    let rebuild = |password: &str| {
        let request = json!({ "login": "ana", "password": password });
        home.call("rebuild_mirror", &request)
    };
    assert_refused(&rebuild("not the password"), "wrong_password");
    // Imported rows are in no receipt: without the drive that has the backup nothing is made up.
    let unplugged = home.path("unplugged");
    fs::rename(&folder, &unplugged).unwrap();
    assert_refused(&rebuild(PASSWORD), "backup_too_old");
    assert_refused(&home.call("setup", &json!({})), "mirror_damaged");
    fs::rename(&unplugged, &folder).unwrap();
    let rebuilt = rebuild(PASSWORD);
    assert_eq!(rebuilt.status, 0, "{}", rebuilt.stderr);
    let told = rebuilt.answer["notices"].as_array().unwrap();
    assert!(told.iter().any(|it| it["code"] == "mirror_rebuilt" && it["backup_of"].is_string()), "{told:?}");
    let found = home.call("find_patients", &json!({ "query": "quillf" }));
    assert_eq!(found.answer["hits"].as_array().map(Vec::len), Some(1), "{}", found.stderr);
}

#[test]
fn what_was_just_done_is_undone_by_the_operation_that_the_answer_names() {
    let (home, _) = Home::set_up(&[]);
    let patient = json!({
        "family_name": "Quillfeather", "given_names": "Marigold", "birth_date": "1984-02-29", "sex": "female",
        "contact_preference": "phone", "is_active": true,
    });
    let registered = home.call("register_patient", &json!({ "patient": patient })).answer;
    assert_eq!((&registered["outcome"], &registered["undo"]), (&json!("done"), &Value::Null));
    let mut changed = registered["result"]["patient"].clone();
    changed["given_names"] = json!("Maria");
    let patched = home.call("change_patient", &json!({ "patient": changed })).answer;
    assert_eq!(patched["result"]["given_names"], "Maria");

    let undo = json!({ "of": patched["undo"] });
    let undone = home.call("undo", &undo);
    assert_eq!(undone.status, 0, "{}", undone.stderr);
    let result = &undone.answer["result"];
    assert_eq!(
        (&result["record"], &result["patient"]["given_names"]),
        (&json!("patient"), &json!("Marigold"))
    );
    let again = home.call("undo", &undo);
    assert_eq!((again.status, &again.answer["reasons"][0]["code"]), (1, &json!("undo_overtaken")));
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
fn a_seed_makes_the_same_demo_again() {
    let now = ["--now", "2026-11-24T15:00"];
    let visits = |seed: &str| {
        let demo = ["--demo", "small", "--zone", "America/Chicago", "--demo-seed", seed];
        let (home, _) = Home::set_up(&[&demo[..], &now[..]].concat());
        let setup = home.run(&[&["call", "setup"], &now[..]].concat(), "");
        let request = json!({ "location": setup.answer["locations"][0]["id"], "date": "2026-11-24" });
        let day = home.run(&[&["call", "day"], &now[..]].concat(), &request.to_string());
        // Ids and what is over by now follow the clock, which goes on while a clinic is made.
        let told = |it: &Value| ["patient_name", "wall_start", "type_name"].map(|name| it[name].to_string());
        day.answer["visits"].as_array().map(|all| all.iter().map(told).collect::<Vec<_>>())
    };
    let of_seven = visits("7");
    assert!(of_seven.as_ref().is_some_and(|it| !it.is_empty()));
    assert!(of_seven == visits("7"), "the same number makes another clinic");
    assert!(of_seven != visits("8"), "another number makes the same clinic");
}

#[test]
fn a_demo_clinic_has_a_day_full_of_visits() {
    let now = ["--now", "2026-11-24T15:00"];
    // Of all demos some have a provider who is away in that week.
    let demo = ["--demo", "small", "--zone", "America/Chicago", "--demo-seed", "7"];
    let (home, created) = Home::set_up(&[&demo[..], &now[..]].concat());
    assert_eq!(created.answer["session"]["is_demo"], true);
    let setup = home.run(&[&["call", "setup"], &now[..]].concat(), "");
    assert_eq!(setup.answer["locations"][0]["zone"], "America/Chicago");
    let request = json!({ "location": setup.answer["locations"][0]["id"], "date": "2026-11-24" });
    let day = home.run(&[&["call", "day"], &now[..]].concat(), &request.to_string());
    assert_eq!(day.status, 0, "{}", day.stderr);
    assert_eq!(day.answer["columns"].as_array().map(Vec::len), Some(3), "a small clinic has three providers");
    assert!(
        day.answer["visits"].as_array().is_some_and(|visits| visits.len() >= 30),
        "{}",
        day.answer["totals"]
    );

    let ask = |command: &str, request: &Value| {
        let run = home.run(&[&["call", command], &now[..]].concat(), &request.to_string());
        assert_eq!(run.status, 0, "{command}: {}", run.stderr);
        run.answer
    };
    // The week in which the clocks go back, from its Sunday on.
    let provider = &day.answer["columns"][0]["resource"];
    let week = ask("week", &json!({ "resource": provider, "date": "2026-11-04", "first_day": 7 }));
    let days = week["days"].as_array().unwrap();
    assert_eq!(
        (days.len(), &days[0]["date"], &days[0]["day_minutes"]),
        (7, &json!("2026-11-01"), &json!(1500))
    );
    assert!(
        days.iter()
            .all(|it| it["columns"].as_array().unwrap().len() == 1
                && it["columns"][0]["resource"] == *provider)
    );
    let with_provider = |it: &Value| it["resources"].as_array().unwrap().contains(provider);
    let visits: Vec<&Value> = days.iter().flat_map(|it| it["visits"].as_array().unwrap()).collect();
    assert!(visits.len() > 10 && visits.into_iter().all(with_provider));

    let location = &request["location"];
    let work = ask("worklist", &json!({ "location": location, "list": "unconfirmed" }));
    let row = &work["rows"][0];
    assert_eq!(work["counts"].as_array().unwrap().len(), 7);
    assert_eq!((&work["date"], &row["date"]), (&json!("2026-11-25"), &json!("2026-11-25")));
    assert!(row["contact"]["preference"].is_string() && row["visit"]["patient_name"].is_string());
    let sheet = ask("day_sheet", &request);
    assert_eq!(sheet["day"]["visits"], day.answer["visits"]);
    assert!(sheet["wall_at"].as_str().unwrap().starts_with("2026-11-24T09:"));
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
