//! What the document of the API promises of every route.

use central::{
    http::{Audited, openapi, reference, route::SecondFactor, window},
    routes,
};
use clinic_protocol::calls::CALLS;
use serde_json::Value;

/// What a request may bring is bounded: texts in length, lists in number, numbers at both ends.
#[test]
fn everything_that_a_request_brings_is_bounded() {
    let document = openapi::document(&routes::table());
    let mut unbounded = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let name = format!("{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let at = format!("{name} {}", parameter["name"]);
                look(&document, &parameter["schema"], &at, &mut unbounded, 0);
            }
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            look(&document, body, &format!("{name} body"), &mut unbounded, 0);
        }
    }
    // What a later version of a desk says beside is passed over.
    unbounded.retain(|it| !(it.contains(" /v1/sync/") && it.ends_with("takes unknown fields")));
    assert!(unbounded.is_empty(), "{unbounded:#?}");
}

/// What leaves the house or gives rights asks for the second factor once more.
#[test]
fn exports_roles_and_the_policy_take_a_fresh_second_factor() {
    let asked: Vec<&str> = routes::table()
        .iter()
        .filter(|it| {
            it.name.starts_with("export_")
                || ["create_person", "change_person", "change_policy"].contains(&it.name)
        })
        .inspect(|it| assert_eq!(it.second_factor, SecondFactor::Fresh, "{}", it.name))
        .map(|it| it.name)
        .collect();
    assert_eq!(asked.len(), 8, "{asked:?}");
}

/// `make api-docs` writes it.
#[test]
fn the_reference_is_that_of_the_route_table() {
    let page = reference::page(&openapi::document(&routes::table()));
    let kept = std::fs::read_to_string("../../docs/api.md").expect("docs/api.md is there");
    let differs = page.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert_eq!(differs, None, "docs/api.md is another than the route table makes: make api-docs");
    assert_eq!(page.trim_end().lines().count(), kept.trim_end().lines().count());
}

/// A desk passes on what is named here: each is a route, and each leaves its entry in the trail.
#[test]
fn what_a_desk_passes_on_is_in_the_route_table() {
    let table = routes::table();
    let untraced = ["list_roles", "count_security_events", "list_message_channels"];
    for call in CALLS {
        let row = window::row(&table, call).unwrap_or_else(|| panic!("{} is another route", call.name));
        assert!(
            row.audited == Audited::Yes || untraced.contains(&call.name),
            "{} leaves no trace",
            call.name
        );
    }
    let types = window::types(&table);
    assert_eq!(
        types.lines().filter(|it| it.ends_with(": {") && !it.contains("interface")).count(),
        CALLS.len()
    );
    assert!(!types.contains(": unknown"), "{types}");
}

fn look(document: &Value, schema: &Value, at: &str, unbounded: &mut Vec<String>, depth: usize) {
    assert!(depth < 20, "{at} goes round in circles");
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return look(document, &document["components"]["schemas"][name], at, unbounded, depth + 1);
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        for one in schema[key].as_array().into_iter().flatten() {
            look(document, one, at, unbounded, depth + 1);
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let has = |key: &str| !schema[key].is_null();
    let is_closed = has("enum") || has("const");
    if types.contains(&"string") && !is_closed && !has("maxLength") && schema["format"] != "uuid" {
        unbounded.push(format!("{at}: a text without a longest"));
    }
    if types.contains(&"array") {
        if !has("maxItems") {
            unbounded.push(format!("{at}: a list without a longest"));
        }
        look(document, &schema["items"], at, unbounded, depth + 1);
    }
    if types.contains(&"integer") && !is_closed && !(has("minimum") && has("maximum")) {
        unbounded.push(format!("{at}: a number without bounds"));
    }
    if types.contains(&"object") {
        let is_open = schema["additionalProperties"] != false && schema["unevaluatedProperties"] != false;
        if is_open {
            unbounded.push(format!("{at}: takes unknown fields"));
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            look(document, property, &format!("{at}.{name}"), unbounded, depth + 1);
        }
    }
}
