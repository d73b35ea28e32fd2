//! Rows of the work lists: the visit as the board shows it, and how to reach the patient.

use super::{
    appointment::attendance_view, call::calls_view, offer::resource_name, patient::phone_views,
    time::date_text, visit::Board,
};
use crate::dto::{
    paper::TypedByView,
    worklist::{
        AttemptView, ContactView, DayNumbersView, OpenDayView, OpenVisitView, SignatureView, ToComeCount,
        ToldView, UnclosedDayView, WorkCount, WorkView, WorklistView,
    },
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Allocation,
    day_close::{DayClose, DayNumbers},
    id::PersonId,
    patient::Patient,
    setup::Setup,
    time::local_day,
    worklist::{ToComeList, WorkList, untold_move},
};
use desk_app::{
    close_day::OpenDay,
    front_desk::Configuration,
    worklist::{Work, WorkRow},
};

#[must_use]
pub fn view(configuration: &Configuration, list: WorkList, work: &Work) -> WorklistView {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let counts = work.counts.iter().map(|(list, visits)| WorkCount { list: *list, visits: small(*visits) });
    WorklistView {
        location: work.location.id,
        list,
        date: date_text(work.date),
        counts: counts.collect(),
        unclosed: work
            .unclosed
            .iter()
            .map(|it| UnclosedDayView { date: date_text(it.date), open: small(it.open) })
            .collect(),
        to_come: vec![
            ToComeCount { list: ToComeList::Waitlist, patients: work.to_come.waiting },
            ToComeCount { list: ToComeList::Recalls, patients: work.to_come.recalls },
        ],
        rows: work.rows.iter().map(|it| row(configuration, work, it)).collect(),
    }
}

pub(super) fn provider_name(setup: &Setup, allocations: &[Allocation]) -> String {
    setup.own_provider(allocations).map_or_else(String::new, |id| resource_name(setup, id))
}

fn row(configuration: &Configuration, work: &Work, it: &WorkRow) -> WorkView {
    let WorkRow { full, since, calls } = it;
    let (setup, zone) = (&configuration.setup, work.location.zone);
    let start = full.row.visit.start();
    let attempt = full.confirmation_stamp.map(|it| AttemptView {
        wall_at: it.at.wall_text(zone),
        by: configuration.person(it.by).map_or_else(String::new, |it| it.name.clone()),
        channel: it.channel,
        state: full.row.confirmation,
    });
    WorkView {
        date: date_text(start.local_date(zone)),
        provider_name: provider_name(setup, &full.row.allocations),
        minutes: since.and_then(|it| u32::try_from((work.now.0 - it.0) / 60).ok()),
        visit: Board::of_visit(setup, zone, start, work.now).marked(&work.marks).visit(&full.row),
        told: untold_move(&full.history).map(|(from, allocations)| ToldView {
            wall_start: from.start().wall_text(zone),
            provider_name: provider_name(setup, allocations),
        }),
        attendance: attendance_view(setup, &full.attendance),
        calls: calls.map(|it| calls_view(&configuration.people, zone, work.now, it)),
        contact: full.patient.as_ref().map(|it| contact(it, attempt)),
    }
}

fn contact(patient: &Patient, last_attempt: Option<AttemptView>) -> ContactView {
    ContactView {
        preference: patient.contact_preference,
        phones: phone_views(patient),
        email: patient.email.expose().to_owned(),
        language: patient.language.clone(),
        may_be_reminded: patient.may_be_reminded,
        last_attempt,
    }
}

#[must_use]
pub fn open_day(configuration: &Configuration, day: &OpenDay) -> OpenDayView {
    let (setup, zone) = (&configuration.setup, day.location.zone);
    let board = Board::of_visit(setup, zone, local_day(zone, day.date).start(), day.now);
    let open = day.open.iter().map(|(full, end)| OpenVisitView {
        visit: board.visit(&full.row),
        provider_name: provider_name(setup, &full.row.allocations),
        end: *end,
    });
    OpenDayView {
        location: day.location.id,
        date: date_text(day.date),
        numbers: numbers(day.numbers),
        open: open.collect(),
        typed: typed_by(configuration, &day.typed),
        signed: day.signed.as_ref().map(|it| signature(configuration, zone, it)),
    }
}

/// Who typed in how much of what was on paper.
#[must_use]
pub fn typed_by(configuration: &Configuration, typed: &[(PersonId, usize)]) -> Vec<TypedByView> {
    let by = |id| configuration.person(id).map_or_else(String::new, |it| it.name.clone());
    let view = |(id, entries): &(PersonId, usize)| TypedByView {
        by: by(*id),
        entries: u32::try_from(*entries).unwrap_or(u32::MAX),
    };
    typed.iter().map(view).collect()
}

#[must_use]
pub fn signature(configuration: &Configuration, zone: Tz, it: &DayClose) -> SignatureView {
    SignatureView {
        wall_at: it.at.wall_text(zone),
        by: configuration.person(it.by).map_or_else(String::new, |it| it.name.clone()),
        numbers: numbers(it.numbers),
    }
}

fn numbers(it: DayNumbers) -> DayNumbersView {
    let DayNumbers { booked, seen, no_shows, left, cancelled, cancelled_late, open, walk_ins, on_paper } = it;
    DayNumbersView { booked, seen, no_shows, left, cancelled, cancelled_late, open, walk_ins, on_paper }
}
