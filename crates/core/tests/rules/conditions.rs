//! What the pages of the rules promise: each sentence of a page names conditions, each with a plan that breaks it, or is
//! an explanation. Both are listed, in `conditions.txt` and `explanations.txt`, so that a sentence that is new or changed
//! has to be one of them.

use std::collections::BTreeSet;

use poolwright::lint::page::page;
use poolwright::lint::{self, Check, Date, REGISTRY};
use poolwright::operations::simulate;

use super::operations::operation;
use super::support::{catalog, read};

const CONDITIONS: &str = include_str!("conditions.txt");
const EXPLANATIONS: &str = include_str!("explanations.txt");
/// The day on which the facts were last read.
const DAY: &str = "2026-11-28";
const SYSTEM: &str = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;

/// Words of a page that name a condition, and a plan that breaks it.
struct Condition<'a> {
    rule: &'a str,
    words: &'a str,
    cluster: &'a str,
    /// The properties of a pool beside a System pool; or, in brackets, all pools.
    pools: &'a str,
    /// What is done to the plan, for a rule about operations.
    operation: Option<&'a str>,
}

fn conditions() -> impl Iterator<Item = Condition<'static>> {
    let lines = CONDITIONS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [rule, words, cluster, pools, rest @ ..] = parts.as_slice() else { panic!("{line}") };
        Condition { rule, words, cluster, pools, operation: rest.first().copied() }
    })
}

impl Condition<'_> {
    fn plan(&self) -> String {
        let own = |key: &str, value: &str| {
            let is_said = self.pools.contains(&format!("\"{key}\""));
            if is_said { String::new() } else { format!(r#""{key}": {value}, "#) }
        };
        let pools = match self.pools {
            "" => format!("[{SYSTEM}]"),
            all if all.starts_with('[') => all.to_owned(),
            one => {
                let (mode, count) = (own("mode", "\"User\""), own("count", "2"));
                format!(r#"[{SYSTEM}, {{"name": "p", {mode}{count}{one}}}]"#)
            }
        };
        format!(r#"{{"version": 1, "cluster": {{{}}}, "pools": {pools}}}"#, self.cluster)
    }

    /// Returns whether the rule finds something.
    fn fires(&self) -> bool {
        let plan = read(&self.plan());
        let today = Date::parse(DAY).unwrap();
        let Some(words) = self.operation else {
            let findings = lint::check(&plan, catalog(), today).findings;
            return findings.iter().any(|finding| finding.rule.id == self.rule);
        };
        let reasons = match simulate(&plan, catalog(), today, &operation(words)) {
            Ok(outcome) => outcome.remarks,
            Err(refusal) => refusal.reasons,
        };
        reasons.iter().any(|reason| reason.rule == Some(self.rule))
    }
}

/// The title of a page and its text without what to do, each on one line.
fn prose(rule: &str) -> (String, String) {
    let page = page(rule).unwrap();
    let text = page.text.split("\n## ").next().unwrap();
    let text =
        text.split("\n\n").filter(|part| !part.starts_with('#') && !part.starts_with("**What to do**"));
    let text = text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    (page.title.to_owned(), text)
}

/// The sentences of a text.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    for (place, word) in words.iter().enumerate() {
        let last = sentences.last_mut().unwrap();
        *last = format!("{last} {word}").trim().to_owned();
        let next =
            words.get(place + 1).is_some_and(|next| !next.starts_with(|first: char| first.is_lowercase()));
        if next && word.ends_with('.') {
            sentences.push(String::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[test]
fn each_condition_that_a_page_names_fires() {
    let mut wrong = Vec::new();
    for condition in conditions() {
        let Condition { rule, words, .. } = &condition;
        if lint::rule(rule).is_none() {
            wrong.push(format!("{rule} isn't a rule"));
            continue;
        }
        let (title, text) = prose(rule);
        if !format!("{title} {text}").contains(words) {
            wrong.push(format!("{rule}: its page doesn't say: {words}"));
        }
        if !condition.fires() {
            wrong.push(format!("{rule}: nothing is found where {words}: {}", condition.plan()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_sentence_of_a_page_has_conditions_or_explains() {
    let lines = EXPLANATIONS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut explained: BTreeSet<String> = lines.map(str::to_owned).collect();
    let mut open = Vec::new();
    for rule in REGISTRY {
        // The title is what the examples of the page break.
        let (_, text) = prose(rule.id);
        for sentence in sentences(&text) {
            let has_condition = conditions().any(|one| one.rule == rule.id && sentence.contains(one.words));
            let line = format!("{} | {sentence}", rule.id);
            if !explained.remove(&line) && !has_condition {
                open.push(line);
            }
        }
    }
    assert!(open.is_empty(), "neither a condition nor an explanation:\n{}", open.join("\n"));
    assert!(explained.is_empty(), "no page says:\n{explained:#?}");
}

#[test]
fn each_rule_has_an_example_of_its_title() {
    for rule in REGISTRY.iter().filter(|rule| !matches!(rule.check, Check::Password(_))) {
        let text = page(rule.id).unwrap().text;
        assert!(text.contains("\n## Violates\n"), "{}", rule.id);
    }
}
