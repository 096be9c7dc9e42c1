//! `runbook --pdb`: PodDisruptionBudgets that would stop a drain, as `kubectl get pdb -A -o json` prints them.

use poolwright::syntax::{self, Node, Object};

/// Returns a sentence for each budget that allows no disruption.
pub(crate) fn cautions(text: &str) -> Result<Vec<String>, String> {
    let tree = syntax::parse(text).map_err(|error| format!("{error}."))?;
    let object = tree.root.as_object().ok_or("expected the output of kubectl get pdb -A -o json.")?;
    let items = object.get("items").and_then(Node::as_list).unwrap_or(std::slice::from_ref(&tree.root));
    let budgets: Vec<&Object> = items
        .iter()
        .filter_map(Node::as_object)
        .filter(|one| one.text("kind") == Some("PodDisruptionBudget"))
        .collect();
    if budgets.is_empty() && !items.is_empty() {
        return Err("expected the output of kubectl get pdb -A -o json.".to_owned());
    }
    Ok(budgets.into_iter().filter_map(caution).collect())
}

fn caution(budget: &Object) -> Option<String> {
    let inner = |key: &str| budget.get(key).and_then(Node::as_object);
    let status = inner("status")?;
    let number = |key: &str| status.get(key).and_then(Node::as_whole);
    let pods = number("expectedPods").unwrap_or(0);
    // A budget without pods stops nothing.
    if number("disruptionsAllowed") != Some(0) || pods == 0 {
        return None;
    }
    let metadata = inner("metadata")?;
    let name = format!("{}/{}", metadata.text("namespace").unwrap_or("default"), metadata.text("name")?);
    let spec = inner("spec");
    let most = spec.and_then(|spec| spec.get("maxUnavailable"));
    let is_zero = |node: &Node| node.as_whole() == Some(0) || matches!(node.as_text(), Some("0" | "0%"));
    let least = number("desiredHealthy").unwrap_or(0);
    let why = if most.is_some_and(is_zero) || least >= pods {
        format!(
            "It never does: it needs {least} of {pods} pods. Run more pods or lower the budget before the migration."
        )
    } else {
        let healthy = number("currentHealthy").unwrap_or(0);
        format!("{healthy} pods are healthy and {least} are needed. Wait until more are healthy.")
    };
    Some(format!(
        "PodDisruptionBudget {name} allows no disruption now, so draining a node with its pods fails after the drain timeout. {why}"
    ))
}

#[cfg(test)]
mod tests {
    use super::cautions;

    fn budget(name: &str, spec: &str, status: &str) -> String {
        format!(
            r#"{{"kind": "PodDisruptionBudget", "metadata": {{"namespace": "shop", "name": "{name}"}}, "spec": {{{spec}}}, "status": {{{status}}}}}"#
        )
    }

    #[test]
    fn budgets_that_stop_a_drain_are_named() {
        let items = [
            budget(
                "free",
                r#""maxUnavailable": 1"#,
                r#""disruptionsAllowed": 1, "expectedPods": 3, "desiredHealthy": 2, "currentHealthy": 3"#,
            ),
            budget(
                "never",
                r#""minAvailable": 1"#,
                r#""disruptionsAllowed": 0, "expectedPods": 1, "desiredHealthy": 1, "currentHealthy": 1"#,
            ),
            budget(
                "now",
                r#""minAvailable": 2"#,
                r#""disruptionsAllowed": 0, "expectedPods": 3, "desiredHealthy": 2, "currentHealthy": 2"#,
            ),
            budget("empty", r#""minAvailable": 1"#, r#""disruptionsAllowed": 0, "expectedPods": 0"#),
        ];
        let text = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#, items.join(", "));
        let found = cautions(&text).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("shop/never") && found[0].contains("It never does: it needs 1 of 1 pods."));
        assert!(found[1].contains("shop/now") && found[1].contains("2 pods are healthy and 2 are needed."));
        assert_eq!(cautions(r#"{"kind": "List", "items": []}"#).unwrap(), Vec::<String>::new());
        assert!(cautions(r#"{"kind": "List", "items": [{"kind": "Pod"}]}"#).is_err());
        assert!(cautions("[]").is_err());
    }
}
