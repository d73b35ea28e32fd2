//! One time on one resource: what a click or a drag on the board asks.

use super::{
    asking::Asking,
    book::{Book, Busy},
    calendar::Days,
    places::Capacity,
    pool::{Pool, choose},
    reserve::Reserved,
    rules::Sweep,
    search::{Joined, Offer, OfferReason},
    visit::Visit,
    why_not::{beyond, closed_to, days_to_name, overbook_limit},
};
use crate::{
    id::{AppointmentId, AppointmentTypeId, ResourceId},
    invalid::{Field, Problem},
    operation::{Buffer, SlotContent},
    refusal::{Missing, NoPlace, Refusal},
    setup::Setup,
    time::{Instant, Period},
};
use std::ops::RangeInclusive;

#[derive(Clone, Copy, Debug)]
pub struct OfferAt<'a> {
    /// The column: usually the provider; a room or device is then the one that the visit takes.
    pub resource: ResourceId,
    pub start: Instant,
    pub appointment_type: AppointmentTypeId,
    pub asking: Asking<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Offer(Offer),
    /// Taken, but the session allows one more: needs a permission and a reason, which the arbiter checks. At
    /// least one allocation is in a lane above 0.
    Overbook {
        slot: SlotContent,
        because: Vec<Refusal>,
    },
    /// All reasons, not only the first.
    Refused(Vec<Refusal>),
}

/// Whether a visit can start there and then, and if not, why.
#[must_use]
pub fn offer_at(setup: &Setup, book: &Book, at: &OfferAt<'_>) -> Answer {
    offer_waiving(None, setup, book, at)
}

/// The same for a visit without one of its buffers.
pub(super) fn offer_waiving(waives: Option<Buffer>, setup: &Setup, book: &Book, at: &OfferAt<'_>) -> Answer {
    answer(waives, setup, book, at).unwrap_or_else(|refusal| Answer::Refused(vec![refusal]))
}

fn answer(waives: Option<Buffer>, setup: &Setup, book: &Book, at: &OfferAt<'_>) -> Result<Answer, Refusal> {
    let resource = setup.resource(at.resource).ok_or(Refusal::NotFound { what: Missing::Resource })?;
    if !resource.is_active {
        return Err(Refusal::Invalid { field: Field::Resource, problem: Problem::NoLongerInUse });
    }
    let visit = Visit::waiving(waives, setup, resource.location, at.appointment_type)?;
    let role = visit
        .role_of(resource)
        .ok_or(Refusal::Invalid { field: Field::Resource, problem: Problem::NotNeededByType })?;
    let OfferAt { start, asking, .. } = *at;
    let held = asking.ignoring.map_or(&[][..], |it| book.resources_of(it));
    let mut pool =
        Pool::of(setup, &visit, &days_to_name(&visit, visit.at(start)), asking.now, held, |its_role, it| {
            its_role != role || it.id == resource.id
        });
    let Some(&member) = pool.by_role[role].first() else {
        return Err(Refusal::NotFound { what: Missing::Resource });
    };
    let days = visit.days_around(start);
    pool.fill(&visit, book, &days, asking.ignoring, &mut Sweep::default());
    let mut refusals = visit.refusals_at(start, &days, &asking);
    refusals.extend(closed_to(&visit, &days, start, role, &pool.members[member].rules));
    let spot = Spot { setup, visit, book, days, start, ignoring: asking.ignoring, fixed: (role, member) };
    refusals.extend(spot.elsewhere(&pool, role, member));
    let taken = spot.taken(&pool, role, member);
    if !refusals.is_empty() {
        refusals.extend(taken);
        return Ok(Answer::Refused(refusals));
    }
    let ordinary = pool.assign(&spot.visit, &spot.days, spot.start, spot.fixed).filter(|_| taken.is_empty());
    Ok(match ordinary {
        Some(picks) => Answer::Offer(spot.offer(&pool, &picks)),
        None => spot.overbook(&pool, taken),
    })
}

struct Spot<'a> {
    setup: &'a Setup,
    visit: Visit<'a>,
    book: &'a Book,
    days: Days,
    start: Instant,
    ignoring: Option<AppointmentId>,
    /// Role and member that were clicked on.
    fixed: (usize, usize),
}

