//! What the tests of the rules share.

use std::sync::OnceLock;

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint::{self, Check, Date, Finding, Report, Severity};
use poolwright::plan::{Mode, NodePool, Plan, presets};

/// vCPUs that the made-up sizes of [`size`] may have.
const VCPUS: [u32; 11] = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17];
/// Their memory in GiB.
const MEMORY: [&str; 5] = ["3.5", "3.99", "4", "4.5", "64"];

/// The name of a made-up size that the tests' catalog has beside the real ones. It is alone in its series.
pub(crate) fn size(vcpus: u32, memory: &str) -> String {
    assert!(VCPUS.contains(&vcpus) && MEMORY.contains(&memory), "{vcpus} {memory}");
    format!("Standard_Z{vcpus}m{}", memory.replace('.', "p"))
}

/// The real sizes, and the made-up ones.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let sizes = VCPUS.iter().flat_map(|vcpus| MEMORY.iter().map(move |memory| (*vcpus, *memory)));
        let rows: Vec<String> = sizes
            .map(|(vcpus, memory)| {
                let capabilities = format!(
                    r#"[{{"name": "vCPUs", "value": "{vcpus}"}}, {{"name": "MemoryGB", "value": "{memory}"}}]"#
                );
                format!(r#"{{"name": "{}", "capabilities": {capabilities}}}"#, size(vcpus, memory))
            })
            .collect();
        let mut catalog = Catalog::embedded();
        catalog.overlay(&format!("[{}]", rows.join(", "))).unwrap();
        catalog
    })
}

/// The day as of which all plans are checked.
pub(crate) fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

/// Judges a plan.
pub(crate) fn judge(plan: &Plan) -> Report {
    let mut report = lint::check(plan, catalog(), today());
    lint::verify_fixes(plan, catalog(), today(), &mut report);
    report
}

/// Applies all safe fixes.
pub(crate) fn apply_safe_fixes(plan: &Plan) -> (Plan, Vec<String>) {
    lint::apply_safe_fixes(plan, catalog(), Date::new(2026, 11, 23).unwrap())
}

/// A plan file as a plan.
#[track_caller]
pub(crate) fn read(text: &str) -> Plan {
    codec::read(text).unwrap_or_else(|error| panic!("{error}\n{text}")).plan
}

/// A plan of pools.
pub(crate) fn plan(pools: impl IntoIterator<Item = NodePool>) -> Plan {
    Plan { pools: pools.into_iter().collect(), ..Plan::default() }
}

/// A System pool without findings.
pub(crate) fn system() -> NodePool {
    presets::system_pool("sys1")
}

/// A User pool without findings.
pub(crate) fn user() -> NodePool {
    NodePool { name: "user1".to_owned(), mode: Some(Mode::User), count: Some(2), ..system() }
}

/// The pool with the autoscaler on.
pub(crate) fn scaled(pool: NodePool, min: impl Into<Option<i64>>, max: impl Into<Option<i64>>) -> NodePool {
    NodePool { autoscaling: true.into(), min_count: min.into(), max_count: max.into(), ..pool }
}

/// What many a plan has beside the point: notes about what AKS takes where a plan says nothing, names that are not
/// given, and advice about Spot, zones and Windows.
const BESIDE: [&str; 9] = [
    "max-pods-default",
    "max-surge-default",
    "names-given",
    "os-disk-default-managed-size",
    "os-disk-type-default",
    "spot-autoscaler-recommended",
    "windows-profile-at-create",
    "zones-system-spread",
    // Many sizes that the tests need retire one day; tests/rules/limits.rs asks when that is said.
    "vm-size-retirement",
];

/// The ids of all findings but those beside the point, in order.
pub(crate) fn ids(plan: &Plan) -> Vec<&'static str> {
    let ids = judge(plan).findings.into_iter().map(|finding| finding.rule.id);
    ids.filter(|id| !BESIDE.contains(id)).collect()
}

/// The ids of the findings above Note, in order.
pub(crate) fn ids_above_note(plan: &Plan) -> Vec<&'static str> {
    let above =
        judge(plan).findings.into_iter().filter(|one| one.severity < Severity::Note).map(|one| one.rule.id);
    above.filter(|id| !BESIDE.contains(id)).collect()
}

/// Whether a rule finds something in a plan.
pub(crate) fn raises(plan: &Plan, id: &str) -> bool {
    ids(plan).contains(&id)
}

/// The only finding of a rule.
#[track_caller]
pub(crate) fn finding(plan: &Plan, id: &str) -> Finding {
    let mut found: Vec<Finding> = judge(plan).findings.into_iter().filter(|one| one.rule.id == id).collect();
    assert_eq!(found.len(), 1, "findings of {id} in {plan:#?}");
    found.remove(0)
}

/// The examples of a rule's page, under "Violates" and under "Complies".
pub(crate) struct Examples {
    pub(crate) fires: Vec<Plan>,
    pub(crate) quiet: Vec<Plan>,
}

/// The examples of a rule's page.
pub(crate) fn examples(id: &str) -> Examples {
    let page = lint::page::page(id).unwrap_or_else(|| panic!("{id} has no page")).text;
    let mut examples = Examples { fires: Vec::new(), quiet: Vec::new() };
    // A plan doesn't contain the quota.
    if !matches!(lint::rule(id).unwrap().check, Check::Pool(_) | Check::Plan(_)) || id == "pool-quota-vcpu" {
        return examples;
    }
    let mut sections = page.split("\n## ").skip(1);
    let mut section = |title: &str| -> Vec<Plan> {
        let section = sections.next().unwrap_or_else(|| panic!("{id}: no section {title}"));
        let (heading, rest) = section.split_once('\n').unwrap();
        assert_eq!(heading, title, "{id}");
        let blocks = rest.split("```json\n").skip(1).map(|block| block.split_once("\n```").unwrap().0);
        let plans: Vec<Plan> = blocks.map(read).collect();
        assert!(!plans.is_empty(), "{id}: no plan under {title}");
        plans
    };
    examples.fires = section("Violates");
    examples.quiet = section("Complies");
    assert!(sections.next().is_none(), "{id}: a section after Complies");
    examples
}
