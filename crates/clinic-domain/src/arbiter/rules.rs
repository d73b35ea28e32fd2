//! What decides when two people at two desks did something about the same thing: one row for every kind of operation.
//!
//! Every write of a use case is an operation of this table; a kind without a row does not compile. `docs/conflicts.md` is
//! made from it, and a test holds the two equal.

use crate::operation::OperationBody;

/// What becomes of the one that was not first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    EveryDeskSees,
    ItsDeskSees,
    BothAreKept,
    OnceIsEnough,
    NotAtADesk,
}

impl Rule {
    pub const ALL: [Rule; 5] =
        [Rule::EveryDeskSees, Rule::ItsDeskSees, Rule::BothAreKept, Rule::OnceIsEnough, Rule::NotAtADesk];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Rule::EveryDeskSees => "every desk sees",
            Rule::ItsDeskSees => "its desk sees",
            Rule::BothAreKept => "both are kept",
            Rule::OnceIsEnough => "once is enough",
            Rule::NotAtADesk => "not at a desk",
        }
    }

    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Rule::EveryDeskSees => {
                "The first at the centre stands, and is never moved out of its place. The other is a conflict that every desk \
                 of the location sees, with what won and, where it was about a time, three others, until a person decides."
            }
            Rule::ItsDeskSees => {
                "The first at the centre stands. The other is refused and stays on its own desk's list of what was not \
                 accepted; its person reads why, and enters anew what is still needed. Nothing is merged field by field."
            }
            Rule::BothAreKept => {
                "Two records are two records. Likely duplicates are shown, and a person merges them."
            }
            Rule::OnceIsEnough => {
                "The first stands. The other finds nothing left to do, and nobody is asked."
            }
            Rule::NotAtADesk => "A desk of a centre refuses it: no other desk would have what it brings.",
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// As [`OperationBody::kind`] says it.
    pub kind: &'static str,
    pub rule: Rule,
    /// What it comes to for this kind.
    pub here: &'static str,
}

macro_rules! table {
    ($($kind:literal $pattern:pat => $rule:ident, $here:literal;)+) => {
        pub const TABLE: &[Row] = &[$(Row { kind: $kind, rule: Rule::$rule, here: $here },)+];

        /// The row of an operation.
        #[must_use]
        pub const fn rule_of(body: &OperationBody) -> Row {
            use OperationBody as B;
            match body {
                $($pattern => Row { kind: $kind, rule: Rule::$rule, here: $here },)+
            }
        }
    };
}

