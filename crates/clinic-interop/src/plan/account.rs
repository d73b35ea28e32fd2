//! One verdict for each record, gathered while planning, closed into the report.

use super::Context;
use crate::{
    Batch,
    record::Origin,
    report::{NotTaken, Outcome, Reason, RecordName, Report, Warned, Warning},
};

pub(super) struct Account {
    /// By record; absent until a stage has decided.
    outcomes: Vec<Option<Outcome>>,
    warnings: Vec<(usize, Warning)>,
}

impl Account {
    /// Repeated records are decided at once: the first of them stands for all.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let records = context.records;
        let outcomes = records.iter().enumerate().map(|(at, record)| {
            let leader = context.leader(at);
            (leader != at).then(|| {
                if records[leader].body == record.body {
                    Outcome::AlreadyThere
                } else {
                    Outcome::NotTaken(Reason::RepeatedDifferently)
                }
            })
        });
        Self { outcomes: outcomes.collect(), warnings: Vec::new() }
    }

    pub(super) fn decide(&mut self, record: usize, outcome: Outcome) {
        if let Some(decided) = self.outcomes.get_mut(record) {
            decided.get_or_insert(outcome);
        }
    }

    /// What was the same turned out to change after all.
    pub(super) fn change(&mut self, record: usize) {
        if let Some(decided) = self.outcomes.get_mut(record)
            && *decided == Some(Outcome::AlreadyThere)
        {
            *decided = Some(Outcome::Updated);
        }
    }

    pub(super) fn refuse(&mut self, record: usize, reason: Reason) {
        self.decide(record, Outcome::NotTaken(reason));
    }

    pub(super) fn warn(&mut self, record: usize, warning: Warning) {
        self.warnings.push((record, warning));
    }

    /// The report: what reading decided, with the verdicts of the plan.
    pub(super) fn close(mut self, batch: &Batch) -> Report {
        let mut report = batch.report.clone();
        for (record, outcome) in batch.records.iter().zip(&self.outcomes) {
            let outcome = outcome.unwrap_or(Outcome::Folded);
            if let Some(file) = report.file(record.origin.file) {
                file.tallies.entry(record.origin.resource_type.to_owned()).or_default().count(outcome);
            }
            if let Outcome::NotTaken(reason) = outcome {
                report.not_taken.push(NotTaken { origin: RecordName::from(&record.origin), reason });
            }
        }
        self.warnings.extend(read_warnings(batch));
        self.warnings.sort_unstable_by_key(|it| it.0);
        self.warnings.dedup();
        let is_taken = |at: &usize| !matches!(self.outcomes[*at], Some(Outcome::NotTaken(_)));
        let warned = self.warnings.iter().filter(|(at, _)| is_taken(at));
        let warned = warned.map(|(at, warning)| (&batch.records[*at].origin, *warning));
        report.warnings =
            warned.map(|(at, warning)| Warned { origin: RecordName::from(at), warning }).collect();
        report.not_taken.sort_by_key(|it| place(&it.origin));
        report
    }
}

fn read_warnings(batch: &Batch) -> impl Iterator<Item = (usize, Warning)> {
    batch
        .records
        .iter()
        .enumerate()
        .flat_map(|(at, it)| it.warnings.iter().map(move |warning| (at, *warning)))
}

fn place(origin: &RecordName) -> (u32, u32) {
    (origin.file, origin.index)
}

impl RecordName {
    /// Whether it names the record with this origin.
    #[must_use]
    pub fn names(&self, origin: &Origin) -> bool {
        (self.file, self.index) == (origin.file, origin.index)
    }
}
