//! The engine against the agreed table.

use clinic_domain::{
    field_access::{Circumstances, FieldGroup, FieldRule, Narrowed, Sight, Viewer},
    people::Role,
};
use proptest::prelude::*;

/// V seen, E written, b by breaking the glass, d written always and seen on the visit's day, a seen by its author or with
/// consent, else by breaking the glass.
const AGREED: &str = "
field            | front desk, scheduler | biller | MA, nurse | physician | manager | admin | patient | caregiver
identity         | VE                    | V      | V         | V         | V       | -     | V       | V
contact          | VE                    | V      | V         | V         | V       | -     | V       | -
related          | VE                    | -      | V         | V         | -       | -     | V       | -
coverage         | VE                    | VE     | V         | V         | V       | -     | V       | -
schedule         | VE                    | V      | VE        | VE        | VE      | -     | V       | V
visit_type       | VE                    | V      | V         | V         | V       | -     | V       | V
reason_category  | VE                    | -      | VE        | V         | -       | -     | -       | -
reason_text      | d                     | -      | VE        | V         | -       | -     | -       | -
logistics        | V                     | -      | VE        | VE        | V       | -     | V       | -
alert            | V                     | -      | V         | VE        | VE      | -     | -       | -
medical_record   | b                     | -      | V         | VE        | -       | -     | -       | -
protected_record | -                     | -      | -         | a         | -       | -     | -       | -
standing         | V                     | -      | V         | V         | V       | -     | -       | -
audit_trail      | -                     | -      | -         | -         | V       | -     | -       | -
";

fn cell(group: FieldGroup, role: Role) -> &'static str {
    let column = match role.as_str() {
        "front_desk" | "scheduler" => 1,
        "billing" => 2,
        "medical_assistant" | "nurse" => 3,
        "attending_physician" | "specialist" => 4,
        "practice_manager" => 5,
        "administrator" => 6,
        "patient" => 7,
        _ => 8,
    };
    let row = AGREED.lines().find(|it| it.split('|').next().unwrap().trim() == group.as_str()).unwrap();
    row.split('|').nth(column).unwrap().trim()
}

/// What is seen (0 nothing, 1 a mask, 2 all of it) and whether it is written.
fn expected(cell: &str, role: Role, now: Circumstances) -> (u8, bool) {
    if ["patient", "caregiver"].contains(&role.as_str()) && !now.is_own {
        return (0, false);
    }
    match cell {
        "VE" => (2, true),
        "V" => (2, false),
        "m" => (1, false),
        "d" => (2 * u8::from(now.is_visit_day), true),
        "b" => (2 * u8::from(now.broke_glass), false),
        "a" => (2 * u8::from(now.is_author | now.has_consent | now.broke_glass), now.is_author),
        _ => (0, false),
    }
}

fn sign(rule: FieldRule) -> &'static str {
    match rule {
        FieldRule::Never => "-",
        FieldRule::BreakGlass => "b",
        FieldRule::Masked => "m",
        FieldRule::OnDay => "d",
        FieldRule::Confidential => "a",
        FieldRule::View => "V",
        FieldRule::Edit => "VE",
    }
}

fn every_circumstance() -> impl Iterator<Item = Circumstances> {
    (0..32).map(|bits| Circumstances {
        is_visit_day: bits & 1 != 0,
        broke_glass: bits & 2 != 0,
        is_author: bits & 4 != 0,
        has_consent: bits & 8 != 0,
        is_own: bits & 16 != 0,
    })
}

fn answer(viewer: Viewer<'_>, group: FieldGroup, now: Circumstances) -> (u8, bool) {
    let sight = match viewer.may_see(group, now) {
        Sight::Nothing => 0,
        Sight::Masked => 1,
        Sight::Whole => 2,
    };
    assert_eq!(viewer.sights(now).of(group), viewer.may_see(group, now));
    (sight, viewer.may_write(group, now))
}

