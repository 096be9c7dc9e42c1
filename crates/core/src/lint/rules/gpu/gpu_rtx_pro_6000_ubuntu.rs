use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsSku};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| vm.name.contains("RTXPRO6000")) else { return };
    let ubuntu = matches!(
        pool.os_sku,
        None | Some(OsSku::Ubuntu | OsSku::Ubuntu2204 | OsSku::Ubuntu2404 | OsSku::Ubuntu2604)
    );
    if pool.is_linux() && ubuntu {
        return;
    }
    let image = pool.os_sku.as_ref().map_or("Windows", Keyword::as_str);
    found
        .at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses {} with {}, but AKS has its GRID driver for Ubuntu only. Use Ubuntu.",
                vm.name,
                in_sentence(image)
            ),
        )
        .unsafe_fix(format_args!("Use Ubuntu"), vec![pool.clear("osType"), pool.text("osSKU", "Ubuntu")]);
}
