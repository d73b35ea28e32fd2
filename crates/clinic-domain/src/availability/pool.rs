//! The resources that may take part in a visit, with their free time, and the choice of one for each role.

use super::{
    book::{Book, Occupant},
    calendar::Days,
    intervals::covers,
    nearness::{Distances, Spacing},
    places::Groups,
    reserve::Reserved,
    rule_version::Digests,
    rules::{Rules, Sweep},
    visit::{Part, Role, Visit},
};
use crate::{
    appointment::Allocation,
    id::{AppointmentId, ResourceId},
    operation::SlotContent,
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{Instant, Period},
};
use chrono::NaiveDate;
use std::ops::RangeInclusive;

pub(super) struct Pool<'a> {
    pub(super) members: Vec<Member<'a>>,
    /// For each role of the visit its candidates (indexes of members) in the order in which they are tried.
    pub(super) by_role: Vec<Vec<usize>>,
}

pub(super) struct Member<'a> {
    pub(super) rules: Rules<'a>,
    pub(super) free: Vec<Period>,
    /// What others of the visit's type may join, on the same days.
    pub(super) groups: Groups,
    /// What its sessions keep back, on the same days.
    pub(super) reserved: Vec<Reserved>,
    pub(super) spacing: Option<Spacing<'a>>,
    /// What it keeps others at a distance by, on the same days.
    pub(super) distances: Option<Distances>,
    /// No gap before it matters any more: starts are asked for in ascending order.
    cursor: usize,
}

