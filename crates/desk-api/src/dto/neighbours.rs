//! What this desk and the others of its location show each other.

use clinic_domain::id::{LocationId, ResourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The times that the person has chosen and not booked yet, in place of those before; none when they stopped.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChooseTimesRequest {
    /// At most 16.
    pub handles: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeingBookedRequest {
    pub location: LocationId,
}

/// What other desks are about to book. It keeps nobody from booking it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BeingBookedView {
    /// The earliest first.
    pub times: Vec<ElsewhereView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ElsewhereView {
    pub desk: DeskNameView,
    pub resource: ResourceId,
    /// `YYYY-MM-DD`
    pub date: String,
    /// Minutes since the local day began, buffers included.
    pub from_minute: u16,
    pub to_minute: u16,
    /// `HH:MM`
    pub wall_start: String,
    pub wall_end: String,
}

/// At which desk, and how far it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DeskNameView {
    /// Empty where this desk was not told.
    pub name: String,
    /// It is booked there, and the centre does not know of it yet; otherwise somebody has it chosen right now.
    pub is_booked: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OffersBeingBookedRequest {
    /// At most 200.
    pub handles: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OffersBeingBookedView {
    /// Those of the offers that take up what is being booked elsewhere.
    pub offers: Vec<OfferElsewhereView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OfferElsewhereView {
    pub handle: String,
    pub desk: DeskNameView,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeeNeighboursRequest {
    pub is_on: bool,
}

/// The other desks of the location, and how this one sees them over the local network.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NeighboursView {
    pub lan: LanState,
    /// Where this desk listens.
    pub listens: Option<String>,
    pub desks: Vec<NeighbourView>,
    /// Callers that no centre named, and messages that were not taken.
    pub refused: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LanState {
    On,
    /// Somebody switched it off on this PC.
    Off,
    /// The port is taken, or the PC allows none.
    Failed,
    /// The program was started without it.
    Without,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct NeighbourView {
    pub name: String,
    /// When it was heard last over the local network, UTC.
    pub heard_at: Option<String>,
}
