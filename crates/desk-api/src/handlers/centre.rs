//! The centre that the desk belongs to: joining it, how it stands with it, and what a person can do about that.

use super::{attach::administrator, session::admit_with_code};
use crate::{
    call::Call,
    centre::{CLIENT_VERSION, Tie},
    desk::Session,
    dto::{centre::*, import::Progress, session::*},
    error::{ApiError, CentreFault, Fault},
    shape::{centre as shape, session::key_store},
};
use desk_app::{
    front_desk::FrontDesk,
    sign_in::{AtTheDesk, Recovered},
};
use desk_cache::{HomeStatus, KdfCost, store::SignIn};
use desk_sync::{Credentials, DeskKey, Enrolment, FirstSync, HttpLink, Joining, NotJoined, Wire, address_of};
use std::sync::Arc;

pub fn enrol(call: &Call<'_>, request: EnrolRequest) -> Result<EnrolledView, ApiError> {
    // A desk that is there belongs to no organization yet, and its administrator takes it along.
    if call.desk.home.status()? != HomeStatus::NotSetUp
        && administrator(call)?.front.store().attaching()?.is_some()
    {
        return Err(Fault::AlreadySetUp.into());
    }
    let address = address_of(&request.address).ok_or(CentreFault::NoAddress)?;
    let organization = request.organization.trim().to_lowercase();
    let (key, wire) = (DeskKey::random(), Wire::alone(&address)?);
    let enrolled = desk_sync::enrol(&wire, call.desk.clock, &key, &organization, request.code.trim())?;
    let enrolment = Enrolment { address, organization, key, enrolled };
    let view = shape::enrolled(&enrolment);
    call.desk.enrolled().replace(Arc::new(enrolment));
    Ok(view)
}

pub fn join_centre(call: &Call<'_>, request: JoinCentreRequest) -> Result<FirstSession, ApiError> {
    let enrolment = call.desk.enrolled().clone().ok_or(CentreFault::NotEnrolled)?;
    let login = request.login.trim().to_lowercase();
    let joining = Joining {
        enrolment: &enrolment,
        login: &login,
        password: &request.password,
        code: request.code.as_deref().map(str::trim).filter(|it| !it.is_empty()),
        key_store: key_store(request.key_store),
        cost: KdfCost::calibrate()?,
        client_version: CLIENT_VERSION,
    };
    let progress = |it: &FirstSync| {
        let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
        let (done, total) = (small(it.done), small(it.total.unwrap_or(0)));
        (call.progress)(Progress { stage: "first_sync".to_owned(), done, total });
    };
    let (created, signed_in) = desk_sync::join(&call.desk.home, call.desk.clock, &joining, &progress)?;
    call.desk.enrolled().take();
    let desk = FrontDesk::new(created.store, call.desk.clock);
    let at_the_desk = AtTheDesk { desk, person: signed_in.person, must_change_password: false };
    admit_with_code(call, Recovered { at_the_desk, recovery_code: created.recovery_code.text() })
}

pub fn sync_status(call: &Call<'_>, _: Nothing) -> Result<SyncStatus, ApiError> {
    shape::status(call.desk, &*at_the_desk(call)?)
}

pub fn sync_now(call: &Call<'_>, _: Nothing) -> Result<SyncStatus, ApiError> {
    let session = at_the_desk(call)?;
    tie(&session)?.now();
    shape::status(call.desk, &session)
}

/// Also after the lease: whoever is known to the centre goes on. The password there opens the desk from now on.
pub fn sign_in_to_centre(call: &Call<'_>, request: SignInToCentreRequest) -> Result<SyncStatus, ApiError> {
    let session = at_the_desk(call)?;
    let (tie, person) = (tie(&session)?, session.front.author(session.person)?);
    let who = Credentials {
        organization: &tie.centre.slug,
        login: &person.login,
        password: &request.password,
        code: request.code.as_deref().map(str::trim).filter(|it| !it.is_empty()),
        device: tie.session.device(),
    };
    let wire = Wire::alone(&tie.centre.url)?;
    let signed_in = desk_sync::sign_in(&wire, call.desk.clock, tie.session.key(), &who)?;
    if signed_in.needs_mfa {
        return Err(NotJoined::SecondFactorMissing.into());
    }
    if signed_in.person != person.id {
        return Err(CentreFault::SignInRefused.into());
    }
    tie.session.begin(&signed_in);
    let own = SignIn {
        person: person.id,
        login: &person.login,
        password: &request.password,
        must_change_password: false,
        cost: KdfCost::calibrate()?,
    };
    session.front.store().put_sign_in(&own, Some(person.id), call.desk.now())?;
    tie.now();
    shape::status(call.desk, &session)
}

pub fn fetch_anew(call: &Call<'_>, _: Nothing) -> Result<SyncStatus, ApiError> {
    let signed_in = call.signed_in()?;
    tie(&signed_in)?.fetch_anew();
    shape::status(call.desk, &signed_in)
}

/// Whether the rows here are the centre's: what was not confirmed yet is left out.
pub fn verify_with_centre(call: &Call<'_>, _: Nothing) -> Result<ComparedView, ApiError> {
    let signed_in = call.signed_in()?;
    let tie = tie(&signed_in)?;
    let link = HttpLink::new(Wire::alone(&tie.centre.url)?, Arc::clone(&tie.session));
    let (head, there) = link.checksums()?;
    let (cursor, here) = signed_in.front.store().checksums()?;
    Ok(shape::compared(cursor, head, &here, &there))
}

/// Also for whom the lease is over.
fn at_the_desk(call: &Call<'_>) -> Result<Arc<Session>, ApiError> {
    call.desk.current().ok_or_else(ApiError::locked)
}

fn tie(session: &Session) -> Result<&Tie, ApiError> {
    session.tie.as_ref().ok_or_else(|| CentreFault::NotJoined.into())
}
