//! The laws of the encoding: what is written reads back as it was, what is damaged is an error without content.

mod sample;

use clinic_domain::{
    arbiter::rules::{TABLE, rule_of},
    operation::{Change, SlotContent},
    patient::Patient,
};
use clinic_protocol::{
    AppointmentDetail, DecodeError, Entity, SCHEMA, change_of, decode_changes, decode_entity,
    decode_operation, encode_changes, encode_entity, encode_operation, row_of,
};
use proptest::prelude::*;
use sample::{Sample, Seed, every_body, every_change, operation};
use std::collections::BTreeSet;

fn assert_entity<E: Entity + Clone + PartialEq + std::fmt::Debug>(entity: &E) {
    assert_eq!(decode_entity::<E>(&encode_entity(entity)).as_ref(), Ok(entity), "{}", E::KIND);
}

proptest! {
    #[test]
    fn every_operation_reads_back_as_it_was_written(seed: u64) {
        let mut seed = Seed(seed);
        for body in every_body(&mut seed) {
            let operation = operation(&mut seed, body);
            prop_assert_eq!(decode_operation(&encode_operation(&operation)), Ok(operation));
        }
    }

    #[test]
    fn every_change_and_every_record_reads_back_as_it_was_written(seed: u64) {
        let mut seed = Seed(seed);
        let changes = every_change(&mut seed);
        for change in &changes {
            let read = change_of(SCHEMA, change.object().0, row_of(change).get());
            prop_assert_eq!(read.as_ref(), Ok(change));
            match change {
                Change::Appointment(it) => assert_entity(it.as_ref()),
                Change::Patient(it) => assert_entity(it.as_ref()),
                Change::Caregiver(it) => assert_entity(it),
                Change::Organization(it) => assert_entity(it),
                Change::Location(it) => assert_entity(it),
                Change::Resource(it) => assert_entity(it),
                Change::AppointmentType(it) => assert_entity(it),
                Change::Template(it) => assert_entity(it),
                Change::Exception(it) => assert_entity(it),
                Change::Hold(it) => assert_entity(it),
                Change::WaitlistEntry(it) => assert_entity(it.as_ref()),
                Change::Recall(it) => assert_entity(it),
                Change::Person(it) => assert_entity(it),
                Change::DayClose(it) => assert_entity(it),
                Change::Policy(it) => assert_entity(it),
                Change::Department(it) => assert_entity(it),
                Change::Faq(it) => assert_entity(it),
                Change::MessageTemplate(it) => assert_entity(it),
                Change::Alias(it) => assert_entity(&**it),
                Change::Conflict(it) => assert_entity(&**it),
            }
        }
        assert_entity(&AppointmentDetail::sample(&mut seed));
        assert_entity(&SlotContent::sample(&mut seed));
        prop_assert_eq!(decode_changes(&encode_changes(&changes)), Ok(changes));
    }

    #[test]
    fn a_message_that_is_cut_off_is_an_error(seed: u64, cut: prop::sample::Index) {
        let mut seed = Seed(seed);
        for body in every_body(&mut seed) {
            let bytes = encode_operation(&operation(&mut seed, body));
            let error = decode_operation(&bytes[..cut.index(bytes.len())]).unwrap_err();
            prop_assert_eq!(error.code(), "malformed");
        }
    }

    #[test]
    fn damaged_bytes_never_panic(seed: u64, flips in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let mut bytes = encode_changes(&every_change(&mut Seed(seed)));
        for flip in flips {
            let at = flip.index(bytes.len() * 8);
            bytes[at / 8] ^= 1 << (at % 8);
        }
        let _either = decode_changes(&bytes);
    }
}

#[test]
fn a_field_that_this_version_does_not_know_is_passed_over() {
    let changes = every_change(&mut Seed(7));
    let text = String::from_utf8(encode_changes(&changes)).unwrap();
    let newer = text.replace("{\"kind\"", "{\"urgency\":[1,{\"x\":null}],\"kind\"");
    let newer = newer.replace("\"row\":{", "\"row\":{\"since_tomorrow\":\"yes\",");
    assert_ne!(newer, text);
    assert_eq!(decode_changes(newer.as_bytes()), Ok(changes));
}

#[test]
fn an_unknown_kind_is_named() {
    let operation = every_body(&mut Seed(1)).swap_remove(0);
    let text = String::from_utf8(encode_operation(&sample::operation(&mut Seed(1), operation))).unwrap();
    let newer = text.replace("\"kind\":\"book\"", "\"kind\":\"teleport\"");
    let expected = DecodeError::UnknownKind { of: "operation", kind: "teleport".into() };
    assert_eq!(decode_operation(newer.as_bytes()), Err(expected));

    let page = b"1[{\"kind\":\"robot\",\"row\":{}}]";
    assert_eq!(decode_changes(page), Err(DecodeError::UnknownKind { of: "change", kind: "robot".into() }));
}

#[test]
fn an_unknown_schema_is_told_from_a_broken_message() {
    assert_eq!(decode_operation(b"2{}"), Err(DecodeError::UnknownSchema { schema: 2 }));
    assert_eq!(decode_operation(b"{}"), Err(DecodeError::Malformed { of: "message", at: 0 }));
    assert_eq!(decode_operation(b""), Err(DecodeError::Malformed { of: "message", at: 0 }));
    assert_eq!(decode_operation(b"1{\xff"), Err(DecodeError::Malformed { of: "message", at: 2 }));
    assert_eq!(decode_operation(b"2{\xff"), Err(DecodeError::UnknownSchema { schema: 2 }));
    assert_eq!(decode_changes(b"1{}").unwrap_err().code(), "unreadable");
}

#[test]
fn impossible_values_are_refused() {
    let detail = |period: &str| {
        let entry = format!(
            "{{\"at\":1,\"requested_by\":\"clinic\",\"what\":{{\"moved\":{{\"from\":{period},\"from_allocations\":[]}}}}}}"
        );
        decode_entity::<AppointmentDetail>(
            format!("1{{\"requested_by\":\"patient\",\"history\":[{entry}]}}").as_bytes(),
        )
    };
    assert!(detail("{\"start\":1,\"end\":2}").is_ok());
    assert_eq!(detail("{\"start\":2,\"end\":2}"), Err(DecodeError::Impossible { of: "period" }));
}

#[test]
fn an_error_shows_nothing_of_the_message() {
    let patient = Patient { family_name: "Marker".into(), ..Patient::sample(&mut Seed(3)) };
    let text = String::from_utf8(encode_entity(&patient)).unwrap();
    for broken in [
        text.replace("\"family_name\":\"Marker\"", "\"family_name\":{\"Marker\":1}"),
        text.replace("\"is_active\":", "\"is_active\":\"Marker\",\"was\":"),
        text.replace("\"sex\":\"", "\"sex\":\"Marker"),
        text.replace("Marker", "Marker\u{1}"),
    ] {
        let error = decode_entity::<Patient>(broken.as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Marker"));
    }
}

#[test]
fn every_kind_of_operation_has_its_own_row_in_the_table_of_rules() {
    let kinds: BTreeSet<_> =
        every_body(&mut Seed(1)).iter().map(|it| (rule_of(it).kind, it.kind())).collect();
    assert!(kinds.iter().all(|(row, kind)| row == kind), "{kinds:?}");
    assert_eq!(kinds.len(), TABLE.len());
}
