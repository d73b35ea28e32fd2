//! The sheet of a day, to be typed in.

use crate::{
    call::Call,
    dto::paper::{PaperDayRequest, PaperDayView},
    error::ApiError,
    shape::{paper as shape, time::parse_optional_date},
};
use clinic_domain::invalid::Field;
use desk_app::paper;

pub fn paper_day(call: &Call<'_>, request: PaperDayRequest) -> Result<PaperDayView, ApiError> {
    let signed_in = call.signed_in()?;
    let date = parse_optional_date(Field::Date, request.date.as_deref())?;
    let day = paper::paper_day(&signed_in.front, signed_in.person, request.location, date)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::view(&signed_in.wording(&configuration, Some(request.location)), &configuration, &day))
}
