//! Words without their endings, so that "treatments", "treated" and "treating" are one term. It is blunt on purpose: two words
//! that fall together by mistake cost a little order, two that stay apart cost the answer.

/// Endings, longest first; an ending goes where at least four letters stay before it.
const ENDINGS: &[&str] = &[
    "ations", "ically", "ation", "ments", "ement", "ating", "ated", "ates", "ings", "ions", "ment", "ness",
    "able", "ible", "ally", "ical", "ing", "ion", "ies", "ive", "ous", "ial", "eal", "ed", "er", "es", "ic",
    "al", "ia", "is", "us", "um", "ly", "s", "e", "y", "a",
];
const LEAST_LEFT: usize = 4;

/// A folded word's stem. Short words lose a plural's `s` and nothing else.
pub fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= LEAST_LEFT
        {
            return without_vowel(rest);
        }
    }
    match word.strip_suffix('s') {
        Some(rest) if rest.len() >= 3 && !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    }
}

/// "studied" and "study", "operations" and "operate" meet without the vowel before the ending.
fn without_vowel(rest: &str) -> &str {
    match rest.strip_suffix(['i', 'e', 'y']) {
        Some(shorter) if shorter.len() >= LEAST_LEFT => shorter,
        _ => rest,
    }
}

/// Words that say nothing of what is asked.
pub fn is_plain(word: &str) -> bool {
    PLAIN.binary_search(&word).is_ok()
}

const PLAIN: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "but",
    "by",
    "can",
    "cant",
    "could",
    "did",
    "do",
    "does",
    "doesnt",
    "dont",
    "for",
    "from",
    "get",
    "give",
    "had",
    "has",
    "have",
    "he",
    "hello",
    "help",
    "her",
    "hi",
    "him",
    "his",
    "how",
    "i",
    "id",
    "if",
    "ill",
    "im",
    "in",
    "into",
    "is",
    "isnt",
    "it",
    "its",
    "ive",
    "just",
    "know",
    "like",
    "me",
    "might",
    "my",
    "need",
    "of",
    "on",
    "one",
    "or",
    "our",
    "please",
    "s",
    "say",
    "see",
    "she",
    "should",
    "so",
    "some",
    "something",
    "tell",
    "than",
    "that",
    "thats",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "too",
    "us",
    "want",
    "was",
    "we",
    "were",
    "what",
    "whats",
    "when",
    "where",
    "which",
    "who",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["treat", "treats", "treated", "treating", "treatment", "treatments"][..],
            &["diagnose", "diagnosed", "diagnosis", "diagnoses", "diagnosing"],
            &["vaccine", "vaccines", "vaccination", "vaccinations", "vaccinated"],
            &["cancel", "canceled", "cancels"],
            &["study", "studied", "studies"],
        ] {
            assert!(forms.iter().all(|it| stem(it) == stem(forms[0])), "{forms:?}");
        }
        assert_ne!(stem("bill"), stem("bell"));
        assert_eq!(stem("virus"), "viru");
        assert_eq!(stem("was"), "was");
    }

    #[test]
    fn the_plain_words_are_in_order() {
        assert!(PLAIN.is_sorted());
    }
}
