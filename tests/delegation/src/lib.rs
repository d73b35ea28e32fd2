//! One time of one resource that the centre lends to a location, so that a desk there, the hub, confirms bookings of it while
//! the location is cut off. This says by which rules, and that they hold; `clinic_domain::lending`, the centre's `lending.rs` and
//! the desk's `store/lent.rs` are built by them.
//!
//! The centre lends a time to one hub until an hour of its own clock, under a number that only goes up, and gives it to nobody
//! else before that hour and what clocks may differ by are past. It lends whether the time is free or not: the hub reads up to
//! the moment of the loan before it confirms. Messages are lost, late and doubled; desks are restarted; clocks differ. What has
//! to hold always (I20): of all that there are, at most one may confirm the time now.
//!
//! A desk of the location that reaches the centre and not its hub is decided there, as without loans: what it does to a time that
//! the hub confirmed meanwhile is a conflict, and the only one that is left.

use stateright::{Model, Property};
use std::collections::BTreeSet;

/// For so long a time is lent.
const TERM: i8 = 2;
/// Clocks differ from the centre's by no more.
const SKEW: i8 = 1;
/// The model ends here.
const LAST: i8 = 5;
/// So often the time is lent.
const LOANS: u8 = 2;
const HUBS: [usize; 2] = [0, 1];

/// What the protocol stands on. Each can be left out, to see what it is for.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// A loan is over for the centre only when it is for the slowest clock.
    pub waits_for_slow_clocks: bool,
    /// A hub takes no loan whose number it has seen, and knows that after a restart.
    pub remembers_numbers: bool,
    /// A hub that gave a loan back confirms nothing by it.
    pub stops_when_it_gives_back: bool,
    /// What is lent the centre itself does not give to anybody.
    pub keeps_what_is_lent: bool,
    /// A hub confirms nothing before it has heard what was taken when the time was lent.
    pub reads_up_first: bool,
    /// What a hub said no to the centre does not take before it has what the hub said yes to.
    pub minds_a_no: bool,
}

impl Rules {
    pub const ALL: Rules = Rules {
        waits_for_slow_clocks: true,
        remembers_numbers: true,
        stops_when_it_gives_back: true,
        keeps_what_is_lent: true,
        reads_up_first: true,
        minds_a_no: true,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Loan {
    hub: usize,
    number: u8,
    until: i8,
    /// The time was somebody's when it was lent.
    is_taken: bool,
}

/// A message on its way. It stays there when it was delivered: it may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    Lent(Loan),
    Confirmed,
    GivenBack { number: u8 },
}

/// All of it outlasts a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hub {
    loan: Option<Loan>,
    /// The highest number that it has seen.
    seen: u8,
    has_confirmed: bool,
    /// Its clock, from the centre's: right, or slow. A fast one only stops sooner.
    ahead: i8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// By the centre's clock.
    now: i8,
    lent: Option<Loan>,
    numbers: u8,
    is_longer: bool,
    /// The centre knows that somebody has the time.
    is_known: bool,
    hubs: [Hub; 2],
    on_the_way: BTreeSet<Message>,
    /// How often the time was confirmed.
    confirmed: u8,
    /// A loan was over before the centre heard what was confirmed by it.
    was_late: bool,
    /// A desk of the location booked the time at the centre without a word of the hub.
    went_past: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Hour,
    Clock(usize, i8),
    Lend(usize),
    /// The loan of the hub that greets goes on for longer.
    LendLonger,
    Deliver(Message),
    HubConfirms(usize),
    HubGivesBack(usize),
    HubRestarts(usize),
    /// For a patient on the web, or another location.
    CentreConfirms,
    /// A desk of the location reaches the centre, and not the hub.
    DeskGoesPast,
    /// A desk of the location that the hub said no to is the first at the centre.
    DeskIgnoresNo,
}

impl Rules {
    /// Whether the time is nobody's loan any more.
    fn is_centres(self, it: &State) -> bool {
        let over = |loan: Loan| it.now >= loan.until + if self.waits_for_slow_clocks { SKEW } else { 0 };
        it.lent.is_none_or(over)
    }

