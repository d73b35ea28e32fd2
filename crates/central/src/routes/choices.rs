//! What is being booked at which desk, before it is.

use super::LONG_POLL;
use crate::{
    choices,
    http::{Access, Cx, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use clinic_protocol::sync::{Choices, Choosing};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

const NOBODYS_RECORD: &str = "resources and times, for seconds; nobody's record";

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::PUT,
            "/v1/sync/choices",
            "choose_times",
            "The times that somebody chooses among at this desk, for half a minute; answers with those of the others",
            Access::Desk,
            choose,
        )
        .unaudited(NOBODYS_RECORD),
        Route::new(
            Method::GET,
            "/v1/sync/choices",
            "await_choices",
            "The times that people choose among at other desks, as soon as they are others",
            Access::Desk,
            others,
        )
        .unaudited(NOBODYS_RECORD)
        .time_limit(LONG_POLL + Duration::from_secs(5)),
    ]
}

async fn choose(cx: Cx, input: Input<Nothing, Nothing, Choosing>) -> Result<Json<Choices>, Problem> {
    Ok(Json(choices::choose(&cx, &input.body.choices).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The revision that the desk has; none to be answered at once.
    #[garde(range(max = 9_007_199_254_740_991_u64))]
    pub seen: Option<u64>,
}

async fn others(cx: Cx, input: Input<Nothing, Seen>) -> Result<Json<Choices>, Problem> {
    Ok(Json(choices::others(&cx, input.query.seen).await?))
}
