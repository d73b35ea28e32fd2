//! Facts as bytes.
//!
//! A visit: its id, location, type and patient; what it takes up; then numbers of as few bytes as they need, moments as seconds
//! from the visit's start. Whose visit it is depends on the setup, so it is read with one. In a row each id is its 16 bytes, and what
//! is taken up a count and as `packed.rs` has it. In a week the ids that occur again and again are numbers of a list of names.

use super::super::packed;
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Allocation, AppointmentStatus, ConfirmationState},
    capacity::{Attended, Called, GivenBack, VisitFacts},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    time::{Instant, Period},
};
use std::collections::BTreeMap;

type Name = [u8; 16];

#[derive(Default)]
pub(super) struct Bytes {
    written: Vec<u8>,
    /// Where each name stands in the list; none of a row, which has no list.
    names: Option<BTreeMap<Name, i64>>,
}

impl Bytes {
    pub(super) fn with_names() -> Bytes {
        Bytes { written: Vec::new(), names: Some(BTreeMap::new()) }
    }

    /// The list of names before the rest.
    pub(super) fn whole(self) -> Vec<u8> {
        let Some(names) = self.names else { return self.written };
        let mut by_number: Vec<(i64, Name)> =
            names.into_iter().map(|(name, number)| (number, name)).collect();
        by_number.sort_unstable();
        let mut list = Bytes::default();
        list.count(by_number.len());
        by_number.iter().for_each(|(_, name)| list.id(name));
        list.written.extend(self.written);
        list.written
    }

    /// `None` where something that is taken up is far from the visit.
    pub(super) fn visit(&mut self, it: &VisitFacts, allocations: &[Allocation]) -> Option<()> {
        let start = it.visit.start();
        self.id(it.appointment.as_bytes());
        self.name(it.location.as_bytes());
        self.name(it.appointment_type.as_bytes());
        self.id(it.patient.as_bytes());
        self.period(it.visit);
        self.allocations(start, allocations)?;
        self.number(it.lane.into());
        self.number(place_of(AppointmentStatus::ALL, &it.status));
        self.number(place_of(ConfirmationState::ALL, &it.confirmation));
        self.number(it.bumps.into());
        let marks = [it.is_booked_by_clinic, it.is_of_series, it.is_walk_in];
        self.number(marks.iter().fold(0, |so_far, mark| so_far * 2 + i64::from(*mark)));
        let Attended { arrived_at, roomed_at, with_provider_at, out_at } = it.attended;
        for at in [it.booked_at, it.placed_at, arrived_at, roomed_at, with_provider_at, out_at] {
            self.moment(at, start);
        }
        self.moment(it.called_off.map(|it| it.at), start);
        if let Some(Called { is_late, by_clinic, .. }) = it.called_off {
            self.number(i64::from(is_late) + 2 * i64::from(by_clinic));
        }
        Some(())
    }

    pub(super) fn given(&mut self, it: &GivenBack) -> Option<()> {
        self.id(it.appointment.as_bytes());
        self.name(it.location.as_bytes());
        self.name(it.appointment_type.as_bytes());
        self.period(it.during);
        self.allocations(it.during.start(), &it.allocations)?;
        self.number(it.at.0 - it.during.start().0);
        Some(())
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Zigzag, then seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, number: i64) {
        let mut left = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while left >= 0x80 {
            self.written.push(u8::try_from(left & 0x7f).unwrap_or_default() | 0x80);
            left >>= 7;
        }
        self.written.push(u8::try_from(left).unwrap_or_default());
    }

    /// A mark whether there is one, and how far it is from `start`.
    fn moment(&mut self, at: Option<Instant>, start: Instant) {
        self.written.push(u8::from(at.is_some()));
        if let Some(at) = at {
            self.number(at.0 - start.0);
        }
    }

    pub(super) fn id(&mut self, id: &Name) {
        self.written.extend_from_slice(id);
    }

    pub(super) fn name(&mut self, name: &Name) {
        match &mut self.names {
            None => self.id(name),
            Some(names) => {
                let new = i64::try_from(names.len()).unwrap_or(i64::MAX);
                let number = *names.entry(*name).or_insert(new);
                self.number(number);
            }
        }
    }

    fn period(&mut self, it: Period) {
        self.number(it.start().0);
        self.number(it.seconds());
    }

    /// `None` where there are more than 255 or one is far from the visit.
    fn allocations(&mut self, start: Instant, allocations: &[Allocation]) -> Option<()> {
        self.written.push(u8::try_from(allocations.len()).ok()?);
        if self.names.is_none() {
            self.written.extend(packed::pack(start, allocations)?);
            return Some(());
        }
        for it in allocations {
            self.name(it.resource.as_bytes());
            self.number(it.during.start().0 - start.0);
            self.number(it.during.seconds());
            self.written.push(it.lane);
        }
        Some(())
    }
}

