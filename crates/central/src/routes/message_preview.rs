//! What a message says, as a made-up patient of the organization would get it: the text in force, or one that is being
//! written. Nothing is stored, and nobody's data is in it.

use crate::{
    http::{Access, Act, Cx, Input, Nothing, Problem, Route},
    messages::sample::{Sample, sample},
};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    message::{MessageChannel, MessageKind, Placeholder},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::POST,
        "/v1/message-templates/preview",
        "preview_message_template",
        "What a message says to a made-up patient, by the text in force or by one that is being written",
        Access::May(Permission::ManageMessages),
        preview,
    )]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PreviewBody {
    pub kind: MessageKind,
    pub channel: MessageChannel,
    /// BCP 47.
    #[garde(length(chars, min = 2, max = 35))]
    pub language: String,
    /// The text in force without one.
    #[serde(default)]
    #[garde(dive)]
    pub draft: Option<Draft>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub subject: String,
    #[garde(length(chars, max = 10_000))]
    pub body: String,
}

#[derive(Serialize, JsonSchema)]
pub struct PreviewView {
    /// With its placeholders.
    pub subject: String,
    pub body: String,
    /// Whether the organization wrote it; else it is what the product says.
    pub is_own: bool,
    /// As the patient reads it.
    pub shown_subject: String,
    pub shown_body: String,
    /// What may stand in braces in a message of the kind.
    pub placeholders: Vec<PlaceholderView>,
}

#[derive(Serialize, JsonSchema)]
pub struct PlaceholderView {
    pub placeholder: Placeholder,
    pub is_needed: bool,
}

async fn preview(cx: Cx, input: Input<Nothing, Nothing, PreviewBody>) -> Result<Json<PreviewView>, Problem> {
    let PreviewBody { kind, channel, language, draft } = input.body;
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let draft = draft.as_ref().map(|it| (it.subject.as_str(), it.body.as_str()));
    let Sample { template, is_own, filled } =
        sample(&configuration, (kind, channel, &language), draft, cx.now);
    cx.finish(tenant, Batch::default(), Act::done("preview", "message_template")).await?;
    let known = Placeholder::ALL.iter().copied().filter(|it| it.is_known_in(kind));
    Ok(Json(PreviewView {
        subject: template.subject,
        body: template.body,
        is_own,
        shown_subject: filled.subject.expose().to_owned(),
        shown_body: filled.body.expose().to_owned(),
        placeholders: known
            .map(|placeholder| PlaceholderView { placeholder, is_needed: placeholder.is_needed_in(kind) })
            .collect(),
    }))
}
