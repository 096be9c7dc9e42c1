//! Checks safe fixes: one that leaves a Refused finding which was not there before isn't safe.
//!
//! A rule says which of its fixes keep the intent. Whether such a fix uncovers something else depends on all
//! other rules, so it is tried here, for every rule alike: not on every keystroke, but where a fix is shown as safe
//! or applied without asking.

use super::{Applicability, Context, Date, Fix, Found, Pool, REGISTRY, Report, Severity, check, judge};
use crate::catalog::Catalog;
use crate::plan::{Edit, Plan};

/// Rule and pool of each Refused finding; no pool where it is about the cluster.
type Refused = Vec<(&'static str, Option<usize>)>;

/// The number of pools up to which each safe fix is tried: twice as many as a cluster has at most. In longer lists, which
/// are mistakes, trying takes minutes, and no fix is safe.
const TRIED: usize = 200;

/// Marks as unsafe every safe fix that would leave a new Refused finding.
pub fn verify_fixes(plan: &Plan, catalog: &Catalog, today: Date, report: &mut Report) {
    let context = Context::new(plan, catalog, today);
    let known = refused(report);
    for fix in report.findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        let is_tried = plan.pools.len() <= TRIED;
        if fix.applicability == Applicability::Safe
            && !(is_tried && keeps_valid(&context, &known, &fix.edits))
        {
            fix.applicability = Applicability::Unsafe;
        }
    }
}

/// Applies the safe fixes one at a time, checking the plan after each, until none is left that makes the plan better:
/// fewer findings of a severity, no more of any worse severity, and nothing newly Refused. So it ends, and a second run
/// does nothing. Returns the plan and the titles of the fixes.
pub fn apply_safe_fixes(plan: &Plan, catalog: &Catalog, today: Date) -> (Plan, Vec<String>) {
    let keeps = |plan: &Plan, report: &Report, fix: &Fix| {
        keeps_valid(&Context::new(plan, catalog, today), &refused(report), &fix.edits)
    };
    // What is accepted on purpose is not fixed.
    let check = |plan: &Plan| check(plan, catalog, today).without_accepted(plan, today).into_owned();
    apply_safe(plan, &check, &keeps)
}

fn apply_safe(
    plan: &Plan,
    check: &dyn Fn(&Plan) -> Report,
    keeps: &dyn Fn(&Plan, &Report, &Fix) -> bool,
) -> (Plan, Vec<String>) {
    const STEPS: usize = 1_000;
    let mut plan = plan.clone();
    let mut report = check(&plan);
    let mut done = Vec::new();
    for _ in 0..STEPS {
        let fixes = report.findings.iter().flat_map(|finding| &finding.fixes);
        let mut safe =
            fixes.filter(|fix| fix.applicability == Applicability::Safe && keeps(&plan, &report, fix));
        let better = safe.find_map(|fix| {
            let mut next = plan.clone();
            let applied = fix.edits.iter().all(|edit| next.apply(edit));
            let after = applied.then(|| check(&next))?;
            (after.weight() < report.weight()).then(|| (fix.title.clone(), next, after))
        });
        let Some((title, next, after)) = better else { break };
        done.push(title);
        (plan, report) = (next, after);
    }
    (plan, done)
}

/// Returns which rules refuse what.
fn refused(report: &Report) -> Refused {
    report.of(Severity::Refused).map(|finding| (finding.rule.id, finding.pool)).collect()
}

/// Returns whether edits leave no Refused finding but those that are known.
fn keeps_valid(context: &Context<'_>, refused: &Refused, edits: &[Edit]) -> bool {
    let mut trial = Trial::new(context.plan);
    if !edits.iter().all(|edit| trial.apply(edit)) {
        return false;
    }
    let after = Context::new(&trial.plan, context.catalog, context.today);
    // A rule that looks at one pool at a time has nothing new to say of one that is as it was.
    let changed = trial.changed(context.plan);
    let pools: Vec<Pool<'_>> = after.pools().filter(|pool| changed.get(pool.index) == Some(&true)).collect();
    let mut found = Found::default();
    for rule in REGISTRY.iter().filter(|rule| rule.severity == Severity::Refused) {
        judge(rule, &after, &pools, &mut found);
    }
    // A rule may have several findings about one pool, and no more of them after the fix than before.
    let mut left = refused.clone();
    found.into_findings().iter().filter(|finding| finding.severity == Severity::Refused).all(|finding| {
        let place = match finding.pool {
            None => Some(None),
            Some(pool) => trial.places.get(pool).copied().flatten().map(Some),
        };
        let known = place.map(|place| (finding.rule.id, place));
        let at = left.iter().position(|one| known == Some(*one));
        at.map(|at| left.swap_remove(at)).is_some()
    })
}

/// A plan to try edits on, with the place that each of its pools had before; nothing for one that is new.
struct Trial {
    plan: Plan,
    places: Vec<Option<usize>>,
}

impl Trial {
    fn new(plan: &Plan) -> Self {
        Self { plan: plan.clone(), places: (0..plan.pools.len()).map(Some).collect() }
    }

