//! How sure each intent is, by what a request holds. Every rule is one that a reader of English would nod at; the surest wins.

use super::sign::{Sign, Sign::*, View};

const OBJECTS: &[Sign] = &[Appointment, Event, Calendar, Reservation, Care];

/// A request about somebody else's trade: a flight, a bank, a kitchen.
fn is_foreign(view: &View) -> bool {
    view.any(&[Foreign, Weather, Reminder, OtherInsurance]) && !view.any(&[Appointment, Care])
}

pub fn booking(view: &View) -> f32 {
    if view.has(Reminder) || is_foreign(view) && !view.any(&[Calendar, Room]) {
        return 0.0;
    }
    let names_a_thing = view.any(&[Appointment, Event, Calendar, Reservation, Room]);
    let asks_for_care = view.has(Care) && view.any(&[See, Find, Want, Unwell]);
    if view.any(&[Book]) && (names_a_thing || view.any(&[Care, When, Thing]) || view.goes_on) {
        return 0.91;
    }
    if view.has(Make) && view.any(&[Appointment, Calendar]) && !view.asks_what {
        return 0.9;
    }
    if view.has(Make) && (names_a_thing || view.begins(Make) && view.has(When)) {
        return 0.8;
    }
    if asks_for_care && !view.asks_what || view.has(Want) && view.any(&[Appointment, Room]) && !view.asks_what {
        return 0.82;
    }
    if view.any(&[Appointment, Room, Care, Event]) && view.has(When) && !view.asks {
        return 0.7;
    }
    if view.goes_on && view.any(&[Pick, Want, When, Care]) {
        return 0.6;
    }
    if view.has(Want) && view.has(When) && !view.asks_what {
        return 0.6;
    }
    0.0
}

pub fn availability(view: &View) -> f32 {
    if is_foreign(view) && !view.has(Calendar) {
        return 0.0;
    }
    if view.has(Free) && view.any(&[Own, Show, Calendar, My]) {
        return 0.93;
    }
    if view.has(Free) && (view.asks || view.any(&[Want, When])) {
        return if view.asks_what { 0.93 } else { 0.85 };
    }
    if view.has(Own) && view.any(&[Appointment, Event, Calendar, When]) && !view.any(&[Book, Move, Cancel]) {
        return 0.92;
    }
    if view.any(&[Calendar, Appointment, Event]) && (view.asks_what || view.has(Show) && !view.any(&[Book, Make, Care])) {
        return 0.8;
    }
    if view.has(Find) && view.has(Care) {
        return 0.7;
    }
    0.0
}

pub fn cancel(view: &View) -> f32 {
    let is_ours = view.any(&[Appointment, Event, Calendar, Reservation]);
    if is_foreign(view) && !is_ours {
        return 0.0;
    }
    let says = view.has(Cancel) && !view.has(Policy);
    if says && (is_ours || view.has(Care)) {
        return 0.95;
    }
    if view.has(Remove) && (is_ours || view.has(Care)) {
        return 0.93;
    }
    if view.has(Cannot) && is_ours {
        return 0.92;
    }
    if says && (view.any(&[When, Thing, My]) || view.goes_on || view.begins(Cancel) && view.length() > 2) {
        return 0.93;
    }
    if view.begins(Remove) && (view.any(&[When, Thing, My]) || view.length() > 2) {
        return 0.8;
    }
    0.0
}

pub fn reschedule(view: &View) -> f32 {
    if is_foreign(view) && !view.any(&[Event, Calendar, Reservation]) {
        return 0.0;
    }
    let is_ours = view.any(OBJECTS);
    if view.has(Move) && (is_ours || view.any(&[When, Thing, My]) || view.goes_on) {
        return 0.96;
    }
    if view.has(Change) && (view.any(&[Appointment, Event, Reservation, Thing]) && view.any(&[My, Thing, Hours, When])) {
        return 0.84;
    }
    if view.has(Change) && view.to_when && !view.any(&[Book]) {
        return 0.84;
    }
    if view.has(Instead) && view.has(When) {
        return 0.85;
    }
    0.0
}

pub fn faq(view: &View) -> f32 {
    let is_health = view.has(Health) || view.reading.words.iter().any(|it| is_medical(it));
    if view.has(FactSheet) && is_health {
        return 0.95;
    }
    if view.has(OtherInsurance) {
        return 0.0;
    }
    if view.has(Vaccine) && (view.asks || view.has(Show)) && !view.any(&[Book, Appointment]) {
        return 0.94;
    }
    if view.has(Insurance) {
        return 0.9;
    }
    if view.has(FactSheet) && !view.any(&[Weather]) {
        return 0.72;
    }
    if is_health && view.asks && !view.any(&[Book, Foreign]) {
        return 0.84;
    }
    if view.has(Policy) && view.asks && !view.has(Foreign) {
        return 0.75;
    }
    0.0
}

pub fn patient_lookup(view: &View) -> f32 {
    if view.has(LookUp) && view.has(Chart) && !view.any(&[Book, Move, Cancel]) { 0.9 } else { 0.0 }
}

pub fn waitlist(view: &View) -> f32 {
    if view.has(Waitlist) { 0.96 } else { 0.0 }
}

pub fn check_in(view: &View) -> f32 {
    if view.has(Arrive) && !view.asks && !view.any(&[Leave, Room, Foreign]) { 0.9 } else { 0.0 }
}

pub fn confirm(view: &View) -> f32 {
    if view.has(Confirm) && view.has(Appointment) && !view.any(&[Foreign, Reservation]) { 0.88 } else { 0.0 }
}

pub fn general(view: &View) -> f32 {
    let is_talk = view.any(&[Greeting, Thanks, Bye, Bot]);
    if is_talk && !view.any(&[Appointment, Care, Calendar, Free, Foreign, Weather]) {
        return if view.has(Bot) { 0.7 } else { 0.55 };
    }
    if view.has(Bot) { 0.5 } else { 0.0 }
}

pub fn out_of_scope(view: &View) -> f32 {
    if view.has(Weather) && (view.asks || !view.any(&[Appointment, Event, Calendar])) && !view.any(&[Book]) {
        return 0.94;
    }
    if is_foreign(view) {
        return 0.81;
    }
    0.4
}

/// The endings that names of illnesses and treatments have.
fn is_medical(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "itis", "oma", "omas", "emia", "aemia", "osis", "oses", "opathy", "opathies", "uria", "algia", "plasia", "trophy", "ectomy",
        "plegia", "paresis", "phobia", "rrhea", "sclerosis", "penia", "ectasia", "genesis", "stenosis", "cephaly", "ptosis", "iasis",
    ];
    word.len() > 6 && ENDINGS.iter().any(|it| word.ends_with(it))
}
