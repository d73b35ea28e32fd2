//! The waitlist: people who want a time that is not free yet, or an earlier one than they have.
//!
//! Invariants: an entry has one running offer at most; an offer runs until it is answered or its hold is over, and
//! nobody has to write the latter; an entry that is booked or withdrawn is offered nothing.

use crate::{
    call::Call,
    code_enum,
    id::{
        AppointmentId, AppointmentTypeId, HoldId, LocationId, PatientId, PersonId, ResourceId, Version,
        WaitlistId,
    },
    personal::Personal,
    time::{DayMinute, Instant, Period},
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitlistEntry {
    pub id: WaitlistId,
    pub version: Version,
    pub location: LocationId,
    pub patient: PatientId,
    pub appointment_type: AppointmentTypeId,
    /// Empty: anybody.
    pub providers: Vec<ResourceId>,
    pub wish: Wish,
    pub urgency: Urgency,
    pub note: Personal,
    /// The visit that is moved when they take an offer: "would come earlier".
    pub moving: Option<AppointmentId>,
    pub since: Instant,
    pub by: PersonId,
    pub status: WaitlistStatus,
    /// Oldest first.
    pub offers: Vec<WaitlistOffer>,
    /// Oldest first.
    pub calls: Vec<Call>,
}

/// When they could come, on the wall of the location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub earliest: NaiveDate,
    /// The last day; without one any later day, or for a visit that is moved any time before it.
    pub latest: Option<NaiveDate>,
    /// Empty: any.
    pub weekdays: Vec<Weekday>,
    /// The visit lies between these.
    pub from: DayMinute,
    pub to: DayMinute,
    /// How long before its start they have to know.
    pub notice_minutes: u32,
}

code_enum! {
    /// In the order in which people are served.
    Urgency { Urgent = "urgent", Soon = "soon", Routine = "routine" }
}

code_enum! {
    WaitlistStatus { Waiting = "waiting", Booked = "booked", Withdrawn = "withdrawn" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitlistOffer {
    pub hold: HoldId,
    pub visit: Period,
    pub at: Instant,
    pub by: PersonId,
    pub until: Instant,
    /// Absent while they think; and for good where the time ran out.
    pub answer: Option<OfferAnswer>,
}

code_enum! {
    OfferAnswer {
        Accepted = "accepted",
        Declined = "declined",
        /// Nobody answered, or the number was wrong.
        NotReached = "not_reached",
    }
}

impl WaitlistEntry {
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.status == WaitlistStatus::Waiting
    }

    /// The offer that they think about.
    #[must_use]
    pub fn running(&self, now: Instant) -> Option<&WaitlistOffer> {
        self.offers.last().filter(|it| self.is_waiting() && it.answer.is_none() && now < it.until)
    }

    /// How many times they did not take what they were offered, or let it run out.
    #[must_use]
    pub fn passed(&self, now: Instant) -> usize {
        let is_passed = |it: &&WaitlistOffer| match it.answer {
            Some(answer) => answer != OfferAnswer::Accepted,
            None => it.until <= now,
        };
        self.offers.iter().filter(is_passed).count()
    }

    /// Whether they had that time offered and did not take it.
    #[must_use]
    pub fn had(&self, visit: Period) -> bool {
        self.offers.iter().any(|it| it.visit.overlaps(&visit))
    }
}

impl Wish {
    /// Whether a visit from `start` to `end` on the wall lies in it.
    #[must_use]
    pub fn admits(&self, start: NaiveDateTime, end: NaiveDateTime) -> bool {
        let minute = |it: NaiveDateTime| u16::try_from(it.hour() * 60 + it.minute()).unwrap_or(0);
        let day = start.date();
        let end_minute = if end.date() == day { minute(end) } else { DayMinute::END.0 };
        self.admits_day(day)
            && (end.date() == day
                || Some(end) == day.succ_opt().map(|it| it.and_hms_opt(0, 0, 0).unwrap_or(end)))
            && self.from.0 <= minute(start)
            && end_minute <= self.to.0
    }

    #[must_use]
    pub fn admits_day(&self, day: NaiveDate) -> bool {
        self.earliest <= day
            && self.latest.is_none_or(|latest| day <= latest)
            && (self.weekdays.is_empty() || self.weekdays.contains(&day.weekday()))
    }
}
