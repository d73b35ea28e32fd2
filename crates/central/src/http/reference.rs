//! The API reference as a page to read, made from the OpenAPI document and nothing else.

use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt::Write};

const HEAD: &str = "# The API of the centre\n\n\
Made from the route table by `make api-docs`; a test holds it equal. Every call but those that sign in carries\n\
`Authorization: Bearer <access token>`; everything in it is of the token's organization, which is never named in a call. Bodies\n\
are JSON, unknown fields are refused. A list answers `next` where there is more: give it back as `cursor`. A record is changed\n\
by a merge patch (RFC 7396) with the `version` that was read. A call that changes something may carry an `Idempotency-Key`\n\
(a UUID): sent again with it, it is carried out once and answered the same; the key is the id of the operation, by which it can\n\
be taken back.\n\n\
What is not done is answered with `application/problem+json` and a `code`:\n\n\
| status | code | what to do |\n|---|---|---|\n\
| 400, 422 | `invalid` | mend `field` |\n\
| 401 | `not_signed_in` | sign in, or refresh the token |\n\
| 403 | `not_permitted` | ask somebody whose roles allow it |\n\
| 404 | `not_found` | there is no such thing in this organization |\n\
| 409 | `changed` | read it again, look, and send the new version |\n\
| 409 | a rule's code, all of them in `reasons` | the clinic's rules do not allow it: `taken`, `status_not_allowed`, ... |\n\
| 409 | `refused_before` | an operation with this key was refused: use a new key |\n\
| 413, 415 | `too_large`, `not_json` | |\n\
| 429 | `too_many_requests` | wait for `retry_after` seconds |\n\
| 503 | `busy`, `too_slow`, `not_ready` | try again after `retry_after` seconds |\n\
| 500 | `internal` | tell us the `x-request-id` |\n";

/// Markdown: the routes by resource, then the shapes that they take and answer.
#[must_use]
pub fn page(document: &Value) -> String {
    let mut by_resource: BTreeMap<&str, Vec<(&str, &str, &Value)>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        let resource = path.trim_start_matches("/v1").split('/').find(|it| !it.is_empty()).unwrap_or("");
        for (method, operation) in methods.as_object().into_iter().flatten() {
            by_resource.entry(resource).or_default().push((path, method, operation));
        }
    }
    let mut page = HEAD.to_owned();
    for (resource, operations) in by_resource {
        let _ = write!(page, "\n## {resource}\n");
        for (path, method, operation) in operations {
            route(&mut page, path, method, operation);
        }
    }
    page.push_str("\n## Shapes\n");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        shape(&mut page, name, schema);
    }
    page
}

fn route(page: &mut String, path: &str, method: &str, operation: &Value) {
    let text = |at: &str| operation[at].as_str().unwrap_or_default().to_owned();
    let method = method.to_ascii_uppercase();
    let _ = write!(page, "\n### {method} {path}\n\n{}. `{}`", text("summary"), text("operationId"));
    match operation["x-permission"].as_str() {
        Some(permission) => {
            let _ = writeln!(page, ", permission `{permission}`.");
        }
        None if operation["security"].is_null() => page.push_str(", for anyone.\n"),
        None => page.push_str(", for whoever has signed in.\n"),
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut rows = parameters.map(|it| {
        let name = it["name"].as_str().unwrap_or_default();
        let place = it["in"].as_str().unwrap_or_default();
        let about = it["description"].as_str().unwrap_or_default();
        let needed = if it["required"] == true { "yes" } else { "" };
        format!("| `{name}` | {place} | {} | {needed} | {} |", kind(&it["schema"]), one_line(about))
    });
    if let Some(first) = rows.next() {
        page.push_str("\n| parameter | in | is | needed | |\n|---|---|---|---|---|\n");
        for row in std::iter::once(first).chain(rows) {
            let _ = writeln!(page, "{row}");
        }
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        let _ = write!(page, "\nTakes {}.\n", kind(body));
    }
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let content = answer["content"].as_object().and_then(|it| it.iter().next());
        match content {
            _ if status == "default" => {}
            Some((media, it)) if media == "application/json" => {
                let _ = write!(page, "\nAnswers {status} with {}.\n", kind(&it["schema"]));
            }
            Some((media, _)) => {
                let _ = write!(page, "\nAnswers {status} with `{media}`.\n");
            }
            None => {
                let _ = write!(page, "\nAnswers {status}.\n");
            }
        }
    }
}

fn shape(page: &mut String, name: &str, schema: &Value) {
    let _ = write!(page, "\n### {name}\n");
    if let Some(about) = schema["description"].as_str() {
        let _ = write!(page, "\n{}\n", one_line(about));
    }
    let Some(properties) = schema["properties"].as_object() else {
        let _ = write!(page, "\n{}\n", kind(schema));
        return;
    };
    fields(page, schema, properties);
    for (at, one) in
        ["oneOf", "anyOf"].iter().flat_map(|key| schema[*key].as_array().into_iter().flatten().enumerate())
    {
        let before = if at == 0 { "And one of" } else { "Or" };
        let _ = write!(page, "\n{before}: {}\n", kind(one));
    }
}

fn fields(page: &mut String, schema: &Value, properties: &Map<String, Value>) {
    if properties.is_empty() {
        return;
    }
    page.push_str("\n| field | is | needed | |\n|---|---|---|---|\n");
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, it) in properties {
        let needed = if required.contains(&name.as_str()) { "yes" } else { "" };
        let about = one_line(it["description"].as_str().unwrap_or_default());
        let _ = writeln!(page, "| `{name}` | {} | {needed} | {about} |", kind(it));
    }
}

/// What a value is, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_ascii_lowercase());
    }
    if let Some(only) = schema["const"].as_str() {
        return format!("`{only}`");
    }
    if let Some(codes) = schema["enum"].as_array() {
        let codes: Vec<String> = codes.iter().filter_map(Value::as_str).map(|it| format!("`{it}`")).collect();
        return codes.join(", ");
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        if let Some(several) = schema[key].as_array() {
            let several: Vec<String> = several.iter().map(kind).collect();
            return several.join(" or ");
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let one = |it: &&str| match *it {
        "array" => {
            let most = schema["maxItems"].as_u64().map_or(String::new(), |it| format!(", at most {it}"));
            format!("list of {}{most}", kind(&schema["items"]))
        }
        "string" => {
            let format = schema["format"].as_str().unwrap_or("text");
            let most = schema["maxLength"].as_u64().filter(|_| format == "text");
            most.map_or(format.to_owned(), |it| format!("{format}, at most {it}"))
        }
        "integer" => match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
            (Some(least), Some(most)) if most < i64::from(u32::MAX) => format!("{least} to {most}"),
            _ => "integer".to_owned(),
        },
        "object" => {
            let fields: Vec<String> = schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, it)| format!("`{name}`: {}", kind(it)))
                .collect();
            fields.join("; ")
        }
        other => other.to_owned(),
    };
    types.iter().map(one).collect::<Vec<_>>().join(" or ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
