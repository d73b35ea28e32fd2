//! What is written in a demo clinic, apart from names: in the language of the person who makes it.

pub struct Words {
    pub alerts: &'static [&'static str],
    pub notes: &'static [&'static str],
    pub overbook_reasons: &'static [&'static str],
    pub time_off_reasons: &'static [&'static str],
    pub block_reasons: &'static [&'static str],
    /// What somebody is to the patient: "sibling".
    pub relations: &'static [&'static str],
    /// Before a number: "Room".
    pub room: &'static str,
    pub exam_room: &'static str,
    pub procedure_room: &'static str,
    pub procedure_cart: &'static str,
    pub infusion_bay: &'static str,
    /// A visit type and its short code.
    pub infusion: (&'static str, &'static str),
    pub class: (&'static str, &'static str),
    pub family_medicine: &'static str,
    pub internal_medicine: &'static str,
    pub pediatrics: &'static str,
    pub womens_health: &'static str,
    pub dermatology: &'static str,
    pub nurse_practitioner: &'static str,
    pub week: &'static str,
    pub saturdays: &'static str,
    pub weekend_clinic: &'static str,
    pub new_years_day: &'static str,
    pub memorial_day: &'static str,
    pub independence_day: &'static str,
    pub labor_day: &'static str,
    pub thanksgiving: &'static str,
    pub christmas_day: &'static str,
}
