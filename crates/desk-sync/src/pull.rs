//! What the centre says, to the desk.
//!
//! It goes on while the outbox is stuck. A cursor that is of no use any more (the centre was restored, or the desk was away
//! for very long) begins a first sync; a first sync goes on where it stopped. It begins with what work begins with: how the
//! clinic is set up, its people, and the visits of today and the next days with their patients; from then on the desk is
//! usable, and the rest arrives behind.

use crate::{Desk, Link, Stopped, Trouble, Turn};
use clinic_domain::{operation::Change, time::Instant};
use clinic_protocol::{
    SCHEMA, change_of,
    sync::{Chunk, Hello, Page, Welcome},
};
use desk_cache::store::{Fetching, Heard, SaidLent};
use std::collections::HashSet;
use uuid::Uuid;

/// The kinds of rows in the order in which a first sync fetches them: what decisions stand on before what is decided, the
/// book last.
pub const KINDS: &[&str] = &[
    "organization",
    "policy",
    "location",
    "resource",
    "appointment_type",
    "template",
    "exception",
    "department",
    "faq",
    "message_template",
    "person",
    NEAR_PATIENTS,
    NEAR_VISITS,
    "patient",
    "caregiver",
    "patient_alias",
    "appointment",
    "hold",
    "waitlist_entry",
    "recall",
    "day_close",
    "booking_conflict",
];

/// The visits of the near days and their patients: few, and all that work begins with. They come again with the others.
const NEAR_PATIENTS: &str = "near_patient";
const NEAR_VISITS: &str = "near_appointment";
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Before the centre's now, and after it: today whatever the clinic's clock says, and the next days.
const NEAR_DAYS: (i64, i64) = (1, 3);

/// After so many waits for news the centre is greeted again: it says which desks there are, and a revoked one is known no
/// longer than a quarter of an hour.
const WAITS: u32 = 36;

/// The lane that fetches.
#[derive(Debug)]
pub struct Pull {
    client_version: String,
    /// The last change that the centre was heard to have; none before the greeting.
    head: Option<u64>,
    /// The near days, UTC seconds.
    near: (i64, i64),
    rows: Rows,
    /// Desks that the centre named, and those whose name was asked for because of what they did.
    met: HashSet<Uuid>,
    /// Operations that the centre lost and this desk cannot send any more.
    lost: u64,
    /// Since the greeting.
    waits: u32,
    /// Somebody wants every row fetched again.
    is_wanted_anew: bool,
}

/// Of the kind that is being fetched.
#[derive(Clone, Copy, Debug, Default)]
struct Rows {
    done: u64,
    total: Option<u64>,
}

/// How far a first sync is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstSync {
    pub is_usable: bool,
    pub kind: String,
    /// Rows of that kind since this run began, and how many there are, where it began with the kind.
    pub done: u64,
    pub total: Option<u64>,
}

impl Pull {
    #[must_use]
    pub fn new(client_version: &str) -> Pull {
        Pull {
            client_version: client_version.to_owned(),
            head: None,
            near: (0, 0),
            rows: Rows::default(),
            met: HashSet::new(),
            lost: 0,
            waits: 0,
            is_wanted_anew: false,
        }
    }

    /// One that fetches every row again, whatever is here.
    #[must_use]
    pub fn anew(client_version: &str) -> Pull {
        Pull { is_wanted_anew: true, ..Pull::new(client_version) }
    }

    /// The last change that the centre was heard to have; none before it was greeted.
    #[must_use]
    pub const fn head(&self) -> Option<u64> {
        self.head
    }

    /// How many operations of this desk the centre lost that nobody can send again.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    /// None where every row was fetched.
    pub fn first_sync<D: Desk>(&self, desk: &D) -> Result<Option<FirstSync>, D::Error> {
        let Rows { done, total } = self.rows;
        Ok(desk.fetching()?.map(|it| {
            let place = |kind: &str| KINDS.iter().position(|it| *it == kind);
            let is_usable = place(&it.kind) > place(NEAR_VISITS);
            FirstSync { is_usable, kind: it.kind, done, total }
        }))
    }

