//! The organization's hours bound what sessions offer, and nothing else.

use crate::{
    clinic::{Clinic, EVERY_DAY, minute, need},
    oracle,
    world::{World, plans},
};
use chrono::Weekday::{self, Fri, Mon, Sat, Thu, Tue, Wed};
use clinic_domain::{
    appointment::Allocation,
    arbitration::{
        Decision, OverLimit, check_all_providers, check_desks, check_slug, put_organization, put_resource,
    },
    availability::{
        Answer, BookedVisit, Cause, Compared, DayPartKind, Fix, Opening, Remedy, check, fixes, obstacles,
        propose, rule_version, without_hours, working_time,
    },
    business_hours::{BusinessHours, ClosedHours, OpenHours},
    id::{AppointmentId, ResourceId},
    invalid::{Field, Problem},
    organization::{Address, Contact, Organization, OrganizationSize},
    people::Role,
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleChange},
    tier::{Limited, SubscriptionTier},
    time::Instant,
};
use proptest::prelude::*;

const WEEKDAYS: [Weekday; 5] = [Mon, Tue, Wed, Thu, Fri];

fn open(weekdays: &[Weekday], from: &str, to: &str) -> Vec<OpenHours> {
    weekdays.iter().map(|&weekday| OpenHours { weekday, from: minute(from), to: minute(to) }).collect()
}

/// Nine to five from Monday to Friday, but for an hour at noon.
fn usual() -> BusinessHours {
    BusinessHours([open(&WEEKDAYS, "09:00", "12:00"), open(&WEEKDAYS, "13:00", "17:00")].concat())
}

fn closed(weekday: Weekday, from: &str, to: &str) -> ClosedHours {
    ClosedHours { weekday, from: minute(from), to: minute(to) }
}

/// A clinic with those hours, and somebody who is there from eight to six every day.
fn clinic() -> (Clinic, ResourceId) {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("08:00", "18:00");
    clinic.setup.organization.business_hours = Some(usual());
    (clinic, chen)
}

#[test]
fn sessions_offer_what_lies_in_the_hours() {
    let (mut clinic, chen) = clinic();
    let monday = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!((monday.len(), monday[0].as_str()), (11 + 15, "2035-02-05T09:00"));
    assert!(!monday.iter().any(|it| it.as_str() > "2035-02-05T11:30" && it.as_str() < "2035-02-05T13:00"));
    assert_eq!(clinic.starts("2035-02-03T00:00", "2035-02-05T00:00"), [""; 0], "closed at the weekend");
    let parts =
        working_time(&clinic.setup, chen, clinic.period("2035-02-05T00:00", "2035-02-06T00:00"), Instant(0));
    let open: Vec<_> = parts.iter().filter(|it| matches!(it.kind, DayPartKind::Open { .. })).collect();
    assert_eq!(
        open.iter().map(|it| it.during).collect::<Vec<_>>(),
        [
            clinic.period("2035-02-05T09:00", "2035-02-05T12:00"),
            clinic.period("2035-02-05T13:00", "2035-02-05T17:00"),
        ]
    );
    // By the wall clock of each location.
    let tokyo = clinic.site(chrono_tz::Asia::Tokyo);
    clinic.setup.resources[0].location = tokyo;
    (clinic.location, clinic.zone) = (tokyo, chrono_tz::Asia::Tokyo);
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00")[0], "2035-02-05T09:00");
}

#[test]
fn a_click_outside_the_hours_names_the_closed_part_of_the_day_and_is_no_overbook() {
    let (mut clinic, chen) = clinic();
    let refused = |clinic: &Clinic, wall: &str| clinic.refusals(&clinic.spot(chen, clinic.at(wall)));
    for (wall, closed) in [
        ("2035-02-03T10:00", closed(Sat, "00:00", "24:00")),
        ("2035-02-05T08:00", closed(Mon, "00:00", "09:00")),
        ("2035-02-05T08:45", closed(Mon, "00:00", "09:00")),
        ("2035-02-05T11:45", closed(Mon, "12:00", "13:00")),
        ("2035-02-05T17:00", closed(Mon, "17:00", "24:00")),
    ] {
        assert_eq!(refused(&clinic, wall), [Refusal::OutsideBusinessHours { closed }], "{wall}");
    }
    // Where nobody works anyway, the sessions are the reason.
    let evening = refused(&clinic, "2035-02-05T18:00");
    assert!(matches!(evening[..], [Refusal::OutsideSessions { .. }]), "{evening:?}");
    // Whoever is booked there does not make it an overbook.
    clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.overbook_lanes = 3);
    clinic.take(chen, "2035-02-05T17:00", "2035-02-05T17:30", 0);
    let found = refused(&clinic, "2035-02-05T17:00");
    assert!(matches!(found[..], [Refusal::OutsideBusinessHours { .. }, Refusal::Taken { .. }]), "{found:?}");
}

