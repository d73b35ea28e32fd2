//! All metrics of some days at once: one sweep over the visits, one over the open days, one over what was given back.

use super::{
    Asked, Effort, Evidence, Figure, Measures, Metric, ThirdNext, VisitFacts, Why,
    columns::{Around, Columns},
    refill::{Refill, refills},
    says::{BY_VISIT, Says, says},
    values::Values,
    worked::Worked,
};

/// Every metric of the asked days.
#[must_use]
pub fn measure(asked: &Asked, of: &Evidence<'_>) -> Measures {
    let mut swept = Swept::default();
    swept.add(asked, of, of.visits);
    swept.measures(asked, of)
}

/// What visits say to every metric that is counted by them. They may be swept in parts, in any order: put together, the parts say what
/// one sweep over all of them does.
#[derive(Default)]
pub struct Swept {
    tallies: [Tally; BY_VISIT.len()],
    columns: Columns,
}

impl Swept {
    /// Some of the visits of `of`.
    pub fn add(&mut self, asked: &Asked, of: &Evidence<'_>, visits: &[VisitFacts]) {
        let (place, around) = (asked.scope.of_any_type(), Around::the(&asked.days));
        for it in visits.iter().filter(|it| around.has(it) && place.admits(*it)) {
            self.columns.put(&asked.scope, it);
            if asked.has(it) {
                let tallies = BY_VISIT.iter().zip(&mut self.tallies);
                tallies.for_each(|(metric, tally)| tally.add(says(*metric, it, asked, of)));
            }
        }
    }

    pub fn join(&mut self, other: Swept) {
        self.tallies.iter_mut().zip(&other.tallies).for_each(|(mine, other)| mine.join(other));
        self.columns.join(other.columns);
    }

    /// Every metric, once all visits are swept.
    #[must_use]
    pub fn measures(mut self, asked: &Asked, of: &Evidence<'_>) -> Measures {
        self.columns.sort();
        let Swept { mut tallies, columns } = self;
        let worked = Worked::of_all(asked, of.open, &columns);
        let refills: Vec<Refill<'_>> = refills(asked, &columns, of.released).collect();
        let mut figure = |metric: &Metric| {
            let by_visit = BY_VISIT.iter().position(|it| it == metric);
            let figure = match by_visit {
                Some(_) if *metric == Metric::Orphaned && of.orphans.is_none() => {
                    Figure::Unknown(Why::NotLookedUp)
                }
                Some(_) if *metric == Metric::AppointmentsToday && !asked.days.contains(&asked.today) => {
                    Figure::Unknown(Why::TodayNotAsked)
                }
                Some(at) => std::mem::take(&mut tallies[at]).figure(*metric),
                None => other(*metric, asked, of, &worked, &refills),
            };
            (*metric, figure)
        };
        Measures(Metric::ALL.iter().map(&mut figure).collect())
    }
}

/// What the visits said to a metric.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    part: u64,
    rest: u64,
    values: Values,
    not_recorded: u64,
}

impl Tally {
    pub(super) fn add(&mut self, it: Says) {
        match it {
            Says::Nothing => {}
            Says::NotRecorded => self.not_recorded += 1,
            Says::Rest => self.rest += 1,
            Says::Part => self.part += 1,
            Says::Value(it) => self.values.add(it),
        }
    }

    pub(super) fn join(&mut self, it: &Tally) {
        self.part += it.part;
        self.rest += it.rest;
        self.values.join(&it.values);
        self.not_recorded += it.not_recorded;
    }

    pub(super) fn figure(self, metric: Metric) -> Figure {
        let why = if self.not_recorded > 0 { Why::NotRecorded } else { Why::Nothing };
        match metric {
            Metric::Visits | Metric::AppointmentsToday | Metric::Orphaned => Figure::Amount(self.part),
            Metric::Overbooked => Figure::Amount(self.values.sum()),
            Metric::LeadTime
            | Metric::ArriveToRoom
            | Metric::RoomToProvider
            | Metric::ProviderTime
            | Metric::VisitCycle => self.values.spread(why),
            _ => Figure::share(self.part, self.part + self.rest, why),
        }
    }
}

/// The metrics that are not counted visit by visit.
fn other(
    metric: Metric,
    asked: &Asked,
    of: &Evidence<'_>,
    worked: &Worked,
    refills: &[Refill<'_>],
) -> Figure {
    let people = of.people;
    match metric {
        Metric::ThirdNextAvailable => third_next(asked, of.third_next),
        Metric::FillRate | Metric::Utilisation | Metric::CompletedUtilisation | Metric::UnfilledCapacity => {
            worked.figure(metric)
        }
        Metric::BackfillRate => {
            let filled = refills.iter().filter(|it| it.filled_at.is_some()).count();
            Figure::share(filled as u64, refills.len() as u64, Why::NothingReleased)
        }
        Metric::TimeToFill => {
            let why = if refills.is_empty() { Why::NothingReleased } else { Why::Nothing };
            refills.iter().filter_map(Refill::minutes).collect::<Values>().spread(why)
        }
        Metric::SameDayAccess => Figure::Unknown(Why::RequestsNotLogged),
        Metric::BookingEffort => spread_of(of.efforts, |it| it.seconds),
        Metric::BookingKeystrokes => spread_of(of.efforts, |it| it.keystrokes),
        Metric::AverageBookingTime => match of.efforts {
            Some(efforts) => Figure::mean(efforts.iter().map(|it| it.seconds.into())),
            None => Figure::Unknown(Why::NotLookedUp),
        },
        Metric::ActiveUsers => amount(people.active_users),
        Metric::Providers => amount(people.providers),
        Metric::Patients => amount(people.patients),
        _ => Figure::Unknown(Why::NotLookedUp),
    }
}

/// Over the providers and types in scope. Who has no third time as far ahead as was looked waits longest of all.
fn third_next(asked: &Asked, found: Option<&[ThirdNext]>) -> Figure {
    let Some(found) = found else { return Figure::Unknown(Why::NotLookedUp) };
    let beyond = i64::MAX;
    let days = found.iter().filter(|it| asked.scope.admits(*it)).map(|it| it.days.unwrap_or(beyond));
    match days.collect::<Values>().spread(Why::Nothing) {
        Figure::Spread { p90, .. } if p90 == beyond => Figure::Unknown(Why::BeyondSearch),
        figure => figure,
    }
}

fn spread_of(efforts: Option<&[Effort]>, read: impl Fn(&Effort) -> u32) -> Figure {
    match efforts {
        Some(efforts) => efforts.iter().map(|it| read(it).into()).collect::<Values>().spread(Why::Nothing),
        None => Figure::Unknown(Why::NotLookedUp),
    }
}

fn amount(count: Option<u64>) -> Figure {
    count.map_or(Figure::Unknown(Why::NotLookedUp), Figure::Amount)
}
