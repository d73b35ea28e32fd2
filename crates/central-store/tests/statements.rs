//! Every statement of the store, found in its sources: each is one that the migrated database understands, and each goes by
//! an index that begins with the organization. Statements are constants, so that nothing of a caller is ever in one.

#[allow(dead_code)]
mod ground;

use central_store::Kind;
use ground::Ground;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use tokio_postgres::SimpleQueryMessage;

/// Read whole because they are few rows, or because all of them are asked for.
const SCANNED: &[(&str, &str)] = &[
    ("SELECT rolsuper ", "the catalog, once at the start"),
    (
        "SELECT version, checksum FROM public.refinery_schema_history ",
        "the schema's steps, once at the start",
    ),
];

/// What makes or sends a statement that is no constant.
const FORBIDDEN: &[&str] = &["batch_execute", "simple_query", "leak", "from_utf8_unchecked"];

/// What an administrator of the database sends, and the service cannot.
const ADMINISTRATORS: &[&str] = &["src/lint/", "src/lint.rs", "src/migrate.rs", "src/prune.rs"];

#[test]
fn nothing_but_constants_is_sent() {
    let mut found = Vec::new();
    for (path, tokens) in sources() {
        each(tokens, &mut |tree| match tree {
            TokenTree::Ident(it) if FORBIDDEN.contains(&it.to_string().as_str()) => {
                found.push(format!("{path}:{} {it}", it.span().start().line));
            }
            _ => {}
        });
    }
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn every_statement_is_understood_and_goes_by_an_index_of_the_organization() {
    let statements = statements();
    assert!(statements.len() > 150, "{}", statements.len());
    let ground = Ground::new("statements").await;
    let organization = ground.organization("planned", 1).await;
    let client = ground::connect(&ground.url).await;
    let begin = format!(
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
         BEGIN; SELECT central.set_tenant_context('{}')",
        organization.id
    );
    client.batch_execute(&begin).await.expect("the application's role");
    let mut wrong = Vec::new();
    for (at, sql) in statements.iter().enumerate() {
        let parameters =
            client.prepare(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}")).params().len();
        let nothing = match parameters {
            0 => String::new(),
            many => format!("({})", vec!["NULL"; many].join(", ")),
        };
        let explain = format!("PREPARE it_{at} AS {sql}; EXPLAIN EXECUTE it_{at}{nothing}");
        let plan = client.simple_query(&explain).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        let lines: Vec<String> = plan.iter().filter_map(line).collect();
        let scanned = wholly_scanned(&lines);
        if !scanned.is_empty() && !SCANNED.iter().any(|it| sql.starts_with(it.0)) {
            wrong.push(format!("{sql}\n    {}", lines.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), statements.len(), wrong.join("\n"));
}

fn line(message: &SimpleQueryMessage) -> Option<String> {
    match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }
}

/// The nodes of a plan that read a table by no condition on the organization.
fn wholly_scanned(plan: &[String]) -> Vec<&String> {
    let is_scan =
        |it: &str| it.contains("Seq Scan") || it.contains(" using ") || it.contains("Bitmap Index Scan");
    let nodes = plan.iter().enumerate().filter(|(_, it)| is_scan(it));
    let is_bound = |at: usize| {
        let below = plan[at + 1..].iter().take_while(|it| !it.contains("->"));
        // The organizations' own ids are the organization.
        let conditions: Vec<&String> = below.filter(|it| it.contains("Index Cond:")).collect();
        let own = plan[at].contains("organizations_pkey");
        conditions.iter().any(|it| own || it.contains("organization_id ="))
    };
    nodes.filter(|(at, it)| it.contains("Seq Scan") || !is_bound(*at)).map(|it| it.1).collect()
}

/// Rust's tokens of every source of the store that the service runs.
fn sources() -> Vec<(String, TokenStream)> {
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    files.retain(|it| !ADMINISTRATORS.iter().any(|path| it.starts_with(path)));
    files.sort();
    assert!(files.len() > 20);
    let read = |path: String| {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        // Tests of a file stand at its end.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let tokens = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, tokens)
    };
    files.into_iter().map(read).collect()
}

fn collect(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        match path.extension() {
            None => collect(&path, into),
            Some(it) if it == "rs" => into.push(path.to_string_lossy().replace('\\', "/")),
            Some(_) => {}
        }
    }
}

/// Every statement in them, once.
fn statements() -> BTreeSet<String> {
    let sources = sources();
    let mut macros = Macros::default();
    for (_, tokens) in &sources {
        macros.learn(tokens);
    }
    let mut statements: BTreeSet<String> = Kind::statements().into_iter().map(str::to_owned).collect();
    for (_, tokens) in sources {
        macros.find(tokens, &mut statements);
    }
    statements
}

const OPENINGS: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];

