//! The time zone of this PC: where a new desk is when nobody says otherwise. After set-up the clinic's own zone decides
//! everywhere.

use chrono_tz::Tz;

/// `$TZ` where it names a zone, else what the platform says; `None` where neither is known.
#[must_use]
pub fn of_this_pc() -> Option<Tz> {
    named(std::env::var("TZ").ok(), || iana_time_zone::get_timezone().ok())
}

fn named(given: Option<String>, of_platform: impl FnOnce() -> Option<String>) -> Option<Tz> {
    // POSIX lets a colon stand before a name.
    let zone = |name: String| name.trim_start_matches(':').parse().ok();
    given.and_then(zone).or_else(|| of_platform().and_then(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_zone_wins_and_what_is_no_name_is_passed_over() {
        let zone = |given: Option<&str>, platform: Option<&str>| {
            named(given.map(str::to_owned), || platform.map(str::to_owned))
        };
        let (london, kolkata) = (chrono_tz::Europe::London, chrono_tz::Asia::Kolkata);
        assert_eq!(zone(Some("Europe/London"), Some("Asia/Kolkata")), Some(london));
        assert_eq!(zone(Some(":Europe/London"), None), Some(london));
        for other in [None, Some(""), Some("EST5EDT,M3.2.0,M11.1.0"), Some("/usr/share/zoneinfo/UTC")] {
            assert_eq!(zone(other, Some("Asia/Kolkata")), Some(kolkata));
            assert_eq!(zone(other, Some("nowhere")), None);
            assert_eq!(zone(other, None), None);
        }
    }
}
