//! Bugs that are planted, one at a time, to see that the laws would find them.

use clinic_domain::{
    conflict::{ConflictOutcome, ConflictResolution},
    id::PersonId,
    operation::Change,
    time::Instant,
};

/// What is done wrongly, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    // At the desk.
    /// The mirror's number is moved before the page is there.
    CursorBeforePage,
    /// What is answered is shown no more, though the mirror does not have it yet.
    OverlayDroppedEarly,
    /// A first sync throws away what is unconfirmed.
    FetchDropsUnconfirmed,
    /// A password that opens nothing makes a new vault.
    VaultDeletedOnWrongKey,
    /// The person is told before the vault is on the disk.
    ToldBeforeFlush,
    /// What the centre confirmed is not told again after it was restored.
    ReceiptsNotResent,
    /// And what it had refused is not either.
    RefusedNotResent,
    /// What is refused is tried again and again.
    HeadOfLine,
    /// What builds on a change that lost names the version alone.
    FailedParent,
    // On the way.
    /// Whose token is refused lets go of what waits.
    SignedOutDropsOutbox,
    /// A revoked desk ends without its outbox in quarantine.
    RevokedDropsOutbox,
    /// After some failures in a row nothing is tried any more.
    SleepsForEver,
    /// Nothing is fetched while something waits to be sent.
    PullWaitsForPush,
    // At the centre.
    /// What became of an operation is not kept with what it changed.
    ResultNotStored,
    /// Who decided earlier by their own clock is in front of who came first.
    LateEvicts,
    /// Operations are looked at though some before them are missing.
    GapSkipped,
    /// Changes are numbered before they are there for everybody.
    SerialCursor,
    /// A desk's clock says when an operation was decided.
    ClockDecides,
    /// One page has rows of two organizations.
    OrganizationsMixed,
    /// A conflict is over when its visit would be.
    ConflictEndsByItself,
    /// What a desk sent is kept as it was understood.
    UnknownFieldLost,
    /// What cannot be understood is refused.
    UnknownKindDropped,
}

impl Planted {
    pub const ALL: &'static [Planted] = &[
        Planted::CursorBeforePage,
        Planted::OverlayDroppedEarly,
        Planted::FetchDropsUnconfirmed,
        Planted::VaultDeletedOnWrongKey,
        Planted::ToldBeforeFlush,
        Planted::ReceiptsNotResent,
        Planted::RefusedNotResent,
        Planted::HeadOfLine,
        Planted::FailedParent,
        Planted::SignedOutDropsOutbox,
        Planted::RevokedDropsOutbox,
        Planted::SleepsForEver,
        Planted::PullWaitsForPush,
        Planted::ResultNotStored,
        Planted::LateEvicts,
        Planted::GapSkipped,
        Planted::SerialCursor,
        Planted::ClockDecides,
        Planted::OrganizationsMixed,
        Planted::ConflictEndsByItself,
        Planted::UnknownFieldLost,
        Planted::UnknownKindDropped,
    ];
}

/// A conflict that nobody has resolved, resolved.
pub fn end_by_itself(change: &mut Change, by: PersonId, at: Instant) {
    if let Change::Conflict(it) = change {
        let outcome = ConflictOutcome::GivenUp;
        it.resolution = Some(ConflictResolution { outcome, act: None, note: "".into(), by, at });
    }
}
