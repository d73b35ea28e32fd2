//! How a route changes the book, the setup or people: by an operation on the one path that desks' operations take.

use super::{context::Cx, problem::Problem};
use crate::arbitrate::{self, Settled, Submission, arbitrate};
use axum::http::StatusCode;
use clinic_domain::{
    id::{DeviceId, OpId},
    operation::{Base, Change, Operation, OperationBody},
    time::Instant,
};
use clinic_protocol::{
    encode_operation,
    sync::{OpResult, OpStatus},
};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// What an operation did.
#[derive(Debug)]
pub struct Performed {
    pub op: OpId,
    pub seq: u64,
    /// The rows as it left them, what it is about first. Empty when the same operation was performed before.
    pub changes: Vec<Change>,
}

/// Who asks by the API asks from no desk.
const NO_DESK: DeviceId = DeviceId(Uuid::nil());

impl Cx {
    /// The id of something new: with an `Idempotency-Key` the same one each time it is asked for.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.origin.idempotency_key.unwrap_or_else(|| self.app.ids.next())
    }

    /// Performs one operation as the caller, now. Its audit entry is written with it.
    ///
    /// # Errors
    /// The refusal of the clinic's rules, with every reason; or the database's.
    pub async fn operate(&self, body: OperationBody, base: Option<Base>) -> Result<Performed, Problem> {
        let caller = self.caller()?;
        let operation = Operation {
            id: OpId(self.new_id()),
            device: caller.device.unwrap_or(NO_DESK),
            device_seq: 0,
            author: caller.person.id,
            at: self.now,
            written_at: None,
            part_of: None,
            base,
            promised_to_patient: true,
            body,
        };
        // Asked again it is the same, though it is later.
        let digest = arbitrate::digest(&encode_operation(&Operation { at: Instant(0), ..operation.clone() }));
        let bytes = encode_operation(&operation);
        let submission = Submission { operation, bytes, digest, device: None, at: self.now, author: None };
        let settled = arbitrate(&self.app, caller.organization, [submission], &self.origin).await?;
        self.is_audited.store(true, Ordering::Relaxed);
        settled.into_iter().next().map_or_else(|| Err(Problem::internal()), performed)
    }
}

fn performed(settled: Settled) -> Result<Performed, Problem> {
    let Settled { op, result, changes, refused } = settled;
    match (refused, result) {
        (Some(refused), _) => Err(refused.into()),
        (None, OpResult { status: OpStatus::Applied, seq, .. }) => {
            Ok(Performed { op, seq: seq.unwrap_or_default(), changes })
        }
        // Sent before, and refused then.
        (None, OpResult { reasons, .. }) => {
            let problem =
                Problem::new(StatusCode::CONFLICT, "refused_before", "This operation was refused before.");
            Err(Problem { reasons, ..problem })
        }
    }
}
