//! What stands around a name and says whose it is.

/// "Dr", "Mrs": part of a name as it is said, and not of the name itself.
pub fn is_title(word: &str) -> bool {
    is_doctors_title(word) || matches!(word, "mr" | "mrs" | "ms" | "miss" | "mx" | "sir" | "madam")
}

/// A title that only providers bear.
pub fn is_doctors_title(word: &str) -> bool {
    matches!(word, "dr" | "doctor" | "doc" | "drs" | "prof" | "professor" | "nurse")
}

/// A word that makes a name one of a house, not of a person: "Eastside Clinic" is not called "Eastside" like a given name.
pub fn is_of_a_house(word: &str) -> bool {
    matches!(
        word,
        "clinic"
            | "center"
            | "centre"
            | "hospital"
            | "medical"
            | "dental"
            | "dentistry"
            | "salon"
            | "care"
            | "group"
            | "inc"
            | "associates"
            | "practice"
            | "health"
            | "family"
            | "and"
            | "of"
            | "the"
            | "office"
            | "spa"
            | "studio"
            | "hair"
            | "bar"
            | "shop"
            | "store"
            | "barbershop"
            | "institute"
            | "laboratory"
            | "lab"
            | "pharmacy"
            | "radiology"
            | "imaging"
            | "pediatrics"
            | "dermatology"
            | "surgery"
            | "services"
            | "company"
            | "llc"
    )
}

/// "with Chen", "see Chen": a provider follows.
pub fn leads_to_a_provider(word: &str) -> bool {
    matches!(word, "with" | "see" | "seeing" | "visit" | "by")
}

/// "for Ana", "my name is Ana": a patient follows.
pub fn leads_to_a_patient(word: &str) -> bool {
    matches!(
        word,
        "for"
            | "name"
            | "named"
            | "names"
            | "is"
            | "im"
            | "am"
            | "under"
            | "of"
            | "called"
            | "patient"
            | "check"
            | "checking"
            | "cancel"
            | "move"
    )
}
