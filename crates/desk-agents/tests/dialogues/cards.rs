//! What was answered, in one line to compare.

use crate::clinic::{Clinic, Told, wall};
use clinic_domain::{id::ResourceId, operation::SlotContent};
use desk_agents::{
    Understood,
    answer::{Card, What},
    conversation::{Act, Proposal, Task},
    supervisor::Agreed,
};
use desk_cache::mirror::{DayRow, PatientLine};

pub fn in_words(clinic: &Clinic, told: &Told) -> String {
    match told {
        Told::Answer(answer) => cards(clinic, &answer.cards),
        Told::Agreed(Agreed::Done { act, .. }) => format!("done {}", act_in_words(clinic, act)),
        Told::Agreed(Agreed::Refused { reasons, instead }) => {
            let codes: Vec<_> = reasons.0.iter().map(|it| it.code()).collect();
            format!("refused {} | {}", codes.join(" "), cards(clinic, &instead.cards))
        }
        Told::Agreed(Agreed::Stale) => "stale".to_owned(),
    }
}

fn cards(clinic: &Clinic, cards: &[Card]) -> String {
    cards.iter().map(|it| card(clinic, it)).collect::<Vec<_>>().join(" | ")
}

fn card(clinic: &Clinic, card: &Card) -> String {
    let names = |ids: &[ResourceId]| ids.iter().map(|it| name(clinic, *it)).collect::<Vec<_>>().join(", ");
    match card {
        Card::Emergency { group, words } => format!("emergency {group} {words}"),
        Card::Offers(it) => {
            let offers: Vec<_> = it.offers.iter().map(|it| slot_in_words(clinic, &it.1.slot)).collect();
            let outside = if it.is_outside_wish { "outside " } else { "" };
            format!("offers {} {outside}{}", offers.len(), offers.join("; "))
        }
        Card::WhichPatient(hits) => {
            format!("which_patient {}", hits.iter().map(|it| who(&it.line)).collect::<Vec<_>>().join("; "))
        }
        Card::NoPatient { name } => format!("no_patient {name}"),
        Card::WhichVisit(visits) => {
            format!(
                "which_visit {}",
                visits.iter().map(|it| visit(clinic, it)).collect::<Vec<_>>().join("; ")
            )
        }
        Card::NoVisit { patient } => format!("no_visit {}", who(&patient.line)),
        Card::WhichDay(days) => {
            format!("which_day {}", days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        }
        Card::WhichProvider { said, candidates } => format!("which_provider {said}: {}", names(candidates)),
        Card::WhichType(types) => format!("which_type {}", types.len()),
        Card::WhichTask(tasks) => format!("which_task {}", tasks.map(Task::code).join(" ")),
        Card::NotUnderstood { words, understood: it } => {
            format!("not_understood {words}: {}", understood(clinic, it))
        }
        Card::NothingToPick => "nothing_to_pick".to_owned(),
        Card::Missing(What::Patient) => "missing patient".to_owned(),
        Card::Missing(What::Visit) => "missing visit".to_owned(),
        Card::Proposal(Proposal { act, .. }) => format!("proposal {}", act_in_words(clinic, act)),
        Card::Dropped => "dropped".to_owned(),
        Card::Refused(reasons) => {
            format!("refused {}", reasons.0.iter().map(|it| it.code()).collect::<Vec<_>>().join(" "))
        }
        Card::Patients(hits) => {
            format!("patients {}", hits.iter().map(|it| who(&it.line)).collect::<Vec<_>>().join("; "))
        }
        Card::CheckIn { visit: it } => format!("check_in {}", visit(clinic, it)),
        Card::Fullness { day, columns } => {
            let columns = columns
                .iter()
                .map(|it| format!("{} {}/{}", name(clinic, it.resource), it.booked_minutes, it.open_minutes));
            format!("fullness {day} {}", columns.collect::<Vec<_>>().join("; "))
        }
        Card::Close { resource, day, from, to } => {
            let from = from.map_or_else(String::new, |it| it.format(" %H:%M").to_string());
            let to = to.map_or_else(String::new, |it| it.format("-%H:%M").to_string());
            format!("close {} {day}{from}{to}", name(clinic, *resource))
        }
        Card::Page(page) => format!("page {}", page.title),
        Card::DoNotKnow => "do_not_know".to_owned(),
        Card::General(what) => format!("general {what:?}"),
    }
}

/// What was understood of a line, piece by piece.
pub fn understood(clinic: &Clinic, it: &Understood) -> String {
    let task = if it.is_question { Some("faq") } else { it.task.map(Task::code) };
    let days = it.days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from}..{to}") });
    let times = it.times.map(|(from, to)| match to {
        Some(to) => format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")),
        None => format!("at-{}", from.format("%H:%M")),
    });
    let mut pieces = vec![task.unwrap_or("nothing").to_owned()];
    pieces.extend(it.patient.as_ref().map(|it| format!("“{it}”")));
    pieces.extend(it.providers.iter().map(|it| name(clinic, *it)));
    pieces.extend(it.types.iter().map(|it| kind(clinic, *it)));
    pieces.extend(days.into_iter().chain(times));
    pieces.join(" ")
}

fn act_in_words(clinic: &Clinic, act: &Act) -> String {
    let code = act.code();
    match act {
        Act::Book { patient, slot, .. } => format!("{code} {} {}", who(patient), slot_in_words(clinic, slot)),
        Act::Move { visit: it, slot, .. } => {
            format!("{code} {} to {}", visit(clinic, it), slot_in_words(clinic, slot))
        }
        Act::Cancel { visit: it } | Act::Confirm { visit: it } => format!("{code} {}", visit(clinic, it)),
        Act::Wait { patient, entry } => {
            let days = (entry.wish.earliest, entry.wish.latest);
            let latest = days.1.map_or_else(String::new, |it| it.to_string());
            format!("{code} {} {} {latest} {}", who(patient), days.0, kind(clinic, entry.appointment_type))
        }
    }
}

fn who(it: &PatientLine) -> String {
    let born = it.birth_date.map_or_else(String::new, |it| it.to_string());
    format!("{} {} {born}", it.given_names.expose(), it.family_name.expose())
}

fn visit(clinic: &Clinic, it: &DayRow) -> String {
    format!("{} {} {}", who(&it.patient), it.wall_start, kind(clinic, it.appointment_type))
}

fn slot_in_words(clinic: &Clinic, slot: &SlotContent) -> String {
    let configuration = clinic.desk.configuration().unwrap();
    let provider = configuration.setup.own_provider(&slot.allocations);
    let provider = provider.map_or_else(String::new, |it| name(clinic, it));
    format!("{} {provider} {}", wall(slot.visit.start()), kind(clinic, slot.appointment_type))
}

fn kind(clinic: &Clinic, id: clinic_domain::id::AppointmentTypeId) -> String {
    let configuration = clinic.desk.configuration().unwrap();
    configuration.setup.appointment_type(id).map_or_else(String::new, |it| it.name.clone())
}

fn name(clinic: &Clinic, id: ResourceId) -> String {
    let configuration = clinic.desk.configuration().unwrap();
    configuration.setup.resource(id).map_or_else(String::new, |it| it.name.clone())
}