    /// Greets, fetches the next page or chunk, or waits for news.
    ///
    /// # Errors
    /// [`Trouble::Unreadable`] for rows of a kind that this desk does not know: nothing of the page is here then.
    pub fn turn<L: Link, D: Desk>(&mut self, link: &mut L, desk: &D) -> Result<Turn, Stopped<D::Error>> {
        let heard = desk.heard().map_err(Stopped::Desk)?;
        let Some(head) = self.head.filter(|_| self.waits < WAITS) else {
            return self.greet(link, desk, heard);
        };
        if let Some(stands) = desk.fetching().map_err(Stopped::Desk)? {
            return self.fetch(link, desk, &stands);
        }
        let Some(epoch) = heard.epoch else { return self.greet(link, desk, heard) };
        if heard.received == head {
            self.waits += 1;
            let head = self.noted(link.wait(epoch, head))?;
            self.head = Some(head);
            return Ok(if head == heard.received { Turn::Rest } else { Turn::More });
        }
        let page = self.noted(link.changes(epoch, heard.received))?;
        let changes = changes_of(&page)?;
        desk.hear(page.epoch, page.to, &changes).map_err(Stopped::Desk)?;
        // A desk that nobody has named yet did something: the centre names it at a greeting.
        self.head = if self.meets_somebody_new(&changes) { None } else { Some(page.head) };
        Ok(Turn::More)
    }

    fn meets_somebody_new(&mut self, changes: &[Change]) -> bool {
        let mut is_new = false;
        for change in changes {
            if let Change::Conflict(it) = change {
                is_new |= self.met.insert(it.device.0);
            }
        }
        is_new
    }

    fn greet<L: Link, D: Desk>(
        &mut self,
        link: &mut L,
        desk: &D,
        heard: Heard,
    ) -> Result<Turn, Stopped<D::Error>> {
        let outbox = desk.outbox().map_err(Stopped::Desk)?;
        let hello = Hello {
            client_version: self.client_version.clone(),
            schema: SCHEMA,
            epoch: heard.epoch,
            cursor: heard.received,
            waiting: outbox.queued,
            kept_from: desk.kept_from().map_err(Stopped::Desk)?,
            lan: desk.listens(),
            returned: desk.returned_loan().map_err(Stopped::Desk)?,
        };
        let welcome = link.hello(&hello)?;
        let Welcome { epoch, head, floor, server_time, peers, lost, deferred, delegations, .. } = welcome;
        desk.know(&peers).map_err(Stopped::Desk)?;
        let said = SaidLent { epoch, head, server_time: Instant(server_time), delegations };
        desk.put_lent(&said).map_err(Stopped::Desk)?;
        self.met.extend(peers.iter().map(|it| it.device));
        self.lost += lost;
        // What is given back is said at once.
        let has_more_to_say = desk.returned_loan().map_err(Stopped::Desk)? != hello.returned;
        self.waits = if has_more_to_say { WAITS } else { 0 };
        if outbox.deferred > deferred {
            desk.queue_deferred().map_err(Stopped::Desk)?;
        }
        if let Some(here) = heard.epoch.filter(|it| *it == epoch && heard.received <= head) {
            // A full disk may have kept from the book what the vault knows: that something is let go of.
            desk.hear(here, heard.received, &[]).map_err(Stopped::Desk)?;
        }
        // Whoever has heard nothing yet may have been answered in a history that is gone.
        let was_set_back = heard.epoch != Some(epoch) || heard.received > head;
        let is_far_behind = heard.received < floor;
        let fetching = desk.fetching().map_err(Stopped::Desk)?;
        let goes_on = fetching.is_some_and(|it| it.epoch == epoch && it.head >= floor && it.head <= head);
        if was_set_back {
            desk.queue_again().map_err(Stopped::Desk)?;
        }
        if self.is_wanted_anew || !goes_on && (was_set_back || is_far_behind) {
            let rows = setup_rows(link, epoch);
            let rows = self.noted(rows)?;
            desk.fetch_anew(&rows, &after_setup(epoch, head)).map_err(Stopped::Desk)?;
            self.is_wanted_anew = false;
        }
        self.head = Some(head);
        let (before, after) = NEAR_DAYS;
        self.near = (server_time - before * DAY_SECONDS, server_time + after * DAY_SECONDS);
        self.rows = Rows::default();
        Ok(Turn::More)
    }

