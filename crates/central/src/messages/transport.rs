//! The two ways out: e-mail by SMTP, text messages by a gateway's HTTP interface. Each is left alone for a while when it does
//! not answer.

mod mail;
mod sms;

use crate::config::Config;
use anyhow::Context;
use central_store::{Circuit, Patience, Sign};
use clinic_domain::{message::MessageChannel, personal::Personal, time::Instant};
use clinic_env::Clock;
use std::time::Duration;
use uuid::Uuid;

pub use mail::Mail;
pub use sms::Sms;

const PATIENCE: Patience = Patience { silences: 5, rest_seconds: 60 };

const NO_SUCH_ADDRESS: &str = "no_such_address";
const NOT_WRITABLE: &str = "not_writable";

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

pub struct Transports {
    mail: Option<Mail>,
    sms: Option<Sms>,
    mail_circuit: Circuit,
    sms_circuit: Circuit,
}

impl Transports {
    /// # Errors
    /// Names the part of the configuration that is of no use.
    pub fn new(config: &Config, clock: Clock) -> anyhow::Result<Transports> {
        let mail = config.mail.as_ref().map(Mail::new).transpose().context("configuration of 'mail'")?;
        let sms = config.sms.as_ref().map(Sms::new).transpose().context("configuration of 'sms'")?;
        let circuit = |name| Circuit::new(name, clock, PATIENCE);
        Ok(Transports { mail, sms, mail_circuit: circuit("mail"), sms_circuit: circuit("sms") })
    }

    /// Of the ways that there are.
    pub fn circuits(&self) -> impl Iterator<Item = &Circuit> {
        let mail = self.mail.as_ref().map(|_| &self.mail_circuit);
        mail.into_iter().chain(self.sms.as_ref().map(|_| &self.sms_circuit))
    }

    #[must_use]
    pub fn has(&self, channel: MessageChannel) -> bool {
        match channel {
            MessageChannel::Email => self.mail.is_some(),
            MessageChannel::Sms => self.sms.is_some(),
        }
    }

    /// Whether it is left alone for a while, because it does not answer.
    #[must_use]
    pub fn is_silent(&self, channel: MessageChannel) -> bool {
        match channel {
            MessageChannel::Email => self.mail_circuit.is_open(),
            MessageChannel::Sms => self.sms_circuit.is_open(),
        }
    }

    pub async fn send(&self, channel: MessageChannel, letter: &Letter, now: Instant) -> Fate {
        let circuit = match channel {
            MessageChannel::Email => &self.mail_circuit,
            MessageChannel::Sms => &self.sms_circuit,
        };
        let Ok(mut pass) = circuit.admit() else { return Fate::Unanswered("circuit_open") };
        match (channel, &self.mail, &self.sms) {
            (MessageChannel::Email, Some(mail), _) => pass.ask(mail.send(letter, now), sign).await,
            (MessageChannel::Sms, _, Some(sms)) => pass.ask(sms.send(letter), sign).await,
            _ => Fate::Never("no_way_out".to_owned()),
        }
    }
}

fn sign(fate: &Fate) -> Sign {
    match fate {
        Fate::Unanswered(_) => Sign::Silence,
        // Found out without asking.
        Fate::Never(code) if code == NO_SUCH_ADDRESS || code == NOT_WRITABLE => Sign::None,
        Fate::Sent | Fate::Later(_) | Fate::Never(_) => Sign::Answer,
    }
}

fn seconds(of: u16) -> Duration {
    Duration::from_secs(of.into())
}
