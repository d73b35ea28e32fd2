//! Where in a call an id, a cursor or another text that opens something can stand.

use crate::{
    calls::Call,
    centre::Centre,
    ground::{Ground, query},
};
use clinic_domain::people::Role;
use serde_json::Value;

/// A place in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Path(String),
    Query(String),
    /// A JSON pointer.
    Body(String),
    IdempotencyKey,
    Nowhere,
}

/// What is put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Id,
    /// `offer`, `cursor`, `device_code`...: the name of what opens something.
    Sealed(&'static str),
}

const SEALED: &[&str] =
    &["offer", "moving_offer", "cursor", "device_code", "invitation", "checkpoint", "login_of_person"];
/// Not ids: canaries, names.
const TEXTS: &[&str] = &["canary", "login", "slug", "epoch"];

/// Every place of a call, and what stands there.
pub fn places(call: &Call) -> Vec<(Place, Sort)> {
    let mut places: Vec<(Place, Sort)> = Vec::new();
    places.extend(placeholders(&call.path).map(|name| (Place::Path(format!("{{{name}}}")), sort(name))));
    for (name, value) in call.query.as_object().into_iter().flatten() {
        if let Some(sort) = value.as_str().and_then(opened) {
            places.push((Place::Query(name.clone()), sort));
        }
    }
    walk(&call.body, "", &mut places);
    if call.method == "POST" && call.name != "push_operations" {
        places.push((Place::IdempotencyKey, Sort::Id));
    }
    places
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|it| it.split_once('}').map(|it| it.0))
}

fn sort(name: &str) -> Sort {
    SEALED.iter().find(|it| **it == name).map_or(Sort::Id, |it| Sort::Sealed(it))
}

fn opened(text: &str) -> Option<Sort> {
    if text.parse::<uuid::Uuid>().is_ok() {
        return Some(Sort::Id);
    }
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    (!TEXTS.contains(&name)).then(|| sort(name))
}

fn walk(value: &Value, at: &str, into: &mut Vec<(Place, Sort)>) {
    match value {
        Value::String(text) => into.extend(opened(text).map(|it| (Place::Body(at.to_owned()), it))),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, it)| walk(it, &format!("{at}/{index}"), into));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, it)| walk(it, &format!("{at}/{name}"), into));
        }
        _ => {}
    }
}

/// The call of the ground's own people, with something else in one place.
pub fn request(
    centre: &Centre,
    ground: &Ground,
    call: &Call,
    role: Role,
    place: &Place,
    with: &str,
) -> reqwest::RequestBuilder {
    let (mut path, mut parameters, mut body) = (call.path.clone(), call.query.clone(), call.body.clone());
    match place {
        Place::Path(name) => path = path.replace(name.as_str(), with),
        Place::Query(name) => parameters[name] = with.into(),
        Place::Body(at) => *body.pointer_mut(at).expect("the place is there") = with.into(),
        Place::IdempotencyKey | Place::Nowhere => {}
    }
    let url = format!("{}{}{}", centre.url, ground.filled_text(&path), query(&ground.filled(&parameters)));
    let mut request = centre.http.request(call.method.clone(), url);
    if call.access != central::http::Access::Anyone {
        request = request.bearer_auth(ground.token(centre, role));
    }
    if *place == Place::IdempotencyKey {
        request = request.header("idempotency-key", with);
    }
    match (call.name, body) {
        (_, Value::Null) => request,
        ("push_operations", line) => request
            .header("content-type", "application/x-ndjson")
            .body(format!("{}{line}", clinic_protocol::SCHEMA)),
        (_, body) => request.json(&ground.filled(&body)),
    }
}
