//! `poolwright check`.

mod baseline;
mod config;
mod files;
mod fix;
mod issue;
mod json;
mod junit;
mod policy;
mod sarif;
mod text;

pub(crate) use json::{notes, object, of_sources};

use poolwright::codec::{Document, Source};
use poolwright::lint::{self, Date};
use poolwright::operations;
use poolwright::plan::{Plan, Unknown};

use crate::args::{Check, FailOn, Format};
use crate::output::{self, Style};
use crate::{Exit, Failure, input};
use baseline::Baseline;
use config::Config;
use files::Input;
pub(crate) use issue::{Issue, Status, own_rule};

/// What was found in one cluster of one input.
pub(crate) struct Checked {
    /// The file, as it was named; `-` for standard input.
    name: String,
    /// Whether the name is that of a file.
    is_file: bool,
    document: Document,
    report: lint::Report,
    issues: Vec<Issue>,
}

/// An input that can't be read, and why.
pub(crate) struct Unreadable {
    name: String,
    why: String,
}

/// All that a run found.
pub(crate) struct Run {
    checked: Vec<Checked>,
    unreadable: Vec<Unreadable>,
    /// Files in directories that aren't plans.
    passed_over: usize,
    fail_on: Vec<FailOn>,
}

pub(crate) fn run(args: &Check) -> Result<Exit, String> {
    let config = if args.no_config { Config::default() } else { Config::find(args.config.as_deref())? };
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    let select = issue::Selection::new(
        if args.select.is_empty() { &config.select } else { &args.select },
        &[args.ignore.as_slice(), config.ignore.as_slice()].concat(),
    )?;
    let mut fail_on = if args.fail_on.is_empty() { config.fail_on()? } else { args.fail_on.clone() };
    if fail_on.is_empty() {
        fail_on.push(FailOn::Unsupported);
    }
    let inputs = files::find(&args.inputs)?;
    let mut run = Run { checked: Vec::new(), unreadable: Vec::new(), passed_over: 0, fail_on };
    let mut would_change = false;
    for one in inputs {
        match read(&one, args) {
            Ok(documents) => {
                for mut document in documents {
                    if args.fix || args.diff {
                        would_change |= fix::fix(&one, &mut document, args, &catalog, today)?;
                    }
                    run.checked.push(check(&one, document, &select, &config, &catalog, today)?);
                }
            }
            Err(_) if one.is_found && !files::is_meant_as_plan(&one) => run.passed_over += 1,
            Err(why) => run.unreadable.push(Unreadable { name: one.name, why }),
        }
    }
    if run.checked.is_empty() && run.unreadable.is_empty() {
        return Err(format!(
            "nothing to check: no file in {} is a plan or can be read as one.",
            args.inputs.join(", ")
        ));
    }
    if let Some(file) = &args.baseline {
        if args.update_baseline {
            Baseline::of(&run).write(file)?;
        }
        Baseline::read(file)?.apply(&mut run);
    }
    if args.diff {
        return Ok(if would_change { Exit::Refused } else { run.exit() });
    }
    print(&run, args)?;
    Ok(run.exit())
}

fn read(one: &Input, args: &Check) -> Result<Vec<Document>, String> {
    match &one.text {
        Some(text) => input::documents_of(text, &one.name, &args.read),
        None => input::documents(&one.name, &args.read),
    }
    .map_err(Failure::text)
}

fn check(
    one: &Input,
    document: Document,
    select: &issue::Selection,
    config: &Config,
    catalog: &poolwright::catalog::Catalog,
    today: Date,
) -> Result<Checked, String> {
    let is_live = document.source.is_live();
    // An existing cluster is its own baseline: rules about what can't be created any more are milder for what exists.
    let mut plan = document.plan.clone();
    if is_live {
        plan.baseline = Some(Box::new(document.plan.clone()));
    }
    let mut report = lint::check_partial(&plan, catalog, today, &document.unknown);
    lint::verify_fixes(&plan, catalog, today, &mut report);
    report.findings.retain(|finding| select.has(finding.rule.id));
    report.not_run = select.left_out();
    report.left_out = document.notes.iter().filter(|note| note.left_out).count();
    let taken = operations::audit(&plan, catalog, today, &mut report);
    let mut issues: Vec<Issue> = Vec::new();
    for (finding, taken) in report.findings.iter().zip(taken) {
        let position = document.places.position(finding.pool, finding.field);
        issues.push(Issue::of(finding, taken, &document.plan, position));
    }
    let found = policy::check(&config.policy, &document, catalog)?;
    issues.extend(found.into_iter().filter(|issue| select.has(&issue.rule)));
    let left_out = document.notes.iter().filter(|note| note.left_out);
    let left_out = left_out.map(|note| Issue::left_out(note, &document)).collect::<Vec<_>>();
    issues.extend(left_out.into_iter().filter(|issue| select.has(&issue.rule)));
    accept(&document, select, &mut issues, today);
    report.findings = report
        .findings
        .into_iter()
        .zip(&issues)
        .filter(|(_, issue)| !matches!(issue.status, Status::Accepted { .. }))
        .map(|(finding, _)| finding)
        .collect();
    report.accepted = issues.iter().filter(|issue| matches!(issue.status, Status::Accepted { .. })).count();
    Ok(Checked { name: one.name.clone(), is_file: one.is_file, document, report, issues })
}

