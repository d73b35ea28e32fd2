//! The language model that this PC asks.

use super::Store;
use crate::{
    error::CacheError,
    vault::language_model::{self, LanguageModel},
};

impl Store {
    pub fn language_model(&self) -> Result<Option<LanguageModel>, CacheError> {
        language_model::chosen(&self.session()?.get().writer().vault)
    }

    /// From here on this one, or none.
    pub fn choose_language_model(&self, chosen: Option<&LanguageModel>) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| language_model::choose(vault, chosen))
    }
}
