//! A change becomes its row. Rows are written as they are told, whole; who may change what was decided before.

use crate::{
    columns::{at, count},
    tenant::{Batch, Value, values},
};
use clinic_domain::{
    alias::PatientAlias,
    appointment::{Allocation, Appointment},
    conflict::BookingConflict,
    day_close::DayClose,
    fold::fold,
    hold::Hold,
    id::{OpId, OrganizationId},
    operation::Change,
    patient::{Caregiver, Patient},
    people::Person,
    recall::Recall,
    setup::Setup,
    waitlist::{WaitlistEntry, WaitlistStatus},
};
use clinic_protocol::{Entity, entity_json};
use std::collections::HashMap;
use uuid::Uuid;

/// A setup row is its id, its version and its body; PostgreSQL reads its columns out of the body.
macro_rules! setup_row {
    ($name:ident, $table:literal) => {
        const $name: &str = concat!(
            "INSERT INTO central.", $table, " (organization_id, id, version, body) VALUES ($1, $2, $3, $4::text::json) \
             ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body",
        );
    };
}
setup_row!(LOCATION, "locations");
setup_row!(RESOURCE, "resources");
setup_row!(APPOINTMENT_TYPE, "appointment_types");
setup_row!(TEMPLATE, "schedule_templates");
setup_row!(EXCEPTION, "schedule_exceptions");
setup_row!(DEPARTMENT, "departments");
setup_row!(FAQ, "faq_entries");
setup_row!(MESSAGE_TEMPLATE, "message_templates");

const ORGANIZATION: &str = "UPDATE central.organizations SET version = $2, body = $3::text::json, updated_at = now() \
     WHERE id = $1";
const POLICY: &str = "INSERT INTO central.security_policies (organization_id, version, body) VALUES ($1, $2, $3::text::json) \
     ON CONFLICT (organization_id) DO UPDATE SET version = excluded.version, body = excluded.body";
const USER: &str = "INSERT INTO central.users \
         (organization_id, id, version, body, user_type, name, name_key, email, birth_date, medical_record_number, \
          is_active, origin_op) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $8, $9, $10, $11, $12) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         user_type = excluded.user_type, name = excluded.name, name_key = excluded.name_key, email = excluded.email, \
         birth_date = excluded.birth_date, medical_record_number = excluded.medical_record_number, \
         is_active = excluded.is_active";
const ORGANIZATION_USER: &str = "INSERT INTO central.organization_users \
         (organization_id, id, version, body, user_id, login) VALUES ($1, $2, $3, $4::text::json, $2, $5) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         login = excluded.login";
const CAREGIVER: &str = "INSERT INTO central.patient_caregivers \
         (organization_id, id, version, body, patient_id, caregiver_id, is_active, origin_op) \
     VALUES ($1, $2, $3, $4::text::json, $5, $2, $6, $7) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         patient_id = excluded.patient_id, is_active = excluded.is_active";
const APPOINTMENTS: &str = "INSERT INTO central.appointments \
         (organization_id, id, version, patient_id, provider_id, location_id, appointment_type, scheduled_at, ends_at, \
          status, is_live, series_id, metadata, origin_op) \
     SELECT $1, id, version, patient, provider, location, type, scheduled_at, ends_at, status, is_live, series, body::json, \
         origin \
     FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::timestamptz[], \
                 $9::timestamptz[], $10::text[], $11::boolean[], $12::uuid[], $13::text[], $14::uuid[]) \
         AS it (id, version, patient, provider, location, type, scheduled_at, ends_at, status, is_live, series, body, origin) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, patient_id = excluded.patient_id, \
         provider_id = excluded.provider_id, location_id = excluded.location_id, \
         appointment_type = excluded.appointment_type, scheduled_at = excluded.scheduled_at, \
         ends_at = excluded.ends_at, status = excluded.status, is_live = excluded.is_live, \
         series_id = excluded.series_id, metadata = excluded.metadata";
const FREE_ALLOCATIONS: &str =
    "DELETE FROM central.allocations WHERE organization_id = $1 AND appointment_id = ANY ($2)";
