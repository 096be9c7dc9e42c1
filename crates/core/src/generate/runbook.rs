//! A runbook as one script that can be run again until all is done: each step looks first whether it is done, the first
//! failure ends it, and it prints where it stands.
//!
//! A step is done if what it leads to is there, or what comes later is there already: that a pool which went is gone, that
//! a name has been given to the pool that it was meant for.

use super::az::is_file;
use super::commands::unnamed;
use super::jmespath::{self, OWN, none, some};
use super::shell::{Argument, Command, bash, powershell};
use super::snippet::{Gap, Snippet, SpanKind};
use super::{Dialect, commands, looks, tool};
use crate::json::{Json, Object};
use crate::plan::{Kind, NodePool, POOL_PROPERTIES, Property, Value};
use crate::quote::Code;
use crate::quote::comment::{Language, wrapped};
use crate::runbook::diff::Way;
use crate::runbook::{Act, Check, Operation, Purpose, Runbook, Step, Upgrade};

/// What a script is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// The Azure CLI in bash, dash and zsh.
    Posix,
    /// Azure PowerShell.
    PowerShell,
}

/// When a step is done: what has to be so of the cluster and of its pools.
#[derive(Default)]
struct Done {
    /// The versions of the control plane that will do: that of the step, once AKS is done with the cluster, or a later
    /// one. Nothing is asked where there is none.
    control_plane: Vec<String>,
    /// Questions about the list of pools of which one has the answer yes. Nothing is asked where there is none.
    pools: Vec<Question>,
}

/// A question about the list of pools.
enum Question {
    /// Whether some pool meets all conditions.
    Some(Vec<Condition>),
    /// Whether no pool does.
    None(Vec<Condition>),
}

