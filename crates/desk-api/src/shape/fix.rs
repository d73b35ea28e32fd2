//! What would make a refused time possible.

use super::{
    offer::{resource_name, view as offer_view},
    time::date_text,
};
use crate::{
    dto::offer::{FixChange, FixView, OpeningView},
    words::Wording,
};
use clinic_domain::{
    arbitration::Refused,
    availability::{Fix, Offer, Opening, Remedy},
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleException},
};
use desk_app::offer_at::{SpotFix, Taking};

#[must_use]
pub fn view(wording: &Wording<'_>, fix: SpotFix) -> FixView {
    let SpotFix { fix: Fix { remedy, slot }, taking } = fix;
    let appointment_type = slot.appointment_type;
    let of_type = wording.setup.appointment_type(appointment_type);
    let mut view = FixView {
        change: change(&remedy),
        label: wording.language.fix(&remedy, of_type, wording),
        appointment_type,
        offer: None,
        because: Vec::new(),
        opening: None,
        granted_by: Vec::new(),
    };
    match taking {
        Taking::AtOnce { handle } => {
            view.offer = Some(offer_view(wording, handle, &Offer::of(slot)));
        }
        Taking::AfterOpening => {}
        Taking::Granted { by } => view.granted_by = by,
    }
    match remedy {
        Remedy::Overbook { because } | Remedy::WaiveBuffer { because, .. } => {
            view.because = wording.views(&Refused(because))
        }
        Remedy::Open(it) if view.granted_by.is_empty() => view.opening = opening(wording, it),
        _ => {}
    }
    view
}

const fn change(remedy: &Remedy) -> FixChange {
    match remedy {
        Remedy::Another(ResourceKind::Provider) => FixChange::AnotherProvider,
        Remedy::Another(ResourceKind::Room) => FixChange::AnotherRoom,
        Remedy::Another(ResourceKind::Equipment) => FixChange::AnotherEquipment,
        Remedy::Overbook { .. } => FixChange::Overbook,
        Remedy::WaiveBuffer { .. } => FixChange::WaiveBuffer,
        Remedy::AnotherTime { .. } => FixChange::AnotherTime,
        Remedy::ShorterType => FixChange::ShorterType,
        Remedy::Open(Opening::Unblock(_)) => FixChange::Unblock,
        Remedy::Open(Opening::ExtraSession { .. }) => FixChange::ExtraSession,
    }
}

fn opening(wording: &Wording<'_>, opening: Opening) -> Option<OpeningView> {
    let (exception, resource, day, from, to) = match opening {
        Opening::ExtraSession { resource, day, from, to } => (None, resource, day, from, to),
        Opening::Unblock(id) => {
            let &ScheduleException { scope, first_day, from, to, .. } = wording.exception(id)?;
            let ExceptionScope::Resource(resource) = scope else { return None };
            (Some(id), resource, first_day, from, to)
        }
    };
    Some(OpeningView {
        exception,
        resource,
        resource_name: resource_name(wording.setup, resource),
        day: date_text(day),
        from: from.text(),
        to: to.text(),
    })
}
