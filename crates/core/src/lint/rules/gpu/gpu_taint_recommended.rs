use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| vm.has_gpus()) else { return };
    if pool.is_system() {
        found.at(
            pool,
            "vmSize",
            format_args!(
                "{pool} is a System pool of {}, a size with GPUs. Use a User pool with a taint for GPUs.",
                vm.name
            ),
        );
    } else if pool.is_user() && !pool.is_spot() && pool.hard_taints().next().is_none() {
        let mut taints = pool.taints.to_vec();
        taints.push("sku=gpu:NoSchedule".to_owned());
        found
            .at(pool, "nodeTaints", format_args!("{pool} has GPUs but no taint, so any pod can use its nodes. Add the taint sku=gpu:NoSchedule."))
            .unsafe_fix(format_args!("Add the taint sku=gpu:NoSchedule"), vec![pool.list("nodeTaints", taints)]);
    }
}
