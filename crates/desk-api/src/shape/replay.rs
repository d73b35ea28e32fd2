//! A replayed year as the window shows it.

use super::{offer::resource_name, time::date_text};
use crate::dto::replay::{ReplayLimitView, ReplayRowView, ReplaySpreadView, ReplayView, ReplayedMinutesView};
use clinic_domain::{
    capacity::twin::{Limit, Row, Spread},
    setup::Setup,
};
use desk_app::capacity::replay::Replayed;

pub fn view(setup: &Setup, it: &Replayed) -> ReplayView {
    ReplayView {
        provider: it.provider,
        provider_name: resource_name(setup, it.provider),
        first_day: date_text(*it.days.start()),
        last_day: date_text(*it.days.end()),
        runs: it.report.runs,
        open_minutes: ReplayedMinutesView { before: it.open_minutes.before, after: it.open_minutes.after },
        rows: it.report.rows.iter().map(row).collect(),
        limits: it.report.limits.iter().map(limit).collect(),
    }
}

fn row(it: &Row) -> ReplayRowView {
    ReplayRowView {
        measure: it.measure,
        really: it.really,
        before: it.actual.map(spread),
        after: it.proposed.map(spread),
        difference: it.difference.map(spread),
        is_clear: it.is_clear(),
    }
}

fn spread(it: Spread) -> ReplaySpreadView {
    ReplaySpreadView { p5: it.p5, median: it.median, p95: it.p95 }
}

fn limit(it: &Limit) -> ReplayLimitView {
    use ReplayLimitView as V;
    match *it {
        Limit::UnmetDemand => V::UnmetDemand,
        Limit::BehaviourWithAccess => V::BehaviourWithAccess,
        Limit::Wishes => V::Wishes,
        Limit::SimplerThanTheBook => V::SimplerThanTheBook,
        Limit::PastHours { outside_hours, visits } => V::PastHours { visits: outside_hours, of: visits },
        Limit::FewVisits { visits } => V::FewVisits { visits },
        Limit::WithoutBookingTime { visits, of } => V::WithoutBookingTime { visits, of },
        Limit::Overbooks { visits, of } => V::Overbooks { visits, of },
        Limit::WithoutOutcome { visits, of } => V::WithoutOutcome { visits, of },
        Limit::WithoutTimes { visits, of } => V::WithoutTimes { visits, of },
        Limit::WithoutArrival { visits, of } => V::WithoutArrival { visits, of },
        Limit::LeftOut { visits } => V::LeftOut { visits },
    }
}
