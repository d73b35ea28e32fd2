//! Time that is lent to this desk's location: what this desk asks the hub of, and what it answers where it is the hub itself.
//!
//! Invariants (`tests/delegation`): a loan is taken whose number is higher than what was seen, or that goes on; what the hub
//! confirmed is in the vault before anybody hears of it, and stays what it was; the hub confirms nothing while it has not heard
//! what was taken before the loan, or what its own book has as taken. Files that were put back are another desk's, which no loan
//! names.

use super::{Store, writing::decode_operation};
use crate::{
    error::CacheError,
    mirror,
    vault::{
        lent::{self, Known},
        outbox,
    },
};
use clinic_domain::{
    availability::Occupant,
    id::{AppointmentId, DeviceId, OpId, ResourceId},
    lending::{Loan, SKEW_SECONDS},
    operation::{Operation, OperationBody},
    time::{Instant, Period},
};
use clinic_protocol::{
    hub::{Ask, HubWord},
    lan::{ASKED_TIMES, ASKS},
    sync::{Choice, Delegation},
};
use rusqlite::Connection;
use uuid::Uuid;

/// What the centre said at a greeting of what is lent to the location.
#[derive(Clone, Debug)]
pub struct SaidLent {
    /// The centre's history, and its last change.
    pub epoch: Uuid,
    pub head: u64,
    pub server_time: Instant,
    pub delegations: Vec<Delegation>,
}

/// What this desk asks, and whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    pub hub: DeviceId,
    /// Each with the visit that it is about.
    pub asks: Vec<(Ask, AppointmentId)>,
}

/// What a hub says to an operation that asks for times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubAnswer {
    /// Nobody else gets them from it.
    Confirmed,
    /// One of them is another operation's.
    Taken(OpId),
    /// It has no say in them, or its book has one as taken.
    Nothing,
}

impl Store {
    /// What is lent from now on, in place of before.
    pub fn put_lent(&self, said: &SaidLent, now: Instant) -> Result<(), CacheError> {
        let guard = self.session()?;
        let mut writer = guard.get().writer();
        let (stands, own) = (lent::known(&writer.vault)?, writer.tip.device);
        let next =
            loan_of(said).filter(|_| said.server_time.0.abs_diff(now.0) <= SKEW_SECONDS.unsigned_abs());
        let Some(loan) = next else {
            return match stands.filter(|it| !it.is_over) {
                Some(_) => guard.get().keep_in(&mut writer, lent::end),
                None => Ok(()),
            };
        };
        // What the hub has let go of it does not take up again, and whoever heard of a later loan no earlier one.
        let is_old = |it: Known| {
            it.epoch == said.epoch
                && (loan.number < it.loan.number
                    || it.is_over && loan.number == it.loan.number && loan.hub == own)
        };
        if stands.is_some_and(is_old) {
            return Ok(());
        }
        let known = Known { epoch: said.epoch, loan, head: said.head, is_over: false };
        let time = |it: &Delegation| Choice { resource: it.resource, start: it.start, end: it.end };
        let times: Vec<Choice> = said.delegations.iter().map(time).filter(|it| it.start < it.end).collect();
        guard.get().keep_in(&mut writer, |vault| lent::put(vault, &known, &times))
    }

    /// From now on this desk asks for nothing and, as a hub, confirms nothing, until the centre lends anew.
    pub fn end_loan(&self) -> Result<(), CacheError> {
        self.session()?.get().keep(lent::end)
    }

    /// The number of the loan that this desk, as its hub, gives back: nothing that is still to come was confirmed by it.
    pub fn returned_loan(&self, now: Instant) -> Result<Option<u64>, CacheError> {
        let guard = self.session()?;
        let writer = guard.get().writer();
        let own = writer.tip.device;
        let Some(known) = lent::known(&writer.vault)?.filter(|it| it.is_over && it.loan.hub == own) else {
            return Ok(None);
        };
        let has_confirmed = lent::has_confirmed(&writer.vault, &known, now)?;
        Ok((!has_confirmed).then_some(known.loan.number))
    }

