//! A repair plan in words: each visit as it stands, what becomes of it, and why.

use super::{
    offer::{self, provider_and_rest, resource_name},
    time::date_text,
    visit::{Board, resources_of},
};
use crate::{
    dto::{
        preferences::Language,
        refusal::RefusalView,
        repair::{RepairOutcomeView, RepairPlaceView, RepairStepView, RepairView, RepairedView},
    },
    words::Wording,
};
use clinic_domain::{
    availability::{Offer, Place, StepOutcome, Unplaced},
    people::Person,
};
use desk_app::{
    propose_repair::{Planned, ProposedRepair},
    repair::Repaired,
};

#[must_use]
pub fn view(language: Language, people: &[Person], plan: &ProposedRepair) -> RepairView {
    let with = Wording { language, setup: &plan.setup, people, zone: plan.zone };
    RepairView {
        location: plan.location,
        steps: plan.visits.iter().map(|it| step(&with, plan, it)).collect(),
    }
}

#[must_use]
pub fn repaired(it: &Repaired) -> RepairedView {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    RepairedView {
        exception: it.blocked.as_ref().map(|it| it.exception.id),
        moved: small(it.moved.len()),
        left: small(it.blocked.as_ref().map_or(0, |it| it.affected.len())),
    }
}

fn step(with: &Wording<'_>, plan: &ProposedRepair, it: &Planned) -> RepairStepView {
    let start = it.row.visit.start();
    let provider = provider_and_rest(with.setup, &resources_of(&it.row.allocations)).0;
    let mut handles = it.handles.iter();
    let mut place = |place: &Place| {
        let handle = handles.next().cloned().unwrap_or_default();
        let later = (place.slot.visit.start().0 - start.0) / 60;
        RepairPlaceView {
            offer: offer::view(with, handle, &Offer::of(place.slot.clone())),
            nearness: place.nearness,
            label: with.language.repair_place(place.nearness, later),
            not_that_day: place.not_that_day.as_ref().map_or_else(Vec::new, |it| reasons(with, it)),
        }
    };
    RepairStepView {
        date: date_text(start.local_date(with.zone)),
        visit: Board::of_visit(with.setup, with.zone, start, plan.now).visit(&it.row),
        provider_name: provider.map_or_else(String::new, |id| resource_name(with.setup, id)),
        marks: it.step.marks.clone(),
        outcome: match &it.step.outcome {
            StepOutcome::Wait { minutes } => RepairOutcomeView::Wait { minutes: *minutes },
            StepOutcome::Move(it) => RepairOutcomeView::Move { place: Box::new(place(it)) },
            StepOutcome::Nothing(it) => RepairOutcomeView::Nothing { reasons: reasons(with, it) },
        },
        instead: it.step.instead.iter().map(place).collect(),
    }
}

fn reasons(with: &Wording<'_>, why: &Unplaced) -> Vec<RefusalView> {
    match why {
        Err(refusal) => vec![with.view(refusal)],
        Ok(obstacles) => {
            let view = |code: &str, sentence| RefusalView { code: code.to_owned(), sentence, field: None };
            obstacles.iter().map(|it| view(it.cause.code(), with.language.obstacle(it, with))).collect()
        }
    }
}
