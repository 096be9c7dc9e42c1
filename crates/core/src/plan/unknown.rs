//! What a plan lacks although the text that it was read from has it.

/// A part of a plan that isn't known: an expression that can't be evaluated, or a value that is known only at deployment.
/// What rules would say because it is missing may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// There may be more node pools.
    Pools,
    /// A property of the cluster, by its key.
    Cluster(&'static str),
    /// A property of a node pool, by its place and its key.
    Pool(usize, &'static str),
}
