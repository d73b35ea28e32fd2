//! E-mail over SMTP.
//!
//! A mail has the id of its message, so that a server which took one and was cut off before it said so takes the same one
//! again.

use super::{Fate, Letter, NO_SUCH_ADDRESS, NOT_WRITABLE, seconds};
use crate::config::{MailConfig, MailTls};
use anyhow::Context;
use clinic_domain::time::Instant;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header},
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use std::time::{Duration, SystemTime};

pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl Mail {
    /// Connects when the first mail is sent.
    ///
    /// # Errors
    /// The address or the certificate is none.
    pub fn new(config: &MailConfig) -> anyhow::Result<Mail> {
        let from: Address = config.from.parse().context("'from' is no address")?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.clone());
        let mut builder = builder
            .port(config.port)
            .tls(tls(config)?)
            .timeout(Some(seconds(config.timeout_seconds)))
            .pool_config(PoolConfig::new().max_size(config.connections));
        if let (Some(user), Some(password)) = (&config.user, &config.password) {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            builder = builder.credentials(credentials);
        }
        Ok(Mail { transport: builder.build(), from })
    }

    pub async fn send(&self, letter: &Letter, now: Instant) -> Fate {
        let Ok(to) = letter.to.expose().parse::<Address>() else {
            return Fate::Never(NO_SUCH_ADDRESS.to_owned());
        };
        let Ok(message) = self.message(letter, to, now) else {
            return Fate::Never(NOT_WRITABLE.to_owned());
        };
        match self.transport.send(message).await {
            Ok(_) => Fate::Sent,
            Err(error) => match error.status() {
                Some(code) => refused(&code.to_string(), error.is_permanent()),
                None if error.is_timeout() => Fate::Unanswered("timed_out"),
                None if error.is_tls() => Fate::Unanswered("tls"),
                None => Fate::Unanswered("unreachable"),
            },
        }
    }

    fn message(&self, letter: &Letter, to: Address, now: Instant) -> Result<Message, lettre::error::Error> {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now.0).unwrap_or_default());
        let mut builder = Message::builder()
            .from(Mailbox::new(Some(letter.clinic.clone()), self.from.clone()))
            .to(to.into())
            .date(at)
            .message_id(Some(format!("<{}@{}>", letter.message, self.from.domain())))
            .subject(letter.subject.expose())
            .header(AutoSubmitted)
            .header(header::ContentType::TEXT_PLAIN);
        if let Ok(reply_to) = letter.reply_to.parse::<Address>() {
            builder = builder.reply_to(reply_to.into());
        }
        builder.body(letter.body.expose().to_owned())
    }
}

/// 53x: the server does not know us, a fault of the configuration and not of the mail. 503: the connection is in the middle
/// of another mail, which was cut off; it is given up, and the next one begins anew.
fn refused(code: &str, is_permanent: bool) -> Fate {
    let reason = format!("smtp_{code}");
    let is_of_the_mail = is_permanent && !code.starts_with("53") && code != "503";
    if is_of_the_mail { Fate::Never(reason) } else { Fate::Later(reason) }
}

fn tls(config: &MailConfig) -> anyhow::Result<Tls> {
    let mut parameters = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.certificate_authority {
        let pem = std::fs::read(path).context("'certificate_authority' cannot be read")?;
        let certificate = Certificate::from_pem(&pem).context("'certificate_authority' is no certificate")?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = || parameters.build().context("TLS cannot be set up");
    Ok(match config.tls {
        MailTls::None => Tls::None,
        MailTls::Starttls => Tls::Required(parameters()?),
        MailTls::Tls => Tls::Wrapper(parameters()?),
    })
}

/// Written by a program: no out-of-office answer, please (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
