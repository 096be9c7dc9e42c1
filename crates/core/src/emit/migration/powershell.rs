//! A migration as a script for PowerShell.
//!
//! The script is one block with a scope of its own: it takes no variable from the console, and leaves none there.

use super::cluster::{ClusterDeviation, ClusterValue};
use super::comparison::{
    Comparison, DIFFERS_AT_END, DIFFERS_AT_START, Deviation, IMPORT_AT_END, IMPORT_AT_START, no_such_pool,
};
use super::questions::{Condition, Done, Question, is_printed};
use super::{Script, Shell, Tagged, UNTAGGED, Written, all_done, plain, within};
use crate::emit::jmespath::OWN;
use crate::emit::shell::powershell::{self, CONVERT, Resource, quote};
use crate::emit::snippet::Snippet;
use crate::plan::API_VERSION;
use crate::plan::{Kind, Value};
use crate::to_json::{Json, Object};

/// A script that says why it changes nothing.
pub(super) fn refusal(why: &str, out: &mut Snippet) {
    if !why.is_ascii() {
        plain(powershell::ENCODING, out);
    }
    plain(&format!("throw {}", quote(why)), out);
}

pub(super) fn write(script: &Script<'_>, out: &mut Snippet) {
    let cluster = &script.start.cluster;
    let first = out.lines.len();
    let total = script.steps.len();
    plain("& {", out);
    plain("    Set-StrictMode -Off", out);
    plain("    $ErrorActionPreference = 'Stop'", out);
    plain("    $place = 'before step 1'", out);
    if script.has_files() {
        plain("    $files = $null", out);
    }
    plain("    try {", out);
    if script.takes_objects() {
        plain(&format!("        {}", powershell::IMPORT), out);
    }
    if script.has_files() {
        plain(&format!("        {}", powershell::MAKE_FILES), out);
    }
    if script.needs_kubectl {
        let name = quote(&cluster.name);
        plain("        $kubectl = if ($env:KUBECTL) { $env:KUBECTL } else { 'kubectl' }", out);
        plain(
            &format!("        $context = if ($env:KUBE_CONTEXT) {{ $env:KUBE_CONTEXT }} else {{ {name} }}"),
            out,
        );
    }
    queries(script, out);
    compare(&script.at_start, DIFFERS_AT_START, IMPORT_AT_START, out);
    for (place, step) in script.steps.iter().enumerate() {
        write_step(place.saturating_add(1), total, step, out);
    }
    plain("", out);
    plain("        $place = 'after the last step'", out);
    compare(&script.at_end, DIFFERS_AT_END, IMPORT_AT_END, out);
    plain(&format!("        Write-Host '{}'", all_done(total)), out);
    plain("    } catch {", out);
    plain(
        "        Write-Host \"Stopped $place. Fix the error below, and run this again: completed steps are skipped.\"",
        out,
    );
    plain("        throw", out);
    if script.has_files() {
        plain("    } finally {", out);
        plain(&format!("        if ($files) {{ {} }}", powershell::REMOVE_FILES), out);
    }
    plain("    }", out);
    plain("}", out);
    let lines = out.lines.get(first..).unwrap_or_default();
    if !lines.iter().flatten().all(|span| span.text.is_ascii()) {
        let mut check = Snippet::default();
        plain(powershell::ENCODING, &mut check);
        out.lines.splice(first..first, check.lines);
    }
}

/// Makes an object of a cluster whose pools have labels that differ only in the case of their letters: an object would have
/// one of them only, so ConvertFrom-Json refuses, and a table has both. What the script asks of this answer is elsewhere.
const WITHOUT_LABELS: [&str; 3] = [
    "$table = ConvertFrom-Json -InputObject $answer.Content -AsHashtable @json",
    "$table.properties.agentPoolProfiles | ForEach-Object { $_.Remove('nodeLabels') }",
    "$body = ConvertFrom-Json -InputObject (ConvertTo-Json -InputObject $table -Depth 100 -Compress) @json",
];

