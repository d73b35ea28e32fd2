//! The first times that fit, for a new visit or for one that is to be moved; and where times that were asked for are
//! missing among them, why.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
    missing_offers::{self, Shortfall},
    together,
};
use chrono::{NaiveDate, NaiveDateTime};
use clinic_domain::{
    appointment_type::Preceding,
    arbitration::permitted,
    availability::{self, Asking, Book, LIKE_DAYS, MOST_CHOICES, Offer, OfferReason, Request},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, PersonId, ResourceId},
    invalid::{Field, Problem},
    operation::SlotContent,
    people::Permission,
    refusal::{Missing, Refusal},
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
    /// The visit whose time is liked: the same weekday and time of day are said to be.
    pub like: Option<AppointmentId>,
    /// Another visit that is to come first, though the type does not ask for it.
    pub link: Option<Preceding>,
    /// On the wall of the location, and the day that is wished for; now, and any day, when absent.
    pub from: Option<NaiveDateTime>,
    /// Last day, included; 90 days on when absent.
    pub until: Option<NaiveDate>,
    /// So many in order; when absent, the few that differ usefully.
    pub limit: Option<usize>,
}

pub struct FoundOffers {
    pub offers: Vec<(String, Offer)>,
    /// What comes first for each of them, in the same order; empty for a type that nothing precedes.
    pub firsts: Vec<(String, Offer)>,
    pub searched_until: NaiveDate,
    pub missing: Option<Shortfall>,
}

pub(crate) const ORDINARY_SEARCH_MINUTES: i64 = 90 * 24 * 60;
/// The first stretch that is read; three times as long until enough is found. Most searches end in the first.
pub(crate) const FIRST_STRETCH_MINUTES: i64 = 4 * 24 * 60;

pub fn find_offers(desk: &FrontDesk, who: PersonId, wanted: &FindOffers) -> AppResult<FoundOffers> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &*together::linked(&configuration.setup, wanted.appointment_type, wanted.link)?;
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
        let preceding = preceding(setup, wanted);
        let (mut firsts, mut offers) = (Vec::new(), Vec::new());
        for stretch in stretches(within, circumstances.first_stretch_minutes(wanted)) {
            let book = book_around(reader, setup, wanted.location, stretch, now)?;
            let request = circumstances.request(wanted, stretch, now);
            (firsts, offers) = match (&preceding, wanted.limit) {
                (Some(it), limit) => {
                    let pairs =
                        if limit.is_some() { availability::pairs } else { availability::pair_choices };
                    pairs(setup, &book, &request, it)?.into_iter().map(|it| (it.first, it.second)).unzip()
                }
                (None, Some(_)) => (Vec::new(), availability::offers(setup, &book, &request)?),
                (None, None) => (Vec::new(), availability::choices(setup, &book, &request)?),
            };
            if circumstances.is_enough(wanted, setup, &offers) {
                break;
            }
        }
        let missing = match &preceding {
            Some(_) if !offers.is_empty() => None,
            Some(it) => missing_offers::explain_before(reader, setup, wanted, it, within, now)?,
            None => None,
        };
        let missing = match missing {
            None if preceding.is_none() || offers.is_empty() => {
                missing_offers::explain(reader, setup, &author, wanted, &offers, within, now)?
            }
            found => found,
        };
        if let Some(moving) = wanted.moving {
            together::say_gaps(reader, setup, moving, offers.iter_mut())?;
        }
        let sealed = |slot: SlotContent| (desk.seal.seal(&slot), Offer::of(slot));
        let firsts = firsts.into_iter().map(sealed).collect();
        let offers = offers.into_iter().map(|it| (desk.seal.seal(&it.slot), it)).collect();
        Ok(FoundOffers {
            offers,
            firsts,
            searched_until: within.end().plus_seconds(-1).local_date(zone),
            missing,
        })
    })
}

/// What has to come first. A visit that is moved goes alone.
fn preceding(setup: &Setup, wanted: &FindOffers) -> Option<Preceding> {
    let kind = setup.appointment_type(wanted.appointment_type).filter(|_| wanted.moving.is_none());
    kind.and_then(|it| it.preceded_by)
}

/// The search for a time like that of another visit: same place, type and provider, for the same patient.
pub fn search_like(desk: &FrontDesk, who: PersonId, id: AppointmentId) -> AppResult<FindOffers> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let visit = found(desk.read(|reader| Ok(reader.appointment(id)?))?, Missing::Appointment)?;
    let setup = &desk.configuration()?.setup;
    Ok(FindOffers {
        location: visit.location,
        appointment_type: visit.appointment_type,
        providers: setup.own_provider(&visit.allocations).into_iter().collect(),
        patient: Some(visit.patient),
        moving: None,
        like: Some(id),
        link: None,
        from: None,
        until: None,
        limit: None,
    })
}

/// What the patient and the moved or liked visit bring to a search.
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
        let model = wanted.moving.or(wanted.like);
        let model = model.map(|id| reader.appointment(id)).transpose()?.flatten();
        let patient = wanted.patient.or(model.as_ref().map(|it| it.patient));
        let like = model.map(|it| it.visit.start());
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
            limit: wanted.limit.unwrap_or(MOST_CHOICES),
        }
    }

    /// "Like this" compares weeks: they are read at once.
    fn first_stretch_minutes(&self, wanted: &FindOffers) -> i64 {
        let compares_weeks = wanted.limit.is_none() && self.like.is_some();
        if compares_weeks { LIKE_DAYS as i64 * 24 * 60 } else { FIRST_STRETCH_MINUTES }
    }

    /// Whether a longer stretch would not be read for nothing: the own provider may have time only later.
    fn is_enough(&self, wanted: &FindOffers, setup: &Setup, offers: &[Offer]) -> bool {
        let waits_for_own = wanted.limit.is_none()
            && wanted.providers.is_empty()
            && self.own_provider.is_some_and(|own| is_here(setup, wanted.location, own));
        offers.len() >= wanted.limit.unwrap_or(MOST_CHOICES)
            && (!waits_for_own || offers.iter().any(|it| it.reasons.contains(&OfferReason::OwnProvider)))
    }
}

/// Ever longer periods from the same start, the last one the whole.
pub(crate) fn stretches(whole: Period, first_minutes: i64) -> impl Iterator<Item = Period> {
    let lengths = std::iter::successors(Some(first_minutes), |it| Some(it * 3));
    let cut =
        move |minutes: i64| Period::new(whole.start(), whole.start().plus_minutes(minutes).min(whole.end()));
    let short = lengths.take_while(move |it| *it < whole.minutes()).filter_map(cut);
    short.chain(std::iter::once(whole))
}

/// What takes up the location's resources, and their persons elsewhere, in a period.
pub(crate) fn book_around(
    reader: &Reader<'_>,
    setup: &Setup,
    location: LocationId,
    period: Period,
    now: Instant,
) -> AppResult<Book> {
    let resources = setup.resources.iter().map(|it| it.id).filter(|it| is_here(setup, location, *it));
    let resources = setup.with_same_persons(resources.collect());
    Ok(reader.busy(&resources, widened(period), now)?.into_iter().collect())
}

fn is_here(setup: &Setup, location: LocationId, id: ResourceId) -> bool {
    setup.resource(id).is_some_and(|it| it.is_active && it.location == location)
}

/// With a day before and after: templates of the border days are whole days.
fn widened(period: Period) -> Period {
    let (start, end) = (period.start().plus_minutes(-24 * 60), period.end().plus_minutes(24 * 60));
    Period::new(start, end).unwrap_or(period)
}
