//! What a route takes and answers, as JSON Schema, for the OpenAPI document and the window's types.

use super::route::{Content, Created, Done, Part, Written};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// Makes a schema, adding to the generator what it refers to.
pub type Make = fn(&mut SchemaGenerator) -> Schema;

#[derive(Clone, Copy)]
pub struct Shape {
    pub path: Make,
    pub query: Make,
    pub body: Make,
    pub answer: Answered,
}

/// The answer of a call that was carried out.
#[derive(Clone, Copy)]
pub struct Answered {
    pub status: u16,
    pub media_type: &'static str,
    /// Absent where there is no body.
    pub schema: Option<Make>,
}

pub trait Described {
    const ANSWERED: Answered;
}

impl Shape {
    pub(super) fn of<P: Part, Q: Part, B: Content, A: Described>() -> Shape {
        Shape { path: inline::<P>, query: inline::<Q>, body: B::schema, answer: A::ANSWERED }
    }
}

/// The properties that an object has in any case.
pub(super) fn required(schema: &Value) -> Vec<&str> {
    let named = schema.get("required").and_then(Value::as_array);
    named.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Parameters stand in the operation itself.
fn inline<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

fn named<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl<T: JsonSchema> Described for axum::Json<T> {
    const ANSWERED: Answered =
        Answered { status: 200, media_type: "application/json", schema: Some(named::<T>) };
}

impl<T: JsonSchema> Described for Written<T> {
    const ANSWERED: Answered = <axum::Json<T> as Described>::ANSWERED;
}

impl<T: JsonSchema> Described for Created<T> {
    const ANSWERED: Answered =
        Answered { status: 201, media_type: "application/json", schema: Some(named::<T>) };
}

impl Described for Done {
    const ANSWERED: Answered = Answered { status: 204, media_type: "", schema: None };
}
