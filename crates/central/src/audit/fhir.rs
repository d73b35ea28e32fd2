//! The trail as FHIR R4 `AuditEvent`s, with the codes of IHE's Basic Audit Log Patterns.

use central_store::{Configuration, Told, Trailed};
use chrono::{DateTime, SecondsFormat};
use clinic_domain::time::Instant;
use serde_json::{Value, json};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
const INTERACTION: &str = "http://hl7.org/fhir/restful-interaction";
const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

#[must_use]
pub fn bundle(configuration: &Configuration, told: &[Told], now: Instant) -> Value {
    let entries: Vec<Value> = told
        .iter()
        .map(|it| {
            json!({
                "fullUrl": format!("urn:uuid:{}", it.entry.id),
                "resource": event(configuration, &it.entry),
            })
        })
        .collect();
    json!({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(now),
        "entry": entries,
    })
}

fn event(configuration: &Configuration, it: &Trailed) -> Value {
    let mut event = json!({
        "resourceType": "AuditEvent",
        "id": it.id,
        "type": kind(it),
        "subtype": [subtype(it)],
        "action": action(it),
        "recorded": instant(it.at),
        "outcome": if it.outcome == "done" || it.outcome == "applied" { "0" } else { "4" },
        "outcomeDesc": it.outcome,
        "agent": agents(configuration, it),
        "source": {
            "site": configuration.setup.organization.id,
            "observer": { "display": "AgentCare centre" },
        },
        "entity": entities(it),
    });
    if it.action == "break_glass" {
        event["purposeOfEvent"] = json!([{ "coding": [{ "system": REASON, "code": "BTG" }] }]);
    }
    event
}

fn kind(it: &Trailed) -> Value {
    match it.action.as_str() {
        "sign_in" => json!({ "system": DICOM, "code": "110114", "display": "User Authentication" }),
        "break_glass" => json!({ "system": DICOM, "code": "110113", "display": "Security Alert" }),
        _ => json!({ "system": EVENT_TYPE, "code": "rest", "display": "Restful Operation" }),
    }
}

fn subtype(it: &Trailed) -> Value {
    match it.action.as_str() {
        "sign_in" => json!({ "system": DICOM, "code": "110122", "display": "Login" }),
        "break_glass" => {
            json!({ "system": DICOM, "code": "110127", "display": "Emergency Override Started" })
        }
        _ => json!({ "system": INTERACTION, "code": interaction(it), "display": it.action }),
    }
}

fn interaction(it: &Trailed) -> &'static str {
    match action(it) {
        "C" => "create",
        "R" => "read",
        "D" => "delete",
        "U" => "update",
        _ => "search-type",
    }
}

fn action(it: &Trailed) -> &'static str {
    match it.action.as_str() {
        "read" | "export" => "R",
        "search" | "find" | "list" | "inquire" | "sign_in" | "break_glass" => "E",
        "book" | "create" | "write" | "patient_create" | "enrol" | "invite" => "C",
        "delete" | "revoke" => "D",
        _ => "U",
    }
}

fn agents(configuration: &Configuration, it: &Trailed) -> Vec<Value> {
    let mut agents = Vec::new();
    if let Some(user) = it.user {
        let person = configuration.people.iter().find(|person| person.id == user);
        let mut agent = json!({
            "who": { "identifier": { "value": user } },
            "requestor": true,
        });
        if let Some(person) = person {
            agent["who"]["display"] = person.name.clone().into();
            agent["role"] = person.roles.iter().map(|it| json!({ "text": it.as_str() })).collect();
        }
        if let Some(address) = it.ip_address {
            agent["network"] = json!({ "address": address.to_string(), "type": "2" });
        }
        agents.push(agent);
    }
    if let Some(device) = it.device {
        agents.push(json!({ "who": { "identifier": { "value": device } }, "requestor": false }));
    }
    if agents.is_empty() {
        // FHIR wants an agent: nobody had signed in yet, or the centre acted by itself.
        agents.push(json!({ "who": { "display": "unknown" }, "requestor": true }));
    }
    agents
}

fn entities(it: &Trailed) -> Vec<Value> {
    let mut entities: Vec<Value> = it
        .patients
        .iter()
        .map(|patient| {
            json!({
                "what": { "reference": format!("Patient/{patient}") },
                "type": { "system": ENTITY_TYPE, "code": "1", "display": "Person" },
                "role": { "system": OBJECT_ROLE, "code": "1", "display": "Patient" },
            })
        })
        .collect();
    if let Some(id) = it.resource_id.as_ref().filter(|_| it.resource_type != "patient") {
        entities.push(json!({
            "what": { "identifier": { "value": id }, "type": it.resource_type },
            "type": { "system": ENTITY_TYPE, "code": "2", "display": "System Object" },
            "role": { "system": OBJECT_ROLE, "code": "4", "display": "Domain Resource" },
        }));
    }
    entities
}

fn instant(at: Instant) -> String {
    DateTime::from_timestamp(at.0, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
