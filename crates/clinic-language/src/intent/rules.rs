//! How sure each intent is, by what a request holds. Every rule is one that a reader of English would nod at; the surest wins.

use super::sign::{Sign, Sign::*, View};

const OURS: &[Sign] = &[Appointment, Event, Calendar, Reservation];

/// A request about somebody else's trade: a flight, a bank, a kitchen.
fn is_foreign(view: &View) -> bool {
    let other = view.any(&[Foreign, Weather, OtherInsurance]) && !view.any(&[Appointment, Care]);
    let is_planned =
        view.has(When) && view.any(&[Book, Make, Move, Cancel, Remove, Change]) && !view.asks_what;
    let errand = view.has(Errand) && !is_planned && !view.any(&[Appointment, Care, Event, Calendar]);
    let note = view.has(Reminder) && !view.any(&[Appointment, Calendar]);
    let by_trade = view.by_trade && !view.any(&[Appointment, Care, Health, Unwell, See]);
    other || errand || note || by_trade || view.has(Trade)
}

/// A meeting is no visit; said alone, without a day, anybody or a word of care, nothing makes it one.
fn is_bare_meeting(view: &View) -> bool {
    let says = |words: &[&str]| view.reading.words.iter().any(|it| words.contains(&it.as_str()));
    says(&["meeting"])
        && view.length() <= 8
        && !says(&["with", "about", "for", "at", "on", "as"])
        && !view.goes_on
        && !view.asks
        && !view.any(&[When, Clock, Care, See, Event, Calendar, Thing, Health, Unwell, Instead])
}

pub fn booking(view: &View) -> f32 {
    let to_calendar = view.has(Calendar) && view.any(&[Make, Book]) && !view.asks_what;
    let is_plan = view.has(Event) && view.begins(Make) && !view.has(Find);
    if is_foreign(view) && !to_calendar && !is_plan {
        return 0.0;
    }
    // A room is taken for nights; for an hour it is another house's.
    let by_the_hour = view.has(Room) && view.at_clock && !view.any(&[Appointment, Event, Calendar, Care]);
    if by_the_hour && !view.goes_on && view.has(Book) || is_bare_meeting(view) {
        return 0.0;
    }
    let names_a_thing = view.any(&[Appointment, Event, Calendar, Reservation, Room]);
    let seeks = view.any(&[Make, Book, Want, Find]);
    if view.has(Free)
        && view.at_clock
        && (!view.any(&[Own, My, Calendar]) && view.goes_on || view.any(&[Appointment, Care]) && seeks)
    {
        return 0.94;
    }
    if view.failed && view.any(&[When, Clock]) && !view.any(&[Cancel, Own]) {
        return 0.94;
    }
    if view.has(Book) && (names_a_thing || view.any(&[Care, When, Thing, Errand]) || view.goes_on) {
        return 0.91;
    }
    if view.has(Make) && view.any(&[Appointment, Calendar]) && !view.asks_what {
        return 0.9;
    }
    if view.has(Make) && (names_a_thing && !view.asks_what || view.begins(Make) && view.has(When)) {
        return 0.8;
    }
    if view.has(Book) && (view.begins(Book) || view.has(Want)) && !view.asks_what {
        return 0.75;
    }
    if view.asks_what {
        return 0.0;
    }
    if view.has(Care) && view.any(&[See, Find, Want, Unwell]) {
        return if view.at_clock || view.has(Unwell) { 0.84 } else { 0.83 };
    }
    let is_ours = view.any(&[Appointment, Room]) || view.has(Reservation) && !view.asks;
    if is_ours && view.any(&[Want, Find]) || view.has(See) && view.has(When) && !view.any(&[Show, Event]) {
        return 0.79;
    }
    if names_a_thing && view.any(&[When, Clock]) && !view.asks
        || view.goes_on && view.any(&[Appointment, Event])
    {
        return 0.7;
    }
    if view.goes_on && view.any(&[Pick, Want, When, Care])
        || view.has(Want) && view.has(When) && !view.asks && !view.has(Show)
    {
        return 0.6;
    }
    if view.has(Appointment) && !view.asks && view.length() < 7 {
        return 0.55;
    }
    0.0
}

