//! ARM templates, compared with what Azure's own engine evaluates them to.
//!
//! Each folder of `fixtures/arm` has a template, a parameters file where one is given, and the clusters with their pools
//! as `bicep snapshot` (Bicep 0.49.2, the engine that deployments use) evaluates them; values that are null are left out.

use std::path::Path;

use poolwright::codec::{self, Document, ReadOptions};
use poolwright::plan::Unknown;
use poolwright::syntax::{self, Node, parse_json};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/arm")
}

fn read_with(template: &str, parameters: Option<&str>) -> Vec<Document> {
    let parameters: Vec<Node> = parameters.iter().map(|text| parse_json(text).unwrap()).collect();
    let tree = syntax::parse(template).unwrap();
    let options = ReadOptions { parameters: &parameters, ..ReadOptions::default() };
    codec::read_all(&tree, &options).unwrap()
}

fn case(name: &str) -> Vec<Document> {
    let text = |file: &str| std::fs::read_to_string(folder().join(name).join(file)).ok();
    read_with(&text("template.json").unwrap(), text("parameters.json").as_deref())
}

fn notes(document: &Document) -> Vec<String> {
    document.notes.iter().map(ToString::to_string).collect()
}

/// The pools of a cluster as canonical JSON, one a line.
fn pools(document: &Document) -> Vec<String> {
    let json = codec::plan_to_json(&document.plan);
    json["pools"].as_array().unwrap().iter().map(poolwright::to_json::compact).collect()
}

/// The same of pools that the engine printed.
fn expected_pools(pools: &Node) -> Vec<String> {
    let of_pool = |pool: &Node| {
        let Some(object) = pool.as_object() else { panic!("{pool:?}") };
        let mut object = object.clone();
        // What is known only at deployment is left out.
        object.0.retain(|entry| !entry.value.as_text().is_some_and(|text| text.starts_with("[reference(")));
        let text =
            poolwright::to_json::compact(&Node::from(poolwright::syntax::Content::Object(object)).to_json());
        let list = codec::read(&format!("[{text}]")).unwrap();
        let [pool] = self::pools(&list).try_into().unwrap();
        pool
    };
    pools.as_list().unwrap().iter().map(of_pool).collect()
}

#[test]
fn each_template_comes_to_what_azure_makes_of_it() {
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Ok(expected) = std::fs::read_to_string(folder().join(&name).join("expected.json")) else {
            continue;
        };
        let expected = parse_json(&expected).unwrap();
        let clusters = expected.as_object().unwrap().get("clusters").unwrap().as_object().unwrap();
        let documents = case(&name);
        let names: Vec<&str> = documents.iter().map(|one| one.plan.cluster.name.as_str()).collect();
        if names != clusters.0.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>() {
            wrong.push(format!("{name}: {names:?}"));
            continue;
        }
        for (document, entry) in documents.iter().zip(&clusters.0) {
            let cluster = entry.value.as_object().unwrap();
            let mut found = pools(document);
            let mut wanted = expected_pools(cluster.get("pools").unwrap());
            found.sort();
            wanted.sort();
            if found != wanted {
                wrong.push(format!(
                    "{name}:\n  {}\nexpected\n  {}\n{}",
                    found.join("\n  "),
                    wanted.join("\n  "),
                    notes(document).join("\n")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_parameter_without_a_value_and_a_wrong_expression_are_reported_with_their_position() {
    for (name, why) in [
        (
            "41-required-without-value",
            "the parameter nodes has no default value; give its value in a parameters file",
        ),
        ("42-wrong-expression", "expected \",\" or \")\" at character 9, but the expression ends"),
    ] {
        let documents = case(name);
        let [document] = documents.as_slice() else { panic!("{name}") };
        let notes = notes(document);
        let note = notes
            .iter()
            .find(|note| note.starts_with("$.resources[0].properties.agentPoolProfiles[0].count: "));
        assert!(note.is_some_and(|note| note.contains(why)), "{name}: {notes:?}");
        assert_eq!(
            document.unknown,
            [Unknown::Cluster("resourceGroup"), Unknown::Pool(0, "count")],
            "{name}"
        );
        assert_eq!(document.plan.pools[0].vm_size.as_deref(), Some("Standard_D4ds_v5"));
    }
}

#[test]
fn what_a_nested_deployment_returns_is_known_to_others() {
    let module = |symbol: &str, name: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "{symbol}", "properties": {{"mode": "Incremental",
            "expressionEvaluationOptions": {{"scope": "inner"}}, "parameters": {{"name": {{"value": "{name}"}}}}, "template": {{
                "parameters": {{"name": {{"type": "string"}}}},
                "resources": [{{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01", "name": "[parameters('name')]",
                    "location": "westeurope", "properties": {{"agentPoolProfiles": [{{"name": "sys", "mode": "System"}}]}}}}],
                "outputs": {{"name": {{"type": "string", "value": "[parameters('name')]"}}, "late": {{"type": "string", "value": "[reference('x').y]"}}}}
            }}}}}}"#
        )
    };
    let pool = |name: &str, version: &str| {
        format!(
            r#"{{"type": "Microsoft.ContainerService/managedClusters/agentPools", "apiVersion": "2026-05-01", "name": "{name}",
            "properties": {{"mode": "User", "count": 2, "orchestratorVersion": "{version}"}}}}"#
        )
    };
    let by_id = "reference(resourceId('Microsoft.Resources/deployments', 'BLUE'), '2022-09-01')";
    let text = format!(
        r#"{{"resources": [{}, {}, {}]}}"#,
        pool(
            &format!("[format('{{0}}/apps', {by_id}.outputs.name.value)]"),
            &format!("[{by_id}.outputs.late.value]")
        ),
        module("green", "aks-green"),
        module("blue", "aks-blue")
    );
    let documents = read_with(&text, None);
    let names: Vec<Vec<&str>> = documents
        .iter()
        .map(|one| {
            std::iter::once(one.plan.cluster.name.as_str())
                .chain(one.plan.pools.iter().map(|pool| pool.name.as_str()))
                .collect()
        })
        .collect();
    assert_eq!(names, [vec!["aks-green", "sys"], vec!["aks-blue", "sys", "apps"]]);
    assert!(documents[1].unknown.contains(&Unknown::Pool(1, "orchestratorVersion")));
    let symbolic = format!(
        r#"{{"languageVersion": "2.0", "resources": {{"pool": {}, "blue": {}, "green": {}}}}}"#,
        pool("[format('{0}/apps', reference('blue').outputs.name.value)]", "1.34"),
        module("b", "aks-blue"),
        module("g", "aks-green")
    );
    assert_eq!(read_with(&symbolic, None)[0].plan.pools.len(), 2);
}

