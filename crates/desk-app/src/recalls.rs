//! Who is due for a visit some day. Booking it settles the recall; losing that visit opens it again.

use crate::{
    acts::{Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    id::PersonId,
    operation::{Change, OperationBody},
    recall::Recall,
    refusal::Missing,
};

pub fn put_recall(desk: &FrontDesk, who: PersonId, wanted: &Recall) -> AppResult<Done<Recall>> {
    let body = OperationBody::RecallPut(wanted.clone());
    desk.write(who, "recall_put", |acts| match acts.decide(body, seen(wanted.version))?.after.first() {
        Some(Change::Recall(it)) => Ok(it.clone()),
        _ => found(None, Missing::Recall),
    })
}
