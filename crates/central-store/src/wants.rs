//! What the arbiter wants to know, as statements, and their answers as what it has loaded.

mod together;

use crate::{
    columns::{at, entities, entity, instant, number},
    error::{StoreError, StoreResult},
    operations::Counter,
    read::PATIENT,
    tenant::{Answers, Batch, Tenant, Value, values},
};
use chrono::{DateTime, TimeDelta, Utc};
use clinic_domain::{
    appointment::{AppointmentStatus, MAX_VISIT_MINUTES},
    arbiter::{Around, Loaded, Want, WhichEntry, Whose},
    arbitration::{Act, PatientFacts},
    availability::{Busy, Occupant},
    hold::Hold,
    id::{AppointmentId, AppointmentTypeId, PatientId, ResourceId, Version},
    operation::Operation,
    patient::RECORD_NUMBERS_ABOVE,
    time::{Instant, Period},
};
use clinic_protocol::{Entity, decode_changes, decode_operation};
use together::Together;
use tokio_postgres::Row;

const PATIENT_OF_VISIT: &str = "SELECT body::text FROM central.users WHERE organization_id = $1 AND id = \
     (SELECT patient_id FROM central.appointments WHERE organization_id = $1 AND id = $2)";
const FACTS_OF_VISIT: &str = "SELECT id, is_active, coalesce((body ->> 'is_deceased')::boolean, false) \
     FROM central.users WHERE organization_id = $1 AND id = \
     (SELECT patient_id FROM central.appointments WHERE organization_id = $1 AND id = $2)";
const CAREGIVER: &str =
    "SELECT body::text FROM central.patient_caregivers WHERE organization_id = $1 AND id = $2";
const HOLD: &str = "SELECT body::text FROM central.holds WHERE organization_id = $1 AND id = $2";
const ENTRY: &str = "SELECT body::text FROM central.waitlist_entries WHERE organization_id = $1 AND id = $2";
const ENTRY_OF_HOLD: &str = "SELECT body::text FROM central.waitlist_entries WHERE organization_id = $1 AND id = \
     (SELECT (body ->> 'entry')::uuid FROM central.holds WHERE organization_id = $1 AND id = $2)";
const RECALL: &str = "SELECT body::text FROM central.recalls WHERE organization_id = $1 AND id = $2";
const DAY_CLOSE: &str =
    "SELECT body::text FROM central.day_closes WHERE organization_id = $1 AND location_id = $2 AND day = $3";
const CONFLICT: &str =
    "SELECT body::text FROM central.booking_conflicts WHERE organization_id = $1 AND id = $2";
const ALIAS: &str = "SELECT body::text FROM central.patient_aliases WHERE organization_id = $1 AND id = $2";
const ALIASES_OF: &str =
    "SELECT id FROM central.patient_aliases WHERE organization_id = $1 AND kept_id = $2 AND is_active";
const APPOINTMENTS_OF: &str =
    "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND patient_id = $2";
const CAREGIVERS_OF: &str =
    "SELECT body::text FROM central.patient_caregivers WHERE organization_id = $1 AND patient_id = $2";
const ENTRIES_OF: &str =
    "SELECT body::text FROM central.waitlist_entries WHERE organization_id = $1 AND patient_id = $2";
const RECALLS_OF: &str =
    "SELECT body::text FROM central.recalls WHERE organization_id = $1 AND patient_id = $2";
const RECALLS_OF_VISIT: &str = "SELECT body::text FROM central.recalls WHERE organization_id = $1 AND patient_id = \
     (SELECT patient_id FROM central.appointments WHERE organization_id = $1 AND id = $2)";
const PATIENT_BUSY_OF_VISIT: &str = "SELECT id, scheduled_at, ends_at FROM central.appointments \
     WHERE organization_id = $1 AND patient_id = \
         (SELECT patient_id FROM central.appointments WHERE organization_id = $1 AND id = $2) \
         AND scheduled_at > $3 AND scheduled_at < $4 AND ends_at > $5 AND is_live";
const VISITS_SEEN: &str = "SELECT id FROM central.appointments \
     WHERE organization_id = $1 AND patient_id = $2 AND scheduled_at < $3 AND status = ANY ($4)";
