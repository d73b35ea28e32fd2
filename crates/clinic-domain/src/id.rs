//! Ids: UUIDv7 newtypes from an injected source. Text is lowercase with hyphens; stores keep 16 bytes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(pub Uuid);

        impl $name {
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self { Self(Uuid::from_bytes(bytes)) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

ids! {
    /// The tenant.
    OrganizationId,
    LocationId,
    ResourceId,
    AppointmentTypeId,
    TemplateId,
    ExceptionId,
    DayCloseId,
    PatientId,
    CaregiverId,
    AppointmentId,
    /// Visits that were booked to repeat.
    SeriesId,
    HoldId,
    /// An entry of the waitlist.
    WaitlistId,
    RecallId,
    DepartmentId,
    /// A question of the knowledge base.
    FaqId,
    MessageTemplateId,
    /// Somebody who signs in.
    PersonId,
    /// A decision that lost: the id of its operation.
    ConflictId,
    /// An enrolled desk.
    DeviceId,
    /// An operation; its idempotency key.
    OpId,
}

/// A row's version: counted up by the arbiter with every accepted change, 1 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Version(#[cfg_attr(feature = "ts", ts(type = "number"))] pub u64);

impl Version {
    pub const FIRST: Version = Version(1);

    #[must_use]
    pub const fn next(self) -> Version {
        Version(self.0 + 1)
    }
}
