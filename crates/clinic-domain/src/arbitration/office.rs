//! Departments, the knowledge base and the message templates.

use super::{
    Decision, Put, permitted,
    records::{invalid, needed, text},
};
use crate::{
    fold::fold,
    invalid::{Field, Problem},
    message::{MessageChannel, MessageTemplate, Part, Placeholder, parts},
    office::{Department, FaqEntry, Office, Written, is_language},
    people::{Permission, Person},
    time::Instant,
};

const MOST_ANSWER: usize = 4_000;
const MOST_KEYWORDS: u16 = 20;
const MOST_KEYWORD: usize = 40;
const MOST_SUBJECT: usize = 150;
const MOST_EMAIL: usize = 4_000;
/// Three parts of a text message.
const MOST_SMS: usize = 459;

pub fn put_department(author: &Person, office: &Office, wanted: &Department) -> Decision<Department> {
    permitted(author, Permission::ManageDepartments)?;
    let current = office.departments.iter().find(|it| it.id == wanted.id);
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    let department = Department { version, name: wanted.name.trim().to_owned(), ..wanted.clone() };
    needed(Field::Name, &department.name)?;
    let is_same =
        |it: &Department| it.id != wanted.id && it.is_active && fold(&it.name) == fold(&department.name);
    if department.is_active && office.departments.iter().any(is_same) {
        return invalid(Field::Name, Problem::AlreadyThere);
    }
    Ok(department)
}

pub fn put_faq(author: &Person, office: &Office, wanted: &FaqEntry, at: Instant) -> Decision<FaqEntry> {
    permitted(author, Permission::ManageKnowledge)?;
    let current = office.faq.iter().find(|it| it.id == wanted.id);
    let mut entry = wanted.clone();
    entry.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    (entry.question, entry.answer) = (wanted.question.trim().to_owned(), wanted.answer.trim().to_owned());
    needed(Field::Question, &entry.question)?;
    if entry.answer.is_empty() {
        return invalid(Field::Answer, Problem::Needed);
    }
    text(Field::Answer, &entry.answer, MOST_ANSWER)?;
    if !is_language(&entry.language) {
        return invalid(Field::Language, Problem::NotALanguage);
    }
    entry.keywords = keywords(&wanted.keywords)?;
    let is_same = |it: &FaqEntry| {
        it.id != entry.id
            && it.is_active
            && it.language == entry.language
            && fold(&it.question) == fold(&entry.question)
    };
    if entry.is_active && office.faq.iter().any(is_same) {
        return invalid(Field::Question, Problem::AlreadyThere);
    }
    Ok(entry.written_over(current, Written { at, by: author.id }))
}

/// Each once, however it is spelled.
fn keywords(wanted: &[String]) -> Decision<Vec<String>> {
    let mut kept: Vec<String> = Vec::new();
    for word in wanted.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        text(Field::Keywords, word, MOST_KEYWORD)?;
        if !kept.iter().any(|it| fold(it) == fold(word)) {
            kept.push(word.to_owned());
        }
    }
    if kept.len() > usize::from(MOST_KEYWORDS) {
        return invalid(Field::Keywords, Problem::AtMost { most: MOST_KEYWORDS });
    }
    Ok(kept)
}

pub fn put_message_template(
    author: &Person,
    office: &Office,
    wanted: &MessageTemplate,
) -> Decision<MessageTemplate> {
    permitted(author, Permission::ManageMessages)?;
    let current = office.templates.iter().find(|it| it.id == wanted.id);
    let mut template = wanted.clone();
    template.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    (template.subject, template.body) = (wanted.subject.trim().to_owned(), wanted.body.trim().to_owned());
    if !is_language(&template.language) {
        return invalid(Field::Language, Problem::NotALanguage);
    }
    check_message(&template)?;
    let key = |it: &MessageTemplate| (it.kind, it.channel, it.language.clone());
    let is_same = |it: &MessageTemplate| it.id != template.id && it.is_active && key(it) == key(&template);
    if template.is_active && office.templates.iter().any(is_same) {
        return invalid(Field::Kind, Problem::AlreadyThere);
    }
    Ok(template)
}

fn check_message(template: &MessageTemplate) -> Decision<()> {
    let MessageTemplate { channel, subject, body, .. } = template;
    let most = match channel {
        MessageChannel::Email if subject.is_empty() => return invalid(Field::Subject, Problem::Needed),
        MessageChannel::Email => MOST_EMAIL,
        MessageChannel::Sms if !subject.is_empty() => {
            return invalid(Field::Subject, Problem::NotInTextMessages);
        }
        MessageChannel::Sms => MOST_SMS,
    };
    if body.is_empty() {
        return invalid(Field::Body, Problem::Needed);
    }
    text(Field::Subject, subject, MOST_SUBJECT)?;
    text(Field::Body, body, most)?;
    if subject.chars().any(char::is_control) {
        return invalid(Field::Subject, Problem::NotPlainText);
    }
    if body.chars().any(|it| it.is_control() && it != '\n') {
        return invalid(Field::Body, Problem::NotPlainText);
    }
    check_placeholders(template)
}

