//! Whose patients come when: each physician has a panel of people who are known, and of people who come for the first
//! time. Nobody comes twice on a day.

use super::{dice::Dice, kinds::Kind, patients::Known};

/// Who is wanted for a visit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    Anybody,
    WithAlert,
    WithInterpreter,
}

pub(super) struct Panels {
    known: Vec<Known>,
    /// By physician.
    panels: Vec<Panel>,
    /// The last day on which a patient had a visit, as the number of the day.
    last_day: Vec<i32>,
}

#[derive(Default)]
struct Panel {
    /// Patients by number; the first `seen` of them have been here.
    patients: Vec<u32>,
    seen: usize,
}

/// This share of a panel has been here before the demo's past begins.
const SEEN_BEFORE: f64 = 0.6;
/// Some come much more often than others.
const SKEW: f64 = 1.6;

impl Panels {
    /// Patients go to `physicians` in turn.
    pub(super) fn new(known: Vec<Known>, physicians: usize) -> Self {
        let mut panels: Vec<Panel> = (0..physicians).map(|_| Panel::default()).collect();
        for (number, patient) in (0u32..).zip(&known) {
            if patient.may_visit {
                panels[number as usize % physicians].patients.push(number);
            }
        }
        for panel in &mut panels {
            panel.seen = (panel.patients.len() as f64 * SEEN_BEFORE) as usize;
        }
        let last_day = vec![i32::MIN; known.len()];
        Self { known, panels, last_day }
    }

    pub(super) fn known(&self, patient: u32) -> &Known {
        &self.known[patient as usize]
    }

    /// Who comes to this physician (or to the nurse, sent by them) on a day.
    pub(super) fn pick(
        &mut self,
        physician: usize,
        (kind, who): (Kind, Who),
        day: i32,
        dice: &mut Dice,
    ) -> Option<u32> {
        let panel = &mut self.panels[physician];
        let patient = if kind == Kind::NewPatient {
            let patient = *panel.patients.get(panel.seen)?;
            panel.seen += 1;
            patient
        } else {
            let (before, from) =
                panel.patients[..panel.seen].split_at((dice.share().powf(SKEW) * panel.seen as f64) as usize);
            let suits = |it: &&u32| self.last_day[**it as usize] != day && self.known[**it as usize].is(who);
            *from.iter().chain(before).find(suits)?
        };
        self.last_day[patient as usize] = day;
        Some(patient)
    }
}
