//! What desk and centre say to each other beside operations and changes: greetings, results, pages, first syncs.
//!
//! A push is the desk's operations as lines, each as [`crate::encode_operation`] wrote it, in the order of their
//! `device_seq`, with the hub's word behind it where there is one ([`crate::hub::line`]). Everything else is the JSON of these types; what a version does not know it passes over.

use clinic_domain::id::OpId;
use core::net::IpAddr;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

/// The most operations and bytes of one push.
pub const PUSH_OPERATIONS: usize = 512;
pub const PUSH_BYTES: usize = 512 * 1024;
/// The most rows of one page of changes, and of one chunk of a first sync.
pub const PAGE_ROWS: u32 = 2_000;
pub const CHUNK_ROWS: u32 = 5_000;

/// The most times that a desk chooses among at once, and how long they are shown after it said so.
pub const CHOICES: usize = 16;
pub const CHOICE_SECONDS: u32 = 30;

/// How a desk introduces itself when it comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema, garde::Validate))]
pub struct Hello {
    #[cfg_attr(feature = "door", garde(length(max = 64)))]
    pub client_version: String,
    /// The schema that its operations are written in.
    #[cfg_attr(feature = "door", garde(range(min = 1)))]
    pub schema: u16,
    /// The history that its cursor counts in; none before its first sync.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(skip))]
    pub epoch: Option<Uuid>,
    #[cfg_attr(feature = "door", garde(range(max = 9_007_199_254_740_991_u64)))]
    pub cursor: u64,
    /// How many operations it still has to send.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(range(max = 9_007_199_254_740_991_u64)))]
    pub waiting: u64,
    /// The number of the first of its operations that it can still send: those before were confirmed long ago, and let go of.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(range(max = 9_007_199_254_740_991_u64)))]
    pub kept_from: u64,
    /// Where other desks of its location reach it.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(dive))]
    pub lan: Option<Lan>,
    /// The number of a loan that this desk, its hub, gives back: it confirmed nothing by it that is still to come, and will not.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(range(max = 9_007_199_254_740_991_u64)))]
    pub returned: Option<u64>,
}

/// Where a desk listens for the others of its location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema, garde::Validate))]
pub struct Lan {
    /// Of the local network: private, unique local or link-local.
    #[cfg_attr(feature = "door", garde(skip), schemars(with = "String", extend("maxLength" = 45)))]
    pub address: IpAddr,
    #[cfg_attr(feature = "door", garde(range(min = 1)))]
    pub port: u16,
    /// SHA-256 of the certificate that it shows there, 64 hexadecimal digits.
    #[serde(default)]
    #[cfg_attr(feature = "door", garde(length(min = 64, max = 64)))]
    pub fingerprint: Option<String>,
}

/// What the centre answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Welcome {
    /// UTC seconds.
    pub server_time: i64,
    pub epoch: Uuid,
    /// The last change that there is.
    pub head: u64,
    /// Whoever is behind this one fetches everything anew.
    pub floor: u64,
    /// The last operation of this desk that has a result: the next one is one higher.
    pub device_seq: u64,
    /// How many of its operations the centre lost that the desk cannot send any more: it goes on without them.
    #[serde(default)]
    pub lost: u64,
    /// How many operations of this desk the centre keeps until it can read them. A desk that knows of more asks for the others
    /// again: they were decided since.
    #[serde(default)]
    pub deferred: u64,
    /// The schemas of operations that the centre decides: others it keeps for later.
    pub schemas: Vec<u16>,
    #[serde(default)]
    pub limits: Limits,
    /// The least version of a desk that the centre works with, `1.4.0`; none where any does.
    #[serde(default)]
    pub min_client: Option<String>,
    pub peers: Vec<Peer>,
    pub delegations: Vec<Delegation>,
}

/// What the centre takes and gives at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Limits {
    pub push_operations: usize,
    pub push_bytes: usize,
    pub page_rows: u32,
    pub chunk_rows: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            push_operations: PUSH_OPERATIONS,
            push_bytes: PUSH_BYTES,
            page_rows: PAGE_ROWS,
            chunk_rows: CHUNK_ROWS,
        }
    }
}

/// Another desk of the location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Peer {
    pub device: Uuid,
    pub name: String,
    /// Ed25519, 64 hexadecimal digits.
    pub public_key: String,
    /// As that desk said it last.
    #[serde(default)]
    pub lan: Option<Lan>,
}

/// Time that is lent to a location: while it is cut off its hub confirms bookings of it (`clinic_domain::lending`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Delegation {
    pub resource: Uuid,
    /// UTC seconds.
    pub start: i64,
    pub end: i64,
    pub hub: Uuid,
    pub hub_epoch: u64,
    pub expires_at: i64,
}

/// The times that somebody chooses among at a desk now, in place of what the desk said before: about to be booked, and not
/// the book's yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema, garde::Validate))]
pub struct Choosing {
    #[cfg_attr(feature = "door", garde(length(max = CHOICES), dive))]
    pub choices: Vec<Choice>,
}

