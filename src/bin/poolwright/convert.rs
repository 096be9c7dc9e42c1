//! The smaller verbs: a plan in another form, and the rules.

use poolwright::json::Json;
use poolwright::rules::REGISTRY;
use poolwright::rules::page::page;
use poolwright::share;

use crate::check::{object, of_sources};
use crate::{Exit, input, output};

pub(crate) fn link(plan: &str) -> Result<Exit, String> {
    let document = input::plan(plan)?;
    output::notes(&document.notes);
    let fragment = share::write_link(&document.plan).map_err(|error| error.to_string())?;
    output::print(&format!("#{fragment}\n"))?;
    Ok(Exit::Fine)
}

pub(crate) fn show(plan: &str) -> Result<Exit, String> {
    let document = input::plan(plan)?;
    output::notes(&document.notes);
    output::print(&share::write(&document.plan))?;
    Ok(Exit::Fine)
}

pub(crate) fn import(file: &str) -> Result<Exit, String> {
    let document = input::plan(file)?;
    output::error(&format!("note: this was {}.", document.source.title()));
    output::notes(&document.notes);
    output::print(&share::write(&document.plan))?;
    Ok(Exit::Fine)
}

pub(crate) fn rules(rule: Option<&str>, json: bool) -> Result<Exit, String> {
    let listed = match rule {
        None => REGISTRY,
        Some(id) => {
            let found =
                REGISTRY.iter().position(|rule| rule.id == id).and_then(|place| REGISTRY.get(place..=place));
            found.ok_or_else(|| format!("There is no rule {id}; poolwright rules lists them."))?
        }
    };
    let text = if json {
        let list = listed.iter().map(|rule| {
            object(&[
                ("id", rule.id.into()),
                ("title", page(rule.id).map_or(Json::Null, |page| page.title.into())),
                ("tier", rule.tier.name().into()),
                ("sources", page(rule.id).map_or(Json::Null, |page| of_sources(&page.sources))),
            ])
        });
        Json::List(list.collect()).pretty()
    } else if let Some(id) = rule {
        page(id).map(|page| page.text).unwrap_or_default().to_owned()
    } else {
        let wide = listed.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
        listed
            .iter()
            .map(|rule| {
                format!(
                    "{:<11}  {:<wide$}  {}\n",
                    rule.tier.name(),
                    rule.id,
                    page(rule.id).map_or("", |page| page.title)
                )
            })
            .collect()
    };
    output::print(&text)?;
    Ok(Exit::Fine)
}

pub(crate) fn schema() -> Result<Exit, String> {
    output::print(&share::schema())?;
    Ok(Exit::Fine)
}