/// What a pool has to be.
#[derive(Clone)]
enum Condition {
    Named(String),
    Stands,
    /// A property has a value.
    Is(&'static Property<NodePool>, Option<Value>),
    /// What is at that path within a property that is an object; nothing for what is left to AKS.
    Part(Vec<String>, Option<Json>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

impl Condition {
    /// That a property which had one value has another. Of an object only the parts are asked for that a plan can tell
    /// of: the tools print every part that there is, with null for the others.
    fn becomes(property: &'static Property<NodePool>, from: Option<&Value>, to: Option<Value>) -> Self {
        let tree = |value: Option<&Value>| match value {
            Some(Value::Tree(tree)) => Some(Json::Object(tree.clone())),
            _ => None,
        };
        let (before, after) = (tree(from), tree(to.as_ref()));
        let mut parts = Vec::new();
        let mut path: Vec<String> = property.key.split('.').map(str::to_owned).collect();
        if property.kind == Kind::Tree {
            parts_of(&mut path, before.as_ref(), after.as_ref(), &mut parts);
        }
        if parts.is_empty() { Self::Is(property, to) } else { Self::All(parts) }
    }

    /// Whether the tool of that shell shows it. What is not shown would always seem to be otherwise.
    fn is_shown_to(&self, shell: Shell) -> bool {
        let is_told = |key: &str| {
            let key = key.split('.').next().unwrap_or_default();
            shell == Shell::Posix || !UNTOLD.contains(&key)
        };
        match self {
            Self::Named(_) | Self::Stands => true,
            Self::Is(property, Some(Value::Text(text))) if is_subnet(property.key) => text.starts_with('/'),
            Self::Is(_, Some(Value::Tree(_) | Value::Subnets(_))) => false,
            Self::Is(property, _) => is_told(property.key),
            Self::Part(path, value) => {
                let has_objects = |list: &[Json]| list.iter().any(|item| matches!(item, Json::Object(_)));
                let is_plain = !matches!(value, Some(Json::List(list)) if has_objects(list));
                is_plain && path.first().is_some_and(|key| is_told(key))
            }
            Self::All(all) | Self::Any(all) => all.iter().all(|one| one.is_shown_to(shell)),
            Self::Not(inner) => inner.is_shown_to(shell),
        }
    }
}

/// What differs between two objects, part by part.
fn parts_of(path: &mut Vec<String>, from: Option<&Json>, to: Option<&Json>, parts: &mut Vec<Condition>) {
    let (before, after) = match (from, to) {
        (before, Some(Json::Object(after))) => (before.and_then(Json::as_object), Some(after)),
        (Some(Json::Object(before)), None) => (Some(before), None),
        _ => {
            parts.push(Condition::Part(path.clone(), to.cloned()));
            return;
        }
    };
    let entries = |object: Option<&Object>| object.map(|Object(entries)| entries.clone()).unwrap_or_default();
    let (before, after) = (entries(before), entries(after));
    let gone = before.iter().filter(|(key, _)| !after.iter().any(|(known, _)| known == key));
    for (key, _) in after.iter().chain(gone) {
        let at = |entries: &[(String, Json)]| {
            entries.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
        };
        path.push(key.clone());
        parts_of(path, at(&before).as_ref(), at(&after).as_ref(), parts);
        path.pop();
    }
}

fn is_subnet(key: &str) -> bool {
    matches!(key, "vnetSubnetID" | "podSubnetID")
}

/// What Az.Aks does not tell of a pool (Azure PowerShell's repository, PSNodePool, 2026-11-27).
const UNTOLD: [&str; 12] = [
    "artifactStreamingProfile",
    "capacityReservationGroupID",
    "enableOSDiskFullCaching",
    "gatewayProfile",
    "gpuProfile",
    "localDNSProfile",
    "messageOfTheDay",
    "nodeInitializationTaints",
    "podIPAllocationMode",
    "securityProfile",
    "virtualMachinesProfile",
    "windowsProfile",
];

/// A step for those who go by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// What carries it out.
    pub does: Snippet,
    /// What shows whether it is done.
    pub looks: Snippet,
}

/// The steps of a runbook one by one, each with what shows whether it is done.
pub fn runbook_by_hand(runbook: &Runbook, shell: Shell) -> Vec<ByHand> {
    let mut plan = runbook.start.clone();
    let dialect = shell.dialect();
    let text = |commands: &[Command]| {
        let mut out = Snippet::default();
        match shell {
            Shell::Posix => bash::chain(commands, &mut out),
            Shell::PowerShell => powershell::block(commands, &mut out),
        }
        out
    };
    let by_hand = |step: &Step| {
        if let Act::Add(pool) = &step.act {
            plan.pools.push((**pool).clone());
        }
        let Some(operation) = step.act.operation() else {
            let cluster = &runbook.start.cluster.name;
            let does = kubectl(&step.act, &Kubectl::Of(cluster));
            return ByHand { does: text(&does), looks: text(&look(&step.act, cluster)) };
        };
        let (does, gaps) = commands(&plan, &operation, dialect).unwrap_or_default();
        let looks = looks(&plan, &operation, dialect).unwrap_or_default();
        operation.apply_to(&mut plan);
        let mut by_hand = ByHand { does: text(&does), looks: text(&looks) };
        by_hand.does.gaps = gaps;
        if does.is_empty() {
            by_hand.does.gaps.push(Snippet::gap(format!("{} has no words for this step.", dialect.title())));
        }
        by_hand
    };
    runbook.steps.iter().map(by_hand).collect()
}

impl Shell {
    fn dialect(self) -> Dialect {
        match self {
            Self::Posix => Dialect::Az,
            Self::PowerShell => Dialect::PowerShell,
        }
    }
}

/// The runbook as a script.
pub fn runbook(runbook: &Runbook, shell: Shell) -> Snippet {
    let mut out = Snippet::default();
    let cluster = &runbook.start.cluster;
    let names = [&cluster.resource_group, &cluster.name];
    if let Some(name) = names.into_iter().find(|name| shell == Shell::Posix && is_file(name)) {
        let name = crate::json::shown(name);
        return Snippet::remark(format!(
            "az would read a file for the name {name}, because of its at sign. Use Azure PowerShell."
        ));
    }
    let mut plan = runbook.start.clone();
    let mut steps: Vec<Written> = Vec::with_capacity(runbook.steps.len());
    let dialect = shell.dialect();
    for (place, step) in runbook.steps.iter().enumerate() {
        if let Act::Add(pool) = &step.act {
            plan.pools.push((**pool).clone());
        }
        let words = match (step.act.operation(), &step.act) {
            (Some(operation), _) => {
                let (mut words, gaps) = commands(&plan, &operation, dialect).unwrap_or_default();
                operation.apply_to(&mut plan);
                // What cannot be said whole would not lead on to the next step.
                if !gaps.is_empty() {
                    words.clear();
                }
                out.gaps.extend(gaps.into_iter().filter(|gap| !out.gaps.contains(gap)).collect::<Vec<Gap>>());
                words
            }
            (None, act) => kubectl(act, &Kubectl::Script(shell)),
        };
        steps.push(Written {
            about: step.act.describe(&runbook.start),
            done: done(runbook, place, step, shell),
            commands: words,
            mind: step.caveats.iter().map(|caveat| caveat.text).collect(),
        });
    }
    out.gaps.extend(unnamed(&runbook.start));
    header(runbook, shell, &mut out);
    match shell {
        Shell::Posix => posix(runbook, &steps, &mut out),
        Shell::PowerShell => power_shell(runbook, &steps, &mut out),
    }
    out
}

/// The label of a pool's nodes ("Use labels in AKS", reserved labels).
fn selector(pool: &str) -> Argument {
    Argument::Text(format!("kubernetes.azure.com/agentpool={pool}"))
}

/// How kubectl is called.
enum Kubectl<'a> {
    /// By the variables of the script.
    Script(Shell),
    /// For the context of a cluster's name.
    Of(&'a str),
}

impl Kubectl<'_> {
    /// A command, by how it begins in a script of each shell, and by hand.
    fn command(&self, posix: &'static str, power_shell: &'static str, by_hand: &'static str) -> Command {
        match self {
            Self::Script(Shell::Posix) => Command::new(posix),
            Self::Script(Shell::PowerShell) => Command::new(power_shell),
            Self::Of(cluster) => of_cluster(by_hand, cluster),
        }
    }
}

/// A command of kubectl for the context of a cluster's name.
fn of_cluster(name: &'static str, cluster: &str) -> Command {
    let mut command = Command::new(name);
    command.push("--context", Argument::Text(cluster.to_owned()));
    command
}

fn kubectl(act: &Act, called: &Kubectl<'_>) -> Vec<Command> {
    let mut command = match act {
        Act::Cordon(_) => called.command(
            "\"$kubectl\" --context \"$context\" cordon",
            "& $kubectl --context $context cordon",
            "kubectl cordon",
        ),
        Act::Drain(_) => called.command(
            "\"$kubectl\" --context \"$context\" drain",
            "& $kubectl --context $context drain",
            "kubectl drain",
        ),
        Act::AwaitSystemPods(_) => called.command(
            "\"$kubectl\" --context \"$context\" wait",
            "& $kubectl --context $context wait",
            "kubectl wait",
        ),
        Act::Add(_) | Act::Aks(_) => return Vec::new(),
    };
    match act {
        Act::Cordon(name) => command.push("--selector", selector(name)),
        Act::Drain(name) => {
            command.push("--selector", selector(name));
            command.push("--ignore-daemonsets", Argument::Switch);
            command.push("--delete-emptydir-data", Argument::Switch);
            command.push("--timeout", Argument::Literal("30m"));
        }
        _ => {
            command.push("--namespace", Argument::Literal("kube-system"));
            command.push("--for", Argument::Text("condition=Available".to_owned()));
            command.push("deployment", Argument::Switch);
            command.push("--all", Argument::Switch);
            command.push("--timeout", Argument::Literal("10m"));
        }
    }
    vec![command]
}

/// What shows whether kubectl has done it.
fn look(act: &Act, cluster: &str) -> Vec<Command> {
    let with = |name, flag, argument| {
        let mut command = of_cluster(name, cluster);
        command.push(flag, argument);
        vec![command]
    };
    match act {
        Act::Cordon(name) => with("kubectl get nodes", "--selector", selector(name)),
        Act::Drain(_) => with("kubectl get pods --all-namespaces", "--output", Argument::Literal("wide")),
        _ => with("kubectl get deployments", "--namespace", Argument::Literal("kube-system")),
    }
}

/// When a step is done, or what comes after it; nothing where the tool does not show that.
fn done(runbook: &Runbook, place: usize, step: &Step, shell: Shell) -> Option<Done> {
    let later = runbook.steps.get(place + 1..).unwrap_or_default();
    let operation = step.act.operation();
    if let Some(Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)) = operation {
        return Some(of_versions(runbook, place, step));
    }
    let name = step.act.pool()?;
    let goes_later = later.iter().any(|step| step.act == Act::Aks(Operation::DeletePool(name.to_owned())));
    let stands = || vec![Condition::Named(name.to_owned()), Condition::Stands];
    let mut questions = Vec::new();
    match (&step.act, &step.purpose) {
        (Act::Add(_), Purpose::Between(old)) => {
            questions.push(Question::Some(stands()));
            let new = new_of(runbook, old, shell)?;
            questions
                .push(Question::Some(std::iter::once(Condition::Named(old.clone())).chain(new).collect()));
        }
        (Act::Add(_), Purpose::NameAgain(_)) => {
            let new = new_of(runbook, name, shell)?;
            questions.push(Question::Some(stands().into_iter().chain(new).collect()));
        }
        (Act::Add(_), _) => questions.push(Question::Some(stands())),
        (
            Act::Cordon(_) | Act::Drain(_) | Act::AwaitSystemPods(_) | Act::Aks(Operation::DeletePool(_)),
            _,
        ) => questions.push(gone(runbook, name, shell)?),
        (Act::Aks(_), _) => {
            // An operation that failed may have left the new value behind.
            let mut own = conditions(runbook, name, std::slice::from_ref(step), shell)?;
            own.insert(1, Condition::Stands);
            questions.push(Question::Some(own));
            let rest = runbook.steps.get(place..).unwrap_or_default();
            if goes_later {
                questions.push(gone(runbook, name, shell)?);
            } else if later.iter().any(|step| step.act.pool() == Some(name)) {
                // What comes later may change the same property again.
                questions.push(Question::Some(conditions(runbook, name, rest, shell)?));
            }
        }
    }
    Some(Done { pools: questions, ..Done::default() })
}

