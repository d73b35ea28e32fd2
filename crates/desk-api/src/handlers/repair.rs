//! Day repair: the plan, and what a person takes of it.

use super::{
    appointment::announce_visits,
    day::{announce_block, exception},
};
use crate::{
    call::Call,
    dto::{
        refusal::Outcome,
        repair::{ProposeRepairRequest, RepairRequest, RepairView, RepairedView, TroubleRequest},
    },
    error::ApiError,
    shape::repair as shape,
};
use clinic_domain::{id::ExceptionId, setup::Setup};
use desk_app::{
    acts::Done,
    error::AppResult,
    propose_repair::{ProposeRepair, Trouble, propose_repair as propose},
    repair::{self as app, RepairMove, Repaired},
};

pub fn propose_repair(
    call: &Call<'_>,
    request: ProposeRepairRequest,
) -> Result<Outcome<RepairView>, ApiError> {
    let signed_in = call.signed_in()?;
    let desk = &signed_in.front;
    let trouble: AppResult<Trouble> = match request.trouble {
        TroubleRequest::Closed(it) => {
            exception(&it, ExceptionId(desk.ids.next())).map(Trouble::Closed).map_err(Into::into)
        }
        TroubleRequest::WithoutHours { location } => Ok(Trouble::WithoutHours(location)),
        TroubleRequest::Late { resource, minutes } => Ok(Trouble::Late { resource, minutes }),
    };
    let picks = request.picks.into_iter().map(|it| (it.appointment, it.handle)).collect();
    let plan = trouble.and_then(|trouble| propose(desk, signed_in.person, &ProposeRepair { trouble, picks }));
    signed_in.outcome(plan.map(|it| shape::view(signed_in.language, &it)))
}

pub fn repair(call: &Call<'_>, request: RepairRequest) -> Result<Outcome<RepairedView>, ApiError> {
    let signed_in = call.signed_in()?;
    let desk = &signed_in.front;
    let closure = request.closure.map(|it| exception(&it, ExceptionId(desk.ids.next()))).transpose();
    let moves = request.moves.into_iter().map(|it| RepairMove {
        appointment: it.appointment,
        seen: it.version,
        handle: it.handle,
    });
    let wanted = closure.map(|closure| app::RepairRequest { closure, moves: moves.collect() });
    let result = wanted.map_err(Into::into).and_then(|it| app::repair(desk, signed_in.person, &it));
    let configuration = desk.configuration()?;
    signed_in.undoable(result.map(|Done { value, op }| {
        announce(call, &configuration.setup, &value);
        Done { value: shape::repaired(&value), op }
    }))
}

fn announce(call: &Call<'_>, setup: &Setup, done: &Repaired) {
    announce_visits(call, setup, done.moved.iter().flat_map(|it| [&it.before, &it.now]));
    if let Some(blocked) = &done.blocked {
        announce_block(call, setup, blocked);
    }
}
