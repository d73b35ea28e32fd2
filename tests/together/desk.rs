//! A clinic at a centre, and desks that belong to it.

use crate::centre::{Centre, Clinic};
use clinic_domain::{
    appointment::{Appointment, Requester},
    conflict::BookingConflict,
    id::{AppointmentId, DeviceId, OpId, PatientId, PersonId},
    people::Role,
};
use desk_app::{
    book::{BookRequest, book},
    conflicts::let_go,
    find_offers::{FindOffers, find_offers},
    front_desk::FrontDesk,
};
use desk_cache::{
    CacheError, Home, KdfCost, KeyStore, Store,
    store::{Centre as Joined, NewDesk},
};
use desk_sync::{DeskKey, HttpLink, Pull, Push, Session, Stopped, Stored, Trouble, Turn, Unanswered, Wire};
use std::{path::PathBuf, sync::Arc};
use tokio::runtime::Runtime;

const PASSWORD: &str = "correct horse";

pub struct Ring {
    runtime: Runtime,
    pub centre: Centre,
    pub clinic: Clinic,
}

impl Ring {
    pub fn start() -> Ring {
        Ring::of(async |centre| centre.clinic("ring").await)
    }

    /// With a clinic of one's own.
    pub fn of(clinic: impl AsyncFnOnce(&Centre) -> Clinic) -> Ring {
        let runtime = Runtime::new().unwrap();
        // The harness names its keys as its own package sees them.
        let of_central = |path: &mut PathBuf| *path = PathBuf::from("../crates/central").join(&*path);
        let centre = runtime.block_on(Centre::start_with(|config| {
            let keys = [&mut config.token_key, &mut config.token_public_key, &mut config.audit_key];
            keys.into_iter().chain([&mut config.secret_key]).for_each(of_central);
            config.private_identity_providers = true;
            config.record_keys.iter_mut().for_each(|it| of_central(&mut it.path));
        }));
        let clinic = runtime.block_on(clinic(&centre));
        Ring { runtime, centre, clinic }
    }

    pub fn wait_for<T>(&self, answer: impl Future<Output = T>) -> T {
        self.runtime.block_on(answer)
    }

    /// A new desk that has joined and heard nothing yet.
    pub fn desk(&self) -> Desk<'_> {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(&folder.path().join("home")).unwrap();
        let device = self.runtime.block_on(self.centre.desk(&self.clinic));
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device,
            person: self.clinic.person(Role::FrontDesk),
            login: "front_desk",
            password: PASSWORD,
            cost: cost(),
            now: self.centre.app.clock.now(),
        };
        let store = Store::create(&home, &new, |_| Ok::<_, CacheError>(())).unwrap().store;
        let centre = Joined {
            url: self.centre.url.clone(),
            organization: self.clinic.id,
            slug: "ring".to_owned(),
            key: zeroize::Zeroizing::new([7; 32]),
        };
        store.join(&centre, device, None, new.now).unwrap();
        let url = self.centre.url.clone();
        Desk {
            ring: self,
            _folder: folder,
            home,
            url,
            device,
            desk: FrontDesk::new(store, self.centre.app.clock),
        }
    }

    pub fn visits_at_the_centre(&self) -> Vec<AppointmentId> {
        let sql = "SELECT id FROM central.appointments WHERE organization_id = $1 ORDER BY scheduled_at";
        let rows = self.runtime.block_on(self.centre.admin.query(sql, &[&self.clinic.id.0])).unwrap();
        rows.iter().map(|row| AppointmentId(row.get(0))).collect()
    }

    /// As after a restore of a backup from before anything was booked: the days are gone, and a new history begins.
    pub fn set_back(&self) {
        let sql = "DELETE FROM central.allocations; DELETE FROM central.event_deliveries; DELETE FROM central.events; \
             DELETE FROM central.appointments; DELETE FROM central.changes; DELETE FROM central.operations; \
             UPDATE central.devices SET last_seq = 0; \
             UPDATE central.organization_counters SET seq = 1, epoch = gen_random_uuid()";
        self.runtime.block_on(self.centre.admin.batch_execute(sql)).unwrap();
    }
}

/// Of a benchmark it is what a clinic's is.
fn cost() -> KdfCost {
    #[cfg(debug_assertions)]
    return KdfCost::for_tests();
    #[cfg(not(debug_assertions))]
    KdfCost::calibrate().unwrap()
}

pub struct Desk<'r> {
    ring: &'r Ring,
    _folder: tempfile::TempDir,
    home: Home,
    url: String,
    device: DeviceId,
    desk: FrontDesk,
}

