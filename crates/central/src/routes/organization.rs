//! The caller's own organization. No route takes the id of one: it is the token's.

use super::views::organization::{OrganizationForm, OrganizationView, SettingsForm, SettingsView};
use crate::http::{Access, Act, Cx, Input, Nothing, Patch, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    arbitration::count_providers,
    id::Version,
    operation::{Base, Change, OperationBody},
    organization::Organization,
    people::Permission,
    tier::{Limited, SubscriptionTier},
};
use schemars::JsonSchema;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/organization",
            "read_organization",
            "The organization of whoever asks",
            Access::SignedIn,
            read,
        ),
        Route::new(
            Method::PATCH,
            "/v1/organization",
            "change_organization",
            "Change the organization: its name, address, contact, business hours",
            Access::May(Permission::EditSetup),
            change,
        ),
        Route::new(
            Method::GET,
            "/v1/limits",
            "read_limits",
            "What the organization's tier lets in, and how much of it is there",
            Access::May(Permission::EditSetup),
            read_limits,
        ),
        Route::new(
            Method::GET,
            "/v1/settings",
            "read_settings",
            "How the front office works",
            Access::May(Permission::ViewSetup),
            read_settings,
        ),
        Route::new(
            Method::PATCH,
            "/v1/settings",
            "change_settings",
            "Change how the front office works",
            Access::May(Permission::EditSetup),
            change_settings,
        ),
    ]
}

async fn read(cx: Cx, _: Input) -> Result<Json<OrganizationView>, Problem> {
    Ok(Json(OrganizationView::of(&looked_at(&cx, "organization").await?)))
}

#[derive(Serialize, JsonSchema)]
pub struct Limits {
    /// Without one nothing is limited.
    pub tier: Option<SubscriptionTier>,
    pub limits: Vec<LimitUse>,
}

#[derive(Serialize, JsonSchema)]
pub struct LimitUse {
    pub of: Limited,
    /// Absent where there is no limit.
    pub most: Option<u16>,
    pub there: usize,
}

async fn read_limits(cx: Cx, _: Input) -> Result<Json<Limits>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let mut batch = Batch::default();
    let desks = tenant.count_desks(&mut batch);
    let mut answers = cx.finish(tenant, batch, Act::done("read", "limits")).await?;
    let desks = usize::try_from(answers.count(desks)).unwrap_or(usize::MAX);
    let tier = configuration.setup.organization.subscription_tier;
    let limits = tier.map(|it| it.limits());
    let used = |of| match of {
        Limited::Desks => LimitUse { of, most: limits.and_then(|it| it.desks), there: desks },
        Limited::Providers => LimitUse {
            of,
            most: limits.and_then(|it| it.providers),
            there: count_providers(&configuration.setup),
        },
    };
    Ok(Json(Limits { tier, limits: Limited::ALL.iter().copied().map(used).collect() }))
}

async fn read_settings(cx: Cx, _: Input) -> Result<Json<SettingsView>, Problem> {
    Ok(Json(SettingsView::of(&looked_at(&cx, "settings").await?)))
}

async fn change(
    cx: Cx,
    input: Input<Nothing, Nothing, Patch<OrganizationForm>>,
) -> Result<Json<OrganizationView>, Problem> {
    let configuration = cx.latest_configuration().await?;
    let (stands, version) = (&configuration.setup.organization, Version(input.body.version));
    let wanted = input.body.on(&OrganizationForm::of(stands))?.record(stands, version);
    Ok(Json(OrganizationView::of(&written(&cx, wanted).await?)))
}

async fn change_settings(
    cx: Cx,
    input: Input<Nothing, Nothing, Patch<SettingsForm>>,
) -> Result<Json<SettingsView>, Problem> {
    let configuration = cx.latest_configuration().await?;
    let (stands, version) = (&configuration.setup.organization, Version(input.body.version));
    let wanted = input.body.on(&SettingsForm::of(&stands.settings))?.record(stands, version);
    Ok(Json(SettingsView::of(&written(&cx, wanted).await?)))
}

async fn looked_at(cx: &Cx, what: &'static str) -> Result<Organization, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let it = configuration.setup.organization.clone();
    cx.finish(tenant, Batch::default(), Act::done("read", what).on(it.id)).await?;
    Ok(it)
}

async fn written(cx: &Cx, wanted: Organization) -> Result<Organization, Problem> {
    let base = Base::Version(wanted.version);
    let performed = cx.operate(OperationBody::OrganizationPut(wanted), Some(base)).await?;
    let written = performed.changes.into_iter().find_map(|it| match it {
        Change::Organization(it) => Some(it),
        _ => None,
    });
    match written {
        Some(it) => Ok(it),
        None => Ok(cx.latest_configuration().await?.setup.organization.clone()),
    }
}
