//! Visits to come that nobody has booked yet: holds, the waitlist, recalls.

use crate::wire::wire;
use chrono::{NaiveDate, Weekday};
use clinic_domain::{
    call::Call,
    hold::Hold,
    id::{
        AppointmentId, AppointmentTypeId, HoldId, LocationId, PatientId, PersonId, RecallId, ResourceId,
        Version, WaitlistId,
    },
    operation::SlotContent,
    personal::Personal,
    recall::{Recall, RecallStatus},
    time::{DayMinute, Instant, Period},
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistOffer, WaitlistStatus, Wish},
};

wire! {
    HoldV1 for Hold {
        required { id: HoldId, version: Version, slot: SlotContent, until: Instant, by: PersonId, is_active: bool }
        optional { patient: Option<PatientId>, entry: Option<WaitlistId>, note: Personal }
    }

    WaitlistEntryV1 for WaitlistEntry {
        required {
            id: WaitlistId,
            version: Version,
            location: LocationId,
            patient: PatientId,
            appointment_type: AppointmentTypeId,
            wish: Wish,
            urgency: Urgency,
            since: Instant,
            by: PersonId,
            status: WaitlistStatus,
        }
        optional {
            providers: Vec<ResourceId>,
            note: Personal,
            moving: Option<AppointmentId>,
            offers: Vec<WaitlistOffer>,
            calls: Vec<Call>,
        }
    }

    WishV1 for Wish {
        required { earliest: NaiveDate, from: DayMinute, to: DayMinute }
        optional { latest: Option<NaiveDate>, weekdays: Vec<Weekday>, notice_minutes: u32 }
    }

    WaitlistOfferV1 for WaitlistOffer {
        required { hold: HoldId, visit: Period, at: Instant, by: PersonId, until: Instant }
        optional { answer: Option<OfferAnswer> }
    }

    RecallV1 for Recall {
        required {
            id: RecallId,
            version: Version,
            location: LocationId,
            patient: PatientId,
            appointment_type: AppointmentTypeId,
            due: NaiveDate,
            window_days: u16,
            status: RecallStatus,
            made_at: Instant,
            by: PersonId,
        }
        optional {
            provider: Option<ResourceId>,
            note: Personal,
            booked: Option<AppointmentId>,
            calls: Vec<Call>,
        }
    }
}
