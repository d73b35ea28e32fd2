//! The sheet of a day: its visits, and what was typed in of each.

use super::{
    time::date_text,
    visit::Board,
    worklist::{provider_name, signature, typed_by},
};
use crate::{
    dto::paper::{PaperDayView, PaperEntryView, PaperVisitView},
    words::Wording,
};
use clinic_domain::{appointment::HistoryEntry, time::local_day};
use desk_app::{front_desk::Configuration, paper::PaperDay};
use desk_cache::mirror::FullRow;

#[must_use]
pub fn view(wording: &Wording<'_>, configuration: &Configuration, day: &PaperDay) -> PaperDayView {
    let (setup, zone) = (&configuration.setup, day.location.zone);
    let board = Board::of_visit(setup, zone, local_day(zone, day.date).start(), day.now).marked(&day.marks);
    let entry = |it: &HistoryEntry| PaperEntryView {
        wall_at: it.at.wall_text(zone),
        what: wording.language.happened(&it.what, wording),
    };
    let visit = |it: &FullRow| PaperVisitView {
        visit: board.visit(&it.row),
        provider_name: provider_name(setup, &it.row.allocations),
        typed: it.history.iter().filter(|it| it.stands() && it.is_from_paper()).map(entry).collect(),
    };
    PaperDayView {
        location: day.location.id,
        date: date_text(day.date),
        today: date_text(day.today),
        first_day: date_text(day.first),
        wall_now: board.wall(day.now),
        visits: day.visits.iter().map(visit).collect(),
        typed: typed_by(configuration, &day.typed),
        signed: day.signed.as_ref().map(|it| signature(configuration, zone, it)),
    }
}