pub fn availability(view: &View) -> f32 {
    if is_foreign(view) && !(view.has(Calendar) || view.has(Free) && view.has(Own)) || view.has(Weather) {
        return 0.0;
    }
    let makes = view.any(&[Book, Make, Move, Cancel]);
    let looks = view.asks_what || view.any(&[Show, There]);
    if view.has(Free) && (view.any(&[Own, Show, Calendar, My]) || view.asks_what) {
        return 0.93;
    }
    if view.has(Policy) {
        return 0.0;
    }
    if view.has(Free) && (view.asks || view.any(&[Want, When])) {
        return 0.85;
    }
    if view.has(Own) && view.any(&[Appointment, Event, Calendar, When, Agenda]) && (view.asks || !makes) {
        return 0.92;
    }
    if view.any(&[Calendar, Appointment]) && !makes && (looks && !view.has(Care) || view.asks_what) {
        return 0.84;
    }
    let is_short = view.length() < 5;
    if view.has(Calendar) && !makes && (view.asks || view.has(Find) || is_short)
        || view.has(Find) && view.has(Event) && !makes
    {
        return 0.83;
    }
    if view.has(Event) && view.any(&[When, My, Agenda]) && looks && !makes {
        return 0.82;
    }
    if view.any(&[There, Agenda]) && view.has(When) && view.asks && view.any(&[Agenda, Event]) {
        return 0.6;
    }
    if view.has(Care) && (view.has(Find) || view.asks) {
        return 0.7;
    }
    0.0
}

pub fn cancel(view: &View) -> f32 {
    let is_ours = view.any(OURS);
    if is_foreign(view) && !is_ours {
        return 0.0;
    }
    let says = view.has(Cancel) && !view.has(Policy);
    if says && (is_ours || view.has(Care)) {
        return 0.95;
    }
    if view.asks_what {
        return 0.0;
    }
    if view.any(&[Remove, Cancel]) && (is_ours || view.any(&[Care, Chart])) {
        return 0.93;
    }
    if view.has(Cannot) && (is_ours || view.has(When)) {
        return 0.86;
    }
    if says
        && (view.is_own
            || view.any(&[When, Thing, My])
            || view.goes_on
            || view.begins(Cancel) && view.length() > 2)
    {
        return 0.93;
    }
    if view.has(Remove)
        && (view.any(&[When, Thing, My]) || view.goes_on || view.begins(Remove) && view.length() > 2)
    {
        return 0.8;
    }
    0.0
}

pub fn reschedule(view: &View) -> f32 {
    if is_foreign(view) && !view.any(&[Event, Calendar, Reservation])
        || view.failed && view.any(&[Appointment, Clock])
    {
        return 0.0;
    }
    let is_ours = view.any(OURS) || view.has(Care);
    if view.has(Reschedule) || view.has(Move) && (is_ours || view.any(&[When, Thing, My]) || view.goes_on) {
        return 0.96;
    }
    if view.failed {
        return 0.0;
    }
    if view.has(Instead) && view.has(When) && view.any(&[Event, Appointment, My, Thing]) && !view.has(Book) {
        return 0.915;
    }
    if view.has(Instead) && (view.any(&[Change, MakeIt]) || view.goes_on && view.has(Thing)) {
        return 0.88;
    }
    if view.has(MakeIt) && (view.to_when || view.has(When)) && view.goes_on && !view.offered {
        return 0.85;
    }
    if view.has(Change)
        && view.any(&[Appointment, Reservation])
        && !view.any(&[Book, Calendar])
        && !view.begins(Make)
    {
        return 0.91;
    }
    if view.has(Book) {
        return 0.0;
    }
    if view.has(Change) && view.any(&[Event, Thing]) && view.any(&[My, Thing, Hours, When]) {
        return 0.85;
    }
    if view.has(Change) && view.to_when || view.has(Instead) && view.has(When) {
        return 0.85;
    }
    0.0
}

