//! What the demo clinics book: their appointment types, and who sees how much of which.

use crate::set_up::{TypeWords, UsualType};
use clinic_domain::{
    appointment_type::Modality,
    appointment_type::{AppointmentType, Need},
    id::{AppointmentTypeId, ResourceId, Version},
    resource::ResourceKind,
};

/// An appointment type of the demo; its place in [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    FollowUp,
    Short,
    NewPatient,
    Physical,
    Procedure,
    NurseVisit,
    Telephone,
    Video,
}

pub(super) struct KindOf {
    pub kind: Kind,
    usual: UsualType,
    pub minutes: u16,
    /// For cleaning up; of every resource.
    pub buffer_after: u16,
    /// From when the provider is needed, and for how long: the patient is roomed by somebody else before.
    pub provider_from: u16,
    pub provider_minutes: u16,
    pub in_room: bool,
    pub with_cart: bool,
    notice_minutes: u32,
}

#[rustfmt::skip]
pub(super) const KINDS: &[KindOf] = &[
    KindOf { kind: Kind::FollowUp, usual: UsualType::FollowUp, minutes: 20, buffer_after: 0,
        provider_from: 0, provider_minutes: 20, in_room: true, with_cart: false, notice_minutes: 0 },
    KindOf { kind: Kind::Short, usual: UsualType::ShortVisit, minutes: 10, buffer_after: 0,
        provider_from: 0, provider_minutes: 10, in_room: true, with_cart: false, notice_minutes: 0 },
    KindOf { kind: Kind::NewPatient, usual: UsualType::NewPatient, minutes: 40, buffer_after: 0,
        provider_from: 10, provider_minutes: 30, in_room: true, with_cart: false, notice_minutes: 60 },
    KindOf { kind: Kind::Physical, usual: UsualType::Physical, minutes: 30, buffer_after: 0,
        provider_from: 10, provider_minutes: 20, in_room: true, with_cart: false, notice_minutes: 0 },
    KindOf { kind: Kind::Procedure, usual: UsualType::MinorProcedure, minutes: 45,
        buffer_after: 10, provider_from: 10, provider_minutes: 35, in_room: true, with_cart: true, notice_minutes: 24 * 60 },
    KindOf { kind: Kind::NurseVisit, usual: UsualType::NurseVisit, minutes: 15, buffer_after: 0,
        provider_from: 0, provider_minutes: 15, in_room: true, with_cart: false, notice_minutes: 0 },
    KindOf { kind: Kind::Telephone, usual: UsualType::Telephone, minutes: 10, buffer_after: 0,
        provider_from: 0, provider_minutes: 10, in_room: false, with_cart: false, notice_minutes: 0 },
    KindOf { kind: Kind::Video, usual: UsualType::Video, minutes: 15, buffer_after: 0,
        provider_from: 0, provider_minutes: 15, in_room: false, with_cart: false, notice_minutes: 30 },
];

impl Kind {
    pub(super) const fn of(self) -> &'static KindOf {
        &KINDS[self as usize]
    }
}

impl KindOf {
    /// Minutes that the provider is taken up, the buffer included.
    pub(super) const fn provider_taken(&self) -> u16 {
        self.provider_minutes + self.buffer_after
    }

    /// The type as the practice sets it up. Nurse visits are the nurses', procedures need one of their rooms and carts.
    pub(super) fn appointment_type(
        &self,
        id: AppointmentTypeId,
        fittings: &Fittings,
        type_words: &dyn Fn(UsualType) -> TypeWords,
    ) -> AppointmentType {
        let words = type_words(self.usual);
        let need = |kind, any_of: &[ResourceId], from_minute, minutes| Need {
            kind,
            any_of: any_of.to_vec(),
            from_minute,
            minutes,
        };
        let providers: &[ResourceId] = if self.kind == Kind::NurseVisit { &fittings.nurses } else { &[] };
        let mut needs =
            vec![need(ResourceKind::Provider, providers, self.provider_from, self.provider_minutes)];
        if self.in_room {
            let rooms: &[ResourceId] =
                if self.with_cart { &fittings.procedure_rooms } else { &fittings.exam_rooms };
            needs.push(need(ResourceKind::Room, rooms, 0, 0));
        }
        if self.with_cart {
            needs.push(need(ResourceKind::Equipment, &fittings.carts, 0, 0));
        }
        AppointmentType {
            id,
            version: Version::FIRST,
            name: words.name.to_owned(),
            neutral_label: words.neutral_label.to_owned(),
            duration_minutes: self.minutes,
            buffer_before_minutes: 0,
            buffer_after_minutes: self.buffer_after,
            needs,
            notice_minutes: self.notice_minutes,
            is_new_patient: self.kind == Kind::NewPatient,
            follow_up_weeks: 0,
            places: 1,
            overbook_lanes: None,
            is_urgent: self.kind == Kind::Short,
            is_active: true,
            short_code: words.short_code.to_owned(),
            preceded_by: None,
            modality: match self.kind {
                Kind::Telephone => Modality::Phone,
                Kind::Video => Modality::Video,
                _ => Modality::InPerson,
            },
        }
    }
}

/// What types ask for by name, over all locations.
#[derive(Default)]
pub(super) struct Fittings {
    pub nurses: Vec<ResourceId>,
    pub exam_rooms: Vec<ResourceId>,
    pub procedure_rooms: Vec<ResourceId>,
    pub carts: Vec<ResourceId>,
}

/// What a provider is, for the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Practitioner {
    Physician,
    Pediatrician,
    Nurse,
}

impl Practitioner {
    /// What is booked with them, by weight.
    pub(super) const fn mix(self) -> &'static [(Kind, u32)] {
        match self {
            Practitioner::Physician => &[
                (Kind::FollowUp, 36),
                (Kind::Short, 20),
                (Kind::Telephone, 13),
                (Kind::Physical, 10),
                (Kind::NewPatient, 8),
                (Kind::Video, 8),
                (Kind::Procedure, 5),
            ],
            Practitioner::Pediatrician => &[
                (Kind::FollowUp, 36),
                (Kind::Short, 28),
                (Kind::Telephone, 12),
                (Kind::Physical, 16),
                (Kind::NewPatient, 8),
            ],
            Practitioner::Nurse => {
                &[(Kind::NurseVisit, 60), (Kind::FollowUp, 15), (Kind::Telephone, 20), (Kind::Short, 5)]
            }
        }
    }

    /// How long one visit takes the provider, on average.
    pub(super) fn mean_minutes(self) -> f64 {
        let weighted =
            |(kind, weight): &(Kind, u32)| f64::from(kind.of().provider_taken()) * f64::from(*weight);
        let total: u32 = self.mix().iter().map(|it| it.1).sum();
        self.mix().iter().map(weighted).sum::<f64>() / f64::from(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_its_place() {
        assert!(KINDS.iter().enumerate().all(|(place, it)| it.kind as usize == place));
        assert!(KINDS.iter().all(|it| it.provider_from + it.provider_minutes == it.minutes));
        assert!(
            KINDS
                .iter()
                .all(|it| it.minutes % 5 == 0 && it.provider_from % 5 == 0 && it.buffer_after % 5 == 0)
        );
    }
}
