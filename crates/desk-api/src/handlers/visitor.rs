//! Somebody signs in at the centre before this desk lets them in: with a password, or in the browser where their organization
//! signs in; and with a second factor, which is set up here where they have none.

use super::attach::{administrator, on_the_way};
use crate::{
    call::Call,
    desk::Visitor,
    dto::{session::Nothing, visitor::*},
    error::{ApiError, CentreFault, Denial, Fault},
    shape::qr,
};
use clinic_domain::id::DeviceId;
use desk_cache::store::Centre;
use desk_sync::{Away, Credentials, DeskKey, LONGEST_AWAY, NotAnswered, NotBack, SignedIn, Unanswered, Wire};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The centre that people sign in at from here.
pub(super) struct Place {
    pub centre: Centre,
    pub device: DeviceId,
    pub wire: Wire,
}

impl Place {
    /// Of a desk that joined its own, else the one that this PC is on its way to.
    pub fn of(call: &Call<'_>) -> Result<Place, ApiError> {
        let session = call.desk.current();
        let (centre, device) = match session.as_ref().map(|it| it.tie.as_ref()) {
            None => {
                let enrolment = call.desk.enrolled().clone().ok_or(CentreFault::NotEnrolled)?;
                (enrolment.centre(), enrolment.enrolled.device.id)
            }
            Some(None) => on_the_way(call, &administrator(call)?)?,
            Some(Some(tie)) if tie.is_put_back => return Err(CentreFault::PutBack.into()),
            Some(Some(tie)) => (tie.centre.clone(), tie.session.device()),
        };
        let wire = Wire::alone(&centre.url)?;
        Ok(Place { centre, device, wire })
    }

    pub fn key(&self) -> DeskKey {
        DeskKey::of(self.centre.key.clone())
    }
}

/// Who signs in with a login and its password; without a login, who has just signed in.
pub(super) struct Who<'a> {
    pub login: Option<&'a str>,
    pub password: Option<&'a str>,
    pub code: Option<&'a str>,
}

/// Somebody whom the centre knows, with all that it wants of them.
pub(super) fn visitor(call: &Call<'_>, place: &Place, who: &Who<'_>) -> Result<Arc<Visitor>, ApiError> {
    let visitor = match who.login {
        Some(login) => with_password(call, place, login, who)?,
        None => call.desk.visitor().clone().ok_or(CentreFault::SignedOut)?,
    };
    if visitor.signed_in.needs_mfa {
        // From here they show or set up their second factor.
        call.desk.visitor().replace(visitor);
        return Err(CentreFault::SecondFactorMissing.into());
    }
    Ok(visitor)
}

fn with_password(
    call: &Call<'_>,
    place: &Place,
    login: &str,
    who: &Who<'_>,
) -> Result<Arc<Visitor>, ApiError> {
    let login = login.trim().to_lowercase();
    let password = who.password.ok_or_else(|| ApiError::missing_field("password"))?;
    let credentials = Credentials {
        organization: &place.centre.slug,
        login: &login,
        password,
        code: who.code.map(str::trim).filter(|it| !it.is_empty()),
        device: place.device,
    };
    let signed_in = desk_sync::sign_in(&place.wire, call.desk.clock, &place.key(), &credentials)?;
    let password = Some(Zeroizing::new(password.to_owned()));
    Ok(Arc::new(Visitor { signed_in, login, password }))
}

/// What opens this desk for them: the password that they have at the centre, else one that they choose for it.
pub(super) fn opening(visitor: &Visitor, chosen: Option<&str>) -> Result<Zeroizing<String>, ApiError> {
    if let Some(password) = &visitor.password {
        return Ok(password.clone());
    }
    let chosen = chosen.ok_or_else(|| ApiError::missing_field("password"))?;
    desk_app::password::check(chosen, &visitor.login).map_err(Fault::WeakPassword)?;
    Ok(Zeroizing::new(chosen.to_owned()))
}

pub fn sign_in_ways(call: &Call<'_>, _: Nothing) -> Result<SignInWaysView, ApiError> {
    let place = Place::of(call)?;
    let ways = desk_sync::ways(&place.wire, &place.centre.slug)?;
    Ok(SignInWaysView { in_browser: ways.has_identity_provider, with_password: !ways.is_enforced })
}

