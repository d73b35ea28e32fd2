//! One time on one column of the board: a click, a drag, a key, a time that was typed. Where it cannot be had as it is,
//! why not, and what would make it possible.

use crate::{
    error::{AppError, AppResult, found},
    find_offers::{FindOffers, book_around},
    front_desk::FrontDesk,
    together,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::MAX_VISIT_MINUTES,
    appointment_type::Preceding,
    arbitration::permitted,
    availability::{self, Answer, Asking, Fix, Offer, OfferAt, Remedy},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, PersonId, ResourceId},
    people::{Permission, Person, Role},
    refusal::{Missing, Refusal},
    setup::Setup,
    time::{Instant, Period, start_instant},
};
use desk_cache::mirror::Reader;

pub struct OfferAtRequest {
    pub resource: ResourceId,
    /// On the wall of the resource's location.
    pub start: NaiveDateTime,
    pub appointment_type: AppointmentTypeId,
    pub patient: Option<PatientId>,
    pub moving: Option<AppointmentId>,
    /// Another visit that is to come first, though the type does not ask for it.
    pub link: Option<Preceding>,
    /// On the wall too: when it was promised, where that stands on paper. It is looked at as it was then, on the book as it is
    /// now.
    pub written_at: Option<NaiveDateTime>,
}

pub enum SpotAnswer {
    Offer {
        handle: String,
        offer: Offer,
        /// What comes first.
        before: Option<(String, Offer)>,
    },
    /// Only for who may overbook; for everybody else such a time is refused.
    Overbook {
        handle: String,
        offer: Offer,
        because: Vec<Refusal>,
        fixes: Vec<SpotFix>,
    },
    Refused {
        reasons: Vec<Refusal>,
        fixes: Vec<SpotFix>,
    },
}

/// A change that would allow the visit.
pub struct SpotFix {
    pub fix: Fix,
    pub taking: Taking,
}

/// How it is taken.
pub enum Taking {
    /// Booked by this handle.
    AtOnce { handle: String },
    /// By another act first: time is opened.
    AfterOpening,
    /// By somebody else: people in these roles may.
    Granted { by: Vec<Role> },
}

/// More fixes than these help nobody on the phone.
const MOST_FIXES: usize = 3;
const DAY_MINUTES: i64 = 24 * 60;
/// How many days on another time is looked for: a longer look only where the shorter one found none.
const DAYS_ON: [i64; 2] = [1, 8];

pub fn offer_at(desk: &FrontDesk, who: PersonId, wanted: &OfferAtRequest) -> AppResult<SpotAnswer> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let (answer, before, fixes) = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &*together::linked(&configuration.setup, wanted.appointment_type, wanted.link)?;
        let resource = found(setup.resource(wanted.resource), Missing::Resource)?;
        let location = found(setup.location(resource.location), Missing::Location)?;
        let start = start_instant(location.zone, wanted.start);
        let now = wanted.written_at.map_or(desk.now(), |wall| start_instant(location.zone, wall));
        let moving = wanted.moving.map(|id| reader.appointment(id)).transpose()?.flatten();
        let patient = wanted.patient.or(moving.map(|it| it.patient));
        let own_provider = patient.map(|id| reader.patient(id)).transpose()?.flatten();
        let own_provider = own_provider.and_then(|it| it.own_provider);
        let look = Look { reader, setup, location: location.id, from: start.max(now), own_provider };
        let days = look.days(DAYS_ON[1]).and_then(|it| Period::new(start.min(it.start()), it.end()));
        let days = found(days, Missing::Time)?;
        let patient_busy = patient.map_or_else(|| Ok(Vec::new()), |id| reader.patient_busy(id, days))?;
        let is_new_patient = patient.map(|id| reader.has_past_visit(id, now)).transpose()?.map(|it| !it);
        let at = OfferAt {
            resource: wanted.resource,
            start,
            appointment_type: wanted.appointment_type,
            asking: Asking { now, patient_busy: &patient_busy, ignoring: wanted.moving, is_new_patient },
        };
        let around = found(Period::of_minutes(start, MAX_VISIT_MINUTES), Missing::Time)?;
        let book = book_around(reader, setup, location.id, around, now)?;
        let mut answer = availability::offer_at(setup, &book, &at);
        let before = together_with(desk, reader, setup, &mut answer, wanted, now)?;
        // Whoever has it on paper was told that time, and no other.
        let needs_none = matches!(answer, Answer::Offer(_)) || wanted.written_at.is_some();
        let fixes = if needs_none { Vec::new() } else { look.fixes(&at)? };
        let fixes = fixes.into_iter().filter_map(|it| spot_fix(desk, &author, &configuration.people, it));
        Ok((answer, before, fixes.collect()))
    })?;
    Ok(match answer {
        Answer::Offer(offer) => SpotAnswer::Offer { handle: desk.seal.seal(&offer.slot), offer, before },
        Answer::Overbook { slot, because } if author.may(Permission::Overbook) => {
            SpotAnswer::Overbook { handle: desk.seal.seal(&slot), offer: Offer::of(slot), because, fixes }
        }
        Answer::Overbook { because: mut reasons, .. } => {
            reasons.push(Refusal::NotPermitted { permission: Permission::Overbook });
            SpotAnswer::Refused { reasons, fixes }
        }
        Answer::Refused(reasons) => SpotAnswer::Refused { reasons, fixes },
    })
}

