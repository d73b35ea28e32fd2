//! The metrics again, slowly: every minute, every slot and every visit is looked at by itself, and statuses are spelled
//! out.

use clinic_domain::{
    appointment::AppointmentStatus::{self, *},
    capacity::{Asked, Evidence, Figure, Metric, OpenDay, Released, VisitFacts, Why},
    time::{Instant, Period},
};

type FromTo = (Option<Instant>, Option<Instant>);

pub fn expected(metric: Metric, asked: &Asked, of: &Evidence<'_>) -> Figure {
    let visits = || of.visits.iter().filter(|it| is_asked(asked, it));
    let share = |whole: &dyn Fn(&VisitFacts) -> bool, part: &dyn Fn(&VisitFacts) -> bool| {
        let all: Vec<_> = visits().filter(|it| whole(it)).collect();
        ratio(all.iter().filter(|it| part(it)).count(), all.len(), Why::Nothing)
    };
    let steps = |read: &dyn Fn(&VisitFacts) -> FromTo| {
        let seen: Vec<_> = visits().filter(|it| came(it.status)).map(read).collect();
        let why = if seen.is_empty() { Why::Nothing } else { Why::NotRecorded };
        let both = seen.iter().filter_map(|it| Some(it.1?.0 - it.0?.0)).filter(|it| *it >= 0);
        ranked(both.map(|it| it / 60).collect(), why)
    };
    let judged = || releases(asked, of);
    match metric {
        Metric::Visits => Figure::Amount(visits().filter(|it| stands(it.status)).count() as u64),
        Metric::AppointmentsToday if !asked.days.contains(&asked.today) => {
            Figure::Unknown(Why::TodayNotAsked)
        }
        Metric::AppointmentsToday => {
            let today = visits().filter(|it| stands(it.status) && it.day == asked.today);
            Figure::Amount(today.count() as u64)
        }
        Metric::Overbooked => Figure::Amount(
            visits()
                .filter(|it| stands(it.status) && it.lane != 0)
                .map(|it| minutes(own(it)).count() as u64)
                .sum(),
        ),
        Metric::NoShowRate => share(
            &|it| !it.is_walk_in && (came(it.status) || [NoShow, LeftWithoutBeingSeen].contains(&it.status)),
            &|it| it.status == NoShow,
        ),
        Metric::LateCancelRate => share(&|it| !it.is_walk_in && ended(it.status), &|it| {
            it.status == LateCancel && !it.called_off.is_some_and(|it| it.by_clinic)
        }),
        Metric::CompletionRate => share(&|it| ended(it.status), &|it| it.status == Fulfilled),
        Metric::BumpRate => {
            share(&|it| !it.is_walk_in && ![Proposed, Waitlist, EnteredInError].contains(&it.status), &|it| {
                it.bumps > 0 || it.called_off.is_some_and(|it| it.by_clinic)
            })
        }
        Metric::LeadTime | Metric::SameDayVisits | Metric::Orphaned | Metric::Continuity => {
            of_what_is_written_elsewhere(metric, asked, of)
        }
        Metric::ArriveToRoom => steps(&|it| (it.attended.arrived_at, it.attended.roomed_at)),
        Metric::RoomToProvider => steps(&|it| (it.attended.roomed_at, it.attended.with_provider_at)),
        Metric::ProviderTime => steps(&|it| (it.attended.with_provider_at, it.attended.out_at)),
        Metric::VisitCycle => steps(&|it| (it.attended.arrived_at, it.attended.out_at)),
        Metric::BackfillRate => {
            let filled = judged().filter(|it| filled_at(it, of).is_some()).count();
            ratio(filled, judged().count(), Why::NothingReleased)
        }
        Metric::TimeToFill => {
            let why = if judged().count() == 0 { Why::NothingReleased } else { Why::Nothing };
            let all = judged().filter_map(|it| Some((filled_at(it, of)?.0 - it.at.0) / 60));
            ranked(all.collect(), why)
        }
        Metric::Utilisation | Metric::CompletedUtilisation | Metric::UnfilledCapacity => {
            of_minutes(metric, asked, of)
        }
        Metric::FillRate => of_slots(asked, of),
        Metric::SameDayAccess => Figure::Unknown(Why::RequestsNotLogged),
        _ => Figure::Unknown(Why::NotLookedUp),
    }
}

