//! Words of the language that say nothing about anybody: what the other parts of the understanding know, and no more.

use std::collections::BTreeSet;

/// They hold sentences together, and are never taken for a name however somebody is called.
const AROUND: &str = "a an the i you he she it we they me him her us them my your his our their this that these those \
                      is are was be been do does did has have had can could will would shall should may might must \
                      to for with in on at of and or but if not no yes please so as by from about who what when where \
                      which why how any some there here now then";
const MORE: &str = "able actually afterwards ahead along already although anything anywhere appreciate arrange asked asking \
                    away back because better book call came can come daughter doctor early else even ever father find first \
                    free friend get getting give go going good got grandmother help hold home husband idea instead keep kind \
                    last late later leave let like little look looking lot made make many maybe mean mother moved much need \
                    never new next nobody nothing nurse off okay old once one only open other out over pain parents patient \
                    perhaps person possible possibly problem put quite rather really reason right running said same say see \
                    seen send sister slot somebody someone something sometime son soon sorry spot start still stop sure \
                    take tell than thank think thought through time told too took tried try turn until up use very visit \
                    wait want wants way week well went while whole wife without wonder wondering work worked worse yet";

const INTENTS: &str = include_str!("../intent/lexicon.txt");

pub struct Vocabulary(BTreeSet<&'static str>);

impl Vocabulary {
    pub fn words() -> Vocabulary {
        let lists = [INTENTS, MORE];
        let words = lists.into_iter().flat_map(|it| it.split(|c: char| !c.is_ascii_alphabetic()));
        Vocabulary(words.filter(|it| it.len() > 1).chain(AROUND.split_whitespace()).collect())
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

pub fn is_around(word: &str) -> bool {
    AROUND.split_whitespace().any(|it| it == word)
}
