//! The centre that the desk belongs to: joining it, how it stands with it, and what a person can do about that.

use super::{
    attach::administrator,
    session::admit_with_code,
    visitor::{Place, Who, opening, visitor},
};
use crate::{
    call::Call,
    centre::{CLIENT_VERSION, Tie},
    desk::{Session, Visitor},
    dto::{centre::*, import::Progress, session::*, visitor::FactorCodeRequest},
    error::{ApiError, CentreFault, Fault},
    shape::{centre as shape, session::key_store},
};
use clinic_protocol::calls::CentreCall;
use desk_app::{
    front_desk::FrontDesk,
    sign_in::{AtTheDesk, Recovered},
};
use desk_cache::{HomeStatus, KdfCost, store::SignIn};
use desk_sync::{Asking, DeskKey, Enrolment, FirstSync, HttpLink, Joining, NotAnswered, Wire, address_of};
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
    let JoinCentreRequest { login, password, code, .. } = &request;
    let (password, code) = (password.as_deref(), code.as_deref());
    let who = Who { login: login.as_deref(), password, code };
    let visitor = visitor(call, &Place::of(call)?, &who)?;
    let joining = Joining {
        enrolment: &enrolment,
        signed_in: &visitor.signed_in,
        login: &visitor.login,
        password: &opening(&visitor, password)?,
        key_store: key_store(request.key_store),
        cost: KdfCost::calibrate()?,
        client_version: CLIENT_VERSION,
    };
    let progress = |it: &FirstSync| {
        let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
        let (done, total) = (small(it.done), small(it.total.unwrap_or(0)));
        (call.progress)(Progress { stage: "first_sync".to_owned(), done, total });
    };
    let created = desk_sync::join(&call.desk.home, call.desk.clock, &joining, &progress)?;
    call.desk.enrolled().take();
    call.desk.visitor().take();
    let desk = FrontDesk::new(created.store, call.desk.clock);
    let person = visitor.signed_in.person;
    let at_the_desk = AtTheDesk { desk, person, must_change_password: false };
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
    let person = session.front.author(session.person)?;
    let SignInToCentreRequest { password, code } = &request;
    let who = Who { login: Some(&person.login), password: Some(password), code: code.as_deref() };
    let visitor = visitor(call, &Place::of(call)?, &who)?;
    go_on(call, &session, &visitor)
}

/// The same for who has just signed in there, in the browser or with a new second factor.
pub fn go_on_at_centre(call: &Call<'_>, _: Nothing) -> Result<SyncStatus, ApiError> {
    let session = at_the_desk(call)?;
    let visitor = visitor(call, &Place::of(call)?, &Who { login: None, password: None, code: None })?;
    go_on(call, &session, &visitor)
}

/// Somebody chooses the password that they have at the centre, with a code that they were given.
pub fn set_centre_password(call: &Call<'_>, request: SetCentrePasswordRequest) -> Result<Nothing, ApiError> {
    let session = at_the_desk(call)?;
    let centre = &tie(&session)?.centre;
    let wire = Wire::alone(&centre.url)?;
    desk_sync::set_password(&wire, &centre.slug, request.code.trim(), &request.password)
        .map_err(NotAnswered::Call)?;
    Ok(Nothing {})
}

/// Whoever is at the desk, and nobody else, as the centre knows them.
fn go_on(call: &Call<'_>, session: &Session, visitor: &Visitor) -> Result<SyncStatus, ApiError> {
    let (tie, person) = (tie(session)?, session.front.author(session.person)?);
    if visitor.signed_in.person != person.id {
        return Err(CentreFault::SomebodyElse.into());
    }
    tie.session.begin(&visitor.signed_in);
    call.desk.visitor().take();
    if let Some(password) = &visitor.password {
        let own = SignIn {
            person: person.id,
            login: &person.login,
            password,
            must_change_password: false,
            cost: KdfCost::calibrate()?,
        };
        session.front.store().put_sign_in(&own, Some(person.id), call.desk.now())?;
    }
    tie.now();
    shape::status(call.desk, session)
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

/// Whatever the centre says goes on to the window; nothing of it is kept here.
pub fn ask_centre(call: &Call<'_>, request: AskCentreRequest) -> Result<CentreAnswer, ApiError> {
    let signed_in = call.signed_in()?;
    let tie = tie(&signed_in)?;
    let asked = CentreCall::named(&request.call).ok_or(Fault::BadRequest)?;
    let AskCentreRequest { path, query, body, .. } = &request;
    let asking = Asking { call: asked, path, query, body: body.as_ref() };
    let answer = asking.answered(&Wire::alone(&tie.centre.url)?, &tie.session).ok_or(Fault::BadRequest)?;
    Ok(CentreAnswer { answer: answer? })
}

/// For some minutes the centre does what it asks a fresh second factor for.
pub fn step_up(call: &Call<'_>, request: FactorCodeRequest) -> Result<Nothing, ApiError> {
    let signed_in = call.signed_in()?;
    let tie = tie(&signed_in)?;
    tie.session.step_up(&Wire::alone(&tie.centre.url)?, request.code.trim())?;
    Ok(Nothing {})
}

/// Also for whom the lease is over.
fn at_the_desk(call: &Call<'_>) -> Result<Arc<Session>, ApiError> {
    call.desk.current().ok_or_else(ApiError::locked)
}

fn tie(session: &Session) -> Result<&Tie, ApiError> {
    session.tie.as_ref().ok_or_else(|| CentreFault::NotJoined.into())
}
