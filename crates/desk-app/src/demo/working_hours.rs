//! When the demo's providers work: weekly templates with a lunch break, holidays, time off, blocks.

use super::{Clinic, dice::Dice, practice::Numbers, size::Figures, words::Words};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use clinic_domain::{
    id::{ExceptionId, LocationId, ResourceId, TemplateId, Version},
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    setup::Setup,
    time::DayMinute,
};

const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
/// Plans reach this much further than the booked future.
const AHEAD_DAYS: i64 = 400;
/// Blocks are kept for this long.
const BLOCKS_BACK_DAYS: i64 = 30;

/// The first and the last day that the demo knows anything about.
pub(super) fn span(clinic: &Clinic<'_>, figures: &Figures) -> (NaiveDate, NaiveDate) {
    let today = clinic.now.local_date(clinic.zone);
    (today - TimeDelta::days(figures.past_days), today + TimeDelta::days(figures.future_days))
}

pub(super) fn add(
    clinic: &Clinic<'_>,
    figures: &Figures,
    setup: &mut Setup,
    numbers: &mut Numbers,
    dice: &mut Dice,
) {
    let (first, last) = span(clinic, figures);
    let last = last + TimeDelta::days(AHEAD_DAYS);
    let today = clinic.now.local_date(clinic.zone);
    let providers = setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider);
    let providers: Vec<(usize, ResourceId)> = providers.map(|it| it.id).enumerate().collect();
    for (number, provider) in providers {
        let weekly = templates(number, provider, first, clinic.words, numbers, dice);
        if WEEKDAYS.contains(&today.weekday()) {
            setup.templates.extend(weekly);
        } else {
            // Extra sessions take the place of Saturdays.
            setup.templates.extend(weekly.into_iter().filter(|it| it.every_n_weeks == 1));
            setup.exceptions.extend(weekend(provider, today, clinic.words, numbers));
        }
        let away = time_off(provider, first, last, clinic.words, numbers, dice);
        let blocks = blocks(provider, today, last, clinic.words, numbers, dice);
        // Whoever looks at the demo finds everybody at work.
        let is_later_or_before = |it: &ScheduleException| today < it.first_day || it.last_day < today;
        setup.exceptions.extend(away.into_iter().chain(blocks).filter(is_later_or_before));
    }
    let locations: Vec<LocationId> = setup.locations.iter().map(|it| it.id).collect();
    for location in locations {
        let days = (first.year()..=last.year()).flat_map(|it| holidays(it, clinic.words));
        let days = days.filter(|(day, _)| (first..=last).contains(day) && *day != today);
        setup.exceptions.extend(days.map(|(day, name)| holiday(location, day, name, numbers)));
    }
}

/// A week of mornings and afternoons, one short afternoon for some, every second Saturday for others.
fn templates(
    number: usize,
    provider: ResourceId,
    from: NaiveDate,
    words: &Words,
    numbers: &mut Numbers,
    dice: &mut Dice,
) -> Vec<ScheduleTemplate> {
    let starts = *dice.pick(&[7 * 60 + 30, 8 * 60, 8 * 60, 8 * 60 + 30]);
    let lunch = *dice.pick(&[12 * 60, 12 * 60, 12 * 60 + 15, 12 * 60 + 30]);
    let back = lunch + *dice.pick(&[45, 45, 60]);
    let ends = starts + 9 * 60 + *dice.pick(&[30, 45, 60]);
    let short_day = dice.chance(0.5).then(|| *dice.pick(&WEEKDAYS));
    let lanes = 1 + u8::from(number.is_multiple_of(3));
    let session = |weekday, from, to| WeeklySession::plain(weekday, DayMinute(from), DayMinute(to), lanes);
    let week = WEEKDAYS.into_iter().flat_map(|weekday| {
        let ends = if short_day == Some(weekday) { 15 * 60 } else { ends };
        [session(weekday, starts, lunch), session(weekday, back, ends)]
    });
    let mut template = |name: &str, every_n_weeks, sessions| ScheduleTemplate {
        id: TemplateId(numbers.next()),
        version: Version::FIRST,
        resource: provider,
        name: name.to_owned(),
        valid_from: from,
        valid_to: None,
        every_n_weeks,
        sessions,
        is_active: true,
    };
    let mut templates = vec![template(words.week, 1, week.collect())];
    if number % 4 == 3 {
        let saturday = vec![session(Weekday::Sat, 9 * 60, 12 * 60 + 30)];
        templates.push(template(words.saturdays, 2, saturday));
    }
    templates
}