/// Marks the findings that the plan accepts, and adds what is wrong with the list.
fn accept(document: &Document, select: &issue::Selection, issues: &mut Vec<Issue>, today: Date) {
    let mut problems = Vec::new();
    for (index, accepted) in document.plan.accepted.iter().enumerate() {
        let concerns = |issue: &Issue| {
            let mut ids = std::iter::once(issue.rule.as_str()).chain(issue.was.iter().copied());
            ids.any(|id| accepted.concerns(id, issue.pool.as_deref()))
        };
        let is_expired = accepted.is_expired(today);
        let mut is_used = false;
        for issue in issues.iter_mut().filter(|issue| concerns(issue)) {
            is_used = true;
            if !is_expired {
                issue.status = Status::Accepted { reason: accepted.reason.clone() };
            }
        }
        let of_pool = accepted.pool.as_ref().map(|pool| format!(" of pool {pool}")).unwrap_or_default();
        let position = document.places.accepted(index);
        let (rule, reason) = (&accepted.rule, &accepted.reason);
        if let (true, true, Some(until)) = (is_used, is_expired, accepted.until) {
            problems.push(Issue::expired(
                format!("The acceptance of {rule}{of_pool} expired on {until}. Its reason was: {reason}"),
                position,
            ));
        } else if !is_used && select.has_named(&accepted.rule) {
            problems.push(Issue::unused(
                format!("The acceptance of {rule}{of_pool} isn't used: nothing breaks that rule. Remove it from accepted."),
                position,
            ));
        }
    }
    issues.extend(problems);
}

impl Checked {
    /// Returns whether the plan is a plan file, which can be changed.
    fn is_plan_file(document: &Document) -> bool {
        document.source == Source::PlanFile
    }

    /// Returns the verdict, with what isn't a rule of AKS.
    fn verdict(&self) -> String {
        let own = self.issues.iter().filter(|issue| issue.is_policy() && issue.counts());
        let (unchecked, own): (Vec<_>, Vec<_>) = own.partition(|issue| issue.is_unchecked);
        let known = self.issues.iter().filter(|issue| issue.status == Status::Known).count();
        let mut verdict = self.report.verdict();
        let mut sentences = Vec::new();
        match own.len() {
            0 => {}
            1 => sentences.push("1 policy is violated".to_owned()),
            more => sentences.push(format!("{more} policies are violated")),
        }
        match unchecked.len() {
            0 => {}
            1 => sentences.push("1 policy can't be checked".to_owned()),
            more => sentences.push(format!("{more} policies can't be checked")),
        }
        if !sentences.is_empty() {
            let breaks = sentences.join(". ");
            let none = ["No rule violations.", "No violations of the rules that were run."];
            verdict = match none.into_iter().find_map(|none| verdict.strip_prefix(none)) {
                Some(rest) => format!("{breaks}.{rest}"),
                None => format!("{verdict} {breaks}."),
            };
        }
        if known > 0 {
            verdict += &format!(" {known} known in the baseline.");
        }
        verdict
    }
}

impl Run {
    /// Returns whether an issue makes the run fail.
    fn fails(&self, issue: &Issue) -> bool {
        let fails = |on: &FailOn| {
            on.mildest().is_some_and(|mildest| issue.severity <= mildest)
                || *on == FailOn::Unchecked && issue.is_unchecked
        };
        issue.counts() && self.fail_on.iter().any(fails)
    }

    fn exit(&self) -> Exit {
        let fails = self.checked.iter().any(|checked| {
            let unchecked = checked.report.left_out > 0 || checked.report.unchecked() > 0;
            checked.issues.iter().any(|issue| self.fails(issue))
                || unchecked && self.fail_on.contains(&FailOn::Unchecked)
        });
        // What an acceptance covered fails when its day is over, unless nothing is to fail.
        let expired = self.checked.iter().any(|checked| checked.issues.iter().any(Issue::is_expired));
        let never = self.fail_on.iter().all(|on| *on == FailOn::Never);
        if !self.unreadable.is_empty() {
            Exit::Unreadable
        } else if fails || expired && !never {
            Exit::Refused
        } else {
            Exit::Fine
        }
    }
}

fn print(run: &Run, args: &Check) -> Result<(), String> {
    let format = if args.json { Format::Json } else { args.format };
    let text = match format {
        Format::Text => text::text(run, Style::of_choice(args.color), args.quiet),
        Format::Json => json::text(run, args.json),
        Format::Sarif => sarif::text(run)?,
        Format::Junit => junit::text(run)?,
        Format::Github => text::github(run),
        Format::Markdown => text::markdown(run),
    };
    if !matches!(format, Format::Text) {
        for one in &run.unreadable {
            output::error(&format!("error: {}", one.why));
        }
    }
    output::print(&text)
}

/// Returns whether something isn't known of a plan.
fn is_unknown(document: &Document, wanted: Unknown) -> bool {
    document.unknown.contains(&wanted)
}

/// Returns the name of a pool as a sentence has it.
fn pool_name(plan: &Plan, place: usize) -> String {
    match plan.pools.get(place) {
        Some(pool) if !pool.name.is_empty() => pool.name.clone(),
        _ => format!("{}", place + 1),
    }
}
