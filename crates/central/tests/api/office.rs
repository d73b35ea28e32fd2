//! What stands beside the book: written by changes, read with the setup, of one organization alone.

use crate::centre::{Centre, Clinic};
use central_store::{Batch, Writing};
use clinic_domain::{
    id::{DepartmentId, FaqId, MessageTemplateId, OpId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, FaqEntry, Office},
    operation::Change,
    people::{Person, Role},
    policy::SecurityPolicy,
};

#[tokio::test]
async fn what_stands_beside_the_book_comes_back_and_is_of_one_organization_alone() {
    let centre = Centre::start().await;
    let (ours, theirs) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let first = centre.app.configuration(ours.id).await.expect("a configuration");
    assert_eq!(first.office.policy, SecurityPolicy::first(ours.id));

    let office = office(&centre, &ours);
    let nurse = first.people.iter().find(|it| it.roles == [Role::Nurse]).expect("a nurse");
    let nurse = Person {
        version: nurse.version.next(),
        department: Some(office.departments[0].id),
        email: "nia@clinic.example".into(),
        license_number: "RN-4711".into(),
        specialties: vec!["Dialysis".into()],
        ..nurse.clone()
    };
    let changes = [
        Change::Policy(office.policy.clone()),
        Change::Department(office.departments[0].clone()),
        Change::Faq(office.faq[0].clone()),
        Change::MessageTemplate(office.templates[0].clone()),
        Change::Person(nurse.clone()),
    ];
    write(&centre, &ours, &changes).await;

    centre.pass(60);
    let now = centre.app.configuration(ours.id).await.expect("a configuration");
    assert!(now.setup_seq > first.setup_seq);
    assert_eq!(now.office, office);
    assert!(now.people.contains(&nurse));
    let others = centre.app.configuration(theirs.id).await.expect("a configuration");
    let (policy, nothing) = (SecurityPolicy::first(theirs.id), (vec![], vec![], vec![]));
    let Office { policy: theirs, departments, faq, templates } = others.office.clone();
    assert_eq!((theirs, (departments, faq, templates)), (policy, nothing));

    // As the platform's other programs read them.
    let sql = "SELECT department, license_number, specialties::text, u.email FROM central.organization_users o \
               JOIN central.users u ON u.organization_id = o.organization_id AND u.id = o.user_id WHERE o.id = $1";
    let row = centre.admin.query_one(sql, &[&nurse.id.0]).await.expect("the nurse");
    assert_eq!(row.get::<_, uuid::Uuid>(0), office.departments[0].id.0);
    let texts = [1, 2, 3].map(|at| row.get::<_, String>(at));
    assert_eq!(texts, ["RN-4711", "[\"Dialysis\"]", "nia@clinic.example"]);
}

fn office(centre: &Centre, of: &Clinic) -> Office {
    let id = || centre.app.ids.next();
    let version = Version::FIRST;
    Office {
        policy: SecurityPolicy { version, idle_minutes: 10, ..SecurityPolicy::first(of.id) },
        departments: vec![Department {
            id: DepartmentId(id()),
            version,
            name: "Cardiology".into(),
            is_active: true,
        }],
        faq: vec![FaqEntry {
            id: FaqId(id()),
            version,
            question: "Where can I park?".into(),
            answer: "Behind the house.".into(),
            keywords: vec!["car".into()],
            language: "en".into(),
            is_active: true,
            written: None,
            earlier: Vec::new(),
        }],
        templates: vec![MessageTemplate {
            id: MessageTemplateId(id()),
            version,
            kind: MessageKind::Reminder,
            channel: MessageChannel::Sms,
            language: "es".into(),
            subject: String::new(),
            body: "{date} {time}".into(),
            is_active: true,
        }],
    }
}

async fn write(centre: &Centre, clinic: &Clinic, changes: &[Change]) {
    let configuration = centre.app.configuration(clinic.id).await.expect("a configuration");
    let mut tenant = centre.app.store.tenant(clinic.id).await.expect("a connection");
    let mut batch = Batch::default();
    let counter = tenant.lock_counter(&mut batch);
    let mut counter = tenant.run(batch).await.expect("a lock").counter(counter).expect("a counter");
    let mut batch = Batch::default();
    let op = OpId(centre.app.ids.next());
    let writing = Writing { organization: clinic.id, setup: &configuration.setup, op };
    tenant.record_changes(&mut batch, &writing, changes, &mut counter);
    tenant.advance_counter(&mut batch, &counter);
    tenant.commit(batch).await.expect("the rows");
}
