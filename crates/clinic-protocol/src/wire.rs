//! How a domain value travels: the trait, its leaves, the macro that pairs a record with its wire form field by
//! field, and the frame around a message.
//!
//! The macro names every field once, with the domain's type; the form's type follows from [`Wire`]. A field added
//! to the domain does not compile until somebody decides here how it travels.

use crate::error::DecodeError;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::{RawValue, to_raw_value};

/// A domain value and the form in which it is written.
pub trait Wire: Sized {
    type Form: Serialize + DeserializeOwned + PartialEq;

    fn form(&self) -> Self::Form;

    /// # Errors
    /// [`DecodeError::Impossible`] for a form that stands for no value.
    fn read(form: Self::Form) -> Result<Self, DecodeError>;
}

/// `<schema><json>`.
pub(crate) fn frame(form: &impl Serialize) -> Vec<u8> {
    format!("{}{}", crate::SCHEMA, json(form)).into_bytes()
}

/// Compact.
pub(crate) fn json(form: &impl Serialize) -> String {
    // Forms have only string keys and no custom serializer: writing them into memory cannot fail.
    serde_json::to_string(form).unwrap_or_else(|_| unreachable!("a form that is no JSON"))
}

/// The same as a part of a larger form.
pub(crate) fn raw(form: &impl Serialize) -> Box<RawValue> {
    to_raw_value(form).unwrap_or_else(|_| unreachable!("a form that is no JSON"))
}

/// The JSON of a message of schema 1.
pub(crate) fn unframe(bytes: &[u8]) -> Result<&str, DecodeError> {
    let (digits, json) = bytes.split_at(bytes.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let malformed = |at: usize| DecodeError::Malformed { of: "message", at };
    let schema = std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
    match schema.ok_or(malformed(0))? {
        1 => std::str::from_utf8(json).map_err(|error| malformed(digits.len() + error.valid_up_to())),
        schema => Err(DecodeError::UnknownSchema { schema }),
    }
}

pub(crate) fn parse<'a, F: Deserialize<'a>>(json: &'a str, of: &'static str) -> Result<F, DecodeError> {
    serde_json::from_str(json).map_err(|error| DecodeError::of_json(of, &error))
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(crate) const fn one() -> u8 {
    1
}

pub(crate) fn is_one(number: &u8) -> bool {
    *number == one()
}

/// Pairs a domain record with its form. `required` fields are always written and must be there; `optional` ones
/// are left out while they have their default (empty, absent, false, 0) and read as it when absent; so are `single`
/// numbers while they are 1.
macro_rules! wire {
    ($(
        $(#[$meta:meta])*
        $form:ident for $domain:ty {
            required { $($req:ident: $req_type:ty),* $(,)? }
            optional { $($opt:ident: $opt_type:ty),* $(,)? }
            $(single { $($one:ident: $one_type:ty),* $(,)? })?
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $form {
            $($req: <$req_type as $crate::wire::Wire>::Form,)*
            $(
                #[serde(default, skip_serializing_if = "crate::wire::is_default")]
                $opt: <$opt_type as $crate::wire::Wire>::Form,
            )*
            $($(
                #[serde(default = "crate::wire::one", skip_serializing_if = "crate::wire::is_one")]
                $one: $one_type,
            )*)?
        }

        impl From<&$domain> for $form {
            fn from(value: &$domain) -> Self {
                Self {
                    $($req: $crate::wire::Wire::form(&value.$req),)*
                    $($opt: $crate::wire::Wire::form(&value.$opt),)*
                    $($($one: value.$one,)*)?
                }
            }
        }

        impl TryFrom<$form> for $domain {
            type Error = $crate::DecodeError;

            fn try_from(form: $form) -> Result<Self, Self::Error> {
                Ok(Self {
                    $($req: $crate::wire::Wire::read(form.$req)?,)*
                    $($opt: $crate::wire::Wire::read(form.$opt)?,)*
                    $($($one: form.$one,)*)?
                })
            }
        }

        impl $crate::wire::Wire for $domain {
            type Form = $form;
            fn form(&self) -> $form { self.into() }
            fn read(form: $form) -> Result<Self, $crate::DecodeError> { form.try_into() }
        }
    )+};
}
pub(crate) use wire;

/// Values that are their own form.
macro_rules! as_is {
    ($($kind:ty),+ $(,)?) => {$(
        impl $crate::wire::Wire for $kind {
            type Form = $kind;
            fn form(&self) -> $kind { self.clone() }
            fn read(form: $kind) -> Result<Self, $crate::DecodeError> { Ok(form) }
        }
    )+};
}
pub(crate) use as_is;

as_is! { bool, u8, u16, u32, u64, String }

impl<T: Wire> Wire for Option<T> {
    type Form = Option<T::Form>;

    fn form(&self) -> Self::Form {
        self.as_ref().map(T::form)
    }

    fn read(form: Self::Form) -> Result<Self, DecodeError> {
        form.map(T::read).transpose()
    }
}

impl<T: Wire> Wire for Vec<T> {
    type Form = Vec<T::Form>;

    fn form(&self) -> Self::Form {
        self.iter().map(T::form).collect()
    }

    fn read(form: Self::Form) -> Result<Self, DecodeError> {
        form.into_iter().map(T::read).collect()
    }
}

impl<T: Wire> Wire for Box<T> {
    type Form = T::Form;

    fn form(&self) -> Self::Form {
        T::form(self)
    }

    fn read(form: Self::Form) -> Result<Self, DecodeError> {
        T::read(form).map(Box::new)
    }
}
