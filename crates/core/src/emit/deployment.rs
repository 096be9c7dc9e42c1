//! Deployments of ARM resources from inside a script, for what a command has no word for.

use super::resources::{CLUSTER, NAME, POOL, Resources};
use crate::quote::arm::literal;
use crate::to_json::{Json, Object, ObjectExt, ascii};

const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// Returns the resources as the text of a template, without what only a reader of the file needs.
pub(super) fn template(resources: &Resources<'_>) -> String {
    let cluster = &resources.plan.cluster.name;
    let mut template = Object::new();
    template.push("$schema", SCHEMA);
    template.push("contentVersion", "1.0.0.0");
    let mut parameters = Object::new();
    // The script names the cluster itself.
    for parameter in resources.parameters().into_iter().filter(|parameter| parameter.name != NAME) {
        let mut declared = Object::new();
        declared.push("type", if parameter.default.is_secret() { "securestring" } else { "string" });
        if let Some(default) = parameter.default.expression() {
            declared.push("defaultValue", default);
        }
        parameters.push(parameter.name, declared);
    }
    if !parameters.is_empty() {
        template.push("parameters", parameters);
    }
    let list = resources.list.iter().map(|resource| {
        let (kind, name) = match &resource.pool {
            None => (CLUSTER, literal(cluster)),
            Some(pool) => (POOL, literal(format!("{cluster}/{pool}"))),
        };
        let mut object = Object::new();
        object.push("type", kind);
        object.push("apiVersion", resources.api);
        object.push("name", name);
        object.extend(resource.body.clone());
        Json::Object(object)
    });
    template.push("resources", Json::Array(list.collect()));
    ascii(&Json::Object(template))
}

/// Returns whether the template asks for the password of the administrator of Windows nodes.
pub(super) fn asks_for_password(resources: &Resources<'_>) -> bool {
    resources.parameters().iter().any(|parameter| parameter.default.is_secret())
}

/// Returns the name of the file, and with it of the deployment.
pub(super) fn file_name(pool: Option<&str>) -> String {
    format!("{}.json", pool.filter(|name| crate::plan::is_pool_name(name)).unwrap_or("cluster"))
}