/// What asks for the pools and for the cluster. An error, nothing, and anything but node pools or a cluster stop the
/// script.
fn queries(script: &Script<'_>, out: &mut Snippet) {
    let cluster = &script.start.cluster;
    let (group, name) = (quote(&cluster.resource_group), quote(&cluster.name));
    let is_tagged = script.steps.iter().any(|step| step.etag.is_some());
    if script.has_twins {
        plain(
            "        if (-not (Get-Command ConvertFrom-Json).Parameters['AsHashtable']) { throw 'Labels that differ only in the case of their letters need PowerShell 7 or newer.' }",
            out,
        );
    }
    if script.may_list_none() || is_tagged || script.asks_cluster() {
        let lines = [
            "        $request = @{".to_owned(),
            format!("            ResourceGroupName    = {group}"),
            format!("            Name                 = {name}"),
            "            ResourceProviderName = 'Microsoft.ContainerService'".to_owned(),
            "            ResourceType         = 'managedClusters'".to_owned(),
            format!("            ApiVersion           = '{API_VERSION}'"),
            "            ErrorAction          = 'Stop'".to_owned(),
            "        }".to_owned(),
            "        $look = {".to_owned(),
            "            # What Az.Aks leaves out of a cluster, such as ETags, is in its resource."
                .to_owned(),
        ];
        lines.iter().for_each(|line| plain(line, out));
        for line in Resource::Cluster.read() {
            if script.has_twins && line.as_str() == CONVERT {
                WITHOUT_LABELS.iter().for_each(|line| plain(&format!("            {line}"), out));
            } else {
                plain(&format!("            {line}"), out);
            }
        }
        plain("            $body", out);
        plain("        }", out);
    }
    let is_empty = if script.may_list_none() {
        plain("        $hosted = [bool](& $look).properties.hostedSystemProfile.enabled", out);
        "$found.Count -eq 0 -and -not $hosted"
    } else {
        "$found.Count -eq 0"
    };
    let lines = [
        "        $list = {",
        &format!(
            "            $found = @(Get-AzAksNodePool -ResourceGroupName {group} -ClusterName {name} -ErrorAction Stop)"
        ),
        &format!("            if ({is_empty}) {{"),
        "                throw 'The state of the cluster is unknown: Get-AzAksNodePool returned no node pools.'",
        "            }",
        "            if (@($found | Where-Object { -not $_.Name -or -not $_.ProvisioningState }).Count -gt 0) {",
        "                throw 'The state of the cluster is unknown: Get-AzAksNodePool returned something other than node pools.'",
        "            }",
    ];
    lines.iter().for_each(|line| plain(line, out));
    if script.asks_resources(Shell::PowerShell) {
        let begin = quote(&format!("{}/", cluster.name));
        let api = script.api;
        let lines = [
            "            # What Az.Aks leaves out of a pool is in its resource.".to_owned(),
            "            $found | ForEach-Object {".to_owned(),
            format!("                $resource = Get-AzResource -ResourceGroupName {group} -ResourceType 'Microsoft.ContainerService/managedClusters/agentPools' -Name ({begin} + $_.Name) -ApiVersion '{api}' -ExpandProperties -ErrorAction Stop"),
            "                if (-not $resource.Properties.provisioningState) {".to_owned(),
            "                    throw 'The state of the cluster is unknown: Get-AzResource returned no node pool.'".to_owned(),
            "                }".to_owned(),
            "                Add-Member -InputObject $_ -NotePropertyName Resource -NotePropertyValue $resource.Properties -Force".to_owned(),
            "            }".to_owned(),
        ];
        lines.iter().for_each(|line| plain(line, out));
    }
    plain("            $found", out);
    plain("        }", out);
    let asks_cluster = script.steps.iter().any(|step| !step.done.control_plane.is_empty());
    if asks_cluster || !script.at_start.control_plane.is_empty() || !script.at_end.control_plane.is_empty() {
        let lines = [
            "        $show = {",
            &format!(
                "            $found = Get-AzAksCluster -ResourceGroupName {group} -Name {name} -ErrorAction Stop"
            ),
            "            if (-not $found.KubernetesVersion -or -not $found.ProvisioningState) {",
            "                throw 'The state of the cluster is unknown: Get-AzAksCluster returned no cluster.'",
            "            }",
            "            $found",
            "        }",
        ];
        lines.iter().for_each(|line| plain(line, out));
    }
}

