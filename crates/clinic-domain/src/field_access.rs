//! Minimum necessary: which role sees and writes which fields, and what an organization takes away from that.
//!
//! Invariants: several roles see what any of them sees; an organization only narrows, whatever its rows say; a broken
//! glass widens what a role sees and never what it writes; of patients and who acts for them, everybody sees only their
//! own. A social security number is stored nowhere, so no group has it.

use crate::{code_enum, people::Role};

code_enum! {
    /// Fields that are seen together or not at all.
    FieldGroup {
        /// Name, birth date, sex, record number: what tells patients apart.
        Identity = "identity",
        /// Phone, mail, address, language, interpreter.
        Contact = "contact",
        /// Caregivers and the emergency contact.
        Related = "related",
        Coverage = "coverage",
        /// When, with whom, where, and what became of it.
        Schedule = "schedule",
        VisitType = "visit_type",
        /// Why, as a code: urgency, reason of a cancellation.
        ReasonCategory = "reason_category",
        /// Why, as somebody wrote it.
        ReasonText = "reason_text",
        /// Wheelchair, fasting, arrive early: what the front office arranges.
        Logistics = "logistics",
        /// The short line that the desk is to know.
        Alert = "alert",
        MedicalRecord = "medical_record",
        /// Psychotherapy notes and other protected categories.
        ProtectedRecord = "protected_record",
        /// Missed visits, priority among those who wait.
        Standing = "standing",
        /// Who looked at the patient.
        AuditTrail = "audit_trail",
    }
}

code_enum! {
    FieldRule {
        Never = "never",
        BreakGlass = "break_glass",
        /// Initials, the last four digits: enough to compare.
        Masked = "masked",
        /// Written at any time, seen on the visit's day.
        OnDay = "on_day",
        /// Seen by its author, with the patient's consent, or by breaking the glass; written by its author.
        Confidential = "confidential",
        View = "view",
        Edit = "edit",
    }
}

/// What is so at the moment of looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    pub is_visit_day: bool,
    /// They broke the glass for this patient, and its time is not over.
    pub broke_glass: bool,
    /// They wrote it, or are about to.
    pub is_author: bool,
    /// The patient agreed that they see it.
    pub has_consent: bool,
    /// It is about themselves, or about whom they act for.
    pub is_own: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    Nothing,
    Masked,
    Whole,
}

impl FieldRule {
    #[must_use]
    pub const fn sight(self, now: Circumstances) -> Sight {
        let is_whole = match self {
            FieldRule::Masked => return Sight::Masked,
            FieldRule::Never => false,
            FieldRule::BreakGlass => now.broke_glass,
            FieldRule::OnDay => now.is_visit_day,
            FieldRule::Confidential => now.is_author || now.has_consent || now.broke_glass,
            FieldRule::View | FieldRule::Edit => true,
        };
        if is_whole { Sight::Whole } else { Sight::Nothing }
    }

    #[must_use]
    pub const fn writes(self, now: Circumstances) -> bool {
        match self {
            FieldRule::OnDay | FieldRule::Edit => true,
            FieldRule::Confidential => now.is_author,
            FieldRule::Never | FieldRule::BreakGlass | FieldRule::Masked | FieldRule::View => false,
        }
    }

    /// Whether in no circumstances it shows or lets write more than the other.
    fn is_within(self, other: FieldRule) -> bool {
        (0..16_u8).all(|bits| {
            let is = |bit: u8| bits & (1 << bit) != 0;
            let now = Circumstances {
                is_visit_day: is(0),
                broke_glass: is(1),
                is_author: is(2),
                has_consent: is(3),
                is_own: true,
            };
            self.sight(now) <= other.sight(now) && (!self.writes(now) || other.writes(now))
        })
    }
}

