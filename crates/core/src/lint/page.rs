//! The pages of the rules: their words, which the deciding code does without.
//!
//! A page begins with its facts, one a line between two lines of `---`:
//!
//! - `why`: why it matters, in a sentence or two; what the documents disagree on.
//! - `refused-by`, `code`, `words`: who rejects it, with what code and in which words, where they were seen.
//! - `confidence`: `confirmed`, or what is unsure.
//! - `sources`: ids of `sources.txt`, the strongest first.
//! - `was`: ids that the rule had before.
//!
//! The heading is the rule in one sentence; then follow its text, and the plans that break it (`## Violates`) and that
//! do not (`## Complies`).

use super::registry::PAGES;
pub use super::sources::{Source, sources};

/// The page of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rule as one sentence, without a period.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Who rejects a plan that breaks it, if that is known: "AKS", "Azure CLI".
    pub refused_by: Option<&'static str>,
    /// The code of the error, where it is known.
    pub code: Option<&'static str>,
    /// The words of the error, where they were seen.
    pub words: Option<&'static str>,
    /// `confirmed`, or what is unsure.
    pub confidence: &'static str,
    /// What the rule rests on, the strongest source first.
    pub sources: Vec<Source>,
    /// Ids that the rule had before.
    pub was: Vec<&'static str>,
    /// The text, in Markdown, heading and examples included.
    pub text: &'static str,
}

/// Returns the page of a rule.
pub fn page(id: &str) -> Option<Page> {
    let (_, page) = PAGES.iter().find(|(name, _)| *name == id)?;
    let (head, text) = page.strip_prefix("---\n")?.split_once("---\n")?;
    let fact = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let list = |key| fact(key).map(|ids: &'static str| ids.split(", ")).into_iter().flatten();
    Some(Page {
        title: text.lines().next()?.strip_prefix("# ")?,
        why: fact("why")?,
        refused_by: fact("refused-by"),
        code: fact("code"),
        words: fact("words"),
        confidence: fact("confidence")?,
        sources: list("sources").filter_map(|id| sources().find(|source| source.id == id)).collect(),
        was: list("was").collect(),
        text,
    })
}

impl Page {
    /// Returns why it matters, and who rejects it in which words, as one text.
    pub fn reason(&self) -> String {
        let mut text = self.why.to_owned();
        let Some(who) = self.refused_by else { return text };
        let said: Vec<String> = self
            .code
            .map(str::to_owned)
            .into_iter()
            .chain(self.words.map(|words| format!("\"{words}\"")))
            .collect();
        text += &if said.is_empty() {
            format!(" {who} refuses it.")
        } else {
            format!(" {who}: {}", said.join(", "))
        };
        text
    }

    /// Returns the newest date of its sources.
    pub fn date(&self) -> &'static str {
        self.sources.iter().map(|source| source.date).max().unwrap_or_default()
    }
}
