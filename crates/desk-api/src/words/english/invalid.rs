//! What is wrong with what somebody typed, in English.

use super::{super::capital, day};
use clinic_domain::invalid::{Field, Problem};

pub(super) fn invalid(of: Field, problem: Problem) -> String {
    format!("{}: {}.", capital(field(of)), why(problem))
}

/// Where all that is known is that it is wrong.
pub(super) fn not_taken(of: Field) -> String {
    format!("{}: this is not within what it may be.", capital(field(of)))
}

fn field(field: Field) -> &'static str {
    use Field as F;
    match field {
        F::Address => "address",
        F::Alert => "alert",
        F::AppointmentType => "appointment type",
        F::InsteadOf => "the visit that was lost",
        F::TriageTargets => "minutes until somebody is to be seen",
        F::OverbookLanes => "overbooks of a session",
        F::FollowUpWeeks => "weeks until the follow-up",
        F::ConfirmDetailsDays => "days until the details are confirmed again",
        F::LateArrivalMinutes => "minutes until a patient is late",
        F::Verified => "compared details",
        F::AutoLockMinutes => "minutes until the desk locks",
        F::BirthDate => "birth date",
        F::Buffers => "time before and after",
        F::BusinessHours => "business hours",
        F::CallAgain => "time of the next call",
        F::ChangeoverMinutes => "minutes between two visits",
        F::Columns => "columns",
        F::ContactPoint => "number or link",
        F::Count => "number of visits",
        F::CoveragePayer => "payer",
        F::CoverageValidFrom => "start of the coverage",
        F::CoverageValidTo => "end of the coverage",
        F::Date => "date",
        F::Day => "day of the month",
        F::DefaultZone | F::Zone => "time zone",
        F::Due => "due day",
        F::NoticeMinutes => "minutes of notice",
        F::Note => "note",
        F::Provider => "provider",
        F::WindowDays => "days before and after",
        F::DurationMinutes | F::Minutes => "length in minutes",
        F::Email => "email",
        F::EveryNMonths => "every so many months",
        F::EveryNWeeks => "every so many weeks",
        F::FamilyName => "family name",
        F::File => "file",
        F::FirstDay | F::ValidFrom => "first day",
        F::Folder => "folder",
        F::From => "beginning",
        F::GivenNames => "given names",
        F::GridMinutes => "minutes between starts",
        F::HeaderRow => "row with the names of the columns",
        F::JoinLink => "link of the video visits",
        F::Kind => "kind",
        F::LastDay | F::Until | F::ValidTo => "last day",
        F::Location => "location",
        F::Login => "login",
        F::Name => "name",
        F::Needs => "who and what is needed",
        F::NewPassword => "new password",
        F::OrganizationName => "name of the clinic",
        F::OwnProvider => "own provider",
        F::Patient => "patient",
        F::Pattern => "repetition",
        F::Phone => "phone number",
        F::Phones => "phone numbers",
        F::PrecededBy => "what comes first",
        F::Preferences => "preferences",
        F::Places => "places",
        F::PreferredName => "preferred name",
        F::Reason => "reason",
        F::ReleaseDays => "days before on which every type is taken",
        F::Reserve => "share that is kept free",
        F::Resource => "provider, room or equipment",
        F::Roles => "roles",
        F::EmergencyNumber => "number to be called",
        F::EmergencyScript => "what is said",
        F::EmergencyWords => "words",
        F::Model => "model",
        F::ReviewedBy => "reviewed by",
        F::Seconds => "seconds",
        F::AcceptsRemote => "that words leave this PC",
        F::SamePersonAs => "the same person",
        F::Sessions => "sessions",
        F::Slug => "name in addresses",
        F::Start => "start",
        F::To => "end",
        F::Travel => "minutes between locations",
        F::Website => "website",
        F::Weekday => "weekday",
        F::Weekdays => "weekdays",
        F::AccessMinutes => "minutes that an access token is good",
        F::Answer => "answer",
        F::Body => "text of the message",
        F::Department => "department",
        F::ExportRoles => "roles that may export",
        F::IdleMinutes => "minutes without input",
        F::Keywords => "keywords",
        F::Language => "language",
        F::LicenseNumber => "license number",
        F::MfaRoles => "roles with a second factor",
        F::Narrowed => "fields that a role sees less of",
        F::LendDays => "days that times are lent to a location",
        F::OfflineLeaseDays => "days that a desk works offline",
        F::PasswordMinimum => "characters of a password",
        F::Question => "question",
        F::RefreshHours => "hours that an unused sign-in is good",
        F::SessionHours => "hours of a sign-in",
        F::Specialties => "specialties",
        F::StepUpMinutes => "minutes that a second factor is fresh",
        F::Subject => "subject",
        F::Within => "period",
        F::WrittenAt => "time on the paper",
    }
}

