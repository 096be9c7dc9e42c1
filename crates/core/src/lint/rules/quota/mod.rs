//! Rules about quota.

pub(in crate::lint) mod pool_quota_vcpu;