const ALLOCATIONS: &str = "INSERT INTO central.allocations \
         (organization_id, appointment_id, appointment_type, resource_id, lane, starts_at, ends_at, before_seconds, \
          after_seconds, is_exclusive) \
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[], $6::timestamptz[], $7::timestamptz[], \
                              $8::integer[], $9::integer[], $10::boolean[])";
const QUEUE: &str = "INSERT INTO central.queues (organization_id, location_id, day, last) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (organization_id, location_id, day) DO UPDATE SET last = greatest(queues.last, excluded.last)";
const HOLD: &str = "INSERT INTO central.holds (organization_id, id, version, body, until, is_active) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         until = excluded.until, is_active = excluded.is_active";
const WAITLIST_ENTRY: &str = "INSERT INTO central.waitlist_entries \
         (organization_id, id, version, body, location_id, patient_id, is_waiting) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6, $7) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         location_id = excluded.location_id, patient_id = excluded.patient_id, is_waiting = excluded.is_waiting";
const RECALL: &str = "INSERT INTO central.recalls \
         (organization_id, id, version, body, location_id, patient_id, from_day, is_open) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $8) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         location_id = excluded.location_id, patient_id = excluded.patient_id, from_day = excluded.from_day, \
         is_open = excluded.is_open";
const ALIAS: &str = "INSERT INTO central.patient_aliases (organization_id, id, version, body, kept_id, is_active) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         kept_id = excluded.kept_id, is_active = excluded.is_active";
const DAY_CLOSE: &str = "INSERT INTO central.day_closes (organization_id, id, version, body, location_id, day) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body";
const CONFLICT: &str = "INSERT INTO central.booking_conflicts \
         (organization_id, id, version, body, location_id, starts_at, state) \
     VALUES ($1, $2, $3, $4::text::json, $5, $6, $7) \
     ON CONFLICT (organization_id, id) DO UPDATE SET version = excluded.version, body = excluded.body, \
         state = excluded.state";

/// What changes are written with.
pub struct Writing<'a> {
    pub organization: OrganizationId,
    /// As it is after the changes.
    pub setup: &'a Setup,
    pub op: OpId,
}

