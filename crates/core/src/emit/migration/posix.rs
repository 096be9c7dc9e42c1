//! A migration as a script for sh, bash and zsh.

use super::cluster::{ClusterDeviation, ClusterValue};
use super::comparison::{
    Comparison, DIFFERS_AT_END, DIFFERS_AT_START, Deviation, IMPORT_AT_END, IMPORT_AT_START, no_such_pool,
};
use super::questions::{Condition, Done, Question};
use super::{Script, Shell, Tagged, UNTAGGED, Written, all_done, plain, within};
use crate::emit::jmespath::{self, Names, none, some};
use crate::emit::shell::bash;
use crate::emit::snippet::{Snippet, SpanKind};
use crate::plan::API_VERSION;

/// What a list of differences begins with, so that an empty answer isn't taken for one without differences.
const MARK: &str = "compared";

/// The longest question in bytes, as far as one sentence allows: systems limit the length of an argument.
const LONG: usize = 24_000;

/// A script that says why it changes nothing.
pub(super) fn refusal(why: &str, out: &mut Snippet) {
    for line in ["(", bash::SAY_LINE_FEED, &format!("printf '%s\\n' {}", bash::quote(why)), "exit 1", ")"] {
        plain(line, out);
    }
}

pub(super) fn write(script: &Script<'_>, out: &mut Snippet) {
    let total = script.steps.len();
    let names = if script.asks_resources(Shell::Posix) { Names::Arm } else { Names::Az };
    plain("(", out);
    functions(script, out);
    compare(names, &script.at_start, DIFFERS_AT_START, IMPORT_AT_START, out);
    for (place, step) in script.steps.iter().enumerate() {
        write_step(names, place.saturating_add(1), step, out);
    }
    plain("", out);
    plain("place='after the last step'", out);
    compare(names, &script.at_end, DIFFERS_AT_END, IMPORT_AT_END, out);
    plain(&format!("printf '{}\\n'", all_done(total)), out);
    plain(")", out);
}

/// What the rest of the script calls.
fn functions(script: &Script<'_>, out: &mut Snippet) {
    let cluster = &script.start.cluster;
    let (group, name) = (bash::quote(&cluster.resource_group), bash::quote(&cluster.name));
    let total = script.steps.len();
    plain(bash::SAY_LINE_FEED, out);
    if script.needs_kubectl {
        plain("kubectl=\"${KUBECTL-kubectl}\"", out);
        plain("context=\"${KUBE_CONTEXT-}\"", out);
        plain(&format!("[ -n \"$context\" ] || context={name}"), out);
    }
    if script.has_files() {
        for line in bash::MAKE_FILES {
            plain(&format!("{line} || exit 1"), out);
        }
    }
    let ask = "--query \"$1\" --output tsv; }";
    let list = format!("az aks nodepool list --resource-group {group} --cluster-name {name}");
    if script.asks_resources(Shell::Posix) {
        // What az leaves out of a pool is in its resource.
        let api = script.api;
        let lines = [
            "pools() {",
            &format!(
                "  ids=\"$({list} --query '[].id' --output tsv)\" || {{ printf '%s' \"$ids\"; return 1; }}"
            ),
            "  [ -n \"$ids\" ] || return 1",
            "  az resource show --ids $(printf '%s' \"$ids\") \\",
            &format!(
                "    --api-version {api} --query \"[@][].merge(properties, {{name: name}}) | $1\" --output tsv"
            ),
            "}",
        ];
        lines.iter().for_each(|line| plain(line, out));
    } else {
        plain(&format!("pools() {{ {list} {ask}"), out);
    }
    plain(&format!("cluster() {{ az aks show --resource-group {group} --name {name} {ask}"), out);
    let lines = [
        "place='before step 1'",
        &format!(
            "step() {{ place=\"at step $1 of {total}\"; printf 'Step %s of {total}: %s\\n' \"$1\" \"$2\"; }}"
        ),
        "already() { printf '  Already done.\\n'; }",
        "stop() { printf 'Stopped %s. Fix the error above, and run this again: completed steps are skipped.\\n' \"$place\"; exit 1; }",
        "unknown() { printf 'The state of the cluster is unknown.\\n  Asked: %s\\n  Answer: %s\\n' \"$1\" \"${2:-nothing}\"; stop; }",
        "nonempty='@ && '",
        "ask() {",
        "  answer=\"$(\"$1\" \"to_string($nonempty($2))\")\" || unknown \"$2\" \"$answer\"",
        "  case \"$answer\" in",
        "    true) ;;",
        "    false) return 1 ;;",
        "    *) unknown \"$2\" \"$answer\" ;;",
        "  esac",
        "}",
        // Also keeps the ETag that is in the answer. Without one, az asks for no match.
        "look() {",
        "  answer=\"$(\"$1\" \"join(' ', [to_string($nonempty($2)), $3])\")\" || unknown \"$2\" \"$answer\"",
        "  etag=\"${answer#* }\"",
        // Neither a warning nor anything else of several words is an ETag.
        "  case \"$etag\" in *[[:space:]]*) unknown \"$2\" \"$answer\" ;; esac",
        "  case \"$answer\" in",
        "    \"true $etag\") ;;",
        "    \"false $etag\") return 1 ;;",
        "    *) unknown \"$2\" \"$answer\" ;;",
        "  esac",
        "}",
        "expect() { asked=\"$asked, $1\"; }",
        "compare() {",
        &format!("  asked='[[{}]'\"$asked][]\"", jmespath::text(MARK)),
        "  answer=\"$(\"$1\" \"$nonempty$asked\")\" || unknown \"$asked\" \"$answer\"",
        "  case \"$answer\" in",
        &format!("    {MARK}) ;;"),
        &format!("    {MARK}\"$lf\"*) differences=\"$differences${{answer#{MARK}}}\" ;;"),
        "    *) unknown \"$asked\" \"$answer\" ;;",
        "  esac",
        "  asked=",
        "}",
    ];
    lines.iter().for_each(|line| plain(line, out));
    if script.may_list_none() {
        plain(
            &format!(
                "resource() {{ az resource show --resource-group {group} --name {name} --resource-type Microsoft.ContainerService/managedClusters --api-version {API_VERSION} {ask}"
            ),
            out,
        );
        let manages = "properties.hostedSystemProfile.enabled == `true`";
        plain(&format!("if ask resource {}; then nonempty=; fi", bash::quote(manages)), out);
    }
}

