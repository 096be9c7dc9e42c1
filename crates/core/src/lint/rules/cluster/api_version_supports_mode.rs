use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Edit;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(version) = context.plan.cluster.api_version.as_deref() else { return };
    let is_dated = version.len() >= 10 && version.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if is_dated && version >= FIRST_WITH_MODES {
        return;
    }
    found
        .at_cluster(
            "apiVersion",
            format_args!(
                "The plan has API version {}, but the mode of a pool needs {FIRST_WITH_MODES} or later. Use the newest API version.",
                in_sentence(version)
            ),
        )
        .safe_fix(
            format_args!("Use the newest API version"),
            vec![Edit::Cluster { key: "apiVersion", value: None }],
        );
}

/// The first version of the API that knows modes (use-system-pools, 2026-04-30).
const FIRST_WITH_MODES: &str = "2020-03-01";
