//! Rules about quota.

pub(super) mod pool_quota_vcpu;
