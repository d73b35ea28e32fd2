//! Words for the board, from what a source writes.

use crate::record::TypeLabel;

/// Two or three capitals for a narrow column.
pub(crate) fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter(|it| !it.ends_with('.') && !matches!(*it, "Dr" | "Prof"));
    words
        .filter_map(|it| it.chars().find(|c| c.is_alphabetic()))
        .flat_map(char::to_uppercase)
        .take(3)
        .collect()
}

/// A sort of visit under its code and words; none without words.
pub(crate) fn type_label(code: String, words: &str) -> Option<TypeLabel> {
    // SNOMED's tag for what a term is says nothing to a person at the desk.
    let name = words.strip_suffix("(procedure)").unwrap_or(words).trim();
    (!name.is_empty()).then(|| TypeLabel { code, name: name.to_owned() })
}

/// Two capitals for a type: its first two words' first letters, else its first letters.
pub(crate) fn short_code(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let letters: Vec<char> =
        name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    let first = letters.first().copied().unwrap_or('V');
    let words = initials(name).chars().nth(1).map(|second| [first, second]);
    let pairs = letters.iter().skip(1).map(|&second| [first, second]);
    let numbers = ('2'..='9').map(|second| [first, second]);
    let mut codes = words.into_iter().chain(pairs).chain(numbers).map(String::from_iter);
    codes.find(|it| !is_taken(it)).unwrap_or_else(|| first.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_board() {
        assert_eq!(initials("Dr. Gerardo48 Rentería94"), "GR");
        assert_eq!(initials("Ana de la Cruz"), "ADL");
        assert_eq!(initials("123 ..."), "");
        assert_eq!(
            type_label(String::new(), "Well child visit (procedure)").unwrap().name,
            "Well child visit"
        );
        assert_eq!(type_label(String::new(), " "), None);
    }

    #[test]
    fn short_codes_differ() {
        assert_eq!(short_code("Follow up", |_| false), "FU");
        assert_eq!(short_code("Follow up", |it| it == "FU"), "FO");
        assert_eq!(short_code("X", |_| false), "X2");
        assert_eq!(short_code("", |_| false), "V2");
        assert_eq!(short_code("X", |_| true), "X");
    }
}