fn write_step(number: usize, total: usize, step: &Written, out: &mut Snippet) {
    plain("", out);
    plain(&format!("        $place = 'at step {number} of {total}'"), out);
    plain(&format!("        Write-Host ('Step {number} of {total}: ' + {})", quote(&step.about)), out);
    let Done { control_plane, pools, cluster } = &step.done;
    let mut asked = Vec::new();
    // The ETag is read first, so that a change while the rest is read is noticed too.
    match &step.etag {
        None => {}
        Some(Tagged::Cluster) => plain("        $etag = (& $look).eTag", out),
        Some(Tagged::Pool(name)) => plain(
            &format!(
                "        $etag = (& $look).properties.agentPoolProfiles | Where-Object {{ $_.name -eq {} }} | ForEach-Object {{ $_.eTag }}",
                quote(name)
            ),
            out,
        ),
    }
    if let [own, later @ ..] = control_plane.as_slice() {
        plain("        $cluster = & $show", out);
        let version = |wanted: &String| is_patched_version("$cluster.KubernetesVersion", wanted);
        let own = format!("($cluster.ProvisioningState -eq 'Succeeded' -and {})", version(own));
        let each: Vec<String> = std::iter::once(own).chain(later.iter().map(version)).collect();
        asked.push(each.join(" -or "));
    }
    if !cluster.is_empty() {
        plain("        $body = & $look", out);
        let value = |(place, value): &ClusterValue| place.is_in_powershell("$body", value.as_ref());
        let set = |values: &Vec<ClusterValue>| values.iter().map(value).collect::<Vec<_>>().join(" -and ");
        let sets: Vec<String> = cluster.iter().map(|values| format!("({})", set(values))).collect();
        asked.push(format!(
            "$body.properties.provisioningState -eq 'Succeeded' -and ({})",
            sets.join(" -or ")
        ));
    }
    if !pools.is_empty() {
        plain("        $pools = @(& $list)", out);
        asked.push(pools.iter().map(question).collect::<Vec<_>>().join(" -or "));
    }
    if let [_, _, ..] = asked.as_slice() {
        asked.iter_mut().for_each(|one| *one = format!("({one})"));
    }
    plain(&format!("        if ({}) {{", asked.join(" -and ")), out);
    plain("            Write-Host '  Already done.'", out);
    plain("        } else {", out);
    if step.commands.is_empty() {
        plain(
            "            throw 'Azure PowerShell can''t perform this whole step. See the remarks above.'",
            out,
        );
    }
    for text in &step.cautions {
        plain(&format!("            Write-Host ('  Caution: ' + {})", quote(text)), out);
    }
    if step.etag.is_some() {
        let caution = quote(&format!("  Caution: {UNTAGGED}"));
        plain(&format!("            if (-not $etag) {{ Write-Host {caution} }}"), out);
    }
    for command in &step.commands {
        powershell::write_files(command, 6, out);
        powershell::write(command, 6, out);
        if command.is_program() {
            plain("            if ($LASTEXITCODE -ne 0) { throw 'kubectl failed.' }", out);
        }
    }
    plain("        }", out);
}

