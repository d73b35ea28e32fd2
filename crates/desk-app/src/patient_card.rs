//! The patient's card: who it is, who acts for them, what comes and what was.

use crate::{
    error::{AppResult, found},
    find_patients::{PatientHit, hits_with},
    front_desk::FrontDesk,
    waitlist::{self, DueRow, WaitingRow},
};
use clinic_domain::{
    alias::PatientAlias,
    appointment::AppointmentStatus,
    arbitration::permitted,
    call::Call,
    counter::{LONGEST_INTERVAL_DAYS, LastAsked},
    id::{AppointmentTypeId, LocationId, PatientId, PersonId},
    patient::{Caregiver, Patient},
    people::Permission,
    recall::Recall,
    refusal::Missing,
    time::{Instant, Period},
    waitlist::WaitlistEntry,
    worklist::ToComeList,
};
use desk_cache::{
    mirror::{DayRow, PatientLine, Reader},
    store::Marks,
};
use std::sync::Arc;

pub struct PatientCard {
    pub patient: Patient,
    pub caregivers: Vec<Caregiver>,
    /// Soonest first.
    pub next: Vec<DayRow>,
    /// Latest first.
    pub last: Vec<DayRow>,
    pub no_shows: u32,
    pub asked: LastAsked,
    pub are_details_due: bool,
    pub is_card_due: bool,
    /// About what they wait for and are due for, latest first.
    pub calls: Vec<PatientCall>,
    /// What they wait for, and what they are due for; nothing that is settled.
    pub waiting: Vec<WaitingRow>,
    pub recalls: Vec<DueRow>,
    /// The records that were merged into this one.
    pub aliases: Vec<(PatientAlias, Patient)>,
    /// Who may be the same person.
    pub suspects: Vec<PatientHit>,
    pub now: Instant,
    pub marks: Arc<Marks>,
    pub may_edit: bool,
    pub may_merge: bool,
    pub may_see_audit: bool,
}

/// An attempt to reach the patient about a visit to come.
pub struct PatientCall {
    pub list: ToComeList,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    pub call: Call,
}

const SHOWN_VISITS: u32 = 10;
const SHOWN_CALLS: usize = 10;
const DAY_MINUTES: i64 = 24 * 60;

/// Audited before it shows.
pub fn patient_card(desk: &FrontDesk, who: PersonId, id: PatientId) -> AppResult<PatientCard> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewPatient)?;
    desk.lookups.settle(desk, true)?;
    // An old id leads to the record that it was merged into.
    let id = desk.read(|reader| Ok(reader.kept_of(id)?))?;
    desk.audit_read(who, "view_patient", None, id)?;
    let may_merge = author.may(Permission::MergePatients);
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let settings = &configuration.setup.organization.settings;
        let zone = configuration.setup.first_zone();
        let (asked, today) = (asked(reader, id, now)?, now.local_date(zone));
        let patient = found(reader.patient(id)?, Missing::Patient)?;
        let suspects = if may_merge { reader.duplicates_of(&patient)? } else { Vec::new() };
        Ok(PatientCard {
            marks: desk.marks(reader)?,
            suspects: hits_with(desk, reader, suspects, now)?,
            aliases: aliases(reader, id)?,
            waiting: waiting(desk, reader, id, now)?,
            recalls: due(reader, id, &patient)?,
            patient,
            caregivers: reader.caregivers_of(id)?,
            next: reader.next_visits(id, now, SHOWN_VISITS)?,
            last: reader.last_visits(id, now, SHOWN_VISITS)?,
            no_shows: reader.count_visits(id, AppointmentStatus::NoShow)?,
            are_details_due: asked.are_details_due(settings, today, zone),
            is_card_due: asked.is_card_due(settings, today, zone),
            asked,
            calls: calls(reader, id)?,
            now,
            may_edit: author.may(Permission::EditPatient),
            may_merge,
            may_see_audit: author.may(Permission::ViewAudit),
        })
    })
}

fn asked(reader: &Reader<'_>, id: PatientId, now: Instant) -> AppResult<LastAsked> {
    // A visit of today may begin later than its patient came.
    let (from, to) =
        (now.plus_minutes(-i64::from(LONGEST_INTERVAL_DAYS) * DAY_MINUTES), now.plus_minutes(DAY_MINUTES));
    let histories = Period::new(from, to).map(|it| reader.histories_of(id, it)).transpose()?;
    Ok(LastAsked::of(&histories.unwrap_or_default()))
}

/// Whatever became of the entry or the recall since.
fn calls(reader: &Reader<'_>, id: PatientId) -> AppResult<Vec<PatientCall>> {
    let waited = reader.waitlist_entries_of(id)?;
    let waited = waited.iter().flat_map(|it| {
        it.calls.iter().map(|call| (ToComeList::Waitlist, it.location, it.appointment_type, *call))
    });
    let due = reader.recalls_of(id)?;
    let due = due.iter().flat_map(|it| {
        it.calls.iter().map(|call| (ToComeList::Recalls, it.location, it.appointment_type, *call))
    });
    let of =
        |(list, location, appointment_type, call)| PatientCall { list, location, appointment_type, call };
    let mut calls: Vec<_> = waited.chain(due).map(of).collect();
    calls.sort_by_key(|it| std::cmp::Reverse(it.call.at));
    calls.truncate(SHOWN_CALLS);
    Ok(calls)
}

fn waiting(desk: &FrontDesk, reader: &Reader<'_>, id: PatientId, now: Instant) -> AppResult<Vec<WaitingRow>> {
    let mut entries = reader.waitlist_entries_of(id)?;
    entries.retain(WaitlistEntry::is_waiting);
    entries.sort_by_key(|it| (it.since, it.id));
    entries.into_iter().map(|it| waitlist::row(desk, reader, it, now)).collect()
}

fn due(reader: &Reader<'_>, id: PatientId, patient: &Patient) -> AppResult<Vec<DueRow>> {
    let mut recalls = reader.recalls_of(id)?;
    recalls.retain(Recall::is_open);
    recalls.sort_by_key(|it| (it.due, it.id));
    Ok(recalls
        .into_iter()
        .map(|recall| DueRow { recall, patient: Some(PatientLine::from(patient)) })
        .collect())
}

fn aliases(reader: &Reader<'_>, id: PatientId) -> AppResult<Vec<(PatientAlias, Patient)>> {
    let with_record = |alias: PatientAlias| Ok(reader.patient(alias.id)?.map(|it| (alias, it)));
    reader.aliases_of(id)?.into_iter().map(with_record).filter_map(Result::transpose).collect()
}
