use super::*;
#[test]
fn the_shipped_list_is_read() {
    assert_eq!(Lexicon::parse(Lexicon::source()).err(), None);
}
