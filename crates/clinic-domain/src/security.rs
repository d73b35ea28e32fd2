//! What looks wrong in the audit trail and is told to those who watch over it.

use crate::code_enum;

code_enum! {
    /// Each rule has a generator in the tests that sets it off, and one that must not.
    SecurityRule {
        /// Somebody tries passwords of one account.
        FailedSignInsAccount = "failed_sign_ins_account",
        /// Somebody tries accounts from one address.
        FailedSignInsAddress = "failed_sign_ins_address",
        /// New passwords are asked for by mail: of one account, or from one address.
        PasswordRequests = "password_requests",
        /// A refresh token was used a second time.
        ReusedSession = "reused_session",
        /// A record was opened of a patient with whom nothing is planned, past or waiting.
        NoRelation = "no_relation",
        /// Far more records in an hour than the person ever opens.
        MassReads = "mass_reads",
        /// A record was opened while the organization is closed.
        OffHours = "off_hours",
        /// A record was opened of a patient with the person's own family name.
        SameSurname = "same_surname",
        /// One person on two desks at a time.
        TwoDevices = "two_devices",
        BreakGlass = "break_glass",
        BreakGlassRate = "break_glass_rate",
        /// What a desk was given of the audit trail is not in it any more.
        AuditFork = "audit_fork",
        /// Something of another organization was asked for.
        CrossTenant = "cross_tenant",
    }
}

code_enum! {
    Severity {
        /// For the regular review.
        Notice = "notice",
        /// Told at once.
        Warning = "warning",
        /// Told at once, and an incident until somebody says why not.
        Alarm = "alarm",
    }
}

code_enum! {
    SecurityEventState {
        Open = "open",
        Acknowledged = "acknowledged",
        Closed = "closed",
    }
}

impl SecurityRule {
    #[must_use]
    pub const fn severity(self) -> Severity {
        use SecurityRule as R;
        match self {
            R::NoRelation | R::OffHours | R::SameSurname => Severity::Notice,
            R::FailedSignInsAccount
            | R::FailedSignInsAddress
            | R::PasswordRequests
            | R::MassReads
            | R::TwoDevices
            | R::BreakGlass
            | R::BreakGlassRate => Severity::Warning,
            R::ReusedSession | R::AuditFork | R::CrossTenant => Severity::Alarm,
        }
    }

    /// One cause is told once in so many seconds.
    #[must_use]
    pub const fn window_seconds(self) -> i64 {
        use SecurityRule as R;
        match self {
            R::FailedSignInsAccount
            | R::FailedSignInsAddress
            | R::PasswordRequests
            | R::MassReads
            | R::TwoDevices => 3_600,
            R::NoRelation
            | R::OffHours
            | R::SameSurname
            | R::BreakGlassRate
            | R::AuditFork
            | R::CrossTenant => 86_400,
            R::ReusedSession | R::BreakGlass => 60,
        }
    }
}
