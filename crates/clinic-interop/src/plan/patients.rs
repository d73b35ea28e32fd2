//! Patients with their coverage and own provider, and the caregivers who act for them.

use super::{Account, Context, Planned, resources::Resources};
use crate::{
    record::{Body, CaregiverRecord, InlinePatient, Keys, Moment, PatientRecord, Record, Reference},
    report::{Outcome, Reason, Warning},
};
use chrono::NaiveDate;
use clinic_domain::{
    id::{CaregiverId, PatientId, Version},
    patient::{Caregiver, Coverage, Patient},
    personal::Personal,
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) struct Patients {
    pub planned: Vec<Planned<Patient>>,
    pub caregivers: Vec<Planned<Caregiver>>,
    /// How many of the planned come from the rows of visits.
    pub inline: u64,
    of_record: HashMap<usize, PatientId>,
    /// Records whose own provider is not known so far, with their places among the planned: a visit may bring that
    /// provider.
    unlinked: Vec<(usize, usize)>,
    /// Patients from the rows of visits, by every key of theirs; none where several go by it.
    of_visits: HashMap<String, Option<PatientId>>,
    caregiver_of_record: HashMap<usize, CaregiverId>,
}

pub(super) fn plan(
    context: &Context<'_>,
    resources: &Resources,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Patients {
    let mut patients = Patients {
        planned: Vec::new(),
        caregivers: Vec::new(),
        inline: 0,
        of_record: HashMap::new(),
        unlinked: Vec::new(),
        of_visits: HashMap::new(),
        caregiver_of_record: HashMap::new(),
    };
    let coverages = coverages(context, account);
    for (at, record) in context.leading() {
        if let Body::Patient(patient) = &record.body {
            let coverage = coverages.get(&Holder::Record(at)).map(|it| it.details.clone());
            patients.settle(context, resources, account, (at, record, patient), coverage, next_id);
        }
    }
    patients.cover_known(context, &coverages);
    for (at, record) in context.leading() {
        if let Body::Caregiver(caregiver) = &record.body {
            patients.settle_caregiver(context, account, (at, record, caregiver), next_id);
        }
    }
    patients
}

impl Patients {
    pub(super) fn find(&self, context: &Context<'_>, from: &Record, to: &Reference) -> Option<PatientId> {
        match context.find(from, to, is_patient) {
            Some(at) => self.of_record.get(&at).copied(),
            None => {
                let key = to.key.as_deref()?;
                let known = context.known.patients.get(key).map(|it| it.id);
                known.or_else(|| self.of_visits.get(key).copied().flatten())
            }
        }
    }

    /// The patient of a visit by the first of its references that anybody goes by; none where nobody does.
    pub(super) fn of_visit(
        &self,
        context: &Context<'_>,
        from: &Record,
        named: &[Reference],
    ) -> Result<Option<PatientId>, Reason> {
        for to in named {
            if let Some(id) = self.find(context, from, to) {
                let is_ambiguous = context.is_ambiguous(from, to, is_patient);
                return if is_ambiguous { Err(Reason::PatientAmbiguous) } else { Ok(Some(id)) };
            }
            let is_shared = |it: &String| {
                context.known.namesakes.contains(it) || self.of_visits.get(it).is_some_and(Option::is_none)
            };
            if to.key.as_ref().is_some_and(is_shared) {
                return Err(Reason::PatientAmbiguous);
            }
            // Somebody who was not taken is nobody else.
            if context.find(from, to, is_patient).is_some() {
                return Err(Reason::PatientUnresolved);
            }
        }
        Ok(None)
    }

    /// Makes the patient whom a visit's row describes and nothing else knows.
    pub(super) fn add_inline(&mut self, it: &InlinePatient, next_id: &mut dyn FnMut() -> Uuid) -> PatientId {
        let id = PatientId(next_id());
        for key in it.keys.all() {
            self.of_visits.entry(key.to_owned()).and_modify(|it| *it = None).or_insert(Some(id));
        }
        self.planned.push(Planned::new(Patient { id, ..it.patient.details.clone() }));
        self.inline += 1;
        id
    }

    pub(super) fn find_caregiver(
        &self,
        context: &Context<'_>,
        from: &Record,
        to: &Reference,
    ) -> Option<CaregiverId> {
        match context.find(from, to, |body| matches!(body, Body::Caregiver(_))) {
            Some(at) => self.caregiver_of_record.get(&at).copied(),
            None => context.known.caregivers.get(to.key.as_deref()?).map(|it| it.id),
        }
    }

    fn settle(
        &mut self,
        context: &Context<'_>,
        resources: &Resources,
        account: &mut Account,
        (at, record, patient): (usize, &Record, &PatientRecord),
        coverage: Option<Coverage>,
        next_id: &mut dyn FnMut() -> Uuid,
    ) {
        let own_provider = patient.own_provider.as_ref().map(|it| resources.find(context, record, it));
        if own_provider == Some(None) {
            self.unlinked.push((at, self.planned.len()));
        }
        let mut wanted = patient.details.clone();
        wanted.own_provider = own_provider.flatten().map(|it| it.id);
        wanted.coverage = coverage.or(wanted.coverage);
        if record.keys.identifiers.iter().any(|it| context.known.namesakes.contains(it)) {
            return account.refuse(at, Reason::PatientAmbiguous);
        }
        let Some(known) = known_by_key(&context.known.patients, &record.keys) else {
            wanted.id = PatientId(next_id());
            self.of_record.insert(at, wanted.id);
            self.planned.push(Planned::new(wanted));
            return account.decide(at, Outcome::Added);
        };
        if is_somebody_else(known, &wanted) {
            return account.refuse(at, Reason::IdentityConflict);
        }
        self.of_record.insert(at, known.id);
        let update = Planned::update(known, onto(known, wanted));
        account.decide(at, if update.is_some() { Outcome::Updated } else { Outcome::AlreadyThere });
        self.planned.extend(update);
    }

    /// Own providers whom the visits of this import brought.
    pub(super) fn link(&mut self, context: &Context<'_>, resources: &Resources, account: &mut Account) {
        for (at, place) in std::mem::take(&mut self.unlinked) {
            let record = &context.records[at];
            let Body::Patient(patient) = &record.body else { continue };
            let own = patient.own_provider.as_ref().and_then(|it| resources.find(context, record, it));
            let (Some(own), Some(id)) = (own, self.of_record.get(&at)) else {
                account.warn(at, Warning::OwnProviderUnresolved);
                continue;
            };
            if let Some(planned) = self.planned.get_mut(place).filter(|it| it.entity.id == *id) {
                planned.entity.own_provider = Some(own.id);
            } else if let Some(known) = known_by_key(&context.known.patients, &record.keys) {
                let after = Patient { own_provider: Some(own.id), ..known.clone() };
                self.planned.extend(Planned::update(known, after));
                account.change(at);
            }
        }
    }

    /// Coverages of patients whom the desk has and these files do not repeat.
    fn cover_known(&mut self, context: &Context<'_>, coverages: &HashMap<Holder<'_>, Chosen>) {
        let mut known: Vec<_> = coverages
            .iter()
            .filter_map(|(holder, it)| match holder {
                Holder::Known(key) => context.known.patients.get(*key).map(|patient| (patient, it)),
                Holder::Record(_) => None,
            })
            .collect();
        known.sort_by_key(|(patient, _)| patient.id);
        for (patient, coverage) in known {
            let after = Patient { coverage: Some(coverage.details.clone()), ..patient.clone() };
            self.planned.extend(Planned::update(patient, after));
        }
    }

    fn settle_caregiver(
        &mut self,
        context: &Context<'_>,
        account: &mut Account,
        (at, record, it): (usize, &Record, &CaregiverRecord),
        next_id: &mut dyn FnMut() -> Uuid,
    ) {
        let Some(patient) = it.patient.as_ref().and_then(|it| self.find(context, record, it)) else {
            return account.refuse(at, Reason::PatientUnresolved);
        };
        let Some(known) = known_by_key(&context.known.caregivers, &record.keys) else {
            let id = CaregiverId(next_id());
            self.caregiver_of_record.insert(at, id);
            self.caregivers.push(Planned::new(Caregiver {
                id,
                version: Version::FIRST,
                patient,
                name: it.name.clone(),
                phone: it.phone.clone(),
                relation: it.relation,
                authorization: it.authorization,
                may_schedule: it.may_schedule,
                is_active: it.is_active,
                source: record.keys.source().map(str::to_owned),
            }));
            return account.decide(at, Outcome::Added);
        };
        self.caregiver_of_record.insert(at, known.id);
        // What a caregiver may do was settled at the desk; the file has only who they are.
        let after = Caregiver {
            name: it.name.clone(),
            phone: or_known(it.phone.clone(), &known.phone),
            relation: it.relation,
            is_active: known.is_active && it.is_active,
            ..known.clone()
        };
        let update = Planned::update(known, after);
        account.decide(at, if update.is_some() { Outcome::Updated } else { Outcome::AlreadyThere });
        self.caregivers.extend(update);
    }
}

/// Whose coverage it is: a patient of this import, or one whom the desk has under a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Holder<'a> {
    Record(usize),
    Known(&'a str),
}

struct Chosen {
    /// Smallest first: those in force before those that are not, then by order, then the latest.
    rank: (bool, u32, std::cmp::Reverse<Option<NaiveDate>>),
    record: usize,
    details: Coverage,
}

/// One coverage for each patient, from coverage records, else from who paid for the latest visit.
fn coverages<'a>(context: &Context<'a>, account: &mut Account) -> HashMap<Holder<'a>, Chosen> {
    let mut chosen: HashMap<Holder<'_>, Chosen> = payers_of_visits(context, account);
    for (at, record) in context.leading() {
        let Body::Coverage(it) = &record.body else {
            continue;
        };
        let Some(holder) = it.beneficiary.as_ref().and_then(|to| holder(context, record, to)) else {
            account.refuse(at, Reason::PatientUnresolved);
            continue;
        };
        let mut details = it.details.clone();
        let payer = it.payer.as_ref().and_then(|to| payer_name(context, record, to));
        details.payer = payer.unwrap_or(details.payer);
        if details.payer.is_empty() {
            account.warn(at, Warning::PayerUnresolved);
        }
        account.decide(at, Outcome::Folded);
        let rank = (!it.is_active, it.order, std::cmp::Reverse(details.valid_from));
        let candidate = Chosen { rank, record: at, details };
        match chosen.get_mut(&holder) {
            None => drop(chosen.insert(holder, candidate)),
            // A visit's payer is a guess beside a coverage that is stated.
            Some(it) if it.record == usize::MAX => *it = candidate,
            Some(it) if candidate.rank < it.rank => {
                account.warn(it.record, Warning::SecondCoverage);
                *it = candidate;
            }
            Some(_) => account.warn(at, Warning::SecondCoverage),
        }
    }
    chosen
}

