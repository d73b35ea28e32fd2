//! What would let a visit start where it was refused: the smallest changes, asked of the same engine.
//!
//! Invariant: the slot of every fix passes [`super::check`], once what the fix takes is given: the permission and a
//! reason for an overbook or a buffer that is left out, the time opened ([`Opening::opened`]) for a closed one. Where a visit can start as it is,
//! nothing is to be fixed.

use super::{
    alternatives::shorter_types,
    book::Book,
    search::{Offer, Request, offers, offers_with},
    spot::{Answer, OfferAt, offer_at, offer_waiving},
    visit::Visit,
};
use crate::{
    id::{ExceptionId, ResourceId, Version},
    operation::{Buffer, SlotContent},
    people::Permission,
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    setup::Setup,
    time::{DayMinute, Instant, Period},
};
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use uuid::Uuid;

/// One change, and the visit that it would allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub remedy: Remedy,
    pub slot: SlotContent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// At that very time with somebody or something else of the kind that was pointed at.
    Another(ResourceKind),
    /// On top of what is booked, with a reason.
    Overbook { because: Vec<Refusal> },
    /// Without the time that its type keeps free around it, with a reason.
    WaiveBuffer { which: Buffer, because: Vec<Refusal> },
    /// The same visit, so many minutes later; earlier when negative.
    AnotherTime { minutes: i64 },
    /// A type for the same patients that takes less time.
    ShorterType,
    /// The resource works then, as somebody has to decide first.
    Open(Opening),
}

/// What would open time that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Takes back what the desk blocked.
    Unblock(ExceptionId),
    ExtraSession {
        resource: ResourceId,
        day: NaiveDate,
        from: DayMinute,
        to: DayMinute,
    },
}

impl Remedy {
    /// What it takes beside the permission to book.
    #[must_use]
    pub const fn permission(&self) -> Option<Permission> {
        match self {
            Remedy::Overbook { .. } | Remedy::WaiveBuffer { .. } => Some(Permission::Overbook),
            Remedy::Open(_) => Some(Permission::BlockTime),
            Remedy::Another(_) | Remedy::AnotherTime { .. } | Remedy::ShorterType => None,
        }
    }

    /// How large the change is, in minutes by which a visit would be moved instead.
    const fn weight(&self) -> i64 {
        match self {
            Remedy::Another(ResourceKind::Room | ResourceKind::Equipment) => 0,
            // The patient notices nothing of it.
            Remedy::WaiveBuffer { .. } => 1,
            Remedy::Overbook { .. } => 2,
            Remedy::AnotherTime { minutes } => minutes.abs(),
            Remedy::Another(ResourceKind::Provider) => 25,
            Remedy::ShorterType => 30,
            Remedy::Open(_) => 60,
        }
    }
}

impl Opening {
    /// The setup with the time open.
    #[must_use]
    pub fn opened(&self, setup: &Setup) -> Setup {
        let mut setup = setup.clone();
        match *self {
            Opening::Unblock(id) => setup.exceptions.retain(|it| it.id != id),
            Opening::ExtraSession { resource, day, from, to } => setup.exceptions.push(ScheduleException {
                id: ExceptionId(Uuid::nil()),
                version: Version::FIRST,
                scope: ExceptionScope::Resource(resource),
                kind: ExceptionKind::ExtraSession,
                first_day: day,
                last_day: day,
                from,
                to,
                reason: String::new(),
                types: Vec::new(),
                overbook_lanes: 0,
                is_active: true,
                source: None,
            }),
        }
        setup
    }
}

/// The fixes for a time, the smallest first; none for one that is free. Other times are looked for in `within`, for
/// which the book of everybody at the location and the patient's other visits have to be known. Of other providers the
/// patient's own comes first. A visit that is moved keeps its type.
#[must_use]
pub fn fixes(
    setup: &Setup,
    book: &Book,
    at: &OfferAt<'_>,
    own_provider: Option<ResourceId>,
    within: Period,
) -> Vec<Fix> {
    let Some(inquiry) = Inquiry::of(setup, book, at, own_provider) else {
        return Vec::new();
    };
    let mut fixes = match offer_at(setup, book, at) {
        Answer::Offer(_) => return Vec::new(),
        Answer::Overbook { slot, because } => {
            let waived = inquiry.waived(&because);
            waived.into_iter().chain([Fix { remedy: Remedy::Overbook { because }, slot }]).collect()
        }
        Answer::Refused(because) => {
            inquiry.waived(&because).into_iter().chain(inquiry.opening(&because)).collect::<Vec<_>>()
        }
    };
    fixes.extend(inquiry.another());
    fixes.extend(inquiry.earlier(within));
    fixes.extend(inquiry.later(within));
    fixes.extend(inquiry.shorter());
    fixes.sort_by_key(|it| it.remedy.weight());
    fixes
}

struct Inquiry<'a> {
    setup: &'a Setup,
    book: &'a Book,
    at: &'a OfferAt<'a>,
    own_provider: Option<ResourceId>,
    resource: &'a Resource,
    visit: Visit<'a>,
    role: usize,
}

