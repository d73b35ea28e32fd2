//! The tasks of the command line: each opens the desk, makes its calls through the door, prints one JSON answer, and
//! closes the desk.

use crate::{
    arguments::{self, Arguments, Demo},
    error::{Failure, Outcome},
    secret,
};
use desk_api::{
    Desk, DeskConfig, Payload,
    adapter::{self, LARGEST_FILE_BYTES, LARGEST_REQUEST_BYTES},
    dto::import::Progress,
    zone,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
};

/// The commands that ask for no session; for every other one the task signs in first.
const WITHOUT_SESSION: [&str; 9] = [
    "status",
    "set_up",
    "restore_backup",
    "sign_in",
    "accept_older_state",
    "rebuild_mirror",
    "sign_in_with_recovery",
    "enrol",
    "join_centre",
];

pub fn init(arguments: &Arguments, init: &arguments::Init) -> Result<Outcome, Failure> {
    let name = arguments
        .user
        .as_deref()
        .ok_or_else(|| Failure::usage("init wants --user, the first person's name."))?;
    let zone = init.zone.clone().or_else(|| zone::of_this_pc().map(|it| it.name().to_owned()));
    let zone =
        zone.ok_or_else(|| Failure::usage("This PC does not say its time zone: init wants --zone."))?;
    let password = secret::password(arguments)?;
    let request = json!({
        "organization_name": init.organization,
        "organization_kind": init.kind,
        "location_name": init.location.as_ref().unwrap_or(&init.organization),
        "zone": zone,
        "person_name": name,
        "login": init.login.clone().unwrap_or_else(|| login_of(name)),
        "password": *password,
        "key_store": key_store(init.no_keyring),
        "demo": init.demo.map(|size| match size {
            Demo::Small => "small",
            Demo::Medium => "medium",
            Demo::Large => "large",
        }),
        "demo_seed": init.demo_seed,
    });
    with_desk(arguments, |desk| print(&ask(desk, "set_up", &request)?))
}

pub fn import(arguments: &Arguments, import: &arguments::Import) -> Result<Outcome, Failure> {
    with_desk(arguments, |desk| {
        sign_in(desk, arguments)?;
        for file in &import.files {
            stage(desk, file)?;
        }
        let request = json!({ "default_zone": import.zone, "tables": mappings(import)? });
        let report = ask(desk, if import.preview { "preview_import" } else { "run_import" }, &request)?;
        print(&report)?;
        let report = parse(&report)?;
        let is_file_refused = |file: &Value| !file["refused"].is_null();
        let refused = report["files"].as_array().is_some_and(|files| files.iter().any(is_file_refused));
        Ok(if refused { Outcome::Refused } else { Outcome::Done })
    })
}

/// What was said about tables, by the file's name.
fn mappings(import: &arguments::Import) -> Result<Value, Failure> {
    let Some(path) = &import.mapping else { return Ok(json!({})) };
    let text = fs::read_to_string(path)
        .map_err(|problem| Failure::file("The mapping could not be read.", path, &problem))?;
    let mappings: Value = serde_json::from_str(&text)
        .map_err(|problem| Failure::usage(&format!("The mapping is not JSON at line {}.", problem.line())))?;
    let is_by_file = mappings.as_object().is_some_and(|it| it.values().all(Value::is_object));
    is_by_file
        .then_some(mappings)
        .ok_or_else(|| Failure::usage("The mapping has an object for each file's name."))
}

pub fn restore(arguments: &Arguments, restore: &arguments::Restore) -> Result<Outcome, Failure> {
    let login = arguments
        .user
        .as_deref()
        .ok_or_else(|| Failure::usage("restore wants --user, who signs in afterwards."))?;
    let recovery_code = secret::recovery_code(restore.recovery_file.as_deref())?;
    let password = secret::password(arguments)?;
    let request = json!({
        "recovery_code": *recovery_code,
        "login": login,
        "new_password": *password,
        "key_store": key_store(restore.no_keyring),
    });
    with_desk(arguments, |desk| {
        stage(desk, &restore.file)?;
        print(&ask(desk, "restore_backup", &request)?)
    })
}

