//! A page of the knowledge base as text: a head between two lines of `---`, then the body.
//!
//! ```text
//! ---
//! title: Cancelling a visit
//! kind: policy
//! source: Starter text, to be edited by the clinic
//! date: 2025-01-01
//! tags: cancel, notice
//! ---
//! Please tell us ...
//! ```

use chrono::NaiveDate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// How the clinic does things.
    Policy,
    /// How to prepare for a visit.
    Preparation,
    /// General advice on staying well, from a public source.
    Prevention,
}

impl PageKind {
    const ALL: [PageKind; 3] = [PageKind::Policy, PageKind::Preparation, PageKind::Prevention];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            PageKind::Policy => "policy",
            PageKind::Preparation => "preparation",
            PageKind::Prevention => "prevention",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub kind: PageKind,
    /// Where the facts are from: a name, a page's title, an address.
    pub source: String,
    /// When it was written or last checked: `YYYY-MM-DD`.
    pub date: String,
    pub tags: Vec<String>,
    pub body: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The first line is not `---`.
    NoHead,
    /// No second `---`.
    HeadNotClosed,
    /// A line of the head is not `name: value`.
    NotAField,
    UnknownField,
    FieldTwice,
    /// A field is missing or empty; the line is that of the closing `---`.
    FieldMissing,
    UnknownKind,
    BadDate,
    /// Nothing stands below the head.
    NoBody,
}

impl Why {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Why::NoHead => "no_head",
            Why::HeadNotClosed => "head_not_closed",
            Why::NotAField => "not_a_field",
            Why::UnknownField => "unknown_field",
            Why::FieldTwice => "field_twice",
            Why::FieldMissing => "field_missing",
            Why::UnknownKind => "unknown_kind",
            Why::BadDate => "bad_date",
            Why::NoBody => "no_body",
        }
    }
}

/// What is wrong on which line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageProblem {
    pub line: usize,
    pub why: Why,
}

const FIELDS: [&str; 5] = ["title", "kind", "source", "date", "tags"];

impl Page {
    /// # Errors
    /// The first line that cannot be read, and why.
    pub fn parse(text: &str) -> Result<Page, PageProblem> {
        let mut values: [Option<&str>; FIELDS.len()] = [None; FIELDS.len()];
        let mut lines = text.lines().enumerate();
        if lines.next().is_none_or(|(_, line)| line.trim() != "---") {
            return Err(PageProblem { line: 1, why: Why::NoHead });
        }
        let mut end = None;
        let mut kind = None;
        for (number, line) in lines.by_ref() {
            let problem = |why| PageProblem { line: number + 1, why };
            if line.trim() == "---" {
                end = Some(number + 1);
                break;
            }
            let (name, value) = line.split_once(':').ok_or(problem(Why::NotAField))?;
            let value = value.trim();
            let field = FIELDS.iter().position(|it| *it == name.trim()).ok_or(problem(Why::UnknownField))?;
            match FIELDS[field] {
                "kind" => {
                    let known = PageKind::ALL.into_iter().find(|it| it.code() == value);
                    kind = Some(known.ok_or(problem(Why::UnknownKind))?);
                }
                "date" if value.parse::<NaiveDate>().is_err() => return Err(problem(Why::BadDate)),
                _ => {}
            }
            if values[field].replace(value).is_some() {
                return Err(problem(Why::FieldTwice));
            }
        }
        let Some(end) = end else {
            return Err(PageProblem { line: text.lines().count(), why: Why::HeadNotClosed });
        };
        let missing = PageProblem { line: end, why: Why::FieldMissing };
        let [title, _, source, date, tags] = values.map(|it| it.filter(|it| !it.is_empty()));
        let body: Vec<&str> = lines.map(|(_, line)| line.trim_end()).collect();
        let body = body.join("\n").trim().to_owned();
        if body.is_empty() {
            return Err(PageProblem { line: end, why: Why::NoBody });
        }
        Ok(Page {
            title: title.ok_or(missing)?.to_owned(),
            kind: kind.ok_or(missing)?,
            source: source.ok_or(missing)?.to_owned(),
            date: date.ok_or(missing)?.to_owned(),
            tags: tags
                .unwrap_or_default()
                .split(',')
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
                .collect(),
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "---\ntitle: Parking: where\nkind: policy\nsource: us\ndate: 2025-02-03\ntags: car, lot\n---\n\nBehind the house.\n";

    #[test]
    fn a_page_is_read() {
        let page = Page::parse(GOOD).unwrap();
        assert_eq!(
            (page.title.as_str(), page.kind, page.body.as_str()),
            ("Parking: where", PageKind::Policy, "Behind the house.")
        );
        assert_eq!(page.tags, ["car", "lot"]);
        assert_eq!(Page::parse(&GOOD.replace('\n', "\r\n")), Ok(page));
    }

    #[test]
    fn a_bad_head_is_named_with_its_line() {
        for (from, to, line, why) in [
            ("---\ntitle", "title", 1, Why::NoHead),
            ("---\n\nBehind the house.\n", "", 6, Why::HeadNotClosed),
            ("source: us", "source us", 4, Why::NotAField),
            ("tags", "tag", 6, Why::UnknownField),
            ("source: us", "title: us", 4, Why::FieldTwice),
            ("source: us\n", "", 6, Why::FieldMissing),
            ("source: us", "source:", 7, Why::FieldMissing),
            ("policy", "rule", 3, Why::UnknownKind),
            ("02-03", "02-30", 5, Why::BadDate),
            ("Behind the house.", " ", 7, Why::NoBody),
        ] {
            assert_eq!(Page::parse(&GOOD.replacen(from, to, 1)), Err(PageProblem { line, why }), "{to}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String, head in "(---|title: a|kind: policy|\n| ){0,12}") {
            let _ = Page::parse(&text);
            let _ = Page::parse(&format!("---\n{head}\n---\n{text}"));
        }
    }
}