/// Who paid for each patient's latest visit (Synthea's tables have no coverage of their own).
fn payers_of_visits<'a>(context: &Context<'a>, account: &mut Account) -> HashMap<Holder<'a>, Chosen> {
    let mut latest: HashMap<usize, (Option<Moment>, usize)> = HashMap::new();
    for (at, record) in context.leading() {
        let Body::Visit(visit) = &record.body else {
            continue;
        };
        if visit.payer.is_none() {
            continue;
        }
        let patient = visit.participants.iter().find_map(|it| context.find(record, it, is_patient));
        if let Some(patient) = patient {
            let seen = latest.entry(patient).or_insert((visit.start, at));
            *seen = (*seen).max((visit.start, at));
        }
    }
    let mut chosen = HashMap::new();
    for (patient, (_, visit)) in latest {
        let record = &context.records[visit];
        let Body::Visit(it) = &record.body else { continue };
        match it.payer.as_ref().and_then(|to| payer_name(context, record, to)) {
            None => account.warn(patient, Warning::PayerUnresolved),
            Some(payer) if payer == "NO_INSURANCE" => {}
            Some(payer) => {
                let details =
                    Coverage { payer, member_id: Personal::default(), valid_from: None, valid_to: None };
                let rank = (true, u32::MAX, std::cmp::Reverse(None));
                chosen.insert(Holder::Record(patient), Chosen { rank, record: usize::MAX, details });
            }
        }
    }
    chosen
}

