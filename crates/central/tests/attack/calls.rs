//! What each route of the table is called with. A text in braces stands for something that the caller's organization has:
//! `{patient}` is the id of a patient; `{canary}` is a text that is in no other organization.

use central::{
    http::{Access, Route, openapi},
    routes,
};
use clinic_domain::people::{Permission, Role};
use serde_json::Value;
use std::collections::BTreeSet;

/// Bodies by the name of the route, several where alternatives carry ids of their own.
const BODIES: &[(&str, &str)] = &[
    (
        "create_location",
        r#"{"name":"{canary}","zone":"America/New_York","phone":"{canary}","address":{"city":"{canary}"}}"#,
    ),
    ("change_location", r#"{"version":1,"name":"{canary}"}"#),
    ("create_department", r#"{"name":"{canary}"}"#),
    ("change_department", r#"{"version":1,"name":"{canary}"}"#),
    ("create_faq", r#"{"question":"{canary}","answer":"{canary}","language":"en","keywords":["{canary}"]}"#),
    ("change_faq", r#"{"version":1,"answer":"{canary}"}"#),
    ("search_faq", r#"{"words":"canary"}"#),
    (
        "create_message_template",
        r#"{"kind":"reminder","channel":"email","language":"es","subject":"{canary}","body":"{canary} {date} {time}"}"#,
    ),
    (
        "create_message_template",
        r#"{"kind":"confirmation","channel":"email","language":"es","subject":"{canary}","body":"{canary} {date} {time}"}"#,
    ),
    ("preview_message_template", r#"{"kind":"reminder","channel":"email","language":"es"}"#),
    (
        "preview_message_template",
        r#"{"kind":"reminder","channel":"sms","language":"en","draft":{"body":"{canary} {date} {time}"}}"#,
    ),
    ("change_message_template", r#"{"version":1,"subject":"{canary}"}"#),
    (
        "create_provider",
        r#"{"location":"{other_location}","name":"{canary}","specialty":"{canary}","same_person_as":"{provider}"}"#,
    ),
    ("create_provider", r#"{"location":"{location}","name":"{canary}"}"#),
    (
        "change_provider",
        r#"{"version":1,"specialty":"{canary}","location":"{other_location}","same_person_as":"{other_provider}"}"#,
    ),
    (
        "write_providers",
        r#"{"rows":[{"create":{"location":"{location}","name":"{canary}","same_person_as":"{other_provider}"}},{"change":{"id":"{provider}","patch":{"version":1,"location":"{location}","specialty":"{canary}"}}}]}"#,
    ),
    ("create_resource", r#"{"location":"{location}","name":"{canary}","kind":"room"}"#),
    ("change_resource", r#"{"version":1,"name":"{canary}","location":"{location}"}"#),
    ("create_appointment_type", r#"{"name":"{canary}","duration_minutes":30,"needs":[{"kind":"provider"}]}"#),
    (
        "create_appointment_type",
        r#"{"name":"{canary}","duration_minutes":30,"needs":[{"kind":"provider","any_of":["{provider}"]}],"preceded_by":{"appointment_type":"{appointment_type}","min_gap_minutes":0,"max_gap_minutes":60}}"#,
    ),
    (
        "change_appointment_type",
        r#"{"version":1,"name":"{canary}","needs":[{"kind":"provider","any_of":["{provider}"]}],"preceded_by":{"appointment_type":"{appointment_type}","min_gap_minutes":0,"max_gap_minutes":60}}"#,
    ),
    (
        "create_schedule_template",
        r#"{"name":"{canary}","resource":"{room}","valid_from":"2027-01-04","sessions":[{"weekday":1,"from":"09:00","to":"12:00","types":["{appointment_type}"]}]}"#,
    ),
    (
        "create_schedule_template",
        r#"{"name":"{canary}","resource":"{room}","valid_from":"2027-01-04","sessions":[{"weekday":5,"from":"09:00","to":"12:00","types":["{appointment_type}"]}]}"#,
    ),
    (
        "change_schedule_template",
        r#"{"version":1,"name":"{canary}","resource":"{room}","sessions":[{"weekday":2,"from":"09:00","to":"12:00","types":["{appointment_type}"]}]}"#,
    ),
    (
        "create_schedule_exception",
        r#"{"kind":"extra_session","scope":{"resource":"{provider}"},"reason":"{canary}","first_day":"2026-06-06","last_day":"2026-06-06","from":"09:00","to":"12:00","types":["{appointment_type}"]}"#,
    ),
    (
        "create_schedule_exception",
        r#"{"kind":"holiday","scope":{"location":"{other_location}"},"reason":"{canary}","first_day":"2026-12-25","last_day":"2026-12-25"}"#,
    ),
    (
        "change_schedule_exception",
        r#"{"version":1,"reason":"{canary}","scope":{"resource":"{provider}"},"types":["{appointment_type}"]}"#,
    ),
    ("change_schedule_exception", r#"{"version":1,"scope":{"location":"{other_location}"},"types":[]}"#),
    (
        "create_person",
        r#"{"login":"{login}","name":"{canary}","roles":["nurse"],"department":"{department}","provider":"{free_provider}","email":"{canary}@example.org","license_number":"{canary}","specialties":["{canary}"]}"#,
    ),
    (
        "write_people",
        r#"{"rows":[{"create":{"login":"{login}","name":"{canary}","roles":["nurse"],"department":"{department}"}},{"change":{"id":"{person}","patch":{"version":1,"name":"{canary}","department":"{department}","provider":"{free_provider}"}}}]}"#,
    ),
    (
        "change_person",
        r#"{"version":1,"name":"{canary}","department":"{department}","provider":"{free_provider}"}"#,
    ),
    (
        "create_patient",
        r#"{"family_name":"{canary}","given_names":"{canary}","birth_date":"1980-02-03","email":"{canary}@example.org","own_provider":"{provider}","address":{"city":"{canary}"},"emergency_contact":{"name":"{canary}"},"coverage":{"payer":"{canary}","member_id":"{canary}"},"phones":[{"number":"+1 212 555 0142","kind":"mobile"}]}"#,
    ),
    ("change_patient", r#"{"version":1,"preferred_name":"{canary}","own_provider":"{provider}"}"#),
    ("search_patients", r#"{"name":"canary"}"#),
    ("find_duplicates", r#"{"family_name":"canary","birth_date":"1980-02-03"}"#),
    (
        "create_caregiver",
        r#"{"name":"{canary}","phone":"{canary}","relation":"child","authorization":"full","may_schedule":true}"#,
    ),
    ("change_caregiver", r#"{"version":1,"name":"{canary}"}"#),
    (
        "find_offers",
        r#"{"location":"{location}","appointment_type":"{appointment_type}","patient":"{patient}","providers":["{provider}"],"from":"2026-05-06","until":"2026-05-08","limit":2,"like":"{appointment}","moving":"{appointment}","link":{"appointment_type":"{other_appointment_type}","min_gap_minutes":0,"max_gap_minutes":120}}"#,
    ),
    (
        "find_offers",
        r#"{"location":"{location}","appointment_type":"{appointment_type}","patient":"{patient}","providers":["{provider}"],"from":"2026-05-06","until":"2026-05-08","limit":2}"#,
    ),
    (
        "book_appointment",
        r#"{"offer":"{offer}","patient":"{patient}","note":"{canary}","contact_point":"{canary}","instead_of":"{lost_appointment}"}"#,
    ),
    (
        "book_appointment",
        r#"{"offer":"{offer}","patient":"{patient}","note":"{canary}","requested_by":{"caregiver":"{caregiver}"}}"#,
    ),
    (
        "reschedule_appointment",
        r#"{"version":1,"offer":"{moving_offer}","requested_by":{"caregiver":"{caregiver}"}}"#,
    ),
    (
        "cancel_appointment",
        r#"{"version":1,"reason":"patient_ill","note":"{canary}","requested_by":{"caregiver":"{caregiver}"}}"#,
    ),
    (
        "check_in",
        r#"{"version":1,"verified":["full_name","birth_date"],"requested_by":{"caregiver":"{caregiver}"}}"#,
    ),
    ("set_appointment_confirmation", r#"{"version":1,"state":"confirmed","channel":"phone"}"#),
    ("set_appointment_note", r#"{"version":1,"note":"{canary}"}"#),
    ("set_appointment_status", r#"{"version":1,"to":"arrived","requested_by":{"caregiver":"{caregiver}"}}"#),
    ("set_appointment_triage", r#"{"version":1,"category":"urgent"}"#),
    ("write_medical_record", r#"{"record_type":"note","content":"{canary}"}"#),
    ("break_glass", r#"{"patient":"{patient}","reason_code":"emergency","reason":"{canary} asks for it"}"#),
    ("review_broken_glass", r#"{"is_justified":true,"note":"{canary}"}"#),
    ("close_security_event", r#"{"note":"{canary}"}"#),
    ("invite_device", r#"{"name":"{canary}","location":"{location}"}"#),
    ("change_device", r#"{"name":"{canary}","location":"{location}"}"#),
    ("change_organization", r#"{"version":1,"name":"{canary}"}"#),
    (
        "change_settings",
        r#"{"version":1,"travel":[{"one":"{location}","other":"{other_location}","minutes":30}]}"#,
    ),
    (
        "change_settings",
        r#"{"version":2,"travel":[{"one":"{location}","other":"{other_location}","minutes":20}]}"#,
    ),
    ("change_policy", r#"{"version":0,"idle_minutes":10}"#),
    ("change_password", r#"{"old":"seven wooden ducks","password":"eight wooden ducks"}"#),
    ("step_up", r#"{"code":"000000"}"#),
    ("confirm_totp", r#"{"code":"000000"}"#),
    (
        "enrol_device",
        r#"{"organization":"{slug}","code":"{device_code}","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","proof":"none"}"#,
    ),
    ("set_password", r#"{"organization":"{slug}","code":"{invitation}","password":"seven wooden ducks"}"#),
    (
        "sign_in",
        r#"{"organization":"{slug}","login":"{login_of_person}","password":"seven wooden ducks","code":"000000","device":"{device}","proof":"none"}"#,
    ),
    ("request_password", r#"{"organization":"{slug}","login":"{login_of_person}"}"#),
    ("claim_conflict", r#"{"version":1}"#),
    ("release_conflict", r#"{"version":2}"#),
    ("resolve_conflict", r#"{"version":3,"outcome":"moved","operation":"{operation}","note":"{canary}"}"#),
    (
        "salvage_operations",
        r#"{"organization":"{slug}","device":"{device}","operations":["{canary}"],"proof":"none"}"#,
    ),
    ("renew_session", r#"{"refresh_token":"none","proof":"none"}"#),
    (
        "put_identity_provider",
        r#"{"issuer":"https://127.0.0.1:1","client_id":"{canary}","is_enforced":false,"is_mfa_trusted":false}"#,
    ),
    ("read_sign_in_ways", r#"{"organization":"{slug}"}"#),
    (
        "begin_identity_sign_in",
        r#"{"organization":"{slug}","redirect":"http://127.0.0.1:51987/signed-in","device":"{device}","proof":"none"}"#,
    ),
    ("bind_identity", r#"{"redirect":"http://127.0.0.1:51987/signed-in","proof":"none"}"#),
    (
        "sign_in_with_identity",
        r#"{"organization":"{slug}","state":"none","code":"none","invitation":"{invitation}","proof":"none"}"#,
    ),
    ("choose_times", r#"{"choices":[{"resource":"{provider}","start":1778000000,"end":1778001800}]}"#),
    ("greet", r#"{"client_version":"1","schema":1,"cursor":0,"epoch":"{epoch}"}"#),
    (
        "put_message_settings",
        r#"{"version":0,"settings":{"tells_changes":true,"reminder_hours":24,"quiet_from":1260,"quiet_until":480,"patients_may_cancel":true,"cancel_until_hours":24}}"#,
    ),
    ("discard_dead_letter", r#"{"reason":"{canary}"}"#),
    ("take_sms_reply", r#"{"from":"+1 212 555 0142","text":"yes"}"#),
    ("push_operations", r#"{"operation":"{operation}"}"#),
];

/// Parameters in the query, for routes that need some or take ids there.
const QUERIES: &[(&str, &str)] = &[
    ("read_capacity", r#"{"location":"{location}","from":"2026-05-04","to":"2026-05-08"}"#),
    ("export_appointments", r#"{"location":"{location}","from":"2026-05-04","to":"2026-05-08"}"#),
    ("export_no_shows", r#"{"location":"{location}","from":"2026-05-04","to":"2026-05-08"}"#),
    ("export_utilisation", r#"{"location":"{location}","from":"2026-05-04","to":"2026-05-08"}"#),
    (
        "list_appointments",
        r#"{"location":"{location}","patient":"{patient}","provider":"{provider}","cursor":"{cursor}"}"#,
    ),
    ("list_conflicts", r#"{"location":"{location}","all":"true","cursor":"{cursor}"}"#),
    ("list_salvaged", r#"{"all":"true","cursor":"{cursor}"}"#),
    ("list_broken_glass", r#"{"all":"true","before":"{glass}"}"#),
    ("list_security_events", r#"{"all":"true","before":"{event}"}"#),
    ("read_audit_checkpoint", r#"{"held":"{checkpoint}"}"#),
    ("list_changes", r#"{"after":"0","epoch":"{epoch}","limit":"20"}"#),
    ("await_changes", r#"{"after":"0","epoch":"{epoch}"}"#),
    ("read_snapshot", r#"{"kind":"patient","after":"{patient}","limit":"20"}"#),
    ("list_audit", r#"{"limit":"1"}"#),
    ("list_audit_of_patient", r#"{"limit":"1"}"#),
    ("list_audit_of_person", r#"{"limit":"1"}"#),
    ("list_audit_of_appointment", r#"{"limit":"1"}"#),
    ("list_failed_sign_ins", r#"{"limit":"1"}"#),
    ("export_audit", r#"{"limit":"1"}"#),
];

/// What no call of somebody who has signed in to another organization is, and why.
pub const APART: &[(&str, &str)] = &[
    ("show_answer_page", "a link opens one message to whoever has it, and names no organization"),
    ("answer_message", "the same"),
    ("take_sms_reply", "the gateway's, which belongs to no organization"),
    ("await_changes", "the head alone, after a while: list_changes tells it at once"),
];

/// What `{id}` is in the path of a kind of row.
const ROWS: &[(&str, &str)] = &[
    ("appointment-types", "other_appointment_type"),
    ("departments", "department"),
    ("faq", "faq"),
    ("locations", "location"),
    ("message-templates", "message_template"),
    ("people", "person"),
    ("providers", "free_provider"),
    ("resources", "room"),
    ("schedule-exceptions", "exception"),
    ("schedule-templates", "template"),
];

/// A call before anything of an organization is put into it.
#[derive(Clone)]
pub struct Call {
    pub name: &'static str,
    pub method: reqwest::Method,
    pub access: Access,
    pub path: String,
    pub query: Value,
    pub body: Value,
}

/// Every call that the table has, and what is missing here for it.
pub fn calls() -> (Vec<Call>, Vec<String>) {
    let table = routes::table();
    let document = openapi::document(&table);
    let (mut calls, mut missing) = (Vec::new(), Vec::new());
    for route in &table {
        let of = calls_of(route);
        let wanted = wanted(&document, route);
        let given: BTreeSet<String> = of.iter().flat_map(given).collect();
        missing.extend(wanted.difference(&given).map(|it| format!("{} has no {it}", route.name)));
        calls.extend(of);
    }
    let known = |name: &&str| table.iter().any(|it| it.name == *name);
    let written = BODIES.iter().chain(QUERIES).map(|it| it.0);
    missing.extend(written.filter(|it| !known(it)).map(|it| format!("there is no route {it}")));
    (calls, missing)
}

fn calls_of(route: &Route) -> Vec<Call> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect(route.name);
    let of = |list: &'static [(&str, &str)]| list.iter().filter(|it| it.0 == route.name);
    let query = of(QUERIES).next().map_or_else(|| query(route), |it| parse(it.1));
    let bodies: Vec<Value> = of(BODIES).map(|it| parse(it.1)).collect();
    let bodies = if bodies.is_empty() { vec![Value::Null] } else { bodies };
    let call = |body| Call {
        name: route.name,
        method: route.method.clone(),
        access: route.access,
        path: path(route.path),
        query: query.clone(),
        body,
    };
    bodies.into_iter().map(call).collect()
}

/// Lists of rows take a cursor.
fn query(route: &Route) -> Value {
    let is_list = route.path.rsplit('/').next().is_some_and(|end| ROWS.iter().any(|it| it.0 == end));
    let is_list = (is_list || route.name == "list_patients") && route.method == "GET";
    if is_list { serde_json::json!({ "cursor": "{cursor}" }) } else { Value::Null }
}

fn path(path: &str) -> String {
    let collection = path.split('/').nth(2).unwrap_or_default();
    let row = ROWS.iter().find(|it| it.0 == collection).map_or("id", |it| it.1);
    let path = path.replace("{event}/{handler}", "{dead_event}/notifications");
    path.replace("{id}", &format!("{{{row}}}"))
}

/// Every parameter and field of a route that is an id or a sealed text, and its body as such.
fn wanted(document: &Value, route: &Route) -> BTreeSet<String> {
    let operation = &document["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
    let mut wanted = BTreeSet::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let is_id = is_uuid(document, &parameter["schema"]);
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["in"] == "query" && (is_id || name == "cursor") {
            wanted.insert(name.to_owned());
        }
    }
    for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        wanted.insert("body".to_owned());
        fields(document, &content.1["schema"], &mut wanted, 0);
    }
    wanted
}

fn fields(document: &Value, schema: &Value, into: &mut BTreeSet<String>, depth: usize) {
    if depth > 12 {
        return;
    }
    let schema = resolved(document, schema);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let items = &resolved(document, property)["items"];
        if is_uuid(document, property) || is_uuid(document, items) || name == "offer" || name == "code" {
            into.insert(name.clone());
        }
        fields(document, property, into, depth + 1);
    }
    for part in ["anyOf", "oneOf", "allOf"] {
        schema[part].as_array().into_iter().flatten().for_each(|it| fields(document, it, into, depth + 1));
    }
    if schema["items"].is_object() {
        fields(document, &schema["items"], into, depth + 1);
    }
}

fn is_uuid(document: &Value, schema: &Value) -> bool {
    let schema = resolved(document, schema);
    let among = |part: &str| schema[part].as_array().into_iter().flatten().any(|it| is_uuid(document, it));
    schema["format"] == "uuid" || among("anyOf") || among("oneOf")
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    }
}

/// The names under which a call gives something.
fn given(call: &Call) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    names_in(&call.query, &mut names);
    names_in(&call.body, &mut names);
    if !call.body.is_null() {
        names.insert("body".to_owned());
    }
    names
}

fn names_in(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            into.insert(name.clone());
            names_in(value, into);
        }),
        Value::Array(items) => items.iter().for_each(|it| names_in(it, into)),
        _ => {}
    }
}

impl Call {
    /// Somebody who may make it.
    pub fn role(&self) -> Role {
        let may = |permission: Permission| match permission.roles() {
            roles if roles.contains(&Role::FrontDesk) => Role::FrontDesk,
            roles => roles.first().copied().unwrap_or(Role::FrontDesk),
        };
        match self.access {
            Access::May(permission) => may(permission),
            _ if self.name.contains("medical_record") => Role::AttendingPhysician,
            Access::Anyone | Access::Gateway | Access::SignedIn | Access::Desk => Role::FrontDesk,
        }
    }
}