pub fn join(arguments: &Arguments, join: &arguments::Join) -> Result<Outcome, Failure> {
    let login = arguments
        .user
        .as_deref()
        .ok_or_else(|| Failure::usage("join wants --user, who signs in at the centre."))?;
    let code = secret::read(&join.code_file)?;
    let second_factor = join.second_factor_file.as_deref().map(secret::read).transpose()?;
    let password = secret::password(arguments)?;
    let enrol = json!({ "address": join.address, "organization": join.organization, "code": *code });
    let request = json!({
        "login": login,
        "password": *password,
        "code": second_factor.as_deref(),
        "key_store": key_store(join.no_keyring),
    });
    with_desk(arguments, |desk| {
        ask(desk, "enrol", &enrol)?;
        print(&ask(desk, "join_centre", &request)?)
    })
}

pub fn call(arguments: &Arguments, call: &arguments::Call) -> Result<Outcome, Failure> {
    let mut request = String::new();
    let largest = LARGEST_REQUEST_BYTES as u64 + 1;
    let read = io::stdin().take(largest).read_to_string(&mut request);
    read.map_err(|_| Failure::usage("The request on standard input is not UTF-8 text."))?;
    let payload = adapter::json_payload(request)?;
    with_desk(arguments, |desk| {
        if !WITHOUT_SESSION.contains(&call.command.as_str())
            && desk_api::COMMANDS.contains(&call.command.as_str())
        {
            sign_in(desk, arguments)?;
        }
        print(&desk_api::call(desk, &call.command, payload, None, &show)?)
    })
}

/// Opens the desk for one task and closes it however the task ends.
fn with_desk(
    arguments: &Arguments,
    task: impl FnOnce(&Desk) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let desk = Desk::new(DeskConfig { home: arguments::home()?, clock: arguments.clock()? })?;
    let outcome = task(&desk);
    desk.close();
    outcome
}

fn sign_in(desk: &Desk, arguments: &Arguments) -> Result<(), Failure> {
    let password = secret::password(arguments)?;
    // Without a login the desk takes its only person.
    let login = arguments.user.as_deref().unwrap_or_default();
    ask(desk, "sign_in", &json!({ "login": login, "password": *password })).map(|_| ())
}

fn stage(desk: &Desk, path: &Path) -> Result<(), Failure> {
    let unreadable = |problem: io::Error| Failure::file("A file could not be read.", path, &problem);
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST_FILE_BYTES as u64 {
        return Err(Failure::usage("A file is larger than 512 MiB."));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    desk_api::call(desk, "stage_file", Payload::File { name, bytes }, None, &show)?;
    Ok(())
}

fn ask(desk: &Desk, name: &str, request: &Value) -> Result<String, Failure> {
    let payload = Payload::Json(request.to_string());
    Ok(desk_api::call(desk, name, payload, None, &show)?)
}

fn parse(answer: &str) -> Result<Value, Failure> {
    serde_json::from_str(answer).map_err(|_| Failure::internal("The desk's answer is not JSON."))
}

/// One line a step, for whoever watches; scripts read the answer on stdout.
fn show(step: Progress) {
    let Progress { stage, done, total } = step;
    let _ = match total {
        0 => writeln!(io::stderr(), "{stage}"),
        _ => writeln!(io::stderr(), "{stage}: {done} of {total}"),
    };
}

/// Hands the desk's answer on as it is, and tells whether it was a refusal.
fn print(answer: &str) -> Result<Outcome, Failure> {
    let written = writeln!(io::stdout(), "{answer}").and_then(|()| io::stdout().flush());
    written.map_err(|_| Failure::internal("The answer could not be written to standard output."))?;
    Ok(if parse(answer)?["outcome"] == "refused" { Outcome::Refused } else { Outcome::Done })
}

/// "Ana Ruiz" signs in as "ana.ruiz" unless another login is given.
fn login_of(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(".")
}

fn key_store(is_without_keyring: bool) -> &'static str {
    if is_without_keyring { "passphrase_only" } else { "os_keyring" }
}
