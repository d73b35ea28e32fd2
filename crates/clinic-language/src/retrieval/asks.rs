//! What a question wants to know of its matter (what it is, its signs, its treatment ...), and how an answer to that is
//! worded. The words of a question and of its answer differ there most: "outlook" is answered with "most people recover".

use super::stem::stem;
use std::collections::BTreeMap;

pub const KINDS: usize = 12;

/// (words that ask, words that answer); a cue is one to four words, `|` between cues.
const CUES: [(&str, &str); KINDS] = [
    // What it is.
    (
        "what is|what are|what does mean|define|definition|meaning of|information",
        "is a|is an|are a|is the|is one|is any|are the|are a group|is caused|also called|also known as|characterized|refers to|is a type|is a condition|term|rare|disorder|group of|is a disease|occurs when|happens when|are growths|that affects|known as|inherited|neurological disorder|or|means|is defined",
    ),
    // How it is treated.
    (
        "treatment|treatments|treat|treated|therapy|cure|cured|medicine for|remedy|remedies",
        "treatment|treated|therapy|no cure|cure|medication|medicine|drug|surgery|surgical|symptomatic|supportive|prescribe|relieve|doses|antibiotics|transplant|goals of|respond|rehabilitation|recommended|physical therapy|no specific treatment|standard course of treatment|effective|may be given|can be treated",
    ),
    // What is being found out.
    (
        "research|clinical trials|trials|studies|studied|new findings",
        "research|ninds|conducts|supports|investigate|investigating|scientists|researchers|grants|study|studies|national institute|national institutes of health|nih|laboratories|clinical trials|trials|understanding|mission|funded|continue to|experimental|goal",
    ),
    // How it goes on.
    (
        "outlook|prognosis|life expectancy|expect|future|recover from|survive|how long will",
        "prognosis|outlook|outcome|recover|recovery|fatal|death|die|life expectancy|progressive|progression|depends on|varies|most people|most individuals|good|poor|complete|long-term|disability|lifespan|normal life|survive|usually|worsen|within|months|years|remission|spontaneously|permanent|degree of|severity|early diagnosis|lead to",
    ),
    // Its signs.
    (
        "symptoms|symptom|signs|sign of|feel like|look like|how do i know if",
        "symptoms|symptom|signs|signs and symptoms|symptoms include|may include|common symptoms|most common symptom|experience|pain|fever|fatigue|weakness|vomiting|nausea|swelling|appear|headache|cough|symptoms may|feel",
    ),
    // How it is found.
    (
        "diagnose|diagnosed|diagnosis|test for|tested for|tests|exam|detect|detected|screening",
        "diagnose|diagnosed|diagnosis|test|tests|exam|physical exam|medical history|blood test|biopsy|imaging|x ray|samples|laboratory|examination|detected|doctor will|your doctor|screening|look for|based on|microscope|family history|find out|confirm|ultrasound|measure|identify|provider",
    ),
    // Who gets it.
    (
        "at risk|risk|risk factors|who gets|likely to get|susceptible|contagious|catch",
        "risk|at risk|risk factors|higher risk|more common|more likely|men|women|increase|increases|anyone|african|age|people who|older|family history|factors|exposed|contact|equally|likely|can get|develop|risk for|ethnic|all ages|transmission|infected",
    ),
    // How to stay free of it.
    (
        "prevent|prevented|prevention|avoid|protect against|lower the risk|reduce the risk",
        "prevent|prevention|prevented|preventing|avoid|avoiding|vaccine|protect|reduce|lower|steps|lifestyle|healthy|wash|washing|quit smoking|can take steps|physically active|weight|hands|lower your risk|reduce your risk|cannot be prevented|way to prevent|travelers",
    ),
    // Where it comes from.
    (
        "causes|cause|caused|reason for|why does|comes from|due to",
        "cause|causes|caused|caused by|cause of|due to|mutation|gene|genes|genetic|unknown|result from|results from|damage|leads to|lead to|factors|exact cause|inherited|virus|bacteria|contribute|triggered|not known|believe|autoimmune|infections",
    ),
    // What to do, to eat.
    (
        "what to do|eat|diet|food|nutrition|live with|cope",
        "eating|eat|diet|nutrition|dietary|foods|drink|foods|calories|fat|meals|dietitian|fiber|fruits|vegetables|alcohol|play a role|limit|plan|salt|sodium|talk|points|healthy",
    ),
    // What comes of it.
    (
        "complications|complication|side effects|lead to|long term effects",
        "complications|complication|may develop|can cause|lead to|following|problems|failure|damage|increase|include|infection|anxiety|can result|infertility",
    ),
    // How often it is.
    (
        "how many|how common|how often|how rare|frequency|people are affected|prevalence|statistics",
        "percent|million|each year|common|about|estimate|estimates|one in|every|rare|per|affects|united states|prevalence|people each year|researchers estimate|occurs in|incidence|uncommon",
    ),
];

/// How strongly a text is worded as each kind of answer.
pub type Wording = [f32; KINDS];

struct Cue {
    kind: usize,
    rest: Vec<String>,
}

/// Cues of one side, by their first stem.
pub struct Cues(BTreeMap<String, Vec<Cue>>);

impl Cues {
    pub fn of_questions() -> Cues {
        Cues::compiled(|(asked, _)| asked)
    }

    pub fn of_answers() -> Cues {
        Cues::compiled(|(_, answered)| answered)
    }

    fn compiled(side: impl Fn(&(&'static str, &'static str)) -> &'static str) -> Cues {
        let mut cues: BTreeMap<String, Vec<Cue>> = BTreeMap::new();
        for (kind, both) in CUES.iter().enumerate() {
            for cue in side(both).split('|') {
                let mut stems = cue.split([' ', '-']).map(|it| stem(it).to_owned());
                let Some(first) = stems.next() else { continue };
                let rest: Vec<String> = stems.collect();
                let known = cues.entry(first).or_default();
                if !known.iter().any(|it| it.kind == kind && it.rest == rest) {
                    known.push(Cue { kind, rest });
                }
            }
        }
        Cues(cues)
    }

    /// The kind and the number of words of every cue that begins at a word.
    pub fn at<'c, S: AsRef<str>>(&'c self, stems: &'c [S]) -> impl Iterator<Item = (usize, usize)> + 'c {
        let (first, after) = match stems.split_first() {
            Some((first, after)) => (self.0.get(first.as_ref()), after),
            None => (None, stems),
        };
        first.into_iter().flatten().filter_map(move |cue| {
            let fits =
                cue.rest.len() <= after.len() && cue.rest.iter().zip(after).all(|(a, b)| a == b.as_ref());
            fits.then_some((cue.kind, 1 + cue.rest.len()))
        })
    }
}
