//! Changes of some fields of a record: a JSON merge patch (RFC 7396) with the version that was read beside it. What comes
//! out is parsed and checked as a whole record is.

use super::{Problem, route::Part};
use garde::Validate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};
use std::{borrow::Cow, marker::PhantomData};

/// The fields that are to be other, of a record as a `T` is written; null for a field that is to be as it is where nobody
/// says anything.
pub struct Patch<T> {
    /// The version that was read: the record is changed only if it is still that one.
    pub version: u64,
    changes: Map<String, Value>,
    of: PhantomData<fn() -> T>,
}

impl<T: Part + Serialize> Patch<T> {
    /// The record as it would be.
    ///
    /// # Errors
    /// `invalid` for an unknown field, or one out of its bounds.
    pub fn on(&self, stands: &T) -> Result<T, Problem> {
        let mut wanted = serde_json::to_value(stands).map_err(|_| Problem::internal())?;
        merge(&mut wanted, &Value::Object(self.changes.clone()));
        let wanted: T = serde_path_to_error::deserialize(wanted).map_err(|error| {
            Problem::invalid(format!("body.{}", error.path()), "The record would not be what it has to be.")
        })?;
        super::route::within_bounds("body", wanted)
    }
}

fn merge(into: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *into = patch.clone();
        return;
    };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let Value::Object(fields) = into else { return };
    for (name, change) in changes {
        match change {
            Value::Null => drop(fields.remove(name)),
            _ => merge(fields.entry(name.clone()).or_insert(Value::Null), change),
        }
    }
}

impl<'de, T> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut changes = Map::deserialize(from)?;
        let version = changes.remove("version").as_ref().and_then(Value::as_u64);
        let version = version.filter(|it| i64::try_from(*it).is_ok());
        let version = version.ok_or_else(|| D::Error::custom("a version is needed"))?;
        Ok(Patch { version, changes, of: PhantomData })
    }
}

/// What it says is checked where it is laid over the record.
impl<T> Validate for Patch<T> {
    type Context = ();
    fn validate_into(&self, (): &Self::Context, _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Patch", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        schema.insert("required".to_owned(), serde_json::json!(["version"]));
        let version = json_schema!({
            "description": "The version that was read: the record is changed only if it is still that one.",
            "type": "integer",
            "minimum": 0,
            "maximum": i64::MAX,
        });
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("version".to_owned(), version.to_value());
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema, Validate, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    #[garde(allow_unvalidated)]
    struct Room {
        #[garde(length(chars, min = 1, max = 5))]
        name: String,
        #[serde(default)]
        floor: Option<u8>,
    }

    fn patched(patch: &str) -> Result<Room, (String, Option<String>)> {
        let patch: Patch<Room> = serde_json::from_str(patch).map_err(|it| (it.to_string(), None))?;
        let stands = Room { name: "Room".into(), floor: Some(2) };
        patch.on(&stands).map_err(|it| (it.code.to_owned(), it.field))
    }

    #[test]
    fn what_is_not_named_stays_and_null_takes_away() {
        assert_eq!(patched(r#"{"version":1}"#), Ok(Room { name: "Room".into(), floor: Some(2) }));
        let expected = Room { name: "Bay".into(), floor: None };
        assert_eq!(patched(r#"{"version":1,"name":"Bay","floor":null}"#), Ok(expected));
    }

    #[test]
    fn a_patch_takes_nothing_that_the_whole_record_would_not() {
        let invalid = |field: &str| Err(("invalid".to_owned(), Some(field.to_owned())));
        assert_eq!(patched(r#"{"version":1,"name":"Operating"}"#), invalid("body.name"));
        assert_eq!(patched(r#"{"version":1,"name":null}"#), invalid("body.."));
        assert_eq!(patched(r#"{"version":1,"organization_id":"x"}"#), invalid("body.organization_id"));
        assert_eq!(patched(r#"{"name":"Bay"}"#), Err(("a version is needed".to_owned(), None)));
    }
}
