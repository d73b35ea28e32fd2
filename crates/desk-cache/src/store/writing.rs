//! What a use case holds while it decides and writes.

use crate::{
    error::{CacheError, Part},
    mirror,
    vault::{
        self, Tip,
        audit::{self, AuditEntry},
        operations::{self, Encoded, StoredAct},
        outbox,
    },
};
use clinic_domain::{
    arbiter::Object,
    arbitration::Act,
    id::{DeviceId, OpId, Version},
    operation::{Change, Operation},
};
use rusqlite::Connection;

/// An open transaction: the vault to write, the mirror to read beside it. Nothing of it is there until
/// [`super::Store::write`] returns.
pub struct Writing<'t> {
    vault: &'t Connection,
    mirror: mirror::Reader<'t>,
    tip: Tip,
    has_room: bool,
    /// The book is on its way into an organization.
    is_closed: bool,
    recorded: Vec<(u64, Vec<Change>)>,
}

/// What the arbiter answered to an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub seq: u64,
    pub changes: Vec<Change>,
}

impl<'t> Writing<'t> {
    pub(super) fn new(
        vault: &'t Connection,
        mirror: mirror::Reader<'t>,
        tip: Tip,
        has_room: bool,
    ) -> Writing<'t> {
        Writing { vault, mirror, tip, has_room, is_closed: tip.is_attaching, recorded: Vec::new() }
    }

    /// The mirror, up to date with every earlier write (not with what this one has recorded so far).
    #[must_use]
    pub fn mirror(&self) -> mirror::Reader<'t> {
        self.mirror
    }

    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.tip.device
    }

    /// Whether somebody else has the last word about what is decided here.
    #[must_use]
    pub fn has_centre(&self) -> bool {
        self.tip.has_centre
    }

    /// The number that this desk's next operation has to carry.
    #[must_use]
    pub fn next_device_seq(&self) -> u64 {
        self.tip.device_seq + 1
    }

    /// The number that the arbiter gives to the next operation.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.tip.seq + 1
    }

    /// What was answered when this operation came before: it is answered again, not done again.
    pub fn receipt_of(&self, id: OpId) -> Result<Option<Receipt>, CacheError> {
        let Some(stored) = operations::receipt_of(self.vault, id)? else {
            return Ok(None);
        };
        Ok(Some(Receipt { seq: stored.seq, changes: decode_changes(&stored.changes)? }))
    }

    /// An earlier operation as it was decided here, with the rows that it replaced while they are kept for an undo.
    pub fn act(&self, id: OpId) -> Result<Option<Act>, CacheError> {
        let mut is_first = true;
        let acts = operations::acts_from(self.vault, id, |stored| {
            std::mem::take(&mut is_first).then(|| decoded_act(&stored)).transpose()
        })?;
        Ok(acts.into_iter().next())
    }

    /// The operation of this desk that left a row in this version and that the centre has not accepted, with that row.
    pub fn left_unaccepted(
        &self,
        row: Object,
        version: Version,
    ) -> Result<Option<(OpId, Change)>, CacheError> {
        if !self.tip.has_centre {
            return Ok(None);
        }
        for (op, changes) in outbox::unaccepted_about(self.vault, row.1)? {
            let left = decode_changes(&changes)?.into_iter().find(|it| it.object() == row);
            if let Some(left) = left.filter(|it| it.version() == version) {
                return Ok(Some((op, left)));
            }
        }
        Ok(None)
    }

    /// Stores the operation with its receipt and its one audit entry; returns its number.
    ///
    /// # Errors
    /// [`CacheError::OutOfOrder`] unless it carries [`Writing::next_device_seq`]; [`CacheError::DiskFull`] before
    /// the disk really is, so that what must be written still can be.
    pub fn record(
        &mut self,
        operation: &Operation,
        changes: impl Into<Vec<Change>>,
        entry: &AuditEntry,
    ) -> Result<u64, CacheError> {
        let changes = changes.into();
        if self.is_closed {
            return Err(CacheError::Attaching);
        }
        if !self.has_room {
            return Err(CacheError::DiskFull);
        }
        let encoded = Encoded {
            id: operation.id,
            device: operation.device,
            device_seq: operation.device_seq,
            body: clinic_protocol::encode_operation(operation),
            changes: clinic_protocol::encode_changes(&changes),
        };
        let digest = operations::record(self.vault, &mut self.tip, &encoded)?;
        audit::append(self.vault, &mut self.tip, entry, Some(digest))?;
        self.recorded.push((self.tip.seq, changes));
        Ok(self.tip.seq)
    }

    /// Keeps the rows that a recorded operation replaced for as long as it can be undone.
    pub fn keep_replaced(&self, operation: &Operation, rows: &[Change]) -> Result<(), CacheError> {
        let encoded = clinic_protocol::encode_changes(rows);
        operations::keep_replaced(self.vault, operation.id, operation.at, &encoded)
    }

    /// Remembers an act that changes nothing in the book: a look at a patient, a refusal, a sign-in.
    pub fn audit(&mut self, entry: &AuditEntry) -> Result<(), CacheError> {
        audit::append(self.vault, &mut self.tip, entry, None)
    }

    /// The desk's counters are others now.
    pub(super) fn begin_again(&mut self) -> Result<(), CacheError> {
        self.tip = Tip { entries: self.tip.entries, hash: self.tip.hash, ..vault::tip(self.vault)? };
        Ok(())
    }

    pub(super) fn vault(&self) -> &'t Connection {
        self.vault
    }

    pub(super) fn finish(self) -> (Tip, Vec<(u64, Vec<Change>)>) {
        (self.tip, self.recorded)
    }
}

pub(super) fn decoded_act(stored: &StoredAct) -> Result<Act, CacheError> {
    Ok(Act {
        operation: decode_operation(&stored.body)?,
        before: stored.replaced.as_deref().map_or_else(|| Ok(Vec::new()), decode_changes)?,
        after: decode_changes(&stored.changes)?,
    })
}

pub(super) fn decode_operation(bytes: &[u8]) -> Result<Operation, CacheError> {
    clinic_protocol::decode_operation(bytes)
        .map_err(|error| CacheError::damaged(Part::Vault, format!("an operation cannot be read: {error}")))
}

pub(super) fn decode_changes(bytes: &[u8]) -> Result<Vec<Change>, CacheError> {
    clinic_protocol::decode_changes(bytes)
        .map_err(|error| CacheError::damaged(Part::Vault, format!("a receipt cannot be read: {error}")))
}
