//! People and roles, for administrators.

use crate::{
    call::Call,
    dto::{
        people::{
            AddPersonRequest, ChangePersonRequest, OneTimePasswordView, PeopleView, PersonView,
            ResetPasswordRequest,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
};
use clinic_domain::people::Person;
use desk_app::people::{self, ChangedPerson, NewPerson, WithPassword};
use desk_cache::KdfCost;

pub fn people(call: &Call<'_>, _: Nothing) -> Result<PeopleView, ApiError> {
    let signed_in = call.signed_in()?;
    let people = people::people(&signed_in.front, signed_in.person)?;
    Ok(PeopleView { people: people.iter().map(view).collect() })
}

pub fn add_person(
    call: &Call<'_>,
    request: AddPersonRequest,
) -> Result<Outcome<OneTimePasswordView>, ApiError> {
    let signed_in = call.signed_in()?;
    let AddPersonRequest { login, name, roles, resource } = request;
    let added = people::add_person(
        &signed_in.front,
        signed_in.person,
        NewPerson { login, name, roles, resource },
        KdfCost::calibrate()?,
    );
    let result = added.inspect(|_| call.announce(["people".to_owned()]));
    signed_in.outcome(result.map(|it| with_password(&it)))
}

pub fn change_person(call: &Call<'_>, request: ChangePersonRequest) -> Result<Outcome<PersonView>, ApiError> {
    let signed_in = call.signed_in()?;
    let change = ChangedPerson {
        id: request.id,
        seen: request.version,
        name: request.name,
        roles: request.roles,
        resource: request.resource,
        is_active: request.is_active,
    };
    let result = people::change_person(&signed_in.front, signed_in.person, &change)
        .inspect(|_| call.announce(["people".to_owned(), "session".to_owned()]));
    signed_in.outcome(result.map(|it| view(&it)))
}

pub fn reset_password(
    call: &Call<'_>,
    request: ResetPasswordRequest,
) -> Result<Outcome<OneTimePasswordView>, ApiError> {
    let signed_in = call.signed_in()?;
    let result =
        people::reset_password(&signed_in.front, signed_in.person, request.person, KdfCost::calibrate()?);
    signed_in.outcome(result.map(|it| with_password(&it)))
}

fn with_password(added: &WithPassword) -> OneTimePasswordView {
    OneTimePasswordView {
        person: view(&added.person),
        one_time_password: added.one_time_password.to_string(),
    }
}

fn view(it: &Person) -> PersonView {
    PersonView {
        id: it.id,
        version: it.version,
        login: it.login.clone(),
        name: it.name.clone(),
        roles: it.roles.clone(),
        resource: it.resource,
        is_active: it.is_active,
    }
}