/// When a version of the control plane is there, and with it those of the pools, if they get it together.
fn of_versions(runbook: &Runbook, place: usize, step: &Step) -> Done {
    let rest = runbook.steps.get(place..).unwrap_or_default();
    let control_plane = rest.iter().filter_map(|step| match &step.act {
        Act::Aks(Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version)) => {
            Some(version.clone())
        }
        _ => None,
    });
    let control_plane: Vec<String> = control_plane.collect();
    let version = POOL_PROPERTIES.iter().find(|property| property.key == "orchestratorVersion");
    let (Act::Aks(Operation::UpgradeAll(_)), Some(property)) = (&step.act, version) else {
        return Done { control_plane, pools: Vec::new() };
    };
    let of_pools = rest.iter().filter_map(|step| match &step.act {
        Act::Aks(Operation::UpgradePool(_, Upgrade::Version(version))) => Some(version.clone()),
        _ => None,
    });
    let has = |version: String| Condition::Is(property, Some(Value::Text(version)));
    let mut versions: Vec<Condition> = control_plane.iter().cloned().chain(of_pools).map(has).collect();
    if let Some(own) = versions.first_mut() {
        *own = Condition::All(vec![own.clone(), Condition::Stands]);
    }
    let names = runbook.start.pools.iter().map(|pool| Condition::Named(pool.name.clone()));
    let is_behind = vec![Condition::Any(names.collect()), Condition::Not(Box::new(Condition::Any(versions)))];
    Done { control_plane, pools: vec![Question::None(is_behind)] }
}

