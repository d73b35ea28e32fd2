//! The practice's setup, for administrators and practice managers.

use super::SignedIn;
use crate::{
    call::Call,
    dto::{
        organization::OrganizationView,
        refusal::Outcome,
        session::Nothing,
        setup::{
            AppointmentTypeView, BookedAheadRequest, BookedAheadView, GettingReadyView, LocationView,
            ResourceView, SetupView, StepView, TemplateView,
        },
    },
    error::ApiError,
    shape::{
        organization::{organization_view, parse_organization},
        setup as shape,
        time::date_text,
    },
};
use clinic_domain::id::{AppointmentTypeId, LocationId, ResourceId, TemplateId};
use desk_app::{
    booked_ahead::{self, AheadRequest},
    error::AppResult,
    getting_ready, setup,
};

pub fn setup(call: &Call<'_>, _: Nothing) -> Result<SetupView, ApiError> {
    let signed_in = call.signed_in()?;
    Ok(shape::view(&signed_in.front.configuration()?.setup, signed_in.front.now()))
}

pub fn booked_ahead(call: &Call<'_>, request: BookedAheadRequest) -> Result<BookedAheadView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = AheadRequest { location: request.location, resource: request.resource };
    let ahead = booked_ahead::booked_ahead(&signed_in.front, signed_in.person, &wanted)?;
    let visits = u32::try_from(ahead.visits).unwrap_or(u32::MAX);
    Ok(BookedAheadView { visits, last_day: ahead.last_day.map(date_text) })
}

pub fn getting_ready(call: &Call<'_>, _: Nothing) -> Result<GettingReadyView, ApiError> {
    let signed_in = call.signed_in()?;
    let steps = getting_ready::getting_ready(&signed_in.front, signed_in.person)?;
    let view = |(step, is_done)| StepView { step, is_done };
    Ok(GettingReadyView { steps: steps.into_iter().map(view).collect() })
}

pub fn put_organization(
    call: &Call<'_>,
    view: OrganizationView,
) -> Result<Outcome<OrganizationView>, ApiError> {
    let signed_in = call.signed_in()?;
    let current = &signed_in.front.configuration()?.setup.organization;
    let result = parse_organization(view, current)
        .map_err(Into::into)
        .and_then(|wanted| setup::put_organization(&signed_in.front, signed_in.person, &wanted));
    announced(call, &signed_in, result.map(|it| organization_view(&it)))
}

pub fn put_location(call: &Call<'_>, view: LocationView) -> Result<Outcome<LocationView>, ApiError> {
    let signed_in = call.signed_in()?;
    let configuration = signed_in.front.configuration()?;
    let source = view.id.and_then(|id| configuration.setup.location(id)).and_then(|it| it.source.clone());
    let result = shape::parse_location(view, LocationId(signed_in.front.ids.next()), source)
        .map_err(Into::into)
        .and_then(|wanted| setup::put_location(&signed_in.front, signed_in.person, &wanted));
    announced(call, &signed_in, result.map(|it| shape::location_view(&it)))
}

pub fn put_resource(call: &Call<'_>, view: ResourceView) -> Result<Outcome<ResourceView>, ApiError> {
    let signed_in = call.signed_in()?;
    let configuration = signed_in.front.configuration()?;
    let source = view.id.and_then(|id| configuration.setup.resource(id)).and_then(|it| it.source.clone());
    let wanted = shape::parse_resource(view, ResourceId(signed_in.front.ids.next()), source);
    let result = setup::put_resource(&signed_in.front, signed_in.person, &wanted);
    announced(call, &signed_in, result.map(|it| shape::resource_view(&it)))
}

pub fn put_appointment_type(
    call: &Call<'_>,
    view: AppointmentTypeView,
) -> Result<Outcome<AppointmentTypeView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = shape::parse_type(view, AppointmentTypeId(signed_in.front.ids.next()));
    let result = setup::put_appointment_type(&signed_in.front, signed_in.person, &wanted);
    announced(call, &signed_in, result.map(|it| shape::type_view(&it)))
}

pub fn put_template(call: &Call<'_>, view: TemplateView) -> Result<Outcome<TemplateView>, ApiError> {
    let signed_in = call.signed_in()?;
    let result = shape::parse_template(view, TemplateId(signed_in.front.ids.next()))
        .map_err(Into::into)
        .and_then(|wanted| setup::put_template(&signed_in.front, signed_in.person, &wanted));
    announced(call, &signed_in, result.map(|it| shape::template_view(&it)))
}

fn announced<T>(call: &Call<'_>, signed_in: &SignedIn, result: AppResult<T>) -> Result<Outcome<T>, ApiError> {
    if result.is_ok() {
        call.announce(["setup".to_owned()]);
    }
    signed_in.outcome(result)
}