impl Spot<'_> {
    fn offer(&self, pool: &Pool<'_>, picks: &[usize]) -> Offer {
        let slot = self.slot(pool, picks, |_, _| 0);
        let anchor = self.visit.anchor();
        let fits_gap = match &self.visit.roles[anchor].parts[..] {
            [part] => pool.members[picks[anchor]].free.contains(&part.at(self.start)),
            _ => false,
        };
        let joined = pool.joined(&self.visit, self.start, picks[anchor]).len();
        let joins = Joined::of(joined, self.visit.appointment_type.places);
        let reasons = [(OfferReason::FitsGap, fits_gap), (OfferReason::JoinsGroup, joins.is_some())];
        Offer { slot, reasons: reasons.into_iter().filter(|it| it.1).map(|it| it.0).collect(), joins }
    }

    fn taken(&self, pool: &Pool<'_>, role: usize, member: usize) -> Vec<Refusal> {
        let resource = pool.members[member].rules.resource;
        let places = Capacity::of(resource).shared_by(self.visit.appointment_type);
        let resource = resource.id;
        let parts = self.visit.roles[role].parts.iter().map(|part| part.at(self.start));
        let busy = parts.flat_map(|during| places.refusals(resource, during, self.busy(resource, during)));
        let mut taken: Vec<Refusal> = busy.collect();
        let parts = self.visit.roles[role].parts.iter().map(|part| part.at(self.start));
        taken.extend(parts.flat_map(|during| self.changeovers(pool, member, during)));
        taken.extend(self.reserved(pool, role, member).map(|it| it.refusal(resource)));
        taken
    }

    fn changeovers(&self, pool: &Pool<'_>, member: usize, during: Period) -> Vec<Refusal> {
        let (visit, counts) = (self.visit.at(self.start), |it: &Busy| it.counts(self.ignoring));
        let near = pool.members[member].spacing.as_ref();
        near.map_or_else(Vec::new, |it| it.changeovers(self.book, during, visit, counts))
    }

    /// Where the member is instead, which no overbook changes.
    fn elsewhere(&self, pool: &Pool<'_>, role: usize, member: usize) -> Vec<Refusal> {
        let Some(near) = &pool.members[member].spacing else { return Vec::new() };
        let parts = self.visit.roles[role].parts.iter().map(|part| part.at(self.start));
        parts.flat_map(|it| near.elsewhere(self.book, it, |busy| busy.counts(self.ignoring))).collect()
    }

    fn busy(&self, resource: ResourceId, during: Period) -> impl Iterator<Item = &Busy> {
        self.book.overlapping(resource, during).filter(|it| it.counts(self.ignoring))
    }

    /// What the member's sessions keep back from a visit that it would be the own provider of.
    fn reserved<'p>(
        &self,
        pool: &'p Pool<'_>,
        role: usize,
        member: usize,
    ) -> impl Iterator<Item = &'p Reserved> {
        let parts = &self.visit.roles[role].parts;
        let binding = &pool.members[member].reserved[..];
        let binding = if role == self.visit.anchor() { binding } else { &[] };
        binding.iter().filter(move |it| it.is_taken_by(parts, self.start))
    }

    fn overbook(&self, pool: &Pool<'_>, mut because: Vec<Refusal>) -> Answer {
        let picks = match self.overbooked(pool) {
            Ok(picks) => picks,
            Err(refusal) => {
                because.push(refusal);
                return Answer::Refused(because);
            }
        };
        let own = picks[self.visit.anchor()];
        let joins = !pool.joined(&self.visit, self.start, own).is_empty();
        let others = picks.iter().enumerate().filter(|it| it.0 != self.fixed.0);
        let shared = others.filter(|it| self.highest_lane(pool, it.0, *it.1, joins, u8::MAX) > Some(0));
        because.extend(shared.map(|it| self.unmet(it.0)));
        let lowest = self.lowest_lane(pool, self.visit.anchor(), own);
        let lane = |member: usize, during| {
            let lowest = if member == own { lowest } else { 0 };
            self.lane(pool, member, joins, during, lowest..=u8::MAX).unwrap_or(u8::MAX)
        };
        Answer::Overbook { slot: self.slot(pool, &picks, lane), because }
    }

    fn slot(&self, pool: &Pool<'_>, picks: &[usize], lane: impl Fn(usize, Period) -> u8) -> SlotContent {
        let digests = pool.digests(self.setup, &self.visit, picks);
        pool.slot(&self.visit, self.start, picks, &digests, lane)
    }

    /// One open resource for each role with the lowest lanes: a free one always comes before a taken one.
    fn overbooked(&self, pool: &Pool<'_>) -> Result<Vec<usize>, Refusal> {
        let anchor = self.visit.anchor();
        let mut owns = pool.by_role[anchor].clone();
        owns.retain(|it| self.is_open(pool, anchor, *it));
        owns.sort_by_key(|it| self.highest_lane(pool, anchor, *it, true, u8::MAX));
        let mut refusal = None;
        for own in owns {
            match self.overbooked_with(pool, own) {
                Ok(picks) => return Ok(picks),
                Err(it) => refusal = refusal.or(Some(it)),
            }
        }
        Err(refusal.unwrap_or_else(|| self.unmet(anchor)))
    }

    /// With this own provider, whose session lends its lanes to rooms that keep no hours, and whose group goes where it
    /// is.
    fn overbooked_with(&self, pool: &Pool<'_>, own: usize) -> Result<Vec<usize>, Refusal> {
        let anchor = self.visit.anchor();
        let rules = |member: usize| &pool.members[member].rules;
        let limit = |role, member| {
            overbook_limit(&self.visit, &self.days, self.start, role, rules(member), rules(own))
        };
        let joined = pool.joined(&self.visit, self.start, own);
        let is_with_them = |role, member: usize| {
            joined.is_empty() || pool.members[member].is_with(&self.visit.roles[role], self.start, &joined)
        };
        let mut options: Vec<Vec<usize>> = Vec::new();
        for (role, candidates) in pool.by_role.iter().enumerate() {
            let open = candidates
                .iter()
                .filter(|it| if role == anchor { **it == own } else { self.is_open(pool, role, **it) });
            let with_them = open.filter(|it| is_with_them(role, **it));
            let mut by_lane: Vec<(u8, usize)> = with_them
                .filter_map(|&it| {
                    let lane = self.highest_lane(pool, role, it, !joined.is_empty(), limit(role, it));
                    Some((lane?, it))
                })
                .collect();
            if by_lane.is_empty() {
                let (clicked, member) = self.fixed;
                if role == clicked && !is_with_them(role, member) {
                    return Err(self.apart(role, rules(member).resource.id));
                }
                let full = beyond(rules(member).resource.id, u8::MAX, limit(role, member));
                return Err(full.filter(|_| role == clicked).unwrap_or_else(|| self.unmet(role)));
            }
            by_lane.sort_by_key(|it| it.0);
            options.push(by_lane.into_iter().map(|it| it.1).collect());
        }
        let last = self.visit.roles.len() - 1;
        choose(&options, self.fixed, &mut |_, _| true).ok_or_else(|| self.unmet(last))
    }

    fn is_open(&self, pool: &Pool<'_>, role: usize, member: usize) -> bool {
        closed_to(&self.visit, &self.days, self.start, role, &pool.members[member].rules).is_empty()
            && self.elsewhere(pool, role, member).is_empty()
    }

    /// The highest lane that the member would take in this role; `None` where no lane is left.
    fn highest_lane(
        &self,
        pool: &Pool<'_>,
        role: usize,
        member: usize,
        joins: bool,
        limit: u8,
    ) -> Option<u8> {
        let lowest = self.lowest_lane(pool, role, member);
        let parts = self.visit.roles[role].parts.iter().map(|part| part.at(self.start));
        parts
            .map(|during| self.lane(pool, member, joins, during, lowest..=limit))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()
    }

    /// An ordinary visit does not take what is kept back.
    fn lowest_lane(&self, pool: &Pool<'_>, role: usize, member: usize) -> u8 {
        u8::from(self.reserved(pool, role, member).next().is_some())
    }

    /// 0 where there is room for it, else the lowest free one of these lanes.
    fn lane(
        &self,
        pool: &Pool<'_>,
        member: usize,
        joins: bool,
        during: Period,
        lanes: RangeInclusive<u8>,
    ) -> Option<u8> {
        let resource = pool.members[member].rules.resource;
        let places = Capacity::of(resource);
        let places = if joins { places.shared_by(self.visit.appointment_type) } else { places };
        let (lowest, limit) = lanes.into_inner();
        if lowest == 0
            && places.fit(during, self.busy(resource.id, during))
            && self.changeovers(pool, member, during).is_empty()
        {
            return Some(0);
        }
        let taken: Vec<u8> = self.busy(resource.id, during).map(|it| it.lane).collect();
        (1..=limit).find(|lane| !taken.contains(lane))
    }

    fn apart(&self, role: usize, resource: ResourceId) -> Refusal {
        let during = self.visit.roles[role].parts[0].at(self.start);
        Refusal::Places(NoPlace::Apart { resource, during })
    }

    fn unmet(&self, role: usize) -> Refusal {
        let role = &self.visit.roles[role];
        let parts = (role.parts[0].at(self.start), role.parts[role.parts.len() - 1].at(self.start));
        let during = Period::new(parts.0.start(), parts.1.end()).unwrap_or(parts.0);
        Refusal::NeedUnmet { kind: role.kind, during }
    }
}
