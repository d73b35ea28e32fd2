//! Names, streets and insurers that nobody has together.

#[rustfmt::skip]
pub(super) const FEMALE: &[&str] = &[
    "Emma", "Grace", "Hannah", "Ruth", "Alice", "Nora", "Audrey", "Martha", "Eleanor", "Sylvia", "Lucía", "Sofía",
    "Inés", "Pilar", "Camila", "Noemí", "Teresa", "Mei", "Lan", "Hui", "Thảo", "Hương", "Kavita", "Meera", "Priya",
    "Layla", "Amina", "Salma", "Chloé", "Fatoumata", "Zofia", "Ewa", "Beatriz", "Conceição",
];
#[rustfmt::skip]
pub(super) const MALE: &[&str] = &[
    "James", "Henry", "Samuel", "Owen", "Walter", "George", "Simon", "Nathan", "Calvin", "Stuart", "Andrés", "Tomás",
    "Joaquín", "Rubén", "Martín", "Ramón", "Wei", "Jian", "Bo", "Minh", "Đức", "Arjun", "Rohan", "Vikram", "Omar",
    "Karim", "Youssef", "Théo", "Mamadou", "Wojciech", "Paweł", "João", "Gonçalo", "Nuno",
];
#[rustfmt::skip]
pub(super) const FAMILY: &[&str] = &[
    "Whitfield", "Harmon", "Caldwell", "Prescott", "Ashby", "Merritt", "Langley", "Barlow", "Holloway", "Sinclair",
    "Kendall", "Fairbanks", "Winslow", "Lockwood", "Mercer", "Stanton", "Dalton", "Ferris", "Ingram", "Norwood",
    "Núñez", "Ibarra", "Peña", "Muñoz", "Zúñiga", "Cárdenas", "Ordóñez", "Galván", "Lozano", "Treviño", "de la Cruz",
    "Chen", "Zhao", "Huang", "Liang", "Nguyễn", "Trần", "Phạm", "Sharma", "Iyer", "Reddy", "Banerjee", "Haddad",
    "Mansour", "Darwish", "Diallo", "Traoré", "Kowalczyk", "Wiśniewski", "Gonçalves", "Araújo", "Oduya",
];
#[rustfmt::skip]
pub(super) const STREETS: &[&str] = &[
    "Juniper Street", "Old Mill Road", "Larkspur Lane", "Quarry Hill", "Beacon Row", "Willow Court", "Station Road",
    "Orchard Avenue", "Granite Way", "Pier Street",
];
pub(super) const PAYERS: &[&str] =
    &["Blue Harbor Health", "Northgate Mutual", "Commonwealth Plan", "Medicare"];
pub(super) const ALERTS: &[&str] = &[
    "Call daughter first",
    "Hard of hearing: speak clearly",
    "Comes by wheelchair taxi",
    "Prefers mornings",
];
pub(super) const NOTES: &[&str] =
    &["Brings results along", "Form for the employer", "Asked to be called back", ""];
