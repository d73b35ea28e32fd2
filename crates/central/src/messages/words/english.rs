use super::{Notices, Page, Replies, Words};
use clinic_domain::{
    message::{MessageChannel as C, MessageKind as K},
    security::SecurityRule,
};

pub static WORDS: Words = Words {
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date: |weekday, day, month, year| format!("{weekday}, {month} {day}, {year}"),
    time: |hour, minute| {
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    },
    template,
    page: Page {
        language: "en",
        title: "Your visit",
        greeting: "Hello",
        visit_on: "Your visit is on",
        question: "What would you like to do?",
        confirm: "Confirm the visit",
        cancel: "Cancel the visit",
        call: "Ask us to call me",
        confirmed: "Thank you. Your visit is confirmed.",
        cancelled: "Your visit is cancelled.",
        will_call: "Thank you. We will call you.",
        too_late_to_cancel: "This visit can no longer be cancelled here. Please call us, or ask us to call you.",
        gone: "This link is no longer valid.",
        phone: "Our phone number:",
        back: "Back to the visit",
    },
    replies: Replies {
        confirm: &["yes", "y", "ok", "confirm", "c", "1"],
        cancel: &["cancel", "no", "n", "2"],
        call: &["call", "call me", "3"],
    },
    notice: Notices {
        invitation: |clinic, code| {
            (
                format!("Your access to {}", clinic.name),
                format!(
                    "You are invited to work with {}.\n\nSet your password at the desk, for the organization {}, with this \
                     code. It works once, within three days:\n\n{code}\n\nIf you did not expect this, ignore it.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_reset: |clinic, code| {
            (
                "A new password".to_owned(),
                format!(
                    "You were given a code for a new password at {}. Enter it at the desk, for the organization {}. It works \
                     once, within 30 minutes:\n\n{code}\n\nIf you did not ask for it, tell your administrator.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_request: |clinic, code| {
            (
                "Your new password".to_owned(),
                format!(
                    "Somebody asked for a new password for your account at {}. If it was you, enter this code, for the \
                     organization {}. It works once, within 30 minutes:\n\n{code}\n\nIf it was not you, ignore this: \
                     your password stays as it is.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_changed: |clinic| {
            (
                "Your password was changed".to_owned(),
                format!(
                    "The password of your account at {} was changed just now, and you were signed out everywhere \
                     else.\n\nIf it was not you, tell your administrator at once.",
                    clinic.name
                ),
            )
        },
        security_alert: |clinic, what| {
            (
                format!("Security alert of {}", clinic.name),
                format!(
                    "Please look at the security events of {}: {what}.\n\nDetails are in the application only.",
                    clinic.name
                ),
            )
        },
        rule,
    },
};

fn rule(rule: SecurityRule) -> &'static str {
    use SecurityRule as R;
    match rule {
        R::FailedSignInsAccount => "many wrong passwords for one account",
        R::FailedSignInsAddress => "many wrong passwords from one address",
        R::PasswordRequests => "new passwords are asked for again and again",
        R::ReusedSession => "a sign-in was used by two computers",
        R::NoRelation => "a record was opened without a visit",
        R::MassReads => "far more records were opened than usual",
        R::OffHours => "a record was opened outside opening hours",
        R::SameSurname => "somebody opened the record of a namesake",
        R::TwoDevices => "one person at two desks at a time",
        R::BreakGlass => "a record was opened in an emergency",
        R::BreakGlassRate => "one person opens records in emergencies again and again",
        R::AuditFork => "the audit trail was changed",
        R::CrossTenant => "somebody reached for another organization",
    }
}

fn template(kind: K, channel: C) -> (&'static str, &'static str) {
    match (kind, channel) {
        (K::Confirmation, C::Email) => (
            "Your visit on {date}",
            "Hello {patient_name},\n\nyour visit is booked for {date} at {time}.\n\n{location}\n{address}\n\n\
             To confirm it, cancel it or ask us to call you:\n{answer_link}\n\nQuestions? Call {phone}.\n\n{clinic_name}",
        ),
        (K::Confirmation, C::Sms) => (
            "",
            "{clinic_name}: your visit is booked for {date}, {time}. To confirm, cancel or ask for a call: {answer_link}",
        ),
        (K::Reminder, C::Email) => (
            "Reminder: your visit on {date}",
            "Hello {patient_name},\n\nthis is a reminder of your visit on {date} at {time}.\n\n{location}\n{address}\n\n\
             To confirm it, cancel it or ask us to call you:\n{answer_link}\n\nQuestions? Call {phone}.\n\n{clinic_name}",
        ),
        (K::Reminder, C::Sms) => (
            "",
            "{clinic_name}: reminder of your visit on {date}, {time}. To confirm, cancel or ask for a call: {answer_link}",
        ),
        (K::Moved, C::Email) => (
            "Your visit was moved to {date}",
            "Hello {patient_name},\n\nyour visit of {previous_date} at {previous_time} was moved. It is now on {date} at \
             {time}.\n\n{location}\n{address}\n\nTo confirm it, cancel it or ask us to call you:\n{answer_link}\n\n\
             Questions? Call {phone}.\n\n{clinic_name}",
        ),
        (K::Moved, C::Sms) => (
            "",
            "{clinic_name}: your visit was moved from {previous_date}, {previous_time} to {date}, {time}. To confirm, cancel \
             or ask for a call: {answer_link}",
        ),
        (K::Cancellation, C::Email) => (
            "Your visit on {date} is cancelled",
            "Hello {patient_name},\n\nyour visit on {date} at {time} is cancelled.\n\nTo book another one, call {phone}.\n\n\
             {clinic_name}",
        ),
        (K::Cancellation, C::Sms) => (
            "",
            "{clinic_name}: your visit on {date}, {time} is cancelled. To book another one, call {phone}.",
        ),
        (K::WaitlistOffer, C::Email) => (
            "A time for your visit: {date}",
            "Hello {patient_name},\n\nwe have a time for you: {date} at {time}. We keep it until {until}.\n\nTo take it, call \
             {phone}.\n\n{clinic_name}",
        ),
        (K::WaitlistOffer, C::Sms) => (
            "",
            "{clinic_name}: we have a time for you: {date}, {time}, kept until {until}. To take it, call {phone}.",
        ),
        (K::Recall, C::Email) => (
            "Time for your next visit",
            "Hello {patient_name},\n\nit is time for your next visit. To book it, call {phone}.\n\n{clinic_name}",
        ),
        (K::Recall, C::Sms) => {
            ("", "{clinic_name}: it is time for your next visit. To book it, call {phone}.")
        }
    }
}
