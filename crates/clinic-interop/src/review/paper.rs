//! What it is printed on.

/// All lengths are points, 72 to the inch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    A4,
    Letter,
}

impl Paper {
    /// On every side: half an inch and a little, which every office printer reaches.
    pub const MARGIN: f32 = 42.0;

    /// What is bought in the country (ISO 3166-1 alpha-2): Letter where CLDR names it (supplemental data, `paperSize`).
    #[must_use]
    pub fn of(country: &str) -> Paper {
        const LETTER: &[&str] =
            &["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
        if LETTER.contains(&country.to_uppercase().as_str()) { Paper::Letter } else { Paper::A4 }
    }

    #[must_use]
    pub const fn width(self) -> f32 {
        match self {
            Paper::A4 => 595.28,
            Paper::Letter => 612.0,
        }
    }

    #[must_use]
    pub const fn height(self) -> f32 {
        match self {
            Paper::A4 => 841.89,
            Paper::Letter => 792.0,
        }
    }

    /// Between the margins.
    pub(super) const fn room(self) -> f32 {
        self.width() - 2.0 * Paper::MARGIN
    }
}
