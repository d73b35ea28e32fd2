//! One sentence, understood against the clinic's own lists: what is wanted, when, by which provider, for which visit, and
//! which words may be somebody's name.

use crate::{
    choice::{self, Choice},
    conversation::Task,
    line, people,
    wish::{LAST_MINUTE, When, resolved},
};
use chrono::NaiveTime;
use chrono_tz::Tz;
use clinic_domain::{
    fold::fold,
    id::{AppointmentTypeId, ResourceId},
    resource::ResourceKind,
    setup::Setup,
    time::Instant,
};
use clinic_language::{
    acts::{self, Act, Acts},
    intent::{self, Evidence, Intent, Judged},
    names::{Entry, Gazetteer, Heard as HeardName, NameKind, unknown_names},
    terse::BirthPart,
    text::{Kind, Text},
    when::{self, Meaning, Mention, Moment},
};

/// The clinic's lists as the understanding reads them; made anew when the setup changed.
pub struct Lists {
    pub revision: u64,
    pub(crate) names: Gazetteer,
    resources: Vec<ResourceId>,
    types: Vec<AppointmentTypeId>,
    opens: NaiveTime,
    closes: NaiveTime,
}

pub(crate) struct Heard {
    pub judged: Judged,
    pub acts: Acts,
    pub when: When,
    /// Each name that was heard, with everybody it may be.
    pub providers: Vec<(String, Vec<ResourceId>)>,
    pub types: Vec<AppointmentTypeId>,
    /// Words that may be patients' names, the surest first.
    pub people: Vec<String>,
    pub born: Option<BirthPart>,
    /// Words of the experts' line of which nothing could be made, and doctors whom nobody knows.
    pub unread: Vec<String>,
    pub nth: Option<usize>,
    /// It takes one of several, and says nothing else.
    pub choice: Option<Choice>,
    /// Something is to be otherwise, and no visit is named that stands already: what is asked for just now may be meant.
    pub amends: bool,
    /// It says what is to be done, and does not lean on what was said before: what is open is not what it speaks of.
    pub is_whole: bool,
    /// "No, the other Ana".
    pub says_other: bool,
    /// A name stands where only a name can stand.
    pub names_surely: bool,
    /// A day or something of this clinic, with a word of free or full time.
    pub asks_for_times: bool,
    /// What a single verb says about somebody who is named, where the sentence as a whole says nothing.
    pub named_for: Option<Task>,
}

impl Lists {
    #[must_use]
    pub fn of(setup: &Setup, revision: u64) -> Lists {
        let providers = setup.resources.iter().filter(|it| it.is_active && it.kind == ResourceKind::Provider);
        let resources: Vec<ResourceId> = providers.clone().map(|it| it.id).collect();
        let active = setup.types.iter().filter(|it| it.is_active);
        let types: Vec<AppointmentTypeId> = active.clone().map(|it| it.id).collect();
        let entry = |(id, name, alias, kind): (usize, &str, &str, NameKind)| Entry {
            id: u32::try_from(id).unwrap_or(u32::MAX),
            name: name.to_owned(),
            aliases: Some(alias.to_owned()).filter(|it| !it.is_empty()).into_iter().collect(),
            kind,
        };
        let named = providers.enumerate().map(|(at, it)| (at, &*it.name, &*it.initials, NameKind::Provider));
        let kinds = active.enumerate().map(|(at, it)| (at, &*it.name, &*it.short_code, NameKind::VisitType));
        let names = Gazetteer::of(named.chain(kinds).map(entry));
        let (opens, closes) = hours(setup);
        Lists { revision, names, resources, types, opens, closes }
    }

    /// Each provider that was named, with everybody it may be.
    pub(crate) fn providers_in(
        &self,
        text: &Text<'_>,
        names: &[HeardName],
    ) -> Vec<(String, Vec<ResourceId>)> {
        let providers = names.iter().filter(|it| it.kind == NameKind::Provider);
        let provider = |it: &HeardName| {
            let ids = it.candidates.iter().filter_map(|it| self.resource(it.id)).collect();
            (text.piece(&it.at).to_owned(), ids)
        };
        providers.map(provider).collect()
    }

    pub(crate) fn types_in(&self, names: &[HeardName]) -> Vec<AppointmentTypeId> {
        let types = names.iter().filter(|it| it.kind == NameKind::VisitType);
        types.flat_map(|it| &it.candidates).filter_map(|it| self.kind(it.id)).collect()
    }

