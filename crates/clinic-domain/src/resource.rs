//! What can be booked: a provider, a room or a piece of equipment.

use crate::{
    code_enum,
    id::{LocationId, ResourceId, Version},
};

/// Longer than this, a room is closed.
pub const MOST_CHANGEOVER_MINUTES: u16 = 240;

code_enum! { ResourceKind { Provider = "provider", Room = "room", Equipment = "equipment" } }

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub id: ResourceId,
    pub version: Version,
    pub location: LocationId,
    pub kind: ResourceKind,
    /// As it stands on the board: "Dr Mei Chen", "Room 4", "ECG 1".
    pub name: String,
    /// Two or three letters for narrow columns.
    pub initials: String,
    /// Specialty of a provider, sort of a room or device: "Family medicine", "Exam room", "ECG".
    pub specialty: String,
    /// National provider number or the like; empty where unknown.
    pub identifier: String,
    /// Where a provider's video visits are held; empty where each has a link of its own.
    pub join_link: String,
    /// Minutes that a room or device needs between two visits, to be cleaned or set up: 0 to [`MOST_CHANGEOVER_MINUTES`].
    pub changeover_minutes: u16,
    /// Of a provider: whose time this is, where the same person is entered at another location too. Who is named so names
    /// nobody, so that all of one person name the same.
    pub same_person_as: Option<ResourceId>,
    /// How many visits it takes at a time: the chairs of a bay. A provider takes one.
    pub places: u8,
    /// Place in the row of columns, smallest first.
    pub position: u32,
    pub is_active: bool,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}
