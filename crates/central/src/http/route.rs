//! A route as a row of the one table: what it is called with, who may call it, what is audited, what it answers. The
//! router, the OpenAPI document and the attack suites are made from the same rows.

use super::{
    context::{Cx, Origin},
    packed,
    problem::Problem,
    schema::{Described, Shape},
};
use axum::{
    body::Bytes,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use clinic_domain::people::Permission;
use garde::Validate;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, future::Future, marker::PhantomData, pin::Pin, sync::Arc, time::Duration};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody has signed in yet.
    Anyone,
    /// Whoever has signed in, whatever their roles.
    SignedIn,
    May(Permission),
    /// An enrolled desk, in the name of whoever has signed in there.
    Desk,
    /// The gateway for text messages, by the secret that it shares with us.
    Gateway,
}

/// What a route asks of the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// As the organization's policy asks it of the person.
    Policy,
    /// Shown a few minutes ago, whatever the policy asks.
    Fresh,
    /// Not yet: it is set up here.
    NotYet,
}

/// What of a call stands in the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audited {
    /// The handler writes an entry in its own transaction; an answer without one is not given.
    Yes,
    /// Nobody's data is in it: why not.
    No(&'static str),
}

#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    /// The name of the operation: `read_patient`.
    pub name: &'static str,
    pub about: &'static str,
    pub access: Access,
    pub second_factor: SecondFactor,
    pub audited: Audited,
    /// Of its body.
    pub media_type: &'static str,
    pub body_limit: usize,
    pub time_limit: Duration,
    pub shape: Shape,
    /// Asked by what watches the service, far more often than by anybody else.
    pub is_probe: bool,
    pub(super) handler: Arc<dyn Handler>,
}

/// Nothing: no parameters, no body, no answer.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Nothing {}

/// What a request brings, parsed and within its bounds.
pub struct Input<P = Nothing, Q = Nothing, B = Nothing> {
    pub path: P,
    pub query: Q,
    pub body: B,
}

/// What a request may bring.
pub trait Part: DeserializeOwned + JsonSchema + Validate<Context = ()> + Send + 'static {}
impl<T: DeserializeOwned + JsonSchema + Validate<Context = ()> + Send + 'static> Part for T {}

/// What stands in the body of a request.
pub trait Content: Sized + Send + 'static {
    const MEDIA_TYPE: &'static str;

    fn schema(generator: &mut SchemaGenerator) -> Schema;

    /// # Errors
    /// It is not what the operation takes.
    fn read(bytes: Bytes) -> Result<Self, Problem>;
}

/// Lines, each of them a message of its own; whoever takes them reads them.
pub struct Lines(pub Bytes);

impl Content for Lines {
    const MEDIA_TYPE: &'static str = "application/x-ndjson";

    fn schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string" })
    }

    fn read(bytes: Bytes) -> Result<Lines, Problem> {
        Ok(Lines(bytes))
    }
}

impl<B: Part> Content for B {
    const MEDIA_TYPE: &'static str = "application/json";

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<B>()
    }

    fn read(bytes: Bytes) -> Result<B, Problem> {
        body(&bytes)
    }
}

/// What a route answers with.
pub trait Answer: Described {
    fn into_response(self) -> Response;
}

/// A new record, at its own place.
pub struct Created<T>(pub T);

/// A `T` as JSON that is written already.
pub struct Written<T> {
    bytes: Bytes,
    is_packed: bool,
    of: PhantomData<T>,
}

impl<T> Written<T> {
    pub fn new(json: impl Into<Bytes>) -> Written<T> {
        Written { bytes: json.into(), is_packed: false, of: PhantomData }
    }

    /// Of many rows that are alike, for who takes them packed, or not.
    pub fn rows(origin: &Origin, json: Vec<u8>) -> Written<T> {
        let packed = if origin.takes_zstd { packed::rows(&json).ok() } else { None };
        let is_packed = packed.is_some();
        Written { bytes: packed.unwrap_or(json).into(), is_packed, of: PhantomData }
    }
}

/// Done, and nothing to say.
pub struct Done;

pub(super) type Answering = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// The parts of a request before they are parsed.
pub(super) struct Raw {
    pub path: BTreeMap<String, String>,
    pub uri: Uri,
    pub body: Bytes,
}

pub(super) trait Handler: Send + Sync {
    fn call(&self, cx: Cx, raw: Raw) -> Answering;
}

const BODY_LIMIT: usize = 64 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(20);

