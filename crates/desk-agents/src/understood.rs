//! What was understood of a line, for the person who typed it to compare.

use crate::{
    conversation::Task,
    heard::{Heard, Lists},
};
use chrono::{NaiveDate, NaiveTime};
use clinic_domain::id::{AppointmentTypeId, ResourceId};
use clinic_language::intent::Intent;

pub struct Understood {
    /// None where nothing is to be done; a question is told apart by `is_question`.
    pub task: Option<Task>,
    pub is_question: bool,
    /// Words that may be somebody's name, as they were typed.
    pub patient: Option<String>,
    pub providers: Vec<ResourceId>,
    pub types: Vec<AppointmentTypeId>,
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The end is none for a time. What was said without an end, or a beginning, has that of the clinic's hours.
    pub times: Option<(NaiveTime, Option<NaiveTime>)>,
}

impl Understood {
    pub(crate) fn of(heard: &Heard, task: Option<Task>, lists: &Lists) -> Understood {
        let between = heard.when.between.map(|it| lists.within_hours(it));
        Understood {
            task,
            is_question: task.is_none() && heard.intent() == Intent::HealthcareFaq,
            patient: heard.people.first().cloned().filter(|_| task.is_some_and(Task::needs_patient)),
            providers: heard.providers.iter().filter_map(|it| it.1.first().copied()).collect(),
            types: heard.types.clone(),
            days: heard.when.days,
            times: match (heard.when.at, between) {
                (Some(at), _) => Some((at, None)),
                (None, between) => between.map(|(from, to)| (from, Some(to))),
            },
        }
    }
}
