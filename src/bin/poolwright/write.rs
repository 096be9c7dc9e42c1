//! `poolwright render` and `poolwright do`.

use poolwright::generate::{self, Dialect, Options};
use poolwright::plan::{Mode, Word};
use poolwright::rules::{self, Tier};
use poolwright::runbook::{self, Operation, Reason};

use crate::args::{Do, Render};
use crate::output::{self, Style};
use crate::{Exit, input};

pub(crate) fn render(args: &Render) -> Result<Exit, String> {
    let document = input::plan(&args.plan)?;
    let (catalogue, today) = input::facts(&args.facts)?;
    output::notes(&document.notes);
    let plan = &document.plan;
    let report = rules::check(plan, &catalogue, today);
    let refused: Vec<_> = report.of(Tier::Refused).collect();
    if !refused.is_empty() && !args.force {
        let style = Style::stderr();
        for finding in refused {
            output::block(&style.finding(finding, plan));
        }
        output::error(
            "error: AKS refuses this plan, so nothing was written; --force writes it all the same.",
        );
        return Ok(Exit::Refused);
    }
    let refused: Vec<String> = refused.into_iter().map(|finding| Reason::from(finding).to_string()).collect();
    let snippet = generate::render(plan, args.dialect.into(), &Options { refused: &refused });
    output::print(&snippet.text())?;
    Ok(Exit::Fine)
}

pub(crate) fn operation(args: &Do) -> Result<Exit, String> {
    let operation = parse(&args.operation)?;
    let document = input::plan(&args.plan)?;
    let (catalogue, today) = input::facts(&args.facts)?;
    output::notes(&document.notes);
    let plan = &document.plan;
    let mut refused = Vec::new();
    match runbook::simulate(plan, &catalogue, today, &operation) {
        Ok(after) => {
            if let (Operation::SetMode(name, mode), true) = (&operation, after == *plan) {
                output::error(&format!(
                    "note: {name} is in mode {} already; the command changes nothing.",
                    mode.as_str()
                ));
            }
        }
        Err(refusal) if args.force && refusal.is_by_aks() => {
            refused = refusal.reasons.iter().map(Reason::to_string).collect();
        }
        Err(refusal) => {
            let style = Style::stderr();
            for reason in &refusal.reasons {
                output::block(&style.reason(reason));
            }
            if refusal.is_by_aks() {
                output::error(
                    "error: AKS refuses this, so nothing was written; --force writes it all the same.",
                );
            }
            return Ok(Exit::Refused);
        }
    }
    let dialect = Dialect::from(args.dialect);
    let snippet = generate::render_operation(plan, &operation, dialect, &Options { refused: &refused });
    let snippet = snippet.ok_or_else(|| format!("{} has no words for this operation.", dialect.title()))?;
    output::print(&snippet.text())?;
    Ok(Exit::Fine)
}

fn parse(words: &[String]) -> Result<Operation, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        ["create"] => Operation::Create,
        ["add-pool", name] => Operation::AddPool((*name).to_owned()),
        ["show-pool", name] => Operation::ShowPool((*name).to_owned()),
        ["set-mode", name, mode] => Operation::SetMode((*name).to_owned(), parse_mode(mode)?),
        ["delete-pool", name] => Operation::DeletePool((*name).to_owned()),
        ["delete-group"] => Operation::DeleteGroup,
        _ => {
            return Err(format!(
                "{} is no operation; there are create, add-pool NAME, show-pool NAME, set-mode NAME System|User, delete-pool NAME and delete-group.",
                words.join(" ")
            ));
        }
    })
}

fn parse_mode(word: &str) -> Result<Mode, String> {
    let known = [Mode::System, Mode::User].into_iter().find(|mode| mode.as_str().eq_ignore_ascii_case(word));
    known.ok_or_else(|| format!("{word} is no mode that a pool can be set to; System and User are."))
}
