//! The optional language model of this PC.

use super::SignedIn;
use crate::{
    call::Call,
    dto::{
        model::{AcceptedRemoteView, LanguageModelRequest, LanguageModelView, ProbedModelView},
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
    shape::{invalid, time::utc_text},
};
use clinic_domain::invalid::{Field, Problem};
use desk_app::{
    error::{AppError, AppResult},
    language_model::{self, Wanted},
};
use desk_cache::LanguageModel;
use desk_model::{Address, Endpoint, Settings, address_of};
use std::sync::{Arc, PoisonError};

pub fn language_model(call: &Call<'_>, _: Nothing) -> Result<LanguageModelView, ApiError> {
    let signed_in = call.signed_in()?;
    let chosen = language_model::language_model(&signed_in.front, signed_in.person)?;
    view(call, &signed_in, chosen)
}

pub fn put_language_model(
    call: &Call<'_>,
    request: LanguageModelRequest,
) -> Result<Outcome<LanguageModelView>, ApiError> {
    let signed_in = call.signed_in()?;
    let result =
        wanted(request).and_then(|wanted| language_model::choose(&signed_in.front, signed_in.person, wanted));
    match result {
        Ok(chosen) => Ok(Outcome::Done { result: view(call, &signed_in, chosen)?, undo: None }),
        Err(problem) => signed_in.outcome(Err(problem)),
    }
}

/// Tries what was not saved yet.
pub fn probe_language_model(
    call: &Call<'_>,
    request: LanguageModelRequest,
) -> Result<ProbedModelView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = wanted(request)?;
    let wished = language_model::checked(&signed_in.front, signed_in.person, wanted)?;
    let nobody = ProbedModelView { models: Vec::new(), milliseconds: None, problem: None };
    let Some(wished) = wished else { return Ok(nobody) };
    let clock = call.desk.clock;
    let Some(endpoint) = Endpoint::at(settings(&wished), clock) else {
        return Ok(ProbedModelView { problem: Some("unreachable".to_owned()), ..nobody });
    };
    let probed = endpoint.probe();
    let problem = match &probed.read {
        Ok(_) if probed.is_wrong => Some("wrong"),
        Ok(_) => None,
        Err(silence) => Some(silence.code()),
    };
    let took = probed.read.ok().map(|it| u32::try_from(it.as_millis()).unwrap_or(u32::MAX));
    Ok(ProbedModelView {
        models: probed.models,
        milliseconds: took.filter(|_| problem.is_none()),
        problem: problem.map(str::to_owned),
    })
}

/// The endpoint that is asked, made anew where another one was chosen: how it did is remembered as long as it is the same.
pub(crate) fn endpoint(call: &Call<'_>, signed_in: &SignedIn) -> AppResult<Option<(Arc<Endpoint>, bool)>> {
    let mut kept = call.desk.model.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(chosen) = language_model::chosen(&signed_in.front)? else {
        *kept = None;
        return Ok(None);
    };
    let wanted = settings(&chosen);
    if kept.as_ref().is_none_or(|it| *it.settings() != wanted) {
        *kept = Endpoint::at(wanted, call.desk.clock).map(Arc::new);
    }
    Ok(kept.clone().map(|it| (it, chosen.is_redacting)))
}

fn settings(it: &LanguageModel) -> Settings {
    Settings {
        address: it.address.clone(),
        model: it.model.clone(),
        key: it.key.clone(),
        seconds: it.seconds,
    }
}

fn wanted(request: LanguageModelRequest) -> AppResult<Wanted> {
    let typed = request.address.trim();
    let address = match address_of(typed) {
        Some(address) => address,
        None if typed.is_empty() => Address { text: String::new(), is_remote: false },
        None => return Err(AppError::from(invalid(Field::Address, Problem::NotALink))),
    };
    Ok(Wanted {
        address: address.text,
        model: request.model,
        key: request.key,
        seconds: request.seconds,
        is_redacting: request.is_redacting,
        is_remote: address.is_remote,
        accepts_remote: request.accepts_remote,
    })
}

fn view(
    call: &Call<'_>,
    signed_in: &SignedIn,
    chosen: Option<LanguageModel>,
) -> Result<LanguageModelView, ApiError> {
    let Some(it) = chosen else {
        return Ok(LanguageModelView {
            address: String::new(),
            model: String::new(),
            has_key: false,
            seconds: 3,
            is_redacting: true,
            is_remote: false,
            accepted: None,
            state: "off".to_owned(),
            resting_until: None,
        });
    };
    let rests = endpoint(call, signed_in)?.and_then(|(endpoint, _)| endpoint.rests_until());
    let configuration = signed_in.front.configuration()?;
    let accepted = it.accepted.map(|(by, at)| AcceptedRemoteView {
        by: configuration.person(by).map_or_else(String::new, |it| it.name.clone()),
        at: utc_text(at),
    });
    Ok(LanguageModelView {
        is_remote: address_of(&it.address).is_some_and(|it| it.is_remote),
        address: it.address,
        model: it.model,
        has_key: !it.key.is_empty(),
        seconds: it.seconds,
        is_redacting: it.is_redacting,
        accepted,
        state: if rests.is_some() { "resting" } else { "ready" }.to_owned(),
        resting_until: rests.map(utc_text),
    })
}