const VISITS_SEEN_OF_VISIT: &str = "SELECT id FROM central.appointments WHERE organization_id = $1 AND patient_id = \
         (SELECT patient_id FROM central.appointments WHERE organization_id = $1 AND id = $2) \
     AND scheduled_at < $3 AND status = ANY ($4)";
const LAST_QUEUE_NUMBER: &str =
    "SELECT last FROM central.queues WHERE organization_id = $1 AND location_id = $2 AND day = $3";
const ACT: &str = "SELECT body, replaced, outcome, decided_at FROM central.operations \
     WHERE organization_id = $1 AND op_id = $2 AND status = 'applied'";
const LEFT_BY: &str = "SELECT version FROM central.changes \
     WHERE organization_id = $1 AND kind = $2 AND row_id = $3 AND op_id = $4";

const RECORD_NUMBERS: &str = "SELECT medical_record_number FROM central.users \
     WHERE organization_id = $1 AND medical_record_number = ANY ($2)";

/// Asked for every decision: each has an index to go by.
pub(crate) const HOT: &[(&str, &str)] = &[
    ("visits", together::APPOINTMENTS),
    ("whether patients may be booked", together::FACTS),
    ("what takes up resources", together::BUSY),
    ("holds that stand", together::STANDING_HOLDS),
    ("patients' visits in a period", together::PATIENT_BUSY),
    ("the same of a visit's patient", PATIENT_BUSY_OF_VISIT),
    ("a patient's past visits", VISITS_SEEN),
    ("the same of a visit's patient", VISITS_SEEN_OF_VISIT),
    ("all visits of a patient", APPOINTMENTS_OF),
    ("records that lead to one", ALIASES_OF),
    ("entries of a patient", ENTRIES_OF),
    ("recalls of a patient", RECALLS_OF),
    ("recalls of a visit's patient", RECALLS_OF_VISIT),
    ("the last queue number", LAST_QUEUE_NUMBER),
    ("an act", ACT),
    ("what an operation left of a row", LEFT_BY),
    ("who has a record number", RECORD_NUMBERS),
];

/// Wants whose statements are under way, and where their answers stand.
pub struct Asked {
    together: Together,
    each: Vec<(Want, usize)>,
}

impl Tenant {
    /// The statements that bring what is wanted.
    pub fn ask(&self, batch: &mut Batch, wants: impl IntoIterator<Item = Want>) -> Asked {
        let (mut together, rest) = Together::of(wants);
        together.ask(batch, self.organization());
        let each = rest.into_iter().filter_map(|want| {
            let (sql, mut values) = statement(&want)?;
            values.insert(0, Box::new(self.organization().0));
            Some((want, batch.add(sql, values)))
        });
        Asked { each: each.collect(), together }
    }
}

/// None for what is asked together.
fn statement(want: &Want) -> Option<(&'static str, Vec<Value>)> {
    let of = |whose: &Whose, of_patient, of_visit| match *whose {
        Whose::Patient(id) => (of_patient, values![id.0]),
        Whose::OfVisit(id) => (of_visit, values![id.0]),
    };
    Some(match want {
        Want::Patient(whose) => of(whose, PATIENT, PATIENT_OF_VISIT),
        Want::PatientFacts(Whose::OfVisit(id)) => (FACTS_OF_VISIT, values![id.0]),
        Want::Caregiver(id) => (CAREGIVER, values![id.0]),
        Want::Hold(id) => (HOLD, values![id.0]),
        Want::WaitlistEntry(WhichEntry::Entry(id)) => (ENTRY, values![id.0]),
        Want::WaitlistEntry(WhichEntry::OfHold(id)) => (ENTRY_OF_HOLD, values![id.0]),
        Want::Recall(id) => (RECALL, values![id.0]),
        Want::DayClose(location, day) => (DAY_CLOSE, values![location.0, *day]),
        Want::Conflict(id) => (CONFLICT, values![id.0]),
        Want::Alias(id) => (ALIAS, values![id.0]),
        Want::AliasesOf(id) => (ALIASES_OF, values![id.0]),
        Want::AppointmentsOf(id) => (APPOINTMENTS_OF, values![id.0]),
        Want::CaregiversOf(id) => (CAREGIVERS_OF, values![id.0]),
        Want::WaitlistEntriesOf(id) => (ENTRIES_OF, values![id.0]),
        Want::RecallsOf(whose) => of(whose, RECALLS_OF, RECALLS_OF_VISIT),
        Want::PatientBusy(Whose::OfVisit(id), period) => {
            let (after, before, until) =
                (longest_before(period.start()), at(period.end()), at(period.start()));
            (PATIENT_BUSY_OF_VISIT, values![id.0, after, before, until])
        }
        Want::VisitsSeen(whose, before) => {
            let (sql, mut values) = of(whose, VISITS_SEEN, VISITS_SEEN_OF_VISIT);
            values.extend(values![at(*before), seen()]);
            (sql, values)
        }
        Want::NextQueueNumber(location, day) => (LAST_QUEUE_NUMBER, values![location.0, *day]),
        // The counter's row is here already; the statement only keeps answers and wants in step.
        Want::NextRecordNumber => (crate::operations::READ_COUNTER, Vec::new()),
        Want::RecordNumbersTaken(of) => (RECORD_NUMBERS, values![of.clone()]),
        Want::Act(op) => (ACT, values![op.0]),
        Want::LeftBy(op, (kind, id)) => (LEFT_BY, values![*kind, *id, op.0]),
        Want::Appointment(_)
        | Want::PatientFacts(Whose::Patient(_))
        | Want::StandingHolds(_)
        | Want::Busy(_)
        | Want::PatientBusy(Whose::Patient(_), _) => return None,
    })
}

