//! The next two weeks of the book: what the engine offers on each day is booked, a part of it confirmed, a part cancelled.

use super::{Making, PATIENTS, dice, named, names, patients, pick, practice};
use central_store::{Batch, StoreResult};
use chrono::{Datelike, Days, NaiveDate};
use clinic_domain::{
    appointment::{CancelReason, ConfirmationState, Requester},
    arbiter::{Around, Loaded, Want},
    availability::{Asking, Book, Busy, Offer, Request, offers, reach},
    id::AppointmentId,
    operation::{Booking, OperationBody, SlotContent},
    patient::ContactChannel,
    people::Role,
    personal::Personal,
    setup::Setup,
    time::{Period, local_day},
};

const DAYS: u64 = 14;
/// Visits of a provider on the first of the days; later ones are emptier.
const FULLEST: u64 = 11;

type Row = (String, OperationBody);

/// The first and the last day, and how many visits are new.
pub(super) async fn fill(making: &Making<'_>) -> anyhow::Result<(NaiveDate, NaiveDate, usize)> {
    let today = making.now.local_date(making.zone);
    let mut new = 0;
    for ahead in 0..DAYS {
        let day = today + Days::new(ahead);
        let (visits, later) = visits(making, day, ahead).await?;
        new += making.put(Role::FrontDesk, visits).await?;
        making.put(Role::Scheduler, later).await?;
    }
    Ok((today, today + Days::new(DAYS - 1), new))
}

/// What is booked on a day, and what becomes of it then.
async fn visits(making: &Making<'_>, day: NaiveDate, ahead: u64) -> anyhow::Result<(Vec<Row>, Vec<Row>)> {
    let configuration = making.app.configuration(making.id).await?;
    let setup = &configuration.setup;
    let within = local_day(making.zone, day);
    let mut book = standing(making, setup, within).await?;
    let (mut rows, mut later) = (Vec::new(), Vec::new());
    for (at, provider) in (0..).zip(practice::PROVIDERS) {
        let provider = practice::resource(making.id, provider.0);
        // Whose day was filled by a run before has its visits.
        if book.overlapping(provider, within).next().is_some() {
            continue;
        }
        for place in 0..FULLEST.saturating_sub(ahead / 2) {
            let number = place_of(day, at, u32::try_from(place).unwrap_or_default());
            let asking =
                Asking { now: making.now, patient_busy: &[], ignoring: None, is_new_patient: Some(true) };
            let request = Request {
                location: practice::location(making.id),
                appointment_type: practice::appointment_type(
                    making.id,
                    pick(practice::TYPES, "type", number).1,
                ),
                providers: &[provider],
                own_provider: None,
                within,
                asking,
                like: None,
                limit: usize::MAX,
            };
            let found = offers(setup, &book, &request).unwrap_or_default();
            let Some(Offer { slot, .. }) = found.get(dice("time", number, found.len())) else { continue };
            let visit = id(making, day, number);
            for it in &slot.allocations {
                book.insert(it.resource, Busy::of_visit(visit, slot.appointment_type, slot.visit, it));
            }
            later.extend(afterwards(making, day, number));
            rows.push((name(day, number), OperationBody::Book(booking(making, visit, number, slot))));
        }
    }
    Ok((rows, later))
}

fn booking(making: &Making<'_>, appointment: AppointmentId, number: u32, slot: &SlotContent) -> Booking {
    Booking {
        appointment,
        patient: patients::id(making.id, number % PATIENTS),
        slot: slot.clone(),
        requested_by: Requester::Patient,
        note: if number.is_multiple_of(7) { *pick(names::NOTES, "note", number) } else { "" }.into(),
        overbook_reason: None,
        reminder: None,
        contact_point: Personal::default(),
        instead_of: None,
        series: None,
        walk_in: None,
    }
}

/// What becomes of a visit once it is booked: every third is confirmed, every nineteenth cancelled.
fn afterwards(making: &Making<'_>, day: NaiveDate, number: u32) -> Option<Row> {
    let appointment = id(making, day, number);
    let (what, body) = match number {
        it if it % 19 == 0 => {
            let (reason, note) = (CancelReason::PatientIll, Personal::default());
            let requested_by = Requester::Patient;
            ("cancelled", OperationBody::Cancel { appointment, reason, note, requested_by })
        }
        it if it % 3 == 0 => {
            let (state, channel) = (ConfirmationState::Confirmed, ContactChannel::Phone);
            ("confirmed", OperationBody::SetConfirmation { appointment, state, channel })
        }
        _ => return None,
    };
    Some((format!("{} {what}", name(day, number)), body))
}

/// Each place of each day has a number of its own; those of one day are of different patients.
fn place_of(day: NaiveDate, provider: u32, place: u32) -> u32 {
    let day = u32::try_from(day.num_days_from_ce()).unwrap_or_default();
    day.wrapping_mul(64) + provider * 16 + place
}

fn name(day: NaiveDate, number: u32) -> String {
    format!("visit {day} {number}")
}

fn id(making: &Making<'_>, day: NaiveDate, number: u32) -> AppointmentId {
    AppointmentId(named(making.id, &name(day, number)))
}

/// What is booked on the day as it is.
async fn standing(making: &Making<'_>, setup: &Setup, within: Period) -> StoreResult<Book> {
    let (resources, period) = reach(setup, practice::location(making.id), within);
    let around = Around { resources, period, now: making.now };
    let mut tenant = making.app.store.tenant(making.id).await?;
    let mut batch = Batch::default();
    let counter = tenant.read_counter(&mut batch);
    let asked = tenant.ask(&mut batch, [Want::Busy(around.clone())]);
    let mut answers = tenant.run(batch).await?;
    let (counter, mut loaded) = (answers.counter(counter)?, Loaded::default());
    answers.load(asked, &counter, &mut loaded)?;
    tenant.rollback().await?;
    Ok(loaded.busy.remove(&around).unwrap_or_default().into_iter().collect())
}
