//! Rows of the look-up and the patient's card.

use super::{
    call::patient_call,
    offer::{provider_and_rest, resource_name},
    patient::{caregiver_view, short_code, view as patient_view},
    time::{age_years, date_text},
    visit::{Board, listed_name, resources_of, sync_mark},
    waitlist,
};
use crate::{
    dto::{
        patient::{
            AliasView, AskedView, MergeFieldView, MergePreviewView, MergeSideView, OverlapView,
            PatientCard as CardView, PatientHit as HitView, PatientVisitView,
        },
        preferences::Language,
    },
    words::{Alert, Wording},
};
use chrono_tz::Tz;
use clinic_domain::{alias::PatientAlias, patient::Patient, setup::Setup, time::Instant};
use desk_app::{
    find_patients::PatientHit,
    front_desk::Configuration,
    merge_patients::{MergePreview, Side},
    patient_card::PatientCard,
};
use desk_cache::{
    mirror::{DayRow, PatientLine},
    store::Marks,
};

#[must_use]
pub fn hit_views(hits: &[PatientHit], zone: Tz, now: Instant) -> Vec<HitView> {
    let key = |hit: &PatientHit| {
        let initial = hit.line.given_names.expose().chars().next().map(|it| it.to_lowercase().to_string());
        (hit.line.family_name.expose().to_lowercase(), initial)
    };
    let keys: Vec<_> = hits.iter().map(key).collect();
    hits.iter()
        .zip(&keys)
        .map(|(PatientHit { line, next_visit, mark }, own)| HitView {
            id: line.id,
            name: listed_name(line),
            birth_date: line.birth_date.map(date_text),
            age_years: line.birth_date.and_then(|it| age_years(it, now.local_date(zone))),
            sex: line.sex,
            phone: line.phone.expose().to_owned(),
            record_number: line.record_number.clone(),
            short_code: short_code(line.id, &line.record_number),
            mark: sync_mark(*mark),
            next_visit: next_visit.map(|at| at.wall_text(zone)),
            has_namesake: keys.iter().filter(|it| *it == own).count() > 1,
        })
        .collect()
}

#[must_use]
pub fn view(wording: &Wording<'_>, configuration: &Configuration, card: &PatientCard) -> CardView {
    let (setup, zone) = (wording.setup, wording.zone);
    let patient = &card.patient;
    let at = |location| Wording {
        language: wording.language,
        setup,
        people: wording.people,
        zone: setup.location(location).map_or(chrono_tz::UTC, |it| it.zone),
    };
    let visits =
        |visits: &[DayRow]| visits.iter().map(|it| visit(setup, it, card.now, &card.marks)).collect();
    CardView {
        patient: patient_view(patient),
        age_years: patient.birth_date.and_then(|it| age_years(it, card.now.local_date(zone))),
        own_provider_name: patient.own_provider.map_or_else(String::new, |id| resource_name(setup, id)),
        caregivers: card.caregivers.iter().map(caregiver_view).collect(),
        next_visits: visits(&card.next),
        last_visits: visits(&card.last),
        no_shows: card.no_shows,
        asked: AskedView {
            details_on: card.asked.details.map(|it| date_text(it.local_date(zone))),
            are_details_due: card.are_details_due,
            card_on: card.asked.card_seen.map(|it| date_text(it.local_date(zone))),
            is_card_due: card.is_card_due,
        },
        calls: card.calls.iter().map(|it| patient_call(wording, it)).collect(),
        waiting: card
            .waiting
            .iter()
            .map(|it| waitlist::waiting(&at(it.entry.location), it, card.now))
            .collect(),
        recalls: card.recalls.iter().map(|it| waitlist::due(&at(it.recall.location), it, card.now)).collect(),
        aliases: card
            .aliases
            .iter()
            .map(|(alias, record)| alias_view(configuration, zone, alias, record))
            .collect(),
        suspects: hit_views(&card.suspects, zone, card.now),
        may_merge: card.may_merge,
        alerts: alerts(wording.language, patient, card.now.local_date(zone)),
        may_edit: card.may_edit,
    }
}

fn alias_view(configuration: &Configuration, zone: Tz, alias: &PatientAlias, record: &Patient) -> AliasView {
    AliasView {
        patient: alias.id,
        version: alias.version,
        name: listed_name(&PatientLine::from(record)),
        birth_date: record.birth_date.map(date_text),
        record_number: record.record_number.clone(),
        wall_at: alias.at.wall_text(zone),
        by: configuration.person(alias.by).map_or_else(String::new, |it| it.name.clone()),
    }
}

#[must_use]
pub fn merge_preview(setup: &Setup, preview: &MergePreview) -> MergePreviewView {
    let shown = |row: &DayRow| visit(setup, row, preview.now, &Marks::default());
    let side = |it: &Side| MergeSideView {
        patient: patient_view(&it.patient),
        caregivers: it.caregivers.iter().map(caregiver_view).collect(),
        next_visits: it.next.iter().map(shown).collect(),
        visits: u32::try_from(it.visits).unwrap_or(u32::MAX),
    };
    let fields = preview.fields.iter();
    MergePreviewView {
        kept: side(&preview.kept),
        merged: side(&preview.merged),
        fields: fields
            .map(|(field, takes_merged)| MergeFieldView { field: *field, takes_merged: *takes_merged })
            .collect(),
        overlaps: preview
            .overlaps
            .iter()
            .map(|(a, b)| OverlapView { kept: shown(a), merged: shown(b) })
            .collect(),
    }
}

fn visit(setup: &Setup, row: &DayRow, now: Instant, marks: &Marks) -> PatientVisitView {
    let location = setup.location(row.location);
    let zone = location.map_or(chrono_tz::UTC, |it| it.zone);
    let start = row.visit.start();
    PatientVisitView {
        date: date_text(start.local_date(zone)),
        provider_name: provider_and_rest(setup, &resources_of(&row.allocations))
            .0
            .map_or_else(String::new, |id| resource_name(setup, id)),
        location_name: location.map_or_else(String::new, |it| it.name.clone()),
        visit: Board::of_visit(setup, zone, start, now).marked(marks).visit(row),
    }
}

fn alerts(language: Language, patient: &Patient, today: chrono::NaiveDate) -> Vec<String> {
    let ended = patient.coverage.as_ref().and_then(|it| Some((it.payer.as_str(), it.valid_to?)));
    let alerts = [
        patient.is_deceased.then_some(Alert::Deceased),
        (!patient.alert.is_empty()).then(|| Alert::Note(patient.alert.expose())),
        patient.needs_interpreter.then_some(Alert::NeedsInterpreter(&patient.language)),
        patient.birth_date.is_none().then_some(Alert::BirthDateMissing),
        ended.filter(|(_, on)| *on < today).map(|(payer, on)| Alert::CoverageEnded { payer, on }),
    ];
    let flags = patient.flags.iter().map(|it| Alert::Flag(*it));
    alerts.into_iter().flatten().chain(flags).map(|it| language.alert(&it)).collect()
}