fn seen() -> Vec<&'static str> {
    AppointmentStatus::ALL.iter().filter(|it| it.is_seen()).map(|it| it.as_str()).collect()
}

/// What starts after it may still go on: nothing is longer than the longest visit.
fn longest_before(start: Instant) -> DateTime<Utc> {
    at(start) - TimeDelta::minutes(i64::from(MAX_VISIT_MINUTES))
}

impl Answers {
    /// Puts the answers among what is loaded. `counter` is that of the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] names the table of a row that cannot be read.
    pub fn load(&mut self, asked: Asked, counter: &Counter, loaded: &mut Loaded) -> StoreResult<()> {
        let Asked { together, each } = asked;
        // Visits are among them: whose the others are is known then.
        together.load(self, loaded)?;
        for (want, at) in each {
            load_record(want, self.take(at), counter, loaded)?;
        }
        Ok(())
    }
}

fn load_record(want: Want, rows: Vec<Row>, counter: &Counter, loaded: &mut Loaded) -> StoreResult<()> {
    match want {
        Want::Patient(whose) => {
            let row = one("users", &rows)?;
            loaded.patient_of(whose).and_then(|id| loaded.patients.insert(id, row));
        }
        Want::PatientFacts(whose) => {
            let row = rows.first().map(facts);
            loaded.patient_of(whose).and_then(|id| loaded.patient_facts.insert(id, row));
        }
        Want::Caregiver(id) => drop(loaded.caregivers.insert(id, one("patient_caregivers", &rows)?)),
        Want::Hold(id) => drop(loaded.holds.insert(id, one("holds", &rows)?)),
        Want::WaitlistEntry(which) => {
            let row = one("waitlist_entries", &rows)?;
            loaded.entry_of(which).and_then(|id| loaded.waitlist_entries.insert(id, row));
        }
        Want::Recall(id) => drop(loaded.recalls.insert(id, one("recalls", &rows)?)),
        Want::DayClose(location, day) => {
            loaded.day_closes.insert((location, day), one("day_closes", &rows)?);
        }
        Want::Conflict(id) => drop(loaded.conflicts.insert(id, one("booking_conflicts", &rows)?)),
        Want::Alias(id) => drop(loaded.aliases.insert(id, one("patient_aliases", &rows)?)),
        Want::AliasesOf(id) => {
            let ids = rows.iter().map(|row| PatientId(row.get(0))).collect();
            loaded.aliases_of.insert(id, ids);
        }
        Want::AppointmentsOf(id) => {
            loaded.appointments_of.insert(id, entities("appointments", &rows)?);
        }
        Want::CaregiversOf(id) => {
            loaded.caregivers_of.insert(id, entities("patient_caregivers", &rows)?);
        }
        Want::WaitlistEntriesOf(id) => {
            loaded.waitlist_entries_of.insert(id, entities("waitlist_entries", &rows)?);
        }
        Want::RecallsOf(whose) => {
            let recalls = entities("recalls", &rows)?;
            loaded.patient_of(whose).and_then(|id| loaded.recalls_of.insert(id, recalls));
        }
        want => load_book(want, &rows, counter, loaded)?,
    }
    Ok(())
}

