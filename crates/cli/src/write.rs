//! `poolwright render`, `poolwright do` and `poolwright workload`.

use std::path::Path;

use poolwright::codec;
use poolwright::emit::{self, Dialect, Gap, Group, Line, Options, Snippet, Step, Steps, text_of};
use poolwright::lint::{self, Severity};
use poolwright::operations::{self, Change, Operation, Reason, Upgrade, matrix};
use poolwright::plan::{Keyword, Mode, Plan, Version};
use poolwright::syntax::{self, Node};
use poolwright::to_json::{Json, pretty};

use crate::args::{Do, Form, Render, Workload};
use crate::check::{Issue, object};
use crate::output::{self, Style};
use crate::{Exit, Failure, input};

pub(crate) fn render(args: &Render) -> Result<Exit, Failure> {
    let (plan, read) = args.input()?;
    let mut document = input::plan(&plan, &read)?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    output::notes(&document.notes);
    let dialect = Dialect::from(args.dialect);
    let is_script = dialect.group() == Group::Commands;
    if document.source.is_live() && document.plan.baseline.is_none() && !is_script {
        // What was read of a cluster is what it is today.
        document.plan.baseline = Some(Box::new(document.plan.clone()));
    }
    let plan = &document.plan;
    if args.writes_parameters() && !matches!(dialect, Dialect::Arm | Dialect::Bicep | Dialect::BicepAvm) {
        return Err(Failure::from("--parameters-file needs --as arm or --as bicep.".to_owned()));
    }
    if args.split && !dialect.can_split() {
        let can: Vec<_> =
            Dialect::ALL.into_iter().filter(|dialect| dialect.can_split()).map(Dialect::name).collect();
        return Err(Failure::from(format!("--split needs --as {}.", can.join(" or "))));
    }
    if args.stack && !dialect.has_stacks() {
        return Err(Failure::from(
            "--stack needs a template that Azure deploys: --as arm or --as bicep.".to_owned(),
        ));
    }
    let mut report = lint::check_partial(plan, &catalog, today, &document.unknown);
    // A template changes what exists; a script creates all of it, which AKS checks as new.
    if !is_script {
        operations::audit(plan, &catalog, today, &mut report);
    }
    let refused: Vec<_> = report.of(Severity::Refused).collect();
    let reasons: Vec<Reason> = refused.iter().map(|finding| Reason::from(*finding)).collect();
    if !refused.is_empty() && !args.force {
        if args.form.json {
            return refusal(&reasons);
        }
        let style = Style::stderr();
        for finding in refused {
            output::block(&style.issue(&Issue::of(finding, None, plan, None), None));
        }
        output::error("error: AKS refuses this plan, so nothing was written. --force writes it anyway.");
        return Ok(Exit::Refused);
    }
    if is_script && (document.source.is_live() || plan.baseline.is_some()) {
        output::error(
            "note: this plan comes from an existing cluster, and this text creates all of it again. To update the \
             cluster, run poolwright runbook.",
        );
    }
    let link = link(plan);
    let options = Options { stack: args.stack, ..Options::from_report(&report, link.as_deref()) };
    if args.split {
        return write_files(plan, dialect, &options, args);
    }
    let written = match args.form {
        _ if args.writes_parameters() && dialect != Dialect::Arm => {
            Written::Text(emit::bicep_parameters(plan))
        }
        _ if args.writes_parameters() => Written::Text(emit::parameters(plan)),
        Form { steps: true, .. } => Written::Steps(emit::steps(plan, dialect)),
        _ => Written::Text(emit::render(plan, dialect, &options)),
    };
    print(plan, &reasons, &written, args.form)
}

/// Writes the files of a plan that is split, and lists them; as JSON, with their text, instead.
fn write_files(plan: &Plan, dialect: Dialect, options: &Options<'_>, args: &Render) -> Result<Exit, Failure> {
    let files = emit::split_files(plan, dialect, options).unwrap_or_default();
    if args.form.json {
        let one = |file: &emit::File| {
            object(&[("name", file.name.as_str().into()), ("text", text_json(&file.snippet.lines))])
        };
        let files = Json::Array(files.iter().map(one).collect());
        output::print(&pretty(&object(&[("files", files)])))?;
        return Ok(Exit::Fine);
    }
    let failed =
        |path: &Path, error: std::io::Error| format!("{} cannot be written: {error}.", path.display());
    std::fs::create_dir_all(&args.out).map_err(|error| failed(&args.out, error))?;
    for file in files {
        let path = args.out.join(&file.name);
        std::fs::write(&path, file.snippet.text()).map_err(|error| failed(&path, error))?;
        output::print(&format!("{}\n", path.display()))?;
        for gap in &file.snippet.gaps {
            output::error(&format!("note: {}", gap.text));
        }
    }
    Ok(Exit::Fine)
}

