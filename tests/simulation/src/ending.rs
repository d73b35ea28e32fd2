//! The end of a run: nothing goes wrong any more, and everybody comes to agree.

use crate::{
    clinic::differs,
    counter::Counter,
    desk::MemoryDesk,
    files::Stands,
    people::{Wanted, is_open_conflict},
    rows::conflict,
    world::World,
};
use clinic_domain::{
    conflict::{ConflictOutcome, ConflictState},
    id::OpId,
    operation::{Change, OperationBody},
};
use clinic_protocol::sync::OpStatus;
use desk_sync::Desk as _;
use std::{collections::BTreeSet, rc::Rc};
use uuid::Uuid;

/// Half a minute each: longer than the longest distance between two tries, several times over.
const ROUNDS: usize = 400;

pub fn end(world: &World) {
    world.is_calm.set(true);
    for (at, desk) in world.desks.iter().enumerate() {
        world.switches_on(at);
        desk.files.dies_in.set(None);
        desk.files.is_full.set(false);
        desk.is_cut.set(false);
        desk.is_signed_in.set(true);
        desk.clock.set(0);
    }
    mirrors_go_on(world);
    for _ in 0..4 {
        agree(world);
        if world.is_broken() || !people_resolve(world) {
            break;
        }
    }
    agree(world);
    if !world.is_broken() {
        everything_is_decided(world);
        everybody_has_the_same(world);
    }
}

fn in_use(world: &World) -> impl Iterator<Item = (usize, &Counter)> {
    world.desks.iter().enumerate().filter(|it| !it.1.is_off())
}

fn has_heard_everything(world: &World, desk: &Counter) -> bool {
    let centre = world.centre.borrow();
    let Some(tenant) = centre.tenants.get(&desk.organization) else { return false };
    let heard = desk.files.heard();
    heard.is_ok_and(|it| it.epoch == Some(tenant.epoch) && it.received == tenant.seq)
        && desk.files.fetching().is_ok_and(|it| it.is_none())
}

/// With an outbox that cannot be sent.
fn mirrors_go_on(world: &World) {
    let stuck = in_use(world).find(|it| it.1.files.queued(1).is_ok_and(|it| !it.is_empty()));
    let Some((at, desk)) = stuck else { return };
    desk.is_push_cut.set(true);
    for _ in 0..ROUNDS {
        world.pass(30);
        world.sends(at);
        world.fetches(at);
        if desk.is_off() || has_heard_everything(world, desk) {
            break;
        }
    }
    if !desk.is_off() && !has_heard_everything(world, desk) {
        world.breaks("I13: the mirror goes on while the outbox is stuck", format!("not at desk {at}"));
    }
    desk.is_push_cut.set(false);
}

fn agree(world: &World) {
    let mut is_quiet = false;
    for _ in 0..ROUNDS {
        world.pass(30);
        for (at, _) in in_use(world).collect::<Vec<_>>() {
            world.settles(at);
            world.sends(at);
            world.fetches(at);
        }
        let waits = |it: &Counter| it.files.queued(1).is_ok_and(|it| !it.is_empty());
        let is_done = in_use(world).all(|it| !waits(it.1) && has_heard_everything(world, it.1));
        if world.is_broken() || (is_done && is_quiet) {
            return;
        }
        is_quiet = is_done;
    }
    let waiting: Vec<_> = in_use(world)
        .map(|(at, it)| {
            let waits = it.files.queued(u32::MAX).map_or(0, |it| it.len());
            format!("desk {at}: {waits} wait, heard all: {}", has_heard_everything(world, it))
        })
        .collect();
    world.breaks("I12: with a network everything is sent and heard", waiting.join("; "));
}

/// What was refused at each desk, and then, by somebody at one desk of each organization, every open conflict; whether there was
/// anything. An undo that the centre refused shows a conflict as open that is resolved, until it is let go of.
fn people_resolve(world: &World) -> bool {
    let mut is_any = false;
    for (at, desk) in in_use(world) {
        while !desk.files.undecided().is_empty() {
            is_any = true;
            world.settles(at);
        }
    }
    for number in 1..=2 {
        let Some((_, desk)) = in_use(world).find(|it| it.1.number == number) else { continue };
        let open: Vec<Change> = desk
            .files
            .glance()
            .of_kind("booking_conflict")
            .filter(|it| is_open_conflict(it))
            .cloned()
            .collect();
        for (at, row) in open.iter().filter_map(conflict).enumerate() {
            is_any = true;
            let now = world.now();
            let op = OpId(Uuid::from_u128(
                (row.id.0.as_u128() & !0xFFFF_FFFF_FFFF)
                    | 1 << 47
                    | u128::from(now.0 as u64) << 12
                    | at as u128,
            ));
            let outcome = ConflictOutcome::GivenUp;
            let body =
                OperationBody::ConflictResolve { conflict: row.id, outcome, note: "".into(), act: None };
            let saw = Some((("booking_conflict", row.id.0), row.version));
            let wanted = vec![Wanted { op, body, saw, undoes: None, is_promised: false }];
            let decided = desk.files.decide(wanted, (desk.who, now), clinic_protocol::encode_operation);
            let why = match decided {
                Ok(Ok(_)) => continue,
                Ok(Err(refused)) => format!("{}: {:?}", row.id, refused.0),
                Err(fails) => format!("{}: {fails:?}", row.id),
            };
            world.breaks("I19: every conflict can be resolved", why);
        }
    }
    is_any
}

