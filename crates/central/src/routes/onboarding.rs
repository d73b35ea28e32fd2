//! What a new organization still needs before its first visit is booked.

use crate::http::{Access, Act, Cx, Input, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    onboarding::{Onboarded, ReadyStep, onboarding},
    people::Permission,
};
use schemars::JsonSchema;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::GET,
        "/v1/onboarding",
        "read_onboarding",
        "What the organization needs before its first visit is booked, and what of it is there",
        Access::May(Permission::EditSetup),
        read,
    )]
}

#[derive(Serialize, JsonSchema)]
pub struct Onboarding {
    /// In the order in which a person does them.
    pub steps: Vec<OnboardingStep>,
    pub is_done: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct OnboardingStep {
    pub step: ReadyStep,
    pub is_done: bool,
}

async fn read(cx: Cx, _: Input) -> Result<Json<Onboarding>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let mut batch = Batch::default();
    let (patients, desks) = (tenant.count_patients(&mut batch), tenant.count_desks(&mut batch));
    let mut answers = cx.finish(tenant, batch, Act::done("read", "onboarding")).await?;
    let has_patients = answers.count(patients) > 0;
    let desks = usize::try_from(answers.count(desks)).unwrap_or(usize::MAX);
    let steps =
        onboarding(&configuration.setup, &configuration.people, has_patients, Onboarded::Centre { desks });
    let steps: Vec<OnboardingStep> =
        steps.into_iter().map(|(step, is_done)| OnboardingStep { step, is_done }).collect();
    Ok(Json(Onboarding { is_done: steps.iter().all(|it| it.is_done), steps }))
}
