//! The first times that fit, for a new visit or for one that is to be moved.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    arbitration::permitted,
    availability::{self, Book, Offer, Request},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, PersonId, ResourceId},
    invalid::{Field, Problem},
    people::Permission,
    refusal::{Missing, Refusal},
    time::{DayMinute, Instant, Period, end_instant, start_instant},
};
use desk_cache::mirror::Reader;

pub struct FindOffers {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Empty: any.
    pub providers: Vec<ResourceId>,
    pub patient: Option<PatientId>,
    pub moving: Option<AppointmentId>,
    /// On the wall of the location; now when absent.
    pub from: Option<NaiveDateTime>,
    /// Last day, included; 90 days on when absent.
    pub until: Option<chrono::NaiveDate>,
    pub limit: usize,
}

pub struct FoundOffers {
    pub offers: Vec<(String, Offer)>,
    pub searched_until: chrono::NaiveDate,
}

const ORDINARY_SEARCH_MINUTES: i64 = 90 * 24 * 60;
/// The first stretch that is read; doubled until enough is found. Most searches end in the first.
const FIRST_STRETCH_MINUTES: i64 = 4 * 24 * 60;

pub fn find_offers(desk: &FrontDesk, who: PersonId, wanted: &FindOffers) -> AppResult<FoundOffers> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let zone = found(setup.location(wanted.location), Missing::Location)?.zone;
        let start = wanted.from.map_or(now, |wall| start_instant(zone, wall).max(now));
        let end = match wanted.until {
            Some(day) => end_instant(zone, DayMinute::END.on(day)),
            None => start.plus_minutes(ORDINARY_SEARCH_MINUTES),
        };
        let Some(within) = Period::new(start, end) else {
            return Err(Refusal::Invalid { field: Field::Until, problem: Problem::BeforeItsBeginning }.into());
        };
        let circumstances = Circumstances::read(reader, wanted, within, now)?;
        let resources = setup.resources.iter().filter(|it| it.is_active && it.location == wanted.location);
        let resources: Vec<ResourceId> = resources.map(|it| it.id).collect();
        let mut offers = Vec::new();
        for stretch in stretches(within) {
            let book: Book = reader.busy(&resources, widened(stretch))?.into_iter().collect();
            let request = circumstances.request(wanted, stretch, now);
            offers = availability::offers(setup, &book, &request)?;
            if offers.len() >= wanted.limit {
                break;
            }
        }
        let offers = offers.into_iter().map(|it| (desk.seal.seal(&it.slot), it)).collect();
        Ok(FoundOffers { offers, searched_until: within.end().plus_seconds(-1).local_date(zone) })
    })
}

/// What the patient and the moved visit bring to a search.
struct Circumstances {
    patient_busy: Vec<(AppointmentId, Period)>,
    own_provider: Option<ResourceId>,
    is_new_patient: Option<bool>,
    like: Option<Instant>,
}

impl Circumstances {
    fn read(
        reader: &Reader<'_>,
        wanted: &FindOffers,
        within: Period,
        now: Instant,
    ) -> AppResult<Circumstances> {
        let moving = wanted.moving.map(|id| reader.appointment(id)).transpose()?.flatten();
        let patient = wanted.patient.or(moving.as_ref().map(|it| it.patient));
        let like = moving.map(|it| it.visit.start());
        let Some(id) = patient else {
            return Ok(Circumstances {
                patient_busy: Vec::new(),
                own_provider: None,
                is_new_patient: None,
                like,
            });
        };
        let patient = found(reader.patient(id)?, Missing::Patient)?;
        Ok(Circumstances {
            patient_busy: reader.patient_busy(id, within)?,
            own_provider: patient.own_provider,
            is_new_patient: Some(!reader.has_past_visit(id, now)?),
            like,
        })
    }

    fn request<'a>(&'a self, wanted: &'a FindOffers, within: Period, now: Instant) -> Request<'a> {
        Request {
            location: wanted.location,
            appointment_type: wanted.appointment_type,
            providers: &wanted.providers,
            own_provider: self.own_provider,
            within,
            now,
            patient_busy: &self.patient_busy,
            ignoring: wanted.moving,
            is_new_patient: self.is_new_patient,
            like: self.like,
            limit: wanted.limit,
        }
    }
}

/// Ever longer periods from the same start, the last one the whole.
fn stretches(whole: Period) -> impl Iterator<Item = Period> {
    let lengths = std::iter::successors(Some(FIRST_STRETCH_MINUTES), |it| Some(it * 3));
    let cut =
        move |minutes: i64| Period::new(whole.start(), whole.start().plus_minutes(minutes).min(whole.end()));
    let short = lengths.take_while(move |it| *it < whole.minutes()).filter_map(cut);
    short.chain(std::iter::once(whole))
}

/// With a day before and after: templates of the border days are whole days.
pub(crate) fn widened(period: Period) -> Period {
    let (start, end) = (period.start().plus_minutes(-24 * 60), period.end().plus_minutes(24 * 60));
    Period::new(start, end).unwrap_or(period)
}
