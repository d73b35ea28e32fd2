//! Which part of the practice the figures are asked for.

use super::{OpenDay, Released, ThirdNext, VisitFacts};
use crate::id::{AppointmentTypeId, LocationId, ResourceId};

/// What is absent filters nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub location: Option<LocationId>,
    pub provider: Option<ResourceId>,
    pub appointment_type: Option<AppointmentTypeId>,
}

/// Where something belongs, as far as a [`Scope`] asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub location: LocationId,
    pub provider: Option<ResourceId>,
    /// Open time is of no type.
    pub appointment_type: Option<AppointmentTypeId>,
}

impl Scope {
    /// Whether it is in the asked part. What is of no type is in it whichever type is asked for; a visit without a
    /// provider is in it only where no provider is.
    #[must_use]
    pub fn admits(&self, it: impl Into<Place>) -> bool {
        let it = it.into();
        self.location.is_none_or(|asked| asked == it.location)
            && self.provider.is_none_or(|asked| Some(asked) == it.provider)
            && self
                .appointment_type
                .is_none_or(|asked| it.appointment_type.is_none_or(|of_type| asked == of_type))
    }

    /// The same part with all types: whose time is taken is taken, by whatever.
    #[must_use]
    pub const fn of_any_type(self) -> Scope {
        Scope { appointment_type: None, ..self }
    }
}

impl From<&VisitFacts> for Place {
    fn from(it: &VisitFacts) -> Place {
        Place { location: it.location, provider: it.provider, appointment_type: Some(it.appointment_type) }
    }
}

impl From<&Released> for Place {
    fn from(it: &Released) -> Place {
        Place {
            location: it.location,
            provider: Some(it.provider),
            appointment_type: Some(it.appointment_type),
        }
    }
}

impl From<&OpenDay> for Place {
    fn from(it: &OpenDay) -> Place {
        Place { location: it.location, provider: Some(it.provider), appointment_type: None }
    }
}

impl From<&ThirdNext> for Place {
    fn from(it: &ThirdNext) -> Place {
        Place {
            location: it.location,
            provider: Some(it.provider),
            appointment_type: Some(it.appointment_type),
        }
    }
}
