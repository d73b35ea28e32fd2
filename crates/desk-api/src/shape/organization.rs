//! The organization, to its view and back.

use super::{
    invalid,
    patient::{address_view, parse_address},
    time::{parse_day_minute, parse_weekday},
};
use crate::dto::organization::{OpenHoursView, OrganizationContactView, OrganizationView, TravelView};
use clinic_domain::{
    arbitration::Refused,
    attendance::TriageTargets,
    business_hours::{BusinessHours, OpenHours},
    invalid::{Field, Problem},
    organization::{Contact, Organization, OrganizationSettings, Travel},
};

#[must_use]
pub fn organization_view(it: &Organization) -> OrganizationView {
    let Contact { phone, email, website } = it.contact.clone();
    OrganizationView {
        version: it.version,
        name: it.name.clone(),
        slug: it.slug.clone(),
        kind: it.kind,
        size: it.size,
        address: address_view(&it.address),
        contact: OrganizationContactView { phone, email, website },
        business_hours: it.business_hours.as_ref().map(|it| it.0.iter().map(open_hours_view).collect()),
        zone: it.zone.map(|it| it.name().to_owned()),
        subscription_tier: it.subscription_tier,
        auto_lock_minutes: it.settings.auto_lock_minutes,
        grid_minutes: it.settings.grid_minutes,
        late_cancel_hours: it.settings.late_cancel_hours,
        late_arrival_minutes: it.settings.late_arrival_minutes,
        triage_targets: it.settings.triage_targets.0,
        travel: it.settings.travel.iter().map(travel_view).collect(),
        confirm_details_days: it.settings.confirm_details_days,
        card_interval: it.settings.card_interval,
    }
}

pub fn parse_organization(view: OrganizationView, current: &Organization) -> Result<Organization, Refused> {
    let OrganizationContactView { phone, email, website } = view.contact;
    let [phone, email, website] = [phone, email, website].map(|it| it.trim().to_owned());
    let zone = view.zone.filter(|it| !it.is_empty()).map(|it| it.parse()).transpose();
    Ok(Organization {
        id: current.id,
        version: view.version,
        name: view.name.trim().to_owned(),
        slug: current.slug.clone(),
        kind: view.kind,
        size: view.size,
        address: parse_address(view.address),
        contact: Contact { phone, email, website },
        business_hours: view.business_hours.map(parse_business_hours).transpose()?,
        zone: zone.map_err(|_| invalid(Field::Zone, Problem::NotAZone))?,
        subscription_tier: current.subscription_tier,
        is_demo: current.is_demo,
        settings: OrganizationSettings {
            auto_lock_minutes: view.auto_lock_minutes,
            grid_minutes: view.grid_minutes,
            late_cancel_hours: view.late_cancel_hours,
            late_arrival_minutes: view.late_arrival_minutes,
            triage_targets: TriageTargets(view.triage_targets),
            travel: view.travel.into_iter().map(parse_travel).collect(),
            confirm_details_days: view.confirm_details_days,
            card_interval: view.card_interval,
        },
        emergency: current.emergency.clone(),
    })
}

fn open_hours_view(it: &OpenHours) -> OpenHoursView {
    let weekday = u8::try_from(it.weekday.number_from_monday()).unwrap_or_default();
    OpenHoursView { weekday, from: it.from.text(), to: it.to.text() }
}

fn parse_business_hours(view: Vec<OpenHoursView>) -> Result<BusinessHours, Refused> {
    let open = |it: OpenHoursView| {
        Ok(OpenHours {
            weekday: parse_weekday(Field::BusinessHours, it.weekday)?,
            from: parse_day_minute(Field::BusinessHours, &it.from)?,
            to: parse_day_minute(Field::BusinessHours, &it.to)?,
        })
    };
    view.into_iter().map(open).collect::<Result<_, _>>().map(BusinessHours)
}

fn travel_view(it: &Travel) -> TravelView {
    TravelView { one: it.one, other: it.other, minutes: it.minutes }
}

fn parse_travel(view: TravelView) -> Travel {
    Travel { one: view.one, other: view.other, minutes: view.minutes }
}
