//! The book of a clinic that has worked for years, written as rows.

use crate::{
    centre::{Centre, NOW},
    tenants::{NOBODY, Tenant},
};
use central::arbitrate::arbitrate;
use clinic_domain::{
    appointment::Appointment,
    id::{AppointmentId, OpId, PatientId},
    operation::Change,
    patient::{Patient, Phone, PhoneKind},
    time::Period,
};
use clinic_env::random_bytes;
use clinic_protocol::entity_json;
use uuid::{Builder, Uuid};

/// So many rows are written together.
const TOGETHER: usize = 5_000;

const FILL_PATIENTS: &str = "
INSERT INTO central.users (organization_id, id, version, body, user_type, name, name_key, is_active)
SELECT $1, id, 1, body::json, 'patient', id::text, id::text, true FROM unnest($2::uuid[], $3::text[]) AS it (id, body)
";
const FILL_VISITS: &str = "
INSERT INTO central.appointments (organization_id, id, version, patient_id, location_id, appointment_type, scheduled_at,
    ends_at, status, is_live, metadata, origin_op)
SELECT $1, id, 1, (body::json ->> 'patient')::uuid, $4, $5, now(), now() + interval '30 min', 'fulfilled', false, body::json, id
FROM unnest($2::uuid[], $3::text[]) AS it (id, body)
";

/// As many different ones as a clinic has, and visits as the arbiter makes them.
pub async fn fill(centre: &Centre, tenant: &Tenant, patients: usize, visits: usize) {
    let (clinic, admin) = (&tenant.clinic, &centre.admin);
    let ids: Vec<Uuid> = (0..patients).map(|at| id(at * 5)).collect();
    for (chunk, ids) in ids.chunks(TOGETHER).enumerate() {
        let body = |(at, id): (usize, &Uuid)| entity_json(&patient(chunk * TOGETHER + at, *id));
        let bodies: Vec<String> = ids.iter().enumerate().map(body).collect();
        admin.execute(FILL_PATIENTS, &[&clinic.id.0, &ids, &bodies]).await.unwrap();
    }
    let model = booked(centre, tenant).await;
    for chunk in 0..visits / TOGETHER {
        let number = |at| chunk * TOGETHER + at;
        let some: Vec<Uuid> = (0..TOGETHER).map(|at| id(number(at))).collect();
        let body = |(at, id): (usize, &Uuid)| {
            // Seldom the same patient twice within reach of what compresses.
            let patient = ids[number(at) * 7_919 % ids.len()];
            entity_json(&visit(&model, tenant, number(at), *id, patient))
        };
        let bodies: Vec<String> = some.iter().enumerate().map(body).collect();
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&clinic.id.0, &some, &bodies, &clinic.location.0, &clinic.visit.0];
        admin.execute(FILL_VISITS, &values).await.unwrap();
    }
    admin.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// As one made over two years: its time, and random bits.
fn id(number: usize) -> Uuid {
    Builder::from_unix_timestamp_millis(1_715_000_000_000 + number as u64 * 250_000, &random_bytes::<10>())
        .into_uuid()
}

const FAMILY: [&str; 12] = [
    "Okonkwo",
    "Ruiz",
    "Nguyen",
    "Kowalski",
    "García Márquez",
    "Smith",
    "Haddad",
    "O'Brien",
    "Silva",
    "Lindqvist",
    "Tanaka",
    "Moreau",
];
const GIVEN: [&str; 11] =
    ["Ana", "James", "Linh", "Zofia", "María José", "Omar", "Sean", "Beatriz", "Elsa", "Kenji", "Chloé"];

fn patient(number: usize, id: Uuid) -> Patient {
    let digits = u64::from_be_bytes(random_bytes::<8>());
    let (family, given) = (FAMILY[number % FAMILY.len()], GIVEN[number % GIVEN.len()]);
    let birth = chrono::NaiveDate::from_num_days_from_ce_opt(712_000 + (digits % 27_000) as i32);
    Patient {
        record_number: (200_000 + number).to_string(),
        family_name: family.into(),
        given_names: given.into(),
        birth_date: birth,
        phones: vec![Phone {
            number: format!("+1 555 {:07}", digits % 10_000_000).into(),
            kind: PhoneKind::Mobile,
        }],
        email: if number.is_multiple_of(2) { format!("p{number}@example.org").into() } else { "".into() },
        may_be_reminded: true,
        ..Patient::new(PatientId(id))
    }
}

/// A visit as the arbiter makes one.
async fn booked(centre: &Centre, tenant: &Tenant) -> Appointment {
    let submission = tenant.booking(centre, tenant.free());
    let done = arbitrate(&centre.app, tenant.clinic.id, [submission], &NOBODY).await.unwrap();
    match &done[0].changes[0] {
        Change::Appointment(it) => it.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn visit(model: &Appointment, tenant: &Tenant, number: usize, id: Uuid, patient: Uuid) -> Appointment {
    let start = NOW.plus_seconds(number as i64 / 4 * 1_800 - 100 * 365 * 86_400 / 50);
    let during = Period::new(start, start.plus_seconds(1_800)).unwrap();
    let mut it = Appointment {
        id: AppointmentId(id),
        patient: PatientId(patient),
        visit: during,
        wall_start: start.wall_text(chrono_tz::America::New_York),
        origin_op: OpId(self::id(number)),
        ..model.clone()
    };
    it.allocations[0].during = during;
    it.allocations[0].resource = tenant.clinic.setup.resources[number % 4].id;
    it.history.iter_mut().for_each(|entry| entry.at = start.plus_seconds(-(number as i64 % 40) * 86_111));
    it
}
