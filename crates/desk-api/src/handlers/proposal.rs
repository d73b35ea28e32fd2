//! What a change of the hours would do.

use super::{day, zone_or_first};
use crate::{
    call::Call,
    dto::{
        proposal::{
            CrowdedOutView, MinutesComparedView, ProposalView, ProposePlacesRequest, ProposeTemplateRequest,
            ProposedChange, ProposedVisitView, ThirdNextView,
        },
        refusal::Outcome,
    },
    error::ApiError,
    shape::{organization::parse_organization, setup as shape, time::date_text, visit::Board},
};
use chrono_tz::Tz;
use clinic_domain::{
    id::{AppointmentTypeId, ExceptionId, ResourceId, TemplateId},
    setup::Setup,
    time::Instant,
};
use desk_app::{
    error::AppResult,
    front_desk::FrontDesk,
    propose::{ProposeRequest, Proposed, Wanted, propose},
    propose_places::{self, CrowdedOut, FewerPlaces},
};
use desk_cache::{mirror::DayRow, store::Marks};

pub fn propose_template(
    call: &Call<'_>,
    request: ProposeTemplateRequest,
) -> Result<Outcome<ProposalView>, ApiError> {
    let signed_in = call.signed_in()?;
    let ProposeTemplateRequest { change, appointment_type, with_visits } = request;
    let result = wanted(change, &signed_in.front).and_then(|wanted| {
        let request = ProposeRequest { wanted, appointment_type, with_visits };
        propose(&signed_in.front, signed_in.person, &request)
    });
    let configuration = signed_in.front.configuration()?;
    signed_in.outcome(result.map(|it| view(&configuration.setup, &it)))
}

pub fn propose_places(
    call: &Call<'_>,
    request: ProposePlacesRequest,
) -> Result<Outcome<CrowdedOutView>, ApiError> {
    let signed_in = call.signed_in()?;
    let desk = &signed_in.front;
    let wanted = match request {
        ProposePlacesRequest::Resource(it) => {
            FewerPlaces::In(Box::new(shape::parse_resource(*it, ResourceId(desk.ids.next()), None)))
        }
        ProposePlacesRequest::AppointmentType(it) => {
            FewerPlaces::OfType(Box::new(shape::parse_type(*it, AppointmentTypeId(desk.ids.next()))))
        }
    };
    let configuration = desk.configuration()?;
    let (setup, now) = (&configuration.setup, desk.now());
    let view = |it: CrowdedOut| CrowdedOutView {
        count: u32::try_from(it.visits.len()).unwrap_or(u32::MAX),
        visits: it
            .named
            .iter()
            .map(|row| named(setup, zone_or_first(setup, Some(row.location)), row, now, None))
            .collect(),
    };
    signed_in.outcome(propose_places::propose_places(desk, signed_in.person, &wanted).map(view))
}

/// On the visit's own day; how it stands with the centre, where that was looked up.
pub(super) fn named(
    setup: &Setup,
    zone: Tz,
    row: &DayRow,
    now: Instant,
    marks: Option<&Marks>,
) -> ProposedVisitView {
    let board = Board::of_visit(setup, zone, row.visit.start(), now);
    let board = match marks {
        Some(marks) => board.marked(marks),
        None => board,
    };
    let start = row.visit.start();
    ProposedVisitView { date: date_text(start.local_date(zone)), visit: board.visit(row) }
}

fn wanted(change: ProposedChange, desk: &FrontDesk) -> AppResult<Wanted> {
    Ok(match change {
        ProposedChange::Template(it) => {
            Wanted::Template(shape::parse_template(it, TemplateId(desk.ids.next()))?)
        }
        ProposedChange::Closure(it) => Wanted::Closure(day::exception(&it, ExceptionId(desk.ids.next()))?),
        ProposedChange::Opening(it) => Wanted::Opening(it.exception),
        ProposedChange::Organization(it) => {
            let current = &desk.configuration()?.setup.organization;
            Wanted::BusinessHours(Box::new(parse_organization(*it, current)?))
        }
    })
}

fn view(setup: &Setup, it: &Proposed) -> ProposalView {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let minutes = |it: i64| u32::try_from(it).unwrap_or(0);
    let zone = zone_or_first(setup, it.location);
    let visits =
        it.visits.iter().map(|row| named(setup, zone_or_first(setup, Some(row.location)), row, it.now, None));
    let third_next = it.wait.as_ref().map(|wait| ThirdNextView {
        type_name: setup
            .appointment_type(wait.appointment_type)
            .map_or_else(String::new, |it| it.name.clone()),
        before: wait.third_next.before.map(|at| at.wall_text(zone)),
        after: wait.third_next.after.map(|at| at.wall_text(zone)),
    });
    let open = it.proposal.open_minutes;
    ProposalView {
        lost: small(it.proposal.lost.len()),
        regained: small(it.proposal.regained.len()),
        visits: visits.collect(),
        open_minutes: MinutesComparedView { before: minutes(open.before), after: minutes(open.after) },
        third_next,
    }
}
