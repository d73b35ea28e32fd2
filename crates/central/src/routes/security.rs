//! What looks wrong in the trail, for those who watch over it: seen, taken on, closed with a word why.

use super::views::time::Moment;
use crate::http::{Access, Act, Cx, Done, Input, Nothing, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, SecurityEvent};
use clinic_domain::{
    people::{Permission, Person},
    security::{SecurityEventState, SecurityRule, Severity},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Permission::ViewSecurityEvents);
    vec![
        Route::new(
            Method::GET,
            "/v1/security/events",
            "list_security_events",
            "What looks wrong, the newest first",
            may,
            list,
        ),
        Route::new(
            Method::GET,
            "/v1/security/waiting",
            "count_security_events",
            "How many of them nobody has taken on yet",
            may,
            count,
        )
        .unaudited("numbers, which show nobody's data"),
        Route::new(
            Method::POST,
            "/v1/security/events/{event}/acknowledge",
            "acknowledge_security_event",
            "Somebody looks into it",
            may,
            acknowledge,
        ),
        Route::new(
            Method::POST,
            "/v1/security/events/{event}/close",
            "close_security_event",
            "It is settled, and why",
            may,
            close,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// Closed ones too.
    #[garde(skip)]
    #[serde(default)]
    all: bool,
    /// The last event of the page before.
    #[garde(skip)]
    before: Option<Uuid>,
    #[garde(range(min = 1, max = 200))]
    limit: Option<u16>,
}

#[derive(Serialize, JsonSchema)]
pub struct EventsPage {
    events: Vec<EventView>,
    next: Option<Uuid>,
}

#[derive(Serialize, JsonSchema)]
pub struct EventView {
    id: Uuid,
    rule: SecurityRule,
    severity: Severity,
    state: SecurityEventState,
    person: Option<Uuid>,
    person_name: Option<String>,
    /// For those alone who may see whose records were opened.
    patient: Option<Uuid>,
    device: Option<Uuid>,
    count: u64,
    audit_seq: Option<u64>,
    raised_at: Moment,
    handled_by: Option<Uuid>,
    handled_at: Option<Moment>,
    note: String,
}

impl EventView {
    fn of(it: &SecurityEvent, people: &[Person], sees_patients: bool) -> EventView {
        let name = people.iter().find(|person| Some(person.id) == it.person).map(|it| it.name.clone());
        EventView {
            id: it.id,
            rule: it.rule,
            severity: it.severity,
            state: it.state,
            person: it.person.map(|it| it.0),
            person_name: name,
            patient: it.patient.filter(|_| sees_patients).map(|it| it.0),
            device: it.device.map(|it| it.0),
            count: it.count,
            audit_seq: it.audit_seq,
            raised_at: Moment(it.raised_at),
            handled_by: it.handled_by.map(|it| it.0),
            handled_at: it.handled_at.map(Moment),
            note: it.note.clone(),
        }
    }
}

async fn list(cx: Cx, input: Input<Nothing, EventsQuery>) -> Result<Json<EventsPage>, Problem> {
    let EventsQuery { all, before, limit } = input.query;
    let most = limit.unwrap_or(50);
    let caller = cx.caller()?;
    let sees_patients = caller.person.may(Permission::ViewAudit);
    let mut tenant = cx.tenant().await?;
    let events = tenant.security_events(all, before.unwrap_or(Uuid::max()), i64::from(most)).await?;
    let shown = events.iter().filter(|_| sees_patients).filter_map(|it| it.patient);
    let act = Act::done("list", "security_event").about(shown.collect::<std::collections::BTreeSet<_>>());
    cx.finish(tenant, Batch::default(), act).await?;
    let is_full = events.len() == usize::from(most);
    let people = &caller.configuration.people;
    Ok(Json(EventsPage {
        next: events.last().filter(|_| is_full).map(|it| it.id),
        events: events.iter().map(|it| EventView::of(it, people, sees_patients)).collect(),
    }))
}

#[derive(Serialize, JsonSchema)]
pub struct WaitingEvents {
    open: u64,
    /// Of those, the ones that are an incident until somebody says why not.
    alarms: u64,
}

async fn count(cx: Cx, _: Input) -> Result<Json<WaitingEvents>, Problem> {
    let mut tenant = cx.tenant().await?;
    let (open, alarms) = tenant.open_security_events().await?;
    tenant.rollback().await?;
    Ok(Json(WaitingEvents { open, alarms }))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct EventPath {
    #[garde(skip)]
    event: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    #[garde(length(chars, min = 3, max = 500))]
    note: String,
}

async fn acknowledge(cx: Cx, input: Input<EventPath>) -> Result<Done, Problem> {
    handle(&cx, input.path.event, SecurityEventState::Acknowledged, "").await
}

async fn close(cx: Cx, input: Input<EventPath, Nothing, Closing>) -> Result<Done, Problem> {
    handle(&cx, input.path.event, SecurityEventState::Closed, &input.body.note).await
}

async fn handle(cx: &Cx, event: Uuid, to: SecurityEventState, note: &str) -> Result<Done, Problem> {
    let person = cx.caller()?.person.id;
    let mut tenant = cx.tenant().await?;
    if !tenant.handle_security_event(event, to, person, cx.now, note).await? {
        return Err(Problem::not_found());
    }
    let action = if to == SecurityEventState::Closed { "close" } else { "acknowledge" };
    cx.finish(tenant, Batch::default(), Act::done(action, "security_event").on(event)).await?;
    Ok(Done)
}