/// Lists what differs, and stops where anything does.
fn compare(comparison: &Comparison, title: &str, advice: &str, out: &mut Snippet) {
    plain("", out);
    if !comparison.control_plane.is_empty() {
        plain("        $cluster = & $show", out);
    }
    if !comparison.cluster.is_empty() {
        plain("        $body = & $look", out);
    }
    plain("        $pools = @(& $list)", out);
    plain("        $differences = @(", out);
    if !comparison.control_plane.is_empty() {
        let field = "$cluster.KubernetesVersion";
        let versions = &comparison.control_plane;
        let accepted: Vec<String> =
            versions.iter().map(|version| is_patched_version(field, version)).collect();
        let expected = quote(&format!(", expected {}", versions.join(" or ")));
        plain(
            &format!(
                "            if (-not ({})) {{ 'kubernetesVersion is ' + {field} + {expected} }}",
                accepted.join(" -or ")
            ),
            out,
        );
    }
    for deviation in &comparison.cluster {
        plain(&format!("            {}", of_cluster(deviation)), out);
    }
    comparison.pools.iter().for_each(|deviation| plain(&format!("            {}", sentence(deviation)), out));
    plain("        )", out);
    plain("        if ($differences.Count -gt 0) {", out);
    plain(&format!("            Write-Host {}", quote(title)), out);
    plain("            $differences | ForEach-Object { Write-Host ('  ' + $_) }", out);
    plain(&format!("            throw {}", quote(advice)), out);
    plain("        }", out);
}

/// Returns what gives a sentence if a property of the cluster deviates.
fn of_cluster(deviation: &ClusterDeviation) -> String {
    let ClusterDeviation { place, accepted, expected } = deviation;
    let is = |value: &Option<Value>| place.is_in_powershell("$body", value.as_ref());
    let mut accepted: Vec<String> = accepted.iter().map(is).collect();
    if accepted.len() > 1 {
        accepted.iter_mut().for_each(|one| *one = format!("({one})"));
    }
    format!(
        "if (-not ({})) {{ {} + (ConvertTo-Json -InputObject {} -Compress) + {} }}",
        accepted.join(" -or "),
        quote(&format!("{} is ", place.name())),
        place.in_powershell("$body"),
        quote(&format!(", expected {expected}"))
    )
}

/// Returns what gives a sentence if something deviates.
fn sentence(deviation: &Deviation) -> String {
    match deviation {
        Deviation::Missing { name, or } => {
            let names = std::iter::once(name).chain(or).map(|name| format!("$_.Name -eq {}", quote(name)));
            format!(
                "if (@($pools | Where-Object {{ {} }}).Count -eq 0) {{ {} }}",
                names.collect::<Vec<_>>().join(" -or "),
                quote(&no_such_pool(name, or.as_deref()))
            )
        }
        Deviation::Unexpected(names) => {
            let names: Vec<String> = names.iter().map(|name| quote(name).to_string()).collect();
            format!(
                "$pools | Where-Object {{ @({}) -notcontains $_.Name }} | ForEach-Object {{ $_.Name + ': not expected' }}",
                names.join(", ")
            )
        }
        Deviation::Property { pool, property, which, accepted, expected } => {
            let mut conditions = vec![format!("$_.Name -eq {}", quote(pool))];
            conditions.extend(which.iter().map(is_so));
            conditions.push(format!("-not ({})", is_so(accepted)));
            format!(
                "$pools | Where-Object {{ {} }} | ForEach-Object {{ {} + (ConvertTo-Json -InputObject $_.{} -Compress) + {} }}",
                conditions.join(" -and "),
                quote(&format!("{pool}: {} is ", property.key)),
                member(property.key),
                quote(&format!(", expected {expected}"))
            )
        }
        Deviation::Unknown { pool, key, which, accepted, expected } => {
            let mut conditions = vec![format!("$_.Name -eq {}", quote(pool))];
            conditions.extend(which.iter().map(is_so));
            conditions.push(format!("-not ({})", is_so(accepted)));
            format!(
                "$pools | Where-Object {{ {} }} | ForEach-Object {{ {} + (ConvertTo-Json -InputObject $_.Resource.{} -Depth 100 -Compress) + {} }}",
                conditions.join(" -and "),
                quote(&format!("{pool}: {key} is ")),
                quote(key),
                quote(&format!(", expected {expected}"))
            )
        }
    }
}

