//! Who stands where at the moment at which the demo is made. Whoever opens it finds a clinic at work, whatever the dice:
//! around that moment each session is cast, and only the rest of it is thrown.

use super::{fill::Draft, kinds::Kind, panels::Who};
use clinic_domain::{
    appointment::AppointmentStatus as Status,
    time::{Instant, Period},
};

/// The cast part of a provider's session.
pub(super) struct Scene {
    pub during: Period,
    pub drafts: Vec<Draft>,
}

struct Part {
    /// Minutes from now, on the grid.
    from: i64,
    kind: Kind,
    lane: u8,
    stands: Status,
    who: Who,
}

const fn part(from: i64, kind: Kind, stands: Status) -> Part {
    Part { from, kind, lane: 0, stands, who: Who::Anybody }
}

/// With one patient, the next has checked in, and somebody is fitted in beside them.
const FIRST: &[Part] = &[
    Part { who: Who::WithInterpreter, ..part(-10, Kind::FollowUp, Status::WithProvider) },
    Part { who: Who::WithAlert, ..part(10, Kind::FollowUp, Status::CheckedIn) },
    Part { lane: 1, ..part(10, Kind::Short, Status::Arrived) },
    part(30, Kind::Short, Status::Booked),
];
/// One patient is late, the next is taken before.
const WAITS_FOR_ONE: &[Part] = &[
    part(-20, Kind::Physical, Status::Booked),
    part(10, Kind::FollowUp, Status::Roomed),
    part(30, Kind::Short, Status::Booked),
];
const ON_TIME: &[Part] = &[
    part(-10, Kind::FollowUp, Status::WithProvider),
    part(10, Kind::FollowUp, Status::CheckedIn),
    part(30, Kind::Short, Status::Booked),
];
const LONGEST_BEFORE: i64 = 20;
const LONGEST_AFTER: i64 = 40;
const GRID_SECONDS: i64 = 5 * 60;

impl Scene {
    /// The part of a session that is going on now, for the provider at this place of a site.
    pub(super) fn now(now: Instant, session: Period, provider: usize) -> Option<Scene> {
        if now < session.start() || now >= session.end() {
            return None;
        }
        let here = Instant(now.0.div_euclid(GRID_SECONDS) * GRID_SECONDS);
        let during = Period::new(here.plus_minutes(-LONGEST_BEFORE), here.plus_minutes(LONGEST_AFTER))?;
        let parts = match provider {
            0 => FIRST,
            odd if odd % 2 == 1 => WAITS_FOR_ONE,
            _ => ON_TIME,
        };
        let draft = |it: &Part| Draft {
            provider,
            kind: it.kind,
            start: here.plus_minutes(it.from),
            lane: it.lane,
            is_cancelled: false,
            stands: Some(it.stands),
            who: it.who,
        };
        let fits =
            |it: &Draft| Period::of_minutes(it.start, it.minutes()).is_some_and(|it| session.contains(&it));
        Some(Scene { during, drafts: parts.iter().map(draft).filter(fits).collect() })
    }
}
