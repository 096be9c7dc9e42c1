use crate::catalog::VmSize;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

/// The beginnings of the names of the series with Intel TDX, isolated sizes included.
const TDX: [&str; 6] = ["DCe", "DCed", "ECe", "ECed", "ECie", "ECied"];

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| VmSize::is_confidential(vm)) else { return };
    if !TDX.iter().any(|series| vm.series.starts_with(series)) {
        return;
    }
    found
        .at(
            pool,
            "vmSize",
            format_args!(
                "{pool} uses {}, a confidential VM size with Intel TDX, which AKS doesn\u{2019}t support. Use an AMD SEV-SNP size.",
                vm.name
            ),
        )
        .unsafe_fix(format_args!("Use Standard_DC4as_v5"), vec![pool.text("vmSize", "Standard_DC4as_v5")]);
}
