//! The whole book, row by row, for whoever takes a clinic along.

use super::{
    super::{
        columns::Columns,
        record::{self, RECORD_COLUMNS, detail_columns, record_columns},
        statement::{all, statements},
    },
    Reader,
    book::appointment,
    rows::patient_columns,
};
use crate::error::CacheError;
use clinic_domain::{operation::Change, organization::Location, resource::Resource, time::Instant};
use clinic_protocol::Entity;
use rusqlite::Row;

statements! {
    PATIENTS_AFTER = concat!(
        "SELECT ",
        record_columns!(),
        ", p.row_id FROM patient p JOIN patient_detail d ON d.row_id = p.row_id
         WHERE p.row_id > ?1 ORDER BY p.row_id LIMIT 500"
    );
    VISITS_AFTER = "SELECT a.id, a.version, a.location, a.patient, a.appointment_type, a.starts_at, a.ends_at,
                           a.wall_start, a.status, a.confirmation, a.allocations, d.origin_op, d.source, d.body, a.row_id
                    FROM appointment a JOIN appointment_detail d ON d.row_id = a.row_id
                    WHERE a.row_id > ?1 ORDER BY a.row_id LIMIT 500";
    ALL_CAREGIVERS = "SELECT id, body FROM caregiver";
    ALL_ALIASES = "SELECT merged, body FROM patient_alias";
    ALL_ENTRIES = "SELECT id, body FROM waitlist_entry";
    ALL_RECALLS = "SELECT id, body FROM recall";
    ALL_DAY_CLOSES = "SELECT id, body FROM day_close";
}

/// Where `row_id` stands in [`PATIENTS_AFTER`] and [`VISITS_AFTER`].
const PATIENT_ROW: usize = RECORD_COLUMNS;
const VISIT_ROW: usize = 14;

impl Reader<'_> {
    /// Every row but the organization's own, what others refer to before them: its name, its policy and its messages. Of
    /// holds those that stand at `now`.
    pub fn each_row<E: From<CacheError>>(
        &self,
        now: Instant,
        each: &mut dyn FnMut(Change) -> Result<(), E>,
    ) -> Result<(), E> {
        self.setup_rows()?.into_iter().try_for_each(&mut *each)?;
        self.pages(PATIENTS_AFTER, each, |row| {
            Ok((row.get(PATIENT_ROW)?, Change::Patient(Box::new(record::patient(row, 0)?))))
        })?;
        self.bodies(ALL_CAREGIVERS, "caregiver", Change::Caregiver, each)?;
        self.bodies(ALL_ALIASES, "patient_alias", |it| Change::Alias(Box::new(it)), each)?;
        self.pages(VISITS_AFTER, each, |row| {
            Ok((row.get(VISIT_ROW)?, Change::Appointment(Box::new(appointment(row)?))))
        })?;
        self.standing_holds(now)?.into_iter().map(Change::Hold).try_for_each(&mut *each)?;
        self.bodies(ALL_ENTRIES, "waitlist_entry", |it| Change::WaitlistEntry(Box::new(it)), each)?;
        self.bodies(ALL_RECALLS, "recall", Change::Recall, each)?;
        self.bodies(ALL_DAY_CLOSES, "day_close", Change::DayClose, each)
    }

    fn setup_rows(&self) -> Result<Vec<Change>, CacheError> {
        let Some(setup) = self.setup()? else { return Ok(Vec::new()) };
        let mut resources = setup.resources;
        // One who is the same person as another comes after that one.
        resources.sort_by_key(|it: &Resource| it.same_person_as.is_some());
        let mut rows: Vec<Change> =
            setup.locations.into_iter().map(|it: Location| Change::Location(it)).collect();
        rows.extend(resources.into_iter().map(Change::Resource));
        rows.extend(setup.types.into_iter().map(Change::AppointmentType));
        rows.extend(setup.templates.into_iter().map(Change::Template));
        rows.extend(setup.exceptions.into_iter().map(Change::Exception));
        if let Some(office) = self.office()? {
            rows.extend(office.departments.into_iter().map(Change::Department));
            rows.extend(office.faq.into_iter().map(Change::Faq));
        }
        rows.extend(self.people()?.into_iter().map(Change::Person));
        Ok(rows)
    }

    fn pages<E: From<CacheError>>(
        &self,
        sql: &'static str,
        each: &mut dyn FnMut(Change) -> Result<(), E>,
        read: impl Fn(&Row<'_>) -> Result<(i64, Change), CacheError>,
    ) -> Result<(), E> {
        let mut last = 0;
        loop {
            let page = all(self.conn, sql, [last], &read)?;
            let Some((row_id, _)) = page.last() else { return Ok(()) };
            last = *row_id;
            page.into_iter().map(|it| it.1).try_for_each(&mut *each)?;
        }
    }

    fn bodies<T: Entity, E: From<CacheError>>(
        &self,
        sql: &'static str,
        table: &'static str,
        change: impl Fn(T) -> Change,
        each: &mut dyn FnMut(Change) -> Result<(), E>,
    ) -> Result<(), E> {
        let rows: Vec<T> = all(self.conn, sql, [], |row| Columns::of(row, table, 0).body(1))?;
        rows.into_iter().map(change).try_for_each(&mut *each)
    }
}