    fn centre_may_confirm(self, it: &State) -> bool {
        !it.is_known && (!self.keeps_what_is_lent || self.is_centres(it))
    }

    fn hub_may_confirm(self, it: &State, hub: usize) -> bool {
        let Hub { loan, has_confirmed, ahead, .. } = &it.hubs[hub];
        let may = |loan: Loan| it.now + ahead < loan.until && !(self.reads_up_first && loan.is_taken);
        !has_confirmed && loan.is_some_and(may)
    }

    /// A hub confirmed the time, and the centre has not heard of it.
    fn is_promised(it: &State) -> bool {
        !it.is_known && it.hubs.iter().any(|hub| hub.has_confirmed)
    }

    /// How many may confirm the time now.
    fn who_may(self, it: &State) -> usize {
        let hubs = HUBS.into_iter().filter(|&hub| self.hub_may_confirm(it, hub)).count();
        hubs + usize::from(self.centre_may_confirm(it))
    }

    fn deliver(self, it: &mut State, message: Message) {
        let lent = it.lent.map(|loan| loan.number);
        match message {
            Message::Lent(loan) => {
                let hub = &mut it.hubs[loan.hub];
                let goes_on = hub.loan.is_some_and(|it| it.number == loan.number);
                if loan.number > hub.seen || goes_on || !self.remembers_numbers {
                    (hub.loan, hub.seen) = (Some(loan), loan.number);
                }
            }
            Message::Confirmed => it.is_known = true,
            Message::GivenBack { number } if lent == Some(number) => it.lent = None,
            Message::GivenBack { .. } => {}
        }
    }

    /// The centre gives the time to somebody.
    fn give(it: &mut State) {
        it.was_late |= it.confirmed > 0 && !it.is_known;
    }

    /// Somebody has it by the centre's word.
    fn take(it: &mut State) {
        it.confirmed += 1;
        it.is_known = true;
    }
}

impl Model for Rules {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn actions(&self, it: &State, acts: &mut Vec<Act>) {
        // What follows on two that have it is of no interest.
        if it.confirmed > 1 {
            return;
        }
        acts.extend((it.now < LAST).then_some(Act::Hour));
        acts.extend(it.on_the_way.iter().map(|&message| Act::Deliver(message)));
        acts.extend(self.centre_may_confirm(it).then_some(Act::CentreConfirms));
        let is_lent = it.lent.is_some() && !self.is_centres(it);
        // Once is enough to see what it does.
        acts.extend((is_lent && it.now == 1 && it.numbers == 1).then_some(Act::LendLonger));
        acts.extend((is_lent && !it.is_known).then_some(Act::DeskGoesPast));
        acts.extend((!self.minds_a_no && is_lent && Rules::is_promised(it)).then_some(Act::DeskIgnoresNo));
        for hub in HUBS {
            acts.extend((self.is_centres(it) && it.numbers < LOANS).then_some(Act::Lend(hub)));
            acts.extend(self.hub_may_confirm(it, hub).then_some(Act::HubConfirms(hub)));
            let holds = it.hubs[hub].loan.is_some() && !it.hubs[hub].has_confirmed;
            acts.extend(holds.then_some(Act::HubGivesBack(hub)));
            acts.push(Act::HubRestarts(hub));
            // What lies between goes wrong no sooner.
            acts.extend([0, -SKEW].map(|ahead| Act::Clock(hub, ahead)));
        }
    }

