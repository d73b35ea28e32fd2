//! One availability engine: rules, exceptions, allocations and now become free time, offers and reasons why not.
//!
//! The same functions serve the search ([`offers`], and the few of them that are read out on the phone, [`choices`]),
//! a click or a drag on the board ([`offer_at`]), the booking check at desk and centre ([`check`]) and the board itself
//! ([`working_time`], [`free_time`]). A search that finds nothing says why ([`obstacles`]) and what it would find with
//! one thing changed ([`alternatives`]); several visits of a series are looked at together ([`occurrences`]), and so are two of which one comes first ([`pairs`]); a time that is refused says what would allow it ([`fixes`]). A change of the
//! hours is a proposal first ([`propose`]), and the visits that it leaves without hours stay known
//! ([`without_hours`]); where a day breaks, they get other places ([`repair`](fn@repair)). Minutes that come free ([`freed`](fn@freed))
//! find whoever waits for them ([`matches`]). There is no second copy of any rule.
//!
//! The rules, in the order in which they bind:
//! - A resource is open in the sessions of its active templates and in its extra sessions, as far as they take
//!   the appointment type; sessions that touch count as one. Whatever closes (holiday, time off, break, block)
//!   wins over every session. A provider without sessions has no time; a room or a piece of equipment without
//!   any template is open whenever it is not closed.
//! - The organization's business hours cut what templates open, and nothing else (`rules`).
//! - A session that takes certain types is released to all of them so many days before, where it says so; one that
//!   keeps a share back takes ordinary visits within the rest of its minutes until its day is near.
//! - Every allocation of a visit, buffers included, lies inside open time and, in the ordinary lane 0, finds a place:
//!   a resource takes as many at a time as it has places, in all lanes together, which is one as a rule; a group visit
//!   joins its group beyond that, at the group's start and with all its resources. An overbook takes the lowest free lane from 1 to the session's limit.
//! - Visits of one room or device keep its changeover between them, and those of a person who works at several locations
//!   the way (`nearness`).
//! - A visit starts on the grid of the local wall clock, not in the past, not within the notice, and not while
//!   its patient is in another visit. It lies inside the asked window. Its length is elapsed time.
//! - A start is an instant that its wall-clock time names: the second pass of a repeated hour is worked through,
//!   but no visit starts in it.
//!
//! How: sorted intervals are swept. Local days are looked up in the location's zone once a day; only a day on
//! which the clocks change is walked minute by minute. A search reads one day first, then two, then four, so
//! that the first offers cost a day's work.

mod alternatives;
mod asking;
mod book;
mod calendar;
mod cause;
mod check;
mod choice;
mod finding;
mod fixes;
mod freed;
mod intervals;
mod nearness;
mod obstacles;
mod occurrences;
mod pairs;
mod places;
mod pool;
mod proposal;
mod repair;
mod reserve;
mod rule_version;
mod rules;
mod search;
mod spot;
mod support;
mod visit;
mod waitlist;
mod why_not;
mod working_time;

pub use alternatives::{Alternative, alternatives};
pub use asking::Asking;
pub use book::{Book, Busy, Occupant};
pub use cause::{Cause, Obstacle};
pub use check::{check, check_return, looked_at, place_lost};
pub use choice::{LIKE_DAYS, MOST_CHOICES, choices};
pub use finding::{
    Circumstances, FIRST_STRETCH_MINUTES, FindOffers, Found, Lack, ORDINARY_SEARCH_MINUTES, Shortfall, What,
    reach, stretches,
};
pub use fixes::{Fix, Opening, Remedy, fixes};
pub use freed::{Standing, freed};
pub use nearness::{KeptApart, kept_apart};
pub use obstacles::obstacles;
pub use occurrences::{AROUND_WISHES_MINUTES, Fit, NoSuchDay, Occurrences, Wish, occurrences};
pub use pairs::{Pair, pair_choices, pairs};
pub use places::MOST_PLACES;
pub use proposal::{Compared, Proposal, crowded_out, ordinary_type, propose, third_next, third_next_in};
pub use repair::{
    Disruption, Mark, Nearness, Place, Promise, RepairRequest, Step, StepOutcome, Unplaced, affected, repair,
};
pub use rule_version::rule_version;
pub use search::{Joined, Offer, OfferReason, Request, offers};
pub use spot::{Answer, OfferAt, offer_at};
pub use support::{BookedVisit, without_hours};
pub use waitlist::{Gap, MOST_MATCHES, Match, Opens, PatientSide, matches};
pub use working_time::{DayPart, DayPartKind, free_time, working_time};