impl Desk<'_> {
    pub fn store(&self) -> &Store {
        self.desk.store()
    }

    /// Sends and fetches until there is nothing more to do.
    pub fn sync(&self) {
        self.try_sync().unwrap();
    }

    pub fn try_sync(&self) -> Result<(), Stopped<CacheError>> {
        let mut link = self.link().map_err(Trouble::from)?;
        let now = || self.desk.now();
        let desk = Stored { store: self.store(), now: &now };
        let (mut push, mut pull) = (Push::default(), Pull::new("test"));
        // Greets, and learns whether the centre still knows what it was told.
        pull.turn(&mut link, &desk)?;
        while push.turn(&mut link, &desk)? == Turn::More {}
        let head = self.ring.runtime.block_on(async {
            let sql = "SELECT seq FROM central.organization_counters WHERE organization_id = $1";
            let of = &[&self.ring.clinic.id.0 as &(dyn tokio_postgres::types::ToSql + Sync)];
            self.ring.centre.admin.query_one(sql, of).await.unwrap().get::<_, i64>(0)
        });
        while self.store().fetching().map_err(Stopped::Desk)?.is_some()
            || self.store().heard().map_err(Stopped::Desk)?.received < u64::try_from(head).unwrap()
        {
            pull.turn(&mut link, &desk)?;
        }
        Ok(())
    }

    pub fn link(&self) -> Result<HttpLink, Unanswered> {
        Ok(HttpLink::new(Wire::alone(&self.url)?, Arc::new(self.session())))
    }

    /// Of somebody who has just signed in.
    fn session(&self) -> Session {
        let (centre, clinic) = (&self.ring.centre, &self.ring.clinic);
        let signed_in = serde_json::json!({
            "person": clinic.person(Role::FrontDesk),
            "access_token": centre.token_at(clinic, Role::FrontDesk, Some(self.device)),
            "expires_in": 300, "refresh_token": "", "session_until": 0, "needs_mfa": false,
        });
        let key = DeskKey::of(zeroize::Zeroizing::new([7; 32]));
        let session = Session::new(self.device, key, centre.app.clock, None, Box::new(|_| {}));
        session.begin(&serde_json::from_value(signed_in).unwrap());
        session
    }

    /// The same files, opened anew.
    pub fn restarted(self) -> Self {
        self.desk.close().unwrap();
        let now = self.ring.centre.app.clock.now();
        let store = Store::unlock(&self.home, "front_desk", PASSWORD, now).unwrap().store;
        Desk { desk: FrontDesk::new(store, self.ring.centre.app.clock), ..self }
    }

    /// Where nobody listens.
    pub fn without_a_centre(self) -> Self {
        self.asking("http://127.0.0.1:9")
    }

    pub fn asking(self, url: &str) -> Self {
        Desk { url: url.to_owned(), ..self }
    }

    pub fn person(&self, role: Role) -> PersonId {
        let configuration = self.desk.configuration().unwrap();
        configuration.people.iter().find(|it| it.roles.contains(&role)).unwrap().id
    }

    pub fn patients(&self) -> usize {
        self.store().read(|it| Ok::<_, CacheError>(it.search_patients("ruiz", 1000)?.len())).unwrap()
    }

    pub fn visit(&self, id: AppointmentId) -> Option<Appointment> {
        self.store().read(|it| it.appointment(id)).unwrap()
    }

    pub fn conflicts(&self) -> Vec<BookingConflict> {
        self.store().read(|it| it.open_conflicts(self.ring.clinic.location)).unwrap()
    }

    pub fn handles(&self, patient: PatientId) -> Vec<String> {
        let wanted = FindOffers {
            location: self.ring.clinic.location,
            appointment_type: self.ring.clinic.visit,
            providers: Vec::new(),
            patient: Some(patient),
            moving: None,
            like: None,
            link: None,
            from: None,
            until: None,
            limit: Some(1),
        };
        let found = find_offers(&self.desk, self.person(Role::FrontDesk), &wanted).unwrap();
        found.offers.into_iter().map(|it| it.0).collect()
    }

    /// A person has read that it was refused.
    pub fn let_go(&self, refused: OpId) {
        let_go(&self.desk, self.person(Role::FrontDesk), refused).unwrap();
    }

    pub fn book(&self, patient: PatientId, handle: &str) -> AppointmentId {
        let request = BookRequest {
            handle: handle.to_owned(),
            patient,
            requested_by: Requester::Patient,
            note: None,
            overbook_reason: None,
            reminder: None,
            contact_point: None,
            instead_of: None,
            walk_in: None,
            effort: None,
        };
        book(&self.desk, self.person(Role::FrontDesk), request).unwrap().value.id
    }
}
