//! How likely visits are missed, and what that is used for.

use super::{proposal::named, zone_or_first};
use crate::{
    call::Call,
    dto::no_show::{NoShowRequest, NoShowView, ToRemindView, WhomToRemindRequest, WhomToRemindView},
    error::ApiError,
    shape::{
        no_show::{reason, view},
        time::{date_text, parse_optional_date},
    },
};
use clinic_domain::{capacity::Scope, invalid::Field};
use desk_app::capacity::no_show;

pub fn no_show(call: &Call<'_>, request: NoShowRequest) -> Result<NoShowView, ApiError> {
    let signed_in = call.signed_in()?;
    let NoShowRequest { location, provider } = request;
    let scope = Scope { location, provider, appointment_type: None };
    let found = no_show::no_show(&signed_in.front, signed_in.person, &scope)?;
    Ok(view(&signed_in.front.configuration()?.setup, &found))
}

pub fn whom_to_remind(call: &Call<'_>, request: WhomToRemindRequest) -> Result<WhomToRemindView, ApiError> {
    let signed_in = call.signed_in()?;
    let WhomToRemindRequest { day, location, provider } = request;
    let day = parse_optional_date(Field::Date, day.as_deref())?;
    let scope = Scope { location, provider, appointment_type: None };
    let found = no_show::reminders(&signed_in.front, signed_in.person, &scope, day)?;
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let visits = found.visits.iter().map(|(row, said)| ToRemindView {
        visit: named(setup, zone_or_first(setup, Some(row.location)), row, found.now, Some(&found.marks)),
        probability: said.as_ref().map(|it| it.chance.probability),
        reasons: said.iter().flat_map(|it| &it.chance.reasons).map(|it| reason(setup, it)).collect(),
    });
    Ok(WhomToRemindView {
        day: date_text(found.day),
        is_believed: found.is_believed,
        visits: visits.collect(),
    })
}
