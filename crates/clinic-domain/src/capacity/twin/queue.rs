//! A provider's day at the desk: one patient at a time, whoever is ready first.

/// A patient who came: ready at the appointed time, or on arriving later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Patient {
    pub(super) ready: i32,
    pub(super) minutes: i32,
}

/// Sees those who are sorted by when they are ready; tells each one's wait, and says when the last is out.
pub(super) fn see(patients: &[Patient], mut waited: impl FnMut(i32)) -> Option<i32> {
    let mut out = None;
    for it in patients {
        let begins = out.map_or(it.ready, |out: i32| out.max(it.ready));
        waited(begins - it.ready);
        out = Some(begins + it.minutes);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_is_ready_while_another_is_seen_waits() {
        let patients =
            [(540, 40), (570, 20), (600, 10), (660, 30)].map(|(ready, minutes)| Patient { ready, minutes });
        let mut waits = Vec::new();
        assert_eq!(see(&patients, |it| waits.push(it)), Some(690));
        assert_eq!(waits, [0, 10, 0, 0]);
        assert_eq!(see(&[], |_| unreachable!()), None);
    }

    proptest! {
        /// D. V. Lindley, "The theory of queues with a single server" (1952): the next one waits as long as this one did,
        /// and is seen, less the time between the two.
        #[test]
        fn waits_are_those_of_lindley(steps in prop::collection::vec((0..40, 0..60), 1..40)) {
            let mut ready = 0;
            let patients: Vec<Patient> = steps.iter().map(|&(between, minutes)| {
                ready += between;
                Patient { ready, minutes }
            }).collect();
            let mut waits = Vec::new();
            see(&patients, |it| waits.push(it));
            let mut lindley = vec![0];
            for pair in patients.windows(2) {
                let waited = lindley[lindley.len() - 1];
                lindley.push((waited + pair[0].minutes - (pair[1].ready - pair[0].ready)).max(0));
            }
            prop_assert_eq!(waits, lindley);
        }
    }
}
