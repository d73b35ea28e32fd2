//! A clinic that stood alone, on its way into an organization.

use super::centre::EnrolledView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// After [`super::centre::EnrolRequest`]: as whom the book is sent.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachSignInRequest {
    /// Absent for who has just signed in, in the browser or with a new second factor.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub login: Option<String>,
    /// The one at the centre, which opens the desk from the end of the way on. Who signed in in the browser chooses one.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub password: Option<String>,
    /// Of the second factor.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttachStatus {
    /// The desk is its own arbiter.
    Alone,
    /// The organization has taken this PC in, and nobody has said yes.
    Enrolled {
        desk: EnrolledView,
    },
    /// Its book is being sent; until all of it is there nothing is decided here.
    Begun {
        address: String,
        /// The organization's short name.
        organization: String,
        /// As whom it is sent.
        login: String,
        /// Parts of the book that were answered, and how many there are.
        answered: u32,
        all: u32,
    },
    Joined,
}

/// What somebody reads before they say yes.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AttachPreviewView {
    pub organization_name: String,
    pub address: String,
    /// Who they are there.
    pub signed_in_as: String,
    /// What goes along, in its order, with what the organization has of it.
    pub kinds: Vec<AttachKindView>,
    /// Of the visits those that are still to come.
    pub to_come: u32,
    pub same_names: Vec<SameNameView>,
    pub people: Vec<AttachPersonView>,
    /// Why it cannot be done as it is.
    pub problem: Option<String>,
    /// Where the backup goes that is made first; absent where nobody chose a folder.
    pub backup_folder: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AttachKindView {
    pub kind: String,
    pub here: u32,
    pub there: u32,
}

/// A name that both have.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SameNameView {
    pub kind: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AttachPersonView {
    pub name: String,
    pub login: String,
    /// Who has the same login there.
    pub there: Option<String>,
}