fn holder<'a>(context: &Context<'a>, record: &Record, to: &Reference) -> Option<Holder<'a>> {
    if let Some(at) = context.find(record, to, is_patient) {
        return Some(Holder::Record(at));
    }
    let known = context.known.patients.get_key_value(to.key.as_deref()?);
    known.map(|(key, _)| Holder::Known(key.as_str()))
}

/// The payer's name: an organization's, or a patient who pays alone.
fn payer_name(context: &Context<'_>, record: &Record, to: &Reference) -> Option<String> {
    let at = context.find(record, to, |it| matches!(it, Body::Organization(_) | Body::Patient(_)))?;
    match &context.records[at].body {
        Body::Organization(it) => Some(it.name.clone()),
        Body::Patient(_) => Some("Self-pay".to_owned()),
        _ => None,
    }
}

/// Another name and another birth date under the same identifier: numbers are reused, people are not.
fn is_somebody_else(known: &Patient, wanted: &Patient) -> bool {
    let same = |a: &Personal, b: &Personal| a.expose().eq_ignore_ascii_case(b.expose());
    let other_name =
        !same(&known.family_name, &wanted.family_name) && !same(&known.given_names, &wanted.given_names);
    other_name
        && known.birth_date.is_some()
        && wanted.birth_date.is_some()
        && known.birth_date != wanted.birth_date
}