impl Route {
    pub fn new<P, Q, B, A, F, Fut>(
        method: Method,
        path: &'static str,
        name: &'static str,
        about: &'static str,
        access: Access,
        handle: F,
    ) -> Route
    where
        P: Part,
        Q: Part,
        B: Content,
        A: Answer + 'static,
        F: Fn(Cx, Input<P, Q, B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<A, Problem>> + Send + 'static,
    {
        let handler = Typed { handle, parts: PhantomData::<fn(P, Q, B)> };
        Route {
            method,
            path,
            name,
            about,
            access,
            second_factor: SecondFactor::Policy,
            audited: Audited::Yes,
            media_type: B::MEDIA_TYPE,
            body_limit: BODY_LIMIT,
            time_limit: TIME_LIMIT,
            shape: Shape::of::<P, Q, B, A>(),
            is_probe: false,
            handler: Arc::new(handler),
        }
    }

    /// It shows nobody's data and changes nothing.
    #[must_use]
    pub fn unaudited(self, why: &'static str) -> Route {
        Route { audited: Audited::No(why), ..self }
    }

    #[must_use]
    pub fn probe(self) -> Route {
        Route { is_probe: true, ..self }
    }

    /// Only for who has shown the second factor a few minutes ago.
    #[must_use]
    pub fn fresh_mfa(self) -> Route {
        Route { second_factor: SecondFactor::Fresh, ..self }
    }

    /// Also for who has to set up a second factor first.
    #[must_use]
    pub fn before_mfa(self) -> Route {
        Route { second_factor: SecondFactor::NotYet, ..self }
    }

    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Route {
        Route { body_limit: bytes, ..self }
    }

    #[must_use]
    pub fn time_limit(self, limit: Duration) -> Route {
        Route { time_limit: limit, ..self }
    }
}

struct Typed<F, Parts> {
    handle: F,
    parts: PhantomData<Parts>,
}

impl<P, Q, B, A, F, Fut> Handler for Typed<F, fn(P, Q, B)>
where
    P: Part,
    Q: Part,
    B: Content,
    A: Answer + 'static,
    F: Fn(Cx, Input<P, Q, B>) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<A, Problem>> + Send + 'static,
{
    fn call(&self, cx: Cx, raw: Raw) -> Answering {
        let handle = self.handle.clone();
        Box::pin(async move {
            let input = Input { path: path(raw.path)?, query: query(&raw.uri)?, body: B::read(raw.body)? };
            Ok(handle(cx, input).await?.into_response())
        })
    }
}

fn path<P: Part>(parameters: BTreeMap<String, String>) -> Result<P, Problem> {
    let object = parameters.into_iter().map(|(name, value)| (name, value.into())).collect();
    // What cannot be an id is the id of nothing.
    let parsed =
        serde_json::from_value(serde_json::Value::Object(object)).map_err(|_| Problem::not_found())?;
    within_bounds("path", parsed)
}

fn query<Q: Part>(uri: &Uri) -> Result<Q, Problem> {
    without_nul("query", uri.query().unwrap_or_default().as_bytes(), b"%00")?;
    let parsed = axum::extract::Query::<Q>::try_from_uri(uri);
    let parsed =
        parsed.map_err(|_| Problem::invalid("query", "A parameter is unknown, missing or malformed."))?;
    within_bounds("query", parsed.0)
}

fn body<B: Part>(bytes: &Bytes) -> Result<B, Problem> {
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    without_nul("body", bytes, b"\\u0000")?;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        Problem::invalid(format!("body.{}", error.path()), "The body is not what this operation takes.")
    })?;
    json.end().map_err(|_| Problem::invalid("body", "Something stands after the end of the body."))?;
    within_bounds("body", parsed)
}

/// No text of a clinic has the sign that PostgreSQL cannot keep.
fn without_nul(part: &str, bytes: &[u8], written: &[u8]) -> Result<(), Problem> {
    match bytes.windows(written.len()).any(|it| it == written) {
        true => Err(Problem::invalid(part, "A text has the sign NUL in it.")),
        false => Ok(()),
    }
}

pub(super) fn within_bounds<T: Part>(part: &str, value: T) -> Result<T, Problem> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => {
            let first = report.iter().next();
            let (field, said) =
                first.map(|(path, error)| (path.to_string(), error.to_string())).unwrap_or_default();
            Err(Problem::invalid(format!("{part}.{field}"), said))
        }
    }
}

/// JSON that somebody just asked for is nobody else's.
pub(super) fn json<T: Serialize>(status: StatusCode, value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => as_json(status, bytes),
        Err(_) => Problem::internal().into_response(),
    }
}

fn as_json(status: StatusCode, written: impl Into<Bytes>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], written.into()).into_response()
}

impl<T: Serialize + JsonSchema> Answer for axum::Json<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: Serialize + JsonSchema> Answer for Created<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }
}

impl<T: JsonSchema> Answer for Written<T> {
    fn into_response(self) -> Response {
        let mut response = as_json(StatusCode::OK, self.bytes);
        if self.is_packed {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
        }
        response
    }
}

impl Answer for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}
