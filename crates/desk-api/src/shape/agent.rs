//! What the agents answer, as the window draws it.

use super::{
    card::hit_views,
    missing,
    offer::{self, resource_name},
    time::date_text,
    visit::listed_name,
    waitlist::type_name,
};
use crate::{
    dto::{
        agent::{
            AgentAnswerView, AgentCard, AgentHeardView, AgentOffersView, AgentStepView, AgentVisitView,
            AgreedView, FullnessView, ProposedView, SuggestionsView,
        },
        offer::WantedView,
        refusal::RefusalView,
    },
    words::Wording,
};
use chrono::NaiveTime;
use clinic_domain::{
    appointment::Appointment,
    id::{OpId, ResourceId},
    operation::SlotContent,
    time::Instant,
};
use desk_agents::{
    Suggested, Understood,
    answer::{Answer, Card, General, Offers, Page, Source, What},
    conversation::{Act, Proposal, Task},
};
use desk_app::find_patients::PatientHit;
use desk_cache::mirror::{DayRow, PatientLine};

pub struct Shaping<'w> {
    pub wording: Wording<'w>,
    pub now: Instant,
}

impl Shaping<'_> {
    pub fn answer(&self, answer: Answer) -> AgentAnswerView {
        let trace = answer.trace.into_iter().map(|it| AgentStepView {
            by: it.by.code().to_owned(),
            what: it.what.to_owned(),
            facts: it.facts,
        });
        AgentAnswerView {
            trace: trace.collect(),
            cards: answer.cards.into_iter().map(|it| self.card(it)).collect(),
        }
    }

    fn card(&self, card: Card) -> AgentCard {
        match card {
            Card::Emergency { group, words } => {
                let plan = &self.wording.setup.organization.emergency;
                AgentCard::Emergency {
                    group: group.to_owned(),
                    words,
                    script: plan.script.clone(),
                    number: plan.number.clone(),
                    is_reviewed: plan.review.is_some(),
                }
            }
            Card::Offers(it) => AgentCard::Offers(Box::new(self.offers(*it))),
            Card::WhichPatient(hits) => AgentCard::WhichPatient { patients: self.hits(&hits) },
            Card::NoPatient { name } => AgentCard::NoPatient { name },
            Card::WhichVisit(visits) => {
                AgentCard::WhichVisit { visits: visits.iter().map(|it| self.visit(it)).collect() }
            }
            Card::NoVisit { patient } => match self.hits(&[patient]).pop() {
                Some(patient) => AgentCard::NoVisit { patient },
                None => AgentCard::Missing { what: "patient".to_owned() },
            },
            Card::WhichDay(days) => AgentCard::WhichDay { days: days.into_iter().map(date_text).collect() },
            Card::WhichProvider { said, candidates } => AgentCard::WhichProvider {
                said,
                names: candidates.into_iter().map(|it| self.name(it)).collect(),
            },
            Card::WhichType(types) => AgentCard::WhichType {
                names: types.into_iter().map(|it| type_name(self.wording.setup, it)).collect(),
            },
            Card::WhichTask(tasks) => {
                AgentCard::WhichTask { tasks: tasks.iter().map(|it| it.code().to_owned()).collect() }
            }
            Card::NotUnderstood { words, understood } => self.not_understood(&words, &understood),
            Card::NothingToPick => said("nothing_to_pick", self.wording.language.nothing_to_pick()),
            Card::Missing(what) => AgentCard::Missing { what: missing_code(what).to_owned() },
            Card::Proposal(it) => AgentCard::Proposal(Box::new(self.proposal(&it))),
            Card::Dropped => AgentCard::Dropped,
            Card::Refused(reasons) => AgentCard::Refused { reasons: self.wording.views(&reasons) },
            Card::Patients(hits) => AgentCard::Patients { patients: self.hits(&hits) },
            Card::CheckIn { visit } => AgentCard::CheckIn { visit: self.visit(&visit) },
            Card::Fullness { day, columns } => AgentCard::Fullness {
                day: date_text(day),
                columns: columns
                    .into_iter()
                    .map(|it| FullnessView {
                        resource: it.resource,
                        resource_name: self.name(it.resource),
                        booked_minutes: it.booked_minutes,
                        open_minutes: it.open_minutes,
                    })
                    .collect(),
            },
            Card::Close { resource, day, from, to } => AgentCard::Close {
                resource,
                resource_name: self.name(resource),
                day: date_text(day),
                from: from.map(clock_text),
                to: to.map(clock_text),
            },
            Card::Page(page) => page_of(page),
            Card::DoNotKnow => AgentCard::DoNotKnow,
            Card::General(what) => AgentCard::General { what: general_code(what).to_owned() },
        }
    }

    pub fn suggested(&self, it: Suggested) -> SuggestionsView {
        SuggestionsView { heard: self.heard(it.understood), lines: it.lines }
    }

    fn heard(&self, it: Understood) -> AgentHeardView {
        let (first_day, last_day) = it.days.map(|it| (date_text(it.0), date_text(it.1))).unzip();
        AgentHeardView {
            task: if it.is_question { Some("faq") } else { it.task.map(Task::code) }.map(str::to_owned),
            patient: it.patient,
            providers: it.providers.into_iter().map(|it| self.name(it)).collect(),
            type_names: it.types.into_iter().map(|it| type_name(self.wording.setup, it)).collect(),
            first_day,
            last_day,
            from: it.times.map(|it| clock_text(it.0)),
            to: it.times.and_then(|it| it.1).map(clock_text),
        }
    }

    fn not_understood(&self, words: &str, understood: &Understood) -> AgentCard {
        said("not_understood", &self.wording.language.not_understood(words, &self.pieces(understood)))
    }

    /// What was understood, piece by piece, for a sentence.
    fn pieces(&self, it: &Understood) -> Vec<String> {
        let day = |day| self.wording.language.day(day);
        let days = it
            .days
            .map(|(from, to)| if from == to { day(from) } else { format!("{} – {}", day(from), day(to)) });
        let times = it.times.map(|(from, to)| match to {
            Some(to) => format!("{}–{}", clock_text(from), clock_text(to)),
            None => clock_text(from),
        });
        let names = it.providers.iter().map(|it| self.name(*it));
        let types = it.types.iter().map(|it| type_name(self.wording.setup, *it));
        it.patient.iter().cloned().chain(names).chain(types).chain(days).chain(times).collect()
    }

    fn offers(&self, it: Offers) -> AgentOffersView {
        let wanted = it.wanted;
        let (reasons, alternatives) = it.missing.map_or_else(Default::default, |missing| {
            let reasons = missing::reasons(&self.wording, &missing, it.searched_until);
            (reasons, missing::alternatives(&self.wording, &missing))
        });
        let shown = it.offers.into_iter().map(|(handle, it)| offer::view(&self.wording, handle, &it));
        AgentOffersView {
            type_name: type_name(self.wording.setup, wanted.appointment_type),
            offers: shown.collect(),
            searched_until: date_text(it.searched_until),
            reasons,
            alternatives,
            is_outside_wish: it.is_outside_wish,
            wanted: WantedView {
                location: wanted.location,
                appointment_type: wanted.appointment_type,
                providers: wanted.providers,
                patient: wanted.patient,
            },
        }
    }

    pub fn agreed(&self, act: Act, visit: Option<&Appointment>, undo: OpId) -> AgentCard {
        let proposed = self.proposal(&Proposal { number: 0, act });
        AgentCard::Done(Box::new(AgreedView { proposed, visit: visit.map(|it| it.id), undo }))
    }

    fn proposal(&self, Proposal { number, act }: &Proposal) -> ProposedView {
        let of = |patient: &PatientLine, slot: Option<&SlotContent>, visit: Option<&DayRow>| ProposedView {
            number: *number,
            act: act.code().to_owned(),
            patient: patient.id,
            patient_name: listed_name(patient),
            birth_date: patient.birth_date.map(date_text),
            appointment_type: slot.map_or_else(|| kind_of(act), |it| it.appointment_type),
            type_name: type_name(
                self.wording.setup,
                slot.map_or_else(|| kind_of(act), |it| it.appointment_type),
            ),
            visit: visit.map(|it| self.visit(it)),
            wall_start: slot.map(|it| it.visit.start().wall_text(self.wording.zone)),
            provider: slot.and_then(|it| self.wording.setup.own_provider(&it.allocations)),
            provider_name: slot.map_or_else(String::new, |it| self.provider_of(&it.allocations)),
            earliest: None,
            latest: None,
        };
        match act {
            Act::Book { patient, slot, .. } => of(patient, Some(slot), None),
            Act::Move { visit, slot, .. } => of(&visit.patient, Some(slot), Some(visit)),
            Act::Cancel { visit } | Act::Confirm { visit } => of(&visit.patient, None, Some(visit)),
            Act::Wait { patient, entry } => ProposedView {
                earliest: Some(date_text(entry.wish.earliest)),
                latest: entry.wish.latest.map(date_text),
                provider_name: entry.providers.first().map_or_else(String::new, |it| self.name(*it)),
                ..of(patient, None, None)
            },
        }
    }

    fn visit(&self, row: &DayRow) -> AgentVisitView {
        AgentVisitView {
            id: row.id,
            patient: row.patient.id,
            patient_name: listed_name(&row.patient),
            birth_date: row.patient.birth_date.map(date_text),
            type_name: type_name(self.wording.setup, row.appointment_type),
            provider_name: self.provider_of(&row.allocations),
            wall_start: row.visit.start().wall_text(self.wording.zone),
        }
    }

    fn hits(&self, hits: &[PatientHit]) -> Vec<crate::dto::patient::PatientHit> {
        hit_views(hits, self.wording.zone, self.now)
    }

    fn provider_of(&self, allocations: &[clinic_domain::appointment::Allocation]) -> String {
        self.wording.setup.own_provider(allocations).map_or_else(String::new, |it| self.name(it))
    }

    fn name(&self, resource: ResourceId) -> String {
        resource_name(self.wording.setup, resource)
    }
}

