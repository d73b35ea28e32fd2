//! The rules: what in a stretch of the trail looks wrong. Pure; what they need beside the trail stands in [`Facts`].

use central_store::{Alarm, Configuration, Look, Trailed};
use chrono::{Datelike, Timelike};
use clinic_domain::{
    fold::fold,
    id::{DeviceId, PatientId, PersonId},
    people::Person,
    security::SecurityRule,
    time::{DayMinute, Instant},
};
use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
};

/// How far back an entry is seen together with those before it.
pub const LOOK_BACK_SECONDS: i64 = 3_600;
const SIGN_IN_SECONDS: i64 = 900;
const ACCOUNT_FAILURES: usize = 5;
const ADDRESS_FAILURES: usize = 10;
/// New passwords asked for within the hour.
const ACCOUNT_REQUESTS: usize = 3;
const ADDRESS_REQUESTS: usize = 10;
/// Nobody is asked about fewer records an hour, however few they usually open.
pub const READS_FLOOR: u64 = 30;
const READS_FACTOR: u64 = 3;
const DEVICES_SECONDS: i64 = 600;
/// So long before opening and after closing somebody may well be there.
const MARGIN_SECONDS: i64 = 3_600;
pub const GLASS_DAYS: i64 = 30;
const GLASS_MOST: u64 = 3;

/// What the rules know beside the trail.
#[derive(Default)]
pub struct Facts {
    /// Looks that have a reason in the book.
    pub related: HashSet<(u64, PatientId)>,
    pub family_names: HashMap<PatientId, String>,
    /// The most records that a person opened in an hour of the last thirty days.
    pub usual_reads: HashMap<PersonId, u64>,
    /// How often a person broke the glass within thirty days.
    pub glass_broken: HashMap<PersonId, u64>,
}

/// A stretch of the trail: what came in the hour before, and what is new.
pub struct Stretch<'a> {
    pub before: &'a [Trailed],
    pub new: &'a [Trailed],
}

impl<'a> Stretch<'a> {
    /// The entries up to this new one, newest first, as long as they are not older than so many seconds.
    fn back_from(&self, new: usize, seconds: i64) -> impl Iterator<Item = &'a Trailed> + use<'a> {
        let at = self.new[new].at.0;
        let (before, new) = (self.before, &self.new[..=new]);
        new.iter().rev().chain(before.iter().rev()).take_while(move |it| at - it.at.0 < seconds)
    }

    /// Everybody's new looks at a patient's record.
    #[must_use]
    pub fn looks(&self, people: &[Person]) -> Vec<Look> {
        let look = |it: &Trailed| {
            let (person, patient) = it.look()?;
            let provider = people.iter().find(|it| it.id == person).and_then(|it| it.resource);
            Some(Look { seq: it.seq, patient, person, provider, at: it.at })
        };
        self.new.iter().filter_map(look).collect()
    }

    /// Whoever opened more records within the hour than anybody is left alone with.
    #[must_use]
    pub fn busy_readers(&self) -> Vec<PersonId> {
        let new: HashSet<PersonId> = self.new.iter().filter_map(|it| Some(it.look()?.0)).collect();
        let last = self.new.len().checked_sub(1);
        let reads = |person| last.map_or(0, |_| self.most_reads(person));
        new.into_iter().filter(|it| reads(*it) > READS_FLOOR).collect()
    }

    fn most_reads(&self, person: PersonId) -> u64 {
        (0..self.new.len()).map(|at| self.reads(at, person)).max().unwrap_or(0)
    }

    /// How many patients' records the person opened in the hour up to a new entry.
    fn reads(&self, at: usize, person: PersonId) -> u64 {
        let looks = self.back_from(at, LOOK_BACK_SECONDS).filter_map(Trailed::look);
        looks.filter(|it| it.0 == person).map(|it| it.1).collect::<HashSet<_>>().len() as u64
    }
}

/// Everything that looks wrong in the new part.
#[must_use]
pub fn alarms(stretch: &Stretch<'_>, facts: &Facts, configuration: &Configuration) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    for (at, entry) in stretch.new.iter().enumerate() {
        match (entry.action.as_str(), entry.outcome.as_str()) {
            ("sign_in", "done") => {}
            ("sign_in", _) => failed_sign_in(stretch, at, &mut alarms),
            ("request_password", _) => password_requested(stretch, at, &mut alarms),
            ("break_glass", "done") => broken_glass(entry, facts, &mut alarms),
            ("end_session", "stolen") => alarms.push(alarm(R::ReusedSession, entry, of(&entry.resource_id))),
            ("cross_tenant", _) => alarms.push(alarm(R::CrossTenant, entry, person_of(entry))),
            _ => {}
        }
        if let Some((person, patient)) = entry.look() {
            let person = configuration.people.iter().find(|it| it.id == person);
            if let Some(person) = person {
                looked(stretch, at, (person, patient), facts, configuration, &mut alarms);
            }
        }
        two_devices(stretch, at, &mut alarms);
    }
    alarms
}

use SecurityRule as R;

fn alarm(rule: SecurityRule, entry: &Trailed, cause: String) -> Alarm {
    Alarm {
        rule,
        cause,
        person: entry.user,
        patient: None,
        device: entry.device,
        count: 1,
        audit_seq: Some(entry.seq),
        at: entry.at,
    }
}

fn of(id: &Option<String>) -> String {
    id.clone().unwrap_or_default()
}

fn person_of(entry: &Trailed) -> String {
    entry.user.map(|it| it.to_string()).unwrap_or_default()
}

