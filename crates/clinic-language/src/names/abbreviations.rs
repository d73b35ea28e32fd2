//! What front desks write for types of visits.

const USUAL: [(&str, &[&str]); 14] = [
    ("follow", &["fu", "fup"]),
    ("followup", &["fu", "fup"]),
    ("new", &["np"]),
    ("physical", &["pe", "px", "phys", "cpe"]),
    ("annual", &["awv"]),
    ("wellness", &["wv", "awv"]),
    ("vaccination", &["vax", "vacc", "imm"]),
    ("vaccine", &["vax", "vacc"]),
    ("ultrasound", &["us"]),
    ("telehealth", &["tele", "tv"]),
    ("consultation", &["cons", "consult"]),
    ("consult", &["cons"]),
    ("laboratory", &["lab", "labs"]),
    ("procedure", &["proc"]),
];

/// The usual abbreviations of a type by its words, and the initials of several.
pub(super) fn of(words: &[String]) -> Vec<String> {
    let usual = USUAL.iter().filter(|it| words.iter().any(|word| word == it.0)).flat_map(|it| it.1);
    let mut all: Vec<String> = usual.map(|it| (*it).to_owned()).collect();
    if words.len() > 1 {
        all.push(words.iter().filter_map(|it| it.chars().next()).collect());
    }
    // They are words of every sentence.
    all.retain(|it| {
        it.len() > 1 && !["us", "is", "it", "in", "an", "as", "at", "do", "my"].contains(&it.as_str())
    });
    all.sort();
    all.dedup();
    all
}