    fn apply(&mut self, edit: &Edit) -> bool {
        if !self.plan.apply(edit) {
            return false;
        }
        match edit {
            Edit::Add { at, .. } => self.places.insert((*at).min(self.places.len()), None),
            Edit::Remove { pool } => {
                self.places.remove(*pool);
            }
            Edit::Move { from, to } => {
                let place = self.places.remove(*from);
                self.places.insert(*to, place);
            }
            Edit::Replace { plan, .. } => self.places = vec![None; plan.pools.len()],
            Edit::Cluster { .. } | Edit::Pool { .. } => {}
        }
        true
    }

    /// Returns which pools are not as they were, or not in a cluster that is as it was.
    fn changed(&self, before: &Plan) -> Vec<bool> {
        let same_cluster = self.plan.cluster == before.cluster;
        let pools = self.places.iter().zip(&self.plan.pools);
        pools
            .map(|(place, pool)| {
                let earlier = place.and_then(|place| before.pools.get(place));
                !same_cluster || earlier != Some(pool)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::lint::Date;
    use crate::plan::{NodePool, Value, presets};

    /// Three valid pools, but the last has too many nodes.
    fn plan() -> Plan {
        let too_big = NodePool { count: Some(2_000), ..presets::system_pool("big") };
        let pools = vec![presets::system_pool("sys1"), presets::user_pool("apps", 2, 5), too_big];
        Plan { pools, ..Plan::default() }
    }

    fn add(at: usize, count: i64) -> Edit {
        let pool = NodePool { count: Some(count), ..presets::system_pool("new") };
        Edit::Add { at, pool: Box::new(pool) }
    }

    fn changed(edits: &[Edit]) -> Vec<bool> {
        let mut trial = Trial::new(&plan());
        assert!(edits.iter().all(|edit| trial.apply(edit)));
        trial.changed(&plan())
    }

    #[test]
    fn unchanged_findings_are_known_in_any_place() {
        let rename = Edit::pool_text(1, "name", "web");
        let existing = Edit::Cluster { key: "existing", value: Some(Value::Flag(true)) };
        let again = Edit::Replace { plan: Box::new(plan()), from: String::new() };
        assert_eq!(changed(&[]), [false; 3]);
        assert_eq!(changed(std::slice::from_ref(&rename)), [false, true, false]);
        assert_eq!(changed(&[rename.clone(), Edit::pool_text(1, "name", "apps")]), [false; 3]);
        assert_eq!(changed(&[rename.clone(), add(0, 3)]), [true, false, true, false]);
        assert_eq!(changed(&[add(9, 3)]), [false, false, false, true]);
        assert_eq!(changed(&[rename.clone(), Edit::Move { from: 1, to: 2 }]), [false, false, true]);
        assert_eq!(changed(&[rename, Edit::Remove { pool: 0 }]), [true, false]);
        assert_eq!(changed(&[existing]), [true; 3]);
        assert_eq!(changed(&[again]), [true; 3]);
    }

    #[test]
    fn a_new_refused_finding_is_found_where_it_is() {
        let (plan, catalog) = (plan(), Catalog::embedded());
        let context = Context::new(&plan, &catalog, Date::new(2026, 11, 23).unwrap());
        let known = Refused::from([("pool-max-nodes", Some(2))]);
        let keeps = |edits: &[Edit]| keeps_valid(&context, &known, edits);
        assert!(keeps(&[]));
        // What was Refused may stay, wherever it goes.
        assert!(keeps(&[Edit::pool_number(2, "count", 3_000)]));
        assert!(keeps(&[Edit::pool_number(2, "count", 3_000), Edit::Move { from: 2, to: 0 }]));
        assert!(keeps(&[Edit::pool_number(2, "count", 3_000), add(0, 3)]));
        // Of another pool, by another rule, of a new pool or of the cluster, it is new.
        assert!(!keeps(&[Edit::pool_number(0, "count", 3_000)]));
        assert!(!keeps(&[Edit::pool_number(2, "count", 0)]));
        assert!(!keeps(&[add(3, 3_000)]));
        assert!(!keeps(&[Edit::Remove { pool: 2 }, Edit::Remove { pool: 0 }]));
        assert!(keeps(&[Edit::Remove { pool: 2 }]));
        // A fix that doesn't fit the plan resolves nothing.
        assert!(!keeps(&[Edit::pool_number(7, "count", 3)]));
        let none = Plan::default();
        let empty = Context::new(&none, &catalog, Date::new(2026, 11, 23).unwrap());
        assert!(keeps_valid(&empty, &Refused::from([("cluster-needs-system-pool", None)]), &[]));
    }

    #[test]
    fn a_fix_that_trades_a_finding_for_a_worse_one_is_not_applied() {
        let catalog = Catalog::embedded();
        let judge = |plan: &Plan, key: &'static str, number: i64| {
            let mut report = check(plan, &catalog, Date::new(2026, 11, 23).unwrap());
            for fix in report.findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
                fix.applicability = Applicability::Safe;
                fix.edits = vec![Edit::pool_number(0, key, number)];
            }
            report
        };
        let shared =
            Plan { pools: vec![presets::system_pool("a"), presets::user_pool("b", 2, 4)], ..Plan::default() };
        assert!(!judge(&shared, "count", 0).findings.is_empty());
        // A recommendation is not traded for Refused, and a change that makes nothing better is not taken.
        for count in [0, 5] {
            let fixed = apply_safe(&shared, &|plan| judge(plan, "count", count), &|_, _, _| true);
            assert_eq!(fixed, (shared.clone(), Vec::new()));
        }
    }
}
