//! Series: what is asked for, what would come of it, and what a visit is part of.

use super::{
    offer::{provider_and_rest, resource_name, view},
    time::{parse_date, parse_weekday},
    visit::resources_of,
};
use crate::{
    dto::series::{EndingView, OccurrenceView, PatternView, SeriesView, SeriesVisitView, StandingVisitView},
    words::Wording,
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus},
    arbitration::Refused,
    invalid::Field,
    series::{Ending, Pattern},
};
use desk_app::series::{Planned, PlannedFit, Sealed};
use desk_cache::mirror::DayRow;

pub fn pattern(view: &PatternView) -> Result<Pattern, Refused> {
    Ok(match view {
        PatternView::Weekly { every_n_weeks, weekdays } => {
            let mut days = Vec::new();
            for number in weekdays {
                days.push(parse_weekday(Field::Weekdays, *number)?);
            }
            days.sort_unstable_by_key(chrono::Weekday::num_days_from_monday);
            days.dedup();
            Pattern::Weekly { every_n_weeks: small(*every_n_weeks), weekdays: days }
        }
        PatternView::MonthlyByDate { every_n_months, day } => {
            Pattern::MonthlyByDate { every_n_months: small(*every_n_months), day: small(*day) }
        }
        PatternView::MonthlyByWeekday { every_n_months, nth, weekday } => Pattern::MonthlyByWeekday {
            every_n_months: small(*every_n_months),
            nth: *nth,
            weekday: parse_weekday(Field::Weekday, *weekday)?,
        },
    })
}

pub fn ending(view: &EndingView) -> Result<Ending, Refused> {
    Ok(match view {
        EndingView::After { count } => Ending::After { count: u16::try_from(*count).unwrap_or(u16::MAX) },
        EndingView::Until { day } => Ending::Until { day: parse_date(Field::Until, day)? },
    })
}

/// What is too large to be right stays too large.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

#[must_use]
pub fn occurrence(wording: &Wording<'_>, planned: Planned, moves: Option<&DayRow>) -> OccurrenceView {
    let moves = moves.map(|it| StandingVisitView {
        appointment: it.id,
        version: it.version,
        wall_start: it.wall_start.clone(),
    });
    let offer = |it: Sealed| view(wording, it.handle, &it.offer);
    let wall_start = planned.start.wall_text(wording.zone);
    match planned.fit {
        PlannedFit::Fits(it) => OccurrenceView {
            moves,
            wall_start,
            fits: Some(offer(it)),
            reasons: Vec::new(),
            alternatives: Vec::new(),
        },
        PlannedFit::Not { reasons, alternatives } => OccurrenceView {
            moves,
            wall_start,
            fits: None,
            reasons: wording.views(&Refused(reasons)),
            alternatives: alternatives.into_iter().map(offer).collect(),
        },
    }
}

/// What was taken back never was one of them.
#[must_use]
pub fn series(wording: &Wording<'_>, of: &Appointment, rows: &[DayRow]) -> Option<SeriesView> {
    let pattern = of.series.as_ref()?.pattern.as_ref();
    let counts = |it: &&DayRow| it.id == of.id || it.status != AppointmentStatus::EnteredInError;
    let visits: Vec<SeriesVisitView> = rows.iter().filter(counts).map(|it| visit(wording, it)).collect();
    let place = visits.iter().position(|it| it.appointment == of.id)?;
    Some(SeriesView {
        rhythm: pattern.map(|it| wording.language.rhythm(it)),
        number: u32::try_from(place + 1).ok()?,
        visits,
    })
}

fn visit(wording: &Wording<'_>, row: &DayRow) -> SeriesVisitView {
    let (provider, _) = provider_and_rest(wording.setup, &resources_of(&row.allocations));
    let kind = wording.setup.appointment_type(row.appointment_type);
    SeriesVisitView {
        type_name: kind.map_or_else(String::new, |it| it.name.clone()),
        appointment: row.id,
        wall_start: row.wall_start.clone(),
        provider_name: provider.map_or_else(String::new, |id| resource_name(wording.setup, id)),
        status: row.status,
    }
}
