//! What the clinic writes to patients: templates by kind, channel and language, with a closed list of placeholders.
//!
//! Invariants: a template that was written has only placeholders that its kind knows; whatever is put in, a subject
//! stays one line.

use crate::{
    code_enum,
    id::{MessageTemplateId, Version},
    personal::Personal,
};

code_enum! {
    MessageKind {
        /// Booked: this is when.
        Confirmation = "confirmation",
        Reminder = "reminder",
        Moved = "moved",
        Cancellation = "cancellation",
        WaitlistOffer = "waitlist_offer",
        /// Due for a visit that nobody booked yet.
        Recall = "recall",
    }
}

code_enum! { MessageChannel { Email = "email", Sms = "sms" } }

code_enum! {
    /// Written in braces: `{date}`.
    Placeholder {
        ClinicName = "clinic_name",
        PatientName = "patient_name",
        Date = "date",
        Time = "time",
        PreviousDate = "previous_date",
        PreviousTime = "previous_time",
        Provider = "provider",
        /// By its neutral label, where it has one.
        VisitType = "visit_type",
        Location = "location",
        Address = "address",
        /// The location's.
        Phone = "phone",
        /// Where the patient confirms, cancels or asks to be called.
        AnswerLink = "answer_link",
        /// Of a visit by video.
        JoinLink = "join_link",
        /// How long an offered time is kept.
        Until = "until",
    }
}

impl Placeholder {
    /// Whether a message of the kind has something to put there.
    #[must_use]
    pub const fn is_known_in(self, kind: MessageKind) -> bool {
        use MessageKind as K;
        use Placeholder as P;
        match self {
            P::ClinicName | P::PatientName | P::Provider | P::VisitType => true,
            P::Location | P::Address | P::Phone => true,
            P::Date | P::Time => !matches!(kind, K::Recall),
            P::PreviousDate | P::PreviousTime => matches!(kind, K::Moved),
            P::AnswerLink => !matches!(kind, K::Cancellation),
            P::JoinLink => matches!(kind, K::Confirmation | K::Reminder | K::Moved),
            P::Until => matches!(kind, K::WaitlistOffer),
        }
    }

    /// Whether a message of the kind says nothing without it.
    #[must_use]
    pub const fn is_needed_in(self, kind: MessageKind) -> bool {
        matches!(self, Placeholder::Date | Placeholder::Time) && self.is_known_in(kind)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageTemplate {
    pub id: MessageTemplateId,
    pub version: Version,
    pub kind: MessageKind,
    pub channel: MessageChannel,
    /// BCP 47.
    pub language: String,
    /// Of an e-mail; a text message has none.
    pub subject: String,
    pub body: String,
    pub is_active: bool,
}

/// A message as one patient gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub subject: Personal,
    pub body: Personal,
}

impl MessageTemplate {
    #[must_use]
    pub fn fill(&self, value: impl Fn(Placeholder) -> String) -> Filled {
        let in_line = |placeholder| value(placeholder).replace(char::is_control, " ");
        Filled { subject: fill(&self.subject, in_line).into(), body: fill(&self.body, &value).into() }
    }
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Text(&'a str),
    Placeholder(Placeholder),
    /// A brace that belongs to no placeholder, with what follows it.
    Unknown(&'a str),
}

/// From the left to the right, nothing left out.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, length) = first_part(rest)?;
        rest = &rest[length..];
        Some(part)
    })
}

fn first_part(text: &str) -> Option<(Part<'_>, usize)> {
    match text.find(['{', '}']) {
        _ if text.is_empty() => None,
        Some(0) => {
            let length = text.find('}').map_or(text.len(), |at| at + 1);
            let named = text[..length].strip_prefix('{').and_then(|it| it.strip_suffix('}'));
            let known = named.and_then(|it| it.parse().ok());
            Some((known.map_or(Part::Unknown(&text[..length]), Part::Placeholder), length))
        }
        at => {
            let length = at.unwrap_or(text.len());
            Some((Part::Text(&text[..length]), length))
        }
    }
}

/// What is in no list (a later version wrote it) is left out.
fn fill(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    let filled = parts(text).map(|part| match part {
        Part::Text(it) => it.to_owned(),
        Part::Placeholder(it) => value(it),
        Part::Unknown(_) => String::new(),
    });
    filled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn template(subject: &str, body: &str) -> MessageTemplate {
        MessageTemplate {
            id: MessageTemplateId::from_bytes([1; 16]),
            version: Version::FIRST,
            kind: MessageKind::Reminder,
            channel: MessageChannel::Email,
            language: "en".into(),
            subject: subject.into(),
            body: body.into(),
            is_active: true,
        }
    }

    #[test]
    fn placeholders_are_filled_and_nothing_in_their_values_is_filled_again() {
        let message = template("{date}: {clinic_name}", "Dear {patient_name},\n{time}{unknown}.");
        let filled = message.fill(|it| match it {
            Placeholder::PatientName => "Ana {phone}\nRuiz".into(),
            Placeholder::ClinicName => "Lakeside\r\nBcc: all@example.org".into(),
            it => it.as_str().to_uppercase(),
        });
        assert_eq!(filled.subject.expose(), "DATE: Lakeside  Bcc: all@example.org");
        assert_eq!(filled.body.expose(), "Dear Ana {phone}\nRuiz,\nTIME.");
        assert!(!format!("{filled:?}").contains("Ana"));
    }

    #[test]
    fn a_brace_that_opens_nothing_is_told_from_text() {
        let read = |text| parts(text).collect::<Vec<_>>();
        assert_eq!(read("a {time}"), [Part::Text("a "), Part::Placeholder(Placeholder::Time)]);
        for unknown in ["{", "}", "{}", "{ time }", "{Time}", "{{time}", "{time"] {
            assert!(read(unknown).iter().any(|it| matches!(it, Part::Unknown(_))), "{unknown}");
        }
        assert_eq!(read(""), []);
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(text in "[a{}é\n]{0,20}|(\\{date\\}|x|\\{){0,6}") {
            let whole: String = parts(&text).map(|it| match it {
                Part::Text(it) | Part::Unknown(it) => it.to_owned(),
                Part::Placeholder(it) => format!("{{{it}}}"),
            }).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