fn check_placeholders(template: &MessageTemplate) -> Decision<()> {
    let kind = template.kind;
    for (field, text) in [(Field::Subject, &template.subject), (Field::Body, &template.body)] {
        let is_strange = |part: Part<'_>| match part {
            Part::Text(_) => false,
            Part::Placeholder(it) => !it.is_known_in(kind),
            Part::Unknown(_) => true,
        };
        if parts(text).any(is_strange) {
            return invalid(field, Problem::UnknownPlaceholder);
        }
    }
    let is_there = |it: &Placeholder| parts(&template.body).any(|part| part == Part::Placeholder(*it));
    match Placeholder::ALL.iter().find(|it| it.is_needed_in(kind) && !is_there(it)) {
        Some(&placeholder) => invalid(Field::Body, Problem::PlaceholderNeeded { placeholder }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arbitration::Refused,
        id::{DepartmentId, FaqId, MessageTemplateId, OrganizationId, PersonId, Version},
        message::MessageKind,
        office::{EarlierText, MOST_EARLIER_TEXTS},
        people::Role,
        policy::SecurityPolicy,
        refusal::Refusal,
    };

    const AT: Instant = Instant(1_700_000_000);

    fn manager() -> Person {
        Person {
            id: PersonId::from_bytes([1; 16]),
            version: Version::FIRST,
            login: "max".into(),
            name: "Max".into(),
            roles: vec![Role::PracticeManager],
            resource: None,
            department: None,
            email: String::new(),
            license_number: String::new(),
            specialties: Vec::new(),
            language: String::new(),
            is_active: true,
        }
    }

    fn nobody() -> Person {
        Person { roles: vec![Role::FrontDesk, Role::Nurse, Role::Billing], ..manager() }
    }

    fn office() -> Office {
        Office {
            policy: SecurityPolicy::first(OrganizationId::from_bytes([9; 16])),
            departments: vec![department(1, "Cardiology")],
            faq: vec![question(1, "Where can I park?")],
            templates: vec![template(1, MessageKind::Reminder)],
        }
    }

    fn department(byte: u8, name: &str) -> Department {
        let id = DepartmentId::from_bytes([byte; 16]);
        Department { id, version: Version::FIRST, name: name.into(), is_active: true }
    }

    fn question(byte: u8, question: &str) -> FaqEntry {
        FaqEntry {
            id: FaqId::from_bytes([byte; 16]),
            version: Version::FIRST,
            question: question.into(),
            answer: "Behind the house.".into(),
            keywords: Vec::new(),
            language: "en".into(),
            is_active: true,
            written: None,
            earlier: Vec::new(),
        }
    }

    fn template(byte: u8, kind: MessageKind) -> MessageTemplate {
        MessageTemplate {
            id: MessageTemplateId::from_bytes([byte; 16]),
            version: Version::FIRST,
            kind,
            channel: MessageChannel::Email,
            language: "en".into(),
            subject: "{clinic_name}".into(),
            body: "On {date} at {time}.".into(),
            is_active: true,
        }
    }

    fn problem<T>(answer: Decision<T>) -> Option<(Field, Problem)> {
        match answer.err()?.0[..] {
            [Refusal::Invalid { field, problem }] => Some((field, problem)),
            ref other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_needs_its_own_permission() {
        let office = office();
        let refused = |permission| Some(Refused::from(Refusal::NotPermitted { permission }));
        let new = department(2, "Surgery");
        assert_eq!(put_department(&nobody(), &office, &new).err(), refused(Permission::ManageDepartments));
        let new = question(2, "When?");
        assert_eq!(put_faq(&nobody(), &office, &new, AT).err(), refused(Permission::ManageKnowledge));
        let new = template(2, MessageKind::Moved);
        assert_eq!(put_message_template(&nobody(), &office, &new).err(), refused(Permission::ManageMessages));
    }

    #[test]
    fn of_two_who_change_a_row_the_second_looks_again() {
        let office = Office {
            departments: vec![Department { version: Version(2), ..department(1, "Cardiology") }],
            faq: vec![FaqEntry { version: Version(2), ..question(1, "Where?") }],
            templates: vec![MessageTemplate { version: Version(2), ..template(1, MessageKind::Reminder) }],
            ..office()
        };
        let (author, changed) = (manager(), Some(Refused::from(Refusal::Changed)));
        assert_eq!(put_department(&author, &office, &department(1, "Heart")).err(), changed);
        assert_eq!(put_faq(&author, &office, &question(1, "Where?"), AT).err(), changed);
        assert_eq!(
            put_message_template(&author, &office, &template(1, MessageKind::Reminder)).err(),
            changed
        );
        let answer = put_department(&author, &office, &office.departments[0]);
        assert_eq!(answer.map(|it| it.version), Ok(Version(3)));
    }

    #[test]
    fn a_department_has_a_name_of_its_own_among_those_in_use() {
        let (author, office) = (manager(), office());
        let put = |it: &Department| put_department(&author, &office, it);
        assert_eq!(put(&department(2, "  Surgery ")).map(|it| it.name), Ok("Surgery".into()));
        assert_eq!(problem(put(&department(2, " "))), Some((Field::Name, Problem::Needed)));
        assert_eq!(problem(put(&department(2, "CARDIOLOGY"))), Some((Field::Name, Problem::AlreadyThere)));
        let closed = Department { is_active: false, ..department(2, "Cardiology") };
        assert_eq!(problem(put(&closed)), None);
        assert_eq!(problem(put(&department(1, "Cardiology"))), None);
    }

    #[test]
    fn a_question_has_an_answer_a_language_and_keywords_each_once() {
        let (author, office) = (manager(), office());
        let put = |it: &FaqEntry| put_faq(&author, &office, it, AT);
        let new = |change: fn(&mut FaqEntry)| {
            let mut entry = question(2, "When do you open?");
            change(&mut entry);
            put(&entry)
        };
        let words = new(|it| it.keywords = ["Hours", " hours", "HÓURS", "", "open"].map(Into::into).into());
        assert_eq!(words.map(|it| it.keywords), Ok(vec!["Hours".to_owned(), "open".to_owned()]));
        type Case = (fn(&mut FaqEntry), Field, Problem);
        let cases: [Case; 7] = [
            (|it| it.question = " ".into(), Field::Question, Problem::Needed),
            (|it| it.answer = "\n".into(), Field::Answer, Problem::Needed),
            (|it| it.answer = "a".repeat(4_001), Field::Answer, Problem::TooLong),
            (|it| it.language = "English".into(), Field::Language, Problem::NotALanguage),
            (|it| it.keywords = vec!["k".repeat(41)], Field::Keywords, Problem::TooLong),
            (
                |it| it.keywords = (0..21).map(|n| n.to_string()).collect(),
                Field::Keywords,
                Problem::AtMost { most: 20 },
            ),
            (|it| it.question = "where can I PARK".into(), Field::Question, Problem::AlreadyThere),
        ];
        for (change, field, expected) in cases {
            assert_eq!(problem(new(change)), Some((field, expected)));
        }
        let spanish = |it: &mut FaqEntry| {
            (it.question, it.language) = ("Where can I park?".into(), "es".into());
        };
        assert_eq!(problem(new(spanish)), None);
    }

    #[test]
    fn a_text_that_is_written_over_stays_readable_and_nothing_that_the_writer_sends_along_counts() {
        let author = manager();
        let mut office = office();
        let forged = FaqEntry {
            answer: "In the garage.".into(),
            written: Some(Written { at: Instant(1), by: PersonId::from_bytes([66; 16]) }),
            earlier: vec![EarlierText {
                version: Version(9),
                question: "Never asked".into(),
                answer: "Never said".into(),
                keywords: Vec::new(),
                language: "en".into(),
                written: None,
            }],
            ..question(1, "Where can I park?")
        };
        let second = put_faq(&author, &office, &forged, AT).unwrap();
        let by_author = Some(Written { at: AT, by: author.id });
        let said: Vec<_> =
            second.earlier.iter().map(|it| (it.version, it.answer.as_str(), it.written)).collect();
        assert_eq!((second.written, said), (by_author, vec![(Version(1), "Behind the house.", None)]));

        office.faq = vec![second.clone()];
        let later = Instant(AT.0 + 60);
        let out = put_faq(&author, &office, &FaqEntry { is_active: false, ..second.clone() }, later).unwrap();
        assert_eq!((out.written, &out.earlier), (by_author, &second.earlier), "no text changed");

        for turn in 0..30 {
            let wanted = FaqEntry { answer: format!("Level {turn}."), ..office.faq[0].clone() };
            office.faq = vec![put_faq(&author, &office, &wanted, later).unwrap()];
        }
        let earlier = &office.faq[0].earlier;
        assert_eq!((earlier.len(), earlier[0].answer.as_str()), (MOST_EARLIER_TEXTS, "Level 28."));
        assert!(earlier.is_sorted_by(|one, next| one.version > next.version));
    }

    #[test]
    fn a_template_says_only_what_its_kind_knows() {
        let (author, office) = (manager(), office());
        let with = |kind, subject: &str, body: &str| {
            let (subject, body) = (subject.to_owned(), body.to_owned());
            let template = MessageTemplate { subject, body, ..template(2, kind) };
            problem(put_message_template(&author, &office, &template))
        };
        let moved = MessageKind::Moved;
        let at = "{date} {time}";
        assert_eq!(
            with(moved, "S", "{date} {time}, not {previous_date} {previous_time}: {answer_link}"),
            None
        );
        assert_eq!(with(MessageKind::Recall, "S", "Please call {phone}."), None);
        let unknown = |field| Some((field, Problem::UnknownPlaceholder));
        for body in ["{until}", "{Date}", "{ssn}", "{", "}"] {
            assert_eq!(with(moved, "S", &format!("{at} {body}")), unknown(Field::Body), "{body}");
        }
        assert_eq!(with(MessageKind::Recall, "S", at), unknown(Field::Body));
        assert_eq!(with(MessageKind::Cancellation, "S", "{date} {time} {answer_link}"), unknown(Field::Body));
        assert_eq!(with(moved, "{until}", at), unknown(Field::Subject));
        let needed = |placeholder| Some((Field::Body, Problem::PlaceholderNeeded { placeholder }));
        assert_eq!(with(moved, "{date} {time}", "Hello"), needed(Placeholder::Date));
        assert_eq!(with(moved, "S", "{date}"), needed(Placeholder::Time));
    }

    #[test]
    fn a_subject_is_one_line_and_a_text_message_is_short() {
        let (author, office) = (manager(), office());
        let with = |channel, subject: &str, body: &str| {
            let (subject, body) = (subject.to_owned(), body.to_owned());
            let template = MessageTemplate { channel, subject, body, ..template(2, MessageKind::Moved) };
            problem(put_message_template(&author, &office, &template))
        };
        use MessageChannel::{Email, Sms};
        let at = "{date} {time}";
        assert_eq!(with(Email, " ", at), Some((Field::Subject, Problem::Needed)));
        assert_eq!(
            with(Email, "S\r\nBcc: all@example.org", at),
            Some((Field::Subject, Problem::NotPlainText))
        );
        assert_eq!(with(Email, &"s".repeat(151), at), Some((Field::Subject, Problem::TooLong)));
        assert_eq!(with(Email, "S", ""), Some((Field::Body, Problem::Needed)));
        assert_eq!(with(Email, "S", "{date}\n{time}"), None);
        assert_eq!(with(Email, "S", "{date} {time}\u{0}"), Some((Field::Body, Problem::NotPlainText)));
        let long = |length: usize| format!("{at}{}", "x".repeat(length - at.len()));
        assert_eq!((with(Sms, "", &long(459)), with(Email, "S", &long(4_000))), (None, None));
        assert_eq!(with(Sms, "", &long(460)), Some((Field::Body, Problem::TooLong)));
        assert_eq!(with(Email, "S", &long(4_001)), Some((Field::Body, Problem::TooLong)));
        assert_eq!(with(Sms, "S", at), Some((Field::Subject, Problem::NotInTextMessages)));
    }

    #[test]
    fn one_template_of_a_kind_is_in_use_and_the_patients_language_wins() {
        let author = manager();
        let mut office = office();
        let second = template(2, MessageKind::Reminder);
        assert_eq!(
            problem(put_message_template(&author, &office, &second)),
            Some((Field::Kind, Problem::AlreadyThere))
        );
        for (byte, language) in [(3, "es"), (4, "es-MX")] {
            let other =
                MessageTemplate { language: language.into(), ..template(byte, MessageKind::Reminder) };
            office.templates.push(put_message_template(&author, &office, &other).unwrap_or(second.clone()));
        }
        let of = |office: &Office, language: &str| {
            let found = office.template(MessageKind::Reminder, MessageChannel::Email, language);
            found.map(|it| it.language.clone())
        };
        let asked = ["en", "es", "es-MX", "es-AR", "pt", ""].map(|it| of(&office, it).unwrap_or_default());
        assert_eq!(asked, ["en", "es", "es-MX", "es", "en", "en"]);
        office.templates.iter_mut().for_each(|it| it.is_active = false);
        assert_eq!(of(&office, "en"), None);
        assert_eq!(office.template(MessageKind::Moved, MessageChannel::Email, "en"), None);
    }
}
