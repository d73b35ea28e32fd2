//! What somebody wants: the intent of a request, read from its structure.
//!
//! Words and phrases are signs (`lexicon.txt`), rules weigh the signs (`rules`). Nothing is trained on anybody's sentences.

pub mod lexicon;
mod rules;
mod sign;

use crate::text::Text;
use sign::View;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    AppointmentBooking,
    AvailabilityCheck,
    Reschedule,
    Cancel,
    HealthcareFaq,
    PatientLookup,
    Waitlist,
    CheckIn,
    Confirm,
    /// Greetings, thanks, questions about the program itself.
    General,
    OutOfScope,
}

impl Intent {
    pub const ALL: &[Intent] = &[
        Intent::AppointmentBooking,
        Intent::AvailabilityCheck,
        Intent::Reschedule,
        Intent::Cancel,
        Intent::HealthcareFaq,
        Intent::PatientLookup,
        Intent::Waitlist,
        Intent::CheckIn,
        Intent::Confirm,
        Intent::General,
        Intent::OutOfScope,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Intent::AppointmentBooking => "appointment_booking",
            Intent::AvailabilityCheck => "availability_check",
            Intent::Reschedule => "reschedule",
            Intent::Cancel => "cancel",
            Intent::HealthcareFaq => "healthcare_faq",
            Intent::PatientLookup => "patient_lookup",
            Intent::Waitlist => "waitlist",
            Intent::CheckIn => "check_in",
            Intent::Confirm => "confirm",
            Intent::General => "general",
            Intent::OutOfScope => "out_of_scope",
        }
    }

    /// Carrying it out changes the clinic's records.
    pub const fn writes(self) -> bool {
        matches!(
            self,
            Intent::AppointmentBooking
                | Intent::Reschedule
                | Intent::Cancel
                | Intent::Waitlist
                | Intent::CheckIn
                | Intent::Confirm
        )
    }
}

/// How many of each the rest of the understanding found in the request; none where it did not look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub dates: u8,
    pub times: u8,
    /// Providers of the clinic that are named.
    pub people: u8,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    pub intent: Intent,
    /// From 0 to 1. Rules give it, so it orders; it is no measured probability.
    pub sureness: f32,
    /// What it would be otherwise.
    pub second: Intent,
}

/// The intent of a request. `previous` is what the system said before it.
#[must_use]
pub fn judge(text: &Text<'_>, previous: Option<&str>, evidence: &Evidence) -> Judged {
    let view = View::of(text, previous, evidence);
    let mut weighed = [
        (Intent::OutOfScope, rules::out_of_scope(&view)),
        (Intent::General, rules::general(&view)),
        (Intent::HealthcareFaq, rules::faq(&view)),
        (Intent::AvailabilityCheck, rules::availability(&view)),
        (Intent::PatientLookup, rules::patient_lookup(&view)),
        (Intent::AppointmentBooking, rules::booking(&view)),
        (Intent::Reschedule, rules::reschedule(&view)),
        (Intent::Cancel, rules::cancel(&view)),
        (Intent::Waitlist, rules::waitlist(&view)),
        (Intent::CheckIn, rules::check_in(&view)),
        (Intent::Confirm, rules::confirm(&view)),
    ];
    weighed.sort_by(|one, other| other.1.total_cmp(&one.1));
    let [(intent, sureness), (second, _), ..] = weighed;
    Judged { intent, sureness, second }
}

#[cfg(test)]
mod tests;
