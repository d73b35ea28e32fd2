//! The practice's setup: records to views and back.

use super::{
    invalid,
    organization::organization_view,
    patient::{address_view, parse_address},
    time::{date_text, parse_date, parse_day_minute, parse_optional_date, parse_weekday},
};
use crate::dto::setup::{
    AppointmentTypeView, ClosureView, HoursView, LocationView, NeedView, PrecedingView, ResourceView,
    SessionReserveView, SessionTimesView, SetupView, TemplateView,
};
use clinic_domain::{
    appointment_type::{AppointmentType, Need, Preceding},
    arbitration::Refused,
    id::{AppointmentTypeId, LocationId, ResourceId, TemplateId, Version},
    invalid::{Field, Problem},
    organization::Location,
    resource::Resource,
    schedule::{
        ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve, WeeklySession,
    },
    setup::Setup,
    time::{DayMinute, Instant},
};

#[must_use]
pub fn view(setup: &Setup, now: Instant) -> SetupView {
    let mut resources: Vec<ResourceView> = setup.resources.iter().map(resource_view).collect();
    resources.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    SetupView {
        organization: organization_view(&setup.organization),
        locations: setup.locations.iter().map(location_view).collect(),
        resources,
        appointment_types: setup.types.iter().map(type_view).collect(),
        templates: setup.templates.iter().map(template_view).collect(),
        closures: closures(setup, now),
    }
}

fn closures(setup: &Setup, now: Instant) -> Vec<ClosureView> {
    let mut all: Vec<ClosureView> =
        setup.exceptions.iter().filter_map(|it| closure(setup, it, now)).collect();
    all.sort_by(|a, b| (&a.first_day, &a.last_day, &a.reason).cmp(&(&b.first_day, &b.last_day, &b.reason)));
    all
}

/// Pauses and blocks of one resource are the board's own business.
fn closure(setup: &Setup, it: &ScheduleException, now: Instant) -> Option<ClosureView> {
    let (location, resource) = match it.scope {
        ExceptionScope::Location(id) => (id, None),
        ExceptionScope::Resource(id) => (setup.resource(id)?.location, Some(id)),
    };
    let is_meant = match it.kind {
        ExceptionKind::Holiday | ExceptionKind::TimeOff | ExceptionKind::LateStart => true,
        // A file may bring one for every free slot.
        ExceptionKind::ExtraSession => it.source.is_none(),
        ExceptionKind::Break | ExceptionKind::Block => resource.is_none(),
    };
    let today = now.local_date(setup.location(location)?.zone);
    if !it.is_active || !is_meant || it.last_day < today {
        return None;
    }
    let is_whole_day = it.from == DayMinute::MIDNIGHT && it.to == DayMinute::END;
    Some(ClosureView {
        exception: it.id,
        location,
        resource,
        kind: it.kind,
        first_day: date_text(it.first_day),
        last_day: date_text(it.last_day),
        hours: (!is_whole_day).then(|| HoursView { from: it.from.text(), to: it.to.text() }),
        reason: it.reason.clone(),
    })
}

#[must_use]
pub fn location_view(it: &Location) -> LocationView {
    LocationView {
        id: Some(it.id),
        version: Some(it.version),
        name: it.name.clone(),
        zone: it.zone.name().to_owned(),
        phone: it.phone.clone(),
        address: address_view(&it.address),
        numbers_arrivals: it.numbers_arrivals,
        is_active: it.is_active,
    }
}

pub fn parse_location(
    view: LocationView,
    new_id: LocationId,
    source: Option<String>,
) -> Result<Location, Refused> {
    Ok(Location {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        name: view.name.trim().to_owned(),
        zone: view.zone.parse().map_err(|_| invalid(Field::Zone, Problem::NotAZone))?,
        address: parse_address(view.address),
        phone: view.phone,
        numbers_arrivals: view.numbers_arrivals,
        is_active: view.is_active,
        source,
    })
}

#[must_use]
pub fn resource_view(it: &Resource) -> ResourceView {
    ResourceView {
        id: Some(it.id),
        version: Some(it.version),
        location: it.location,
        kind: it.kind,
        name: it.name.clone(),
        initials: it.initials.clone(),
        specialty: it.specialty.clone(),
        identifier: it.identifier.clone(),
        join_link: it.join_link.clone(),
        changeover_minutes: it.changeover_minutes,
        same_person_as: it.same_person_as,
        places: it.places,
        position: it.position,
        is_active: it.is_active,
    }
}

