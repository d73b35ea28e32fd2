//! How the desk stands with its centre.

use super::time::utc_text;
use crate::{
    desk::{Desk, Session},
    dto::centre::{
        CentreSignInView, CentreView, ComparedKindView, ComparedView, EnrolledView, FirstSyncView, LinkState,
        StorageView, SyncStatus,
    },
    error::ApiError,
};
use clinic_protocol::sync::Checksum;
use desk_sync::{Enrolment, Reach};

pub fn status(desk: &Desk, session: &Session) -> Result<SyncStatus, ApiError> {
    let Some(tie) = &session.tie else { return Ok(SyncStatus::Standalone) };
    let store = session.front.store();
    let (outbox, heard, storage) = (store.outbox()?, store.heard()?, store.storage()?);
    let contact = tie.lanes().as_ref().map(desk_sync::Lanes::contact);
    let known = store.centre_sign_in(session.person)?;
    let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
    let centre = CentreView {
        address: tie.centre.url.clone(),
        organization: tie.centre.slug.clone(),
        link: contact.as_ref().map_or(LinkState::Offline, |it| link(it.reach)),
        since: contact.as_ref().map(|it| utc_text(it.since)),
        last_contact: contact.as_ref().and_then(|it| it.last).map(utc_text),
        queued: small(outbox.queued),
        undecided: small(outbox.undecided),
        deferred: small(outbox.deferred),
        cursor: heard.received,
        head: contact.as_ref().and_then(|it| it.head),
        as_of: contact.as_ref().and_then(|it| it.as_of).map(utc_text),
        lost: contact.as_ref().map_or(0, |it| it.lost),
        first_sync: contact.and_then(|it| it.first_sync).map(|it| FirstSyncView {
            is_usable: it.is_usable,
            kind: it.kind,
            done: it.done,
            total: it.total,
        }),
        storage: StorageView {
            vault_bytes: storage.vault_bytes,
            mirror_bytes: storage.mirror_bytes,
            free_mebibytes: desk.home.free_mebibytes().ok(),
        },
        signed_in: known
            .filter(|it| it.refresh_token.is_some())
            .map(|it| CentreSignInView { login: it.login, until: utc_text(it.until) }),
        lease_until: Some(utc_text(tie.lease_until())),
    };
    Ok(SyncStatus::Joined { centre: Box::new(centre) })
}

pub fn enrolled(it: &Enrolment) -> EnrolledView {
    EnrolledView {
        address: it.address.clone(),
        organization: it.organization.clone(),
        desk_name: it.enrolled.device.name.clone(),
        fingerprint: it.key.fingerprint(),
    }
}

/// Kind by kind; one that is empty there has no row here either.
pub fn compared(cursor: u64, head: u64, here: &[Checksum], there: &[Checksum]) -> ComparedView {
    let kinds = there.iter().map(|there| {
        let here = here.iter().find(|it| it.kind == there.kind);
        let count = here.map_or(0, |it| it.count);
        let is_equal = here.map_or(there.count == 0, |it| it == there);
        ComparedKindView { kind: there.kind.clone(), here: count, there: there.count, is_equal }
    });
    let kinds: Vec<_> = kinds.collect();
    ComparedView { cursor, head, is_equal: cursor == head && kinds.iter().all(|it| it.is_equal), kinds }
}

const fn link(reach: Reach) -> LinkState {
    match reach {
        Reach::Connecting => LinkState::Connecting,
        Reach::Online => LinkState::Online,
        Reach::Offline => LinkState::Offline,
        Reach::SignedOut => LinkState::SignedOut,
        Reach::SeesNoDay => LinkState::SeesNoDay,
        Reach::TooOld => LinkState::TooOld,
        Reach::Revoked { .. } => LinkState::Revoked,
        Reach::PutBack { .. } => LinkState::PutBack,
    }
}