impl Writing<'_> {
    /// The statements that write all changes of some acts, in their order; visits last and together, each as the last act
    /// leaves it, so that what one of them frees another may take.
    pub(crate) fn put_all(
        batch: &mut Batch,
        organization: OrganizationId,
        setup: &Setup,
        acts: &[(OpId, &[Change])],
    ) {
        let mut visits: Vec<&Appointment> = Vec::new();
        let mut places = HashMap::new();
        for (op, changes) in acts {
            let writing = Writing { organization, setup, op: *op };
            for change in *changes {
                let Change::Appointment(it) = change else {
                    writing.put(batch, change);
                    continue;
                };
                let place = *places.entry(it.id).or_insert(visits.len());
                match visits.get_mut(place) {
                    Some(visit) => *visit = it,
                    None => visits.push(it),
                }
            }
        }
        Visits { organization, setup, all: visits }.put(batch);
    }

    /// The statements that write a change, but a visit's.
    fn put(&self, batch: &mut Batch, change: &Change) {
        match change {
            Change::Appointment(_) => {}
            Change::Patient(it) => self.patient(batch, it),
            Change::Caregiver(it) => self.caregiver(batch, it),
            Change::Organization(it) => {
                batch.add(ORGANIZATION, values![it.id.0, count(it.version.0), entity_json(it)]);
            }
            Change::Location(it) => self.row(batch, LOCATION, it.id.0, it.version.0, it),
            Change::Resource(it) => self.row(batch, RESOURCE, it.id.0, it.version.0, it),
            Change::AppointmentType(it) => self.row(batch, APPOINTMENT_TYPE, it.id.0, it.version.0, it),
            Change::Template(it) => self.row(batch, TEMPLATE, it.id.0, it.version.0, it),
            Change::Exception(it) => self.row(batch, EXCEPTION, it.id.0, it.version.0, it),
            Change::Policy(it) => {
                batch.add(POLICY, values![it.id.0, count(it.version.0), entity_json(it)]);
            }
            Change::Department(it) => self.row(batch, DEPARTMENT, it.id.0, it.version.0, it),
            Change::Faq(it) => self.row(batch, FAQ, it.id.0, it.version.0, it),
            Change::MessageTemplate(it) => self.row(batch, MESSAGE_TEMPLATE, it.id.0, it.version.0, it),
            Change::Hold(it) => self.hold(batch, it),
            Change::WaitlistEntry(it) => self.waitlist_entry(batch, it),
            Change::Recall(it) => self.recall(batch, it),
            Change::Person(it) => self.person(batch, it),
            Change::Alias(it) => self.alias(batch, it),
            Change::DayClose(it) => self.day_close(batch, it),
            Change::Conflict(it) => self.conflict(batch, it),
        }
    }

    fn row<E: Entity>(&self, batch: &mut Batch, sql: &'static str, id: Uuid, of_version: u64, entity: &E) {
        batch.add(sql, self.values(id, of_version, entity));
    }

    /// Organization, id, version and body: how every row begins.
    fn values<E: Entity>(&self, id: Uuid, of_version: u64, entity: &E) -> Vec<Value> {
        values![self.organization.0, id, count(of_version), entity_json(entity)]
    }

    fn patient(&self, batch: &mut Batch, it: &Patient) {
        let name = it.display_name();
        let number = Some(it.record_number.clone()).filter(|it| !it.is_empty());
        batch.add(
            USER,
            values![
                self.organization.0,
                it.id.0,
                count(it.version.0),
                Some(entity_json(it)),
                "patient",
                name.expose().to_owned(),
                fold(name.expose()),
                it.email.expose().to_owned(),
                it.birth_date,
                number,
                it.is_active,
                self.op.0,
            ],
        );
    }

    fn caregiver(&self, batch: &mut Batch, it: &Caregiver) {
        self.user(batch, "caregiver", (it.id.0, it.version.0), it.name.expose(), "", it.is_active);
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.patient.0, it.is_active, self.op.0]);
        batch.add(CAREGIVER, values);
    }

    fn person(&self, batch: &mut Batch, it: &Person) {
        let kind = if it.resource.is_some() { "provider" } else { "staff" };
        self.user(batch, kind, (it.id.0, it.version.0), &it.name, &it.email, it.is_active);
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.login.clone()]);
        batch.add(ORGANIZATION_USER, values);
    }

    /// The row among everybody of whoever has a record of their own elsewhere.
    fn user(
        &self,
        batch: &mut Batch,
        user_type: &'static str,
        (id, of_version): (Uuid, u64),
        name: &str,
        email: &str,
        is_active: bool,
    ) {
        batch.add(
            USER,
            values![
                self.organization.0,
                id,
                count(of_version),
                None::<String>,
                user_type,
                name.to_owned(),
                fold(name),
                email.to_owned(),
                None::<chrono::NaiveDate>,
                None::<String>,
                is_active,
                self.op.0,
            ],
        );
    }

    fn hold(&self, batch: &mut Batch, it: &Hold) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![at(it.until), it.is_active]);
        batch.add(HOLD, values);
    }

    fn waitlist_entry(&self, batch: &mut Batch, it: &WaitlistEntry) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.location.0, it.patient.0, it.status == WaitlistStatus::Waiting]);
        batch.add(WAITLIST_ENTRY, values);
    }

    fn recall(&self, batch: &mut Batch, it: &Recall) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.location.0, it.patient.0, it.from(), it.is_open()]);
        batch.add(RECALL, values);
    }

    fn alias(&self, batch: &mut Batch, it: &PatientAlias) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.kept.0, it.is_active]);
        batch.add(ALIAS, values);
    }

    fn conflict(&self, batch: &mut Batch, it: &BookingConflict) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.location.0, at(it.starts_at), it.state().as_str()]);
        batch.add(CONFLICT, values);
    }

    fn day_close(&self, batch: &mut Batch, it: &DayClose) {
        let mut values = self.values(it.id.0, it.version.0, it);
        values.extend(values![it.location.0, it.day]);
        batch.add(DAY_CLOSE, values);
    }
}

/// Visits that are written together, each once.
struct Visits<'a> {
    organization: OrganizationId,
    setup: &'a Setup,
    all: Vec<&'a Appointment>,
}

