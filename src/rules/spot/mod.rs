//! Rules about Spot pools.