fn page_of(Page { title, body, source }: Page) -> AgentCard {
    let (source, date) = match source {
        Source::Organization => (None, None),
        Source::Shipped { source, date } => (Some(source), Some(date)),
    };
    AgentCard::Page { title, body, source, date }
}

/// Why nothing was done, in a sentence that no refusal of the desk has.
fn said(code: &str, sentence: &str) -> AgentCard {
    let reason = RefusalView { code: code.to_owned(), sentence: sentence.to_owned(), field: None };
    AgentCard::Refused { reasons: vec![reason] }
}

fn kind_of(act: &Act) -> clinic_domain::id::AppointmentTypeId {
    match act {
        Act::Book { slot, .. } | Act::Move { slot, .. } => slot.appointment_type,
        Act::Cancel { visit } | Act::Confirm { visit } => visit.appointment_type,
        Act::Wait { entry, .. } => entry.appointment_type,
    }
}

fn clock_text(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

const fn missing_code(what: What) -> &'static str {
    match what {
        What::Patient => "patient",
        What::Visit => "visit",
    }
}

const fn general_code(what: General) -> &'static str {
    match what {
        General::Greeting => "greeting",
        General::Thanks => "thanks",
        General::Goodbye => "goodbye",
        General::Help => "help",
        General::OutOfScope => "out_of_scope",
        General::Unclear => "unclear",
    }
}