impl Visits<'_> {
    fn put(&self, batch: &mut Batch) {
        if self.all.is_empty() {
            return;
        }
        self.rows(batch);
        let known = self.all.iter().filter(|it| it.version.0 > 1);
        let known: Vec<Uuid> = known.map(|it| it.id.0).collect();
        if !known.is_empty() {
            batch.add(FREE_ALLOCATIONS, values![self.organization.0, known]);
        }
        if self.all.iter().any(|it| it.is_live()) {
            self.allocations(batch);
        }
        self.all.iter().for_each(|it| self.queue_number(batch, it));
    }

    fn rows(&self, batch: &mut Batch) {
        let each = || self.all.iter();
        let provider = |it: &&Appointment| self.setup.own_provider(&it.allocations).map(|id| id.0);
        batch.add(
            APPOINTMENTS,
            values![
                self.organization.0,
                each().map(|it| it.id.0).collect::<Vec<Uuid>>(),
                each().map(|it| count(it.version.0)).collect::<Vec<i64>>(),
                each().map(|it| it.patient.0).collect::<Vec<Uuid>>(),
                each().map(provider).collect::<Vec<Option<Uuid>>>(),
                each().map(|it| it.location.0).collect::<Vec<Uuid>>(),
                each().map(|it| it.appointment_type.0).collect::<Vec<Uuid>>(),
                each().map(|it| at(it.visit.start())).collect::<Vec<_>>(),
                each().map(|it| at(it.visit.end())).collect::<Vec<_>>(),
                each().map(|it| it.status.as_str()).collect::<Vec<&str>>(),
                each().map(|it| it.is_live()).collect::<Vec<bool>>(),
                each().map(|it| it.series.as_ref().map(|it| it.id.0)).collect::<Vec<Option<Uuid>>>(),
                each().map(|it| entity_json(*it)).collect::<Vec<String>>(),
                each().map(|it| it.origin_op.0).collect::<Vec<Uuid>>(),
            ],
        );
    }

    fn allocations(&self, batch: &mut Batch) {
        let seconds = |of: i64| i32::try_from(of.max(0)).unwrap_or(i32::MAX);
        let is_exclusive = |visit: &Appointment, id| {
            let kind = self.setup.appointment_type(visit.appointment_type);
            let is_group = kind.is_some_and(|kind| kind.places > 1);
            !is_group && self.setup.resource(id).is_none_or(|resource| resource.places <= 1)
        };
        let live = self.all.iter().filter(|it| it.is_live());
        let all: Vec<(&Appointment, &Allocation)> =
            live.flat_map(|visit| visit.allocations.iter().map(move |it| (*visit, it))).collect();
        let each = || all.iter();
        let (before, after) = (
            |(visit, it): &(&Appointment, &Allocation)| visit.visit.start().0 - it.during.start().0,
            |(visit, it): &(&Appointment, &Allocation)| it.during.end().0 - visit.visit.end().0,
        );
        batch.add(
            ALLOCATIONS,
            values![
                self.organization.0,
                each().map(|it| it.0.id.0).collect::<Vec<Uuid>>(),
                each().map(|it| it.0.appointment_type.0).collect::<Vec<Uuid>>(),
                each().map(|it| it.1.resource.0).collect::<Vec<Uuid>>(),
                each().map(|it| i16::from(it.1.lane)).collect::<Vec<i16>>(),
                each().map(|it| at(it.1.during.start())).collect::<Vec<_>>(),
                each().map(|it| at(it.1.during.end())).collect::<Vec<_>>(),
                each().map(|it| seconds(before(it))).collect::<Vec<i32>>(),
                each().map(|it| seconds(after(it))).collect::<Vec<i32>>(),
                each().map(|it| is_exclusive(it.0, it.1.resource)).collect::<Vec<bool>>(),
            ],
        );
    }

    fn queue_number(&self, batch: &mut Batch, it: &Appointment) {
        if let Some(number) = it.attendance.queue_number
            && let Some(location) = self.setup.location(it.location)
        {
            let day = it.visit.start().local_date(location.zone);
            let number = i32::try_from(number).unwrap_or(i32::MAX);
            batch.add(QUEUE, values![self.organization.0, it.location.0, day, number]);
        }
    }
}
