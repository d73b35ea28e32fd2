//! What is asked at the counter beside who it is: whether the record is still correct, and for the insurance card.
//!
//! When it was asked last is read from the histories of the patient's visits and stored nowhere else: an undone check-in
//! asked nothing, and what a merge brings along counts.

use crate::{
    appointment::{HistoryEntry, HistoryEvent},
    code_enum,
    organization::OrganizationSettings,
    time::Instant,
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

/// No interval is longer: further back nobody looks for an answer.
pub const LONGEST_INTERVAL_DAYS: u16 = 731;

/// What was asked, and what the patient said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Phone, address and coverage are as the record has them.
    pub details_confirmed: bool,
    /// Absent where nobody asked.
    pub card: Option<CardAnswer>,
}

code_enum! {
    CardAnswer {
        Seen = "seen",
        /// To be asked again the next time.
        NotBrought = "not_brought",
        /// They pay themselves, or somebody else does.
        NotNeeded = "not_needed",
    }
}

code_enum! {
    /// How long a card that was seen is good for.
    CardInterval { Quarter = "quarter", Year = "year", Never = "never" }
}

impl Asked {
    #[must_use]
    pub fn is_anything(self) -> bool {
        self != Asked::default()
    }

    /// By codes, for the trail.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        let card = self.card.map(|it| match it {
            CardAnswer::Seen => "card_seen",
            CardAnswer::NotBrought => "card_not_brought",
            CardAnswer::NotNeeded => "card_not_needed",
        });
        self.details_confirmed.then_some("details_confirmed").into_iter().chain(card)
    }
}

/// When a patient was asked last, as far as it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastAsked {
    pub details: Option<Instant>,
    pub card_seen: Option<Instant>,
    /// Seen, or not needed.
    pub card: Option<Instant>,
}

impl LastAsked {
    /// From the histories of all visits of the patient.
    #[must_use]
    pub fn of<'a>(histories: impl IntoIterator<Item = &'a HistoryEntry>) -> LastAsked {
        let mut last = LastAsked::default();
        for entry in histories.into_iter().filter(|it| it.stands()) {
            let HistoryEvent::Asked(asked) = entry.what else { continue };
            let later =
                |known: Option<Instant>, counts: bool| if counts { known.max(Some(entry.at)) } else { known };
            last.details = later(last.details, asked.details_confirmed);
            last.card_seen = later(last.card_seen, asked.card == Some(CardAnswer::Seen));
            last.card = later(last.card, asked.card.is_some_and(|it| it != CardAnswer::NotBrought));
        }
        last
    }

    /// Whether the record is to be gone through again.
    #[must_use]
    pub fn are_details_due(&self, settings: &OrganizationSettings, today: NaiveDate, zone: Tz) -> bool {
        let days = settings.confirm_details_days;
        let is_old = |at: Instant| today - at.local_date(zone) >= TimeDelta::days(i64::from(days));
        days > 0 && self.details.is_none_or(is_old)
    }

    /// Whether the card is to be seen again: in another quarter or year of the calendar than before.
    #[must_use]
    pub fn is_card_due(&self, settings: &OrganizationSettings, today: NaiveDate, zone: Tz) -> bool {
        let span = |day: NaiveDate| match settings.card_interval {
            CardInterval::Never => None,
            CardInterval::Year => Some((day.year(), 0)),
            CardInterval::Quarter => Some((day.year(), day.month0() / 3)),
        };
        let is_old = |at: Instant| span(at.local_date(zone)) != span(today);
        settings.card_interval != CardInterval::Never && self.card.is_none_or(is_old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        appointment::{Requester, Sequel},
        id::PersonId,
    };

    const ZONE: Tz = Tz::America__New_York;

    fn asked(at: &str, asked: Asked) -> HistoryEntry {
        let at = at.parse::<NaiveDate>().unwrap().and_hms_opt(12, 0, 0).unwrap();
        HistoryEntry {
            at: crate::time::start_instant(ZONE, at),
            by: None,
            requested_by: Requester::Patient,
            what: HistoryEvent::Asked(asked),
            sequel: None,
            typed_at: None,
        }
    }

    fn card(answer: CardAnswer) -> Asked {
        Asked { card: Some(answer), ..Asked::default() }
    }

    fn due(history: &[HistoryEntry], today: &str, card_interval: CardInterval) -> (bool, bool) {
        let settings = OrganizationSettings { card_interval, ..OrganizationSettings::default() };
        let (last, today) = (LastAsked::of(history), today.parse().unwrap());
        (last.are_details_due(&settings, today, ZONE), last.is_card_due(&settings, today, ZONE))
    }

    #[test]
    fn details_are_asked_again_after_their_days_and_never_where_the_clinic_does_not() {
        let history = [asked("2026-03-02", Asked { details_confirmed: true, card: None })];
        assert!(due(&[], "2026-03-02", CardInterval::Year).0);
        assert!(!due(&history, "2026-05-30", CardInterval::Year).0);
        assert!(due(&history, "2026-05-31", CardInterval::Year).0, "the ninetieth day");
        let never = OrganizationSettings { confirm_details_days: 0, ..OrganizationSettings::default() };
        assert!(!LastAsked::default().are_details_due(&never, "2026-03-02".parse().unwrap(), ZONE));
    }

    #[test]
    fn a_card_is_good_until_its_quarter_or_year_ends_unless_it_was_not_brought() {
        let seen = [asked("2025-12-31", card(CardAnswer::Seen))];
        assert_eq!(due(&seen, "2025-12-31", CardInterval::Quarter), (true, false));
        assert_eq!(due(&seen, "2026-01-01", CardInterval::Year), (true, true));
        let seen = [
            asked("2026-02-01", card(CardAnswer::NotNeeded)),
            asked("2026-03-31", card(CardAnswer::NotBrought)),
        ];
        assert!(!due(&seen, "2026-12-31", CardInterval::Year).1);
        assert!(!due(&seen, "2026-03-31", CardInterval::Quarter).1);
        assert!(due(&seen, "2026-04-01", CardInterval::Quarter).1);
        assert!(due(&seen[1..], "2026-03-31", CardInterval::Year).1, "not brought is not seen");
        assert!(!due(&[], "2026-03-31", CardInterval::Never).1);
        assert_eq!(LastAsked::of(&seen).card_seen, None);
    }

    #[test]
    fn what_was_undone_was_not_asked() {
        let sequel = Some(Sequel::Undone { at: Instant(0), by: PersonId(uuid::Uuid::nil()) });
        let slip = HistoryEntry { sequel, ..asked("2026-03-02", card(CardAnswer::Seen)) };
        assert_eq!(LastAsked::of(&[slip]), LastAsked::default());
    }
}
