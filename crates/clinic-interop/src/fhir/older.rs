//! Files of other FHIR versions have R4's resource names in other shapes. They are refused by name, as a whole.

use crate::ImportErrorCode as Code;
use serde_json::Value;

/// A resource larger than this is malformed for whatever reason.
const MAX_LOOKED_AT: usize = 1 << 20;

/// The version whose marks a resource bears that is not R4; looked at only when R4's shape did not fit.
pub(super) fn version_of(resource_type: &str, json: &str) -> Option<Code> {
    let value: Value = serde_json::from_str(Some(json).filter(|it| it.len() <= MAX_LOOKED_AT)?).ok()?;
    let is_dstu2 = match resource_type {
        "Patient" => any_name(&value, |it| it.get("family").is_some_and(Value::is_array)),
        "Practitioner" => {
            value.get("name").is_some_and(Value::is_object) || value.get("practitionerRole").is_some()
        }
        "RelatedPerson" => value.get("name").is_some_and(Value::is_object),
        "Schedule" => value.get("actor").is_some_and(Value::is_object),
        "Encounter" => value.get("class").is_some_and(Value::is_string),
        _ => false,
    };
    let is_r5 = match resource_type {
        "Encounter" => value.get("class").is_some_and(Value::is_array),
        "Slot" => value.get("appointmentType").is_some_and(Value::is_array),
        _ => false,
    };
    match (is_dstu2, is_r5) {
        (true, _) => Some(Code::FhirDstu2),
        (_, true) => Some(Code::FhirR5),
        _ => None,
    }
}

fn any_name(value: &Value, is_old: fn(&Value) -> bool) -> bool {
    value.get("name").and_then(Value::as_array).is_some_and(|names| names.iter().any(is_old))
}