/// What only says how statements begin is none.
fn is_statement(text: &str) -> bool {
    OPENINGS.iter().any(|it| text.starts_with(it)) && !text.ends_with([' ', '.'])
}

/// The store's macros of one arm, by name: the names of what they take, and what they make.
#[derive(Default)]
struct Macros(BTreeMap<String, (Vec<String>, TokenStream)>);

impl Macros {
    fn learn(&mut self, tokens: &TokenStream) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for at in 0..trees.len() {
            if let TokenTree::Group(group) = &trees[at] {
                self.learn(&group.stream());
            }
            let Some([TokenTree::Ident(of), _, TokenTree::Ident(name), TokenTree::Group(arms)]) =
                trees.get(at..at + 4)
            else {
                continue;
            };
            if of == "macro_rules" {
                let arms: Vec<TokenTree> = arms.stream().into_iter().collect();
                let [TokenTree::Group(takes), _, _, TokenTree::Group(makes), ..] = &arms[..] else {
                    continue;
                };
                self.0.insert(name.to_string(), (taken(takes.stream()), makes.stream()));
            }
        }
    }

    fn find(&self, tokens: TokenStream, into: &mut BTreeSet<String>) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            if let Some((text, length)) = self.text(&trees[at..]) {
                into.extend(Some(text).filter(|it| is_statement(it)));
                at += length;
                continue;
            }
            match &trees[at..] {
                [TokenTree::Ident(of), _, _, TokenTree::Group(_), ..] if of == "macro_rules" => at += 3,
                [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(given), ..]
                    if bang.as_char() == '!' =>
                {
                    if let Some(made) = self.made(&name.to_string(), given.stream()) {
                        self.find(made, into);
                        at += 2;
                    }
                }
                [TokenTree::Group(group), ..] if !is_doc(group) => self.find(group.stream(), into),
                _ => {}
            }
            at += 1;
        }
    }

    /// What stands here as a text: a literal, a concatenation or a macro that makes one; and of how many tokens.
    fn text(&self, trees: &[TokenTree]) -> Option<(String, usize)> {
        match trees {
            [TokenTree::Literal(it), ..] => {
                Some((syn::parse_str::<syn::LitStr>(&it.to_string()).ok()?.value(), 1))
            }
            [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(given), ..]
                if bang.as_char() == '!' =>
            {
                let text = match name.to_string().as_str() {
                    "concat" => split(given.stream())
                        .iter()
                        .map(|it| Some(self.text(it)?.0))
                        .collect::<Option<String>>()?,
                    name => {
                        let made: Vec<TokenTree> = self.made(name, given.stream())?.into_iter().collect();
                        self.text(&made).filter(|it| it.1 == made.len())?.0
                    }
                };
                Some((text, 3))
            }
            _ => None,
        }
    }

    /// What the macro makes of what it is given.
    fn made(&self, name: &str, given: TokenStream) -> Option<TokenStream> {
        let (takes, makes) = self.0.get(name)?;
        let given = split(given);
        if given.len() != takes.len() {
            return None;
        }
        let values: BTreeMap<&str, &Vec<TokenTree>> = takes.iter().map(String::as_str).zip(&given).collect();
        Some(put(makes.clone(), &values))
    }
}

/// The names in `$name:kind, ...`.
fn taken(pattern: TokenStream) -> Vec<String> {
    let named = |part: Vec<TokenTree>| part.get(1).map(ToString::to_string).unwrap_or_default();
    split(pattern).into_iter().map(named).collect()
}

fn put(makes: TokenStream, values: &BTreeMap<&str, &Vec<TokenTree>>) -> TokenStream {
    let trees: Vec<TokenTree> = makes.into_iter().collect();
    let mut made = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at..] {
            [TokenTree::Punct(dollar), TokenTree::Ident(name), ..]
                if dollar.as_char() == '$' && values.contains_key(name.to_string().as_str()) =>
            {
                made.extend(values[name.to_string().as_str()].iter().cloned());
                at += 1;
            }
            [TokenTree::Group(group), ..] => {
                made.push(proc_macro2::Group::new(group.delimiter(), put(group.stream(), values)).into());
            }
            [other, ..] => made.push(other.clone()),
            [] => {}
        }
        at += 1;
    }
    made.into_iter().collect()
}

/// At commas; one at the end stands for nothing.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
    trees.split(is_comma).filter(|it| !it.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

fn is_doc(group: &proc_macro2::Group) -> bool {
    let mut inside = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket && inside.next().is_some_and(|it| it.to_string() == "doc")
}

fn each(tokens: TokenStream, visit: &mut impl FnMut(&TokenTree)) {
    for tree in tokens {
        match &tree {
            TokenTree::Group(group) => each(group.stream(), visit),
            other => visit(other),
        }
    }
}
