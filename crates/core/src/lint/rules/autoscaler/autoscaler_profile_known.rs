use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;
use crate::to_json::{Json, compact};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

/// How a setting of the autoscaler is written.
#[derive(Clone, Copy)]
enum Form {
    Flag,
    Number,
    /// A number and its unit: `10s`, `15m`.
    Duration,
    Word(&'static [&'static str]),
}

/// The settings of API 2026-08-01, in which all are texts.
const SETTINGS: &[(&str, Form)] = &[
    ("balance-similar-node-groups", Form::Flag),
    ("daemonset-eviction-for-empty-nodes", Form::Flag),
    ("daemonset-eviction-for-occupied-nodes", Form::Flag),
    ("expander", Form::Word(&["least-waste", "most-pods", "priority", "random"])),
    ("ignore-daemonsets-utilization", Form::Flag),
    ("max-empty-bulk-delete", Form::Number),
    ("max-graceful-termination-sec", Form::Number),
    ("max-node-provision-time", Form::Duration),
    ("max-total-unready-percentage", Form::Number),
    ("new-pod-scale-up-delay", Form::Duration),
    ("ok-total-unready-count", Form::Number),
    ("scale-down-delay-after-add", Form::Duration),
    ("scale-down-delay-after-delete", Form::Duration),
    ("scale-down-delay-after-failure", Form::Duration),
    ("scale-down-unneeded-time", Form::Duration),
    ("scale-down-unready-time", Form::Duration),
    ("scale-down-utilization-threshold", Form::Number),
    ("scan-interval", Form::Duration),
    ("skip-nodes-with-local-storage", Form::Flag),
    ("skip-nodes-with-system-pods", Form::Flag),
];

fn check(context: &Context<'_>, found: &mut Found) {
    for (key, value) in context.plan.cluster.auto_scaler_profile.iter().flatten() {
        let name = in_sentence(key);
        let Some((_, form)) = SETTINGS.iter().find(|(known, _)| known == key) else {
            found
                .at_cluster("autoScalerProfile", format_args!("The autoscaler profile has {name}, which isn\u{2019}t a known setting. Check its spelling."))
                .unchecked();
            continue;
        };
        let wanted = match form {
            _ if form.fits(value) => continue,
            Form::Flag => "true or false".to_owned(),
            Form::Number => "a number".to_owned(),
            Form::Duration => "a duration such as 10s or 15m".to_owned(),
            Form::Word(words) => words.join(", "),
        };
        let written =
            in_sentence(value.as_str().map_or_else(|| compact(value), str::to_owned).as_str()).into_owned();
        found
            .at_cluster(
                "autoScalerProfile",
                format_args!("The autoscaler profile has {name} {written}. Use {wanted}."),
            )
            .unchecked();
    }
}

impl Form {
    fn fits(self, value: &Json) -> bool {
        let text = value.as_str().map_or_else(|| compact(value), str::to_owned);
        match self {
            Self::Flag => text == "true" || text == "false",
            Self::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Duration => {
                let number = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
                let unit = text.get(number.len()..).unwrap_or_default();
                number.parse::<f64>().is_ok_and(f64::is_finite) && ["s", "m", "h", "ms"].contains(&unit)
            }
            Self::Word(words) => words.contains(&text.as_str()),
        }
    }
}