pub fn begin_identity_sign_in(call: &Call<'_>, _: Nothing) -> Result<BrowserView, ApiError> {
    let place = Place::of(call)?;
    let away = Away::begin(&place.wire, call.desk.clock, &place.key(), &place.centre.slug, place.device)?;
    let url = away.url().to_owned();
    let is_opened = call.desk.opens(&url);
    call.desk.send_away(Some(away));
    Ok(BrowserView { url, is_opened })
}

/// Waits until they are back.
pub fn finish_identity_sign_in(call: &Call<'_>, request: ComeBackRequest) -> Result<VisitorView, ApiError> {
    let away = call.desk.away().ok_or(CentreFault::SignedOut)?;
    let back = away.back(call.language().back_from_browser(), LONGEST_AWAY).map_err(|it| match it {
        NotBack::Refused => ApiError::from(CentreFault::IdentityRefused),
        NotBack::Late => CentreFault::IdentityLate.into(),
        NotBack::GivenUp => Fault::Cancelled.into(),
        NotBack::NoPort => Fault::Inside.into(),
    })?;
    let place = Place::of(call)?;
    let invitation = request.invitation.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let signed_in =
        away.sign_in(&place.wire, call.desk.clock, &place.key(), &place.centre.slug, &back, invitation);
    let signed_in = signed_in.map_err(code_refused)?;
    let profile = signed_in.profile(&place.wire)?;
    let factor = match (signed_in.needs_mfa, profile.has_totp) {
        (false, _) => FactorState::Done,
        (true, true) => FactorState::Wanted,
        (true, false) => FactorState::Missing,
    };
    call.desk.keep_awake();
    let view = VisitorView { login: profile.login.clone(), name: profile.name, factor };
    call.desk.visitor().replace(Arc::new(Visitor { signed_in, login: profile.login, password: None }));
    Ok(view)
}

pub fn cancel_identity_sign_in(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.send_away(None);
    Ok(Nothing {})
}

/// Who has no second factor and is to have one sets it up here: a secret for their app, until its first code is shown.
pub fn begin_second_factor(call: &Call<'_>, _: Nothing) -> Result<SecondFactorView, ApiError> {
    let (place, visitor) = waiting(call)?;
    let begun = visitor.signed_in.begin_factor(&place.wire).map_err(NotAnswered::Call)?;
    let picture = qr::picture(&begun.uri).map_err(|_| Fault::Inside)?;
    Ok(SecondFactorView { secret: begun.secret.to_string(), picture })
}

/// With its first code it counts.
pub fn confirm_second_factor(
    call: &Call<'_>,
    request: FactorCodeRequest,
) -> Result<SecondFactorCodesView, ApiError> {
    let (place, visitor) = waiting(call)?;
    let confirmed = visitor.signed_in.confirm_factor(&place.wire, request.code.trim());
    let (recovery_codes, signed_in) = confirmed.map_err(NotAnswered::Call)?;
    go_on(call, &visitor, signed_in);
    Ok(SecondFactorCodesView { recovery_codes })
}

/// Of who has one, and came by the browser without it.
pub fn show_second_factor(call: &Call<'_>, request: FactorCodeRequest) -> Result<Nothing, ApiError> {
    let (place, visitor) = waiting(call)?;
    let shown = visitor.signed_in.show_factor(&place.wire, request.code.trim());
    go_on(call, &visitor, shown.map_err(NotAnswered::Call)?);
    Ok(Nothing {})
}

/// Somebody whose second factor is wanted.
fn waiting(call: &Call<'_>) -> Result<(Place, Arc<Visitor>), ApiError> {
    let visitor = call.desk.visitor().clone().ok_or(CentreFault::SignedOut)?;
    Ok((Place::of(call)?, visitor))
}

fn go_on(call: &Call<'_>, visitor: &Visitor, signed_in: SignedIn) {
    let (login, password) = (visitor.login.clone(), visitor.password.clone());
    call.desk.visitor().replace(Arc::new(Visitor { signed_in, login, password }));
}

/// The code of an invitation, and not of a desk.
fn code_refused(it: Unanswered) -> ApiError {
    match it.has_code("code_refused") {
        true => CentreFault::Denied(Denial::CodeRefused).into(),
        false => it.into(),
    }
}
