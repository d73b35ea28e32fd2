//! The centre that the desk belongs to.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A one-time code makes this PC a desk of an organization.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// `https://…`, as people type it.
    pub address: String,
    /// The organization's short name.
    pub organization: String,
    pub code: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct EnrolledView {
    pub address: String,
    pub organization: String,
    /// As the administrator named this desk.
    pub desk_name: String,
    /// The administrator sees the same at the centre: `ABCD-EFGH`.
    pub fingerprint: String,
}

/// After [`EnrolRequest`]: the first person signs in, and the desk is set up.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinCentreRequest {
    /// Absent for who has just signed in, in the browser or with a new second factor.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub login: Option<String>,
    /// The one at the centre, which opens the desk from then on. Who signed in in the browser chooses one for the desk.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub password: Option<String>,
    /// Of the second factor.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<String>,
    pub key_store: super::session::KeyStoreKind,
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignInToCentreRequest {
    pub password: String,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SyncStatus {
    /// The desk is its own arbiter.
    Standalone,
    Joined {
        centre: Box<CentreView>,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CentreView {
    pub address: String,
    /// The organization's short name.
    pub organization: String,
    pub link: LinkState,
    /// Since when the link is so.
    pub since: Option<String>,
    /// The last answer.
    pub last_contact: Option<String>,
    /// Operations that wait to be sent, that a person has to decide about, that the centre keeps until it can read them.
    pub queued: u32,
    pub undecided: u32,
    pub deferred: u32,
    /// The centre's number of the last change that is here, and of the last that it is known to have.
    pub cursor: u64,
    pub head: Option<u64>,
    /// When everything here was last known to be the newest.
    pub as_of: Option<String>,
    /// Operations of this desk that the centre lost when it was set back, and that nobody can send again.
    pub lost: u64,
    /// While rows of a first sync are on their way.
    pub first_sync: Option<FirstSyncView>,
    pub storage: StorageView,
    /// At the centre; absent when the person has to sign in there.
    pub signed_in: Option<CentreSignInView>,
    /// Until then the person opens this desk without the centre's word.
    pub lease_until: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    Connecting,
    Online,
    Offline,
    SignedOut,
    /// The roles of who is signed in at the centre do not see the day: nothing is sent or heard meanwhile.
    SeesNoDay,
    /// A newer version has to be installed here: what is decided is sent, and nothing is heard.
    TooOld,
    Revoked,
    /// These files were put back: nothing goes to or from the centre until this PC is connected anew.
    PutBack,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct FirstSyncView {
    /// The setup, the people and the near days are here.
    pub is_usable: bool,
    /// The kind of rows that is on its way, how many came, and of how many.
    pub kind: String,
    pub done: u64,
    pub total: Option<u64>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StorageView {
    pub vault_bytes: u64,
    pub mirror_bytes: u64,
    pub free_mebibytes: Option<u64>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CentreSignInView {
    pub login: String,
    pub until: String,
}

/// What this desk has of the centre's rows, beside what the centre has.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparedView {
    /// The numbers of the last change here and there: only at the same one the rows can be equal.
    pub cursor: u64,
    pub head: u64,
    pub is_equal: bool,
    pub kinds: Vec<ComparedKindView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparedKindView {
    pub kind: String,
    pub here: u64,
    pub there: u64,
    pub is_equal: bool,
}

/// A call of the centre's API that the desk passes on; `centre.ts` has what each takes and answers.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AskCentreRequest {
    pub call: String,
    #[serde(default)]
    #[ts(type = "Record<string, string>")]
    pub path: BTreeMap<String, String>,
    #[serde(default)]
    #[ts(type = "Record<string, string>")]
    pub query: BTreeMap<String, String>,
    #[serde(default)]
    #[ts(type = "unknown")]
    pub body: Option<Value>,
}

/// As the centre said it.
#[derive(Serialize, TS)]
pub struct CentreAnswer {
    #[ts(type = "unknown")]
    pub answer: Value,
}

/// A password at the centre, chosen with a code that an administrator or a mail gave.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetCentrePasswordRequest {
    pub code: String,
    pub password: String,
}