table! {
    "book" B::Book(_) => EveryDeskSees, "Two visits, one place; or a time that is lent to a location, whose hub gave it to somebody else.";
    "reschedule" B::Reschedule { .. } => EveryDeskSees, "The visit as it was seen, and the new time: either may be gone.";
    "cancel" B::Cancel { .. } => EveryDeskSees, "A visit that was moved or came meanwhile stays as it is.";
    "set_status" B::SetStatus { .. } => EveryDeskSees, "A step from where the visit stood, which is elsewhere by now.";
    "check_in" B::CheckIn { .. } => EveryDeskSees, "Who is here is here: that the visit was cancelled or moved meanwhile is for a person to settle.";
    "set_confirmation" B::SetConfirmation { .. } => ItsDeskSees, "The patient's word about the visit as it stood.";
    "set_note" B::SetNote { .. } => ItsDeskSees, "Of two notes the first stands.";
    "log_call" B::LogCall(_) => ItsDeskSees, "A call about the visit, the entry or the recall as it stood.";
    "set_triage" B::SetTriage { .. } => ItsDeskSees, "How urgent the visit is, as it stood.";
    "undo" B::Undo { .. } => ItsDeskSees, "Refused once anything later touched what the act left.";
    "patient_create" B::PatientCreate(_) => BothAreKept, "The centre gives the record number; until then there is a short code.";
    "patient_patch" B::PatientPatch(_) => ItsDeskSees, "The whole record against the version that was read.";
    "caregiver_put" B::CaregiverPut(_) => ItsDeskSees, "Of a caregiver that two people change.";
    "patient_merge" B::PatientMerge { .. } => ItsDeskSees, "Both records as they were seen; the old id leads to the kept one.";
    "patient_separate" B::PatientSeparate { .. } => ItsDeskSees, "The alias as it was seen.";
    "day_sign" B::DaySign(_) => ItsDeskSees, "A day that was signed meanwhile is signed again by who has read it.";
    "organization_put" B::OrganizationPut(_) => ItsDeskSees, "The form says what changed, and keeps what was typed.";
    "location_put" B::LocationPut(_) => ItsDeskSees, "As the organization.";
    "resource_put" B::ResourcePut(_) => ItsDeskSees, "Booked visits stay where they are.";
    "appointment_type_put" B::AppointmentTypePut(_) => ItsDeskSees, "Booked visits keep what they were booked with.";
    "template_put" B::TemplatePut(_) => ItsDeskSees, "Hours that two people change; visits that lose theirs are a list.";
    "exception_put" B::ExceptionPut(_) => ItsDeskSees, "A block closes time and moves nobody.";
    "hold_put" B::HoldPut(_) => ItsDeskSees, "A held time is taken like a booked one.";
    "waitlist_put" B::WaitlistPut(_) => ItsDeskSees, "Of an entry that two people change.";
    "waitlist_offer" B::WaitlistOffer { .. } => ItsDeskSees, "The entry as it stood, and the time.";
    "waitlist_answer" B::WaitlistAnswer { .. } => ItsDeskSees, "An offer is answered once.";
    "recall_put" B::RecallPut(_) => ItsDeskSees, "Of a recall that two people change.";
    "conflict_claim" B::ConflictClaim { .. } => OnceIsEnough, "One takes care of it; who was later is let go of.";
    "conflict_release" B::ConflictRelease { .. } => OnceIsEnough, "As a claim.";
    "conflict_resolve" B::ConflictResolve { .. } => OnceIsEnough, "The first decision stands, and closes it at every desk.";
    "person_put" B::PersonPut(_) => ItsDeskSees, "Rights that were taken away are gone at the next call.";
    "policy_put" B::PolicyPut(_) => ItsDeskSees, "Of the organization's policy.";
    "department_put" B::DepartmentPut(_) => ItsDeskSees, "Of a department.";
    "faq_put" B::FaqPut(_) => ItsDeskSees, "Of an entry of the knowledge base.";
    "message_template_put" B::MessageTemplatePut(_) => ItsDeskSees, "Of the text of a message.";
    "adopt" B::Adopt { .. } => EveryDeskSees, "A clinic that comes along: a visit whose time is taken is alone in its operation.";
    "import_batch" B::ImportBatch { .. } => NotAtADesk, "Its rows are in no operation; at the centre an import is a call.";
}

/// The page of the documentation.
#[must_use]
pub fn page() -> String {
    let rules = Rule::ALL.map(|it| format!("- **{}**: {}\n", it.name(), it.meaning()));
    let rows: String =
        TABLE.iter().map(|it| format!("| `{}` | {} | {} |\n", it.kind, it.rule.name(), it.here)).collect();
    format!(
        "# When two desks did something about the same thing\n\n\
         Every write of a use case is an operation, and every kind of operation has a row here. The page is made from \
         `crates/clinic-domain/src/arbiter/rules.rs`; a test holds the two equal.\n\n\
         {}\n| operation | rule | here |\n|---|---|---|\n{rows}",
        rules.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    #[test]
    fn every_kind_has_one_row_and_the_page_says_what_the_table_says() {
        let kinds: BTreeSet<_> = TABLE.iter().map(|it| it.kind).collect();
        assert_eq!(kinds.len(), TABLE.len());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/conflicts.md");
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == page(), "docs/conflicts.md is to be:\n{}", page());
    }
}
