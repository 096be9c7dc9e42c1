//! Files with the values of a template's parameters: JSON for ARM, and .bicepparam.

use super::arm::print;
use super::files::files;
use super::resources::{Default, PASSWORD, parameters as parameters_of};
use super::snippet::{Snippet, SpanKind};
use super::steady::is_existing;
use super::{Dialect, Options};
use crate::plan::Plan;
use crate::quote::bicep::quote;
use crate::to_json::{Json, Object, ObjectExt};

const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#";
/// A secret that is read at deployment: the placeholder for the resource id of the user's key vault.
const VAULT: &str =
    "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/VAULT";

/// Returns the parameters file for the ARM template of the whole plan. The password of Windows nodes is a reference to
/// a key vault, so that no secret is in a file.
pub fn parameters(plan: &Plan) -> Snippet {
    of_form(plan, !is_existing(plan))
}

/// Returns the parameters file for the template of the cluster, or for that of pools alone.
pub(super) fn of_form(plan: &Plan, has_cluster: bool) -> Snippet {
    let mut given = Object::new();
    let mut snippet = Snippet::default();
    for parameter in parameters_of(plan, has_cluster) {
        let name = parameter.name;
        match parameter.default {
            Default::Text(text) => given.set_path(&format!("{name}.value"), text.into()),
            // What is not given is asked for by the tool that deploys it.
            Default::GroupLocation | Default::Required => {}
            Default::Secret => {
                let path = format!("{name}.reference");
                given.set_path(&format!("{path}.keyVault.id"), VAULT.into());
                given.set_path(&format!("{path}.secretName"), PASSWORD.into());
                let text =
                    "The password is read from a key vault: replace the vault's id in the file with yours.";
                snippet.gaps.push(Snippet::gap(text.to_owned()));
            }
        }
    }
    let mut file = Object::new();
    file.push("$schema", SCHEMA);
    file.push("contentVersion", "1.0.0.0");
    file.push("parameters", given);
    print(&Json::Object(file), 0, SpanKind::Value, snippet.line());
    snippet
}

/// Returns the .bicepparam file for the Bicep file of the whole plan.
pub fn bicep_parameters(plan: &Plan) -> Snippet {
    let file = files(plan, Dialect::Bicep, &Options::default()).into_iter().nth(1);
    file.map(|file| file.snippet).unwrap_or_default()
}

/// Returns the .bicepparam file for a Bicep file of that name. The password of Windows nodes is read from the
/// environment.
pub(super) fn bicepparam(plan: &Plan, has_cluster: bool, file: &str) -> Snippet {
    let mut out = Snippet::default();
    out.line().push(SpanKind::Command, "using").push(SpanKind::Plain, " ");
    out.push(SpanKind::Value, quote(&format!("./{file}")));
    out.line();
    for parameter in parameters_of(plan, has_cluster) {
        let value = match parameter.default {
            Default::Text(text) => quote(text),
            Default::GroupLocation | Default::Required => continue,
            Default::Secret => {
                let text = "The password is read from the environment variable WINDOWS_ADMIN_PASSWORD.";
                out.gaps.push(Snippet::gap(text.to_owned()));
                "readEnvironmentVariable('WINDOWS_ADMIN_PASSWORD')".into()
            }
        };
        out.line().push(SpanKind::Command, "param").push(SpanKind::Plain, " ");
        out.push(SpanKind::Flag, parameter.name).push(SpanKind::Plain, " = ").push(SpanKind::Value, value);
    }
    out
}