#[test]
fn what_keeps_provider_and_room_out_is_said_once() {
    let (mut clinic, _) = clinic();
    let room = clinic.room();
    clinic.works(room, &EVERY_DAY, "08:00", "18:00");
    clinic.change_type(clinic.visit, |it| it.needs.push(need(ResourceKind::Room, &[], 0, 0)));
    let hours = clinic.setup.organization.business_hours.take();
    let slot = clinic.offers(&clinic.request("2035-02-05T08:00", "2035-02-05T09:00"))[0].slot.clone();
    clinic.setup.organization.business_hours = hours;
    let asking = clinic.spot(room, Instant(0)).asking;
    let closed = closed(Mon, "00:00", "09:00");
    assert_eq!(
        check(&clinic.setup, &clinic.book, &slot, &asking),
        Err(vec![Refusal::OutsideBusinessHours { closed }])
    );
}

#[test]
fn an_extra_session_and_a_room_without_hours_are_not_bound() {
    let (mut clinic, chen) = clinic();
    clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(ResourceKind::Room, &[], 0, 0)));
    let day = ("2035-02-03", "2035-02-03");
    clinic.except(ExceptionScope::Resource(chen), ExceptionKind::ExtraSession, day, ("10:00", "11:00"));
    assert_eq!(
        clinic.starts("2035-02-03T00:00", "2035-02-05T00:00"),
        ["2035-02-03T10:00", "2035-02-03T10:15", "2035-02-03T10:30"]
    );
    // It is what opens the time, too.
    let at = clinic.spot(chen, clinic.at("2035-02-05T17:00"));
    let within = clinic.period("2035-02-05T16:00", "2035-02-05T18:00");
    let found = fixes(&clinic.setup, &clinic.book, &at, None, within);
    let opening = found.iter().find_map(|Fix { remedy, slot }| match remedy {
        Remedy::Open(it @ Opening::ExtraSession { .. }) => Some((it.opened(&clinic.setup), slot)),
        _ => None,
    });
    let (opened, slot) = opening.unwrap();
    assert_eq!(check(&opened, &clinic.book, slot, &at.asking), Ok(()));
}

#[test]
fn the_part_of_a_visit_that_an_extra_session_holds_is_not_said_to_be_outside_of_business_hours() {
    let (mut clinic, chen) = clinic();
    let day = ("2035-02-05", "2035-02-05");
    clinic.except(ExceptionScope::Resource(chen), ExceptionKind::ExtraSession, day, ("07:00", "07:30"));
    let parts = [need(ResourceKind::Provider, &[], 0, 5), need(ResourceKind::Provider, &[], 25, 5)];
    clinic.change_type(clinic.visit, |it| it.needs = parts.to_vec());
    // Its first five minutes are before the extra session, its last five in it.
    let refused = |clinic: &Clinic| clinic.refusals(&clinic.spot(chen, clinic.at("2035-02-05T06:45")));
    let found = refused(&clinic);
    assert!(found.iter().all(|it| matches!(it, Refusal::OutsideSessions { .. })), "{found:?}");
    // It would do the same without those hours.
    clinic.setup.organization.business_hours = None;
    assert_eq!(refused(&clinic), found);
}