/// A few days three or four times a year.
fn time_off(
    provider: ResourceId,
    first: NaiveDate,
    last: NaiveDate,
    words: &Words,
    numbers: &mut Numbers,
    dice: &mut Dice,
) -> Vec<ScheduleException> {
    let mut away = Vec::new();
    let mut day = first + TimeDelta::days(dice.between(10, 90));
    while day < last {
        let length = dice.between(1, 9);
        let reason = *dice.pick(words.time_off_reasons);
        let end = day + TimeDelta::days(length - 1);
        let scope = ExceptionScope::Resource(provider);
        away.push(exception(scope, ExceptionKind::TimeOff, (day, end), None, reason, numbers));
        day = end + TimeDelta::days(dice.between(60, 120));
    }
    away
}

/// An hour that is kept free, about every third week.
fn blocks(
    provider: ResourceId,
    today: NaiveDate,
    last: NaiveDate,
    words: &Words,
    numbers: &mut Numbers,
    dice: &mut Dice,
) -> Vec<ScheduleException> {
    let mut blocks = Vec::new();
    let mut day = today - TimeDelta::days(BLOCKS_BACK_DAYS);
    while day < last.min(today + TimeDelta::days(120)) {
        let from = u16::try_from(dice.between(14, 30)).unwrap_or(14) * 30;
        let during = Some((DayMinute(from), DayMinute(from + 60)));
        let reason = *dice.pick(words.block_reasons);
        let scope = ExceptionScope::Resource(provider);
        blocks.push(exception(scope, ExceptionKind::Block, (day, day), during, reason, numbers));
        day += TimeDelta::days(dice.between(14, 28));
    }
    blocks
}

/// The demo is looked at on a day on which the clinic would be closed.
fn weekend(
    provider: ResourceId,
    today: NaiveDate,
    words: &Words,
    numbers: &mut Numbers,
) -> [ScheduleException; 2] {
    [(8 * 60, 12 * 60), (13 * 60, 18 * 60)].map(|(from, to)| {
        let during = Some((DayMinute(from), DayMinute(to)));
        let scope = ExceptionScope::Resource(provider);
        let extra = exception(
            scope,
            ExceptionKind::ExtraSession,
            (today, today),
            during,
            words.weekend_clinic,
            numbers,
        );
        ScheduleException { overbook_lanes: 1, ..extra }
    })
}

fn holiday(location: LocationId, day: NaiveDate, name: &str, numbers: &mut Numbers) -> ScheduleException {
    exception(ExceptionScope::Location(location), ExceptionKind::Holiday, (day, day), None, name, numbers)
}

fn exception(
    scope: ExceptionScope,
    kind: ExceptionKind,
    (first_day, last_day): (NaiveDate, NaiveDate),
    during: Option<(DayMinute, DayMinute)>,
    reason: &str,
    numbers: &mut Numbers,
) -> ScheduleException {
    let (from, to) = during.unwrap_or((DayMinute::MIDNIGHT, DayMinute::END));
    ScheduleException {
        id: ExceptionId(numbers.next()),
        version: Version::FIRST,
        scope,
        kind,
        first_day,
        last_day,
        from,
        to,
        reason: reason.to_owned(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

/// The days on which an American clinic is closed.
fn holidays(year: i32, words: &Words) -> Vec<(NaiveDate, &'static str)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let nth = |month, weekday, nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
    let last_monday_of_may = nth(5, Weekday::Mon, 5).or_else(|| nth(5, Weekday::Mon, 4));
    let days = [
        (fixed(1, 1), words.new_years_day),
        (last_monday_of_may, words.memorial_day),
        (fixed(7, 4), words.independence_day),
        (nth(9, Weekday::Mon, 1), words.labor_day),
        (nth(11, Weekday::Thu, 4), words.thanksgiving),
        (fixed(12, 25), words.christmas_day),
    ];
    days.into_iter().filter_map(|(day, name)| day.map(|it| (it, name))).collect()
}
