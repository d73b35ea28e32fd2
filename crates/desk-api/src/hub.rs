//! What this desk asks the hub of time that is lent to its location, and what it says where it is the hub itself.
//!
//! Invariants: nobody waits for it: a booking is kept first, and its mark changes when the hub has answered; what a hub says is
//! kept beside the operation only if it is signed with the key that the centre named; nothing is said before it is kept.

use crate::announcer::Announcer;
use clinic_domain::id::{AppointmentId, OpId};
use clinic_protocol::{
    hub::{Answered, Ask, HubSays, HubWord},
    lan::Neighbour,
};
use desk_app::front_desk::FrontDesk;
use desk_cache::{CacheError, store::HubAnswer};
use desk_sync::{DeskKey, is_signed};
use std::sync::Arc;

pub struct Hub {
    pub front: Arc<FrontDesk>,
    pub announcer: Arc<Announcer>,
    pub key: DeskKey,
}

impl Hub {
    /// What this desk asks the hub for. Where it is the hub itself, it answers itself at once.
    pub fn asks(&self) -> Vec<Ask> {
        self.try_asks().unwrap_or_else(|error| {
            tracing::debug!(%error, "what the hub is to be asked could not be read");
            Vec::new()
        })
    }

    fn try_asks(&self) -> Result<Vec<Ask>, CacheError> {
        let store = self.front.store();
        let Some(asking) = store.asking(self.front.now())? else { return Ok(Vec::new()) };
        if asking.hub != store.device()? {
            return Ok(asking.asks.into_iter().map(|(ask, _)| ask).collect());
        }
        let mut words = Vec::new();
        for (ask, visit) in &asking.asks {
            words.extend(self.word(ask, Some(*visit))?.map(|word| (ask.op, word)));
        }
        self.keep(&words)?;
        Ok(Vec::new())
    }

    /// To another desk.
    pub fn answers(&self, asks: &[Ask]) -> Vec<Answered> {
        let answer = |ask: &Ask| match self.word(ask, None) {
            Ok(word) => Some(Answered { op: ask.op, word: word? }),
            Err(error) => {
                tracing::warn!(%error, "a booking of lent time could not be confirmed");
                None
            }
        };
        asks.iter().filter_map(answer).collect()
    }

    /// None where this desk has no say in it.
    fn word(&self, ask: &Ask, own: Option<AppointmentId>) -> Result<Option<HubWord>, CacheError> {
        let store = self.front.store();
        let says = match store.confirm(ask, own, self.front.now())? {
            HubAnswer::Confirmed => HubSays::Confirmed(self.key.signature(&ask.signed())),
            HubAnswer::Taken(by) => HubSays::Taken(by),
            HubAnswer::Nothing => return Ok(None),
        };
        Ok(Some(HubWord { hub: store.device()?, number: ask.number, says }))
    }

    /// What another desk answered: kept if it is the hub that was asked, and what it says is signed.
    pub fn hears(&self, by: &Neighbour, answered: Vec<Answered>) {
        let heard = self.front.store().asking(self.front.now()).and_then(|asking| {
            let asked = asking.filter(|it| it.hub == by.device).map_or_else(Vec::new, |it| it.asks);
            let is_good = |it: &Answered| {
                let ask = asked.iter().map(|(ask, _)| ask).find(|ask| ask.op == it.op);
                ask.is_some_and(|ask| is_good(ask, by, &it.word))
            };
            let good = answered.into_iter().filter(is_good);
            self.keep(&good.map(|it| (it.op, it.word)).collect::<Vec<_>>())
        });
        if let Err(error) = heard {
            tracing::warn!(%error, "the hub's answer could not be kept");
        }
    }

    fn keep(&self, words: &[(OpId, HubWord)]) -> Result<(), CacheError> {
        if !words.is_empty() {
            self.front.store().put_words(words)?;
            self.announcer.announce(["sync", "day"].map(str::to_owned).to_vec());
        }
        Ok(())
    }
}

fn is_good(ask: &Ask, by: &Neighbour, word: &HubWord) -> bool {
    let is_about_it = (word.hub, word.number) == (by.device, ask.number);
    is_about_it
        && match &word.says {
            HubSays::Confirmed(signature) => is_signed(&by.public_key, &ask.signed(), signature),
            HubSays::Taken(_) => true,
        }
}
