//! The first way in of somebody who was invited: a password by the code that they were given, and a second factor where the
//! organization wants one of them.

use crate::{SignedIn, Unanswered, Wire, session::wiped};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const PASSWORDS: &str = "/v1/passwords";
const BEGIN: &str = "/v1/session/totp";
const CONFIRM: &str = "/v1/session/totp/confirm";

/// # Errors
/// The code `code_refused` or `weak_password`.
pub fn set_password(wire: &Wire, organization: &str, code: &str, password: &str) -> Result<(), Unanswered> {
    #[derive(Serialize)]
    struct Body<'a> {
        organization: &'a str,
        code: &'a str,
        password: &'a str,
    }
    wire.answered(wire.request(Method::POST, PASSWORDS).json(&Body { organization, code, password }))
}

/// What an authenticator app is told.
#[derive(Deserialize)]
pub struct NewFactor {
    /// As people type it.
    #[serde(deserialize_with = "wiped")]
    pub secret: Zeroizing<String>,
}

/// A sign-in at the centre that is good for nothing before its second factor is there.
pub struct Factorless {
    signed_in: SignedIn,
    password: Zeroizing<String>,
}

impl Factorless {
    #[must_use]
    pub fn new(signed_in: SignedIn, password: &str) -> Factorless {
        Factorless { signed_in, password: Zeroizing::new(password.to_owned()) }
    }

    /// The one that they signed in with.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// A new secret each time; it counts once its first code was shown.
    ///
    /// # Errors
    /// As for every call.
    pub fn begin(&self, wire: &Wire) -> Result<NewFactor, Unanswered> {
        wire.answered(self.signed(wire, BEGIN, &serde_json::json!({})))
    }

    /// The recovery codes, shown this once, and the sign-in that is good from now on.
    ///
    /// # Errors
    /// The code `code_refused`; what was begun stays good.
    pub fn confirm(&self, wire: &Wire, code: &str) -> Result<(Vec<String>, SignedIn), Unanswered> {
        #[derive(Deserialize)]
        struct Confirmed {
            recovery_codes: Vec<String>,
            #[serde(deserialize_with = "wiped")]
            access_token: Zeroizing<String>,
            expires_in: i64,
        }
        let body = serde_json::json!({ "code": code });
        let Confirmed { recovery_codes, access_token, expires_in } =
            wire.answered(self.signed(wire, CONFIRM, &body))?;
        Ok((recovery_codes, self.signed_in.stepped_up(access_token, expires_in)))
    }

    fn signed(&self, wire: &Wire, path: &str, body: &serde_json::Value) -> reqwest::RequestBuilder {
        wire.request(Method::POST, path).bearer_auth(self.signed_in.access_token()).json(body)
    }
}