    /// What this desk has booked of lent time, and has no word of the hub or the centre about.
    pub fn asking(&self, now: Instant) -> Result<Option<Asking>, CacheError> {
        let guard = self.session()?;
        let writer = guard.get().writer();
        let vault = &writer.vault;
        let Some(loan) = lent::known(vault)?.filter(|it| lasts(it, now)).map(|it| it.loan) else {
            return Ok(None);
        };
        let mut asks = Vec::new();
        for bytes in outbox::without_a_word(vault)? {
            let operation = decode_operation(&bytes)?;
            if let Some(ask) = ask_of(&operation, loan.number, now)
                && lent::has_all(vault, &ask.0.times)?
            {
                asks.push(ask);
            }
            if asks.len() == ASKS {
                break;
            }
        }
        Ok((!asks.is_empty()).then_some(Asking { hub: loan.hub, asks }))
    }

    /// As the hub: whether an operation gets its times. What is confirmed is kept before this returns. `own` is the visit of an
    /// operation of this desk, which its book has already.
    pub fn confirm(
        &self,
        ask: &Ask,
        own: Option<AppointmentId>,
        now: Instant,
    ) -> Result<HubAnswer, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let mut writer = session.writer();
        let known = lent::known(&writer.vault)?.filter(|it| lasts(it, now));
        let Some(known) = known.filter(|it| (it.loan.hub, it.loan.number) == (writer.tip.device, ask.number))
        else {
            return Ok(HubAnswer::Nothing);
        };
        let confirmed = lent::confirmed_to(&writer.vault, ask.op)?;
        if !confirmed.is_empty() {
            return Ok(if confirmed == ask.times { HubAnswer::Confirmed } else { HubAnswer::Nothing });
        }
        if !lent::has_all(&writer.vault, &ask.times)? {
            return Ok(HubAnswer::Nothing);
        }
        if let Some(by) = lent::taken_by(&writer.vault, ask)? {
            return Ok(HubAnswer::Taken(by));
        }
        let book = session.mirror.caught_up()?;
        if !has_heard(&book, &known)? || is_taken(&book, ask, own, now)? {
            return Ok(HubAnswer::Nothing);
        }
        drop(book);
        session.keep_in(&mut writer, |vault| lent::confirm(vault, known.epoch, ask, now))?;
        Ok(HubAnswer::Confirmed)
    }

    /// What the hub said of operations of this desk that wait to be sent; of others it is of no use any more.
    pub fn put_words(&self, words: &[(OpId, HubWord)]) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| {
            words.iter().try_for_each(|(op, word)| outbox::put_word(vault, *op, &word.to_json()))
        })
    }
}

fn loan_of(said: &SaidLent) -> Option<Loan> {
    let first = said.delegations.first()?;
    let expires_at = Instant(first.expires_at);
    Some(Loan { hub: DeviceId(first.hub), number: first.hub_epoch, expires_at })
}

fn lasts(it: &Known, now: Instant) -> bool {
    !it.is_over && it.loan.lasts(now)
}

/// Of an ordinary booking or move that is still to come: a deliberate overbook is nobody's to confirm.
fn ask_of(it: &Operation, number: u64, now: Instant) -> Option<(Ask, AppointmentId)> {
    let visit = match &it.body {
        OperationBody::Book(booking) => booking.appointment,
        body @ OperationBody::Reschedule { .. } => body.appointment()?,
        _ => return None,
    };
    let taken = it.body.takes();
    let is_ordinary = taken.iter().all(|it| it.lane == 0 && now < it.during.end());
    (is_ordinary && taken.len() <= ASKED_TIMES).then(|| (Ask::new(it.id, number, taken), visit))
}

/// Whether what was taken before the loan is here.
fn has_heard(book: &Connection, known: &Known) -> Result<bool, CacheError> {
    let reader = mirror::Reader::new(book);
    let is_here = reader.epoch()? == Some(known.epoch) && reader.received()? >= known.head;
    Ok(is_here && mirror::fetching::fetching(book)?.is_none())
}

fn is_taken(
    book: &Connection,
    ask: &Ask,
    own: Option<AppointmentId>,
    now: Instant,
) -> Result<bool, CacheError> {
    let reader = mirror::Reader::new(book);
    for it in &ask.times {
        let Some(period) = Period::new(Instant(it.start), Instant(it.end)) else { return Ok(true) };
        let busy = reader.busy(&[ResourceId(it.resource)], period, now)?;
        if busy.iter().any(|(_, it)| !matches!(it.by, Occupant::Visit(id) if Some(id) == own)) {
            return Ok(true);
        }
    }
    Ok(false)
}
