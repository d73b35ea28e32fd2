//! The outbox of a desk that nobody may sign in on any more: handed over whole before anything of the desk goes.

use crate::{Desk, HttpLink, Stopped, Trouble, session};
use clinic_env::Clock;
use clinic_protocol::sync::{PUSH_BYTES, PUSH_OPERATIONS};
use desk_cache::store::Centre;

/// Everything that waits to be sent, in parts that go.
///
/// # Errors
/// Where one of them was not kept: nothing of this desk may go then.
pub fn salvage<D: Desk>(
    link: &HttpLink,
    desk: &D,
    centre: &Centre,
    clock: Clock,
) -> Result<(), Stopped<D::Error>> {
    let waiting = desk.queued(u32::MAX).map_err(Stopped::Desk)?;
    let session = link.session();
    let lines = waiting.into_iter().map(|it| String::from_utf8(it.bytes)).collect::<Result<Vec<_>, _>>();
    let lines = lines.map_err(|_| Trouble::Unreadable("an operation that is no text".to_owned()))?;
    for part in parts(&lines) {
        let kept = session::salvage(link.wire(), clock, session.key(), &centre.slug, session.device(), part);
        kept.map_err(Trouble::from)?;
    }
    Ok(())
}

fn parts(lines: &[String]) -> Vec<&[String]> {
    let (mut parts, mut begin, mut bytes) = (Vec::new(), 0, 0);
    for (at, line) in lines.iter().enumerate() {
        if at > begin && (at - begin == PUSH_OPERATIONS || bytes + line.len() > PUSH_BYTES) {
            parts.push(&lines[begin..at]);
            (begin, bytes) = (at, 0);
        }
        bytes += line.len();
    }
    parts.extend(lines.get(begin..).filter(|it| !it.is_empty()));
    parts
}