impl<'a> Pool<'a> {
    /// All active resources of the visit's location that one of its roles admits and the asker wants in it, by
    /// position. Rooms and devices in `held`, those of the visit that is being moved, come first: it keeps them.
    pub(super) fn of(
        setup: &'a Setup,
        visit: &Visit<'_>,
        days: &RangeInclusive<NaiveDate>,
        now: Instant,
        held: &[ResourceId],
        is_wanted: impl Fn(usize, &Resource) -> bool,
    ) -> Pool<'a> {
        let admits = |role: usize, it: &Resource| visit.roles[role].admits(it) && is_wanted(role, it);
        let all_roles = 0..visit.roles.len();
        let mut resources: Vec<&Resource> = setup
            .resources
            .iter()
            .filter(|it| it.is_active && it.location == visit.location.id)
            .filter(|it| all_roles.clone().any(|role| admits(role, it)))
            .collect();
        let is_kept = |it: &Resource| it.kind != ResourceKind::Provider && held.contains(&it.id);
        resources.sort_unstable_by_key(|it| (!is_kept(it), it.position, it.id));
        let candidates = |role| (0..resources.len()).filter(|it| admits(role, resources[*it])).collect();
        let by_role = all_roles.clone().map(candidates).collect();
        let today = now.local_date(visit.location.zone);
        let member = |rules: Rules<'a>| Member {
            spacing: Spacing::of(setup, rules.resource),
            distances: None,
            rules: rules.seen_from(today),
            free: Vec::new(),
            groups: Groups::default(),
            reserved: Vec::new(),
            cursor: 0,
        };
        let members = Rules::of(setup, &resources, days).into_iter().map(member).collect();
        Pool { members, by_role }
    }

    /// Reads everybody's free time on these days.
    pub(super) fn fill(
        &mut self,
        visit: &Visit<'_>,
        book: &Book,
        days: &Days,
        ignoring: Option<AppointmentId>,
        sweep: &mut Sweep,
    ) {
        let wanted = Some(visit.appointment_type.id);
        for Member { rules, free, groups, reserved, spacing, distances, cursor } in &mut self.members {
            sweep.free(rules, book, days, wanted, ignoring, free);
            if visit.is_of_group() {
                *groups = sweep.groups(rules, book, days, visit.appointment_type, ignoring);
            }
            let near = spacing.as_ref().zip(days.span());
            *distances = near.map(|(it, span)| it.distances(book, span, |busy| busy.counts(ignoring)));
            *reserved = Reserved::of(rules, book, days, ignoring);
            *cursor = 0;
        }
    }

    /// One free resource for each role, with `fixed` (role, member) given; the first choice that works.
    pub(super) fn assign(
        &mut self,
        visit: &Visit<'_>,
        days: &Days,
        start: Instant,
        fixed: (usize, usize),
    ) -> Option<Vec<usize>> {
        if visit.is_of_group() {
            return self.assign_to_group(visit, days, start, fixed);
        }
        let Pool { members, by_role, .. } = self;
        let (anchor, wanted) = (visit.anchor(), visit.appointment_type.id);
        choose(by_role, fixed, &mut |role, member| {
            let member = &mut members[member];
            member.is_free(visit, &visit.roles[role], start)
                && (role != anchor
                    || (member.rules.may_start(days, visit.anchor_starts(start), Some(wanted))
                        && !member.is_reserved(&visit.roles[role].parts, start)))
        })
    }

    /// The same for a visit that may join others: where its own provider has a group, everybody is one of those whom that
    /// has. A group comes before a free provider.
    fn assign_to_group(
        &self,
        visit: &Visit<'_>,
        days: &Days,
        start: Instant,
        fixed: (usize, usize),
    ) -> Option<Vec<usize>> {
        let (anchor, wanted) = (visit.anchor(), visit.appointment_type.id);
        let mut options = self.by_role.clone();
        let mut owns = if fixed.0 == anchor { vec![fixed.1] } else { options[anchor].clone() };
        owns.retain(|own| {
            let own = &self.members[*own];
            own.rules.may_start(days, visit.anchor_starts(start), Some(wanted))
                && !own.is_reserved(&visit.roles[anchor].parts, start)
        });
        owns.sort_by_key(|own| self.joined(visit, start, *own).is_empty());
        owns.into_iter().find_map(|own| {
            let joined = self.joined(visit, start, own);
            let mut may = |role: usize, member: usize| {
                self.members[member].is_beside(visit, &visit.roles[role], start, &joined)
            };
            options[anchor] = vec![own];
            let may_be = may(anchor, own) && may(fixed.0, fixed.1);
            may_be.then(|| choose(&options, fixed, &mut may)).flatten()
        })
    }

    /// Whom a visit that starts then would join with this one as its own provider: nobody who is free otherwise.
    pub(super) fn joined(&self, visit: &Visit<'_>, start: Instant, own: usize) -> Vec<Occupant> {
        let (own, parts) = (&self.members[own], &visit.roles[visit.anchor()].parts);
        if !visit.is_of_group() || parts.iter().all(|it| covers(&own.free, &it.at(start))) {
            return Vec::new();
        }
        let mut all: Vec<_> = parts.iter().flat_map(|it| own.groups.members(it.at(start).start())).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The role for which nobody is left, with the own provider given as `fixed` (role, member); `None` where somebody is for each.
    pub(super) fn missing(
        &mut self,
        visit: &Visit<'_>,
        days: &Days,
        start: Instant,
        fixed: (usize, usize),
    ) -> Option<usize> {
        if self.assign(visit, days, start, fixed).is_some() {
            return None;
        }
        let mut others = (0..self.by_role.len()).filter(|role| *role != fixed.0);
        let joined = self.joined(visit, start, fixed.1);
        let has_nobody = |role: &usize| {
            let mut able = self.by_role[*role].iter().filter(|it| **it != fixed.1);
            !able.any(|it| self.members[*it].is_beside(visit, &visit.roles[*role], start, &joined))
        };
        // Where each has somebody, it is the same one.
        others.clone().find(has_nobody).or(others.next_back())
    }

    /// The digests of the rules of some members, for [`Pool::slot`].
    pub(super) fn digests(&self, setup: &Setup, visit: &Visit<'_>, members: &[usize]) -> Digests {
        let resources: Vec<_> = members.iter().map(|it| self.members[*it].rules.resource).collect();
        Digests::of(setup, Some((visit.appointment_type, visit.location)), &resources)
    }

    /// The handle's content for these members, one for each role; `lane` by member and period.
    pub(super) fn slot(
        &self,
        visit: &Visit<'_>,
        start: Instant,
        picks: &[usize],
        digests: &Digests,
        lane: impl Fn(usize, Period) -> u8,
    ) -> SlotContent {
        let allocation = |need| {
            visit.roles.iter().zip(picks).find_map(|(role, &member)| {
                let during = role.parts.iter().find(|it| it.need == need)?.at(start);
                let resource = self.members[member].rules.resource.id;
                Some(Allocation { resource, during, lane: lane(member, during) })
            })
        };
        let mut allocations = Vec::with_capacity(visit.appointment_type.needs.len());
        allocations.extend((0..visit.appointment_type.needs.len()).filter_map(allocation));
        SlotContent {
            location: visit.location.id,
            appointment_type: visit.appointment_type.id,
            visit: visit.at(start),
            rules: digests.rule_version(allocations.iter().map(|it| it.resource)),
            waives: visit.waives,
            hold: None,
            allocations,
        }
    }
}

