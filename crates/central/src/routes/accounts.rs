//! How each of the staff gets in, and the invitations that wait: for who looks after them.

use super::{sessions::PersonPath, views::time::Moment};
use crate::{
    auth::invitation,
    http::{Access, Act, Cx, Done, Input, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::{Batch, access::accounts::Account};
use clinic_domain::{id::PersonId, people::Permission};
use schemars::JsonSchema;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/accounts",
            "list_accounts",
            "How each of the staff gets in: password, second factor, open sessions, and an invitation that waits",
            Access::May(Permission::ViewPeople),
            list,
        ),
        Route::new(
            Method::DELETE,
            "/v1/people/{person}/invitation",
            "withdraw_invitation",
            "An invitation that was not used yet is good for nothing any more",
            Access::May(Permission::InvitePeople),
            withdraw,
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub struct AccountsView {
    pub accounts: Vec<AccountView>,
}

#[derive(Serialize, JsonSchema)]
pub struct AccountView {
    pub person: PersonId,
    pub has_password: bool,
    pub has_second_factor: bool,
    /// They are known by the organization's identity provider.
    pub has_identity: bool,
    pub open_sessions: u64,
    /// When one of those was heard of last.
    pub seen_at: Option<Moment>,
    /// Not used yet, whether or not it is still good.
    pub invitation: Option<InvitationView>,
}

#[derive(Serialize, JsonSchema)]
pub struct InvitationView {
    pub expires_at: Moment,
    pub is_over: bool,
    pub made_by: Option<PersonId>,
}

async fn list(cx: Cx, _: Input) -> Result<Json<AccountsView>, Problem> {
    let mut tenant = cx.tenant().await?;
    let accounts = tenant.accounts(cx.now).await?;
    cx.finish(tenant, Batch::default(), Act::done("list", "account")).await?;
    let view = |it: Account| AccountView {
        person: it.person,
        has_password: it.has_password,
        has_second_factor: it.has_second_factor,
        has_identity: it.has_identity,
        open_sessions: it.open_sessions,
        seen_at: it.seen_at.map(Moment),
        invitation: it.invitation.map(|it| InvitationView {
            expires_at: Moment(it.expires_at),
            is_over: it.expires_at <= cx.now,
            made_by: it.made_by,
        }),
    };
    Ok(Json(AccountsView { accounts: accounts.into_iter().map(view).collect() }))
}

async fn withdraw(cx: Cx, input: Input<PersonPath>) -> Result<Done, Problem> {
    invitation::withdraw(&cx, PersonId(input.path.person)).await?;
    Ok(Done)
}
