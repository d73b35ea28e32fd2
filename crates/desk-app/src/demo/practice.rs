//! The practice behind the demo: sites, providers, rooms, types, and when they work.

use super::{
    Clinic,
    dice::{Dice, Stream},
    groups::{self, Groups},
    ids::{self, Ids},
    kinds::{Fittings, KINDS, Practitioner},
    names,
    size::Figures,
    words::Words,
    working_hours,
};
use chrono_tz::Tz;
use clinic_domain::{
    id::{AppointmentTypeId, LocationId, ResourceId, Version},
    organization::{Address, Location},
    resource::{Resource, ResourceKind},
    setup::Setup,
};

pub(super) struct Practice {
    pub setup: Setup,
    pub sites: Vec<Site>,
    /// By kind.
    pub types: Vec<AppointmentTypeId>,
    pub groups: Groups,
}

/// A location with what is in it.
pub(super) struct Site {
    pub location: LocationId,
    pub providers: Vec<Provider>,
    pub exam_rooms: Vec<ResourceId>,
    pub procedure_rooms: Vec<ResourceId>,
    pub carts: Vec<ResourceId>,
}

#[derive(Clone, Copy)]
pub(super) struct Provider {
    pub id: ResourceId,
    pub practitioner: Practitioner,
}

/// Rows of the setup, numbered as they are made.
pub(super) struct Numbers {
    ids: Ids,
    next: u32,
}

impl Numbers {
    pub(super) fn next(&mut self) -> uuid::Uuid {
        self.next += 1;
        self.ids.of(ids::Kind::Setup, self.next)
    }
}

pub(super) fn set_up(clinic: &Clinic<'_>, figures: &Figures, ids: Ids) -> Practice {
    let mut numbers = Numbers { ids, next: 0 };
    let mut setup = Setup {
        organization: clinic.organization.clone(),
        locations: Vec::new(),
        resources: Vec::new(),
        types: Vec::new(),
        templates: Vec::new(),
        exceptions: Vec::new(),
    };
    let mut sites: Vec<Site> = Vec::new();
    for place in 0..figures.locations {
        let location = location(place, clinic.zone, &mut numbers);
        sites.push(furnish(
            &location,
            share(figures.rooms, figures.locations, place),
            clinic.words,
            &mut setup,
            &mut numbers,
        ));
        setup.locations.push(location);
    }
    for number in 0..figures.providers {
        let site = number % figures.locations;
        let here =
            figures.providers / figures.locations + usize::from(site < figures.providers % figures.locations);
        let provider = provider(number, &sites[site], here, clinic.words, &mut setup, &mut numbers);
        sites[site].providers.push(provider);
    }
    let fittings = fittings(&sites);
    let kinds = KINDS.iter();
    let types =
        kinds.map(|it| it.appointment_type(AppointmentTypeId(numbers.next()), &fittings, clinic.type_words));
    setup.types = types.collect();
    let types = setup.types.iter().map(|it| it.id).collect();
    let mut dice = Dice::new(clinic.seed, Stream::Setup, 0);
    working_hours::add(clinic, figures, &mut setup, &mut numbers, &mut dice);
    let groups = groups::set_up(clinic, sites[0].location, &mut setup, &mut numbers);
    Practice { setup, sites, types, groups }
}

fn location(place: usize, zone: Tz, numbers: &mut Numbers) -> Location {
    let (name, street, city, region, postal_code) = names::LOCATIONS[place % names::LOCATIONS.len()];
    Location {
        id: LocationId(numbers.next()),
        version: Version::FIRST,
        name: name.to_owned(),
        zone,
        address: Address {
            lines: vec![street.to_owned()],
            city: city.to_owned(),
            region: region.to_owned(),
            postal_code: postal_code.to_owned(),
            country: "US".to_owned(),
        },
        phone: format!("(617) 555-01{:02}", 10 + place),
        numbers_arrivals: false,
        is_active: true,
        source: None,
    }
}

