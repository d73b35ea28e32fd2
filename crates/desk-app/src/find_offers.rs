//! The first times that fit, for a new visit or for one that is to be moved; and where times that were asked for are
//! missing among them, why.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
    missing_offers::{self, Missing},
};
use chrono::{NaiveDate, NaiveDateTime};
use clinic_domain::{
    arbitration::permitted,
    availability::{self, Asking, Book, Offer, Request},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, PersonId, ResourceId},
    people::Permission,
    refusal::Refusal,
    setup::Setup,
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
    /// On the wall of the location, and the day that is wished for; now, and any day, when absent.
    pub from: Option<NaiveDateTime>,
    /// Last day, included; 90 days on when absent.
    pub until: Option<NaiveDate>,
    pub limit: usize,
}

pub struct FoundOffers {
    pub offers: Vec<(String, Offer)>,
    pub searched_until: NaiveDate,
    pub missing: Option<Missing>,
}

const ORDINARY_SEARCH_MINUTES: i64 = 90 * 24 * 60;
/// The first stretch that is read; three times as long until enough is found. Most searches end in the first.
const FIRST_STRETCH_MINUTES: i64 = 4 * 24 * 60;

pub fn find_offers(desk: &FrontDesk, who: PersonId, wanted: &FindOffers) -> AppResult<FoundOffers> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let zone = found(setup.location(wanted.location), "location")?.zone;
        let start = wanted.from.map_or(now, |wall| start_instant(zone, wall).max(now));
        let end = match wanted.until {
            Some(day) => end_instant(zone, DayMinute::END.on(day)),
            None => start.plus_minutes(ORDINARY_SEARCH_MINUTES),
        };
        let Some(within) = Period::new(start, end) else {
            return Err(Refusal::Invalid { field: "until", problem: "is before the beginning" }.into());
        };
        let circumstances = Circumstances::read(reader, wanted, within, now)?;
        let mut offers = Vec::new();
        for stretch in stretches(within) {
            let book = book_around(reader, setup, wanted.location, stretch)?;
            let request = circumstances.request(wanted, stretch, now);
            offers = availability::offers(setup, &book, &request)?;
            if offers.len() >= wanted.limit {
                break;
            }
        }
        let missing = missing_offers::explain(reader, setup, &author, wanted, &offers, within, now)?;
        let offers = offers.into_iter().map(|it| (desk.seal.seal(&it.slot), it)).collect();
        Ok(FoundOffers { offers, searched_until: within.end().plus_seconds(-1).local_date(zone), missing })
    })
}

/// What the patient and the moved visit bring to a search.
pub(crate) struct Circumstances {
    patient_busy: Vec<(AppointmentId, Period)>,
    own_provider: Option<ResourceId>,
    is_new_patient: Option<bool>,
    like: Option<Instant>,
}

impl Circumstances {
    pub fn read(
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
        let patient = found(reader.patient(id)?, "patient")?;
        Ok(Circumstances {
            patient_busy: reader.patient_busy(id, within)?,
            own_provider: patient.own_provider,
            is_new_patient: Some(!reader.has_past_visit(id, now)?),
            like,
        })
    }

    pub fn request<'a>(&'a self, wanted: &'a FindOffers, within: Period, now: Instant) -> Request<'a> {
        Request {
            location: wanted.location,
            appointment_type: wanted.appointment_type,
            providers: &wanted.providers,
            own_provider: self.own_provider,
            within,
            asking: Asking {
                now,
                patient_busy: &self.patient_busy,
                ignoring: wanted.moving,
                is_new_patient: self.is_new_patient,
            },
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

/// What takes up the location's resources in a period.
pub(crate) fn book_around(
    reader: &Reader<'_>,
    setup: &Setup,
    location: LocationId,
    period: Period,
) -> AppResult<Book> {
    let resources = setup.resources.iter().filter(|it| it.is_active && it.location == location);
    let resources: Vec<ResourceId> = resources.map(|it| it.id).collect();
    Ok(reader.busy(&resources, widened(period))?.into_iter().collect())
}

/// With a day before and after: templates of the border days are whole days.
fn widened(period: Period) -> Period {
    let (start, end) = (period.start().plus_minutes(-24 * 60), period.end().plus_minutes(24 * 60));
    Period::new(start, end).unwrap_or(period)
}