impl FieldGroup {
    /// The rule of a role that nobody narrowed.
    #[must_use]
    pub const fn rule(self, role: Role) -> FieldRule {
        use FieldGroup as G;
        use FieldRule::{BreakGlass as Glass, Confidential as Conf, Edit, Never, OnDay, View};
        #[rustfmt::skip]
        let row = match self {
            //                      desk    biller  nurse  physician manager admin  patient caregiver
            G::Identity =>        [ Edit,   View,   View,  View,     View,   Never, View,   View  ],
            G::Contact =>         [ Edit,   View,   View,  View,     View,   Never, View,   Never ],
            G::Related =>         [ Edit,   Never,  View,  View,     Never,  Never, View,   Never ],
            G::Coverage =>        [ Edit,   Edit,   View,  View,     View,   Never, View,   Never ],
            G::Schedule =>        [ Edit,   View,   Edit,  Edit,     Edit,   Never, View,   View  ],
            G::VisitType =>       [ Edit,   View,   View,  View,     View,   Never, View,   View  ],
            G::ReasonCategory =>  [ Edit,   Never,  Edit,  View,     Never,  Never, Never,  Never ],
            G::ReasonText =>      [ OnDay,  Never,  Edit,  View,     Never,  Never, Never,  Never ],
            G::Logistics =>       [ View,   Never,  Edit,  Edit,     View,   Never, View,   Never ],
            G::Alert =>           [ View,   Never,  View,  Edit,     Edit,   Never, Never,  Never ],
            G::MedicalRecord =>   [ Glass,  Never,  View,  Edit,     Never,  Never, Never,  Never ],
            G::ProtectedRecord => [ Never,  Never,  Never, Conf,     Never,  Never, Never,  Never ],
            G::Standing =>        [ View,   Never,  View,  View,     View,   Never, Never,  Never ],
            G::AuditTrail =>      [ Never,  Never,  Never, Never,    View,   Never, Never,  Never ],
        };
        row[column(role)]
    }

    /// Whether there is something between all of it and nothing.
    #[must_use]
    pub const fn has_mask(self) -> bool {
        use FieldGroup as G;
        matches!(self, G::Identity | G::Contact | G::Related | G::Coverage | G::VisitType)
    }
}

const fn column(role: Role) -> usize {
    match role {
        Role::FrontDesk | Role::Scheduler => 0,
        Role::Billing => 1,
        Role::MedicalAssistant | Role::Nurse => 2,
        Role::AttendingPhysician | Role::Specialist => 3,
        Role::PracticeManager => 4,
        Role::Administrator => 5,
        Role::Patient => 6,
        Role::Caregiver => 7,
    }
}

/// What an organization takes away from a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Narrowed {
    pub role: Role,
    pub group: FieldGroup,
    pub to: FieldRule,
}

impl Narrowed {
    /// Whether it takes away and gives nothing.
    #[must_use]
    pub fn is_narrower(&self) -> bool {
        let rule = self.group.rule(self.role);
        let has_form = self.to != FieldRule::Masked || self.group.has_mask();
        self.to != rule && self.to.is_within(rule) && has_form
    }
}

/// Somebody with these roles, in an organization that narrowed so much.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    pub roles: &'a [Role],
    pub narrowed: &'a [Narrowed],
}

impl Viewer<'_> {
    #[must_use]
    pub fn may_see(&self, group: FieldGroup, now: Circumstances) -> Sight {
        let sights = self.roles.iter().map(|role| {
            let rules = self.rules(*role, group);
            let sight = rules.map(|it| it.sight(now)).min().filter(|_| now.is_own || role.is_staff());
            sight.filter(|it| *it != Sight::Masked || group.has_mask()).unwrap_or(Sight::Nothing)
        });
        sights.max().unwrap_or(Sight::Nothing)
    }

    #[must_use]
    pub fn may_write(&self, group: FieldGroup, now: Circumstances) -> bool {
        self.roles
            .iter()
            .any(|role| (now.is_own || role.is_staff()) && self.rules(*role, group).all(|it| it.writes(now)))
    }

    /// All groups at once, for many records in the same circumstances.
    #[must_use]
    pub fn sights(&self, now: Circumstances) -> Sights {
        Sights(std::array::from_fn(|at| self.may_see(FieldGroup::ALL[at], now)))
    }

    /// The table's own, and what the organization made of it; the least of them holds.
    fn rules(&self, role: Role, group: FieldGroup) -> impl Iterator<Item = FieldRule> {
        let narrowed = self.narrowed.iter().filter(move |it| (it.role, it.group) == (role, group));
        narrowed.map(|it| it.to).chain([group.rule(role)])
    }
}

/// What somebody sees of each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sights([Sight; FieldGroup::ALL.len()]);

impl Sights {
    #[must_use]
    pub const fn of(&self, group: FieldGroup) -> Sight {
        self.0[group as usize]
    }
}