/// A lone pool whose name has the cluster's in an expression.
#[test]
fn a_cluster_whose_name_is_not_known_is_reported() {
    let text = r#"{"type": "Microsoft.ContainerService/managedClusters/agentPools", "apiVersion": "2026-05-01",
        "name": "[format('{0}/batch', parameters('clusterName'))]", "properties": {"mode": "User", "count": 3}}"#;
    let [document] = read_with(text, None).try_into().unwrap();
    assert_eq!((document.plan.cluster.name.as_str(), document.plan.pools[0].name.as_str()), ("", "batch"));
    assert!(document.unknown.contains(&Unknown::Cluster("name")));
    let [note] = notes(&document).try_into().unwrap();
    assert!(note.starts_with("$.name: The expression") && note.contains("parameter clusterName"), "{note}");
}

/// A template of an add-on sets a few properties of a cluster that exists.
#[test]
fn a_cluster_without_pools_is_not_one_that_has_none() {
    let cluster = |sku: &str| {
        format!(
            r#"{{"resources": [{{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01",
                "name": "aks1", "location": "westeurope"{sku}, "properties": {{"kubernetesVersion": "1.36"}}}}]}}"#
        )
    };
    let [document] = read_with(&cluster(""), None).try_into().unwrap();
    assert!(document.unknown.contains(&Unknown::Pools));
    let note = notes(&document).concat();
    assert!(note.contains("$.resources[0]: The cluster has no agentPoolProfiles"), "{note}");
    let [automatic] = read_with(&cluster(r#", "sku": {"name": "Automatic"}"#), None).try_into().unwrap();
    assert!(!automatic.unknown.contains(&Unknown::Pools), "AKS makes its pools: {:?}", automatic.notes);
}

/// A pool that an expression makes has the place of the expression.
#[test]
fn what_an_expression_makes_is_where_the_expression_is() {
    let text = r#"{"variables": {"names": ["sys1", "sys2"]},
        "resources": [{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01", "name": "aks1",
          "properties": {
            "agentPoolProfiles": "[map(variables('names'), lambda('one', createObject('name', lambdaVariables('one'), 'mode', 'System')))]"}}]}"#;
    let [document] = read_with(text, None).try_into().unwrap();
    assert_eq!(document.plan.pools.len(), 2);
    for pool in 0..2 {
        assert_eq!(document.places.position(Some(pool), Some("vmSize")).map(|place| place.line), Some(4));
    }
}
