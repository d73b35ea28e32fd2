//! The one path on which an organization's book, setup and people change, for the API and for desks alike.
//!
//! Invariants: the organization's counter is locked first, so that decisions are made one after the other and in the order
//! of their numbers; an operation is decided once, and sent again it gets the answer that it got; what it changed, its
//! result, its event and its audit entry are there together or not at all.

mod first_round;
mod lent;
mod line;

pub use line::{Lines, arbitrate};

use crate::{
    app::App,
    events::{self, EventType, Occurrence, Written, events_of},
    http::Origin,
};
use central_store::{AuditEntry, Batch, Configuration, Counter, Event, Recorded, StoreResult, Tenant};
use clinic_domain::{
    arbiter::{Ahead, Loaded, Scene, Verdict, Want, lost},
    arbitration::{Act, Refused, can_undo},
    conflict::BookingConflict,
    id::{DeviceId, LocationId, OpId, OrganizationId},
    operation::{Change, Operation},
    people::Person,
    setup::Setup,
    time::Instant,
};
use clinic_protocol::{
    encode_changes,
    hub::HubWord,
    sync::{OpResult, OpStatus},
};
use first_round::FirstRound;
use lent::LentTimes;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};
use uuid::Uuid;

/// More are sent in several transactions.
pub const MOST_AT_ONCE: usize = 50;

/// An operation on its way to a decision.
#[derive(Clone)]
pub struct Submission {
    pub operation: Operation,
    /// As it is kept.
    pub bytes: Vec<u8>,
    /// Of what was asked for: sent again under the same id it has to be the same.
    pub digest: [u8; 32],
    /// The desk that sent it; none for what came by the API.
    pub device: Option<SendingDesk>,
    /// When it is taken to have been decided.
    pub at: Instant,
    /// Who decided it, where that is nobody of the organization's people: a patient who answers.
    pub author: Option<Person>,
}

/// The desk that an operation comes from.
#[derive(Clone)]
pub struct SendingDesk {
    pub id: DeviceId,
    pub location: Option<LocationId>,
    /// What the hub of its location said of the operation, if that was asked.
    pub hub: Option<HubWord>,
}

/// What became of an operation.
#[derive(Debug)]
pub struct Settled {
    pub op: OpId,
    pub result: OpResult,
    /// The rows as it left them: of one that lost, the conflict. None for what is not done now.
    pub changes: Vec<Change>,
    pub refused: Option<Refused>,
}

/// An operation, and where the request that brought it came from.
#[derive(Clone, Copy)]
struct Sent<'a> {
    submission: &'a Submission,
    from: &'a Origin,
}

impl Sent<'_> {
    fn op(&self) -> OpId {
        self.submission.operation.id
    }
}

/// Decides operations of one organization, each on what the ones before it left, and stores what became of them.
async fn decide_and_store(
    app: &App,
    organization: OrganizationId,
    sent: &[Sent<'_>],
) -> StoreResult<Vec<Settled>> {
    let mut tenant = app.store.tenant(organization).await?;
    let mut round = FirstRound::ask(app, &tenant, sent);
    let mut answers = tenant.run(std::mem::take(&mut round.batch)).await?;
    let mut counter = answers.counter(round.counter_at)?;
    let known = round.known(&mut answers, sent);
    let lent = round.lent(&mut answers);
    let mut loaded = Loaded::default();
    answers.load(round.asked, &counter, &mut loaded)?;
    let configuration = app.configuration_in(&mut tenant, counter.setup_seq).await?;
    let mut seen = HashSet::new();
    let is_fresh = |it: &Sent<'_>| !known.contains_key(&it.op()) && seen.insert(it.op());
    let fresh: Vec<Sent<'_>> = sent.iter().copied().filter(is_fresh).collect();
    let people = with_authors(&configuration.people, &fresh);
    let now = app.clock.now();
    let rulings = loop {
        match decide(&fresh, &configuration, (&people, now), (&loaded, &lent)) {
            Ok(rulings) => break rulings,
            Err(want) => load(&mut tenant, want, &counter, &mut loaded).await?,
        }
    };
    let before = counter;
    let mut batch = Batch::default();
    let Rulings { rulings, setup } = rulings;
    let mut writer = Writer::new(app, counter);
    let settled: Vec<Settled> =
        fresh.iter().zip(rulings).map(|(it, ruling)| writer.settle(&mut batch, *it, ruling)).collect();
    counter = writer.write(&tenant, &mut batch, &setup, &settled);
    if counter != before {
        tenant.advance_counter(&mut batch, &counter);
    }
    let desks = last_of_desks(sent);
    if !desks.is_empty() {
        tenant.heard_from(&mut batch, &desks, now);
    }
    tenant.commit(batch).await?;
    if counter.setup_seq != before.setup_seq {
        app.forget_configuration(organization);
    }
    if counter.seq != before.seq {
        app.moved(organization, &counter);
    }
    Ok(in_order(sent, settled, known))
}

#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn scene(configuration: &Configuration, now: Instant) -> Scene<'_> {
    let Configuration { setup, people, office, .. } = configuration;
    Scene { setup, people, office, now }
}

