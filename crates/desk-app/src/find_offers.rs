//! The first times that fit, for a new visit or for one that is to be moved; and where times that were asked for are
//! missing among them, why.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
    together,
};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::permitted,
    availability::{Book, Circumstances, Found, Offer, Shortfall, reach},
    id::{AppointmentId, LocationId, PersonId},
    operation::SlotContent,
    people::{Permission, Person},
    refusal::Missing,
    setup::Setup,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;

pub use clinic_domain::availability::FindOffers;

pub struct FoundOffers {
    pub offers: Vec<(String, Offer)>,
    /// What comes first for each of them, in the same order; empty for a type that nothing precedes.
    pub firsts: Vec<(String, Offer)>,
    pub searched_until: NaiveDate,
    pub missing: Option<Shortfall>,
}

pub fn find_offers(desk: &FrontDesk, who: PersonId, wanted: &FindOffers) -> AppResult<FoundOffers> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &*together::linked(&configuration.setup, wanted.appointment_type, wanted.link)?;
        let zone = found(setup.location(wanted.location), Missing::Location)?.zone;
        let asked = wanted.asked(setup, now)?;
        let search = Search { reader, setup, author: &author, wanted, asked, now };
        let mut found = search.look()?;
        let missing = search.missing(&found)?;
        if let Some(moving) = wanted.moving {
            together::say_gaps(reader, setup, moving, found.offers.iter_mut())?;
        }
        let sealed = |slot: SlotContent| (desk.seal.seal(&slot), Offer::of(slot));
        Ok(FoundOffers {
            offers: found.offers.into_iter().map(|it| (desk.seal.seal(&it.slot), it)).collect(),
            firsts: found.firsts.into_iter().map(sealed).collect(),
            searched_until: asked.end().plus_seconds(-1).local_date(zone),
            missing,
        })
    })
}

struct Search<'a> {
    reader: &'a Reader<'a>,
    setup: &'a Setup,
    author: &'a Person,
    wanted: &'a FindOffers,
    asked: Period,
    now: Instant,
}

impl Search<'_> {
    fn look(&self) -> AppResult<Found> {
        let circumstances = circumstances(self.reader, self.wanted, self.asked, self.now)?;
        let mut found = Found::default();
        for stretch in self.wanted.stretches(self.asked, &circumstances) {
            let request = self.wanted.request(&circumstances, stretch, self.now);
            found = self.wanted.look(self.setup, &self.book(stretch)?, &request)?;
            if self.wanted.is_enough(self.setup, &circumstances, &found) {
                break;
            }
        }
        Ok(found)
    }

    /// Nothing of it is computed while a search finds what it was asked for.
    fn missing(&self, found: &Found) -> AppResult<Option<Shortfall>> {
        let is_pair = self.wanted.preceding(self.setup).is_some();
        if is_pair && !found.offers.is_empty() {
            return Ok(None);
        }
        if is_pair {
            let circumstances = circumstances(self.reader, self.wanted, self.asked, self.now)?;
            let request = self.wanted.request(&circumstances, self.asked, self.now);
            let before = self.wanted.explain_before(self.setup, &self.book(self.asked)?, &request)?;
            if before.is_some() {
                return Ok(before);
            }
        }
        let Some(lack) = self.wanted.lack(self.setup, found, self.asked)? else { return Ok(None) };
        let circumstances = circumstances(self.reader, self.wanted, lack.around, self.now)?;
        let request = self.wanted.request(&circumstances, self.asked, self.now);
        let may_overbook = self.author.may(Permission::Overbook);
        let book = self.book(lack.around)?;
        Ok(self.wanted.explain(self.setup, &book, &request, (&lack, found), may_overbook)?)
    }

    fn book(&self, period: Period) -> AppResult<Book> {
        book_around(self.reader, self.setup, self.wanted.location, period, self.now)
    }
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
pub(crate) fn circumstances(
    reader: &Reader<'_>,
    wanted: &FindOffers,
    within: Period,
    now: Instant,
) -> AppResult<Circumstances> {
    let model = wanted.moving.or(wanted.like);
    let model = model.map(|id| reader.appointment(id)).transpose()?.flatten();
    let patient = wanted.patient.or(model.as_ref().map(|it| it.patient));
    let like = model.map(|it| it.visit.start());
    let Some(id) = patient else { return Ok(Circumstances { like, ..Circumstances::default() }) };
    let patient = found(reader.patient(id)?, Missing::Patient)?;
    Ok(Circumstances {
        patient_busy: reader.patient_busy(id, within)?,
        own_provider: patient.own_provider,
        is_new_patient: Some(!reader.has_past_visit(id, now)?),
        like,
    })
}

/// What takes up the location's resources, and their persons elsewhere, in a period.
pub(crate) fn book_around(
    reader: &Reader<'_>,
    setup: &Setup,
    location: LocationId,
    period: Period,
    now: Instant,
) -> AppResult<Book> {
    let (resources, period) = reach(setup, location, period);
    Ok(reader.busy(&resources, period, now)?.into_iter().collect())
}