impl Member<'_> {
    /// Whether a visit at `start` would take of what its sessions keep back.
    pub(super) fn is_reserved(&self, parts: &[Part], start: Instant) -> bool {
        self.reserved.iter().any(|it| it.is_taken_by(parts, start))
    }

    /// Whether a visit at `start` would come too near to another one.
    pub(super) fn is_too_near(&self, visit: &Visit<'_>, parts: &[Part], start: Instant) -> bool {
        self.distances.as_ref().is_some_and(|it| it.bar(visit, parts, start))
    }

    /// Whether it can be had for the role beside those whom the visit joins; free, where it joins nobody.
    fn is_beside(&self, visit: &Visit<'_>, role: &Role<'_>, start: Instant, joined: &[Occupant]) -> bool {
        let parts = || role.parts.iter().map(|it| it.at(start));
        if self.is_too_near(visit, &role.parts, start) {
            return false;
        }
        if joined.is_empty() {
            return parts().all(|it| covers(&self.free, &it));
        }
        self.is_with(role, start, joined) && parts().all(|it| self.groups.admit(it, &self.free))
    }

    /// Whether some of them have it.
    pub(super) fn is_with(&self, role: &Role<'_>, start: Instant, joined: &[Occupant]) -> bool {
        let mut parts = role.parts.iter().map(|it| it.at(start).start());
        parts.any(|at| self.groups.members(at).any(|it| joined.contains(&it)))
    }

    fn is_free(&mut self, visit: &Visit<'_>, role: &Role<'_>, start: Instant) -> bool {
        let earliest = visit.earliest_allocation(start);
        while self.free.get(self.cursor).is_some_and(|gap| gap.end() <= earliest) {
            self.cursor += 1;
        }
        let gaps = &self.free[self.cursor..];
        !self.is_too_near(visit, &role.parts, start)
            && role.parts.iter().map(|it| it.at(start)).all(|part| {
                gaps.iter().take_while(|gap| gap.start() <= part.start()).any(|gap| gap.contains(&part))
            })
    }
}

/// The first choice of one option a role, no option twice, that `may` admits; goes back where a later role finds
/// nobody.
pub(super) fn choose(
    options: &[Vec<usize>],
    fixed: (usize, usize),
    may: &mut impl FnMut(usize, usize) -> bool,
) -> Option<Vec<usize>> {
    let mut picks = Vec::with_capacity(options.len());
    choose_from(options, fixed, may, &mut picks).then_some(picks)
}

fn choose_from(
    options: &[Vec<usize>],
    fixed: (usize, usize),
    may: &mut impl FnMut(usize, usize) -> bool,
    picks: &mut Vec<usize>,
) -> bool {
    let role = picks.len();
    if role == options.len() {
        return true;
    }
    let only = [fixed.1];
    let candidates = if role == fixed.0 { &only[..] } else { &options[role] };
    for &it in candidates {
        let is_new = (role == fixed.0 || it != fixed.1) && !picks.contains(&it);
        if is_new && (role == fixed.0 || may(role, it)) {
            picks.push(it);
            if choose_from(options, fixed, may, picks) {
                return true;
            }
            picks.pop();
        }
    }
    false
}