pub(crate) fn operation(args: &Do) -> Result<Exit, Failure> {
    let operation = parse(&args.operation)?;
    let document = input::plan(&args.plan, &args.read)?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    output::notes(&document.notes);
    let plan = &document.plan;
    let mut refused = Vec::new();
    let reasons = match poolwright::operations::simulate(plan, &catalog, today, &operation) {
        Ok(outcome) => {
            for remark in outcome.remarks.iter().filter(|_| !args.form.json) {
                output::error(&format!("{}: {remark}", remark.severity.name().to_lowercase()));
            }
            if let (Operation::ScalePool(name, count), true) = (&operation, outcome.plan == *plan) {
                output::error(&format!(
                    "note: {name} has count {count} in the plan already; az refuses to scale a pool to the count it has."
                ));
            }
            if let (Operation::SetMode(name, mode), true) = (&operation, outcome.plan == *plan) {
                output::error(&format!(
                    "note: {name} is in mode {} already; the command changes nothing.",
                    mode.as_str()
                ));
            }
            outcome.remarks
        }
        Err(refusal) if args.force && refusal.is_by_aks() => {
            refused = refusal.reasons.iter().map(Reason::to_string).collect();
            refusal.reasons
        }
        Err(no) if args.form.json => return refusal(&no.reasons),
        Err(refusal) => {
            let style = Style::stderr();
            for reason in &refusal.reasons {
                output::block(&style.reason(reason));
            }
            if refusal.is_by_aks() {
                output::error("error: AKS refuses this, so nothing was written. --force writes it anyway.");
            }
            return Ok(Exit::Refused);
        }
    };
    let link = link(plan);
    let options = Options { refused, link: link.as_deref(), ..Options::default() };
    let write = |dialect| {
        if args.form.steps {
            emit::operation_steps(plan, &operation, dialect).map(Written::Steps)
        } else {
            emit::render_operation(plan, &operation, dialect, &options).map(Written::Text)
        }
    };
    let dialect = Dialect::from(args.dialect);
    let Some(written) = write(dialect) else {
        if let Operation::UpdatePool(name, changes) = &operation
            && let Some(instead) =
                changes.iter().find_map(|change| matrix::operation_instead(change.key, name))
        {
            return Err(Failure::from(format!(
                "{} can't express this operation. {instead}.",
                dialect.title()
            )));
        }
        let others = Dialect::ALL.into_iter().filter(|other| write(*other).is_some());
        let others: Vec<&str> = others.map(Dialect::name).collect();
        let hint = match operation {
            _ if !others.is_empty() => format!("; use --as {}", others.join(" or ")),
            Operation::UpdatePool(..) => {
                "; a value that is set can't be reset to AKS's default, so state a value".to_owned()
            }
            _ => String::new(),
        };
        return Err(Failure::from(format!("{} can't express this operation{hint}.", dialect.title())));
    };
    print(plan, &reasons, &written, args.form)
}

pub(crate) fn workload(args: &Workload) -> Result<Exit, Failure> {
    let document = input::plan(&args.plan, &args.read)?;
    let (catalog, _) = input::catalog_and_date(&args.facts)?;
    output::notes(&document.notes);
    let plan = &document.plan;
    let places = match &args.pool {
        None => 0..plan.pools.len(),
        Some(name) => {
            let (place, _) = plan.pool(name).ok_or_else(|| format!("The plan has no node pool {name}."))?;
            place..place + 1
        }
    };
    let link = link(plan);
    let options = Options { link: link.as_deref(), ..Options::default() };
    output::print(&emit::workload(plan, places, &catalog, &options).text())?;
    Ok(Exit::Fine)
}

/// Returns the fragment of the plan's link; `None` if the plan does not fit one.
fn link(plan: &Plan) -> Option<String> {
    codec::write_link(plan).ok().map(|fragment| format!("#{fragment}"))
}

/// What was written.
enum Written {
    Text(Snippet),
    Steps(Steps),
}

impl Written {
    fn gaps(&self) -> &[Gap] {
        match self {
            Self::Text(snippet) => &snippet.gaps,
            Self::Steps(steps) => &steps.gaps,
        }
    }

    /// Returns whether there is a text at all; a shell that would change a value has none.
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(snippet) => snippet.lines.is_empty(),
            Self::Steps(steps) => steps.steps.is_empty(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(snippet) => snippet.text(),
            Self::Steps(steps) => match steps.steps.as_slice() {
                [only] => text_of(&only.lines),
                all => {
                    let text = |step: &Step| format!("{}\n{}", step.heading(), text_of(&step.lines));
                    all.iter().map(text).collect::<Vec<_>>().join("\n")
                }
            },
        }
    }
}

/// Prints what was written. Where nothing was, the gaps say why.
fn print(plan: &Plan, reasons: &[Reason], written: &Written, form: Form) -> Result<Exit, Failure> {
    let exit = if written.is_empty() { Exit::Refused } else { Exit::Fine };
    if form.json {
        let text = if written.is_empty() { Json::Null } else { written.text().as_str().into() };
        let mut entries = vec![("text", text)];
        if let Written::Steps(steps) = written {
            let step = |step: &Step| {
                object(&[("title", step.title.as_str().into()), ("text", text_json(&step.lines))])
            };
            entries.push(("steps", Json::Array(steps.steps.iter().map(step).collect())));
        }
        entries.push(("gaps", Json::Array(written.gaps().iter().map(|one| gap(plan, one)).collect())));
        output::print(&pretty(&refusal_json(reasons, &entries)))?;
    } else if written.is_empty() {
        written.gaps().iter().for_each(|gap| output::error(&format!("error: {}", gap.text)));
    } else {
        output::print(&written.text())?;
    }
    Ok(exit)
}

