//! A desk with two providers and a few patients, what its book holds, and the laws of that.

use crate::{
    clinic::{Clinic, PASSWORD, provider},
    lists::reachable,
};
use chrono::TimeDelta;
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus},
    appointment_type::AppointmentType,
    hold::Hold,
    id::{
        AppointmentId, AppointmentTypeId, ExceptionId, LocationId, OpId, PatientId, ResourceId, SeriesId,
        Version,
    },
    time::Period,
    waitlist::WaitlistEntry,
};
use desk_app::{
    backup::{back_up_now, set_folder},
    capacity::{Capacity, CapacityRequest, capacity},
    rebuild_mirror::rebuild_mirror,
    setup::put_appointment_type,
};
use desk_cache::CacheError;
use std::{collections::BTreeMap, fs, sync::Arc};

/// How many a class takes.
const PLACES: u8 = 3;

pub struct Office {
    pub clinic: Clinic,
    pub providers: [ResourceId; 2],
    pub class: AppointmentTypeId,
    pub patients: Vec<PatientId>,
    /// Whatever the desk ever sealed, stale ones among it.
    pub handles: Vec<String>,
    /// What was done and may be taken back later.
    pub acts: Vec<OpId>,
    pub dice: Dice,
    _backups: tempfile::TempDir,
}

impl Office {
    pub fn new(seed: u64) -> Office {
        let clinic = Clinic::new();
        let okafor = provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
        let class = clinic.kind("Follow-up");
        let (id, version) = (AppointmentTypeId(clinic.desk.ids.next()), Version::FIRST);
        let class = AppointmentType { id, version, name: "Class".into(), places: PLACES, ..class };
        put_appointment_type(&clinic.desk, clinic.ada, &class).unwrap();
        let patients = (0..8).map(|it| reachable(&clinic, &format!("Family{it}"), "555 0100").id).collect();
        let backups = tempfile::tempdir().unwrap();
        set_folder(&clinic.desk, clinic.ada, backups.path().to_str().unwrap()).unwrap();
        back_up_now(&clinic.desk, clinic.ada).unwrap();
        Office {
            providers: [clinic.chen, okafor],
            clinic,
            class: id,
            patients,
            handles: Vec::new(),
            acts: Vec::new(),
            dice: Dice(seed),
            _backups: backups,
        }
    }

    /// The desk is closed and opened again, up to two hours later.
    pub fn later(mut self) -> Office {
        let minutes = i64::try_from(self.dice.below(120)).unwrap();
        self.clinic = self.clinic.later(minutes);
        // Handles are good for one sitting.
        self.handles.clear();
        self
    }

    /// The desk is closed and opened again at once: it knows what its files say.
    pub fn opened_again(mut self) -> Office {
        self.clinic = self.clinic.reopened();
        self.handles.clear();
        self
    }

    /// What the manager sees, of days near or long past by turns.
    pub fn figures(&self, turn: usize) -> Arc<Capacity> {
        let today = self.clinic.desk.now().local_date(chrono_tz::America::New_York);
        let year_ago = |years: i64| {
            let last = today - TimeDelta::days(365 * years + 1);
            Some(last - TimeDelta::days(360)..=last)
        };
        let days = [None, year_ago(0), year_ago(2)][turn % 3].clone();
        let request = CapacityRequest { days, ..CapacityRequest::default() };
        capacity(&self.clinic.desk, self.clinic.ada, &request).unwrap()
    }

    /// The mirror is damaged and built anew from a backup and what came after.
    pub fn rebuilt(mut self) -> Office {
        let Clinic { desk, location, chen, recovery_code, home, folder, clock, .. } = self.clinic;
        desk.close().unwrap();
        drop(desk);
        let file = folder.path().join("mirror.db");
        let mut bytes = fs::read(&file).unwrap();
        bytes[..8192].fill(0x5a);
        fs::write(&file, &bytes).unwrap();
        let entered = rebuild_mirror(&home, clock, "ada", PASSWORD, None).unwrap();
        let (desk, ada) = (entered.desk, entered.person);
        self.clinic = Clinic { desk, ada, location, chen, recovery_code, home, folder, clock };
        self
    }

