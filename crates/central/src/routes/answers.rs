//! Where patients answer: the page behind a link, and the gateway that hands over what they reply.

use crate::{
    http::{Access, Act, Cx, Done, Input, Nothing, Problem, Route},
    messages::{
        answers::{self, AnswerAct},
        page::{self, Page},
        words::Language,
    },
};
use axum::http::{Method, StatusCode};
use central_store::Batch;
use clinic_domain::message::MessageChannel;
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/a/{token}",
            "show_answer_page",
            "The page behind the link of a message; looking changes nothing",
            Access::Anyone,
            show,
        )
        .unaudited("an unknown link shows nothing; a known one has its entry"),
        Route::new(
            Method::POST,
            "/a/{token}/{act}",
            "answer_message",
            "A patient confirms, cancels or asks to be called",
            Access::Anyone,
            post,
        )
        .unaudited("an unknown link does nothing; a known one has its entries"),
        Route::new(
            Method::POST,
            "/v1/sms/replies",
            "take_sms_reply",
            "A text message that a patient sent in answer to one of ours",
            Access::Gateway,
            reply,
        )
        .unaudited("a number that nobody wrote to does nothing; an answer has its entries"),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LinkPath {
    #[garde(length(max = 64))]
    pub token: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ActPath {
    #[garde(length(max = 64))]
    pub token: String,
    /// `confirm`, `cancel` or `call`.
    #[garde(length(max = 10))]
    pub act: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The number that it came from.
    #[garde(length(min = 3, max = 32))]
    pub from: String,
    #[garde(length(max = 2000))]
    pub text: String,
}

async fn show(cx: Cx, input: Input<LinkPath>) -> Result<Page, Problem> {
    let token = &input.path.token;
    let Some((tenant, open)) = answers::by_link(&cx.app, token).await? else { return Ok(page::gone()) };
    let act = Act::done("read", "message").on(open.message.id).about([open.patient.id]);
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(if open.holds { page::question(&open, token, cx.now) } else { page::gone() })
}

async fn post(cx: Cx, input: Input<ActPath>) -> Result<Page, Problem> {
    let act: AnswerAct = input.path.act.parse().map_err(|_| Problem::not_found())?;
    let Some((tenant, open)) = answers::by_link(&cx.app, &input.path.token).await? else {
        return Ok(page::gone());
    };
    tenant.rollback().await?;
    match answers::answer(&cx, &open, act, MessageChannel::Email).await {
        Ok(()) => Ok(page::answered(&open, act)),
        Err(problem) if problem.code == "not_found" => Ok(page::gone()),
        Err(problem) if problem.status == StatusCode::CONFLICT.as_u16() => Ok(page::by_telephone(&open)),
        Err(problem) => Err(problem),
    }
}

/// Whatever a reply comes to, it was taken: the gateway has nothing to do again.
async fn reply(cx: Cx, input: Input<Nothing, Nothing, Reply>) -> Result<Done, Problem> {
    let Reply { from, text } = input.body;
    let Some((tenant, open)) = answers::by_number(&cx.app, &from).await? else { return Ok(Done) };
    tenant.rollback().await?;
    if !open.holds {
        return Ok(Done);
    }
    let act = answers::understood(&text, Language::of(&open.message.language));
    // Who may not cancel this way is called.
    let act = if act == AnswerAct::Cancel && !open.lets_cancel(cx.now) { AnswerAct::Call } else { act };
    match answers::answer(&cx, &open, act, MessageChannel::Sms).await {
        Err(problem) if problem.status >= 500 => Err(problem),
        _ => Ok(Done),
    }
}