/// That a pool went, even if a new one has its name by now.
fn gone(runbook: &Runbook, name: &str, shell: Shell) -> Option<Question> {
    let mut conditions = vec![Condition::Named(name.to_owned())];
    let is_made_again = runbook.steps.iter().any(|step| is_new_of(step, name));
    if is_made_again && !is_in_between(runbook, name) {
        let new = Condition::All(new_of(runbook, name, shell)?);
        conditions.push(Condition::Not(Box::new(new)));
    }
    Some(Question::None(conditions))
}

/// Whether a pool of that name only holds pods in between.
fn is_in_between(runbook: &Runbook, name: &str) -> bool {
    runbook
        .steps
        .iter()
        .any(|step| step.act.pool() == Some(name) && matches!(step.purpose, Purpose::Between(_)))
}

/// Whether a step makes the new pool that has an old one's name.
fn is_new_of(step: &Step, name: &str) -> bool {
    matches!(&step.act, Act::Add(pool) if pool.name == name) && matches!(step.purpose, Purpose::NameAgain(_))
}

/// What tells the new pool from the old one of the same name, as far as the tool shows it; nothing where it shows none
/// of that.
fn new_of(runbook: &Runbook, name: &str, shell: Shell) -> Option<Vec<Condition>> {
    let start = &runbook.start;
    let of_pool =
        runbook.diff.pools.iter().find(|one| {
            one.from.and_then(|from| start.pools.get(from)).is_some_and(|pool| pool.name == name)
        })?;
    let differences = of_pool.differences.iter().filter(|one| one.way == Way::NewPool && one.key != "name");
    let conditions = differences.filter_map(|one| {
        let property = POOL_PROPERTIES.iter().find(|property| property.key == one.key)?;
        Some(Condition::becomes(property, one.from.as_ref(), one.to.clone()))
    });
    let shown: Vec<Condition> = conditions.filter(|condition| condition.is_shown_to(shell)).collect();
    (!shown.is_empty()).then_some(shown)
}

