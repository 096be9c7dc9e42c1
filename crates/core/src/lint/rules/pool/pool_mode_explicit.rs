use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, Mode};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let finding = match &pool.mode {
        None => {
            let finding = found.at(
                pool,
                "mode",
                format_args!("{pool} has no mode. Set it to System, User or Gateway."),
            );
            // The cluster has its System pool, and AKS may make this one a User pool.
            if pool.cluster().existing {
                finding.downgrade_to(Severity::Unsupported);
            }
            finding
        }
        Some(Mode::Other(mode)) => found.at(
            pool,
            "mode",
            format_args!(
                "{pool} has the mode {}. Use System, User or Gateway, in this spelling.",
                in_sentence(mode)
            ),
        ),
        Some(_) => return,
    };
    let written = pool.mode.as_ref().map_or("", |mode| mode.as_str().trim());
    if let Some(mode) = Mode::KNOWN.iter().find(|known| known.eq_ignore_ascii_case(written)) {
        finding.safe_fix(format_args!("Write {mode}"), vec![pool.text("mode", mode)]);
        return;
    }
    // What a cluster needs first comes first.
    let needs_system = !pool.cluster().existing && pool.context.system_pools().next().is_none();
    let modes = if needs_system { ["System", "User"] } else { ["User", "System"] };
    for mode in modes {
        finding.unsafe_fix(format_args!("Make it a {mode} pool"), vec![pool.text("mode", mode)]);
    }
}
