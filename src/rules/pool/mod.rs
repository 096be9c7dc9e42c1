//! Rules about any node pool.
