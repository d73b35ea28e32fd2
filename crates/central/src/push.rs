//! A desk's operations, in the order in which people decided them.
//!
//! Invariants: an operation is looked at when all before it have been; one that is refused stops none after it; one that
//! this centre cannot read yet is kept as it was sent, never dropped; the desk's clock decides nothing that it could gain by.

use crate::{
    arbitrate::{MOST_AT_ONCE, SendingDesk, Settled, Submission, again, arbitrate, digest},
    http::{Cx, Problem},
};
use axum::http::StatusCode;
use central_store::{Batch, Deferred, Desk};
use clinic_domain::id::DeviceId;
use clinic_protocol::{
    pushed::{Head, Sent, in_chunks, without_gap},
    sync::{OpOutcome, OpResult, OpStatus, PUSH_OPERATIONS, Pushed},
};
use std::{collections::HashMap, sync::atomic::Ordering};

/// # Errors
/// A line that is no operation at all, an operation of another desk, or the database's. What was settled before stays
/// settled: sent again, it is answered the same.
pub async fn push(cx: &Cx, body: &[u8]) -> Result<Pushed, Problem> {
    let device = cx.caller()?.device.ok_or_else(Problem::not_permitted)?;
    let lines: Vec<&[u8]> = body.split(|it| *it == b'\n').filter(|it| !it.is_empty()).collect();
    if lines.len() > PUSH_OPERATIONS {
        return Err(Problem::invalid("body", format!("At most {PUSH_OPERATIONS} operations at once.")));
    }
    let sent =
        lines.iter().enumerate().map(|(at, line)| read(at, line, device)).collect::<Result<Vec<_>, _>>()?;
    let mut tenant = cx.tenant().await?;
    let epoch = tenant.counter().await?.epoch;
    let desk = tenant.desk(device).await?.ok_or_else(Problem::not_permitted)?;
    tenant.rollback().await?;
    let (ready, expected) = without_gap(sent, desk.last_seq);
    let mut results = Vec::with_capacity(ready.len());
    for chunk in in_chunks(ready, MOST_AT_ONCE) {
        results.extend(settle(cx, &desk, chunk).await?);
    }
    cx.is_audited.store(true, Ordering::Relaxed);
    Ok(Pushed { epoch, results, expected })
}

fn read(at: usize, line: &[u8], device: DeviceId) -> Result<Sent, Problem> {
    let malformed = || Problem::invalid(format!("body.{at}"), "The line is no operation.");
    let sent = Sent::read(line).ok_or_else(malformed)?;
    if sent.device() == device { Ok(sent) } else { Err(other_desk(at)) }
}

fn other_desk(at: usize) -> Problem {
    let problem = Problem::new(StatusCode::CONFLICT, "other_desk", "The operation is another desk's.");
    Problem { field: Some(format!("body.{at}")), ..problem }
}

async fn settle(cx: &Cx, desk: &Desk, chunk: Vec<Sent>) -> Result<Vec<OpOutcome>, Problem> {
    let organization = cx.caller()?.organization;
    let mut earliest = desk.decided_until;
    let mut submissions = Vec::with_capacity(chunk.len());
    for it in chunk {
        match it {
            Sent::Known { operation, line, word } => {
                // Decided when the desk says so, but neither before what it decided last nor after it is here now.
                let at = operation.at.clamp(earliest.min(cx.now), cx.now);
                earliest = at;
                let digest = digest(&line);
                submissions.push(Submission {
                    operation: *operation,
                    bytes: line,
                    digest,
                    device: Some(SendingDesk { id: desk.id, location: desk.location, hub: word }),
                    at,
                    author: None,
                });
            }
            Sent::Unknown { head, line } => return Ok(vec![defer(cx, desk, &head, &line).await?]),
        }
    }
    let settled = arbitrate(&cx.app, organization, submissions, &cx.origin).await?;
    Ok(settled.into_iter().map(|Settled { op, result, .. }| OpOutcome { op, result }).collect())
}

/// Keeps an operation for the version that can read it (`deferred.rs`).
async fn defer(cx: &Cx, desk: &Desk, head: &Head, line: &[u8]) -> Result<OpOutcome, Problem> {
    let mut tenant = cx.tenant().await?;
    let mut batch = Batch::default();
    let (counter, known) = (tenant.lock_counter(&mut batch), tenant.find_operations(&mut batch, [head.id]));
    let kept = tenant.find_deferred(&mut batch, head.id);
    let mut answers = tenant.run(batch).await?;
    answers.counter(counter)?;
    let digest = digest(line).to_vec();
    let before = match answers.known_operations(known).pop() {
        Some((_, it)) => OpResult::from_json(&it.result).map(|result| (result, it.body_hash)),
        None => answers.deferred_digest(kept).map(|digest| (deferred(), digest)),
    };
    if let Some((result, of)) = before {
        tenant.rollback().await?;
        return Ok(OpOutcome { op: head.id, result: again(Some(result), of == digest) });
    }
    let it = Deferred {
        op: head.id,
        device: desk.id,
        device_seq: head.device_seq,
        author: head.author,
        body: line.to_vec(),
        digest,
        received_at: cx.now,
        decided_after: desk.decided_until,
    };
    let mut batch = Batch::default();
    tenant.defer(&mut batch, &it);
    tenant.heard_from(&mut batch, &HashMap::from([(desk.id, head.device_seq)]), cx.now);
    cx.finish(tenant, batch, crate::http::Act::done("defer", "operation").on(head.id)).await?;
    Ok(OpOutcome { op: head.id, result: deferred() })
}

fn deferred() -> OpResult {
    OpResult::of(OpStatus::Deferred, Vec::new())
}
