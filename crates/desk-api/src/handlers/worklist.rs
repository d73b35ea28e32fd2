//! What the desk works through between the calls.

use crate::{
    call::Call,
    dto::worklist::{WorklistRequest, WorklistView},
    error::ApiError,
    shape::{time::parse_optional_date, worklist as shape},
};
use clinic_domain::invalid::Field;
use desk_app::worklist::{self, WorkRequest};

pub fn worklist(call: &Call<'_>, request: WorklistRequest) -> Result<WorklistView, ApiError> {
    let signed_in = call.signed_in()?;
    let date = parse_optional_date(Field::Date, request.date.as_deref())?;
    let wanted = WorkRequest { location: request.location, list: request.list, date };
    let work = worklist::worklist(&signed_in.front, signed_in.person, &wanted)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::view(&configuration, request.list, &work))
}
