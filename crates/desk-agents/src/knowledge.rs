//! The pages that come with the desk: a starter, to be edited by the clinic.

use clinic_language::retrieval::page::Page;

pub fn pages() -> impl Iterator<Item = Page> {
    PAGES.iter().filter_map(|it| Page::parse(it).ok())
}

const PAGES: &[&str] = &[
    include_str!("../knowledge/accessibility.md"),
    include_str!("../knowledge/after-hours.md"),
    include_str!("../knowledge/billing.md"),
    include_str!("../knowledge/blood-pressure-check.md"),
    include_str!("../knowledge/cancellation.md"),
    include_str!("../knowledge/change-details.md"),
    include_str!("../knowledge/colonoscopy.md"),
    include_str!("../knowledge/complaints.md"),
    include_str!("../knowledge/fall-prevention.md"),
    include_str!("../knowledge/fasting.md"),
    include_str!("../knowledge/feeling-ill.md"),
    include_str!("../knowledge/flu-vaccine.md"),
    include_str!("../knowledge/forms.md"),
    include_str!("../knowledge/hand-washing.md"),
    include_str!("../knowledge/insurance.md"),
    include_str!("../knowledge/interpreter.md"),
    include_str!("../knowledge/late-arrival.md"),
    include_str!("../knowledge/mammogram.md"),
    include_str!("../knowledge/medicine-list.md"),
    include_str!("../knowledge/minors.md"),
    include_str!("../knowledge/mri.md"),
    include_str!("../knowledge/new-patients.md"),
    include_str!("../knowledge/no-show.md"),
    include_str!("../knowledge/opening-hours.md"),
    include_str!("../knowledge/pap-test.md"),
    include_str!("../knowledge/parking.md"),
    include_str!("../knowledge/payment-methods.md"),
    include_str!("../knowledge/payment-plans.md"),
    include_str!("../knowledge/physical-activity.md"),
    include_str!("../knowledge/prepare-questions.md"),
    include_str!("../knowledge/privacy.md"),
    include_str!("../knowledge/quit-smoking.md"),
    include_str!("../knowledge/records.md"),
    include_str!("../knowledge/referrals.md"),
    include_str!("../knowledge/refills.md"),
    include_str!("../knowledge/reminders.md"),
    include_str!("../knowledge/sleep.md"),
    include_str!("../knowledge/sun-safety.md"),
    include_str!("../knowledge/telehealth.md"),
    include_str!("../knowledge/test-results.md"),
    include_str!("../knowledge/vaccination-walk-in.md"),
    include_str!("../knowledge/visitors.md"),
    include_str!("../knowledge/weather.md"),
    include_str!("../knowledge/what-to-bring.md"),
    include_str!("../knowledge/without-insurance.md"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_language::retrieval::{Document, KNOWN_FROM, Library};

    #[test]
    fn every_page_is_read() {
        let problems: Vec<_> = PAGES.iter().filter_map(|it| Page::parse(it).err()).collect();
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn every_page_is_found_by_its_questions() {
        let pages: Vec<Page> = pages().collect();
        let library = Library::of(pages.iter().map(|it| Document { title: &it.title, body: &it.body }));
        let mut wrong = Vec::new();
        for (title, questions) in QUESTIONS {
            for question in questions {
                let found = library.ranked(question, 1);
                let best = found.first().map(|it| (pages[it.document].title.as_str(), it.coverage));
                if best.is_none_or(|(found, coverage)| found != *title || coverage < KNOWN_FROM) {
                    wrong.push(format!("{question}: {best:?}, not {title}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(pages.iter().all(|page| QUESTIONS.iter().any(|(title, _)| *title == page.title)));
    }

    const QUESTIONS: &[(&str, [&str; 2])] = &[
        (
            "Cancelling a visit",
            ["how much notice do I have to give to cancel", "can I cancel my visit for free"],
        ),
        ("Arriving late", ["what happens if I arrive late", "I am running late, will you still see me"]),
        (
            "Missed visits and the no-show fee",
            ["is there a no-show fee", "I missed my visit, do I get charged"],
        ),
        (
            "What to bring to your visit",
            ["what should I bring", "which papers do I bring with me to the visit"],
        ),
        (
            "Which insurance we accept",
            ["what insurance plans do you accept", "are you in my insurance network"],
        ),
        ("Coming without insurance", ["can I come without insurance", "can I get an estimate of the price"]),
        ("Becoming a new patient", ["are you taking new patients", "how do I register as a new patient"]),
        ("Referrals to a specialist", ["do I need a referral", "how do I see a specialist"]),
        ("Getting test results", ["when do I get my test results", "can you tell me lab results by phone"]),
        ("Prescription refills", ["I need a refill", "how long does it take to renew a prescription"]),
        ("Forms, letters and notes", ["can you fill in a form for school", "I need a note for work"]),
        ("Parking and how to get here", ["where can I park", "is there a bus to the clinic"]),
        (
            "Interpreters and other languages",
            ["do you have an interpreter", "is there somebody to translate for my mother"],
        ),
        ("Accessibility and wheelchair access", ["is there an elevator", "can I get in with a wheelchair"]),
        (
            "Children and consent",
            ["does a parent have to come with a teenager", "can my sister bring my child with permission"],
        ),
        (
            "Video and phone visits",
            ["can I have a video visit", "do I need a camera for telehealth by video"],
        ),
        ("Questions about a bill", ["I have a question about my bill", "my statement has wrong charges"]),
        (
            "Paying in parts: payment plans",
            ["do you offer payment plans", "can I pay in monthly instalments"],
        ),
        ("How you can pay", ["do you take credit cards", "when is the copay due"]),
        (
            "Asking for your medical records",
            ["how do I get a copy of my medical records", "send my records to another office"],
        ),
        (
            "Privacy of your information",
            ["who do you share my health information with", "do you have a notice of privacy practices"],
        ),
        (
            "Walk-in vaccinations",
            ["can I walk in for a vaccination", "do I need an appointment for a flu shot"],
        ),
        ("Opening hours", ["what are your opening hours", "are you open on Saturday"]),
        (
            "When the clinic is closed: after hours",
            ["whom do I call when you are closed at night", "is there a provider on call after hours"],
        ),
        ("Complaints and praise", ["how do I make a complaint", "I want to talk to the office manager"]),
        (
            "Closing for snow or bad weather",
            ["will you close because of the snow", "what about my visit in bad weather"],
        ),
        ("Reminders of visits", ["will I get a reminder", "stop sending me text reminders"]),
        ("Changing your address or phone number", ["my address has changed", "I have a new phone number"]),
        (
            "A relative or friend at your visit",
            ["can I bring a friend to the visit", "may I have a chaperone"],
        ),
        (
            "Coming with a cough or fever: masks",
            ["do I have to wear a mask", "I have a cough, can I still come in"],
        ),
        (
            "Preparing questions for your visit",
            ["how do I prepare questions for my visit", "which questions should I write down"],
        ),
        (
            "Keeping a list of your medicines",
            ["do you need a list of my medicines", "should I list vitamins and herbs too"],
        ),
        (
            "Fasting before a blood test",
            ["do I need to fast before a blood test", "can I drink water before the blood test"],
        ),
        (
            "Getting ready for a blood pressure reading",
            [
                "how do I get ready for a blood pressure reading",
                "may I smoke before you take my blood pressure",
            ],
        ),
        (
            "Getting ready for an MRI scan",
            ["what do I do before an MRI", "can I have a scan with a pacemaker"],
        ),
        (
            "Getting ready for a mammogram",
            ["can I wear deodorant to a mammogram", "how do I prepare for my mammogram"],
        ),
        (
            "Getting ready for a colonoscopy",
            ["how do I do the bowel prep", "do I need a ride home after a colonoscopy"],
        ),
        (
            "Getting ready for a Pap or HPV test",
            ["can I have a pap test during my period", "what do I do before an HPV test"],
        ),
        ("Washing your hands", ["how long should I wash my hands", "does sanitizer work as well as soap"]),
        (
            "The yearly flu vaccine",
            ["who should get the flu vaccine", "when is the best month for the influenza flu vaccine"],
        ),
        ("Help to quit smoking", ["I want to quit smoking", "where do I call to quit smoking cigarettes"]),
        (
            "How much exercise adults need",
            ["how much exercise should I get", "how many minutes of walking a week"],
        ),
        (
            "How much sleep people need",
            ["how many hours of sleep do I need", "what helps to sleep better at bedtime"],
        ),
        (
            "Protecting your skin from the sun",
            ["which sunscreen should I use", "how do I protect my skin from the sun"],
        ),
        ("Preventing falls at home", ["how can I prevent falls", "are loose rugs a risk for my mother"]),
    ];
}
