//! When somebody can be seen: the same search as a desk's, over the rows of the centre. Every offer carries a sealed text
//! that books exactly it; where something that was asked for is missing, the answer says why.

use super::views::{
    appointment_type::PrecedingForm,
    offer::{
        AlternativeChange, AlternativeView, BeforeView, MissingView, MissingWhat, ObstacleView, OfferView,
        OffersForm, OffersView, PartOfDay, TimeView,
    },
    time::Day,
};
use crate::http::{Access, Act, Cx, Input, Nothing, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, Configuration, Counter, Tenant};
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use clinic_domain::{
    arbiter::{Around, Loaded, Want, Whose},
    arbitration::linked,
    availability::{Alternative, Book, Circumstances, FindOffers, Found, Offer, Shortfall, What, reach},
    id::{OrganizationId, PatientId, ResourceId},
    lending::Lent,
    operation::SlotContent,
    people::Permission,
    refusal::Refusal,
    setup::Setup,
    time::{Instant, Period},
};
use std::sync::Arc;

/// How many times are looked through for those of one part of the day.
const LOOKED_THROUGH: usize = 2_000;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::POST,
        "/v1/availability",
        "find_offers",
        "Times at which somebody can be seen, each with what books it; and why there are none",
        Access::May(Permission::Book),
        find,
    )]
}

/// The slot that was offered.
///
/// # Errors
/// `invalid` for what no instance of this service offered to this organization.
pub fn open_offer(cx: &Cx, field: &str, text: &str) -> Result<SlotContent, Problem> {
    let content = cx.app.tokens.seal.open_text(&offer_of(cx.caller()?.organization), text);
    let slot = content.and_then(|it| clinic_protocol::decode_entity(&it).ok());
    slot.ok_or_else(|| Problem::invalid(field, "This is no offer: look for times again."))
}

fn offer_of(organization: OrganizationId) -> Vec<u8> {
    [b"offer ".as_slice(), organization.as_bytes()].concat()
}

async fn find(cx: Cx, input: Input<Nothing, Nothing, OffersForm>) -> Result<Json<OffersView>, Problem> {
    let form = input.body;
    let part = form.part_of_day;
    let wanted_count = form.limit.map(usize::from);
    let wanted = wanted(&form);
    let (mut reading, configuration) = Reading::begin(&cx, &wanted).await?;
    let setup = linked(&configuration.setup, wanted.appointment_type, wanted.link)?;
    let asked = not_lent(&reading.lent, wanted.asked(&setup, cx.now)?, cx.now)?;
    let zone = setup.location(wanted.location).ok_or_else(Problem::not_found)?.zone;
    let search =
        Search { setup: &setup, wanted: &wanted, asked, now: cx.now, zone, part, count: wanted_count };
    let circumstances = reading.circumstances(&search).await?;
    let (found, all) = search.look(&mut reading, &circumstances).await?;
    let may_overbook = cx.caller()?.person.may(Permission::Overbook);
    let missing = match found.offers.is_empty() && !all.offers.is_empty() {
        true => Some(MissingView {
            what: MissingWhat::PartOfDay,
            obstacles: Vec::new(),
            alternatives: Vec::new(),
        }),
        false => {
            let missing = search.missing(&mut reading, &circumstances, &all, may_overbook).await?;
            missing.map(|it| search.missing_view(&cx, it)).transpose()?
        }
    };
    let offers = search.offers(&cx, found)?;
    let searched_until = Day(asked.end().plus_seconds(-1).local_date(zone));
    let act = Act::done("search", "availability").on(wanted.location).about(reading.patient);
    cx.finish(reading.tenant, Batch::default(), act).await?;
    Ok(Json(OffersView { offers, searched_until, missing }))
}

/// What of the period nobody but the location's own desks books.
fn not_lent(lent: &[Lent], asked: Period, now: Instant) -> Result<Period, Problem> {
    let lent = lent.iter().filter(|it| it.loan.binds(now));
    let Some(last) = lent.max_by_key(|it| it.during.end()).filter(|it| it.during.end() > asked.start())
    else {
        return Ok(asked);
    };
    let until = last.loan.expires_at;
    let refusal = Refusal::Lent { resource: last.resource, during: asked, until };
    Period::new(last.during.end(), asked.end()).ok_or_else(|| refusal.into())
}

fn wanted(form: &OffersForm) -> FindOffers {
    // Those of one part of the day are picked from all of them.
    let picked = form.part_of_day.map(|_| LOOKED_THROUGH);
    FindOffers {
        location: form.location,
        appointment_type: form.appointment_type,
        providers: form.providers.clone(),
        patient: form.patient,
        moving: form.moving,
        like: form.like,
        link: form.link.map(PrecedingForm::preceding),
        from: form.from.map(|it| it.0.and_time(NaiveTime::MIN)),
        until: form.until.map(|it| it.0),
        limit: picked.or(form.limit.map(usize::from)),
    }
}

