use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((vm, end)) = pool.vm.and_then(|vm| Some((vm, vm.retirement()?))) else { return };
    let is_over = end.is_over(pool.context.today);
    let verb = if is_over { "retired" } else { "retires" };
    let capped =
        if end.is_capped && !is_over { ", and since July 2026 Azure gives no new quota for it" } else { "" };
    let finding = found.at(
        pool,
        "vmSize",
        format_args!(
            "{pool} has the VM size {}, which {verb} on {}{capped}. Choose a newer size.",
            vm.name, end.date
        ),
    );
    if !is_over {
        let is_near = end.date <= pool.context.today.half_a_year_later().half_a_year_later();
        finding.downgrade_to(if is_near { Severity::Recommendation } else { Severity::Note });
    } else if pool.exists() {
        finding.downgrade_to(Severity::Recommendation);
    }
}