fn write_step(names: Names, number: usize, step: &Written, out: &mut Snippet) {
    plain("", out);
    plain(&format!("step {number} {}", bash::quote(&step.about)), out);
    let mut questions = questions(names, &step.done);
    let (tagged, etag) = match &step.etag {
        None => ("", String::new()),
        Some(Tagged::Pool(name)) => ("pools", jmespath::etag_of(name)),
        Some(Tagged::Cluster) => {
            // Its ETag is read before the pools are looked at.
            if !questions.iter().any(|(whom, _)| *whom == "cluster") {
                questions.insert(0, ("cluster", "`true`".to_owned()));
            }
            ("cluster", jmespath::etag())
        }
    };
    let ask = |(whom, question): (&str, String)| {
        let question = bash::quote(&question);
        if whom == tagged {
            format!("look {whom} {question} {}", bash::quote(&etag))
        } else {
            format!("ask {whom} {question}")
        }
    };
    let asked: Vec<String> = questions.into_iter().map(ask).collect();
    plain(&format!("if {}; then", asked.join(" && ")), out);
    plain("  already", out);
    plain("else", out);
    if step.commands.is_empty() {
        plain("  printf '  az can'\\''t perform this whole step. See the remarks above.\\n'", out);
        plain("  stop", out);
    }
    for text in &step.cautions {
        plain(&format!("  printf '  Caution: %s\\n' {}", bash::quote(text)), out);
    }
    if step.etag.is_some() {
        plain(&format!("  [ -n \"$etag\" ] || printf '  Caution: %s\\n' {}", bash::quote(UNTAGGED)), out);
    }
    for command in &step.commands {
        for file in command.files() {
            bash::write_file(file, 1, out);
            out.push(SpanKind::Plain, " || stop");
        }
        bash::write(command, 1, out);
        out.push(SpanKind::Plain, " || stop");
    }
    plain("fi", out);
}

/// Returns whom to ask, and what, in JMESPath.
fn questions(names: Names, done: &Done) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    if let [own, later @ ..] = done.control_plane.as_slice() {
        let version = |wanted: &String| jmespath::patched_version("kubernetesVersion", wanted);
        let own = format!("({} && {})", jmespath::succeeded(), version(own));
        let each: Vec<String> = std::iter::once(own).chain(later.iter().map(version)).collect();
        asked.push(("cluster", each.join(" || ")));
    }
    if !done.cluster.is_empty() {
        let value = |(place, value): &ClusterValue| place.is_in_az(value.as_ref());
        let set = |values: &Vec<ClusterValue>| values.iter().map(value).collect::<Vec<_>>().join(" && ");
        let sets: Vec<String> = done.cluster.iter().map(|values| format!("({})", set(values))).collect();
        asked.push(("cluster", format!("{} && ({})", jmespath::succeeded(), sets.join(" || "))));
    }
    if !done.pools.is_empty() {
        let one = |question: &Question| match question {
            Question::Any(conditions) => some(&all(names, conditions)),
            Question::None(conditions) => none(&all(names, conditions)),
        };
        asked.push(("pools", done.pools.iter().map(one).collect::<Vec<_>>().join(" || ")));
    }
    asked
}

fn all(names: Names, conditions: &[Condition]) -> Vec<String> {
    conditions.iter().map(|one| condition(names, one)).collect()
}