#[test]
fn a_search_that_finds_nothing_says_when_the_clinic_is_closed() {
    let (mut clinic, chen) = clinic();
    let why = |clinic: &Clinic, from: &str, to: &str| {
        let found = obstacles(&clinic.setup, &clinic.book, &clinic.request(from, to)).unwrap();
        found.into_iter().map(|it| (it.cause, it.resources)).collect::<Vec<_>>()
    };
    let outside = |closed| (Cause::OutsideBusinessHours { closed }, vec![chen]);
    let saturday = closed(Sat, "00:00", "24:00");
    assert_eq!(why(&clinic, "2035-02-03T00:00", "2035-02-04T00:00"), [outside(Some(saturday))]);
    assert_eq!(why(&clinic, "2035-02-03T00:00", "2035-02-05T00:00"), [outside(None)], "two days");
    let noon = closed(Mon, "12:00", "13:00");
    assert_eq!(why(&clinic, "2035-02-05T12:00", "2035-02-05T13:00"), [outside(Some(noon))]);
    // What is booked within the hours is another reason, and the longer one.
    clinic.take(chen, "2035-02-05T09:00", "2035-02-05T17:00", 0);
    let all = why(&clinic, "2035-02-05T00:00", "2035-02-06T00:00");
    let booked = Cause::Booked { longest_free_minutes: 0, needed_minutes: 30 };
    assert_eq!(all, [(booked, vec![chen]), outside(None)]);
}

#[test]
fn fewer_hours_name_who_loses_the_time_and_take_nothing_away() {
    let (mut clinic, chen) = clinic();
    let hours = clinic.setup.organization.business_hours.take();
    let booked = |clinic: &mut Clinic, from: &str, to: &str| {
        let during = clinic.period(from, to);
        BookedVisit {
            id: AppointmentId(clinic.id()),
            location: clinic.location,
            appointment_type: clinic.visit,
            visit: during,
            allocations: vec![Allocation { resource: chen, during, lane: 0 }],
        }
    };
    let visits = [
        booked(&mut clinic, "2035-03-06T09:00", "2035-03-06T09:30"),
        booked(&mut clinic, "2035-03-06T12:30", "2035-03-06T13:30"),
        booked(&mut clinic, "2035-03-10T09:00", "2035-03-10T09:30"),
    ];
    let now = clinic.at("2035-03-05T08:00");
    let change = ScheduleChange::BusinessHours(hours);
    let proposal = propose(&clinic.setup, &change, &visits, now);
    assert_eq!((proposal.lost, proposal.regained), (vec![visits[1].id, visits[2].id], vec![]));
    assert_eq!(proposal.open_minutes, Compared { before: 7 * 600, after: 5 * 420 });
    clinic.setup = clinic.setup.with(&change);
    assert_eq!(without_hours(&clinic.setup, &visits), [visits[1].id, visits[2].id]);
    let back = propose(&clinic.setup, &ScheduleChange::BusinessHours(None), &visits, now);
    assert_eq!((back.lost.len(), back.regained.len()), (0, 2));
}

#[test]
fn the_rule_version_follows_the_hours_in_whatever_order_they_stand() {
    let (mut clinic, chen) = clinic();
    let version = |clinic: &Clinic| rule_version(&clinic.setup, clinic.visit, &[chen]);
    let first = version(&clinic);
    let mut hours = usual();
    hours.0.reverse();
    clinic.setup.organization.business_hours = Some(hours.clone());
    assert_eq!(version(&clinic), first);
    hours.0[0].to = minute("16:00");
    clinic.setup.organization.business_hours = Some(hours);
    assert_ne!(version(&clinic), first);
    clinic.setup.organization.business_hours = None;
    assert_ne!(version(&clinic), first);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn hours_that_are_named_by_a_click_are_closed_and_cut_a_session(plan in plans()) {
        let world = World::of(&plan);
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let request = world.request();
        let here = |it: &&Resource| it.is_active && it.location == world.clinic.location;
        for at in (world.within.start().0..world.within.end().0).step_by(1500).map(Instant) {
            for resource in setup.resources.iter().filter(here) {
                let Answer::Refused(refused) = world.answer(resource.id, at) else { continue };
                for it in refused {
                    let Refusal::OutsideBusinessHours { closed } = it else { continue };
                    let parts = oracle::parts_of(setup, book, &request, resource, at);
                    let is_cut = |it: &_| oracle::is_cut(setup, book, &request, (resource.id, *it), closed);
                    prop_assert!(parts.iter().any(is_cut), "{closed:?}");
                }
            }
        }
    }
}