fn text_json(lines: &[Line]) -> Json {
    text_of(lines).as_str().into()
}

fn gap(plan: &Plan, gap: &Gap) -> Json {
    let pool = gap.pool.and_then(|place| plan.pools.get(place));
    object(&[
        ("pool", pool.map_or(Json::Null, |pool| pool.name.as_str().into())),
        ("property", gap.field.map_or(Json::Null, Json::from)),
        ("message", gap.text.as_str().into()),
    ])
}

/// Prints why AKS refuses what was not written.
fn refusal(reasons: &[Reason]) -> Result<Exit, Failure> {
    let nothing = [("text", Json::Null), ("gaps", Json::Array(Vec::new()))];
    output::print(&pretty(&refusal_json(reasons, &nothing)))?;
    Ok(Exit::Refused)
}

/// Returns what AKS says, as JSON, before what was written.
fn refusal_json(reasons: &[Reason], written: &[(&str, Json)]) -> Json {
    let reasons = reasons.iter().map(|reason| {
        object(&[
            ("rule", reason.rule.map_or(Json::Null, Json::from)),
            ("severity", reason.severity.name().into()),
            ("message", reason.message.as_str().into()),
        ])
    });
    object(&[&[("reasons", Json::Array(reasons.collect()))], written].concat())
}

/// What can be done, as it is typed.
pub(crate) const OPERATIONS: &str = "create | add-pool NAME | show-pool NAME | set-mode NAME System|User | \
    scale-pool NAME COUNT | update-pool NAME KEY=VALUE... | upgrade-pool NAME VERSION|node-image | start-pool NAME | \
    stop-pool NAME | delete-machines NAME MACHINE... | delete-pool NAME | upgrade-control-plane VERSION | \
    upgrade-all VERSION | delete-group";

fn parse(words: &[String]) -> Result<Operation, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let own = |name: &str| name.to_owned();
    Ok(match words.as_slice() {
        ["create"] => Operation::Create,
        ["add-pool", name] => Operation::AddPool(own(name)),
        ["show-pool", name] => Operation::ShowPool(own(name)),
        ["set-mode", name, mode] => Operation::SetMode(own(name), parse_mode(mode)?),
        ["scale-pool", name, count] => Operation::ScalePool(own(name), parse_count(count)?),
        ["update-pool", name, changes @ ..] if !changes.is_empty() => Operation::UpdatePool(
            own(name),
            changes.iter().map(|change| parse_change(change)).collect::<Result<_, _>>()?,
        ),
        ["upgrade-pool", name, "node-image"] => Operation::UpgradePool(own(name), Upgrade::NodeImage),
        ["upgrade-pool", name, version] => {
            Operation::UpgradePool(own(name), Upgrade::Version(parse_version(version)?))
        }
        ["upgrade-control-plane", version] => Operation::UpgradeControlPlane(parse_version(version)?),
        ["upgrade-all", version] => Operation::UpgradeAll(parse_version(version)?),
        ["start-pool", name] => Operation::StartPool(own(name)),
        ["stop-pool", name] => Operation::StopPool(own(name)),
        ["delete-machines", name, machines @ ..] if !machines.is_empty() => {
            Operation::DeleteMachines(own(name), machines.iter().map(|machine| own(machine)).collect())
        }
        ["delete-pool", name] => Operation::DeletePool(own(name)),
        ["delete-group"] => Operation::DeleteGroup,
        _ => return Err(format!("Unknown operation: {}. Operations: {OPERATIONS}.", words.join(" "))),
    })
}

fn parse_count(word: &str) -> Result<i64, String> {
    word.parse().map_err(|_| format!("{word} isn't a node count. Enter a whole number such as 3."))
}

fn parse_version(word: &str) -> Result<String, String> {
    Version::parse(word).map_or_else(
        || Err(format!("{word} isn't a Kubernetes version. Write it as 1.34 or 1.34.2.")),
        |_| Ok(word.to_owned()),
    )
}

/// Returns a change as `key=value`: the value is JSON, or a text if it isn't JSON. Nothing after `=` clears it.
fn parse_change(word: &str) -> Result<Change, String> {
    let (key, value) =
        word.split_once('=').ok_or_else(|| format!("{word} isn't a change. Write it as KEY=VALUE."))?;
    let document = |node: Node| codec::pool_property(key, &node);
    let typed = syntax::parse_json(value).ok().filter(|_| !value.is_empty());
    let found = typed.and_then(|node| document(node).ok()).map_or_else(|| document(value.into()), Ok);
    found.map(|(key, value)| Change { key, value })
}

fn parse_mode(word: &str) -> Result<Mode, String> {
    let known = [Mode::System, Mode::User].into_iter().find(|mode| mode.as_str().eq_ignore_ascii_case(word));
    known.ok_or_else(|| format!("{word} isn't a mode that a pool can be switched to. Use System or User."))
}