pub fn faq(view: &View) -> f32 {
    let is_health = view.has(Health) || view.reading.words.iter().any(|it| is_medical(it));
    if view.has(FactSheet) || view.has(Topic) && is_health {
        return 0.95;
    }
    let is_how_to = view.has(HowTo) && view.any(&[Book, Cancel, Move]) && !is_foreign(view);
    if is_how_to || view.has(HowTo) && view.has(Change) && view.any(OURS) {
        return 0.96;
    }
    if view.has(OtherInsurance) || view.has(Free) && view.has(Own) {
        return 0.0;
    }
    if view.has(Vaccine)
        && (view.any(&[Show, Own]) || view.asks || view.has(There))
        && !view.any(&[Book, Appointment])
    {
        return 0.94;
    }
    if view.has(Insurance) {
        return 0.9;
    }
    if view.has(Topic) && !view.any(&[Weather, Foreign, Errand, Event]) {
        return 0.72;
    }
    let is_ours = is_health || view.any(&[Care, Appointment]);
    let changes = view.any(&[Book, Cancel, Remove, Move, Change]);
    let is_rule = view.has(Rule) && view.asks || view.has(HowTo) && !view.any(&[Find, Free]);
    if is_rule && is_ours && !changes {
        return 0.86;
    }
    let is_elsewhere = view.any(&[Foreign, Elsewhere]) && !is_ours || view.has(Trade);
    if view.has(Policy) && view.asks && !is_elsewhere && !view.any(&[Cancel, Book]) {
        return 0.845;
    }
    if is_health && view.asks && !view.any(&[Book, Foreign, Care, Appointment, Event]) {
        return 0.82;
    }
    0.0
}

pub fn patient_lookup(view: &View) -> f32 {
    let how_to = view.has(Policy) && view.asks_what;
    if view.has(LookUp) && view.has(Chart) && !how_to && !view.any(&[Book, Move, Cancel]) { 0.9 } else { 0.0 }
}

pub fn waitlist(view: &View) -> f32 {
    if view.has(Waitlist) && !is_foreign(view) { 0.96 } else { 0.0 }
}

pub fn check_in(view: &View) -> f32 {
    if (view.has(Arrive) || view.checks_in)
        && !view.asks
        && !is_foreign(view)
        && !view.any(&[Leave, Room, Foreign])
    {
        0.9
    } else {
        0.0
    }
}

pub fn confirm(view: &View) -> f32 {
    if view.has(Confirm) && view.has(Appointment) && !view.any(&[Foreign, Reservation]) { 0.88 } else { 0.0 }
}

pub fn general(view: &View) -> f32 {
    let is_talk = view.any(&[Greeting, Thanks, Bye, Bot]);
    if is_talk && !view.any(&[Appointment, Care, Calendar, Free, Foreign, Weather]) {
        return if view.has(Bot) { 0.7 } else { 0.61 };
    }
    if view.has(Bot) { 0.5 } else { 0.0 }
}

pub fn out_of_scope(view: &View) -> f32 {
    let to_calendar = view.any(&[Appointment, Event, Calendar]) && view.any(&[Book, Make]);
    if view.has(Weather) && (view.asks || !view.any(OURS)) && !view.has(Book) {
        return 0.94;
    }
    // A whole calendar is nobody's visit.
    if view.has(Empty) && !view.any(&[Appointment, Care]) {
        return 0.96;
    }
    if view.has(Confirm) && view.has(Reservation) && !view.goes_on {
        return 0.92;
    }
    if is_foreign(view) && !to_calendar {
        return 0.81;
    }
    0.4
}

/// The endings that names of illnesses and treatments have.
fn is_medical(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "itis",
        "oma",
        "omas",
        "emia",
        "aemia",
        "osis",
        "oses",
        "opathy",
        "opathies",
        "uria",
        "algia",
        "plasia",
        "trophy",
        "ectomy",
        "plegia",
        "paresis",
        "phobia",
        "rrhea",
        "sclerosis",
        "penia",
        "ectasia",
        "genesis",
        "stenosis",
        "cephaly",
        "ptosis",
        "iasis",
    ];
    word.len() > 6 && ENDINGS.iter().any(|it| word.ends_with(it))
}