/// What a pool is once some steps are done: of each property the last value, as far as the tool shows it; nothing where
/// it shows none of that.
fn conditions(runbook: &Runbook, name: &str, steps: &[Step], shell: Shell) -> Option<Vec<Condition>> {
    let goal = runbook.goal.pool(name).map(|(_, pool)| pool.clone()).unwrap_or_default();
    let mut values: Vec<(&'static str, Option<Value>)> = Vec::new();
    for step in steps {
        for check in &step.checks {
            let Check::Is(pool, key, value) = check else { continue };
            if pool == name {
                values.retain(|(known, _)| known != key);
                values.push((key, value.clone()));
            }
        }
    }
    let is_ours = steps.len() == 1;
    let of = |(key, value): (&'static str, Option<Value>)| {
        // An autoscaler changes the number of nodes later on.
        if key == "count" && *goal.autoscaling && !is_ours {
            return None;
        }
        let property = POOL_PROPERTIES.iter().find(|property| property.key == key)?;
        let before = runbook.start.pool(name).and_then(|(_, pool)| property.get(pool));
        Some(Condition::becomes(property, before.as_ref(), value))
    };
    let (shown, hidden): (Vec<_>, Vec<_>) =
        values.into_iter().filter_map(of).partition(|condition| condition.is_shown_to(shell));
    let is_blind = shown.is_empty() && !hidden.is_empty();
    (!is_blind).then(|| std::iter::once(Condition::Named(name.to_owned())).chain(shown).collect())
}

/// Whether something is done by kubectl.
fn needs_kubectl(runbook: &Runbook) -> bool {
    runbook.steps.iter().any(|step| step.act.operation().is_none())
}

fn header(runbook: &Runbook, shell: Shell, out: &mut Snippet) {
    let (name, group) = (&runbook.start.cluster.name, &runbook.start.cluster.resource_group);
    let how = match shell {
        Shell::Posix => {
            "Save it, and run it with sh, bash or zsh as often as needed: each step looks first whether it is done, and the first failure ends it. Written for azure-cli 2.91.0."
        }
        Shell::PowerShell => {
            "Save it, and run it as often as needed: each step looks first whether it is done, and the first failure ends it. Written for Az 16.2.0 with Az.Aks 7.2.1."
        }
    };
    let kubectl = needs_kubectl(runbook).then(|| {
        format!(
            "kubectl is asked for the context {name}, which az aks get-credentials makes; KUBE_CONTEXT names another, and KUBECTL another program."
        )
    });
    let about = format!(
        "Leads the cluster {name} in the resource group {group} to the layout of its plan, in {} steps.",
        runbook.steps.len()
    );
    let gaps = out.gaps.iter().map(|gap| format!("Not as in the plan: {}", gap.text));
    let left = runbook.left.iter().map(|one| format!("Not reached: {} of the cluster. {}", one.key, one.why));
    let lines: Vec<String> =
        [tool(), about, how.to_owned()].into_iter().chain(kubectl).chain(left).chain(gaps).collect();
    let language = match shell {
        Shell::Posix => Language::Posix,
        Shell::PowerShell => Language::PowerShell,
    };
    for line in lines {
        let mut mark = "# ";
        for part in wrapped(&line, language) {
            out.line().push(SpanKind::Comment, Code::concat([mark.into(), part]));
            mark = "#   ";
        }
    }
    out.line();
}

fn plain(text: &str, out: &mut Snippet) {
    out.line().push(SpanKind::Plain, Code::assembled(text.to_owned()));
}

/// A step as a script writes it.
struct Written {
    about: String,
    /// When it is done; nothing where that cannot be asked.
    done: Option<Done>,
    /// None where there are no words for all of it.
    commands: Vec<Command>,
    /// What Azure's documents warn of.
    mind: Vec<&'static str>,
}

fn posix(runbook: &Runbook, steps: &[Written], out: &mut Snippet) {
    let start = &runbook.start;
    let (group, name) = (bash::quote(&start.cluster.resource_group), bash::quote(&start.cluster.name));
    let total = steps.len();
    plain("(", out);
    plain(bash::SAY_LINE_FEED, out);
    if needs_kubectl(runbook) {
        plain("kubectl=\"${KUBECTL-kubectl}\"", out);
        plain("context=\"${KUBE_CONTEXT-}\"", out);
        plain(&format!("[ -n \"$context\" ] || context={name}"), out);
    }
    plain(
        &format!(
            "pools() {{ az aks nodepool list --resource-group {group} --cluster-name {name} --query \"to_string($1)\" --output tsv; }}"
        ),
        out,
    );
    plain(
        &format!(
            "cluster() {{ az aks show --resource-group {group} --name {name} --query \"to_string($1)\" --output tsv; }}"
        ),
        out,
    );
    plain(&format!("step() {{ printf 'Step %s of {total}: %s\\n' \"$1\" \"$2\"; }}"), out);
    plain("already() { printf '  It is done already.\\n'; }", out);
    plain(
        &format!(
            "stopped() {{ printf 'Stopped at step %s of {total}. Mend what is said above, and run this again: what is done stays done.\\n' \"$1\"; exit 1; }}"
        ),
        out,
    );
    for (place, Written { about, done, commands, mind }) in steps.iter().enumerate() {
        let number = place + 1;
        out.line();
        plain(&format!("step {number} {}", bash::quote(about)), out);
        if let Some(done) = done {
            let asked = questions(done);
            let asked: Vec<String> = asked
                .into_iter()
                .map(|(who, question)| format!("[ \"$({who} {})\" = true ]", bash::quote(&question)))
                .collect();
            plain(&format!("if {}; then", asked.join(" && ")), out);
            plain("  already", out);
            plain("else", out);
        } else {
            plain(
                "  printf '  az does not show whether this is done; see to it, and go on from here step by step.\\n'",
                out,
            );
            plain(&format!("  stopped {number}"), out);
            continue;
        }
        if commands.is_empty() {
            plain(
                "  printf '  az has no words for all of this step; do it with ARM, and run this again.\\n'",
                out,
            );
            plain(&format!("  stopped {number}"), out);
        }
        for text in mind {
            plain(&format!("  printf '  Mind: %s\\n' {}", bash::quote(text)), out);
        }
        for command in commands {
            bash::write(command, 1, out);
            out.push(SpanKind::Plain, " || stopped ").push(SpanKind::Plain, number);
        }
        plain("fi", out);
    }
    out.line();
    plain(&format!("printf 'All {total} steps are done.\\n'"), out);
    plain(")", out);
}

/// Whom to ask, and what, in JMESPath.
fn questions(done: &Done) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    if let [own, later @ ..] = done.control_plane.as_slice() {
        let version = |wanted: &String| jmespath::version("kubernetesVersion", wanted);
        let own = format!("({} && {})", jmespath::stands(), version(own));
        let each: Vec<String> = std::iter::once(own).chain(later.iter().map(version)).collect();
        asked.push(("cluster", each.join(" || ")));
    }
    if !done.pools.is_empty() {
        let one = |question: &Question| match question {
            Question::Some(conditions) => some(&told(conditions)),
            Question::None(conditions) => none(&told(conditions)),
        };
        asked.push(("pools", done.pools.iter().map(one).collect::<Vec<_>>().join(" || ")));
    }
    asked
}