/// What is taken up, counted, and was done before.
fn load_book(want: Want, rows: &[Row], counter: &Counter, loaded: &mut Loaded) -> StoreResult<()> {
    match want {
        Want::PatientBusy(whose, period) => {
            let busy = rows.iter().map(together::visit).collect::<StoreResult<_>>()?;
            loaded.patient_of(whose).and_then(|id| loaded.patient_busy.insert((id, period), busy));
        }
        Want::VisitsSeen(whose, before) => {
            let seen = rows.iter().map(|row| AppointmentId(row.get(0))).collect();
            loaded.patient_of(whose).and_then(|id| loaded.visits_seen.insert((id, before), seen));
        }
        Want::NextQueueNumber(location, day) => {
            let last = rows.first().map_or(0, |row| row.get::<_, i32>(0));
            let next = u32::try_from(last).unwrap_or_default() + 1;
            loaded.next_queue_numbers.insert((location, day), next);
        }
        Want::NextRecordNumber => {
            let last = u32::try_from(counter.last_record_number).unwrap_or(u32::MAX - 1);
            loaded.next_record_number = Some(last.max(RECORD_NUMBERS_ABOVE) + 1);
        }
        Want::RecordNumbersTaken(of) => {
            let taken = rows.iter().map(|row| row.get(0)).collect();
            loaded.record_numbers_taken.insert(of, taken);
        }
        Want::Act(op) => drop(loaded.acts.insert(op, rows.first().map(act).transpose()?)),
        Want::LeftBy(op, row) => {
            let version = rows.first().map(|it| Version(number(it.get(0))));
            loaded.left_by.insert((op, row), version);
        }
        _ => {}
    }
    Ok(())
}

fn one<E: Entity>(table: &'static str, rows: &[Row]) -> StoreResult<Option<E>> {
    let body = rows.first().and_then(|row| row.get::<_, Option<&str>>(0));
    body.map(|body| entity(table, body)).transpose()
}

fn facts(row: &Row) -> PatientFacts {
    PatientFacts { id: PatientId(row.get(0)), is_active: row.get(1), is_deceased: row.get(2) }
}

fn period(table: &'static str, start: DateTime<Utc>, end: DateTime<Utc>) -> StoreResult<Period> {
    Period::new(instant(start), instant(end)).ok_or(StoreError::Unreadable { table })
}

/// What visits take up, and what holds keep.
fn busy<'a>(
    around: &Around,
    rows: &[Row],
    holds: impl Iterator<Item = &'a Hold>,
) -> StoreResult<Vec<(ResourceId, Busy)>> {
    let of_visit = |row: &Row| {
        let seconds = |at| TimeDelta::seconds(i64::from(row.get::<_, i32>(at)));
        let (start, end): (DateTime<Utc>, DateTime<Utc>) = (row.get(4), row.get(5));
        let busy = Busy {
            during: period("allocations", start, end)?,
            own: period("allocations", start + seconds(6), end - seconds(7))?,
            lane: u8::try_from(row.get::<_, i16>(3)).unwrap_or(u8::MAX),
            appointment_type: AppointmentTypeId(row.get(2)),
            by: Occupant::Visit(AppointmentId(row.get(1))),
        };
        Ok((ResourceId(row.get(0)), busy))
    };
    let mut busy: Vec<(ResourceId, Busy)> = rows.iter().map(of_visit).collect::<StoreResult<_>>()?;
    let is_asked =
        |it: &(ResourceId, Busy)| around.resources.contains(&it.0) && it.1.during.overlaps(&around.period);
    busy.extend(holds.flat_map(Hold::busy).filter(is_asked));
    Ok(busy)
}

fn act(row: &Row) -> StoreResult<Act> {
    let unreadable = || StoreError::Unreadable { table: "operations" };
    let changes = |at| match row.get::<_, Option<&[u8]>>(at) {
        Some(bytes) => decode_changes(bytes).map_err(|_| unreadable()),
        None => Ok(Vec::new()),
    };
    let operation = decode_operation(row.get(0)).map_err(|_| unreadable())?;
    Ok(Act {
        operation: Operation { at: instant(row.get(3)), ..operation },
        before: changes(1)?,
        after: changes(2)?,
    })
}
