//! How the trade shortens the names of visits.

/// A word of a visit type's name, and what stands for it on a desk's slips.
const SHORT: &[(&str, &[&str])] = &[
    ("physical", &["px", "pe", "phys"]),
    ("vaccination", &["vax", "vacc", "shot", "jab"]),
    ("vaccine", &["vax", "vacc", "shot", "jab"]),
    ("immunization", &["vax", "imm", "shot"]),
    ("ultrasound", &["us", "u/s"]),
    ("laboratory", &["lab", "labs"]),
    ("lab", &["labs", "bloods"]),
    ("blood", &["lab", "labs", "bloods"]),
    ("telehealth", &["tele", "video"]),
    ("telemedicine", &["tele", "video"]),
    ("video", &["tele"]),
    ("consultation", &["cons", "consult"]),
    ("consult", &["cons", "consultation"]),
    ("cleaning", &["clean", "prophy"]),
    ("emergency", &["emerg"]),
    ("procedure", &["proc"]),
    ("checkup", &["check up", "check-up", "chk"]),
    ("urgent", &["urg"]),
    ("injection", &["inj", "shot"]),
];

/// Two words of a name that are shortened together.
const PAIRS: &[(&str, &[&str])] = &[
    ("follow up", &["fu", "f/u", "follow up", "followup", "fup"]),
    ("new patient", &["np", "n/p", "new pt"]),
    ("check up", &["checkup", "chk"]),
    ("well child", &["wc", "wcc"]),
    ("annual physical", &["ape"]),
    ("blood test", &["bloods", "labs"]),
];

/// Other ways to say a visit type: its abbreviations, and its own first word where that says enough.
#[must_use]
pub fn visit_type_aliases(name: &str) -> Vec<String> {
    let folded = clinic_domain::fold::fold(name);
    let spaced =
        if folded == "followup" { "follow up".to_owned() } else { folded.replace("followup", "follow up") };
    let mut aliases: Vec<String> = Vec::new();
    for (words, short) in PAIRS {
        if format!(" {spaced} ").contains(&format!(" {words} ")) {
            aliases.extend(short.iter().map(|it| (*it).to_owned()));
        }
    }
    for word in spaced.split(' ') {
        for (long, short) in SHORT {
            if *long == word {
                aliases.push((*long).to_owned());
                aliases.extend(short.iter().map(|it| (*it).to_owned()));
            }
        }
    }
    for ending in [" visit", " appointment", " exam"] {
        aliases.extend(spaced.strip_suffix(ending).map(str::to_owned));
    }
    aliases.retain(|it| *it != folded);
    aliases.sort_unstable();
    aliases.dedup();
    aliases
}