fn everything_is_decided(world: &World) {
    let centre = world.centre.borrow();
    let laws = world.laws.borrow();
    let mut broken = None;
    for (op, saved) in &laws.saved {
        let Some(tenant) = centre.tenants.get(&saved.organization) else { continue };
        let ended = world.desks[saved.desk].ended.get();
        if ended.is_some() && laws.counts.restores > 0 && was_answered(&world.desks[saved.desk].files, *op) {
            // The centre lost it with its last days, and the desk that could tell it again may not speak any more.
            continue;
        }
        if ended.is_some_and(|it| it < laws.counts.restores) {
            continue;
        }
        let is_salvaged = || tenant.quarantine.contains(&saved.bytes);
        match tenant.known.get(op) {
            Some(known) if known.line != saved.bytes => {
                let why = format!("{op} is kept as {}", String::from_utf8_lossy(&known.line));
                broken = Some(("I17: what was sent is kept as it was sent", why));
            }
            Some(_) => {}
            None if ended.is_some() && is_salvaged() => {}
            None if ended.is_some() => {
                broken =
                    Some(("I18: no refusal deletes an unsent operation", format!("{op} of a revoked desk")));
            }
            None => {
                let law = match laws.counts.restores {
                    0 => "I3: what was saved is decided by the centre",
                    _ => "I15: after a restore everything is told again",
                };
                broken = Some((law, format!("{op} of desk {} is not known", saved.desk)));
            }
        }
    }
    for (at, desk) in in_use(world) {
        let Some(tenant) = centre.tenants.get(&desk.organization) else { continue };
        for it in desk.files.vault().iter() {
            let known = tenant.known.get(&it.op).map(|it| it.result.status);
            if known != Some(says(it.stands, known)) {
                let why = format!("{} is {:?} at desk {at} and {known:?} at the centre", it.op, it.stands);
                broken = Some(("I3: what was saved is decided by the centre", why));
            }
        }
    }
    drop((centre, laws));
    if let Some((law, why)) = broken {
        world.breaks(law, why);
    }
}

fn was_answered(files: &MemoryDesk, op: OpId) -> bool {
    files.vault().iter().any(|it| it.op == op && it.stands != Stands::Queued)
}

/// What the centre has to have said for an operation to stand like this at its desk.
fn says(stands: Stands, known: Option<OpStatus>) -> OpStatus {
    match stands {
        Stands::Applied => OpStatus::Applied,
        Stands::Conflict => OpStatus::Conflict,
        Stands::Rejected => OpStatus::Rejected,
        Stands::Deferred => OpStatus::Deferred,
        Stands::Resolved if known == Some(OpStatus::Rejected) => OpStatus::Rejected,
        Stands::Resolved | Stands::Queued => OpStatus::Conflict,
    }
}

fn everybody_has_the_same(world: &World) {
    let centre = world.centre.borrow();
    let mut broken = None;
    for (at, desk) in in_use(world) {
        let Some(tenant) = centre.tenants.get(&desk.organization) else { continue };
        let deferred = shown_for_later(&desk.files);
        if let Some((kind, id, why)) = differs(&tenant.rows, &desk.files.glance(), |it| deferred.contains(it))
        {
            let vault = desk.files.vault();
            let wrote = vault.iter().filter(|it| it.changes.iter().any(|it| it.object() == (kind, id)));
            let wrote: Vec<_> = wrote.map(|it| (it.op.to_string(), it.stands, it.centre_seq)).collect();
            let why = format!("{kind} {id} at the centre and at desk {at}: {why}; written by {wrote:?}");
            broken = Some(("I8: in the end all mirrors are the same", why));
        }
        let open = desk.files.glance().conflicts().any(|it| it.state() != ConflictState::Resolved);
        if open {
            broken = Some(("I19: every conflict can be resolved", format!("some are open at desk {at}")));
        }
    }
    for tenant in centre.tenants.values() {
        let mut again = crate::rows::Table::default();
        let outcomes = tenant.known.values().flat_map(|it| it.changes.iter());
        let mut outcomes: Vec<&Rc<Change>> = outcomes.collect();
        outcomes.sort_by_key(|it| it.version());
        outcomes.into_iter().for_each(|it| drop(again.put(it)));
        let other = again.all().find(|(object, row)| tenant.rows.get(*object) != Some(row));
        if let Some((object, row)) = other {
            let why = format!("{} {}: {}", object.0, object.1, clinic_protocol::row_of(row));
            broken = Some(("what was decided, put together again, is the book", why));
        }
    }
    drop(centre);
    if let Some((law, why)) = broken {
        world.breaks(law, why);
    }
}

/// Rows that a desk shows as an operation left them that its centre cannot read yet.
fn shown_for_later(files: &MemoryDesk) -> BTreeSet<(&'static str, Uuid)> {
    let vault = files.vault();
    let deferred = vault.iter().filter(|it| it.stands == Stands::Deferred);
    deferred.flat_map(|it| it.changes.iter().map(|it| it.object())).collect()
}
