use super::{Document, KNOWN_FROM, Library};
use proptest::prelude::*;

const TEXTS: [&str; 5] = [
    "Gout is a kind of arthritis that comes with crystals of uric acid in a joint.",
    "Gout is treated with medicines against the pain; therapy may lower the uric acid.",
    "Symptoms of gout include sudden pain, swelling and a red, warm joint.",
    "Restless legs syndrome (RLS) is a disorder with an urge to move the legs.",
    "The garden behind the house is open all day, also for visitors with dogs.",
];

fn library() -> Library {
    Library::of(TEXTS.iter().map(|body| Document { title: "", body }))
}

fn best(question: &str) -> Option<usize> {
    library().ranked(question, 1).first().map(|it| it.document)
}

#[test]
fn the_kind_of_answer_decides_among_texts_on_one_matter() {
    assert_eq!(best("what is gout?"), Some(0));
    assert_eq!(best("How is gout treated?"), Some(1));
    assert_eq!(best("gout symptoms"), Some(2));
}

#[test]
fn initials_and_misspelt_words_find_their_text() {
    assert_eq!(best("restless legs syndrom"), Some(3));
    assert_eq!(best("What does RLS mean?"), Some(3));
    assert_eq!(best("visiters in the gardn"), Some(4));
}

#[test]
fn an_unknown_matter_is_not_covered() {
    let coverage = |question| library().ranked(question, 1).first().map_or(0.0, |it| it.coverage);
    assert!(coverage("who won the football championship") < KNOWN_FROM);
    assert!(coverage("is the garden open") >= KNOWN_FROM);
}

#[test]
fn a_title_counts_more_than_a_body() {
    let library = Library::of([
        Document { title: "", body: "Parking is behind the house." },
        Document { title: "Parking", body: "It is behind the house." },
        Document { title: "Gardens", body: "They are behind the house." },
    ]);
    assert_eq!(library.ranked("parking", 5).iter().map(|it| it.document).collect::<Vec<_>>(), [1, 0]);
}

proptest! {
    #[test]
    fn any_question_is_ranked_best_first(question: String, bodies in prop::collection::vec(".{0,80}", 0..6), most in 0_usize..8) {
        let library = Library::of(bodies.iter().map(|body| Document { title: "", body }));
        let found = library.ranked(&question, most);
        prop_assert!(found.len() <= most.min(bodies.len()));
        prop_assert!(found.windows(2).all(|it| it[0].score >= it[1].score));
        prop_assert!(found.iter().all(|it| it.document < bodies.len() && (0.0..=1.0).contains(&it.coverage)));
    }
}
