//! What the API answers when it does not do what was asked: `application/problem+json` (RFC 9457) with a code.
//!
//! Invariants: a code exists only if somebody acts on it; nothing of the database, of another organization or of a record
//! stands in a problem.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use central_store::StoreError;
use clinic_domain::{
    arbitration::{OverLimit, Refused},
    refusal::Refusal,
    tier::{Limited, SubscriptionTier},
};
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// `about:blank`: the code says it.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: Box<str>,
    pub status: u16,
    pub code: &'static str,
    /// The part of the request that is wrong, `body.name` or `query.limit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every reason of a refusal, by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub reasons: Vec<String>,
    /// The limit of the organization's tier that it would pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Box<LimitView>>,
    /// Seconds after which asking again makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// With the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LimitView {
    pub of: Limited,
    pub tier: SubscriptionTier,
    pub most: u16,
    /// How many there are, and how many there would be.
    pub there: usize,
    pub wanted: usize,
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: title.into().into_boxed_str(),
            status: status.as_u16(),
            code,
            field: None,
            reasons: Vec::new(),
            limit: None,
            retry_after: None,
        }
    }

    #[must_use]
    pub fn invalid(field: impl Into<String>, title: impl Into<String>) -> Problem {
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title);
        Problem { field: Some(field.into()), ..problem }
    }

    /// More than the organization's tier lets in, all of it together.
    #[must_use]
    pub fn over_limit(it: OverLimit) -> Problem {
        let limit =
            LimitView { of: it.of, tier: it.tier, most: it.limit, there: it.there, wanted: it.wanted };
        Problem { limit: Some(Box::new(limit)), ..Refusal::from(it).into() }
    }

    #[must_use]
    pub fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "not_found", "There is no such thing in this organization.")
    }

    #[must_use]
    pub fn not_signed_in() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "not_signed_in", "Sign in, or refresh the access token.")
    }

    #[must_use]
    pub fn not_permitted() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "not_permitted", "Your roles do not allow this.")
    }

    #[must_use]
    pub fn mfa_needed() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "mfa_needed", "Set up a second factor, or show it, first.")
    }

    #[must_use]
    pub fn fresh_mfa_needed() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "fresh_mfa_needed", "Show the second factor once more.")
    }

    #[must_use]
    pub fn internal() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The service made a mistake; it has been noted.",
        )
    }

    #[must_use]
    pub fn busy(title: impl Into<String>) -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title).retry(1)
    }

    #[must_use]
    pub fn retry(self, after_seconds: u32) -> Problem {
        Problem { retry_after: Some(after_seconds), ..self }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if let StoreError::LeftAlone { seconds } = error {
            return Problem::busy("The database does not answer; try again later.").retry(seconds);
        }
        if error.is_retryable() {
            return Problem::busy("The database is busy; try again.");
        }
        tracing::error!(%error, "the store failed");
        Problem::internal()
    }
}

/// A refusal of the clinic's rules: the first reason is the code, all of them are listed.
impl From<Refused> for Problem {
    fn from(Refused(refusals): Refused) -> Self {
        let Some(first) = refusals.first() else { return Problem::internal() };
        let status = match first {
            Refusal::NotPermitted { .. } => StatusCode::FORBIDDEN,
            Refusal::NotFound { .. } => StatusCode::NOT_FOUND,
            Refusal::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        let problem = Problem::new(status, first.code(), "The clinic's rules do not allow this.");
        let field = match first {
            Refusal::Invalid { field, .. } => Some(format!("body.{field}")),
            _ => None,
        };
        Problem { field, reasons: refusals.iter().map(|it| it.code().to_owned()).collect(), ..problem }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Refused::from(refusal).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
