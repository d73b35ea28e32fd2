//! How far each organization's changes have come, for those who wait for the next one and for what an instance keeps.
//!
//! Invariant: what another instance did is asked of the database. Redis only says that it is time to ask; without it, or
//! should it lose a word, somebody asks once a second.

use crate::{app::App, shared::Redis};
use central_store::StoreResult;
use clinic_domain::id::OrganizationId;
use futures_util::StreamExt;
use std::{
    collections::{HashMap, HashSet},
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// However much the others do.
const LOOK_LATER: Duration = Duration::from_millis(50);
/// Where instances tell each other what they did.
pub const CHANNEL: &str = "head";

/// What an instance tells the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// Up to which change, and which one of setup and people.
    Moved { organization: OrganizationId, seq: u64, setup_seq: u64 },
    /// Somebody's session ended before its time.
    Ended { organization: OrganizationId },
    /// Somebody chooses among other times now.
    Chose { organization: OrganizationId },
}

/// How far an organization is known to have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The last change.
    pub seq: u64,
    /// The revision of what its people choose among; no order is in it.
    pub choices: u64,
}

#[derive(Default)]
pub struct Heads {
    waited_for: Mutex<HashMap<OrganizationId, watch::Sender<Heard>>>,
    /// What the other instances are to be told.
    untold: Mutex<HashSet<Word>>,
    to_tell: Notify,
    to_look: Notify,
}

impl Heads {
    /// Something changed: whoever waits is told.
    pub fn moved(&self, organization: OrganizationId, seq: u64) {
        if let Some(head) = self.waited_for().get(&organization) {
            head.send_if_modified(|it| {
                let further = seq.max(it.seq);
                std::mem::replace(&mut it.seq, further) < seq
            });
        }
    }

    /// People choose among other times.
    pub fn chose(&self, organization: OrganizationId, revision: u64) {
        if let Some(head) = self.waited_for().get(&organization) {
            head.send_if_modified(|it| std::mem::replace(&mut it.choices, revision) != revision);
        }
    }

    /// From what this instance has heard of on.
    pub fn watch(&self, organization: OrganizationId) -> watch::Receiver<Heard> {
        self.waited_for().entry(organization).or_default().subscribe()
    }

    /// The other instances are to hear of it.
    pub fn tell(&self, word: Word) {
        self.untold().insert(word);
        self.to_tell.notify_one();
    }

    /// Another instance went on, or may have.
    pub async fn time_to_look(&self) {
        self.to_look.notified().await;
    }

    /// Those for whom somebody waits.
    fn organizations(&self) -> HashSet<OrganizationId> {
        let mut heads = self.waited_for();
        heads.retain(|_, it| it.receiver_count() > 0);
        heads.keys().copied().collect()
    }

    fn is_behind(&self, organization: OrganizationId, seq: u64) -> bool {
        let heads = self.waited_for();
        heads.get(&organization).is_some_and(|it| it.receiver_count() > 0 && it.borrow().seq < seq)
    }

    fn is_waited_for(&self, organization: OrganizationId) -> bool {
        self.waited_for().get(&organization).is_some_and(|it| it.receiver_count() > 0)
    }

    fn untold(&self) -> MutexGuard<'_, HashSet<Word>> {
        self.untold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waited_for(&self) -> MutexGuard<'_, HashMap<OrganizationId, watch::Sender<Heard>>> {
        self.waited_for.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps up with the other instances for as long as it is let.
pub fn follow(app: &Arc<App>, working: &mut JoinSet<()>) {
    working.spawn(look_again(Arc::clone(app)));
    if let Some(redis) = &app.redis {
        working.spawn(listen(Arc::clone(app), Arc::clone(redis)));
        working.spawn(announce(Arc::clone(app), Arc::clone(redis)));
    }
}

async fn look_again(app: Arc<App>) {
    loop {
        if let Err(error) = look(&app).await {
            tracing::debug!(%error, "how far the others are is not known");
        }
        tokio::time::sleep(LOOK_LATER).await;
        // What nobody told us of is found after this.
        let _ = tokio::time::timeout(LOOK_AGAIN, app.heads.time_to_look()).await;
    }
}

/// Takes over what other instances did with the organizations that this one keeps something of.
///
/// # Errors
/// The database's.
pub async fn look(app: &App) -> StoreResult<()> {
    let mut organizations = app.heads.organizations();
    organizations.extend(app.organizations_kept());
    organizations.extend(app.revocations.kept(app.clock.now()));
    if organizations.is_empty() {
        return Ok(());
    }
    let organizations: Vec<OrganizationId> = organizations.into_iter().collect();
    for reached in app.store.reached(&organizations).await? {
        app.heads.moved(reached.organization, reached.seq);
        app.heads.chose(reached.organization, reached.choices);
        app.forget_outdated(&reached);
        app.revocations.forget_before(&reached);
    }
    Ok(())
}

async fn announce(app: Arc<App>, redis: Arc<Redis>) {
    loop {
        app.heads.to_tell.notified().await;
        let all = std::mem::take(&mut *app.heads.untold());
        for word in all {
            redis.publish(CHANNEL, &word.to_string()).await;
        }
    }
}

/// Hears what other instances tell, for as long as it is let.
pub async fn listen(app: Arc<App>, redis: Arc<Redis>) {
    loop {
        if let Some(subscription) = redis.subscribe(CHANNEL).await {
            let mut words = subscription.into_on_message();
            while let Some(word) = words.next().await {
                let word = word.get_payload::<String>().ok().and_then(|it| it.parse().ok());
                if word.is_some_and(|it| is_news(&app, it)) {
                    app.heads.to_look.notify_one();
                }
            }
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Whether this instance keeps something that may not hold any more. Its own words are none.
fn is_news(app: &App, word: Word) -> bool {
    match word {
        Word::Moved { organization, seq, setup_seq } => {
            app.heads.is_behind(organization, seq) || app.has_other_setup(organization, setup_seq)
        }
        Word::Ended { organization } => app.revocations.has(organization),
        Word::Chose { organization } => app.heads.is_waited_for(organization),
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Word::Moved { organization, seq, setup_seq } => write!(f, "{organization} {seq} {setup_seq}"),
            Word::Ended { organization } => write!(f, "{organization} ended"),
            Word::Chose { organization } => write!(f, "{organization} chose"),
        }
    }
}

/// No word.
pub struct Nonsense;

impl FromStr for Word {
    type Err = Nonsense;

    fn from_str(text: &str) -> Result<Word, Nonsense> {
        let number = |it: &str| it.parse().map_err(|_| Nonsense);
        let (organization, rest) = text.split_once(' ').ok_or(Nonsense)?;
        let organization = OrganizationId(organization.parse().map_err(|_| Nonsense)?);
        match rest.split_once(' ') {
            Some((seq, setup)) => {
                Ok(Word::Moved { organization, seq: number(seq)?, setup_seq: number(setup)? })
            }
            None if rest == "ended" => Ok(Word::Ended { organization }),
            None if rest == "chose" => Ok(Word::Chose { organization }),
            None => Err(Nonsense),
        }
    }
}
