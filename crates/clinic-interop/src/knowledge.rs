//! Files with what a clinic answers to common questions: Markdown, where each heading of the first level is a question, or CSV
//! with a column of questions and one of answers.

use std::collections::HashMap;

/// An entry as it stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub question: String,
    pub answer: String,
    pub keywords: Vec<String>,
    /// Empty where the file does not say it.
    pub language: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NoQuestion,
    NoAnswer,
    /// A row that is none of the table.
    NotARow,
    /// The first row names no column for questions, or none for answers.
    NoColumn,
}

impl Why {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Why::NoQuestion => "no_question",
            Why::NoAnswer => "no_answer",
            Why::NotARow => "not_a_row",
            Why::NoColumn => "no_column",
        }
    }
}

/// What is wrong, and on which line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    pub line: u64,
    pub why: Why,
}

/// The entries that can be read, and what cannot.
#[must_use]
pub fn read(name: &str, text: &str) -> (Vec<Draft>, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if name.to_lowercase().ends_with(".csv") { table(text) } else { markdown(name, text) }
}

fn markdown(name: &str, text: &str) -> (Vec<Draft>, Vec<Problem>) {
    let mut draft = Draft { question: without_ending(name), ..Draft::default() };
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    let mut lines = text.lines().zip(1..).peekable();
    if lines.next_if(|it| it.0.trim() == "---").is_some() {
        for (line, _) in lines.by_ref().take_while(|it| it.0.trim() != "---") {
            match line.split_once(':').map(|it| (it.0.trim(), it.1.trim())) {
                Some(("title", title)) => title.clone_into(&mut draft.question),
                Some(("tags" | "keywords", tags)) => draft.keywords = keywords(tags),
                Some(("language", language)) => language.clone_into(&mut draft.language),
                _ => {}
            }
        }
    }
    let mut begun = 1;
    let mut is_headed = false;
    for (line, number) in lines {
        let Some(heading) = line.strip_prefix("# ") else {
            draft.answer.push_str(line);
            draft.answer.push('\n');
            continue;
        };
        let next = Draft { question: heading.trim().to_owned(), ..Draft::default() };
        let next = Draft { language: draft.language.clone(), ..next };
        // The head of a file belongs to its first heading where nothing stands between the two.
        if is_headed || !draft.answer.trim().is_empty() {
            take(std::mem::replace(&mut draft, next), begun, &mut drafts, &mut problems);
        } else {
            draft.question = next.question;
        }
        (begun, is_headed) = (number, true);
    }
    take(draft, begun, &mut drafts, &mut problems);
    (drafts, problems)
}

fn without_ending(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |it| it.0).replace(['-', '_'], " ").trim().to_owned()
}

fn table(text: &str) -> (Vec<Draft>, Vec<Problem>) {
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    let separator =
        if text.lines().next().is_some_and(|it| it.contains(';') && !it.contains(',')) { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let columns: HashMap<String, usize> = reader.headers().map_or_else(
        |_| HashMap::new(),
        |it| it.iter().enumerate().map(|(at, name)| (name.trim().to_lowercase(), at)).collect(),
    );
    let column = |names: [&str; 2]| names.iter().find_map(|it| columns.get(*it).copied());
    let (Some(question), Some(answer)) = (column(["question", "title"]), column(["answer", "body"])) else {
        return (drafts, vec![Problem { line: 1, why: Why::NoColumn }]);
    };
    let (tags, language) = (column(["keywords", "tags"]), column(["language", "lang"]));
    for row in reader.records() {
        let Ok(row) = row else {
            let line = row.err().and_then(|it| it.position().map(csv::Position::line)).unwrap_or(1);
            problems.push(Problem { line, why: Why::NotARow });
            continue;
        };
        let line = row.position().map_or(1, csv::Position::line);
        let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
        let draft = Draft {
            question: cell(question),
            answer: cell(answer),
            keywords: tags.map_or_else(Vec::new, |at| keywords(&cell(at))),
            language: language.map(cell).unwrap_or_default(),
        };
        take(draft, line, &mut drafts, &mut problems);
    }
    (drafts, problems)
}

fn keywords(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn take(draft: Draft, line: u64, drafts: &mut Vec<Draft>, problems: &mut Vec<Problem>) {
    let draft = Draft { answer: draft.answer.trim().to_owned(), ..draft };
    match (draft.question.is_empty(), draft.answer.is_empty()) {
        (true, _) => problems.push(Problem { line, why: Why::NoQuestion }),
        (_, true) => problems.push(Problem { line, why: Why::NoAnswer }),
        _ => drafts.push(draft),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(question: &str, answer: &str, keywords: &[&str], language: &str) -> Draft {
        Draft {
            question: question.to_owned(),
            answer: answer.to_owned(),
            keywords: keywords.iter().map(|it| (*it).to_owned()).collect(),
            language: language.to_owned(),
        }
    }

    #[test]
    fn each_heading_of_a_markdown_file_is_a_question() {
        let text = "# Where can I park?\nBehind the house.\n\nTwo hours.\n# Is there a bus?\nLine 4.\n## Nights\nLine 9.\n";
        let (drafts, problems) = read("around.md", text);
        assert_eq!(
            drafts,
            [
                draft("Where can I park?", "Behind the house.\n\nTwo hours.", &[], ""),
                draft("Is there a bus?", "Line 4.\n## Nights\nLine 9.", &[], ""),
            ]
        );
        assert!(problems.is_empty());
    }

    #[test]
    fn the_head_of_a_markdown_file_names_its_page() {
        let text =
            "---\ntitle: Parking\ntags: car, bus\nlanguage: en\nkind: policy\n---\nBehind the house.\n";
        assert_eq!(read("x.md", text).0, [draft("Parking", "Behind the house.", &["car", "bus"], "en")]);
        assert_eq!(read("our-parking.txt", "Behind.").0, [draft("our parking", "Behind.", &[], "")]);
    }

    #[test]
    fn a_table_is_read_by_the_names_of_its_columns() {
        let text = "\u{feff}Answer,Question,Keywords\n\"Behind, the house\",Where can I park?,\"car; bus\"\n,No answer,\nNo question,,\n";
        let (drafts, problems) = read("faq.CSV", text);
        assert_eq!(drafts, [draft("Where can I park?", "Behind, the house", &["car", "bus"], "")]);
        assert_eq!(
            problems,
            [Problem { line: 3, why: Why::NoAnswer }, Problem { line: 4, why: Why::NoQuestion }]
        );
        assert_eq!(
            read("x.csv", "question;answer\nWhere?;Here, there").0,
            [draft("Where?", "Here, there", &[], "")]
        );
        assert_eq!(read("x.csv", "a,b\n1,2\n").1, [Problem { line: 1, why: Why::NoColumn }]);
    }

    #[test]
    fn what_holds_nothing_says_so() {
        assert_eq!(read("x.md", "").1, [Problem { line: 1, why: Why::NoAnswer }]);
        assert_eq!(read("x.md", "# Where?\n").1, [Problem { line: 1, why: Why::NoAnswer }]);
        assert_eq!(read("x.csv", "").1, [Problem { line: 1, why: Why::NoColumn }]);
    }
}