/// Some visits do not say it.
fn of_what_is_written_elsewhere(metric: Metric, asked: &Asked, of: &Evidence<'_>) -> Figure {
    let visits = || of.visits.iter().filter(|it| is_asked(asked, it));
    match metric {
        Metric::LeadTime => {
            let all: Vec<_> =
                visits().filter(|it| stands(it.status) && !it.is_walk_in && !it.is_of_series).collect();
            let days = all.iter().filter_map(|it| Some((it.day - it.booked_on?).num_days())).collect();
            ranked(days, if all.is_empty() { Why::Nothing } else { Why::NotRecorded })
        }
        Metric::SameDayVisits => {
            let known = |it: &VisitFacts| it.is_walk_in || it.booked_on.is_some();
            let is_any = visits().any(|it| stands(it.status));
            let why = if is_any { Why::NotRecorded } else { Why::Nothing };
            let all: Vec<_> = visits().filter(|it| stands(it.status) && known(it)).collect();
            let part = all.iter().filter(|it| it.is_walk_in || it.booked_on == Some(it.day)).count();
            ratio(part, all.len(), why)
        }
        Metric::Orphaned => {
            let live = |it: &&VisitFacts| stands(it.status) && !over(it.status);
            let orphans = of.orphans.unwrap();
            let all = visits().filter(live).filter(|it| orphans.contains(&it.appointment));
            Figure::Amount(all.count() as u64)
        }
        Metric::Continuity => {
            let why = if visits().any(|it| came(it.status)) { Why::NotRecorded } else { Why::Nothing };
            let seen = visits().filter(|it| came(it.status));
            let own: Vec<bool> = seen.filter_map(|it| of.own_providers.is_own(it)).collect();
            ratio(own.iter().filter(|it| **it).count(), own.len(), why)
        }
        _ => unreachable!("{metric} is counted above"),
    }
}

pub fn is_asked(asked: &Asked, it: &VisitFacts) -> bool {
    asked.days.contains(&it.day)
        && asked.scope.location.is_none_or(|id| id == it.location)
        && asked.scope.appointment_type.is_none_or(|id| id == it.appointment_type)
        && (asked.scope.provider.is_none() || asked.scope.provider == it.provider)
}

fn stands(status: AppointmentStatus) -> bool {
    [Pending, Booked, NoShow, LeftWithoutBeingSeen].contains(&status) || came(status)
}

fn came(status: AppointmentStatus) -> bool {
    [Arrived, CheckedIn, Roomed, WithProvider, Fulfilled].contains(&status)
}

fn over(status: AppointmentStatus) -> bool {
    [Fulfilled, NoShow, LeftWithoutBeingSeen].contains(&status)
}

fn ended(status: AppointmentStatus) -> bool {
    over(status) || [Cancelled, LateCancel].contains(&status)
}

fn own(it: &VisitFacts) -> Period {
    it.taken.intersection(&it.visit).unwrap_or(it.visit)
}

fn minutes(it: Period) -> impl Iterator<Item = i64> {
    (it.start().0..it.end().0).step_by(60)
}

fn has(it: Period, moment: i64) -> bool {
    (it.start().0..it.end().0).contains(&moment)
}

fn ratio(part: usize, whole: usize, why: Why) -> Figure {
    match whole {
        0 => Figure::Unknown(why),
        _ => Figure::Share { part: part as u64, whole: whole as u64 },
    }
}