/// What is still to be read. Everything answers `None` for bytes that [`Bytes`] never made.
pub(super) struct Rest<'a> {
    left: &'a [u8],
    names: Option<Vec<Name>>,
}

impl Rest<'_> {
    pub(super) fn of_row(bytes: &[u8]) -> Rest<'_> {
        Rest { left: bytes, names: None }
    }

    pub(super) fn with_names(bytes: &[u8]) -> Option<Rest<'_>> {
        let mut list = Rest::of_row(bytes);
        let names = (0..list.count()?).map(|_| list.id()).collect::<Option<_>>()?;
        Some(Rest { names: Some(names), ..list })
    }

    pub(super) fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// What it takes up is put into `allocations`, in the place of what was there.
    pub(super) fn visit(&mut self, day: NaiveDate, allocations: &mut Vec<Allocation>) -> Option<VisitFacts> {
        let appointment = AppointmentId::from_bytes(self.id()?);
        let location = LocationId::from_bytes(self.name()?);
        let appointment_type = AppointmentTypeId::from_bytes(self.name()?);
        let patient = PatientId::from_bytes(self.id()?);
        let visit = self.period()?;
        let start = visit.start();
        self.allocations(start, allocations)?;
        let lane = self.small()?;
        let status = self.code(AppointmentStatus::ALL)?;
        let confirmation = self.code(ConfirmationState::ALL)?;
        let bumps = self.small()?;
        let marks = self.number()?;
        let mut moment = || self.moment(start);
        let (booked_at, placed_at) = (moment()?, moment()?);
        let attended = Attended {
            arrived_at: moment()?,
            roomed_at: moment()?,
            with_provider_at: moment()?,
            out_at: moment()?,
        };
        let called_off = match moment()? {
            None => None,
            Some(at) => {
                let how = self.number()?;
                Some(Called { at, is_late: how & 1 != 0, by_clinic: how & 2 != 0 })
            }
        };
        Some(VisitFacts {
            appointment,
            location,
            provider: None,
            appointment_type,
            patient,
            day,
            visit,
            taken: visit,
            lane,
            status,
            is_walk_in: marks & 1 != 0,
            is_of_series: marks & 2 != 0,
            booked_at,
            booked_on: None,
            placed_at,
            is_booked_by_clinic: marks & 4 != 0,
            confirmation,
            attended,
            called_off,
            bumps,
        })
    }

    pub(super) fn given(&mut self) -> Option<GivenBack> {
        let appointment = AppointmentId::from_bytes(self.id()?);
        let location = LocationId::from_bytes(self.name()?);
        let appointment_type = AppointmentTypeId::from_bytes(self.name()?);
        let during = self.period()?;
        let mut allocations = Vec::new();
        self.allocations(during.start(), &mut allocations)?;
        let at = during.start().plus_seconds(self.number()?);
        Some(GivenBack { appointment, location, appointment_type, during, allocations, at })
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn number(&mut self) -> Option<i64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.left.split_first()?;
        self.left = rest;
        Some(*byte)
    }

    pub(super) fn id(&mut self) -> Option<Name> {
        let (id, rest) = self.left.split_first_chunk::<16>()?;
        self.left = rest;
        Some(*id)
    }

    pub(super) fn name(&mut self) -> Option<Name> {
        if self.names.is_none() {
            return self.id();
        }
        let number = self.count()?;
        self.names.as_ref()?.get(number).copied()
    }

    fn moment(&mut self, start: Instant) -> Option<Option<Instant>> {
        match self.byte()? {
            0 => Some(None),
            _ => Some(Some(start.plus_seconds(self.number()?))),
        }
    }

    fn small(&mut self) -> Option<u8> {
        u8::try_from(self.number()?).ok()
    }

    fn code<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.count()?).copied()
    }

    fn period(&mut self) -> Option<Period> {
        let start = Instant(self.number()?);
        Period::new(start, start.plus_seconds(self.number()?))
    }

    fn allocations(&mut self, start: Instant, allocations: &mut Vec<Allocation>) -> Option<()> {
        let count = usize::from(self.byte()?);
        allocations.clear();
        if self.names.is_none() {
            let (those, rest) = self.left.split_at_checked(count * packed::ONE)?;
            self.left = rest;
            allocations.extend(packed::unpack(start, those)?);
            return Some(());
        }
        for _ in 0..count {
            let resource = ResourceId::from_bytes(self.name()?);
            let begins = start.plus_seconds(self.number()?);
            let during = Period::new(begins, begins.plus_seconds(self.number()?))?;
            allocations.push(Allocation { resource, during, lane: self.byte()? });
        }
        Some(())
    }
}

/// Where a code stands in its list. The lists only grow at their ends: what is stored is read by the same list.
fn place_of<T: PartialEq>(all: &[T], one: &T) -> i64 {
    all.iter().position(|it| it == one).and_then(|it| i64::try_from(it).ok()).unwrap_or_default()
}
