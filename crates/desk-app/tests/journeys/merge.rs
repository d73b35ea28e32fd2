//! Two records, one person: made one record with an alias, and two again.

use crate::clinic::{Clinic, refusals};
use clinic_domain::{
    alias::PatientField as F,
    appointment::Appointment,
    id::{CaregiverId, PatientId, Version},
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, Patient, Phone, PhoneKind},
    people::Role,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    audit::audit_of_patient,
    error::AppResult,
    find_patients::find_patients,
    import::{ImportFile, Watch, run},
    merge_patients::{MergeRequest, Merged, merge_patients, merge_preview, separate_patient},
    patient_card::patient_card,
    patients::{change_patient, put_caregiver, register_patient},
    status::{Seen, set_note},
    undo::undo,
};
use desk_cache::AuditRow;

/// Ana twice: under her own name, and later under another, with a phone.
pub fn twice(clinic: &Clinic) -> (Patient, Patient) {
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let mut second = crate::clinic::person(&clinic.desk, "Ruiz Soto", "Ana", "1990-04-12");
    second.phones = vec![Phone { number: "+1 212 555 0170".into(), kind: PhoneKind::Mobile }];
    let second = register_patient(&clinic.desk, clinic.ada, &second, true).unwrap();
    (ana, second)
}

fn caregiver(clinic: &Clinic, patient: PatientId) -> Caregiver {
    let wanted = Caregiver {
        id: CaregiverId(clinic.desk.ids.next()),
        version: Version::FIRST,
        patient,
        name: "Rosa Ruiz".into(),
        phone: "".into(),
        relation: CaregiverRelation::Parent,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    };
    put_caregiver(&clinic.desk, clinic.ada, &wanted).unwrap().value
}

pub fn merge(clinic: &Clinic, kept: &Patient, merged: &Patient, taken: &[F]) -> AppResult<Done<Merged>> {
    let request = MergeRequest {
        kept: kept.id,
        kept_seen: kept.version,
        merged: merged.id,
        merged_seen: merged.version,
        taken: taken.to_vec(),
    };
    merge_patients(&clinic.desk, clinic.ada, &request)
}

fn found(clinic: &Clinic, typed: &str) -> Vec<PatientId> {
    let found = find_patients(&clinic.desk, clinic.ada, typed).unwrap();
    found.hits.iter().map(|it| it.line.id).collect()
}

fn stored(clinic: &Clinic, id: PatientId) -> Patient {
    clinic.desk.store().read(|reader| reader.patient(id)).unwrap().unwrap()
}

fn visit(clinic: &Clinic, visit: &Appointment) -> Appointment {
    unaudited(&clinic.desk, visit.id).unwrap().appointment
}

#[test]
fn the_kept_record_has_everything_and_the_old_number_leads_to_it() {
    let clinic = Clinic::new();
    let (kept, merged) = twice(&clinic);
    let theirs = clinic.book(merged.id, &clinic.handles(merged.id, 1)[0]).unwrap();
    let mother = caregiver(&clinic, merged.id);
    let preview = merge_preview(&clinic.desk, clinic.ada, kept.id, merged.id).unwrap();
    // The newer record's word counts, and no word never does.
    assert_eq!(preview.fields, [(F::FamilyName, true), (F::Phones, true)]);
    assert_eq!((preview.kept.visits, preview.merged.visits), (0, 1));

    let done = merge(&clinic, &kept, &merged, &[F::Phones]).unwrap().value;
    assert_eq!(done.kept.family_name.expose(), "Ruiz");
    assert_eq!(done.kept.phones, merged.phones);
    assert_eq!(done.kept.record_number, kept.record_number);
    assert_eq!(visit(&clinic, &theirs).patient, kept.id);
    let card = patient_card(&clinic.desk, clinic.ada, merged.id).unwrap();
    assert_eq!(card.patient.id, kept.id, "the old id leads to the kept record");
    assert_eq!(card.caregivers.iter().map(|it| it.id).collect::<Vec<_>>(), [mother.id]);
    assert_eq!(card.aliases.iter().map(|it| it.1.id).collect::<Vec<_>>(), [merged.id]);
    assert_eq!(card.suspects.len(), 0, "an alias is no second person");

    for clinic in [clinic.reopened()] {
        for typed in [merged.record_number.as_str(), kept.record_number.as_str(), "soto", "ruiz ana", "0170"]
        {
            assert_eq!(found(&clinic, typed), [kept.id], "{typed}");
        }
        // What the two have in common stays with the kept record when that changes.
        let renamed = Patient { family_name: "Costa".into(), ..stored(&clinic, kept.id) };
        change_patient(&clinic.desk, clinic.ada, &renamed).unwrap();
        assert_eq!(found(&clinic, "ruiz ana"), [kept.id]);
        assert_eq!(found(&clinic, "costa"), [kept.id]);
        assert_eq!(
            refusals(change_patient(&clinic.desk, clinic.ada, &stored(&clinic, merged.id))),
            ["patient_merged"]
        );
        let handle = clinic.handles(kept.id, 1)[0].clone();
        assert_eq!(refusals(clinic.book(merged.id, &handle)), ["patient_inactive"]);
    }
}

