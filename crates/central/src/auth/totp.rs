//! The second factor: six digits for every half minute (RFC 6238).

use clinic_domain::time::Instant;
use clinic_env::random_bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

const ISSUER: &str = "AgentCare";

#[must_use]
pub fn new_secret() -> Zeroizing<[u8; 20]> {
    Zeroizing::new(random_bytes())
}

/// The time step whose code it is, the one before and the one after now included. Whoever takes it keeps the step.
#[must_use]
pub fn step(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let step = totp(secret)?.check(code, u64::try_from(now.0).ok()?)?;
    i64::try_from(step).ok()
}

/// The secret as people type it.
#[must_use]
pub fn spelled(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}

/// What an authenticator app reads as a picture.
#[must_use]
pub fn uri(secret: &[u8], login: &str) -> String {
    let login = utf8_percent_encode(login, NON_ALPHANUMERIC);
    format!("otpauth://totp/{ISSUER}:{login}?secret={}&issuer={ISSUER}", spelled(secret))
}

/// SHA-1, six digits, half minutes, one step of skew: what every app does.
fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(step(secret, code, Instant(time)), Some(time / 30));
            assert_eq!(step(secret, code, Instant(time + 30)), Some(time / 30), "half a minute late");
            assert_eq!(step(secret, code, Instant(time + 90)), None);
        }
        assert_eq!(step(secret, "+87082", Instant(59)), None);
        assert_eq!(step(secret, "28708", Instant(59)), None);
    }

    #[test]
    fn an_app_reads_who_and_what() {
        let uri = uri(b"12345678901234567890", "ada@clinic");
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(uri, format!("otpauth://totp/AgentCare:ada%40clinic?secret={secret}&issuer=AgentCare"));
    }
}
