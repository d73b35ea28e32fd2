//! A clinic that works: providers with hours, a room, a kind of visit, patients and visits, written as an import writes them.

use crate::centre::{Centre, Clinic, NOW};
use central_store::{Batch, Writing};
use chrono::{NaiveDate, Weekday};
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, Confirmation, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::Attendance,
    id::{AppointmentId, CaregiverId, OpId, PatientId, ResourceId, TemplateId, Version},
    operation::Change,
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, Patient, Phone, PhoneKind},
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant, Period},
};

pub struct Practice {
    pub clinic: Clinic,
    pub providers: [ResourceId; 2],
    pub room: ResourceId,
}

/// Half past nine in the clinic on the day of [`NOW`].
pub const MORNING: Instant = NOW.plus_minutes(5 * 60 + 30);

impl Practice {
    pub async fn open(centre: &Centre, slug: &str) -> Practice {
        let clinic = centre.clinic(slug).await;
        let id = || centre.app.ids.next();
        let second = ResourceId(id());
        let practice = Practice { providers: [clinic.provider, second], room: ResourceId(id()), clinic };
        let changes = vec![
            Change::Resource(practice.resource(second, ResourceKind::Provider, "Dr Sam Okafor")),
            Change::Resource(practice.resource(practice.room, ResourceKind::Room, "Room 1")),
            Change::Template(weekdays(TemplateId(id()), second)),
        ];
        practice.write(centre, changes).await;
        practice
    }

    /// As an import does: decided elsewhere, written here.
    pub async fn write(&self, centre: &Centre, changes: Vec<Change>) {
        let organization = self.clinic.id;
        let mut tenant = centre.app.store.tenant(organization).await.expect("a connection");
        let mut batch = Batch::default();
        let at = tenant.lock_counter(&mut batch);
        let mut counter = tenant.run(batch).await.expect("a clinic").counter(at).expect("a counter");
        let before = tenant.configuration(counter.setup_seq).await.expect("a setup");
        let mut setup = before.setup;
        for change in &changes {
            if let Change::Resource(it) = change {
                setup.resources.push(it.clone());
            }
        }
        let mut batch = Batch::default();
        let writing = Writing { organization, setup: &setup, op: OpId(centre.app.ids.next()) };
        tenant.record_changes(&mut batch, &writing, &changes, &mut counter);
        tenant.advance_counter(&mut batch, &counter);
        tenant.commit(batch).await.expect("the rows");
        centre.app.forget_configuration(organization);
    }

    pub async fn patient(
        &self,
        centre: &Centre,
        family: &str,
        given: &str,
        born: &str,
        number: &str,
    ) -> PatientId {
        let id = PatientId(centre.app.ids.next());
        let patient = Patient {
            family_name: family.into(),
            given_names: given.into(),
            birth_date: born.parse::<NaiveDate>().ok(),
            record_number: number.into(),
            phones: vec![Phone { number: "+1 212 555 0142".into(), kind: PhoneKind::Mobile }],
            alert: "Call daughter first".into(),
            ..Patient::new(id)
        };
        self.write(centre, vec![Change::Patient(Box::new(patient))]).await;
        id
    }

    pub async fn caregiver(&self, centre: &Centre, patient: PatientId, name: &str) {
        let caregiver = Caregiver {
            id: CaregiverId(centre.app.ids.next()),
            version: Version::FIRST,
            patient,
            name: name.into(),
            phone: "+1 212 555 0143".into(),
            relation: CaregiverRelation::Child,
            authorization: CaregiverAuthorization::Limited,
            may_schedule: true,
            is_active: true,
            source: None,
        };
        self.write(centre, vec![Change::Caregiver(caregiver)]).await;
    }

    /// Twenty minutes with a provider.
    pub async fn visit(
        &self,
        centre: &Centre,
        patient: PatientId,
        provider: usize,
        start: Instant,
        status: AppointmentStatus,
    ) -> AppointmentId {
        let id = AppointmentId(centre.app.ids.next());
        let during = Period::of_minutes(start, 20).expect("a visit lasts");
        let visit = Appointment {
            id,
            version: Version::FIRST,
            location: self.clinic.location,
            patient,
            appointment_type: self.clinic.visit,
            visit: during,
            wall_start: start.wall_text(chrono_tz::America::New_York),
            status,
            confirmation: Confirmation::NOT_ASKED,
            allocations: vec![Allocation { resource: self.providers[provider], during, lane: 0 }],
            note: "Back pain since Sunday".into(),
            requested_by: Requester::Patient,
            reminder: None,
            contact_point: "".into(),
            attendance: Attendance::default(),
            cancellation: None,
            series: None,
            history: vec![HistoryEntry {
                at: NOW,
                by: None,
                requested_by: Requester::Patient,
                what: HistoryEvent::Imported,
                sequel: None,
                typed_at: None,
            }],
            origin_op: OpId(centre.app.ids.next()),
            source: None,
        };
        self.write(centre, vec![Change::Appointment(Box::new(visit))]).await;
        id
    }

    fn resource(&self, id: ResourceId, kind: ResourceKind, name: &str) -> Resource {
        Resource {
            id,
            version: Version::FIRST,
            location: self.clinic.location,
            kind,
            name: name.to_owned(),
            initials: String::new(),
            specialty: String::new(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position: 0,
            is_active: true,
            source: None,
        }
    }
}

/// Monday to Friday from nine to five.
fn weekdays(id: TemplateId, resource: ResourceId) -> ScheduleTemplate {
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    ScheduleTemplate {
        id,
        version: Version::FIRST,
        resource,
        name: "Weekdays".to_owned(),
        valid_from: NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day"),
        valid_to: None,
        every_n_weeks: 1,
        sessions: days
            .map(|day| WeeklySession::plain(day, DayMinute(9 * 60), DayMinute(17 * 60), 1))
            .to_vec(),
        is_active: true,
    }
}
