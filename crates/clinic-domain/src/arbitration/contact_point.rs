//! Where a patient and a provider meet who are not in one place: a number that is called, or a link that both open.

use super::Decision;
use crate::{
    appointment_type::Modality,
    invalid::{Field, Problem},
    personal::Personal,
    refusal::Refusal,
};

const MAX_LINK: usize = 500;
/// RFC 5321, 4.5.3.1.3, without its angle brackets.
const MAX_EMAIL: usize = 254;

/// An empty one stands for the patient's own number or the provider's own link.
pub(super) fn check_contact_point(modality: Modality, wanted: &Personal) -> Decision<()> {
    let text = wanted.expose();
    let problem = match modality {
        _ if text.is_empty() => return Ok(()),
        Modality::InPerson => Problem::NotNeededByType,
        Modality::Phone if is_phone(text) => return Ok(()),
        Modality::Phone => Problem::NotAPhone,
        Modality::Video if is_link(text) => return Ok(()),
        Modality::Video => Problem::NotALink,
    };
    Err(Refusal::Invalid { field: Field::ContactPoint, problem }.into())
}

pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=20).contains(&digits) && text.chars().all(|it| it.is_ascii_digit() || " +-()./x".contains(it))
}

/// One `@` between a name and a domain, and no sign that ends a header or a list; whether anybody reads it, only a message
/// tells.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let is_sign = |it: char| it.is_whitespace() || it.is_control() || "<>()[],;:\\\"".contains(it);
    let is_label = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || it == '-');
    text.len() <= MAX_EMAIL
        && !name.is_empty()
        && !name.contains(is_sign)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// An address that a browser opens safely: nothing but `https`, and no white space that would cut it off.
pub(super) fn is_link(text: &str) -> bool {
    let host = text.strip_prefix("https://").unwrap_or("").split(['/', '?', '#']).next().unwrap_or("");
    host.contains('.')
        && text.len() <= MAX_LINK
        && !text.chars().any(|it| it.is_whitespace() || it.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(modality: Modality, text: &str) -> Option<Problem> {
        let refused = check_contact_point(modality, &text.into()).err()?;
        match refused.0.as_slice() {
            [Refusal::Invalid { field: Field::ContactPoint, problem }] => Some(*problem),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_visit_by_phone_has_a_number_and_one_by_video_a_link() {
        assert_eq!(problem(Modality::Phone, "+1 (212) 555-0161"), None);
        assert_eq!(problem(Modality::Phone, "https://meet.example/ana"), Some(Problem::NotAPhone));
        assert_eq!(problem(Modality::Video, "https://meet.example/ana?room=1"), None);
        for no_link in [
            "212 555 0161",
            "http://meet.example/ana",
            "javascript:alert(1)",
            "https://",
            "https://meet .example",
        ] {
            assert_eq!(problem(Modality::Video, no_link), Some(Problem::NotALink), "{no_link}");
        }
        assert_eq!(problem(Modality::InPerson, "+1 212 555 0161"), Some(Problem::NotNeededByType));
    }

    #[test]
    fn an_address_of_email_has_a_name_and_a_domain() {
        assert!(["desk@lakeside.example", "a+b@x.co"].iter().all(|it| is_email(it)));
        for no_address in
            ["desk", "@lakeside.example", "desk@lakeside", "a b@x.co", "a@b@x.co", "a@.co", "a@x."]
        {
            assert!(!is_email(no_address), "{no_address}");
        }
    }

    #[test]
    fn none_of_its_own_will_do_for_every_visit() {
        assert!(Modality::ALL.iter().all(|it| problem(*it, "").is_none()));
    }
}
