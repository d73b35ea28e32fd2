//! The OpenAPI 3.1 document of the route table.

use super::{
    problem::Problem,
    route::{Access, Route, SecondFactor},
    schema::required,
};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

#[must_use]
pub fn document(routes: &[Route]) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|it| it.definitions_path = "/components/schemas".into());
    let mut generator = SchemaGenerator::new(settings);
    let problem = generator.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let operation = operation(route, &mut generator, &problem);
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        methods[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "AgentCare centre",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Organizations, people, patients, the book and its sync. Every call but those that sign in \
                            carries an access token, and everything in it is of the token's organization.",
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                "gateway": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator, problem: &Schema) -> Value {
    let shape = route.shape;
    let mut parameters = parameters("path", (shape.path)(generator));
    parameters.extend(self::parameters("query", (shape.query)(generator)));
    let answered = shape.answer;
    let content =
        answered.schema.map(|schema| json!({ answered.media_type: { "schema": schema(generator) } }));
    let mut refused = json!({ "application/problem+json": { "schema": problem } });
    // A page says what is wrong to whoever looks at it.
    if answered.media_type == "text/html" {
        refused["text/html"] = json!({ "schema": { "type": "string" } });
    }
    let mut done = json!({ "description": "Done." });
    if let Some(content) = content {
        done["content"] = content;
    }
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.about,
        "parameters": parameters,
        "responses": {
            answered.status.to_string(): done,
            "default": {
                "description": "Not done; the code says why.",
                "content": refused,
            },
        },
    });
    let body = (shape.body)(generator);
    if !is_nothing(&body) {
        operation["requestBody"] =
            json!({ "required": true, "content": { route.media_type: { "schema": body } } });
    }
    if route.second_factor == SecondFactor::Fresh {
        operation["x-fresh-mfa"] = true.into();
    }
    match route.access {
        Access::Anyone => {}
        Access::Gateway => operation["security"] = json!([{ "gateway": [] }]),
        Access::SignedIn | Access::Desk => operation["security"] = json!([{ "token": [] }]),
        Access::May(permission) => {
            operation["security"] = json!([{ "token": [] }]);
            operation["x-permission"] = permission.as_str().into();
        }
    }
    operation
}

fn is_nothing(schema: &Schema) -> bool {
    schema.get("$ref").and_then(Value::as_str).is_some_and(|it| it.ends_with("/Nothing"))
}

/// The properties of an object as parameters.
fn parameters(place: &str, schema: Schema) -> Vec<Value> {
    let required = required(schema.as_value());
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| {
            let mut schema = schema.clone();
            let about = schema.as_object_mut().and_then(|it| it.remove("description"));
            let mut parameter = json!({
                "name": name,
                "in": place,
                "required": place == "path" || required.contains(&name.as_str()),
                "schema": schema,
            });
            if let Some(about) = about {
                parameter["description"] = about;
            }
            parameter
        })
        .collect()
}