fn why(problem: Problem) -> String {
    use Problem as P;
    match problem {
        P::Needed => "needed",
        P::NeededToTellApart => "needed to tell patients apart",
        P::OneNeeded => "at least one is needed",
        P::ProviderNeeded => "a visit needs a provider",
        P::NotChosen => "not chosen yet",
        P::TooLong => "too long",
        P::AtMost { most } => return format!("at most {most}"),
        P::OutOfRange { least, most } => return format!("from {least} to {most}"),
        P::MoreThanKibibytes { most } => return format!("more than {most} KiB"),
        P::NotALogin => "letters, digits, dots and dashes, up to 64",
        P::NotAPhone => "digits, spaces, + - ( ) only",
        P::NotAnEmail => "an address, like desk@clinic.example",
        P::NotASlug => "small letters, digits and dashes, 2 to 63",
        P::NotALink => "a link that begins with https://",
        P::NotPlainWords => "only words: letters, digits, spaces, apostrophes and hyphens",
        P::NotAWholePath => "a whole path, like /media/backup",
        P::NotADate => "a date, like 2026-11-23",
        P::NotALocalTime => "a local time, like 2026-11-23T09:00",
        P::NotATimeOfDay => "a time of day, like 09:30",
        P::NotAZone => "a zone, like America/New_York",
        P::NotAGrid => "5, 10, 15, 20, 30 or 60",
        P::DoesNotExist => "does not exist",
        P::NoLongerInUse => "no longer in use",
        P::WrongKind => "something of another kind is named",
        P::NotInOrder => "the more urgent may not wait longer than the less urgent",
        P::SameAsBefore => "the same as the old one",
        P::CannotChange => "cannot be changed",
        P::NotForStaff => "patients and caregivers have no place among the staff",
        P::AlreadyThere => "there is one already",
        P::NotALanguage => "the code of a language, like en or es",
        P::NotPlainText => "plain text only",
        P::NotInTextMessages => "a text message has none",
        P::UnknownPlaceholder => "braces hold a name that this kind of message knows, like {date}",
        P::PlaceholderNeeded { placeholder } => return format!("{{{placeholder}}} is needed"),
        P::AdministratorNeeded => "administrators belong to it",
        P::Widens => "a clinic may only take away",
        P::StaysWithPatient => "a caregiver stays with the patient",
        P::BeforeItsBeginning => "before the beginning",
        P::NotAfterItsBeginning => "not after the beginning",
        P::InThePast => "lies in the past",
        P::InTheFuture => "lies in the future",
        P::Over130YearsAgo => "over 130 years ago",
        P::OverTwoWeeksAgo => "lies more than two weeks back",
        P::OverTwoWeeksAhead => "over two weeks ahead",
        P::OverTwoMonths => "over two months ahead",
        P::OverTwoYears => "two years at most",
        P::OverTenYearsAhead => "ten years ahead at most",
        P::NeverHappens => "there is no such day",
        P::SessionWithoutLength { weekday } => {
            return format!("one on {} does not end after it begins", super::weekday(weekday));
        }
        P::SessionsOverlap { weekday, from, to } => {
            return format!("two overlap on {}, {}–{}", super::weekday(weekday), from.text(), to.text());
        }
        P::OtherHoursThen { day: date, from, to } => {
            return format!(
                "other hours hold at the same time on {}, {}–{}",
                day(date),
                from.text(),
                to.text()
            );
        }
        P::ElsewhereThen { day: date, from, to } => {
            return format!(
                "this person works at another location on {}, {}–{}",
                day(date),
                from.text(),
                to.text()
            );
        }
        P::SharedByVisits => "only where one visit fits at a time",
        P::SameLocation => "one person is entered once at a location",
        P::NamesAnother => "who is named stands for somebody else: name that one",
        P::NamedByOthers => "others are entered as the same person as this one",
        P::OfAnotherPatient => "is another patient's visit",
        P::NotInRecord => "names only details that the record has",
        P::NotInPerson => "who stands at the counter is not seen by phone or video",
        P::NoRoomNeeded => "a visit by phone or video needs no room",
        P::NotNeededByType => "this type of visit does not need it",
        P::NoLength => "a visit takes time",
        P::LongerThanAVisit => "longer than a visit may be",
        P::OutsideTheVisit => "a part lies outside the visit",
    }
    .to_owned()
}
