//! A seeded clinic in the shape of the yardstick's file, for benchmarks without it.

use super::yardstick::{Clinic, Provider};
use chrono::{Datelike, NaiveDate, TimeDelta};
use clinic_domain::time::{DayMinute, start_instant};

const START: Option<NaiveDate> = NaiveDate::from_ymd_opt(2035, 2, 5);
const DAYS: i64 = 90;
const GRID: u16 = 15;
const DAY: [(u16, u16); 2] = [(480, 720), (780, 1020)];
const SHORT_DAY: [(u16, u16); 1] = [(600, 900)];

pub fn clinic(providers: u32) -> Clinic {
    let start = START.unwrap_or_default();
    let providers = (1..=providers).map(|id| provider(id, start)).collect();
    Clinic { tz: chrono_tz::America::New_York, start, days: DAYS, duration: 30, grid: GRID as u8, providers }
}

fn provider(id: u32, start: NaiveDate) -> Provider {
    let mut seed = Seed(u64::from(id));
    let mut exceptions = std::collections::BTreeMap::new();
    for fortnight in 0..=DAYS / 14 {
        let day = fortnight * 14 + [0, 1, 2, 3, 4, 7, 8, 9, 10, 11][seed.below(10)];
        let open = if seed.below(2) == 0 { Vec::new() } else { SHORT_DAY.to_vec() };
        exceptions.extend((day < DAYS).then_some((start + TimeDelta::days(day), open)));
    }
    let mut appointments = Vec::new();
    for date in
        (0..DAYS).map(|day| start + TimeDelta::days(day)).filter(|it| it.weekday().num_days_from_monday() < 5)
    {
        let open = exceptions.get(&date).map_or(&DAY[..], |it| it);
        appointments.extend(booked(&mut seed, open).into_iter().map(|(from, to)| {
            let at = |minute| start_instant(chrono_tz::America::New_York, DayMinute(minute).on(date)).0;
            (at(from), at(to))
        }));
    }
    appointments.sort_unstable();
    let weekly = (0..7).map(|day| (day, if day < 5 { DAY.to_vec() } else { Vec::new() })).collect();
    Provider { id, weekly, exceptions, appointments }
}

/// Visits of 15, 20 and 30 minutes that fill about 70 % of a day.
fn booked(seed: &mut Seed, open: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let total: u16 = open.iter().map(|it| it.1 - it.0).sum();
    let mut visits: Vec<(u16, u16)> = Vec::new();
    let mut booked = 0;
    for _ in 0..400 {
        if open.is_empty() || booked * 10 >= total * 7 {
            break;
        }
        let minutes = [15, 15, 20, 30][seed.below(4)];
        let (from, to) = open[seed.below(open.len())];
        let start = from + GRID * seed.below(usize::from((to - from) / GRID)) as u16;
        let end = start + minutes;
        if end <= to && visits.iter().all(|it| end <= it.0 || it.1 <= start) {
            visits.push((start, end));
            booked += minutes;
        }
    }
    visits
}

/// splitmix64 (Steele, Lea and Flood, 2014).
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % bound as u64) as usize
    }
}
