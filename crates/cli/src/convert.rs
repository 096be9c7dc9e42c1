//! The smaller verbs: a plan in another form, and the rules.

use poolwright::codec;
use poolwright::lint::page::page;
use poolwright::lint::{REGISTRY, Rule, rule};
use poolwright::plan::POOL_PROPERTIES;
use poolwright::quote::terminal;

use crate::{Exit, html, input, output};

pub(crate) fn link(plan: &str) -> Result<Exit, String> {
    let document = input::plan(plan)?;
    output::notes(&document.notes);
    let fragment = codec::write_link(&document.plan).map_err(|error| error.to_string())?;
    output::print(&format!("#{fragment}\n"))?;
    Ok(Exit::Fine)
}

pub(crate) fn show(plan: &str) -> Result<Exit, String> {
    let document = input::plan(plan)?;
    output::notes(&document.notes);
    output::print(&codec::write(&document.plan))?;
    Ok(Exit::Fine)
}

pub(crate) fn import(file: &str) -> Result<Exit, String> {
    let document = input::plan(file)?;
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
    output::print(&codec::write(&document.plan))?;
    if document.source.is_live() {
        output::error(
            "note: to update this cluster, save the plan, change a copy of it, and run poolwright runbook PLAN COPY.",
        );
    }
    Ok(Exit::Fine)
}

pub(crate) fn rules(id: Option<&str>, json: bool, site: bool) -> Result<Exit, String> {
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
        listed.iter().filter_map(|rule| Some(page(rule.id)?.text)).collect()
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

/// The rule that had another id before.
fn renamed(id: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| page(rule.id).is_some_and(|page| page.was.contains(&id)))
}

pub(crate) fn schema() -> Result<Exit, String> {
    output::print(&codec::schema())?;
    Ok(Exit::Fine)
}
