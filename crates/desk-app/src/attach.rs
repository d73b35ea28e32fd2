//! A clinic that stood alone goes into an organization with all of its book: what would go along, what is there already, and
//! the beginning, which is one transaction.
//!
//! Invariants: there is a backup before anything is recorded; every row of the book is in exactly one operation; a visit that
//! takes up time is alone in its own, so that it loses alone where somebody else has its time.

use crate::{backup::back_up_now, error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::{OverLimit, check_all_providers, permitted},
    id::{DeviceId, OpId, PersonId},
    operation::{Change, Operation, OperationBody},
    people::{Permission, Person},
    resource::{Resource, ResourceKind},
    setup::Setup,
};
use clinic_protocol::encode_changes;
use desk_cache::{
    AuditEntry,
    store::{Attaching, Writing},
};
use std::collections::BTreeSet;

/// Rows that one operation brings, at most, and what they come to: a centre takes half a mebibyte at once.
const MOST_ROWS: usize = 200;
const MOST_BYTES: usize = 128 * 1024;

/// What a person reads before they say yes.
#[derive(Debug, Default)]
pub struct AttachPreview {
    pub organization_name: String,
    /// By kind, in the order in which they go.
    pub going: Vec<(&'static str, u64)>,
    /// Live visits that are to come.
    pub to_come: u64,
    /// Names that are there already, of the locations, providers and appointment types here.
    pub same_names: Vec<(&'static str, String)>,
    /// Everybody who may sign in here, with the one of the same login there.
    pub people: Vec<(Person, Option<Person>)>,
    pub too_many_providers: Option<OverLimit>,
}

/// Compares this clinic with the rows that an organization has.
///
/// # Errors
/// For whoever is no administrator here.
pub fn preview(desk: &FrontDesk, who: PersonId, there: &[Change]) -> AppResult<AttachPreview> {
    may_go_on(desk, who)?;
    let configuration = desk.configuration()?;
    let setup = &configuration.setup;
    let mut preview =
        AttachPreview { too_many_providers: too_many(setup, there), ..AttachPreview::default() };
    for row in there {
        if let Change::Organization(it) = row {
            preview.organization_name.clone_from(&it.name);
        }
    }
    let mut counts: Vec<(&'static str, u64)> = Vec::new();
    let now = desk.now();
    desk.read(|reader| {
        reader.each_row(now, &mut |row| {
            let kind = kind_of(&row);
            match counts.iter_mut().find(|it| it.0 == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((kind, 1)),
            }
            preview.to_come += u64::from(row.visit().is_some_and(|it| it.is_live() && it.visit.end() > now));
            AppResult::Ok(())
        })
    })?;
    preview.going = counts;
    preview.same_names = same_names(setup, there);
    let namesake = |login: &str| {
        there.iter().find_map(|row| match row {
            Change::Person(it) if it.login == login && it.is_active => Some(it.clone()),
            _ => None,
        })
    };
    let active = configuration.people.iter().filter(|it| it.may_sign_in());
    preview.people = active.map(|it| (it.clone(), namesake(&it.login))).collect();
    Ok(preview)
}

/// From here on the desk is on its way.
///
/// # Errors
/// Where no backup could be made, and for whoever is no administrator here: nothing is begun then.
pub fn begin(desk: &FrontDesk, who: PersonId, to: &Attaching) -> AppResult<()> {
    permitted(&desk.author(who)?, Permission::ManagePeople)?;
    back_up_now(desk, who)?;
    let now = desk.now();
    desk.store().attach(to, who, now, |writing| {
        let mirror = writing.mirror();
        let mut pages = Pages { desk, who, to, page: Vec::new(), bytes: 0, alone: Vec::new() };
        mirror.each_row(now, &mut |row| pages.put(writing, row))?;
        pages.end(writing)
    })
}

/// The desk stands alone again.
pub fn give_up(desk: &FrontDesk, who: PersonId) -> AppResult<()> {
    may_go_on(desk, who)?;
    Ok(desk.store().give_up_attaching(DeviceId(desk.ids.next()), who, desk.now())?)
}

/// Whether the person may take the clinic along; where it is on its way, whether they may go on with that: whoever signed in
/// there is not an administrator here.
///
/// # Errors
/// `not_permitted`.
pub fn may_go_on(desk: &FrontDesk, who: PersonId) -> AppResult<()> {
    let needed = match desk.store().attaching()? {
        Some(_) => Permission::Import,
        None => Permission::ManagePeople,
    };
    Ok(permitted(&desk.author(who)?, needed)?)
}

/// The book on its way into operations.
struct Pages<'a> {
    desk: &'a FrontDesk,
    who: PersonId,
    to: &'a Attaching,
    page: Vec<Change>,
    bytes: usize,
    /// Visits that take up time: they come when everybody else is there.
    alone: Vec<Change>,
}

impl Pages<'_> {
    fn put(&mut self, writing: &mut Writing<'_>, row: Change) -> AppResult<()> {
        if row.visit().is_some_and(|it| it.is_live()) {
            self.alone.push(row);
            return Ok(());
        }
        let bytes = encode_changes(std::slice::from_ref(&row)).len();
        if self.page.len() == MOST_ROWS || self.bytes + bytes > MOST_BYTES {
            self.record_page(writing)?;
        }
        self.bytes += bytes;
        self.page.push(row);
        Ok(())
    }

    fn end(mut self, writing: &mut Writing<'_>) -> AppResult<()> {
        self.record_page(writing)?;
        for row in std::mem::take(&mut self.alone) {
            // Until it is there the visit is marked as not sent, and where it loses it stays until a person has decided.
            self.record(writing, vec![row.clone()], vec![row])?;
        }
        Ok(())
    }

    fn record_page(&mut self, writing: &mut Writing<'_>) -> AppResult<()> {
        self.bytes = 0;
        match std::mem::take(&mut self.page) {
            rows if rows.is_empty() => Ok(()),
            // What it brings is here already: nothing of it is shown twice.
            rows => self.record(writing, rows, Vec::new()),
        }
    }

    fn record(&self, writing: &mut Writing<'_>, rows: Vec<Change>, changes: Vec<Change>) -> AppResult<()> {
        let entry = AuditEntry {
            patients: changes.iter().filter_map(Change::patient).collect(),
            detail: format!("{} rows", rows.len()).into(),
            ..self.desk.entry(self.who, "adopt")
        };
        let operation = Operation {
            id: OpId(self.desk.ids.next()),
            device: writing.device(),
            device_seq: writing.next_device_seq(),
            author: self.to.person,
            at: self.desk.now(),
            written_at: None,
            base: None,
            part_of: None,
            promised_to_patient: !changes.is_empty(),
            body: OperationBody::Adopt { rows },
        };
        writing.record(&operation, changes, &entry)?;
        Ok(())
    }
}

fn too_many(setup: &Setup, there: &[Change]) -> Option<OverLimit> {
    let mut then = setup.clone();
    (then.resources, then.locations) = (Vec::new(), Vec::new());
    for row in there {
        match row {
            Change::Organization(it) => then.organization = it.clone(),
            Change::Resource(it) => then.resources.push(it.clone()),
            _ => {}
        }
    }
    check_all_providers(&then, &setup.resources).err()
}

fn same_names(setup: &Setup, there: &[Change]) -> Vec<(&'static str, String)> {
    let named = |row: &Change| match row {
        Change::Location(it) if it.is_active => Some(("location", it.name.clone())),
        Change::Resource(it) if is_provider(it) => Some(("provider", it.name.clone())),
        Change::AppointmentType(it) if it.is_active => Some(("appointment_type", it.name.clone())),
        _ => None,
    };
    let known: BTreeSet<(&str, String)> =
        there.iter().filter_map(named).map(|(kind, name)| (kind, name.to_lowercase())).collect();
    let locations = setup.locations.iter().cloned().map(Change::Location);
    let resources = setup.resources.iter().cloned().map(Change::Resource);
    let types = setup.types.iter().cloned().map(Change::AppointmentType);
    let here = locations.chain(resources).chain(types);
    here.filter_map(|it| named(&it))
        .filter(|(kind, name)| known.contains(&(*kind, name.to_lowercase())))
        .collect()
}

fn is_provider(it: &Resource) -> bool {
    it.kind == ResourceKind::Provider && it.is_active
}

/// As people count them.
fn kind_of(row: &Change) -> &'static str {
    match row {
        Change::Resource(it) if it.kind == ResourceKind::Provider => "provider",
        other => other.object().0,
    }
}