    pub(crate) fn moment(&self, now: Instant, zone: Tz) -> Moment {
        Moment { now: now.wall(zone), opens: self.opens, closes: self.closes }
    }

    /// An open side is closed by the clinic's hours: "after 3 pm" goes on until it closes. Midnight is the end of the day.
    pub(crate) fn within_hours(&self, (from, to): (NaiveTime, NaiveTime)) -> (NaiveTime, NaiveTime) {
        let from = if from == NaiveTime::MIN && self.opens < to { self.opens } else { from };
        let end = if from < self.closes { self.closes } else { NaiveTime::MIN };
        (from, if to == LAST_MINUTE { end } else { to })
    }

    pub(crate) fn resource(&self, id: u32) -> Option<ResourceId> {
        self.resources.get(id as usize).copied()
    }

    pub(crate) fn kind(&self, id: u32) -> Option<AppointmentTypeId> {
        self.types.get(id as usize).copied()
    }
}

/// From the first hour at which anybody works as a rule to the last.
fn hours(setup: &Setup) -> (NaiveTime, NaiveTime) {
    let sessions = setup.templates.iter().filter(|it| it.is_active).flat_map(|it| &it.sessions);
    let times = sessions.flat_map(|it| [it.from, it.to]);
    let (first, last) = times.fold((24 * 60, 0), |(first, last), it| (first.min(it.0), last.max(it.0)));
    let time = |minute: u16| NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0);
    let or = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    if first >= last { (or(8), or(18)) } else { (time(first).unwrap_or(or(8)), time(last).unwrap_or(or(18))) }
}

/// As sure as this a sentence is a new matter, though another one is open.
pub(crate) const SURE: f32 = 0.75;

/// What is done for somebody by one word before or behind the name.
const VERBS: [(&[&str], Task); 2] = [
    (&["find", "search", "show", "look", "lookup"], Task::Find),
    (&["confirms", "confirmed"], Task::Confirm),
];

/// "Move Ana ...": the verb, and then whose visit it is.
fn opens_a_move(text: &Text<'_>) -> bool {
    const VERBS: [&str; 5] = ["move", "push", "shift", "postpone", "reschedule"];
    const THINGS: [&str; 7] = ["the", "a", "an", "my", "your", "this", "that"];
    let mut words = text.tokens.iter().map(|it| it.word.as_str()).skip_while(|it| *it == "please");
    words.next().is_some_and(|it| VERBS.contains(&it)) && words.next().is_some_and(|it| !THINGS.contains(&it))
}

fn says_early(text: &Text<'_>, words: &[&str]) -> bool {
    text.tokens.iter().take(8).any(|it| words.contains(&it.word.as_str()))
}

/// Words of free time, and of full.
const TIMES: [&str; 18] = [
    "free",
    "open",
    "opening",
    "openings",
    "available",
    "availability",
    "slot",
    "slots",
    "time",
    "times",
    "full",
    "busy",
    "capacity",
    "booked",
    "close",
    "block",
    "have",
    "room",
];

/// What is looked for, where it is to be soon.
const SOUGHT: [&str; 6] = ["appointment", "visit", "slot", "opening", "time", "available"];

impl Heard {
    /// Yes, and nothing else.
    pub fn is_plain_yes(&self) -> bool {
        let says = |act| self.acts.has(act);
        let more = [Act::Negate, Act::RequestInfo, Act::RequestAlternatives, Act::Select];
        says(Act::Affirm) && !more.into_iter().any(says)
    }

    pub fn says_no(&self) -> bool {
        self.acts.has(Act::Negate) && !self.acts.has(Act::Affirm)
    }