#[test]
fn an_undo_makes_them_two_again_as_if_nothing_had_been() {
    let clinic = Clinic::new();
    let (kept, merged) = twice(&clinic);
    let theirs = clinic.book(merged.id, &clinic.handles(merged.id, 1)[0]).unwrap();
    let done = merge(&clinic, &kept, &merged, &[F::FamilyName, F::Phones]).unwrap();
    undo(&clinic.desk, clinic.ada, done.op).unwrap();
    for (now, before) in [(stored(&clinic, kept.id), &kept), (stored(&clinic, merged.id), &merged)] {
        assert_eq!(Patient { version: before.version, ..now }, *before);
    }
    assert_eq!(visit(&clinic, &theirs).patient, merged.id);
    assert_eq!(found(&clinic, "soto"), [merged.id]);
    assert_eq!(found(&clinic, &merged.record_number), [merged.id]);
    assert_eq!(found(&clinic, &kept.record_number), [kept.id]);
    // And a second merge goes through, on the row of the first.
    let (kept, merged) = (stored(&clinic, kept.id), stored(&clinic, merged.id));
    merge(&clinic, &kept, &merged, &[]).unwrap();
    assert_eq!(found(&clinic, "soto"), [kept.id]);
}

#[test]
fn weeks_later_they_are_separated_and_each_has_its_own_again() {
    let clinic = Clinic::new();
    let (kept, merged) = twice(&clinic);
    let theirs = clinic.book(merged.id, &clinic.handles(merged.id, 1)[0]).unwrap();
    let mother = caregiver(&clinic, merged.id);
    merge(&clinic, &kept, &merged, &[F::FamilyName, F::Phones]).unwrap();
    let clinic = clinic.reopened_at("2026-03-24T15:00:00Z");
    // Since then: a note on the visit, a new visit, and a new number.
    let seen = visit(&clinic, &theirs);
    let seen = Seen { appointment: seen.id, version: seen.version };
    set_note(&clinic.desk, clinic.ada, seen, "Bring the letter".into()).unwrap();
    let later = clinic.book(kept.id, &clinic.handles(kept.id, 1)[0]).unwrap();
    let mut moved_house = stored(&clinic, kept.id);
    moved_house.phones = vec![Phone { number: "+1 212 555 0199".into(), kind: PhoneKind::Home }];
    change_patient(&clinic.desk, clinic.ada, &moved_house).unwrap();

    let alias = patient_card(&clinic.desk, clinic.ada, kept.id).unwrap().aliases[0].0.clone();
    let stale = separate_patient(&clinic.desk, clinic.ada, merged.id, alias.version.next());
    assert_eq!(refusals(stale), ["changed"]);
    separate_patient(&clinic.desk, clinic.ada, merged.id, alias.version).unwrap();
    let (kept, merged) = (stored(&clinic, kept.id), stored(&clinic, merged.id));
    assert_eq!(kept.family_name.expose(), "Ruiz", "what was taken is given back");
    assert_eq!(kept.phones, moved_house.phones, "what was changed since stays");
    assert_eq!((merged.family_name.expose(), merged.is_active), ("Ruiz Soto", true));
    let back = visit(&clinic, &theirs);
    assert_eq!((back.patient, back.note.expose()), (merged.id, "Bring the letter"));
    assert_eq!(visit(&clinic, &later).patient, kept.id);
    let card = patient_card(&clinic.desk, clinic.ada, merged.id).unwrap();
    assert_eq!(card.caregivers.iter().map(|it| it.id).collect::<Vec<_>>(), [mother.id]);
    assert_eq!(found(&clinic, "soto"), [merged.id]);
    assert_eq!(found(&clinic, "ana ruiz").len(), 2);
    let again = separate_patient(&clinic.desk, clinic.ada, merged.id, alias.version.next());
    assert_eq!(refusals(again), ["not_merged"]);
}