/// Two exam rooms for each provider where there is space, at least one procedure room, and a cart for each of those.
fn furnish(
    location: &Location,
    rooms: usize,
    words: &Words,
    setup: &mut Setup,
    numbers: &mut Numbers,
) -> Site {
    let procedure_rooms = (rooms / 10).max(1);
    let mut add = |kind, name: String, initials: String, specialty: &str| {
        let position = u32::try_from(setup.resources.len()).unwrap_or(u32::MAX);
        let id = ResourceId(numbers.next());
        setup.resources.push(Resource {
            id,
            version: Version::FIRST,
            location: location.id,
            kind,
            name,
            initials,
            specialty: specialty.to_owned(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            // Providers come first.
            position: 1000 + position,
            is_active: true,
            source: None,
        });
        id
    };
    let exam_rooms = (1..=rooms - procedure_rooms)
        .map(|it| add(ResourceKind::Room, format!("{} {it}", words.room), format!("R{it}"), words.exam_room))
        .collect();
    let procedures = (1..=procedure_rooms)
        .map(|it| {
            add(
                ResourceKind::Room,
                format!("{} {it}", words.procedure_room),
                format!("P{it}"),
                words.procedure_room,
            )
        })
        .collect();
    let carts = (1..=procedure_rooms)
        .map(|it| {
            add(
                ResourceKind::Equipment,
                format!("{} {it}", words.procedure_cart),
                format!("C{it}"),
                words.procedure_cart,
            )
        })
        .collect();
    Site { location: location.id, providers: Vec::new(), exam_rooms, procedure_rooms: procedures, carts }
}

/// The last provider of a site is its nurse practitioner.
fn provider(
    number: usize,
    site: &Site,
    here: usize,
    words: &Words,
    setup: &mut Setup,
    numbers: &mut Numbers,
) -> Provider {
    let specialties = [
        (words.family_medicine, Practitioner::Physician),
        (words.internal_medicine, Practitioner::Physician),
        (words.pediatrics, Practitioner::Pediatrician),
        (words.family_medicine, Practitioner::Physician),
        (words.womens_health, Practitioner::Physician),
        (words.dermatology, Practitioner::Physician),
    ];
    let at_site = site.providers.len();
    let (specialty, practitioner) = if at_site + 1 == here {
        (words.nurse_practitioner, Practitioner::Nurse)
    } else {
        specialties[at_site % specialties.len()]
    };
    let (given, family) = names::PROVIDER_NAMES[number % names::PROVIDER_NAMES.len()];
    let title = if practitioner == Practitioner::Nurse { "NP" } else { "Dr" };
    let id = ResourceId(numbers.next());
    setup.resources.push(Resource {
        id,
        version: Version::FIRST,
        location: site.location,
        kind: ResourceKind::Provider,
        name: format!("{title} {given} {family}"),
        initials: given
            .chars()
            .take(1)
            .chain(family.chars().filter(|it| it.is_uppercase()).take(2))
            .collect(),
        specialty: specialty.to_owned(),
        identifier: format!("19999{number:05}"),
        join_link: format!("https://video.example/{}", clinic_domain::fold::fold(family)),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: u32::try_from(number).unwrap_or(u32::MAX),
        is_active: true,
        source: None,
    });
    Provider { id, practitioner }
}

fn fittings(sites: &[Site]) -> Fittings {
    let mut fittings = Fittings::default();
    for site in sites {
        let nurses = site.providers.iter().filter(|it| it.practitioner == Practitioner::Nurse);
        fittings.nurses.extend(nurses.map(|it| it.id));
        fittings.exam_rooms.extend(&site.exam_rooms);
        fittings.procedure_rooms.extend(&site.procedure_rooms);
        fittings.carts.extend(&site.carts);
    }
    fittings
}

/// The part of `total` that falls on one of `among`.
fn share(total: usize, among: usize, place: usize) -> usize {
    total / among + usize::from(place < total % among)
}
