//! Checking out: the type says when the patient comes again, and the search begins there.

use crate::clinic::{Clinic, refusals};
use clinic_domain::appointment_type::AppointmentType;
use desk_app::{
    find_offers::{FindOffers, find_offers},
    setup::put_appointment_type,
};

#[test]
fn the_interval_of_a_type_is_kept_and_leads_to_times_not_before_it() {
    let clinic = Clinic::new();
    let kind = AppointmentType { follow_up_weeks: 6, ..clinic.kind("Follow-up") };
    put_appointment_type(&clinic.desk, clinic.ada, &kind).unwrap();
    let endless = AppointmentType { follow_up_weeks: 105, ..clinic.kind("Follow-up") };
    assert_eq!(refusals(put_appointment_type(&clinic.desk, clinic.ada, &endless)), ["invalid"]);
    let clinic = clinic.reopened();
    let kind = clinic.kind("Follow-up");
    assert_eq!(kind.follow_up_weeks, 6);

    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let today = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let due = clinic.desk.now().local_date(chrono_tz::America::New_York)
        + chrono::Days::new(7 * u64::from(kind.follow_up_weeks));
    let wanted = FindOffers {
        like: Some(today.id),
        from: Some(due.and_hms_opt(0, 0, 0).unwrap()),
        until: Some(due + chrono::Days::new(14)),
        limit: None,
        ..clinic.offers(Some(ana.id), 3)
    };
    let found = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap();
    let days: Vec<_> = found
        .offers
        .iter()
        .map(|it| it.1.slot.visit.start().local_date(chrono_tz::America::New_York))
        .collect();
    assert!(!days.is_empty() && days.iter().all(|it| *it >= due && *it <= due + chrono::Days::new(14)));
    assert_eq!(days[0], due, "a Monday as today: the same weekday and time are free");
}
