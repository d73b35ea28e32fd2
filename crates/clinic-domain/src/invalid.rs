//! What is wrong with what somebody typed: which field, and why. Closed lists, so that a door can say every one of
//! them in every language it speaks.

use crate::{code_enum, message::Placeholder, time::DayMinute};
use chrono::{NaiveDate, Weekday};

code_enum! {
    /// A field of a request or of a record, by the name under which scripts know it.
    Field {
        AccessMinutes = "access_minutes",
        Address = "address",
        Alert = "alert",
        Answer = "answer",
        AppointmentType = "appointment_type",
        AutoLockMinutes = "auto_lock_minutes",
        BirthDate = "birth_date",
        Body = "body",
        Buffers = "buffers",
        BusinessHours = "business_hours",
        CallAgain = "call_again",
        ChangeoverMinutes = "changeover_minutes",
        Columns = "columns",
        ContactPoint = "contact_point",
        Count = "count",
        CoveragePayer = "coverage.payer",
        CoverageValidFrom = "coverage.valid_from",
        CoverageValidTo = "coverage.valid_to",
        Date = "date",
        Day = "day",
        DefaultZone = "default_zone",
        Department = "department",
        Due = "due",
        DurationMinutes = "duration_minutes",
        Email = "email",
        EveryNMonths = "every_n_months",
        EveryNWeeks = "every_n_weeks",
        ConfirmDetailsDays = "confirm_details_days",
        ExportRoles = "export_roles",
        FamilyName = "family_name",
        File = "file",
        FirstDay = "first_day",
        FollowUpWeeks = "follow_up_weeks",
        Folder = "folder",
        From = "from",
        GivenNames = "given_names",
        GridMinutes = "grid_minutes",
        HeaderRow = "header_row",
        IdleMinutes = "idle_minutes",
        InsteadOf = "instead_of",
        JoinLink = "join_link",
        Keywords = "keywords",
        Kind = "kind",
        Language = "language",
        LastDay = "last_day",
        LateArrivalMinutes = "late_arrival_minutes",
        LendDays = "lend_days",
        LicenseNumber = "license_number",
        Location = "location",
        Login = "login",
        MfaRoles = "mfa_roles",
        Minutes = "minutes",
        Name = "name",
        Narrowed = "narrowed",
        Note = "note",
        NoticeMinutes = "notice_minutes",
        Needs = "needs",
        NewPassword = "new_password",
        OfflineLeaseDays = "offline_lease_days",
        OverbookLanes = "overbook_lanes",
        OrganizationName = "organization_name",
        OwnProvider = "own_provider",
        PasswordMinimum = "password_minimum",
        Patient = "patient",
        Pattern = "pattern",
        Phone = "phone",
        Phones = "phones",
        Places = "places",
        PrecededBy = "preceded_by",
        Preferences = "preferences",
        PreferredName = "preferred_name",
        Provider = "provider",
        Question = "question",
        Reason = "reason",
        RefreshHours = "refresh_hours",
        ReleaseDays = "release_days",
        Reserve = "reserve",
        Resource = "resource",
        Roles = "roles",
        SamePersonAs = "same_person_as",
        SessionHours = "session_hours",
        Sessions = "sessions",
        Slug = "slug",
        Specialties = "specialties",
        Start = "start",
        StepUpMinutes = "step_up_minutes",
        Subject = "subject",
        To = "to",
        Travel = "travel",
        TriageTargets = "triage_targets",
        Until = "until",
        ValidFrom = "valid_from",
        ValidTo = "valid_to",
        Verified = "verified",
        Weekday = "weekday",
        Weekdays = "weekdays",
        Website = "website",
        WindowDays = "window_days",
        Within = "within",
        WrittenAt = "written_at",
        Zone = "zone",
    }
}

/// Why the value of a field is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    // Missing, or too much of it
    Needed,
    /// A birth date: namesakes are told apart by it.
    NeededToTellApart,
    OneNeeded,
    ProviderNeeded,
    NotChosen,
    TooLong,
    AtMost {
        most: u16,
    },
    OutOfRange {
        least: u16,
        most: u16,
    },
    MoreThanKibibytes {
        most: u16,
    },
    // Not what it should be
    NotALogin,
    NotAPhone,
    NotAnEmail,
    NotASlug,
    NotALink,
    NotAWholePath,
    NotADate,
    NotALocalTime,
    NotATimeOfDay,
    NotAZone,
    NotAGrid,
    DoesNotExist,
    NoLongerInUse,
    WrongKind,
    SameAsBefore,
    /// The more urgent waits longer.
    NotInOrder,
    CannotChange,
    StaysWithPatient,
    /// Patients and caregivers never sign in at a desk.
    NotForStaff,
    /// Another one in use is the same.
    AlreadyThere,
    NotALanguage,
    NotPlainText,
    /// A text message has no subject.
    NotInTextMessages,
    /// Braces name something that this kind of message does not know.
    UnknownPlaceholder,
    PlaceholderNeeded {
        placeholder: Placeholder,
    },
    AdministratorNeeded,
    /// An organization only takes away.
    Widens,
    // In time
    BeforeItsBeginning,
    /// A time of day that is not later than the one it ends.
    NotAfterItsBeginning,
    InThePast,
    InTheFuture,
    Over130YearsAgo,
    OverTwoWeeksAgo,
    OverTwoMonths,
    OverTwoYears,
    OverTenYearsAhead,
    /// A pattern that has no day.
    NeverHappens,
    // Hours that contradict themselves
    SessionWithoutLength {
        weekday: Weekday,
    },
    SessionsOverlap {
        weekday: Weekday,
        from: DayMinute,
        to: DayMinute,
    },
    /// Another template of the same resource has a session then.
    OtherHoursThen {
        day: NaiveDate,
        from: DayMinute,
        to: DayMinute,
    },
    /// The person works at another location then.
    ElsewhereThen {
        day: NaiveDate,
        from: DayMinute,
        to: DayMinute,
    },
    /// Several visits are there at a time.
    SharedByVisits,
    // One person at several locations
    SameLocation,
    /// Who is named stands for somebody else.
    NamesAnother,
    NamedByOthers,
    // A visit and its parts
    NotInRecord,
    OfAnotherPatient,
    NotNeededByType,
    /// Who stands at the counter is not seen by phone or video.
    NotInPerson,
    /// The patient does not come to the clinic.
    NoRoomNeeded,
    NoLength,
    LongerThanAVisit,
    OutsideTheVisit,
}
