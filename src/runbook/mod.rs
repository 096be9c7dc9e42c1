//! Operations on a cluster.
