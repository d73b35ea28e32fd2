//! Why not, and what would make it possible: a click on taken times of the large clinic, beside the bare reading of the
//! rows that it is answered from.

use crate::{
    figure::{Figure, median, percentile, timed},
    large,
};
use clinic_domain::{
    id::ResourceId,
    resource::ResourceKind,
    time::{Period, local_day},
};
use desk_app::{
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    sign_in::AtTheDesk,
};

const DAY_MINUTES: i64 = 24 * 60;

pub fn taken_times(folder: &std::path::Path) {
    let entered = large::open(folder);
    let AtTheDesk { desk, person, .. } = &entered;
    let setup = &desk.configuration().unwrap().setup;
    let location = &setup.locations[0];
    let kind = setup.types.iter().find(|it| it.is_active && !it.is_new_patient).unwrap().id;
    let here = |it: &&clinic_domain::resource::Resource| it.is_active && it.location == location.id;
    let everybody: Vec<ResourceId> = setup.resources.iter().filter(here).map(|it| it.id).collect();
    let providers = setup.resources.iter().filter(here).filter(|it| it.kind == ResourceKind::Provider);
    let (mut answers, mut reads) = (Vec::new(), Vec::new());
    let tomorrow = desk.now().plus_minutes(DAY_MINUTES).local_date(location.zone);
    let day = local_day(location.zone, tomorrow);
    for provider in providers {
        let busy = desk.store().read(|it| it.busy(&[provider.id], day, desk.now())).unwrap();
        for (_, visit) in busy {
            let start = visit.during.start().wall(location.zone);
            let resource = provider.id;
            let wanted = OfferAtRequest {
                resource,
                start,
                appointment_type: kind,
                patient: None,
                moving: None,
                link: None,
                written_at: None,
            };
            let (took, answer) = timed(|| offer_at(desk, *person, &wanted).unwrap());
            let (SpotAnswer::Overbook { fixes, .. } | SpotAnswer::Refused { fixes, .. }) = answer else {
                continue;
            };
            if fixes.len() < 3 {
                continue;
            }
            answers.push(took);
            let at = visit.during.start().plus_minutes(-2 * DAY_MINUTES);
            let around = Period::of_minutes(at, 4 * DAY_MINUTES as u32).unwrap();
            let read = || desk.store().read(|it| it.busy(&everybody, around, desk.now())).unwrap();
            reads.push(timed(read).0);
        }
    }
    entered.desk.close().unwrap();
    assert!(answers.len() > 100, "too few times are taken");
    let p99 = percentile(&mut answers, 0.99);
    let (value, baseline) = (median(&mut answers), Some(median(&mut reads)));
    let (unit, goal) = ("ms", "<= 20 ms");
    Figure { name: "why_not_large", value, unit, baseline, goal, met: value <= 20.0 }.print();
    Figure { name: "why_not_large_p99", value: p99, unit, baseline, goal, met: p99 <= 20.0 }.print();
}
