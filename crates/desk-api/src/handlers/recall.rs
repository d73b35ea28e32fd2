//! Who is due for a visit some day.

use super::{patient_tag, waitlist_tag};
use crate::{
    call::Call,
    dto::{recall::RecallView, refusal::Outcome},
    error::ApiError,
    shape::{time::parse_date, waitlist::recall_view},
};
use clinic_domain::{
    arbitration::{Refused, Stamp},
    id::{RecallId, Version},
    invalid::Field,
    recall::Recall,
};
use desk_app::{acts::Done, recalls};

pub fn put_recall(call: &Call<'_>, request: RecallView) -> Result<Outcome<RecallView>, ApiError> {
    let signed_in = call.signed_in()?;
    let front = &signed_in.front;
    let stamp = Stamp { at: front.now(), by: signed_in.person };
    let result = parse(&request, RecallId(front.ids.next()), stamp)
        .map_err(Into::into)
        .and_then(|wanted| recalls::put_recall(front, signed_in.person, &wanted))
        .map(|Done { value: recall, op }| {
            call.announce([waitlist_tag(recall.location), patient_tag(recall.patient)]);
            Done { value: recall_view(&recall), op }
        });
    signed_in.undoable(result)
}

fn parse(request: &RecallView, new: RecallId, stamp: Stamp) -> Result<Recall, Refused> {
    Ok(Recall {
        id: request.id.unwrap_or(new),
        version: request.version.unwrap_or(Version::FIRST),
        location: request.location,
        patient: request.patient,
        appointment_type: request.appointment_type,
        provider: request.provider,
        due: parse_date(Field::Due, &request.due)?,
        window_days: request.window_days,
        note: request.note.trim().into(),
        status: request.status,
        booked: None,
        made_at: stamp.at,
        by: stamp.by,
        calls: Vec::new(),
    })
}
