//! The first way in of somebody who was invited: a password by the code that they were given, and a second factor where the
//! organization wants one of them.

use crate::{
    SignedIn, Unanswered, Wire,
    session::{STEP_UP, wiped},
};
use reqwest::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use zeroize::Zeroizing;

const PASSWORDS: &str = "/v1/passwords";
const PROFILE: &str = "/v1/session";
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

/// Who somebody is at the centre.
#[derive(Deserialize)]
pub struct Profile {
    pub login: String,
    pub name: String,
    pub has_totp: bool,
}

/// What an authenticator app is told.
#[derive(Deserialize)]
pub struct NewFactor {
    /// As people type it.
    #[serde(deserialize_with = "wiped")]
    pub secret: Zeroizing<String>,
    /// As the app reads it off a screen.
    #[serde(deserialize_with = "wiped")]
    pub uri: Zeroizing<String>,
}

/// What a sign-in is good for before its second factor was shown.
impl SignedIn {
    /// # Errors
    /// As for every call.
    pub fn profile(&self, wire: &Wire) -> Result<Profile, Unanswered> {
        wire.answered(wire.request(Method::GET, PROFILE).bearer_auth(self.access_token()))
    }

    /// A new secret each time; it counts once its first code was shown.
    ///
    /// # Errors
    /// As for every call.
    pub fn begin_factor(&self, wire: &Wire) -> Result<NewFactor, Unanswered> {
        self.asked(wire, BEGIN, &json!({}))
    }

    /// The recovery codes, shown this once, and the sign-in that is good from now on.
    ///
    /// # Errors
    /// The code `code_refused`; what was begun stays good.
    pub fn confirm_factor(&self, wire: &Wire, code: &str) -> Result<(Vec<String>, SignedIn), Unanswered> {
        #[derive(Deserialize)]
        struct Confirmed {
            recovery_codes: Vec<String>,
            #[serde(flatten)]
            stepped: SteppedUp,
        }
        let Confirmed { recovery_codes, stepped } = self.asked(wire, CONFIRM, &json!({ "code": code }))?;
        Ok((recovery_codes, self.stepped_up(stepped.access_token, stepped.expires_in)))
    }

    /// Of who has one: the sign-in that is good from now on.
    ///
    /// # Errors
    /// The code `sign_in_refused` for a wrong one, `too_many_attempts`.
    pub fn show_factor(&self, wire: &Wire, code: &str) -> Result<SignedIn, Unanswered> {
        let stepped: SteppedUp = self.asked(wire, STEP_UP, &json!({ "code": code }))?;
        Ok(self.stepped_up(stepped.access_token, stepped.expires_in))
    }

    fn asked<T: DeserializeOwned>(&self, wire: &Wire, path: &str, body: &Value) -> Result<T, Unanswered> {
        wire.answered(wire.request(Method::POST, path).bearer_auth(self.access_token()).json(body))
    }
}

#[derive(Deserialize)]
pub(crate) struct SteppedUp {
    #[serde(deserialize_with = "wiped")]
    pub access_token: Zeroizing<String>,
    /// Seconds.
    pub expires_in: i64,
}
