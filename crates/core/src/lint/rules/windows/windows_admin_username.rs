use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(name) = context.plan.cluster.windows_admin.as_deref() else { return };
    let length = name.chars().count();
    let why = if BLOCKED.iter().any(|blocked| name.eq_ignore_ascii_case(blocked)) {
        "isn\u{2019}t allowed"
    } else if name.ends_with('.') {
        "ends with a period"
    } else if !(1..=20).contains(&length) {
        "is too long"
    } else {
        return;
    };
    let key = "windowsProfile.adminUsername";
    let better = Value::Text("azureuser".to_owned());
    found
        .at_cluster(
            key,
            format_args!("The Windows administrator's name {} {why}. Use 1 to 20 characters, no period at the end and no well-known name, such as azureuser.", in_sentence(name)),
        )
        .unsafe_fix(format_args!("Use azureuser"), vec![Edit::Cluster { key, value: Some(better) }]);
}

/// Names that the API does not take (its description of windowsProfile, 2026-10-19).
const BLOCKED: [&str; 32] = [
    "administrator",
    "admin",
    "user",
    "user1",
    "test",
    "user2",
    "test1",
    "user3",
    "admin1",
    "1",
    "123",
    "a",
    "actuser",
    "adm",
    "admin2",
    "aspnet",
    "backup",
    "console",
    "david",
    "guest",
    "john",
    "owner",
    "root",
    "server",
    "sql",
    "support",
    "support_388945a0",
    "sys",
    "test2",
    "test3",
    "user4",
    "user5",
];
