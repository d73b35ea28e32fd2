//! The closed list of what is measured. What each means, where it comes from and where it misleads stands in
//! `docs/metrics.md`, under its code.

use crate::code_enum;

code_enum! {
    Metric {
        ThirdNextAvailable = "third_next_available",
        FillRate = "fill_rate",
        Utilisation = "utilisation",
        CompletedUtilisation = "completed_utilisation",
        /// Minutes of visits that were booked on top of others.
        Overbooked = "overbooked",
        NoShowRate = "no_show_rate",
        LateCancelRate = "late_cancel_rate",
        BackfillRate = "backfill_rate",
        TimeToFill = "time_to_fill",
        LeadTime = "lead_time",
        BumpRate = "bump_rate",
        SameDayAccess = "same_day_access",
        /// What can be known of the same: visits that were booked on their day.
        SameDayVisits = "same_day_visits",
        UnfilledCapacity = "unfilled_capacity",
        Orphaned = "orphaned",
        Continuity = "continuity",
        ArriveToRoom = "arrive_to_room",
        RoomToProvider = "room_to_provider",
        /// From when the patient is with the provider to when they are out.
        ProviderTime = "provider_time",
        /// From when the patient comes to when they are out.
        VisitCycle = "visit_cycle",
        /// Seconds from the first key to the booking.
        BookingEffort = "booking_effort",
        /// Keys that a booking took.
        BookingKeystrokes = "booking_keystrokes",
        /// Visits of the asked days.
        Visits = "visits",
        AppointmentsToday = "appointments_today",
        CompletionRate = "completion_rate",
        AverageBookingTime = "average_booking_time",
        ActiveUsers = "active_users",
        Providers = "providers",
        Patients = "patients",
    }
}

code_enum! {
    /// What a figure counts.
    Unit {
        Visits = "visits",
        /// Times that visits gave back.
        Releases = "releases",
        /// Of a session: as long as is asked for.
        Slots = "slots",
        Minutes = "minutes",
        /// By the calendar: weekends and holidays count.
        Days = "days",
        Seconds = "seconds",
        Keystrokes = "keystrokes",
        People = "people",
    }
}

impl Metric {
    #[must_use]
    pub const fn unit(self) -> Unit {
        use Metric as M;
        match self {
            M::ThirdNextAvailable | M::LeadTime => Unit::Days,
            M::FillRate => Unit::Slots,
            M::Utilisation
            | M::CompletedUtilisation
            | M::Overbooked
            | M::TimeToFill
            | M::UnfilledCapacity
            | M::ArriveToRoom
            | M::RoomToProvider
            | M::ProviderTime
            | M::VisitCycle => Unit::Minutes,
            M::BackfillRate => Unit::Releases,
            M::NoShowRate
            | M::LateCancelRate
            | M::BumpRate
            | M::SameDayAccess
            | M::SameDayVisits
            | M::Orphaned
            | M::Continuity
            | M::Visits
            | M::AppointmentsToday
            | M::CompletionRate => Unit::Visits,
            M::BookingEffort | M::AverageBookingTime => Unit::Seconds,
            M::BookingKeystrokes => Unit::Keystrokes,
            M::ActiveUsers | M::Providers | M::Patients => Unit::People,
        }
    }
}