/// The organization's people, and those who are none of them and decided something.
fn with_authors<'a>(people: &'a [Person], sent: &[Sent<'_>]) -> Cow<'a, [Person]> {
    let authors: Vec<Person> = sent.iter().filter_map(|it| it.submission.author.clone()).collect();
    if authors.is_empty() { Cow::Borrowed(people) } else { Cow::Owned([people, &authors].concat()) }
}

async fn load(tenant: &mut Tenant, want: Want, counter: &Counter, loaded: &mut Loaded) -> StoreResult<()> {
    let mut batch = Batch::default();
    let asked = tenant.ask(&mut batch, [want]);
    tenant.run(batch).await?.load(asked, counter, loaded)
}

/// What was decided of each, in the order of the submissions, and the setup as all of it leaves it.
struct Rulings<'a> {
    rulings: Vec<Result<Act, Loss>>,
    setup: Cow<'a, Setup>,
}

/// Why an operation is not done, with what is kept of it for people to decide about.
struct Loss {
    refused: Refused,
    conflict: Option<Box<BookingConflict>>,
}

/// Decides all of them, or says what has to be known first: then asking again is safe.
fn decide<'a>(
    sent: &[Sent<'_>],
    configuration: &'a Configuration,
    (people, now): (&[Person], Instant),
    (loaded, lent): (&Loaded, &LentTimes),
) -> Result<Rulings<'a>, Want> {
    let mut ahead = Ahead::new(Scene { people, ..scene(configuration, Instant(0)) });
    let mut rulings = Vec::with_capacity(sent.len());
    let mut changes_setup = false;
    for it in sent.iter().map(|it| it.submission) {
        let decided = match lent.refuses(it, now) {
            Some(refusal) => Err(refusal.into()),
            None => ahead.decide(&it.operation, it.at, loaded)?,
        };
        rulings.push(match decided {
            Ok(decided) => {
                changes_setup |= decided.changes.iter().any(Change::is_setup);
                ahead.take(it.operation.clone(), decided);
                Ok(())
            }
            // Who asks by the API is told at once; a desk may have sent its person home by now.
            Err(refused) if it.device.is_some() && refused.verdict() == Verdict::Conflict => {
                let conflict = lost(&it.operation, &refused, ahead.scene(now), &ahead.over(loaded))?;
                Err(Loss { refused, conflict: conflict.map(Box::new) })
            }
            Err(refused) => Err(Loss { refused, conflict: None }),
        });
    }
    let setup = match changes_setup {
        true => Cow::Owned(ahead.scene(Instant(0)).setup.clone()),
        false => Cow::Borrowed(&configuration.setup),
    };
    // Whatever was taken left its act, in order.
    let mut acts = ahead.into_acts().into_iter();
    let with_act = |it: Result<(), Loss>| match it {
        Ok(()) => acts.next().map(Ok),
        Err(loss) => Some(Err(loss)),
    };
    Ok(Rulings { rulings: rulings.into_iter().filter_map(with_act).collect(), setup })
}

/// Turns what was decided into statements: each kind of them once, however many operations there are.
struct Writer<'a> {
    app: &'a App,
    now: Instant,
    counter: Counter,
    /// The last change of the operations so far.
    seq: u64,
    recorded: Vec<Recorded<'a>>,
    events: Vec<Event>,
}

