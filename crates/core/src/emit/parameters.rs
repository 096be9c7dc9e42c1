//! The parameters file of an ARM template: what the template asks for when it is deployed.

use super::arm::print;
use super::resources::PASSWORD;
use super::snippet::{Snippet, SpanKind};
use crate::plan::Plan;
use crate::to_json::{Json, Object, ObjectExt};

const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#";
/// A secret that is to be read at deployment: the resource id of a key vault of one's own goes here.
const VAULT: &str =
    "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/VAULT";

/// The parameters file for the template of the whole plan. The password of Windows nodes is a reference to a key vault,
/// so that no secret stands in a file; a template that asks for nothing has an empty one.
pub fn parameters(plan: &Plan) -> Snippet {
    let mut given = Object::new();
    let mut snippet = Snippet::default();
    if plan.cluster.windows_admin.is_some() && !plan.cluster.existing {
        let path = format!("{PASSWORD}.reference");
        given.set_path(&format!("{path}.keyVault.id"), VAULT.into());
        given.set_path(&format!("{path}.secretName"), PASSWORD.into());
        snippet.gaps.push(Snippet::gap(
            "The password is read from a key vault: put the id of yours in the place of the one that is written here."
                .to_owned(),
        ));
    }
    let mut file = Object::new();
    file.push("$schema", SCHEMA);
    file.push("contentVersion", "1.0.0.0");
    file.push("parameters", given);
    print(&Json::Object(file), 0, SpanKind::Value, snippet.line());
    snippet
}