    fn next_state(&self, before: &State, act: Act) -> Option<State> {
        let mut it = before.clone();
        match act {
            Act::Hour => it.now += 1,
            Act::Clock(hub, ahead) => it.hubs[hub].ahead = ahead,
            Act::Lend(hub) => {
                Rules::give(&mut it);
                it.numbers += 1;
                let (number, until, is_taken) = (it.numbers, it.now + TERM, it.is_known);
                let loan = Loan { hub, number, until, is_taken };
                it.lent = Some(loan);
                it.on_the_way.insert(Message::Lent(loan));
            }
            Act::LendLonger => {
                let loan = Loan { until: it.now + TERM, is_taken: it.is_known, ..it.lent? };
                (it.lent, it.is_longer) = (Some(loan), true);
                it.on_the_way.insert(Message::Lent(loan));
            }
            Act::Deliver(message) => self.deliver(&mut it, message),
            Act::HubConfirms(hub) => {
                it.confirmed += 1;
                it.hubs[hub].has_confirmed = true;
                it.on_the_way.insert(Message::Confirmed);
            }
            Act::HubGivesBack(hub) => {
                let number = it.hubs[hub].loan?.number;
                if self.stops_when_it_gives_back {
                    it.hubs[hub].loan = None;
                }
                it.on_the_way.insert(Message::GivenBack { number });
            }
            Act::HubRestarts(hub) => {
                if !self.remembers_numbers {
                    it.hubs[hub].seen = 0;
                }
            }
            Act::CentreConfirms => {
                Rules::give(&mut it);
                Rules::take(&mut it);
            }
            Act::DeskGoesPast => {
                it.went_past = true;
                Rules::take(&mut it);
            }
            Act::DeskIgnoresNo => Rules::take(&mut it),
        }
        (it != *before).then_some(it)
    }

    fn properties(&self) -> Vec<Property<Rules>> {
        vec![
            Property::always(ONE, |rules: &Rules, it: &State| rules.who_may(it) <= 1),
            Property::always(ONCE, |_, it: &State| it.confirmed <= 1 || it.was_late || it.went_past),
            Property::sometimes("a hub confirms while its loan lasts", |_, it: &State| {
                it.confirmed == 1 && it.hubs.iter().any(|hub| hub.has_confirmed)
            }),
            Property::sometimes(
                "a loan goes on for longer, and its hub confirms by that",
                |_, it: &State| {
                    it.hubs.iter().any(|hub| hub.has_confirmed)
                        && it.is_longer
                        && it.now > TERM
                        && it.numbers == 1
                },
            ),
            Property::sometimes("the time is lent again after a hub fell silent", |_, it: &State| {
                it.numbers > 1
            }),
            Property::sometimes("a word that came too late leaves a conflict", |_, it: &State| {
                it.confirmed > 1
            }),
            Property::sometimes("somebody else gets it when the loan is over", |_, it: &State| {
                it.numbers > 0 && it.is_known && it.hubs.iter().all(|hub| !hub.has_confirmed)
            }),
        ]
    }
}

/// I20.
pub const ONE: &str = "at most one may confirm the time";
/// Otherwise the second one is a conflict, as it is without loans.
pub const ONCE: &str = "a time is confirmed once, unless the word of it came after its loan was over, or a desk went past the hub";

#[cfg(test)]
mod tests {
    use super::*;
    use stateright::{Checker, HasDiscoveries};

    #[test]
    fn at_most_one_may_confirm_whatever_is_lost_late_doubled_or_restarted() {
        let checked = Rules::ALL.checker().spawn_bfs().join();
        checked.assert_properties();
        assert!(checked.unique_state_count() > 10_000, "{} states", checked.unique_state_count());
    }

    #[test]
    fn each_rule_is_there_for_something() {
        let without = [
            Rules { waits_for_slow_clocks: false, ..Rules::ALL },
            Rules { remembers_numbers: false, ..Rules::ALL },
            Rules { stops_when_it_gives_back: false, ..Rules::ALL },
            Rules { keeps_what_is_lent: false, ..Rules::ALL },
            Rules { reads_up_first: false, ..Rules::ALL },
            Rules { minds_a_no: false, ..Rules::ALL },
        ];
        for rules in without {
            let checked = rules.checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
            let broken = checked.discovery(ONE).or_else(|| checked.discovery(ONCE));
            assert!(broken.is_some(), "{rules:?}: nobody is missed");
        }
    }
}
