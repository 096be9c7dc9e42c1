//! Blocks that don't depend on a pool's properties: the provider, the group, variables, what is looked up, and what
//! Terraform leaves as it is.

use crate::emit::hcl::{Block, Expression};
use crate::emit::missing::Missing;
use crate::plan::Cluster;
use crate::plan::azurerm::{OF_POOL, Row};
use crate::quote::Code;

pub(in crate::emit) const GROUP: &str = "azurerm_resource_group";

pub(super) const CLUSTER: &str = "azurerm_kubernetes_cluster";

pub(super) const POOL: &str = "azurerm_kubernetes_cluster_node_pool";

/// The label of the group and of the cluster.
pub(in crate::emit) const LABEL: &str = "aks";

pub(in crate::emit) const PASSWORD: &str = "windows_admin_password";

/// Arguments that azurerm reads from AKS where they are not set (its schema at 5.2.0): leaving one out changes nothing.
pub(super) const COMPUTED: &[&str] =
    &["kubelet_disk_type", "max_pods", "node_labels", "orchestrator_version", "os_disk_size_gb", "os_sku"];

/// The id of a cluster that was looked up.
pub(in crate::emit) const CLUSTER_THERE: &str = "data.azurerm_kubernetes_cluster.aks.id";

pub(in crate::emit) fn reference(
    kind: &'static str,
    label: &'static str,
    argument: &'static str,
) -> Expression {
    Expression::Bare(Code::concat([kind.into(), ".".into(), label.into(), ".".into(), argument.into()]))
}

/// Returns the address of a pool's block.
pub(super) fn address(label: Code) -> Code {
    Code::concat([POOL.into(), ".".into(), label])
}

/// Returns the arguments of a pool of its own that a block does not set and azurerm would: to a default of its own, or
/// to nothing. What is in a block that is there is named with the block.
pub(super) fn open_arguments(block: &Block, column: fn(&Row) -> &'static str) -> Vec<Code> {
    let mut open: Vec<Code> = Vec::new();
    let paths = OF_POOL.iter().map(column);
    for path in paths.filter(|path| !path.is_empty() && !COMPUTED.contains(path)) {
        let name = match path.split_once('.') {
            _ if block.has(path) => continue,
            Some((inner, rest)) if block.has(inner) => {
                Code::concat([inner.into(), "[0].".into(), rest.into()])
            }
            Some((inner, _)) => inner.into(),
            None => path.into(),
        };
        if !open.contains(&name) {
            open.push(name);
        }
    }
    open
}

/// Tells Terraform to leave arguments as it finds them.
pub(super) fn ignoring(arguments: Vec<Code>) -> Block {
    let mut block = Block::new("lifecycle", &[]);
    let arguments = arguments.into_iter().map(Expression::Bare).collect();
    block.set("ignore_changes", Expression::Lines(arguments));
    block
}

/// Returns a name of the cluster, or the variable that asks for it.
pub(in crate::emit) fn named(text: &str, name: Missing) -> Expression {
    if text.is_empty() { Expression::bare(name.terraform_reference()) } else { Expression::text(text) }
}

/// Returns whether blocks refer to the variable that asks for a name.
pub(in crate::emit) fn asks_for(blocks: &[Block], name: Missing) -> bool {
    blocks.iter().any(|block| block.refers_to(name.terraform_reference()))
}

/// Returns the variables that blocks use for names which the plan leaves empty.
pub(in crate::emit) fn asked(blocks: &[Block]) -> impl Iterator<Item = Block> {
    Missing::ALL.into_iter().filter(|name| asks_for(blocks, *name)).map(|name| {
        let mut block = Block::new("variable", &[name.terraform()]);
        block.set("description", Expression::text(name.title()));
        block.set("type", Expression::bare("string"));
        block
    })
}

/// Returns the resource group of a cluster.
pub(in crate::emit) fn group(cluster: &Cluster) -> Block {
    let mut group = Block::new("resource", &[GROUP, LABEL]);
    group.set("name", named(&cluster.resource_group, Missing::ResourceGroup));
    group.set("location", named(&cluster.location, Missing::Location));
    group
}

/// Returns a cluster that exists.
pub(in crate::emit) fn cluster_there(cluster: &Cluster) -> Block {
    let mut block = Block::new("data", &[CLUSTER, LABEL]);
    block.set("name", named(&cluster.name, Missing::Cluster));
    block.set("resource_group_name", named(&cluster.resource_group, Missing::ResourceGroup));
    block
}

pub(super) fn versions() -> Block {
    let mut block = Block::new("terraform", &[]);
    let wanted = [("source", "hashicorp/azurerm"), ("version", "~> 5.0")];
    let wanted = wanted.map(|(name, text)| (name.into(), Expression::text(text)));
    block.set("required_providers.azurerm", Expression::Object(wanted.into()));
    block
}

pub(in crate::emit) fn provider() -> Block {
    let mut block = Block::new("provider", &["azurerm"]);
    block.push(Block::new("features", &[]));
    block
}

pub(in crate::emit) fn password() -> Block {
    let mut block = Block::new("variable", &[PASSWORD]);
    block.set("description", Expression::text("Password for the administrator of the Windows nodes"));
    block.set("type", Expression::bare("string"));
    block.set("sensitive", Expression::bare("true"));
    block
}
