//! Appointment types: found by name or code, made when a visit that is taken needs one.

use super::{Context, Planned};
use crate::{
    record::{Body, TypeLabel, Visit},
    words,
};
use clinic_domain::{
    appointment::MAX_VISIT_MINUTES,
    appointment_type::AppointmentType,
    appointment_type::Modality,
    id::{AppointmentTypeId, Version},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What a visit is called that nothing names.
const PLAIN_VISIT: &str = "Visit";
/// How long a type is whose visits do not tell.
const PLAIN_MINUTES: u16 = 30;

pub(super) struct Types {
    pub planned: Vec<Planned<AppointmentType>>,
    /// By lowercase name: where a planned type stands, or the known one.
    by_name: HashMap<String, (AppointmentTypeId, Option<usize>)>,
    /// The first name that the files give a code: others with that code are the same type.
    name_of_code: HashMap<String, String>,
    /// How often each length occurs, by lowercase name.
    lengths: HashMap<String, BTreeMap<u16, u32>>,
    short_codes: Vec<String>,
}

impl Types {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let known = &context.known.setup.types;
        let mut types = Self {
            planned: Vec::new(),
            by_name: known.iter().map(|it| (it.name.to_lowercase(), (it.id, None))).collect(),
            name_of_code: HashMap::new(),
            lengths: HashMap::new(),
            short_codes: known.iter().map(|it| it.short_code.clone()).collect(),
        };
        for (_, record) in context.leading() {
            if let Body::Visit(visit) = &record.body {
                types.note_length(visit);
            }
        }
        types
    }

    /// The type for a visit.
    pub(super) fn of(
        &mut self,
        visit: &Visit,
        is_bookable: bool,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> AppointmentTypeId {
        if let (None, Some(stated)) = (&visit.label, visit.stated.appointment_type) {
            return stated;
        }
        let name = self.name(visit.label.as_ref()).to_owned();
        let lower = name.to_lowercase();
        if let Some((id, planned)) = self.by_name.get(&lower) {
            if let Some(made) = planned.and_then(|at| self.planned.get_mut(at)) {
                made.entity.is_active |= is_bookable;
            }
            return *id;
        }
        let id = AppointmentTypeId(next_id());
        let short_code = words::short_code(&name, |it| self.short_codes.iter().any(|taken| taken == it));
        self.short_codes.push(short_code.clone());
        self.by_name.insert(lower.clone(), (id, Some(self.planned.len())));
        self.planned.push(Planned::new(AppointmentType {
            id,
            version: Version::FIRST,
            name,
            neutral_label: String::new(),
            duration_minutes: self.usual_minutes(&lower),
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            needs: AppointmentType::whole_visit_with_provider(),
            notice_minutes: 0,
            is_new_patient: false,
            follow_up_weeks: 0,
            places: 1,
            overbook_lanes: None,
            is_urgent: false,
            is_active: is_bookable,
            short_code,
            modality: Modality::InPerson,
            preceded_by: None,
        }));
        id
    }

    fn note_length(&mut self, visit: &Visit) {
        if let Some(label) = &visit.label
            && !label.code.is_empty()
            && !self.name_of_code.contains_key(&label.code)
        {
            self.name_of_code.insert(label.code.clone(), label.name.clone());
        }
        let elapsed = visit.start.zip(visit.end).and_then(|(start, end)| start.minutes_to(end));
        let elapsed = elapsed.and_then(|it| u32::try_from(it).ok());
        let minutes = elapsed
            .or(visit.minutes)
            .or(visit.stated.minutes)
            .filter(|it| (1..=MAX_VISIT_MINUTES).contains(it));
        if let Some(minutes) = minutes.and_then(|it| u16::try_from(it).ok()) {
            let name = self.name(visit.label.as_ref()).to_lowercase();
            *self.lengths.entry(name).or_default().entry(minutes).or_default() += 1;
        }
    }

    /// One name for all words under which a code appears.
    fn name<'t>(&'t self, label: Option<&'t TypeLabel>) -> &'t str {
        let Some(label) = label else { return PLAIN_VISIT };
        self.name_of_code.get(&label.code).map_or(&label.name, |it| it)
    }

    /// The commonest length, the shorter of equals.
    fn usual_minutes(&self, lower: &str) -> u16 {
        let lengths = self.lengths.get(lower).into_iter().flatten();
        lengths
            .max_by_key(|(minutes, count)| (**count, u16::MAX - **minutes))
            .map_or(PLAIN_MINUTES, |it| *it.0)
    }
}
