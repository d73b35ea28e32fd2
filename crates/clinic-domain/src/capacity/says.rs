//! What a single visit says to a metric: the one predicate that counts it, and that finds it again behind the number.

use super::{Asked, Evidence, Metric, VisitFacts};
use crate::{appointment::AppointmentStatus as S, time::Instant};

/// The metrics that are counted visit by visit.
pub(super) const BY_VISIT: &[Metric] = &[
    Metric::Overbooked,
    Metric::NoShowRate,
    Metric::LateCancelRate,
    Metric::LeadTime,
    Metric::BumpRate,
    Metric::SameDayVisits,
    Metric::Orphaned,
    Metric::Continuity,
    Metric::ArriveToRoom,
    Metric::RoomToProvider,
    Metric::ProviderTime,
    Metric::VisitCycle,
    Metric::Visits,
    Metric::AppointmentsToday,
    Metric::CompletionRate,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// It is none of those that the metric is about.
    Nothing,
    /// It is, but what is asked of it was not written down.
    NotRecorded,
    /// It is in the whole and not in the part.
    Rest,
    /// It is in both.
    Part,
    /// It is one of a spread or a sum.
    Value(i64),
}

impl Says {
    fn share(is_of_whole: bool, is_part: bool) -> Says {
        match (is_of_whole, is_part) {
            (false, _) => Says::Nothing,
            (true, false) => Says::Rest,
            (true, true) => Says::Part,
        }
    }

    fn minutes(from: Option<Instant>, to: Option<Instant>) -> Says {
        match (from, to) {
            // A step that was written before the one before it says nothing.
            (Some(from), Some(to)) if from <= to => Says::Value((to.0 - from.0) / 60),
            _ => Says::NotRecorded,
        }
    }
}

/// Of a visit of the asked days. The figures of time, [`takes_time`], are of what lies in open hours.
pub(super) fn says(metric: Metric, it: &VisitFacts, asked: &Asked, of: &Evidence<'_>) -> Says {
    let attended = &it.attended;
    match metric {
        Metric::Visits => Says::share(it.status.is_on_the_day(), true),
        Metric::AppointmentsToday => Says::share(it.status.is_on_the_day() && it.day == asked.today, true),
        Metric::Overbooked => match it.lane {
            1.. if it.status.is_on_the_day() => Says::Value(it.own().minutes()),
            _ => Says::Nothing,
        },
        Metric::NoShowRate => {
            Says::share(!it.is_walk_in && has_come_or_missed(it.status), it.status == S::NoShow)
        }
        Metric::LateCancelRate => {
            Says::share(!it.is_walk_in && is_settled(it.status), is_late_by_patient(it))
        }
        Metric::BumpRate => Says::share(!it.is_walk_in && is_scheduled(it.status), is_bumped(it)),
        Metric::CompletionRate => Says::share(is_settled(it.status), it.status == S::Fulfilled),
        Metric::LeadTime => match it.booked_on {
            _ if !it.status.is_on_the_day() || it.is_walk_in || it.is_of_series => Says::Nothing,
            Some(booked_on) => Says::Value((it.day - booked_on).num_days().max(0)),
            None => Says::NotRecorded,
        },
        Metric::SameDayVisits => match it.booked_on {
            _ if !it.status.is_on_the_day() => Says::Nothing,
            _ if it.is_walk_in => Says::Part,
            Some(booked_on) => Says::share(true, booked_on == it.day),
            None => Says::NotRecorded,
        },
        Metric::Orphaned => {
            let is_orphan = || of.orphans.is_some_and(|all| all.contains(&it.appointment));
            Says::share(it.status.is_live() && is_orphan(), true)
        }
        Metric::Continuity if it.status.is_seen() => {
            of.own_providers.is_own(it).map_or(Says::NotRecorded, |is_own| Says::share(true, is_own))
        }
        Metric::ArriveToRoom | Metric::RoomToProvider | Metric::ProviderTime | Metric::VisitCycle
            if !it.status.is_seen() =>
        {
            Says::Nothing
        }
        Metric::ArriveToRoom => Says::minutes(attended.arrived_at, attended.roomed_at),
        Metric::RoomToProvider => Says::minutes(attended.roomed_at, attended.with_provider_at),
        Metric::ProviderTime => Says::minutes(attended.with_provider_at, attended.out_at),
        Metric::VisitCycle => Says::minutes(attended.arrived_at, attended.out_at),
        _ => Says::Nothing,
    }
}

/// Whether it takes its provider's time: booked, whatever became of it, and not given back.
pub(super) fn takes_time(it: &VisitFacts) -> bool {
    it.status.is_on_the_day()
}

/// Whether it takes time as the metric counts it.
pub(super) fn takes_time_for(metric: Metric, it: &VisitFacts) -> bool {
    match metric {
        Metric::Utilisation | Metric::UnfilledCapacity => takes_time(it),
        Metric::CompletedUtilisation => it.status == S::Fulfilled,
        Metric::FillRate => takes_time(it) && it.lane == 0,
        _ => false,
    }
}

/// Whether it was ever booked for its day.
fn is_scheduled(status: S) -> bool {
    !matches!(status, S::Proposed | S::Waitlist | S::EnteredInError)
}

/// Whether it stood when its time came, and it is known whether the patient did.
fn has_come_or_missed(status: S) -> bool {
    status.is_seen() || matches!(status, S::NoShow | S::LeftWithoutBeingSeen)
}

/// Whether nothing will become of it any more.
fn is_settled(status: S) -> bool {
    status == S::Fulfilled || status.is_lost()
}

fn is_late_by_patient(it: &VisitFacts) -> bool {
    it.status == S::LateCancel && it.called_off.is_none_or(|called| !called.by_clinic)
}

fn is_bumped(it: &VisitFacts) -> bool {
    it.bumps > 0 || it.called_off.is_some_and(|called| called.by_clinic)
}