struct Search<'a> {
    setup: &'a Setup,
    wanted: &'a FindOffers,
    asked: Period,
    now: Instant,
    zone: Tz,
    part: Option<PartOfDay>,
    count: Option<usize>,
}

impl Search<'_> {
    /// What was found of what was asked for, and all that was found.
    async fn look(
        &self,
        reading: &mut Reading,
        circumstances: &Circumstances,
    ) -> Result<(Found, Found), Problem> {
        let mut all = Found::default();
        for stretch in self.wanted.stretches(self.asked, circumstances) {
            let book = reading.book(self, stretch).await?;
            let request = self.wanted.request(circumstances, stretch, self.now);
            all = self.wanted.look(self.setup, &book, &request)?;
            if self.is_enough(circumstances, &all) {
                break;
            }
        }
        let found = self.of_part(&all);
        Ok((found, all))
    }

    fn is_enough(&self, circumstances: &Circumstances, all: &Found) -> bool {
        match self.part {
            Some(_) => self.of_part(all).offers.len() >= self.most(),
            None => self.wanted.is_enough(self.setup, circumstances, all),
        }
    }

    fn most(&self) -> usize {
        self.count.unwrap_or(clinic_domain::availability::MOST_CHOICES)
    }

    fn of_part(&self, all: &Found) -> Found {
        let Some(part) = self.part else { return all.clone() };
        let is_in = |it: &Offer| {
            let is_morning = it.slot.visit.start().wall(self.zone).hour() < 12;
            is_morning == (part == PartOfDay::Morning)
        };
        let firsts = all.firsts.iter().map(Some).chain(std::iter::repeat(None));
        let picked = all.offers.iter().zip(firsts).filter(|(it, _)| is_in(it)).take(self.most());
        let (offers, firsts): (Vec<_>, Vec<_>) =
            picked.map(|(it, first)| (it.clone(), first.cloned())).unzip();
        Found { offers, firsts: firsts.into_iter().flatten().collect() }
    }

    /// Nothing of it is computed while a search finds what it was asked for.
    async fn missing(
        &self,
        reading: &mut Reading,
        circumstances: &Circumstances,
        found: &Found,
        may_overbook: bool,
    ) -> Result<Option<Shortfall>, Problem> {
        let is_pair = self.wanted.preceding(self.setup).is_some();
        if is_pair && !found.offers.is_empty() {
            return Ok(None);
        }
        let request = self.wanted.request(circumstances, self.asked, self.now);
        if is_pair {
            let book = reading.book(self, self.asked).await?;
            let before = self.wanted.explain_before(self.setup, &book, &request)?;
            if before.is_some() {
                return Ok(before);
            }
        }
        // So many are never asked for: they are looked through.
        let Some(lack) = self
            .wanted
            .lack(self.setup, found, self.asked)?
            .filter(|_| self.part.is_none() || found.offers.is_empty())
        else {
            return Ok(None);
        };
        let book = reading.book(self, lack.around).await?;
        Ok(self.wanted.explain(self.setup, &book, &request, (&lack, found), may_overbook)?)
    }

    fn offers(&self, cx: &Cx, found: Found) -> Result<Vec<OfferView>, Problem> {
        let firsts = found.firsts.iter().map(Some).chain(std::iter::repeat(None));
        let view = |(it, first): (&Offer, Option<&SlotContent>)| {
            Ok(OfferView {
                offer: sealed(cx, &it.slot)?,
                time: self.time(&it.slot),
                reasons: it.reasons.clone(),
                booked: it.joins.map(|it| it.booked),
                places: it.joins.map(|it| it.places),
                before: first
                    .map(|it| Ok::<_, Problem>(BeforeView { offer: sealed(cx, it)?, time: self.time(it) }))
                    .transpose()?,
            })
        };
        found.offers.iter().zip(firsts).map(view).collect()
    }

    fn time(&self, slot: &SlotContent) -> TimeView {
        TimeView::of(self.setup, self.zone, slot)
    }

    fn missing_view(&self, cx: &Cx, it: Shortfall) -> Result<MissingView, Problem> {
        let what = match it.what {
            What::Any => MissingWhat::Any,
            What::OnDay(_) => MissingWhat::OnDay,
            What::More => MissingWhat::More,
            What::Before => MissingWhat::Before,
        };
        let alternative = |it: &Alternative| {
            let (change, slot) = match it {
                Alternative::AnotherProvider(offer) => (AlternativeChange::AnotherProvider, &offer.slot),
                Alternative::Later(offer) => (AlternativeChange::Later, &offer.slot),
                Alternative::ShorterType(offer) => (AlternativeChange::ShorterType, &offer.slot),
                Alternative::Overbook { slot, .. } => (AlternativeChange::Overbook, slot),
            };
            Ok(AlternativeView { change, offer: sealed(cx, slot)?, time: self.time(slot) })
        };
        Ok(MissingView {
            what,
            obstacles: it.obstacles.iter().map(ObstacleView::of).collect(),
            alternatives: it.alternatives.iter().map(alternative).collect::<Result<_, Problem>>()?,
        })
    }
}

