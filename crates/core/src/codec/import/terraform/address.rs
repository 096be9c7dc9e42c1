//! Addresses of Terraform: `module.aks["eu"].azurerm_kubernetes_cluster.this[0]`.

/// Splits an address into its modules, the resource without its key, and its key.
pub(super) fn split_address(address: &str) -> (Vec<String>, String, String) {
    let parts = parts_of(address);
    let mut modules = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, name, others @ ..] = rest
        && *first == "module"
        && others.len() > 1
    {
        modules.push(format!("module.{name}"));
        rest = others;
    }
    let resource = rest.join(".");
    let name = without_key(&resource).to_owned();
    let key = resource.get(name.len()..).unwrap_or_default().to_owned();
    (modules, name, key)
}

/// Returns the parts of an address between its dots; a key in brackets may have dots.
fn parts_of(address: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_text, mut is_key) = (0, false, false);
    for (offset, letter) in address.char_indices() {
        match letter {
            '"' => is_text = !is_text,
            '[' if !is_text => is_key = true,
            ']' if !is_text => is_key = false,
            '.' if !is_text && !is_key => {
                parts.push(address.get(start..offset).unwrap_or_default());
                start = offset + 1;
            }
            _ => {}
        }
    }
    parts.push(address.get(start..).unwrap_or_default());
    parts
}

pub(super) fn without_key(step: &str) -> &str {
    step.split_once('[').map_or(step, |(name, _)| name)
}

pub(super) fn without_keys(address: &str) -> String {
    parts_of(address).into_iter().map(without_key).collect::<Vec<_>>().join(".")
}