#[must_use]
pub fn parse_resource(view: ResourceView, new_id: ResourceId, source: Option<String>) -> Resource {
    Resource {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        location: view.location,
        kind: view.kind,
        name: view.name.trim().to_owned(),
        initials: view.initials.trim().to_owned(),
        specialty: view.specialty.trim().to_owned(),
        identifier: view.identifier.trim().to_owned(),
        join_link: view.join_link.trim().to_owned(),
        changeover_minutes: view.changeover_minutes,
        same_person_as: view.same_person_as,
        places: view.places,
        position: view.position,
        is_active: view.is_active,
        source,
    }
}

#[must_use]
pub fn type_view(it: &AppointmentType) -> AppointmentTypeView {
    AppointmentTypeView {
        id: Some(it.id),
        version: Some(it.version),
        name: it.name.clone(),
        neutral_label: it.neutral_label.clone(),
        short_code: it.short_code.clone(),
        follow_up_weeks: it.follow_up_weeks,
        overbook_lanes: it.overbook_lanes,
        modality: it.modality,
        duration_minutes: it.duration_minutes,
        buffer_before_minutes: it.buffer_before_minutes,
        buffer_after_minutes: it.buffer_after_minutes,
        needs: it
            .needs
            .iter()
            .map(|need| NeedView {
                kind: need.kind,
                any_of: need.any_of.clone(),
                from_minute: need.from_minute,
                minutes: need.minutes,
            })
            .collect(),
        notice_minutes: it.notice_minutes,
        is_new_patient: it.is_new_patient,
        is_urgent: it.is_urgent,
        places: it.places,
        is_active: it.is_active,
        preceded_by: it.preceded_by.map(|it| PrecedingView {
            appointment_type: it.appointment_type,
            min_gap_minutes: it.min_gap_minutes,
            max_gap_minutes: it.max_gap_minutes,
        }),
    }
}

#[must_use]
pub fn parse_type(view: AppointmentTypeView, new_id: AppointmentTypeId) -> AppointmentType {
    AppointmentType {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        name: view.name.trim().to_owned(),
        neutral_label: view.neutral_label.trim().to_owned(),
        short_code: view.short_code.trim().to_owned(),
        follow_up_weeks: view.follow_up_weeks,
        overbook_lanes: view.overbook_lanes,
        modality: view.modality,
        duration_minutes: view.duration_minutes,
        buffer_before_minutes: view.buffer_before_minutes,
        buffer_after_minutes: view.buffer_after_minutes,
        needs: view
            .needs
            .into_iter()
            .map(|it| Need {
                kind: it.kind,
                any_of: it.any_of,
                from_minute: it.from_minute,
                minutes: it.minutes,
            })
            .collect(),
        notice_minutes: view.notice_minutes,
        is_new_patient: view.is_new_patient,
        is_urgent: view.is_urgent,
        places: view.places,
        is_active: view.is_active,
        preceded_by: view.preceded_by.map(preceding),
    }
}

#[must_use]
pub const fn preceding(view: PrecedingView) -> Preceding {
    let PrecedingView { appointment_type, min_gap_minutes, max_gap_minutes } = view;
    Preceding { appointment_type, min_gap_minutes, max_gap_minutes }
}

#[must_use]
pub fn template_view(it: &ScheduleTemplate) -> TemplateView {
    TemplateView {
        id: Some(it.id),
        version: Some(it.version),
        resource: it.resource,
        name: it.name.clone(),
        valid_from: date_text(it.valid_from),
        valid_to: it.valid_to.map(date_text),
        every_n_weeks: it.every_n_weeks,
        sessions: it
            .sessions
            .iter()
            .map(|session| SessionTimesView {
                weekday: u8::try_from(session.weekday.number_from_monday()).unwrap_or_default(),
                from: session.from.text(),
                to: session.to.text(),
                types: session.types.clone(),
                release_days: session.release_days,
                reserve: session
                    .reserve
                    .map(|it| SessionReserveView { percent: it.percent, until_days: it.until_days }),
                overbook_lanes: session.overbook_lanes,
            })
            .collect(),
        is_active: it.is_active,
    }
}

pub fn parse_template(view: TemplateView, new_id: TemplateId) -> Result<ScheduleTemplate, Refused> {
    Ok(ScheduleTemplate {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        resource: view.resource,
        name: view.name.trim().to_owned(),
        valid_from: parse_date(Field::ValidFrom, &view.valid_from)?,
        valid_to: parse_optional_date(Field::ValidTo, view.valid_to.as_deref())?,
        every_n_weeks: view.every_n_weeks,
        sessions: view.sessions.into_iter().map(parse_session).collect::<Result<_, _>>()?,
        is_active: view.is_active,
    })
}

