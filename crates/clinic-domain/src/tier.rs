//! What an organization has at the centre by what it pays for. Whatever is there stays when the tier is lowered: limits
//! refuse one more, they take nothing away.

use crate::code_enum;

code_enum! { SubscriptionTier { Basic = "basic", Professional = "professional", Enterprise = "enterprise" } }

code_enum! { Limited { Desks = "desks", Providers = "providers" } }

/// No limit where absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub desks: Option<u16>,
    /// A person who is entered at several locations counts once.
    pub providers: Option<u16>,
}

impl SubscriptionTier {
    /// Our own numbers: the volumes of a small and of a medium practice that the product is made for.
    #[must_use]
    pub const fn limits(self) -> Limits {
        match self {
            SubscriptionTier::Basic => Limits { desks: Some(2), providers: Some(3) },
            SubscriptionTier::Professional => Limits { desks: Some(6), providers: Some(10) },
            SubscriptionTier::Enterprise => Limits { desks: None, providers: None },
        }
    }
}