fn ranked(mut values: Vec<i64>, why: Why) -> Figure {
    values.sort_unstable();
    let of = values.len();
    let reached = |tenths: usize| {
        let enough = |it: &&i64| values.iter().filter(|other| other <= it).count() * 10 >= of * tenths;
        values.iter().find(enough).copied()
    };
    match (reached(5), reached(9)) {
        (Some(median), Some(p90)) => Figure::Spread { median, p90, of: of as u64 },
        _ => Figure::Unknown(why),
    }
}

pub fn sessions<'a>(asked: &'a Asked, of: &Evidence<'a>) -> impl Iterator<Item = (&'a OpenDay, Period)> {
    let here = |it: &&OpenDay| {
        asked.days.contains(&it.day)
            && asked.scope.location.is_none_or(|id| id == it.location)
            && asked.scope.provider.is_none_or(|id| id == it.provider)
    };
    of.open.iter().filter(here).flat_map(|day| day.open.iter().map(move |open| (day, *open)))
}

pub fn is_of_type(asked: &Asked, it: &VisitFacts) -> bool {
    asked.scope.appointment_type.is_none_or(|id| id == it.appointment_type)
}

fn of_minutes(metric: Metric, asked: &Asked, of: &Evidence<'_>) -> Figure {
    let (mut part, mut whole) = (0, 0);
    for (day, open) in sessions(asked, of) {
        if metric == Metric::UnfilledCapacity && open.end() > asked.now {
            continue;
        }
        for minute in minutes(open) {
            let mut there = of.visits.iter().filter(|it| it.provider == Some(day.provider));
            let counts = match metric {
                Metric::UnfilledCapacity => !there.any(|it| stands(it.status) && has(it.taken, minute)),
                Metric::CompletedUtilisation => {
                    there.any(|it| it.status == Fulfilled && is_of_type(asked, it) && has(own(it), minute))
                }
                _ => there.any(|it| stands(it.status) && is_of_type(asked, it) && has(own(it), minute)),
            };
            whole += 1;
            part += usize::from(counts);
        }
    }
    ratio(part, whole, Why::NoHours)
}

fn of_slots(asked: &Asked, of: &Evidence<'_>) -> Figure {
    let (mut part, mut whole) = (0, 0);
    for (day, open) in sessions(asked, of) {
        let mut start = open.start();
        while let Some(slot) =
            Period::of_minutes(start, asked.slot_minutes.into()).filter(|it| open.contains(it))
        {
            let mut there = of.visits.iter().filter(|it| it.provider == Some(day.provider));
            whole += 1;
            part += usize::from(there.any(|it| {
                stands(it.status) && it.lane == 0 && is_of_type(asked, it) && own(it).overlaps(&slot)
            }));
            start = slot.end();
        }
    }
    ratio(part, whole, Why::NoHours)
}

fn releases<'a>(asked: &'a Asked, of: &Evidence<'a>) -> impl Iterator<Item = &'a Released> {
    of.released.iter().filter(|it| {
        asked.days.contains(&it.day)
            && it.during.start() <= asked.now
            && asked.scope.location.is_none_or(|id| id == it.location)
            && asked.scope.provider.is_none_or(|id| id == it.provider)
            && asked.scope.appointment_type.is_none_or(|id| id == it.appointment_type)
    })
}

fn filled_at(released: &Released, of: &Evidence<'_>) -> Option<Instant> {
    let later = |it: &&VisitFacts| {
        it.placed_at.is_some_and(|at| {
            at < released.during.start()
                && (at > released.at || (at == released.at && it.appointment != released.appointment))
        })
    };
    let visits = of.visits.iter().filter(|it| it.provider == Some(released.provider) && stands(it.status));
    let placed: Vec<_> = visits.filter(later).filter(|it| it.visit.overlaps(&released.during)).collect();
    let filled = minutes(released.during).filter(|minute| placed.iter().any(|it| has(it.visit, *minute)));
    let is_half = filled.count() * 2 >= minutes(released.during).count();
    placed.iter().filter_map(|it| it.placed_at).min().filter(|_| is_half)
}
