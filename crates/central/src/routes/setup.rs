//! What an organization set up: locations, providers, rooms and equipment, appointment types, hours.

use super::{
    bulk,
    rows::{self, Place, row},
    views::{
        appointment_type::AppointmentTypeForm,
        hours::{ExceptionForm, TemplateForm},
        setup::{LocationForm, ProviderForm, RoomForm},
    },
};
use crate::http::Route;
use clinic_domain::{
    appointment_type::AppointmentType,
    organization::Location,
    people::Permission,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleException, ScheduleTemplate},
};

pub fn routes() -> Vec<Route> {
    [places(), hours(), vec![bulk::providers()]].concat()
}

fn places() -> Vec<Route> {
    let view = Permission::ViewSetup;
    [
        rows::routes::<LocationForm>(&Place {
            path: "/v1/locations",
            one: "/v1/locations/{id}",
            list: ("list_locations", "Locations of the organization"),
            read: ("read_location", "A location"),
            create: ("create_location", "Add a location"),
            change: ("change_location", "Change a location"),
            view,
            write: Permission::EditSetup,
        }),
        rows::routes::<ProviderForm>(&Place {
            path: "/v1/providers",
            one: "/v1/providers/{id}",
            list: ("list_providers", "Those who see patients, at each location"),
            read: ("read_provider", "A provider"),
            create: ("create_provider", "Add a provider"),
            change: ("change_provider", "Change a provider"),
            view,
            write: Permission::EditSetup,
        }),
        rows::routes::<RoomForm>(&Place {
            path: "/v1/resources",
            one: "/v1/resources/{id}",
            list: ("list_resources", "Rooms and equipment"),
            read: ("read_resource", "A room or a piece of equipment"),
            create: ("create_resource", "Add a room or a piece of equipment"),
            change: ("change_resource", "Change a room or a piece of equipment"),
            view,
            write: Permission::EditSetup,
        }),
        rows::routes::<AppointmentTypeForm>(&Place {
            path: "/v1/appointment-types",
            one: "/v1/appointment-types/{id}",
            list: ("list_appointment_types", "Kinds of visits"),
            read: ("read_appointment_type", "A kind of visit"),
            create: ("create_appointment_type", "Add a kind of visit"),
            change: ("change_appointment_type", "Change a kind of visit"),
            view,
            write: Permission::EditSetup,
        }),
    ]
    .concat()
}

fn hours() -> Vec<Route> {
    let view = Permission::ViewSetup;
    [
        rows::routes::<TemplateForm>(&Place {
            path: "/v1/schedule-templates",
            one: "/v1/schedule-templates/{id}",
            list: ("list_schedule_templates", "Weekly hours of providers, rooms and equipment"),
            read: ("read_schedule_template", "Weekly hours"),
            create: ("create_schedule_template", "Add weekly hours"),
            change: ("change_schedule_template", "Change weekly hours"),
            view,
            write: Permission::EditSetup,
        }),
        rows::routes::<ExceptionForm>(&Place {
            path: "/v1/schedule-exceptions",
            one: "/v1/schedule-exceptions/{id}",
            list: ("list_schedule_exceptions", "Holidays, time off, pauses, blocks and extra sessions"),
            read: ("read_schedule_exception", "A holiday, time off, a pause, a block or an extra session"),
            create: (
                "create_schedule_exception",
                "Add a holiday, time off, a pause, a block or an extra session",
            ),
            change: (
                "change_schedule_exception",
                "Change a holiday, time off, a pause, a block or an extra session",
            ),
            view,
            write: Permission::BlockTime,
        }),
    ]
    .concat()
}

row!(LocationForm of Location, "location", name, Location by LocationPut, |it| it.setup.locations.iter());
row!(ProviderForm of Resource, "provider", name, Resource by ResourcePut, |it| it
    .setup
    .resources
    .iter()
    .filter(|it| is_provider(it)));
row!(RoomForm of Resource, "resource", name, Resource by ResourcePut, |it| it
    .setup
    .resources
    .iter()
    .filter(|it| !is_provider(it)));
row!(AppointmentTypeForm of AppointmentType, "appointment_type", name, AppointmentType by AppointmentTypePut, |it| it
    .setup
    .types
    .iter());
row!(TemplateForm of ScheduleTemplate, "schedule_template", name, Template by TemplatePut, |it| it
    .setup
    .templates
    .iter());
row!(ExceptionForm of ScheduleException, "schedule_exception", reason, Exception by ExceptionPut, |it| it
    .setup
    .exceptions
    .iter());

fn is_provider(it: &Resource) -> bool {
    it.kind == ResourceKind::Provider
}
