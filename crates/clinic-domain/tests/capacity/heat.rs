//! The days ahead: the engine's free time, and what takes the rest.

use crate::{
    clinic::{Clinic, EVERY_DAY, date},
    practice::{appointment, visit},
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::AppointmentStatus,
    availability::{Book, Busy, Occupant, free_time},
    capacity::{Ahead, Cell, Scope, VisitFacts, heat, open_days},
    hold::Held,
    id::{HoldId, PersonId, ResourceId},
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope},
    time::{DayMinute, Instant, Period, day_of, local_day},
};
use proptest::{collection::vec, prelude::*, sample::select};
use std::{fmt, ops::RangeInclusive};
use uuid::Uuid;

/// The clocks go forward on the Sunday.
const FIRST: &str = "2026-03-05";

struct Days {
    clinic: Clinic,
    visits: Vec<VisitFacts>,
    held: Vec<(ResourceId, Period)>,
    now: Instant,
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let setup = &self.clinic.setup;
        let taken: Vec<_> = self.visits.iter().map(|it| (it.provider, it.taken, it.lane)).collect();
        write!(f, "{:?} {:?} {taken:?} {:?}", setup.templates, setup.exceptions, self.held)
    }
}

impl Days {
    fn asked(&self) -> RangeInclusive<NaiveDate> {
        date(FIRST)..=date(FIRST) + TimeDelta::days(5)
    }

    fn cells(&self, scope: &Scope) -> Vec<Cell> {
        let open = open_days(&self.clinic.setup, self.asked(), self.now);
        let (visits, held) = (&self.visits[..], &self.held[..]);
        let of = Ahead { setup: &self.clinic.setup, visits, open: &open, held, now: self.now };
        heat(scope, &self.asked(), &of)
    }

    /// As a booking does: the visit with its buffers in the book, and its facts.
    fn book(&mut self, who: ResourceId, during: Period, buffers: (i64, i64), lane: u8) {
        let id = 1000 + self.visits.len() as u128;
        let taken =
            Period::new(during.start().plus_minutes(-buffers.0), during.end().plus_minutes(buffers.1))
                .unwrap();
        let by = Occupant::Visit(appointment(id));
        let busy = Busy { during: taken, own: during, lane, appointment_type: self.clinic.visit, by };
        self.clinic.book.insert(who, busy);
        self.visits.push(VisitFacts {
            provider: Some(who),
            location: self.clinic.location,
            appointment_type: self.clinic.visit,
            taken,
            lane,
            status: AppointmentStatus::Booked,
            ..visit(id, during.start().local_date(self.clinic.zone), during)
        });
    }

    fn hold(&mut self, who: ResourceId, during: Period) {
        let number = self.held.len() as u128;
        let held = Held {
            hold: HoldId(Uuid::from_u128(number)),
            patient: None,
            until: Instant(i64::MAX),
            by: PersonId(Uuid::nil()),
        };
        let by = Occupant::Hold(held);
        let busy = Busy { during, own: during, lane: 0, appointment_type: self.clinic.visit, by };
        self.clinic.book.insert(who, busy);
        self.held.push((who, during));
    }
}

fn empty(zone: Tz) -> Days {
    let clinic = Clinic::in_zone(zone);
    let now = local_day(zone, date(FIRST)).start();
    Days { clinic, visits: Vec::new(), held: Vec::new(), now }
}

/// Day, first five minutes, how many.
type Part = (i64, i64, i64);

fn a_part() -> impl Strategy<Value = Part> {
    (-1..7_i64, 0..288_i64, 1..25_i64)
}

prop_compose! {
    fn days()(
        zone in select(vec![chrono_tz::America::New_York, chrono_tz::UTC, chrono_tz::Asia::Kathmandu]),
        hours in vec((0..2_usize, (0..24_u16, 1..24_u16)), 0..4),
        is_always_open in any::<bool>(),
        closed in vec((0..2_usize, 0..6_i64, (0..24_u16, 1..12_u16), any::<bool>()), 0..4),
        booked in vec((0..2_usize, a_part(), (0..3_i64, 0..3_i64), 0..2_u8), 0..25),
        held in vec((0..2_usize, a_part()), 0..4),
        now in (0..6_i64, 0..288_i64),
    ) -> Days {
        let mut days = empty(zone);
        let who = [days.clinic.resource(ResourceKind::Provider), days.clinic.room()];
        days.clinic.setup.resources[1].kind = ResourceKind::Provider;
        let text = |minute: u16| DayMinute(minute.min(1440)).text();
        if is_always_open {
            days.clinic.works(who[0], &EVERY_DAY, "00:00", "24:00");
        }
        for (nth, (from, hours)) in hours {
            days.clinic.works(who[nth], &EVERY_DAY, &text(from * 60), &text((from + hours) * 60));
        }
        for (nth, day, (from, hours), is_extra) in closed {
            let day = (date(FIRST) + TimeDelta::days(day)).to_string();
            let kind = if is_extra { ExceptionKind::ExtraSession } else { ExceptionKind::Block };
            let scope = ExceptionScope::Resource(who[nth]);
            let part = (text(from * 60), text((from + hours) * 60));
            days.clinic.except(scope, kind, (&day, &day), (&part.0, &part.1));
        }
        let start = days.now;
        let part = move |(day, from, fives): Part| {
            let start = start.plus_minutes(day * 24 * 60 + from * 5);
            Period::new(start, start.plus_minutes(fives * 5)).unwrap()
        };
        for (nth, of, buffers, lane) in booked {
            days.book(who[nth], part(of), (buffers.0 * 5, buffers.1 * 5), lane);
        }
        held.into_iter().for_each(|(nth, of)| days.hold(who[nth], part(of)));
        days.now = part((now.0, now.1, 1)).start();
        days
    }
}