fn told(conditions: &[Condition]) -> Vec<String> {
    let one = |condition: &Condition| match condition {
        Condition::Named(name) => jmespath::named(name),
        Condition::Stands => jmespath::stands(),
        Condition::Is(property, value) => jmespath::is(property, value.as_ref()),
        Condition::Part(path, value) => jmespath::part(path, value.as_ref()),
        Condition::All(all) => within(&told(all), " && "),
        Condition::Any(any) => within(&told(any), " || "),
        Condition::Not(inner) => format!("!({})", told(std::slice::from_ref(inner)).join("")),
    };
    conditions.iter().map(one).collect()
}

/// Conditions in brackets, if there are several.
fn within(conditions: &[String], operator: &str) -> String {
    let joined = conditions.join(operator);
    if conditions.len() > 1 { format!("({joined})") } else { joined }
}

fn power_shell(runbook: &Runbook, steps: &[Written], out: &mut Snippet) {
    let start = &runbook.start;
    let quote = powershell::quote;
    let arguments = || steps.iter().flat_map(|step| &step.commands).flat_map(|command| &command.arguments);
    let is_ascii = arguments().all(|(_, argument)| powershell::is_ascii(argument));
    if !is_ascii || !start.cluster.name.is_ascii() || !start.cluster.resource_group.is_ascii() {
        plain(powershell::ENCODING, out);
    }
    let (group, name) = (quote(&start.cluster.resource_group), quote(&start.cluster.name));
    let total = steps.len();
    plain("$previous = $ErrorActionPreference", out);
    plain("try {", out);
    plain("    $ErrorActionPreference = 'Stop'", out);
    if needs_kubectl(runbook) {
        plain("    $kubectl = if ($env:KUBECTL) { $env:KUBECTL } else { 'kubectl' }", out);
        plain(
            &format!("    $context = if ($env:KUBE_CONTEXT) {{ $env:KUBE_CONTEXT }} else {{ {name} }}"),
            out,
        );
    }
    for (place, Written { about, done, commands, mind }) in steps.iter().enumerate() {
        let number = place + 1;
        out.line();
        plain(&format!("    $step = {number}"), out);
        plain(&format!("    Write-Host ('Step {number} of {total}: ' + {})", quote(about)), out);
        let Some(done) = done else {
            plain(
                "    throw 'Azure PowerShell does not show whether this is done; see to it, and go on from here step by step.'",
                out,
            );
            continue;
        };
        let mut asked = Vec::new();
        if let [own, later @ ..] = done.control_plane.as_slice() {
            plain(&format!("    $cluster = Get-AzAksCluster -ResourceGroupName {group} -Name {name}"), out);
            let version = |wanted: &String| is_version("$cluster.KubernetesVersion", wanted);
            let own = format!("($cluster.ProvisioningState -eq 'Succeeded' -and {})", version(own));
            let each: Vec<String> = std::iter::once(own).chain(later.iter().map(version)).collect();
            asked.push(each.join(" -or "));
        }
        if !done.pools.is_empty() {
            let list =
                format!("    $pools = @(Get-AzAksNodePool -ResourceGroupName {group} -ClusterName {name})");
            plain(&list, out);
            asked.push(done.pools.iter().map(question).collect::<Vec<_>>().join(" -or "));
        }
        if let [_, _, ..] = asked.as_slice() {
            asked.iter_mut().for_each(|one| *one = format!("({one})"));
        }
        plain(&format!("    if ({}) {{", asked.join(" -and ")), out);
        plain("        Write-Host '  It is done already.'", out);
        plain("    } else {", out);
        if commands.is_empty() {
            plain(
                "        throw 'Azure PowerShell has no words for all of this step; do it with az or ARM, and run this again.'",
                out,
            );
        }
        for text in mind {
            plain(&format!("        Write-Host ('  Mind: ' + {})", quote(text)), out);
        }
        for command in commands {
            powershell::write(command, 4, out);
            if command.is_program() {
                plain("        if ($LASTEXITCODE -ne 0) { throw 'kubectl failed.' }", out);
            }
        }
        plain("    }", out);
    }
    out.line();
    plain(&format!("    Write-Host 'All {total} steps are done.'"), out);
    plain("} catch {", out);
    plain(
        &format!(
            "    Write-Host \"Stopped at step $step of {total}. Mend what is said below, and run this again: what is done stays done.\""
        ),
        out,
    );
    plain("    throw", out);
    plain("} finally {", out);
    plain("    $ErrorActionPreference = $previous", out);
    plain("}", out);
}

