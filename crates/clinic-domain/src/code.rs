//! Closed code enums: one list gives the variants, their stored text, and serde over that text.

/// The text is no code of the enum that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {of}")]
pub struct UnknownCode {
    pub of: &'static str,
    pub text: String,
}

/// Declares an enum whose variants are stored, sent and shown to scripts as fixed texts.
#[macro_export]
macro_rules! code_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        $crate::code_schema! { $name { $($text),+ } }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err($crate::code::UnknownCode { of: stringify!($name), text: text.to_owned() }),
                }
            }
        }
    };
}

#[cfg(feature = "schema")]
#[doc(hidden)]
pub use schemars;

/// Describes a code for whoever describes an API: nothing where nobody does. The feature is this crate's, whichever crate
/// declares the code.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[macro_export]
macro_rules! code_schema {
    ($name:ident { $($text:literal),+ }) => {
        impl $crate::code::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::code::schemars::SchemaGenerator,
            ) -> $crate::code::schemars::Schema {
                $crate::code::schemars::json_schema!({ "type": "string", "enum": [$($text),+] })
            }
        }
    };
}

#[cfg(not(feature = "schema"))]
#[doc(hidden)]
#[macro_export]
macro_rules! code_schema {
    ($($described:tt)*) => {};
}
