//! Writes a plan as canonical JSON: one key order, and only what the plan states.

use super::accepted;
use super::read::Document;
use crate::plan::{CLUSTER_PROPERTIES, FORMAT, POOL_PROPERTIES, Plan, Property, UNKNOWN_PROPERTIES, Value};
use crate::to_json::{Json, Object, ObjectExt, pretty};

/// Returns the plan as a JSON tree.
pub fn plan_to_json(plan: &Plan) -> Json {
    let mut object = Object::new();
    object.push("version", Json::from(FORMAT));
    push_layout(&mut object, plan);
    if let Some(baseline) = &plan.baseline {
        let mut layout = Object::new();
        push_layout(&mut layout, baseline);
        object.push("baseline", layout);
    }
    if !plan.accepted.is_empty() {
        object.push("accepted", Json::Array(plan.accepted.iter().map(accepted::to_json).collect()));
    }
    object.into()
}

fn push_layout(object: &mut Object, plan: &Plan) {
    object.push("cluster", properties_to_json(&plan.cluster, CLUSTER_PROPERTIES));
    object.push(
        "pools",
        Json::Array(plan.pools.iter().map(|pool| properties_to_json(pool, POOL_PROPERTIES)).collect()),
    );
}

/// Returns a plan as the text of a plan file, with the schema for editors that the document has which it was
/// read from.
pub fn write_with(plan: &Plan, document: &Document) -> String {
    let mut whole = Object::new();
    if let Some(schema) = &document.schema {
        whole.push("$schema", schema.as_str());
    }
    if let Json::Object(plan) = plan_to_json(plan) {
        whole.extend(plan);
    }
    pretty(&whole.into())
}

/// Returns the plan as the text of a plan file.
pub fn write(plan: &Plan) -> String {
    pretty(&plan_to_json(plan))
}

fn properties_to_json<T>(owner: &T, properties: &[Property<T>]) -> Json {
    let mut object = Object::new();
    for property in properties {
        match property.get(owner) {
            // Each is where it was read.
            Some(Value::Tree(unknown)) if property.key == UNKNOWN_PROPERTIES => object.merge(unknown),
            Some(value) => object.set_path(property.key, value.to_json()),
            None => {}
        }
    }
    object.into()
}
