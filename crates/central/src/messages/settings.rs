//! How an organization writes to its patients.

use central_store::{StoreError, StoreResult, Tenant};
use chrono::Timelike;
use chrono_tz::Tz;
use clinic_domain::time::{DayMinute, Instant, Period, start_instant};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct MessageSettings {
    /// Whether bookings, moves and cancellations are told by message.
    #[garde(skip)]
    pub tells_changes: bool,
    /// So many hours before a visit its patient is reminded of it; 0 for never.
    #[garde(range(min = 0, max = 336))]
    pub reminder_hours: u16,
    /// Minutes after midnight on the location's wall from which on nothing is sent that can wait; the same as
    /// `quiet_until` for no quiet hours.
    #[garde(range(min = 0, max = 1439))]
    pub quiet_from: u16,
    #[garde(range(min = 0, max = 1439))]
    pub quiet_until: u16,
    /// Whether a patient cancels by a link or a reply; if not, somebody calls them.
    #[garde(skip)]
    pub patients_may_cancel: bool,
    /// Nearer to the visit than so many hours somebody calls them as well.
    #[garde(range(min = 0, max = 336))]
    pub cancel_until_hours: u16,
}

impl Default for MessageSettings {
    fn default() -> Self {
        Self {
            tells_changes: true,
            reminder_hours: 48,
            quiet_from: 21 * 60,
            quiet_until: 8 * 60,
            patients_may_cancel: true,
            cancel_until_hours: 24,
        }
    }
}

impl MessageSettings {
    /// With the version that they are in: 0 while the defaults hold.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(tenant: &mut Tenant) -> StoreResult<(u64, MessageSettings)> {
        let Some((version, json)) = tenant.message_settings().await? else {
            return Ok((0, MessageSettings::default()));
        };
        let unreadable = |_| StoreError::Unreadable { table: "message_settings" };
        Ok((version, serde_json::from_str(&json).map_err(unreadable)?))
    }

    /// The quiet hours that an instant lies in.
    #[must_use]
    pub fn quiet_hours(&self, zone: Tz, at: Instant) -> Option<Period> {
        let wall = at.wall(zone);
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap_or_default();
        let (from, until) = (self.quiet_from, self.quiet_until);
        let goes_over_midnight = from > until;
        let is_quiet = if goes_over_midnight {
            minute >= from || minute < until
        } else {
            (from..until).contains(&minute)
        };
        let today = wall.date();
        let (first, last) = match (is_quiet, goes_over_midnight, minute >= from) {
            (false, ..) => return None,
            (_, false, _) => (today, today),
            (_, true, true) => (today, today.succ_opt()?),
            (_, true, false) => (today.pred_opt()?, today),
        };
        let start = start_instant(zone, DayMinute(from).on(first));
        let end = start_instant(zone, DayMinute(until).on(last));
        // A night in which clocks change may be told by walls that come twice.
        Period::new(start, end.max(at.plus_seconds(1)))
    }

    /// Whether a patient may cancel a visit themselves.
    #[must_use]
    pub fn lets_cancel(&self, starts_at: Instant, now: Instant) -> bool {
        self.patients_may_cancel && starts_at.0 - now.0 >= i64::from(self.cancel_until_hours) * 3600
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDateTime;

    fn hours(settings: &MessageSettings, zone: Tz, wall: &str) -> Option<(String, String)> {
        let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").expect("a time");
        let quiet = settings.quiet_hours(zone, start_instant(zone, wall))?;
        Some((quiet.start().wall_text(zone), quiet.end().wall_text(zone)))
    }

    #[test]
    fn a_night_is_one_on_both_sides_of_midnight_and_its_ends_are_the_walls() {
        let (settings, zone) = (MessageSettings::default(), chrono_tz::America::New_York);
        let night = Some(("2026-05-05T21:00".to_owned(), "2026-05-06T08:00".to_owned()));
        for inside in ["2026-05-05T21:00", "2026-05-05T23:59", "2026-05-06T00:00", "2026-05-06T07:59"] {
            assert_eq!(hours(&settings, zone, inside), night, "{inside}");
        }
        for outside in ["2026-05-05T20:59", "2026-05-06T08:00", "2026-05-06T12:00"] {
            assert_eq!(hours(&settings, zone, outside), None, "{outside}");
        }
        // The clocks go forward: the night is an hour shorter, and ends when the wall says so.
        let spring = Some(("2026-03-07T21:00".to_owned(), "2026-03-08T08:00".to_owned()));
        assert_eq!(hours(&settings, zone, "2026-03-08T01:30"), spring);
    }

    #[test]
    fn quiet_hours_within_a_day_and_none_at_all() {
        let zone = chrono_tz::Europe::Madrid;
        let siesta =
            MessageSettings { quiet_from: 14 * 60, quiet_until: 16 * 60, ..MessageSettings::default() };
        let expected = Some(("2026-05-05T14:00".to_owned(), "2026-05-05T16:00".to_owned()));
        assert_eq!(hours(&siesta, zone, "2026-05-05T15:00"), expected);
        assert_eq!(hours(&siesta, zone, "2026-05-05T16:00"), None);
        let never = MessageSettings { quiet_from: 0, quiet_until: 0, ..MessageSettings::default() };
        assert_eq!(hours(&never, zone, "2026-05-05T00:00"), None);
    }
}
