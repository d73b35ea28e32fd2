//! A page of a knowledge base as it is written: a head between two lines of `---`, one `key: value` a line, and the answer.

/// An answer with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    /// `policy`, `preparation` or `prevention`.
    pub kind: String,
    pub source: String,
    /// `YYYY-MM-DD`: when the source was read.
    pub date: String,
    pub tags: Vec<String>,
    pub body: String,
}

/// What is wrong with a page, and in which line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageProblem {
    pub line: usize,
    /// `no_head`, `no_end_of_head`, `no_value`, `unknown_key`, `missing_key`, `no_answer`.
    pub why: &'static str,
}

const FENCE: &str = "---";

impl Page {
    /// # Errors
    /// [`PageProblem`] for a head that is not there, not whole or not known, and for a page without an answer.
    pub fn parse(text: &str) -> Result<Page, PageProblem> {
        let problem = |line, why| PageProblem { line, why };
        let lines: Vec<&str> = text.lines().collect();
        if lines.first().map(|it| it.trim()) != Some(FENCE) {
            return Err(problem(1, "no_head"));
        }
        let end = lines.iter().skip(1).position(|it| it.trim() == FENCE).map(|it| it + 1);
        let end = end.ok_or(problem(lines.len(), "no_end_of_head"))?;
        let (mut title, mut kind, mut source, mut date, mut tags) = Default::default();
        for (at, line) in lines.iter().enumerate().take(end).skip(1) {
            let (key, value) = line.split_once(':').ok_or(problem(at + 1, "no_value"))?;
            let value = value.trim().to_owned();
            match key.trim() {
                "title" => title = value,
                "kind" => kind = value,
                "source" => source = value,
                "date" => date = value,
                "tags" => tags = value,
                _ => return Err(problem(at + 1, "unknown_key")),
            }
        }
        if [&title, &kind, &source, &date].into_iter().any(String::is_empty) {
            return Err(problem(end + 1, "missing_key"));
        }
        let body = lines[end + 1..].join("\n").trim().to_owned();
        if body.is_empty() {
            return Err(problem(lines.len(), "no_answer"));
        }
        let tags = tags.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        Ok(Page { title, kind, source, date, tags, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "---\ntitle: Parking\nkind: policy\nsource: starter\ndate: 2026-11-01\ntags: car, garage\n---\n";

    #[test]
    fn a_page_is_its_head_and_its_answer() {
        let page = Page::parse(&format!("{HEAD}\nBehind the house.\n")).unwrap();
        assert_eq!((page.title.as_str(), page.body.as_str()), ("Parking", "Behind the house."));
        assert_eq!(page.tags, ["car", "garage"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, why) in [
            ("Parking", 1, "no_head"),
            ("---\ntitle: Parking\n", 2, "no_end_of_head"),
            ("---\ntitle\n---\nx", 2, "no_value"),
            ("---\nauthor: me\n---\nx", 2, "unknown_key"),
            ("---\ntitle: Parking\n---\nx", 3, "missing_key"),
            (HEAD, 7, "no_answer"),
        ] {
            assert_eq!(Page::parse(text).unwrap_err(), PageProblem { line, why }, "{text}");
        }
    }
}