/// What comes first, without which the time is refused; and a word where a move would part what belongs together.
fn together_with(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    setup: &Setup,
    answer: &mut Answer,
    at: &OfferAtRequest,
    now: Instant,
) -> AppResult<Option<(String, Offer)>> {
    let Answer::Offer(offer) = answer else {
        return Ok(None);
    };
    if let Some(moving) = at.moving {
        together::say_gaps(reader, setup, moving, std::iter::once(offer))?;
        return Ok(None);
    }
    let wanted = FindOffers {
        location: offer.slot.location,
        appointment_type: at.appointment_type,
        providers: Vec::new(),
        patient: at.patient,
        moving: None,
        like: None,
        link: at.link,
        from: None,
        until: None,
        limit: None,
    };
    match together::before(desk, reader, setup, &offer.slot, &wanted, now) {
        Err(AppError::Refused(refused)) => {
            *answer = Answer::Refused(refused.0);
            Ok(None)
        }
        found => found,
    }
}

/// `None` where nobody here could grant it.
fn spot_fix(desk: &FrontDesk, author: &Person, people: &[Person], fix: Fix) -> Option<SpotFix> {
    let taking = match fix.remedy.permission().filter(|it| !author.may(*it)) {
        Some(permission) => Taking::Granted { by: roles_with(people, permission) },
        None if matches!(fix.remedy, Remedy::Open(_)) => Taking::AfterOpening,
        None => Taking::AtOnce { handle: desk.seal.seal(&fix.slot) },
    };
    let by_nobody = matches!(&taking, Taking::Granted { by } if by.is_empty());
    Some(SpotFix { fix, taking }).filter(|_| !by_nobody)
}

/// The roles that carry the permission, as far as somebody here has them.
fn roles_with(people: &[Person], permission: Permission) -> Vec<Role> {
    let has = |role: &&Role| people.iter().any(|it| it.is_active && it.roles.contains(role));
    Role::ALL.iter().filter(|it| it.may(permission)).filter(has).copied().collect()
}

/// Where fixes are looked for.
struct Look<'a> {
    reader: &'a Reader<'a>,
    setup: &'a Setup,
    location: LocationId,
    /// The asked time, or now where that has passed.
    from: Instant,
    own_provider: Option<ResourceId>,
}

impl Look<'_> {
    fn days(&self, on: i64) -> Option<Period> {
        Period::new(self.from.plus_minutes(-DAY_MINUTES), self.from.plus_minutes(on * DAY_MINUTES))
    }

    fn fixes(&self, at: &OfferAt<'_>) -> AppResult<Vec<Fix>> {
        let mut fixes = Vec::new();
        for within in DAYS_ON.into_iter().filter_map(|on| self.days(on)) {
            let book = book_around(self.reader, self.setup, self.location, within, at.asking.now)?;
            fixes = availability::fixes(self.setup, &book, at, self.own_provider, within);
            let is_another_time = |it: &Fix| matches!(it.remedy, Remedy::AnotherTime { .. });
            if fixes.len() >= MOST_FIXES || fixes.iter().any(is_another_time) {
                break;
            }
        }
        fixes.truncate(MOST_FIXES);
        Ok(fixes)
    }
}
