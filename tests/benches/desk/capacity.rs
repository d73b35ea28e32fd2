//! What a practice manager waits for in a large clinic: the room, a filter, a year of figures, missed visits, a replayed
//! year. Without the window's drawing.

use crate::{
    booking::{request, wanted},
    figure::{Figure, median, timed},
    large::open,
};
use chrono::TimeDelta;
use clinic_domain::capacity::Scope;
use desk_app::{
    book::book,
    capacity::{
        CapacityRequest, ahead, capacity,
        no_show::no_show,
        replay::{Watch, replay},
    },
    front_desk::FrontDesk,
    sign_in::AtTheDesk,
};
use std::path::Path;

const RUNS: usize = 7;

/// A desk that was opened this moment has read nothing yet.
fn cold<T>(folder: &Path, run: impl Fn(&AtTheDesk) -> T) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let entered = open(folder);
            let (took, _) = timed(|| run(&entered));
            entered.desk.close().unwrap();
            took
        })
        .collect();
    median(&mut times)
}

pub fn of_a_large_clinic(folder: &Path) {
    packed(folder);
    let room = cold(folder, |it| capacity(&it.desk, it.person, &CapacityRequest::default()).unwrap());
    let goal = "<= 150 ms from open to drawn, the drawing included";
    print("capacity_room_large", room, None, goal, room <= 150.0);

    // The same without a figure: what is left is arithmetic.
    let read = cold(folder, |it| year_read(&it.desk));
    let year = cold(folder, |it| capacity(&it.desk, it.person, &a_year(&it.desk)).unwrap());
    print("capacity_year_large", year, Some(read), "<= 300 ms with the reading", year <= 300.0);

    let entered = open(folder);
    let after = after_bookings(&entered);
    print(
        "capacity_after_booking_large",
        after,
        Some(room),
        "<= 150 ms, the drawing included",
        after <= 150.0,
    );
    let filter = filtered(&entered);
    print("capacity_filter_large", filter, None, "<= 50 ms, the drawing included", filter <= 50.0);
    let (missed, _) = timed(|| no_show(&entered.desk, entered.person, &Scope::default()).unwrap());
    print("capacity_missed_large", missed, None, "once a day", true);
    let replayed = replayed(&entered);
    print("capacity_replay_large", replayed, None, "<= 20 s", replayed <= 20_000.0);
    entered.desk.close().unwrap();
}

/// As a desk that stood idle for a minute.
fn packed(folder: &Path) {
    let entered = open(folder);
    while ahead(&entered.desk, entered.person).unwrap() {}
    entered.desk.close().unwrap();
}

/// The room again, each time after something was booked that nobody had seen before.
fn after_bookings(entered: &AtTheDesk) -> f64 {
    let room = || timed(|| capacity(&entered.desk, entered.person, &CapacityRequest::default()).unwrap()).0;
    room();
    let (patients, handles) = wanted(entered);
    let mut booked = patients
        .iter()
        .zip(&handles)
        .filter_map(|(patient, handle)| book(&entered.desk, entered.person, request(*patient, handle)).ok());
    let mut times: Vec<f64> = booked.by_ref().map(|_| room()).take(RUNS).collect();
    median(&mut times)
}

fn a_year(desk: &FrontDesk) -> CapacityRequest {
    let today = desk.now().local_date(desk.configuration().unwrap().setup.locations[0].zone);
    let days = Some(today - TimeDelta::days(365)..=today - TimeDelta::days(1));
    CapacityRequest { days, ..CapacityRequest::default() }
}

fn year_read(desk: &FrontDesk) -> usize {
    let setup = &desk.configuration().unwrap().setup;
    let days = a_year(desk).days.unwrap();
    desk.store().read(|reader| reader.visit_facts(setup, &days)).unwrap().0.len()
}

/// Each provider and type once, by turns, as somebody who looks around does.
fn filtered(entered: &AtTheDesk) -> f64 {
    let configuration = entered.desk.configuration().unwrap();
    let setup = &configuration.setup;
    let request = |scope| CapacityRequest { scope, ..CapacityRequest::default() };
    capacity(&entered.desk, entered.person, &request(Scope::default())).unwrap();
    let providers = setup.resources.iter().filter(|it| setup.is_provider(it.id)).take(RUNS);
    let types = setup.types.iter().filter(|it| it.is_active).take(RUNS);
    let of_providers = providers.map(|it| Scope { provider: Some(it.id), ..Scope::default() });
    let of_types = types.map(|it| Scope { appointment_type: Some(it.id), ..Scope::default() });
    let mut times: Vec<f64> = of_providers
        .chain(of_types)
        .map(|scope| timed(|| capacity(&entered.desk, entered.person, &request(scope)).unwrap()).0)
        .collect();
    median(&mut times)
}

fn replayed(entered: &AtTheDesk) -> f64 {
    let configuration = entered.desk.configuration().unwrap();
    let setup = &configuration.setup;
    let template = setup.templates.iter().find(|it| it.is_active && setup.is_provider(it.resource)).unwrap();
    let (untold, goes_on) = (|_, _| (), || false);
    let watch = Watch { progress: &untold, is_cancelled: &goes_on };
    timed(|| replay(&entered.desk, entered.person, template, &watch).unwrap()).0
}

fn print(name: &'static str, value: f64, baseline: Option<f64>, goal: &'static str, met: bool) {
    Figure { name, value, unit: "ms", baseline, goal, met }.print();
}
