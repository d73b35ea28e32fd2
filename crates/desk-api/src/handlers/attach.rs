//! A clinic that stood alone goes into an organization: a sign-in there and a look at what would happen, then the way, which
//! goes on where it stopped.

use super::{
    SignedIn,
    session::hand_over,
    visitor::{Place, Who, opening, visitor},
};
use crate::{
    call::Call,
    centre::CLIENT_VERSION,
    desk::Arrival,
    dto::{attach::*, import::Progress, session::*},
    error::{ApiError, CentreFault, Fault},
    shape::{attach as shape, centre::enrolled, session as session_shape},
};
use clinic_domain::{id::DeviceId, time::Instant};
use desk_app::attach;
use desk_cache::{
    KdfCost,
    store::{Attaching, Centre},
};
use desk_sync::{Arriving, HttpLink, Session, Stage, Wire};
use std::sync::Arc;

pub fn attach_status(call: &Call<'_>, _: Nothing) -> Result<AttachStatus, ApiError> {
    let signed_in = call.signed_in()?;
    let store = signed_in.front.store();
    Ok(match store.attaching()? {
        Some((to, stands)) => shape::begun(&to, stands),
        None if store.centre()?.is_some() => AttachStatus::Joined,
        None => match &*call.desk.enrolled() {
            Some(enrolment) => AttachStatus::Enrolled { desk: enrolled(enrolment) },
            None => AttachStatus::Alone,
        },
    })
}

/// Signs in there as whom the book is sent, and says what would happen. Nothing is sent yet.
pub fn preview_attach(call: &Call<'_>, request: AttachSignInRequest) -> Result<AttachPreviewView, ApiError> {
    let signed_in = administrator(call)?;
    let place = Place::of(call)?;
    let AttachSignInRequest { login, password, code } = &request;
    let who = Who { login: login.as_deref(), password: password.as_deref(), code: code.as_deref() };
    let visitor = visitor(call, &place, &who)?;
    let (password, login) = (opening(&visitor, password.as_deref())?, visitor.login.clone());
    let (there, key) = (&visitor.signed_in, place.key());
    let Place { centre, device, wire } = place;
    let session = Arc::new(Session::new(device, key, call.desk.clock, None, Box::new(|_| {})));
    session.begin(there);
    let mut link = HttpLink::new(wire, Arc::clone(&session));
    let seen = desk_sync::look_there(&mut link, CLIENT_VERSION)?;
    let preview = attach::preview(&signed_in.front, signed_in.person, &seen.rows)?;
    let view = shape::preview(&signed_in, &centre, there.person, &preview, &seen)?;
    let to = Attaching { centre, device, person: there.person, login, epoch: seen.epoch };
    call.desk.visitor().take();
    call.desk.arrival().replace(Arc::new(Arrival {
        to,
        password,
        session,
        session_until: Instant(there.session_until),
    }));
    Ok(view)
}

/// The explicit yes, and whatever is left of the way after an interruption.
pub fn attach(call: &Call<'_>, _: Nothing) -> Result<SessionView, ApiError> {
    let signed_in = administrator(call)?;
    let arrival = call.desk.arrival().clone().ok_or(CentreFault::NotEnrolled)?;
    let front = &signed_in.front;
    if front.store().attaching()?.is_none() {
        attach::begin(front, signed_in.person, &arrival.to)?;
        call.announce(["sync".to_owned()]);
    }
    let arriving = Arriving {
        person: arrival.to.person,
        login: &arrival.to.login,
        password: &arrival.password,
        session: &arrival.session,
        session_until: arrival.session_until,
        cost: KdfCost::calibrate()?,
        client_version: CLIENT_VERSION,
    };
    let mut link = HttpLink::new(Wire::alone(&arrival.to.centre.url)?, Arc::clone(&arrival.session));
    let told = |stage: Stage<'_>| {
        // Who waits for it is at the desk.
        call.desk.keep_awake();
        (call.progress)(progress(&stage));
    };
    desk_sync::attach(&mut link, front.store(), call.desk.clock, &arriving, &told)?;
    call.desk.arrival().take();
    call.desk.enrolled().take();
    let arrived = hand_over(call, Arc::clone(front), arrival.to.person, false)?;
    session_shape::view(&arrived)
}

pub fn give_up_attach(call: &Call<'_>, _: Nothing) -> Result<AttachStatus, ApiError> {
    let signed_in = administrator(call)?;
    if signed_in.front.store().attaching()?.is_some() {
        attach::give_up(&signed_in.front, signed_in.person)?;
    }
    call.desk.arrival().take();
    call.desk.enrolled().take();
    call.announce(["sync".to_owned()]);
    attach_status(call, Nothing {})
}

/// Of a desk that belongs to no centre, or is on its way to one.
pub(super) fn administrator(call: &Call<'_>) -> Result<SignedIn, ApiError> {
    let signed_in = call.signed_in()?;
    if signed_in.tie.is_some() {
        return Err(Fault::AlreadySetUp.into());
    }
    attach::may_go_on(&signed_in.front, signed_in.person)?;
    Ok(signed_in)
}

/// Where it is on its way to, or what took this PC in.
pub(super) fn on_the_way(call: &Call<'_>, signed_in: &SignedIn) -> Result<(Centre, DeviceId), ApiError> {
    if let Some((to, _)) = signed_in.front.store().attaching()? {
        return Ok((to.centre, to.device));
    }
    let enrolment = call.desk.enrolled().clone().ok_or(CentreFault::NotEnrolled)?;
    Ok((enrolment.centre(), enrolment.enrolled.device.id))
}

fn progress(stage: &Stage<'_>) -> Progress {
    let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
    match stage {
        Stage::Sending(it) => {
            Progress { stage: "attaching".to_owned(), done: small(it.answered), total: small(it.all) }
        }
        Stage::Fetching(it) => {
            let (done, total) = (small(it.done), small(it.total.unwrap_or(0)));
            Progress { stage: "first_sync".to_owned(), done, total }
        }
    }
}
