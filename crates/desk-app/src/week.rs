//! Seven days of one resource: the board's own days, with the resource as their only column.

use crate::{
    day::{DayBoard, columns},
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
    holds::kept,
};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use clinic_domain::{
    arbitration::permitted,
    availability::Book,
    id::{PersonId, ResourceId},
    people::Permission,
    refusal::Missing,
    time::{Period, local_day},
};
use std::sync::Arc;

pub struct WeekRequest {
    pub resource: ResourceId,
    /// A day of the wanted week; today at the resource's location when absent.
    pub date: Option<NaiveDate>,
    pub first_day: Weekday,
}

pub struct Week {
    pub resource: ResourceId,
    /// In order.
    pub days: Vec<DayBoard>,
}

/// Two statements, however much is booked.
pub fn week(desk: &FrontDesk, who: PersonId, request: &WeekRequest) -> AppResult<Week> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    let (first, days) = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let resource = found(setup.resource(request.resource), Missing::Resource)?;
        let location = found(setup.location(resource.location), Missing::Location)?;
        let first =
            first_of_week(request.date.unwrap_or_else(|| now.local_date(location.zone)), request.first_day);
        let day_of = |date| local_day(location.zone, date);
        let last = day_of(first + Days::new(6));
        let whole = Period::new(day_of(first).start(), last.end()).unwrap_or(last);
        let book: Book =
            reader.busy(&setup.with_same_persons(vec![resource.id]), whole, now)?.into_iter().collect();
        let visits = reader.visits_with(resource.id, location.id, whole)?;
        let marks = desk.marks(reader)?;
        let board = |date| {
            let day = day_of(date);
            let columns = columns(setup, &[resource], &book, day, now);
            let visits = visits.iter().filter(|it| it.visit.overlaps(&day)).cloned().collect();
            let mut holds = kept(desk, reader, location.id, day, now)?;
            holds.retain(|it| it.hold.slot.allocations.iter().any(|it| it.resource == resource.id));
            Ok(DayBoard {
                location: location.clone(),
                date,
                now,
                day,
                columns,
                visits,
                holds,
                marks: Arc::clone(&marks),
            })
        };
        Ok((first, first.iter_days().take(7).map(board).collect::<AppResult<_>>()?))
    })?;
    let list = List::of_day("view_week", ("resource", request.resource.0), first);
    desk.lookups.list_shown(desk, who, list)?;
    Ok(Week { resource: request.resource, days })
}

fn first_of_week(date: NaiveDate, first_day: Weekday) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().days_since(first_day)))
}