fn condition(names: Names, condition: &Condition) -> String {
    match condition {
        Condition::Named(name) => jmespath::named(name),
        Condition::Succeeded => jmespath::succeeded(),
        Condition::Is(property, value) => {
            let text = jmespath::is(names, property, value.as_ref());
            if text.contains(" && ") { format!("({text})") } else { text }
        }
        Condition::Part(path, value) => {
            let text = jmespath::part(names, path, value.as_ref());
            if text.contains(" && ") { format!("({text})") } else { text }
        }
        Condition::IsPatched(version) => jmespath::patched_version(&names.of("orchestratorVersion"), version),
        Condition::All(conditions) => within(&all(names, conditions), " && "),
        Condition::Any(conditions) => within(&all(names, conditions), " || "),
        Condition::Not(inner) => format!("!({})", self::condition(names, inner)),
    }
}

/// Lists what differs, and stops where anything does.
fn compare(names: Names, comparison: &Comparison, title: &str, advice: &str, out: &mut Snippet) {
    plain("", out);
    plain("asked=", out);
    plain("differences=", out);
    let of_control_plane =
        (!comparison.control_plane.is_empty()).then(|| of_control_plane(&comparison.control_plane));
    let of_cluster: Vec<String> =
        of_control_plane.into_iter().chain(comparison.cluster.iter().map(of_cluster)).collect();
    if !of_cluster.is_empty() {
        expect_all(of_cluster.into_iter(), "compare cluster", out);
    }
    expect_all(comparison.pools.iter().map(|one| sentence(names, one)), "compare pools", out);
    let lines = [
        "if [ -n \"$differences\" ]; then",
        &format!("  printf '%s%s\\n%s\\n' {} \"$differences\" {}", bash::quote(title), bash::quote(advice)),
        "  exit 1",
        "fi",
    ];
    lines.iter().for_each(|line| plain(line, out));
}

/// Adds what gives a sentence where something differs, and compares; more than once if it is too long for a command.
fn expect_all(sentences: impl Iterator<Item = String>, compare: &str, out: &mut Snippet) {
    let mut length = 0;
    for sentence in sentences {
        if length > 0 && length + sentence.len() > LONG {
            plain(compare, out);
            length = 0;
        }
        length += sentence.len();
        expect(&sentence, out);
    }
    plain(compare, out);
}

/// Adds what gives a sentence where something differs.
fn expect(sentence: &str, out: &mut Snippet) {
    plain(&format!("expect {}", bash::quote(sentence)), out);
}

fn of_control_plane(versions: &[String]) -> String {
    let field = "kubernetesVersion";
    let is_patched = |version: &String| jmespath::patched_version(field, version);
    let accepted: Vec<String> = versions.iter().map(is_patched).collect();
    let end = format!(", expected {}", versions.join(" or "));
    jmespath::sentence_unless(&accepted.join(" || "), "  kubernetesVersion is ", field, &end)
}

fn of_cluster(deviation: &ClusterDeviation) -> String {
    let ClusterDeviation { place, accepted, expected } = deviation;
    let accepted: Vec<String> = accepted.iter().map(|value| place.is_in_az(value.as_ref())).collect();
    let begin = format!("  {} is ", place.name());
    jmespath::sentence_unless(
        &accepted.join(" || "),
        &begin,
        &place.in_az(),
        &format!(", expected {expected}"),
    )
}

fn sentence(names: Names, deviation: &Deviation) -> String {
    match deviation {
        Deviation::Missing { name, or } => {
            let names = std::iter::once(name).chain(or).map(|name| jmespath::named(name));
            let is_either = names.collect::<Vec<_>>().join(" || ");
            jmespath::unless_some(&is_either, &format!("  {}", no_such_pool(name, or.as_deref())))
        }
        Deviation::Unexpected(names) => {
            jmespath::sentences(&[jmespath::is_other(names)], "  ", "name", ": not expected")
        }
        Deviation::Property { pool, property, which, accepted, expected } => {
            let mut conditions = vec![jmespath::named(pool)];
            conditions.extend(which.iter().map(|which| condition(names, which)));
            conditions.push(format!("!({})", condition(names, accepted)));
            let begin = format!("  {pool}: {} is ", property.key);
            jmespath::sentences(
                &conditions,
                &begin,
                &names.of(property.key),
                &format!(", expected {expected}"),
            )
        }
        Deviation::Unknown { pool, key, which, accepted, expected } => {
            let mut conditions = vec![jmespath::named(pool)];
            conditions.extend(which.iter().map(|which| condition(names, which)));
            conditions.push(format!("!({})", condition(names, accepted)));
            let field = jmespath::identifier(key);
            jmespath::sentences(
                &conditions,
                &format!("  {pool}: {key} is "),
                &field,
                &format!(", expected {expected}"),
            )
        }
    }
}
