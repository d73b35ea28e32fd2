//! What a reply does, given the line that it answers: it agrees, refuses, tells, takes, asks, wants another, thanks, leaves.
//!
//! The same words do different things after different lines, so the line is sorted first (`asked`). An agreement is the only act
//! that lets the desk write, so it is never read from a question or beside a "no".

mod asked;
mod reply;

use crate::text::Text;
use asked::Asked;
use reply::Reply;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Affirm,
    Negate,
    /// It gives a value: a day, a time, a name, a place.
    Inform,
    /// It takes what was offered.
    Select,
    RequestInfo,
    RequestAlternatives,
    Thanks,
    Goodbye,
}

impl Act {
    pub const ALL: [Act; 8] = [
        Act::Affirm,
        Act::Negate,
        Act::Inform,
        Act::Select,
        Act::RequestInfo,
        Act::RequestAlternatives,
        Act::Thanks,
        Act::Goodbye,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Act::Affirm => "affirm",
            Act::Negate => "negate",
            Act::Inform => "inform",
            Act::Select => "select",
            Act::RequestInfo => "request_info",
            Act::RequestAlternatives => "request_alternatives",
            Act::Thanks => "thanks",
            Act::Goodbye => "goodbye",
        }
    }
}

/// A set of acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts(u8);

impl Acts {
    #[must_use]
    pub const fn has(self, act: Act) -> bool {
        self.0 & 1 << act as u8 != 0
    }

    #[must_use]
    pub const fn with(self, act: Act) -> Acts {
        Acts(self.0 | 1 << act as u8)
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Act> {
        Act::ALL.into_iter().filter(move |it| self.has(*it))
    }
}

impl FromIterator<Act> for Acts {
    fn from_iter<I: IntoIterator<Item = Act>>(acts: I) -> Acts {
        acts.into_iter().fold(Acts::default(), Acts::with)
    }
}

/// The acts of a reply. `previous` is the system's line before it. A reply that says nothing known has none.
#[must_use]
pub fn acts(text: &Text<'_>, previous: Option<&str>) -> Acts {
    let reply = Reply::of(text);
    match previous.map_or(Asked::Nothing, Asked::of) {
        Asked::Nothing => alone(&reply),
        Asked::Value => Acts::from_iter([reply.value_or_act()]),
        Asked::More => after_more(&reply),
        Asked::Proposal { names_time, undoes } => after_proposal(&reply, names_time, undoes),
        Asked::Possibility => after_possibility(&reply),
        Asked::Report => after_report(&reply),
        Asked::Offer => after_offer(&reply),
        Asked::Other => after_other(&reply),
    }
}

/// Nothing was asked that is known: only the plainest act is read.
fn alone(reply: &Reply) -> Acts {
    let act = if reply.leaves || reply.is_done && !reply.refuses {
        Act::Goodbye
    } else if reply.refuses {
        Act::Negate
    } else if reply.thanks {
        Act::Thanks
    } else if reply.agrees && !reply.asks {
        Act::Affirm
    } else if reply.asks_detail {
        Act::RequestInfo
    } else {
        Act::Inform
    };
    Acts::from_iter([act])
}

fn after_more(reply: &Reply) -> Acts {
    if reply.asks_detail {
        return Acts::from_iter([Act::RequestInfo]);
    }
    if reply.refuses && !reply.goes_further || reply.is_done || reply.thanks {
        return Acts::from_iter([Act::Negate, Act::Thanks]);
    }
    if reply.agrees && !reply.gives_value {
        Acts::from_iter([Act::Affirm])
    } else {
        Acts::from_iter([Act::Inform])
    }
}

fn after_proposal(reply: &Reply, names_time: bool, undoes: bool) -> Acts {
    if reply.goes_further {
        return Acts::from_iter([Act::Inform]);
    }
    let is_changed = reply.refuses && reply.gives_value && names_time;
    if reply.wants_other && !is_changed {
        return reply.other();
    }
    if reply.refuses || reply.undoes && !undoes && !reply.agrees || reply.keeps && undoes {
        let acts = Acts::from_iter([Act::Negate]);
        let changes = is_changed && !reply.keeps;
        let leaves = reply.is_done || reply.leaves;
        return if changes {
            acts.with(Act::Inform)
        } else if leaves {
            acts.with(Act::Goodbye)
        } else {
            acts
        };
    }
    if reply.asks_detail {
        return reply.detail();
    }
    if reply.gives_value && !reply.agrees {
        let acts = Acts::from_iter([Act::Inform]);
        return if names_time { acts.with(Act::Negate) } else { acts };
    }
    let act = if reply.agrees || reply.undoes && undoes {
        Act::Affirm
    } else if reply.asks {
        Act::RequestInfo
    } else if reply.thanks {
        Act::Thanks
    } else {
        Act::Inform
    };
    Acts::from_iter([act])
}

fn after_possibility(reply: &Reply) -> Acts {
    let acts = after_proposal(reply, false, false);
    if acts.has(Act::Affirm) && reply.gives_value { acts.with(Act::Inform) } else { acts }
}

/// What the line was for is not known: a plain yes is one all the same.
fn after_other(reply: &Reply) -> Acts {
    if reply.asks_detail && !reply.wants_other {
        return Acts::from_iter([Act::RequestInfo]);
    }
    if reply.leaves && !reply.agrees {
        return Acts::from_iter([Act::Goodbye]);
    }
    if reply.thanks && (reply.is_done || !reply.agrees) && !reply.refuses {
        return after_report(reply);
    }
    after_proposal(reply, false, true)
}

fn after_report(reply: &Reply) -> Acts {
    if reply.goes_further {
        return Acts::from_iter([Act::Inform]);
    }
    if reply.asks_detail {
        return Acts::from_iter([Act::RequestInfo]);
    }
    if reply.wants_other || reply.asks && reply.seeks && reply.gives_value {
        return reply.other();
    }
    if reply.is_done || reply.leaves {
        return Acts::from_iter([Act::Thanks, Act::Goodbye]);
    }
    if reply.thanks || reply.agrees {
        return Acts::from_iter([Act::Thanks]);
    }
    if reply.refuses { Acts::from_iter([Act::Negate]) } else { Acts::from_iter([Act::Inform]) }
}

fn after_offer(reply: &Reply) -> Acts {
    if reply.goes_further {
        return Acts::from_iter([Act::Inform]);
    }
    if reply.asks_detail && !reply.wants_other {
        return Acts::from_iter([Act::RequestInfo]);
    }
    if reply.wants_other || (reply.seeks || reply.refuses) && reply.gives_value {
        return reply.other();
    }
    if reply.refuses {
        return Acts::from_iter([Act::Negate]);
    }
    let taken = if reply.agrees { Act::Select } else { Act::Thanks };
    if reply.is_done || reply.leaves {
        return Acts::from_iter([taken, Act::Goodbye]);
    }
    if reply.agrees || reply.thanks {
        return Acts::from_iter([taken]);
    }
    let act = if reply.asks { Act::RequestInfo } else { Act::Inform };
    Acts::from_iter([act])
}

#[cfg(test)]
mod tests;