fn put(clinic: &mut Clinic, change: impl FnOnce(&mut Organization)) -> Decision<Organization> {
    let author = clinic.person(Role::Administrator);
    let mut wanted = clinic.setup.organization.clone();
    change(&mut wanted);
    put_organization(&author, &clinic.setup, &wanted)
}

fn wrong(decision: Decision<Organization>) -> Option<(Field, Problem)> {
    match decision.err()?.0[..] {
        [Refusal::Invalid { field, problem }] => Some((field, problem)),
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn hours_of_an_organization_have_a_length_and_do_not_overlap() {
    let (mut clinic, _) = clinic();
    let mut hours =
        |hours: Vec<OpenHours>| wrong(put(&mut clinic, |it| it.business_hours = Some(BusinessHours(hours))));
    assert_eq!(hours(usual().0), None);
    assert_eq!(hours([open(&[Mon], "08:00", "12:00"), open(&[Mon], "12:00", "18:00")].concat()), None);
    assert_eq!(hours(vec![]), Some((Field::BusinessHours, Problem::OneNeeded)));
    let without_length = Problem::SessionWithoutLength { weekday: Tue };
    assert_eq!(hours(open(&[Tue], "12:00", "12:00")), Some((Field::BusinessHours, without_length)));
    let (from, to) = (minute("10:00"), minute("12:00"));
    let overlap = Problem::SessionsOverlap { weekday: Mon, from, to };
    let twice = [open(&[Mon], "08:00", "12:00"), open(&[Mon], "10:00", "18:00")].concat();
    assert_eq!(hours(twice), Some((Field::BusinessHours, overlap)));
}

#[test]
fn an_organization_is_reached_by_what_can_be_dialled_written_to_and_opened() {
    let (mut clinic, _) = clinic();
    let contact = |phone: &str, email: &str, website: &str| Contact {
        phone: phone.into(),
        email: email.into(),
        website: website.into(),
    };
    let mut with = |contact: Contact| wrong(put(&mut clinic, |it| it.contact = contact));
    assert_eq!(with(contact("", "", "")), None);
    assert_eq!(with(contact("+1 212 555 0100", "desk@lakeside.example", "https://lakeside.example")), None);
    assert_eq!(with(contact("reception", "", "")), Some((Field::Phone, Problem::NotAPhone)));
    assert_eq!(with(contact("", "desk", "")), Some((Field::Email, Problem::NotAnEmail)));
    assert_eq!(with(contact("", "", "lakeside.example")), Some((Field::Website, Problem::NotALink)));
    let long = Address { city: "x".repeat(201), ..Address::default() };
    assert_eq!(wrong(put(&mut clinic, |it| it.address = long)), Some((Field::Address, Problem::TooLong)));
}

#[test]
fn slug_and_tier_are_the_centres_to_give() {
    let (mut clinic, _) = clinic();
    let organization = &mut clinic.setup.organization;
    (organization.slug, organization.subscription_tier) = ("lakeside".into(), Some(SubscriptionTier::Basic));
    let written = put(&mut clinic, |it| {
        (it.slug, it.subscription_tier) = ("another".into(), None);
        it.size = Some(OrganizationSize::Large);
    });
    let written = written.unwrap();
    assert_eq!(
        (written.slug.as_str(), written.subscription_tier),
        ("lakeside", Some(SubscriptionTier::Basic))
    );
    assert_eq!(written.size, Some(OrganizationSize::Large));
    for slug in ["lakeside", "mc", "clinic-2", &"x".repeat(63)] {
        assert_eq!(check_slug(slug), Ok(()));
    }
    for slug in ["", "a", "Lakeside", "lake side", "-lake", "lake-", "läke", "lake.side", &"x".repeat(64)] {
        let refused = check_slug(slug).unwrap_err().0;
        assert_eq!(refused, [Refusal::Invalid { field: Field::Slug, problem: Problem::NotASlug }], "{slug}");
    }
}

#[test]
fn a_tier_refuses_one_provider_too_many_and_takes_nobody_away() {
    let mut clinic = Clinic::new_york();
    clinic.setup.organization.subscription_tier = Some(SubscriptionTier::Basic);
    let author = clinic.person(Role::Administrator);
    let ids = [(); 4].map(|()| clinic.resource(ResourceKind::Provider));
    let all = clinic.setup.resources.clone();
    let put = |clinic: &Clinic, wanted: &Resource| put_resource(&author, &clinic.setup, Instant(0), wanted);
    let limit = Refusal::TierLimit { tier: SubscriptionTier::Basic, of: Limited::Providers, limit: 3 };
    // Four are there since before; each of them may be changed, and a room is no provider.
    assert!(all.iter().all(|it| put(&clinic, it).is_ok()));
    clinic.setup.resources.pop();
    assert_eq!(put(&clinic, &all[3]).unwrap_err().0, std::slice::from_ref(&limit));
    let room = Resource { kind: ResourceKind::Room, ..all[3].clone() };
    assert!(put(&clinic, &room).is_ok());
    // Somebody who left leaves a place, and needs one to come back.
    clinic.setup.resources[0].is_active = false;
    assert!(put(&clinic, &all[3]).is_ok());
    clinic.setup.resources.push(all[3].clone());
    assert_eq!(put(&clinic, &all[0]).unwrap_err().0, [limit]);
    // The same person at another location is nobody more.
    let there = clinic.site(clinic.zone);
    let again = Resource { same_person_as: Some(ids[1]), location: there, ..all[0].clone() };
    assert!(put(&clinic, &again).is_ok());
    clinic.setup.organization.subscription_tier = None;
    assert!(put(&clinic, &all[0]).is_ok(), "who stands alone has no limits");
}

#[test]
fn many_providers_together_are_as_many_as_the_tier_lets_in_or_none() {
    let mut clinic = Clinic::new_york();
    let ids = [(); 4].map(|()| clinic.resource(ResourceKind::Provider));
    let all = std::mem::take(&mut clinic.setup.resources);
    clinic.setup.organization.subscription_tier = Some(SubscriptionTier::Basic);
    let over = |there, wanted| {
        let (tier, of) = (SubscriptionTier::Basic, Limited::Providers);
        Err(OverLimit { tier, of, limit: 3, there, wanted })
    };
    assert_eq!(check_all_providers(&clinic.setup, &all[..3]), Ok(()));
    assert_eq!(check_all_providers(&clinic.setup, &all), over(0, 4));
    clinic.setup.resources = all[..2].to_vec();
    assert_eq!(check_all_providers(&clinic.setup, &all), over(2, 4), "two of them are there");
    let same = Resource { same_person_as: Some(ids[0]), ..all[3].clone() };
    assert_eq!(check_all_providers(&clinic.setup, &[all[2].clone(), same]), Ok(()), "one person twice");
    let left = Resource { is_active: false, ..all[0].clone() };
    assert_eq!(check_all_providers(&clinic.setup, &[left, all[2].clone(), all[3].clone()]), Ok(()));
    clinic.setup.resources = all.clone();
    assert_eq!(
        check_all_providers(&clinic.setup, &all),
        Ok(()),
        "they were there before the tier was lowered"
    );
    clinic.setup.organization.subscription_tier = None;
    clinic.setup.resources.clear();
    assert_eq!(check_all_providers(&clinic.setup, &all), Ok(()));
}

#[test]
fn a_tier_has_so_many_desks() {
    let mut organization = Clinic::new_york().setup.organization;
    let limit = |tier, limit| Refusal::TierLimit { tier, of: Limited::Desks, limit };
    for (tier, most) in [(SubscriptionTier::Basic, 2), (SubscriptionTier::Professional, 6)] {
        organization.subscription_tier = Some(tier);
        assert_eq!(check_desks(&organization, usize::from(most) - 1), Ok(()));
        assert_eq!(check_desks(&organization, usize::from(most)).unwrap_err().0, [limit(tier, most)]);
    }
    for tier in [None, Some(SubscriptionTier::Enterprise)] {
        organization.subscription_tier = tier;
        assert_eq!(check_desks(&organization, 400), Ok(()));
    }
}