proptest! {
    #[test]
    fn what_is_free_is_what_the_engine_gives(days in days()) {
        let Days { clinic, now, .. } = &days;
        for cell in days.cells(&Scope::default()) {
            let day = local_day(clinic.zone, cell.day);
            let left = Period::new(day.start().max(*now), day.end());
            let free = left.map(|left| free_time(&clinic.setup, &clinic.book, cell.provider, left));
            let minutes: i64 = free.iter().flatten().map(Period::minutes).sum();
            prop_assert_eq!((cell.day, cell.free_minutes), (cell.day, minutes));
            let sum = cell.booked_minutes + cell.held_minutes + cell.free_minutes + cell.past_minutes;
            prop_assert_eq!(sum, cell.open_minutes);
        }
    }

    #[test]
    fn every_minute_of_a_day_is_what_it_looks_like(days in days()) {
        let Days { clinic, now, visits, held, .. } = &days;
        for cell in days.cells(&Scope::default()) {
            let day = local_day(clinic.zone, cell.day);
            let empty = Book::default();
            let open = free_time(&clinic.setup, &empty, cell.provider, day);
            let (mut all, mut booked, mut kept, mut past) = (0, 0, 0, 0);
            for minute in open.iter().flat_map(|it| (it.start().0..it.end().0).step_by(60)) {
                let has = |it: Period| it.start().0 <= minute && minute < it.end().0;
                let is_booked = visits.iter().any(|it| it.provider == Some(cell.provider) && has(it.taken));
                let is_held = held.iter().any(|it| it.0 == cell.provider && has(it.1));
                all += 1;
                booked += i64::from(is_booked);
                kept += i64::from(is_held && !is_booked);
                past += i64::from(!is_held && !is_booked && minute < now.0);
            }
            let said = (cell.open_minutes, cell.booked_minutes, cell.held_minutes, cell.past_minutes);
            prop_assert_eq!((cell.day, said), (cell.day, (all, booked, kept, past)));
            prop_assert_eq!(cell.is_closed(), all == 0);
            let scope = Scope::default();
            let begun: Vec<_> = visits.iter().filter(|it| cell.has(&scope, it)).collect();
            let is_begun = |it: &&VisitFacts| {
                it.provider == Some(cell.provider) && day_of(clinic.zone, it.visit.start()) == cell.day
            };
            prop_assert_eq!(begun.len(), visits.iter().filter(is_begun).count());
            prop_assert_eq!(cell.visits as usize, begun.len());
            let over = begun.iter().filter(|it| it.lane > 0).map(|it| it.visit.minutes()).sum::<i64>();
            prop_assert_eq!(cell.overbooked_minutes, over);
        }
    }
}

#[test]
fn a_day_by_hand() {
    let mut days = empty(chrono_tz::America::New_York);
    let chen = days.clinic.provider("09:00", "12:00");
    let at = |days: &Days, from, to| days.clinic.period(&format!("{FIRST}T{from}"), &format!("{FIRST}T{to}"));
    // With ten minutes before and five after: 9:50 to 10:35. The other one sits on top of it.
    let (one, other) = (at(&days, "10:00", "10:30"), at(&days, "10:00", "10:20"));
    days.book(chen, one, (10, 5), 0);
    days.book(chen, other, (0, 0), 1);
    let kept = at(&days, "10:30", "11:00");
    days.hold(chen, kept);
    days.now = days.clinic.at(&format!("{FIRST}T09:20"));
    let cells = days.cells(&Scope::default());
    assert_eq!(cells.len(), 6, "one a day");
    let first = Cell {
        provider: chen,
        location: days.clinic.location,
        day: date(FIRST),
        open_minutes: 180,
        booked_minutes: 45,
        held_minutes: 25,
        free_minutes: 30 + 60,
        past_minutes: 20,
        overbooked_minutes: 20,
        visits: 2,
    };
    assert_eq!(cells[0], first);
    assert_eq!((cells[1].open_minutes, cells[1].free_minutes, cells[1].visits), (180, 180, 0));
}

#[test]
fn a_filter_by_type_leaves_the_time_taken_that_others_take() {
    let mut days = empty(chrono_tz::UTC);
    let chen = days.clinic.provider("09:00", "12:00");
    let during = days.clinic.period("2026-03-05T10:00", "2026-03-05T11:00");
    days.book(chen, during, (0, 0), 0);
    let scope = Scope { appointment_type: Some(days.clinic.a_type(15)), ..Scope::default() };
    let cell = days.cells(&scope)[0];
    assert_eq!((cell.booked_minutes, cell.free_minutes, cell.visits), (60, 120, 0));
    let elsewhere = Scope { provider: Some(crate::practice::provider(77)), ..Scope::default() };
    assert_eq!(days.cells(&elsewhere), []);
}