/// The known patient with what the file gives. What only the desk keeps (alert, flags, consent, preferences) and
/// what the file leaves out stay.
fn onto(known: &Patient, wanted: Patient) -> Patient {
    Patient {
        family_name: or_known(wanted.family_name, &known.family_name),
        given_names: or_known(wanted.given_names, &known.given_names),
        preferred_name: or_known(wanted.preferred_name, &known.preferred_name),
        birth_date: wanted.birth_date.or(known.birth_date),
        sex: if wanted.sex == clinic_domain::patient::Sex::Unknown { known.sex } else { wanted.sex },
        phones: if wanted.phones.is_empty() { known.phones.clone() } else { wanted.phones },
        email: or_known(wanted.email, &known.email),
        address: if wanted.address == Default::default() { known.address.clone() } else { wanted.address },
        language: if wanted.language.is_empty() { known.language.clone() } else { wanted.language },
        needs_interpreter: known.needs_interpreter || wanted.needs_interpreter,
        emergency_contact: wanted.emergency_contact.or_else(|| known.emergency_contact.clone()),
        own_provider: wanted.own_provider.or(known.own_provider),
        coverage: wanted.coverage.or_else(|| known.coverage.clone()),
        is_deceased: known.is_deceased || wanted.is_deceased,
        is_active: known.is_active && wanted.is_active,
        ..known.clone()
    }
}

fn or_known(wanted: Personal, known: &Personal) -> Personal {
    if wanted.is_empty() { known.clone() } else { wanted }
}

fn known_by_key<'k, T>(rows: &'k HashMap<String, T>, keys: &Keys) -> Option<&'k T> {
    keys.identifiers.iter().find_map(|it| rows.get(it))
}

fn is_patient(body: &Body) -> bool {
    matches!(body, Body::Patient(_))
}