    pub fn rows(&self) -> Rows {
        let now = self.clinic.desk.now();
        self.clinic
            .desk
            .store()
            .read(|reader| {
                let mut rows = Rows { class: Some(self.class), ..Rows::default() };
                for patient in &self.patients {
                    let visits = reader.appointments_of(*patient)?;
                    rows.visits.extend(visits.into_iter().map(|it| (it.id, it)));
                    rows.entries.extend(reader.waitlist_entries_of(*patient)?);
                    rows.kept.push(reader.kept_of(*patient)?);
                }
                rows.holds = reader.standing_holds(now)?;
                let setup = reader.setup()?.unwrap();
                rows.closed = setup.exceptions.iter().filter(|it| it.is_active).map(|it| it.id).collect();
                Ok::<_, CacheError>(rows)
            })
            .unwrap()
    }

    pub fn live(&self) -> Vec<Appointment> {
        self.rows().visits.into_values().filter(Appointment::is_live).collect()
    }
}

/// All that the book says.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    pub visits: BTreeMap<AppointmentId, Appointment>,
    pub holds: Vec<Hold>,
    pub entries: Vec<WaitlistEntry>,
    /// For each patient the record that stands for them.
    pub kept: Vec<PatientId>,
    pub closed: Vec<ExceptionId>,
    class: Option<AppointmentTypeId>,
}

/// What an undo has to bring back: all but versions and history.
type Standing =
    (Vec<StandingVisit>, Vec<Vec<Allocation>>, Vec<(PatientId, bool)>, Vec<PatientId>, Vec<ExceptionId>);
type StandingVisit =
    (AppointmentId, PatientId, AppointmentStatus, Period, Vec<Allocation>, Option<SeriesId>, LocationId);

impl Rows {
    /// No lane is taken twice at any time, but by those who come to a class together.
    pub fn hold(&self, said: &str) {
        self.numbers_are_given_once(said);
        let mut taken: BTreeMap<(ResourceId, u8), Vec<(Period, AppointmentTypeId)>> = BTreeMap::new();
        let live = self.visits.values().filter(|it| it.is_live());
        let live = live.map(|it| (&it.allocations, it.appointment_type));
        let held = self.holds.iter().map(|it| (&it.slot.allocations, it.slot.appointment_type));
        for (allocations, of_type) in live.chain(held) {
            for it in allocations {
                taken.entry((it.resource, it.lane)).or_default().push((it.during, of_type));
            }
        }
        for ((resource, lane), mut periods) in taken {
            periods.sort_unstable();
            for group in periods.chunk_by(|one, next| lane == 0 && one == next && Some(one.1) == self.class) {
                assert!(group.len() <= usize::from(PLACES), "{said}: {resource:?}, {group:?}");
            }
            if lane == 0 {
                periods.dedup_by(|one, other| one == other && Some(one.1) == self.class);
            }
            let clash = periods.windows(2).find(|pair| pair[0].0.overlaps(&pair[1].0));
            assert_eq!(clash, None, "{said}: {resource:?}, lane {lane}");
        }
    }

    /// No two people wait by the same number.
    fn numbers_are_given_once(&self, said: &str) {
        let day = |it: &Appointment| it.wall_start[..10].to_owned();
        let numbers = self.visits.values().filter_map(|it| Some((day(it), it.attendance.queue_number?)));
        let mut numbers: Vec<_> = numbers.collect();
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]), "{said}: {numbers:?}");
    }

    pub fn standing(&self) -> Standing {
        let visit = |it: &Appointment| {
            let series = it.series.as_ref().map(|it| it.id);
            (it.id, it.patient, it.status, it.visit, it.allocations.clone(), series, it.location)
        };
        let visits = self.visits.values().filter(|it| it.status != AppointmentStatus::EnteredInError);
        let holds = self.holds.iter().map(|it| it.slot.allocations.clone());
        let entries = self.entries.iter().map(|it| (it.patient, it.is_waiting()));
        let entries = entries.filter(|(_, is_waiting)| *is_waiting);
        (
            visits.map(visit).collect(),
            holds.collect(),
            entries.collect(),
            self.kept.clone(),
            self.closed.clone(),
        )
    }
}

/// Numbers from a seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// # Panics
    /// On an empty list.
    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }

    /// `None` on an empty list.
    pub fn any_of<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        (!list.is_empty()).then(|| self.one_of(list))
    }
}