#[test]
fn every_alias_leads_to_its_record_in_one_step() {
    let clinic = Clinic::new();
    let (kept, merged) = twice(&clinic);
    let third = clinic.patient("Okafor", "Sam", "1985-01-01");
    assert_eq!(refusals(merge(&clinic, &kept, &kept, &[])), ["invalid"]);
    let kept = merge(&clinic, &kept, &merged, &[]).unwrap().value.kept;
    assert_eq!(refusals(merge(&clinic, &third, &kept, &[])), ["has_merged_records"]);
    let alias = stored(&clinic, merged.id);
    assert_eq!(refusals(merge(&clinic, &third, &alias, &[])), ["patient_merged"]);
    assert_eq!(refusals(merge(&clinic, &alias, &third, &[])), ["patient_merged"]);
    assert_eq!(
        refusals(merge(&clinic, &Patient { version: Version::FIRST, ..kept.clone() }, &third, &[])),
        ["changed"]
    );
    merge(&clinic, &kept, &third, &[]).unwrap();
    assert_eq!(patient_card(&clinic.desk, clinic.ada, kept.id).unwrap().aliases.len(), 2);
}

#[test]
fn a_scheduler_merges_nobody() {
    assert!(Role::Scheduler.may(clinic_domain::people::Permission::EditPatient));
    assert!(!Role::Scheduler.may(clinic_domain::people::Permission::MergePatients));
}

#[test]
fn an_import_that_names_the_merged_record_changes_the_kept_one() {
    let clinic = Clinic::new();
    let bundle = |phone: &str| {
        format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p1",
            "identifier":[{{"system":"urn:old","value":"77"}}],"name":[{{"family":"Ruiz","given":["Ana"]}}],
            "birthDate":"1990-04-12","telecom":[{{"system":"phone","value":"{phone}"}}]}}}}]}}"#
        )
    };
    let import = |text: &str| {
        let file = ImportFile { name: "people.json", bytes: text.as_bytes(), choices: Default::default() };
        let watch = Watch { progress: &|_, _, _| {}, is_cancelled: &|| false };
        run(&clinic.desk, clinic.ada, &[file], None, &watch).unwrap()
    };
    import(&bundle("212 555 0101"));
    let imported = stored(&clinic, found(&clinic, "ruiz ana")[0]);
    assert_eq!(imported.source.as_deref(), Some("urn:old|77"));
    let kept = crate::clinic::person(&clinic.desk, "Ruiz", "Ana", "1990-04-12");
    let kept = register_patient(&clinic.desk, clinic.ada, &kept, true).unwrap();
    merge(&clinic, &kept, &imported, &[F::Phones]).unwrap();
    import(&bundle("212 555 0222"));
    assert_eq!(found(&clinic, "ruiz ana"), [kept.id]);
    assert_eq!(stored(&clinic, kept.id).phones[0].number.expose(), "212 555 0222");
    assert_eq!(stored(&clinic, imported.id).phones, imported.phones);
}

#[test]
fn the_trail_of_the_kept_record_has_what_was_recorded_under_the_merged_one_and_says_so() {
    let clinic = Clinic::new();
    let (kept, merged) = twice(&clinic);
    patient_card(&clinic.desk, clinic.ada, merged.id).unwrap();
    merge(&clinic, &kept, &merged, &[]).unwrap();
    // Also by the old id, which leads to the kept record.
    for id in [kept.id, merged.id] {
        let trail = audit_of_patient(&clinic.desk, clinic.ada, id, None).unwrap();
        assert_eq!(trail.patient, kept.id);
        assert!(trail.rows.is_sorted_by(|a, b| a.n > b.n), "latest first, and each once");
        let under = |action: &str| {
            let of = |it: &&AuditRow| it.action == action;
            trail
                .rows
                .iter()
                .filter(of)
                .map(|it| trail.recorded_under(it).map(|it| it.id))
                .collect::<Vec<_>>()
        };
        assert_eq!(under("patient_create"), [Some(merged.id), None]);
        assert_eq!(under("view_patient"), [Some(merged.id)]);
        assert_eq!(under("patient_merge"), [None], "it concerns both");
    }
    // Before what is known already: the next page has no entry twice.
    let all = audit_of_patient(&clinic.desk, clinic.ada, kept.id, None).unwrap().rows;
    let rest = audit_of_patient(&clinic.desk, clinic.ada, kept.id, Some(all[1].n)).unwrap().rows;
    assert_eq!(rest, all[2..]);
}
