//! What people do about visits to come, and about whole days.

use super::{
    people::{Decided, Person},
    rows::{entry, hold, recall},
};
use chrono::NaiveDate;
use clinic_domain::{
    arbiter::Object,
    day_close::{DayClose, DayNumbers},
    hold::Hold,
    id::{DayCloseId, ExceptionId, HoldId, LocationId, PatientId, RecallId, SeriesId, Version, WaitlistId},
    operation::{Booking, OperationBody as B},
    recall::{Recall, RecallStatus},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    series::Series,
    time::DayMinute,
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistStatus, Wish},
};

impl Person<'_> {
    fn new_hold(&mut self, patient: Option<PatientId>, minutes: i64) -> Option<Hold> {
        let slot = self.slot()?;
        Some(Hold {
            id: HoldId(self.id()),
            version: Version::FIRST,
            slot,
            patient,
            entry: None,
            note: "".into(),
            until: self.now.plus_minutes(minutes),
            by: self.who,
            is_active: true,
        })
    }

    pub(super) fn hold(&mut self) -> Option<Decided> {
        if self.dice.one_in(3) {
            let kept = self.some_row("hold").and_then(hold).cloned()?;
            let saw = Some((("hold", kept.id.0), kept.version));
            return self.one(B::HoldPut(Hold { is_active: false, ..kept }), saw);
        }
        let patient = self.some_patient()?.id;
        let patient = self.dice.one_in(2).then_some(patient);
        let new = self.new_hold(patient, 120)?;
        self.one(B::HoldPut(new), None)
    }

    pub(super) fn waitlist(&mut self) -> Option<Decided> {
        let waits = self.some_row("waitlist_entry").and_then(entry).filter(|it| it.is_waiting()).cloned();
        let Some(waits) = waits.filter(|_| !self.dice.one_in(3)) else {
            let patient = self.some_patient()?.id;
            let new = self.new_entry(patient)?;
            return self.one(B::WaitlistPut(Box::new(new)), None);
        };
        let saw = Some((("waitlist_entry", waits.id.0), waits.version));
        match waits.running(self.now) {
            None => {
                let hold = self.new_hold(Some(waits.patient), 60)?;
                self.one(B::WaitlistOffer { entry: waits.id, hold }, saw)
            }
            Some(_) => self.one(B::WaitlistAnswer { entry: waits.id, answer: OfferAnswer::Declined }, saw),
        }
    }

    fn new_entry(&mut self, patient: PatientId) -> Option<WaitlistEntry> {
        let id = WaitlistId(self.id());
        let setup = self.setup()?;
        let (location, kind) = (setup.locations.first()?, setup.types.first()?.id);
        Some(WaitlistEntry {
            id,
            version: Version::FIRST,
            location: location.id,
            patient,
            appointment_type: kind,
            providers: Vec::new(),
            wish: Wish {
                earliest: self.now.local_date(location.zone),
                latest: None,
                weekdays: Vec::new(),
                from: DayMinute::MIDNIGHT,
                to: DayMinute::END,
                notice_minutes: 0,
            },
            urgency: Urgency::Routine,
            note: "".into(),
            moving: None,
            since: self.now,
            by: self.who,
            status: WaitlistStatus::Waiting,
            offers: Vec::new(),
            calls: Vec::new(),
        })
    }

    pub(super) fn recall(&mut self) -> Option<Decided> {
        if self.dice.one_in(3) {
            let due = self.some_row("recall").and_then(recall).cloned()?;
            let saw = Some((("recall", due.id.0), due.version));
            return self.one(B::RecallPut(Recall { status: RecallStatus::Withdrawn, ..due }), saw);
        }
        let patient = self.some_patient()?.id;
        let id = RecallId(self.id());
        let setup = self.setup()?;
        let (location, kind) = (setup.locations.first()?, setup.types.first()?.id);
        let new = Recall {
            id,
            version: Version::FIRST,
            location: location.id,
            patient,
            appointment_type: kind,
            provider: None,
            due: self.now.local_date(location.zone),
            window_days: 3,
            note: "".into(),
            status: RecallStatus::Open,
            booked: None,
            made_at: self.now,
            by: self.who,
            calls: Vec::new(),
        };
        self.one(B::RecallPut(new), None)
    }

    /// An hour is closed, or the day is signed off.
    pub(super) fn day(&mut self) -> Option<Decided> {
        let (id, hour) = (self.id(), self.dice.below(8) as u16);
        let (location, today) = {
            let location = self.setup()?.locations.first()?;
            (location.id, self.now.local_date(location.zone))
        };
        if self.dice.one_in(2) {
            let (signed, saw) = self.day_close(DayCloseId(id), location, today);
            return self.one(B::DaySign(signed), saw);
        }
        let closed = ScheduleException {
            id: ExceptionId(id),
            version: Version::FIRST,
            scope: ExceptionScope::Location(location),
            kind: ExceptionKind::Block,
            first_day: today,
            last_day: today,
            from: DayMinute((9 + hour) * 60),
            to: DayMinute((9 + hour) * 60 + 30),
            reason: "Inventory".into(),
            types: Vec::new(),
            overbook_lanes: 0,
            is_active: true,
            source: None,
        };
        self.one(B::ExceptionPut(closed), None)
    }

    fn day_close(
        &self,
        id: DayCloseId,
        location: LocationId,
        day: NaiveDate,
    ) -> (DayClose, Option<(Object, Version)>) {
        let new = DayClose {
            id,
            version: Version::FIRST,
            location,
            day,
            at: self.now,
            by: self.who,
            numbers: DayNumbers::default(),
            is_active: true,
        };
        let signed = self.sees.of_kind("day_close").filter_map(super::rows::day_close);
        match signed.into_iter().find(|it| (it.location, it.day) == (location, day)) {
            Some(it) => (it.clone(), Some((("day_close", it.id.0), it.version))),
            None => (new, None),
        }
    }

    /// Two visits that are booked together.
    pub(super) fn series(&mut self) -> Option<Decided> {
        let patient = self.some_patient()?.id;
        let series = Series { id: SeriesId(self.id()), pattern: None, link: None };
        let mut together = Vec::new();
        for _ in 0..2 {
            let slot = self.slot()?;
            let booking = Booking { series: Some(series.clone()), ..self.booking(patient, slot) };
            together.extend(self.one(B::Book(booking), None)?);
        }
        Some(together)
    }
}