    pub fn of(text: &Text<'_>, previous: Option<&str>, lists: &Lists, moment: &Moment) -> Heard {
        if let Some(heard) = line::heard(text, lists, moment) {
            return heard;
        }
        let names = lists.names.find(text);
        let said = when::find(text, moment);
        let (when, born) = resolved(&said, moment);
        let people = people::named_in(text, &names, &said, previous);
        let evidence = evidence(&said, &names);
        let is_nobody = people.is_empty();
        let named = people.clone();
        let judged = intent::judge(text, previous, &evidence);
        let verb = VERBS.iter().find(|it| says_early(text, it.0)).map(|it| it.1);
        // Half a line: where it goes to is still to come.
        let moves = || (judged.sureness < SURE && opens_a_move(text)).then_some(Task::Move);
        let named_for = verb.or_else(moves).filter(|_| !is_nobody);
        let says = |words: &[&str]| text.tokens.iter().any(|it| words.contains(&it.word.as_str()));
        let is_named = names.iter().any(|it| matches!(it.kind, NameKind::Provider | NameKind::VisitType));
        let asks_for_times = says(&TIMES) && (is_named || !when.is_empty())
            || is_named && says(&["have", "any", "anything", "is", "when", "next"])
            || says(&["soonest", "earliest"]) && says(&SOUGHT);
        Heard {
            judged,
            acts: acts::acts(text, previous),
            when,
            providers: lists.providers_in(text, &names),
            types: lists.types_in(&names),
            people,
            born,
            unread: unread(text, &names, &said),
            nth: choice::nth(text),
            choice: choice::of(text),
            amends: is_nobody && !says(&VISITS),
            says_other: text
                .tokens
                .windows(2)
                .any(|it| it[0].is("other") && named.iter().any(|name| fold(name).contains(&it[1].word))),
            names_surely: !unknown_names(text, &names, previous).is_empty(),
            is_whole: judged.sureness >= SURE && !says(&LEANING),
            asks_for_times,
            named_for,
        }
    }

    /// Whether it says anything about a visit, beside what it does to the proposal that was shown.
    pub fn brings_news(&self) -> bool {
        // A word that nothing explains may be a name, but not in a reply that says nothing beside its yes or no.
        let says_more = self.acts.has(Act::Inform)
            || self.acts.is_empty()
            || (self.intent().writes() && self.judged.sureness >= SURE);
        let names_somebody = !self.people.is_empty() && (says_more || self.names_surely || self.says_other);
        !self.when.is_empty() || self.names_ours() || names_somebody
    }

    /// A provider of the clinic, or a type of visit.
    pub fn names_ours(&self) -> bool {
        !self.providers.is_empty() || !self.types.is_empty()
    }

    /// Somebody is named, and no time, provider or type that could be asked about for them.
    pub fn names_nothing_but_people(&self) -> bool {
        let is_about_times = self.asks_for_times || !self.when.is_empty();
        !self.people.is_empty() && !is_about_times && self.providers.is_empty() && self.types.is_empty()
    }

    pub fn intent(&self) -> Intent {
        self.judged.intent
    }
}

fn evidence(said: &[Mention], names: &[HeardName]) -> Evidence {
    let count = |of: usize| u8::try_from(of).unwrap_or(u8::MAX);
    let first = |of: fn(&Meaning) -> bool| {
        said.iter().filter(|it| it.readings.first().is_some_and(|it| of(&it.meaning))).count()
    };
    Evidence {
        dates: count(first(|it| {
            matches!(
                it,
                Meaning::Date(_) | Meaning::DateTime(_) | Meaning::Dates { .. } | Meaning::DateTimes { .. }
            )
        })),
        times: count(first(|it| {
            matches!(
                it,
                Meaning::Time(_) | Meaning::DateTime(_) | Meaning::Times { .. } | Meaning::DateTimes { .. }
            )
        })),
        people: count(names.iter().filter(|it| it.kind == NameKind::Provider).count()),
    }
}

/// Words that lean on what was said before.
const LEANING: [&str; 11] =
    ["it", "that", "this", "them", "same", "instead", "one", "no", "her", "him", "actually"];

/// Yes in a word or two, whatever was asked.
pub(crate) fn is_bare_yes(text: &Text<'_>) -> bool {
    const YES: [&str; 9] = ["yes", "y", "yeah", "yep", "yup", "ok", "okay", "sure", "fine"];
    let mut words = text.tokens.iter().filter(|it| it.kind != Kind::Sign);
    words.clone().any(|it| YES.contains(&it.word.as_str()))
        && words.all(|it| it.is("please") || YES.contains(&it.word.as_str()))
}

/// Doctors whom nobody knows, and what is to come again and again: neither is booked here by words.
fn unread(text: &Text<'_>, names: &[HeardName], said: &[Mention]) -> Vec<String> {
    let is_series =
        |it: &&Mention| it.readings.first().is_some_and(|it| matches!(it.meaning, Meaning::Every { .. }));
    let series = said.iter().filter(is_series).map(|it| text.piece(&it.at).to_owned());
    people::unknown_doctors(text, names, said).into_iter().chain(series).collect()
}

/// What a visit that stands is called, and what only such a one can be.
const VISITS: [&str; 10] = [
    "appointment",
    "appointments",
    "appt",
    "visit",
    "visits",
    "booking",
    "reschedule",
    "rescheduled",
    "rebook",
    "postpone",
];
