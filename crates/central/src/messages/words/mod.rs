//! What the centre says to patients and people in their language.

mod english;
mod spanish;

use chrono::{Datelike, NaiveDateTime, Timelike};
use clinic_domain::{
    id::{MessageTemplateId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::Office,
    organization::Organization,
    security::SecurityRule,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
}

/// Everything that is said in one language.
pub struct Words {
    /// Monday first.
    pub weekdays: [&'static str; 7],
    pub months: [&'static str; 12],
    /// By weekday, day of the month, month and year.
    pub date: fn(&str, u32, &str, i32) -> String,
    /// By hour and minute.
    pub time: fn(u32, u32) -> String,
    /// Subject and text.
    pub template: fn(MessageKind, MessageChannel) -> (&'static str, &'static str),
    pub page: Page,
    pub replies: Replies,
    pub notice: Notices,
}

/// The page behind a link.
pub struct Page {
    pub language: &'static str,
    pub title: &'static str,
    pub greeting: &'static str,
    /// Before date and time.
    pub visit_on: &'static str,
    pub question: &'static str,
    pub confirm: &'static str,
    pub cancel: &'static str,
    pub call: &'static str,
    pub confirmed: &'static str,
    pub cancelled: &'static str,
    pub will_call: &'static str,
    /// Where a visit cannot be cancelled here any more.
    pub too_late_to_cancel: &'static str,
    pub gone: &'static str,
    /// Before the clinic's number.
    pub phone: &'static str,
    pub back: &'static str,
}

/// Words by which a text message is answered: folded to lower case without accents.
pub struct Replies {
    pub confirm: &'static [&'static str],
    pub cancel: &'static [&'static str],
    pub call: &'static [&'static str],
}

/// Subject and text to people of the clinic, by the organization and a code to be entered, or what happened.
pub struct Notices {
    pub invitation: fn(&Organization, &str) -> (String, String),
    /// An administrator gave it.
    pub password_reset: fn(&Organization, &str) -> (String, String),
    /// They asked for it themselves.
    pub password_request: fn(&Organization, &str) -> (String, String),
    pub password_changed: fn(&Organization) -> (String, String),
    pub security_alert: fn(&Organization, &str) -> (String, String),
    pub rule: fn(SecurityRule) -> &'static str,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Spanish];

    /// The one that is nearest to a BCP 47 tag.
    #[must_use]
    pub fn of(tag: &str) -> Language {
        Language::known(tag).unwrap_or(Language::English)
    }

    /// Absent for one that nothing is said in.
    #[must_use]
    pub fn known(tag: &str) -> Option<Language> {
        match primary(tag) {
            "en" => Some(Language::English),
            "es" => Some(Language::Spanish),
            _ => None,
        }
    }

    #[must_use]
    pub const fn words(self) -> &'static Words {
        match self {
            Language::English => &english::WORDS,
            Language::Spanish => &spanish::WORDS,
        }
    }
}

impl Words {
    /// "Tuesday, May 5, 2026".
    #[must_use]
    pub fn date_text(&self, wall: NaiveDateTime) -> String {
        let weekday = self.weekdays[wall.weekday().num_days_from_monday() as usize];
        (self.date)(weekday, wall.day(), self.months[wall.month0() as usize], wall.year())
    }

    /// "8:30 AM".
    #[must_use]
    pub fn time_text(&self, wall: NaiveDateTime) -> String {
        (self.time)(wall.hour(), wall.minute())
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or("")
}

/// The clinic's own text in the patient's language, else ours in it, else the clinic's in whatever language it has.
#[must_use]
pub fn template(
    office: &Office,
    kind: MessageKind,
    channel: MessageChannel,
    tag: &str,
) -> (Language, MessageTemplate) {
    let own = office.template(kind, channel, tag);
    let fits = own.filter(|it| primary(&it.language) == primary(tag));
    match (fits, Language::known(tag), own) {
        (Some(it), language, _) | (None, language @ None, Some(it)) => {
            (language.unwrap_or(Language::of(&it.language)), it.clone())
        }
        (None, language, _) => {
            let language = language.unwrap_or(Language::English);
            (language, built_in(kind, channel, language))
        }
    }
}

/// What is said where the clinic wrote nothing of its own.
#[must_use]
pub fn built_in(kind: MessageKind, channel: MessageChannel, language: Language) -> MessageTemplate {
    let words = language.words();
    let (subject, body) = (words.template)(kind, channel);
    MessageTemplate {
        id: MessageTemplateId::from_bytes([0; 16]),
        version: Version(0),
        kind,
        channel,
        language: words.page.language.to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        is_active: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::message::{Part, Placeholder, parts};

    #[test]
    fn every_text_has_what_its_kind_needs_and_nothing_that_it_does_not_know() {
        for language in Language::ALL {
            for kind in MessageKind::ALL {
                for channel in MessageChannel::ALL {
                    let it = built_in(*kind, *channel, language);
                    let text = format!("{}\n{}", it.subject, it.body);
                    let used: Vec<Part<'_>> =
                        parts(&text).filter(|it| !matches!(it, Part::Text(_))).collect();
                    for part in &used {
                        let Part::Placeholder(placeholder) = part else {
                            panic!("{language:?} {kind}: {part:?}")
                        };
                        assert!(placeholder.is_known_in(*kind), "{language:?} {kind}: {placeholder}");
                    }
                    for needed in Placeholder::ALL.iter().filter(|it| it.is_needed_in(*kind)) {
                        assert!(used.contains(&Part::Placeholder(*needed)), "{language:?} {kind}: {needed}");
                    }
                    let reveals = [Placeholder::VisitType, Placeholder::Provider];
                    let said = reveals.iter().find(|it| used.contains(&Part::Placeholder(**it)));
                    assert_eq!(said, None, "no more than is necessary: {language:?} {kind}");
                    assert_eq!(it.subject.is_empty(), *channel == MessageChannel::Sms);
                }
            }
        }
    }

    #[test]
    fn dates_and_times_are_the_languages_own() {
        let wall =
            chrono::NaiveDate::from_ymd_opt(2026, 5, 5).and_then(|it| it.and_hms_opt(13, 5, 0)).unwrap();
        let (english, spanish) = (Language::English.words(), Language::Spanish.words());
        assert_eq!(english.date_text(wall), "Tuesday, May 5, 2026");
        assert_eq!(english.time_text(wall), "1:05 PM");
        assert_eq!(spanish.date_text(wall), "martes, 5 de mayo de 2026");
        assert_eq!(spanish.time_text(wall), "13:05");
        assert_eq!((english.time)(0, 0), "12:00 AM");
        assert_eq!((english.time)(12, 0), "12:00 PM");
    }

    #[test]
    fn no_reply_means_two_things() {
        let all: Vec<&str> = Language::ALL
            .iter()
            .map(|it| &it.words().replies)
            .flat_map(|it| [it.confirm, it.cancel, it.call].concat())
            .collect();
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let repeated = all.len() - distinct.len();
        // "no" is no in both.
        assert_eq!(repeated, 1, "{all:?}");
        assert!(all.iter().all(|it| clinic_domain::fold::fold(it) == **it));
    }
}