impl<'a> Writer<'a> {
    fn new(app: &'a App, counter: Counter) -> Writer<'a> {
        let (now, seq) = (app.clock.now(), counter.seq);
        Writer { app, now, counter, seq, recorded: Vec::new(), events: Vec::new() }
    }

    fn settle(&mut self, batch: &mut Batch, it: Sent<'a>, ruling: Result<Act, Loss>) -> Settled {
        let entry = self.app.ids.next();
        let settled = match ruling {
            Ok(act) => self.applied(it.submission, act, entry),
            Err(loss) => self.refused(it.submission, loss, entry),
        };
        self.audit(batch, it, &settled, entry);
        settled
    }

    /// The counter as all of it leaves it.
    fn write(self, tenant: &Tenant, batch: &mut Batch, setup: &Setup, settled: &[Settled]) -> Counter {
        let Writer { mut counter, recorded, events, now, .. } = self;
        if !recorded.is_empty() {
            // Operations first: what they changed refers to them.
            tenant.record_operations(batch, &recorded);
        }
        let acts: Vec<(OpId, &[Change])> = settled.iter().map(|it| (it.op, &it.changes[..])).collect();
        tenant.record_acts(batch, setup, &acts, &mut counter);
        tenant.publish(batch, now, &events);
        counter
    }

    fn applied(&mut self, it: &'a Submission, act: Act, entry: Uuid) -> Settled {
        let numbers = act.after.iter().filter_map(|change| match change {
            Change::Patient(it) => it.counted_record_number(),
            _ => None,
        });
        let last = numbers.max().map_or(0, u64::from);
        self.counter.last_record_number = self.counter.last_record_number.max(last);
        self.seq += act.after.len() as u64;
        let result = OpResult::applied(self.seq);
        let replaced = can_undo(&it.operation.body).then(|| encode_changes(&act.before));
        self.record(it, &result, replaced, &act.after);
        self.publish(it, events_of(&it.operation.body, &act.after), entry);
        Settled { op: it.operation.id, result, changes: act.after, refused: None }
    }

    fn refused(&mut self, it: &'a Submission, loss: Loss, entry: Uuid) -> Settled {
        let Loss { refused, conflict } = loss;
        let reasons = refused.0.iter().map(|it| it.code().to_owned()).collect();
        let status = match refused.verdict() {
            Verdict::Conflict => OpStatus::Conflict,
            Verdict::Rejected => OpStatus::Rejected,
        };
        let raised = conflict.as_ref().map(|it| Occurrence {
            event: EventType::ConflictRaised,
            entity: it.id.0,
            version: Some(it.version.0),
        });
        let changes: Vec<Change> = conflict.map(Change::Conflict).into_iter().collect();
        self.seq += changes.len() as u64;
        let result = OpResult { seq: raised.map(|_| self.seq), ..OpResult::of(status, reasons) };
        self.record(it, &result, None, &changes);
        self.publish(it, raised.into_iter().collect(), entry);
        Settled { op: it.operation.id, result, changes, refused: Some(refused) }
    }

    fn record(
        &mut self,
        it: &'a Submission,
        result: &OpResult,
        replaced: Option<Vec<u8>>,
        changes: &[Change],
    ) {
        let Operation { id, author, part_of, device_seq, body, .. } = &it.operation;
        self.recorded.push(Recorded {
            op: *id,
            device: it.device.as_ref().map(|desk| (desk.id, *device_seq)),
            author: *author,
            kind: body.kind(),
            part_of: *part_of,
            body: &it.bytes,
            digest: it.digest,
            status: result.status.as_str(),
            result: result.to_json(),
            replaced,
            outcome: (!changes.is_empty()).then(|| encode_changes(changes)),
            seq: result.seq,
            received_at: self.now,
            decided_at: it.at,
        });
    }

    fn publish(&mut self, it: &Submission, events: Vec<Occurrence>, entry: Uuid) {
        let written = Written { op: it.operation.id, events, user: Some(it.operation.author), audit: entry };
        self.events.extend(events::published(&self.app.ids, written));
    }

    fn audit(&self, batch: &mut Batch, it: Sent<'_>, settled: &Settled, entry: Uuid) {
        let Sent { submission: it, from } = it;
        let object = settled.changes.first().map(Change::object);
        let details = serde_json::json!({ "operation": it.operation.id, "reasons": settled.result.reasons });
        let entry = AuditEntry {
            id: entry,
            user: Some(it.operation.author),
            device: it.device.as_ref().map(|it| it.id),
            action: it.operation.body.kind(),
            resource_type: object.map_or("operation", |it| it.0),
            resource_id: Some(object.map_or(it.operation.id.0, |it| it.1).to_string()),
            patients: settled
                .changes
                .iter()
                .filter_map(Change::patient)
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect(),
            outcome: settled.result.status.as_str(),
            details: details.to_string(),
            ip_address: from.address,
            user_agent: from.user_agent.clone(),
            at: self.now,
        };
        entry.append(batch);
    }
}

/// The desks that sent some of them, each with its last one.
fn last_of_desks(sent: &[Sent<'_>]) -> HashMap<DeviceId, u64> {
    let mut last = HashMap::new();
    for Submission { operation, device, .. } in sent.iter().map(|it| it.submission) {
        if let Some(desk) = device {
            let seq = last.entry(desk.id).or_default();
            *seq = operation.device_seq.max(*seq);
        }
    }
    last
}

/// In the order in which they were sent, those that were known among them, and those that came twice at once.
fn in_order(sent: &[Sent<'_>], settled: Vec<Settled>, mut known: HashMap<OpId, OpResult>) -> Vec<Settled> {
    let mut settled = settled.into_iter();
    let mut answered: HashMap<OpId, ([u8; 32], OpResult)> = HashMap::new();
    let one = |it: &Sent<'_>| {
        let (op, its_digest) = (it.op(), it.submission.digest);
        let before =
            answered.get(&op).map(|(digest, result)| again(Some(result.clone()), *digest == its_digest));
        let settled = match before.or_else(|| known.remove(&op)) {
            Some(result) => Settled { op, result, changes: Vec::new(), refused: None },
            None => settled.next()?,
        };
        answered.entry(op).or_insert_with(|| (its_digest, settled.result.clone()));
        Some(settled)
    };
    sent.iter().filter_map(one).collect()
}

/// The answer to an operation that had one before: the same, if it is the same operation.
pub(crate) fn again(result: Option<OpResult>, is_same: bool) -> OpResult {
    let result = result.filter(|_| is_same);
    let result = result.unwrap_or_else(|| OpResult::of(OpStatus::Rejected, vec!["other_body".to_owned()]));
    OpResult { is_duplicate: is_same, ..result }
}

impl Settled {
    #[must_use]
    pub fn is_applied(&self) -> bool {
        self.result.status == OpStatus::Applied
    }
}
