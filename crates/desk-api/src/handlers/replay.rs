//! Last year with other hours.

use crate::{
    call::Call,
    dto::{
        import::Progress,
        refusal::Outcome,
        replay::{ReplayTemplateRequest, ReplayView},
        session::Nothing,
    },
    error::{ApiError, Fault},
    shape::{replay::view, setup::parse_template},
};
use clinic_domain::id::TemplateId;
use desk_app::capacity::replay::{Watch, replay};

pub fn replay_template(
    call: &Call<'_>,
    request: ReplayTemplateRequest,
) -> Result<Outcome<ReplayView>, ApiError> {
    let signed_in = call.signed_in()?;
    let desk = &signed_in.front;
    let running = call.desk.replay.begin().ok_or(Fault::ReplayRunning)?;
    let progress = |done, total| {
        call.desk.keep_awake();
        (call.progress)(Progress { stage: "replaying".to_owned(), done, total });
    };
    let is_cancelled = || running.is_cancelled();
    let watch = Watch { progress: &progress, is_cancelled: &is_cancelled };
    let template = parse_template(request.template, TemplateId(desk.ids.next()));
    let result =
        template.map_err(Into::into).and_then(|template| replay(desk, signed_in.person, &template, &watch));
    let configuration = desk.configuration()?;
    signed_in.outcome(result.map(|it| view(&configuration.setup, &it)))
}

pub fn cancel_replay(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.replay.cancel();
    Ok(Nothing {})
}
