//! A message to a patient whom nobody is: what whoever writes a text sees before anybody gets it.

use super::{render, words};
use central_store::Configuration;
use chrono_tz::Tz;
use clinic_domain::{
    message::{Filled, MessageChannel, MessageKind, MessageTemplate, Placeholder},
    resource::ResourceKind,
    time::{Instant, start_instant},
};

const DAYS_AHEAD: i64 = 3;
/// Where a patient's own link would stand.
const LINK: &str = "https://…";

pub struct Sample {
    /// With its placeholders.
    pub template: MessageTemplate,
    /// The organization wrote it, or writes it now.
    pub is_own: bool,
    pub filled: Filled,
}

/// The text in force, or `draft`: its subject and its body.
#[must_use]
pub fn sample(
    configuration: &Configuration,
    (kind, channel, tag): (MessageKind, MessageChannel, &str),
    draft: Option<(&str, &str)>,
    now: Instant,
) -> Sample {
    let (language, in_force) = words::template(&configuration.office, kind, channel, tag);
    let is_own = draft.is_some() || in_force.version.0 > 0;
    let template = match draft {
        Some((subject, body)) => {
            MessageTemplate { subject: subject.to_owned(), body: body.to_owned(), ..in_force }
        }
        None => in_force,
    };
    let made_up = MadeUp { configuration, words: language.words(), now };
    let filled = template.fill(|placeholder| made_up.value(placeholder));
    Sample { template, is_own, filled }
}

/// A visit of Ana's in some days, at the first location.
struct MadeUp<'a> {
    configuration: &'a Configuration,
    words: &'static words::Words,
    now: Instant,
}

impl MadeUp<'_> {
    fn value(&self, placeholder: Placeholder) -> String {
        let setup = &self.configuration.setup;
        let location = setup.locations.iter().find(|it| it.is_active).or(setup.locations.first());
        let provider = setup.resources.iter().find(|it| it.is_active && it.kind == ResourceKind::Provider);
        let visit = setup.types.iter().find(|it| it.is_active);
        let zone = location.map_or(Tz::UTC, |it| it.zone);
        let (start, before) = (self.at(zone, DAYS_AHEAD, 10), self.at(zone, DAYS_AHEAD - 1, 15));
        match placeholder {
            Placeholder::ClinicName => setup.organization.name.clone(),
            Placeholder::PatientName => "Ana".to_owned(),
            Placeholder::Date => self.words.date_text(start.wall(zone)),
            Placeholder::Time => self.words.time_text(start.wall(zone)),
            Placeholder::PreviousDate => self.words.date_text(before.wall(zone)),
            Placeholder::PreviousTime | Placeholder::Until => self.words.time_text(before.wall(zone)),
            Placeholder::Provider => provider.map(|it| it.name.clone()).unwrap_or_default(),
            Placeholder::VisitType => visit.map(render::said_of).unwrap_or_default(),
            Placeholder::Location => location.map(|it| it.name.clone()).unwrap_or_default(),
            Placeholder::Address => location.map(|it| render::address(&it.address)).unwrap_or_default(),
            Placeholder::Phone => {
                location.map(|it| render::phone(self.configuration, it).to_owned()).unwrap_or_default()
            }
            Placeholder::AnswerLink | Placeholder::JoinLink => LINK.to_owned(),
        }
    }

    fn at(&self, zone: Tz, days: i64, hour: u32) -> Instant {
        let day = self.now.local_date(zone) + chrono::TimeDelta::days(days);
        day.and_hms_opt(hour, 30, 0).map_or(self.now, |it| start_instant(zone, it))
    }
}