/// Returns whether a value of a resource is the same as one of a plan, with all that is in it.
fn is_json(field: &str, value: &Json) -> String {
    match value {
        Json::Null => format!("$null -eq {field}"),
        Json::Bool(flag) => format!("{field} -is [bool] -and {field} -eq ${flag}"),
        Json::Number(number) => format!("{field} -is [ValueType] -and {field} -eq {number}"),
        Json::String(text) => format!("{field} -is [string] -and {field} -ceq {}", quote(text)),
        Json::Array(list) => {
            let is_list = format!("{field} -is [Collections.IList]");
            let number = format!("{field}.Count -eq {}", list.len());
            let item = |(place, item)| is_json(&format!("{field}[{place}]"), item);
            let each = list.iter().enumerate().map(item);
            [is_list, number].into_iter().chain(each).collect::<Vec<_>>().join(" -and ")
        }
        Json::Object(object) => {
            let number = format!("@({field}.PSObject.Properties).Count -eq {}", object.len());
            let entry = |(key, value): (&String, &Json)| is_json(&format!("{field}.{}", quote(key)), value);
            // An empty object has no properties that could be counted.
            let number = (!object.is_empty()).then_some(number);
            let each = object.iter().map(entry);
            std::iter::once(is_object(field)).chain(number).chain(each).collect::<Vec<_>>().join(" -and ")
        }
    }
}

/// Returns whether a value of a resource is an object.
fn is_object(field: &str) -> String {
    format!(
        "$null -ne {field} -and {field} -isnot [ValueType] -and {field} -isnot [string] -and {field} -isnot [Collections.IList]"
    )
}

fn question(question: &Question) -> String {
    let (conditions, compare) = match question {
        Question::Any(conditions) => (conditions, "-gt 0"),
        Question::None(conditions) => (conditions, "-eq 0"),
    };
    let conditions: Vec<String> = conditions.iter().map(is_so).collect();
    format!("(@($pools | Where-Object {{ {} }}).Count {compare})", conditions.join(" -and "))
}

/// Returns a version, or a patch of it. In double quotes, only what is in brackets is more than a variable's name.
fn is_version(field: &str, version: &str) -> String {
    let quote = powershell::quote;
    let begin = quote(&format!("{version}."));
    format!("({field} -eq {} -or \"$({field})\".StartsWith({begin}))", quote(version))
}

/// Returns a version, or a newer patch of it, which AKS may have chosen by itself.
fn is_patched_version(field: &str, version: &str) -> String {
    let Some((minor, older)) = super::older_patches(version) else { return is_version(field, version) };
    let older: Vec<String> = older.iter().map(|version| quote(version).to_string()).collect();
    let begin = quote(&format!("{minor}."));
    format!("(\"$({field})\".StartsWith({begin}) -and @({}) -notcontains {field})", older.join(", "))
}

/// Returns a condition. Its parts are in brackets: `-and` and `-or` bind alike.
fn is_so(condition: &Condition) -> String {
    let text = unbracketed(condition);
    let is_single = matches!(condition, Condition::Named(_) | Condition::Succeeded | Condition::Not(_));
    if is_single || text.starts_with('(') || !text.contains(" -and ") { text } else { format!("({text})") }
}

