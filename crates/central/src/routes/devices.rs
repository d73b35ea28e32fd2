//! The organization's desks: enrolled with a one-time code, named, revoked.

use super::{invitations::OneTimeCode, views::time::utc};
use crate::{
    auth::{
        enrolment::{self, Enrolling},
        key::{self, PublicKey},
    },
    http::{Access, Act, Created, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::{Batch, access::devices::Device};
use clinic_domain::{
    id::{DeviceId, LocationId},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ENROL: &str = "/v1/devices";

pub fn routes() -> Vec<Route> {
    let manages = Access::May(Permission::ManageDevices);
    vec![
        Route::new(
            Method::POST,
            "/v1/device-codes",
            "invite_device",
            "A code with which a desk is enrolled",
            manages,
            invite,
        )
        .fresh_mfa(),
        Route::new(Method::POST, ENROL, "enrol_device", "Enrol a desk with a code", Access::Anyone, enrol),
        Route::new(
            Method::GET,
            ENROL,
            "list_devices",
            "The desks, those that were revoked too",
            manages,
            list,
        ),
        Route::new(
            Method::PUT,
            "/v1/devices/{device}",
            "change_device",
            "Another name or place of a desk",
            manages,
            change,
        ),
        Route::new(
            Method::DELETE,
            "/v1/devices/{device}",
            "revoke_device",
            "Nobody signs in on this desk any more, and who has is signed out",
            manages,
            revoke,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DeviceBody {
    /// How people call it: `Reception left`.
    #[garde(length(chars, min = 1, max = 60))]
    pub name: String,
    #[garde(skip)]
    pub location: Option<Uuid>,
}

async fn invite(cx: Cx, input: Input<Nothing, Nothing, DeviceBody>) -> Result<Created<OneTimeCode>, Problem> {
    let DeviceBody { name, location } = input.body;
    Ok(Created(enrolment::new_code(&cx, name, location.map(LocationId)).await?.into()))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct EnrolBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(length(max = 64))]
    pub code: String,
    /// The desk's Ed25519 key in base64url.
    #[garde(length(min = key::TEXT, max = key::TEXT))]
    pub key: String,
    /// This request with the code's hash, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

#[derive(Serialize, JsonSchema)]
pub struct EnrolledDevice {
    pub organization: Uuid,
    pub device: DeviceView,
}

#[derive(Serialize, JsonSchema)]
pub struct DeviceView {
    pub id: Uuid,
    pub name: String,
    pub location: Option<Uuid>,
    /// The same is shown at the desk: two people compare it.
    pub fingerprint: String,
    pub enrolled_at: String,
    pub revoked_at: Option<String>,
    pub last_seen_at: Option<String>,
    pub client_version: String,
    /// How many changes it lacks, as far as it is known: a desk that is there says so once a minute.
    pub changes_behind: u64,
    /// How many operations it still had to send when it greeted last.
    pub operations_waiting: u64,
    /// It is asked from this one.
    pub is_own: bool,
}

fn view(it: Device, head: u64, own: Option<DeviceId>) -> DeviceView {
    DeviceView {
        id: it.id.0,
        name: it.name,
        location: it.location.map(|it| it.0),
        fingerprint: PublicKey(it.public_key).fingerprint(),
        enrolled_at: utc(it.enrolled_at),
        revoked_at: it.revoked_at.map(utc),
        last_seen_at: it.last_seen_at.map(utc),
        client_version: it.client_version,
        changes_behind: head.saturating_sub(it.cursor),
        operations_waiting: it.operations_waiting,
        is_own: own == Some(it.id),
    }
}

async fn enrol(
    cx: Cx,
    input: Input<Nothing, Nothing, EnrolBody>,
) -> Result<Created<EnrolledDevice>, Problem> {
    let EnrolBody { organization, code, key, proof } = &input.body;
    let (organization, device, head) =
        enrolment::enrol(&cx, Enrolling { organization, code, key, proof }, ENROL).await?;
    Ok(Created(EnrolledDevice { organization: organization.0, device: view(device, head, None) }))
}

async fn list(cx: Cx, _: Input) -> Result<Json<Vec<DeviceView>>, Problem> {
    let own = cx.caller()?.device;
    let mut tenant = cx.tenant().await?;
    let head = tenant.counter().await?.seq;
    let devices = tenant.devices().await?;
    cx.finish(tenant, Batch::default(), Act::done("list", "device")).await?;
    Ok(Json(devices.into_iter().map(|it| view(it, head, own)).collect()))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DevicePath {
    #[garde(skip)]
    pub device: Uuid,
}

async fn change(cx: Cx, input: Input<DevicePath, Nothing, DeviceBody>) -> Result<Done, Problem> {
    let (id, body) = (DeviceId(input.path.device), input.body);
    enrolment::change(&cx, id, &body.name, body.location.map(LocationId)).await?;
    Ok(Done)
}

async fn revoke(cx: Cx, input: Input<DevicePath>) -> Result<Done, Problem> {
    enrolment::revoke(&cx, DeviceId(input.path.device)).await?;
    Ok(Done)
}