/// What books exactly it.
///
/// # Errors
/// Nobody has signed in.
pub(super) fn sealed(cx: &Cx, slot: &SlotContent) -> Result<String, Problem> {
    let context = offer_of(cx.caller()?.organization);
    Ok(cx.app.tokens.seal.seal_text(&context, &clinic_protocol::encode_entity(slot)))
}

/// The rows that a search is about, read as it asks for them.
struct Reading {
    tenant: Tenant,
    counter: Counter,
    /// What is lent to the location.
    lent: Vec<Lent>,
    loaded: Loaded,
    patient: Option<PatientId>,
    own_provider: Option<ResourceId>,
    like: Option<Instant>,
}

impl Reading {
    /// The setup, and who is to be seen.
    async fn begin(cx: &Cx, wanted: &FindOffers) -> Result<(Reading, Arc<Configuration>), Problem> {
        let mut tenant = cx.tenant().await?;
        let mut batch = Batch::default();
        let counter = tenant.read_counter(&mut batch);
        let model = wanted.moving.or(wanted.like);
        let wants = model
            .map(|id| vec![Want::Appointment(id), Want::Patient(Whose::OfVisit(id))])
            .unwrap_or_default()
            .into_iter()
            .chain(wanted.patient.map(|id| Want::Patient(Whose::Patient(id))));
        let asked = tenant.ask(&mut batch, wants);
        let lent = tenant.find_lent_to(&mut batch, wanted.location);
        let mut answers = tenant.run(batch).await?;
        let (counter, lent) = (answers.counter(counter)?, answers.lent_to(lent));
        let mut loaded = Loaded::default();
        answers.load(asked, &counter, &mut loaded)?;
        let configuration = cx.app.configuration_in(&mut tenant, counter.setup_seq).await?;
        let visit = model.and_then(|id| loaded.appointments.get(&id).cloned().flatten());
        if model.is_some() && visit.is_none() {
            return Err(Problem::not_found());
        }
        let id = wanted.patient.or(visit.as_ref().map(|it| it.patient));
        let patient = id.and_then(|id| loaded.patients.get(&id).cloned().flatten());
        if id.is_some() && patient.is_none() {
            return Err(Problem::not_found());
        }
        let own_provider = patient.and_then(|it| it.own_provider);
        let like = visit.map(|it| it.visit.start());
        Ok((Reading { tenant, counter, lent, loaded, patient: id, own_provider, like }, configuration))
    }

    async fn circumstances(&mut self, search: &Search<'_>) -> Result<Circumstances, Problem> {
        let (own_provider, like) = (self.own_provider, self.like);
        let Some(id) = self.patient else { return Ok(Circumstances { like, ..Circumstances::default() }) };
        // As far as a later time is looked for where nothing is free in the asked one.
        let far = Period::new(search.asked.start(), search.asked.end().plus_minutes(90 * 24 * 60));
        let far = far.unwrap_or(search.asked);
        let whose = Whose::Patient(id);
        self.load([Want::PatientBusy(whose, far), Want::VisitsSeen(whose, search.now)]).await?;
        let patient_busy = self.loaded.patient_busy.remove(&(id, far)).unwrap_or_default();
        let seen = self.loaded.visits_seen.remove(&(id, search.now)).unwrap_or_default();
        Ok(Circumstances { patient_busy, own_provider, is_new_patient: Some(seen.is_empty()), like })
    }

    async fn book(&mut self, search: &Search<'_>, period: Period) -> Result<Book, Problem> {
        let (resources, period) = reach(search.setup, search.wanted.location, period);
        let around = Around { resources, period, now: search.now };
        self.load([Want::Busy(around.clone())]).await?;
        Ok(self.loaded.busy.remove(&around).unwrap_or_default().into_iter().collect())
    }

    async fn load(&mut self, wants: impl IntoIterator<Item = Want>) -> Result<(), Problem> {
        let mut batch = Batch::default();
        let asked = self.tenant.ask(&mut batch, wants);
        self.tenant.run(batch).await?.load(asked, &self.counter, &mut self.loaded)?;
        Ok(())
    }
}
