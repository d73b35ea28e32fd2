//! Holds, the waitlist, recalls: the columns that find them, and the record as its body.

use super::{
    super::statement::{run, statements},
    naming,
};
use crate::error::CacheError;
use clinic_domain::{hold::Hold, recall::Recall, waitlist::WaitlistEntry};
use clinic_protocol::encode_entity;
use rusqlite::Connection;

statements! {
    PUT_HOLD = "INSERT INTO hold (id, version, until, is_active, body) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (id) DO UPDATE
                SET version = excluded.version, until = excluded.until, is_active = excluded.is_active,
                    body = excluded.body
                WHERE excluded.version > version";
    PUT_ENTRY = "INSERT INTO waitlist_entry (id, version, location, patient, is_waiting, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (id) DO UPDATE
                 SET version = excluded.version, location = excluded.location, patient = excluded.patient,
                     is_waiting = excluded.is_waiting, body = excluded.body
                 WHERE excluded.version > version";
    PUT_RECALL = "INSERT INTO recall (id, version, location, patient, from_day, is_open, body)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                  ON CONFLICT (id) DO UPDATE
                  SET version = excluded.version, location = excluded.location, patient = excluded.patient,
                      from_day = excluded.from_day, is_open = excluded.is_open, body = excluded.body
                  WHERE excluded.version > version";
}

pub fn put_hold(conn: &Connection, it: &Hold) -> Result<(), CacheError> {
    let row = (it.id.as_bytes(), it.version.0, it.until.0, it.is_active, encode_entity(it));
    naming("hold", it.id.as_bytes(), run(conn, PUT_HOLD, row)).map(|_| ())
}

pub fn put_waitlist_entry(conn: &Connection, it: &WaitlistEntry) -> Result<(), CacheError> {
    let (id, location, patient) = (it.id.as_bytes(), it.location.as_bytes(), it.patient.as_bytes());
    let row = (id, it.version.0, location, patient, it.is_waiting(), encode_entity(it));
    naming("waitlist_entry", id, run(conn, PUT_ENTRY, row)).map(|_| ())
}

pub fn put_recall(conn: &Connection, it: &Recall) -> Result<(), CacheError> {
    let (id, location, patient) = (it.id.as_bytes(), it.location.as_bytes(), it.patient.as_bytes());
    let from_day = it.from().to_string();
    let row = (id, it.version.0, location, patient, from_day, it.is_open(), encode_entity(it));
    naming("recall", id, run(conn, PUT_RECALL, row)).map(|_| ())
}
