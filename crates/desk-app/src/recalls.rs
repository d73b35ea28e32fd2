//! Who is due for a visit some day. Booking it settles the recall; losing that visit opens it again.

use crate::{
    acts::{Done, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration,
    id::PersonId,
    operation::{Base, Change, OperationBody},
    recall::Recall,
    refusal::Missing,
};

pub fn put_recall(desk: &FrontDesk, who: PersonId, wanted: &Recall) -> AppResult<Done<Recall>> {
    desk.write(who, "recall_put", |scene| {
        found(scene.reader().patient_line(wanted.patient)?, Missing::Patient)?;
        let current = scene.reader().recall(wanted.id)?;
        let setup = &scene.configuration.setup;
        let recall = arbitration::put_recall(&scene.author, setup, scene.now, current.as_ref(), wanted)?;
        Ok(Written {
            body: OperationBody::RecallPut(recall.clone()),
            base: current.map(|it| Base::Version(it.version)),
            promised_to_patient: false,
            changes: vec![Change::Recall(recall.clone())],
            patient: Some(recall.patient),
            value: scene.done(recall),
        })
    })
}
