//! Day repair: what closes, and every move that a person took from the plan, as one act. All of it is written, or nothing.

use crate::{
    acts::{Done, seen},
    block_time,
    error::{AppError, AppResult, found},
    front_desk::FrontDesk,
    reschedule::{Moved, moved},
};
use clinic_domain::{
    appointment::Requester,
    arbitration::Refused,
    id::{AppointmentId, PersonId, Version},
    operation::OperationBody,
    refusal::{Missing, Refusal},
    schedule::ScheduleException,
    time::Instant,
};

pub struct RepairRequest {
    /// What closes with it; nothing where somebody only runs late.
    pub closure: Option<ScheduleException>,
    pub moves: Vec<RepairMove>,
}

pub struct RepairMove {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub handle: String,
}

pub struct Repaired {
    /// With the visits that stay inside.
    pub blocked: Option<block_time::Blocked>,
    pub moved: Vec<Moved>,
}

/// Each move is checked again inside the transaction, on everything that was decided before it. The patients do not know
/// yet: they stand on the list of those to tell.
pub fn repair(desk: &FrontDesk, who: PersonId, request: &RepairRequest) -> AppResult<Done<Repaired>> {
    let RepairRequest { closure, moves } = request;
    if closure.is_none() && moves.is_empty() {
        return Err(Refusal::NotFound { what: Missing::Offer }.into());
    }
    let opened = moves.iter().map(|it| Ok((it, found(desk.seal.open(&it.handle), Missing::Offer)?)));
    let opened = opened.collect::<AppResult<Vec<_>>>()?;
    desk.write(who, "repair", |acts| {
        let mut blocked = closure.as_ref().map(|it| block_time::decide(acts, it)).transpose()?;
        let mut taken = Vec::new();
        for (wanted, slot) in opened {
            let start = slot.visit.start();
            let body = OperationBody::Reschedule {
                appointment: wanted.appointment,
                slot,
                overbook_reason: None,
                requested_by: Requester::Clinic,
                series: None,
            };
            let act = acts.decide(body, seen(wanted.seen)).map_err(|it| overtaken(it, start))?;
            taken.push(moved(act)?);
        }
        if let Some(blocked) = &mut blocked {
            blocked.affected.retain(|row| taken.iter().all(|it: &Moved| it.now.id != row.id));
        }
        Ok(Repaired { blocked, moved: taken })
    })
}

/// The book is not any more what the plan was made on.
pub(crate) fn overtaken(error: AppError, start: Instant) -> AppError {
    match error {
        AppError::Refused(Refused(mut reasons)) => {
            reasons.insert(0, Refusal::PlanOvertaken { start });
            AppError::Refused(Refused(reasons))
        }
        error => error,
    }
}
