//! The calls that a desk passes on, as types for its window: made from the route table and nothing else, as the document of
//! the API is.

use super::{route::Route, schema::required};
use clinic_protocol::calls::{CALLS, CentreCall};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;
use std::fmt::Write;

const HEAD: &str = "// This file was made from the route table of the centre: `make bindings`. Do not edit it by hand.\n\n\
/** What a desk passes on to its centre: what each call takes, and what it answers. */\n\
export interface CentreCalls {\n";

/// The row of the table that a call means.
#[must_use]
pub fn row<'r>(routes: &'r [Route], call: &CentreCall) -> Option<&'r Route> {
    routes.iter().find(|it| (it.name, it.method.as_str(), it.path) == (call.name, call.method, call.path))
}

/// TypeScript. A call that no route has is left out; a test names it.
#[must_use]
pub fn types(routes: &[Route]) -> String {
    let plain = || SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    let mut taken = SchemaGenerator::new(plain());
    // An answer has what a request may leave out.
    let mut answered = SchemaGenerator::new(plain().for_serialize());
    let mut text = HEAD.to_owned();
    for route in CALLS.iter().filter_map(|call| row(routes, call)) {
        let shape = route.shape;
        let (path, query) = ((shape.path)(&mut taken), (shape.query)(&mut taken));
        let body = (shape.body)(&mut taken);
        let answer = shape.answer.schema.map(|it| written(it(&mut answered).as_value()));
        let _ = write!(
            text,
            "  /** {}. */\n  {}: {{\n    path: {};\n    query: {};\n    body: {};\n    answer: {};\n  }};\n",
            route.about,
            route.name,
            written(path.as_value()),
            written(query.as_value()),
            written(body.as_value()),
            answer.as_deref().unwrap_or("null"),
        );
    }
    text.push_str("}\n");
    text
}

fn written(schema: &Value) -> String {
    if let Some(only) = schema.get("const") {
        return only.to_string();
    }
    if let Some(codes) = schema.get("enum").and_then(Value::as_array) {
        return union(codes.iter().map(Value::to_string));
    }
    if let Some(several) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
        return union(several.iter().map(written));
    }
    match schema.get("type") {
        Some(Value::String(one)) => of_type(schema, one),
        Some(Value::Array(several)) => {
            union(several.iter().filter_map(Value::as_str).map(|it| of_type(schema, it)))
        }
        _ => "unknown".to_owned(),
    }
}

fn of_type(schema: &Value, name: &str) -> String {
    match name {
        "integer" | "number" => "number".to_owned(),
        "array" => format!("({})[]", schema.get("items").map_or_else(|| "unknown".to_owned(), written)),
        "object" => object(schema),
        other => other.to_owned(),
    }
}

fn object(schema: &Value) -> String {
    let required = required(schema);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return match schema.get("additionalProperties") {
            Some(values) if values.is_object() => format!("Record<string, {}>", written(values)),
            _ => "null".to_owned(),
        };
    };
    let property = |(name, schema): (&String, &Value)| {
        let mark = if required.contains(&name.as_str()) { "" } else { "?" };
        format!("{name}{mark}: {}", written(schema))
    };
    format!("{{ {} }}", properties.iter().map(property).collect::<Vec<_>>().join("; "))
}

fn union(of: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<String> = Vec::new();
    of.for_each(|it| {
        if !parts.contains(&it) {
            parts.push(it);
        }
    });
    parts.join(" | ")
}