    fn fetch<L: Link, D: Desk>(
        &mut self,
        link: &mut L,
        desk: &D,
        stands: &Fetching,
    ) -> Result<Turn, Stopped<D::Error>> {
        let (kind, between) = match stands.kind.as_str() {
            NEAR_PATIENTS => ("patient", Some(self.near)),
            NEAR_VISITS => ("appointment", Some(self.near)),
            whole => (whole, None),
        };
        let chunk = self.noted(link.chunk(kind, stands.after, between))?;
        if chunk.epoch != stands.epoch {
            self.head = None;
            return Ok(Turn::More);
        }
        let (rows, next) = (rows_of(kind, &chunk)?, after(stands, chunk.next));
        desk.fetched(&rows, next.as_ref()).map_err(Stopped::Desk)?;
        let done = self.rows.done + chunk.rows.len() as u64;
        let total = chunk.total.filter(|_| between.is_none()).or(self.rows.total);
        let is_same = next.is_some_and(|it| it.kind == stands.kind);
        self.rows = if is_same { Rows { done, total } } else { Rows::default() };
        Ok(Turn::More)
    }

    /// After whatever went wrong the centre is greeted anew: it may be another by then.
    fn noted<T>(&mut self, answer: Result<T, Trouble>) -> Result<T, Trouble> {
        if answer.is_err() {
            self.head = None;
        }
        answer
    }
}

/// How the clinic is set up, and its people: few rows, which come at once, so that there is no moment in which a desk knows
/// nobody.
pub(crate) fn setup_rows(link: &mut impl Link, epoch: Uuid) -> Result<Vec<Change>, Trouble> {
    let near = KINDS.iter().position(|it| *it == NEAR_PATIENTS).unwrap_or(0);
    all_rows(link, &KINDS[..near], epoch)
}

/// Of kinds that are few.
pub(crate) fn all_rows(link: &mut impl Link, kinds: &[&str], epoch: Uuid) -> Result<Vec<Change>, Trouble> {
    let mut rows = Vec::new();
    for kind in kinds {
        let mut after = None;
        loop {
            let chunk = link.chunk(kind, after, None)?;
            if chunk.epoch != epoch {
                return Err(Trouble::Gone);
            }
            rows.extend(rows_of(kind, &chunk)?);
            after = chunk.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(rows)
}

/// Where a first sync goes on with those rows here.
pub(crate) fn after_setup(epoch: Uuid, head: u64) -> Fetching {
    Fetching { epoch, head, kind: NEAR_PATIENTS.to_owned(), after: None }
}

/// Where a first sync goes on; nowhere after the last row of the last kind.
fn after(stands: &Fetching, next: Option<Uuid>) -> Option<Fetching> {
    if next.is_some() {
        return Some(Fetching { after: next, ..stands.clone() });
    }
    let mut kinds = KINDS.iter().skip_while(|it| **it != stands.kind).skip(1);
    kinds.next().map(|kind| Fetching { kind: (*kind).to_owned(), after: None, ..stands.clone() })
}

fn changes_of(page: &Page) -> Result<Vec<Change>, Trouble> {
    page.changes.iter().map(|it| read(page.schema, &it.kind, it.row.get())).collect()
}

fn rows_of(kind: &str, chunk: &Chunk) -> Result<Vec<Change>, Trouble> {
    chunk.rows.iter().map(|it| read(chunk.schema, kind, it.get())).collect()
}

fn read(schema: u16, kind: &str, row: &str) -> Result<Change, Trouble> {
    change_of(schema, kind, row).map_err(|error| Trouble::Unreadable(error.to_string()))
}