fn unbracketed(condition: &Condition) -> String {
    let quote = powershell::quote;
    match condition {
        Condition::Named(name) => format!("$_.Name -eq {}", quote(name)),
        Condition::IsPatched(version) => is_patched_version("$_.OrchestratorVersion", version),
        Condition::Succeeded => "$_.ProvisioningState -eq 'Succeeded'".to_owned(),
        Condition::All(all) => within(&all.iter().map(is_so).collect::<Vec<_>>(), " -and "),
        Condition::Any(any) => within(&any.iter().map(is_so).collect::<Vec<_>>(), " -or "),
        Condition::Not(inner) => format!("-not ({})", is_so(inner)),
        Condition::Part(path, value) => {
            // A key of the plan is data: a member's name in quotes.
            let mut members = path.iter();
            let field = if is_printed(Shell::PowerShell, &path.join(".")) {
                let first = members.next().map(|key| crate::text::capital(key)).unwrap_or_default();
                let rest: String = members.map(|key| format!(".{}", quote(key))).collect();
                format!("$_.{first}{rest}")
            } else {
                let path: String = members.map(|key| format!(".{}", quote(key))).collect();
                format!("$_.Resource{path}")
            };
            match value {
                None | Some(Json::Null) => format!("-not {field}"),
                Some(Json::String(text)) => format!("{field} -eq {}", quote(text)),
                Some(Json::Bool(flag)) => format!("[bool]{field} -eq ${flag}"),
                Some(Json::Number(number)) => format!("{field} -eq {number}"),
                Some(Json::Array(list))
                    if !list.is_empty()
                        && list.iter().all(|item| item.as_object().is_some_and(super::is_flat)) =>
                {
                    objects(&field, list.iter().filter_map(Json::as_object))
                }
                Some(Json::Array(list)) if !list.iter().all(Json::is_string) => {
                    is_json(&field, &Json::Array(list.clone()))
                }
                Some(Json::Array(list)) => {
                    let texts = list.iter().filter_map(Json::as_str);
                    let each = texts.map(|text| format!("{field} -ccontains {}", quote(text)));
                    // Nothing comes to the same as an empty list.
                    let count =
                        format!("@({field} | Where-Object {{ $null -ne $_ }}).Count -eq {}", list.len());
                    each.chain(std::iter::once(count)).collect::<Vec<_>>().join(" -and ")
                }
                // Other objects are asked for part by part.
                Some(Json::Object(_)) => is_object(&field),
            }
        }
        Condition::Is(property, value) => {
            let field = format!("$_.{}", member(property.key));
            if let Some(Value::Items(items)) = value {
                return objects(&field, items.iter());
            }
            let at_most = |items: &str, number: usize| {
                format!(
                    "@({items}).Where({{ $_ -and -not $_.StartsWith({}) }}).Count -le {number}",
                    quote(OWN)
                )
            };
            // A key of that name would be found before the table's own member.
            let keys = format!("{field}.PSBase.Keys");
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
                Some(Value::Tree(_) | Value::Items(_) | Value::Subnets(_)) => "$false".to_owned(),
                None => match (property.kind, property.default) {
                    (Kind::Map, _) => at_most(&keys, 0),
                    (Kind::List, _) => at_most(&field, 0),
                    (Kind::Items, _) => objects(&field, std::iter::empty()),
                    (_, Some(default)) => format!("(-not {field} -or {field} -eq {})", quote(default)),
                    (_, None) => format!("-not {field}"),
                },
            }
        }
    }
}

/// Returns a list that has those objects and no others; a service may answer with more entries in each.
fn objects<'a>(field: &str, items: impl Iterator<Item = &'a Object>) -> String {
    let mut conditions = vec![String::new()];
    for item in items {
        let entries = item.iter().map(|(key, value)| {
            let value = match value {
                Json::String(text) => quote(text).to_string(),
                Json::Bool(flag) => format!("${flag}"),
                other => other.to_string(),
            };
            format!("$_.{} -eq {value}", quote(key))
        });
        let entries = entries.collect::<Vec<_>>().join(" -and ");
        conditions.push(format!("@({field} | Where-Object {{ {entries} }}).Count -gt 0"));
    }
    let number = conditions.len() - 1;
    if let Some(first) = conditions.first_mut() {
        *first = format!("@({field} | Where-Object {{ $_ }}).Count -eq {number}");
    }
    conditions.join(" -and ")
}

/// Returns a property as Az.Aks names it in what it answers (Az.Aks 7.2.1, PSNodePool).
fn member(key: &str) -> String {
    match key {
        _ if !is_printed(Shell::PowerShell, key) => format!("Resource.{key}"),
        "type" => "AgentPoolType".to_owned(),
        "podSubnetID" => "PodSubnetID".to_owned(),
        _ => key.split('.').map(crate::text::capital).collect::<Vec<_>>().join("."),
    }
}
