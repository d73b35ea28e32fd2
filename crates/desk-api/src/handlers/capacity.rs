//! The review of capacity.

use super::{proposal::named, zone_or_first};
use crate::{
    call::Call,
    dto::capacity::{
        CapacityBehindRequest, CapacityBehindView, CapacityNumber, CapacityRequest, CapacityView,
    },
    error::ApiError,
    shape::{
        capacity::view,
        time::{parse_date, parse_optional_date},
    },
};
use clinic_domain::{
    arbitration::Refused,
    capacity::Scope,
    invalid::{Field, Problem},
    refusal::Refusal,
};
use desk_app::capacity::{self, Number};

pub fn capacity(call: &Call<'_>, request: CapacityRequest) -> Result<CapacityView, ApiError> {
    let signed_in = call.signed_in()?;
    let found = capacity::capacity(&signed_in.front, signed_in.person, &parse(&request)?)?;
    Ok(view(&signed_in.front.configuration()?.setup, &found))
}

pub fn capacity_behind(
    call: &Call<'_>,
    request: CapacityBehindRequest,
) -> Result<CapacityBehindView, ApiError> {
    let signed_in = call.signed_in()?;
    let number = match request.number {
        CapacityNumber::Metric { metric } => Number::Metric(metric),
        CapacityNumber::Cell { provider, day } => {
            Number::Cell { provider, day: parse_date(Field::Date, &day)? }
        }
    };
    let found = capacity::behind(&signed_in.front, signed_in.person, &parse(&request.of)?, number)?;
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let visits = found.visits.iter().map(|row| {
        named(setup, zone_or_first(setup, Some(row.location)), row, found.now, Some(&found.marks))
    });
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(CapacityBehindView {
        part: small(found.part),
        rest: small(found.rest),
        visits: visits.collect(),
        named: small(found.named),
    })
}

pub(super) fn parse(request: &CapacityRequest) -> Result<capacity::CapacityRequest, Refused> {
    let first = parse_optional_date(Field::FirstDay, request.first_day.as_deref())?;
    let last = parse_optional_date(Field::LastDay, request.last_day.as_deref())?;
    let days = match (first, last) {
        (Some(first), Some(last)) => Some(first..=last),
        (None, None) => None,
        (None, Some(_)) => return needed(Field::FirstDay),
        (Some(_), None) => return needed(Field::LastDay),
    };
    let CapacityRequest { location, provider, appointment_type, .. } = *request;
    Ok(capacity::CapacityRequest { scope: Scope { location, provider, appointment_type }, days })
}

fn needed<T>(field: Field) -> Result<T, Refused> {
    Err(Refusal::Invalid { field, problem: Problem::Needed }.into())
}