#[test]
fn every_cell_is_as_agreed_in_every_circumstance() {
    let mut cells = 0;
    for (&group, &role) in FieldGroup::ALL.iter().flat_map(|it| Role::ALL.iter().map(move |role| (it, role)))
    {
        for now in every_circumstance() {
            let viewer = Viewer { roles: &[role], narrowed: &[] };
            assert_eq!(
                answer(viewer, group, now),
                expected(cell(group, role), role, now),
                "{role} {group} {now:?}"
            );
        }
        assert_eq!(sign(group.rule(role)), cell(group, role), "{role} {group}");
        cells += 1;
    }
    assert_eq!(cells, 14 * 11);
    assert_eq!(AGREED.trim().lines().count() - 1, FieldGroup::ALL.len());
}

#[test]
fn nobody_without_a_role_sees_anything() {
    for now in every_circumstance() {
        let nobody = Viewer { roles: &[], narrowed: &[] };
        assert!(FieldGroup::ALL.iter().all(|it| answer(nobody, *it, now) == (0, false)));
    }
}

/// By trying everything: in no circumstance more than before, and a mask only where there is one.
fn is_narrower(it: &Narrowed) -> bool {
    let before = cell(it.group, it.role);
    let now_and_then = every_circumstance().map(|now| {
        let own = Circumstances { is_own: true, ..now };
        (expected(sign(it.to), it.role, own), expected(before, it.role, own))
    });
    let fits = now_and_then.into_iter().all(|(after, before)| after.0 <= before.0 && after.1 <= before.1);
    let masks = ["identity", "contact", "related", "coverage", "visit_type"];
    fits && sign(it.to) != before && (sign(it.to) != "m" || masks.contains(&it.group.as_str()))
}

fn narrowed() -> impl Strategy<Value = Narrowed> {
    let (roles, groups, rules) = (Role::ALL, FieldGroup::ALL, FieldRule::ALL);
    (prop::sample::select(roles), prop::sample::select(groups), prop::sample::select(rules))
        .prop_map(|(role, group, to)| Narrowed { role, group, to })
}

#[test]
fn what_narrows_is_told_from_what_widens() {
    let mut narrower = 0;
    for (&role, &group) in
        Role::ALL.iter().flat_map(|it| FieldGroup::ALL.iter().map(move |group| (it, group)))
    {
        for &to in FieldRule::ALL {
            let it = Narrowed { role, group, to };
            assert_eq!(it.is_narrower(), is_narrower(&it), "{it:?}");
            narrower += usize::from(it.is_narrower());
        }
    }
    assert!(narrower > 200, "{narrower}");
}

proptest! {
    /// Several roles, and any rows of a policy, sensible or forged.
    #[test]
    fn roles_add_up_and_an_organization_only_takes_away(
        roles in prop::collection::vec(prop::sample::select(Role::ALL), 0..5),
        narrowed in prop::collection::vec(narrowed(), 0..40),
        bits in 0_usize..32,
    ) {
        let now = every_circumstance().nth(bits).unwrap();
        let viewer = Viewer { roles: &roles, narrowed: &narrowed };
        for &group in FieldGroup::ALL {
            let mut best = (0, false);
            for &role in &roles {
                let mut least = expected(cell(group, role), role, now);
                for it in narrowed.iter().filter(|it| it.role == role && it.group == group) {
                    let taken = expected(sign(it.to), role, now);
                    least = (least.0.min(taken.0), least.1 && taken.1);
                }
                let has_mask = ["identity", "contact", "related", "coverage", "visit_type"];
                if least.0 == 1 && !has_mask.contains(&group.as_str()) {
                    least.0 = 0;
                }
                best = (best.0.max(least.0), best.1 || least.1);
            }
            prop_assert_eq!(answer(viewer, group, now), best, "{}", group);
            let unnarrowed = answer(Viewer { roles: &roles, narrowed: &[] }, group, now);
            prop_assert!(best.0 <= unnarrowed.0 && best.1 <= unnarrowed.1);
        }
    }
}