impl<'a> Inquiry<'a> {
    /// `None` where no change of this kind helps: the resource or the type is not there or not for each other.
    fn of(
        setup: &'a Setup,
        book: &'a Book,
        at: &'a OfferAt<'a>,
        own_provider: Option<ResourceId>,
    ) -> Option<Inquiry<'a>> {
        let resource = setup.resource(at.resource).filter(|it| it.is_active)?;
        let visit = Visit::of(setup, resource.location, at.appointment_type).ok()?;
        let role = visit.role_of(resource)?;
        Some(Inquiry { setup, book, at, own_provider, resource, visit, role })
    }

    fn request(&self, within: Period, limit: usize) -> Request<'a> {
        Request {
            location: self.resource.location,
            appointment_type: self.at.appointment_type,
            providers: &[],
            own_provider: self.own_provider,
            within,
            asking: self.at.asking,
            like: None,
            limit,
        }
    }

    fn waived(&self, because: &[Refusal]) -> Option<Fix> {
        let of_type = self.visit.appointment_type;
        let has = |it: &Buffer| match it {
            Buffer::Before => of_type.buffer_before_minutes > 0,
            Buffer::After => of_type.buffer_after_minutes > 0,
            Buffer::Both => of_type.buffer_before_minutes > 0 && of_type.buffer_after_minutes > 0,
        };
        Buffer::ALL.iter().copied().filter(has).find_map(|which| {
            let slot = free(offer_waiving(Some(which), self.setup, self.book, self.at))?;
            Some(Fix { remedy: Remedy::WaiveBuffer { which, because: because.to_vec() }, slot })
        })
    }

    fn another(&self) -> Option<Fix> {
        let at_that_time = self.request(self.visit.at(self.at.start), usize::MAX);
        let offers = offers(self.setup, self.book, &at_that_time).ok()?;
        let is_another = |it: &Offer| it.slot.allocations.iter().all(|it| it.resource != self.at.resource);
        let slot = offers.into_iter().find(is_another)?.slot;
        Some(Fix { remedy: Remedy::Another(self.resource.kind), slot })
    }

    /// The last time before, looked for in ever longer stretches.
    fn earlier(&self, within: Period) -> Option<Fix> {
        let end = self.visit.at(self.at.start).end().plus_seconds(-1).min(within.end());
        [1, 4, 24, i64::MAX / 3600].into_iter().find_map(|hours| {
            let from = self.at.start.0.saturating_sub(hours * 3600).max(within.start().0);
            self.same_in(Period::new(Instant(from), end)?, usize::MAX)
        })
    }

    fn later(&self, within: Period) -> Option<Fix> {
        let from = self.at.start.plus_seconds(1).max(within.start());
        self.same_in(Period::new(from, within.end())?, 1)
    }

    /// The same visit at the last of so many times.
    fn same_in(&self, within: Period, limit: usize) -> Option<Fix> {
        let given = (self.role, self.at.resource);
        let slot = offers_with(self.setup, self.book, &self.request(within, limit), given).ok()?.pop()?.slot;
        let minutes = (slot.visit.start().0 - self.at.start.0) / 60;
        Some(Fix { remedy: Remedy::AnotherTime { minutes }, slot })
    }

    fn shorter(&self) -> Option<Fix> {
        if self.at.asking.ignoring.is_some() {
            return None;
        }
        let types = shorter_types(self.setup, self.visit.appointment_type);
        let slot = types
            .into_iter()
            .map(|it| OfferAt { appointment_type: it.id, ..*self.at })
            .find_map(|it| free(offer_at(self.setup, self.book, &it)))?;
        Some(Fix { remedy: Remedy::ShorterType, slot })
    }

    /// The act that alone would open the time, where closed time or missing hours are all that is in the way.
    fn opening(&self, refusals: &[Refusal]) -> Option<Fix> {
        let is_hours = |it: &Refusal| {
            use Refusal as R;
            matches!(it, R::OutsideSessions { .. } | R::OutsideBusinessHours { .. } | R::Closed { .. })
        };
        if !refusals.iter().all(is_hours) {
            return None;
        }
        let blocks = self.blocks().map(Opening::Unblock);
        blocks.chain(self.extra_session()).find_map(|opening| {
            let slot = free(offer_at(&opening.opened(self.setup), self.book, self.at))?;
            Some(Fix { remedy: Remedy::Open(opening), slot })
        })
    }

    /// What the desk itself blocked of the resource on that day alone.
    fn blocks(&self) -> impl Iterator<Item = ExceptionId> {
        let day = self.at.start.local_date(self.visit.location.zone);
        let is_own = move |it: &&ScheduleException| {
            it.is_active
                && it.kind == ExceptionKind::Block
                && it.scope == ExceptionScope::Resource(self.at.resource)
                && (it.first_day, it.last_day) == (day, day)
                && it.source.is_none()
        };
        self.setup.exceptions.iter().filter(is_own).map(|it| it.id)
    }

    /// As long as the visit takes the resource up, on one day.
    fn extra_session(&self) -> Option<Opening> {
        let parts = &self.visit.roles[self.role].parts;
        let (first, last) = (parts[0].at(self.at.start), parts[parts.len() - 1].at(self.at.start));
        let zone = self.visit.location.zone;
        let (from, to) = (first.start().wall(zone), last.end().wall(zone));
        let minute = |it: NaiveDateTime| DayMinute((it.hour() * 60 + it.minute()) as u16);
        let to = match (to.date(), minute(to)) {
            (date, to) if date == from.date() => to,
            (date, DayMinute::MIDNIGHT) if Some(date) == from.date().succ_opt() => DayMinute::END,
            _ => return None,
        };
        Some(Opening::ExtraSession { resource: self.at.resource, day: from.date(), from: minute(from), to })
    }
}

fn free(answer: Answer) -> Option<SlotContent> {
    match answer {
        Answer::Offer(offer) => Some(offer.slot),
        Answer::Overbook { .. } | Answer::Refused(_) => None,
    }
}
