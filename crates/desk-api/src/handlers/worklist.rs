//! What the desk works through between the calls.

use super::{appointment::announce_visits, day_tag, zone_or_first};
use crate::{
    call::Call,
    dto::{
        refusal::Outcome,
        worklist::{
            CloseDayRequest, ListSheetView, OpenDayRequest, OpenDayView, SignatureView, WorklistRequest,
            WorklistView,
        },
    },
    error::ApiError,
    shape::{
        time::{parse_date, parse_optional_date},
        worklist as shape,
    },
};
use clinic_domain::{arbitration::Refused, invalid::Field, time::local_day};
use desk_app::{
    acts::Done,
    close_day::{self, CloseRequest},
    status::Seen,
    worklist::{self, WorkRequest},
};

pub fn worklist(call: &Call<'_>, request: WorklistRequest) -> Result<WorklistView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = parse(&request)?;
    let work = worklist::worklist(&signed_in.front, signed_in.person, &wanted)?;
    Ok(shape::view(&*signed_in.front.configuration()?, request.list, &work))
}

pub fn print_worklist(call: &Call<'_>, request: WorklistRequest) -> Result<ListSheetView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = parse(&request)?;
    let work = worklist::print_worklist(&signed_in.front, signed_in.person, &wanted)?;
    let list = shape::view(&*signed_in.front.configuration()?, request.list, &work);
    Ok(ListSheetView { list, wall_at: work.now.wall_text(work.location.zone) })
}

fn parse(request: &WorklistRequest) -> Result<WorkRequest, Refused> {
    let date = parse_optional_date(Field::Date, request.date.as_deref())?;
    Ok(WorkRequest { location: request.location, list: request.list, date })
}

pub fn open_day(call: &Call<'_>, request: OpenDayRequest) -> Result<OpenDayView, ApiError> {
    let signed_in = call.signed_in()?;
    let date = parse_optional_date(Field::Date, request.date.as_deref())?;
    let day = close_day::open_day(&signed_in.front, signed_in.person, request.location, date)?;
    Ok(shape::open_day(&*signed_in.front.configuration()?, &day))
}

pub fn close_day(call: &Call<'_>, request: CloseDayRequest) -> Result<Outcome<SignatureView>, ApiError> {
    let signed_in = call.signed_in()?;
    let ends = request.ends.iter();
    let wanted = CloseRequest {
        location: request.location,
        date: parse_date(Field::Date, &request.date)?,
        ends: ends.map(|it| (Seen { appointment: it.appointment, version: it.version }, it.to)).collect(),
    };
    let configuration = signed_in.front.configuration()?;
    let zone = zone_or_first(&configuration.setup, Some(request.location));
    let closed = close_day::close_day(&signed_in.front, signed_in.person, &wanted);
    if let Ok(done) = &closed {
        announce_visits(call, &configuration.setup, &done.value.visits);
        let start = local_day(zone, wanted.date).start();
        call.announce([day_tag(&configuration.setup, request.location, start)]);
    }
    signed_in.undoable(
        closed.map(|it| Done { value: shape::signature(&configuration, zone, &it.value.close), op: it.op }),
    )
}
