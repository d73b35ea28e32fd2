//! The two ways out: e-mail by SMTP, text messages by a gateway's HTTP interface. Each with a circuit that opens when it does
//! not answer, so that nothing hammers at a closed door.

mod mail;
mod sms;

use crate::config::Config;
use anyhow::Context;
use clinic_domain::{message::MessageChannel, personal::Personal, time::Instant};
use std::{
    sync::atomic::{AtomicI64, AtomicU32, Ordering},
    time::Duration,
};
use uuid::Uuid;

pub use mail::Mail;
pub use sms::Sms;

/// So often in a row a way may not answer before it is left alone for a while.
const MOST_FAILURES: u32 = 5;
const LEFT_ALONE_SECONDS: i64 = 60;

/// A message as it goes out.
pub struct Letter {
    pub message: Uuid,
    pub to: Personal,
    /// Who it is from, as people know them.
    pub clinic: String,
    /// Where a reply to an e-mail goes; empty for nowhere.
    pub reply_to: String,
    pub subject: Personal,
    pub body: Personal,
}

/// What an attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Sent,
    /// Refused for now, by a code.
    Later(String),
    /// Refused for good, by a code.
    Never(String),
    /// Nobody there, by a code.
    Unanswered(&'static str),
}

#[derive(Default)]
pub struct Circuit {
    failures: AtomicU32,
    open_until: AtomicI64,
}

impl Circuit {
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        now.0 < self.open_until.load(Ordering::Relaxed)
    }

    fn note(&self, fate: &Fate, now: Instant) {
        if !matches!(fate, Fate::Unanswered(_)) {
            self.failures.store(0, Ordering::Relaxed);
        } else if self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_FAILURES {
            // After the while one failure is enough to open it again.
            self.failures.store(MOST_FAILURES - 1, Ordering::Relaxed);
            self.open_until.store(now.0 + LEFT_ALONE_SECONDS, Ordering::Relaxed);
        }
    }
}

pub struct Transports {
    mail: Option<Mail>,
    sms: Option<Sms>,
    pub mail_circuit: Circuit,
    pub sms_circuit: Circuit,
}

impl Transports {
    /// # Errors
    /// Names the part of the configuration that is of no use.
    pub fn new(config: &Config) -> anyhow::Result<Transports> {
        let mail = config.mail.as_ref().map(Mail::new).transpose().context("configuration of 'mail'")?;
        let sms = config.sms.as_ref().map(Sms::new).transpose().context("configuration of 'sms'")?;
        Ok(Transports { mail, sms, mail_circuit: Circuit::default(), sms_circuit: Circuit::default() })
    }

    #[must_use]
    pub fn has(&self, channel: MessageChannel) -> bool {
        match channel {
            MessageChannel::Email => self.mail.is_some(),
            MessageChannel::Sms => self.sms.is_some(),
        }
    }

    pub async fn send(&self, channel: MessageChannel, letter: &Letter, now: Instant) -> Fate {
        let circuit = match channel {
            MessageChannel::Email => &self.mail_circuit,
            MessageChannel::Sms => &self.sms_circuit,
        };
        if circuit.is_open(now) {
            return Fate::Unanswered("circuit_open");
        }
        let fate = match (channel, &self.mail, &self.sms) {
            (MessageChannel::Email, Some(mail), _) => mail.send(letter, now).await,
            (MessageChannel::Sms, _, Some(sms)) => sms.send(letter).await,
            _ => return Fate::Never("no_way_out".to_owned()),
        };
        circuit.note(&fate, now);
        fate
    }
}

fn seconds(of: u16) -> Duration {
    Duration::from_secs(of.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circuit_opens_after_five_in_a_row_for_a_minute_and_closes_with_an_answer() {
        let (circuit, silence) = (Circuit::default(), Fate::Unanswered("unreachable"));
        for second in 0..4 {
            circuit.note(&silence, Instant(second));
        }
        circuit.note(&Fate::Later("451".to_owned()), Instant(4));
        for second in 5..9 {
            circuit.note(&silence, Instant(second));
            assert!(!circuit.is_open(Instant(second)));
        }
        circuit.note(&silence, Instant(9));
        assert!(circuit.is_open(Instant(68)) && !circuit.is_open(Instant(69)));
        circuit.note(&silence, Instant(69));
        assert!(circuit.is_open(Instant(70)), "one more is enough");
        circuit.note(&Fate::Sent, Instant(130));
        circuit.note(&silence, Instant(131));
        assert!(!circuit.is_open(Instant(131)));
    }
}