/// Of one account, or from one address.
fn password_requested(stretch: &Stretch<'_>, at: usize, alarms: &mut Vec<Alarm>) {
    let entry = &stretch.new[at];
    let requests = || stretch.back_from(at, LOOK_BACK_SECONDS).filter(|it| it.action == "request_password");
    if let Some(account) = &entry.resource_id {
        let count = requests().filter(|it| it.resource_id.as_ref() == Some(account)).count();
        if count >= ACCOUNT_REQUESTS {
            let alarm = alarm(R::PasswordRequests, entry, account.clone());
            alarms.push(Alarm { count: count as u64, person: account.parse().ok(), ..alarm });
        }
    }
    if let Some(address) = entry.ip_address {
        let count = requests().filter(|it| it.ip_address == Some(address)).count();
        if count >= ADDRESS_REQUESTS {
            alarms.push(Alarm {
                count: count as u64,
                ..alarm(R::PasswordRequests, entry, address.to_string())
            });
        }
    }
}

fn failed_sign_in(stretch: &Stretch<'_>, at: usize, alarms: &mut Vec<Alarm>) {
    let entry = &stretch.new[at];
    let failed = |it: &&Trailed| it.action == "sign_in" && it.outcome != "done";
    let same = |by: &dyn Fn(&Trailed) -> bool| {
        stretch.back_from(at, SIGN_IN_SECONDS).filter(failed).filter(|it| by(it)).count()
    };
    if let Some(account) = &entry.resource_id {
        let count = same(&|it| it.resource_id.as_ref() == Some(account));
        if count >= ACCOUNT_FAILURES {
            let person = account.parse().ok();
            let alarm = alarm(R::FailedSignInsAccount, entry, account.clone());
            alarms.push(Alarm { count: count as u64, person, ..alarm });
        }
    }
    if let Some(address) = entry.ip_address {
        let count = same(&|it: &Trailed| it.ip_address == Some(address));
        if count >= ADDRESS_FAILURES {
            let alarm = alarm(R::FailedSignInsAddress, entry, IpAddr::to_string(&address));
            alarms.push(Alarm { count: count as u64, person: None, ..alarm });
        }
    }
}

fn broken_glass(entry: &Trailed, facts: &Facts, alarms: &mut Vec<Alarm>) {
    let patient = entry.patients.first().copied();
    alarms.push(Alarm { patient, ..alarm(R::BreakGlass, entry, of(&entry.resource_id)) });
    let count = entry.user.and_then(|it| facts.glass_broken.get(&it)).copied().unwrap_or(0);
    if count > GLASS_MOST {
        alarms.push(Alarm { count, ..alarm(R::BreakGlassRate, entry, person_of(entry)) });
    }
}

fn looked(
    stretch: &Stretch<'_>,
    at: usize,
    (person, patient): (&Person, PatientId),
    facts: &Facts,
    configuration: &Configuration,
    alarms: &mut Vec<Alarm>,
) {
    let entry = &stretch.new[at];
    let both = format!("{}/{patient}", person.id);
    if !facts.related.contains(&(entry.seq, patient)) {
        alarms.push(Alarm { patient: Some(patient), ..alarm(R::NoRelation, entry, both.clone()) });
    }
    if facts.family_names.get(&patient).is_some_and(|it| is_of_family(&person.name, it)) {
        alarms.push(Alarm { patient: Some(patient), ..alarm(R::SameSurname, entry, both) });
    }
    let margins = [-MARGIN_SECONDS, 0, MARGIN_SECONDS];
    if margins.iter().all(|it| is_closed(configuration, Instant(entry.at.0 + it))) {
        alarms.push(alarm(R::OffHours, entry, person.id.to_string()));
    }
    let count = stretch.reads(at, person.id);
    let usual = facts.usual_reads.get(&person.id).copied().unwrap_or(0);
    if count > READS_FLOOR.max(usual * READS_FACTOR) {
        alarms.push(Alarm { count, ..alarm(R::MassReads, entry, person.id.to_string()) });
    }
}

/// Whether a word of the patient's family name is one of the person's.
fn is_of_family(person: &str, family_name: &str) -> bool {
    let (person, family) = (fold(person), fold(family_name));
    let words = || person.split_whitespace().skip(1);
    family.split_whitespace().filter(|it| it.len() > 2).any(|it| words().any(|word| word == it))
}

/// Whether no location is open then. An organization that says no hours is never closed.
fn is_closed(configuration: &Configuration, at: Instant) -> bool {
    let setup = &configuration.setup;
    let Some(hours) = &setup.organization.business_hours else { return false };
    let mut locations = setup.locations.iter().filter(|it| it.is_active).peekable();
    locations.peek().is_some()
        && locations.all(|location| {
            let local = at.wall(location.zone);
            let minute = DayMinute(u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0));
            hours.closed_at(local.weekday(), minute).is_some()
        })
}

/// Away from a desk and back at it, while the same person was at another.
fn two_devices(stretch: &Stretch<'_>, at: usize, alarms: &mut Vec<Alarm>) {
    let entry = &stretch.new[at];
    let (Some(person), Some(device)) = (entry.user, entry.device) else { return };
    let devices = stretch.back_from(at, DEVICES_SECONDS).filter(|it| it.user == Some(person));
    let mut devices: Vec<DeviceId> = devices.filter_map(|it| it.device).collect();
    devices.dedup();
    if devices.len() > 2 && devices.iter().skip(2).any(|it| *it == device) {
        alarms.push(alarm(R::TwoDevices, entry, person.to_string()));
    }
}
