//! What the front desk does when words of danger are heard.

use crate::{
    call::Call,
    dto::{
        emergency::{
            EmergencyAlarmView, EmergencyConceptView, EmergencyFields, EmergencyPlanView, EmergencyWordsView,
            PutEmergencyPlanRequest, TriedEmergencyView, TryEmergencyRequest,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
    shape::time::{date_text, parse_date},
};
use clinic_domain::{
    arbitration::Refused,
    emergency::{EmergencyPlan, EmergencyReview, EmergencyWords},
    invalid::Field,
    organization::Organization,
};
use clinic_language::{
    emergency::{Lexicon, alarm},
    text::Text,
};
use desk_app::setup::put_organization;

pub fn emergency_plan(call: &Call<'_>, _: Nothing) -> Result<EmergencyPlanView, ApiError> {
    let signed_in = call.signed_in()?;
    Ok(view(&signed_in.front.configuration()?.setup.organization))
}

pub fn put_emergency_plan(
    call: &Call<'_>,
    request: PutEmergencyPlanRequest,
) -> Result<Outcome<EmergencyPlanView>, ApiError> {
    let signed_in = call.signed_in()?;
    let current = signed_in.front.configuration()?.setup.organization.clone();
    let result = parse(request.plan).map_err(Into::into).and_then(|emergency| {
        let wanted = Organization { version: request.version, emergency: Box::new(emergency), ..current };
        put_organization(&signed_in.front, signed_in.person, &wanted)
    });
    if result.is_ok() {
        call.announce(["setup".to_owned()]);
    }
    signed_in.outcome(result.map(|it| view(&it)))
}

/// Whether a sentence stops everything, by words that were not saved yet.
pub fn try_emergency(call: &Call<'_>, request: TryEmergencyRequest) -> Result<TriedEmergencyView, ApiError> {
    call.signed_in()?;
    let plan = EmergencyPlan {
        added: request.added.into_iter().map(words).collect(),
        left_out: request.left_out,
        ..EmergencyPlan::default()
    };
    let text = Text::new(&request.text);
    let found = alarm(&text, &Lexicon::of(&plan));
    let alarm =
        found.map(|it| EmergencyAlarmView { group: it.group, words: text.original[it.words].to_owned() });
    Ok(TriedEmergencyView { alarm })
}

fn view(it: &Organization) -> EmergencyPlanView {
    let plan = &it.emergency;
    let shipped = Lexicon::shipped_concepts().map(|(group, name, phrases)| EmergencyConceptView {
        group,
        name: name.to_owned(),
        phrases: phrases.to_owned(),
    });
    let added = |it: &EmergencyWords| EmergencyWordsView { group: it.group, words: it.words.clone() };
    EmergencyPlanView {
        version: it.version,
        plan: EmergencyFields {
            script: plan.script.clone(),
            number: plan.number.clone(),
            added: plan.added.iter().map(added).collect(),
            left_out: plan.left_out.clone(),
            reviewed_by: plan.review.as_ref().map_or_else(String::new, |it| it.by.clone()),
            reviewed_on: plan.review.as_ref().map(|it| date_text(it.on)),
        },
        shipped: shipped.collect(),
    }
}

fn parse(view: EmergencyFields) -> Result<EmergencyPlan, Refused> {
    let on = view.reviewed_on.map(|it| parse_date(Field::Date, &it)).transpose()?;
    let trimmed = |it: String| it.trim().to_owned();
    Ok(EmergencyPlan {
        script: trimmed(view.script),
        number: trimmed(view.number),
        added: view.added.into_iter().map(words).collect(),
        left_out: view.left_out,
        review: on.map(|on| EmergencyReview { by: trimmed(view.reviewed_by), on }),
    })
}

fn words(it: EmergencyWordsView) -> EmergencyWords {
    EmergencyWords { group: it.group, words: it.words.trim().to_owned() }
}
