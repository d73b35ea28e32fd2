//! What is written in a demo clinic.

use desk_app::demo::Words;

#[rustfmt::skip]
pub const DEMO: Words = Words {
    alerts: &[
        "Call daughter first", "Needs extra time at check-in", "Prefers the morning", "Balance letter to hand over",
        "Please verify address", "Late bus: book after 10:00", "Service dog", "Ask for new insurance card",
        "Speaks softly, quiet room", "Prefers female provider",
    ],
    notes: &[
        "Brings forms to sign", "Wants results by phone", "Bring medication list", "Referral letter arrived",
        "Will be a few minutes late", "Asked for a reminder call", "Needs school note", "Parking pass needed",
        "Interpreter confirmed", "Fasting labs the same morning",
    ],
    overbook_reasons: &[
        "Provider agreed: acute complaint", "Fits in beside a short follow-up", "Post-op wound check, five minutes",
        "Travelled far, seen as agreed", "Sick child, squeezed in by the nurse",
    ],
    time_off_reasons: &["Vacation", "Conference", "Family leave", "Training", "Vacation"],
    block_reasons: &["Staff meeting", "Charting", "Peer review", "Equipment check"],
    relations: &["spouse", "parent", "sibling", "child", "friend"],
    room: "Room",
    exam_room: "Exam room",
    procedure_room: "Procedure room",
    procedure_cart: "Procedure cart",
    infusion_bay: "Infusion bay",
    infusion: ("Infusion", "IN"),
    class: ("Diabetes class", "DC"),
    family_medicine: "Family medicine",
    internal_medicine: "Internal medicine",
    pediatrics: "Pediatrics",
    womens_health: "Women's health",
    dermatology: "Dermatology",
    nurse_practitioner: "Nurse practitioner",
    week: "Week",
    saturdays: "Saturdays",
    weekend_clinic: "Weekend clinic",
    new_years_day: "New Year's Day",
    memorial_day: "Memorial Day",
    independence_day: "Independence Day",
    labor_day: "Labor Day",
    thanksgiving: "Thanksgiving",
    christmas_day: "Christmas Day",
};
