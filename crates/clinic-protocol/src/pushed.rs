//! A desk's push as the centre takes it apart: which of its lines can be looked at, and which of them together.

use crate::{
    DecodeError, decode_operation,
    hub::{self, HubWord},
};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    operation::Operation,
};
use serde::Deserialize;

/// One line: an operation, or one that a newer desk wrote.
pub enum Sent {
    /// With what the hub of its location said of it.
    Known {
        operation: Box<Operation>,
        line: Vec<u8>,
        word: Option<HubWord>,
    },
    Unknown {
        head: Head,
        line: Vec<u8>,
    },
}

/// What can be read of an operation whose kind is not known.
#[derive(Deserialize)]
pub struct Head {
    pub id: OpId,
    pub device: DeviceId,
    pub device_seq: u64,
    pub author: PersonId,
}

impl Sent {
    /// Nothing for a line that is no operation at all.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Sent> {
        let (line, word) = hub::apart(line);
        let line = line.to_vec();
        match decode_operation(&line) {
            Ok(operation) => Some(Sent::Known { operation: Box::new(operation), line, word }),
            Err(DecodeError::UnknownKind { .. } | DecodeError::UnknownSchema { .. }) => {
                let json = line.iter().position(|it| *it == b'{').map(|at| &line[at..])?;
                Some(Sent::Unknown { head: serde_json::from_slice(json).ok()?, line })
            }
            Err(_) => None,
        }
    }

    #[must_use]
    pub fn device(&self) -> DeviceId {
        match self {
            Sent::Known { operation, .. } => operation.device,
            Sent::Unknown { head, .. } => head.device,
        }
    }

    #[must_use]
    pub fn device_seq(&self) -> u64 {
        match self {
            Sent::Known { operation, .. } => operation.device_seq,
            Sent::Unknown { head, .. } => head.device_seq,
        }
    }
}

/// What can be looked at: each follows the one before it, from the last that has a result on. Where something is missing, its
/// number as well.
#[must_use]
pub fn without_gap(sent: Vec<Sent>, last: u64) -> (Vec<Sent>, Option<u64>) {
    let mut expected = last + 1;
    let mut ready = Vec::with_capacity(sent.len());
    for it in sent {
        let seq = it.device_seq();
        if seq > expected {
            return (ready, Some(expected));
        }
        expected = expected.max(seq + 1);
        ready.push(it);
    }
    (ready, None)
}

/// Runs of at most so many operations that are decided in one transaction; what nobody can decide stands alone.
#[must_use]
pub fn in_chunks(ready: Vec<Sent>, most: usize) -> Vec<Vec<Sent>> {
    let mut chunks: Vec<Vec<Sent>> = Vec::new();
    for it in ready {
        let is_known = matches!(it, Sent::Known { .. });
        match chunks.last_mut() {
            Some(chunk)
                if is_known && chunk.len() < most && matches!(chunk.first(), Some(Sent::Known { .. })) =>
            {
                chunk.push(it);
            }
            _ => chunks.push(vec![it]),
        }
    }
    chunks
}