fn parse_session(view: SessionTimesView) -> Result<WeeklySession, Refused> {
    Ok(WeeklySession {
        weekday: parse_weekday(Field::Weekday, view.weekday)?,
        from: parse_day_minute(Field::From, &view.from)?,
        to: parse_day_minute(Field::To, &view.to)?,
        types: view.types,
        release_days: view.release_days,
        reserve: view.reserve.map(|it| SessionReserve { percent: it.percent, until_days: it.until_days }),
        overbook_lanes: view.overbook_lanes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::{
        id::{ExceptionId, OrganizationId},
        organization::{Address, Organization, OrganizationKind},
        resource::ResourceKind,
    };

    const MAIN: LocationId = LocationId::from_bytes([1; 16]);
    const CHEN: ResourceId = ResourceId::from_bytes([2; 16]);
    /// Tuesday 3 March 2026, 15:00 in New York.
    const NOW: Instant = Instant(1_772_568_000);

    fn clinic(exceptions: Vec<ScheduleException>) -> Setup {
        let id = OrganizationId::from_bytes([9; 16]);
        let organization = Organization::named(id, "Lakeside", OrganizationKind::Clinic);
        let location = Location {
            id: MAIN,
            version: Version::FIRST,
            name: "Main Street".into(),
            zone: chrono_tz::America::New_York,
            address: Address::default(),
            phone: String::new(),
            numbers_arrivals: false,
            is_active: true,
            source: None,
        };
        let chen = Resource {
            id: CHEN,
            version: Version::FIRST,
            location: MAIN,
            kind: ResourceKind::Provider,
            name: "Dr Mei Chen".into(),
            initials: String::new(),
            specialty: String::new(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position: 0,
            is_active: true,
            source: None,
        };
        let (locations, resources) = (vec![location], vec![chen]);
        Setup { organization, locations, resources, types: vec![], templates: vec![], exceptions }
    }

    fn closing(what: &str, scope: ExceptionScope, kind: ExceptionKind, days: [&str; 2]) -> ScheduleException {
        ScheduleException {
            id: ExceptionId::from_bytes([3; 16]),
            version: Version::FIRST,
            scope,
            kind,
            first_day: days[0].parse().unwrap(),
            last_day: days[1].parse().unwrap(),
            from: DayMinute::MIDNIGHT,
            to: DayMinute::END,
            reason: what.into(),
            types: vec![],
            overbook_lanes: 0,
            is_active: true,
            source: None,
        }
    }

    #[test]
    fn closures_are_what_a_manager_plans_and_is_not_over() {
        use ExceptionKind as K;
        let (here, hers) = (ExceptionScope::Location(MAIN), ExceptionScope::Resource(CHEN));
        let staff = closing("Staff meeting", here, K::Block, ["2026-03-03", "2026-03-03"]);
        let setup = clinic(vec![
            closing("Vacation", hers, K::TimeOff, ["2026-03-09", "2026-03-13"]),
            ScheduleException { from: DayMinute(480), to: DayMinute(540), ..staff },
            closing("Yesterday", here, K::Holiday, ["2026-03-01", "2026-03-02"]),
            closing("Phone call", hers, K::Block, ["2026-03-04", "2026-03-04"]),
            closing("Evening clinic", hers, K::ExtraSession, ["2026-03-04", "2026-03-04"]),
            ScheduleException {
                source: Some("urn:slots|1".into()),
                ..closing("A slot of a file", hers, K::ExtraSession, ["2026-03-04", "2026-03-04"])
            },
            ScheduleException {
                is_active: false,
                ..closing("Taken back", here, K::Holiday, ["2026-03-05", "2026-03-05"])
            },
        ]);
        let closures = view(&setup, NOW).closures;
        let shown: Vec<_> = closures.iter().map(|it| (it.reason.as_str(), it.resource)).collect();
        let evening = ("Evening clinic", Some(CHEN));
        assert_eq!(shown, [("Staff meeting", None), evening, ("Vacation", Some(CHEN))]);
        let hours = closures[0].hours.as_ref().map(|it| (it.from.as_str(), it.to.as_str()));
        assert_eq!(hours, Some(("08:00", "09:00")));
        assert!(closures[2].hours.is_none());
        assert_eq!(
            (closures[2].first_day.as_str(), closures[2].last_day.as_str()),
            ("2026-03-09", "2026-03-13")
        );
    }
}
