//! The smaller commands: `link`, `show`, `import`, `rules`, `explain`, `completions` and `man`.

use clap::CommandFactory;
use poolwright::codec;
use poolwright::lint::page::{Page, page};
use poolwright::lint::{REGISTRY, Rule, rule};
use poolwright::plan::POOL_PROPERTIES;
use poolwright::quote::terminal;

use crate::args::{Args, ReadArgs};
use crate::{Exit, Failure, check, html, input, output};

pub(crate) fn link(plan: &str, read: &ReadArgs) -> Result<Exit, Failure> {
    let document = input::plan(plan, read)?;
    output::notes(&document.notes);
    let fragment = codec::write_link(&document.plan).map_err(|error| error.to_string())?;
    for secret in codec::secrets(&document.plan) {
        output::error(&format!(
            "note: {} looks like a secret and isn't in the link.",
            terminal::line(&secret)
        ));
    }
    output::print(&format!("#{fragment}\n"))?;
    Ok(Exit::Fine)
}

pub(crate) fn show(plan: &str, read: &ReadArgs) -> Result<Exit, Failure> {
    let document = input::plan(plan, read)?;
    output::notes(&document.notes);
    output::print(&codec::write_with(&document.plan, &document))?;
    Ok(Exit::Fine)
}

pub(crate) fn import(file: &str, read: &ReadArgs) -> Result<Exit, Failure> {
    let document = input::plan(file, read)?;
    output::error(&format!("note: this was {}.", document.source.title()));
    output::notes(&document.notes);
    for fact in &document.facts {
        output::error(&format!("fact: {fact}"));
    }
    for pool in &document.plan.pools {
        let said = POOL_PROPERTIES.iter().filter(|property| property.get(pool).is_some()).count();
        let silent = POOL_PROPERTIES.len() - said;
        output::error(&format!(
            "read: {}: {said} properties; {silent} use AKS's default.",
            terminal::line(&pool.name)
        ));
    }
    output::print(&codec::write_with(&document.plan, &document))?;
    if document.plan.cluster.partial {
        output::error("note: the plan is marked as partial: a migration can't start from it.");
    } else if document.source.is_live() {
        output::error(
            "note: to update this cluster, save the plan, change a copy of it, and run poolwright runbook PLAN COPY.",
        );
    }
    Ok(Exit::Fine)
}

pub(crate) fn rules(id: Option<&str>, json: bool, site: bool) -> Result<Exit, Failure> {
    let listed = match id {
        None => REGISTRY.to_vec(),
        Some(id) => {
            let found = rule(id).or_else(|| renamed(id));
            vec![*found.ok_or_else(|| format!("Unknown rule: {id}. poolwright rules lists all rules."))?]
        }
    };
    let text = if site {
        html::site()
    } else if json {
        poolwright::to_json::pretty(&html::json(&listed))
    } else if id.is_some() {
        listed.iter().filter_map(|rule| Some(text_of(rule, &page(rule.id)?))).collect()
    } else {
        let wide = listed.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
        let title = |rule: &Rule| page(rule.id).map_or("", |page| page.title);
        listed
            .iter()
            .map(|rule| format!("{:<11}  {:<wide$}  {}\n", rule.severity.name(), rule.id, title(rule)))
            .collect()
    };
    output::print(&text)?;
    Ok(Exit::Fine)
}

/// Returns the page of a rule as Markdown: its title, why it matters, who refuses a violation, the text with the
/// examples, the confidence, and the sources.
fn text_of(rule: &Rule, page: &Page) -> String {
    let (_, prose) = page.text.split_once('\n').unwrap_or_default();
    let mut text = format!("# {}\n\n{} `{}`: {}\n", page.title, rule.severity.name(), rule.id, page.reason());
    text += prose;
    text += &format!("\n## Sources\n\nConfidence: {}.\n\n", page.confidence);
    for source in &page.sources {
        text += &format!("- {} ({}): {}\n", source.title, source.date, source.url);
    }
    text
}

/// Returns the rule that had another id before.
fn renamed(id: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| page(rule.id).is_some_and(|page| page.was.contains(&id)))
}

/// Prints a rule's page, or says which rule may have been meant.
pub(crate) fn explain(id: &str) -> Result<Exit, Failure> {
    if let Some(text) = check::own_rule(id) {
        output::print(&format!("{id}: {text}\n"))?;
        return Ok(Exit::Fine);
    }
    if rule(id).or_else(|| renamed(id)).is_none() {
        let ids = REGISTRY.iter().map(|rule| rule.id);
        let hint = poolwright::text::nearest(id, ids).map(|near| format!(" Did you mean {near}?"));
        return Err(Failure::from(format!(
            "Unknown rule: {id}.{} List all rules with poolwright rules.",
            hint.unwrap_or_default()
        )));
    }
    rules(Some(id), false, false)
}

pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "poolwright", &mut out);
    output::print(&String::from_utf8_lossy(&out))?;
    Ok(Exit::Fine)
}

/// Writes a manual page for the program and for each of its commands.
pub(crate) fn man(directory: &str) -> Result<Exit, Failure> {
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(Args::command(), directory))
        .map_err(|error| format!("{directory} cannot be written: {error}."))?;
    Ok(Exit::Fine)
}

pub(crate) fn schema() -> Result<Exit, Failure> {
    output::print(&codec::schema())?;
    Ok(Exit::Fine)
}