/// A resource and a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema, garde::Validate))]
pub struct Choice {
    #[cfg_attr(feature = "door", garde(skip))]
    pub resource: Uuid,
    /// UTC seconds.
    #[cfg_attr(feature = "door", garde(range(min = 0, max = 32_503_680_000_i64)))]
    pub start: i64,
    #[cfg_attr(feature = "door", garde(range(min = 0, max = 32_503_680_000_i64)))]
    pub end: i64,
}

/// What is being chosen at the other desks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Choices {
    /// Another one when somebody chose something else; no order is in it.
    pub revision: u64,
    pub choices: Vec<OthersChoice>,
}

/// What somebody chooses at another desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct OthersChoice {
    pub device: Uuid,
    pub person: Uuid,
    #[serde(flatten)]
    pub choice: Choice,
    /// How long it is to be shown, unless something else is heard.
    pub seconds: u32,
}

/// What became of an operation at the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OpStatus {
    Applied,
    /// Somebody else was first: a person has to decide.
    Conflict,
    /// It could not have been done as it was asked for.
    Rejected,
    /// Of a kind that this centre does not know yet: kept as it was sent, and decided later.
    Deferred,
}

impl OpStatus {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            OpStatus::Applied => "applied",
            OpStatus::Conflict => "conflict",
            OpStatus::Rejected => "rejected",
            OpStatus::Deferred => "deferred",
        }
    }
}

/// The centre's answer for one operation; sent again, the operation gets the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct OpResult {
    pub status: OpStatus,
    /// The last change that it made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Codes of refusals, the first reason first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Whether it was known already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_duplicate: bool,
}

impl OpResult {
    #[must_use]
    pub fn applied(seq: u64) -> OpResult {
        OpResult { seq: Some(seq), ..OpResult::of(OpStatus::Applied, Vec::new()) }
    }

    #[must_use]
    pub fn of(status: OpStatus, reasons: Vec<String>) -> OpResult {
        OpResult { status, seq: None, reasons, is_duplicate: false }
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        crate::wire::json(self)
    }

    #[must_use]
    pub fn from_json(json: &str) -> Option<OpResult> {
        serde_json::from_str(json).ok()
    }
}

/// The answer to a push: a result for each operation up to the first that cannot be looked at yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Pushed {
    pub epoch: Uuid,
    pub results: Vec<OpOutcome>,
    /// Where operations are missing in between: the `device_seq` that the centre waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct OpOutcome {
    #[cfg_attr(feature = "door", schemars(with = "Uuid"))]
    pub op: OpId,
    #[serde(flatten)]
    pub result: OpResult,
}

/// A row as it stands now.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct ChangedRow {
    pub seq: u64,
    pub kind: String,
    pub id: Uuid,
    /// The record, in the schema that this centre writes.
    #[cfg_attr(feature = "door", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    pub row: Box<RawValue>,
}

/// Changes after a cursor, in order. A row that changed again later comes in its newest state at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Page {
    pub epoch: Uuid,
    pub schema: u16,
    pub from: u64,
    pub to: u64,
    pub head: u64,
    pub changes: Vec<ChangedRow>,
}

/// Rows of one kind, by id.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Chunk {
    pub epoch: Uuid,
    pub schema: u16,
    /// The changes that are in it at least: pulling goes on after the head of the first chunk of a first sync.
    pub head: u64,
    /// How many rows of the kind there are; in the first chunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    #[cfg_attr(feature = "door", schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>"))]
    pub rows: Vec<Box<RawValue>>,
    /// The id after which the next chunk begins; none after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

impl Chunk {
    /// As JSON, with rows that are JSON already: they are not read again.
    ///
    /// # Errors
    /// None that can happen: everything in it has a form.
    pub fn written<'a>(&self, rows: impl Iterator<Item = &'a str>) -> serde_json::Result<Vec<u8>> {
        let around = serde_json::to_string(&Chunk { rows: Vec::new(), ..self.clone() })?;
        // Before it are numbers and an id only.
        let (before, after) = around.split_once("[]").unwrap_or((&around, ""));
        let mut text = Vec::from(before);
        text.push(b'[');
        for (at, row) in rows.enumerate() {
            if at > 0 {
                text.push(b',');
            }
            text.extend_from_slice(row.as_bytes());
        }
        text.push(b']');
        text.extend_from_slice(after.as_bytes());
        Ok(text)
    }
}

/// What a desk holds of one kind, or the centre: equal where nothing drifted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "door", derive(schemars::JsonSchema))]
pub struct Checksum {
    pub kind: String,
    pub count: u64,
    /// The first 8 bytes of SHA-256 over a row's id (16 bytes) and version (8 bytes, big end first), all rows' combined by
    /// exclusive or: 16 hexadecimal digits.
    pub digest: String,
}
