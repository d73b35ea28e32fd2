//! The day's visits as they stand on the printed sheet, and what was typed in of it.

use crate::{
    close_day::typed_by,
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    arbitration::permitted,
    day_close::{CLOSED_WITHIN_DAYS, DayClose},
    id::{LocationId, PersonId},
    organization::Location,
    people::Permission,
    refusal::Missing,
    time::{Instant, local_day},
};
use desk_cache::{mirror::FullRow, store::Marks};
use std::sync::Arc;

pub struct PaperDay {
    pub location: Location,
    pub date: NaiveDate,
    /// The days of which something may still be typed in.
    pub first: NaiveDate,
    pub today: NaiveDate,
    pub now: Instant,
    /// By time; the cancelled ones too.
    pub visits: Vec<FullRow>,
    /// Who typed in how much of it, the most first.
    pub typed: Vec<(PersonId, usize)>,
    pub signed: Option<DayClose>,
    pub marks: Arc<Marks>,
}

/// A look at a list.
pub fn paper_day(
    desk: &FrontDesk,
    who: PersonId,
    location: LocationId,
    date: Option<NaiveDate>,
) -> AppResult<PaperDay> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    let day = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let location = found(configuration.setup.location(location), Missing::Location)?.clone();
        let today = now.local_date(location.zone);
        let first = today - Days::new(CLOSED_WITHIN_DAYS);
        // Of a day that is to come nothing stands on paper yet.
        let date = date.unwrap_or(today).clamp(first, today);
        let mut visits = reader.day_in_full(location.id, local_day(location.zone, date))?;
        visits.retain(|it| it.row.visit.start().local_date(location.zone) == date);
        Ok(PaperDay {
            first,
            typed: typed_by(&visits),
            signed: reader.day_close(location.id, date)?.filter(|it| it.is_active),
            marks: desk.marks(reader)?,
            location,
            date,
            today,
            now,
            visits,
        })
    })?;
    let list = List::of_day("view_paper_day", ("location", day.location.id.0), day.date);
    desk.lookups.list_shown(desk, who, list)?;
    Ok(day)
}
