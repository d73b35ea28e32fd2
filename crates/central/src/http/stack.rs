//! The stages of a request. One function walks them top-down; their order is the product's promise, and a test sends
//! requests that fail at one stage and every later one to hold it.

use super::{
    context::{Caller, Cx, Origin},
    packed,
    problem::Problem,
    route::{Access, Audited, Raw, Route, SecondFactor},
};
use crate::{app::App, auth, metrics::Tally};
use axum::{
    Router,
    body::{Body, Bytes, HttpBody as _},
    extract::{ConnectInfo, FromRequestParts, RawPathParams},
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use clinic_domain::{people::Permission, time::Instant};
use futures_util::FutureExt;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tracing::{Instrument, field::Empty};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Limits,
    Authentication,
    Tenant,
    RateLimit,
    Authorization,
    Validation,
    Handler,
    Audit,
}

pub const STAGES: [Stage; 8] = [
    Stage::Limits,
    Stage::Authentication,
    Stage::Tenant,
    Stage::RateLimit,
    Stage::Authorization,
    Stage::Validation,
    Stage::Handler,
    Stage::Audit,
];

/// The longest header that is kept of who calls.
const USER_AGENT_LIMIT: usize = 256;

pub fn router(app: &Arc<App>, routes: Vec<Route>) -> Router {
    let mut router = Router::new();
    for route in routes {
        let Ok(method) = MethodFilter::try_from(route.method.clone()) else { continue };
        let (app, path) = (Arc::clone(app), route.path);
        let door = Arc::new((Tally::of(route.name), route));
        router = router.route(
            path,
            on(method, move |request: Request<Body>| answer(Arc::clone(&app), Arc::clone(&door), request)),
        );
    }
    router
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This place does not take that method.",
            )
        })
        .fallback(async || Problem::not_found())
}

async fn answer(app: Arc<App>, door: Arc<(Tally, Route)>, request: Request<Body>) -> Response {
    let (tally, route) = &*door;
    let origin = origin(&app, &request);
    let id = origin.request;
    let started = app.stopwatch();
    let (method, path) = (route.method.as_str(), route.path);
    let span = tracing::info_span!("request", %id, route = route.name, method, path, organization = Empty);
    span.in_scope(|| tracing::debug!("asked"));
    let walked = tokio::time::timeout(route.time_limit, walk(&app, route, origin, request));
    let walked = AssertUnwindSafe(walked).catch_unwind().instrument(span.clone());
    let mut response = match walked.await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(problem))) => problem.into_response(),
        Ok(Err(_)) => too_slow().into_response(),
        // It has been noted where. What was begun is rolled back with its connection.
        Err(_) => Problem::internal().into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer())) {
        headers.insert("x-request-id", id);
    }
    let (status, took) = (response.status(), started.elapsed());
    tally.answered(status, took);
    span.in_scope(|| tracing::info!(status = status.as_u16(), seconds = took.as_secs_f64(), "answered"));
    response
}

fn too_slow() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too_slow", "This took too long; try again.").retry(5)
}

async fn walk(
    app: &Arc<App>,
    route: &Route,
    origin: Origin,
    request: Request<Body>,
) -> Result<Response, Problem> {
    // Limits.
    let (mut parts, body) = request.into_parts();
    check_length(route, &parts.headers)?;
    // Authentication.
    let claims = match route.access {
        Access::Anyone => None,
        Access::Gateway => {
            auth::check_gateway(app, &parts.headers)?;
            None
        }
        Access::SignedIn | Access::May(_) | Access::Desk => Some(auth::claims(app, &parts.headers)?),
    };
    // Tenant.
    let caller = match claims {
        Some(claims) => Some(Arc::new(auth::caller(app, claims).await?)),
        None => None,
    };
    if let Some(caller) = &caller {
        tracing::Span::current().record("organization", tracing::field::display(caller.organization));
    }
    // Rate limit.
    app.limits.take(caller.as_deref(), &origin, route.is_probe).await?;
    // Authorization.
    if let Some(caller) = caller.as_deref() {
        authorize(caller, route, app.clock.now())?;
    }
    // Validation, then the handler.
    let path = RawPathParams::from_request_parts(&mut parts, &()).await.map_err(|_| Problem::not_found())?;
    let path: BTreeMap<String, String> =
        path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let body = match body.is_end_stream() {
        true => Bytes::new(),
        false => {
            let patience = Duration::from_secs(app.config.clients.body_seconds.into());
            let read = tokio::time::timeout(patience, read_body(route, &parts.headers, body));
            Box::pin(read).await.map_err(|_| body_too_slow())??
        }
    };
    let cx = Cx::new(Arc::clone(app), origin, caller);
    let is_audited = Arc::clone(&cx.is_audited);
    let response = route.handler.call(cx, Raw { path, uri: parts.uri, body }).await?;
    // Audit.
    if route.audited == Audited::Yes && !is_audited.load(Ordering::Relaxed) {
        tracing::error!("an answer without an entry in the audit trail was held back");
        return Err(Problem::internal());
    }
    Ok(response)
}

fn authorize(caller: &Caller, route: &Route, now: Instant) -> Result<(), Problem> {
    match route.access {
        Access::May(permission) if !caller.person.may(permission) => return Err(Problem::not_permitted()),
        Access::Desk if caller.device.is_none() => return Err(Problem::not_permitted()),
        Access::Desk if !caller.person.may(Permission::ViewDay) => return Err(sees_no_day()),
        Access::Anyone | Access::SignedIn | Access::Gateway | Access::May(_) | Access::Desk => {}
    }
    let is_needed = caller.policy().needs_mfa(&caller.person);
    match route.second_factor {
        SecondFactor::Policy if is_needed && !caller.is_mfa_verified() => Err(Problem::mfa_needed()),
        SecondFactor::Fresh if !caller.is_mfa_fresh(now) => Err(Problem::fresh_mfa_needed()),
        _ => Ok(()),
    }
}

fn sees_no_day() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "sees_no_day",
        "A desk is for people whose roles see the day; theirs do not.",
    )
}

fn check_length(route: &Route, headers: &HeaderMap) -> Result<(), Problem> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|it| it > route.body_limit) { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than this operation takes.")
}

fn body_too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", "The body did not arrive in time.")
}

fn unreadable() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unreadable_body",
        "The body broke off, or is not packed as it says.",
    )
}

async fn read_body(route: &Route, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let read = Limited::new(body, route.body_limit).collect().await;
    let bytes =
        read.map_err(|error| if error.is::<LengthLimitError>() { too_large() } else { unreadable() })?;
    let bytes = bytes.to_bytes();
    let given = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let given = given.and_then(|it| it.split(';').next()).unwrap_or_default().trim();
    if !bytes.is_empty() && !given.eq_ignore_ascii_case(route.media_type) {
        let title = format!("The body has to be {}.", route.media_type);
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "other_media_type", title));
    }
    Ok(bytes)
}

fn origin(app: &App, request: &Request<Body>) -> Origin {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
    let user_agent = request.headers().get(header::USER_AGENT).and_then(|it| it.to_str().ok());
    let key = request.headers().get("idempotency-key").and_then(|it| it.to_str().ok()?.parse().ok());
    Origin {
        request: app.ids.next(),
        idempotency_key: key,
        address: peer.map(|it| app.trusted_address(it, request.headers())),
        user_agent: user_agent.map(|it| it.chars().take(USER_AGENT_LIMIT).collect()),
        takes_zstd: packed::is_taken(request.headers()),
    }
}
