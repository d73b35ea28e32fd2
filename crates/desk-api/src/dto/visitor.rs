//! Somebody whom the centre is to know before this desk does: how they sign in there, and with what second factor.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct SignInWaysView {
    /// In the browser, where the organization's people sign in anyway.
    pub in_browser: bool,
    /// Administrators do anyway.
    pub with_password: bool,
}

/// Where the browser is to go.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BrowserView {
    pub url: String,
    /// This PC's browser was told to; else a person opens it.
    pub is_opened: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ComeBackRequest {
    /// The code with which somebody becomes known who comes for the first time.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub invitation: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct VisitorView {
    pub login: String,
    pub name: String,
    pub factor: FactorState,
}

/// Of the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactorState {
    /// Shown, or not wanted.
    Done,
    /// They have one, and it was not shown yet.
    Wanted,
    /// They are to have one.
    Missing,
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FactorCodeRequest {
    /// Six digits, or a recovery code where one may take their place.
    pub code: String,
}

/// A second factor that waits for its first code.
#[derive(Serialize, TS)]
pub struct SecondFactorView {
    /// What is typed into an authenticator app.
    pub secret: String,
    /// What the app reads off the screen instead.
    pub picture: QrView,
}

/// A square picture of dark fields.
#[derive(Serialize, TS)]
pub struct QrView {
    /// Fields along a side, with the white margin.
    pub side: u32,
    /// The dark ones, as a path of an SVG.
    pub path: String,
}

#[derive(Serialize, TS)]
pub struct SecondFactorCodesView {
    /// Each opens once where the app is lost. They are shown now and never again.
    pub recovery_codes: Vec<String>,
}
