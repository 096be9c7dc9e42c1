//! Rules about the cluster autoscaler.
