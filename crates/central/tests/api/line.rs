//! Operations of one organization that wait at the same time: decided together, answered each for itself.

use crate::{
    arbitration::{NOBODY, booking, slots},
    centre::Centre,
};
use central::arbitrate::{Submission, arbitrate};
use clinic_protocol::sync::OpStatus;
use futures_util::{FutureExt, future::join_all, poll};

async fn count(centre: &Centre, what: &str) -> i64 {
    let sql = format!("SELECT {what} FROM central.operations");
    centre.admin.query_one(&sql, &[]).await.expect("the operations").get(0)
}

#[tokio::test]
async fn what_waits_at_the_same_time_is_decided_in_one_transaction() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("waiting").await;
    let slots = slots(&clinic);
    // The sixth wants what the first has.
    let wanted: Vec<Submission> = [0, 1, 2, 3, 4, 0]
        .iter()
        .zip(0..)
        .map(|(slot, at)| booking(&centre, &clinic, &slots[*slot], at))
        .collect();
    let each = wanted.iter().map(|it| arbitrate(&centre.app, clinic.id, std::slice::from_ref(it), &NOBODY));
    // The first is served as soon as it comes, the others have come before it has been.
    let settled = join_all(each).await;
    for (it, settled) in wanted.iter().zip(&settled) {
        let settled = settled.as_ref().expect("an answer");
        assert_eq!(settled.len(), 1);
        assert_eq!(settled[0].op, it.operation.id);
    }
    let status = |at: usize| settled[at].as_ref().map(|it| it[0].result.status).expect("an answer");
    assert_eq!(status(4), OpStatus::Applied);
    assert_eq!(status(5), OpStatus::Conflict);
    assert_eq!(count(&centre, "count(*)").await, 6);
    assert_eq!(count(&centre, "count(DISTINCT xmin::text)").await, 2);
}

#[tokio::test]
async fn what_cannot_be_stored_fails_alone() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("alone").await;
    let slots = slots(&clinic);
    let wanted: Vec<Submission> = (0..5).map(|at| booking(&centre, &clinic, &slots[at], at)).collect();
    let broken = wanted[2].operation.id.0;
    let refuse = format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN IF NEW.op_id = '{broken}' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER refuse BEFORE INSERT ON central.operations FOR EACH ROW EXECUTE FUNCTION refuse()"
    );
    centre.admin.batch_execute(&refuse).await.expect("a trigger");
    let each = wanted.iter().map(|it| arbitrate(&centre.app, clinic.id, std::slice::from_ref(it), &NOBODY));
    let stored: Vec<bool> = join_all(each).await.iter().map(Result::is_ok).collect();
    assert_eq!(stored, [true, true, false, true, true]);
    assert_eq!(count(&centre, "count(*)").await, 4);
}

#[tokio::test]
async fn who_waits_is_served_though_whoever_decided_was_cut_off() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("cut-off").await;
    let slots = slots(&clinic);
    let [first, second, third] = [0, 1, 2].map(|at| booking(&centre, &clinic, &slots[at], at));
    let (third_op, ask) =
        (third.operation.id, |it: Submission| arbitrate(&centre.app, clinic.id, [it], &NOBODY).boxed());
    let (mut deciding, mut cut_off, mut waiting) = (ask(first), ask(second), ask(third));
    assert!(
        poll!(&mut deciding).is_pending()
            && poll!(&mut cut_off).is_pending()
            && poll!(&mut waiting).is_pending()
    );
    deciding.await.expect("an answer");
    // It has the turn now, for itself and for whoever waits.
    assert!(poll!(&mut cut_off).is_pending());
    drop(cut_off);
    let settled = waiting.await.expect("an answer");
    assert_eq!(settled[0].op, third_op);
    assert!(settled[0].is_applied());
}