fn question(question: &Question) -> String {
    let (conditions, compare) = match question {
        Question::Some(conditions) => (conditions, "-gt 0"),
        Question::None(conditions) => (conditions, "-eq 0"),
    };
    let told: Vec<String> = conditions.iter().map(is_so).collect();
    format!("(@($pools | Where-Object {{ {} }}).Count {compare})", told.join(" -and "))
}

/// A version, or a patch of it. In double quotes, only what stands in brackets is more than a variable's name.
fn is_version(field: &str, version: &str) -> String {
    let quote = powershell::quote;
    let begin = quote(&format!("{version}."));
    format!("({field} -eq {} -or \"$({field})\".StartsWith({begin}))", quote(version))
}

fn is_so(condition: &Condition) -> String {
    let quote = powershell::quote;
    match condition {
        Condition::Named(name) => format!("$_.Name -eq {}", quote(name)),
        Condition::Stands => "$_.ProvisioningState -eq 'Succeeded'".to_owned(),
        Condition::All(all) => within(&all.iter().map(is_so).collect::<Vec<_>>(), " -and "),
        Condition::Any(any) => within(&any.iter().map(is_so).collect::<Vec<_>>(), " -or "),
        Condition::Not(inner) => format!("-not ({})", is_so(inner)),
        Condition::Part(path, value) => {
            let members: Vec<String> = path.iter().map(|part| crate::text::capital(part)).collect();
            let field = format!("$_.{}", members.join("."));
            match value {
                None => format!("-not {field}"),
                Some(Json::Text(text)) => format!("{field} -eq {}", quote(text)),
                Some(Json::Bool(flag)) => format!("[bool]{field} -eq ${flag}"),
                Some(Json::List(list)) => {
                    let texts = list.iter().filter_map(Json::as_text);
                    let each = texts.map(|text| format!("{field} -ccontains {}", quote(text)));
                    let count = format!("@({field}).Count -eq {}", list.len());
                    each.chain(std::iter::once(count)).collect::<Vec<_>>().join(" -and ")
                }
                Some(other) => format!("{field} -eq {}", other.compact()),
            }
        }
        Condition::Is(property, value) => {
            let field = format!("$_.{}", member(property.key));
            let at_most = |items: &str, number: usize| {
                format!(
                    "@({items}).Where({{ $_ -and -not $_.StartsWith({}) }}).Count -le {number}",
                    quote(OWN)
                )
            };
            let keys = format!("{field}.Keys");
            match value {
                Some(Value::Text(version)) if property.key == "orchestratorVersion" => {
                    is_version(&field, version)
                }
                Some(Value::Text(text)) => format!("{field} -eq {}", quote(text)),
                Some(Value::Whole(number)) => format!("{field} -eq {number}"),
                Some(Value::Decimal(number)) => format!("{field} -eq {number}"),
                Some(Value::Flag(flag)) => format!("[bool]{field} -eq ${flag}"),
                Some(Value::List(list)) => {
                    let each = list.iter().map(|item| format!("{field} -ccontains {}", quote(item)));
                    let few = at_most(&field, list.iter().filter(|item| !item.starts_with(OWN)).count());
                    std::iter::once(few).chain(each).collect::<Vec<_>>().join(" -and ")
                }
                Some(Value::Map(map)) => {
                    // A pool without any has no table to look into, which PowerShell takes for a failure.
                    let each = map.iter().map(|(key, value)| {
                        format!("{field} -and {field}[{}] -ceq {}", quote(key), quote(value))
                    });
                    let few = at_most(&keys, map.iter().filter(|(key, _)| !key.starts_with(OWN)).count());
                    std::iter::once(few).chain(each).collect::<Vec<_>>().join(" -and ")
                }
                Some(Value::Tree(_) | Value::Subnets(_)) => "$false".to_owned(),
                None => match (property.kind, property.default) {
                    (Kind::Map, _) => at_most(&keys, 0),
                    (Kind::List, _) => at_most(&field, 0),
                    (_, Some(default)) => format!("(-not {field} -or {field} -eq {})", quote(default)),
                    (_, None) => format!("-not {field}"),
                },
            }
        }
    }
}

/// A property as Az.Aks names it in what it answers (Az.Aks 7.2.1, PSNodePool).
fn member(key: &str) -> String {
    match key {
        "type" => "AgentPoolType".to_owned(),
        "podSubnetID" => "PodSubnetID".to_owned(),
        _ => key.split('.').map(crate::text::capital).collect::<Vec<_>>().join("."),
    }
}
