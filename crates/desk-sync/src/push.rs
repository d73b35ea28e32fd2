//! What was decided here, to the centre, in its order.
//!
//! An answer is kept before the next is asked for. An operation that is refused stops none after it. What was sent and not
//! answered is sent again with the same id, and gets the answer that it got.

use crate::{Desk, Link, Stopped, Trouble, Turn};
use clinic_protocol::{
    hub,
    sync::{PUSH_BYTES, PUSH_OPERATIONS},
};
use desk_cache::store::Waiting;

/// The lane that sends.
#[derive(Debug, Default)]
pub struct Push {
    /// The centre asked for an operation that does not wait any more; since then everything does.
    has_asked_for_more: bool,
}

impl Push {
    /// Sends what waits, as much as goes at once.
    ///
    /// # Errors
    /// [`Trouble::Unreadable`] when the centre waits for an operation that is nowhere here, and [`Trouble::Gone`] until the
    /// other lane has greeted a centre that was set back: nothing of the answer is kept then.
    pub fn turn<L: Link, D: Desk>(&mut self, link: &mut L, desk: &D) -> Result<Turn, Stopped<D::Error>> {
        let round = desk.round().map_err(Stopped::Desk)?;
        let most = u32::try_from(PUSH_OPERATIONS).unwrap_or(u32::MAX);
        let waiting = desk.queued(most).map_err(Stopped::Desk)?;
        let Some(first) = waiting.first() else { return Ok(Turn::Rest) };
        let lines = as_many_as_go(&waiting);
        let pushed = link.push(&lines)?;
        // An answer of a history that is gone answers nothing, nor does one of a history that the desk has not begun yet.
        let heard = desk.heard().map_err(Stopped::Desk)?;
        let is_of_this_history = heard.epoch.is_none_or(|it| it == pushed.epoch);
        // The other lane may begin the next history between that look and this line.
        if !is_of_this_history || !desk.keep_answers(round, &pushed.results).map_err(Stopped::Desk)? {
            return Err(Trouble::Gone.into());
        }
        match pushed.expected {
            // It lost what it had confirmed: all of that is told again, from the first that it wants.
            Some(seq) if seq < first.device_seq && !self.has_asked_for_more => {
                desk.queue_again().map_err(Stopped::Desk)?;
                self.has_asked_for_more = true;
                Ok(Turn::More)
            }
            Some(seq) if pushed.results.is_empty() => {
                Err(Trouble::Unreadable(format!("it waits for operation {seq}, which is not kept here"))
                    .into())
            }
            None if pushed.results.is_empty() => {
                Err(Trouble::Unreadable("it says nothing of what it was sent".to_owned()).into())
            }
            _ => {
                self.has_asked_for_more = false;
                Ok(Turn::More)
            }
        }
    }
}

fn line(it: &Waiting) -> Vec<u8> {
    hub::line(&it.bytes, it.word.as_deref())
}

/// The first of them in any case.
fn as_many_as_go(waiting: &[Waiting]) -> Vec<Vec<u8>> {
    let mut left = PUSH_BYTES;
    let goes = |line: &Vec<u8>| {
        let needs = line.len() + 1;
        let fits = needs <= left || left == PUSH_BYTES;
        left = left.saturating_sub(needs);
        fits
    };
    waiting.iter().map(line).take_while(goes).collect()
}
