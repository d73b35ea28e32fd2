//! What becomes of a clinic that goes into an organization.

use crate::{
    dto::attach::{AttachKindView, AttachPersonView, AttachPreviewView, AttachStatus, SameNameView},
    error::ApiError,
    handlers::SignedIn,
};
use clinic_domain::{id::PersonId, operation::Change, refusal::Refusal, resource::ResourceKind};
use desk_app::attach::AttachPreview;
use desk_cache::store::{Attaching, Centre, Progress};
use desk_sync::There;

pub fn begun(to: &Attaching, stands: Progress) -> AttachStatus {
    AttachStatus::Begun {
        address: to.centre.url.clone(),
        organization: to.centre.slug.clone(),
        login: to.login.clone(),
        answered: small(stands.answered),
        all: small(stands.all),
    }
}

pub fn preview(
    signed_in: &SignedIn,
    centre: &Centre,
    person: PersonId,
    it: &AttachPreview,
    there: &There,
) -> Result<AttachPreviewView, ApiError> {
    let configuration = signed_in.front.configuration()?;
    let wording = signed_in.wording(&configuration, None);
    let kinds = it.going.iter().map(|&(kind, here)| AttachKindView {
        kind: kind.to_owned(),
        here: small(here),
        there: small(count(there, kind)),
    });
    let same_names = it
        .same_names
        .iter()
        .map(|(kind, name)| SameNameView { kind: (*kind).to_owned(), name: name.clone() });
    let people = it.people.iter().map(|(here, there)| AttachPersonView {
        name: here.name.clone(),
        login: here.login.clone(),
        there: there.as_ref().map(|it| it.name.clone()),
    });
    let signed_in_as = there.rows.iter().find_map(|row| match row {
        Change::Person(it) if it.id == person => Some(it.name.clone()),
        _ => None,
    });
    Ok(AttachPreviewView {
        organization_name: it.organization_name.clone(),
        address: centre.url.clone(),
        signed_in_as: signed_in_as.unwrap_or_default(),
        kinds: kinds.collect(),
        to_come: small(it.to_come),
        same_names: same_names.collect(),
        people: people.collect(),
        problem: it.too_many_providers.map(|it| wording.view(&Refusal::from(it)).sentence),
        backup_folder: signed_in.front.store().backup_folder()?.map(|it| it.display().to_string()),
    })
}

/// Providers are counted apart from what else can be booked.
fn count(there: &There, kind: &str) -> u64 {
    let providers = || {
        let is_provider =
            |row: &&Change| matches!(row, Change::Resource(it) if it.kind == ResourceKind::Provider);
        there.rows.iter().filter(is_provider).count() as u64
    };
    let of_kind = |kind: &str| there.counts.iter().find(|it| it.kind == kind).map_or(0, |it| it.count);
    match kind {
        "provider" => providers(),
        "resource" => of_kind(kind).saturating_sub(providers()),
        other => of_kind(other),
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
